/*
 * The Wasm state of each frame of a thread: locals, operands, globals, with
 * where each value comes from.  Values are recorded in the dump, or had again from what
 * the dump does hold: the stack pointer, memory, the code.  A value is given
 * when it is proved; the argument stands in docs/values.md.
 */
#ifndef WCORE_ANALYSIS_UNWIND_H
#define WCORE_ANALYSIS_UNWIND_H

#include "../debug/target.h"
#include "../dump/memory.h"

enum wcore_origin {
	WCORE_ORIGIN_UNAVAILABLE,
	WCORE_ORIGIN_RECORDED,		/* stands in the dump as a local, operand or global */
	WCORE_ORIGIN_MEMORY,		/* stands in the dump's memory, at an address that is certain */
	WCORE_ORIGIN_RECONSTRUCTED,	/* follows from the code and what is recorded */
	WCORE_ORIGIN_CONSTANT,		/* the code or the debug information says it */
};
/* "recorded", "memory", ...; static. */
const char *wcore_origin_name(enum wcore_origin origin);

/* A value of a Wasm type. */
struct wcore_word {
	enum wcore_origin origin;
	uint8_t code;		/* enum wcore_valtype_code; 0 when unknown */
	uint64_t bits, high;	/* i32 zero-extended; high half of a v128 */
	bool is_low_half;	/* bits are the low 32 of something wider */
	bool is_speculative;	/* not proved: with the option only */
	/*
	 * 0 because no instruction on any way here has set this declared local
	 * (origin CONSTANT).  True of the Wasm local, and for raw views; but the
	 * source's variable, or the frame base, that lives there is not set yet:
	 * do not follow it.
	 */
	bool is_initial;
	const char *why;	/* of UNAVAILABLE; lives as long as the unwind */
};

struct wcore_unwind_options {
	bool speculative;	/* also loads that may be stale */
	bool no_replay;		/* functions are not run again (replay.h): what follows without */
};

/* What is given rests on it: after BROKEN nothing that needs calls to preserve the stack pointer. */
enum wcore_stack_check {
	WCORE_STACK_PROVED,	/* the walk ends at the stack pointer that the module starts with */
	WCORE_STACK_OPEN,	/* it was not contradicted, but its end is not there: a cut trace, no start value */
	WCORE_STACK_BROKEN,	/* it ended elsewhere, or could not be made */
	WCORE_STACK_ABSENT,	/* no stack pointer in module or dump */
};

struct wcore_unwind;
struct wcore_unwind_frame;

/*
 * target and thread are borrowed.  Frames are solved when they are asked for; of
 * long stacks the young and the old end.  Errors: NOMEM.
 */
struct wcore_error *wcore_unwind_open(struct wcore_target *target, const struct wcore_thread *thread,
				      const struct wcore_unwind_options *options,
				      struct wcore_unwind **ret);
void wcore_unwind_close(struct wcore_unwind *unwind);

/* Of the whole thread; *ret_text says for people what was found, and may be NULL. */
enum wcore_stack_check wcore_unwind_check(struct wcore_unwind *unwind, const char **ret_text);

/*
 * Tells what the trap proves: operand (0 is the top) of the youngest frame's
 * instruction was bits, as the divisor was 0 after "integer divide by zero".
 * For who knows the kind of the trap for certain.  All frames are solved
 * again; words asked for before are still good, if less complete.  What contradicts
 * a value that is had otherwise is a finding, and withholds both.  Errors: NOMEM.
 */
struct wcore_error *wcore_unwind_learn(struct wcore_unwind *unwind, uint32_t operand,
				       uint64_t bits);
/* unwind/stack-pointer, unwind/contradiction: lives as long as the unwind. */
const struct wcore_findings *wcore_unwind_findings(const struct wcore_unwind *unwind);

/* The state of physical frame index (0 is the youngest); lives as long as the unwind.  Errors: NOMEM, NOT_FOUND. */
struct wcore_error *wcore_unwind_frame(struct wcore_unwind *unwind, uint32_t index,
				       struct wcore_unwind_frame **ret);
/* What the target says of it, but for sites, which are gone. */
const struct wcore_target_frame *wcore_unwind_target_frame(const struct wcore_unwind_frame *frame);

uint32_t wcore_unwind_local_count(struct wcore_unwind_frame *frame);
uint32_t wcore_unwind_param_count(struct wcore_unwind_frame *frame);
struct wcore_word wcore_unwind_local(struct wcore_unwind_frame *frame, uint32_t local);
/* From the bottom, as recorded and as DW_OP_WASM_location counts. */
uint32_t wcore_unwind_operand_count(struct wcore_unwind_frame *frame);
struct wcore_word wcore_unwind_operand(struct wcore_unwind_frame *frame, uint32_t operand);
struct wcore_word wcore_unwind_global(struct wcore_unwind_frame *frame, uint32_t global);
/* A parameter as the function was called with. */
struct wcore_word wcore_unwind_argument(struct wcore_unwind_frame *frame, uint32_t param);
/* The shadow stack of the frame: its pointer now and at the function's entry. */
struct wcore_word wcore_unwind_stack_pointer(struct wcore_unwind_frame *frame);
struct wcore_word wcore_unwind_entry_stack_pointer(struct wcore_unwind_frame *frame);

/* Memory 0 of the frame's instance; NULL when it is not in the dump. */
const struct wcore_memory *wcore_unwind_memory(const struct wcore_unwind_frame *frame);

/*
 * Whether bytes of the frame's own part of the shadow stack can have been
 * written since the function was entered: by a store of its own, or through a
 * pointer that it gave away.  False: what stands there is left from earlier
 * calls.  True where nothing is known.
 */
bool wcore_unwind_is_written(struct wcore_unwind_frame *frame, uint64_t address, uint64_t size);
/*
 * Marks each of size bytes of the frame's own part of the shadow stack: whether the function itself
 * can have stored to it, whether it gave away a pointer to just it, and whether it used a pointer that an
 * index was added to, which started at it.  Code that judge (may be NULL) says does not count is left out.
 * False when nothing is known.
 */
enum {
	WCORE_UNWIND_STORED = 1, WCORE_UNWIND_POINTED = 2, WCORE_UNWIND_INDEXED = 4,
	WCORE_UNWIND_MAYBE = 8,	/* of STORED: the last store that the code has is not on every way to the frame's place */
};
struct wcore_unwind_judge {
	bool (*counts)(void *context, uint64_t place);	/* the file offset of an instruction */
	void *context;
};
bool wcore_unwind_stores(struct wcore_unwind_frame *frame, uint64_t address, uint64_t size,
			 const struct wcore_unwind_judge *judge, uint8_t *marks);

/* The older frame in whose part of the shadow stack an address lies; NULL: none that is known. */
struct wcore_unwind_frame *wcore_unwind_owner(struct wcore_unwind_frame *frame, uint64_t address);
/*
 * Whether a pointer that one of the frame's locals holds was returned to it by a call, and nobody else can have it: its code
 * stores it nowhere, and the call at which it stands does not get it.  Marks each of size bytes behind it as above.
 */
bool wcore_unwind_own(struct wcore_unwind_frame *frame, uint64_t pointer, uint64_t size, uint8_t *marks);

/*
 * Whether the frame stands where no way leads back to its code: at `unreachable`, at a branch to one,
 * or at a call with one behind it.
 */
bool wcore_unwind_is_lost(struct wcore_unwind_frame *frame);

#endif
