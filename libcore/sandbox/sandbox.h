/*
 * A process that reads what nobody vouches for, without the rights to do harm: docs/architecture.md.
 * Two fences of the kernel, each of which holds without the other one: landlock.h says which files are
 * opened, filter.h which system calls there are.
 */
#ifndef WCORE_SANDBOX_SANDBOX_H
#define WCORE_SANDBOX_SANDBOX_H

#include "rights.h"

/* Why a fence is not there; NULL where it is. */
struct wcore_sandbox_state {
	const char *landlock, *filter;
};

/* Whether this build has a sandbox: what sanitizers do at the end of a process passes none. */
bool wcore_sandbox_is_built(void);
/*
 * For good, and before the process has a second thread.  Keeps the rights, and the socket (-1: none) to a
 * broker.  Errors: IO when a right could not be kept.
 */
struct wcore_error *wcore_sandbox_enter(const struct wcore_rights *rights, int socket, struct wcore_sandbox_state *ret);

#endif
