/* A map as JSON: see mem_map.h. */
#include "mem_map.h"

#include "json_key.h"

static void put_symbols(struct wcore_json *json, const struct mem_map_symbols *symbols)
{
	wcore_json_key(json, "symbols");
	wcore_json_begin_array(json);
	for (size_t i = 0; i < symbols->count; i++) {
		wcore_json_begin_object(json);
		wcore_json_key(json, "name");
		wcore_json_string(json, symbols->items[i].name);
		json_key_wide(json, "address", symbols->items[i].address);
		json_key_wide(json, "size", symbols->items[i].size);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
}

static void put_range(struct wcore_json *json, const struct mem_map *map, size_t i)
{
	const struct wcore_map_range *range = &map->map->items[i];

	wcore_json_begin_object(json);
	json_key_wide(json, "address", range->address);
	json_key_wide(json, "size", range->size);
	wcore_json_key(json, "kind");
	wcore_json_text(json, wcore_map_kind_name(range->kind));
	wcore_json_key(json, "name");
	wcore_json_string(json, range->name);
	if (range->kind == WCORE_MAP_FRAME) {
		wcore_json_key(json, "frame");
		wcore_json_number(json, range->frame);
	}
	json_key_wide(json, "captured", range->captured);
	json_key_known_wide(json, "zeros", map->map->has_zeros, range->zeros);
	wcore_json_key(json, "overrun");
	wcore_json_bool(json, range->is_overrun);
	if (map->symbols)
		put_symbols(json, &map->symbols[i]);
	wcore_json_end_object(json);
}

/* null when the allocator is not known, or its heap not as a whole. */
static void put_heap(struct wcore_json *json, const struct wcore_map *map)
{
	const struct wcore_owner_heap_use *use = &map->heap_use;

	wcore_json_key(json, "heap");
	if (!map->has_heap_use) {
		wcore_json_null(json);
		return;
	}
	wcore_json_begin_object(json);
	wcore_json_key(json, "allocator");
	wcore_json_text(json, use->allocator);
	json_key_wide(json, "used", use->used);
	json_key_wide(json, "used_chunks", use->used_chunks);
	json_key_wide(json, "free", use->free);
	json_key_wide(json, "free_chunks", use->free_chunks);
	json_key_wide(json, "top", use->top);
	wcore_json_end_object(json);
}

void mem_map_json(const struct mem_map *map)
{
	const struct wcore_map *all = map->map;
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	wcore_json_key(&json, "schema");
	wcore_json_text(&json, "wcore-mem-map/1");
	wcore_json_key(&json, "memory");
	wcore_json_number(&json, map->memory->index);
	json_key_wide(&json, "size", all->size);
	json_key_wide(&json, "captured", all->captured);
	json_key_known_wide(&json, "zeros", all->has_zeros, all->zeros);
	wcore_json_key(&json, "omits_zeros");
	wcore_json_bool(&json, all->omits_zeros);
	json_key_known_wide(&json, "stack_pointer", all->has_pointer, all->pointer);
	json_key_wide(&json, "overrun", all->overrun);
	put_heap(&json, all);
	wcore_json_key(&json, "ranges");
	wcore_json_begin_array(&json);
	for (size_t i = 0; i < all->count && !ferror(stdout); i++)
		put_range(&json, map, i);
	wcore_json_end_array(&json);
	wcore_json_close(&json);
	putchar('\n');
}
