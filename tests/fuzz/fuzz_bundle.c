/*
 * A bundle: each file that it holds is opened, and read as what it says to be; taken apart, all that is written lies in
 * the folder; written again, it is the same bundle.  An input that does not begin as a Wasm binary is the inside of
 * a gzip file in a bundle, behind a byte that says how it is encoded: nobody finds a checksum by chance.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../libcore/base/presence.h"
#include "../../libcore/bundle/bundle.h"
#include "../../libcore/bundle/extract.h"
#include "../../libcore/bundle/pack.h"
#include "../../libcore/dump/core_writer.h"
#include "../../libcore/wasm/section_writer.h"
#include "fuzz.h"

#define EXPANDED_MAX (1u << 20)
#define DEPTH_MAX 64

static void must(struct wcore_error *error)
{
	if (!error)
		return;
	fprintf(stderr, "fuzz_bundle: %s\n", error->message);
	abort();
}

/* Bytes of a thin copy that were not kept are zeros. */
static void check_presence(const struct wcore_file *file)
{
	uint64_t end = 0;

	for (size_t i = 0; file->presence && i <= file->presence->kept.count; i++) {
		const bool is_last = i == file->presence->kept.count;
		const uint64_t start = is_last ? file->size : file->presence->kept.items[i].start;

		for (; end < start; end++)
			if (file->data[end])
				abort();
		if (!is_last)
			end = file->presence->kept.items[i].end;
	}
	if (file->presence && end != file->size)
		abort();
}

static void read_embedded(const struct wcore_dump *dump, const struct wcore_embedded *embedded)
{
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	struct wcore_error *error = wcore_embedded_open(dump, embedded, EXPANDED_MAX, &file);

	if (embedded->offset > dump->wasm->file->size || embedded->stored > dump->wasm->file->size - embedded->offset)
		abort();
	if (error) {
		wcore_error_destroy(error);
		return;
	}
	if (file->size != embedded->size && embedded->encoding != WCORE_EMBEDDED_PLAIN)
		abort();
	check_presence(file);
	error = wcore_module_open(file, 0, file->size, &module);
	wcore_error_destroy(error);
	wcore_module_close(module);
	wcore_file_close(file);
}

/* As wcore-merge does: what the dump holds goes into the next bundle. */
static void write_again(const struct wcore_dump *dump)
{
	struct wcore_bundle bundle;
	struct wcore_memory_sink sink;
	struct wcore_error *error;

	wcore_memory_sink_init(&sink);
	wcore_bundle_init(&bundle, dump);
	must(wcore_bundle_keep_sources(&bundle));
	error = wcore_bundle_write(&bundle, true, &sink.sink);
	if (error && error->code != WCORE_ERROR_FORMAT)
		must(error);
	if (!error) {
		struct wcore_file *file = NULL;
		struct wcore_dump *again = NULL;

		must(wcore_file_from_memory("again.core", sink.bytes.data, sink.bytes.size, &file));
		must(wcore_dump_open(file, WCORE_DIALECT_AUTO, &again));
		if (again->embedded_count != bundle.count)
			abort();
		for (uint32_t i = 0; i < again->embedded_count; i++)
			if (!wcore_string_equal(again->embedded[i].name, bundle.files[i].embedded.name) ||
			    again->embedded[i].size != bundle.files[i].embedded.size)
				abort();
		wcore_dump_close(again);
		wcore_file_close(file);
	}
	wcore_error_destroy(error);
	wcore_bundle_deinit(&bundle);
	wcore_encoder_deinit(&sink.bytes);
}

/* Removes a folder's contents, and says how many files there were; links are none of ours. */
static unsigned empty(int dir, unsigned depth)
{
	DIR *stream = fdopendir(dir);
	struct dirent *entry;
	unsigned count = 0;

	if (!stream || depth > DEPTH_MAX)
		abort();
	while ((entry = readdir(stream))) {
		int below;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		below = openat(dirfd(stream), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (below >= 0)
			count += empty(below, depth + 1);
		else
			count++;
		if (unlinkat(dirfd(stream), entry->d_name, below >= 0 ? AT_REMOVEDIR : 0) != 0)
			abort();
	}
	closedir(stream);
	return count;
}

static void count_path(void *context, const struct wcore_embedded *embedded, const char *path)
{
	unsigned *told = context;

	(void)embedded;
	if (strstr(path, "/../") || strstr(path, "//"))
		abort();
	++*told;
}

/* Deep folders would only be slow. */
static bool is_deep(const struct wcore_dump *dump)
{
	for (uint32_t i = 0; i < dump->embedded_count; i++) {
		const struct wcore_string name = dump->embedded[i].name;
		unsigned parts = 0;

		for (size_t k = 0; k < name.size; k++)
			parts += name.data[k] == '/';
		if (parts >= DEPTH_MAX - 2)
			return true;
	}
	return false;
}

/* As many files as were told, and none but in the folder: the one around it has no other. */
static void take_apart(const struct wcore_dump *dump)
{
	const char *temporary = getenv("TMPDIR");
	char outer[512], folder[600];
	unsigned told = 0;
	const struct wcore_bundle_extract_events events = { .written = count_path, .context = &told };
	struct wcore_error *error;
	int dir;

	if (dump->embedded_count > 64 || is_deep(dump) || wcore_embedded_dump_name(dump).size > 64)
		return;
	snprintf(outer, sizeof(outer), "%s/fuzz_bundle-XXXXXX", temporary ? temporary : "/tmp");
	if (!mkdtemp(outer))
		abort();
	snprintf(folder, sizeof(folder), "%s/in", outer);
	error = wcore_bundle_extract(dump, folder, EXPANDED_MAX, &events);
	dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir >= 0 && (empty(dir, 0) != told || rmdir(folder) != 0))
		abort();
	if (rmdir(outer) != 0)
		abort();
	wcore_error_destroy(error);
}

static void read_dump(const uint8_t *data, size_t size)
{
	struct wcore_file *file = NULL;
	struct wcore_dump *dump = NULL;
	struct wcore_error *error;

	must(wcore_file_from_memory("fuzz.core", data, size, &file));
	error = wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump);
	if (!error) {
		for (uint32_t i = 0; i < dump->embedded_count && i < 64; i++)
			read_embedded(dump, &dump->embedded[i]);
		write_again(dump);
		take_apart(dump);
		wcore_dump_close(dump);
	}
	wcore_error_destroy(error);
	wcore_file_close(file);
}

/* A dump of nothing but one file that is compressed; the first byte of data says how it is encoded and of what kind. */
static void wrap(const uint8_t *data, size_t size, struct wcore_memory_sink *sink)
{
	static const struct wcore_embedded_use use = { 0, WCORE_EMBEDDED_WHOLE };
	struct wcore_embedded embedded = {
		.kind = (enum wcore_embedded_kind)(data[0] / 4 % WCORE_EMBEDDED_KINDS), .name = WCORE_STRING("m.wasm"),
		.encoding = data[0] % 2 ? WCORE_EMBEDDED_THIN : WCORE_EMBEDDED_GZIP,
		.uses = &use, .use_count = 1, .size = size - 1,
	};
	struct wcore_encoder core = { 0 }, contents = { 0 };
	struct wcore_packer *packer = NULL;
	struct wcore_spool spool;
	const uint8_t *packed = NULL;
	bool is_mapped = false;
	uint64_t packed_size;

	/* What a thin copy says itself. */
	if (embedded.encoding == WCORE_EMBEDDED_THIN && size > 3)
		embedded.size = (uint64_t)(data[1] & 0x7f) | (data[1] & 0x80 ? (uint64_t)(data[2] & 0x7f) << 7 : 0) |
				((data[1] & data[2] & 0x80) ? (uint64_t)(data[3] & 0x7f) << 14 : 0);
	wcore_spool_init(&spool, NULL);
	must(wcore_packer_create(&spool, &packer));
	must(wcore_packer_write(packer, data + 1, size - 1));
	must(wcore_packer_finish(packer));
	wcore_packer_destroy(packer);
	packed_size = spool.size;
	must(wcore_spool_finish(&spool, "packed", &packed, &is_mapped));
	wcore_spool_deinit(&spool);
	must(wcore_write_preamble(&sink->sink));
	wcore_encode_core(&core, WCORE_STRING("m.wasm"));
	must(wcore_write_custom(&sink->sink, "core", &core));
	wcore_encode_embedded(&contents, &embedded);
	wcore_encode_bytes(&contents, packed, packed_size);
	must(wcore_write_custom(&sink->sink, WCORE_EMBEDDED_FILE, &contents));
	wcore_encoder_deinit(&core);
	wcore_encoder_deinit(&contents);
	free((void *)packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wcore_memory_sink sink;

	if (!size)
		return 0;
	if (!data[0]) {
		read_dump(data, size);
		return 0;
	}
	wcore_memory_sink_init(&sink);
	wrap(data, size, &sink);
	read_dump(sink.bytes.data, sink.bytes.size);
	wcore_encoder_deinit(&sink.bytes);
	return 0;
}
