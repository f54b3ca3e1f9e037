/* wcore-validate --fix: the repaired dump, what was changed, and what the result is worth. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/output_file.h"
#include "../libcore/base/alloc.h"
#include "../libcore/base/text.h"
#include "../libcore/validate/fix.h"
#include "validate.h"

/* A line for each change: on stderr where stdout has something else. */
static void print_changes(FILE *out, const char *path, const struct wcore_findings *changes,
			  const char *what)
{
	for (size_t i = 0; i < changes->count; i++) {
		wcore_text_write(out, wcore_string_from(path));
		fprintf(out, ": 0x%" PRIx64 ": %s: ", changes->items[i].offset, what);
		wcore_text_write(out, wcore_string_from(changes->items[i].text));
		fprintf(out, " [%s]\n", changes->items[i].rule);
	}
}

static struct wcore_error *write_fixed(struct wcore_cli *cli, const char *path, const char *output,
				       struct wcore_findings *changes, struct wcore_findings *kept)
{
	struct wcore_input input;
	struct wcore_output_file *file = NULL;
	struct wcore_error *error = wcore_input_open(cli, path, &input);

	if (!error)
		error = wcore_output_file_create(output, &file);
	if (!error)
		error = wcore_fix_write(input.dump, input.target, wcore_output_file_sink(file), changes, kept);
	if (!error)
		error = wcore_input_check(&input);
	if (!error) {
		error = wcore_output_file_commit(file);
		file = NULL;
	}
	wcore_output_file_abandon(file);
	wcore_input_deinit(cli, &input);
	return error;
}

void validate_fix(struct wcore_cli *cli, const struct validate_options *options, const char *path)
{
	const char *output = options->in_place ? path : options->output;
	bool is_stdout = strcmp(output, "-") == 0;
	FILE *out = options->format == VALIDATE_TEXT && !is_stdout ? stdout : stderr;
	struct wcore_findings changes, kept;
	struct validate_result result;
	struct wcore_error *error = NULL;

	wcore_findings_init(&changes);
	wcore_findings_init(&kept);
	if (options->in_place && is_stdout)
		error = wcore_error_create(WCORE_ERROR_USAGE, NULL, "standard input has no place");
	else if (!options->in_place && wcore_output_file_is_same(output, path))
		error = wcore_error_create(WCORE_ERROR_USAGE, NULL,
					   "'%s' is the dump itself: --in-place overwrites it", output);
	if (!error)
		error = write_fixed(cli, path, output, &changes, &kept);
	if (!error && options->format != VALIDATE_QUIET) {
		print_changes(out, path, &changes, "fixed");
		print_changes(out, path, &kept, "not fixed");
	}
	if (!error && !is_stdout) {
		struct validate_path written = { .path = wcore_strdup(output) };

		if (written.path) {
			validate_file(cli, options, &written, &result);
			validate_finish(cli, options, NULL, &result);
		}
		free(written.path);
	}
	wcore_cli_error(cli, error);
	wcore_findings_deinit(&changes);
	wcore_findings_deinit(&kept);
}
