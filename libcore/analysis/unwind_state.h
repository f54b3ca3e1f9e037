/* What the files of the unwind share; unwind.h is for all others. */
#ifndef WCORE_ANALYSIS_UNWIND_STATE_H
#define WCORE_ANALYSIS_UNWIND_STATE_H

#include "../dump/space.h"
#include "ssa.h"
#include "unwind.h"

/* Frames that are kept at each end of a stack. */
#define WCORE_UNWIND_WINDOW 128

/* What is known of a node of a frame's SSA form. */
struct wcore_solved {
	enum { WCORE_SOLVED_NONE, WCORE_SOLVED_KNOWN, WCORE_SOLVED_CONFLICT } state;
	enum wcore_origin origin;
	bool is_speculative;
	uint64_t bits, high;
};

struct wcore_unwind_frame {
	struct wcore_unwind *unwind;
	struct wcore_target_frame target;
	const struct wcore_memory *memory;	/* 0 of its instance, or NULL */
	uint32_t param_count;
	uint32_t local_count;
	struct wcore_ssa *ssa;	/* NULL: why says it */
	const char *why;
};

struct wcore_unwind {
	struct wcore_target *target;
	const struct wcore_thread *thread;
	struct wcore_unwind_options options;
	struct wcore_arena arena;
	struct wcore_findings findings;
	uint32_t frame_count;	/* of the thread, as far as it can be read */
	struct wcore_unwind_frame *frames;	/* the youngest, then the oldest */
	uint32_t young_count, old_count;
	enum wcore_stack_check check;
	const char *check_text;
};

#endif
