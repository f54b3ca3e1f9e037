/*
 * The shadow stack of a thread by frames, and the variables that stand in them.  A frame has the bytes
 * from its stack pointer to the one that it was called with; where the walk over the stack was
 * contradicted, no frame is told of.
 */
#ifndef WCORE_LAYOUT_FRAME_MAP_H
#define WCORE_LAYOUT_FRAME_MAP_H

#include "../lang/inspect.h"

struct wcore_frame_variable {
	uint64_t address, size;
	struct wcore_string name, function;
	uint64_t number;	/* of the call, inlined or not, that it is of: as wcore-bt counts */
	const struct wcore_type *type;
	struct wcore_types *types;
};

struct wcore_frame_region {
	uint64_t address, size;	/* never empty */
	struct wcore_string function;	/* the function itself, not what was inlined into it */
	uint64_t number;	/* of its line in a backtrace */
	uint32_t physical;

	/* Of the map: */
	struct wcore_site *sites;
	size_t site_count;
	bool has_variables;
	struct wcore_frame_variable *variables;	/* by address */
	size_t variable_count;
};

struct wcore_frame_map;

/* Of the thread of inspect, in one memory.  inspect must outlive *ret.  Errors: NOMEM. */
struct wcore_error *wcore_frame_map_create(struct wcore_target *target, struct wcore_inspect *inspect,
					   const struct wcore_memory *memory, struct wcore_frame_map **ret);
void wcore_frame_map_destroy(struct wcore_frame_map *map);
/* By address: the youngest frame, which has the lowest, first. */
struct wcore_frame_region *wcore_frame_map_regions(struct wcore_frame_map *map, size_t *ret_count);
/* The frame that an address is of; NULL when it is of none. */
struct wcore_frame_region *wcore_frame_map_find(struct wcore_frame_map *map, uint64_t address);
/* Reads the variables of a frame, once. */
void wcore_frame_map_read(struct wcore_frame_map *map, struct wcore_frame_region *region);
/* The variable of a frame that holds an address; NULL for none. */
const struct wcore_frame_variable *wcore_frame_map_variable(struct wcore_frame_map *map,
							     struct wcore_frame_region *region,
							     uint64_t address);
/* The stack pointer of the youngest frame in the memory; false when it is not known. */
bool wcore_frame_map_pointer(const struct wcore_frame_map *map, uint64_t *ret);

#endif
