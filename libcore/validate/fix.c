/* The sections of the repaired dump, in the order in which Wasmtime writes them. */
#include "fix.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "fix_state.h"
#include "strict.h"

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

struct wcore_error *wcore_fix_put_section(struct wcore_fix *fix, const struct wcore_section *section)
{
	const struct wcore_module *wasm = fix->dump->wasm;
	const uint64_t start = wcore_section_body(wasm, section);

	if (start - section->header - 1 > wcore_leb_size(section->offset + section->size - start))
		wcore_fix_changed(fix, "wasm/over-long", section->header,
				  "the size of %s is written without padding", section->where);
	return wcore_copy_section(fix->sink, wasm, section);
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

static void write_core(const struct wcore_dump *dump, struct wcore_encoder *encoder)
{
	wcore_encode_core(encoder, dump->executable);
}

static void write_modules(const struct wcore_dump *dump, struct wcore_encoder *encoder)
{
	wcore_encode_coremodules(encoder, dump->modules, dump->module_count);
}

static void write_instances(const struct wcore_dump *dump, struct wcore_encoder *encoder)
{
	wcore_encode_coreinstances(encoder, dump->instances, dump->instance_count);
}

/* A core section that is there: as it stands, or written again where something was wrong with it. */
static struct wcore_error *put_core_section(struct wcore_fix *fix, const char *name,
					    void (*write)(const struct wcore_dump *dump,
							  struct wcore_encoder *encoder))
{
	static const char *const rules[] = {
		"core/kind", "core/trailing", "core/module-name", "core/unreadable", "core/instance-memory",
		"core/instance-global", NULL,
	};
	const struct wcore_section *section = wcore_dump_section(fix->dump, WCORE_SECTION_CUSTOM, name);
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;

	if (!section)
		return NULL;
	if (section != &fix->dump->tail && !has_finding(fix->dump, section, rules))
		return wcore_fix_put_section(fix, section);
	write(fix->dump, &contents);
	error = wcore_write_custom(fix->sink, name, &contents);
	wcore_encoder_deinit(&contents);
	wcore_fix_changed(fix, "core/unreadable", section->header,
			  "%s is written again, with what could be read of it", name);
	return error;
}

/* Limits of memories, of which the rewriter's minimum of 0 is its maximum. */
static struct wcore_error *put_memories(struct wcore_fix *fix, const struct wcore_section *section)
{
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;
	bool is_changed = false;

	for (uint32_t i = 0; i < fix->dump->memory_count; i++)
		is_changed |= fix->dump->memories[i].size && !fix->dump->memories[i].limits.min;
	if (!is_changed)
		return wcore_fix_put_section(fix, section);
	wcore_encode_uleb(&contents, fix->dump->memory_count);
	for (uint32_t i = 0; i < fix->dump->memory_count; i++) {
		struct wcore_limits limits = fix->dump->memories[i].limits;

		if (fix->dump->memories[i].size && !limits.min)
			limits.min = limits.max;
		wcore_encode_limits(&contents, &limits);
	}
	error = wcore_write_section(fix->sink, WCORE_SECTION_MEMORY, &contents);
	wcore_encoder_deinit(&contents);
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
	static const char *const zeros[] = { "memory/zeros", NULL };
	const struct wcore_module *wasm = fix->dump->wasm;
	const struct wcore_section *first_zeros = wcore_module_custom(wasm, WCORE_ZEROS_SECTION);
	struct wcore_error *error = NULL;

	for (size_t i = 0; i < wasm->section_count && !error; i++) {
		const struct wcore_section *section = &wasm->sections[i];

		if (place_of(section) != 30)
			continue;
		if (is_custom(section, WCORE_ZEROS_SECTION) && section != first_zeros)
			wcore_fix_changed(fix, "core/duplicate", section->header,
					  "%s, which is there twice, is left out", section->where);
		else if (section == first_zeros && has_finding(fix->dump, section, zeros))
			wcore_fix_changed(fix, "memory/zeros", section->header,
					  "%s, which cannot be read, is left out", section->where);
		else if (section->id != WCORE_SECTION_CUSTOM || !section->name.data)
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
				    struct wcore_sink *sink, struct wcore_findings *changes,
				    struct wcore_findings *kept)
{
	static const uint8_t order[] = {
		WCORE_SECTION_TYPE, WCORE_SECTION_IMPORT, WCORE_SECTION_FUNCTION, WCORE_SECTION_TABLE,
		WCORE_SECTION_MEMORY, WCORE_SECTION_TAG, WCORE_SECTION_GLOBAL, WCORE_SECTION_EXPORT,
		WCORE_SECTION_START, WCORE_SECTION_ELEMENT, WCORE_SECTION_DATA_COUNT, WCORE_SECTION_CODE,
		WCORE_SECTION_DATA,
	};
	struct wcore_fix fix = {
		.dump = dump, .target = target, .sink = sink, .changes = changes, .kept = kept,
	};
	struct wcore_error *error = wcore_write_preamble(sink);

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
