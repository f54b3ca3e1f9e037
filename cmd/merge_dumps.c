/* One dump of several, in one of the forms in which stacks are written. */
#include <stdlib.h>

#include "../libcore/merge/join.h"
#include "merge.h"

/* The findings about an input, as far as they tell of what may be read wrongly. */
static void report_input(void *context, const char *path, const struct wcore_findings *findings)
{
	wcore_cli_findings(context, path, findings);
}

struct wcore_error *merge_dumps(struct wcore_cli *cli, const struct merge_options *options,
				struct wcore_sink *sink)
{
	const size_t count = (size_t)cli->operand_count;
	struct wcore_input *opened = calloc(count, sizeof(*opened));
	struct wcore_join_input *inputs = calloc(count, sizeof(*inputs));
	struct wcore_error *error = opened && inputs ? NULL : wcore_error_nomem();
	const bool is_xtuc = options->dialect == WCORE_DIALECT_XTUC;
	struct wcore_findings findings;

	wcore_findings_init(&findings);
	for (size_t i = 0; i < count && !error; i++) {
		error = wcore_input_open(cli, cli->operands[i], &opened[i]);
		inputs[i] = (struct wcore_join_input){ opened[i].dump, opened[i].target,
						       opened[i].file ? opened[i].file->path : NULL };
		if (!error)
			wcore_input_findings(&opened[i], report_input, cli);
	}
	if (!error)
		error = wcore_join_write(inputs, count, is_xtuc ? WCORE_DIALECT_XTUC : WCORE_DIALECT_SPEC, sink,
					 &findings);
	for (size_t i = 0; i < findings.count && !error; i++)
		merge_left_out(cli, "%s", findings.items[i].text);
	for (size_t i = 0; i < count && opened; i++)
		wcore_input_deinit(&opened[i]);
	wcore_findings_deinit(&findings);
	free(inputs);
	free(opened);
	return error;
}
