/* wcore-mem locals. */
#include "mem.h"

static void run(struct mem *mem, void *options)
{
	(void)options;
	mem_missing(mem, "%s: to be written", mem->verb->name);
}

const struct mem_verb mem_locals = {
	.name = "locals",
	.operands = "DUMP [NAME...]",
	.min_operands = 1,
	.max_operands = 0,
	.summary = "Print a frame's variables, or its Wasm locals",
	.groups = MEM_SCOPE | MEM_VALUES,
	.run = run,
};
