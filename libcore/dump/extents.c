#include "extents.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "segments.h"

/* A segment and its place in the file: the later one counts. */
struct layer {
	struct wcore_segment segment;
	size_t order;
};

/* The layers that are open at the sweep's address, the latest at the root of a binary heap. */
struct sweep {
	struct layer *layers;
	size_t layer_count;
	size_t *heap;		/* indices of layers */
	size_t heap_count;
	uint64_t address;	/* everything below is done */
	struct wcore_extents *extents;
};

static int compare_layers(const void *a, const void *b)
{
	const struct layer *left = a, *right = b;

	if (left->segment.memory != right->segment.memory)
		return left->segment.memory < right->segment.memory ? -1 : 1;
	if (left->segment.address != right->segment.address)
		return left->segment.address < right->segment.address ? -1 : 1;
	return left->order < right->order ? -1 : left->order > right->order;
}

static bool is_later(const struct sweep *sweep, size_t a, size_t b)
{
	return sweep->layers[sweep->heap[a]].order > sweep->layers[sweep->heap[b]].order;
}

static void swap(struct sweep *sweep, size_t a, size_t b)
{
	size_t saved = sweep->heap[a];

	sweep->heap[a] = sweep->heap[b];
	sweep->heap[b] = saved;
}

static void push(struct sweep *sweep, size_t layer)
{
	size_t i = sweep->heap_count++;

	sweep->heap[i] = layer;
	for (; i && is_later(sweep, i, (i - 1) / 2); i = (i - 1) / 2)
		swap(sweep, i, (i - 1) / 2);
}

static void pop(struct sweep *sweep)
{
	size_t i = 0;

	sweep->heap[0] = sweep->heap[--sweep->heap_count];
	for (;;) {
		size_t latest = i, left = 2 * i + 1, right = 2 * i + 2;

		if (left < sweep->heap_count && is_later(sweep, left, latest))
			latest = left;
		if (right < sweep->heap_count && is_later(sweep, right, latest))
			latest = right;
		if (latest == i)
			return;
		swap(sweep, i, latest);
		i = latest;
	}
}

/* Appends [sweep->address, end) of a segment, to the last extent where that is the same run. */
static void emit(struct sweep *sweep, const struct wcore_segment *segment, uint64_t end)
{
	struct wcore_extents *extents = sweep->extents;
	uint64_t offset = segment->offset + (sweep->address - segment->address);
	struct wcore_segment *last = extents->count ? &extents->items[extents->count - 1] : NULL;

	if (last && last->memory == segment->memory && last->address + last->size == sweep->address &&
	    last->offset + last->size == offset)
		last->size += end - sweep->address;
	else
		extents->items[extents->count++] = (struct wcore_segment){
			.memory = segment->memory, .address = sweep->address,
			.offset = offset, .size = end - sweep->address,
		};
	sweep->address = end;
}

/* Moves the sweep up to the address, or through all open layers. */
static void advance(struct sweep *sweep, uint64_t address)
{
	while (sweep->heap_count && sweep->address < address) {
		const struct wcore_segment *top = &sweep->layers[sweep->heap[0]].segment;
		uint64_t end = wcore_segment_end(top);

		if (end <= sweep->address)
			pop(sweep);
		else
			emit(sweep, top, end < address ? end : address);
	}
}

static void run(struct sweep *sweep)
{
	for (size_t i = 0; i < sweep->layer_count; i++) {
		const struct wcore_segment *segment = &sweep->layers[i].segment;

		if (i && segment->memory != sweep->layers[i - 1].segment.memory) {
			advance(sweep, UINT64_MAX);
			sweep->heap_count = 0;
		} else {
			advance(sweep, segment->address);
		}
		sweep->address = segment->address;
		push(sweep, i);
	}
	advance(sweep, UINT64_MAX);
}

static size_t collect(const struct wcore_dump *dump, uint64_t count, struct layer *layers)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	bool found = true;
	size_t used = 0;

	wcore_segment_iter_init(&iter, dump);
	for (size_t i = 0; found && i < count; i++) {
		/* What breaks the segments is a finding of the index. */
		wcore_error_destroy(wcore_segment_iter_next(&iter, &segment, &found));
		if (found && segment.size && segment.memory < dump->memory_count)
			layers[used++] = (struct layer){ segment, i };
	}
	return used;
}

struct wcore_error *wcore_extents_build(const struct wcore_dump *dump, uint64_t count,
					struct wcore_extents *ret)
{
	struct sweep sweep = { .extents = ret };
	struct wcore_error *error = NULL;

	*ret = (struct wcore_extents){ 0 };
	sweep.layers = wcore_calloc(count + 1, sizeof(*sweep.layers));
	sweep.heap = wcore_calloc(count + 1, sizeof(*sweep.heap));
	/* Each segment's start and end begin at most one extent. */
	ret->items = wcore_calloc(2 * count + 1, sizeof(*ret->items));
	if (sweep.layers && sweep.heap && ret->items) {
		sweep.layer_count = collect(dump, count, sweep.layers);
		qsort(sweep.layers, sweep.layer_count, sizeof(*sweep.layers), compare_layers);
		run(&sweep);
	} else {
		error = wcore_error_nomem();
		wcore_extents_deinit(ret);
	}
	free(sweep.layers);
	free(sweep.heap);
	return error;
}

void wcore_extents_deinit(struct wcore_extents *extents)
{
	free(extents->items);
	*extents = (struct wcore_extents){ 0 };
}

size_t wcore_extents_find(const struct wcore_extents *extents, uint32_t memory, uint64_t address)
{
	size_t low = 0, high = extents->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct wcore_segment *item = &extents->items[middle];

		if (item->memory > memory ||
		    (item->memory == memory && wcore_segment_end(item) > address))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}
