/* wcore-strip --memory: what of a dump's memories stays, where that takes its modules. */
#include <stdio.h>
#include <stdlib.h>

#include "../libcore/base/alloc.h"
#include "../libcore/keep/keep.h"
#include "strip.h"

static unsigned parts_of(enum strip_memory memory)
{
	switch (memory) {
	case STRIP_MEMORY_STACK:
		return WCORE_KEEP_STACK;
	case STRIP_MEMORY_STATICS:
		return WCORE_KEEP_STATICS;
	case STRIP_MEMORY_REACHABLE:
		return WCORE_KEEP_REACHABLE;
	case STRIP_MEMORY_ALL: case STRIP_MEMORY_NONE:
		break;
	}
	return 0;
}

/* What the user hoped for and does not get. */
static void warn(struct wcore_cli *cli, const struct strip_options *options, const struct strip_file *file,
		 const struct wcore_keep *keep)
{
	const char *text = NULL;
	char *line;

	if (keep->is_cut && options->memory == STRIP_MEMORY_REACHABLE)
		text = "not all values of the backtrace went into the budget";
	else if (keep->is_cut)
		text = "more than wcore keeps track of: some of it is left out";
	else if (keep->lacks_stack && options->memory == STRIP_MEMORY_STACK)
		text = "where the stack of a thread is was not said: name its module with -m FILE";
	else if (keep->lacks_statics)
		text = "where static data are was not said: name the module with -m FILE";
	if (!text)
		return;
	wcore_cli_status(cli, WCORE_STATUS_PARTIAL);
	if (wcore_asprintf(&line, "%s: %s", file->path, text) < 0)
		return;
	wcore_cli_say(cli, line);
	free(line);
}

struct wcore_error *strip_memory_choose(struct wcore_cli *cli, const struct strip_options *options,
					struct strip_file *file, struct wcore_keep **ret_keep,
					struct wcore_kept *ret)
{
	const struct wcore_keep_options wanted = {
		.parts = parts_of(options->memory), .has_budget = options->has_memory_budget,
		.budget = options->memory_budget,
	};
	struct wcore_error *error = wcore_target_open(file->dump, &cli->target, &file->target);

	if (!error)
		error = wcore_keep_create(file->target, &wanted, ret_keep);
	if (!error)
		error = wcore_keep_ranges(*ret_keep, ret);
	if (!error)
		warn(cli, options, file, *ret_keep);
	return error;
}
