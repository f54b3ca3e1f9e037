/* The filter of system calls: what this process may ask of the kernel. */
#ifndef WCORE_SANDBOX_FILTER_H
#define WCORE_SANDBOX_FILTER_H

#include <stdbool.h>

/*
 * From here on the process reads files, maps memory, starts threads, talks to socket (-1: none) and little
 * else: what is not on the list fails with EPERM.  It opens files for reading alone, makes and renames none, unless
 * may_write.  For all threads.  NULL, or why the kernel does not do it.
 */
const char *wcore_filter_enter(int socket, bool may_write);

#endif
