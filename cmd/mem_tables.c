/* wcore-mem tables. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_tables = {
	.name = "tables",
	.operands = "DUMP [INDEX...]",
	.min_operands = 1,
	.max_operands = 0,
	.summary = "Print Wasm tables with the functions in them",
	.groups = MEM_SCOPE,
	.run = run,
};
