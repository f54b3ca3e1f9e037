#include "assemblyscript_object.h"

/* In front of a block stand 4 bytes of size. */
#define IN_FRONT (4 + WCORE_ASSEMBLYSCRIPT_OBJECT)

void wcore_assemblyscript_object_describe(struct wcore_heap_memory *memory, struct wcore_chunk *chunk)
{
	uint64_t id, bytes;

	if (chunk->address - chunk->start != IN_FRONT || !wcore_heap_word(memory, chunk->address - 8, &id) ||
	    !wcore_heap_word(memory, chunk->address - 4, &bytes))
		return;
	chunk->is_object = true;
	chunk->class_id = (uint32_t)id;
	chunk->object_size = (uint32_t)bytes;
}
