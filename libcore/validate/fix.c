/* The sections of the repaired dump, in the order in which Wasmtime writes them. */
#include "fix.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "fix_state.h"
#include "strict.h"

bool wcore_fix_buffer_init(struct wcore_fix_buffer *buffer)
{
	*buffer = (struct wcore_fix_buffer){ 0 };
	buffer->out = wcore_memstream_open(&buffer->data, &buffer->size);
	return buffer->out != NULL;
}

void wcore_fix_buffer_deinit(struct wcore_fix_buffer *buffer)
{
	if (buffer->out)
		wcore_memstream_close(buffer->out);
	free(buffer->data);
}

void wcore_fix_u8(struct wcore_fix_buffer *buffer, uint8_t value)
{
	fputc(value, buffer->out);
}

void wcore_fix_bytes(struct wcore_fix_buffer *buffer, const void *data, size_t size)
{
	fwrite(data, 1, size, buffer->out);
}

void wcore_fix_uleb(struct wcore_fix_buffer *buffer, uint64_t value)
{
	for (; value >= 0x80; value >>= 7)
		wcore_fix_u8(buffer, (uint8_t)(value | 0x80));
	wcore_fix_u8(buffer, (uint8_t)value);
}

void wcore_fix_sleb(struct wcore_fix_buffer *buffer, int64_t value)
{
	while (value < -0x40 || value > 0x3f) {
		wcore_fix_u8(buffer, (uint8_t)((value & 0x7f) | 0x80));
		value >>= 7;
	}
	wcore_fix_u8(buffer, (uint8_t)(value & 0x7f));
}

void wcore_fix_name(struct wcore_fix_buffer *buffer, struct wcore_string name)
{
	wcore_fix_uleb(buffer, name.size);
	wcore_fix_bytes(buffer, name.data, name.size);
}

__attribute__((format(printf, 4, 0)))
static void note(struct wcore_findings *findings, const char *rule, uint64_t offset,
		 const char *format, va_list args)
{
	char *text = NULL;

	if (wcore_vasprintf(&text, format, args) < 0)
		return;
	wcore_findings_add_at(findings, rule, WCORE_SEVERITY_NOTE, offset, "%s", text);
	free(text);
}

void wcore_fix_changed(struct wcore_fix *fix, const char *rule, uint64_t offset, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	note(fix->changes, rule, offset, format, args);
	va_end(args);
}

void wcore_fix_left(struct wcore_fix *fix, const char *rule, uint64_t offset, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	note(fix->kept, rule, offset, format, args);
	va_end(args);
}

struct wcore_error *wcore_fix_put(struct wcore_fix *fix, const void *data, size_t size)
{
	return size ? fix->sink->write(fix->sink->context, data, size) : NULL;
}

struct wcore_error *wcore_fix_put_header(struct wcore_fix *fix, uint8_t id, uint64_t size)
{
	uint8_t bytes[11] = { id };
	size_t count = 1;

	for (; size >= 0x80; size >>= 7)
		bytes[count++] = (uint8_t)(size | 0x80);
	bytes[count++] = (uint8_t)size;
	return wcore_fix_put(fix, bytes, count);
}

struct wcore_error *wcore_fix_put_buffer(struct wcore_fix *fix, uint8_t id, struct wcore_fix_buffer *buffer)
{
	struct wcore_error *error;

	if (fflush(buffer->out) != 0 || ferror(buffer->out))
		return wcore_error_nomem();
	error = wcore_fix_put_header(fix, id, buffer->size);
	return error ? error : wcore_fix_put(fix, buffer->data, buffer->size);
}

/* Where the bytes behind the size field start, the name of a custom section included. */
static uint64_t body_of(const struct wcore_module *wasm, const struct wcore_section *section)
{
	uint64_t pos = section->header + 1;

	while (pos < section->offset && wasm->file->data[pos] & 0x80)
		pos++;
	return pos + 1;
}

struct wcore_error *wcore_fix_put_section(struct wcore_fix *fix, const struct wcore_section *section)
{
	uint64_t start = body_of(fix->dump->wasm, section);
	uint64_t size = section->offset + section->size - start;
	struct wcore_error *error;

	if (start - section->header - 1 > wcore_leb_size(size))
		wcore_fix_changed(fix, "wasm/over-long", section->header,
				  "the size of %s is written without padding", section->where);
	error = wcore_fix_put_header(fix, section->id, size);
	return error ? error : wcore_fix_put(fix, fix->dump->wasm->file->data + start, size);
}

static bool is_custom(const struct wcore_section *section, const char *name)
{
	return section->id == WCORE_SECTION_CUSTOM && wcore_string_is(section->name, name);
}

/* Whether a finding of these rules was met in the section. */
static bool has_finding(const struct wcore_dump *dump, const struct wcore_section *section,
			const char *const *rules)
{
	for (size_t i = 0; i < dump->findings.count; i++) {
		const struct wcore_finding *finding = &dump->findings.items[i];

		for (const char *const *rule = rules; *rule; rule++)
			if (strcmp(finding->rule, *rule) == 0 && finding->has_offset &&
			    finding->offset >= section->header &&
			    finding->offset <= section->offset + section->size)
				return true;
	}
	return dump->broken && dump->broken->has_offset && dump->broken->offset >= section->header &&
	       dump->broken->offset <= section->offset + section->size;
}

static void write_core(struct wcore_fix *fix, struct wcore_fix_buffer *buffer)
{
	wcore_fix_u8(buffer, 0);
	wcore_fix_name(buffer, fix->dump->executable);
}

static void write_modules(struct wcore_fix *fix, struct wcore_fix_buffer *buffer)
{
	wcore_fix_uleb(buffer, fix->dump->module_count);
	for (uint32_t i = 0; i < fix->dump->module_count; i++) {
		wcore_fix_u8(buffer, 0);
		wcore_fix_name(buffer, fix->dump->modules[i].name);
	}
}

static void write_indices(struct wcore_fix_buffer *buffer, const uint32_t *items, uint32_t count)
{
	wcore_fix_uleb(buffer, count);
	for (uint32_t i = 0; i < count; i++)
		wcore_fix_uleb(buffer, items[i]);
}

static void write_instances(struct wcore_fix *fix, struct wcore_fix_buffer *buffer)
{
	wcore_fix_uleb(buffer, fix->dump->instance_count);
	for (uint32_t i = 0; i < fix->dump->instance_count; i++) {
		const struct wcore_instance *instance = &fix->dump->instances[i];

		wcore_fix_u8(buffer, 0);
		wcore_fix_uleb(buffer, instance->module);
		write_indices(buffer, instance->memories, instance->memory_count);
		write_indices(buffer, instance->globals, instance->global_count);
	}
}

/* A core section that is there: as it stands, or written again where something was wrong with it. */
static struct wcore_error *put_core_section(struct wcore_fix *fix, const char *name,
					    void (*write)(struct wcore_fix *fix,
							  struct wcore_fix_buffer *buffer))
{
	static const char *const rules[] = {
		"core/kind", "core/trailing", "core/module-name", "core/unreadable", "core/instance-memory",
		"core/instance-global", NULL,
	};
	const struct wcore_section *section = wcore_dump_section(fix->dump, WCORE_SECTION_CUSTOM, name);
	struct wcore_fix_buffer buffer;
	struct wcore_error *error;

	if (!section)
		return NULL;
	if (section != &fix->dump->tail && !has_finding(fix->dump, section, rules))
		return wcore_fix_put_section(fix, section);
	if (!wcore_fix_buffer_init(&buffer))
		return wcore_error_nomem();
	wcore_fix_name(&buffer, wcore_string_from(name));
	write(fix, &buffer);
	error = wcore_fix_put_buffer(fix, WCORE_SECTION_CUSTOM, &buffer);
	wcore_fix_buffer_deinit(&buffer);
	wcore_fix_changed(fix, "core/unreadable", section->header,
			  "%s is written again, with what could be read of it", name);
	return error;
}

/* Limits of memories, of which the rewriter's minimum of 0 is its maximum. */
static struct wcore_error *put_memories(struct wcore_fix *fix, const struct wcore_section *section)
{
	struct wcore_fix_buffer buffer;
	struct wcore_error *error;
	bool is_changed = false;

	for (uint32_t i = 0; i < fix->dump->memory_count; i++)
		is_changed |= fix->dump->memories[i].size && !fix->dump->memories[i].limits.min;
	if (!is_changed)
		return wcore_fix_put_section(fix, section);
	if (!wcore_fix_buffer_init(&buffer))
		return wcore_error_nomem();
	wcore_fix_uleb(&buffer, fix->dump->memory_count);
	for (uint32_t i = 0; i < fix->dump->memory_count; i++) {
		struct wcore_limits limits = fix->dump->memories[i].limits;
		bool has_page_size = limits.page_log2 != 16;

		if (fix->dump->memories[i].size && !limits.min)
			limits.min = limits.max;
		wcore_fix_u8(&buffer, (uint8_t)(limits.has_max | limits.is_shared << 1 | limits.is_64 << 2 |
						has_page_size << 3));
		wcore_fix_uleb(&buffer, limits.min);
		if (limits.has_max)
			wcore_fix_uleb(&buffer, limits.max);
		if (has_page_size)
			wcore_fix_uleb(&buffer, limits.page_log2);
	}
	error = wcore_fix_put_buffer(fix, WCORE_SECTION_MEMORY, &buffer);
	wcore_fix_buffer_deinit(&buffer);
	wcore_fix_changed(fix, "memory/min-zero", section->header,
			  "the memory's size, which was its maximum, is its minimum now");
	return error;
}

static struct wcore_error *put_known(struct wcore_fix *fix, enum wcore_section_id id)
{
	const struct wcore_section *section = wcore_dump_section(fix->dump, id, NULL);

	if (!section)
		return NULL;
	if (id == WCORE_SECTION_DATA)
		return wcore_fix_data(fix, section);
	if (section == &fix->dump->tail) {
		wcore_fix_changed(fix, "wasm/cut", section->header, "%s, which is cut, is left out",
				  section->where);
		return NULL;
	}
	return id == WCORE_SECTION_MEMORY ? put_memories(fix, section)
					  : wcore_fix_put_section(fix, section);
}

/* A number that ascends through the sections of the repaired file. */
static unsigned place_of(const struct wcore_section *section)
{
	static const char *const customs[] = { "coremodules", "coreinstances", "corestack" };
	static const uint8_t known[] = { 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6 };

	if (is_custom(section, "core"))
		return 0;
	for (unsigned i = 0; i < 3; i++)
		if (is_custom(section, customs[i]))
			return 20 + i;
	if (section->id != WCORE_SECTION_CUSTOM && section->id <= WCORE_SECTION_TAG)
		return known[section->id - 1];
	return 30;
}

static void tell_order(struct wcore_fix *fix)
{
	const struct wcore_module *wasm = fix->dump->wasm;
	uint32_t seen = 0;
	unsigned last = 0;
	bool is_told = false;

	for (size_t i = 0; i < wasm->section_count; i++) {
		const struct wcore_section *section = &wasm->sections[i];
		unsigned place = place_of(section);

		if (place != 22 && place != 30) {
			if (seen & 1u << place) {
				wcore_fix_changed(fix, place == 0 || place >= 20 ? "core/duplicate"
										 : "wasm/duplicate-section",
						  section->header, "%s, which is there twice, is left out",
						  section->where);
				continue;
			}
			seen |= 1u << place;
		}
		if (place < last && !is_told) {
			wcore_fix_changed(fix, "wasm/section-order", section->header,
					  "%s and others are put into the order in which Wasmtime writes them",
					  section->where);
			is_told = true;
		}
		last = place > last ? place : last;
	}
}

/* What begins at the end of a cut file, and is nothing of which a part says anything. */
static void tell_cut(struct wcore_fix *fix)
{
	const struct wcore_error *cut = fix->dump->wasm->cut;

	if (cut && (!fix->dump->tail.where || place_of(&fix->dump->tail) == 30))
		wcore_fix_changed(fix, "wasm/cut", cut->has_offset ? cut->offset : 0,
				  "the file ends behind its last whole section");
}

static struct wcore_error *put_threads(struct wcore_fix *fix)
{
	const struct wcore_module *wasm = fix->dump->wasm;
	struct wcore_error *error = NULL;
	uint32_t thread = 0;

	for (size_t i = 0; i < wasm->section_count && !error; i++)
		if (is_custom(&wasm->sections[i], "corestack") && thread < fix->dump->thread_count)
			error = wcore_fix_thread(fix, &fix->dump->threads[thread++], &wasm->sections[i]);
	if (!error && thread < fix->dump->thread_count)
		error = wcore_fix_thread(fix, &fix->dump->threads[thread], &fix->dump->tail);
	return error;
}

static struct wcore_error *put_others(struct wcore_fix *fix)
{
	const struct wcore_module *wasm = fix->dump->wasm;
	struct wcore_error *error = NULL;

	for (size_t i = 0; i < wasm->section_count && !error; i++) {
		const struct wcore_section *section = &wasm->sections[i];

		if (place_of(section) != 30)
			continue;
		if (section->id != WCORE_SECTION_CUSTOM || !section->name.data)
			wcore_fix_changed(fix, section->name.data || section->id ? "wasm/unknown-section"
										 : "wasm/section-name",
					  section->header, "%s, which means nothing, is left out",
					  section->where);
		else
			error = wcore_fix_put_section(fix, section);
	}
	return error;
}

struct wcore_error *wcore_fix_write(const struct wcore_dump *dump, const struct wcore_target *target,
				    const struct wcore_fix_sink *sink, struct wcore_findings *changes,
				    struct wcore_findings *kept)
{
	static const uint8_t header[8] = { 0, 'a', 's', 'm', 1, 0, 0, 0 };
	static const uint8_t order[] = {
		WCORE_SECTION_TYPE, WCORE_SECTION_IMPORT, WCORE_SECTION_FUNCTION, WCORE_SECTION_TABLE,
		WCORE_SECTION_MEMORY, WCORE_SECTION_TAG, WCORE_SECTION_GLOBAL, WCORE_SECTION_EXPORT,
		WCORE_SECTION_START, WCORE_SECTION_ELEMENT, WCORE_SECTION_DATA_COUNT, WCORE_SECTION_CODE,
		WCORE_SECTION_DATA,
	};
	struct wcore_fix fix = {
		.dump = dump, .target = target, .sink = sink, .changes = changes, .kept = kept,
	};
	struct wcore_error *error = wcore_fix_put(&fix, header, sizeof(header));

	tell_order(&fix);
	tell_cut(&fix);
	if (!error)
		error = put_core_section(&fix, "core", write_core);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]) && !error; i++)
		error = put_known(&fix, (enum wcore_section_id)order[i]);
	if (!error)
		error = put_core_section(&fix, "coremodules", write_modules);
	if (!error)
		error = put_core_section(&fix, "coreinstances", write_instances);
	if (!error)
		error = put_threads(&fix);
	return error ? error : put_others(&fix);
}
