/*
 * Repairs a core dump without guessing: what it says is written again in the form of the specification,
 * and what breaks off is cut behind its last whole item.  Nothing is made up: where the form of the
 * specification needs what is not there (the module, for offsets that count from elsewhere), a part
 * stays as it is.
 */
#ifndef WCORE_VALIDATE_FIX_H
#define WCORE_VALIDATE_FIX_H

#include "../debug/target.h"

/* Takes the repaired file piece by piece.  Errors end the writing. */
struct wcore_fix_sink {
	struct wcore_error *(*write)(void *context, const void *data, size_t size);
	void *context;
};

/*
 * target may be NULL: then no module is known.  Each change is added to changes under the rule that was
 * broken, and what could not be repaired to kept.  Errors: NOMEM, those of the sink.
 */
struct wcore_error *wcore_fix_write(const struct wcore_dump *dump, const struct wcore_target *target,
				    const struct wcore_fix_sink *sink, struct wcore_findings *changes,
				    struct wcore_findings *kept);

#endif
