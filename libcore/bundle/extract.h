/* A bundle taken apart: the files as they went in. */
#ifndef WCORE_BUNDLE_EXTRACT_H
#define WCORE_BUNDLE_EXTRACT_H

#include "../dump/embedded.h"

/* What becomes of each file; the calls may be NULL. */
struct wcore_bundle_extract_events {
	/* embedded is NULL of the dump itself. */
	void (*written)(void *context, const struct wcore_embedded *embedded, const char *path);
	/* A thin copy: of the file the bundle has parts, which are no file. */
	void (*left_out)(void *context, const struct wcore_embedded *embedded);
	void *context;
};

/*
 * Writes the dump and each file of it that is whole below folder, which is made where it is missing.  Names lead
 * nowhere else: what would climb out of it is cut off.  Nothing that is there is replaced.  A file that cannot be
 * written to its end is removed again.  Errors: NOT_FOUND (no bundle), IO, FORMAT, LIMIT, NOMEM.
 */
struct wcore_error *wcore_bundle_extract(const struct wcore_dump *dump, const char *folder, uint64_t max_input,
					 const struct wcore_bundle_extract_events *events);
/* A relative path without "..", ".", empty parts and control bytes; "file" where nothing is left.  The caller frees it; NULL on no memory. */
char *wcore_bundle_safe_name(struct wcore_string name);

#endif
