/* emmalloc, of Emscripten: declared in heap.h. */
#include "heap.h"

static bool recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret)
{
	(void)memory;
	(void)ret;
	return false;
}

static void walk(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		 const struct wcore_heap_visitor *visitor)
{
	(void)memory;
	(void)state;
	(void)visitor;
}

const struct wcore_allocator wcore_emmalloc = { .name = "emmalloc", .recognize = recognize, .walk = walk };
