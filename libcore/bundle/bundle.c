#include "bundle.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../debug/candidate.h"
#include "../wasm/metadata.h"

void wcore_bundle_init(struct wcore_bundle *bundle, const struct wcore_dump *dump)
{
	*bundle = (struct wcore_bundle){ .dump = dump };
	wcore_arena_init(&bundle->arena);
}

void wcore_bundle_deinit(struct wcore_bundle *bundle)
{
	for (uint32_t i = 0; i < bundle->count; i++) {
		wcore_file_close(bundle->files[i].owned);
		free(bundle->files[i].path);
	}
	free(bundle->files);
	wcore_arena_deinit(&bundle->arena);
}

/* An entry for what was found at path; NULL on no memory. */
static struct wcore_bundle_file *add(struct wcore_bundle *bundle, enum wcore_embedded_kind kind, const char *path)
{
	struct wcore_bundle_file *grown =
		wcore_realloc(bundle->files, (bundle->count + 1) * sizeof(*bundle->files));
	struct wcore_bundle_file file = { .embedded.kind = kind, .path = wcore_strdup(path) };

	if (grown)
		bundle->files = grown;
	if (!grown || !file.path) {
		free(file.path);
		return NULL;
	}
	bundle->files[bundle->count] = file;
	return &bundle->files[bundle->count++];
}

/* One more module that the file is for. */
static struct wcore_error *add_use(struct wcore_bundle *bundle, struct wcore_bundle_file *file,
				   struct wcore_embedded_use use)
{
	const uint32_t count = file->embedded.use_count;
	struct wcore_embedded_use *uses = wcore_arena_array(&bundle->arena, count + 1, sizeof(*uses));

	if (!uses)
		return wcore_error_nomem();
	if (count)
		memcpy(uses, file->embedded.uses, count * sizeof(*uses));
	uses[count] = use;
	file->embedded.uses = uses;
	file->embedded.use_count = count + 1;
	return NULL;
}

/* The file's name as seen from the module's folder, or its base name. */
static struct wcore_string name_of(struct wcore_string path, struct wcore_string dir)
{
	if (dir.size && path.size > dir.size && dir.data[dir.size - 1] == '/' &&
	    memcmp(path.data, dir.data, dir.size) == 0)
		return (struct wcore_string){ path.data + dir.size, path.size - dir.size };
	return wcore_string_basename(path);
}

static bool is_taken(const struct wcore_bundle *bundle, const struct wcore_bundle_file *file,
		     struct wcore_string name)
{
	for (uint32_t i = 0; i < bundle->count; i++)
		if (&bundle->files[i] != file && wcore_string_equal(bundle->files[i].embedded.name, name))
			return true;
	return false;
}

/* A name that no other file of the bundle has. */
static struct wcore_error *set_name(struct wcore_bundle *bundle, struct wcore_bundle_file *file,
				    struct wcore_string name)
{
	const char *text = wcore_arena_copy(&bundle->arena, name.data, name.size);

	for (uint32_t i = 2; text && is_taken(bundle, file, wcore_string_from(text)); i++)
		text = wcore_arena_format(&bundle->arena, "%u/%.*s", i, (int)name.size, name.data);
	file->embedded.name = wcore_string_from(text);
	return text ? NULL : wcore_error_nomem();
}

/* What the dump holds already stays as it is there. */
static bool take_embedded(struct wcore_bundle *bundle, const struct wcore_file *found,
			  struct wcore_bundle_file *ret)
{
	const struct wcore_file *file = bundle->dump->wasm->file;
	const size_t folder = strlen(file->path);

	for (uint32_t i = 0; i < bundle->dump->embedded_count; i++) {
		const struct wcore_embedded *embedded = &bundle->dump->embedded[i];

		if (!wcore_string_is(embedded->name, found->path + folder + 1))
			continue;
		ret->embedded.encoding = embedded->encoding;
		ret->embedded.size = embedded->size;
		ret->embedded.offset = embedded->offset;
		ret->embedded.stored = embedded->stored;
		ret->bytes = bundle->dump->wasm->file;
		return true;
	}
	return false;
}

/* The bytes on the disk: those of a compressed file are not what was read of it. */
static struct wcore_error *take_bytes(struct wcore_bundle *bundle, struct wcore_file *found, bool is_embedded,
				      struct wcore_bundle_file *ret)
{
	const struct wcore_file_options raw = { .is_raw = true };
	struct wcore_error *error = NULL;

	if (is_embedded && take_embedded(bundle, found, ret))
		return NULL;
	ret->bytes = found;
	if (found->compressed && !is_embedded) {
		int fd = -1;

		error = wcore_opener_open(found->opener, WCORE_OPENER_WASM, found->path, &fd);
		if (!error)
			error = wcore_file_open_fd(fd, found->path, &raw, &ret->owned);
		if (fd >= 0)
			close(fd);
		ret->bytes = ret->owned;
	}
	if (error)
		return error;
	ret->embedded.size = ret->embedded.stored = ret->bytes->size;
	return NULL;
}

static struct wcore_error *add_found(struct wcore_bundle *bundle, enum wcore_embedded_kind kind,
				     struct wcore_file *found, bool is_embedded, struct wcore_string dir,
				     struct wcore_embedded_use use)
{
	struct wcore_bundle_file *file;
	struct wcore_error *error;

	for (uint32_t i = 0; i < bundle->count; i++)
		if (bundle->files[i].embedded.kind == kind && strcmp(bundle->files[i].path, found->path) == 0)
			return add_use(bundle, &bundle->files[i], use);
	file = add(bundle, kind, found->path);
	if (!file)
		return wcore_error_nomem();
	error = take_bytes(bundle, found, is_embedded, file);
	if (!error)
		error = set_name(bundle, file, name_of(wcore_string_from(found->path), dir));
	return error ? error : add_use(bundle, file, use);
}

/* Which core module of a component was found: the number behind its path. */
static uint32_t part_of(const struct wcore_found *found)
{
	const size_t size = strlen(found->file->path);

	if (strlen(found->path) <= size + 1 || found->path[size] != '#')
		return WCORE_EMBEDDED_WHOLE;
	return (uint32_t)strtoul(found->path + size + 1, NULL, 10);
}

/* One that is inside the module comes with it. */
static struct wcore_error *add_source_map(struct wcore_bundle *bundle, struct wcore_target *target,
					  const struct wcore_found *found, struct wcore_string dir,
					  struct wcore_embedded_use use)
{
	struct wcore_file *file = NULL;
	struct wcore_error *error;

	if (wcore_string_starts(wcore_metadata_source_map(found->module), "data:"))
		return NULL;
	error = wcore_lookup_source_map(target->lookup, found, &file);
	if (error || !file)
		return error;
	error = add_found(bundle, WCORE_EMBEDDED_SOURCE_MAP, file, found->is_embedded, dir, use);
	if (error || bundle->files[bundle->count - 1].bytes != file) {
		wcore_file_close(file);
		return error;
	}
	bundle->files[bundle->count - 1].owned = file;
	return NULL;
}

struct wcore_error *wcore_bundle_add_module(struct wcore_bundle *bundle, struct wcore_target *target,
					    const struct wcore_target_module *module)
{
	const struct wcore_found *found = &module->found, *debug = &module->debug;
	struct wcore_embedded_use use = { module->index, WCORE_EMBEDDED_WHOLE };
	struct wcore_string dir;
	struct wcore_error *error;

	if (!found->module || module->refused)
		return NULL;
	dir = wcore_path_dir(wcore_string_from(found->file->path));
	use.part = part_of(found);
	error = add_found(bundle, WCORE_EMBEDDED_MODULE, found->file, found->is_embedded, dir, use);
	use.part = WCORE_EMBEDDED_WHOLE;
	if (!error && debug->module)
		error = add_found(bundle, WCORE_EMBEDDED_COMPANION, debug->file, debug->is_embedded, dir, use);
	for (uint32_t i = 0; i < module->splits.count && !error; i++)
		error = add_found(bundle, WCORE_EMBEDDED_SPLIT, module->splits.items[i].file,
				  module->splits.items[i].is_embedded, dir, use);
	return error ? error : add_source_map(bundle, target, found, dir, use);
}

struct wcore_error *wcore_bundle_add_source(struct wcore_bundle *bundle, struct wcore_string name,
					    struct wcore_string text)
{
	struct wcore_bundle_file *file;
	struct wcore_error *error;
	const char *copy;

	for (uint32_t i = 0; i < bundle->count; i++)
		if (bundle->files[i].embedded.kind == WCORE_EMBEDDED_SOURCE &&
		    wcore_string_equal(bundle->files[i].embedded.name, name))
			return NULL;
	copy = wcore_arena_copy(&bundle->arena, text.data, text.size);
	file = copy ? add(bundle, WCORE_EMBEDDED_SOURCE, "") : NULL;
	if (!file)
		return wcore_error_nomem();
	file->embedded.name.data = wcore_arena_copy(&bundle->arena, name.data, name.size);
	file->embedded.name.size = name.size;
	if (!file->embedded.name.data)
		return wcore_error_nomem();
	file->embedded.size = file->embedded.stored = text.size;
	error = wcore_file_from_memory("", copy, text.size, &file->owned);
	file->bytes = file->owned;
	return error;
}

struct wcore_error *wcore_bundle_keep_sources(struct wcore_bundle *bundle)
{
	for (uint32_t i = 0; i < bundle->dump->embedded_count; i++) {
		const struct wcore_embedded *embedded = &bundle->dump->embedded[i];
		struct wcore_bundle_file *file;

		if (embedded->kind != WCORE_EMBEDDED_SOURCE)
			continue;
		file = add(bundle, WCORE_EMBEDDED_SOURCE, "");
		if (!file)
			return wcore_error_nomem();
		file->embedded = *embedded;
		file->bytes = bundle->dump->wasm->file;
	}
	return NULL;
}
