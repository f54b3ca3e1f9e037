/* The writing of a bundle: declared in bundle.h. */
#include <string.h>

#include "../wasm/section_writer.h"
#include "bundle.h"
#include "pack.h"

static struct wcore_error *write_header(struct wcore_sink *sink, const char *name,
					const struct wcore_encoder *contents, uint64_t behind)
{
	struct wcore_encoder front = { 0 };
	struct wcore_error *error;

	wcore_encode_name(&front, wcore_string_from(name));
	if (contents->size)
		wcore_encode_bytes(&front, contents->data, contents->size);
	error = wcore_encoder_check(contents);
	if (!error)
		error = wcore_encoder_check(&front);
	if (!error && behind > UINT32_MAX - front.size)
		error = wcore_error_create(WCORE_ERROR_LIMIT, NULL, "a file of %llu bytes is too large for a bundle",
					   (unsigned long long)behind);
	if (!error)
		error = wcore_write_section_header(sink, WCORE_SECTION_CUSTOM, front.size + behind);
	if (!error)
		error = wcore_sink_write(sink, front.data, front.size);
	wcore_encoder_deinit(&front);
	return error;
}

/* The section of one file, whose bytes stand in from. */
static struct wcore_error *write_section(const struct wcore_embedded *embedded, const struct wcore_file *from,
					 struct wcore_sink *sink)
{
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;

	wcore_encode_embedded(&contents, embedded);
	error = write_header(sink, WCORE_EMBEDDED_FILE, &contents, embedded->stored);
	wcore_encoder_deinit(&contents);
	return error ? error : wcore_sink_copy(sink, from, embedded->offset, embedded->stored);
}

static struct wcore_error *pack(const struct wcore_bundle_file *file, struct wcore_spool *spool)
{
	struct wcore_packer *packer = NULL;
	struct wcore_error *error = wcore_packer_create(spool, &packer);

	if (!error)
		error = wcore_packer_write(packer, file->bytes->data + file->embedded.offset, file->embedded.stored);
	if (!error)
		error = wcore_packer_finish(packer);
	wcore_packer_destroy(packer);
	return error;
}

static struct wcore_error *write_packed(struct wcore_bundle_file *file, const struct wcore_opener *opener,
					struct wcore_sink *sink)
{
	struct wcore_embedded embedded = file->embedded;
	struct wcore_file packed = { .fd = -1, .is_owned = true };
	struct wcore_spool spool;
	struct wcore_error *error;

	wcore_spool_init(&spool, opener);
	error = pack(file, &spool);
	embedded.encoding = WCORE_EMBEDDED_GZIP;
	embedded.offset = 0;
	embedded.stored = packed.size = file->written_size = spool.size;
	file->written = WCORE_EMBEDDED_GZIP;
	if (!error)
		error = wcore_spool_finish(&spool, file->path, &packed.data, &packed.is_mapped);
	wcore_spool_deinit(&spool);
	if (!error)
		error = write_section(&embedded, &packed, sink);
	wcore_file_unload(&packed);
	return error;
}

static bool is_gzip(const struct wcore_bundle_file *file)
{
	const uint8_t *data = file->bytes->data + file->embedded.offset;

	return file->embedded.stored >= 2 && data[0] == 0x1f && data[1] == 0x8b;
}

/* What the dump was called, so that it gets its name back. */
static struct wcore_error *write_name(const struct wcore_dump *dump, struct wcore_sink *sink)
{
	struct wcore_string name = wcore_embedded_dump_name(dump);
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;

	/* "<stdin>" and the like are no names. */
	if (!name.size && dump->wasm->file->path[0] != '<')
		name = wcore_string_basename(wcore_string_from(dump->wasm->file->path));
	if (dump->wasm->file->compressed && wcore_string_ends(name, ".gz"))
		name.size -= 3;
	wcore_encode_u8(&contents, WCORE_EMBEDDED_VERSION);
	wcore_encode_name(&contents, name.size ? name : WCORE_STRING("dump.core"));
	error = write_header(sink, WCORE_EMBEDDED_DUMP, &contents, 0);
	wcore_encoder_deinit(&contents);
	return error;
}

struct wcore_error *wcore_bundle_check(const struct wcore_dump *dump)
{
	if (!dump->wasm->cut && !dump->wasm->file->cut)
		return NULL;
	return wcore_error_create(WCORE_ERROR_FORMAT, dump->wasm->file->path, "the dump breaks off");
}

struct wcore_error *wcore_bundle_write_dump(const struct wcore_dump *dump, struct wcore_sink *sink)
{
	const struct wcore_module *wasm = dump->wasm;
	uint64_t pos = 0;
	struct wcore_error *error = wcore_bundle_check(dump);

	for (size_t i = 0; i < wasm->section_count && !error; i++) {
		const struct wcore_section *section = &wasm->sections[i];

		if (!wcore_embedded_is_section(section))
			continue;
		error = wcore_sink_copy(sink, wasm->file, pos, section->header - pos);
		pos = section->offset + section->size;
	}
	return error ? error : wcore_sink_copy(sink, wasm->file, pos, wasm->file->size - pos);
}

struct wcore_error *wcore_bundle_write(const struct wcore_bundle *bundle, bool is_packed,
				       struct wcore_sink *sink)
{
	struct wcore_error *error = wcore_bundle_write_dump(bundle->dump, sink);

	if (!error)
		error = write_name(bundle->dump, sink);
	for (uint32_t i = 0; i < bundle->count && !error; i++) {
		struct wcore_bundle_file *file = &bundle->files[i];

		file->written = file->embedded.encoding;
		file->written_size = file->embedded.stored;
		if (is_packed && file->embedded.encoding == WCORE_EMBEDDED_PLAIN && !is_gzip(file))
			error = write_packed(file, bundle->dump->wasm->file->opener, sink);
		else
			error = write_section(&file->embedded, file->bytes, sink);
	}
	return error;
}
