/* The allocators that are known: declared in heap.h. */
#include "heap.h"

const struct wcore_allocator *const wcore_allocators[] = {
	&wcore_dlmalloc,
	&wcore_emmalloc,
	NULL,
};
