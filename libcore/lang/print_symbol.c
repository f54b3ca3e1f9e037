/* Names of functions and variables by their addresses: declared in print.h. */
#include <inttypes.h>
#include <stdlib.h>

#include "../analysis/reason.h"
#include "../debug/variable.h"
#include "../wasm/index.h"
#include "print_part.h"

/* Code that is searched for writes to the table, in bytes. */
#define MAX_SEARCH (UINT64_C(4) << 20)

/*
 * Debug information of more bytes than this is not read for the sake of names of variables, nor are
 * there more of them.
 */
#define MAX_DEBUG_INFO (UINT64_C(2) << 20)
#define MAX_VARIABLES 65536

enum { OP_ADDR = 0x03 };	/* DW_OP_addr */

/* A static variable: [address, address + size). */
struct place {
	uint64_t address, size;
	struct wcore_string name;
};

/* What was found out of a module once. */
struct wcore_print_cache {
	bool has_table, is_table_fixed, has_places;
	struct place *places;	/* by address */
	size_t place_count, place_capacity;
};

static struct wcore_print_cache *cache_of(struct wcore_viewer *viewer)
{
	if (!viewer->cache)
		viewer->cache = calloc(1, sizeof(*viewer->cache));
	return viewer->cache;
}

void wcore_viewer_deinit(struct wcore_viewer *viewer)
{
	wcore_arena_deinit(&viewer->arena);
	if (viewer->cache)
		free(viewer->cache->places);
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

struct collection {
	struct wcore_viewer *viewer;
	struct wcore_print_cache *cache;
};

/* Only what stands at a plain address: what the linker dropped has none in memory. */
static bool add_place(void *context, const struct wcore_variable *variable)
{
	struct collection *collection = context;
	struct wcore_print_cache *cache = collection->cache;
	const struct wcore_viewer *viewer = collection->viewer;
	struct place place = { .name = variable->name };

	if (variable->place != WCORE_VARIABLE_EXPRESSION || !variable->name.size ||
	    variable->bytes.size != 1 + viewer->address_size || variable->bytes.data[0] != OP_ADDR)
		return true;
	for (unsigned i = 0; i < viewer->address_size; i++)
		place.address |= (uint64_t)(unsigned char)variable->bytes.data[1 + i] << (8 * i);
	if (!wcore_type_size(variable->type, &place.size) || !place.size || !place.address ||
	    place.address >= viewer->space.memory->size ||
	    place.size > viewer->space.memory->size - place.address)
		return true;
	if (cache->place_count == cache->place_capacity) {
		size_t capacity = cache->place_capacity ? 2 * cache->place_capacity : 64;
		struct place *places = capacity > MAX_VARIABLES ? NULL :
				       realloc(cache->places, capacity * sizeof(*places));

		if (!places)
			return false;
		cache->places = places;
		cache->place_capacity = capacity;
	}
	cache->places[cache->place_count++] = place;
	return true;
}

static int by_address(const void *a, const void *b)
{
	const struct place *left = a, *right = b;

	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	return (left->name.data > right->name.data) - (left->name.data < right->name.data);
}

static void find_places(struct wcore_viewer *viewer, struct wcore_print_cache *cache)
{
	struct collection collection = { viewer, cache };
	const struct wcore_target_module *module = viewer->module;
	const struct wcore_module *debug = module->debug.module ? module->debug.module :
								  module->found.module;
	const struct wcore_section *info = debug ? wcore_module_custom(debug, ".debug_info") : NULL;
	const struct wcore_string any = { 0 };

	cache->has_places = true;
	if (!info || info->size > MAX_DEBUG_INFO)
		return;
	wcore_variables_static(viewer->types, any, any, any, NULL, add_place, &collection);
	if (cache->place_count)
		qsort(cache->places, cache->place_count, sizeof(*cache->places), by_address);
}

struct wcore_string wcore_print_symbol(struct wcore_viewer *viewer, uint64_t address)
{
	struct wcore_print_cache *cache = cache_of(viewer);
	const struct place *place;
	size_t low = 0, high;

	if (!cache || !viewer->types || !viewer->module || !viewer->space.memory)
		return (struct wcore_string){ 0 };
	if (!cache->has_places)
		find_places(viewer, cache);
	high = cache->place_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (cache->places[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return (struct wcore_string){ 0 };
	place = &cache->places[low - 1];
	if (address - place->address >= place->size)
		return (struct wcore_string){ 0 };
	if (address == place->address)
		return place->name;
	return wcore_view_format(viewer, "%.*s+%" PRIu64, (int)place->name.size, place->name.data,
				 address - place->address);
}
