/* From an object to its members, elements and targets: declared in object.h. */
#include <string.h>

#include "../debug/location.h"
#include "object.h"

/* Bases and anonymous members that stand inside each other. */
#define MAX_NESTING 32

static const char broken_type[] = "of unknown type";

/* The bytes [offset, ...) of an object as an object of another type. */
static struct wcore_object part(struct wcore_viewer *viewer, const struct wcore_object *object,
				const struct wcore_type *type, uint64_t offset)
{
	struct wcore_object ret = *object;
	uint64_t size = 0;

	ret.type = type;
	ret.bit_offset = ret.bit_size = 0;
	ret.implicit = (struct wcore_entry){ 0 };
	ret.implicit_offset = 0;
	wcore_type_size(type, &size);
	switch (object->kind) {
	case WCORE_OBJECT_MEMORY:
		ret.address = object->address + offset;
		ret.size = 0;
		if (ret.address < offset ||
		    (viewer->address_size < 8 && ret.address > UINT32_MAX))
			return wcore_object_none(type, "outside of memory");
		return ret;
	case WCORE_OBJECT_BYTES:
		if (offset > object->size || size > object->size - offset)
			return wcore_object_none(type, WCORE_OPTIMIZED_OUT);
		ret.bytes += offset;
		if (ret.known)
			ret.known += offset;
		ret.size = size ? size : object->size - offset;
		return ret;
	default:
		return wcore_object_none(type, object->why);
	}
}

static struct wcore_location_value read_location(void *context, uint64_t address, unsigned size)
{
	struct wcore_viewer *viewer = context;
	struct wcore_location_value value = { .trust = WCORE_LOCATION_RECORDED };

	if (!wcore_space_uint(&viewer->space, address, size, &value.bits))
		value = (struct wcore_location_value){ .trust = WCORE_LOCATION_UNKNOWN,
						       .why = WCORE_NOT_IN_DUMP };
	return value;
}

/* A member whose place the object itself says, as that of a virtual base. */
static struct wcore_object located_member(struct wcore_viewer *viewer,
					  const struct wcore_object *object,
					  const struct wcore_member *member)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	struct wcore_location_context context = {
		.context = viewer,
		.address_size = viewer->address_size,
		.unit = type->entry.unit,
		.entries = viewer->types ? wcore_types_entries(viewer->types) : NULL,
		.memory = read_location,
		.has_object = true,
		.object = object->address,
	};
	struct wcore_location_value value;
	struct wcore_object ret;

	if (object->kind != WCORE_OBJECT_MEMORY || !type->entry.unit || !viewer->space.memory)
		return wcore_object_none(member->type, object->kind == WCORE_OBJECT_NONE ?
							       object->why : "not in memory");
	value = wcore_location_number(&context, member->location);
	if (value.trust == WCORE_LOCATION_UNKNOWN)
		return wcore_object_none(member->type, WCORE_NOT_IN_DUMP);
	ret = wcore_object_at(member->type, value.bits);
	if (viewer->address_size < 8 && value.bits > UINT32_MAX)
		return wcore_object_none(member->type, "outside of memory");
	ret.origin = object->origin;
	ret.is_speculative = object->is_speculative;
	return ret;
}

struct wcore_object wcore_object_member(struct wcore_viewer *viewer,
					const struct wcore_object *object,
					const struct wcore_member *member)
{
	struct wcore_object ret;
	uint64_t storage = 0;

	if (object->kind == WCORE_OBJECT_NONE)
		return wcore_object_none(member->type, object->why);
	if (member->is_static)
		return wcore_object_none(member->type, "static");
	if (member->is_virtual || member->location.data)
		return located_member(viewer, object, member);
	if (!member->bit_size && !object->bit_offset)
		return part(viewer, object, member->type, member->offset);
	/* Its storage may be wider than the object has left: only its own bits are asked for. */
	ret = part(viewer, object, object->type, 0);
	if (ret.kind == WCORE_OBJECT_NONE)
		return wcore_object_none(member->type, ret.why);
	storage = member->offset + (object->bit_offset + (uint64_t)member->bit_offset) / 8;
	if (ret.kind == WCORE_OBJECT_MEMORY) {
		ret.address += storage;
		if (ret.address < storage)
			return wcore_object_none(member->type, "outside of memory");
	} else {
		if (storage >= ret.size)
			return wcore_object_none(member->type, WCORE_OPTIMIZED_OUT);
		ret.bytes += storage;
		if (ret.known)
			ret.known += storage;
		ret.size -= storage;
	}
	ret.type = member->type;
	ret.bit_offset = (uint32_t)((object->bit_offset + (uint64_t)member->bit_offset) % 8);
	ret.bit_size = member->bit_size;
	if (ret.bit_offset && !ret.bit_size) {
		uint64_t size;

		if (!wcore_type_size(member->type, &size) || size > UINT32_MAX / 8)
			return wcore_object_none(member->type, broken_type);
		ret.bit_size = (uint32_t)(size * 8);
	}
	return ret;
}

static bool find_field(struct wcore_viewer *viewer, const struct wcore_object *object,
		       const char *name, unsigned nesting, struct wcore_object *ret)
{
	const struct wcore_type *type = wcore_type_strip(object->type);

	if (nesting > MAX_NESTING || !viewer->types || !wcore_type_complete(viewer->types, type) ||
	    !wcore_viewer_spend(viewer, 1 + type->member_count))
		return false;
	for (uint32_t i = 0; i < type->member_count; i++) {
		const struct wcore_member *member = &type->members[i];

		if (!member->is_base && wcore_string_is(member->name, name)) {
			*ret = wcore_object_member(viewer, object, member);
			return true;
		}
	}
	for (int bases = 0; bases < 2; bases++) {
		for (uint32_t i = 0; i < type->member_count; i++) {
			const struct wcore_member *member = &type->members[i];
			struct wcore_object inner;

			if (member->is_static || member->is_base != (bases == 1) ||
			    (!member->is_base && member->name.size))
				continue;
			inner = wcore_object_member(viewer, object, member);
			if (find_field(viewer, &inner, name, nesting + 1, ret))
				return true;
		}
	}
	return false;
}

bool wcore_object_field(struct wcore_viewer *viewer, const struct wcore_object *object,
			const char *name, struct wcore_object *ret)
{
	return find_field(viewer, object, name, 0, ret);
}

static uint64_t wrap(const struct wcore_viewer *viewer, uint64_t address)
{
	return viewer->address_size < 8 ? (uint32_t)address : address;
}

/* What an implicit pointer points to: a part of a variable that is nowhere in memory. */
static struct wcore_object implicit_target(struct wcore_viewer *viewer,
					   const struct wcore_object *pointer,
					   const struct wcore_type *type, uint64_t offset)
{
	struct wcore_object variable;

	if (!viewer->implicit || !viewer->implicit(viewer->context, &pointer->implicit, &variable))
		return wcore_object_none(type, WCORE_OPTIMIZED_OUT);
	return part(viewer, &variable, type, (uint64_t)pointer->implicit_offset + offset);
}

static struct wcore_object pointed(struct wcore_viewer *viewer, const struct wcore_object *object,
				   const struct wcore_type *type, uint64_t offset)
{
	const char *why = NULL;
	struct wcore_object ret;
	uint64_t address;

	if (!type)
		return wcore_object_none(object->type, broken_type);
	if (object->implicit.unit)
		return implicit_target(viewer, object, type, offset);
	if (!wcore_object_number(viewer, object, &address, &why))
		return wcore_object_none(type, why);
	if (!address)
		return wcore_object_none(type, "null pointer");
	ret = wcore_object_at(type, wrap(viewer, address + offset));
	ret.is_speculative = object->is_speculative;
	return ret;
}

struct wcore_object wcore_object_element(struct wcore_viewer *viewer,
					 const struct wcore_object *object, uint64_t index)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	const struct wcore_type *element = type->target;
	uint64_t size, offset;

	if (!element || !wcore_type_size(element, &size))
		return wcore_object_none(element ? element : object->type, broken_type);
	offset = index * size;
	if (type->kind != WCORE_TYPE_ARRAY)
		return pointed(viewer, object, element, offset);
	if (size && index > UINT64_MAX / size)
		return wcore_object_none(element, "outside of memory");
	if (object->kind == WCORE_OBJECT_BYTES && type->is_vector && type->has_count &&
	    index >= type->count)
		return wcore_object_none(element, "outside of the array");
	return part(viewer, object, element, offset);
}

struct wcore_object wcore_object_target(struct wcore_viewer *viewer,
					const struct wcore_object *object)
{
	return pointed(viewer, object, wcore_type_strip(object->type)->target, 0);
}
