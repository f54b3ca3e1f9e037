/*
 * Ranges of addresses, each with an owner: by address, none overlaps another.  What is there first stays
 * whose it is.  Adding takes the time of a search, also in the middle of many.
 */
#ifndef WCORE_KEEP_RANGE_SET_H
#define WCORE_KEEP_RANGE_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wcore_range { uint64_t start, end; uint32_t owner; };

struct wcore_range_set {
	struct wcore_range_block **blocks;
	size_t block_count, block_capacity;
	size_t count;	/* ranges */
};

void wcore_range_set_deinit(struct wcore_range_set *set);
/*
 * The part of [start, end) that is not there yet becomes owner's, its lowest addresses first, as long as *left,
 * which is in bytes and counts down, lasts: each range costs WCORE_RANGE_COST more, about the header of a segment.  False when something was
 * left out, or memory ran out.
 */
#define WCORE_RANGE_COST 9
bool wcore_range_set_add(struct wcore_range_set *set, uint64_t start, uint64_t end, uint32_t owner, uint64_t *left);
/*
 * A range grows over a gap behind it that is no larger than what a range costs.  Gives what all of them come
 * to, with that cost.
 */
uint64_t wcore_range_set_close_gaps(struct wcore_range_set *set);
/* Whether all of [start, end) is there. */
bool wcore_range_set_holds(const struct wcore_range_set *set, uint64_t start, uint64_t end);

/* A place in a set, which stays valid until the next range is added. */
struct wcore_range_place { size_t block, index; };
/* Of the first range that ends behind the address. */
struct wcore_range_place wcore_range_set_find(const struct wcore_range_set *set, uint64_t address);
/* The range there, and steps to the next one; NULL at the end. */
const struct wcore_range *wcore_range_set_next(const struct wcore_range_set *set, struct wcore_range_place *place);

#endif
