/*
 * Whether a module can be the one that a dump was taken of: its frames stand on
 * instructions, callers at calls of the younger frame, and the globals and
 * memories of its instances fit.
 */
#ifndef WCORE_DEBUG_CONTRADICTION_H
#define WCORE_DEBUG_CONTRADICTION_H

#include "../dump/stack.h"

struct wcore_contradiction_check {
	const struct wcore_dump *dump;
	struct wcore_module *module;
	uint32_t index;		/* of the dump's module that it shall be */
	uint64_t *budget;	/* what may still be read: what is left unchecked is not held against the module */
	uint64_t frames;	/* that spoke for the module */
	char *reason;		/* the first contradiction, the caller's to free; NULL when there is none */
	const char *rule;	/* the id of a rule that says of which kind the last reason was; static */
	struct wcore_frame_memo *memo;
};

/* In bytes of code; a frame counts as some.  Real dumps take a hundredth. */
#define WCORE_CONTRADICTION_BUDGET (UINT64_C(32) << 20)

/* budget may be shared by several checks and must outlive them.  Errors: NOMEM. */
struct wcore_error *wcore_contradiction_init(struct wcore_contradiction_check *check,
					     const struct wcore_dump *dump,
					     struct wcore_module *module, uint32_t index,
					     uint64_t *budget);
void wcore_contradiction_deinit(struct wcore_contradiction_check *check);

/* Globals and memories of the module's instances. */
void wcore_contradiction_instances(struct wcore_contradiction_check *check);
/* The first `limit` frames of a thread in one of its readings; stops at the first contradiction. */
void wcore_contradiction_frames(struct wcore_contradiction_check *check,
				const struct wcore_thread *thread,
				const struct wcore_dialect *dialect, uint64_t limit);

#endif
