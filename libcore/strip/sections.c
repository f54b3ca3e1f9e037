#include "sections.h"

#include "../base/glob.h"
#include "../dump/zeros.h"

bool wcore_strip_is_core(struct wcore_string name)
{
	return wcore_string_is(name, "core") || wcore_string_is(name, "coremodules") ||
	       wcore_string_is(name, "coreinstances") || wcore_string_is(name, "corestack") ||
	       wcore_string_is(name, WCORE_ZEROS_SECTION);
}

/* Split DWARF's names and relocations of DWARF, too. */
static bool is_dwarf(struct wcore_string name)
{
	return wcore_string_starts(name, ".debug_") || wcore_string_starts(name, "reloc..debug_");
}

static bool is_debug(struct wcore_string name)
{
	return is_dwarf(name) || wcore_string_is(name, "external_debug_info") ||
	       wcore_string_is(name, "sourceMappingURL");
}

static bool is_of_build(struct wcore_string name)
{
	return wcore_string_is(name, "producers") || wcore_string_is(name, "linking") ||
	       wcore_string_starts(name, "reloc.");
}

static bool matches(const char *const *patterns, size_t count, struct wcore_string name, bool is_core)
{
	for (size_t i = 0; i < count; i++)
		if (wcore_glob_match(patterns[i], name) && !(is_core && wcore_glob_is_pattern(patterns[i])))
			return true;
	return false;
}

static bool drops_custom(const struct wcore_strip_filter *filter, struct wcore_string name, bool is_dump)
{
	const bool is_core = is_dump && wcore_strip_is_core(name);

	if (matches(filter->keep, filter->keep_count, name, false))
		return false;
	if (matches(filter->drop, filter->drop_count, name, is_core))
		return true;
	if (is_core)
		return false;
	return (filter->only_stack && is_dump) || (filter->dwarf && is_dwarf(name)) ||
	       ((filter->debug || filter->all) && is_debug(name)) || (filter->all && is_of_build(name)) ||
	       ((filter->names || filter->all) && wcore_string_is(name, "name"));
}

bool wcore_strip_filter_drops(const struct wcore_strip_filter *filter, struct wcore_string name)
{
	return drops_custom(filter, name, true);
}

static bool drops(const struct wcore_strip_filter *filter, const struct wcore_section *section, bool is_dump)
{
	if (section->id == WCORE_SECTION_CUSTOM)
		return drops_custom(filter, section->name, is_dump);
	return filter->only_stack && is_dump && section->id != WCORE_SECTION_MEMORY &&
	       section->id != WCORE_SECTION_DATA;
}

/* Whether a section of that name, of which only the beginning may be given, stays. */
static bool stays(const struct wcore_module *module, const bool *dropped, const char *start)
{
	for (size_t i = 0; i < module->section_count; i++)
		if (!dropped[i] && module->sections[i].id == WCORE_SECTION_CUSTOM &&
		    wcore_string_starts(module->sections[i].name, start))
			return true;
	return false;
}

struct wcore_error *wcore_strip_filter_apply(const struct wcore_strip_filter *filter,
					     const struct wcore_module *module, bool is_dump, bool *ret_dropped)
{
	bool any = false;

	for (size_t i = 0; i < module->section_count; i++) {
		ret_dropped[i] = drops(filter, &module->sections[i], is_dump);
		any |= ret_dropped[i];
	}
	if (any && (stays(module, ret_dropped, "linking") || stays(module, ret_dropped, "reloc.")))
		return wcore_error_create(WCORE_ERROR_USAGE, module->file->path,
					  "is an object file, which no linker reads any more without the sections to be dropped: "
					  "only --strip-all goes");
	return NULL;
}
