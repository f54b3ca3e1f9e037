#include "heap_type.h"

#define DEPTH_MAX 12
#define ELEMENTS_MAX 64
#define MEMBERS_MAX 512
/* Tables of functions have fewer slots. */
#define FUNCTIONS_MAX (1u << 24)

struct fit {
	struct wcore_heap *heap;
	struct wcore_viewer *viewer;
	uint32_t checks;
	uint32_t left;	/* members that may still be looked at */
};

static bool fits(struct fit *fit, const struct wcore_object *object, unsigned depth);

static bool number(struct fit *fit, const struct wcore_object *object, uint64_t *ret)
{
	const char *why;

	return wcore_object_number(fit->viewer, object, ret, &why);
}

static bool is_bool(struct fit *fit, const struct wcore_object *object)
{
	uint64_t value;

	if (!number(fit, object, &value))
		return true;
	fit->checks++;
	return value <= 1;
}

/* An enumerator, or flags put together of enumerators. */
static bool is_enumerator(struct fit *fit, const struct wcore_object *object, const struct wcore_type *type)
{
	uint64_t value, all = 0;
	bool are_flags = true;

	if (!wcore_type_complete(fit->viewer->types, type) || !type->enumerator_count || !number(fit, object, &value))
		return true;
	fit->checks++;
	for (uint32_t i = 0; i < type->enumerator_count; i++) {
		const uint64_t bits = type->enumerators[i].bits;

		if (bits == value)
			return true;
		are_flags = are_flags && !(bits & (bits - 1));
		all |= bits;
	}
	return are_flags && type->enumerator_count > 2 && !(value & ~all);
}

/*
 * Null, or the address of something: inside the memory, and of the heap only what is handed out, with room
 * for the target.
 */
static bool is_pointer(struct fit *fit, const struct wcore_object *object, const struct wcore_type *type)
{
	const struct wcore_type *target = type->target ? wcore_type_strip(type->target) : NULL;
	struct wcore_heap *heap = fit->heap;
	struct wcore_chunk chunk;
	uint64_t value, size = 0;

	if (!number(fit, object, &value))
		return true;
	fit->checks++;
	if (!value)
		return type->kind == WCORE_TYPE_POINTER;
	if (target && target->kind == WCORE_TYPE_FUNCTION)
		return value < FUNCTIONS_MAX;
	if (target && !wcore_type_size(target, &size))
		size = 0;
	if (value >= heap->memory.size || size > heap->memory.size - value)
		return false;
	if (!wcore_heap_find(heap, value, &chunk))
		return true;
	return chunk.state == WCORE_CHUNK_USED && value >= chunk.address &&
	       value - chunk.address + (size ? size : 1) <= chunk.size;
}

static bool fits_array(struct fit *fit, const struct wcore_object *object, const struct wcore_type *type,
		       unsigned depth)
{
	for (uint64_t i = 0; type->has_count && i < type->count && i < ELEMENTS_MAX && fit->left; i++) {
		const struct wcore_object element = wcore_object_element(fit->viewer, object, i);

		if (!fits(fit, &element, depth))
			return false;
	}
	return true;
}

/* A value of a discriminant that a variant has. */
static bool fits_variants(struct fit *fit, const struct wcore_object *object, const struct wcore_variant_part *part)
{
	const struct wcore_object tag = wcore_object_member(fit->viewer, object, &part->discriminant);
	uint64_t value;

	if (!part->has_discriminant || !number(fit, &tag, &value))
		return true;
	for (uint32_t i = 0; i < part->variant_count; i++) {
		const struct wcore_variant *variant = &part->variants[i];

		if (variant->is_default)
			return true;
		for (uint32_t j = 0; j < variant->range_count; j++)
			if (value >= variant->ranges[j].low && value <= variant->ranges[j].high) {
				fit->checks++;
				return true;
			}
	}
	return false;
}

static bool is_vtable(const struct wcore_member *member)
{
	return wcore_string_starts(member->name, "_vptr");
}

/* Vtables are no chunks. */
static bool is_static(struct fit *fit, const struct wcore_object *object)
{
	struct wcore_chunk chunk;
	uint64_t value;

	return !number(fit, object, &value) || (value && !wcore_heap_find(fit->heap, value, &chunk));
}

static bool fits_members(struct fit *fit, const struct wcore_object *object, const struct wcore_type *type,
			 unsigned depth)
{
	if (!wcore_type_complete(fit->viewer->types, type))
		return true;
	for (uint32_t i = 0; i < type->member_count && fit->left; i++) {
		const struct wcore_member *member = &type->members[i];
		struct wcore_object part;

		if (member->is_static || member->is_virtual)
			continue;
		part = wcore_object_member(fit->viewer, object, member);
		if (!fits(fit, &part, depth) || (is_vtable(member) && !is_static(fit, &part)))
			return false;
	}
	return !type->variant_part || fits_variants(fit, object, type->variant_part);
}

static bool fits(struct fit *fit, const struct wcore_object *object, unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);

	if (!fit->left || depth >= DEPTH_MAX || object->kind == WCORE_OBJECT_NONE)
		return true;
	fit->left--;
	switch (type->kind) {
	case WCORE_TYPE_BOOL:
		return is_bool(fit, object);
	case WCORE_TYPE_ENUM:
		return is_enumerator(fit, object, type);
	case WCORE_TYPE_POINTER: case WCORE_TYPE_REFERENCE: case WCORE_TYPE_RVALUE_REFERENCE:
		return is_pointer(fit, object, type);
	case WCORE_TYPE_ARRAY:
		return fits_array(fit, object, type, depth + 1);
	case WCORE_TYPE_STRUCT: case WCORE_TYPE_CLASS:
		return fits_members(fit, object, type, depth + 1);
	default:
		return true;	/* of a union it is not known which member it is */
	}
}

struct wcore_heap_fit wcore_heap_fit(struct wcore_heap *heap, struct wcore_viewer *viewer,
				     const struct wcore_type *type, const struct wcore_chunk *chunk)
{
	struct fit fit = { .heap = heap, .viewer = viewer, .left = MEMBERS_MAX };
	struct wcore_heap_fit ret = { false, 0 };
	uint64_t size;

	if (chunk->state != WCORE_CHUNK_USED || !wcore_type_size(type, &size) || !size || size > chunk->size ||
	    chunk->size - size > WCORE_HEAP_SLACK)
		return ret;
	wcore_viewer_restart(viewer);
	const struct wcore_object object = wcore_object_at(type, chunk->address);

	ret.fits = fits(&fit, &object, 0);
	ret.checks = fit.checks;
	return ret;
}
