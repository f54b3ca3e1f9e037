/* A dump of what a runtime that writes none leaves: a trace, a memory image, values of globals. */
#include "merge.h"

struct wcore_error *merge_parts(struct wcore_cli *cli, const struct merge_options *options,
				struct wcore_sink *sink)
{
	(void)cli;
	(void)sink;
	return wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s: nothing is made of it so far", options->stack_trace);
}
