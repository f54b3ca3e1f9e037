/*
 * A function in static single assignment form, as far as it can run before one
 * of its instructions stands: what its locals, operands, globals and memory are
 * there, in terms of what the function was called with.
 *
 * Nodes are values.  Every node that a query gives for the instruction dominates
 * it, and stands for the value that it had when it was computed last: as long as
 * only nodes that are reached through args from there are used, that is one and
 * the same moment for all of them (a node that dominates the instruction cannot
 * be computed again after something that rests on it without that being computed
 * again too).  The inputs of a PHI do not dominate: they may be compared, not evaluated.
 *
 * Built in one pass over the code; locals and globals are followed through the blocks when they
 * are asked for (Braun et al., Simple and Efficient Construction of SSA Form).
 */
#ifndef WCORE_ANALYSIS_SSA_H
#define WCORE_ANALYSIS_SSA_H

#include "../wasm/index.h"
#include "../wasm/insn.h"

#define WCORE_SSA_NONE UINT32_MAX
/* Larger functions are not followed, nor such that take more memory than wcore gives for one (LIMIT). */
#define WCORE_SSA_CODE_MAX (UINT64_C(4) << 20)

enum wcore_ssa_kind {
	WCORE_SSA_CONST,	/* bits (high of a v128) */
	WCORE_SSA_PARAM,	/* index: the parameter as the function was called with */
	WCORE_SSA_INITIAL,	/* index: a declared local that was never set: bits 0 */
	WCORE_SSA_GLOBAL,	/* index: a global as it was at the function's entry */
	/*
	 * index: a mutable global behind calls that may have set it; args[0] is what
	 * it is when no call did (wcore_ssa_kept_global()).
	 */
	WCORE_SSA_GLOBAL_CALL,
	WCORE_SSA_OP,		/* opcode on args: numeric, conversions, select (a, b, condition) */
	WCORE_SSA_LOAD,		/* opcode; args[0] + offset is the address; event is its place in the order of memory */
	WCORE_SSA_CALL,		/* index: of the result; event is the call */
	WCORE_SSA_PHI,		/* where ways meet: wcore_ssa_input() */
	WCORE_SSA_OTHER,	/* anything: nothing is known of it */
};

struct wcore_ssa_node {
	enum wcore_ssa_kind kind;
	uint8_t type;		/* enum wcore_valtype_code; 0 when it is not followed */
	uint8_t arg_count;	/* of args; PHI: see wcore_ssa_input_count() */
	const struct wcore_opcode *op;	/* of OP, LOAD */
	uint32_t index;
	uint32_t args[3];
	uint32_t block;		/* where it is computed */
	uint32_t event;		/* of LOAD, CALL; WCORE_SSA_NONE of most others */
	union {
		struct { uint64_t bits, high; };	/* of CONST */
		struct { uint64_t offset; uint32_t memory; };	/* of LOAD: the immediates */
	};
	uint64_t place;		/* of the instruction in the file; 0 for none */
};

/* What can change memory or globals, in the order of the code within a block. */
enum wcore_ssa_event_kind {
	WCORE_SSA_EVENT_LOAD,	/* changes nothing: marks when */
	WCORE_SSA_EVENT_STORE,	/* address + offset, width bytes, of value */
	WCORE_SSA_EVENT_CALL,	/* anything may happen; args, callee; address: of an indirect one the table index or reference, memory the table */
	WCORE_SSA_EVENT_FILL,	/* memory.fill, memory.copy, memory.init: address, length is value */
	WCORE_SSA_EVENT_ATOMIC,	/* reads and writes width bytes at address + offset */
	WCORE_SSA_EVENT_GLOBAL,	/* global.set: memory is the global's index, value */
	WCORE_SSA_EVENT_OTHER,	/* table and GC instructions, memory.grow: no byte of memory changes */
};

struct wcore_ssa_event {
	enum wcore_ssa_event_kind kind;
	uint32_t block;
	uint32_t address, value;	/* nodes or WCORE_SSA_NONE */
	uint64_t offset;
	uint32_t width, memory;
	uint32_t node;		/* of LOAD: the loaded value */
	const struct wcore_opcode *op;
	uint64_t place;
	/* Of CALL: */
	bool has_callee;	/* a direct call of callee */
	uint32_t callee;	/* funcidx */
	uint32_t typeidx;	/* of an indirect call */
	uint32_t first_arg, arg_count;	/* wcore_ssa_call_arg(); of an indirect call without the table index */
};

struct wcore_ssa;

/*
 * The form of function in front of the instruction at the file offset; offset
 * function->body is the function's entry.  In front of a `loop` means in front of
 * any of its rounds.  module is borrowed.  Errors: NOMEM, LIMIT (too large), FORMAT
 * (code that cannot be decoded, does not validate or cannot be followed), NOT_FOUND (no
 * instruction starts there, none that can be reached, or an `end`, `else`, `catch`:
 * nothing stops there).
 */
struct wcore_error *wcore_ssa_create(struct wcore_module *module,
				     const struct wcore_function *function, uint64_t offset,
				     struct wcore_ssa **ret);
void wcore_ssa_destroy(struct wcore_ssa *ssa);

/* In front of the instruction.  WCORE_SSA_NONE when there is no such local, operand or global. */
uint32_t wcore_ssa_local(struct wcore_ssa *ssa, uint32_t local);
uint32_t wcore_ssa_operand_count(const struct wcore_ssa *ssa);
uint32_t wcore_ssa_operand(struct wcore_ssa *ssa, uint32_t depth);	/* 0 is the top */
uint32_t wcore_ssa_global(struct wcore_ssa *ssa, uint32_t global);
/*
 * The global as it is when every call leaves it as it was, as compilers have it
 * with the stack pointer: never GLOBAL_CALL.  OTHER where an exception was caught.
 */
uint32_t wcore_ssa_kept_global(struct wcore_ssa *ssa, uint32_t global);
/* The instruction that stands there; NULL at the function's entry. */
const struct wcore_insn *wcore_ssa_insn(const struct wcore_ssa *ssa);
/*
 * Of a call: its argument i, as an operand in front of it; also the event for
 * the call itself is not made (it has not returned).
 */
uint32_t wcore_ssa_argument(struct wcore_ssa *ssa, uint32_t i);

/*
 * Lives as long as ssa.  Node numbers that any function here gives (args too) are the
 * one number of that value: equal numbers are equal values.  Nodes are made on demand: the count grows.
 */
const struct wcore_ssa_node *wcore_ssa_node(struct wcore_ssa *ssa, uint32_t node);
uint32_t wcore_ssa_node_count(const struct wcore_ssa *ssa);
uint32_t wcore_ssa_input_count(struct wcore_ssa *ssa, uint32_t phi);
uint32_t wcore_ssa_input(struct wcore_ssa *ssa, uint32_t phi, uint32_t i);
/*
 * node is base + constant, in the arithmetic of its type (i32: constant has 32 bits);
 * base is WCORE_SSA_NONE when all of it is constant.  Not for floats and vectors.
 */
uint32_t wcore_ssa_base(struct wcore_ssa *ssa, uint32_t node, uint64_t *ret_constant);

uint32_t wcore_ssa_event_count(const struct wcore_ssa *ssa);
/* Lives as long as ssa. */
const struct wcore_ssa_event *wcore_ssa_event(struct wcore_ssa *ssa, uint32_t event);
uint32_t wcore_ssa_call_arg(struct wcore_ssa *ssa, const struct wcore_ssa_event *event, uint32_t i);
/* Whether every way to the instruction passes the event. */
bool wcore_ssa_event_dominates(struct wcore_ssa *ssa, uint32_t event);
/*
 * Calls visit for every event that can happen after the last time that event
 * (which dominates) happened, before the instruction: WCORE_SSA_NONE for all
 * since the function's entry.  visit gives false to end it.  False when it was ended, by
 * visit or because all the searches of this ssa took too long.
 */
bool wcore_ssa_between(struct wcore_ssa *ssa, uint32_t event,
		       bool (*visit)(void *context, uint32_t event), void *context);

/*
 * What the way to the instruction has proved of nodes: conditions of branches
 * that every way to it took: "node is equal to bits" (of br_if on i32.eqz, i32.eq
 * with a constant, if, br_table with one target).  i counts from 0; false behind the last.
 */
bool wcore_ssa_fact(struct wcore_ssa *ssa, uint32_t i, uint32_t *ret_node, uint64_t *ret_bits);

#endif
