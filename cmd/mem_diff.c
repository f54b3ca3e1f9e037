/* wcore-mem diff. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_diff = {
	.name = "diff",
	.operands = "DUMP DUMP2",
	.min_operands = 2,
	.max_operands = 2,
	.summary = "Compare the memories of two dumps",
	.groups = MEM_SCOPE | MEM_MEMORY | MEM_VALUES,
	.run = run,
};
