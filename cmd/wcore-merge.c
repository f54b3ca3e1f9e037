/* wcore-merge: makes one core dump of what belongs together. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/spool_sink.h"
#include "merge.h"

enum { OPTION_STACK_TRACE = WCORE_OPTION_FIRST, OPTION_MEMORY, OPTION_GLOBALS, OPTION_DIALECT, OPTION_READ_AS,
       OPTION_REPORT, OPTION_JSON };

static const struct wcore_option options_table[] = {
	{ 'o', "output", "OUT", "write the dump to OUT instead of standard output" },
	{ OPTION_STACK_TRACE, "stack-trace", "FILE", "make a dump of a text trace of a browser or runtime" },
	{ OPTION_MEMORY, "memory", "IMAGE", "take a raw image of a memory: [INDEX=]FILE[@ADDRESS]" },
	{ OPTION_GLOBALS, "globals", "LIST", "take values of globals: NAME=VALUE or INDEX=VALUE, ..." },
	{ OPTION_DIALECT, "dialect", "NAME", "write the dump as spec or xtuc" },
	{ OPTION_READ_AS, "read-as", "NAME", "read the stacks as --dialect of wcore-bt names them" },
	{ OPTION_REPORT, "report", NULL, "print what was brought together, and what is left out" },
	{ OPTION_JSON, "json", NULL, "print the report as one JSON object" },
	{ 0 },
};

static struct wcore_error *append(const char ***items, size_t *count, const char *item)
{
	const char **grown = wcore_realloc(*items, (*count + 1) * sizeof(*grown));

	if (!grown)
		return wcore_error_nomem();
	*items = grown;
	grown[(*count)++] = item;
	return NULL;
}

static struct wcore_error *set_dialect(struct merge_options *options, const char *name)
{
	const struct wcore_dialect *dialect = wcore_dialect_find(name);

	if (!dialect || (dialect->id != WCORE_DIALECT_SPEC && dialect->id != WCORE_DIALECT_XTUC))
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "--dialect: '%s' is none of spec, xtuc", name);
	options->dialect = dialect->id;
	options->has_dialect = true;
	return NULL;
}

static struct wcore_error *set_read_as(struct merge_options *options, const char *name)
{
	const struct wcore_dialect *dialect = wcore_dialect_find(name);

	if (!dialect && strcmp(name, "auto") != 0)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL,
					  "--read-as: '%s' is none of auto, spec, spec-2023, xtuc, wasmer, "
					  "wasmedge, builder", name);
	options->read_as = dialect ? dialect->id : WCORE_DIALECT_AUTO;
	return NULL;
}

static struct wcore_error *set_option(void *context, int id, const char *argument)
{
	struct merge_options *options = context;

	switch (id) {
	case 'o':
		options->output = argument;
		return NULL;
	case OPTION_STACK_TRACE:
		options->stack_trace = argument;
		return NULL;
	case OPTION_MEMORY:
		return append(&options->memories, &options->memory_count, argument);
	case OPTION_GLOBALS:
		return append(&options->globals, &options->global_count, argument);
	case OPTION_DIALECT:
		return set_dialect(options, argument);
	case OPTION_READ_AS:
		return set_read_as(options, argument);
	case OPTION_REPORT:
		options->report->is_wanted = true;
		return NULL;
	case OPTION_JSON:
		options->report->is_wanted = options->report->json = true;
		return NULL;
	default:
		merge_bundle_set(&options->bundle, id, argument);
		return NULL;
	}
}

static const struct wcore_cli_command command = {
	.name = "wcore-merge", .operands = "[DUMP...]", .min_operands = -1,
	.summary = "Make one WebAssembly core dump of what belongs together.",
	.options = options_table, .shared = { merge_bundle_table, NULL }, .groups = WCORE_CLI_MODULES,
	.set = set_option,
};

static bool has_parts(const struct merge_options *options)
{
	return options->stack_trace || options->memory_count || options->global_count;
}

/* Where a dump of parts is made. */
static const char *check_parts(const struct wcore_cli *cli, const struct merge_options *options)
{
	if (cli->operand_count && !options->bundle.bundle)
		return "--stack-trace, --memory and --globals make a dump of their own: no other goes with them";
	if (options->dialect == WCORE_DIALECT_XTUC)
		return "--dialect=xtuc is for dumps: --stack-trace, --memory and --globals make one as spec";
	if (options->read_as != WCORE_DIALECT_AUTO)
		return "--read-as is for dumps: --stack-trace, --memory and --globals make one as spec";
	if (options->bundle.bundle && !cli->target.lookup.module_count)
		return "a bundle of --stack-trace, --memory and --globals needs the module: -m FILE";
	return NULL;
}

/* What does not go together. */
static struct wcore_error *check(const struct wcore_cli *cli, const struct merge_options *options)
{
	const char *text = NULL;

	if (options->bundle.extract && (has_parts(options) || options->bundle.bundle || options->has_dialect))
		text = "--extract takes a bundle apart: nothing is made with it";
	else if (options->bundle.extract && strcmp(options->output, "-") != 0)
		text = "--extract writes to its folder: --output does not go with it";
	else if (options->bundle.bundle && options->has_dialect && !has_parts(options))
		text = "a bundle holds its dump as it is: --dialect does not go with it";
	else if (!has_parts(options) && !cli->operand_count)
		text = "missing operand: a dump, or --stack-trace or --memory";
	else if (options->bundle.extract && cli->operand_count != 1)
		text = "--extract takes one bundle apart";
	else if (!options->bundle.extract && strcmp(options->output, "-") == 0 && isatty(STDOUT_FILENO))
		text = "a dump is nothing for a terminal: give --output";
	else if (has_parts(options))
		text = check_parts(cli, options);
	return text ? wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s", text) : NULL;
}

static struct wcore_error *check_output(const struct wcore_cli *cli, const struct merge_options *options)
{
	for (int i = 0; i < cli->operand_count; i++)
		if (wcore_output_file_is_same(options->output, cli->operands[i]))
			return wcore_error_create(WCORE_ERROR_USAGE, NULL, "'%s' is an input itself",
						  options->output);
	return NULL;
}

/* The dump that parts make, with its modules. */
static struct wcore_error *bundle_parts(struct wcore_cli *cli, const struct merge_options *options,
					struct wcore_sink *sink)
{
	struct wcore_spool_sink spool;
	struct wcore_file *dump = NULL;
	struct wcore_error *error;

	wcore_spool_sink_init(&spool, cli->target.lookup.opener);
	error = merge_parts(cli, options, &spool.sink);
	if (!error)
		error = wcore_spool_sink_finish(&spool, "<parts>", &dump);
	wcore_spool_sink_deinit(&spool);
	options->report->kind = MERGE_KIND_BUNDLE;
	return error ? error : merge_bundle(cli, options, dump, sink);
}

static struct wcore_error *write_output(struct wcore_cli *cli, const struct merge_options *options,
					struct wcore_sink *sink)
{
	options->report->kind = has_parts(options) ? MERGE_KIND_PARTS : MERGE_KIND_DUMP;
	if (has_parts(options))
		return options->bundle.bundle ? bundle_parts(cli, options, sink) : merge_parts(cli, options, sink);
	if (!merge_is_bundle(cli, &options->bundle))
		return merge_dumps(cli, options, sink);
	if (options->has_dialect)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL,
					  "a bundle holds its dump as it is: --dialect does not go with it");
	options->report->kind = MERGE_KIND_BUNDLE;
	return merge_bundle(cli, options, NULL, sink);
}

static struct wcore_error *run(struct wcore_cli *cli, const struct merge_options *options)
{
	struct wcore_output_file *file = NULL;
	struct wcore_error *error;

	if (options->bundle.extract) {
		options->report->kind = MERGE_KIND_EXTRACTION;
		error = merge_extract(cli, options);
		return error ? error : merge_report_print(options->report, options->bundle.extract);
	}
	error = check_output(cli, options);

	if (!error)
		error = wcore_output_file_create(options->output, &file);
	if (error)
		return error;
	error = write_output(cli, options, merge_report_sink(options->report, wcore_output_file_sink(file)));
	if (!error) {
		error = wcore_output_file_commit(file);
		return error ? error : merge_report_print(options->report, options->output);
	}
	wcore_output_file_abandon(file);
	return error;
}

static bool enter(struct wcore_cli *cli, const struct merge_options *options)
{
	if (options->bundle.extract)
		wcore_cli_may_fill(cli, options->bundle.extract);
	else
		wcore_cli_may_write(cli, options->output);
	merge_parts_rights(cli, options);
	cli->reads_sources = options->bundle.with_source;
	return wcore_cli_enter(cli, INT_MAX);
}

int main(int argc, char **argv)
{
	struct merge_report report;
	struct merge_options options = { .output = "-", .report = &report, .dialect = WCORE_DIALECT_AUTO,
					 .read_as = WCORE_DIALECT_AUTO };
	struct wcore_cli cli;

	merge_report_init(&report);
	if (wcore_cli_parse(&cli, &command, &options, argc, argv)) {
		struct wcore_error *error = check(&cli, &options);

		if (error) {
			wcore_cli_error(&cli, error);
			fprintf(stderr, "Try 'wcore-merge --help'.\n");
		} else if (enter(&cli, &options)) {
			cli.dialect = options.read_as;
			wcore_cli_error(&cli, run(&cli, &options));
		}
	}
	merge_report_deinit(&report);
	free(options.memories);
	free(options.globals);
	return wcore_cli_finish(&cli);
}
