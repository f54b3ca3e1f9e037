/* wcore-info's result as text: "key: value" lines under headings. */
#include "info_text.h"

#include <inttypes.h>
#include <stdio.h>

static void text_head(const struct info_text *text)
{
	const struct info *info = text->info;
	const struct wcore_file *file = info->input.file;

	info_text_key(0, "dump");
	wcore_cli_print(text->cli, WCORE_STYLE_HEADING, wcore_string_from(info->path));
	putchar('\n');
	info_text_key(0, "kind");
	fputs("WebAssembly core dump, ", stdout);
	info_text_size(file->size);
	puts(file->compressed ? ", was compressed" : "");
	info_text_key(0, "dialect");
	if (info->dialect)
		printf("%s: %s%s%s\n", info->dialect->name, info->dialect->summary,
		       info->is_sure ? "" : "; not certain", info->is_mixed ? "; threads differ" : "");
	else
		puts("unknown: no thread is recorded");
	info_text_key(0, "producer");
	puts(info->producer ? info->producer : "unknown");
	info_text_key(0, "executable");
	if (info->input.dump->executable.size > 0)
		info_text_string(info->input.dump->executable);
	else
		fputs("not recorded", stdout);
	putchar('\n');
}

static void text_site(const struct wcore_site *site)
{
	info_text_string(site->short_file.data ? site->short_file : site->file);
	printf(":%" PRIu32, site->line);
	if (site->column)
		printf(":%" PRIu32, site->column);
}

static void text_trap(const struct info_text *text)
{
	const struct info *info = text->info;
	const struct wcore_trap *trap = &info->trap;

	info_text_key(0, "trap");
	fputs(info->trap_kinds ? info->trap_kinds : "unknown", stdout);
	if (info->trap_place) {
		fputs(" (", stdout);
		info_text_string(wcore_string_from(info->trap_place));
		if (trap->has_site) {
			fputs(", ", stdout);
			text_site(&trap->site);
		}
		putchar(')');
	}
	putchar('\n');
	if (trap->detail[0] && (text->full || trap->possible & (trap->possible - 1) ||
				!trap->possible)) {
		info_text_key(0, "because");
		info_text_string(wcore_string_from(trap->detail));
		putchar('\n');
	}
}

static void text_threads(const struct info_text *text)
{
	const struct info *info = text->info;
	uint64_t end = info_text_end(text, info->thread_count);

	info_text_heading(text, "Threads", info->thread_count);
	for (uint32_t i = 0; i < end; i++) {
		const struct wcore_thread *thread = info->threads[i].thread;

		info_text_item("thread", i);
		if (thread->name.size > 0)
			info_text_string(thread->name);
		else
			fputs("unnamed", stdout);
		fputs(", ", stdout);
		info_text_count(thread->frame_count, "frame", "frames");
		if (info->is_mixed && thread->dialect)
			printf(", %s", thread->dialect->name);
		fputs(thread->is_broken ? ", unreadable" : "", stdout);
		puts(info->threads[i].is_truncated ? ", older ones were not recorded" : "");
	}
	info_text_rest(text, info->thread_count, end);
}

static void text_dwarf(const struct info_module *module)
{
	const struct wcore_dwarf_summary *dwarf = &module->dwarf;
	static const char *const states[] = {
		[WCORE_DWARF_FRESH] = "fits the code",
		[WCORE_DWARF_STALE] = "stale: not of this code, not used",
		[WCORE_DWARF_EMPTY] = "empty",
		[WCORE_DWARF_UNREADABLE] = "unreadable",
	};

	info_text_key(4, "dwarf");
	if (!module->has_dwarf) {
		puts("none");
		return;
	}
	if (dwarf->units > 0) {
		printf("version %u", dwarf->min_version);
		if (dwarf->max_version != dwarf->min_version)
			printf(" to %u", dwarf->max_version);
		fputs(", ", stdout);
		info_text_count(dwarf->units, "unit", "units");
		fputs(", ", stdout);
	}
	fputs(states[dwarf->state], stdout);
	if (dwarf->state == WCORE_DWARF_FRESH && dwarf->is_split)
		fputs(", split", stdout);
	if (dwarf->state == WCORE_DWARF_FRESH && !dwarf->has_variables)
		fputs(", no variables", stdout);
	putchar('\n');
	if (module->languages) {
		info_text_key(4, "languages");
		puts(module->languages);
	}
}

static void text_optional(const char *key, struct wcore_string value, const char *note)
{
	if (value.size == 0)
		return;
	info_text_key(4, key);
	info_text_string(value);
	puts(note);
}

static void text_metadata(const struct info_module *module)
{
	if (module->has_dwarf)
		text_optional("compiler", module->dwarf.producer, " (of the first unit)");
	if (module->producer_count > 0)
		info_text_key(4, "producers");
	for (size_t i = 0; i < module->producer_count; i++) {
		const struct wcore_producer *producer = &module->producers[i];

		fputs(i > 0 ? ", " : "", stdout);
		info_text_string(producer->field);
		putchar(' ');
		info_text_string(producer->name);
		fputs(producer->version.size > 0 ? " " : "", stdout);
		info_text_string(producer->version);
	}
	if (module->producer_count > 0)
		putchar('\n');
	if (module->feature_count == 0)
		return;
	info_text_key(4, "features");
	for (size_t i = 0; i < module->feature_count; i++) {
		printf("%s%c", i > 0 ? " " : "", module->features[i].prefix);
		info_text_string(module->features[i].name);
	}
	putchar('\n');
}

static void text_found(const struct info_text *text, const struct info_module *module)
{
	info_text_key(4, "file");
	info_text_string(wcore_string_from(module->path));
	fputs(", ", stdout);
	info_text_size(module->size);
	putchar('\n');
	if (module->target->is_forced) {
		info_text_key(4, "forced");
		puts("it contradicts the dump");
	}
	text_optional("refused", wcore_string_from(module->target->refused), "");
	info_text_key(4, "functions");
	info_text_number(module->functions);
	fputs(", ", stdout);
	info_text_number(module->imported);
	puts(" of them imported");
	info_text_key(4, "build id");
	puts(module->build_id ? module->build_id : "none");
	text_optional("debug file", wcore_string_from(module->debug_path), "");
	if (!module->debug_path)
		text_optional("debug file", module->external, ", not found");
	if (!module->target->refused)
		text_dwarf(module);
	info_text_key(4, "names");
	puts(module->has_names ? "name section"
	     : module->has_debug_names ? "name section of the debug file" : "none");
	text_optional("source map", module->source_map,
		      module->has_source_map ? "" : ", not found");
	if (text->full)
		text_metadata(module);
}

static void text_modules(const struct info_text *text)
{
	const struct info *info = text->info;
	uint64_t end = info_text_end(text, info->module_count);

	info_text_heading(text, "Modules", info->module_count);
	for (uint32_t i = 0; i < end; i++) {
		const struct info_module *module = &info->modules[i];

		info_text_item("module", i);
		if (module->target->name.size > 0)
			info_text_string(module->target->name);
		else
			fputs("not named", stdout);
		putchar('\n');
		if (module->path) {
			text_found(text, module);
		} else {
			info_text_key(4, "file");
			puts("not found");
			text_optional("refused", wcore_string_from(module->target->refused), "");
		}
	}
	info_text_rest(text, info->module_count, end);
}

/* Files of a bundle. */
static void text_bundle(const struct info_text *text)
{
	const struct wcore_dump *dump = text->info->input.dump;
	uint64_t end = info_text_end(text, dump->embedded_count);

	if (!dump->embedded_count)
		return;
	info_text_heading(text, "Files", dump->embedded_count);
	for (uint32_t i = 0; i < end; i++) {
		const struct wcore_embedded *embedded = &dump->embedded[i];

		printf("  %s: ", wcore_embedded_kind_name(embedded->kind));
		info_text_string(embedded->name);
		fputs(", ", stdout);
		info_text_size(embedded->size);
		if (embedded->encoding != WCORE_EMBEDDED_PLAIN) {
			fputs(" in ", stdout);
			info_text_size(embedded->stored);
		}
		putchar('\n');
	}
	info_text_rest(text, dump->embedded_count, end);
}

static void text_findings(const struct info_text *text)
{
	const struct info *info = text->info;
	uint64_t count = info->finding_count + info->dropped_findings;
	uint64_t end = info_text_end(text, info->finding_count);

	info_text_heading(text, "Findings", count);
	for (size_t i = 0; i < end; i++) {
		const struct wcore_finding *finding = info->findings[i].finding;

		printf("  %s: ", wcore_severity_name(finding->severity));
		info_text_string(wcore_string_from(info->findings[i].path));
		if (finding->has_offset)
			printf(": 0x%" PRIx64, finding->offset);
		fputs(": ", stdout);
		info_text_string(wcore_string_from(finding->text));
		printf(" [%s]\n", finding->rule);
	}
	info_text_rest(text, count, end);
}

void info_text(const struct wcore_cli *cli, const struct info_options *options,
	       const struct info *info)
{
	const struct info_text text = { cli, info, options->full };

	if (options->sections) {
		info_text_sections(&text);
		return;
	}
	text_head(&text);
	text_trap(&text);
	text_threads(&text);
	text_modules(&text);
	text_bundle(&text);
	info_text_state(&text);
	text_findings(&text);
}
