/* What the files of fix share: nobody else includes this. */
#ifndef WCORE_VALIDATE_FIX_STATE_H
#define WCORE_VALIDATE_FIX_STATE_H

#include "../dump/core_writer.h"
#include "../wasm/section_writer.h"
#include "fix.h"

struct wcore_fix {
	const struct wcore_dump *dump;
	const struct wcore_target *target;	/* may be NULL */
	struct wcore_sink *sink;
	struct wcore_findings *changes, *kept;
};

void wcore_fix_changed(struct wcore_fix *fix, const char *rule, uint64_t offset, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void wcore_fix_left(struct wcore_fix *fix, const char *rule, uint64_t offset, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* A section as it stands, with a size that takes no more bytes than it needs. */
struct wcore_error *wcore_fix_put_section(struct wcore_fix *fix, const struct wcore_section *section);

struct wcore_error *wcore_fix_thread(struct wcore_fix *fix, const struct wcore_thread *thread,
				     const struct wcore_section *section);
struct wcore_error *wcore_fix_data(struct wcore_fix *fix, const struct wcore_section *section);

#endif
