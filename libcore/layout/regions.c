#include "regions.h"

#include <stdlib.h>

#include "../analysis/stack_pointer.h"
#include "../base/alloc.h"
#include "../wasm/data.h"
#include "../wasm/names.h"

/* What wasm-ld reserves for the stack when nobody says a size. */
#define DEFAULT_STACK 65536
#define STACK_ALIGN 16

/* The public part comes first. */
struct build {
	struct wcore_regions regions;
	const struct wcore_memory *memory;
	struct wcore_region *segments;	/* by address, none overlaps another */
	size_t segment_count, segment_capacity;
	bool has_data_end, has_heap_base, has_overlap, is_static;
	uint64_t data_end, heap_base;
	uint64_t data_low, data_high;	/* of all segments */
	uint64_t static_end;		/* that is known: of segments and variables */
	bool has_pointer;
	uint64_t pointer;		/* where the stack pointer starts */
};

static uint64_t align(uint64_t value)
{
	if (value > UINT64_MAX - STACK_ALIGN)
		return value;
	return (value + STACK_ALIGN - 1) / STACK_ALIGN * STACK_ALIGN;
}

/* Which modules have the memory, and as which of theirs. */

static bool is_usable(const struct wcore_target_module *module)
{
	return module->found.module && !module->refused;
}

static struct wcore_error *add_segment(struct build *build, const struct wcore_region *segment)
{
	if (build->segment_count == build->segment_capacity) {
		const size_t capacity = build->segment_capacity ? build->segment_capacity * 2 : 64;
		void *segments = wcore_realloc(build->segments, capacity * sizeof(*build->segments));

		if (!segments)
			return wcore_error_nomem();
		build->segments = segments;
		build->segment_capacity = capacity;
	}
	build->segments[build->segment_count++] = *segment;
	return NULL;
}

static struct wcore_error *read_segments(struct build *build, const struct wcore_target_module *module,
					 uint32_t memory)
{
	struct wcore_data_segment segment;
	struct wcore_data_iter iter;

	wcore_data_iter_init(&iter, module->found.module);
	while (build->segment_count < WCORE_REGIONS_SEGMENTS_MAX && wcore_data_iter_next(&iter, &segment)) {
		const struct wcore_region region = {
			.kind = WCORE_REGION_DATA, .address = segment.address, .size = segment.size,
			.module = module, .segment = segment.index,
			.name = wcore_names_find(module->found.module, WCORE_NAME_DATA, segment.index),
		};
		struct wcore_error *error = NULL;

		if (segment.has_address && segment.memory == memory && segment.size &&
		    segment.address < build->memory->size &&
		    segment.size <= build->memory->size - segment.address)
			error = add_segment(build, &region);
		if (error)
			return error;
	}
	return NULL;
}

static bool is_global_name(struct wcore_string name, const char *wanted)
{
	/* AssemblyScript's: "~lib/memory/__heap_base". */
	return wcore_string_is(name, wanted) ||
	       (wcore_string_starts(name, "~lib/memory/") && wcore_string_ends(name, wanted));
}

/* A global that the linker makes and nothing changes, by the names of exports and of the name section. */
static bool find_global(struct wcore_module *module, const struct wcore_index *index, const char *name,
			uint64_t *ret)
{
	uint32_t found = UINT32_MAX;

	for (uint32_t i = 0; i < index->export_count; i++)
		if (index->exports[i].kind == WCORE_EXTERN_GLOBAL &&
		    wcore_string_is(index->exports[i].name, name))
			found = index->exports[i].index;
	for (uint32_t i = 0; found == UINT32_MAX && i < index->global_count && i < 4096; i++)
		if (is_global_name(wcore_names_find(module, WCORE_NAME_GLOBAL, i), name))
			found = i;
	if (found >= index->global_count || index->globals[found].is_mutable ||
	    index->globals[found].is_imported || index->globals[found].init.kind != WCORE_CONST_VALUE)
		return false;
	*ret = index->globals[found].init.bits;
	if (index->globals[found].type.code == WCORE_I32)
		*ret = (uint32_t)*ret;
	return true;
}

static void read_globals(struct build *build, struct wcore_module *module, const struct wcore_index *index)
{
	uint32_t pointer;

	if (!build->has_data_end)
		build->has_data_end = find_global(module, index, "__data_end", &build->data_end);
	if (!build->has_heap_base)
		build->has_heap_base = find_global(module, index, "__heap_base", &build->heap_base);
	if (!build->has_pointer && wcore_stack_pointer_find(module, &pointer) &&
	    wcore_stack_pointer_initial(module, pointer, &build->pointer))
		build->has_pointer = build->pointer && build->pointer <= build->memory->size;
}

static bool is_relocated(const struct wcore_module *module)
{
	return wcore_module_custom(module, "dylink.0") || wcore_module_custom(module, "dylink");
}

static struct wcore_error *add_module(struct build *build, const struct wcore_target_module *module,
				      uint32_t instance, uint32_t memory)
{
	struct wcore_regions *regions = &build->regions;
	const struct wcore_index *index = NULL;
	struct wcore_error *error;

	if (!is_usable(module) || regions->module_count == WCORE_REGIONS_MODULES_MAX)
		return NULL;
	/* The same module again in another instance: it has the same data at the same places. */
	for (unsigned i = 0; i < regions->module_count; i++)
		if (regions->modules[i] == module)
			return NULL;
	error = read_segments(build, module, memory);
	if (!error)
		error = wcore_module_index(module->found.module, &index);
	if (error || memory != 0 || is_relocated(module->found.module))
		return error;
	regions->modules[regions->module_count] = module;
	regions->instances[regions->module_count++] = instance;
	read_globals(build, module->found.module, index);
	return NULL;
}

/* Wasmtime leaves shared memories out, which shifts what stands behind them. */
static bool has_shared(const struct wcore_target_module *module)
{
	const struct wcore_index *index = NULL;

	wcore_error_destroy(wcore_module_index(module->found.module, &index));
	for (uint32_t i = 0; index && i < index->memory_count; i++)
		if (index->memories[i].limits.is_shared)
			return true;
	return false;
}

static struct wcore_error *add_instance(struct build *build, struct wcore_target *target, uint32_t number)
{
	const struct wcore_instance *instance = &target->dump->instances[number];
	const struct wcore_target_module *module;
	struct wcore_error *error = NULL;

	if (instance->module >= target->module_count)
		return NULL;
	module = &target->modules[instance->module];
	for (uint32_t i = 0; !error && i < instance->memory_count; i++)
		if (instance->memories[i] == build->memory->index && is_usable(module) && !has_shared(module))
			error = add_module(build, module, number, i);
	return error;
}

static struct wcore_error *add_modules(struct build *build, struct wcore_target *target)
{
	const struct wcore_dump *dump = target->dump;
	struct wcore_error *error = NULL;

	if (dump->is_shared_instance)
		return target->module_count == 1 ?
			       add_module(build, &target->modules[0], 0, build->memory->index) : NULL;
	for (uint32_t i = 0; !error && i < dump->instance_count; i++)
		error = add_instance(build, target, i);
	return error;
}

static int by_address(const void *a, const void *b)
{
	const struct wcore_region *left = a, *right = b;

	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	return (left->size > right->size) - (left->size < right->size);
}

/* Segments that overlap each other become one without a name. */
static void settle_segments(struct build *build)
{
	size_t kept = 0;

	if (!build->segment_count)
		return;
	qsort(build->segments, build->segment_count, sizeof(*build->segments), by_address);
	for (size_t i = 1; i < build->segment_count; i++) {
		struct wcore_region *last = &build->segments[kept], *next = &build->segments[i];
		const uint64_t end = last->address + last->size, next_end = next->address + next->size;

		if (next->address >= end) {
			build->segments[++kept] = *next;
			continue;
		}
		last->size = (end > next_end ? end : next_end) - last->address;
		last->kind = WCORE_REGION_UNKNOWN;
		last->name = (struct wcore_string){ 0 };
		last->module = NULL;
	}
	build->segment_count = kept + 1;
	build->data_low = build->segments[0].address;
	build->data_high = build->segments[kept].address + build->segments[kept].size;
}

/* What is known of the stack and of the ends of static data. */

static void place_stack(struct build *build)
{
	struct wcore_regions *regions = &build->regions;
	const uint64_t end = align(build->static_end);

	regions->has_stack = build->has_pointer && build->segment_count &&
			     (build->pointer <= build->data_low || build->pointer >= build->data_high);
	if (!regions->has_stack)
		return;
	regions->stack_high = build->pointer;
	regions->is_stack_first = build->pointer <= build->data_low;
	if (regions->is_stack_first) {
		regions->stack_low = 0;
		regions->is_stack_low_sure = true;
	} else if (build->has_data_end && build->data_end <= build->pointer &&
		   build->data_end >= build->data_high) {
		regions->stack_low = align(build->data_end);
		regions->is_stack_low_sure = true;
	} else {
		regions->stack_low = end < build->pointer ? end : build->pointer;
		regions->is_stack_low_sure = build->pointer - regions->stack_low == DEFAULT_STACK;
	}
}

static void place_heap(struct build *build)
{
	struct wcore_regions *regions = &build->regions;
	const uint64_t low = build->data_high > regions->stack_high ? build->data_high : regions->stack_high;

	regions->has_heap = true;
	if (build->has_heap_base && build->heap_base >= low && build->heap_base <= build->memory->size)
		regions->heap = build->heap_base;
	else if (regions->has_stack && !regions->is_stack_first)
		regions->heap = regions->stack_high;
	else
		regions->has_heap = false;
}

static void place_statics(struct build *build)
{
	struct wcore_regions *regions = &build->regions;

	regions->static_low = regions->is_stack_first ? regions->stack_high : 1;
	regions->static_high = regions->has_stack && !regions->is_stack_first ? regions->stack_high :
			       regions->has_heap ? regions->heap : build->memory->size;
	if (build->has_data_end && build->data_end >= build->data_high &&
	    build->data_end < regions->static_high)
		regions->static_high = build->data_end;
}

/* The list. */

static uint64_t list_end(const struct wcore_regions *regions)
{
	const struct wcore_region *last = regions->count ? &regions->items[regions->count - 1] : NULL;

	return last ? last->address + last->size : 0;
}

/* From the end of the list to end. */
static void append(struct wcore_regions *regions, enum wcore_region_kind kind, uint64_t end)
{
	const uint64_t start = list_end(regions);

	if (end > start)
		regions->items[regions->count++] = (struct wcore_region){
			.kind = kind, .address = start, .size = end - start,
		};
}

static void append_segments(struct build *build)
{
	struct wcore_regions *regions = &build->regions;

	for (size_t i = 0; i < build->segment_count; i++) {
		if (i)
			append(regions, WCORE_REGION_GAP, build->segments[i].address);
		regions->items[regions->count++] = build->segments[i];
	}
}

/* Behind the segments: zeros, and where the linker put it last, the stack. */
static void append_zeros(struct build *build)
{
	struct wcore_regions *regions = &build->regions;
	const bool is_end_sure = build->has_data_end && build->data_end >= build->data_high &&
				 build->data_end <= build->memory->size;

	append(regions, WCORE_REGION_BSS, is_end_sure ? build->data_end : build->static_end);
	if (regions->has_stack && !regions->is_stack_first) {
		append(regions, regions->is_stack_low_sure ? WCORE_REGION_GAP : WCORE_REGION_UNKNOWN,
		       regions->is_stack_low_sure ? regions->stack_low : regions->stack_high);
		append(regions, WCORE_REGION_STACK, regions->stack_high);
	}
	if (regions->has_heap) {
		append(regions, !regions->has_stack	       ? WCORE_REGION_UNKNOWN :
				!regions->is_stack_first || is_end_sure ? WCORE_REGION_GAP : WCORE_REGION_BSS,
		       regions->heap);
		append(regions, WCORE_REGION_HEAP, build->memory->size);
	}
}

static struct wcore_error *make_list(struct build *build)
{
	struct wcore_regions *regions = &build->regions;

	free(regions->items);
	regions->count = 0;
	/* Each segment and what may follow it, and six things around them. */
	regions->items = wcore_calloc(2 * build->segment_count + 8, sizeof(*regions->items));
	if (!regions->items)
		return wcore_error_nomem();
	place_stack(build);
	place_heap(build);
	place_statics(build);
	if (regions->is_stack_first && regions->has_stack)
		append(regions, WCORE_REGION_STACK, regions->stack_high);
	if (build->segment_count) {
		append(regions, regions->has_stack && regions->is_stack_first ? WCORE_REGION_GAP :
		       WCORE_REGION_BELOW, build->data_low);
		append_segments(build);
		append_zeros(build);
	}
	append(regions, WCORE_REGION_UNKNOWN, build->memory->size);
	return NULL;
}

struct wcore_error *wcore_regions_create(struct wcore_target *target, const struct wcore_memory *memory,
					 struct wcore_regions **ret)
{
	struct build *build = wcore_calloc(1, sizeof(*build));
	struct wcore_error *error;

	if (!build)
		return wcore_error_nomem();
	build->memory = memory;
	error = add_modules(build, target);
	if (!error) {
		settle_segments(build);
		build->static_end = build->data_high;
		error = make_list(build);
	}
	if (error) {
		wcore_regions_destroy(&build->regions);
		return error;
	}
	*ret = &build->regions;
	return NULL;
}

void wcore_regions_destroy(struct wcore_regions *regions)
{
	struct build *build = (struct build *)regions;

	if (!build)
		return;
	free(build->segments);
	free(regions->items);
	free(build);
}

struct wcore_error *wcore_regions_learn(struct wcore_regions *regions, uint64_t static_end)
{
	struct build *build = (struct build *)regions;

	if (!build->segment_count || static_end <= build->static_end || static_end > regions->static_high)
		return NULL;
	build->static_end = static_end;
	return make_list(build);
}

const struct wcore_region *wcore_regions_find(const struct wcore_regions *regions, uint64_t address)
{
	size_t low = 0, high = regions->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (regions->items[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || address - regions->items[low - 1].address >= regions->items[low - 1].size)
		return NULL;
	return &regions->items[low - 1];
}

const char *wcore_region_kind_name(enum wcore_region_kind kind)
{
	static const char *const names[] = {
		[WCORE_REGION_BELOW] = "below", [WCORE_REGION_DATA] = "data", [WCORE_REGION_BSS] = "bss",
		[WCORE_REGION_GAP] = "gap", [WCORE_REGION_STACK] = "stack", [WCORE_REGION_HEAP] = "heap",
		[WCORE_REGION_UNKNOWN] = "unknown",
	};

	return names[kind];
}
