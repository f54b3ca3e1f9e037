#include "presence.h"

#include <stdlib.h>

#include "alloc.h"

void wcore_stretches_deinit(struct wcore_stretches *stretches)
{
	free(stretches->items);
	*stretches = (struct wcore_stretches){ 0 };
}

bool wcore_stretches_add(struct wcore_stretches *stretches, uint64_t start, uint64_t end)
{
	if (stretches->count == stretches->capacity) {
		const size_t capacity = stretches->capacity ? stretches->capacity * 2 : 256;
		void *items = wcore_realloc(stretches->items, capacity * sizeof(*stretches->items));

		if (!items)
			return false;
		stretches->items = items;
		stretches->capacity = capacity;
	}
	stretches->items[stretches->count++] = (struct wcore_stretch){ start, end };
	return true;
}

static int by_start(const void *a, const void *b)
{
	const struct wcore_stretch *left = a, *right = b;

	return (left->start > right->start) - (left->start < right->start);
}

void wcore_stretches_join(struct wcore_stretches *stretches)
{
	size_t count = 0;

	if (stretches->count)
		qsort(stretches->items, stretches->count, sizeof(*stretches->items), by_start);
	for (size_t i = 0; i < stretches->count; i++) {
		const struct wcore_stretch item = stretches->items[i];

		if (!count || item.start > stretches->items[count - 1].end)
			stretches->items[count++] = item;
		else if (item.end > stretches->items[count - 1].end)
			stretches->items[count - 1].end = item.end;
	}
	stretches->count = count;
}

bool wcore_stretches_hold(const struct wcore_stretches *stretches, uint64_t start, uint64_t end)
{
	size_t low = 0, high = stretches->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (stretches->items[middle].start <= start)
			low = middle + 1;
		else
			high = middle;
	}
	return start >= end || (low && end <= stretches->items[low - 1].end);
}

struct wcore_error *wcore_file_record(struct wcore_file *file)
{
	if (file->presence)
		return NULL;
	file->presence = wcore_calloc(1, sizeof(*file->presence));
	if (!file->presence)
		return wcore_error_nomem();
	file->presence->is_recording = true;
	return NULL;
}

/* The last ones are asked for again and again. */
#define RECENT 8

bool wcore_presence_use(struct wcore_presence *presence, uint64_t start, uint64_t end)
{
	struct wcore_stretches *kept = &presence->kept;

	if (!presence->is_recording)
		return wcore_stretches_hold(kept, start, end);
	if (presence->paused || start >= end)
		return true;
	for (size_t i = kept->count; i > 0 && kept->count - i < RECENT; i--)
		if (kept->items[i - 1].start <= start && end <= kept->items[i - 1].end)
			return true;
	if (kept->count == kept->capacity)
		wcore_stretches_join(kept);
	presence->is_out_of_memory |= !wcore_stretches_add(kept, start, end);
	return true;
}
