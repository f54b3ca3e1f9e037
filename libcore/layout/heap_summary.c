#include "heap_summary.h"

static bool add_region(void *context, const struct wcore_heap_region *region)
{
	struct wcore_heap_summary *summary = context;

	if (!summary->regions++ || region->start < summary->region_start)
		summary->region_start = region->start;
	if (region->end > summary->region_end)
		summary->region_end = region->end;
	summary->region_bytes += region->end - region->start;
	return true;
}

static unsigned bucket_of(uint64_t size)
{
	unsigned bucket = 0;

	while (size >>= 1)
		bucket++;
	return bucket;
}

static void count(struct wcore_heap_count *count, uint64_t bytes)
{
	count->chunks++;
	count->bytes += bytes;
}

static bool add_chunk(void *context, const struct wcore_chunk *chunk)
{
	struct wcore_heap_summary *summary = context;
	const bool is_used = chunk->state == WCORE_CHUNK_USED;
	const bool is_program = is_used || chunk->state == WCORE_CHUNK_FREE;

	count(&summary->states[chunk->state], is_program ? chunk->size : chunk->total);
	summary->unknown_bytes += chunk->total;
	if (is_program) {
		struct wcore_heap_bucket *bucket = &summary->buckets[bucket_of(chunk->size)];

		summary->header_bytes += chunk->total - chunk->size;
		count(is_used ? &bucket->used : &bucket->free, chunk->size);
	}
	if (is_used && chunk->size > summary->largest_used)
		summary->largest_used = chunk->size;
	if ((chunk->state == WCORE_CHUNK_FREE || chunk->state == WCORE_CHUNK_TOP) &&
	    chunk->size > summary->largest_free)
		summary->largest_free = chunk->size;
	return true;
}

static bool add_problem(void *context, const struct wcore_heap_problem *problem)
{
	struct wcore_heap_summary *summary = context;

	(void)problem;
	summary->problems++;
	return true;
}

void wcore_heap_summarize(struct wcore_heap *heap, const struct wcore_heap_state *state,
			  struct wcore_heap_summary *ret)
{
	const struct wcore_heap_visitor visitor = { add_region, add_chunk, add_problem, ret };

	*ret = (struct wcore_heap_summary){ 0 };
	wcore_heap_walk(heap, state, &visitor);
	ret->is_cut = !heap->memory.work;
	/* So far the bytes in chunks. */
	ret->unknown_bytes = ret->region_bytes > ret->unknown_bytes ? ret->region_bytes - ret->unknown_bytes : 0;
}

unsigned wcore_heap_fragmentation(const struct wcore_heap_summary *summary)
{
	const uint64_t free = summary->states[WCORE_CHUNK_FREE].bytes + summary->states[WCORE_CHUNK_TOP].bytes;

	if (!free || summary->largest_free >= free)
		return 0;
	return (unsigned)((double)(free - summary->largest_free) * 1000 / (double)free + 0.5);
}
