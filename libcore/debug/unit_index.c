#include "unit_index.h"

#include <stdlib.h>

#include "../base/alloc.h"

/* A function's size field stands between it and the one before it: up to 5 bytes. */
#define GAP_MAX 5

static bool add_offset(struct wcore_unit_index *index, uint64_t offset)
{
	if (index->count == index->capacity) {
		uint32_t capacity = index->capacity ? index->capacity * 2 : 64;
		void *offsets = wcore_realloc(index->offsets, capacity * sizeof(*index->offsets));

		if (!offsets)
			return false;
		index->offsets = offsets;
		index->capacity = capacity;
	}
	index->offsets[index->count++] = offset;
	return true;
}

static bool add_range(struct wcore_unit_index *index, uint32_t unit, uint64_t low, uint64_t high)
{
	if (high > UINT32_MAX)
		return true;
	if ((low > 0 || high > 1) && high < UINT32_MAX)
		index->live_ranges++;
	if (index->range_count) {
		struct wcore_unit_range *last = &index->ranges[index->range_count - 1];

		if (last->unit == unit && low >= last->high && low - last->high <= GAP_MAX) {
			last->high = (uint32_t)high;
			return true;
		}
	}
	if (index->range_count == index->range_capacity) {
		uint32_t capacity = index->range_capacity ? index->range_capacity * 2 : 64;

		if (capacity > WCORE_UNIT_RANGES_MAX) {
			index->why = "the units have too many ranges";
			return true;
		}
		void *ranges = wcore_realloc(index->ranges, capacity * sizeof(*index->ranges));

		if (!ranges)
			return false;
		index->ranges = ranges;
		index->range_capacity = capacity;
	}
	index->ranges[index->range_count++] =
		(struct wcore_unit_range){ (uint32_t)low, (uint32_t)high, unit };
	return true;
}

static bool add_skeleton(struct wcore_unit_index *index, uint32_t number, uint64_t id)
{
	if (index->skeleton_count == index->skeleton_capacity) {
		uint32_t capacity = index->skeleton_capacity ? index->skeleton_capacity * 2 : 64;
		void *skeletons = wcore_realloc(index->skeletons, capacity * sizeof(*index->skeletons));

		if (!skeletons)
			return false;
		index->skeletons = skeletons;
		index->skeleton_capacity = capacity;
	}
	index->skeletons[index->skeleton_count++] = (struct wcore_unit_skeleton){
		.id = id, .unit = number };
	return true;
}

static bool add_ranges(struct wcore_unit_index *index, uint32_t number,
		       const struct wcore_unit *unit)
{
	struct wcore_range_iter iter;
	uint64_t low, high;

	/* Without ranges a unit may speak of any code. */
	if (!unit->pc.has_ranges && !unit->pc.has_high)
		return add_range(index, number, 0, UINT32_MAX);
	wcore_range_iter_init(&iter, unit, &unit->pc);
	while (!index->why && wcore_range_iter_next(&iter, &low, &high))
		if (!add_range(index, number, low, high))
			return false;
	return true;
}

bool wcore_unit_index_read(struct wcore_dwarf_data *data, struct wcore_unit_index *ret)
{
	uint64_t size = data->sections[WCORE_DWARF_INFO].size;
	struct wcore_unit unit;

	*ret = (struct wcore_unit_index){ 0 };
	for (uint64_t offset = 0; offset < size && !ret->why; offset = unit.end) {
		ret->failed_at = offset;
		if (ret->count == WCORE_UNIT_INDEX_MAX) {
			ret->why = "there are too many units";
			break;
		}
		if (!wcore_unit_read_header(data, offset, &unit, &ret->why))
			break;
		if (!add_offset(ret, offset)) {
			wcore_unit_index_deinit(ret);
			return false;
		}
		if (!wcore_unit_has_code(&unit) || !wcore_unit_read_root(&unit))
			continue;
		if ((unit.dwo_name.data && !add_skeleton(ret, ret->count - 1, unit.dwo_id)) ||
		    !add_ranges(ret, ret->count - 1, &unit)) {
			wcore_unit_index_deinit(ret);
			return false;
		}
	}
	return true;
}

void wcore_unit_index_deinit(struct wcore_unit_index *index)
{
	free(index->offsets);
	free(index->ranges);
	free(index->skeletons);
	*index = (struct wcore_unit_index){ 0 };
}

bool wcore_unit_index_find(const struct wcore_unit_index *index, uint64_t offset, uint32_t *ret)
{
	uint32_t low = 0, high = index->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (index->offsets[middle] <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	*ret = low - 1;
	return low > 0;
}
