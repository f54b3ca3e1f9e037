/*
 * Where the units of .debug_info are and which code each may speak of: a filter,
 * in a few bytes a unit.  What a unit really covers its functions say.
 */
#ifndef WCORE_DEBUG_UNIT_INDEX_H
#define WCORE_DEBUG_UNIT_INDEX_H

#include "ranges.h"

#define WCORE_UNIT_INDEX_MAX (1u << 18)
#define WCORE_UNIT_RANGES_MAX (1u << 19)

/*
 * DWARF addresses; 0 to UINT32_MAX for a unit that does not say.  The gaps between
 * neighbouring functions are not kept apart.
 */
struct wcore_unit_range {
	uint32_t low, high;
	uint32_t unit;		/* in offsets */
};

struct wcore_unit_skeleton {
	uint64_t id;		/* that its split unit has, too */
	uint32_t unit;		/* in offsets */
	bool is_attached;	/* the caller's */
};

struct wcore_unit_index {
	uint64_t *offsets;	/* of the units' headers, ascending */
	uint32_t count, capacity;
	struct wcore_unit_range *ranges;	/* in the order of the units */
	uint32_t range_count, range_capacity;
	uint32_t live_ranges;	/* more than what dead code leaves: nothing or a byte at 0 */
	struct wcore_unit_skeleton *skeletons;	/* units that name a .dwo file, in their order */
	uint32_t skeleton_count, skeleton_capacity;
	const char *why;	/* why reading ended early, or NULL */
	uint64_t failed_at;	/* the offset where that was */
};

/* False when memory ran out. */
bool wcore_unit_index_read(struct wcore_dwarf_data *data, struct wcore_unit_index *ret);
void wcore_unit_index_deinit(struct wcore_unit_index *index);
/* The unit that holds an offset of .debug_info; false when none does. */
bool wcore_unit_index_find(const struct wcore_unit_index *index, uint64_t offset,
			   uint32_t *ret);

#endif
