#include "cursor.h"

#include <stdarg.h>

void wcore_cursor_init(struct wcore_cursor *cursor, const struct wcore_file *file,
		       uint64_t offset, uint64_t size, const char *where)
{
	if (offset > file->size)
		offset = file->size;
	if (size > file->size - offset)
		size = file->size - offset;
	*cursor = (struct wcore_cursor){
		.data = file->data,
		.pos = offset,
		.end = offset + size,
		.path = file->path,
		.where = where,
	};
	if (file->packed.data && offset == file->packed.start)
		cursor->data = (const uint8_t *)((uintptr_t)file->packed.data - offset);
}

struct wcore_error *wcore_cursor_error(const struct wcore_cursor *cursor, uint64_t offset,
				       const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct wcore_error *error = wcore_error_vat(WCORE_ERROR_FORMAT, cursor->path,
						    cursor->where, offset, format, args);
	va_end(args);
	return error;
}

static struct wcore_error *too_short(const struct wcore_cursor *cursor, uint64_t wanted)
{
	return wcore_cursor_error(cursor, cursor->pos, "%llu bytes wanted, but %llu are left",
				  (unsigned long long)wanted,
				  (unsigned long long)wcore_cursor_left(cursor));
}

static uint64_t little_endian(const uint8_t *bytes, unsigned size)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < size; i++)
		value |= (uint64_t)bytes[i] << (8 * i);
	return value;
}

struct wcore_error *wcore_cursor_uint(struct wcore_cursor *cursor, unsigned size, uint64_t *ret)
{
	if (wcore_cursor_left(cursor) < size)
		return too_short(cursor, size);
	*ret = little_endian(cursor->data + cursor->pos, size);
	cursor->pos += size;
	return NULL;
}

struct wcore_error *wcore_cursor_u8(struct wcore_cursor *cursor, uint8_t *ret)
{
	if (cursor->pos >= cursor->end)
		return too_short(cursor, 1);
	*ret = cursor->data[cursor->pos++];
	return NULL;
}

struct wcore_error *wcore_cursor_u16(struct wcore_cursor *cursor, uint16_t *ret)
{
	uint64_t value = 0;
	struct wcore_error *error = wcore_cursor_uint(cursor, 2, &value);

	if (!error)
		*ret = (uint16_t)value;
	return error;
}

struct wcore_error *wcore_cursor_u32(struct wcore_cursor *cursor, uint32_t *ret)
{
	uint64_t value = 0;
	struct wcore_error *error = wcore_cursor_uint(cursor, 4, &value);

	if (!error)
		*ret = (uint32_t)value;
	return error;
}

struct wcore_error *wcore_cursor_u64(struct wcore_cursor *cursor, uint64_t *ret)
{
	return wcore_cursor_uint(cursor, 8, ret);
}

static struct wcore_error *leb_cut(const struct wcore_cursor *cursor)
{
	return wcore_cursor_error(cursor, cursor->pos, "the LEB128 number is cut short");
}

/* WebAssembly 3.0, 5.2.2: bits is the width of the type, 32, 33 or 64. */
static struct wcore_error *leb_unsigned(struct wcore_cursor *cursor, unsigned bits, uint64_t *ret)
{
	uint64_t value = 0;
	uint64_t pos = cursor->pos;

	for (unsigned shift = 0; shift < bits; shift += 7) {
		if (pos >= cursor->end)
			return leb_cut(cursor);
		uint8_t byte = cursor->data[pos++];
		unsigned left = bits - shift;

		if (left < 7 && (byte & 0x7f) >> left)
			return wcore_cursor_error(cursor, cursor->pos,
						  "the LEB128 number passes %u bits", bits);
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			cursor->pos = pos;
			*ret = value;
			return NULL;
		}
	}
	return wcore_cursor_error(cursor, cursor->pos,
				  "the LEB128 number is longer than a %u-bit one may be", bits);
}

static struct wcore_error *leb_signed(struct wcore_cursor *cursor, unsigned bits, int64_t *ret)
{
	uint64_t value = 0;
	uint64_t pos = cursor->pos;

	for (unsigned shift = 0; shift < bits; shift += 7) {
		if (pos >= cursor->end)
			return leb_cut(cursor);
		uint8_t byte = cursor->data[pos++];
		unsigned left = bits - shift;

		if (left < 7) {
			/* The sign bit and the unused bits above it must agree. */
			uint8_t high = (uint8_t)((byte & 0x7f) >> (left - 1));

			if (high != 0 && high != 0x7f >> (left - 1))
				return wcore_cursor_error(cursor, cursor->pos,
							  "the LEB128 number passes %u bits", bits);
		}
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			if ((byte & 0x40) && shift + 7 < 64)
				value |= ~UINT64_C(0) << (shift + 7);
			cursor->pos = pos;
			*ret = (int64_t)value;
			return NULL;
		}
	}
	return wcore_cursor_error(cursor, cursor->pos,
				  "the LEB128 number is longer than a %u-bit one may be", bits);
}

struct wcore_error *wcore_cursor_leb_u32_long(struct wcore_cursor *cursor, uint32_t *ret)
{
	uint64_t value = 0;
	struct wcore_error *error = leb_unsigned(cursor, 32, &value);

	if (!error)
		*ret = (uint32_t)value;
	return error;
}

struct wcore_error *wcore_cursor_leb_u64(struct wcore_cursor *cursor, uint64_t *ret)
{
	return leb_unsigned(cursor, 64, ret);
}

struct wcore_error *wcore_cursor_leb_s32(struct wcore_cursor *cursor, int32_t *ret)
{
	int64_t value = 0;
	struct wcore_error *error = leb_signed(cursor, 32, &value);

	if (!error)
		*ret = (int32_t)value;
	return error;
}

struct wcore_error *wcore_cursor_leb_s33(struct wcore_cursor *cursor, int64_t *ret)
{
	return leb_signed(cursor, 33, ret);
}

struct wcore_error *wcore_cursor_leb_s64(struct wcore_cursor *cursor, int64_t *ret)
{
	return leb_signed(cursor, 64, ret);
}

struct wcore_error *wcore_cursor_bytes(struct wcore_cursor *cursor, uint64_t size,
				       const uint8_t **ret)
{
	if (wcore_cursor_left(cursor) < size)
		return too_short(cursor, size);
	*ret = cursor->data + cursor->pos;
	cursor->pos += size;
	return NULL;
}

struct wcore_error *wcore_cursor_skip(struct wcore_cursor *cursor, uint64_t size)
{
	const uint8_t *ignored;

	return wcore_cursor_bytes(cursor, size, &ignored);
}

struct wcore_error *wcore_cursor_skip_contents(struct wcore_cursor *cursor, const struct wcore_file *file,
					       uint64_t size)
{
	const struct wcore_file_packed *packed = &file->packed;
	uint64_t start = cursor->pos;
	struct wcore_error *error = wcore_cursor_skip(cursor, size);

	/* Numbers stand in front of the contents: behind the part, start is above its end. */
	if (error || !packed->data || start <= packed->start || start > packed->end)
		return error;
	cursor->data = cursor->pos < packed->end ? (const uint8_t *)((uintptr_t)cursor->data - size) : file->data;
	return NULL;
}

struct wcore_error *wcore_cursor_name(struct wcore_cursor *cursor, struct wcore_string *ret)
{
	uint64_t start = cursor->pos;
	uint32_t size = 0;
	const uint8_t *bytes = NULL;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &size);

	if (error)
		return error;
	if (wcore_cursor_left(cursor) < size) {
		error = wcore_cursor_error(cursor, start, "a name of %u bytes, but %llu are left",
					   size, (unsigned long long)wcore_cursor_left(cursor));
		cursor->pos = start;
		return error;
	}
	error = wcore_cursor_bytes(cursor, size, &bytes);
	if (!error)
		*ret = (struct wcore_string){ (const char *)bytes, size };
	return error;
}

struct wcore_error *wcore_cursor_count(struct wcore_cursor *cursor, uint32_t min_size,
				       const char *what, uint32_t *ret)
{
	uint64_t start = cursor->pos;
	uint32_t count = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &count);

	if (error)
		return error;
	if ((uint64_t)count * min_size > wcore_cursor_left(cursor)) {
		error = wcore_cursor_error(cursor, start, "%u %s, but %llu bytes are left", count,
					   what, (unsigned long long)wcore_cursor_left(cursor));
		cursor->pos = start;
		return error;
	}
	*ret = count;
	return NULL;
}

struct wcore_error *wcore_cursor_sub(struct wcore_cursor *cursor, uint64_t size, const char *where,
				     struct wcore_cursor *ret)
{
	struct wcore_cursor sub = *cursor;
	struct wcore_error *error = wcore_cursor_skip(cursor, size);

	if (error)
		return error;
	sub.end = sub.pos + size;
	if (where)
		sub.where = where;
	*ret = sub;
	return NULL;
}
