/* wcore-info's result as JSON: docs/schema/wcore-info-1.json, wcore-json(5). */
#include "info_json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void info_json_number_key(struct wcore_json *json, const char *key, uint64_t value)
{
	wcore_json_key(json, key);
	wcore_json_number(json, value);
}

void info_json_text_key(struct wcore_json *json, const char *key, const char *value)
{
	wcore_json_key(json, key);
	wcore_json_string(json, wcore_string_from(value));
}

void info_json_string_key(struct wcore_json *json, const char *key, struct wcore_string value)
{
	wcore_json_key(json, key);
	wcore_json_string(json, value);
}

void info_json_bool_key(struct wcore_json *json, const char *key, bool value)
{
	wcore_json_key(json, key);
	wcore_json_bool(json, value);
}

static void json_position(struct wcore_json *json, const char *key, bool is_known, uint64_t value)
{
	wcore_json_key(json, key);
	if (is_known)
		wcore_json_number(json, value);
	else
		wcore_json_null(json);
}

static void json_head(struct wcore_json *json, const struct info *info)
{
	const struct wcore_file *file = info->input.file;
	const struct wcore_dump *dump = info->input.dump;

	info_json_text_key(json, "schema", "wcore-info/1");
	info_json_text_key(json, "dump", info->operand);
	info_json_text_key(json, "error", info->error_text);
	info_json_text_key(json, "kind", info->kind);
	json_position(json, "size", file, file ? file->size : 0);
	info_json_bool_key(json, "compressed", file && file->compressed);
	info_json_text_key(json, "dialect", info->dialect ? info->dialect->name : NULL);
	info_json_text_key(json, "producer", info->producer);
	info_json_string_key(json, "executable",
			     dump && dump->executable.size > 0 ? dump->executable
							       : (struct wcore_string){ 0 });
}

static void json_trap(struct wcore_json *json, const struct info *info)
{
	const struct wcore_trap *trap = &info->trap;
	const struct wcore_site *site = &trap->site;
	bool is_proved = trap->possible && !(trap->possible & (trap->possible - 1));

	wcore_json_key(json, "trap");
	if (!info->trap_thread) {
		wcore_json_null(json);
		return;
	}
	wcore_json_begin_object(json);
	info_json_number_key(json, "thread", info->trap_thread->index);
	info_json_text_key(json, "kind", is_proved ? info->trap_kinds : NULL);
	wcore_json_key(json, "possible");
	wcore_json_begin_array(json);
	for (unsigned kind = 0; kind < WCORE_TRAP_KINDS; kind++)
		if (trap->possible >> kind & 1)
			wcore_json_text(json, wcore_trap_kind_name((enum wcore_trap_kind)kind));
	wcore_json_end_array(json);
	info_json_text_key(json, "detail", trap->detail[0] ? trap->detail : NULL);
	json_position(json, "module", trap->has_place && trap->module,
		      trap->module ? trap->module->index : 0);
	json_position(json, "address", trap->has_place, trap->address);
	info_json_text_key(json, "instruction", trap->has_place ? trap->instruction : NULL);
	info_json_string_key(json, "file", trap->has_site ? site->file : (struct wcore_string){ 0 });
	json_position(json, "line", trap->has_site && site->line, site->line);
	json_position(json, "column", trap->has_site && site->column, site->column);
	wcore_json_end_object(json);
}

static void json_threads(struct wcore_json *json, const struct info *info)
{
	wcore_json_key(json, "threads");
	wcore_json_begin_array(json);
	for (uint32_t i = 0; i < info->thread_count; i++) {
		const struct wcore_thread *thread = info->threads[i].thread;

		wcore_json_begin_object(json);
		info_json_number_key(json, "index", i);
		info_json_string_key(json, "name", thread->name);
		info_json_number_key(json, "frames", thread->frame_count);
		info_json_bool_key(json, "truncated", info->threads[i].is_truncated);
		info_json_text_key(json, "dialect", thread->dialect ? thread->dialect->name : NULL);
		info_json_bool_key(json, "dialect_sure", thread->is_sure);
		info_json_bool_key(json, "broken", thread->is_broken);
		info_json_number_key(json, "offset", thread->offset);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
}

static void json_findings(struct wcore_json *json, const struct info *info)
{
	wcore_json_key(json, "findings");
	wcore_json_begin_array(json);
	for (size_t i = 0; i < info->finding_count; i++) {
		const struct wcore_finding *finding = info->findings[i].finding;

		wcore_json_begin_object(json);
		info_json_text_key(json, "rule", finding->rule);
		info_json_text_key(json, "severity", wcore_severity_name(finding->severity));
		info_json_text_key(json, "file", info->findings[i].path);
		json_position(json, "offset", finding->has_offset, finding->offset);
		info_json_text_key(json, "text", finding->text);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
	info_json_number_key(json, "findings_dropped", info->dropped_findings);
}

static void json_sections(struct wcore_json *json, const struct wcore_dump *dump)
{
	wcore_json_key(json, "sections");
	wcore_json_begin_array(json);
	for (size_t i = 0; dump && i < dump->wasm->section_count; i++) {
		const struct wcore_section *section = &dump->wasm->sections[i];

		wcore_json_begin_object(json);
		info_json_number_key(json, "id", section->id);
		if (section->name.data)
			info_json_string_key(json, "name", section->name);
		else
			info_json_text_key(json, "name", info_section_name(section->id));
		info_json_number_key(json, "header", section->header);
		info_json_number_key(json, "offset", section->offset);
		info_json_number_key(json, "size", section->size);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
}

void info_json(const struct info *info)
{
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	json_head(&json, info);
	json_trap(&json, info);
	json_threads(&json, info);
	info_json_modules(&json, info);
	info_json_state(&json, info);
	json_findings(&json, info);
	json_sections(&json, info->input.dump);
	wcore_json_close(&json);
	putchar('\n');
}
