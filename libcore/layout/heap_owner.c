#include "heap_owner.h"

#include "heap_summary.h"

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

/* Bytes of a memory in which an allocator is looked for without its module: that reads all of it. */
#define SEARCH_MAX (UINT64_C(64) << 20)

static bool has_module(const struct wcore_target *target)
{
	for (uint32_t i = 0; i < target->module_count; i++)
		if (target->modules[i].found.module && !target->modules[i].refused)
			return true;
	return false;
}

/* NULL when there is none. */
static struct wcore_heap *heap_of(struct wcore_heap_owner *owner)
{
	if (!owner->is_open) {
		owner->is_open = true;
		if (owner->memory->size > SEARCH_MAX && !has_module(owner->target))
			return NULL;
		wcore_error_destroy(wcore_heap_open(owner->target, owner->memory, &owner->heap));
	}
	return owner->heap;
}

static bool find(void *context, uint64_t address, struct wcore_owner *ret)
{
	struct wcore_heap *heap = heap_of(context);
	struct wcore_chunk chunk;

	if (!heap || !wcore_heap_find(heap, address, &chunk))
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

static bool measure(void *context, struct wcore_owner_heap_use *ret)
{
	struct wcore_heap *heap = heap_of(context);

	for (unsigned i = 0; heap && i < heap->state_count; i++) {
		struct wcore_heap_summary summary;

		wcore_heap_summarize(heap, &heap->states[i], &summary);
		/* Sums of a part would pass for those of all. */
		if (summary.is_cut || summary.problems || summary.unknown_bytes ||
		    summary.states[WCORE_CHUNK_MIXED].chunks)
			return false;
		ret->used_chunks += summary.states[WCORE_CHUNK_USED].chunks;
		ret->used += summary.states[WCORE_CHUNK_USED].bytes;
		ret->free_chunks += summary.states[WCORE_CHUNK_FREE].chunks;
		ret->free += summary.states[WCORE_CHUNK_FREE].bytes;
		ret->top += summary.states[WCORE_CHUNK_TOP].bytes;
	}
	if (!heap || !heap->state_count)
		return false;
	ret->allocator = heap->states[0].allocator->name;
	return true;
}

struct wcore_owner_heap wcore_heap_owner_source(struct wcore_heap_owner *owner)
{
	return (struct wcore_owner_heap){ .context = owner, .find = find, .measure = measure };
}
