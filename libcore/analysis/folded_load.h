/*
 * Loads that a compiler folded into the instruction that uses their value.
 *
 * Cranelift gives such a load the place of its user: an access out of bounds is
 * then recorded at an i32.add or a br_if that does not trap itself.  Only the
 * last load in front of it can be the one, with no effect and no join of
 * control between the two (measured with Wasmtime 48; tests/data/traps-folded).
 */
#ifndef WCORE_ANALYSIS_FOLDED_LOAD_H
#define WCORE_ANALYSIS_FOLDED_LOAD_H

#include "../dump/space.h"
#include "../wasm/index.h"
#include "../wasm/insn.h"
#include "stack_pointer.h"

/* What is known of the stack pointer where the thread stopped. */
struct wcore_stack_pointer {
	bool is_known;
	uint32_t global;	/* index in the module */
	uint64_t value;		/* as the dump has it */
	unsigned width;		/* of a pointer, in bytes */
	uint64_t memory_size;	/* in bytes: at least so much is there */
	struct wcore_space space;	/* its bytes; of no memory: none is known */
};

struct wcore_folded_load {
	bool is_found;
	bool is_inside;		/* its address is known, and in the memory */
	struct wcore_insn load;
};

/*
 * The load that may have been folded into the instruction at the file offset.
 * Two passes over the function.  Code that cannot be decoded ends the search.
 */
void wcore_folded_load_find(struct wcore_module *module, const struct wcore_function *function,
			    uint64_t offset, const struct wcore_stack_pointer *pointer,
			    struct wcore_folded_load *ret);

#endif
