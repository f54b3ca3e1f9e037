/* The part of a memory that holds static variables, for those who look for an allocator's state there. */
#ifndef WCORE_LAYOUT_HEAP_STATIC_H
#define WCORE_LAYOUT_HEAP_STATIC_H

#include "heap_memory.h"

/*
 * Where static variables may start: behind the shadow stack when the linker put that first, else 0.  Their
 * end is memory->static_end.
 */
uint64_t wcore_heap_static_start(struct wcore_heap_memory *memory);
/*
 * The initial size of the memory, where pages of memory.grow start; one page without a module, which is
 * the least that programs start with.
 */
uint64_t wcore_heap_grown_start(const struct wcore_heap_memory *memory);
/*
 * wcore_heap_scan(), and takes from the allowance of work what that costs by its bytes: for searches that
 * hostile memories can ask for again and again.  *found is what visit sets to end the search, 0 until then.
 */
void wcore_heap_search(struct wcore_heap_memory *memory, uint64_t start, uint64_t end,
		       bool (*visit)(void *context, uint64_t address, uint64_t value), void *context,
		       const uint64_t *found);

#endif
