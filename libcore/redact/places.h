/* Where in a file secrets may stand: its memory, its names, and the contents of custom sections. */
#ifndef WCORE_REDACT_PLACES_H
#define WCORE_REDACT_PLACES_H

#include "../dump/dump.h"
#include "redaction.h"
#include "window.h"

/* A dump with more segments that do not ascend is refused. */
#define WCORE_REDACT_SEGMENTS_MAX (UINT64_C(1) << 22)

/*
 * Adds all segments; what is side by side in a memory is one text, wherever it stands in the file.  Errors:
 * as of window.h, FORMAT, LIMIT.
 */
struct wcore_error *wcore_redact_add_memory(struct wcore_redact_window *window, const struct wcore_dump *dump);
/* The same of a module that is no dump: as its segments are. */
struct wcore_error *wcore_redact_add_segments(struct wcore_redact_window *window, struct wcore_module *module);
/*
 * Names of the format, each on its own, so that their lengths stay as they are; contents of custom sections
 * that are text or of which nothing is known.
 */
struct wcore_error *wcore_redact_add_sections(struct wcore_redact_window *window, const struct wcore_module *module);

/*
 * The bytes of the globals of a dump that have some, v128 and f64, each on its own.  Of i32 and i64 the bytes are
 * no text in the file: recorded.h.
 */
struct wcore_error *wcore_redact_add_globals(struct wcore_redact_window *window, const struct wcore_dump *dump);

#endif
