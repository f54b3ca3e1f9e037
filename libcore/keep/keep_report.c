#include "keep_report.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "keep_state.h"

/* Bytes that segments give of what is kept in [start, end). */
static struct wcore_error *count_kept(const struct wcore_range_set *set, const struct wcore_memory *memory,
				      uint64_t start, uint64_t end, uint64_t *ret)
{
	struct wcore_range_place place = wcore_range_set_find(set, start);
	const struct wcore_range *range;
	struct wcore_error *error = NULL;

	*ret = 0;
	while (!error && (range = wcore_range_set_next(set, &place)) && range->start < end) {
		const uint64_t from = range->start > start ? range->start : start;
		const uint64_t to = range->end < end ? range->end : end;
		uint64_t captured = 0;

		error = wcore_memory_read(memory, from, to - from, NULL, NULL, &captured);
		*ret += captured;
	}
	return error;
}

static struct wcore_error *fill(const struct wcore_keep *keep, const struct wcore_memory *memory,
				const struct wcore_map *map, struct wcore_keep_area *areas, size_t *ret_count)
{
	size_t count = 0;
	struct wcore_error *error = NULL;

	for (size_t i = 0; !error && i < map->count; i++) {
		const struct wcore_map_range *range = &map->items[i];
		uint64_t kept;

		error = count_kept(&keep->sets[memory->index], memory, range->address, range->address + range->size,
				   &kept);
		if (!count || areas[count - 1].kind != range->kind)
			areas[count++] = (struct wcore_keep_area){ .kind = range->kind, .address = range->address };
		areas[count - 1].size += range->size;
		areas[count - 1].captured += range->captured;
		areas[count - 1].kept += kept;
	}
	*ret_count = count;
	return error;
}

static struct wcore_error *list_areas(const struct wcore_keep *keep, const struct wcore_memory *memory,
				      const struct wcore_space *space, struct wcore_owners *owners,
				      struct wcore_keep_area **ret, size_t *ret_count)
{
	const struct wcore_map_options options = { 0 };
	struct wcore_map *map;
	struct wcore_error *error = wcore_map_create(owners, keep->target->dump, space, &options, &map);

	if (error)
		return error;
	*ret = wcore_calloc(map->count + 1, sizeof(**ret));
	error = *ret ? fill(keep, memory, map, *ret, ret_count) : wcore_error_nomem();
	wcore_map_destroy(map);
	if (error) {
		free(*ret);
		*ret = NULL;
	}
	return error;
}

/* Of a dump with very many memories, the later ones are not looked into. */
static struct wcore_error *list_whole(const struct wcore_keep *keep, const struct wcore_memory *memory,
				      struct wcore_keep_area **ret, size_t *ret_count)
{
	struct wcore_memory_usage usage;
	struct wcore_error *error = wcore_memory_usage(memory, &usage);
	uint64_t kept = 0;

	if (!error)
		error = count_kept(&keep->sets[memory->index], memory, 0, memory->size, &kept);
	if (error)
		return error;
	*ret = wcore_calloc(1, sizeof(**ret));
	if (!*ret)
		return wcore_error_nomem();
	**ret = (struct wcore_keep_area){
		.kind = WCORE_MAP_UNKNOWN, .size = memory->size, .captured = usage.captured, .kept = kept,
	};
	*ret_count = 1;
	return NULL;
}

struct wcore_error *wcore_keep_areas(const struct wcore_keep *keep, const struct wcore_memory *memory,
				     struct wcore_keep_area **ret, size_t *ret_count)
{
	const struct wcore_dump *dump = keep->target->dump;
	struct wcore_inspect *inspect = NULL;
	struct wcore_owners *owners;
	struct wcore_space space;
	struct wcore_error *error = NULL;

	*ret = NULL;
	*ret_count = 0;
	if (memory->index >= WCORE_KEEP_MEMORIES)
		return memory->size ? list_whole(keep, memory, ret, ret_count) : NULL;
	wcore_space_init(&space, dump, memory);
	if (!space.memory || !memory->size)
		return NULL;
	/* The frames say how much of the stack is in use. */
	if (dump->thread_count)
		error = wcore_inspect_open(keep->target, &dump->threads[0], NULL, &inspect);
	if (error)
		return error;
	error = wcore_owners_open(keep->target, memory, inspect, &owners);
	if (!error) {
		error = list_areas(keep, memory, &space, owners, ret, ret_count);
		wcore_owners_close(owners);
	}
	wcore_inspect_close(inspect);
	return error;
}
