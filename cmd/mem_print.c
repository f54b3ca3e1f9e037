/* wcore-mem print: the values of expressions. */
#include "mem.h"

#include <stdlib.h>

static void run(struct mem *mem, void *options)
{
	struct wcore_scope *scope;

	(void)options;
	if (!mem_scope(mem, &scope))
		return;
	for (int i = 0; i < mem->argument_count; i++) {
		struct wcore_object object;
		struct wcore_view *view;

		wcore_viewer_restart(scope->viewer);
		if (!mem_evaluate(mem, scope, mem->arguments[i], &object))
			continue;
		view = wcore_print(scope->viewer, &object, 0);
		if (!view) {
			wcore_cli_error(mem->cli, wcore_error_nomem());
			return;
		}
		wcore_view_text(view, stdout);
		putchar('\n');
	}
}

const struct mem_verb mem_print = {
	.name = "print",
	.operands = "DUMP EXPR...",
	.min_operands = 2,
	.summary = "Print the values of expressions in a frame",
	.groups = MEM_SCOPE | MEM_VALUES,
	.run = run,
};
