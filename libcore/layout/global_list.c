#include "global_list.h"

#include "../wasm/names.h"

#define NOT_RECORDED "not in the dump: this producer did not record it"

/* One instance: what the dump lists of it, and its module. */
struct list {
	struct wcore_target *target;
	uint32_t instance;
	const uint32_t *items;		/* of the dump's globals; NULL: its own index space */
	uint32_t count;
	struct wcore_target_module *module;	/* NULL: not known */
	const struct wcore_index *index;	/* of the module; NULL: nothing of it can be used */
};

static bool is_reference(uint8_t code)
{
	return code == WCORE_REF || code == WCORE_REF_NULL;
}

/* False when it is no constant number. */
static bool read_constant(const struct wcore_global *global, struct wcore_word *ret)
{
	const struct wcore_constant *init = &global->init;

	if (global->is_imported || init->kind != WCORE_CONST_VALUE)
		return false;
	ret->bits = init->bits;
	if (global->type.code == WCORE_I32 || global->type.code == WCORE_F32)
		ret->bits = (uint32_t)init->bits;
	if (global->type.code != WCORE_V128)
		return true;
	ret->bits = ret->high = 0;
	for (unsigned i = 0; i < 8; i++) {
		ret->bits |= (uint64_t)init->v128[i] << (8 * i);
		ret->high |= (uint64_t)init->v128[8 + i] << (8 * i);
	}
	return true;
}

static struct wcore_string import_name(struct wcore_target *target, const struct wcore_index *index, uint32_t i)
{
	for (uint32_t k = 0; k < index->import_count; k++) {
		const struct wcore_import *import = &index->imports[k];
		const char *text;

		if (import->kind != WCORE_EXTERN_GLOBAL || import->index != i)
			continue;
		text = wcore_arena_format(&target->arena, "%.*s.%.*s", (int)import->module.size, import->module.data,
					  (int)import->name.size, import->name.data);
		return wcore_string_from(text);
	}
	return (struct wcore_string){ 0 };
}

static void set_name(const struct list *list, struct wcore_global_value *value)
{
	const struct wcore_target_module *module = list->module;

	value->name = wcore_names_find(module->found.module, WCORE_NAME_GLOBAL, value->index);
	if (!value->name.size && module->debug.module)
		value->name = wcore_names_find(module->debug.module, WCORE_NAME_GLOBAL, value->index);
	for (uint32_t i = 0; i < list->index->export_count; i++) {
		const struct wcore_export *export = &list->index->exports[i];

		if (export->kind != WCORE_EXTERN_GLOBAL || export->index != value->index)
			continue;
		value->is_exported = true;
		if (!value->name.size)
			value->name = export->name;
	}
	if (!value->name.size && value->is_imported)
		value->name = import_name(list->target, list->index, value->index);
}

/* What the dump has: false when it is not there, or of another type than the module's. */
static bool take_recorded(const struct list *list, const struct wcore_global *own, struct wcore_global_value *value)
{
	const struct wcore_index *dump = list->target->dump->index;
	const uint32_t item = value->index >= list->count ? WCORE_ABSENT :
			      list->items		  ? list->items[value->index] :
							    value->index;
	const struct wcore_global *global;

	if (!dump || item == WCORE_ABSENT || item >= dump->global_count)
		return false;
	global = &dump->globals[item];
	if (own && own->type.code != global->type.code)
		return false;
	value->is_in_dump = true;
	value->is_mutable = global->is_mutable;
	value->word.code = global->type.code;
	if (read_constant(global, &value->word))
		value->word.origin = WCORE_ORIGIN_RECORDED;
	else
		value->word.why = is_reference(global->type.code) ? "not in the dump: it is a reference" :
								    NOT_RECORDED;
	return true;
}

static void fill(const struct list *list, struct wcore_global_value *value)
{
	const struct wcore_global *own = list->index && value->index < list->index->global_count ?
						 &list->index->globals[value->index] : NULL;

	value->word.why = NOT_RECORDED;
	if (own) {
		value->is_imported = own->is_imported;
		value->is_mutable = own->is_mutable;
		value->word.code = own->type.code;
		set_name(list, value);
	}
	take_recorded(list, own, value);
	/* What never changes is as the code says, recorded or not. */
	if (own && !own->is_mutable && value->word.origin == WCORE_ORIGIN_UNAVAILABLE && read_constant(own, &value->word))
		value->word.origin = WCORE_ORIGIN_CONSTANT;
	if (value->word.origin != WCORE_ORIGIN_UNAVAILABLE)
		value->word.why = NULL;
}

/* A list that is not as long as the module's index space says nothing of it, unless it is empty. */
static struct wcore_error *choose_module(struct list *list)
{
	struct wcore_error *error;

	if (!list->module || !list->module->found.module || list->module->refused)
		return NULL;
	error = wcore_module_index(list->module->found.module, &list->index);
	if (!error && list->count && list->count != list->index->global_count)
		list->index = NULL;
	return error;
}

static struct wcore_error *visit_list(struct list *list,
				      bool (*visit)(void *context, const struct wcore_global_value *value),
				      void *context, bool *ret_goes_on, bool *ret_cut)
{
	struct wcore_error *error = choose_module(list);
	uint32_t count = list->count;

	if (!error && list->index && list->index->global_count > count)
		count = list->index->global_count;
	for (uint32_t i = 0; !error && *ret_goes_on && i < count; i++) {
		struct wcore_global_value value = { .instance = list->instance, .module = list->module, .index = i };

		if (i == WCORE_GLOBALS_MAX) {
			*ret_cut = true;
			break;
		}
		fill(list, &value);
		*ret_goes_on = visit(context, &value);
	}
	return error;
}

struct wcore_error *wcore_global_list_visit(struct wcore_target *target,
					    bool (*visit)(void *context, const struct wcore_global_value *value),
					    void *context, bool *ret_cut)
{
	const struct wcore_dump *dump = target->dump;
	const bool is_shared = dump->is_shared_instance || !dump->instance_count;
	const uint32_t count = is_shared ? 1 : dump->instance_count;
	struct wcore_error *error = NULL;
	bool goes_on = true, is_cut = false;

	for (uint32_t i = 0; !error && goes_on && i < count; i++) {
		struct list list = { .target = target, .instance = i };
		uint32_t module;

		if (is_shared) {
			list.count = dump->index ? dump->index->global_count : 0;
			list.module = target->module_count ? &target->modules[0] : NULL;
		} else {
			list.items = dump->instances[i].globals;
			list.count = dump->instances[i].global_count;
			if (wcore_dump_instance_module(dump, i, &module) && module < target->module_count)
				list.module = &target->modules[module];
		}
		error = visit_list(&list, visit, context, &goes_on, &is_cut);
	}
	if (ret_cut)
		*ret_cut = is_cut;
	return error;
}
