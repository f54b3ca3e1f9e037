/* Locals and operands that hold secrets, as corestack sections have them, and globals. */
#ifndef WCORE_REDACT_RECORDED_H
#define WCORE_REDACT_RECORDED_H

#include "../dump/dump.h"
#include "named.h"
#include "pieces.h"
#include "redaction.h"

/* Errors: NOMEM, LIMIT, FORMAT of a frame that cannot be read. */
struct wcore_error *wcore_redact_recorded(const struct wcore_dump *dump, const struct wcore_pieces *pieces,
					  const struct wcore_named_list *named, struct wcore_redaction *redaction);

/* The same of the globals of type i32 and i64.  Errors: NOMEM, LIMIT. */
struct wcore_error *wcore_redact_globals(const struct wcore_dump *dump, const struct wcore_pieces *pieces,
					 struct wcore_redaction *redaction);

#endif
