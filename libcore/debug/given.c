#include "given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../wasm/component.h"
#include "../wasm/names.h"

/* Core modules of a component that are told apart without #N. */
#define MAX_PARTS 256

static bool is_file(const char *text)
{
	struct wcore_candidate candidate;
	struct wcore_error *error = wcore_candidate_parse(text, &candidate);
	bool exists = !error && access(candidate.path, F_OK) == 0;

	if (!error)
		wcore_candidate_deinit(&candidate);
	wcore_error_destroy(error);
	return exists;
}

/* The '=' between NAME and FILE: names of both may hold others.  NULL for a FILE alone. */
static const char *find_separator(const char *text)
{
	const char *first = strchr(text, '=');

	if (!first || is_file(text))
		return NULL;
	for (const char *equals = first; equals; equals = strchr(equals + 1, '='))
		if (is_file(equals + 1))
			return equals;
	return first;
}

static struct wcore_error *parse(const char *text, struct wcore_given *ret)
{
	const char *equals = find_separator(text);

	*ret = (struct wcore_given){ .text = text };
	if (equals) {
		ret->name = wcore_strndup(text, (size_t)(equals - text));
		if (!ret->name)
			return wcore_error_nomem();
	}
	return wcore_candidate_parse(equals ? equals + 1 : text, &ret->candidate);
}

struct wcore_error *wcore_given_path(const char *text, char **ret)
{
	struct wcore_given given;
	struct wcore_error *error = parse(text, &given);

	free(given.name);
	*ret = given.candidate.path;
	return error;
}

static struct wcore_error *read_name(struct wcore_given *given)
{
	struct wcore_found found;
	struct wcore_error *error = wcore_candidate_open_module(
		given->file, given->candidate.has_number ? &given->candidate.number : NULL, &found);

	if (error)
		return error;
	if (wcore_dump_is_dump(found.module))
		error = wcore_error_create(WCORE_ERROR_KIND, found.path,
					   "a core dump, not the module of one");
	else
		given->module_name = wcore_names_module(found.module);
	wcore_found_deinit(&found);
	return error;
}

static struct wcore_given *add(struct wcore_given_list *list)
{
	struct wcore_given *grown =
		wcore_realloc(list->items, (list->count + 1) * sizeof(*list->items));

	if (!grown)
		return NULL;
	list->items = grown;
	list->items[list->count] = (struct wcore_given){ 0 };
	return &list->items[list->count++];
}

/* Each core module of a component that was given without #N and without NAME. */
static struct wcore_error *add_parts(struct wcore_given_list *list, uint32_t whole)
{
	uint32_t count = 0;
	struct wcore_error *error = wcore_component_count(list->items[whole].file, &count);

	for (uint32_t n = 0; !error && n < count && n < MAX_PARTS; n++) {
		struct wcore_given *part = n ? add(list) : &list->items[whole];

		if (!part)
			return wcore_error_nomem();
		if (n) {
			const struct wcore_given *from = &list->items[whole];

			part->text = from->text;
			part->file = from->file;
			part->candidate.path = wcore_strdup(from->candidate.path);
			if (!part->candidate.path)
				return wcore_error_nomem();
		}
		part->is_part = count > 1;
		part->candidate.has_number = true;
		part->candidate.number = n;
		error = read_name(part);
	}
	if (!error && !count)
		error = wcore_error_create(WCORE_ERROR_KIND, list->items[whole].file->path,
					   "a component without core modules");
	return error;
}

static struct wcore_error *open_one(struct wcore_given_list *list, const char *text,
				    const struct wcore_lookup_options *lookup)
{
	const struct wcore_file_options options = {
		.max_input = lookup->max_input, .wasm_only = true, .opener = lookup->opener,
	};
	uint32_t at = list->count;
	struct wcore_given *given = add(list);

	if (!given)
		return wcore_error_nomem();
	struct wcore_error *error = parse(text, given);

	if (!error)
		error = wcore_file_open(given->candidate.path, &options, &given->file);
	if (error)
		return error;
	given->owns_file = true;
	if (wcore_kind_of(given->file) == WCORE_KIND_COMPONENT && !given->candidate.has_number)
		return given->name ? NULL : add_parts(list, at);
	if (wcore_kind_of(given->file) == WCORE_KIND_MODULE && given->candidate.has_number &&
	    given->candidate.number == 0)
		given->candidate.has_number = false;
	return read_name(given);
}

/* ".wasm" may be missing from a recorded name: "app" is said of app.wasm. */
static bool is_same_base(struct wcore_string recorded, struct wcore_string stem)
{
	recorded = wcore_string_basename(recorded);
	if (!recorded.size)
		return false;
	if (wcore_string_ends(recorded, ".gz"))
		recorded.size -= 3;
	if (wcore_string_equal(recorded, stem))
		return true;
	return stem.size == recorded.size + 5 && wcore_string_ends(stem, ".wasm") &&
	       memcmp(stem.data, recorded.data, recorded.size) == 0;
}

/* The dump's modules, for messages; the caller frees it. */
static char *list_modules(const struct wcore_dump *dump, uint32_t count)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = wcore_memstream_open(&text, &size);

	if (!out)
		return NULL;
	for (uint32_t i = 0; i < count && i < 8; i++) {
		struct wcore_string name = wcore_lookup_name(dump, i);

		fprintf(out, "%s%u", i ? ", " : "", i);
		if (name.size)
			fprintf(out, " '%.*s'", (int)(name.size < 80 ? name.size : 80), name.data);
	}
	if (count > 8)
		fprintf(out, ", ...");
	if (!wcore_memstream_close(out)) {
		free(text);
		return NULL;
	}
	return text;
}

static bool parse_index(const char *text, uint32_t *ret)
{
	uint64_t value = 0;

	for (const char *c = text; *c; c++) {
		if (*c < '0' || *c > '9' || value > UINT32_MAX)
			return false;
		value = value * 10 + (uint64_t)(*c - '0');
	}
	*ret = (uint32_t)value;
	return *text && value < UINT32_MAX;
}

static bool is_named(const struct wcore_dump *dump, uint32_t index, const char *name)
{
	struct wcore_string recorded = wcore_lookup_name(dump, index);

	return wcore_string_is(recorded, name) ||
	       (recorded.size && wcore_string_is(wcore_string_basename(recorded), name));
}

/* A component with NAME but no #N: the one core module that fits. */
static struct wcore_error *choose_part(struct wcore_given *given, struct wcore_fit_check check,
				       uint32_t index)
{
	uint32_t number = 0, count = 0;
	bool found = false;
	struct wcore_error *error;

	if (wcore_kind_of(given->file) != WCORE_KIND_COMPONENT || given->candidate.has_number)
		return NULL;
	error = wcore_candidate_choose(given->file, check, index, &number, &found);
	if (!error && !found)
		error = wcore_component_count(given->file, &count);
	if (!error && !found)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL,
					  "-m %s: a component of %u core modules: write -m %s=%s#N, N from 0",
					  given->text, count, given->name, given->candidate.path);
	given->candidate.has_number = !error;
	given->candidate.number = number;
	return error;
}

/* By NAME, else by INDEX. */
static struct wcore_error *assign_named(struct wcore_given_list *list,
					const struct wcore_dump *dump,
					struct wcore_fit_check check)
{
	for (uint32_t g = 0; g < list->count; g++) {
		struct wcore_given *given = &list->items[g];
		struct wcore_error *error = NULL;
		uint32_t index;

		if (!given->name)
			continue;
		for (uint32_t i = 0; i < list->module_count && !error; i++) {
			if (!is_named(dump, i, given->name))
				continue;
			error = choose_part(given, check, i);
			list->assigned[i] = g;
			given->is_used = true;
		}
		if (!error && !given->is_used && parse_index(given->name, &index) &&
		    index < list->module_count) {
			error = choose_part(given, check, index);
			list->assigned[index] = g;
			given->is_used = true;
		}
		if (error)
			return error;
		if (given->is_used)
			continue;
		char *modules = list_modules(dump, list->module_count);

		error = wcore_error_create(WCORE_ERROR_USAGE, NULL,
					   "-m %s: the dump has no module '%s', it has %s",
					   given->text, given->name, modules ? modules : "others");
		free(modules);
		return error;
	}
	return NULL;
}

static void take(struct wcore_given_list *list, uint32_t index, uint32_t given)
{
	list->assigned[index] = given;
	list->items[given].is_used = true;
}

/* By the file's name, then by the name that the module has for itself. */
static void assign_by_name(struct wcore_given_list *list, const struct wcore_dump *dump)
{
	for (unsigned pass = 0; pass < 2; pass++) {
		for (uint32_t i = 0; i < list->module_count; i++) {
			struct wcore_string recorded = wcore_lookup_name(dump, i);

			for (uint32_t g = 0; g < list->count && recorded.size; g++) {
				const struct wcore_given *given = &list->items[g];
				bool is_it = pass ? given->module_name.size &&
						    wcore_string_equal(given->module_name, recorded)
						  : !given->is_part &&
						    is_same_base(recorded,
								 wcore_path_stem(given->candidate.path));

				if (list->assigned[i] != WCORE_GIVEN_NONE)
					break;
				if (!given->name && is_it)
					take(list, i, g);
			}
		}
	}
}

/* Files without NAME that nothing speaks for yet; *ret is the last of them. */
static uint32_t count_unused(const struct wcore_given_list *list, uint32_t *ret)
{
	uint32_t count = 0;

	for (uint32_t g = 0; g < list->count; g++) {
		if (list->items[g].is_used || list->items[g].name)
			continue;
		*ret = g;
		count++;
	}
	return count;
}

static struct wcore_error *check_fit(const struct wcore_given *given, struct wcore_fit_check check,
				     uint32_t index, enum wcore_fit_result *ret)
{
	struct wcore_found found;
	char *reason = NULL;
	struct wcore_error *error;

	*ret = WCORE_FIT_UNKNOWN;
	if (!check.check)
		return NULL;
	error = wcore_candidate_open_module(
		given->file, given->candidate.has_number ? &given->candidate.number : NULL, &found);
	if (error)
		return error;
	*ret = check.check(check.context, index, found.module, &reason);
	free(reason);
	wcore_found_deinit(&found);
	return NULL;
}

/*
 * By what fits: a module that just one of the files left fits takes it.
 * *ret_changed tells that one was given away; *ret_open that a module is left
 * which several files fit.
 */
static struct wcore_error *assign_by_fit(struct wcore_given_list *list,
					 struct wcore_fit_check check, bool *ret_changed,
					 uint32_t *ret_open)
{
	*ret_changed = false;
	*ret_open = WCORE_GIVEN_NONE;
	for (uint32_t i = 0; i < list->module_count; i++) {
		uint32_t fitting = 0, last = 0;

		if (list->assigned[i] != WCORE_GIVEN_NONE)
			continue;
		for (uint32_t g = 0; g < list->count; g++) {
			enum wcore_fit_result fit;
			struct wcore_error *error;

			if (list->items[g].is_used || list->items[g].name)
				continue;
			error = check_fit(&list->items[g], check, i, &fit);
			if (error)
				return error;
			if (fit == WCORE_FIT_YES) {
				fitting++;
				last = g;
			}
		}
		if (fitting == 1) {
			take(list, i, last);
			*ret_changed = true;
		} else if (fitting > 1 && *ret_open == WCORE_GIVEN_NONE) {
			*ret_open = i;
		}
	}
	return NULL;
}

static uint32_t count_open(const struct wcore_given_list *list, uint32_t *ret)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < list->module_count; i++) {
		if (list->assigned[i] != WCORE_GIVEN_NONE)
			continue;
		*ret = i;
		count++;
	}
	return count;
}

static struct wcore_error *ambiguous(const struct wcore_given_list *list,
				     const struct wcore_dump *dump, uint32_t index, uint32_t given)
{
	char *modules = list_modules(dump, list->module_count);
	struct wcore_error *error = wcore_error_create(
		WCORE_ERROR_USAGE, NULL,
		"-m %s: which module of the dump it is for cannot be told: write -m %u=%s%s; the dump has %s",
		list->items[given].text, index, list->items[given].candidate.path,
		list->items[given].is_part ? "#N" : "", modules ? modules : "several");

	free(modules);
	return error;
}

static struct wcore_error *assign(struct wcore_given_list *list, const struct wcore_dump *dump,
				  struct wcore_fit_check check)
{
	struct wcore_error *error = assign_named(list, dump, check);
	uint32_t unused = 0, index = 0, open = WCORE_GIVEN_NONE, left;
	bool changed = true;

	if (error)
		return error;
	/* One file for one module needs no name, nor any likeness. */
	if (list->module_count == 1 && list->count == 1 && !list->items[0].name)
		take(list, 0, 0);
	assign_by_name(list, dump);
	while (changed && count_unused(list, &unused) && count_open(list, &index)) {
		error = assign_by_fit(list, check, &changed, &open);
		if (error)
			return error;
	}
	left = count_unused(list, &unused);
	if (!left || !count_open(list, &index))
		return NULL;
	if (open != WCORE_GIVEN_NONE)
		return ambiguous(list, dump, open, unused);
	/* One of each is left, and the one's frames, if any, say nothing against the other. */
	if (left == 1 && count_open(list, &index) == 1 && list->module_count > 1) {
		enum wcore_fit_result fit;

		error = check_fit(&list->items[unused], check, index, &fit);
		if (!error && fit != WCORE_FIT_NO)
			take(list, index, unused);
	}
	return error;
}

/* Files that were given and serve for nothing are told, as places of the search are. */
static struct wcore_error *tell_unused(const struct wcore_given_list *list,
				       const struct wcore_lookup_options *options)
{
	for (uint32_t g = 0; g < list->count; g++) {
		const struct wcore_given *given = &list->items[g];

		if (given->is_used || given->name)
			continue;
		/* A component alone must be meant. */
		if (given->is_part && options->module_count == 1 && list->module_count == 1 &&
		    list->assigned[0] == WCORE_GIVEN_NONE)
			return wcore_error_create(WCORE_ERROR_USAGE, NULL,
						  "-m %s: a component of %u core modules, none of which fits the dump: write -m %s#N, N from 0, to name one",
						  given->text, list->count, given->text);
		if (options->tried)
			options->tried(options->context, given->file->path,
				       "not used: nothing says which module of the dump it is for");
	}
	return NULL;
}

struct wcore_error *wcore_given_open_files(const struct wcore_lookup_options *options, struct wcore_given_list *ret)
{
	struct wcore_error *error = NULL;

	for (size_t i = 0; i < options->module_count && !error; i++)
		error = open_one(ret, options->modules[i], options);
	return error;
}

struct wcore_error *wcore_given_open(const struct wcore_lookup_options *options,
				     const struct wcore_dump *dump, struct wcore_fit_check check,
				     struct wcore_given_list *ret)
{
	struct wcore_error *error;

	*ret = (struct wcore_given_list){ .module_count = dump->module_count };
	if (!ret->module_count)
		ret->module_count = 1;
	ret->assigned = wcore_calloc(ret->module_count, sizeof(*ret->assigned));
	if (!ret->assigned)
		return wcore_error_nomem();
	for (uint32_t i = 0; i < ret->module_count; i++)
		ret->assigned[i] = WCORE_GIVEN_NONE;
	error = wcore_given_open_files(options, ret);
	if (!error)
		error = assign(ret, dump, check);
	if (!error)
		error = tell_unused(ret, options);
	return error;
}

void wcore_given_deinit(struct wcore_given_list *list)
{
	for (uint32_t g = 0; g < list->count; g++) {
		if (list->items[g].owns_file)
			wcore_file_close(list->items[g].file);
		wcore_candidate_deinit(&list->items[g].candidate);
		free(list->items[g].name);
	}
	free(list->items);
	free(list->assigned);
}

struct wcore_error *wcore_given_module(const struct wcore_given_list *list, uint32_t index,
				       struct wcore_found *ret)
{
	const struct wcore_given *given;

	*ret = (struct wcore_found){ 0 };
	if (index >= list->module_count || list->assigned[index] == WCORE_GIVEN_NONE)
		return NULL;
	given = &list->items[list->assigned[index]];
	return wcore_candidate_open_module(
		given->file, given->candidate.has_number ? &given->candidate.number : NULL, ret);
}
