/* The pieces of an image one after another, read ahead by a thread where that is worth it. */
#ifndef WCORE_SCAN_PIECE_SOURCE_H
#define WCORE_SCAN_PIECE_SOURCE_H

#include "image.h"

struct wcore_piece_source;

/* Without a thread when it is not allowed, cannot be had, or the dump is small.  Errors: NOMEM. */
struct wcore_error *wcore_piece_source_open(const struct wcore_space *space, uint64_t from, uint64_t to,
					    bool may_thread, struct wcore_piece_source **ret);
/*
 * *ret is valid until the next call; *ret_found false at the end.  Errors: as wcore_image_fill().
 */
struct wcore_error *wcore_piece_source_next(struct wcore_piece_source *source, struct wcore_piece *ret,
					    bool *ret_found);
bool wcore_piece_source_is_revised(const struct wcore_piece_source *source);
/* NULL does nothing. */
void wcore_piece_source_close(struct wcore_piece_source *source);

#endif
