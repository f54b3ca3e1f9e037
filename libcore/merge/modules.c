#include "modules.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../wasm/names.h"

struct wcore_error *wcore_merge_modules_open(const struct wcore_lookup_options *options,
					     struct wcore_merge_modules *ret)
{
	struct wcore_error *error;

	*ret = (struct wcore_merge_modules){ 0 };
	error = wcore_given_open_files(options, &ret->given);
	if (error || !ret->given.count)
		return error;
	ret->items = wcore_calloc(ret->given.count, sizeof(*ret->items));
	if (!ret->items)
		return wcore_error_nomem();
	for (uint32_t i = 0; i < ret->given.count && !error; i++) {
		struct wcore_merge_module *module = &ret->items[ret->count];

		module->given = &ret->given.items[i];
		module->name = wcore_string_from(module->given->name ? module->given->name
								     : module->given->candidate.path);
		error = wcore_candidate_open_module(
			module->given->file,
			module->given->candidate.has_number ? &module->given->candidate.number : NULL,
			&module->found);
		ret->count += !error;
	}
	return error;
}

void wcore_merge_modules_deinit(struct wcore_merge_modules *modules)
{
	for (uint32_t i = 0; i < modules->count; i++)
		wcore_found_deinit(&modules->items[i].found);
	free(modules->items);
	wcore_given_deinit(&modules->given);
}

/* "NAME-0a1b2c3d" */
static bool is_hashed(struct wcore_string called, struct wcore_string name)
{
	if (!name.size || called.size != name.size + 9 || memcmp(called.data, name.data, name.size) != 0 ||
	    called.data[name.size] != '-')
		return false;
	for (size_t i = name.size + 1; i < called.size; i++)
		if (!strchr("0123456789abcdef", called.data[i]))
			return false;
	return true;
}

bool wcore_merge_module_is_called(const struct wcore_merge_module *module, struct wcore_string called)
{
	const struct wcore_string own = wcore_names_module(module->found.module);
	const struct wcore_string stem = wcore_path_stem(module->given->candidate.path);
	struct wcore_string base = called;
	const char *query = called.size ? memchr(called.data, '?', called.size) : NULL;

	if (query)
		base.size = (size_t)(query - called.data);
	base = wcore_string_basename(base);
	if (!base.size)
		return false;
	return wcore_string_equal(called, module->name) || wcore_string_equal(base, own) ||
	       wcore_string_equal(base, stem) || is_hashed(base, own) ||
	       (stem.size == base.size + 5 && wcore_string_ends(stem, ".wasm") &&
		memcmp(stem.data, base.data, base.size) == 0);
}
