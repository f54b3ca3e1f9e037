/* A crash's signature: equal for equal bugs, stable over rebuilds. */
#ifndef WCORE_ANALYSIS_SIGNATURE_H
#define WCORE_ANALYSIS_SIGNATURE_H

#include "trap.h"

/*
 * "integer divide by zero | process | main": the trap's kind and the normalised
 * names of the top frames, without addresses, hashes and runtime noise.
 * The caller frees *ret.
 */
struct wcore_error *wcore_signature(struct wcore_target *target, const struct wcore_thread *thread,
				    const struct wcore_trap *trap, char **ret);

#endif
