/*
 * Demangled names, each made once: names are told apart by where they stand in
 * the file, so that a deep recursion costs nothing.
 */
#ifndef WCORE_DEBUG_NAME_POOL_H
#define WCORE_DEBUG_NAME_POOL_H

#include "../base/arena.h"

struct wcore_name_pool {
	struct wcore_name_entry *entries;
	size_t count, capacity;	/* capacity is a power of two, or 0 */
};

void wcore_name_pool_deinit(struct wcore_name_pool *pool);
/*
 * The demangled name, in arena; the name as it is when it is not mangled or
 * there is no memory left for more.
 */
struct wcore_string wcore_name_pool_demangle(struct wcore_name_pool *pool,
					     struct wcore_arena *arena, struct wcore_string name);

#endif
