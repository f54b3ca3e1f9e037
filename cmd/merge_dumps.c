/* One dump of several, in one of the forms in which stacks are written. */
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/merge/join.h"
#include "merge.h"

/* The findings about an input, as far as they tell of what may be read wrongly. */
static void report_input(void *context, const char *path, const struct wcore_findings *findings)
{
	wcore_cli_findings(context, path, findings);
}

/* The inputs, and each module of the output where it is first. */
static void report_dumps(struct merge_report *report, struct wcore_input *opened, struct wcore_join_map *maps,
			 size_t count)
{
	uint32_t known = 0;

	for (size_t i = 0; i < count; i++) {
		for (uint32_t m = 0; m < maps[i].module_count; m++) {
			if (maps[i].modules[m] < known)
				continue;
			known = maps[i].modules[m] + 1;
			merge_report_target_module(report, opened[i].target, m);
		}
		merge_report_input(report, opened[i].file->path, "core dump", opened[i].file->size, &maps[i]);
		maps[i] = (struct wcore_join_map){ 0 };
	}
}

struct wcore_error *merge_dumps(struct wcore_cli *cli, const struct merge_options *options,
				struct wcore_sink *sink)
{
	const size_t count = (size_t)cli->operand_count;
	struct wcore_input *opened = wcore_calloc(count, sizeof(*opened));
	struct wcore_join_input *inputs = wcore_calloc(count, sizeof(*inputs));
	struct wcore_join_map *maps = wcore_calloc(count, sizeof(*maps));
	struct wcore_error *error = opened && inputs && maps ? NULL : wcore_error_nomem();
	const enum wcore_dialect_id dialect =
		options->dialect == WCORE_DIALECT_XTUC ? WCORE_DIALECT_XTUC : WCORE_DIALECT_SPEC;
	struct wcore_findings findings, again;
	struct wcore_counting_sink trial;

	wcore_findings_init(&findings);
	for (size_t i = 0; i < count && !error; i++) {
		error = wcore_input_open(cli, cli->operands[i], &opened[i]);
		inputs[i] = (struct wcore_join_input){ opened[i].dump, opened[i].target,
						       opened[i].file ? opened[i].file->path : NULL, NULL };
		if (!error && !opened[i].dump->broken)
			wcore_input_findings(&opened[i], report_input, cli);
	}
	/* A pipe cannot take back what was written: first it is seen that nothing stops the writing. */
	wcore_counting_sink_init(&trial);
	wcore_findings_init(&again);
	if (!error)
		error = wcore_join_write(inputs, count, dialect, &trial.sink, &findings);
	for (size_t i = 0; i < count && !error; i++)
		inputs[i].map = &maps[i];
	if (!error)
		error = wcore_join_write(inputs, count, dialect, sink, &again);
	wcore_findings_deinit(&again);
	for (size_t i = 0; i < count && !error; i++)
		error = wcore_input_check(&opened[i]);
	for (size_t i = 0; i < findings.count && !error; i++)
		merge_note(cli, strcmp(findings.items[i].rule, WCORE_JOIN_CONFLICT) ? "form" : "conflict", "%s",
			   findings.items[i].text);
	options->report->dialect = wcore_dialect_get(dialect)->name;
	report_dumps(options->report, opened, maps, error ? 0 : count);
	for (size_t i = 0; i < count && opened; i++)
		wcore_input_deinit(cli, &opened[i]);
	wcore_findings_deinit(&findings);
	for (size_t i = 0; i < count && maps; i++)
		wcore_join_map_deinit(&maps[i]);
	free(maps);
	free(inputs);
	free(opened);
	return error;
}
