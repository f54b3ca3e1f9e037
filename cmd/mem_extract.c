/* wcore-mem extract. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_extract = {
	.name = "extract",
	.operands = "DUMP",
	.min_operands = 1,
	.max_operands = 1,
	.summary = "Write a memory, a segment or a section to a file",
	.groups = MEM_MEMORY,
	.run = run,
};
