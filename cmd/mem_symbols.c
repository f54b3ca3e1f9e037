/* wcore-mem symbols. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_symbols = {
	.name = "symbols",
	.operands = "DUMP [PATTERN...]",
	.min_operands = 1,
	.max_operands = 0,
	.summary = "List static variables and functions with their addresses",
	.groups = MEM_SCOPE | MEM_MEMORY,
	.run = run,
};
