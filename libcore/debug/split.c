#include "split.h"

#include <stdlib.h>

#include "../base/alloc.h"

/* Keeps the file when it belongs to a skeleton; *ret_used tells. */
static struct wcore_error *attach(struct wcore_split_files *files, struct wcore_found *found,
				  struct wcore_dwarf *dwarf, struct wcore_findings *findings,
				  bool *ret_used)
{
	struct wcore_found *grown =
		wcore_realloc(files->items, (files->count + 1) * sizeof(*files->items));
	struct wcore_error *error;

	*ret_used = false;
	if (grown)
		files->items = grown;
	error = grown ? wcore_dwarf_attach(dwarf, found->module) : wcore_error_nomem();
	if (!error) {
		files->items[files->count++] = *found;
		*ret_used = true;
		return NULL;
	}
	wcore_found_deinit(found);
	if (error->code == WCORE_ERROR_NOMEM)
		return error;
	char *text = wcore_error_format(error);

	wcore_findings_add(findings, "debug/split", WCORE_SEVERITY_WARNING, "%s",
			   text ? text : error->message);
	free(text);
	wcore_error_destroy(error);
	return NULL;
}

/* What the dump itself holds, and what was given; *ret_package tells that there is no need to look on. */
static struct wcore_error *attach_given(struct wcore_lookup *lookup, const struct wcore_found *module,
					struct wcore_dwarf *dwarf, struct wcore_findings *findings,
					struct wcore_split_files *ret, bool *ret_package)
{
	uint32_t position = 0;

	*ret_package = false;
	while (ret->count < WCORE_SPLIT_MAX) {
		struct wcore_found found;
		bool is_used;
		struct wcore_error *error = wcore_lookup_next_split(lookup, module, &position, &found);

		if (error || !found.module)
			return error;
		error = attach(ret, &found, dwarf, findings, &is_used);
		if (error)
			return error;
		*ret_package |= is_used && wcore_module_custom(ret->items[ret->count - 1].module,
							       ".debug_cu_index");
	}
	return NULL;
}

struct wcore_error *wcore_split_attach(struct wcore_lookup *lookup, const struct wcore_found *module,
				       struct wcore_dwarf *dwarf, struct wcore_findings *findings,
				       struct wcore_split_files *ret)
{
	struct wcore_string comp_dir, name, missing = { NULL, 0 };
	struct wcore_found found;
	struct wcore_error *error;
	uint32_t missing_count = 0;
	bool is_used = false;

	*ret = (struct wcore_split_files){ 0 };
	if (!wcore_dwarf_split_name(dwarf, 0, &comp_dir, &name))
		return NULL;
	error = attach_given(lookup, module, dwarf, findings, ret, &is_used);
	if (error || is_used)
		return error;
	error = wcore_lookup_package(lookup, module, &found);
	if (!error && found.module)
		error = attach(ret, &found, dwarf, findings, &is_used);
	for (uint32_t i = 0; !error && !is_used && i < WCORE_SPLIT_MAX &&
			     wcore_dwarf_split_name(dwarf, i, &comp_dir, &name); i++) {
		bool is_attached;

		if (!name.size)
			continue;
		error = wcore_lookup_split(lookup, module, comp_dir, name, &found);
		if (!error && found.module) {
			error = attach(ret, &found, dwarf, findings, &is_attached);
		} else if (!error) {
			missing = missing_count++ ? missing : name;
		}
	}
	if (missing_count)
		wcore_findings_add(findings, "debug/split", WCORE_SEVERITY_NOTE,
				   "%u file%s of split DWARF not found (%.*s%s): inlined calls and variables are not known",
				   missing_count, missing_count > 1 ? "s" : "",
				   (int)(missing.size < 200 ? missing.size : 200),
				   missing.data, missing_count > 1 ? ", ..." : "");
	return error;
}

void wcore_split_deinit(struct wcore_split_files *files)
{
	for (uint32_t i = 0; i < files->count; i++)
		wcore_found_deinit(&files->items[i]);
	free(files->items);
}
