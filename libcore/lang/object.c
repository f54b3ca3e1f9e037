/* Objects and their numbers: declared in object.h. */
#include "object.h"

#include <string.h>

#include "view.h"

static const char outside[] = "outside of memory";

/* Numbers wider than this are not read; C's widest _BitInt that anybody uses is below. */
#define MAX_INTEGER 1024

void wcore_viewer_init(struct wcore_viewer *viewer)
{
	*viewer = (struct wcore_viewer){
		.address_size = 4,
		.max_depth = WCORE_VIEW_MAX_DEPTH,
		.max_follow = WCORE_VIEW_MAX_FOLLOW,
		.max_elements = WCORE_VIEW_MAX_ELEMENTS,
		.max_string = WCORE_VIEW_MAX_STRING,
		.work = WCORE_VIEW_MAX_WORK,
	};
	wcore_arena_init(&viewer->arena);
}

void wcore_viewer_restart(struct wcore_viewer *viewer)
{
	wcore_arena_deinit(&viewer->arena);
	wcore_arena_init(&viewer->arena);
	viewer->work = WCORE_VIEW_MAX_WORK;
	viewer->path = NULL;
	viewer->followed = 0;
}

bool wcore_viewer_spend(struct wcore_viewer *viewer, uint64_t amount)
{
	if (viewer->work < amount) {
		viewer->work = 0;
		return false;
	}
	viewer->work -= amount;
	return true;
}

struct wcore_object wcore_object_at(const struct wcore_type *type, uint64_t address)
{
	return (struct wcore_object){ .type = type, .kind = WCORE_OBJECT_MEMORY,
				      .address = address, .origin = WCORE_ORIGIN_MEMORY };
}

struct wcore_object wcore_object_none(const struct wcore_type *type, const char *why)
{
	return (struct wcore_object){ .type = type, .why = why };
}

struct wcore_object wcore_object_bytes(const struct wcore_type *type, const uint8_t *bytes,
				       uint64_t size, enum wcore_origin origin)
{
	return (struct wcore_object){ .type = type, .kind = WCORE_OBJECT_BYTES, .bytes = bytes,
				      .size = size, .origin = origin };
}

static bool refuse(const char **ret_why, const char *why)
{
	if (ret_why)
		*ret_why = why;
	return false;
}

static bool read_memory(struct wcore_viewer *viewer, uint64_t address, uint64_t size,
			uint8_t *bytes, const char **ret_why)
{
	enum wcore_byte_state state = WCORE_BYTE_NOT_CAPTURED;

	if (address + size < address ||
	    (viewer->address_size < 8 && address + size > UINT64_C(1) << 32))
		return refuse(ret_why, outside);
	if (!viewer->space.memory)
		return refuse(ret_why, WCORE_NOT_IN_DUMP);
	if (!wcore_space_read(&viewer->space, address, size, bytes, &state))
		return refuse(ret_why, state == WCORE_BYTE_OUTSIDE			     ? outside
				       : wcore_space_has_hole(&viewer->space, address, size) ? WCORE_OPTIMIZED_OUT
											     : WCORE_NOT_IN_DUMP);
	return true;
}

bool wcore_object_read(struct wcore_viewer *viewer, const struct wcore_object *object,
		       uint64_t offset, uint64_t size, uint8_t *bytes, const char **ret_why)
{
	switch (object->kind) {
	case WCORE_OBJECT_MEMORY:
		if (object->address + offset < offset)
			return refuse(ret_why, outside);
		return read_memory(viewer, object->address + offset, size, bytes, ret_why);
	case WCORE_OBJECT_BYTES:
		if (offset > object->size || size > object->size - offset)
			return refuse(ret_why, WCORE_OPTIMIZED_OUT);
		for (uint64_t i = 0; object->known && i < size; i++)
			if (!object->known[offset + i])
				return refuse(ret_why, object->why ? object->why : WCORE_OPTIMIZED_OUT);
		memcpy(bytes, object->bytes + offset, size);
		return true;
	default:
		return refuse(ret_why, object->why ? object->why : WCORE_OPTIMIZED_OUT);
	}
}

static bool is_signed(const struct wcore_type *type)
{
	type = wcore_type_strip(type);
	if (type->kind == WCORE_TYPE_ENUM && type->target)
		return type->is_signed || wcore_type_strip(type->target)->is_signed;
	return type->is_signed;
}

uint64_t wcore_object_width(const struct wcore_object *object)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	uint64_t size;

	if (object->bit_size)
		return object->bit_size;
	if (type->kind == WCORE_TYPE_INT && type->bit_size)
		return type->bit_size;
	return wcore_type_size(type, &size) && size <= MAX_INTEGER ? size * 8 : 0;
}

bool wcore_object_integer(struct wcore_viewer *viewer, const struct wcore_object *object,
			  uint8_t *bytes, size_t size, const char **ret_why)
{
	uint64_t width = wcore_object_width(object);
	uint64_t first = object->bit_offset / 8;
	unsigned shift = object->bit_offset % 8;
	uint8_t raw[MAX_INTEGER + 1];
	size_t used = (size_t)((width + 7) / 8);
	size_t spread = (size_t)((shift + width + 7) / 8);
	bool is_negative;

	if (object->kind == WCORE_OBJECT_NONE)
		return refuse(ret_why, object->why ? object->why : WCORE_OPTIMIZED_OUT);
	if (!width || used > size || spread > sizeof(raw))
		return refuse(ret_why, "of unknown size");
	if (!wcore_object_read(viewer, object, first, spread, raw, ret_why))
		return false;
	for (size_t i = 0; i < used; i++) {
		unsigned high = shift && i + 1 < spread ? raw[i + 1] : 0u;
		bytes[i] = (uint8_t)((raw[i] | high << 8) >> shift);
	}
	is_negative = is_signed(object->type) && (bytes[(width - 1) / 8] >> (width - 1) % 8 & 1);
	if (width % 8) {
		uint8_t mask = (uint8_t)(0xffu << width % 8);
		bytes[used - 1] = (uint8_t)(is_negative ? bytes[used - 1] | mask :
							  bytes[used - 1] & ~mask);
	}
	memset(bytes + used, is_negative ? 0xff : 0, size - used);
	return true;
}

bool wcore_object_number(struct wcore_viewer *viewer, const struct wcore_object *object,
			 uint64_t *ret, const char **ret_why)
{
	uint8_t bytes[8];

	if (!wcore_object_integer(viewer, object, bytes, sizeof(bytes), ret_why))
		return false;
	*ret = 0;
	for (size_t i = 0; i < sizeof(bytes); i++)
		*ret |= (uint64_t)bytes[i] << (8 * i);
	return true;
}
