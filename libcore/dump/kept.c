#include "kept.h"

#include <stdlib.h>

#include "../base/alloc.h"

struct wcore_error *wcore_kept_none(const struct wcore_dump *dump, struct wcore_kept *ret)
{
	*ret = (struct wcore_kept){ .count = dump->memory_count };
	ret->memories = wcore_calloc(ret->count ? ret->count : 1, sizeof(*ret->memories));
	return ret->memories ? NULL : wcore_error_nomem();
}

struct wcore_error *wcore_kept_all(const struct wcore_dump *dump, struct wcore_kept *ret)
{
	struct wcore_error *error = wcore_kept_none(dump, ret);

	if (error)
		return error;
	ret->ranges = wcore_calloc(ret->count ? ret->count : 1, sizeof(*ret->ranges));
	if (!ret->ranges) {
		wcore_kept_deinit(ret);
		return wcore_error_nomem();
	}
	for (uint32_t i = 0; i < ret->count; i++) {
		ret->ranges[i].size = dump->memories[i].size;
		ret->memories[i] = (struct wcore_kept_memory){ &ret->ranges[i], ret->ranges[i].size != 0 };
	}
	return NULL;
}

/* Ranges do not touch: a segment that stays lies in one. */
static bool is_kept(const struct wcore_kept_memory *memory, const struct wcore_segment *segment)
{
	size_t low = 0, high = memory->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (memory->ranges[middle].address <= segment->address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return false;

	const uint64_t behind = segment->address - memory->ranges[low - 1].address, size = memory->ranges[low - 1].size;

	return behind < size && segment->size <= size - behind;
}

struct wcore_error *wcore_kept_has_all(const struct wcore_dump *dump, const struct wcore_kept *kept, bool *ret)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	struct wcore_error *error = NULL;
	bool found = true;
	uint64_t released;

	wcore_segment_iter_init(&iter, dump);
	released = iter.cursor.pos;
	*ret = true;
	while (*ret && found && !error) {
		error = wcore_segment_iter_next(&iter, &segment, &found);
		if (error || !found)
			break;
		*ret = !segment.size || (segment.memory < kept->count && is_kept(&kept->memories[segment.memory], &segment));
		wcore_file_release_passed(dump->wasm->file, iter.cursor.pos, &released);
	}
	*ret = *ret && !error && !iter.left_out;
	return error;
}

void wcore_kept_deinit(struct wcore_kept *kept)
{
	free(kept->memories);
	free(kept->ranges);
	*kept = (struct wcore_kept){ 0 };
}
