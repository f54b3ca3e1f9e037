/*
 * Repairs a core dump without guessing: what it says is written again in the form of the specification,
 * and what breaks off is cut behind its last whole item.  Nothing is made up: where the form of the
 * specification needs what is not there (the module, for offsets that count from elsewhere), a part
 * stays as it is.
 */
#ifndef WCORE_VALIDATE_FIX_H
#define WCORE_VALIDATE_FIX_H

#include "../base/sink.h"
#include "../debug/target.h"

/*
 * target may be NULL: then no module is known.  Each change is added to changes under the rule that was
 * broken, and what could not be repaired to kept.  Errors: NOMEM, those of the sink.
 */
struct wcore_error *wcore_fix_write(const struct wcore_dump *dump, const struct wcore_target *target,
				    struct wcore_sink *sink, struct wcore_findings *changes,
				    struct wcore_findings *kept);

#endif
