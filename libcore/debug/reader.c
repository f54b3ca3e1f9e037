#include "reader.h"

#include <string.h>

uint64_t wcore_reader_fail(struct wcore_reader *reader, const char *why)
{
	if (!reader->why) {
		reader->why = why;
		reader->failed_at = reader->pos;
	}
	reader->pos = reader->end;
	return 0;
}

uint64_t wcore_reader_long_uleb(struct wcore_reader *reader)
{
	uint64_t value = 0;

	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte = wcore_reader_u8(reader);
		uint64_t bits = byte & 0x7f;

		if (shift < 64 && bits << shift >> shift == bits)
			value |= bits << shift;
		else if (bits)
			return wcore_reader_fail(reader, "a LEB128 number passes 64 bits");
		if (!(byte & 0x80))
			return value;
		if (shift >= 64)	/* only padding may follow: keep shift in range */
			shift = 64;
	}
}

int64_t wcore_reader_sleb(struct wcore_reader *reader)
{
	uint64_t value = 0;
	unsigned shift = 0;

	for (;;) {
		uint8_t byte = wcore_reader_u8(reader);
		uint64_t bits = byte & 0x7f;

		if (shift < 63) {
			value |= bits << shift;
		} else if (shift == 63) {
			value |= bits << 63;
			if (bits != 0 && bits != 0x7f)
				return (int64_t)wcore_reader_fail(
					reader, "a LEB128 number passes 64 bits");
		} else if (bits != (value >> 63 ? 0x7fu : 0u)) {
			return (int64_t)wcore_reader_fail(reader,
							  "a LEB128 number passes 64 bits");
		}
		if (shift < 70)
			shift += 7;
		if (byte & 0x80)
			continue;
		if (shift < 64 && byte & 0x40)
			value |= ~UINT64_C(0) << shift;
		return (int64_t)value;
	}
}

struct wcore_string wcore_reader_cstring(struct wcore_reader *reader)
{
	const uint8_t *start = reader->data + reader->pos;
	uint64_t left = wcore_reader_left(reader);
	const uint8_t *end = left ? memchr(start, 0, left) : NULL;

	if (!end) {
		wcore_reader_fail(reader, "a string has no end");
		return (struct wcore_string){ 0 };
	}
	reader->pos += (uint64_t)(end - start) + 1;
	return (struct wcore_string){ (const char *)start, (size_t)(end - start) };
}

uint64_t wcore_reader_unit_length(struct wcore_reader *reader, uint8_t *ret_offset_size)
{
	uint64_t length = wcore_reader_uint(reader, 4);

	*ret_offset_size = 4;
	if (length == 0xffffffff) {
		*ret_offset_size = 8;
		length = wcore_reader_uint(reader, 8);
	} else if (length >= 0xfffffff0) {
		return wcore_reader_fail(reader, "the unit's length is a reserved value");
	}
	if (length > wcore_reader_left(reader))
		return wcore_reader_fail(reader, "the unit passes the end of its section");
	return length;
}
