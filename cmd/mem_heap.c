/* wcore-mem heap. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_heap = {
	.name = "heap",
	.operands = "DUMP",
	.min_operands = 1,
	.max_operands = 1,
	.summary = "Show the heap as its allocator sees it",
	.groups = MEM_SCOPE | MEM_MEMORY,
	.run = run,
};
