#include "owner.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/text.h"
#include "../debug/demangle.h"
#include "member_path.h"
#include "symbol_map.h"

/*
 * Debug information of more bytes than this is not read for the sake of names: what lies behind is said to be
 * of its data segment.
 */
#define MAX_DEBUG_INFO (UINT64_C(64) << 20)
#define NAME_SIZE 1024
/* Names and paths that are kept; when they take more, there are no paths any more. */
#define MAX_NAMES (8u << 20)
#define NAME_BUCKETS 4096

/* A text that was given out. */
struct name {
	struct name *next;	/* of its bucket */
	size_t size;
	char data[];
};

/* Debug information of a module, for as long as owners: inspect's, or our own. */
struct statics {
	struct wcore_entries *entries;	/* our own; NULL: inspect's, or none */
	struct wcore_types *types;
	struct wcore_static_map *map;	/* NULL: none */
	struct wcore_symbol_map *symbols;	/* of the linking section */
};

struct wcore_owners {
	struct wcore_target *target;
	const struct wcore_memory *memory;
	struct wcore_inspect *inspect;
	struct wcore_owner_heap heap;
	struct wcore_regions *regions;
	struct statics statics[WCORE_REGIONS_MODULES_MAX];
	struct wcore_frame_map *frames;
	bool has_regions, has_statics, has_frames;
	struct wcore_arena names;
	struct name *buckets[NAME_BUCKETS];
};

struct wcore_error *wcore_owners_open(struct wcore_target *target, const struct wcore_memory *memory,
				      struct wcore_inspect *inspect, struct wcore_owners **ret)
{
	struct wcore_owners *owners = wcore_calloc(1, sizeof(*owners));

	if (!owners)
		return wcore_error_nomem();
	owners->target = target;
	owners->memory = memory;
	owners->inspect = inspect;
	wcore_arena_init(&owners->names);
	*ret = owners;
	return NULL;
}

void wcore_owners_close(struct wcore_owners *owners)
{
	if (!owners)
		return;
	for (unsigned i = 0; i < WCORE_REGIONS_MODULES_MAX; i++) {
		wcore_static_map_destroy(owners->statics[i].map);
		wcore_symbol_map_destroy(owners->statics[i].symbols);
		if (owners->statics[i].entries) {
			wcore_types_close(owners->statics[i].types);
			wcore_entries_close(owners->statics[i].entries);
		}
	}
	wcore_frame_map_destroy(owners->frames);
	wcore_regions_destroy(owners->regions);
	wcore_arena_deinit(&owners->names);
	free(owners);
}

void wcore_owners_set_heap(struct wcore_owners *owners, const struct wcore_owner_heap *heap)
{
	owners->heap = *heap;
}

bool wcore_owners_heap_use(const struct wcore_owners *owners, struct wcore_owner_heap_use *ret)
{
	*ret = (struct wcore_owner_heap_use){ 0 };
	return owners->heap.measure && owners->heap.measure(owners->heap.context, ret);
}

/* Absent when memory ran out, or there are too many. */
static struct wcore_string keep(struct wcore_owners *owners, const char *data, size_t size)
{
	uint32_t hash = 2166136261u;
	struct name **bucket, *name;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (uint8_t)data[i]) * 16777619u;
	bucket = &owners->buckets[hash % NAME_BUCKETS];
	for (name = *bucket; name; name = name->next)
		if (name->size == size && memcmp(name->data, data, size) == 0)
			return (struct wcore_string){ name->data, size };
	if (owners->names.used > MAX_NAMES)
		return (struct wcore_string){ 0 };
	name = wcore_arena_alloc(&owners->names, sizeof(*name) + size + 1);
	if (!name)
		return (struct wcore_string){ 0 };
	memcpy(name->data, data, size);
	name->size = size;
	name->next = *bucket;
	*bucket = name;
	return (struct wcore_string){ name->data, size };
}

/* What there is. */

struct wcore_regions *wcore_owners_regions(struct wcore_owners *owners)
{
	if (!owners->has_regions) {
		owners->has_regions = true;
		wcore_error_destroy(wcore_regions_create(owners->target, owners->memory, &owners->regions));
	}
	return owners->regions;
}

struct wcore_frame_map *wcore_owners_frames(struct wcore_owners *owners)
{
	if (!owners->has_frames) {
		owners->has_frames = true;
		if (owners->inspect)
			wcore_error_destroy(wcore_frame_map_create(owners->target, owners->inspect,
								   owners->memory, &owners->frames));
	}
	return owners->frames;
}

/* The types of a module: of the inspector where there is one, so that they are made once. */
static struct wcore_error *open_types(struct wcore_owners *owners, const struct wcore_target_module *module,
				      uint32_t instance, struct statics *ret)
{
	const struct wcore_symbols *symbols = module->symbols;
	struct wcore_scope scope;
	struct wcore_error *error;

	if (!symbols || !symbols->dwarf)
		return NULL;
	if (owners->inspect) {
		error = wcore_inspect_statics(owners->inspect, module, instance, &scope);
		ret->types = error ? NULL : scope.viewer->types;
		return error;
	}
	error = wcore_entries_open(symbols->dwarf, &ret->entries);
	return error ? error : wcore_types_open(ret->entries, &ret->types);
}

static struct wcore_error *read_statics(struct wcore_owners *owners, unsigned i)
{
	const struct wcore_regions *regions = owners->regions;
	const struct wcore_target_module *module = regions->modules[i];
	struct statics *statics = &owners->statics[i];
	const struct wcore_index *index;
	struct wcore_static_map_options options = {
		.low = regions->static_low, .high = regions->static_high, .max_bytes = MAX_DEBUG_INFO,
	};
	struct wcore_error *error = wcore_module_index(module->found.module, &index);

	if (error)
		return error;
	options.has_fixed_tls = index->memory_count && !index->memories[0].limits.is_shared;
	error = wcore_symbol_map_create(regions, module, &statics->symbols);
	if (!error)
		error = open_types(owners, module, regions->instances[i], statics);
	if (error || !statics->types)
		return error;
	return wcore_static_map_create(statics->types, &options, &statics->map);
}

/* Where a linker put one module's data, the last variable shows where they reach at least. */
static void learn_end(struct wcore_owners *owners)
{
	const struct wcore_static *items;
	size_t count;

	if (owners->regions->module_count != 1 || !owners->statics[0].map)
		return;
	items = wcore_static_map_items(owners->statics[0].map, &count);
	if (count)
		wcore_error_destroy(wcore_regions_learn(owners->regions,
							items[count - 1].address + items[count - 1].size));
}

static void find_statics(struct wcore_owners *owners)
{
	owners->has_statics = true;
	if (!wcore_owners_regions(owners))
		return;
	for (unsigned i = 0; i < owners->regions->module_count; i++)
		wcore_error_destroy(read_statics(owners, i));
	learn_end(owners);
}

struct wcore_static_map *wcore_owners_statics(struct wcore_owners *owners, unsigned i)
{
	if (!owners->has_statics)
		find_statics(owners);
	return i < WCORE_REGIONS_MODULES_MAX ? owners->statics[i].map : NULL;
}

/* Whose an address is. */

static void take_place(struct wcore_owner *owner, enum wcore_owner_kind kind, uint64_t start, uint64_t size)
{
	owner->offset = owner->address - start;
	owner->kind = kind;
	owner->address = start;
	owner->size = size;
}

static void take_path(struct wcore_owners *owners, struct wcore_types *types, const struct wcore_type *type,
		      struct wcore_owner *owner)
{
	char buffer[NAME_SIZE];
	uint64_t offset;
	const size_t size = wcore_member_path(types, type, owner->offset, buffer, sizeof(buffer), &offset);

	if (size)
		owner->path = keep(owners, buffer, size);
	if (owner->path.size)
		owner->path_offset = offset;
}

static bool find_static(struct wcore_owners *owners, struct wcore_owner *owner)
{
	const struct wcore_static *found = NULL;
	const struct statics *of = NULL;
	char buffer[NAME_SIZE];
	size_t size;

	if (!owners->has_statics)
		find_statics(owners);
	for (unsigned i = 0; owners->regions && i < owners->regions->module_count; i++) {
		const struct statics *statics = &owners->statics[i];
		const struct wcore_static *its =
			statics->map ? wcore_static_map_find(statics->map, owner->address) : NULL;

		/* Two modules that both claim it: one of them is not what was loaded there. */
		if (its && found)
			return false;
		if (its) {
			found = its;
			of = statics;
		}
	}
	if (!found)
		return false;
	size = wcore_static_map_qualified_name(of->map, found, buffer, sizeof(buffer));
	owner->name = keep(owners, buffer, size < sizeof(buffer) ? size : sizeof(buffer) - 1);
	if (!size || !owner->name.data)
		return false;
	take_place(owner, WCORE_OWNER_STATIC, found->address, found->size);
	take_path(owners, of->types, wcore_static_map_type(of->map, found), owner);
	return true;
}

/* As the source has it. */
static struct wcore_string source_name(struct wcore_owners *owners, struct wcore_string name)
{
	struct wcore_arena arena;
	struct wcore_string found;

	if (owners->target->options.no_demangle)
		return name;
	wcore_arena_init(&arena);
	found = wcore_demangle(&arena, name);
	found = found.data ? keep(owners, found.data, found.size) : found;
	wcore_arena_deinit(&arena);
	return found.data ? found : name;
}

/* What the linker knows by a name. */
static bool find_symbol(struct wcore_owners *owners, struct wcore_owner *owner)
{
	const struct wcore_symbol *found = NULL;

	for (unsigned i = 0; owners->regions && i < owners->regions->module_count; i++) {
		const struct wcore_symbol_map *symbols = owners->statics[i].symbols;
		const struct wcore_symbol *its =
			symbols ? wcore_symbol_map_find(symbols, owner->address) : NULL;

		if (its && found)
			return false;
		found = its ? its : found;
	}
	if (!found)
		return false;
	owner->name = source_name(owners, found->name);
	take_place(owner, WCORE_OWNER_STATIC, found->address, found->size);
	return true;
}

static bool find_frame(struct wcore_owners *owners, struct wcore_owner *owner)
{
	struct wcore_frame_map *frames = wcore_owners_frames(owners);
	struct wcore_frame_region *frame = frames ? wcore_frame_map_find(frames, owner->address) : NULL;
	const struct wcore_frame_variable *variable;

	if (!frame)
		return false;
	variable = wcore_frame_map_variable(frames, frame, owner->address);
	owner->function = variable ? variable->function : frame->function;
	owner->frame = variable ? variable->number : frame->number;
	if (!variable) {
		take_place(owner, WCORE_OWNER_FRAME, frame->address, frame->size);
		return true;
	}
	owner->name = variable->name;
	take_place(owner, WCORE_OWNER_VARIABLE, variable->address, variable->size);
	take_path(owners, variable->types, variable->type, owner);
	return true;
}

/* Where the stack ends is not said, but what is behind its pointer is in use. */
static bool is_used_stack(struct wcore_owners *owners, const struct wcore_owner *owner, uint64_t *ret_pointer)
{
	const struct wcore_regions *regions = owners->regions;
	const struct wcore_frame_map *frames = wcore_owners_frames(owners);

	return regions->has_stack && frames && wcore_frame_map_pointer(frames, ret_pointer) &&
	       owner->address >= *ret_pointer && owner->address < regions->stack_high;
}

static bool find_region(struct wcore_owners *owners, struct wcore_owner *owner)
{
	const struct wcore_regions *regions = wcore_owners_regions(owners);
	const struct wcore_region *region = regions ? wcore_regions_find(regions, owner->address) : NULL;
	uint64_t pointer;

	if (!region)
		return false;
	switch (region->kind) {
	case WCORE_REGION_DATA:
		owner->name = region->name;
		take_place(owner, WCORE_OWNER_DATA, region->address, region->size);
		return true;
	case WCORE_REGION_BSS:
		owner->name = WCORE_STRING(".bss");
		take_place(owner, WCORE_OWNER_DATA, region->address, region->size);
		return true;
	case WCORE_REGION_STACK:
		take_place(owner, WCORE_OWNER_STACK, region->address, region->size);
		return true;
	case WCORE_REGION_HEAP:
		take_place(owner, WCORE_OWNER_HEAP, region->address, region->size);
		return true;
	case WCORE_REGION_UNKNOWN:
		if (!is_used_stack(owners, owner, &pointer))
			return false;
		take_place(owner, WCORE_OWNER_STACK, pointer, regions->stack_high - pointer);
		return true;
	case WCORE_REGION_BELOW: case WCORE_REGION_GAP:
		return false;
	}
	return false;
}

static bool find_chunk(struct wcore_owners *owners, struct wcore_owner *owner)
{
	struct wcore_owner found = *owner;

	if (!owners->heap.find || !owners->heap.find(owners->heap.context, owner->address, &found))
		return false;
	*owner = found;
	return true;
}

struct wcore_owner wcore_owners_find(struct wcore_owners *owners, uint64_t address)
{
	struct wcore_owner owner = { .kind = WCORE_OWNER_NONE, .address = address };

	if (address >= owners->memory->size)
		owner.kind = WCORE_OWNER_OUTSIDE;
	else if (!find_static(owners, &owner) && !find_symbol(owners, &owner) &&
		 !find_frame(owners, &owner) && !find_chunk(owners, &owner))
		find_region(owners, &owner);
	return owner;
}

/* Text. */

static void write_offset(uint64_t offset, bool is_hex, FILE *out)
{
	if (offset)
		fprintf(out, is_hex ? "+0x%" PRIx64 : "+%" PRIu64, offset);
}

static void write_variable(const struct wcore_owner *owner, FILE *out)
{
	wcore_text_write(out, owner->name);
	if (owner->path.size && owner->path.data[0] != '[')
		fputc('.', out);
	if (owner->path.size)
		wcore_text_write(out, owner->path);
	write_offset(owner->path.size ? owner->path_offset : owner->offset, false, out);
}

static void write_frame(const struct wcore_owner *owner, FILE *out)
{
	fprintf(out, "#%" PRIu64 " ", owner->frame);
	wcore_text_write(out, owner->function);
}

void wcore_owner_write(const struct wcore_owner *owner, FILE *out)
{
	switch (owner->kind) {
	case WCORE_OWNER_NONE:
		fputc('-', out);
		break;
	case WCORE_OWNER_STATIC:
		write_variable(owner, out);
		break;
	case WCORE_OWNER_VARIABLE:
		write_variable(owner, out);
		fputs(" in ", out);
		write_frame(owner, out);
		break;
	case WCORE_OWNER_FRAME:
		fputs("stack of ", out);
		write_frame(owner, out);
		write_offset(owner->offset, true, out);
		break;
	case WCORE_OWNER_DATA:
		if (owner->name.size)
			wcore_text_write(out, owner->name);
		else
			fputs("data", out);
		write_offset(owner->offset, true, out);
		break;
	case WCORE_OWNER_CHUNK:
		fprintf(out, "%s chunk 0x%" PRIx64, owner->is_used ? "used" : "free", owner->address);
		write_offset(owner->offset, false, out);
		fprintf(out, " of %" PRIu64 " bytes", owner->size);
		break;
	case WCORE_OWNER_STACK: case WCORE_OWNER_HEAP: case WCORE_OWNER_OUTSIDE:
		fputs(wcore_owner_kind_name(owner->kind), out);
		break;
	}
}

const char *wcore_owner_kind_name(enum wcore_owner_kind kind)
{
	static const char *const names[] = {
		[WCORE_OWNER_NONE] = "unknown", [WCORE_OWNER_STATIC] = "static",
		[WCORE_OWNER_VARIABLE] = "variable", [WCORE_OWNER_FRAME] = "frame",
		[WCORE_OWNER_STACK] = "stack", [WCORE_OWNER_DATA] = "data", [WCORE_OWNER_CHUNK] = "chunk",
		[WCORE_OWNER_HEAP] = "heap", [WCORE_OWNER_OUTSIDE] = "outside",
	};

	return names[kind];
}
