/*
 * Used chunks that may hold an object of a type: the size fits, and so does what stands in each member that
 * not every value is right for: booleans, enumerations, pointers.
 */
#ifndef WCORE_LAYOUT_HEAP_TYPE_H
#define WCORE_LAYOUT_HEAP_TYPE_H

#include "../lang/object.h"
#include "heap.h"

/* Allocators round sizes up, and leave rests that are too small for a chunk. */
#define WCORE_HEAP_SLACK 31

struct wcore_heap_fit {
	bool fits;
	uint32_t checks;	/* members whose value says something; 0: only the size speaks for it */
};

/* Restarts the viewer, which is of the heap's memory.  type has a size. */
struct wcore_heap_fit wcore_heap_fit(struct wcore_heap *heap, struct wcore_viewer *viewer,
				     const struct wcore_type *type, const struct wcore_chunk *chunk);

#endif
