#include "data.h"

#include "insn.h"

enum { PASSIVE = 1, WITH_MEMORY = 2 };	/* the flags in front of a segment */

void wcore_data_iter_init(struct wcore_data_iter *iter, struct wcore_module *module)
{
	const struct wcore_section *section = wcore_module_section(module, WCORE_SECTION_DATA);

	*iter = (struct wcore_data_iter){ .module = module };
	if (!section)
		return;
	wcore_section_cursor(module, section, &iter->cursor);
	wcore_error_destroy(wcore_cursor_leb_u32(&iter->cursor, &iter->count));
}

struct wcore_error *wcore_data_header_read(struct wcore_cursor *cursor, struct wcore_data_header *ret)
{
	uint64_t start = cursor->pos;
	uint32_t flags = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &flags);

	*ret = (struct wcore_data_header){ .is_active = flags != PASSIVE };
	if (!error && flags > WITH_MEMORY)
		error = wcore_cursor_error(cursor, start, "a data segment has the unknown kind %u", flags);
	if (!error && flags == WITH_MEMORY)
		error = wcore_cursor_leb_u32(cursor, &ret->memory);
	if (!error && flags != PASSIVE)
		error = wcore_constant_read(cursor, &ret->offset);
	if (!error)
		error = wcore_cursor_leb_u32(cursor, &ret->size);
	if (error)
		cursor->pos = start;
	return error;
}

static struct wcore_error *read_segment(struct wcore_data_iter *iter, struct wcore_data_segment *ret)
{
	struct wcore_data_header header;
	struct wcore_error *error = wcore_data_header_read(&iter->cursor, &header);

	if (error)
		return error;
	ret->is_active = header.is_active;
	ret->memory = header.memory;
	ret->has_address = header.is_active && header.offset.kind == WCORE_CONST_VALUE;
	ret->address = header.offset.type.code == WCORE_I32 ? (uint32_t)header.offset.bits : header.offset.bits;
	ret->offset = iter->cursor.pos;
	ret->size = header.size;
	return wcore_cursor_skip_contents(&iter->cursor, iter->module->file, header.size);
}

bool wcore_data_iter_next(struct wcore_data_iter *iter, struct wcore_data_segment *ret)
{
	struct wcore_error *error;

	if (iter->next >= iter->count)
		return false;
	*ret = (struct wcore_data_segment){ .index = iter->next };
	error = read_segment(iter, ret);
	iter->next = error ? iter->count : iter->next + 1;
	wcore_error_destroy(error);
	return !error;
}

/* Of an unsigned number with no byte too many; 0 when it is none. */
static unsigned plain_u32(const uint8_t *bytes, const uint8_t *end, uint32_t *ret)
{
	uint32_t value = 0;

	for (unsigned i = 0; i < 5 && bytes + i < end; i++) {
		value |= (uint32_t)(bytes[i] & 0x7f) << 7 * i;
		if (bytes[i] & 0x80)
			continue;
		*ret = value;
		return (i && !bytes[i]) || (i == 4 && bytes[i] > 0x0f) ? 0 : i + 1;
	}
	return 0;
}

/* Of a signed number that does not come near the bits of its type; 0 when it is none. */
static unsigned plain_signed(const uint8_t *bytes, const uint8_t *end, unsigned bits, uint64_t *ret)
{
	uint64_t value = 0;

	for (unsigned i = 0; 7 * i < bits && bytes + i < end; i++) {
		unsigned left = bits - 7 * i;

		value |= (uint64_t)(bytes[i] & 0x7f) << 7 * i;
		if (bytes[i] & 0x80)
			continue;
		if (left < 7) {
			/* The sign bit and the unused bits above it must agree. */
			unsigned high = (bytes[i] & 0x7fu) >> (left - 1);

			if (high && high != 0x7fu >> (left - 1))
				return 0;
		} else if (bytes[i] & 0x40 && left > 7) {
			value |= ~UINT64_C(0) << (7 * i + 7);
		}
		*ret = bits == 32 ? (uint32_t)value : value;
		return i + 1;
	}
	return 0;
}

bool wcore_data_plain_read(const struct wcore_cursor *cursor, struct wcore_data_plain *ret)
{
	const uint8_t *start = cursor->data + cursor->pos, *end = cursor->data + cursor->end, *pos = start;
	unsigned size;

	/* The shortest one has four bytes before its size. */
	if (end - start < 5 || (*pos && *pos != WITH_MEMORY))
		return false;
	ret->memory = 0;
	if (*pos++ == WITH_MEMORY) {
		if (!(size = plain_u32(pos, end, &ret->memory)))
			return false;
		pos += size;
	}
	if (pos == end || (*pos != WCORE_OP_I32_CONST && *pos != WCORE_OP_I64_CONST))
		return false;
	ret->is_64 = *pos++ == WCORE_OP_I64_CONST;
	if (!(size = plain_signed(pos, end, ret->is_64 ? 64 : 32, &ret->address)))
		return false;
	pos += size;
	if (pos == end || *pos++ != WCORE_OP_END || !(size = plain_u32(pos, end, &ret->size)))
		return false;
	ret->length = (uint32_t)(pos + size - start);
	return true;
}
