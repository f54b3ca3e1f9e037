/* The locals and operands that a dump records of its youngest frame. */
#ifndef WCORE_ANALYSIS_RECORDED_H
#define WCORE_ANALYSIS_RECORDED_H

#include "../debug/target.h"
#include "operand.h"

struct wcore_recorded {
	struct wcore_known *locals;
	uint32_t local_count;
	struct wcore_known stack[WCORE_OPERANDS_DEPTH];	/* the end of the operand stack, top last */
	unsigned stack_count;
};

/*
 * Reads them of frame, which has a function, as far as WCORE_RECORDED_LOCALS.
 * Give back with wcore_recorded_deinit(), also after an error.  Errors: NOMEM.
 */
#define WCORE_RECORDED_LOCALS 4096
struct wcore_error *wcore_recorded_read(const struct wcore_dump *dump,
					const struct wcore_thread *thread,
					const struct wcore_target_frame *frame,
					struct wcore_recorded *ret);
void wcore_recorded_deinit(struct wcore_recorded *recorded);

/* Puts recorded operands where the code alone does not tell them. */
void wcore_recorded_fill(const struct wcore_recorded *recorded, struct wcore_operands *operands);

#endif
