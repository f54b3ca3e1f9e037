/*
 * The static variables of a module by their addresses: what debug information says stands at a fixed
 * place of memory.  Of places that it gives to variables which overlap, none is told of.
 */
#ifndef WCORE_DEBUG_STATIC_MAP_H
#define WCORE_DEBUG_STATIC_MAP_H

#include "type.h"

/* More of them are left out. */
#define WCORE_STATIC_MAP_MAX (1u << 19)

struct wcore_static_map_options {
	uint64_t low, high;	/* variables outside of [low, high) are left out */
	uint64_t max_bytes;	/* of debug information that is read: what lies beyond is not told of */
	bool has_fixed_tls;	/* thread-locals too: a program of one thread has them at fixed addresses */
};

struct wcore_static {
	uint64_t address, size;
	const struct wcore_entry_unit *unit;
	uint64_t entry;		/* offset of its entry */
};

struct wcore_static_map;

/* Reads them all.  types stays the caller's and must outlive *ret.  Errors: NOMEM. */
struct wcore_error *wcore_static_map_create(struct wcore_types *types,
					    const struct wcore_static_map_options *options,
					    struct wcore_static_map **ret);
void wcore_static_map_destroy(struct wcore_static_map *map);

/* The variable that holds an address; NULL when there is none. */
const struct wcore_static *wcore_static_map_find(const struct wcore_static_map *map, uint64_t address);
/* All, by address. */
const struct wcore_static *wcore_static_map_items(const struct wcore_static_map *map, size_t *ret_count);
/* False when there is more than could be read. */
bool wcore_static_map_is_complete(const struct wcore_static_map *map);

/* Its name as declared; absent when it cannot be read.  As long as the module. */
struct wcore_string wcore_static_map_name(const struct wcore_static_map *map,
					  const struct wcore_static *variable);
/*
 * The name with what it is declared in: "shop::TOTAL", "settle::calls" of a function's own.  Into
 * buffer, cut; gives its length.
 */
size_t wcore_static_map_qualified_name(const struct wcore_static_map *map,
				       const struct wcore_static *variable, char *buffer, size_t size);
const struct wcore_type *wcore_static_map_type(const struct wcore_static_map *map,
					       const struct wcore_static *variable);

#endif
