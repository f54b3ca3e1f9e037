/*
 * Runs a frame's function again, from its entry to the frame's instruction, with what is known
 * of its parameters: every number is known or not, every known one is the one that the
 * function had there.
 *
 * Where a branch rests on something that is not known, the run goes on where all its ways meet again, or
 * on the one that leads to the instruction, without what any of the others may have set.  A
 * loop around the instruction is entered without what is set in it.  Functions that are called
 * are run too; of one that cannot be, all is forgotten that it may have changed.
 */
#ifndef WCORE_ANALYSIS_REPLAY_H
#define WCORE_ANALYSIS_REPLAY_H

#include "unwind_state.h"

/* Instructions that are run, of all frames of an unwind. */
#define WCORE_REPLAY_STEPS (UINT64_C(1) << 19)
/* Code that is read for it. */
#define WCORE_REPLAY_CODE (UINT64_C(256) << 10)
#define WCORE_REPLAY_STACK 16384
#define WCORE_REPLAY_LABELS 1024
#define WCORE_REPLAY_CALLS 24
#define WCORE_REPLAY_GLOBALS 16
#define WCORE_REPLAY_CELLS 16384

struct replay_value { uint64_t bits; bool is_known; };

/* An instruction with what the run needs of it. */
struct replay_step {
	const struct wcore_opcode *op;
	uint64_t imm[2];
	uint64_t vector;		/* of br_table: struct wcore_insn */
	uint32_t memory;
	uint32_t place;			/* from the function's body */
	uint32_t end, other;		/* of a block: its end, and its else or end; of an else: its end */
	uint32_t pops, pushes;		/* of a block: what it takes and gives */
};

struct replay_code {
	struct replay_code *next;
	struct wcore_function function;
	bool is_usable;
	struct replay_step *steps;
	uint32_t count;
	uint32_t param_count, result_count, local_count;
	bool *is_zero;		/* of each local: it starts as a number */
};

struct replay_label {
	uint32_t start, end;	/* instructions */
	uint32_t height;	/* of the stack below its operands */
	uint32_t arity;		/* that a branch takes */
	uint32_t results;
	bool is_loop;
};

/* Bytes that were stored: touched ones, of which some are known. */
struct replay_cell { uint64_t word; uint32_t epoch; uint8_t touched, known; uint8_t bytes[8]; };

struct wcore_replay {
	struct wcore_unwind *unwind;
	struct wcore_unwind_frame *frame;	/* that is run */
	const struct wcore_index *index;
	const struct wcore_memory *memory;	/* 0; NULL: nothing is known of it */
	struct replay_code *codes;
	struct wcore_module *module;		/* of codes */
	uint64_t steps, code_size;		/* that are left */
	struct replay_value stack[WCORE_REPLAY_STACK];
	uint32_t height;
	struct replay_label labels[WCORE_REPLAY_LABELS];
	uint32_t label_count;
	struct replay_value globals[WCORE_REPLAY_GLOBALS];
	struct replay_cell cells[WCORE_REPLAY_CELLS];
	uint32_t epoch;
	bool is_whole;		/* what was not stored is what the module starts with */
	uint64_t pages;		/* of a whole memory */
	struct wcore_unwind_frame *arrived;	/* whose call the state is that of; or NULL */
	bool is_refused;	/* the dump has other bytes than a run said */
	unsigned depth;
};

enum replay_end {
	REPLAY_RETURNED,
	REPLAY_ARRIVED,		/* in front of the frame's instruction */
	REPLAY_LOST,		/* the function cannot be run to its end */
	REPLAY_OVER,		/* too much was run, or what is known cannot be so */
};

/* A call of a function: its part of the stack, and where it is. */
struct replay_call {
	const struct replay_code *code;
	uint32_t locals;	/* in the stack */
	uint32_t labels;	/* the first one, the function's own */
	uint32_t at;		/* the next instruction */
	uint32_t target;	/* the frame's instruction; UINT32_MAX in functions that it calls */
};

/* replay_code.c */

/* NULL when the function has none, or memory ran out. */
const struct replay_code *wcore_replay_code(struct wcore_replay *replay, uint32_t funcidx);
void wcore_replay_close(struct wcore_replay *replay);

/* replay_memory.c */

void wcore_replay_store(struct wcore_replay *replay, uint64_t address, unsigned width, struct replay_value value);
/* Whether the dump has what a run from the program's start says of all bytes; true where it says nothing. */
bool wcore_replay_agrees(struct wcore_replay *replay);
/* All bytes may be others from now on. */
void wcore_replay_forget(struct wcore_replay *replay);
struct replay_value wcore_replay_load(struct wcore_replay *replay, const struct wcore_opcode *op, uint64_t address,
				      uint64_t place);
/* memory.fill and memory.copy. */
void wcore_replay_fill(struct wcore_replay *replay, struct replay_value to, struct replay_value byte,
		       struct replay_value size);
void wcore_replay_copy(struct wcore_replay *replay, struct replay_value to, struct replay_value from,
		       struct replay_value size, uint64_t place);

/* replay_branch.c */

/* Whether the frame's instruction can still be reached from the label: it is not passed again behind it. */
bool wcore_replay_leads_on(const struct replay_call *call, const struct replay_label *label);
/*
 * A branch whose way is not known: depths are the labels that it may go to, and with falls it may
 * also go on behind it.  Goes on where all that lead on meet; false when that cannot be said.
 */
bool wcore_replay_branch(struct wcore_replay *replay, struct replay_call *call, const uint64_t *depths,
			 uint32_t count, bool falls);
/* An if whose condition is not known: goes on behind its end, or further out. */
bool wcore_replay_skip_if(struct wcore_replay *replay, struct replay_call *call, uint32_t end);
/* Forgets what the instructions from start to end may set. */
void wcore_replay_pass(struct wcore_replay *replay, const struct replay_call *call, uint32_t start, uint32_t end);
/* Takes a branch to a label; false when there is none. */
bool wcore_replay_take(struct wcore_replay *replay, struct replay_call *call, uint64_t depth);

/* replay.c */

/* Forgets what a call that is not run may have changed. */
void wcore_replay_forget_call(struct wcore_replay *replay);
/*
 * A run from the state of the call that made the frame, where the frame's caller was run last; from the
 * program's start, of a program that starts with the frame; or from what is known of any call.
 * Whether it arrived: the locals stand at the bottom of replay's stack, its operands above. */
bool wcore_replay_run(struct wcore_replay *replay, struct wcore_unwind_frame *frame,
		      const struct replay_value *params);

#endif
