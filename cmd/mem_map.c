/* wcore-mem map. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_map = {
	.name = "map",
	.operands = "DUMP",
	.min_operands = 1,
	.max_operands = 1,
	.summary = "Show what the memory holds and where",
	.groups = MEM_SCOPE | MEM_MEMORY,
	.run = run,
};
