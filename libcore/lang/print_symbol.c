/* Names of functions and variables by their addresses: declared in print.h. */
#include <inttypes.h>
#include <stdlib.h>

#include "../analysis/reason.h"
#include "../base/alloc.h"
#include "../debug/static_map.h"
#include "../wasm/index.h"
#include "print_part.h"

/* Code that is searched for writes to the table, in bytes. */
#define MAX_SEARCH (UINT64_C(4) << 20)

/* Debug information of more bytes than this is not read for the sake of names of variables. */
#define MAX_DEBUG_INFO (UINT64_C(2) << 20)

/* What was found out of a module once. */
struct wcore_print_cache {
	bool has_table, is_table_fixed, has_map;
	struct wcore_static_map *map;	/* NULL: none, or not read yet */
};

static struct wcore_print_cache *cache_of(struct wcore_viewer *viewer)
{
	if (!viewer->cache)
		viewer->cache = wcore_calloc(1, sizeof(*viewer->cache));
	return viewer->cache;
}

void wcore_viewer_deinit(struct wcore_viewer *viewer)
{
	wcore_arena_deinit(&viewer->arena);
	if (viewer->cache)
		wcore_static_map_destroy(viewer->cache->map);
	free(viewer->cache);
	viewer->cache = NULL;
}

static bool is_table_fixed(struct wcore_viewer *viewer, struct wcore_module *module)
{
	struct wcore_print_cache *cache = cache_of(viewer);
	const struct wcore_index *index = NULL;
	struct wcore_error *error;

	if (!cache)
		return false;
	if (!cache->has_table) {
		cache->has_table = true;
		error = wcore_module_index(module, &index);
		cache->is_table_fixed = !error && wcore_table_is_fixed(module, index, 0, MAX_SEARCH);
		wcore_error_destroy(error);
	}
	return cache->is_table_fixed;
}

struct wcore_string wcore_print_function(struct wcore_viewer *viewer, uint64_t pointer)
{
	const struct wcore_target_module *module = viewer->module;
	struct wcore_string none = { 0 };
	struct wcore_site site;
	struct wcore_error *error;
	uint32_t funcidx;

	if (!module || !module->found.module || module->refused || !module->symbols || !pointer ||
	    !wcore_viewer_spend(viewer, 16) || !is_table_fixed(viewer, module->found.module) ||
	    wcore_index_table_slot(module->found.module, 0, pointer, &funcidx) != 1)
		return none;
	error = wcore_symbols_function_name(module->symbols, funcidx, &site);
	if (error) {
		wcore_error_destroy(error);
		return none;
	}
	return site.function;
}

/* NULL: there are none, or memory ran out. */
static struct wcore_static_map *map_of(struct wcore_viewer *viewer)
{
	const struct wcore_static_map_options options = {
		.low = 1, .high = viewer->space.memory->size, .max_bytes = MAX_DEBUG_INFO,
	};
	const struct wcore_target_module *module = viewer->module;
	const struct wcore_module *debug = module->debug.module ? module->debug.module :
								  module->found.module;
	const struct wcore_section *info = debug ? wcore_module_custom(debug, ".debug_info") : NULL;
	struct wcore_print_cache *cache = cache_of(viewer);

	if (!cache)
		return NULL;
	if (!cache->has_map) {
		cache->has_map = true;
		if (info && info->size <= MAX_DEBUG_INFO)
			wcore_error_destroy(wcore_static_map_create(viewer->types, &options, &cache->map));
	}
	return cache->map;
}

struct wcore_string wcore_print_symbol(struct wcore_viewer *viewer, uint64_t address)
{
	const struct wcore_string none = { 0 };
	const struct wcore_static_map *map;
	const struct wcore_static *found;
	struct wcore_string name;

	if (!viewer->types || !viewer->module || !viewer->space.memory || !(map = map_of(viewer)))
		return none;
	found = wcore_static_map_find(map, address);
	name = found ? wcore_static_map_name(map, found) : none;
	if (!name.size)
		return none;
	if (address == found->address)
		return name;
	return wcore_view_format(viewer, "%.*s+%" PRIu64, (int)name.size, name.data,
				 address - found->address);
}
