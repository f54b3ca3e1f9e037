/* The debug level: what the modules' debug information is worth. */
#include "../debug/dwarf.h"
#include "../wasm/metadata.h"
#include "../wasm/names.h"
#include "levels.h"

static struct wcore_error *check_dwarf(const char *path, struct wcore_dwarf *dwarf,
				       struct wcore_report *report)
{
	struct wcore_dwarf_summary summary;
	struct wcore_error *error = wcore_dwarf_summarize(dwarf, &summary);

	if (error)
		return error;
	switch (summary.state) {
	case WCORE_DWARF_FRESH:
		break;
	case WCORE_DWARF_STALE:
		wcore_report_add(report, "debug/stale",
				 "%s: the functions of the debug information do not start where the module's do",
				 path);
		break;
	case WCORE_DWARF_EMPTY:
		wcore_report_add(report, "debug/dwarf", "%s: the debug information has no units", path);
		break;
	case WCORE_DWARF_UNREADABLE:
		wcore_report_add(report, "debug/dwarf", "%s: the debug information cannot be read", path);
		break;
	}
	return NULL;
}

static void check_companion(const struct wcore_target_module *module, bool has_other_companion,
			    struct wcore_report *report)
{
	struct wcore_string name = wcore_metadata_external_debug_info(module->found.module);

	if (module->debug.module)
		return;
	if (has_other_companion)
		wcore_report_add(report, "debug/companion-id",
				 "%s: a companion was found that has another build id", module->found.path);
	if (name.size)
		wcore_report_add(report, "debug/companion-missing", "%s: the companion %.*s was not found",
				 module->found.path, (int)(name.size < 200 ? name.size : 200), name.data);
}

struct wcore_error *wcore_level_debug(const struct wcore_target *target, bool has_other_companion,
				      struct wcore_report *report)
{
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; i < target->module_count && !error; i++) {
		const struct wcore_target_module *module = &target->modules[i];

		if (!module->found.module || !module->symbols)
			continue;
		check_companion(module, has_other_companion, report);
		if (module->symbols->dwarf)
			error = check_dwarf(module->debug.module ? module->debug.path : module->found.path,
					    module->symbols->dwarf, report);
		else if (!module->symbols->source_map)
			wcore_report_add(report, "debug/none", "%s has neither DWARF nor a source map",
					 module->found.path);
		if (!wcore_names_present(module->found.module) &&
		    !(module->debug.module && wcore_names_present(module->debug.module)))
			wcore_report_add(report, "debug/no-names", "%s names none of its functions",
					 module->found.path);
	}
	return error;
}
