/* Stacks whose older frames the producer left out. */
#ifndef WCORE_ANALYSIS_TRUNCATED_H
#define WCORE_ANALYSIS_TRUNCATED_H

#include "../debug/target.h"

/*
 * True when there are as many frames as the producer keeps, and the oldest is
 * no function that a program can start with.  False also where that cannot be
 * said: without the module.
 */
bool wcore_thread_is_truncated(const struct wcore_target *target, const struct wcore_thread *thread);

#endif
