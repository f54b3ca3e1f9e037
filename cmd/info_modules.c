/* What was found for each module of the dump. */
#include "info.h"

#include <stdlib.h>
#include <string.h>

#include "../libcore/wasm/index.h"

struct wcore_module *info_usable_module(const struct info *info, uint32_t module)
{
	const struct wcore_target *target = info->input.target;

	if (!target || module >= target->module_count || target->modules[module].refused)
		return NULL;
	return target->modules[module].found.module;
}

static struct wcore_error *build_dwarf(struct wcore_arena *arena, struct info_module *ret)
{
	const struct wcore_symbols *symbols = ret->target->symbols;
	struct wcore_error *error;

	if (!symbols || !symbols->dwarf)
		return NULL;
	error = wcore_dwarf_summarize(symbols->dwarf, &ret->dwarf);
	if (error)
		return error;
	ret->has_dwarf = true;
	for (unsigned i = 0; i < ret->dwarf.language_count; i++) {
		const char *name = wcore_dwarf_language_name(ret->dwarf.languages[i]);

		if (name && ret->languages)
			ret->languages = wcore_arena_format(arena, "%s, %s", ret->languages, name);
		else if (name)
			ret->languages = name;
		if (name && !ret->languages)
			return wcore_error_nomem();
	}
	return NULL;
}

static struct wcore_error *build_metadata(struct wcore_arena *arena, struct wcore_module *module,
					  struct info_module *ret)
{
	char *build_id = wcore_metadata_build_id_hex(module);

	if (build_id) {
		ret->build_id = wcore_arena_copy(arena, build_id, strlen(build_id));
		free(build_id);
		if (!ret->build_id)
			return wcore_error_nomem();
	}
	ret->source_map = wcore_metadata_source_map(module);
	if (wcore_string_starts(ret->source_map, "data:"))
		ret->source_map = WCORE_STRING("data:");
	ret->external = wcore_metadata_external_debug_info(module);
	ret->producers = wcore_arena_array(arena, INFO_PRODUCERS_MAX, sizeof(*ret->producers));
	ret->features = wcore_arena_array(arena, INFO_FEATURES_MAX, sizeof(*ret->features));
	if (!ret->producers || !ret->features)
		return wcore_error_nomem();
	ret->producer_count = wcore_metadata_producers(module, ret->producers, INFO_PRODUCERS_MAX);
	if (ret->producer_count > INFO_PRODUCERS_MAX)
		ret->producer_count = INFO_PRODUCERS_MAX;
	ret->feature_count = wcore_metadata_features(module, ret->features, INFO_FEATURES_MAX);
	if (ret->feature_count > INFO_FEATURES_MAX)
		ret->feature_count = INFO_FEATURES_MAX;
	return NULL;
}

static struct wcore_error *build_module(struct wcore_arena *arena, struct info_module *ret)
{
	struct wcore_module *module = ret->target->found.module;
	const struct wcore_index *index;
	struct wcore_error *error;

	if (!module)
		return NULL;
	ret->path = ret->target->found.path;
	ret->debug_path = ret->target->debug.module ? ret->target->debug.path : NULL;
	ret->size = module->size;
	error = wcore_module_index(module, &index);
	if (error)
		return error;
	ret->functions = index->func_count;
	ret->imported = index->imported_funcs;
	ret->has_names = wcore_names_present(module);
	ret->has_debug_names = ret->debug_path && wcore_names_present(ret->target->debug.module);
	ret->has_source_map = ret->target->symbols && ret->target->symbols->source_map;
	error = build_metadata(arena, module, ret);
	return error ? error : build_dwarf(arena, ret);
}

struct wcore_error *info_build_modules(struct info *info)
{
	const struct wcore_target *target = info->input.target;
	struct wcore_error *error = NULL;

	info->modules = wcore_arena_array(&info->arena, target->module_count,
					  sizeof(*info->modules));
	if (!info->modules)
		return wcore_error_nomem();
	for (; !error && info->module_count < target->module_count; info->module_count++) {
		struct info_module *module = &info->modules[info->module_count];

		module->target = &target->modules[info->module_count];
		if (module->target->found.module && !module->target->refused)
			info->found_count++;
		error = build_module(&info->arena, module);
	}
	return error;
}
