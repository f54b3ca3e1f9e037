#include "strict.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/text.h"

void wcore_strict_fail(struct wcore_strict *strict, const char *rule, uint64_t offset,
		       const char *format, ...)
{
	va_list args;
	char *text = NULL;

	if (strict->failed)
		return;
	strict->failed = true;
	va_start(args, format);
	if (wcore_vasprintf(&text, format, args) >= 0)
		wcore_report_at(strict->report, rule, offset, "%s: %s", strict->cursor.where, text);
	va_end(args);
	free(text);
}

void wcore_strict_fail_error(struct wcore_strict *strict, const char *rule,
			     struct wcore_error *error)
{
	if (!error)
		return;
	if (strict->failed)
		wcore_error_destroy(error);
	else
		wcore_report_error(strict->report, rule, error);
	strict->failed = true;
}

bool wcore_is_utf8(struct wcore_string text)
{
	uint32_t code_point;
	size_t pos = 0;

	while (pos < text.size) {
		size_t size = (unsigned char)text.data[pos] < 0x80
				      ? 1 : wcore_utf8_decode(text.data + pos, text.size - pos, &code_point);

		if (!size)
			return false;
		pos += size;
	}
	return true;
}

unsigned wcore_leb_size(uint64_t value)
{
	unsigned size = 1;

	while (value >>= 7)
		size++;
	return size;
}

static void note_long(struct wcore_strict *strict, uint64_t start, uint64_t value)
{
	if (strict->cursor.pos - start <= wcore_leb_size(value))
		return;
	if (!strict->long_count++)
		strict->long_offset = start;
}

uint8_t wcore_strict_u8(struct wcore_strict *strict)
{
	uint8_t value = 0;

	if (!strict->failed)
		wcore_strict_fail_error(strict, "wasm/index", wcore_cursor_u8(&strict->cursor, &value));
	return strict->failed ? 0 : value;
}

uint32_t wcore_strict_u32(struct wcore_strict *strict)
{
	uint64_t start = strict->cursor.pos;
	uint32_t value = 0;

	if (!strict->failed)
		wcore_strict_fail_error(strict, "wasm/number",
					wcore_cursor_leb_u32(&strict->cursor, &value));
	if (strict->failed)
		return 0;
	note_long(strict, start, value);
	return value;
}

struct wcore_string wcore_strict_name(struct wcore_strict *strict)
{
	uint64_t start = strict->cursor.pos;
	uint32_t size = wcore_strict_u32(strict);
	struct wcore_string name = { 0 };

	if (strict->failed)
		return name;
	if (size > wcore_cursor_left(&strict->cursor)) {
		wcore_strict_fail(strict, "wasm/index", start, "a name of %u bytes, but %llu are left",
				  size, (unsigned long long)wcore_cursor_left(&strict->cursor));
		return name;
	}
	name = (struct wcore_string){ (const char *)strict->cursor.data + strict->cursor.pos, size };
	strict->cursor.pos += size;
	if (!wcore_is_utf8(name))
		wcore_report_at(strict->report, "wasm/utf8", start, "%s: a name is not UTF-8",
				strict->cursor.where);
	return name;
}

uint32_t wcore_strict_count(struct wcore_strict *strict, uint32_t min_size, const char *what)
{
	uint64_t start = strict->cursor.pos;
	uint32_t count = wcore_strict_u32(strict);

	if (!strict->failed && (uint64_t)count * min_size > wcore_cursor_left(&strict->cursor))
		wcore_strict_fail(strict, "wasm/count", start, "%u %s, but %llu bytes are left", count,
				  what, (unsigned long long)wcore_cursor_left(&strict->cursor));
	return strict->failed ? 0 : count;
}

void wcore_strict_skip(struct wcore_strict *strict, uint64_t size)
{
	if (!strict->failed)
		wcore_strict_fail_error(strict, "wasm/index", wcore_cursor_skip(&strict->cursor, size));
}

void wcore_strict_skip_contents(struct wcore_strict *strict, const struct wcore_file *file, uint64_t size)
{
	if (!strict->failed)
		wcore_strict_fail_error(strict, "wasm/index",
					wcore_cursor_skip_contents(&strict->cursor, file, size));
}

struct wcore_valtype wcore_strict_valtype(struct wcore_strict *strict)
{
	struct wcore_valtype type = { 0 };

	if (!strict->failed)
		wcore_strict_fail_error(strict, "wasm/index", wcore_valtype_read(&strict->cursor, &type));
	return type;
}

struct wcore_valtype wcore_strict_heaptype(struct wcore_strict *strict)
{
	struct wcore_valtype type = { .code = WCORE_REF_NULL };

	if (!strict->failed)
		wcore_strict_fail_error(strict, "wasm/index",
					wcore_heaptype_read(&strict->cursor, &type));
	return type;
}

struct wcore_limits wcore_strict_limits(struct wcore_strict *strict, bool is_memory)
{
	struct wcore_limits limits = { 0 };

	if (!strict->failed)
		wcore_strict_fail_error(strict, "wasm/index",
					wcore_limits_read(&strict->cursor, is_memory, &limits));
	return limits;
}
