/* wcore-mem types. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_types = {
	.name = "types",
	.operands = "DUMP [NAME...]",
	.min_operands = 1,
	.max_operands = 0,
	.summary = "Print types with offsets, sizes and holes",
	.groups = MEM_SCOPE,
	.run = run,
};
