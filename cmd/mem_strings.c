/* wcore-mem strings. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_strings = {
	.name = "strings",
	.operands = "DUMP",
	.min_operands = 1,
	.max_operands = 1,
	.summary = "Print the texts that stand in the memory",
	.groups = MEM_SCOPE | MEM_MEMORY,
	.run = run,
};
