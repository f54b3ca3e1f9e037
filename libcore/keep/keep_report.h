/* What a stripped dump keeps of each part of a memory: of stack, static data, heap. */
#ifndef WCORE_KEEP_KEEP_REPORT_H
#define WCORE_KEEP_KEEP_REPORT_H

#include "../layout/map.h"
#include "keep.h"

struct wcore_keep_area {
	enum wcore_map_kind kind;
	uint64_t address, size;
	uint64_t captured;	/* bytes that the dump's segments give, as wcore_map_range has them */
	uint64_t kept;		/* of captured; what goes is the rest */
};

/*
 * All of the memory, by address; neighbours of one kind are one.  Reads the header of each segment.  The caller
 * frees *ret.  Errors: NOMEM, the dump's.
 */
struct wcore_error *wcore_keep_areas(const struct wcore_keep *keep, const struct wcore_memory *memory,
				     struct wcore_keep_area **ret, size_t *ret_count);

#endif
