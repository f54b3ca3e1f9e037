/*
 * Why a thread stopped: the instruction at its youngest frame, what is recorded
 * or constant around it, and the stack's shape.  Kinds are Wasmtime's words.
 *
 * No producer records the reason (but what a runtime said of it is in a dump that was made of
 * its text: dump/trace_notes.h), so it is what is left when all that cannot be
 * has been ruled out:
 *   - an instruction traps for the reasons that reason.h lists, less those that
 *     its known operands exclude: constants and recorded values (operand.h), and
 *     what follows from the code and the dump (unwind.h);
 *   - a conditional branch traps when an engine folded an `unreachable` on one
 *     of its sides into it (branch.h): then the trap's place is that of the
 *     `unreachable`;
 *   - at a function's entry the stack ran out, or fuel or an epoch ended, of
 *     which a recursion decides when the place does not;
 *   - where the producer does not record the place in the function, every
 *     instruction of it that can trap may be the one.
 */
#ifndef WCORE_ANALYSIS_TRAP_H
#define WCORE_ANALYSIS_TRAP_H

#include "../debug/target.h"

enum wcore_trap_kind {
	WCORE_TRAP_UNREACHABLE, WCORE_TRAP_DIVIDE_BY_ZERO, WCORE_TRAP_INTEGER_OVERFLOW,
	WCORE_TRAP_BAD_CONVERSION, WCORE_TRAP_MEMORY_BOUNDS, WCORE_TRAP_TABLE_BOUNDS,
	WCORE_TRAP_NULL_ELEMENT, WCORE_TRAP_SIGNATURE, WCORE_TRAP_STACK_EXHAUSTED,
	WCORE_TRAP_UNALIGNED, WCORE_TRAP_NULL_REFERENCE, WCORE_TRAP_CAST, WCORE_TRAP_ARRAY_BOUNDS,
	WCORE_TRAP_UNCAUGHT_EXCEPTION,
	WCORE_TRAP_INTERRUPTED,	/* stopped from outside: fuel, an epoch, a time limit */
	WCORE_TRAP_HOST,	/* a function of the host trapped or stopped the program */
	WCORE_TRAP_NOT_SHARED,	/* an atomic wait on a memory that is not shared */
	WCORE_TRAP_KINDS,
};

/* "integer divide by zero"; static. */
const char *wcore_trap_kind_name(enum wcore_trap_kind kind);

struct wcore_trap {
	uint32_t possible;	/* bit per kind; one bit: the dump proves it; 0: nothing can be said */
	/* The same without what unwind.h adds, which the next dump of the same crash may not give. */
	uint32_t unsolved;
	char detail[256];	/* what was used or why it is open, for people; may be empty */
	bool has_place;		/* module, address, instruction are set */
	const struct wcore_target_module *module;	/* the target's */
	uint64_t address;	/* file offset of the instruction that trapped, which may not be the frame's */
	char instruction[96];	/* "i32.div_s"; "function entry" in front of the first one */
	bool has_zero_divisor;	/* for certain: the operand on top of the youngest frame's stack was 0 */
	bool has_site;		/* file, line, column of site are set */
	struct wcore_site site;	/* its strings live as long as the target */
};

/*
 * A thread that cannot be read, or whose module is not known, is no error:
 * detail says so.  Takes time in the order of the youngest function's size, and of its
 * callers' where operands depend on them.  Uses the target's symbols: lists of sites that they
 * gave before are no longer valid.  Errors: NOMEM.
 */
struct wcore_error *wcore_trap_analyze(struct wcore_target *target,
				       const struct wcore_thread *thread, struct wcore_trap *ret);

struct wcore_unwind;
/* Tells the unwind of the same thread what the trap proves of the values there.  Errors: NOMEM. */
struct wcore_error *wcore_trap_teach(const struct wcore_trap *trap, struct wcore_unwind *unwind);

#endif
