/*
 * What is known of the nodes of a frame's SSA form: evaluated from what they
 * rest on, or told from outside and followed back.  The files of the unwind
 * share it.
 *
 * A node's value is the one that it had when it was computed last (ssa.h).
 */
#ifndef WCORE_ANALYSIS_SOLVE_H
#define WCORE_ANALYSIS_SOLVE_H

#include "unwind_state.h"

/* The frame has a site. */
bool wcore_solve(struct wcore_unwind_frame *frame, uint32_t node, struct wcore_solved *ret);
/*
 * Tells the value of a node, and follows it to its operands where they can have
 * been one thing only.  False when it contradicts what was known.
 */
bool wcore_solve_tell(struct wcore_unwind_frame *frame, uint32_t node,
		      const struct wcore_solved *value);
/*
 * Whether the node had one value whenever it was looked at since event, which
 * dominates the instruction, happened last; WCORE_SSA_NONE: since the function's entry.
 */
bool wcore_solve_is_steady(struct wcore_unwind_frame *frame, uint32_t node, uint32_t event);
/* The node as a concrete number that is steady since event. */
bool wcore_solve_steady(struct wcore_unwind_frame *frame, uint32_t node, uint32_t event,
			uint64_t *ret);

/* solve_speculative.c */

/* A value that may rest on loads of memory that changed since: *ret_is_certain is false when it does. */
bool wcore_solve_speculative(struct wcore_unwind_frame *frame, uint32_t node,
			     struct wcore_solved *ret, bool *ret_is_certain);

/* solve_memory.c */

/* The value that a load gave; the load's node.  is_stale_allowed: what is there now. */
bool wcore_solve_load(struct wcore_unwind_frame *frame, const struct wcore_ssa_node *node,
		      uint64_t base, bool is_stale_allowed, struct wcore_solved *ret);
/* Bytes as the value of a load gives them; false of loads that give none. */
bool wcore_solve_extend(const struct wcore_opcode *op, const uint8_t *bytes, struct wcore_solved *ret);
/* Bytes of the dump; false when not all are there. */
bool wcore_solve_bytes(struct wcore_unwind *unwind, const struct wcore_memory *memory, uint64_t address,
		       uint64_t size, uint8_t *bytes);
/* Whether the memory is that of the frame's instance alone, and of its thread. */
bool wcore_solve_is_own_memory(const struct wcore_unwind_frame *frame, const struct wcore_memory *memory);
/* What memory says of values that were stored and are still there; the thread's rounds call it. */
void wcore_solve_stores(struct wcore_unwind_frame *frame);
/* What younger frames may have changed since each frame stands where it stands. */
void wcore_solve_changes(struct wcore_unwind *unwind);

/* solve_replay.c */

/* What running the frame's function again gives for its locals and operands: replay.h. */
void wcore_solve_replay(struct wcore_unwind_frame *frame);

/* solve_rounds.c */

/* Solves all frames that are kept. */
void wcore_solve_frames(struct wcore_unwind *unwind);

#endif
