/* Operands of the youngest frame's instruction that follow from the code and the dump (unwind.h). */
#ifndef WCORE_ANALYSIS_SOLVED_H
#define WCORE_ANALYSIS_SOLVED_H

#include "../debug/target.h"
#include "operand.h"

/*
 * Puts them where nothing is known yet, for the count operands on top.  The
 * thread's youngest frame stands at the instruction.  Errors: NOMEM.
 */
struct wcore_error *wcore_solved_fill(struct wcore_target *target, const struct wcore_thread *thread,
				      unsigned count, struct wcore_operands *operands);

#endif
