/*
 * AssemblyScript's stub runtime, which hands out memory in one direction: declared in heap.h.
 *
 * Blocks follow one another from the heap's base: 4 bytes of size, then the block; they end 4 bytes before
 * a multiple of 16. Managed objects have zeros, their class and their size in front.  Where the next block
 * will be is a Wasm global.
 */
#include "assemblyscript_object.h"
#include "heap_static.h"

#define OBJECT WCORE_ASSEMBLYSCRIPT_OBJECT
/* Blocks with a whole header of an object that must be there when nothing is named. */
#define CERTAIN 4

/* The size of the block; 0 when none starts there. */
static uint64_t read_block(struct wcore_heap_memory *memory, uint64_t at)
{
	uint64_t size;

	if (!wcore_heap_word(memory, at, &size) || size % 16 != 12 || size > memory->size - at - 4)
		return 0;
	return size;
}

static bool is_object(struct wcore_heap_memory *memory, uint64_t at, uint64_t size,
		      struct wcore_chunk *chunk)
{
	uint64_t gc, bytes;

	if (size < 12 || !wcore_heap_uint(memory, at + 4, 8, &gc) || gc ||
	    !wcore_heap_word(memory, at + 16, &bytes) || bytes > size)
		return false;
	if ((OBJECT + bytes + 4 + 15) / 16 * 16 - 4 != size)
		return false;
	chunk->address += OBJECT;
	chunk->size -= OBJECT;
	return true;
}

/* The end of the blocks from at on; how many of them are objects for certain. */
static uint64_t measure(struct wcore_heap_memory *memory, uint64_t at, uint64_t limit,
			unsigned *ret_objects)
{
	struct wcore_chunk chunk = { 0 };
	uint64_t size;

	*ret_objects = 0;
	while (at < limit && (size = read_block(memory, at))) {
		*ret_objects += is_object(memory, at, size, &chunk);
		at += 4 + size;
	}
	return at;
}

static bool recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret)
{
	uint64_t start, offset, end;
	unsigned objects;

	if (memory->width != 4 || !wcore_heap_global(memory, "~lib/rt/stub/offset", &offset) ||
	    !wcore_heap_global(memory, "~lib/rt/stub/startOffset", &start) || start % 16 != 12 ||
	    offset <= start ||
	    offset > memory->size)
		return false;
	end = measure(memory, start, offset, &objects);
	/* The blocks lead to where the next one is to be, or far enough. */
	if (end != offset && objects < CERTAIN)
		return false;
	*ret = (struct wcore_heap_state){ .variant = "stub", .words = { start, offset } };
	return true;
}

static void walk(struct wcore_heap_memory *memory, const struct wcore_heap_state *state,
		 const struct wcore_heap_visitor *visitor)
{
	const uint64_t offset = state->words[1];
	uint64_t before = WCORE_HEAP_NOWHERE, size;

	if (!wcore_heap_visit_region(visitor, state->words[0], memory->size))
		return;
	for (uint64_t at = state->words[0]; at < offset; at += 4 + size) {
		struct wcore_chunk chunk = { .start = at, .address = at + 4, .state = WCORE_CHUNK_USED };

		size = read_block(memory, at);
		if (!size || at + 4 + size > offset) {
			wcore_heap_visit_problem(visitor, "header", at, at, before,
						 "a block of %llu bytes cannot be here, below 0x%llx",
						 (unsigned long long)size, (unsigned long long)offset);
			return;
		}
		chunk.total = size + 4;
		chunk.size = size;
		is_object(memory, at, size, &chunk);
		if (!wcore_heap_visit_chunk(visitor, &chunk))
			return;
		before = at;
	}
	const struct wcore_chunk top = {
		.start = offset, .total = memory->size - offset, .address = offset, .size = memory->size - offset,
		.state = WCORE_CHUNK_TOP,
	};

	if (top.total)
		wcore_heap_visit_chunk(visitor, &top);
}

const struct wcore_allocator wcore_assemblyscript_stub = {
	.name = "AssemblyScript", .recognize = recognize, .walk = walk,
	.describe = wcore_assemblyscript_object_describe,
};
