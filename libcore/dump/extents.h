/*
 * What the segments of all memories give when they overlap or lie in disorder:
 * runs of bytes that do not overlap, in ascending order, each from the last
 * segment of the file that gives it.
 */
#ifndef WCORE_DUMP_EXTENTS_H
#define WCORE_DUMP_EXTENTS_H

#include "memory.h"

struct wcore_extents {
	struct wcore_segment *items;	/* parts of segments, by memory and address */
	size_t count;
};

/* count is how many segments the dump has; at most WCORE_MEMORY_SORTED. */
struct wcore_error *wcore_extents_build(const struct wcore_dump *dump, uint64_t count,
					struct wcore_extents *ret);
void wcore_extents_deinit(struct wcore_extents *extents);
/* The first extent that ends behind the address, or lies in a later memory. */
size_t wcore_extents_find(const struct wcore_extents *extents, uint32_t memory, uint64_t address);

#endif
