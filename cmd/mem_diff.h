/* What the files of `wcore-mem diff` share. */
#ifndef WCORE_CMD_MEM_DIFF_H
#define WCORE_CMD_MEM_DIFF_H

#include "mem.h"

struct mem_diff_totals {
	uint64_t ranges, changed;	/* of memory, and bytes in them that differ */
	uint64_t unknown_ranges, unknown;	/* that cannot be compared */
	uint64_t sizes, globals;	/* memories of another size, globals of another value */
	uint64_t values;		/* with --typed */
	uint64_t values_left_out;	/* of --typed, which had looked at enough */
};

struct mem_diff_pair {
	struct mem *old_mem, *new_mem;
	struct mem_diff_totals totals;
};

/* Static variables, variables of frames, and what is reachable from them, as text or JSON. */
void mem_diff_typed(struct mem_diff_pair *pair);
/* Begins a record: {"schema":...,"kind":kind. */
void mem_diff_json_begin(struct wcore_json *json, const char *kind);
void mem_diff_json_end(struct wcore_json *json);

#endif
