/* What AssemblyScript's allocators have in common: the header that a managed object has in its block. */
#ifndef WCORE_LAYOUT_ASSEMBLYSCRIPT_OBJECT_H
#define WCORE_LAYOUT_ASSEMBLYSCRIPT_OBJECT_H

#include "heap.h"

/* Bytes of the header: see lang/assemblyscript.h. */
#define WCORE_ASSEMBLYSCRIPT_OBJECT 16

/* describe() of their struct wcore_allocator: a chunk that begins behind a whole header is an object. */
void wcore_assemblyscript_object_describe(struct wcore_heap_memory *memory, struct wcore_chunk *chunk);

#endif
