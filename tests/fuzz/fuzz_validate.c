/* A core dump or module by all rules that need nothing but the file, and the dump repaired. */
#include "../../libcore/validate/fix.h"
#include "../../libcore/validate/validate.h"
#include "fuzz.h"

static void fix(const struct wcore_file *file)
{
	struct wcore_memory_sink sink;
	struct wcore_findings changes, kept;
	struct wcore_dump *dump = NULL;
	struct wcore_error *error = wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump);

	if (error) {
		wcore_error_destroy(error);
		return;
	}
	wcore_memory_sink_init(&sink);
	wcore_findings_init(&changes);
	wcore_findings_init(&kept);
	wcore_error_destroy(wcore_fix_write(dump, NULL, &sink.sink, &changes, &kept));
	wcore_findings_deinit(&changes);
	wcore_findings_deinit(&kept);
	wcore_dump_close(dump);
	wcore_encoder_deinit(&sink.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct wcore_validate_options options = {
		.level = WCORE_LEVEL_MEMORY, .dialect = WCORE_DIALECT_AUTO, .strict = true,
	};
	struct wcore_validation validation;
	struct wcore_file *file = NULL;
	struct wcore_error *error = wcore_file_from_memory("fuzz.core", data, size, &file);

	if (error) {
		wcore_error_destroy(error);
		return 0;
	}
	wcore_error_destroy(wcore_validate(file, &options, &validation));
	wcore_validation_deinit(&validation);
	fix(file);
	wcore_file_close(file);
	return 0;
}
