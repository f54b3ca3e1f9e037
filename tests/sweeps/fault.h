/*
 * Calls that can be made to fail, for commands that are linked with FAULT_CALLS wrapped (Makefile).
 *
 * With FAULT_SERVER=IN,OUT in its environment (descriptors) such a program does not run at once: it takes
 * requests of one line and runs itself in a child for each:
 *
 *	run EVENT ACTION STDOUT STDERR [TRACE]
 *
 * ACTION befalls the EVENTth wrapped call, counted from 1: an errno by its number, "short" (half of what
 * was to be read or written), "kill" (SIGKILL before the call) or "none".  The answer is a line of its own:
 * the status of waitpid(), the number of events, and the name of the call that met the fault or "-".  Each line of the file
 * TRACE is an event: the call's name and a number for the place that it came from, with all its callers.
 *
 * With FAULT_WHERE, too, the callers of what fails go to standard error, to be read with addr2line.
 * Without FAULT_SERVER it is the command as it is.
 */
#ifndef WCORE_TESTS_FAULT_H
#define WCORE_TESTS_FAULT_H

#include <stdbool.h>
#include <stddef.h>

/* What befalls a call. */
enum fault { FAULT_NONE, FAULT_ERRNO, FAULT_SHORT };

/* Counts a call, and says what befalls it; errno is set for FAULT_ERRNO.  name is static. */
enum fault fault_event(const char *name);
/* Puts streams whose reads and writes are wrapped in the place of standard output. */
void fault_wrap_streams(void);

#endif
