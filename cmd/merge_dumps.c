/* One dump of several, in one of the forms in which stacks are written. */
#include "merge.h"

struct wcore_error *merge_dumps(struct wcore_cli *cli, const struct merge_options *options,
				struct wcore_sink *sink)
{
	(void)options;
	(void)sink;
	return wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s: nothing is made of it so far", cli->operands[0]);
}
