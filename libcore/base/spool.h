/*
 * A growing run of bytes whose size is not known in advance: memory at first,
 * an unlinked temporary file in TMPDIR (or /tmp, or anonymous memory where
 * neither can be written) once it is large.
 */
#ifndef WCORE_BASE_SPOOL_H
#define WCORE_BASE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "opener.h"

struct wcore_spool {
	const struct wcore_opener *opener;	/* of the temporary file; may be NULL */
	uint8_t *memory;	/* while fd is -1 */
	size_t capacity;
	uint64_t size;
	int fd;
};

void wcore_spool_init(struct wcore_spool *spool, const struct wcore_opener *opener);
void wcore_spool_deinit(struct wcore_spool *spool);
/* path is for messages.  Errors: IO, NOMEM. */
struct wcore_error *wcore_spool_write(struct wcore_spool *spool, const char *path,
				      const void *data, size_t size);
/* Bytes that nobody will look at: zeros, which take no room once the spool is a file.  Errors as above. */
struct wcore_error *wcore_spool_skip(struct wcore_spool *spool, const char *path, uint64_t size);
/*
 * Hands the bytes over: *ret_mapped tells munmap() from free().  The spool is
 * empty afterwards.  *ret is NULL when there are no bytes.
 */
struct wcore_error *wcore_spool_finish(struct wcore_spool *spool, const char *path,
				       const uint8_t **ret, bool *ret_mapped);

#endif
