/* gzip data (RFC 1952), the same for the same bytes. */
#ifndef WCORE_BUNDLE_PACK_H
#define WCORE_BUNDLE_PACK_H

#include "../base/spool.h"

struct wcore_packer;

/* What is written is compressed into the spool, which must be open and outlive the packer.  Errors: NOMEM. */
struct wcore_error *wcore_packer_create(struct wcore_spool *spool, struct wcore_packer **ret);
/* Errors: IO (of a spool that became a temporary file), NOMEM. */
struct wcore_error *wcore_packer_write(struct wcore_packer *packer, const void *data, uint64_t size);
/* Writes out what is pending. */
struct wcore_error *wcore_packer_finish(struct wcore_packer *packer);
void wcore_packer_destroy(struct wcore_packer *packer);

#endif
