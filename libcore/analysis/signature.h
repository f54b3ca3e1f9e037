/*
 * A crash's signature: equal for equal bugs, stable over rebuilds.
 *
 *	integer divide by zero | process | main
 *
 * The trap's kind, then up to WCORE_SIGNATURE_NAMES names, youngest first:
 *   - Kinds that stay open are joined by " or "; "unknown" when nothing can be said.
 *   - Inlined calls count like calls: -O0 and -O2 agree as far as the debug
 *     information tells of inlining.
 *   - Names are plain (plain_name.h): no arguments, hashes, numbers, addresses.
 *     `__original_main`, `__main_void`, `__main_argc_argv` are `main`.
 *   - What noise.h calls panic machinery is left out above the first name; the
 *     standard library's own frames too when the program gave up (unreachable);
 *     glue everywhere; an entry point ends the list.  When nothing is left, the
 *     youngest name stands alone.
 *   - A name stands once: recursion of any depth gives the same.  Of a stack
 *     that ran out, only the cycle is listed, the first name in ASCII order first.
 *   - A function without a name is `func[?]`, behind its module's name if that
 *     is recorded: its index changes from build to build.
 * Only the WCORE_SIGNATURE_FRAMES youngest frames are looked at.
 */
#ifndef WCORE_ANALYSIS_SIGNATURE_H
#define WCORE_ANALYSIS_SIGNATURE_H

#include "trap.h"

#define WCORE_SIGNATURE_NAMES 5
#define WCORE_SIGNATURE_FRAMES 256

/*
 * trap is what wcore_trap_analyze() gave for the thread.  The caller frees
 * *ret.  Names come from the input: control bytes in them are not masked.
 * Errors: NOMEM.
 */
struct wcore_error *wcore_signature(struct wcore_target *target, const struct wcore_thread *thread,
				    const struct wcore_trap *trap, char **ret);

#endif
