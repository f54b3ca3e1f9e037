#include "merge_report.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/wasm/metadata.h"
#include "merge.h"

void merge_report_init(struct merge_report *report)
{
	*report = (struct merge_report){ 0 };
	wcore_arena_init(&report->arena);
}

void merge_report_deinit(struct merge_report *report)
{
	for (size_t i = 0; i < report->input_count; i++)
		if (report->inputs[i].has_map)
			wcore_join_map_deinit(&report->inputs[i].map);
	free(report->inputs);
	free(report->modules);
	free(report->files);
	free(report->notes);
	wcore_arena_deinit(&report->arena);
}

static struct wcore_error *count_write(struct wcore_sink *sink, const void *data, size_t size)
{
	struct merge_report *report = (struct merge_report *)((char *)sink - offsetof(struct merge_report, sink));

	report->size += size;
	return wcore_sink_write(report->inner, data, size);
}

static struct wcore_error *count_copy(struct wcore_sink *sink, const struct wcore_file *file, uint64_t offset,
				      uint64_t size)
{
	struct merge_report *report = (struct merge_report *)((char *)sink - offsetof(struct merge_report, sink));

	report->size += size;
	return wcore_sink_copy(report->inner, file, offset, size);
}

struct wcore_sink *merge_report_sink(struct merge_report *report, struct wcore_sink *inner)
{
	report->inner = inner;
	report->sink = (struct wcore_sink){ .write = count_write, .copy = count_copy };
	return &report->sink;
}

/* Room for one more item, which is zero; NULL on no memory. */
static void *grow(struct merge_report *report, void *items, size_t *count, size_t size)
{
	void *grown = wcore_realloc(items, (*count + 1) * size);

	if (!grown) {
		report->is_out_of_memory = true;
		return NULL;
	}
	memset((char *)grown + *count * size, 0, size);
	++*count;
	return grown;
}

static const char *keep_text(struct merge_report *report, struct wcore_string text)
{
	const char *copy = wcore_arena_copy(&report->arena, text.data ? text.data : "", text.size);

	report->is_out_of_memory |= !copy;
	return copy;
}

static const char *keep(struct merge_report *report, const char *text)
{
	return text ? keep_text(report, wcore_string_from(text)) : NULL;
}

void merge_report_input(struct merge_report *report, const char *path, const char *kind, uint64_t size,
			struct wcore_join_map *map)
{
	void *grown = report->is_wanted ? grow(report, report->inputs, &report->input_count, sizeof(*report->inputs))
					: NULL;

	if (!grown) {
		if (map)
			wcore_join_map_deinit(map);
		return;
	}
	report->inputs = grown;
	report->inputs[report->input_count - 1] = (struct merge_report_input){
		.path = keep(report, path), .kind = kind, .size = size, .has_map = map != NULL,
		.map = map ? *map : (struct wcore_join_map){ 0 },
	};
}

static struct merge_report_module *add_module(struct merge_report *report, struct wcore_string name)
{
	void *grown = grow(report, report->modules, &report->module_count, sizeof(*report->modules));

	if (!grown)
		return NULL;
	report->modules = grown;
	report->modules[report->module_count - 1].name = keep_text(report, name);
	return &report->modules[report->module_count - 1];
}

static const char *keep_build_id(struct merge_report *report, const struct wcore_module *module)
{
	char *text = wcore_metadata_build_id_hex(module);
	const char *kept = keep(report, text);

	free(text);
	return kept;
}

void merge_report_module(struct merge_report *report, struct wcore_string name, const char *path,
			 const struct wcore_module *module)
{
	struct merge_report_module *item = report->is_wanted ? add_module(report, name) : NULL;

	if (!item)
		return;
	item->path = keep(report, path);
	item->matched = "option";
	item->build_id = keep_build_id(report, module);
}

static bool has_same_build_id(const struct wcore_module *a, const struct wcore_module *b)
{
	const uint8_t *x, *y;
	size_t x_size, y_size;

	return wcore_metadata_build_id(a, &x, &x_size) && wcore_metadata_build_id(b, &y, &y_size) && x_size == y_size &&
	       memcmp(x, y, x_size) == 0;
}

void merge_report_target_module(struct merge_report *report, struct wcore_target *target, uint32_t index)
{
	static const struct wcore_target_module none = { 0 };
	const struct wcore_target_module *module = index < target->module_count ? &target->modules[index] : &none;
	const struct wcore_found *found = &module->found, *debug = &module->debug;
	struct merge_report_module *item = report->is_wanted ? add_module(report, module->name) : NULL;

	if (!item || !found->module)
		return;
	item->path = keep(report, found->path);
	item->refused = keep(report, module->refused);
	item->build_id = keep_build_id(report, found->module);
	if (!module->refused)
		item->matched = wcore_target_fit(target, module) == WCORE_FIT_YES ? "fit"
				: found->is_embedded ? "bundle" : found->is_file_borrowed ? "option" : "name";
	if (!debug->module)
		return;
	item->debug_path = keep(report, debug->path);
	item->debug_matched = has_same_build_id(found->module, debug->module) ? "build id" : "name";
}

void merge_report_target(struct merge_report *report, struct wcore_target *target)
{
	for (uint32_t i = 0; report->is_wanted && i < target->module_count; i++)
		merge_report_target_module(report, target, i);
}

void merge_report_file(struct merge_report *report, const struct wcore_embedded *embedded, const char *path)
{
	void *grown = report->is_wanted ? grow(report, report->files, &report->file_count, sizeof(*report->files)) : NULL;
	struct wcore_embedded_use *uses;
	struct merge_report_file *file;

	if (!grown)
		return;
	report->files = grown;
	file = &report->files[report->file_count - 1];
	*file = (struct merge_report_file){ keep_text(report, embedded->name), keep(report, path), *embedded };
	uses = wcore_arena_array(&report->arena, (size_t)embedded->use_count + 1, sizeof(*uses));
	report->is_out_of_memory |= !uses;
	if (uses && embedded->use_count)
		memcpy(uses, embedded->uses, embedded->use_count * sizeof(*uses));
	file->embedded.uses = uses;
}

void merge_report_bundle(struct merge_report *report, const struct wcore_bundle *bundle)
{
	for (uint32_t i = 0; i < bundle->count; i++) {
		const struct wcore_bundle_file *file = &bundle->files[i];

		struct wcore_embedded embedded = file->embedded;

		embedded.encoding = file->written;
		embedded.stored = file->written_size;
		merge_report_file(report, &embedded, *file->path ? file->path : NULL);
	}
}

void merge_report_note(struct merge_report *report, const char *kind, const char *text)
{
	void *grown = report->is_wanted ? grow(report, report->notes, &report->note_count, sizeof(*report->notes)) : NULL;

	if (!grown)
		return;
	report->notes = grown;
	report->notes[report->note_count - 1] = (struct merge_report_note){ kind, keep(report, text) };
}

void merge_note(struct wcore_cli *cli, const char *kind, const char *format, ...)
{
	const struct merge_options *options = cli->context;
	va_list args;
	char *text = NULL;

	va_start(args, format);
	if (wcore_vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	if (text) {
		wcore_cli_say(cli, text);
		merge_report_note(options->report, kind, text);
	}
	wcore_cli_status(cli, WCORE_STATUS_PARTIAL);
	free(text);
}
