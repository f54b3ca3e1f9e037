#include "section_writer.h"

#include <string.h>

struct wcore_error *wcore_write_preamble(struct wcore_sink *sink)
{
	static const uint8_t preamble[8] = { 0, 'a', 's', 'm', 1, 0, 0, 0 };

	return wcore_sink_write(sink, preamble, sizeof(preamble));
}

/* At most ten bytes; returns how many. */
static size_t put_uleb(uint8_t *bytes, uint64_t value)
{
	size_t count = 0;

	for (; value >= 0x80; value >>= 7)
		bytes[count++] = (uint8_t)(value | 0x80);
	bytes[count++] = (uint8_t)value;
	return count;
}

struct wcore_error *wcore_write_section_header(struct wcore_sink *sink, uint8_t id, uint64_t size)
{
	uint8_t bytes[11] = { id };

	return wcore_sink_write(sink, bytes, 1 + put_uleb(bytes + 1, size));
}

struct wcore_error *wcore_write_section(struct wcore_sink *sink, uint8_t id, const struct wcore_encoder *contents)
{
	struct wcore_error *error = wcore_encoder_check(contents);

	if (!error)
		error = wcore_write_section_header(sink, id, contents->size);
	return error ? error : wcore_sink_write(sink, contents->data, contents->size);
}

struct wcore_error *wcore_write_custom(struct wcore_sink *sink, const char *name,
				       const struct wcore_encoder *contents)
{
	const size_t length = strlen(name);
	uint8_t bytes[10];
	const size_t count = put_uleb(bytes, length);
	struct wcore_error *error = wcore_encoder_check(contents);

	if (!error)
		error = wcore_write_section_header(sink, WCORE_SECTION_CUSTOM, count + length + contents->size);
	if (!error)
		error = wcore_sink_write(sink, bytes, count);
	if (!error)
		error = wcore_sink_write(sink, name, length);
	return error ? error : wcore_sink_write(sink, contents->data, contents->size);
}

uint64_t wcore_section_body(const struct wcore_module *module, const struct wcore_section *section)
{
	uint64_t pos = section->header + 1;

	while (pos < section->offset && module->file->data[pos] & 0x80)
		pos++;
	return pos + 1;
}

struct wcore_error *wcore_copy_section(struct wcore_sink *sink, const struct wcore_module *module,
				       const struct wcore_section *section)
{
	const uint64_t start = wcore_section_body(module, section);
	const uint64_t size = section->offset + section->size - start;
	struct wcore_error *error = wcore_write_section_header(sink, section->id, size);

	return error ? error : wcore_sink_copy(sink, module->file, start, size);
}
