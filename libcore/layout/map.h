/*
 * What a memory holds and where, as a list of ranges without holes: what regions.h knows of the
 * layout, the shadow stack's used and free part, frames, and how much of each range the dump has.
 */
#ifndef WCORE_LAYOUT_MAP_H
#define WCORE_LAYOUT_MAP_H

#include "owner.h"

enum wcore_map_kind {
	WCORE_MAP_NULL,		/* in front of all that was placed */
	WCORE_MAP_DATA,		/* a data segment of a module */
	WCORE_MAP_BSS,		/* static data that start as zeros */
	WCORE_MAP_GAP,		/* between them: zeros or padding */
	WCORE_MAP_STACK_FREE,	/* of the shadow stack: not in use */
	WCORE_MAP_STACK,	/* of the shadow stack: in use, of no frame that is told of */
	WCORE_MAP_FRAME,	/* of the shadow stack: a frame's */
	WCORE_MAP_HEAP,
	WCORE_MAP_UNTOUCHED,	/* the end of the memory: nothing but zeros, which were left out */
	WCORE_MAP_UNKNOWN,
	WCORE_MAP_KINDS,
};
/* "null", "data", "bss", "gap", "stack-free", "stack", "frame", "heap", "untouched", "unknown"; static. */
const char *wcore_map_kind_name(enum wcore_map_kind kind);

struct wcore_map_range {
	enum wcore_map_kind kind;
	uint64_t address, size;	/* never empty */
	struct wcore_string name;	/* of UNKNOWN what it may be, of FRAME the function; may be absent */
	uint64_t frame;		/* of FRAME: its number, as wcore-bt counts */
	uint64_t captured;	/* bytes that the dump's segments give */
	uint64_t zeros;		/* with has_zeros: bytes that are known to be 0 */
	bool is_overrun;	/* the stack has grown over it */
};

struct wcore_map_options {
	bool frames;	/* a range for each frame */
	bool zeros;	/* count them: reads all of the memory */
	uint32_t cells;	/* equal parts whose captured bytes are counted for a picture; 0: none */
};

struct wcore_map {
	struct wcore_map_range *items;
	size_t count;
	uint64_t size;		/* of the memory */
	uint64_t captured, zeros;
	bool has_zeros;
	bool omits_zeros;	/* what was not captured is zero */
	bool has_pointer;	/* the stack pointer is known */
	uint64_t pointer;
	bool has_heap_use;	/* the allocator is known */
	struct wcore_owner_heap_use heap_use;
	uint64_t overrun;	/* bytes that the stack has grown over what is below it */
	uint32_t cell_count;
	uint64_t cell_size;	/* the last may be smaller */
	uint64_t *cells;	/* captured bytes of each */
};

/*
 * space as wcore_space_init(), of the memory of owners, which must outlive *ret. Errors: NOMEM, the
 * dump's.
 */
struct wcore_error *wcore_map_create(struct wcore_owners *owners, const struct wcore_dump *dump,
				     const struct wcore_space *space, const struct wcore_map_options *options,
				     struct wcore_map **ret);
void wcore_map_destroy(struct wcore_map *map);

/* The largest static variables in a range, the largest first; gives how many. */
#define WCORE_MAP_SYMBOLS_MAX 5
struct wcore_map_symbol {
	struct wcore_string name;	/* as long as owners */
	uint64_t address, size;
};
size_t wcore_map_symbols(struct wcore_owners *owners, const struct wcore_map_range *range,
			 struct wcore_map_symbol ret[WCORE_MAP_SYMBOLS_MAX]);
/* The range that has most of a cell. */
const struct wcore_map_range *wcore_map_cell_range(const struct wcore_map *map, uint32_t cell);

#endif
