/*
 * Conditional branches with `unreachable` on one side.  Cranelift makes one
 * conditional trap of both, which then stands at the branch.  The checks of
 * epochs that Wasmtime puts at a function's entry and at a loop's head are such
 * branches too.
 */
#ifndef WCORE_ANALYSIS_BRANCH_H
#define WCORE_ANALYSIS_BRANCH_H

#include "../wasm/insn.h"

struct wcore_branch_traps {
	unsigned count;		/* of `unreachable`s that a side of the branch leads to; 2: two or more */
	uint64_t offset;	/* of the only one, in the file */
	bool is_shared;		/* it can be reached without this branch too */
	bool is_too_deep;	/* blocks nest deeper than is followed: count is not known */
};

/* True for br_if, if, br_table and the br_on_ instructions. */
bool wcore_branch_is_conditional(const struct wcore_opcode *op);

/*
 * Looks for what the conditional branch or `loop` at the file offset, or the
 * function's entry (offset is its body), leads to without any effect in between: constants, locals,
 * arithmetic that cannot trap, block ends.
 * One pass over the function; a byte of memory for each open block.
 * Errors: NOMEM.  Code that cannot be decoded ends the search.
 */
struct wcore_error *wcore_branch_find_traps(const struct wcore_module *module,
					    const struct wcore_function *function, uint64_t offset,
					    struct wcore_branch_traps *ret);

/*
 * True when a straight line leads from the function's entry to the file offset:
 * blocks, but no branch and no handler on the way.
 */
bool wcore_branch_is_certain(const struct wcore_module *module,
			     const struct wcore_function *function, uint64_t offset);

#endif
