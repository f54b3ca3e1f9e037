/* Range lists: .debug_ranges (DWARF 4, 2.17.3) and .debug_rnglists (DWARF 5, 2.17.3). */
#ifndef WCORE_DEBUG_RANGES_H
#define WCORE_DEBUG_RANGES_H

#include "unit.h"

struct wcore_range_iter {
	struct wcore_reader reader;
	const struct wcore_unit *unit;
	uint64_t base;
	bool is_single;		/* low and high are all there is */
	uint64_t low, high;
};

/*
 * The ranges of a DIE of unit.  They come out as the list has them, but empty,
 * reversed and overflowing ones, which dead code leaves, are left out.
 */
void wcore_range_iter_init(struct wcore_range_iter *iter, const struct wcore_unit *unit,
			   const struct wcore_pc *pc);
/* False at the end, at what cannot be read, and when the work is used up. */
bool wcore_range_iter_next(struct wcore_range_iter *iter, uint64_t *ret_low, uint64_t *ret_high);
/* Whether a DIE covers the address, and the range that does. */
bool wcore_pc_covers(const struct wcore_unit *unit, const struct wcore_pc *pc, uint64_t address,
		     uint64_t *ret_low, uint64_t *ret_high);

#endif
