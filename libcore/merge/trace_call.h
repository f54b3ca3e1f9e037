/* Where in a function a frame of a trace stands. */
#ifndef WCORE_MERGE_TRACE_CALL_H
#define WCORE_MERGE_TRACE_CALL_H

#include "../wasm/function.h"
#include "../wasm/insn.h"

/* The younger frame, as far as the older one can have called it. */
struct wcore_trace_callee {
	bool is_known;		/* the frame that was called is the younger one of the trace */
	bool is_function;	/* of the same module: funcidx */
	uint32_t funcidx;
};

/* The instruction that holds the byte at offset; false when none does. */
bool wcore_trace_insn_around(struct wcore_module *module, const struct wcore_function *function, uint64_t offset,
			     struct wcore_insn *ret);
/*
 * The one call of the function that can have made the younger frame: a direct call of it or, where there is none,
 * a call through a table or reference; of the host or another module a call of an import.  False when there are
 * several, or none, or the function makes tail calls of its own.
 */
bool wcore_trace_only_call(struct wcore_module *module, const struct wcore_function *function,
			   const struct wcore_trace_callee *callee, uint64_t *ret);
/* Whether the call can have made the younger frame; of an import anything can. */
bool wcore_trace_can_call(struct wcore_module *module, const struct wcore_insn *insn,
			  const struct wcore_trace_callee *callee);

#endif
