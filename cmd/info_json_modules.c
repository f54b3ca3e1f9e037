/* The modules of a dump as JSON. */
#include "info_json.h"

#include "json_key.h"

static void json_dwarf(struct wcore_json *json, const struct info_module *module)
{
	static const char *const states[] = {
		[WCORE_DWARF_FRESH] = "fresh", [WCORE_DWARF_STALE] = "stale",
		[WCORE_DWARF_EMPTY] = "empty", [WCORE_DWARF_UNREADABLE] = "unreadable",
	};
	const struct wcore_dwarf_summary *dwarf = &module->dwarf;

	wcore_json_key(json, "dwarf");
	if (!module->has_dwarf) {
		wcore_json_null(json);
		return;
	}
	wcore_json_begin_object(json);
	json_key_text(json, "state", states[dwarf->state]);
	json_key_number(json, "min_version", dwarf->min_version);
	json_key_number(json, "max_version", dwarf->max_version);
	json_key_number(json, "units", dwarf->units);
	wcore_json_key(json, "languages");
	wcore_json_begin_array(json);
	for (unsigned i = 0; i < dwarf->language_count; i++) {
		const char *name = wcore_dwarf_language_name(dwarf->languages[i]);

		if (name)
			wcore_json_text(json, name);
		else
			wcore_json_number(json, dwarf->languages[i]);
	}
	wcore_json_end_array(json);
	json_key_string(json, "producer", dwarf->producer);
	json_key_bool(json, "split", dwarf->is_split);
	json_key_bool(json, "variables", dwarf->has_variables);
	wcore_json_end_object(json);
}

static void json_producers(struct wcore_json *json, const struct info_module *module)
{
	wcore_json_key(json, "producers");
	wcore_json_begin_array(json);
	for (size_t i = 0; i < module->producer_count; i++) {
		wcore_json_begin_object(json);
		json_key_string(json, "field", module->producers[i].field);
		json_key_string(json, "name", module->producers[i].name);
		json_key_string(json, "version", module->producers[i].version);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
	wcore_json_key(json, "features");
	wcore_json_begin_array(json);
	for (size_t i = 0; i < module->feature_count; i++) {
		const char prefix[2] = { module->features[i].prefix, '\0' };

		wcore_json_begin_object(json);
		json_key_text(json, "prefix", prefix);
		json_key_string(json, "name", module->features[i].name);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
}

static void json_found(struct wcore_json *json, const struct info_module *module)
{
	wcore_json_key(json, "found");
	if (!module->path) {
		wcore_json_null(json);
		return;
	}
	wcore_json_begin_object(json);
	json_key_text(json, "path", module->path);
	json_key_number(json, "size", module->size);
	json_key_number(json, "functions", module->functions);
	json_key_number(json, "imported_functions", module->imported);
	json_key_text(json, "build_id", module->build_id);
	json_key_bool(json, "names", module->has_names || module->has_debug_names);
	json_key_text(json, "debug_path", module->debug_path);
	json_key_string(json, "external_debug_info", module->external);
	json_key_string(json, "source_map", module->source_map);
	json_key_bool(json, "source_map_found", module->has_source_map);
	json_dwarf(json, module);
	json_producers(json, module);
	wcore_json_end_object(json);
}

void info_json_modules(struct wcore_json *json, const struct info *info)
{
	wcore_json_key(json, "modules");
	wcore_json_begin_array(json);
	for (uint32_t i = 0; i < info->module_count; i++) {
		const struct info_module *module = &info->modules[i];

		wcore_json_begin_object(json);
		json_key_number(json, "index", i);
		json_key_string(json, "name", module->target->name);
		json_key_text(json, "refused", module->target->refused);
		json_key_bool(json, "forced", module->target->is_forced);
		json_found(json, module);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
}
