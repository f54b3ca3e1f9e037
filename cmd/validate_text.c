/* wcore-validate's results as text: one finding a line, or one file a line. */
#include <inttypes.h>
#include <stdio.h>

#include "../libcore/base/text.h"
#include "validate.h"

static enum wcore_style style_of(enum wcore_severity severity)
{
	return severity == WCORE_SEVERITY_ERROR	    ? WCORE_STYLE_TRAP
	       : severity == WCORE_SEVERITY_WARNING ? WCORE_STYLE_FUNCTION
						    : WCORE_STYLE_DIM;
}

static void print_masked(const char *text)
{
	wcore_text_write(stdout, wcore_string_from(text));
}

static void print_finding(const struct wcore_cli *cli, const struct validate_result *result,
			  const struct wcore_validation_finding *finding)
{
	print_masked(finding->path ? finding->path : result->label);
	fputs(": ", stdout);
	if (finding->has_offset)
		printf("0x%" PRIx64 ": ", finding->offset);
	wcore_cli_print(cli, style_of(finding->severity),
			wcore_string_from(wcore_severity_name(finding->severity)));
	fputs(": ", stdout);
	print_masked(finding->text);
	printf(" [%s]\n", finding->rule->id);
}

static void print_count(const char **separator, uint64_t count, const char *what)
{
	if (!count)
		return;
	printf("%s%" PRIu64 " %s%s", *separator, count, what, count == 1 ? "" : "s");
	*separator = ", ";
}

/* "crash.core: sound: core dump, Wasmtime, spec; 2 notes". */
static void print_summary(const struct validate_result *result)
{
	const struct wcore_validation *validation = &result->validation;
	const char *separator = "; ";

	print_masked(result->label);
	printf(": %s: %s", result->is_sound ? "sound" : "not sound", validate_kind(result));
	if (validation->producer)
		printf(", %s", validation->producer);
	if (validation->dialect)
		printf(", %s", validation->dialect->name);
	print_count(&separator, validation->severities[WCORE_SEVERITY_ERROR], "error");
	print_count(&separator, validation->severities[WCORE_SEVERITY_WARNING], "warning");
	print_count(&separator, validation->severities[WCORE_SEVERITY_NOTE], "note");
	if (validation->dropped)
		printf("%s%" PRIu64 " more", separator, validation->dropped);
	putchar('\n');
}

void validate_text(const struct wcore_cli *cli, const struct validate_options *options,
		   const struct validate_result *result)
{
	const struct wcore_validation *validation = &result->validation;

	if (options->format == VALIDATE_TEXT)
		for (size_t i = 0; i < validation->count; i++)
			print_finding(cli, result, &validation->findings[i]);
	if (!result->error)
		print_summary(result);
}
