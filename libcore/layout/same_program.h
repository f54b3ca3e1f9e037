/* Whether two dumps were taken of one program: without that, comparing their memories says nothing. */
#ifndef WCORE_LAYOUT_SAME_PROGRAM_H
#define WCORE_LAYOUT_SAME_PROGRAM_H

#include "../debug/target.h"

/*
 * *ret_why: the first thing that differs of modules, instances, memories, globals and code, which the caller
 * frees; NULL when nothing speaks against it.  What is not there on one side does not.  Errors: NOMEM.
 */
struct wcore_error *wcore_same_program(const struct wcore_target *old_target,
				       const struct wcore_target *new_target, char **ret_why);

#endif
