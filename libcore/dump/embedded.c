#include "embedded.h"

#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/thin_file.h"

static const char *const kind_names[] = {
	[WCORE_EMBEDDED_MODULE] = "module", [WCORE_EMBEDDED_COMPANION] = "companion",
	[WCORE_EMBEDDED_SPLIT] = "split DWARF", [WCORE_EMBEDDED_SOURCE_MAP] = "source map",
	[WCORE_EMBEDDED_SOURCE] = "source",
};

const char *wcore_embedded_kind_name(enum wcore_embedded_kind kind)
{
	return kind_names[kind];
}

const char *wcore_embedded_encoding_name(enum wcore_embedded_encoding encoding)
{
	static const char *const names[] = {
		[WCORE_EMBEDDED_PLAIN] = "plain", [WCORE_EMBEDDED_GZIP] = "gzip",
		[WCORE_EMBEDDED_THIN] = "thin",
	};

	return names[encoding];
}

bool wcore_embedded_is_section(const struct wcore_section *section)
{
	return section->id == WCORE_SECTION_CUSTOM &&
	       (wcore_string_is(section->name, WCORE_EMBEDDED_FILE) ||
		wcore_string_is(section->name, WCORE_EMBEDDED_DUMP));
}

static struct wcore_error *read_version(struct wcore_cursor *cursor)
{
	const uint64_t start = cursor->pos;
	uint8_t version = 0;
	struct wcore_error *error = wcore_cursor_u8(cursor, &version);

	if (!error && version != WCORE_EMBEDDED_VERSION)
		error = wcore_cursor_error(cursor, start, "version %u of bundles is not known", version);
	return error;
}

/* A byte that names one of count things. */
static struct wcore_error *read_choice(struct wcore_cursor *cursor, unsigned count, const char *what,
				       unsigned *ret)
{
	const uint64_t start = cursor->pos;
	uint8_t value = 0;
	struct wcore_error *error = wcore_cursor_u8(cursor, &value);

	*ret = value;
	if (!error && value >= count)
		error = wcore_cursor_error(cursor, start, "the %s %u is not known", what, value);
	return error;
}

static struct wcore_error *read_uses(struct wcore_dump *dump, struct wcore_cursor *cursor,
				     struct wcore_embedded *ret)
{
	struct wcore_embedded_use *uses;
	struct wcore_error *error = wcore_cursor_count(cursor, 2, "uses of a file", &ret->use_count);

	if (error)
		return error;
	uses = wcore_arena_array(&dump->arena, ret->use_count, sizeof(*uses));
	if (!uses)
		return wcore_error_nomem();
	ret->uses = uses;
	for (uint32_t i = 0; i < ret->use_count && !error; i++) {
		const uint64_t start = cursor->pos;
		uint32_t part = 0;

		error = wcore_cursor_leb_u32(cursor, &uses[i].module);
		if (!error)
			error = wcore_cursor_leb_u32(cursor, &part);
		uses[i].part = part ? part - 1 : WCORE_EMBEDDED_WHOLE;
		if (!error && uses[i].module >= dump->module_count && uses[i].module)
			error = wcore_cursor_error(cursor, start, "the file is for module %u, but there are %u",
						   uses[i].module, dump->module_count);
	}
	return error;
}

static struct wcore_error *read_file(struct wcore_dump *dump, const struct wcore_section *section,
				     struct wcore_embedded *ret)
{
	struct wcore_cursor cursor;
	unsigned kind = 0, encoding = 0;
	struct wcore_error *error;

	wcore_section_cursor(dump->wasm, section, &cursor);
	error = read_version(&cursor);
	if (!error)
		error = read_choice(&cursor, WCORE_EMBEDDED_KINDS, "kind of file", &kind);
	if (!error)
		error = read_choice(&cursor, WCORE_EMBEDDED_ENCODINGS, "encoding", &encoding);
	if (!error)
		error = read_uses(dump, &cursor, ret);
	if (!error)
		error = wcore_cursor_name(&cursor, &ret->name);
	if (!error)
		error = wcore_cursor_leb_u64(&cursor, &ret->size);
	ret->kind = kind;
	ret->encoding = encoding;
	ret->offset = cursor.pos;
	ret->stored = wcore_cursor_left(&cursor);
	if (!error && encoding == WCORE_EMBEDDED_PLAIN && ret->size != ret->stored)
		error = wcore_cursor_error(&cursor, cursor.pos, "a file of %llu bytes, but %llu are there",
					   (unsigned long long)ret->size, (unsigned long long)ret->stored);
	return error;
}

struct wcore_error *wcore_embedded_read(struct wcore_dump *dump)
{
	const struct wcore_module *wasm = dump->wasm;
	uint32_t count = 0;

	for (size_t i = 0; i < wasm->section_count; i++)
		count += wcore_string_is(wasm->sections[i].name, WCORE_EMBEDDED_FILE);
	if (!count)
		return NULL;
	dump->embedded = wcore_arena_array(&dump->arena, count, sizeof(*dump->embedded));
	if (!dump->embedded)
		return wcore_error_nomem();
	for (size_t i = 0; i < wasm->section_count; i++) {
		struct wcore_error *error;

		if (!wcore_string_is(wasm->sections[i].name, WCORE_EMBEDDED_FILE))
			continue;
		error = read_file(dump, &wasm->sections[i], &dump->embedded[dump->embedded_count]);
		if (error && error->code == WCORE_ERROR_NOMEM)
			return error;
		if (error)
			wcore_findings_take_error(&dump->findings, "core/bundle", WCORE_SEVERITY_ERROR, error);
		else
			dump->embedded_count++;
	}
	return NULL;
}

/* What stands there instead of the file, unless that is plain, has to be gzip data that is whole. */
static struct wcore_error *open_stored(const struct wcore_dump *dump, const struct wcore_embedded *embedded,
				       const char *path, uint64_t max_input, struct wcore_file **ret)
{
	struct wcore_error *error = wcore_file_from_part(dump->wasm->file, embedded->offset, embedded->stored, path,
							 max_input, ret);

	if (error)
		return error;
	if ((*ret)->cut) {
		error = (*ret)->cut;
		(*ret)->cut = NULL;
	} else if (embedded->encoding != WCORE_EMBEDDED_PLAIN && !(*ret)->compressed) {
		error = wcore_error_create(WCORE_ERROR_FORMAT, path, "no gzip data, where the bundle says so");
	}
	if (error) {
		wcore_file_close(*ret);
		*ret = NULL;
	}
	return error;
}

struct wcore_error *wcore_embedded_open(const struct wcore_dump *dump, const struct wcore_embedded *embedded,
					uint64_t max_input, struct wcore_file **ret)
{
	struct wcore_file *file = NULL, *thin = NULL;
	struct wcore_error *error;
	char *path = NULL;

	if (wcore_asprintf(&path, "%s/%.*s", dump->wasm->file->path, (int)embedded->name.size,
		     embedded->name.data) < 0)
		return wcore_error_nomem();
	error = open_stored(dump, embedded, path, max_input, &file);
	if (!error && embedded->encoding == WCORE_EMBEDDED_THIN) {
		error = wcore_thin_file_open(file, path, max_input, &thin);
		wcore_file_close(file);
		file = thin;
	}
	if (!error && embedded->encoding != WCORE_EMBEDDED_PLAIN && file->size != embedded->size) {
		error = wcore_error_create(WCORE_ERROR_FORMAT, path, "%llu bytes, where the bundle says %llu",
					   (unsigned long long)file->size, (unsigned long long)embedded->size);
		wcore_file_close(file);
	}
	if (!error)
		*ret = file;
	free(path);
	return error;
}

const struct wcore_embedded *wcore_embedded_next(const struct wcore_dump *dump, enum wcore_embedded_kind kind,
						 uint32_t index, uint32_t *at, uint32_t *ret_part)
{
	while (*at < dump->embedded_count) {
		const struct wcore_embedded *embedded = &dump->embedded[(*at)++];

		for (uint32_t i = 0; embedded->kind == kind && i < embedded->use_count; i++) {
			if (embedded->uses[i].module != index)
				continue;
			*ret_part = embedded->uses[i].part;
			return embedded;
		}
	}
	return NULL;
}

struct wcore_string wcore_embedded_dump_name(const struct wcore_dump *dump)
{
	const struct wcore_section *section = wcore_module_custom(dump->wasm, WCORE_EMBEDDED_DUMP);
	struct wcore_string name = { NULL, 0 };
	struct wcore_cursor cursor;
	struct wcore_error *error;

	if (!section)
		return name;
	wcore_section_cursor(dump->wasm, section, &cursor);
	error = read_version(&cursor);
	if (!error)
		error = wcore_cursor_name(&cursor, &name);
	if (error)
		name = (struct wcore_string){ NULL, 0 };
	wcore_error_destroy(error);
	return name;
}

void wcore_encode_embedded(struct wcore_encoder *encoder, const struct wcore_embedded *embedded)
{
	wcore_encode_u8(encoder, WCORE_EMBEDDED_VERSION);
	wcore_encode_u8(encoder, (uint8_t)embedded->kind);
	wcore_encode_u8(encoder, (uint8_t)embedded->encoding);
	wcore_encode_uleb(encoder, embedded->use_count);
	for (uint32_t i = 0; i < embedded->use_count; i++) {
		const struct wcore_embedded_use *use = &embedded->uses[i];

		wcore_encode_uleb(encoder, use->module);
		wcore_encode_uleb(encoder, use->part == WCORE_EMBEDDED_WHOLE ? 0 : use->part + 1);
	}
	wcore_encode_name(encoder, embedded->name);
	wcore_encode_uleb(encoder, embedded->size);
}
