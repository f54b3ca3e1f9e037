#include "metadata.h"

#include <stdlib.h>

#include "../base/alloc.h"

static bool open_custom(const struct wcore_module *module, const char *name,
			struct wcore_cursor *ret)
{
	const struct wcore_section *section = wcore_module_custom(module, name);

	if (!section)
		return false;
	wcore_section_cursor(module, section, ret);
	return true;
}

bool wcore_metadata_build_id(const struct wcore_module *module, const uint8_t **ret,
			     size_t *ret_size)
{
	struct wcore_cursor cursor;
	uint64_t start;
	uint32_t length = 0;
	struct wcore_error *error;

	if (!open_custom(module, "build_id", &cursor))
		return false;
	start = cursor.pos;
	error = wcore_cursor_leb_u32(&cursor, &length);
	/* Where the length does not fit, the bytes stand without one. */
	if (error || length != wcore_cursor_left(&cursor))
		cursor.pos = start;
	wcore_error_destroy(error);
	*ret = cursor.data + cursor.pos;
	*ret_size = (size_t)wcore_cursor_left(&cursor);
	return *ret_size > 0;
}

char *wcore_metadata_build_id_hex(const struct wcore_module *module)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *bytes;
	size_t size;
	char *hex;

	if (!wcore_metadata_build_id(module, &bytes, &size))
		return NULL;
	hex = wcore_malloc(2 * size + 1);
	if (!hex)
		return NULL;
	for (size_t i = 0; i < size; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	hex[2 * size] = '\0';
	return hex;
}

static struct wcore_string single_string(const struct wcore_module *module, const char *section)
{
	struct wcore_string value = { 0 };
	struct wcore_cursor cursor;

	if (open_custom(module, section, &cursor))
		wcore_error_destroy(wcore_cursor_name(&cursor, &value));
	return value.size ? value : (struct wcore_string){ 0 };
}

struct wcore_string wcore_metadata_external_debug_info(const struct wcore_module *module)
{
	return single_string(module, "external_debug_info");
}

struct wcore_string wcore_metadata_source_map(const struct wcore_module *module)
{
	return single_string(module, "sourceMappingURL");
}

/* ProducersSection.md: fields, each a name and its values, each of name and version. */
size_t wcore_metadata_producers(const struct wcore_module *module, struct wcore_producer *ret,
				size_t max)
{
	struct wcore_producer producer = { 0 };
	struct wcore_cursor cursor;
	uint32_t fields = 0, values = 0;
	size_t count = 0;
	struct wcore_error *error;

	if (!open_custom(module, "producers", &cursor))
		return 0;
	error = wcore_cursor_count(&cursor, 2, "fields", &fields);
	for (uint32_t i = 0; !error && i < fields; i++) {
		error = wcore_cursor_name(&cursor, &producer.field);
		if (!error)
			error = wcore_cursor_count(&cursor, 2, "values", &values);
		for (uint32_t k = 0; !error && k < values; k++) {
			error = wcore_cursor_name(&cursor, &producer.name);
			if (!error)
				error = wcore_cursor_name(&cursor, &producer.version);
			if (!error && count < max)
				ret[count] = producer;
			count += !error;
		}
	}
	wcore_error_destroy(error);
	return count;
}

size_t wcore_metadata_features(const struct wcore_module *module, struct wcore_feature *ret,
			       size_t max)
{
	struct wcore_cursor cursor;
	uint32_t entries = 0;
	size_t count = 0;
	struct wcore_error *error;

	if (!open_custom(module, "target_features", &cursor))
		return 0;
	error = wcore_cursor_count(&cursor, 2, "features", &entries);
	for (uint32_t i = 0; !error && i < entries; i++) {
		struct wcore_string name = { 0 };
		uint8_t prefix = 0;

		error = wcore_cursor_u8(&cursor, &prefix);
		if (!error)
			error = wcore_cursor_name(&cursor, &name);
		if (!error && count < max)
			ret[count] = (struct wcore_feature){ (char)prefix, name };
		count += !error;
	}
	wcore_error_destroy(error);
	return count;
}
