/* A core dump or module written again without parts of it. */
#include <stdlib.h>

#include "../../libcore/strip/separate.h"
#include "../../libcore/strip/strip.h"
#include "fuzz.h"

static const struct wcore_strip_filter filters[] = {
	{ .all = true }, { .only_stack = true }, { .debug = true, .names = true },
};

/* NULL when the file gives none. */
static struct wcore_memory_sink *write_plan(const struct wcore_strip_plan *plan, struct wcore_memory_sink *sink)
{
	uint64_t size;
	struct wcore_error *error;

	wcore_memory_sink_init(sink);
	error = wcore_strip_write(plan, &sink->sink, &size);
	if (!error && size != sink->bytes.size)
		abort();
	if (!error)
		return sink;
	wcore_error_destroy(error);
	wcore_encoder_deinit(&sink->bytes);
	return NULL;
}

/* Of memory 0 what the first bytes say, of the others nothing. */
static void strip_dump(const struct wcore_file *file, struct wcore_dump *dump)
{
	struct wcore_kept_range ranges[] = { { file->data[0] % 64u * 64, 100 }, { 8192, 40000 } };
	struct wcore_kept kept;
	struct wcore_memory_sink sink;

	if (dump->memory_count > 64 || dump->segment_count > 100000)
		return;
	struct wcore_error *error = wcore_kept_none(dump, &kept);

	if (error) {
		wcore_error_destroy(error);
		return;
	}
	for (unsigned count = 0; count <= 2; count += 2) {
		const struct wcore_strip_plan plan = { .module = dump->wasm, .dump = dump, .kept = &kept };

		if (kept.count)
			kept.memories[0] = (struct wcore_kept_memory){ ranges, count };
		if (write_plan(&plan, &sink))
			wcore_encoder_deinit(&sink.bytes);
	}
	wcore_kept_deinit(&kept);
}

static void strip_sections(struct wcore_module *module, bool is_dump)
{
	bool *dropped = calloc(module->section_count + 1, sizeof(*dropped));

	for (size_t i = 0; dropped && i < sizeof(filters) / sizeof(*filters); i++) {
		const struct wcore_strip_plan plan = { .module = module, .dropped = dropped };
		struct wcore_error *error = wcore_strip_filter_apply(&filters[i], module, is_dump, dropped);
		struct wcore_memory_sink sink;

		if (!error && write_plan(&plan, &sink))
			wcore_encoder_deinit(&sink.bytes);
		wcore_error_destroy(error);
	}
	free(dropped);
}

static void separate(struct wcore_module *module)
{
	struct wcore_separate pair;
	struct wcore_memory_sink sink;
	struct wcore_error *error = wcore_separate_init(&pair, module, &filters[0]);

	if (!error)
		error = wcore_separate_link(&pair, WCORE_STRING("debug.wasm"));
	if (!error && write_plan(&pair.stripped, &sink))
		wcore_encoder_deinit(&sink.bytes);
	if (!error && write_plan(&pair.companion, &sink))
		wcore_encoder_deinit(&sink.bytes);
	if (!error)
		free(wcore_separate_store_name(&pair));
	wcore_error_destroy(error);
	wcore_separate_deinit(&pair);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	struct wcore_dump *dump = NULL;
	struct wcore_error *error = wcore_file_from_memory("fuzz.core", data, size, &file);

	if (!error)
		error = wcore_module_open(file, 0, size, &module);
	if (!error) {
		strip_sections(module, wcore_dump_is_dump(module));
		separate(module);
		error = wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump);
	}
	if (!error)
		strip_dump(file, dump);
	wcore_error_destroy(error);
	wcore_dump_close(dump);
	wcore_module_close(module);
	wcore_file_close(file);
	return 0;
}
