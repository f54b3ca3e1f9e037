#include "lookup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../wasm/names.h"
#include "search.h"

/* A name that a producer makes up: "<anonymous-module-0>", "<module>". */
static bool is_made_up(struct wcore_string name)
{
	return !name.size || (name.data[0] == '<' && name.data[name.size - 1] == '>');
}

struct wcore_string wcore_lookup_name(const struct wcore_dump *dump, uint32_t index)
{
	const struct wcore_string absent = { NULL, 0 };
	struct wcore_string name = index < dump->module_count ? dump->modules[index].name : absent;

	if (is_made_up(name) && dump->module_count <= 1 && dump->executable.size)
		return dump->executable;
	return name.size ? name : absent;
}

static bool add_dir(struct wcore_lookup *lookup, const char *dir, size_t size)
{
	char *copy = size ? wcore_strndup(dir, size) : NULL;

	if (copy)
		lookup->dirs[lookup->dir_count++] = copy;
	return copy || !size;
}

static struct wcore_error *read_dirs(struct wcore_lookup *lookup)
{
	const struct wcore_lookup_options *options = lookup->options;
	size_t count = options->dir_count + 1;

	for (const char *c = options->path; c && *c; c++)
		count += *c == ':';
	lookup->dirs = wcore_calloc(count, sizeof(*lookup->dirs));
	if (!lookup->dirs)
		return wcore_error_nomem();
	for (size_t i = 0; i < options->dir_count; i++)
		if (!add_dir(lookup, options->dirs[i], strlen(options->dirs[i])))
			return wcore_error_nomem();
	for (const char *at = options->path; at;) {
		size_t size = strcspn(at, ":");

		if (!add_dir(lookup, at, size))
			return wcore_error_nomem();
		at = at[size] ? at + size + 1 : NULL;
	}
	const char *path = lookup->dump->wasm->file->path;
	struct wcore_string dir = wcore_path_dir(wcore_string_from(path));

	if (strcmp(path, "<stdin>") != 0) {
		lookup->dump_dir = wcore_string_dup(dir);
		if (!lookup->dump_dir)
			return wcore_error_nomem();
	}
	return NULL;
}

struct wcore_error *wcore_lookup_open(const struct wcore_lookup_options *options,
				      const struct wcore_dump *dump, struct wcore_fit_check check,
				      struct wcore_lookup **ret)
{
	struct wcore_lookup *lookup = wcore_calloc(1, sizeof(*lookup));

	if (!lookup)
		return wcore_error_nomem();
	lookup->options = options;
	lookup->dump = dump;
	lookup->check = check;
	wcore_findings_init(&lookup->findings);

	struct wcore_error *error = read_dirs(lookup);

	if (!error)
		error = wcore_given_open(options, dump, check, &lookup->given);
	if (error) {
		wcore_lookup_close(lookup);
		return error;
	}
	*ret = lookup;
	return NULL;
}

void wcore_lookup_close(struct wcore_lookup *lookup)
{
	if (!lookup)
		return;
	wcore_given_deinit(&lookup->given);
	for (size_t i = 0; i < lookup->dir_count; i++)
		free(lookup->dirs[i]);
	free(lookup->dirs);
	free(lookup->dump_dir);
	wcore_findings_deinit(&lookup->findings);
	free(lookup);
}

const struct wcore_findings *wcore_lookup_findings(const struct wcore_lookup *lookup)
{
	return &lookup->findings;
}

/* The search for a module of the dump. */
struct module_search {
	struct wcore_lookup *lookup;
	uint32_t index;
	struct wcore_string recorded;	/* absent when it was made up */
	/* The place is a guess: the name does not say which of several modules it is. */
	bool is_guess;
	struct wcore_found *ret;
};

static struct wcore_error *take_module(struct module_search *search, struct wcore_file *file,
				       const uint32_t *number, bool *ret_taken)
{
	struct wcore_error *error = wcore_candidate_open_module(file, number, search->ret);

	*ret_taken = !error;
	if (!error)
		search->ret->is_file_borrowed = false;
	return error;
}

/* Of a guess, the frames must speak for it, or the name that it has for itself. */
static bool is_confirmed(const struct module_search *search, struct wcore_module *module,
			 enum wcore_fit_result fit)
{
	struct wcore_string name = wcore_names_module(module);

	if (!search->is_guess)
		return true;
	if (search->recorded.size && name.size)
		return wcore_string_equal(search->recorded, name);
	return fit == WCORE_FIT_YES;
}

static struct wcore_error *use_module(void *context, struct wcore_file *file, char **ret_reason,
				      bool *ret_taken)
{
	struct module_search *search = context;
	struct wcore_fit_check check = search->lookup->check;
	enum wcore_fit_result fit = WCORE_FIT_UNKNOWN;
	struct wcore_found found;
	struct wcore_error *error;

	if (wcore_kind_of(file) == WCORE_KIND_COMPONENT) {
		uint32_t number;
		bool is_chosen;

		error = wcore_candidate_choose(file, check, search->index, &number, &is_chosen);
		if (!error && is_chosen)
			return take_module(search, file, &number, ret_taken);
		*ret_reason = wcore_strdup("a component, none or several of whose core modules fit");
		return error;
	}
	error = wcore_candidate_open_module(file, NULL, &found);
	if (error)
		return error;
	if (wcore_dump_is_dump(found.module)) {
		*ret_reason = wcore_strdup("a core dump");
	} else {
		if (check.check)
			fit = check.check(check.context, search->index, found.module, ret_reason);
		if (fit != WCORE_FIT_NO && !is_confirmed(search, found.module, fit)) {
			free(*ret_reason);
			*ret_reason = wcore_strdup("nothing says that it is this module of the dump");
			fit = WCORE_FIT_NO;
		}
		if (fit != WCORE_FIT_NO)
			error = take_module(search, file, NULL, ret_taken);
	}
	wcore_found_deinit(&found);
	return error;
}

enum place { PLACE_PATH, PLACE_DUMP_DIR, PLACE_DIRS, PLACES };

static struct wcore_error *search_place(struct module_search *search, enum place place,
					struct wcore_string name, bool *ret_taken)
{
	const struct wcore_search_use use = { .use = use_module, .context = search };
	struct wcore_lookup *lookup = search->lookup;

	*ret_taken = false;
	switch (place) {
	case PLACE_PATH:
		return wcore_search_path(lookup, name, &use, ret_taken);
	case PLACE_DUMP_DIR:
		if (!lookup->dump_dir)
			return NULL;
		return wcore_search_dir(lookup, wcore_string_from(lookup->dump_dir),
					wcore_string_basename(name), &use, ret_taken);
	default:
		return wcore_search_dirs(lookup, name, &use, ret_taken);
	}
}

/* The name, and with ".wasm" where that may be missing. */
static struct wcore_error *search_name(struct module_search *search, enum place place,
				       struct wcore_string name, bool *ret_taken)
{
	struct wcore_error *error = search_place(search, place, name, ret_taken);
	char *longer = NULL;

	if (error || *ret_taken || wcore_string_ends(name, ".wasm") || name.size > 4096)
		return error;
	if (wcore_asprintf(&longer, "%.*s.wasm", (int)name.size, name.data) < 0)
		return wcore_error_nomem();
	/* A zero byte in the name would name another file. */
	if (strlen(longer) == name.size + 5)
		error = search_place(search, place, wcore_string_from(longer), ret_taken);
	free(longer);
	return error;
}

/* "crash.wasm" beside crash.core or crash.core.gz. */
static struct wcore_error *search_beside(struct module_search *search, bool *ret_taken)
{
	struct wcore_string stem = wcore_path_stem(search->lookup->dump->wasm->file->path);
	size_t size = stem.size;

	while (size && stem.data[size - 1] != '.')
		size--;
	if (size > 1)
		stem.size = size - 1;
	return search_name(search, PLACE_DUMP_DIR, stem, ret_taken);
}

static struct wcore_error *search_module(struct module_search *search)
{
	const struct wcore_dump *dump = search->lookup->dump;
	bool taken = false;
	struct wcore_error *error = NULL;

	for (int place = 0; place < PLACES && !error && !taken; place++) {
		search->is_guess = false;
		if (search->recorded.size)
			error = search_name(search, (enum place)place, search->recorded, &taken);
		search->is_guess = dump->module_count > 1;
		if (!error && !taken && !is_made_up(dump->executable) &&
		    !wcore_string_equal(dump->executable, search->recorded))
			error = search_name(search, (enum place)place, dump->executable, &taken);
		if (!error && !taken && place == PLACE_DUMP_DIR)
			error = search_beside(search, &taken);
	}
	return error;
}

/* The dump's own copy of the module, if it is a bundle. */
static struct wcore_error *open_embedded(struct module_search *search)
{
	struct wcore_lookup *lookup = search->lookup;
	uint32_t at = 0, part = 0;
	const struct wcore_embedded *embedded =
		wcore_embedded_next(lookup->dump, WCORE_EMBEDDED_MODULE, search->index, &at, &part);
	struct wcore_file *file = NULL;
	struct wcore_error *error = embedded ? wcore_search_open_embedded(lookup, embedded, &file) : NULL;

	if (error || !file)
		return error;
	error = wcore_candidate_open_module(file, part == WCORE_EMBEDDED_WHOLE ? NULL : &part, search->ret);
	if (error) {
		wcore_file_close(file);
		if (error->code == WCORE_ERROR_NOMEM)
			return error;
		wcore_findings_take_error(&lookup->findings, "core/bundle", WCORE_SEVERITY_ERROR, error);
		return NULL;
	}
	search->ret->is_file_borrowed = false;
	search->ret->is_embedded = true;
	search->ret->index = search->index;
	wcore_search_tried(lookup, search->ret->path, "found");
	return NULL;
}

struct wcore_error *wcore_lookup_module(struct wcore_lookup *lookup, uint32_t index,
					struct wcore_found *ret)
{
	struct module_search search = { .lookup = lookup, .index = index, .ret = ret };
	struct wcore_error *error = wcore_given_module(&lookup->given, index, ret);

	if (!error && !ret->module)
		error = open_embedded(&search);
	if (error || ret->module || lookup->options->no_search)
		return error;
	if (index < lookup->dump->module_count && !is_made_up(lookup->dump->modules[index].name))
		search.recorded = lookup->dump->modules[index].name;
	return search_module(&search);
}
