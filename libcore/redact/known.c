#include "known.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "base64.h"

struct adder {
	struct wcore_patterns *patterns;
	uint32_t first_id;
	enum wcore_secret_form *forms;
	size_t count;
};

static struct wcore_error *add(struct adder *adder, enum wcore_secret_form form, struct wcore_string bytes,
			       bool ignore_case)
{
	const uint32_t id = adder->first_id + (uint32_t)adder->count;

	adder->forms[adder->count++] = form;
	return wcore_patterns_add_bytes(adder->patterns, id, bytes, ignore_case);
}

static struct wcore_error *add_utf16(struct adder *adder, struct wcore_string value)
{
	const uint32_t id = adder->first_id + (uint32_t)adder->count;
	size_t column = 0;
	struct wcore_error *error = wcore_patterns_add_utf16(adder->patterns, id, value, false, &column);

	/* What is no UTF-8 has no UTF-16 form. */
	if (error && error->code == WCORE_ERROR_USAGE) {
		wcore_error_destroy(error);
		return NULL;
	}
	adder->forms[adder->count++] = WCORE_FORM_UTF16;
	return error;
}

static struct wcore_error *add_hex(struct adder *adder, struct wcore_string value, char *buffer)
{
	for (size_t i = 0; i < value.size; i++) {
		buffer[2 * i] = "0123456789abcdef"[(uint8_t)value.data[i] >> 4];
		buffer[2 * i + 1] = "0123456789abcdef"[(uint8_t)value.data[i] & 15];
	}
	return add(adder, WCORE_FORM_HEX, (struct wcore_string){ buffer, 2 * value.size }, true);
}

static struct wcore_error *add_base64(struct adder *adder, struct wcore_string value, char *buffer)
{
	struct wcore_error *error = NULL;

	for (unsigned shift = 0; !error && shift < 3; shift++)
		for (unsigned is_url = 0; !error && is_url < 2; is_url++) {
			const size_t size = wcore_base64_encode_inner((const uint8_t *)value.data, value.size, shift,
								      is_url, buffer);

			if (is_url && !memchr(buffer, '-', size) && !memchr(buffer, '_', size))
				continue;
			error = add(adder, WCORE_FORM_BASE64, (struct wcore_string){ buffer, size }, false);
		}
	return error;
}

struct wcore_error *wcore_known_add(const struct wcore_known_value *value, uint32_t first_id,
				    struct wcore_patterns *patterns, enum wcore_secret_form *forms, size_t *ret_count)
{
	struct adder adder = { patterns, first_id, forms, 0 };
	struct wcore_error *error;
	char *buffer;

	if (value->value.size < WCORE_KNOWN_LEAST || value->value.size > WCORE_KNOWN_MAX)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "the value of %.*s has %zu bytes: it needs %d to %d",
					  (int)(value->name.size < 200 ? value->name.size : 200), value->name.data,
					  value->value.size, WCORE_KNOWN_LEAST, WCORE_KNOWN_MAX);
	buffer = wcore_malloc(2 * value->value.size + 4);
	if (!buffer)
		return wcore_error_nomem();
	error = add(&adder, WCORE_FORM_TEXT, value->value, false);
	if (!error)
		error = add_utf16(&adder, value->value);
	if (!error)
		error = add_hex(&adder, value->value, buffer);
	if (!error)
		error = add_base64(&adder, value->value, buffer);
	free(buffer);
	*ret_count = adder.count;
	return error;
}
