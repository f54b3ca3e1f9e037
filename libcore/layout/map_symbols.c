/* The largest variables of a range: declared in map.h. */
#include "map.h"

/* Keeps the list by size; of equal ones the lower address first. */
static size_t insert(const struct wcore_static *item, struct wcore_map_symbol *list, size_t count)
{
	size_t at = count;

	while (at > 0 && list[at - 1].size < item->size)
		at--;
	if (at == WCORE_MAP_SYMBOLS_MAX)
		return count;
	for (size_t i = count < WCORE_MAP_SYMBOLS_MAX ? count : WCORE_MAP_SYMBOLS_MAX - 1; i > at; i--)
		list[i] = list[i - 1];
	list[at] = (struct wcore_map_symbol){ .address = item->address, .size = item->size };
	return count < WCORE_MAP_SYMBOLS_MAX ? count + 1 : count;
}

static size_t collect(const struct wcore_static_map *map, const struct wcore_map_range *range,
		      struct wcore_map_symbol *list, size_t count)
{
	size_t item_count;
	const struct wcore_static *items = wcore_static_map_items(map, &item_count);

	for (size_t i = 0; i < item_count; i++)
		if (items[i].address >= range->address && items[i].address - range->address < range->size &&
		    wcore_static_map_name(map, &items[i]).size)
			count = insert(&items[i], list, count);
	return count;
}

size_t wcore_map_symbols(struct wcore_owners *owners, const struct wcore_map_range *range,
			 struct wcore_map_symbol ret[WCORE_MAP_SYMBOLS_MAX])
{
	const struct wcore_regions *regions = wcore_owners_regions(owners);
	size_t count = 0, kept = 0;

	if (range->kind != WCORE_MAP_DATA && range->kind != WCORE_MAP_BSS && range->kind != WCORE_MAP_UNKNOWN)
		return 0;
	for (unsigned i = 0; regions && i < regions->module_count; i++) {
		const struct wcore_static_map *map = wcore_owners_statics(owners, i);

		if (map)
			count = collect(map, range, ret, count);
	}
	for (size_t i = 0; i < count; i++) {
		const struct wcore_owner owner = wcore_owners_find(owners, ret[i].address);

		ret[kept] = ret[i];
		ret[kept].name = owner.name;
		kept += owner.kind == WCORE_OWNER_STATIC;
	}
	return kept;
}
