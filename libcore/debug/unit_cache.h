/*
 * What was read of the units that were asked for last: a few of each kind are
 * kept, so that a backtrace through one unit reads it once.
 *
 * A pointer that a function of this file gives is good until the next call of
 * the same function.
 */
#ifndef WCORE_DEBUG_UNIT_CACHE_H
#define WCORE_DEBUG_UNIT_CACHE_H

#include "line.h"
#include "scope.h"

#define WCORE_UNIT_CACHE_SLOTS 16

struct wcore_cached_functions {
	const struct wcore_dwarf_data *data;
	uint64_t unit;		/* offset of the header */
	struct wcore_scope_table table;
	bool is_sampled, is_stale;	/* the caller's, with what it sampled for */
	uint64_t skew;
};

struct wcore_cached_lines {
	uint64_t offset;	/* in .debug_line */
	struct wcore_line_table table;
	bool is_sampled, is_stale, is_whole;	/* the caller's, with what it sampled for */
	uint64_t skew;
};

struct wcore_unit_cache {
	struct wcore_unit units[WCORE_UNIT_CACHE_SLOTS];
	struct wcore_abbrev_table abbrevs[WCORE_UNIT_CACHE_SLOTS];
	struct wcore_cached_functions functions[WCORE_UNIT_CACHE_SLOTS];
	struct wcore_cached_lines lines[WCORE_UNIT_CACHE_SLOTS];
	unsigned unit_count, abbrev_count, function_count, line_count;	/* ever made */
};

void wcore_unit_cache_deinit(struct wcore_unit_cache *cache);

/* The unit at an offset with its first DIE; NULL when it cannot be read. */
const struct wcore_unit *wcore_unit_cache_unit(struct wcore_unit_cache *cache,
					       struct wcore_dwarf_data *data, uint64_t offset);
/* NULL when it cannot be read. */
const struct wcore_abbrev_table *wcore_unit_cache_abbrevs(struct wcore_unit_cache *cache,
							  const struct wcore_unit *unit);
struct wcore_cached_functions *wcore_unit_cache_functions(struct wcore_unit_cache *cache,
							  const struct wcore_unit *unit);
/* Reads on until there are more than count functions, or all. */
void wcore_unit_cache_extend(struct wcore_unit_cache *cache, const struct wcore_unit *unit,
			     struct wcore_cached_functions *functions, uint32_t count);
/* NULL when the unit has no line program or its header cannot be read (ret_why is set then). */
struct wcore_cached_lines *wcore_unit_cache_lines(struct wcore_unit_cache *cache,
						  const struct wcore_unit *unit,
						  const char **ret_why);

#endif
