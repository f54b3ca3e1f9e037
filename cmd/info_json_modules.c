/* The modules of a dump as JSON. */
#include "info_json.h"

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
	info_json_text_key(json, "state", states[dwarf->state]);
	info_json_number_key(json, "min_version", dwarf->min_version);
	info_json_number_key(json, "max_version", dwarf->max_version);
	info_json_number_key(json, "units", dwarf->units);
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
	info_json_string_key(json, "producer", dwarf->producer);
	info_json_bool_key(json, "split", dwarf->is_split);
	info_json_bool_key(json, "variables", dwarf->has_variables);
	wcore_json_end_object(json);
}

static void json_producers(struct wcore_json *json, const struct info_module *module)
{
	wcore_json_key(json, "producers");
	wcore_json_begin_array(json);
	for (size_t i = 0; i < module->producer_count; i++) {
		wcore_json_begin_object(json);
		info_json_string_key(json, "field", module->producers[i].field);
		info_json_string_key(json, "name", module->producers[i].name);
		info_json_string_key(json, "version", module->producers[i].version);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
	wcore_json_key(json, "features");
	wcore_json_begin_array(json);
	for (size_t i = 0; i < module->feature_count; i++) {
		const char prefix[2] = { module->features[i].prefix, '\0' };

		wcore_json_begin_object(json);
		info_json_text_key(json, "prefix", prefix);
		info_json_string_key(json, "name", module->features[i].name);
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
	info_json_text_key(json, "path", module->path);
	info_json_number_key(json, "size", module->size);
	info_json_number_key(json, "functions", module->functions);
	info_json_number_key(json, "imported_functions", module->imported);
	info_json_text_key(json, "build_id", module->build_id);
	info_json_bool_key(json, "names", module->has_names || module->has_debug_names);
	info_json_text_key(json, "debug_path", module->debug_path);
	info_json_string_key(json, "external_debug_info", module->external);
	info_json_string_key(json, "source_map", module->source_map);
	info_json_bool_key(json, "source_map_found", module->has_source_map);
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
		info_json_number_key(json, "index", i);
		info_json_string_key(json, "name", module->target->name);
		info_json_text_key(json, "refused", module->target->refused);
		info_json_bool_key(json, "forced", module->target->is_forced);
		json_found(json, module);
		wcore_json_end_object(json);
	}
	wcore_json_end_array(json);
}
