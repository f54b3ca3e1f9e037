#include "search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "source_map.h"

/* No system opens longer ones. */
#define MAX_PATH 4096

void wcore_search_tried(const struct wcore_lookup *lookup, const char *place, const char *outcome)
{
	if (lookup->options->tried)
		lookup->options->tried(lookup->options->context, place, outcome);
}

/* Tells why a file was left out; *error becomes NULL unless memory ran out. */
static void tell(const struct wcore_lookup *lookup, const char *path, struct wcore_error **error)
{
	if (!*error || (*error)->code == WCORE_ERROR_NOMEM)
		return;
	if ((*error)->code == WCORE_ERROR_IO && lookup->options->unreadable)
		lookup->options->unreadable(lookup->options->context, path, (*error)->message);
	else
		wcore_search_tried(lookup, path, (*error)->code == WCORE_ERROR_NOT_FOUND
							 ? "not there" : (*error)->message);
	wcore_error_destroy(*error);
	*error = NULL;
}

static struct wcore_error *try_file(struct wcore_lookup *lookup, const char *path,
				    const struct wcore_search_use *use, bool *ret_there,
				    bool *ret_taken)
{
	struct wcore_file *file = NULL;
	char *reason = NULL;
	struct wcore_error *error = wcore_candidate_open_file(
		lookup->options, path, use->is_text ? WCORE_OPENER_MAP : WCORE_OPENER_WASM, &file);

	*ret_there = !error || error->code != WCORE_ERROR_NOT_FOUND;
	if (!error)
		error = use->use(use->context, file, &reason, ret_taken);
	if (!error && *ret_there)
		wcore_search_tried(lookup, path, *ret_taken ? "found" : reason ? reason : "not used");
	if (!*ret_taken)
		wcore_file_close(file);
	free(reason);
	return error;
}

struct wcore_error *wcore_search_open_embedded(struct wcore_lookup *lookup, const struct wcore_embedded *embedded,
					       struct wcore_file **ret)
{
	struct wcore_error *error = wcore_embedded_open(lookup->dump, embedded, lookup->options->max_input, ret);

	if (!error)
		return NULL;
	*ret = NULL;
	if (error->code == WCORE_ERROR_NOMEM)
		return error;
	wcore_findings_take_error(&lookup->findings, "core/bundle", WCORE_SEVERITY_ERROR, error);
	return NULL;
}

struct wcore_error *wcore_search_embedded(struct wcore_lookup *lookup, enum wcore_embedded_kind kind,
					  const struct wcore_found *module,
					  const struct wcore_search_use *use, bool *ret_taken)
{
	const struct wcore_embedded *embedded;
	uint32_t at = 0, part;

	*ret_taken = false;
	while (!*ret_taken && module->is_embedded &&
	       (embedded = wcore_embedded_next(lookup->dump, kind, module->index, &at, &part))) {
		struct wcore_file *file;
		struct wcore_error *error = wcore_search_open_embedded(lookup, embedded, &file);
		char *reason = NULL;

		if (error)
			return error;
		if (!file)
			continue;
		error = use->use(use->context, file, &reason, ret_taken);
		if (!error)
			wcore_search_tried(lookup, file->path, *ret_taken ? "found" : reason ? reason : "not used");
		tell(lookup, file->path, &error);
		if (!*ret_taken)
			wcore_file_close(file);
		free(reason);
		if (error)
			return error;
	}
	return NULL;
}

struct wcore_error *wcore_search_files(struct wcore_lookup *lookup, struct wcore_string name,
				       const struct wcore_search_use *use, bool *ret_taken)
{
	struct wcore_error *error = NULL;

	*ret_taken = false;
	for (size_t i = 0; i < lookup->options->file_count && !error && !*ret_taken; i++) {
		struct wcore_string path = wcore_string_from(lookup->options->files[i]);

		if (!name.data || wcore_string_equal(wcore_string_basename(path), wcore_string_basename(name)))
			error = wcore_search_path(lookup, path, use, ret_taken);
	}
	return error;
}

struct wcore_error *wcore_search_path(struct wcore_lookup *lookup, struct wcore_string path,
				      const struct wcore_search_use *use, bool *ret_taken)
{
	static const char gz[] = ".gz";
	bool is_there = false;
	struct wcore_error *error;

	*ret_taken = false;
	if (!path.size || path.size > MAX_PATH || memchr(path.data, 0, path.size))
		return NULL;
	char *text = wcore_malloc(path.size + sizeof(gz));

	if (!text)
		return wcore_error_nomem();
	memcpy(text, path.data, path.size);
	text[path.size] = 0;
	error = try_file(lookup, text, use, &is_there, ret_taken);
	if (error && !is_there) {
		struct wcore_error *missing = error;

		memcpy(text + path.size, gz, sizeof(gz));
		error = try_file(lookup, text, use, &is_there, ret_taken);
		if (!is_there)
			text[path.size] = 0;
		wcore_error_destroy(missing);
	}
	tell(lookup, text, &error);
	free(text);
	return error;
}

struct wcore_error *wcore_search_dir(struct wcore_lookup *lookup, struct wcore_string dir,
				     struct wcore_string name, const struct wcore_search_use *use,
				     bool *ret_taken)
{
	*ret_taken = false;
	if (!name.size || name.size > MAX_PATH || dir.size > MAX_PATH)
		return NULL;
	char *path = wcore_path_join(dir, name);

	if (!path)
		return wcore_error_nomem();
	struct wcore_error *error = wcore_search_path(lookup, (struct wcore_string){
		path, dir.size + name.size + !(dir.size && dir.data[dir.size - 1] == '/') }, use,
		ret_taken);

	free(path);
	return error;
}

/* Relative, with folders, and not out of the folder it is looked for in. */
static bool is_inside(struct wcore_string name)
{
	bool has_folder = false;

	for (size_t i = 0; i < name.size; i++) {
		bool starts = i == 0 || name.data[i - 1] == '/';

		has_folder |= name.data[i] == '/';
		if (starts && name.size - i >= 2 && memcmp(name.data + i, "..", 2) == 0 &&
		    (name.size - i == 2 || name.data[i + 2] == '/'))
			return false;
	}
	return has_folder && name.data[0] != '/';
}

struct wcore_error *wcore_search_dirs(struct wcore_lookup *lookup, struct wcore_string name,
				      const struct wcore_search_use *use, bool *ret_taken)
{
	struct wcore_error *error = NULL;

	*ret_taken = false;
	for (size_t i = 0; i < lookup->dir_count && !error && !*ret_taken; i++) {
		struct wcore_string dir = wcore_string_from(lookup->dirs[i]);

		if (is_inside(name))
			error = wcore_search_dir(lookup, dir, name, use, ret_taken);
		if (!error && !*ret_taken)
			error = wcore_search_dir(lookup, dir, wcore_string_basename(name), use,
						 ret_taken);
	}
	return error;
}

struct wcore_error *wcore_search_build_id(struct wcore_lookup *lookup, struct wcore_string dir,
					  const char *hex, const struct wcore_search_use *use,
					  bool *ret_taken)
{
	static const char *const folders[] = { ".build-id/", "" };
	static const char *const ends[] = { "debug", "wasm" };
	struct wcore_error *error = NULL;

	*ret_taken = false;
	for (unsigned i = 0; i < 4 && !error && !*ret_taken && strlen(hex) > 2; i++) {
		char *name = NULL;

		if (wcore_asprintf(&name, "%s%.2s/%s.%s", folders[i / 2], hex, hex + 2, ends[i % 2]) < 0)
			return wcore_error_nomem();
		error = wcore_search_dir(lookup, dir, wcore_string_from(name), use, ret_taken);
		free(name);
	}
	return error;
}
