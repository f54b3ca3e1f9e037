/* The head of wcore-info's result: kind, producer, trap, findings, exit code. */
#include "info.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/analysis/truncated.h"

const char *info_section_name(unsigned id)
{
	static const char *const names[] = {
		"custom", "type", "import", "function", "table", "memory", "global", "export",
		"start", "element", "code", "data", "data count", "tag",
	};

	return id < sizeof(names) / sizeof(*names) ? names[id] : "unknown";
}

static struct wcore_error *copy_error(const struct wcore_error *error)
{
	if (error->code == WCORE_ERROR_NOMEM)
		return wcore_error_nomem();
	if (error->has_offset)
		return wcore_error_at(error->code, error->path, error->where, error->offset, "%s",
				      error->message);
	return wcore_error_create(error->code, error->path, "%s", error->message);
}

/* Keeps the first error and its text; takes both. */
static void take_error(struct info *info, struct wcore_error *error)
{
	char *text;

	if (!error || info->error) {
		wcore_error_destroy(error);
		return;
	}
	info->error = error;
	text = wcore_error_format(error);
	info->error_text = text ? wcore_arena_copy(&info->arena, text, strlen(text)) : NULL;
	if (!info->error_text)
		info->error_text = "out of memory";
	free(text);
}

static struct wcore_error *describe_trap(struct info *info)
{
	const struct wcore_trap *trap = &info->trap;
	char kinds[WCORE_CLI_TRAP_KINDS_SIZE];
	const char *text = wcore_cli_trap_kinds(trap->possible, kinds, sizeof(kinds));
	struct wcore_string module;

	info->trap_kinds = wcore_arena_copy(&info->arena, text, strlen(text));
	if (info->trap_kinds && trap->has_place) {
		module = wcore_cli_module_label(trap->module);
		info->trap_place = wcore_arena_format(&info->arena, "%s at %.*s+0x%" PRIx64,
						      trap->instruction, (int)module.size,
						      module.data, trap->address);
	}
	return info->trap_kinds && (info->trap_place || !trap->has_place) ? NULL
									  : wcore_error_nomem();
}

static struct wcore_error *build_trap(struct info *info)
{
	const struct wcore_dump *dump = info->input.dump;
	struct wcore_error *error;

	if (dump->thread_count == 0)
		return NULL;
	info->trap_thread = &dump->threads[0];
	error = wcore_trap_analyze(info->input.target, info->trap_thread, &info->trap);
	return error ? error : describe_trap(info);
}

static struct wcore_error *build_threads(struct info *info)
{
	const struct wcore_dump *dump = info->input.dump;

	info->threads = wcore_arena_array(&info->arena, (size_t)dump->thread_count + 1,
					  sizeof(*info->threads));
	if (!info->threads)
		return wcore_error_nomem();
	info->thread_count = dump->thread_count;
	for (uint32_t i = 0; i < dump->thread_count; i++)
		info->threads[i] = (struct info_thread){
			&dump->threads[i],
			info->input.target &&
			wcore_thread_is_truncated(info->input.target, &dump->threads[i]),
		};
	return NULL;
}

static void build_dialect(struct info *info)
{
	const struct wcore_dump *dump = info->input.dump;

	info->is_sure = true;
	for (uint32_t i = 0; i < dump->thread_count; i++) {
		const struct wcore_dialect *dialect = dump->threads[i].dialect;

		info->is_sure = info->is_sure && dump->threads[i].is_sure;
		if (!info->dialect)
			info->dialect = dialect;
		else if (dialect && dialect != info->dialect)
			info->is_mixed = true;
	}
}

/* Collects the findings of one severity; counts all while there is no room yet. */
struct collector {
	struct info *info;
	int severity;
	size_t count;
};

static void count_findings(void *context, const char *path, const struct wcore_findings *findings)
{
	struct collector *collector = context;

	(void)path;
	collector->count += findings->count;
	collector->info->dropped_findings += findings->dropped;
}

static void collect_findings(void *context, const char *path,
			     const struct wcore_findings *findings)
{
	struct collector *collector = context;
	struct info *info = collector->info;

	for (size_t i = 0; i < findings->count; i++)
		if ((int)findings->items[i].severity == collector->severity)
			info->findings[info->finding_count++] =
				(struct info_finding){ path, &findings->items[i] };
}

/* Once all else is built: reading more may find more. */
static struct wcore_error *build_findings(struct info *info)
{
	struct collector collector = { .info = info, .severity = WCORE_SEVERITY_ERROR };

	wcore_input_findings(&info->input, count_findings, &collector);
	info->findings = wcore_arena_array(&info->arena, collector.count + 1,
					   sizeof(*info->findings));
	if (!info->findings)
		return wcore_error_nomem();
	for (; collector.severity >= WCORE_SEVERITY_NOTE; collector.severity--)
		wcore_input_findings(&info->input, collect_findings, &collector);
	return NULL;
}

static void set_status(struct wcore_cli *cli, const struct info *info)
{
	if (info->error)
		wcore_cli_status(cli, WCORE_STATUS_TROUBLE);
	if (info->finding_count > 0 &&
	    info->findings[0].finding->severity == WCORE_SEVERITY_ERROR)
		wcore_cli_status(cli, WCORE_STATUS_PARTIAL);
	for (uint32_t i = 0; i < info->thread_count; i++)
		if (info->threads[i].thread->is_broken)
			wcore_cli_status(cli, WCORE_STATUS_PARTIAL);
	for (uint32_t i = 0; i < info->module_count; i++)
		if (info->modules[i].target->refused)
			wcore_cli_status(cli, WCORE_STATUS_PARTIAL);
}

static void build_dump(struct info *info, bool full)
{
	const struct wcore_dump *dump = info->input.dump;

	info->is_dump = true;
	info->kind = "core dump";
	info->producer = wcore_dump_producer(dump);
	build_dialect(info);
	take_error(info, build_threads(info));
	if (info->input.target) {
		take_error(info, build_trap(info));
		take_error(info, info_build_modules(info));
	}
	take_error(info, info_build_state(info, full));
	take_error(info, build_findings(info));
	if (dump->broken)
		take_error(info, copy_error(dump->broken));
}

/* What a file is that is no core dump. */
static const char *describe_kind(const struct wcore_file *file)
{
	return wcore_kind_of(file) == WCORE_KIND_MODULE ? "a WebAssembly module"
							: wcore_kind_describe(file);
}

void info_build(struct wcore_cli *cli, const struct info_options *options, const char *path,
		struct info *ret)
{
	*ret = (struct info){ .operand = path, .path = path,
			       .no_demangle = cli->target.no_demangle };
	wcore_arena_init(&ret->arena);
	take_error(ret, wcore_input_open(cli, path, &ret->input));
	if (ret->input.file)
		ret->path = ret->input.file->path;
	if (ret->input.dump)
		build_dump(ret, options->full);
	else if (ret->input.file)
		ret->kind = describe_kind(ret->input.file);
	set_status(cli, ret);
}

void info_deinit(struct wcore_cli *cli, struct info *info)
{
	wcore_error_destroy(info->error);
	wcore_arena_deinit(&info->arena);
	wcore_input_deinit(cli, &info->input);
}
