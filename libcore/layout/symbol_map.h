/* A module's data symbols by address, from its linking section: what there is without debug information. */
#ifndef WCORE_LAYOUT_SYMBOL_MAP_H
#define WCORE_LAYOUT_SYMBOL_MAP_H

#include "regions.h"

/* More of them are left out. */
#define WCORE_SYMBOL_MAP_MAX (1u << 18)

struct wcore_symbol {
	uint64_t address, size;
	struct wcore_string name;	/* as the linker knows it; the module's */
};

struct wcore_symbol_map;

/* Symbols that overlap without being of one place are left out.  Errors: NOMEM. */
struct wcore_error *wcore_symbol_map_create(const struct wcore_regions *regions,
					    const struct wcore_target_module *module,
					    struct wcore_symbol_map **ret);
void wcore_symbol_map_destroy(struct wcore_symbol_map *map);
/* NULL when there is none. */
const struct wcore_symbol *wcore_symbol_map_find(const struct wcore_symbol_map *map, uint64_t address);

#endif
