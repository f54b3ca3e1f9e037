/* wcore-info's result as JSON: docs/schema/wcore-info-1.json, wcore-json(5). */
#include "info_json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "json_key.h"

static void json_head(struct wcore_json *json, const struct info *info)
{
	const struct wcore_file *file = info->input.file;
	const struct wcore_dump *dump = info->input.dump;

	json_key_text(json, "schema", "wcore-info/1");
	json_key_text(json, "dump", info->operand);
	json_key_text(json, "error", info->error_text);
	json_key_text(json, "kind", info->kind);
	json_key_known_number(json, "size", file, file ? file->size : 0);
	json_key_bool(json, "compressed", file && file->compressed);
	json_key_text(json, "dialect", info->dialect ? info->dialect->name : NULL);
	json_key_text(json, "producer", info->producer);
	json_key_string(json, "executable",
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
	json_key_number(json, "thread", info->trap_thread->index);
	json_key_text(json, "kind", is_proved ? info->trap_kinds : NULL);
	wcore_json_key(json, "possible");
	wcore_json_begin_array(json);
	for (unsigned kind = 0; kind < WCORE_TRAP_KINDS; kind++)
		if (trap->possible >> kind & 1)
			wcore_json_text(json, wcore_trap_kind_name((enum wcore_trap_kind)kind));
	wcore_json_end_array(json);
	json_key_text(json, "detail", trap->detail[0] ? trap->detail : NULL);
	json_key_known_number(json, "module", trap->has_place && trap->module,
		      trap->module ? trap->module->index : 0);
	json_key_known_number(json, "address", trap->has_place, trap->address);
	json_key_text(json, "instruction", trap->has_place ? trap->instruction : NULL);
	json_key_string(json, "file", trap->has_site ? site->file : (struct wcore_string){ 0 });
	json_key_known_number(json, "line", trap->has_site && site->line, site->line);
	json_key_known_number(json, "column", trap->has_site && site->column, site->column);
	wcore_json_end_object(json);
}

static void json_threads(struct wcore_json *json, const struct info *info)
{
	wcore_json_key(json, "threads");
	wcore_json_begin_array(json);
	for (uint32_t i = 0; i < info->thread_count; i++) {
		const struct wcore_thread *thread = info->threads[i].thread;

		wcore_json_begin_object(json);
		json_key_number(json, "index", i);
		json_key_string(json, "name", thread->name);
		json_key_number(json, "frames", thread->frame_count);
		json_key_bool(json, "truncated", info->threads[i].is_truncated);
		json_key_text(json, "dialect", thread->dialect ? thread->dialect->name : NULL);
		json_key_bool(json, "dialect_sure", thread->is_sure);
		json_key_bool(json, "broken", thread->is_broken);
		json_key_number(json, "offset", thread->offset);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
}

static void json_files(struct wcore_json *json, const struct wcore_dump *dump)
{
	wcore_json_key(json, "files");
	wcore_json_begin_array(json);
	for (uint32_t i = 0; dump && i < dump->embedded_count; i++) {
		const struct wcore_embedded *embedded = &dump->embedded[i];

		wcore_json_begin_object(json);
		json_key_text(json, "kind", wcore_embedded_kind_name(embedded->kind));
		json_key_string(json, "name", embedded->name);
		json_key_number(json, "size", embedded->size);
		json_key_number(json, "stored", embedded->stored);
		json_key_text(json, "encoding", wcore_embedded_encoding_name(embedded->encoding));
		json_key_number(json, "offset", embedded->offset);
		wcore_json_key(json, "modules");
		wcore_json_begin_array(json);
		for (uint32_t k = 0; k < embedded->use_count; k++)
			wcore_json_number(json, embedded->uses[k].module);
		wcore_json_end_array(json);
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
		json_key_text(json, "rule", finding->rule);
		json_key_text(json, "severity", wcore_severity_name(finding->severity));
		json_key_text(json, "file", info->findings[i].path);
		json_key_known_number(json, "offset", finding->has_offset, finding->offset);
		json_key_text(json, "text", finding->text);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
	json_key_number(json, "findings_dropped", info->dropped_findings);
}

static void json_sections(struct wcore_json *json, const struct wcore_dump *dump)
{
	wcore_json_key(json, "sections");
	wcore_json_begin_array(json);
	for (size_t i = 0; dump && i < dump->wasm->section_count; i++) {
		const struct wcore_section *section = &dump->wasm->sections[i];

		wcore_json_begin_object(json);
		json_key_number(json, "id", section->id);
		if (section->name.data)
			json_key_string(json, "name", section->name);
		else
			json_key_text(json, "name", info_section_name(section->id));
		json_key_number(json, "header", section->header);
		json_key_number(json, "offset", section->offset);
		json_key_number(json, "size", section->size);
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
	json_files(&json, info->input.dump);
	info_json_state(&json, info);
	json_findings(&json, info);
	json_sections(&json, info->input.dump);
	wcore_json_close(&json);
	putchar('\n');
}
