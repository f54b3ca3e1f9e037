/* Files that belong to a module: companions with its DWARF, split DWARF, source maps. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../wasm/metadata.h"
#include "../base/alloc.h"
#include "debuginfod.h"
#include "search.h"
#include "source_map.h"

struct companion_search {
	struct wcore_lookup *lookup;
	struct wcore_module *module;
	struct wcore_string dir;	/* of the module's file */
	bool needs_build_id;	/* the place alone proves nothing */
	struct wcore_found *ret;
};

static struct wcore_string module_dir(const struct wcore_found *module)
{
	return wcore_path_dir(wcore_string_from(module->file->path));
}

static uint64_t code_size(const struct wcore_module *module)
{
	const struct wcore_section *code = wcore_module_section(module, WCORE_SECTION_CODE);

	return code ? code->size : 0;
}

static bool has_dwarf(const struct wcore_module *module)
{
	return wcore_module_custom(module, ".debug_info") || wcore_module_custom(module, ".debug_line");
}

/* Why debug is not the companion of module; NULL when it is. */
static const char *refuse(const struct companion_search *search, const struct wcore_module *debug)
{
	const uint8_t *mine, *its;
	size_t my_size = 0, its_size = 0;
	bool have_both = wcore_metadata_build_id(search->module, &mine, &my_size) &&
			 wcore_metadata_build_id(debug, &its, &its_size);

	if (!has_dwarf(debug) && !(have_both && wcore_module_custom(debug, "name")))
		return "it holds no DWARF";
	if (have_both && (my_size != its_size || memcmp(mine, its, my_size) != 0))
		return "it has another build id";
	if (!have_both && search->needs_build_id)
		return "no build id says that it belongs to the module";
	if (code_size(debug) && code_size(debug) != code_size(search->module))
		return "its code section has another size";
	return NULL;
}

static struct wcore_error *use_companion(void *context, struct wcore_file *file, char **ret_reason,
					 bool *ret_taken)
{
	struct companion_search *search = context;
	struct wcore_error *error = wcore_candidate_open_module(file, NULL, search->ret);
	const char *reason;

	if (error)
		return error;
	reason = refuse(search, search->ret->module);
	if (reason) {
		wcore_found_deinit(search->ret);
		*ret_reason = wcore_strdup(reason);
		return NULL;
	}
	search->ret->is_file_borrowed = false;
	*ret_taken = true;
	return NULL;
}

/* "file:" URLs are paths, those of the network are looked for by their base name. */
static struct wcore_string local_path(struct wcore_string name)
{
	static const char scheme[] = "://";
	const size_t size = sizeof(scheme) - 1;

	for (size_t i = 0; i + size <= name.size; i++) {
		if (memcmp(name.data + i, scheme, size) != 0)
			continue;
		if (i == 4 && memcmp(name.data, "file", 4) == 0)
			return (struct wcore_string){ name.data + i + size, name.size - i - size };
		return wcore_string_basename(name);
	}
	return name;
}

/* A name that a module gives: relative to the module, then by its base name. */
static struct wcore_error *search_named(struct wcore_lookup *lookup, struct wcore_string dir,
					struct wcore_string name,
					const struct wcore_search_use *use, bool *ret_taken)
{
	struct wcore_error *error;

	*ret_taken = false;
	name = local_path(name);
	while (wcore_string_starts(name, "./"))
		name = (struct wcore_string){ name.data + 2, name.size - 2 };
	if (!name.size)
		return NULL;
	if (name.data[0] == '/')
		error = wcore_search_path(lookup, name, use, ret_taken);
	else
		error = wcore_search_dir(lookup, dir, name, use, ret_taken);
	if (!error && !*ret_taken && !wcore_string_equal(wcore_string_basename(name), name))
		error = wcore_search_dir(lookup, dir, wcore_string_basename(name), use, ret_taken);
	if (!error && !*ret_taken)
		error = wcore_search_dirs(lookup, name, use, ret_taken);
	return error;
}

/*
 * In a folder, of the module "m.wasm": m.debug.wasm, m.wasm.debug, m.debug, and
 * in another folder than its own m.wasm, which may be what it was before strip.
 */
static struct wcore_error *search_folder(struct companion_search *search,
					 const struct wcore_found *module, struct wcore_string dir,
					 bool is_other, const struct wcore_search_use *use,
					 bool *ret_taken)
{
	static const char *const ends[] = { ".debug.wasm", ".wasm.debug", ".debug", ".wasm" };
	struct wcore_string stem = wcore_path_stem(module->file->path);
	struct wcore_error *error = NULL;

	*ret_taken = false;
	if (wcore_string_ends(stem, ".wasm"))
		stem.size -= 5;
	for (size_t i = 0; i < (is_other ? 4u : 3u) && !error && !*ret_taken; i++) {
		char *name = NULL;

		if (wcore_asprintf(&name, "%.*s%s", (int)stem.size, stem.data, ends[i]) < 0)
			return wcore_error_nomem();
		error = wcore_search_dir(search->lookup, dir, wcore_string_from(name), use,
					 ret_taken);
		free(name);
	}
	return error;
}

static struct wcore_error *ask_debuginfod(struct companion_search *search,
					  const struct wcore_search_use *use, bool *ret_taken)
{
	const struct wcore_opener *opener = search->lookup->options->opener;
	const uint8_t *id;
	size_t size = 0;
	char *path = NULL;
	struct wcore_error *error;

	if (!wcore_metadata_build_id(search->module, &id, &size))
		return NULL;
	error = opener && opener->fetch ? opener->fetch(opener->context, id, size, &path)
					: wcore_debuginfod_find(id, size, &path);
	if (!error) {
		error = wcore_search_path(search->lookup, wcore_string_from(path), use, ret_taken);
		free(path);
	} else if (error->code != WCORE_ERROR_NOMEM) {
		wcore_search_tried(search->lookup, "debuginfod", error->message);
		wcore_error_destroy(error);
		error = NULL;
	}
	return error;
}

static struct wcore_error *search_by_build_id(struct companion_search *search,
					      const struct wcore_found *module,
					      const struct wcore_search_use *use, bool *ret_taken)
{
	struct wcore_lookup *lookup = search->lookup;
	char *hex = wcore_metadata_build_id_hex(search->module);
	struct wcore_error *error;

	*ret_taken = false;
	if (!hex)
		return NULL;
	search->needs_build_id = true;
	error = search_folder(search, module, search->dir, false, use, ret_taken);
	if (!error && !*ret_taken)
		error = wcore_search_build_id(lookup, search->dir, hex, use, ret_taken);
	for (size_t i = 0; i < lookup->dir_count && !error && !*ret_taken; i++) {
		struct wcore_string dir = wcore_string_from(lookup->dirs[i]);

		error = search_folder(search, module, dir, true, use, ret_taken);
		if (!error && !*ret_taken)
			error = wcore_search_build_id(lookup, dir, hex, use, ret_taken);
	}
	if (!error && !*ret_taken && lookup->options->use_debuginfod)
		error = ask_debuginfod(search, use, ret_taken);
	free(hex);
	return error;
}

struct wcore_error *wcore_lookup_debug(struct wcore_lookup *lookup, const struct wcore_found *module,
				       struct wcore_found *ret)
{
	struct companion_search search = {
		.lookup = lookup, .module = module->module, .dir = module_dir(module), .ret = ret,
	};
	const struct wcore_search_use use = { .use = use_companion, .context = &search };
	struct wcore_string name = wcore_metadata_external_debug_info(module->module);
	struct wcore_error *error = NULL;
	bool taken = false;

	*ret = (struct wcore_found){ 0 };
	if (has_dwarf(module->module))
		return NULL;
	error = wcore_search_embedded(lookup, WCORE_EMBEDDED_COMPANION, module, &use, &taken);
	if (taken) {
		ret->is_embedded = true;
		ret->index = module->index;
	}
	if (!error && !taken)
		error = wcore_search_files(lookup, (struct wcore_string){ NULL, 0 }, &use, &taken);
	if (error || taken || lookup->options->no_search)
		return error;
	if (name.size)
		error = search_named(lookup, search.dir, name, &use, &taken);
	if (!error && !taken)
		error = search_by_build_id(&search, module, &use, &taken);
	return error;
}

struct split_search {
	struct wcore_found *ret;
};

static struct wcore_error *use_split(void *context, struct wcore_file *file, char **ret_reason,
				     bool *ret_taken)
{
	struct split_search *search = context;
	struct wcore_error *error = wcore_candidate_open_module(file, NULL, search->ret);

	if (error)
		return error;
	if (!wcore_module_custom(search->ret->module, ".debug_info.dwo")) {
		wcore_found_deinit(search->ret);
		*ret_reason = wcore_strdup("it holds no split DWARF");
		return NULL;
	}
	search->ret->is_file_borrowed = false;
	*ret_taken = true;
	return NULL;
}

struct wcore_error *wcore_lookup_package(struct wcore_lookup *lookup,
					 const struct wcore_found *module, struct wcore_found *ret)
{
	struct split_search search = { .ret = ret };
	const struct wcore_search_use use = { .use = use_split, .context = &search };
	struct wcore_string stem = wcore_path_stem(module->file->path);
	struct wcore_error *error = NULL;
	bool taken = false;

	*ret = (struct wcore_found){ 0 };
	if (lookup->options->no_search)
		return NULL;
	for (unsigned i = 0; i < 2 && !error && !taken; i++) {
		char *name = NULL;

		if (i && !wcore_string_ends(stem, ".wasm"))
			break;
		if (wcore_asprintf(&name, "%.*s.dwp", (int)stem.size - (i ? 5 : 0), stem.data) < 0)
			return wcore_error_nomem();
		error = wcore_search_dir(lookup, module_dir(module), wcore_string_from(name), &use,
					 &taken);
		if (!error && !taken)
			error = wcore_search_dirs(lookup, wcore_string_from(name), &use, &taken);
		free(name);
	}
	return error;
}

struct wcore_error *wcore_lookup_split(struct wcore_lookup *lookup, const struct wcore_found *module,
				       struct wcore_string comp_dir, struct wcore_string name,
				       struct wcore_found *ret)
{
	struct split_search search = { .ret = ret };
	const struct wcore_search_use use = { .use = use_split, .context = &search };
	struct wcore_error *error = NULL;
	bool taken = false;

	*ret = (struct wcore_found){ 0 };
	if (lookup->options->no_search)
		return NULL;
	if (comp_dir.size && name.size && name.data[0] != '/')
		error = wcore_search_dir(lookup, comp_dir, name, &use, &taken);
	if (!error && !taken)
		error = search_named(lookup, module_dir(module), name, &use, &taken);
	return error;
}

/* Number position of what the dump holds; taken is false behind the last one. */
static struct wcore_error *split_at(struct wcore_lookup *lookup, const struct wcore_found *module,
				    uint32_t *position, struct wcore_file **ret)
{
	uint32_t part;
	const struct wcore_embedded *embedded = NULL;

	*ret = NULL;
	if (module->is_embedded)
		embedded = wcore_embedded_next(lookup->dump, WCORE_EMBEDDED_SPLIT, module->index, position, &part);
	else if (*position < lookup->dump->embedded_count)
		*position = lookup->dump->embedded_count;
	return embedded ? wcore_search_open_embedded(lookup, embedded, ret) : NULL;
}

struct wcore_error *wcore_lookup_next_split(struct wcore_lookup *lookup, const struct wcore_found *module,
					    uint32_t *position, struct wcore_found *ret)
{
	struct split_search search = { .ret = ret };
	const struct wcore_search_use use = { .use = use_split, .context = &search };
	const uint32_t embedded = lookup->dump->embedded_count;
	struct wcore_error *error = NULL;
	bool taken = false;

	*ret = (struct wcore_found){ 0 };
	while (!error && !taken && *position < embedded) {
		struct wcore_file *file;
		char *reason = NULL;

		error = split_at(lookup, module, position, &file);
		if (!error && file)
			error = use_split(&search, file, &reason, &taken);
		if (!taken)
			wcore_file_close(file);
		free(reason);
		if (error && error->code != WCORE_ERROR_NOMEM) {
			wcore_findings_take_error(&lookup->findings, "core/bundle", WCORE_SEVERITY_ERROR, error);
			error = NULL;
		}
	}
	while (!error && !taken && *position - embedded < lookup->options->file_count) {
		struct wcore_string path = wcore_string_from(lookup->options->files[*position - embedded]);

		++*position;
		error = wcore_search_path(lookup, path, &use, &taken);
	}
	return error;
}

static struct wcore_error *use_source_map(void *context, struct wcore_file *file,
					  char **ret_reason, bool *ret_taken)
{
	struct wcore_file **ret = context;

	if (file->size > WCORE_SOURCE_MAP_MAX) {
		*ret_reason = wcore_strdup("too large for a source map");
		return NULL;
	}
	*ret = file;
	*ret_taken = true;
	return NULL;
}

struct wcore_error *wcore_lookup_source_map(struct wcore_lookup *lookup,
					    const struct wcore_found *module,
					    struct wcore_file **ret)
{
	const struct wcore_search_use use = {
		.use = use_source_map, .context = ret, .is_text = true,
	};
	struct wcore_string url = wcore_metadata_source_map(module->module);
	struct wcore_error *error;
	bool taken = false;

	*ret = NULL;
	if (wcore_string_starts(url, "data:")) {
		error = wcore_source_map_from_url(url, module->path, ret);
		if (error && error->code != WCORE_ERROR_NOMEM) {
			wcore_search_tried(lookup, "the source map inside", error->message);
			wcore_error_destroy(error);
			error = NULL;
		}
		return error;
	}
	if (!url.size)
		return NULL;
	error = wcore_search_embedded(lookup, WCORE_EMBEDDED_SOURCE_MAP, module, &use, &taken);
	if (!error && !taken)
		error = wcore_search_files(lookup, url, &use, &taken);
	if (error || taken || lookup->options->no_search)
		return error;
	error = search_named(lookup, module_dir(module), url, &use, &taken);
	return error;
}
