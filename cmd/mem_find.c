/* wcore-mem find. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_find = {
	.name = "find",
	.operands = "DUMP PATTERN...",
	.min_operands = 1,
	.max_operands = 0,
	.summary = "Find texts, bytes, numbers and pointers in the memory",
	.groups = MEM_SCOPE | MEM_MEMORY,
	.run = run,
};
