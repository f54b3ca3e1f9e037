/* The allocators that are known: declared in heap.h. */
#include "heap.h"

const struct wcore_allocator *const wcore_allocators[] = {
	&wcore_dlmalloc,
	&wcore_emmalloc,
	&wcore_talc,
	&wcore_talc5,
	&wcore_tlsf,
	&wcore_tinygo,
	&wcore_wee_alloc,
	&wcore_zig,
	&wcore_assemblyscript_stub,
	NULL,
};
