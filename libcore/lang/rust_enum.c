/*
 * Enums.  DWARF tells them by a variant part: a discriminant and for each variant
 * the values that mean it; the variant without any is meant by all others (the one
 * that holds data, where a niche in that data tells the rest).
 */
#include <string.h>

#include "rust.h"

#define EMPTY_NESTING 8	/* types inside types that are looked at for one without values */

/* Types that no value has: `!`, enums without variants, and structs that hold one. */
static bool is_uninhabited(struct wcore_viewer *viewer, const struct wcore_type *type, unsigned nesting)
{
	type = wcore_type_strip(type);
	if (wcore_string_is(type->name, "!"))
		return true;
	if (nesting >= EMPTY_NESTING || type->kind != WCORE_TYPE_STRUCT ||
	    !wcore_type_complete(viewer->types, type) || !wcore_viewer_spend(viewer, 1))
		return false;
	if (type->variant_part) {
		for (uint32_t i = 0; i < type->variant_part->variant_count; i++) {
			const struct wcore_variant *variant = &type->variant_part->variants[i];

			if (variant->member_count != 1 ||
			    !is_uninhabited(viewer, variant->members[0].type, nesting + 1))
				return false;
		}
		return true;
	}
	for (uint32_t i = 0; i < type->member_count; i++)
		if (!type->members[i].is_static &&
		    is_uninhabited(viewer, type->members[i].type, nesting + 1))
			return true;
	return false;
}

static uint64_t mask_of(uint64_t width)
{
	return width >= 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
}

/* Whether a discriminant's value is in a range; both count as numbers of that width. */
static bool in_range(const struct wcore_variant_range *range, uint64_t value, uint64_t mask,
		     bool is_signed)
{
	uint64_t sign = is_signed ? mask ^ (mask >> 1) : 0;
	uint64_t low = (range->low & mask) ^ sign, high = (range->high & mask) ^ sign;

	value = (value & mask) ^ sign;
	return low <= value && value <= high;
}

/*
 * Whether all bytes of an object are known.  Where an optimiser kept pieces of an enum, one of them may be
 * older than the others, the discriminant too.
 */
static bool is_whole(const struct wcore_object *object)
{
	for (uint64_t i = 0; object->known && i < object->size; i++)
		if (!object->known[i])
			return false;
	return true;
}

static const struct wcore_variant *find_variant(struct wcore_viewer *viewer,
						const struct wcore_object *object,
						const struct wcore_variant_part *part)
{
	const struct wcore_variant *otherwise = NULL;
	struct wcore_object discriminant;
	uint64_t value, high = 0, size = 0;
	uint8_t bytes[16];

	if (!part->has_discriminant) {
		/* The one that a value can have. */
		for (uint32_t i = 0; i < part->variant_count; i++) {
			const struct wcore_variant *variant = &part->variants[i];

			if (variant->member_count == 1 &&
			    is_uninhabited(viewer, variant->members[0].type, 0))
				continue;
			if (otherwise)
				return NULL;
			otherwise = variant;
		}
		return otherwise;
	}
	discriminant = wcore_object_member(viewer, object, &part->discriminant);
	if (!wcore_type_size(discriminant.type, &size) || size == 0 || size > sizeof(bytes) ||
	    !wcore_object_read(viewer, &discriminant, 0, size, bytes, NULL))
		return NULL;
	memset(bytes + size, 0, sizeof(bytes) - size);
	memcpy(&value, bytes, 8);
	memcpy(&high, bytes + 8, 8);
	for (uint32_t i = 0; i < part->variant_count; i++) {
		const struct wcore_variant *variant = &part->variants[i];

		if (variant->is_default) {
			if (otherwise)
				return NULL;
			otherwise = variant;
			continue;
		}
		/* Values that could not be read: any could be meant. */
		if (variant->range_count == 0)
			return NULL;
		for (uint32_t r = 0; r < variant->range_count && high == 0; r++)
			if (in_range(&variant->ranges[r], value, mask_of(size * 8),
				     wcore_type_strip(discriminant.type)->is_signed))
				return variant;
	}
	return otherwise;
}

bool wcore_rust_variant(struct wcore_viewer *viewer, const struct wcore_object *object,
			struct wcore_string *ret_name, struct wcore_object *ret)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	const struct wcore_variant *variant;

	if (!wcore_type_complete(viewer->types, type) || !type->variant_part || !is_whole(object) ||
	    !wcore_viewer_spend(viewer, type->variant_part->variant_count + object->size))
		return false;
	variant = find_variant(viewer, object, type->variant_part);
	if (!variant || variant->member_count != 1)
		return false;
	*ret_name = variant->members[0].name;
	*ret = wcore_object_member(viewer, object, &variant->members[0]);
	return ret_name->data && ret->kind != WCORE_OBJECT_NONE;
}

/* Why the variant cannot be told. */
static struct wcore_view *print_unknown(struct wcore_viewer *viewer, const struct wcore_object *object,
					const struct wcore_variant_part *part)
{
	struct wcore_object discriminant;
	const char *why = object->why;
	struct wcore_string text;
	uint64_t value, size = 0;
	uint8_t wide[16];

	if (part->variant_count == 0)
		return wcore_view_unavailable(viewer, "its type has no values");
	if (!part->has_discriminant)
		return wcore_view_unavailable(viewer, "no discriminant tells its variant");
	if (!is_whole(object))
		return wcore_view_unavailable(viewer, why ? why : "optimized out");
	discriminant = wcore_object_member(viewer, object, &part->discriminant);
	if (wcore_type_size(discriminant.type, &size) && size == sizeof(wide) &&
	    wcore_object_read(viewer, &discriminant, 0, size, wide, NULL))
		return wcore_view_unavailable(viewer, "no variant has its discriminant");
	if (!wcore_object_number(viewer, &discriminant, &value, &why))
		return wcore_view_unavailable(viewer, why);
	text = wcore_view_format(viewer, "no variant has the discriminant %llu",
				 (unsigned long long)value);
	return text.data ? wcore_view_unavailable(viewer, text.data) : NULL;
}

/* Enums whose variants hold nothing. */
static struct wcore_view *print_plain(struct wcore_viewer *viewer, const struct wcore_object *object,
				      const struct wcore_type *type)
{
	uint64_t value, size = 0;

	if (!wcore_type_complete(viewer->types, type) || !wcore_type_size(type, &size) || size > 8 ||
	    !wcore_viewer_spend(viewer, type->enumerator_count))
		return NULL;
	if (size == 0)
		return type->enumerator_count == 1 ?
			       wcore_view_symbol(viewer, type->enumerators[0].name) : NULL;
	if (!wcore_object_number(viewer, object, &value, NULL))
		return NULL;
	for (uint32_t i = 0; i < type->enumerator_count; i++)
		if (((type->enumerators[i].bits ^ value) & mask_of(size * 8)) == 0)
			return wcore_view_symbol(viewer, type->enumerators[i].name);
	return NULL;
}

struct wcore_view *wcore_rust_enum(struct wcore_viewer *viewer, const struct wcore_object *object,
				   unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	const struct wcore_print_path here = { viewer->path, object->address, type };
	struct wcore_object payload;
	struct wcore_view *view;
	struct wcore_string name;
	char path[WCORE_RUST_PATH];

	if (type->kind == WCORE_TYPE_ENUM)
		return print_plain(viewer, object, type);
	if (!wcore_type_complete(viewer->types, type) || !type->variant_part)
		return NULL;
	if (!wcore_rust_variant(viewer, object, &name, &payload))
		return print_unknown(viewer, object, type->variant_part);
	/* Debug of a Cow is that of what it holds. */
	if (wcore_string_is(wcore_rust_name(type), "Cow") &&
	    strcmp(wcore_rust_path(viewer, type, path), "alloc::borrow::Cow") == 0) {
		struct wcore_object held;

		if (wcore_rust_field(viewer, &payload, "__0", &held))
			return wcore_print(viewer, &held, depth);
	}
	viewer->path = &here;
	view = wcore_rust_fields(viewer, &payload, name, depth);
	viewer->path = here.outer;
	if (view)
		view->is_variant = view->kind == WCORE_VIEW_RECORD;
	return view;
}
