#include "thin.h"

#include <stdlib.h>
#include <string.h>

#include "../debug/dwarf_thin.h"
#include "../wasm/data.h"
#include "../wasm/names.h"
#include "pack.h"

/* Bytes that are no number of local declarations and no instruction. */
static const uint8_t no_code[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

/* A body that was not read: as much of it as was, and then what cannot be decoded. */
static void keep_body(struct wcore_thin_file *thin, const struct wcore_stretches *read, uint64_t body, uint64_t end)
{
	uint64_t from = body;

	if (wcore_stretches_hold(read, body, end)) {
		wcore_thin_file_keep(thin, body, end);
		return;
	}
	while (from < end && wcore_stretches_hold(read, from, from + 1))
		from++;
	wcore_thin_file_keep(thin, body, from);
	if (end - from < sizeof(no_code))
		wcore_thin_file_keep(thin, from, end);
	else
		wcore_thin_file_patch(thin, from, no_code, sizeof(no_code));
}

/* Sizes of all bodies; those without a size that can be read stay as they are. */
static void keep_code(struct wcore_thin_file *thin, const struct wcore_module *module,
		      const struct wcore_section *section)
{
	const uint64_t start = section->offset, end = start + section->size;
	struct wcore_cursor cursor;
	uint32_t count = 0, size = 0;
	struct wcore_error *error;

	wcore_section_cursor(module, section, &cursor);
	error = wcore_cursor_leb_u32(&cursor, &count);
	wcore_thin_file_keep(thin, start, cursor.pos);
	for (uint32_t i = 0; !error && i < count; i++) {
		const uint64_t header = cursor.pos;

		error = wcore_cursor_leb_u32(&cursor, &size);
		if (error || size > wcore_cursor_left(&cursor)) {
			cursor.pos = header;
			break;
		}
		wcore_thin_file_keep(thin, header, cursor.pos);
		keep_body(thin, &thin->file->presence->kept, cursor.pos, cursor.pos + size);
		cursor.pos += size;
	}
	wcore_error_destroy(error);
	wcore_thin_file_keep(thin, cursor.pos, end);
}

/* What stands between the bytes of the segments; those that were read are kept with all that was. */
static void keep_data(struct wcore_thin_file *thin, struct wcore_module *module, const struct wcore_section *section)
{
	struct wcore_data_iter iter;
	struct wcore_data_segment segment;
	uint64_t pos = section->offset;

	wcore_data_iter_init(&iter, module);
	while (wcore_data_iter_next(&iter, &segment)) {
		wcore_thin_file_keep(thin, pos, segment.offset);
		pos = segment.offset + segment.size;
	}
	wcore_thin_file_keep(thin, pos, section->offset + section->size);
}

/* A map of names from *pos on, without those that nothing asked for; *pos becomes what is not kept yet. */
static struct wcore_error *keep_map(struct wcore_thin_file *thin, struct wcore_cursor *cursor, uint64_t *pos)
{
	uint32_t count = 0, index = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &count);

	for (; !error && count; count--) {
		struct wcore_string name = { 0 };

		error = wcore_cursor_leb_u32(cursor, &index);
		if (!error)
			error = wcore_cursor_name(cursor, &name);
		if (error || wcore_stretches_hold(&thin->file->presence->kept, cursor->pos - name.size, cursor->pos))
			continue;
		wcore_thin_file_keep(thin, *pos, cursor->pos - name.size);
		*pos = cursor->pos;
	}
	return error;
}

/* All names but those of functions that nothing asked for: of a large module they are most of a thin file. */
static void keep_names(struct wcore_thin_file *thin, const struct wcore_module *module,
		       const struct wcore_section *section)
{
	uint64_t pos = section->offset;
	struct wcore_error *error = NULL;
	struct wcore_cursor cursor;

	wcore_section_cursor(module, section, &cursor);
	while (!error && wcore_cursor_left(&cursor)) {
		struct wcore_cursor part;
		uint32_t size = 0;
		uint8_t id = 0;

		error = wcore_cursor_u8(&cursor, &id);
		if (!error)
			error = wcore_cursor_leb_u32(&cursor, &size);
		if (!error)
			error = wcore_cursor_sub(&cursor, size, cursor.where, &part);
		if (!error && id == WCORE_NAME_FUNCTION)
			error = keep_map(thin, &part, &pos);
	}
	wcore_error_destroy(error);
	wcore_thin_file_keep(thin, pos, section->offset + section->size);
}

static struct wcore_error *collect(struct wcore_thin_file *thin, struct wcore_module *module,
				   struct wcore_dwarf *dwarf)
{
	struct wcore_presence *presence = thin->file->presence;
	struct wcore_error *error = dwarf ? wcore_dwarf_thin(dwarf, thin) : NULL;

	if (error)
		return error;
	wcore_stretches_join(&presence->kept);
	wcore_thin_file_keep(thin, 0, module->offset + 8);
	for (size_t i = 0; i < module->section_count; i++) {
		const struct wcore_section *section = &module->sections[i];

		wcore_thin_file_keep(thin, section->header, section->offset);
		if (section->id == WCORE_SECTION_CODE)
			keep_code(thin, module, section);
		else if (section->id == WCORE_SECTION_DATA)
			keep_data(thin, module, section);
		else if (section->id == WCORE_SECTION_CUSTOM && wcore_string_is(section->name, "name"))
			keep_names(thin, module, section);
		else if (!(dwarf && wcore_dwarf_thin_is_partial(section->name)))
			wcore_thin_file_keep(thin, section->offset, section->offset + section->size);
	}
	for (size_t i = 0; i < presence->kept.count; i++)
		wcore_thin_file_keep(thin, presence->kept.items[i].start, presence->kept.items[i].end);
	return NULL;
}

static struct wcore_error *pack(const struct wcore_encoder *encoder, const struct wcore_opener *opener,
				struct wcore_file **ret)
{
	struct wcore_packer *packer = NULL;
	struct wcore_spool spool;
	struct wcore_error *error;

	wcore_spool_init(&spool, opener);
	error = wcore_packer_create(&spool, &packer);
	if (!error)
		error = wcore_packer_write(packer, encoder->data, encoder->size);
	if (!error)
		error = wcore_packer_finish(packer);
	wcore_packer_destroy(packer);
	if (!error)
		error = wcore_file_from_memory("", NULL, spool.size, ret);
	if (!error) {
		(*ret)->is_owned = true;
		error = wcore_spool_finish(&spool, "", &(*ret)->data, &(*ret)->is_mapped);
	}
	wcore_spool_deinit(&spool);
	return error;
}

/* Puts the thin copy in the place of the file. */
static struct wcore_error *make_thin(struct wcore_bundle_file *file, const struct wcore_found *found,
				     struct wcore_dwarf *dwarf)
{
	struct wcore_thin_file thin = { .file = found->file };
	struct wcore_encoder encoder = { 0 };
	struct wcore_file *packed = NULL;
	struct wcore_error *error = collect(&thin, found->module, dwarf);

	if (!error)
		error = wcore_thin_file_encode(&thin, &encoder);
	if (!error)
		error = pack(&encoder, found->file->opener, &packed);
	if (!error) {
		wcore_file_close(file->owned);
		file->bytes = file->owned = packed;
		file->embedded.encoding = WCORE_EMBEDDED_THIN;
		file->embedded.size = found->file->size;
		file->embedded.offset = 0;
		file->embedded.stored = packed->size;
	} else {
		wcore_file_close(packed);
	}
	wcore_encoder_deinit(&encoder);
	wcore_thin_file_deinit(&thin);
	return error;
}

static struct wcore_bundle_file *file_of(struct wcore_bundle *bundle, const struct wcore_found *found)
{
	for (uint32_t i = 0; found->module && i < bundle->count; i++)
		if (strcmp(bundle->files[i].path, found->file->path) == 0)
			return &bundle->files[i];
	return NULL;
}

struct wcore_error *wcore_bundle_thin_module(struct wcore_bundle *bundle, struct wcore_target_module *module)
{
	const struct wcore_found *found = &module->found, *debug = &module->debug;
	struct wcore_bundle_file *file = module->refused ? NULL : file_of(bundle, found);
	struct wcore_dwarf *dwarf = module->symbols ? module->symbols->dwarf : NULL;
	struct wcore_error *error = NULL;

	/* Of a component, or a file for several modules, the others' parts count as well: they stay whole. */
	if (file && file->embedded.use_count == 1 && file->embedded.uses[0].part == WCORE_EMBEDDED_WHOLE &&
	    found->file->presence && found->file->presence->is_recording && !found->module->cut)
		error = make_thin(file, found, debug->module ? NULL : dwarf);
	file = file_of(bundle, debug);
	if (!error && file && file->embedded.use_count == 1 && debug->file->presence &&
	    debug->file->presence->is_recording && !debug->module->cut)
		error = make_thin(file, debug, dwarf);
	return error;
}
