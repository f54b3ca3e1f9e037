/*
 * Debug files from debuginfod servers, by elfutils' libdebuginfod, which is
 * loaded when it is needed: linking it would cost every start 10 ms.
 */
#ifndef WCORE_DEBUG_DEBUGINFOD_H
#define WCORE_DEBUG_DEBUGINFOD_H

#include <stddef.h>
#include <stdint.h>

#include "../base/error.h"

/*
 * The path of the debug file (in debuginfod's own cache) for a build id, which
 * the caller frees.  Errors: NOT_FOUND (no server has it), IO (no library, no
 * answer), NOMEM.
 */
struct wcore_error *wcore_debuginfod_find(const uint8_t *build_id, size_t size, char **ret);

#endif
