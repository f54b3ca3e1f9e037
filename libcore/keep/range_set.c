#include "range_set.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

#define BLOCK 128

/* Ranges that follow each other; never empty. */
struct wcore_range_block {
	size_t count;
	struct wcore_range items[BLOCK];
};

void wcore_range_set_deinit(struct wcore_range_set *set)
{
	for (size_t i = 0; i < set->block_count; i++)
		free(set->blocks[i]);
	free(set->blocks);
	*set = (struct wcore_range_set){ 0 };
}

struct wcore_range_place wcore_range_set_find(const struct wcore_range_set *set, uint64_t address)
{
	struct wcore_range_place place = { 0, 0 };
	const struct wcore_range_block *block;
	size_t low = 0, high = set->block_count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (set->blocks[middle]->items[0].start <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return place;
	place.block = low - 1;
	block = set->blocks[place.block];
	high = block->count;
	while (place.index < high) {
		const size_t middle = place.index + (high - place.index) / 2;

		if (block->items[middle].end <= address)
			place.index = middle + 1;
		else
			high = middle;
	}
	return place;
}

const struct wcore_range *wcore_range_set_next(const struct wcore_range_set *set, struct wcore_range_place *place)
{
	while (place->block < set->block_count && place->index >= set->blocks[place->block]->count)
		*place = (struct wcore_range_place){ place->block + 1, 0 };
	return place->block < set->block_count ? &set->blocks[place->block]->items[place->index++] : NULL;
}

bool wcore_range_set_holds(const struct wcore_range_set *set, uint64_t start, uint64_t end)
{
	struct wcore_range_place place = wcore_range_set_find(set, start);
	const struct wcore_range *range;

	while (start < end && (range = wcore_range_set_next(set, &place)) && range->start <= start)
		start = range->end;
	return start >= end;
}

uint64_t wcore_range_set_close_gaps(struct wcore_range_set *set)
{
	struct wcore_range *last = NULL;
	uint64_t cost = 0;

	for (size_t i = 0; i < set->block_count; i++)
		for (size_t k = 0; k < set->blocks[i]->count; k++) {
			struct wcore_range *range = &set->blocks[i]->items[k];

			if (last && range->start - last->end <= WCORE_RANGE_COST) {
				cost += range->start - last->end;
				last->end = range->start;
			} else {
				cost += WCORE_RANGE_COST;
			}
			cost += range->end - range->start;
			last = range;
		}
	return cost;
}

/* An empty block at that number. */
static struct wcore_range_block *add_block(struct wcore_range_set *set, size_t number)
{
	struct wcore_range_block *block = wcore_malloc(sizeof(*block));

	if (block && set->block_count == set->block_capacity) {
		const size_t capacity = set->block_capacity ? 2 * set->block_capacity : 16;
		void *blocks = wcore_realloc(set->blocks, capacity * sizeof(*set->blocks));

		if (!blocks) {
			free(block);
			return NULL;
		}
		set->blocks = blocks;
		set->block_capacity = capacity;
	}
	if (!block)
		return NULL;
	memmove(set->blocks + number + 1, set->blocks + number, (set->block_count - number) * sizeof(*set->blocks));
	set->blocks[number] = block;
	set->block_count++;
	block->count = 0;
	return block;
}

/* Room in the block of a place, which may move. */
static bool make_room(struct wcore_range_set *set, struct wcore_range_place *place)
{
	struct wcore_range_block *block, *half;

	if (!set->block_count)
		return add_block(set, 0) != NULL;
	block = set->blocks[place->block];
	if (block->count < BLOCK)
		return true;
	half = add_block(set, place->block + 1);
	if (!half)
		return false;
	half->count = BLOCK / 2;
	block->count = BLOCK - half->count;
	memcpy(half->items, block->items + block->count, half->count * sizeof(*half->items));
	if (place->index > block->count)
		*place = (struct wcore_range_place){ place->block + 1, place->index - block->count };
	return true;
}

static bool insert(struct wcore_range_set *set, struct wcore_range_place place, const struct wcore_range *range)
{
	struct wcore_range_block *block;

	if (!make_room(set, &place))
		return false;
	block = set->blocks[place.block];
	memmove(block->items + place.index + 1, block->items + place.index,
		(block->count - place.index) * sizeof(*block->items));
	block->items[place.index] = *range;
	block->count++;
	set->count++;
	return true;
}

/* The range in front of a place; NULL without one. */
static struct wcore_range *previous(struct wcore_range_set *set, struct wcore_range_place place)
{
	if (place.index)
		return &set->blocks[place.block]->items[place.index - 1];
	return place.block ? &set->blocks[place.block - 1]->items[set->blocks[place.block - 1]->count - 1] : NULL;
}

/* [start, end) is free, and place that of the range behind it. */
static bool fill(struct wcore_range_set *set, struct wcore_range_place place, uint64_t start, uint64_t end,
		 uint32_t owner, uint64_t *left)
{
	const struct wcore_range range = { start, end, owner };
	struct wcore_range *before = previous(set, place);

	if (before && before->end == start && before->owner == owner) {
		before->end = end;
		*left -= end - start;
		return true;
	}
	*left -= end - start;
	*left -= *left < WCORE_RANGE_COST ? *left : WCORE_RANGE_COST;
	return insert(set, place, &range);
}

bool wcore_range_set_add(struct wcore_range_set *set, uint64_t start, uint64_t end, uint32_t owner, uint64_t *left)
{
	while (start < end) {
		const struct wcore_range_place place = wcore_range_set_find(set, start);
		struct wcore_range_place at = place;
		const struct wcore_range *next = wcore_range_set_next(set, &at);
		uint64_t stop = next && next->start < end ? next->start : end;

		if (next && next->start <= start) {
			start = next->end;
			continue;
		}
		if (stop - start > *left)
			stop = start + *left;
		if (stop == start || !fill(set, place, start, stop, owner, left))
			return false;
		start = stop;
	}
	return true;
}
