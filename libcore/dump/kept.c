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

/* Ranges do not touch: what stays lies in one. */
static bool is_kept(const struct wcore_kept *kept, uint32_t number, uint64_t address, uint64_t bytes)
{
	const struct wcore_kept_memory *memory = &kept->memories[number];
	size_t low = 0, high = memory->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (memory->ranges[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return false;

	const uint64_t behind = address - memory->ranges[low - 1].address, size = memory->ranges[low - 1].size;

	return behind < size && bytes <= size - behind;
}

/* Zeros that are told of are captured as well. */
static bool has_all_zeros(const struct wcore_dump *dump, const struct wcore_kept *kept)
{
	for (uint32_t i = 0; i < dump->zeros.count; i++) {
		const struct wcore_zero_range *range = &dump->zeros.ranges[i];

		if (!is_kept(kept, range->memory, range->address, range->end - range->address))
			return false;
	}
	return true;
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
	*ret = has_all_zeros(dump, kept);
	while (*ret && found && !error) {
		error = wcore_segment_iter_next(&iter, &segment, &found);
		if (error || !found)
			break;
		*ret = !segment.size || (segment.memory < kept->count &&
					  is_kept(kept, segment.memory, segment.address, segment.size));
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
