/* Landlock: which files the kernel lets this process open. */
#ifndef WCORE_SANDBOX_LANDLOCK_H
#define WCORE_SANDBOX_LANDLOCK_H

#include "rights.h"

/*
 * *ret is NULL, or why the kernel does not do it.  From here on no file is opened, made or removed by name but those of rights, no TCP is spoken, and no
 * process outside is traced or signalled, as far as the kernel knows these.  For this
 * thread and those that it starts.  Errors: IO when a right could not be given; then there is no fence.
 */
struct wcore_error *wcore_landlock_enter(const struct wcore_rights *rights, const char **ret);

#endif
