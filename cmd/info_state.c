/* Memories and globals of the dump, with the names that the modules give them. */
#include "info.h"

#include "../libcore/debug/demangle.h"
#include "../libcore/wasm/index.h"

/* An index space: memories or globals. */
struct space {
	enum wcore_extern_kind kind;
	enum wcore_name_kind names;
};

static const struct space memory_space = { WCORE_EXTERN_MEMORY, WCORE_NAME_MEMORY };
static const struct space global_space = { WCORE_EXTERN_GLOBAL, WCORE_NAME_GLOBAL };

/* What modules call the items of a space, read once a module. */
struct names {
	struct info_name *items;
	bool is_read;
};

static uint32_t size_in_module(const struct space *space, const struct wcore_index *index)
{
	return space->kind == WCORE_EXTERN_MEMORY ? index->memory_count : index->global_count;
}

static bool is_imported(const struct space *space, const struct wcore_index *index, uint32_t i)
{
	return space->kind == WCORE_EXTERN_MEMORY ? index->memories[i].is_imported
						  : index->globals[i].is_imported;
}

/* The name section of module, which a companion may have in its stead. */
static void read_name_section(const struct space *space, struct wcore_module *module,
			      struct info_name *names, uint32_t count)
{
	for (uint32_t i = 0; module && i < count; i++) {
		struct wcore_string name = wcore_names_find(module, space->names, i);

		if (name.data)
			names[i] = (struct info_name){ .text = name,
						       .origin = WCORE_NAME_FROM_NAMES };
	}
}

/* Weakest origin first: what comes later overrides. */
static void read_names(const struct space *space, const struct wcore_target_module *target,
		       const struct wcore_index *index, struct info_name *names)
{
	uint32_t count = size_in_module(space, index);

	for (uint32_t i = 0; i < index->import_count; i++) {
		const struct wcore_import *import = &index->imports[i];

		if (import->kind == space->kind && import->index < count)
			names[import->index] = (struct info_name){ import->name, import->module,
								   WCORE_NAME_FROM_IMPORT };
	}
	for (uint32_t i = 0; i < index->export_count; i++) {
		const struct wcore_export *export = &index->exports[i];

		if (export->kind == space->kind && export->index < count &&
		    names[export->index].origin != WCORE_NAME_FROM_EXPORT)
			names[export->index] = (struct info_name){ .text = export->name,
				.origin = WCORE_NAME_FROM_EXPORT };
	}
	read_name_section(space, target->debug.module, names, count);
	read_name_section(space, target->found.module, names, count);
}

/* The names as people write them; a name that cannot be demangled stays. */
static void demangle(struct wcore_arena *arena, struct info_name *names, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		struct wcore_string name = { 0 };

		if (names[i].text.size > 0 && names[i].origin != WCORE_NAME_FROM_IMPORT)
			name = wcore_demangle(arena, names[i].text);
		if (name.data)
			names[i].text = name;
	}
}

/* A global of the dump can be the module's: a dump may number its globals in its own way. */
static bool agrees(const struct info *info, const struct space *space,
		   const struct wcore_index *index, uint32_t i, uint32_t item)
{
	const struct wcore_index *own = info->input.dump->index;

	return space->kind == WCORE_EXTERN_MEMORY || !own || item >= own->global_count ||
	       own->globals[item].type.code == index->globals[i].type.code;
}

/* The instance's list of a space says which items of the dump the module's are. */
struct owned {
	uint32_t instance, module;
	const uint32_t *items;
	uint32_t count;
};

/*
 * Gives the dump's items an owner: the instance that defines an item before one
 * that imports it.  An instance whose list is not as long as the module's index
 * space (a shared memory was left out) says nothing.
 */
static struct wcore_error *take_owners(struct info *info, const struct space *space,
				       const struct owned *owned, struct names *all,
				       struct info_owner *(*owner_of)(struct info *, uint32_t))
{
	struct wcore_module *module = info_usable_module(info, owned->module);
	struct names *names = &all[module ? owned->module : 0];
	const struct wcore_index *index;
	struct wcore_error *error;

	if (!module || owned->count == 0)
		return NULL;
	error = wcore_module_index(module, &index);
	if (error)
		return error;
	if (size_in_module(space, index) != owned->count || owned->count > INFO_ITEMS_MAX)
		return NULL;
	if (!names->is_read) {
		names->items = wcore_arena_array(&info->arena, owned->count, sizeof(*names->items));
		if (!names->items)
			return wcore_error_nomem();
		read_names(space, &info->input.target->modules[owned->module], index,
			   names->items);
		if (!info->no_demangle)
			demangle(&info->arena, names->items, owned->count);
		names->is_read = true;
	}
	for (uint32_t i = 0; i < owned->count; i++) {
		uint32_t item = owned->items ? owned->items[i] : i;
		struct info_owner *owner = owner_of(info, item);

		if (!owner || !agrees(info, space, index, i, item) || (owner->is_known && (!owner->is_imported ||
						   is_imported(space, index, i))))
			continue;
		*owner = (struct info_owner){ true, is_imported(space, index, i),
					      owned->instance, i, names->items[i] };
	}
	return NULL;
}

static struct info_owner *memory_owner(struct info *info, uint32_t i)
{
	return i < info->memory_count ? &info->memories[i].owner : NULL;
}

static struct info_owner *global_owner(struct info *info, uint32_t i)
{
	return i < info->global_count ? &info->globals[i].owner : NULL;
}

/* Without instances the dump's own index spaces are the one module's, if their sizes agree. */
static struct wcore_error *build_shared_owners(struct info *info, struct names *memories,
					       struct names *globals)
{
	const struct wcore_index *index = info->input.dump->index;
	const struct owned owned_memories = { 0, 0, NULL, info->input.dump->memory_count };
	const struct owned owned_globals = { 0, 0, NULL, index ? index->global_count : 0 };
	struct wcore_error *error;

	error = take_owners(info, &memory_space, &owned_memories, memories, memory_owner);
	return error ? error : take_owners(info, &global_space, &owned_globals, globals,
					   global_owner);
}

static struct wcore_error *build_owners(struct info *info)
{
	const struct wcore_dump *dump = info->input.dump;
	uint32_t module_count = info->input.target ? info->input.target->module_count : 0;
	struct names *memories, *globals;
	struct wcore_error *error = NULL;

	if (module_count == 0)
		return NULL;
	memories = wcore_arena_array(&info->arena, module_count, sizeof(*memories));
	globals = wcore_arena_array(&info->arena, module_count, sizeof(*globals));
	if (!memories || !globals)
		return wcore_error_nomem();
	if (dump->is_shared_instance || dump->instance_count == 0)
		return build_shared_owners(info, memories, globals);
	for (uint32_t i = 0; !error && i < dump->instance_count; i++) {
		const struct wcore_instance *instance = &dump->instances[i];
		const struct owned owned_memories = { i, instance->module, instance->memories,
						      instance->memory_count };
		const struct owned owned_globals = { i, instance->module, instance->globals,
						     instance->global_count };

		error = take_owners(info, &memory_space, &owned_memories, memories, memory_owner);
		if (!error)
			error = take_owners(info, &global_space, &owned_globals, globals,
					    global_owner);
	}
	return error;
}

/* Pages as the module declares them: dumps lose a custom page size. */
static struct wcore_error *build_size(struct info *info, struct info_memory *ret)
{
	const struct wcore_memory *memory = ret->memory;
	const struct wcore_index *index;
	struct wcore_module *module;
	struct wcore_error *error;
	uint32_t i;

	ret->page_log2 = memory->limits.page_log2;
	ret->size = memory->size;
	if (ret->owner.is_known &&
	    wcore_dump_instance_module(info->input.dump, ret->owner.instance, &i)) {
		module = info_usable_module(info, i);
		error = wcore_module_index(module, &index);
		if (error)
			return error;
		if (index->memories[ret->owner.index].limits.page_log2 < ret->page_log2)
			ret->page_log2 = index->memories[ret->owner.index].limits.page_log2;
	}
	if (memory->size != UINT64_MAX)
		ret->size = memory->size >> (memory->limits.page_log2 - ret->page_log2);
	ret->pages = ret->size == UINT64_MAX ? memory->limits.min : ret->size >> ret->page_log2;
	info->memory_bytes = info->memory_bytes + ret->size < ret->size
			     ? UINT64_MAX : info->memory_bytes + ret->size;
	return NULL;
}

static struct wcore_error *build_memory(struct info *info, bool exact, struct info_memory *ret)
{
	struct wcore_error *error = build_size(info, ret);

	if (error || !exact)
		return error;
	ret->has_usage = true;
	return wcore_memory_usage(ret->memory, &ret->usage);
}

static uint32_t at_most(uint32_t count, uint32_t limit)
{
	return count < limit ? count : limit;
}

struct wcore_error *info_build_state(struct info *info, bool full)
{
	const struct wcore_dump *dump = info->input.dump;
	const struct wcore_section *data = wcore_dump_section(dump, WCORE_SECTION_DATA, NULL);
	struct wcore_error *error;

	info->captured_limit = data ? data->size : 0;
	info->is_captured_exact = full || dump->segment_count <= WCORE_MEMORY_EAGER;
	info->memory_total = dump->memory_count;
	info->global_total = dump->index ? dump->index->global_count : 0;
	info->memory_count = at_most(info->memory_total, INFO_ITEMS_MAX);
	info->global_count = at_most(info->global_total, INFO_ITEMS_MAX);
	info->memories = wcore_arena_array(&info->arena, (size_t)info->memory_count + 1,
					   sizeof(*info->memories));
	info->globals = wcore_arena_array(&info->arena, (size_t)info->global_count + 1,
					  sizeof(*info->globals));
	if (!info->memories || !info->globals)
		return wcore_error_nomem();
	for (uint32_t i = 0; i < info->memory_count; i++)
		info->memories[i].memory = &dump->memories[i];
	for (uint32_t i = 0; i < info->global_count; i++)
		info->globals[i].global = &dump->index->globals[i];
	error = build_owners(info);
	for (uint32_t i = 0; !error && i < info->memory_count; i++)
		error = build_memory(info, info->is_captured_exact, &info->memories[i]);
	return error;
}
