/* The report of wcore-merge as text and as JSON. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../libcore/base/text.h"
#include "json_key.h"
#include "merge_report.h"

static const char *kind_name(enum merge_kind kind)
{
	static const char *const names[] = { "core dump", "dump of parts", "bundle", "extraction" };

	return names[kind];
}

static void print_text(FILE *out, const char *text)
{
	wcore_text_write(out, wcore_string_from(text));
}

static void text_map(FILE *out, const char *what, const uint32_t *numbers, uint32_t count)
{
	if (!count)
		return;
	fprintf(out, "    %s", what);
	for (uint32_t i = 0; i < count; i++)
		fprintf(out, "%s %" PRIu32 " -> %" PRIu32, i ? "," : "", i, numbers[i]);
	fputc('\n', out);
}

static void text_input(FILE *out, const struct merge_report_input *input)
{
	const struct wcore_join_map *map = &input->map;

	fprintf(out, "  %s ", input->kind);
	print_text(out, input->path);
	fprintf(out, ": %" PRIu64 " bytes\n", input->size);
	if (!input->has_map)
		return;
	fprintf(out, "    threads: %" PRIu32 ", from %" PRIu32 " on\n", map->thread_count, map->first_thread);
	text_map(out, "modules", map->modules, map->module_count);
	text_map(out, "instances", map->instances, map->instance_count);
	text_map(out, "memories", map->memories, map->memory_count);
	if (!map->has_globals && map->global_count)
		fprintf(out, "    globals: %" PRIu32 ", which are there already\n", map->global_count);
	else if (map->global_count)
		fprintf(out, "    globals: %" PRIu32 ", from %" PRIu32 " on\n", map->global_count, map->first_global);
}

static void text_module(FILE *out, size_t index, const struct merge_report_module *module)
{
	fprintf(out, "  module %zu ", index);
	print_text(out, module->name);
	fputs(": ", out);
	print_text(out, module->path ? module->path : "not found");
	if (module->matched)
		fprintf(out, ", by %s", module->matched);
	if (module->build_id)
		fprintf(out, ", build id %s", module->build_id);
	if (module->refused) {
		fputs(", not used: ", out);
		print_text(out, module->refused);
	}
	fputc('\n', out);
	if (!module->debug_path)
		return;
	fputs("    companion ", out);
	print_text(out, module->debug_path);
	fprintf(out, ", by %s\n", module->debug_matched);
}

static void text_file(FILE *out, const struct merge_report_file *file)
{
	const struct wcore_embedded *embedded = &file->embedded;

	fprintf(out, "  file, %s ", wcore_embedded_kind_name(embedded->kind));
	print_text(out, file->name);
	fprintf(out, ": %" PRIu64 " bytes", embedded->size);
	if (embedded->encoding != WCORE_EMBEDDED_PLAIN)
		fprintf(out, ", %s in %" PRIu64, wcore_embedded_encoding_name(embedded->encoding), embedded->stored);
	fputc('\n', out);
}

static void report_text(FILE *out, const struct merge_report *report, const char *output)
{
	print_text(out, output);
	fprintf(out, ": %s", kind_name(report->kind));
	if (report->kind != MERGE_KIND_EXTRACTION)
		fprintf(out, " of %" PRIu64 " bytes", report->size);
	if (report->dialect)
		fprintf(out, ", %s", report->dialect);
	fputc('\n', out);
	for (size_t i = 0; i < report->input_count; i++)
		text_input(out, &report->inputs[i]);
	for (size_t i = 0; i < report->module_count; i++)
		text_module(out, i, &report->modules[i]);
	for (size_t i = 0; i < report->file_count; i++)
		text_file(out, &report->files[i]);
	for (size_t i = 0; i < report->note_count; i++) {
		fprintf(out, "  %s: ", report->notes[i].kind);
		print_text(out, report->notes[i].text);
		fputc('\n', out);
	}
}

static void begin_list(struct wcore_json *json, const char *key)
{
	wcore_json_key(json, key);
	wcore_json_begin_array(json);
}

static void json_numbers(struct wcore_json *json, const char *key, const uint32_t *numbers, uint32_t count)
{
	begin_list(json, key);
	for (uint32_t i = 0; i < count; i++)
		wcore_json_number(json, numbers[i]);
	wcore_json_end_array(json);
}

static void json_input(struct wcore_json *json, const struct merge_report_input *input)
{
	const struct wcore_join_map *map = &input->map;

	wcore_json_begin_object(json);
	json_key_text(json, "path", input->path);
	json_key_text(json, "kind", input->kind);
	json_key_wide(json, "size", input->size);
	wcore_json_key(json, "numbers");
	if (!input->has_map) {
		wcore_json_null(json);
	} else {
		wcore_json_begin_object(json);
		json_key_number(json, "threads", map->thread_count);
		json_key_number(json, "first_thread", map->first_thread);
		json_numbers(json, "modules", map->modules, map->module_count);
		json_numbers(json, "instances", map->instances, map->instance_count);
		json_numbers(json, "memories", map->memories, map->memory_count);
		json_key_number(json, "globals", map->global_count);
		json_key_known_number(json, "first_global", map->has_globals, map->first_global);
		wcore_json_end_object(json);
	}
	wcore_json_end_object(json);
}

static void json_module(struct wcore_json *json, const struct merge_report_module *module)
{
	wcore_json_begin_object(json);
	json_key_text(json, "name", module->name);
	json_key_text(json, "path", module->path);
	json_key_text(json, "matched", module->matched);
	json_key_text(json, "refused", module->refused);
	json_key_text(json, "build_id", module->build_id);
	json_key_text(json, "companion", module->debug_path);
	json_key_text(json, "companion_matched", module->debug_matched);
	wcore_json_end_object(json);
}

static void json_file(struct wcore_json *json, const struct merge_report_file *file)
{
	const struct wcore_embedded *embedded = &file->embedded;

	wcore_json_begin_object(json);
	json_key_text(json, "name", file->name);
	json_key_text(json, "kind", wcore_embedded_kind_name(embedded->kind));
	json_key_text(json, "path", file->path);
	json_key_text(json, "encoding", wcore_embedded_encoding_name(embedded->encoding));
	json_key_wide(json, "size", embedded->size);
	json_key_wide(json, "stored", embedded->stored);
	begin_list(json, "modules");
	for (uint32_t i = 0; i < embedded->use_count; i++)
		wcore_json_number(json, embedded->uses[i].module);
	wcore_json_end_array(json);
	wcore_json_end_object(json);
}

static void json_note(struct wcore_json *json, const struct merge_report_note *note)
{
	wcore_json_begin_object(json);
	json_key_text(json, "kind", note->kind);
	json_key_text(json, "text", note->text);
	wcore_json_end_object(json);
}

static void report_json(FILE *out, const struct merge_report *report, const char *output)
{
	struct wcore_json json;

	wcore_json_init(&json, out);
	wcore_json_begin_object(&json);
	json_key_text(&json, "schema", "wcore-merge/1");
	json_key_text(&json, "output", output);
	json_key_text(&json, "kind", kind_name(report->kind));
	json_key_text(&json, "dialect", report->dialect);
	json_key_known_wide(&json, "size", report->kind != MERGE_KIND_EXTRACTION, report->size);
	begin_list(&json, "inputs");
	for (size_t i = 0; i < report->input_count; i++)
		json_input(&json, &report->inputs[i]);
	wcore_json_end_array(&json);
	begin_list(&json, "modules");
	for (size_t i = 0; i < report->module_count; i++)
		json_module(&json, &report->modules[i]);
	wcore_json_end_array(&json);
	begin_list(&json, "files");
	for (size_t i = 0; i < report->file_count; i++)
		json_file(&json, &report->files[i]);
	wcore_json_end_array(&json);
	begin_list(&json, "notes");
	for (size_t i = 0; i < report->note_count; i++)
		json_note(&json, &report->notes[i]);
	wcore_json_end_array(&json);
	wcore_json_end_object(&json);
	fputc('\n', out);
}

struct wcore_error *merge_report_print(const struct merge_report *report, const char *output)
{
	FILE *out = strcmp(output, "-") == 0 ? stderr : stdout;

	if (report->is_out_of_memory)
		return wcore_error_nomem();
	if (report->json)
		report_json(out, report, output);
	else if (report->is_wanted)
		report_text(out, report, output);
	return NULL;
}
