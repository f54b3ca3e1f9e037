#include "candidate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../wasm/component.h"
#include "source_map.h"

/* Core modules of one component that are looked at. */
#define MAX_CHOICES 256

void wcore_found_deinit(struct wcore_found *found)
{
	wcore_module_close(found->module);
	if (!found->is_file_borrowed)
		wcore_file_close(found->file);
	free(found->path);
	*found = (struct wcore_found){ 0 };
}

void wcore_candidate_deinit(struct wcore_candidate *candidate)
{
	free(candidate->path);
}

/* The '#' of "#N" at the end of text, with N in *ret; NULL without. */
static const char *number_at_end(const char *text, uint32_t *ret)
{
	const char *hash = strrchr(text, '#');
	uint32_t number = 0;

	if (!hash || !hash[1] || strlen(hash) > 10)
		return NULL;
	for (const char *c = hash + 1; *c; c++) {
		if (*c < '0' || *c > '9')
			return NULL;
		number = number * 10 + (uint32_t)(*c - '0');
	}
	*ret = number;
	return hash;
}

struct wcore_error *wcore_candidate_parse(const char *text, struct wcore_candidate *ret)
{
	const char *hash = access(text, F_OK) == 0 ? NULL : number_at_end(text, &ret->number);

	ret->has_number = hash != NULL;
	ret->path = hash ? wcore_strndup(text, (size_t)(hash - text)) : wcore_strdup(text);
	return ret->path ? NULL : wcore_error_nomem();
}

struct wcore_error *wcore_candidate_open_file(const struct wcore_lookup_options *options, const char *path,
					      enum wcore_opener_kind kind, struct wcore_file **ret)
{
	struct wcore_file_options file_options = {
		.max_input = options->max_input, .wasm_only = kind == WCORE_OPENER_WASM,
		.opener = options->opener,
	};
	struct wcore_error *error;
	int fd;

	if (kind == WCORE_OPENER_MAP &&
	    (!options->max_input || options->max_input > WCORE_SOURCE_MAP_MAX))
		file_options.max_input = WCORE_SOURCE_MAP_MAX;
	error = wcore_opener_open(options->opener, kind, path, &fd);
	if (error)
		return error;
	error = wcore_file_open_fd(fd, path, &file_options, ret);
	close(fd);
	return error;
}

struct wcore_error *wcore_candidate_open_module(struct wcore_file *file, const uint32_t *number,
						struct wcore_found *ret)
{
	uint64_t offset = 0, size = file->size;
	struct wcore_error *error = NULL;

	*ret = (struct wcore_found){ .file = file, .is_file_borrowed = true };
	if (!number)
		ret->path = wcore_strdup(file->path);
	else if (wcore_asprintf(&ret->path, "%s#%u", file->path, *number) < 0)
		ret->path = NULL;
	if (!ret->path)
		error = wcore_error_nomem();
	if (!error && number)
		error = wcore_component_find(file, *number, &offset, &size);
	if (!error)
		error = wcore_module_open(file, offset, size, &ret->module);
	if (error)
		wcore_found_deinit(ret);
	return error;
}

struct wcore_error *wcore_candidate_choose(struct wcore_file *file, struct wcore_fit_check check,
					   uint32_t index, uint32_t *ret_number, bool *ret_found)
{
	uint32_t count = 0, choices = 0;
	struct wcore_error *error = wcore_component_count(file, &count);

	for (uint32_t n = 0; !error && n < count && n < MAX_CHOICES; n++) {
		struct wcore_found found;
		char *reason = NULL;

		error = wcore_candidate_open_module(file, &n, &found);
		if (error)
			break;
		if (count == 1 || (check.check && check.check(check.context, index, found.module,
							      &reason) == WCORE_FIT_YES)) {
			*ret_number = n;
			choices++;
		}
		free(reason);
		wcore_found_deinit(&found);
	}
	*ret_found = !error && choices == 1;
	return error;
}

char *wcore_path_join(struct wcore_string dir, struct wcore_string name)
{
	bool has_slash = dir.size && dir.data[dir.size - 1] == '/';
	char *path = wcore_malloc(dir.size + name.size + 2);

	if (!path)
		return NULL;
	if (dir.size)
		memcpy(path, dir.data, dir.size);
	path[dir.size] = '/';
	if (name.size)
		memcpy(path + dir.size + !has_slash, name.data, name.size);
	path[dir.size + !has_slash + name.size] = 0;
	return path;
}

struct wcore_string wcore_path_dir(struct wcore_string path)
{
	size_t size = path.size;

	while (size && path.data[size - 1] != '/')
		size--;
	if (!size)
		return WCORE_STRING(".");
	return (struct wcore_string){ path.data, size };
}

struct wcore_string wcore_path_stem(const char *path)
{
	struct wcore_string stem = wcore_string_basename(wcore_string_from(path));
	uint32_t number;
	const char *hash = number_at_end(path, &number);

	if (hash && hash > stem.data)
		stem.size = (size_t)(hash - stem.data);
	if (wcore_string_ends(stem, ".gz"))
		stem.size -= 3;
	return stem;
}
