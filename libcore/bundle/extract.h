/* A bundle taken apart: the files as they went in. */
#ifndef WCORE_BUNDLE_EXTRACT_H
#define WCORE_BUNDLE_EXTRACT_H

#include "../dump/embedded.h"

/*
 * Writes the dump and each file of it below folder, which is made where it is missing.  Names lead nowhere
 * else: what would climb out of it is cut off.  Nothing that is there is replaced.  told, which may be NULL, is
 * called with the path of each file.  Thin copies are left out: *ret_thin counts them.  Errors: NOT_FOUND (no bundle), IO, FORMAT, LIMIT, NOMEM.
 */
struct wcore_error *wcore_bundle_extract(const struct wcore_dump *dump, const char *folder, uint64_t max_input,
					 void (*told)(void *context, const char *path), void *context,
					 uint32_t *ret_thin);
/* A relative path without "..", ".", empty parts and control bytes; "file" where nothing is left.  The caller frees it; NULL on no memory. */
char *wcore_bundle_safe_name(struct wcore_string name);

#endif
