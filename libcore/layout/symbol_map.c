#include "symbol_map.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "../wasm/data_symbols.h"

struct wcore_symbol_map {
	struct wcore_symbol *items;	/* by address */
	size_t count, capacity;
};

/* Where the module's segments are, by their index. */
struct places {
	const struct wcore_region **items;
	uint32_t count;
};

static struct wcore_error *find_segments(const struct wcore_regions *regions,
					 const struct wcore_target_module *module, struct places *ret)
{
	*ret = (struct places){ 0 };
	for (size_t i = 0; i < regions->count; i++)
		if (regions->items[i].module == module && regions->items[i].segment >= ret->count)
			ret->count = regions->items[i].segment + 1;
	/* Regions are told of for the first segments only. */
	if (ret->count > WCORE_REGIONS_SEGMENTS_MAX)
		ret->count = WCORE_REGIONS_SEGMENTS_MAX;
	ret->items = wcore_calloc((size_t)ret->count + 1, sizeof(*ret->items));
	if (!ret->items)
		return wcore_error_nomem();
	for (size_t i = 0; i < regions->count; i++)
		if (regions->items[i].module == module && regions->items[i].segment < ret->count)
			ret->items[regions->items[i].segment] = &regions->items[i];
	return NULL;
}

static bool grow(struct wcore_symbol_map *map)
{
	const size_t capacity = map->capacity ? map->capacity * 2 : 256;
	void *items = NULL;

	if (capacity <= WCORE_SYMBOL_MAP_MAX)
		items = wcore_realloc(map->items, capacity * sizeof(*map->items));
	if (!items)
		return false;
	map->items = items;
	map->capacity = capacity;
	return true;
}

static bool add(struct wcore_symbol_map *map, const struct places *places,
		const struct wcore_data_symbol *symbol)
{
	const struct wcore_region *segment =
		symbol->segment < places->count ? places->items[symbol->segment] : NULL;

	if (!segment || !symbol->size || !symbol->name.size || symbol->offset > segment->size ||
	    symbol->size > segment->size - symbol->offset)
		return true;
	if (map->count == map->capacity && !grow(map))
		return false;
	map->items[map->count++] = (struct wcore_symbol){
		.address = segment->address + symbol->offset, .size = symbol->size, .name = symbol->name,
	};
	return true;
}

static int by_address(const void *a, const void *b)
{
	const struct wcore_symbol *left = a, *right = b;

	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	if (left->size != right->size)
		return left->size < right->size ? -1 : 1;
	return (left->name.data > right->name.data) - (left->name.data < right->name.data);
}

static void drop_overlaps(struct wcore_symbol_map *map)
{
	struct wcore_symbol *items = map->items;
	size_t kept = 0;

	for (size_t i = 0, next; i < map->count; i = next) {
		uint64_t end = items[i].address + items[i].size;
		bool is_one = true;

		for (next = i + 1; next < map->count && items[next].address < end; next++) {
			const uint64_t its_end = items[next].address + items[next].size;

			is_one = is_one && items[next].address == items[i].address && its_end == end;
			end = its_end > end ? its_end : end;
		}
		if (is_one)
			items[kept++] = items[i];
	}
	map->count = kept;
}

struct wcore_error *wcore_symbol_map_create(const struct wcore_regions *regions,
					    const struct wcore_target_module *module,
					    struct wcore_symbol_map **ret)
{
	struct wcore_symbol_map *map = wcore_calloc(1, sizeof(*map));
	struct wcore_data_symbol_iter iter;
	struct wcore_data_symbol symbol;
	struct places places;
	struct wcore_error *error;

	*ret = map;
	if (!map)
		return wcore_error_nomem();
	error = find_segments(regions, module, &places);
	if (error) {
		free(map);
		*ret = NULL;
		return error;
	}
	wcore_data_symbol_iter_init(&iter, module->found.module);
	while (wcore_data_symbol_iter_next(&iter, &symbol) && add(map, &places, &symbol))
		;
	free(places.items);
	if (map->count)
		qsort(map->items, map->count, sizeof(*map->items), by_address);
	drop_overlaps(map);
	return NULL;
}

void wcore_symbol_map_destroy(struct wcore_symbol_map *map)
{
	if (map)
		free(map->items);
	free(map);
}

const struct wcore_symbol *wcore_symbol_map_find(const struct wcore_symbol_map *map, uint64_t address)
{
	size_t low = 0, high = map->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (map->items[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || address - map->items[low - 1].address >= map->items[low - 1].size)
		return NULL;
	return &map->items[low - 1];
}
