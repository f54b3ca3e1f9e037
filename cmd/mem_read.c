/* wcore-mem read. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_read = {
	.name = "read",
	.operands = "DUMP ADDRESS|EXPR",
	.min_operands = 2,
	.max_operands = 2,
	.summary = "Print bytes or typed items of the memory",
	.groups = MEM_SCOPE | MEM_MEMORY,
	.run = run,
};
