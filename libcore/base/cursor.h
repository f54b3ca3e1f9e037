/*
 * The one way to read bytes of the input: each read is checked against the
 * cursor's end, and each error carries the file, the section and the offset,
 * which are attached here and nowhere else.
 *
 * Positions are byte offsets from the start of the file.  A failed read leaves
 * the position where it was.
 */
#ifndef WCORE_BASE_CURSOR_H
#define WCORE_BASE_CURSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "file.h"
#include "string.h"

struct wcore_cursor {
	const uint8_t *data;	/* the file's first byte, or where it would stand from here: file->packed */
	uint64_t pos;
	uint64_t end;		/* one past the last byte that may be read */
	const char *path;	/* borrowed, may be NULL */
	const char *where;	/* borrowed, may be NULL: "section 11 (data)" */
};

/* The bytes [offset, offset + size) of file, cut at the file's end. */
void wcore_cursor_init(struct wcore_cursor *cursor, const struct wcore_file *file,
		       uint64_t offset, uint64_t size, const char *where);

static inline uint64_t wcore_cursor_left(const struct wcore_cursor *cursor)
{
	return cursor->end - cursor->pos;
}

/* An error of code FORMAT at offset, with the cursor's path and section. */
struct wcore_error *wcore_cursor_error(const struct wcore_cursor *cursor, uint64_t offset,
				       const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Little-endian, as Wasm and its DWARF are. */
struct wcore_error *wcore_cursor_u8(struct wcore_cursor *cursor, uint8_t *ret);
struct wcore_error *wcore_cursor_u16(struct wcore_cursor *cursor, uint16_t *ret);
struct wcore_error *wcore_cursor_u32(struct wcore_cursor *cursor, uint32_t *ret);
struct wcore_error *wcore_cursor_u64(struct wcore_cursor *cursor, uint64_t *ret);
/* size is 1, 2, 3, 4 or 8. */
struct wcore_error *wcore_cursor_uint(struct wcore_cursor *cursor, unsigned size, uint64_t *ret);

/*
 * LEB128 as the Wasm specification, 5.2.2, has it: at most ceil(bits / 7)
 * bytes, and the unused bits of the last byte repeat the sign.
 */
struct wcore_error *wcore_cursor_leb_u32_long(struct wcore_cursor *cursor, uint32_t *ret);

/* Most numbers of a module take one or two bytes. */
static inline struct wcore_error *wcore_cursor_leb_u32(struct wcore_cursor *cursor, uint32_t *ret)
{
	const uint8_t *bytes = cursor->data + cursor->pos;

	if (cursor->pos < cursor->end && bytes[0] < 0x80) {
		*ret = bytes[0];
		cursor->pos++;
		return NULL;
	}
	if (wcore_cursor_left(cursor) >= 2 && bytes[1] < 0x80) {
		*ret = (uint32_t)(bytes[0] & 0x7f) | (uint32_t)bytes[1] << 7;
		cursor->pos += 2;
		return NULL;
	}
	return wcore_cursor_leb_u32_long(cursor, ret);
}

struct wcore_error *wcore_cursor_leb_u64(struct wcore_cursor *cursor, uint64_t *ret);
struct wcore_error *wcore_cursor_leb_s32(struct wcore_cursor *cursor, int32_t *ret);
struct wcore_error *wcore_cursor_leb_s33(struct wcore_cursor *cursor, int64_t *ret);
struct wcore_error *wcore_cursor_leb_s64(struct wcore_cursor *cursor, int64_t *ret);

struct wcore_error *wcore_cursor_bytes(struct wcore_cursor *cursor, uint64_t size,
				       const uint8_t **ret);
struct wcore_error *wcore_cursor_skip(struct wcore_cursor *cursor, uint64_t size);
/*
 * Moves over the contents of a data segment of file, which a sieve may have left out.  The contents themselves
 * are file->data + their offset, where they were kept.
 */
struct wcore_error *wcore_cursor_skip_contents(struct wcore_cursor *cursor, const struct wcore_file *file,
					       uint64_t size);
/* A LEB128 u32 length and that many bytes.  UTF-8 is not checked. */
struct wcore_error *wcore_cursor_name(struct wcore_cursor *cursor, struct wcore_string *ret);
/*
 * A LEB128 u32 count of items that take at least min_size bytes each: fails
 * when they cannot fit into what is left.  what names them: "locals".
 */
struct wcore_error *wcore_cursor_count(struct wcore_cursor *cursor, uint32_t min_size,
				       const char *what, uint32_t *ret);
/* Cuts the next size bytes off as a cursor of their own and moves behind them. */
struct wcore_error *wcore_cursor_sub(struct wcore_cursor *cursor, uint64_t size, const char *where,
				     struct wcore_cursor *ret);

#endif
