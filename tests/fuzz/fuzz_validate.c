/* A core dump or module by all rules that need nothing but the file. */
#include "../../libcore/validate/validate.h"
#include "fuzz.h"

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
	wcore_file_close(file);
	return 0;
}
