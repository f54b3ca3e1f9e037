#include "frame_map.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

struct wcore_frame_map {
	struct wcore_target *target;
	struct wcore_inspect *inspect;
	const struct wcore_memory *memory;
	struct wcore_arena arena;	/* of sites, variables and names */
	struct wcore_frame_region *regions;	/* by address */
	size_t count, capacity;
	bool has_pointer;
	uint64_t pointer;
};

static bool is_proved(const struct wcore_word *word)
{
	return word->origin != WCORE_ORIGIN_UNAVAILABLE && !word->is_speculative && !word->is_low_half;
}

static struct wcore_error *add_region(struct wcore_frame_map *map, const struct wcore_frame_region *region)
{
	if (map->count == map->capacity) {
		const size_t capacity = map->capacity ? map->capacity * 2 : 64;
		void *regions = wcore_realloc(map->regions, capacity * sizeof(*map->regions));

		if (!regions)
			return wcore_error_nomem();
		map->regions = regions;
		map->capacity = capacity;
	}
	map->regions[map->count++] = *region;
	return NULL;
}

/* Sites are the target's until the next frame; their strings stay. */
static struct wcore_error *keep_sites(struct wcore_frame_map *map, const struct wcore_sites *sites,
				      struct wcore_frame_region *region)
{
	const struct wcore_string function = sites->items[sites->count - 1].function;

	region->sites = wcore_arena_array(&map->arena, sites->count, sizeof(*region->sites));
	region->function.data = wcore_arena_copy(&map->arena, function.data, function.size);
	if (!region->sites || !region->function.data)
		return wcore_error_nomem();
	memcpy(region->sites, sites->items, sites->count * sizeof(*region->sites));
	region->site_count = sites->count;
	region->function.size = function.size;
	return NULL;
}

/* Frames that the unwinder does not have are passed over.  first: the number of its first line. */
static struct wcore_error *add_frame(struct wcore_frame_map *map, const struct wcore_target_frame *target,
				     uint64_t first)
{
	struct wcore_unwind_frame *frame = NULL;
	struct wcore_word low, high;
	struct wcore_frame_region region = {
		.physical = target->frame.index, .number = first + target->sites.count - 1,
	};
	struct wcore_error *error = wcore_unwind_frame(wcore_inspect_unwind(map->inspect),
						       target->frame.index, &frame);

	if (error && error->code == WCORE_ERROR_NOMEM)
		return error;
	wcore_error_destroy(error);
	if (!frame || !target->sites.count || wcore_unwind_memory(frame) != map->memory)
		return NULL;
	low = wcore_unwind_stack_pointer(frame);
	high = wcore_unwind_entry_stack_pointer(frame);
	if (is_proved(&low) && !map->has_pointer && !map->count) {
		map->has_pointer = true;
		map->pointer = low.bits;
	}
	if (!is_proved(&low) || !is_proved(&high) || low.bits >= high.bits || high.bits > map->memory->size)
		return NULL;
	region.address = low.bits;
	region.size = high.bits - low.bits;
	error = keep_sites(map, &target->sites, &region);
	return error ? error : add_region(map, &region);
}

/*
 * Older frames have higher addresses: what contradicts that is of no use, and neither is what is
 * behind it.
 */
static void drop_disorder(struct wcore_frame_map *map)
{
	for (size_t i = 1; i < map->count; i++)
		if (map->regions[i].address < map->regions[i - 1].address + map->regions[i - 1].size) {
			map->count = i;
			return;
		}
}

static struct wcore_error *read_frames(struct wcore_frame_map *map)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	uint64_t number = 0;
	bool found = true;

	wcore_target_iter_init(&iter, map->target, wcore_inspect_thread(map->inspect));
	while (found) {
		struct wcore_error *error = wcore_target_iter_next(&iter, &frame, &found);

		/* The stack ends at a frame that cannot be read. */
		if (error && error->code != WCORE_ERROR_NOMEM) {
			wcore_error_destroy(error);
			break;
		}
		if (!error && found)
			error = add_frame(map, &frame, number);
		if (error)
			return error;
		number += found ? frame.sites.count : 0;
	}
	drop_disorder(map);
	return NULL;
}

struct wcore_error *wcore_frame_map_create(struct wcore_target *target, struct wcore_inspect *inspect,
					   const struct wcore_memory *memory, struct wcore_frame_map **ret)
{
	struct wcore_frame_map *map = wcore_calloc(1, sizeof(*map));
	enum wcore_stack_check check;
	struct wcore_error *error = NULL;

	if (!map)
		return wcore_error_nomem();
	map->target = target;
	map->inspect = inspect;
	map->memory = memory;
	wcore_arena_init(&map->arena);
	check = wcore_unwind_check(wcore_inspect_unwind(inspect), NULL);
	if (check == WCORE_STACK_PROVED || check == WCORE_STACK_OPEN)
		error = read_frames(map);
	if (error) {
		wcore_frame_map_destroy(map);
		return error;
	}
	*ret = map;
	return NULL;
}

void wcore_frame_map_destroy(struct wcore_frame_map *map)
{
	if (!map)
		return;
	for (size_t i = 0; i < map->count; i++)
		free(map->regions[i].variables);
	free(map->regions);
	wcore_arena_deinit(&map->arena);
	free(map);
}

struct wcore_frame_region *wcore_frame_map_regions(struct wcore_frame_map *map, size_t *ret_count)
{
	*ret_count = map->count;
	return map->regions;
}

struct wcore_frame_region *wcore_frame_map_find(struct wcore_frame_map *map, uint64_t address)
{
	size_t low = 0, high = map->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (map->regions[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || address - map->regions[low - 1].address >= map->regions[low - 1].size)
		return NULL;
	return &map->regions[low - 1];
}

bool wcore_frame_map_pointer(const struct wcore_frame_map *map, uint64_t *ret)
{
	*ret = map->pointer;
	return map->has_pointer;
}

/* Variables. */

struct collection {
	struct wcore_frame_map *map;
	struct wcore_frame_region *region;
	const struct wcore_scope *scope;
	struct wcore_string function;
	uint64_t number;
	size_t capacity;
};

static bool add_variable(void *context, const struct wcore_variable *variable,
			 const struct wcore_object *object)
{
	struct collection *collection = context;
	struct wcore_frame_region *region = collection->region;
	struct wcore_frame_variable found = {
		.address = object->address, .name = variable->name, .function = collection->function,
		.number = collection->number, .type = object->type, .types = collection->scope->viewer->types,
	};

	if (object->kind != WCORE_OBJECT_MEMORY || object->is_speculative || variable->is_static ||
	    !variable->name.size || !wcore_type_size(object->type, &found.size) || !found.size ||
	    object->address < region->address || object->address - region->address >= region->size ||
	    found.size > region->size - (object->address - region->address))
		return true;
	if (region->variable_count == collection->capacity) {
		const size_t capacity = collection->capacity ? collection->capacity * 2 : 16;
		void *variables = wcore_realloc(region->variables, capacity * sizeof(*region->variables));

		if (!variables)
			return false;
		region->variables = variables;
		collection->capacity = capacity;
	}
	region->variables[region->variable_count++] = found;
	return true;
}

static void read_site(struct collection *collection, const struct wcore_site *site)
{
	struct wcore_frame_map *map = collection->map;
	struct wcore_scope scope;
	struct wcore_error *error = wcore_inspect_scope(map->inspect, collection->region->physical, site,
							&scope);

	wcore_error_destroy(error);
	if (error || !scope.has_variables)
		return;
	collection->scope = &scope;
	collection->function.data = wcore_arena_copy(&map->arena, site->function.data, site->function.size);
	collection->function.size = collection->function.data ? site->function.size : 0;
	wcore_scope_visit(&scope, add_variable, collection);
}

static int by_address(const void *a, const void *b)
{
	const struct wcore_frame_variable *left = a, *right = b;

	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	if (left->size != right->size)
		return left->size < right->size ? -1 : 1;
	return (left->number > right->number) - (left->number < right->number);
}

static bool is_same_place(const struct wcore_frame_variable *a, const struct wcore_frame_variable *b)
{
	return a->address == b->address && a->size == b->size;
}

/*
 * A place that several inlined calls have a name for is the youngest's.  Variables that overlap
 * otherwise share a slot at different times, and which one holds now is not said: none is told of.
 */
static void drop_overlaps(struct wcore_frame_region *region)
{
	struct wcore_frame_variable *items = region->variables;
	size_t kept = 0;

	for (size_t i = 0, next; i < region->variable_count; i = next) {
		uint64_t end = items[i].address + items[i].size;
		bool is_one = true;

		for (next = i + 1; next < region->variable_count && items[next].address < end; next++) {
			const uint64_t its_end = items[next].address + items[next].size;

			is_one = is_one && is_same_place(&items[i], &items[next]) &&
				 items[i].number != items[next].number;
			end = its_end > end ? its_end : end;
		}
		if (is_one)
			items[kept++] = items[i];
	}
	region->variable_count = kept;
}

void wcore_frame_map_read(struct wcore_frame_map *map, struct wcore_frame_region *region)
{
	struct collection collection = { .map = map, .region = region };
	struct wcore_inspect_held held;

	if (region->has_variables)
		return;
	region->has_variables = true;
	wcore_inspect_hold(map->inspect, &held);
	for (size_t i = 0; i < region->site_count; i++) {
		collection.number = region->number - (region->site_count - 1 - i);
		read_site(&collection, &region->sites[i]);
	}
	wcore_inspect_release(map->inspect, &held);
	if (region->variable_count)
		qsort(region->variables, region->variable_count, sizeof(*region->variables), by_address);
	drop_overlaps(region);
}

const struct wcore_frame_variable *wcore_frame_map_variable(struct wcore_frame_map *map,
							     struct wcore_frame_region *region,
							     uint64_t address)
{
	size_t low = 0, high;

	wcore_frame_map_read(map, region);
	high = region->variable_count;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (region->variables[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || address - region->variables[low - 1].address >= region->variables[low - 1].size)
		return NULL;
	return &region->variables[low - 1];
}
