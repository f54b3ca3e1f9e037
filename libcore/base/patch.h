/*
 * Bytes of a file that are to be other ones when it is copied: as many as they replace, so that all that
 * stands behind them keeps its place.
 */
#ifndef WCORE_BASE_PATCH_H
#define WCORE_BASE_PATCH_H

#include "sink.h"

struct wcore_patch {
	uint64_t offset;	/* in the file */
	size_t size;
	const uint8_t *bytes;	/* size of them; borrowed */
};

/* By ascending offset; none overlaps the next. */
struct wcore_patches {
	const struct wcore_patch *items;
	size_t count;
};

/* wcore_sink_copy() of the patched file.  patches may be NULL. */
struct wcore_error *wcore_patches_copy(const struct wcore_patches *patches, struct wcore_sink *sink,
				       const struct wcore_file *file, uint64_t offset, uint64_t size);

#endif
