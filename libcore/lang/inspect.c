/* Scopes and what they look at: declared in inspect.h.  Values are made in inspect_value.c. */
#include "inspect_state.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

/* Variables that lead to each other by implicit pointers. */
#define MAX_NESTING 8
/* Of lines of stores: each goes through a function's entries. */
#define LIFE_LOOKUPS 8192
/* Of sources: what a hostile one can cost. */
#define SOURCE_WORK (UINT64_C(64) << 20)

struct wcore_error *wcore_inspect_open(struct wcore_target *target, const struct wcore_thread *thread,
				       const struct wcore_unwind_options *options,
				       struct wcore_inspect **ret)
{
	struct wcore_inspect *inspect = wcore_calloc(1, sizeof(*inspect));
	struct wcore_error *error;

	if (!inspect)
		return wcore_error_nomem();
	inspect->target = target;
	inspect->thread = thread;
	inspect->life_left = LIFE_LOOKUPS;
	inspect->is_speculative = options && options->speculative;
	error = wcore_unwind_open(target, thread, options, &inspect->unwind);
	if (error) {
		free(inspect);
		return error;
	}
	*ret = inspect;
	return NULL;
}

void wcore_inspect_close(struct wcore_inspect *inspect)
{
	if (!inspect)
		return;
	for (struct wcore_inspect_viewer *viewer = inspect->viewers, *next; viewer; viewer = next) {
		next = viewer->next;
		wcore_viewer_deinit(&viewer->viewer);
		free(viewer);
	}
	for (struct wcore_inspect_module *module = inspect->modules, *next; module; module = next) {
		next = module->next;
		wcore_types_close(module->types);
		wcore_entries_close(module->entries);
		free(module);
	}
	for (unsigned i = 0; i < WCORE_INSPECT_MAPS; i++)
		wcore_code_map_destroy(inspect->maps[i].map);
	wcore_unwind_close(inspect->unwind);
	free(inspect->holes);
	free(inspect);
}

void wcore_inspect_set_sources(struct wcore_inspect *inspect, const struct wcore_inspect_sources *sources)
{
	inspect->sources = *sources;
	inspect->source_work = SOURCE_WORK;
}

struct wcore_unwind *wcore_inspect_unwind(struct wcore_inspect *inspect)
{
	return inspect->unwind;
}

const struct wcore_thread *wcore_inspect_thread(const struct wcore_inspect *inspect)
{
	return inspect->thread;
}

static struct wcore_error *open_types(struct wcore_inspect_module *module)
{
	const struct wcore_symbols *symbols = module->module->symbols;
	struct wcore_error *error;

	if (!symbols || !symbols->dwarf)
		return NULL;
	error = wcore_entries_open(symbols->dwarf, &module->entries);
	return error ? error : wcore_types_open(module->entries, &module->types);
}

static struct wcore_error *find_module(struct wcore_inspect *inspect,
				       const struct wcore_target_module *wanted,
				       struct wcore_inspect_module **ret)
{
	struct wcore_inspect_module *module;
	struct wcore_error *error;

	for (module = inspect->modules; module; module = module->next)
		if (module->module == wanted) {
			*ret = module;
			return NULL;
		}
	module = wcore_calloc(1, sizeof(*module));
	if (!module)
		return wcore_error_nomem();
	module->module = wanted;
	module->next = inspect->modules;
	inspect->modules = module;
	error = open_types(module);
	*ret = module;
	return error;
}

/*
 * Whether another instance of the same module has a memory of its own: Wasmtime gives
 * every frame of such a module to the last of them.
 */
static bool is_instance_open(const struct wcore_dump *dump, uint32_t instance)
{
	const struct wcore_instance *its = &dump->instances[instance];

	for (uint32_t i = 0; i < dump->instance_count; i++) {
		const struct wcore_instance *other = &dump->instances[i];

		if (other->module == its->module && other->module != WCORE_ABSENT &&
		    (other->memory_count != its->memory_count ||
		     (its->memory_count && other->memories[0] != its->memories[0])))
			return true;
	}
	return false;
}

/* Memory 0 of an instance, when it is certain which one that is. */
static const struct wcore_memory *memory_of(const struct wcore_dump *dump, uint32_t instance,
					    const struct wcore_index *index, const char **ret_why)
{
	uint32_t memory = 0;

	*ret_why = WCORE_NOT_IN_DUMP;
	if (!index->memory_count)
		return NULL;
	/* Wasmtime leaves shared memories out, which shifts what stands behind them. */
	if (index->memories[0].limits.is_shared && !dump->is_shared_instance) {
		*ret_why = "not in the dump: the memory is shared";
		return NULL;
	}
	if (!dump->is_shared_instance) {
		if (instance >= dump->instance_count || !dump->instances[instance].memory_count)
			return NULL;
		if (is_instance_open(dump, instance)) {
			*ret_why = "not in the dump: its module has several instances, and which one this is was not recorded";
			return NULL;
		}
		memory = dump->instances[instance].memories[0];
	}
	if (memory >= dump->memory_count)
		return NULL;
	*ret_why = NULL;
	return &dump->memories[memory];
}

/* The variable of the scope at hand whose entry that is. */
struct search {
	struct wcore_scope *scope;
	const struct wcore_entry *entry;
	struct wcore_object *ret;
	bool found;
};

static bool compare_entry(void *context, const struct wcore_variable *variable)
{
	struct search *search = context;

	if (variable->entry.unit != search->entry->unit || variable->entry.offset != search->entry->offset)
		return true;
	*search->ret = wcore_inspect_value(search->scope, variable);
	search->found = true;
	return false;
}

static bool find_implicit(void *context, const struct wcore_entry *entry, struct wcore_object *ret)
{
	struct wcore_inspect *inspect = context;
	struct wcore_scope *scope = &inspect->current;
	struct search search = { .scope = scope, .entry = entry, .ret = ret };

	if (!scope->has_variables || inspect->nesting >= MAX_NESTING)
		return false;
	inspect->nesting++;
	wcore_variables_visit(scope->viewer->types, &scope->site, scope->address, compare_entry, &search);
	inspect->nesting--;
	return search.found;
}

static struct wcore_error *make_viewer(struct wcore_inspect *inspect,
				       const struct wcore_target_module *module, uint32_t instance,
				       struct wcore_inspect_viewer *ret)
{
	const struct wcore_dump *dump = inspect->target->dump;
	const struct wcore_memory *memory = NULL;
	struct wcore_inspect_module *types = NULL;
	const struct wcore_index *index;
	struct wcore_error *error = NULL;

	ret->viewer.target = inspect->target;
	ret->viewer.module = module;
	ret->viewer.dump = dump;
	ret->viewer.instance = instance;
	ret->viewer.implicit = find_implicit;
	ret->viewer.context = inspect;
	ret->why_no_memory = WCORE_NOT_IN_DUMP;
	if (module->found.module && !module->refused) {
		error = find_module(inspect, module, &types);
		if (error || (error = wcore_module_index(module->found.module, &index)))
			return error;
		ret->viewer.types = types->types;
		memory = memory_of(dump, instance, index, &ret->why_no_memory);
		if (index->memory_count && index->memories[0].limits.is_64)
			ret->viewer.address_size = 8;
	}
	wcore_space_init(&ret->viewer.space, dump, memory);
	if (memory && !ret->viewer.space.memory)
		ret->why_no_memory = "not in the dump: this producer wrote no memory";
	return NULL;
}

static struct wcore_error *find_viewer(struct wcore_inspect *inspect,
				       const struct wcore_target_module *module, uint32_t instance,
				       struct wcore_viewer **ret)
{
	struct wcore_inspect_viewer *viewer;
	struct wcore_error *error;

	for (viewer = inspect->viewers; viewer; viewer = viewer->next)
		if (viewer->viewer.module == module && viewer->viewer.instance == instance) {
			*ret = &viewer->viewer;
			return NULL;
		}
	viewer = wcore_calloc(1, sizeof(*viewer));
	if (!viewer)
		return wcore_error_nomem();
	wcore_viewer_init(&viewer->viewer);
	error = make_viewer(inspect, module, instance, viewer);
	if (error) {
		wcore_viewer_deinit(&viewer->viewer);
		free(viewer);
		return error;
	}
	viewer->next = inspect->viewers;
	inspect->viewers = viewer;
	*ret = &viewer->viewer;
	return NULL;
}

/* Why the variables at a place cannot be told, or NULL. */
static const char *why_no_variables(const struct wcore_target_frame *frame, const struct wcore_site *site,
				    const struct wcore_viewer *viewer)
{
	if (!frame->module->found.module)
		return "the frame's module was not found";
	if (!frame->is_usable || frame->module->is_forced)
		return "the module contradicts the dump";
	if (!frame->has_function)
		return "the frame's function is not known";
	if (!viewer->types)
		return "the module has no debug information";
	if (!frame->has_address || !(frame->is_exact || frame->is_inferred))
		return "where in the function the frame stands is not known";
	if (!site || !site->die)
		return "the debug information does not tell of this function";
	return NULL;
}

static void forget_holes(struct wcore_inspect *inspect)
{
	inspect->hole_count = 0;
	for (struct wcore_inspect_viewer *viewer = inspect->viewers; viewer; viewer = viewer->next)
		viewer->viewer.space.hole_count = 0;
}

struct wcore_error *wcore_inspect_scope(struct wcore_inspect *inspect, uint32_t physical,
					const struct wcore_site *site, struct wcore_scope *ret)
{
	const struct wcore_target_frame *frame;
	struct wcore_error *error;
	uint64_t base = 0;

	forget_holes(inspect);
	*ret = (struct wcore_scope){ .inspect = inspect };
	if (site)
		ret->site = *site;
	error = wcore_unwind_frame(inspect->unwind, physical, &ret->frame);
	if (error)
		return error;
	frame = wcore_unwind_target_frame(ret->frame);
	error = find_viewer(inspect, frame->module, frame->frame.instance, &ret->viewer);
	if (error)
		return error;
	ret->why = why_no_variables(frame, site, ret->viewer);
	if (ret->why)
		return NULL;
	error = wcore_module_code_base(frame->module->found.module, &base);
	if (error || frame->address < base) {
		wcore_error_destroy(error);
		ret->why = "where in the code the frame stands is not known";
		return NULL;
	}
	ret->address = frame->address - base;
	ret->has_variables = true;
	return NULL;
}

void wcore_inspect_hold(struct wcore_inspect *inspect, struct wcore_inspect_held *ret)
{
	*ret = (struct wcore_inspect_held){ inspect->current, inspect->holes, inspect->hole_count };
	inspect->holes = NULL;
	forget_holes(inspect);
}

void wcore_inspect_release(struct wcore_inspect *inspect, const struct wcore_inspect_held *held)
{
	forget_holes(inspect);
	free(inspect->holes);
	inspect->holes = held->holes;
	inspect->hole_count = held->hole_count;
	inspect->current = held->current;
	if (!held->current.viewer)
		return;
	held->current.viewer->space.holes = held->holes;
	held->current.viewer->space.hole_count = held->hole_count;
}

struct wcore_error *wcore_inspect_statics(struct wcore_inspect *inspect,
					  const struct wcore_target_module *module, uint32_t instance,
					  struct wcore_scope *ret)
{
	*ret = (struct wcore_scope){ .inspect = inspect, .why = "no frame is chosen" };
	return find_viewer(inspect, module, instance, &ret->viewer);
}

struct visit {
	struct wcore_scope *scope;
	bool (*visit)(void *context, const struct wcore_variable *variable,
		      const struct wcore_object *object);
	void *context;
};

static bool visit_variable(void *context, const struct wcore_variable *variable)
{
	struct visit *visit = context;
	struct wcore_object object = wcore_scope_object(visit->scope, variable);

	return visit->visit(visit->context, variable, &object);
}

void wcore_scope_visit(struct wcore_scope *scope,
		       bool (*visit)(void *context, const struct wcore_variable *variable,
				     const struct wcore_object *object),
		       void *context)
{
	struct visit request = { scope, visit, context };

	if (scope->has_variables)
		wcore_variables_visit(scope->viewer->types, &scope->site, scope->address,
				      visit_variable, &request);
}

struct wcore_object wcore_scope_object(struct wcore_scope *scope, const struct wcore_variable *variable)
{
	scope->inspect->current = *scope;
	return wcore_inspect_value(scope, variable);
}

/* A name among the variables in scope. */
struct lookup {
	struct wcore_scope *scope;
	struct wcore_string name;
	struct wcore_object *ret;
	struct wcore_object object;	/* this or self */
	bool found, has_object;
};

static bool find_local(void *context, const struct wcore_variable *variable)
{
	struct lookup *lookup = context;

	if (variable->is_shadowed || !wcore_string_equal(variable->name, lookup->name))
		return true;
	*lookup->ret = wcore_scope_object(lookup->scope, variable);
	lookup->found = true;
	return false;
}

static bool find_this(void *context, const struct wcore_variable *variable)
{
	struct lookup *lookup = context;

	if (!variable->is_param || !variable->is_artificial || !wcore_string_is(variable->name, "this"))
		return true;
	lookup->object = wcore_scope_object(lookup->scope, variable);
	lookup->has_object = true;
	return false;
}

/* A member of the object that the function belongs to. */
static bool find_member(struct lookup *lookup)
{
	struct wcore_scope *scope = lookup->scope;
	struct wcore_object target;
	char name[256];

	if (lookup->name.size >= sizeof(name))
		return false;
	memcpy(name, lookup->name.data, lookup->name.size);
	name[lookup->name.size] = '\0';
	wcore_variables_visit(scope->viewer->types, &scope->site, scope->address, find_this, lookup);
	if (!lookup->has_object)
		return false;
	target = wcore_object_target(scope->viewer, &lookup->object);
	return wcore_object_field(scope->viewer, &target, name, lookup->ret);
}

static bool find_static(void *context, const struct wcore_variable *variable)
{
	struct lookup *lookup = context;

	/* A declaration is passed over for the definition. */
	if (lookup->found && variable->is_external_declaration)
		return true;
	*lookup->ret = wcore_scope_object(lookup->scope, variable);
	lookup->found = true;
	return variable->is_external_declaration;
}

bool wcore_scope_find(struct wcore_scope *scope, struct wcore_string name, struct wcore_object *ret)
{
	struct lookup lookup = { .scope = scope, .name = name, .ret = ret };
	const struct wcore_entry_unit *near = NULL;
	struct wcore_entry function;

	if (!scope->viewer->types)
		return false;
	if (scope->has_variables) {
		wcore_variables_visit(scope->viewer->types, &scope->site, scope->address, find_local, &lookup);
		if (lookup.found || find_member(&lookup))
			return true;
		if (wcore_variables_function(scope->viewer->types, &scope->site, &function))
			near = function.unit;
	}
	wcore_variables_static(scope->viewer->types, (struct wcore_string){ 0 },
			       (struct wcore_string){ 0 }, name, near, find_static, &lookup);
	return lookup.found;
}
