#include "strip_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/json.h"
#include "../libcore/base/text.h"
#include "info.h"
#include "strip_redact.h"

static struct strip_report_section *find_section(struct strip_report *report, struct wcore_string name)
{
	for (size_t i = 0; i < report->section_count; i++)
		if (wcore_string_equal(report->sections[i].name, name))
			return &report->sections[i];
	report->sections[report->section_count].name = name;
	return &report->sections[report->section_count++];
}

/* Different names that are told one by one: finding a name looks at all. */
#define NAMES_MAX 1000

struct wcore_error *strip_report_sections(struct strip_report *report, const bool *dropped)
{
	const struct wcore_module *module = report->file->module;

	report->sections = wcore_calloc(NAMES_MAX + 1, sizeof(*report->sections));
	if (!report->sections)
		return wcore_error_nomem();
	for (size_t i = 0; i < module->section_count; i++) {
		const struct wcore_section *section = &module->sections[i];
		struct wcore_string name = section->id == WCORE_SECTION_CUSTOM
						   ? section->name : wcore_string_from(info_section_name(section->id));
		struct strip_report_section *found;

		if (!dropped[i])
			continue;
		found = find_section(report, report->section_count < NAMES_MAX ? name : WCORE_STRING("others"));
		found->count++;
		found->size += section->offset + section->size - section->header;
	}
	return NULL;
}

static struct wcore_error *add_memory(const struct wcore_keep *keep, const struct wcore_memory *memory,
				      struct strip_report_memory *ret)
{
	struct wcore_keep_area *areas = NULL;
	size_t count = 0;
	struct wcore_error *error = wcore_keep_areas(keep, memory, &areas, &count);

	for (size_t i = 0; i < count && !error; i++) {
		const struct wcore_keep_area *area = &areas[i];

		ret->owners[area->kind].is_there = true;
		ret->owners[area->kind].captured += area->captured;
		ret->owners[area->kind].kept += area->kept;
		ret->captured += area->captured;
		ret->kept += area->kept;
	}
	free(areas);
	return error;
}

/* Without --memory=stack and the like, nothing is kept. */
static struct wcore_error *open_keep(struct wcore_cli *cli, struct strip_choice *choice, struct strip_file *file)
{
	const struct wcore_keep_options nothing = { 0 };
	struct wcore_error *error = wcore_target_open(file->dump, &cli->target, &file->target);

	return error ? error : wcore_keep_create(file->target, &nothing, &choice->keep);
}

struct wcore_error *strip_report_build(struct wcore_cli *cli, const struct strip_options *options,
				       struct strip_choice *choice, struct strip_file *file,
				       struct strip_report *report)
{
	const bool loses_memory = options->memory != STRIP_MEMORY_ALL || options->filter.only_stack;
	struct wcore_error *error = strip_report_sections(report, choice->dropped);

	if (error || !file->dump || !loses_memory)
		return error;
	if (!choice->keep)
		error = open_keep(cli, choice, file);
	if (error)
		return error;
	report->memory_count = file->dump->memory_count;
	report->memories = wcore_calloc(report->memory_count + 1, sizeof(*report->memories));
	if (!report->memories)
		return wcore_error_nomem();
	for (uint32_t i = 0; i < report->memory_count && !error; i++)
		error = add_memory(choice->keep, &file->dump->memories[i], &report->memories[i]);
	return error;
}

void strip_report_deinit(struct strip_report *report)
{
	free(report->sections);
	free(report->memories);
}

static void print_text(FILE *out, const struct strip_options *options, const struct strip_report *report)
{
	wcore_text_write(out, wcore_string_from(report->file->file->path));
	fprintf(out, ": %" PRIu64 " of %" PRIu64 " bytes stay\n", report->size, report->file->file->size);
	for (size_t i = 0; i < report->section_count; i++) {
		const struct strip_report_section *section = &report->sections[i];

		fputs("  section ", out);
		wcore_text_write(out, section->name);
		if (section->count > 1)
			fprintf(out, ", %" PRIu64 " times", section->count);
		fprintf(out, ": %" PRIu64 " bytes went\n", section->size);
	}
	for (uint32_t i = 0; i < report->memory_count; i++) {
		const struct strip_report_memory *memory = &report->memories[i];

		fprintf(out, "  memory %" PRIu32 ": %" PRIu64 " of %" PRIu64 " captured bytes stay\n", i, memory->kept,
			memory->captured);
		for (unsigned k = 0; k < WCORE_MAP_KINDS; k++)
			if (memory->owners[k].captured)
				fprintf(out, "    %-10s  %" PRIu64 " of %" PRIu64 "\n",
					wcore_map_kind_name((enum wcore_map_kind)k), memory->owners[k].kept,
					memory->owners[k].captured);
	}
	if (report->redaction)
		strip_redact_counts(out, options->redact, report->redaction);
	if (!report->build_id)
		return;
	fprintf(out, "  build id: %s\n  companion: ", report->build_id);
	wcore_text_write(out, wcore_string_from(report->companion));
	fputc('\n', out);
}

static void put_wide(struct wcore_json *json, const char *key, uint64_t value)
{
	wcore_json_key(json, key);
	wcore_json_wide(json, value);
}

static void put_text(struct wcore_json *json, const char *key, const char *value)
{
	wcore_json_key(json, key);
	if (value)
		wcore_json_text(json, value);
	else
		wcore_json_null(json);
}

static void put_memory(struct wcore_json *json, uint32_t index, const struct strip_report_memory *memory)
{
	wcore_json_begin_object(json);
	wcore_json_key(json, "index");
	wcore_json_number(json, index);
	put_wide(json, "captured", memory->captured);
	put_wide(json, "kept", memory->kept);
	wcore_json_key(json, "owners");
	wcore_json_begin_array(json);
	for (unsigned k = 0; k < WCORE_MAP_KINDS; k++) {
		if (!memory->owners[k].is_there)
			continue;
		wcore_json_begin_object(json);
		put_text(json, "owner", wcore_map_kind_name((enum wcore_map_kind)k));
		put_wide(json, "captured", memory->owners[k].captured);
		put_wide(json, "kept", memory->owners[k].kept);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
	wcore_json_end_object(json);
}

static void print_json(FILE *out, const struct strip_options *options, const struct strip_report *report)
{
	struct wcore_json json;

	wcore_json_init(&json, out);
	wcore_json_begin_object(&json);
	put_text(&json, "schema", "wcore-strip/1");
	put_text(&json, "file", report->file->file->path);
	put_text(&json, "output", report->output);
	put_text(&json, "kind", report->file->dump ? "core dump" : "module");
	put_wide(&json, "before", report->file->file->size);
	put_wide(&json, "after", report->size);
	wcore_json_key(&json, "sections");
	wcore_json_begin_array(&json);
	for (size_t i = 0; i < report->section_count; i++) {
		wcore_json_begin_object(&json);
		wcore_json_key(&json, "name");
		wcore_json_string(&json, report->sections[i].name);
		wcore_json_key(&json, "count");
		wcore_json_number(&json, report->sections[i].count);
		put_wide(&json, "size", report->sections[i].size);
		wcore_json_end_object(&json);
	}
	wcore_json_end_array(&json);
	wcore_json_key(&json, "memories");
	wcore_json_begin_array(&json);
	for (uint32_t i = 0; i < report->memory_count; i++)
		put_memory(&json, i, &report->memories[i]);
	wcore_json_end_array(&json);
	if (report->redaction)
		strip_redact_json(&json, options->redact, report->file, report->redaction);
	put_text(&json, "build_id", report->build_id);
	put_text(&json, "companion", report->companion);
	wcore_json_end_object(&json);
	fputc('\n', out);
}

void strip_report_print(const struct strip_options *options, const struct strip_report *report)
{
	FILE *out = strcmp(report->output, "-") == 0 ? stderr : stdout;

	if (options->json)
		print_json(out, options, report);
	else
		print_text(out, options, report);
}
