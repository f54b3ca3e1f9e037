#include "map.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../dump/segments.h"

/* The file that was read so far is given back in steps of so many bytes. */
#define RELEASE_STEP (UINT64_C(4) << 20)

struct build {
	struct wcore_map *map;
	struct wcore_owners *owners;
	const struct wcore_regions *regions;
	struct wcore_frame_map *frames;
	size_t capacity;
	bool has_frames;	/* a range each */
	bool is_out_of_memory;
	uint64_t top;		/* behind the last byte that was captured so far */
};

const char *wcore_map_kind_name(enum wcore_map_kind kind)
{
	static const char *const names[] = {
		[WCORE_MAP_NULL] = "null", [WCORE_MAP_DATA] = "data", [WCORE_MAP_BSS] = "bss",
		[WCORE_MAP_GAP] = "gap", [WCORE_MAP_STACK_FREE] = "stack-free", [WCORE_MAP_STACK] = "stack",
		[WCORE_MAP_FRAME] = "frame", [WCORE_MAP_HEAP] = "heap", [WCORE_MAP_UNTOUCHED] = "untouched",
		[WCORE_MAP_UNKNOWN] = "unknown",
	};

	return names[kind];
}

static uint64_t map_end(const struct wcore_map *map)
{
	const struct wcore_map_range *last = map->count ? &map->items[map->count - 1] : NULL;

	return last ? last->address + last->size : 0;
}

/* From the end of the list to end; like joins what is of the same kind and name. */
static void append(struct build *build, enum wcore_map_kind kind, struct wcore_string name, uint64_t frame,
		   uint64_t end)
{
	struct wcore_map *map = build->map;
	const uint64_t start = map_end(map);

	if (end <= start || build->is_out_of_memory)
		return;
	if (map->count == build->capacity) {
		const size_t capacity = build->capacity ? build->capacity * 2 : 64;
		void *items = wcore_realloc(map->items, capacity * sizeof(*map->items));

		build->is_out_of_memory = !items;
		if (!items)
			return;
		map->items = items;
		build->capacity = capacity;
	}
	map->items[map->count++] = (struct wcore_map_range){
		.kind = kind, .address = start, .size = end - start, .name = name, .frame = frame,
	};
}

static const struct wcore_string no_name;

/* The used part of the stack up to end, by frames where they are wanted. */
static void append_stack(struct build *build, uint64_t end)
{
	const struct wcore_frame_region *frames;
	size_t count = 0;

	frames = build->has_frames ? wcore_frame_map_regions(build->frames, &count) : NULL;
	for (size_t i = 0; i < count; i++) {
		const uint64_t frame_end = frames[i].address + frames[i].size;

		if (frame_end <= map_end(build->map) || frame_end > end)
			continue;
		append(build, WCORE_MAP_STACK, no_name, 0, frames[i].address);
		append(build, WCORE_MAP_FRAME, frames[i].function, frames[i].number, frame_end);
	}
	append(build, WCORE_MAP_STACK, no_name, 0, end);
}

static void append_unknown(struct build *build, uint64_t end)
{
	const struct wcore_regions *regions = build->regions;
	const bool is_in_front = regions->has_stack && !regions->is_stack_first && end <= regions->stack_high;
	const bool is_behind = regions->module_count && end == build->map->size;
	const uint64_t pointer = build->map->pointer;

	if (is_in_front && build->map->has_pointer && pointer > map_end(build->map) && pointer < end)
		append(build, WCORE_MAP_UNKNOWN, WCORE_STRING("bss or free stack"), 0, pointer);
	if (is_in_front && end == regions->stack_high && build->map->has_pointer &&
	    pointer <= map_end(build->map))
		append_stack(build, end);
	else if (is_in_front)
		append(build, WCORE_MAP_UNKNOWN, WCORE_STRING("bss or stack"), 0, end);
	else
		append(build, WCORE_MAP_UNKNOWN, is_behind ? WCORE_STRING("bss or heap") : no_name, 0, end);
}

static void append_region(struct build *build, const struct wcore_region *region)
{
	const uint64_t end = region->address + region->size;

	switch (region->kind) {
	case WCORE_REGION_BELOW:
		append(build, WCORE_MAP_NULL, no_name, 0, end);
		break;
	case WCORE_REGION_DATA:
		append(build, WCORE_MAP_DATA, region->name, 0, end);
		break;
	case WCORE_REGION_BSS:
		append(build, WCORE_MAP_BSS, WCORE_STRING(".bss"), 0, end);
		break;
	case WCORE_REGION_GAP:
		append(build, WCORE_MAP_GAP, no_name, 0, end);
		break;
	case WCORE_REGION_STACK:
		if (!build->map->has_pointer) {
			append(build, WCORE_MAP_STACK, WCORE_STRING("used or free"), 0, end);
			break;
		}
		if (build->map->pointer > region->address)
			append(build, WCORE_MAP_STACK_FREE, no_name, 0, build->map->pointer);
		append_stack(build, end);
		break;
	case WCORE_REGION_HEAP:
		append(build, WCORE_MAP_HEAP, no_name, 0, end);
		break;
	case WCORE_REGION_UNKNOWN:
		append_unknown(build, end);
		break;
	}
}

/* A pointer below 0 is beyond the memory's end as a number: then the stack has used up all below it, too. */
static void take_pointer(struct build *build)
{
	struct wcore_map *map = build->map;
	const struct wcore_regions *regions = build->regions;

	if (!build->frames || !regions->has_stack || !wcore_frame_map_pointer(build->frames, &map->pointer))
		return;
	map->has_pointer = map->pointer <= regions->stack_high || map->pointer > map->size;
	if (!map->has_pointer)
		return;
	if (map->pointer > map->size)
		map->pointer = 0;
	if (map->pointer < regions->stack_low)
		map->overrun = regions->stack_low - map->pointer;
}

/* Beyond the last byte that was captured nothing was ever there but zeros. */
static void split_untouched(struct build *build)
{
	struct wcore_map *map = build->map;
	struct wcore_map_range *last = map->count ? &map->items[map->count - 1] : NULL;

	if (!last || !map->omits_zeros || build->top >= map->size ||
	    (last->kind != WCORE_MAP_HEAP && last->kind != WCORE_MAP_UNKNOWN))
		return;
	if (build->top <= last->address) {
		last->kind = WCORE_MAP_UNTOUCHED;
		last->name = no_name;
	} else {
		last->size = build->top - last->address;
		append(build, WCORE_MAP_UNTOUCHED, no_name, 0, map->size);
	}
}

static void mark_overrun(struct build *build)
{
	const struct wcore_regions *regions = build->regions;
	struct wcore_map *map = build->map;

	for (size_t i = 0; map->overrun && i < map->count; i++)
		map->items[i].is_overrun = map->items[i].address + map->items[i].size > map->pointer &&
					   map->items[i].address < regions->stack_low;
}

/* What the dump has of each range and cell. */

static size_t range_at(const struct wcore_map *map, uint64_t address)
{
	size_t low = 0, high = map->count;

	while (low + 1 < high) {
		const size_t middle = low + (high - low) / 2;

		if (map->items[middle].address <= address)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void add_captured(struct wcore_map *map, uint64_t start, uint64_t end)
{
	for (size_t i = range_at(map, start); i < map->count && map->items[i].address < end; i++) {
		struct wcore_map_range *range = &map->items[i];
		const uint64_t low = start > range->address ? start : range->address;
		const uint64_t range_end = range->address + range->size;
		const uint64_t high = end < range_end ? end : range_end;

		if (low < high)
			range->captured += high - low;
	}
	for (uint64_t i = start / map->cell_size; map->cells && i < map->cell_count &&
	     i * map->cell_size < end; i++) {
		const uint64_t cell = i * map->cell_size, from = start > cell ? start : cell;

		map->cells[i] += end - cell < map->cell_size ? end - from : cell + map->cell_size - from;
	}
}

/* A segment's bytes, or of [start, end) the zeros that are told of, which count once. */
static void add_run(struct wcore_map *map, const struct wcore_dump *dump, uint32_t memory, bool is_zero,
		    uint64_t start, uint64_t end)
{
	for (uint64_t at = start, stop; at < end; at = stop)
		if (wcore_zeros_run(&dump->zeros, memory, at, end, &stop) == is_zero)
			add_captured(map, at, stop);
}

/* Where segments overlap, a byte counts twice: no more than there are is told of. */
static void clamp(struct wcore_map *map)
{
	for (size_t i = 0; i < map->count; i++) {
		if (map->items[i].captured > map->items[i].size)
			map->items[i].captured = map->items[i].size;
		map->captured += map->items[i].captured;
	}
	for (uint32_t i = 0; i < map->cell_count; i++)
		if (map->cells[i] > map->cell_size)
			map->cells[i] = map->cell_size;
}

/* Each segment of the memory, cut at its end, and zeros that no segment gives. */
static struct wcore_error *count_captured(struct build *build, const struct wcore_dump *dump,
					  const struct wcore_memory *memory)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	uint64_t released = 0;
	bool found = true;

	wcore_segment_iter_init(&iter, dump);
	while (found) {
		struct wcore_error *error = wcore_segment_iter_next(&iter, &segment, &found);
		uint64_t end;

		if (error)
			return error;
		if (iter.cursor.pos - released > RELEASE_STEP) {
			wcore_file_release(dump->wasm->file, released, iter.cursor.pos - released);
			released = iter.cursor.pos;
		}
		if (!found || segment.memory != memory->index || segment.address >= memory->size)
			continue;
		end = wcore_segment_end(&segment);
		if (end > memory->size)
			end = memory->size;
		if (end > build->top)
			build->top = end;
		add_run(build->map, dump, memory->index, false, segment.address, end);
	}
	add_run(build->map, dump, memory->index, true, 0, memory->size);
	return NULL;
}

/* Zeros of a range: among the bytes that segments give, and those that are told of. */
struct zeros {
	const struct wcore_file *file;
	const struct wcore_zeros *told;
	uint32_t memory;
	uint64_t address, end;
	uint64_t count;
	uint64_t since;		/* bytes since the file was given back */
};

static void count_zeros(void *context, const struct wcore_segment *segment)
{
	struct zeros *zeros = context;
	const uint64_t segment_end = wcore_segment_end(segment);
	const uint64_t start = segment->address > zeros->address ? segment->address : zeros->address;
	const uint64_t end = segment_end < zeros->end ? segment_end : zeros->end;
	const uint8_t *bytes = zeros->file->data + segment->offset + (start - segment->address);

	for (uint64_t i = 0; start < end && i < end - start; i++)
		zeros->count += !bytes[i];
	if (start < end)
		zeros->count -= wcore_zeros_size(zeros->told, zeros->memory, start, end);
	zeros->since += start < end ? end - start : 0;
	if (zeros->since > RELEASE_STEP) {
		wcore_file_release(zeros->file, 0, zeros->file->size);
		zeros->since = 0;
	}
}

/*
 * By segments, not by addresses: a memory may be far larger than what was captured of it.  Where there
 * are so many that overlap that a byte may be visited twice, zeros are not told of.
 */
static struct wcore_error *read_zeros(struct wcore_map *map, const struct wcore_memory *memory,
				      const struct wcore_file *file)
{
	struct wcore_segments *segments = memory->segments;
	struct wcore_error *error = wcore_segments_complete(segments);
	struct zeros zeros = { .file = file, .told = &segments->dump->zeros, .memory = memory->index };

	if (error || wcore_segments_may_repeat(segments))
		return error;
	map->has_zeros = true;
	for (size_t i = 0; !error && i < map->count; i++) {
		struct wcore_map_range *range = &map->items[i];

		zeros.address = range->address;
		zeros.end = range->address + range->size;
		zeros.count = wcore_zeros_size(zeros.told, memory->index, zeros.address, zeros.end);
		error = wcore_segments_visit(segments, memory->index, zeros.address, zeros.end, count_zeros,
					     &zeros);
		range->zeros = zeros.count;
		if (map->omits_zeros)
			range->zeros += range->size - range->captured;
		map->zeros += range->zeros;
	}
	return error;
}

static struct wcore_error *fill(struct build *build, const struct wcore_dump *dump,
				const struct wcore_space *space,
				const struct wcore_map_options *options)
{
	struct wcore_map *map = build->map;
	struct wcore_error *error;

	take_pointer(build);
	for (size_t i = 0; i < build->regions->count; i++)
		append_region(build, &build->regions->items[i]);
	if (options->cells)
		map->cells = wcore_calloc(options->cells, sizeof(*map->cells));
	if (build->is_out_of_memory || (options->cells && !map->cells))
		return wcore_error_nomem();
	map->cell_size = options->cells ? map->size / options->cells + (map->size % options->cells != 0) : 1;
	map->cell_size = map->cell_size ? map->cell_size : 1;
	map->cell_count = (uint32_t)(map->size / map->cell_size + (map->size % map->cell_size != 0));
	if (!options->cells)
		map->cell_count = 0;
	error = count_captured(build, dump, space->memory);
	if (error)
		return error;
	clamp(map);
	split_untouched(build);
	mark_overrun(build);
	if (build->is_out_of_memory)
		return wcore_error_nomem();
	return options->zeros ? read_zeros(map, space->memory, dump->wasm->file) : NULL;
}

struct wcore_error *wcore_map_create(struct wcore_owners *owners, const struct wcore_dump *dump,
				     const struct wcore_space *space, const struct wcore_map_options *options,
				     struct wcore_map **ret)
{
	struct build build = { .owners = owners, .frames = wcore_owners_frames(owners) };
	struct wcore_error *error;

	/* Variables show where static data end. */
	wcore_owners_statics(owners, 0);
	build.regions = wcore_owners_regions(owners);
	build.has_frames = options->frames && build.frames;
	build.map = wcore_calloc(1, sizeof(*build.map));
	*ret = build.map;
	if (!build.map || !build.regions) {
		free(build.map);
		return wcore_error_nomem();
	}
	build.map->size = space->memory->size;
	build.map->omits_zeros = space->omits_zeros;
	build.map->has_heap_use = wcore_owners_heap_use(owners, &build.map->heap_use);
	error = fill(&build, dump, space, options);
	if (error)
		wcore_map_destroy(build.map);
	return error;
}

void wcore_map_destroy(struct wcore_map *map)
{
	if (!map)
		return;
	free(map->items);
	free(map->cells);
	free(map);
}

const struct wcore_map_range *wcore_map_cell_range(const struct wcore_map *map, uint32_t cell)
{
	const uint64_t start = cell * map->cell_size;
	const uint64_t end = map->size - start < map->cell_size ? map->size : start + map->cell_size;
	const struct wcore_map_range *best = NULL;
	uint64_t most = 0;

	for (size_t i = range_at(map, start); i < map->count && map->items[i].address < end; i++) {
		const struct wcore_map_range *range = &map->items[i];
		const uint64_t low = start > range->address ? start : range->address;
		const uint64_t range_end = range->address + range->size;
		const uint64_t high = end < range_end ? end : range_end;

		if (high > low && high - low > most) {
			most = high - low;
			best = range;
		}
	}
	return best;
}
