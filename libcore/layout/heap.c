#include "heap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

#define FIRST_CAPACITY 1024

/* A chunk that is kept: its lead is what stands in front of the program's bytes, its tail what stands behind. */
struct wcore_heap_item {
	uint64_t start : 48, lead : 16;
	uint64_t total : 46, tail : 13, state : 3, owner : 2;
};
#define START_MAX ((UINT64_C(1) << 48) - 1)
#define TOTAL_MAX ((UINT64_C(1) << 46) - 1)
#define LEAD_MAX UINT64_C(0xffff)
#define TAIL_MAX UINT64_C(0x1fff)

const char *wcore_chunk_state_name(enum wcore_chunk_state state)
{
	static const char *const names[] = {
		[WCORE_CHUNK_USED] = "used", [WCORE_CHUNK_FREE] = "free",
		[WCORE_CHUNK_TOP] = "top", [WCORE_CHUNK_INTERNAL] = "internal",
		[WCORE_CHUNK_MIXED] = "mixed",
	};

	return names[state];
}

/* Visitors. */

bool wcore_heap_visit_region(const struct wcore_heap_visitor *visitor, uint64_t start, uint64_t end)
{
	const struct wcore_heap_region region = { start, end };

	return !visitor->region || visitor->region(visitor->context, &region);
}

bool wcore_heap_visit_chunk(const struct wcore_heap_visitor *visitor, const struct wcore_chunk *chunk)
{
	return !visitor->chunk || visitor->chunk(visitor->context, chunk);
}

bool wcore_heap_visit_problem(const struct wcore_heap_visitor *visitor, const char *rule, uint64_t address,
			      uint64_t chunk, uint64_t before, const char *format, ...)
{
	struct wcore_heap_problem problem = { .rule = rule, .address = address, .chunk = chunk, .before = before };
	va_list arguments;

	if (!visitor->problem)
		return true;
	va_start(arguments, format);
	vsnprintf(problem.text, sizeof(problem.text), format, arguments);
	va_end(arguments);
	return visitor->problem(visitor->context, &problem);
}

/* Recognition. */

#define REGIONS 64
/* Where the allocators that were recognised have their memory: two of them do not share it. */
struct claims {
	struct wcore_heap_region regions[REGIONS];
	unsigned count, settled;	/* settled: those of allocators that stay */
	bool overlaps;
};

static bool claim(void *context, const struct wcore_heap_region *region)
{
	struct claims *claims = context;

	for (unsigned i = 0; i < claims->settled; i++)
		if (region->start < claims->regions[i].end && region->end > claims->regions[i].start)
			claims->overlaps = true;
	if (claims->count < REGIONS)
		claims->regions[claims->count++] = *region;
	return !claims->overlaps;
}

static void recognize(struct wcore_heap *heap)
{
	struct claims claims = { .count = 0 };
	const struct wcore_heap_visitor visitor = { .region = claim, .context = &claims };

	for (unsigned i = 0; wcore_allocators[i] && heap->state_count < WCORE_HEAP_STATES; i++) {
		struct wcore_heap_state *state = &heap->states[heap->state_count];

		heap->memory.work = WCORE_HEAP_WORK;
		*state = (struct wcore_heap_state){ 0 };
		if (!wcore_allocators[i]->recognize(&heap->memory, state))
			continue;
		state->allocator = wcore_allocators[i];
		claims.overlaps = false;
		claims.settled = claims.count;
		/* Only where another one was found before: the walk of large heaps takes time. */
		if (heap->state_count || wcore_allocators[i + 1])
			state->allocator->walk(&heap->memory, state, &visitor);
		if (claims.overlaps)
			claims.count = claims.settled;
		else
			heap->state_count++;
	}
	heap->memory.work = WCORE_HEAP_WORK;
}

struct wcore_error *wcore_heap_open(struct wcore_target *target, const struct wcore_memory *memory,
				    struct wcore_heap **ret)
{
	struct wcore_heap *heap = wcore_calloc(1, sizeof(*heap));
	struct wcore_error *error;

	if (!heap)
		return wcore_error_nomem();
	error = wcore_heap_memory_open(target, memory, &heap->memory);
	if (error) {
		wcore_heap_close(heap);
		return error;
	}
	recognize(heap);
	*ret = heap;
	return NULL;
}

void wcore_heap_close(struct wcore_heap *heap)
{
	if (!heap)
		return;
	wcore_heap_memory_close(&heap->memory);
	free(heap->items);
	free(heap);
}

void wcore_heap_walk(struct wcore_heap *heap, const struct wcore_heap_state *state,
		     const struct wcore_heap_visitor *visitor)
{
	heap->memory.work = WCORE_HEAP_WORK;
	state->allocator->walk(&heap->memory, state, visitor);
}

struct wcore_error *wcore_heap_check(struct wcore_heap *heap, const struct wcore_heap_state *state,
				     const struct wcore_heap_visitor *visitor)
{
	const struct wcore_heap_visitor problems = { .problem = visitor->problem, .context = visitor->context };
	struct wcore_error *error = wcore_heap_load(heap);

	if (error)
		return error;
	wcore_heap_walk(heap, state, &problems);
	heap->memory.work = WCORE_HEAP_WORK;
	if (state->allocator->check)
		state->allocator->check(heap, state, &problems);
	return NULL;
}

/* The chunks that are kept. */

struct load {
	struct wcore_heap *heap;
	unsigned owner;
	uint64_t region_bytes, chunk_bytes;
	bool has_problem, is_out_of_memory;
};

static bool has_room(struct wcore_heap *heap)
{
	size_t capacity = heap->capacity ? heap->capacity * 2 : FIRST_CAPACITY;
	struct wcore_heap_item *items;

	if (heap->count < heap->capacity)
		return true;
	items = wcore_realloc(heap->items, capacity * sizeof(*items));
	if (!items)
		return false;
	heap->items = items;
	heap->capacity = capacity;
	return true;
}

static bool keep(void *context, const struct wcore_chunk *chunk)
{
	struct load *load = context;
	struct wcore_heap *heap = load->heap;
	const uint64_t lead = chunk->address - chunk->start, tail = chunk->total - lead - chunk->size;

	load->chunk_bytes += chunk->total;
	if (heap->count == WCORE_HEAP_CHUNKS || chunk->start > START_MAX || chunk->total > TOTAL_MAX ||
	    lead > LEAD_MAX || tail > TAIL_MAX) {
		heap->is_partial = true;
		return heap->count < WCORE_HEAP_CHUNKS;
	}
	if (!has_room(heap)) {
		load->is_out_of_memory = true;
		return false;
	}
	heap->items[heap->count++] = (struct wcore_heap_item){
		.start = chunk->start & START_MAX, .lead = lead & LEAD_MAX, .total = chunk->total & TOTAL_MAX,
		.tail = tail & TAIL_MAX, .state = chunk->state & 7, .owner = load->owner & 3,
	};
	return true;
}

static bool note_problem(void *context, const struct wcore_heap_problem *problem)
{
	struct load *load = context;

	(void)problem;
	load->has_problem = true;
	return true;
}

static bool note_region(void *context, const struct wcore_heap_region *region)
{
	struct load *load = context;

	load->region_bytes += region->end - region->start;
	return true;
}

static int compare_items(const void *a, const void *b)
{
	const struct wcore_heap_item *left = a, *right = b;

	return left->start < right->start ? -1 : left->start > right->start;
}

static void sort_items(struct wcore_heap *heap)
{
	for (size_t i = 1; i < heap->count; i++)
		if (heap->items[i].start < heap->items[i - 1].start) {
			qsort(heap->items, heap->count, sizeof(*heap->items), compare_items);
			break;
		}
}

struct wcore_error *wcore_heap_load(struct wcore_heap *heap)
{
	struct load load = { .heap = heap };
	const struct wcore_heap_visitor visitor = { note_region, keep, note_problem, &load };

	if (heap->is_loaded)
		return NULL;
	for (unsigned i = 0; i < heap->state_count && !load.is_out_of_memory; i++) {
		load.owner = i;
		wcore_heap_walk(heap, &heap->states[i], &visitor);
		if (!heap->memory.work)
			heap->is_partial = true;
	}
	if (load.is_out_of_memory) {
		heap->count = 0;
		return wcore_error_nomem();
	}
	/* Damage that every chunk could be told of in spite of hides none. */
	if (load.has_problem && load.chunk_bytes < load.region_bytes)
		heap->is_partial = true;
	sort_items(heap);
	heap->is_loaded = true;
	return NULL;
}

struct wcore_chunk wcore_heap_at(const struct wcore_heap *heap, size_t index)
{
	const struct wcore_heap_item *item = &heap->items[index];

	return (struct wcore_chunk){
		.start = item->start, .total = item->total, .address = item->start + item->lead,
		.size = item->total - item->lead - item->tail, .state = item->state, .owner = item->owner,
	};
}

bool wcore_heap_index(struct wcore_heap *heap, uint64_t address, size_t *ret)
{
	size_t low = 0, high;
	struct wcore_error *error = wcore_heap_load(heap);

	wcore_error_destroy(error);
	if (error)
		return false;
	high = heap->count;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (heap->items[middle].start <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || address - heap->items[low - 1].start >= heap->items[low - 1].total)
		return false;
	*ret = low - 1;
	return true;
}

bool wcore_heap_find(struct wcore_heap *heap, uint64_t address, struct wcore_chunk *ret)
{
	size_t index;

	if (!wcore_heap_index(heap, address, &index))
		return false;
	*ret = wcore_heap_at(heap, index);
	return true;
}

void wcore_heap_describe(struct wcore_heap *heap, struct wcore_chunk *chunk)
{
	if (chunk->owner < heap->state_count && chunk->state == WCORE_CHUNK_USED &&
	    heap->states[chunk->owner].allocator->describe)
		heap->states[chunk->owner].allocator->describe(&heap->memory, chunk);
}
