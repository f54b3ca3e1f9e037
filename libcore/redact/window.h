/*
 * Bytes of a file as a reader of its memory sees them: parts of the file are added one after the other, and what is
 * added side by side is searched as one text.  A part takes no memory that grows with it.
 */
#ifndef WCORE_REDACT_WINDOW_H
#define WCORE_REDACT_WINDOW_H

#include "../base/file.h"
#include "redaction.h"

struct wcore_redact_window;

/* Told of each secret that is found. */
struct wcore_window_sink {
	/* May be NULL: what it says; an error ends it. */
	struct wcore_error *(*secret)(void *context, uint32_t rule, struct wcore_string text);
	void *context;
};

/* All stay the caller's.  sink may be NULL.  Errors: NOMEM. */
struct wcore_error *wcore_redact_window_create(const struct wcore_engine *engine, const struct wcore_file *file,
					       const struct wcore_replacement *replacement,
					       const struct wcore_window_sink *sink, struct wcore_redaction *redaction,
					       struct wcore_redact_window **ret);
void wcore_redact_window_destroy(struct wcore_redact_window *window);
/*
 * part says place, memory, address, name; offset and size which bytes of the file.  Errors of these: as
 * wcore_engine_run() and wcore_redaction_add_hit().
 */
struct wcore_error *wcore_redact_window_add(struct wcore_redact_window *window, const struct wcore_redact_hit *part);
/* Zeros that stand between parts and not in the file. */
struct wcore_error *wcore_redact_window_zeros(struct wcore_redact_window *window, size_t count);
/* Nothing that is added later continues what is there. */
struct wcore_error *wcore_redact_window_break(struct wcore_redact_window *window);
/* Searches what is left. */
struct wcore_error *wcore_redact_window_finish(struct wcore_redact_window *window);

#endif
