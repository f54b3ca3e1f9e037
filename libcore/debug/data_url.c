/* Source maps that stand inside the module: "data:application/json;base64,...". */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

#include "source_map.h"

static int base64_value(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	if (c == '-')
		return 62;
	if (c == '_')
		return 63;
	return at ? (int)(at - digits) : -1;
}

/* False when text holds anything but Base64 digits before its padding. */
static bool decode_base64(struct wcore_string text, uint8_t *out, size_t *ret_size)
{
	uint32_t bits = 0;
	size_t i = 0, size = 0;

	for (; i < text.size && text.data[i] != '='; i++) {
		int digit = base64_value(text.data[i]);

		if (digit < 0)
			return false;
		bits = bits << 6 | (uint32_t)digit;
		if (i % 4)
			out[size++] = (uint8_t)(bits >> (6 - 2 * (i % 4)));
	}
	*ret_size = size;
	return i % 4 != 1 && text.size - i <= 2;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static size_t decode_percent(struct wcore_string text, uint8_t *out)
{
	size_t size = 0;

	for (size_t i = 0; i < text.size; i++) {
		int high = -1, low = -1;

		if (text.data[i] == '%' && text.size - i > 2) {
			high = hex_value(text.data[i + 1]);
			low = hex_value(text.data[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			out[size++] = (uint8_t)(high << 4 | low);
			i += 2;
		} else {
			out[size++] = (uint8_t)text.data[i];
		}
	}
	return size;
}

struct wcore_error *wcore_source_map_from_url(struct wcore_string url, const char *path,
					      struct wcore_file **ret)
{
	const char *comma = url.size ? memchr(url.data, ',', url.size) : NULL;
	struct wcore_file *file = NULL;
	size_t size;

	if (!wcore_string_starts(url, "data:") || !comma)
		return wcore_error_create(WCORE_ERROR_KIND, path, "no data: URL");
	const struct wcore_string head = { url.data, (size_t)(comma - url.data) };
	const struct wcore_string text = { comma + 1, url.size - head.size - 1 };

	if (text.size > WCORE_SOURCE_MAP_MAX / 4)
		return wcore_error_create(WCORE_ERROR_LIMIT, path,
					  "the source map inside is too large");
	uint8_t *data = wcore_malloc(text.size + 1);

	if (!data)
		return wcore_error_nomem();
	if (!wcore_string_ends(head, ";base64")) {
		size = decode_percent(text, data);
	} else if (!decode_base64(text, data, &size)) {
		free(data);
		return wcore_error_create(WCORE_ERROR_FORMAT, path,
					  "the source map inside is no Base64");
	}
	struct wcore_error *error = wcore_file_from_memory(path, data, size, &file);

	if (error) {
		free(data);
		return error;
	}
	file->is_owned = true;
	*ret = file;
	return NULL;
}
