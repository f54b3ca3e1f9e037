/* wcore-mem globals. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_globals = {
	.name = "globals",
	.operands = "DUMP [NAME...]",
	.min_operands = 1,
	.max_operands = 0,
	.summary = "Print Wasm globals with names and values",
	.groups = MEM_SCOPE,
	.run = run,
};
