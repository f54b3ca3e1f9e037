#include "pattern.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/text.h"

void wcore_patterns_init(struct wcore_patterns *patterns)
{
	*patterns = (struct wcore_patterns){ 0 };
	wcore_arena_init(&patterns->arena);
}

void wcore_patterns_deinit(struct wcore_patterns *patterns)
{
	free(patterns->items);
	wcore_arena_deinit(&patterns->arena);
}

static struct wcore_error *usage(const char *message)
{
	return wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s", message);
}

static struct wcore_error *usage_at(size_t column, size_t *ret_column, const char *message)
{
	*ret_column = column;
	return usage(message);
}

static struct wcore_error *add(struct wcore_patterns *patterns, const struct wcore_pattern *pattern)
{
	if (patterns->count == patterns->capacity) {
		const size_t capacity = patterns->capacity ? patterns->capacity * 2 : 16;
		struct wcore_pattern *items = wcore_realloc(patterns->items, capacity * sizeof(*items));

		if (!items)
			return wcore_error_nomem();
		patterns->items = items;
		patterns->capacity = capacity;
	}
	patterns->items[patterns->count++] = *pattern;
	if (pattern->size > patterns->max_size)
		patterns->max_size = pattern->size;
	return NULL;
}

struct wcore_error *wcore_patterns_add_masked(struct wcore_patterns *patterns, uint32_t id,
					      const uint8_t *bytes, const uint8_t *mask, size_t size)
{
	struct wcore_pattern pattern = { .size = size, .id = id, .is_exact = true };
	uint8_t *copy, any = 0;

	if (!size)
		return usage("an empty pattern is everywhere");
	if (size > WCORE_PATTERN_MAX)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "a pattern has at most %d bytes",
					  WCORE_PATTERN_MAX);
	copy = wcore_arena_array(&patterns->arena, size, 2);
	if (!copy)
		return wcore_error_nomem();
	for (size_t i = 0; i < size; i++) {
		copy[i] = bytes[i] & mask[i];
		copy[size + i] = mask[i];
		any |= mask[i];
		pattern.is_exact = pattern.is_exact && mask[i] == 0xff;
	}
	if (!any)
		return usage("a pattern of wildcards alone is everywhere");
	pattern.bytes = copy;
	pattern.mask = copy + size;
	return add(patterns, &pattern);
}

static bool is_letter(uint8_t byte)
{
	return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

struct wcore_error *wcore_patterns_add_bytes(struct wcore_patterns *patterns, uint32_t id,
					     struct wcore_string bytes, bool ignore_case)
{
	uint8_t mask[WCORE_PATTERN_MAX];

	for (size_t i = 0; i < bytes.size && i < sizeof(mask); i++)
		mask[i] = ignore_case && is_letter((uint8_t)bytes.data[i]) ? 0xdf : 0xff;
	return wcore_patterns_add_masked(patterns, id, (const uint8_t *)bytes.data, mask, bytes.size);
}

static size_t put_unit(uint8_t *out, uint32_t unit)
{
	out[0] = (uint8_t)unit;
	out[1] = (uint8_t)(unit >> 8);
	return 2;
}

struct wcore_error *wcore_patterns_add_utf16(struct wcore_patterns *patterns, uint32_t id,
					     struct wcore_string text, bool ignore_case, size_t *ret_column)
{
	uint8_t bytes[WCORE_PATTERN_MAX + 4], mask[WCORE_PATTERN_MAX + 4];
	size_t size = 0;

	memset(mask, 0xff, sizeof(mask));
	for (size_t i = 0; i < text.size && size <= WCORE_PATTERN_MAX;) {
		uint32_t c = 0;
		const size_t length = wcore_utf8_decode(text.data + i, text.size - i, &c);

		if (!length)
			return usage_at(i, ret_column, "this is no UTF-8");
		if (ignore_case && c < 0x80 && is_letter((uint8_t)c))
			mask[size] = 0xdf;
		if (c > 0xffff) {
			size += put_unit(bytes + size, 0xd800 + ((c - 0x10000) >> 10));
			size += put_unit(bytes + size, 0xdc00 + ((c - 0x10000) & 0x3ff));
		} else {
			size += put_unit(bytes + size, c);
		}
		i += length;
	}
	*ret_column = 0;
	return wcore_patterns_add_masked(patterns, id, bytes, mask, size);
}

/* One digit's value, or -1; *ret_known is false of '?'. */
static int digit(char c, bool *ret_known)
{
	*ret_known = c != '?';
	if (c == '?')
		return 0;
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

struct wcore_error *wcore_patterns_add_hex(struct wcore_patterns *patterns, uint32_t id, const char *text,
					   size_t *ret_column)
{
	uint8_t bytes[WCORE_PATTERN_MAX + 1], mask[WCORE_PATTERN_MAX + 1];
	size_t size = 0, i = 0;

	while (size <= WCORE_PATTERN_MAX) {
		bool high_known, low_known = false;
		int high, low;

		i += strspn(text + i, " ,\t");
		if (!text[i])
			break;
		high = digit(text[i], &high_known);
		low = high < 0 || !text[i + 1] ? -1 : digit(text[i + 1], &low_known);
		if (high < 0)
			return usage_at(i, ret_column, "a byte is two of 0 to 9, a to f and ?");
		if (low < 0)
			return usage_at(i + 1, ret_column, "a byte is two of 0 to 9, a to f and ?");
		bytes[size] = (uint8_t)(high << 4 | low);
		mask[size++] = (uint8_t)((high_known ? 0xf0 : 0) | (low_known ? 0x0f : 0));
		i += 2;
	}
	*ret_column = 0;
	return wcore_patterns_add_masked(patterns, id, bytes, mask, size);
}

static struct wcore_error *add_number(struct wcore_patterns *patterns, uint32_t id, uint64_t value,
				      unsigned bits)
{
	uint8_t bytes[8], mask[8];

	memset(mask, 0xff, sizeof(mask));
	for (unsigned i = 0; i < 8; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	return wcore_patterns_add_masked(patterns, id, bytes, mask, bits / 8);
}

/* ":32" at text[column]; *ret is 0 where there is none. */
static struct wcore_error *read_width(const char *text, size_t column, const char *allowed, unsigned *ret,
				      size_t *ret_column)
{
	static const char *const names[] = { "8", "16", "32", "64" };

	*ret = 0;
	if (!text[column])
		return NULL;
	for (unsigned i = 0; i < 4; i++)
		if (text[column] == ':' && strcmp(text + column + 1, names[i]) == 0 && strstr(allowed, names[i]))
			*ret = 8u << i;
	if (*ret)
		return NULL;
	*ret_column = column;
	return wcore_error_create(WCORE_ERROR_USAGE, NULL, "a number, then perhaps a width: %s", allowed);
}

static bool fits(uint64_t magnitude, bool is_negative, unsigned bits)
{
	if (is_negative)
		return magnitude <= UINT64_C(1) << (bits - 1);
	return bits == 64 || magnitude >> bits == 0;
}

struct wcore_error *wcore_patterns_add_int(struct wcore_patterns *patterns, uint32_t id, const char *text,
					   size_t *ret_column)
{
	const bool is_negative = *text == '-';
	const char *digits = text + (is_negative || *text == '+');
	const bool is_hex = digits[0] == '0' && (digits[1] | 0x20) == 'x';
	const char *first = digits + (is_hex ? 2 : 0);
	struct wcore_error *error;
	uint64_t magnitude;
	unsigned width;
	char *end;

	if (!*first || !strchr(is_hex ? "0123456789abcdefABCDEF" : "0123456789", *first))
		return usage_at((size_t)(first - text), ret_column, "no number stands here");
	errno = 0;
	magnitude = strtoull(first, &end, is_hex ? 16 : 10);
	if (errno || !fits(magnitude, is_negative, 64))
		return usage_at((size_t)(first - text), ret_column, "the number does not fit into 64 bits");
	error = read_width(text, (size_t)(end - text), ":8, :16, :32, :64", &width, ret_column);
	if (error)
		return error;
	if (!width)
		width = fits(magnitude, is_negative, 32) ? 32 : 64;
	if (!fits(magnitude, is_negative, width))
		return usage_at((size_t)(end - text), ret_column, "the number does not fit into this width");
	return add_number(patterns, id, is_negative ? 0 - magnitude : magnitude, width);
}

struct wcore_error *wcore_patterns_add_float(struct wcore_patterns *patterns, uint32_t id, const char *text,
					     size_t *ret_column)
{
	struct wcore_error *error;
	unsigned width;
	char *end;
	const double wide = strtod(text, &end);
	/* From the text again: the nearest float, not the nearest of the nearest double. */
	const float narrow = strtof(text, NULL);
	uint64_t wide_bits;
	uint32_t narrow_bits;

	if (end == text || strchr(" \t\n\v\f\r", *text))
		return usage_at(0, ret_column, "no number stands here");
	if (isnan(wide))
		return usage_at(0, ret_column, "a NaN has many forms: look for the bytes of one with --hex");
	error = read_width(text, (size_t)(end - text), ":32, :64", &width, ret_column);
	if (error)
		return error;
	memcpy(&wide_bits, &wide, sizeof(wide_bits));
	memcpy(&narrow_bits, &narrow, sizeof(narrow_bits));
	if (width != 64)
		error = add_number(patterns, id, narrow_bits, 32);
	if (!error && width != 32)
		error = add_number(patterns, id, wide_bits, 64);
	return error;
}

struct wcore_error *wcore_patterns_add_pointer(struct wcore_patterns *patterns, uint32_t id, uint64_t low,
					       uint64_t high, unsigned width)
{
	uint8_t bytes[8], mask[8];
	struct wcore_pattern pattern = { .size = width, .id = id, .has_range = true, .low = low, .high = high };
	uint8_t *copy;
	uint64_t open = low ^ high;

	if (low == high)
		return add_number(patterns, id, low, width * 8);
	/* What differs, and all below it. */
	for (unsigned shift = 1; shift < 64; shift *= 2)
		open |= open >> shift;
	for (unsigned i = 0; i < 8; i++) {
		mask[i] = (uint8_t)~(open >> (8 * i));
		bytes[i] = (uint8_t)(low >> (8 * i)) & mask[i];
	}
	copy = wcore_arena_array(&patterns->arena, width, 2);
	if (!copy)
		return wcore_error_nomem();
	memcpy(copy, bytes, width);
	memcpy(copy + width, mask, width);
	pattern.bytes = copy;
	pattern.mask = copy + width;
	return add(patterns, &pattern);
}

static bool in_range(const struct wcore_pattern *pattern, const uint8_t *data)
{
	uint64_t value = 0;

	for (size_t i = 0; i < pattern->size; i++)
		value |= (uint64_t)data[i] << (8 * i);
	return value >= pattern->low && value <= pattern->high;
}

bool wcore_pattern_matches(const struct wcore_pattern *pattern, const uint8_t *data)
{
	size_t i = 0;

	if (pattern->has_range)
		return in_range(pattern, data);
	if (pattern->is_exact)
		return memcmp(data, pattern->bytes, pattern->size) == 0;
	for (; i + 8 <= pattern->size; i += 8) {
		uint64_t seen, mask, bytes;

		memcpy(&seen, data + i, 8);
		memcpy(&mask, pattern->mask + i, 8);
		memcpy(&bytes, pattern->bytes + i, 8);
		if ((seen & mask) != bytes)
			return false;
	}
	for (; i < pattern->size; i++)
		if ((data[i] & pattern->mask[i]) != pattern->bytes[i])
			return false;
	return true;
}

bool wcore_pattern_is_zero(const struct wcore_pattern *pattern)
{
	if (pattern->has_range)
		return pattern->low == 0;
	for (size_t i = 0; i < pattern->size; i++)
		if (pattern->bytes[i])
			return false;
	return true;
}
