/* Where a recorded frame stands in its module. */
#ifndef WCORE_DEBUG_PLACE_H
#define WCORE_DEBUG_PLACE_H

#include "../dump/stack.h"
#include "../wasm/function.h"
#include "../wasm/insn.h"

struct wcore_place {
	bool has_function;
	struct wcore_function function;	/* may be imported */
	bool has_address;
	uint64_t address;	/* file offset in the module; may pass the function's end in a wrong module */
};

/*
 * The function by its index, or by the place where the index is not sure.
 * Errors: NOT_FOUND (the message names what the module does not have), FORMAT.
 */
struct wcore_error *wcore_place_find(struct wcore_module *module, const struct wcore_frame *frame,
				     struct wcore_place *ret);

/*
 * Wasmer's Singlepass backend raises some traps in code that functions share:
 * the youngest frame then stands at the function's final `end`, or at 0, the
 * local declarations.  True when this is such a place.
 */
bool wcore_place_is_shared(const struct wcore_dialect *dialect, const struct wcore_frame *frame,
			   const struct wcore_place *place);
/*
 * Whether such a trap can come from this instruction.  at_end: the frame stands
 * at the final `end`; otherwise at 0.
 */
bool wcore_place_can_raise(const struct wcore_opcode *op, bool at_end);
/*
 * The one instruction that can have trapped that way; false when there is none,
 * or several: *ret_address is left alone then.
 */
bool wcore_place_infer(const struct wcore_module *module, const struct wcore_place *place,
		       uint64_t *ret_address);

#endif
