#include "constant_data.h"

#include <string.h>

#include "../wasm/names.h"

#define SEGMENTS_MAX 4096

struct segment {
	bool is_active;
	uint32_t memory;
	uint64_t address, size;
	const uint8_t *bytes;
};

static struct wcore_error *read_segment(struct wcore_cursor *cursor, struct segment *ret)
{
	struct wcore_constant constant = { 0 };
	uint32_t flags = 0, size = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &flags);

	*ret = (struct segment){ 0 };
	if (!error && flags > 2)
		error = wcore_cursor_error(cursor, cursor->pos, "unknown kind of data segment");
	if (!error && flags == 2)
		error = wcore_cursor_leb_u32(cursor, &ret->memory);
	if (!error && flags != 1)
		error = wcore_constant_read(cursor, &constant);
	if (!error)
		error = wcore_cursor_leb_u32(cursor, &size);
	if (error)
		return error;
	ret->is_active = flags != 1 && constant.kind == WCORE_CONST_VALUE;
	ret->address = constant.type.code == WCORE_I32 ? (uint32_t)constant.bits : constant.bits;
	ret->size = size;
	ret->bytes = cursor->data + cursor->pos;
	return wcore_cursor_skip(cursor, size);
}

static bool is_inside(const struct segment *segment, uint64_t address, uint64_t size)
{
	return address >= segment->address && address - segment->address <= segment->size &&
	       size <= segment->size - (address - segment->address);
}

bool wcore_constant_data_holds(struct wcore_module *module, uint32_t memory, uint64_t address,
			       const uint8_t *bytes, uint64_t size)
{
	const struct wcore_section *section = wcore_module_section(module, WCORE_SECTION_DATA);
	struct wcore_cursor cursor;
	uint32_t count = 0;

	if (!section)
		return false;
	wcore_section_cursor(module, section, &cursor);
	wcore_error_destroy(wcore_cursor_leb_u32(&cursor, &count));
	for (uint32_t i = 0; i < count && i < SEGMENTS_MAX; i++) {
		struct segment segment;
		struct wcore_error *error = read_segment(&cursor, &segment);

		if (error) {
			wcore_error_destroy(error);
			return false;
		}
		if (segment.is_active && segment.memory == memory &&
		    is_inside(&segment, address, size))
			return wcore_string_starts(wcore_names_find(module, WCORE_NAME_DATA, i), ".rodata") &&
			       memcmp(segment.bytes + (address - segment.address), bytes, size) == 0;
	}
	return false;
}

static bool touches(const struct segment *segment, uint64_t address, uint64_t size)
{
	return address < segment->address ? size > segment->address - address :
					    address - segment->address < segment->size;
}

bool wcore_initial_data_read(struct wcore_module *module, uint32_t memory, uint64_t address, uint8_t *bytes,
			     uint64_t size)
{
	const struct wcore_section *section = wcore_module_section(module, WCORE_SECTION_DATA);
	struct wcore_cursor cursor;
	uint32_t count = 0;

	memset(bytes, 0, size);
	if (!section)
		return true;
	wcore_section_cursor(module, section, &cursor);
	wcore_error_destroy(wcore_cursor_leb_u32(&cursor, &count));
	if (count > SEGMENTS_MAX)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		struct segment segment;
		struct wcore_error *error = read_segment(&cursor, &segment);

		wcore_error_destroy(error);
		if (error || !segment.is_active)
			return false;
		/* Of segments that overlap the last one counts. */
		for (uint64_t k = 0; segment.memory == memory && touches(&segment, address, size) && k < size; k++)
			if (address + k >= segment.address && address + k - segment.address < segment.size)
				bytes[k] = segment.bytes[address + k - segment.address];
	}
	return true;
}

bool wcore_initial_data_is(struct wcore_module *module, uint32_t memory, uint64_t address,
			   const uint8_t *bytes, uint64_t size)
{
	uint8_t initial[16];

	return size <= sizeof(initial) && wcore_initial_data_read(module, memory, address, initial, size) &&
	       memcmp(initial, bytes, size) == 0;
}
