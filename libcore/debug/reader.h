/*
 * A cursor for decoders that read millions of small fields: inline, and its
 * first failure is remembered instead of returned.  After a failure every read
 * gives 0 and nothing is left, so a loop over what is left ends by itself.
 *
 * Positions are byte offsets from the start of the file.
 */
#ifndef WCORE_DEBUG_READER_H
#define WCORE_DEBUG_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/string.h"

struct wcore_reader {
	const uint8_t *data;	/* the file's first byte */
	uint64_t pos;
	uint64_t end;		/* one past the last byte that may be read */
	const char *why;	/* static text of the first failure; NULL while all is well */
	uint64_t failed_at;	/* position of that failure */
};

static inline uint64_t wcore_reader_left(const struct wcore_reader *reader)
{
	return reader->end - reader->pos;
}

/* Always 0, for use as a result. */
uint64_t wcore_reader_fail(struct wcore_reader *reader, const char *why);

static inline uint8_t wcore_reader_u8(struct wcore_reader *reader)
{
	if (reader->pos >= reader->end)
		return (uint8_t)wcore_reader_fail(reader, "the data are cut short");
	return reader->data[reader->pos++];
}

/* Little-endian; size is 1 to 8. */
static inline uint64_t wcore_reader_uint(struct wcore_reader *reader, unsigned size)
{
	uint64_t value = 0;

	if (wcore_reader_left(reader) < size)
		return wcore_reader_fail(reader, "the data are cut short");
	for (unsigned i = 0; i < size; i++)
		value |= (uint64_t)reader->data[reader->pos + i] << (8 * i);
	reader->pos += size;
	return value;
}

static inline void wcore_reader_skip(struct wcore_reader *reader, uint64_t size)
{
	if (wcore_reader_left(reader) < size)
		wcore_reader_fail(reader, "the data are cut short");
	else
		reader->pos += size;
}

uint64_t wcore_reader_long_uleb(struct wcore_reader *reader);

/* LEB128 as DWARF 5, 7.6: padding is allowed, the value must fit 64 bits. */
static inline uint64_t wcore_reader_uleb(struct wcore_reader *reader)
{
	if (reader->pos < reader->end && reader->data[reader->pos] < 0x80)
		return reader->data[reader->pos++];
	return wcore_reader_long_uleb(reader);
}

int64_t wcore_reader_sleb(struct wcore_reader *reader);

/* Reads over a LEB128 number of any length. */
static inline void wcore_reader_skip_leb(struct wcore_reader *reader)
{
	if (reader->pos < reader->end && reader->data[reader->pos] < 0x80)
		reader->pos++;
	else
		while (wcore_reader_u8(reader) & 0x80)
			;
}

/* Bytes up to a zero byte, which is read over; absent after a failure. */
struct wcore_string wcore_reader_cstring(struct wcore_reader *reader);

/*
 * The length that opens each DWARF unit (7.4): 4 bytes, or 0xffffffff and 8
 * bytes, which ret_offset_size (4 or 8) tells apart.  Fails when the unit
 * passes the reader's end.
 */
uint64_t wcore_reader_unit_length(struct wcore_reader *reader, uint8_t *ret_offset_size);

#endif
