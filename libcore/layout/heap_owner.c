#include "heap_owner.h"

void wcore_heap_owner_init(struct wcore_heap_owner *owner, struct wcore_target *target,
			   const struct wcore_memory *memory)
{
	*owner = (struct wcore_heap_owner){ .target = target, .memory = memory };
}

void wcore_heap_owner_deinit(struct wcore_heap_owner *owner)
{
	wcore_heap_close(owner->heap);
	owner->heap = NULL;
}

static bool find(void *context, uint64_t address, struct wcore_owner *ret)
{
	struct wcore_heap_owner *owner = context;
	struct wcore_chunk chunk;

	if (!owner->is_open) {
		owner->is_open = true;
		wcore_error_destroy(wcore_heap_open(owner->target, owner->memory, &owner->heap));
	}
	if (!owner->heap || !wcore_heap_find(owner->heap, address, &chunk))
		return false;
	/* Headers are the allocator's own; so is what was never handed out. */
	if ((chunk.state != WCORE_CHUNK_USED && chunk.state != WCORE_CHUNK_FREE) || address < chunk.address ||
	    address - chunk.address >= chunk.size) {
		ret->kind = WCORE_OWNER_HEAP;
		ret->address = chunk.start;
		ret->size = chunk.total;
		ret->offset = address - chunk.start;
		return true;
	}
	ret->kind = WCORE_OWNER_CHUNK;
	ret->address = chunk.address;
	ret->size = chunk.size;
	ret->offset = address - chunk.address;
	ret->is_used = chunk.state == WCORE_CHUNK_USED;
	return true;
}

struct wcore_owner_heap wcore_heap_owner_source(struct wcore_heap_owner *owner)
{
	return (struct wcore_owner_heap){ .context = owner, .find = find };
}
