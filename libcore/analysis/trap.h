/*
 * Why a thread stopped: the instruction at its youngest frame, what is recorded
 * or constant around it, and the stack's shape.  Kinds are Wasmtime's words.
 */
#ifndef WCORE_ANALYSIS_TRAP_H
#define WCORE_ANALYSIS_TRAP_H

#include "../debug/target.h"

enum wcore_trap_kind {
	WCORE_TRAP_UNREACHABLE, WCORE_TRAP_DIVIDE_BY_ZERO, WCORE_TRAP_INTEGER_OVERFLOW,
	WCORE_TRAP_BAD_CONVERSION, WCORE_TRAP_MEMORY_BOUNDS, WCORE_TRAP_TABLE_BOUNDS,
	WCORE_TRAP_NULL_ELEMENT, WCORE_TRAP_SIGNATURE, WCORE_TRAP_STACK_EXHAUSTED,
	WCORE_TRAP_UNALIGNED, WCORE_TRAP_NULL_REFERENCE, WCORE_TRAP_CAST, WCORE_TRAP_ARRAY_BOUNDS,
	WCORE_TRAP_UNCAUGHT_EXCEPTION, WCORE_TRAP_INTERRUPTED, WCORE_TRAP_HOST,
	WCORE_TRAP_KINDS,
};

/* "integer divide by zero". */
const char *wcore_trap_kind_name(enum wcore_trap_kind kind);

struct wcore_trap {
	uint32_t possible;	/* bit per kind; one bit: the dump proves it; 0: nothing can be said */
	char detail[256];	/* what was used or why it is open, for people; may be empty */
	bool has_place;		/* module, address, instruction are set */
	const struct wcore_target_module *module;
	uint64_t address;	/* file offset of the instruction that trapped, which may not be the frame's */
	char instruction[96];	/* "i32.div_s" */
	bool has_site;		/* file, line, column of site are set */
	struct wcore_site site;
};

struct wcore_error *wcore_trap_analyze(struct wcore_target *target,
				       const struct wcore_thread *thread, struct wcore_trap *ret);

#endif
