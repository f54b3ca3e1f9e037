/* wcore-strip: dumps and modules without what is not to be sent. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "strip_redact.h"

enum {
	OPTION_IN_PLACE = WCORE_OPTION_FIRST, OPTION_OUTPUT_DIR, OPTION_MEMORY, OPTION_KEEP, OPTION_DROP,
	OPTION_ONLY_STACK, OPTION_NAMES, OPTION_PRESERVE_DATES, OPTION_SPLIT, OPTION_STORE, OPTION_DEBUG_OUT,
	OPTION_COMPRESS, OPTION_REPORT, OPTION_JSON,
};

#define JOBS_MAX 256

static const struct wcore_option options_table[] = {
	{ 'o', "output", "OUT", "write to OUT, - for standard output" },
	{ OPTION_IN_PLACE, "in-place", NULL, "put each result in the place of its file" },
	{ OPTION_OUTPUT_DIR, "output-dir", "DIR", "write each result to DIR, under the name of its file" },
	{ OPTION_MEMORY, "memory", "WHAT", "keep all, none, stack, statics or reachable[=BYTES] of a dump's memories" },
	{ OPTION_ONLY_STACK, "only-stack", NULL, "keep the threads of a dump, its modules and instances alone" },
	{ OPTION_KEEP, "keep", "NAME", "keep custom sections of that name, a pattern, in any case" },
	{ OPTION_DROP, "drop", "NAME", "drop custom sections of that name, a pattern" },
	{ 'g', "strip-debug", NULL, "drop debugging information, and links to it" },
	{ OPTION_NAMES, "names", NULL, "drop the names of functions and variables" },
	{ 's', "strip-all", NULL, "drop both, and what compilers and linkers left" },
	{ OPTION_SPLIT, "split", NULL, "write a module without names and DWARF, and a companion that has them" },
	{ OPTION_DEBUG_OUT, "debug-out", "FILE", "write the companion to FILE" },
	{ OPTION_STORE, "store", "DIR", "file the companion in DIR by its build id" },
	{ OPTION_COMPRESS, "compress", NULL, "compress the companion" },
	{ OPTION_REPORT, "report", NULL, "print what went, by section and by owner of the memory" },
	{ OPTION_JSON, "json", NULL, "print the report as one JSON object a file" },
	{ 'z', "gzip", NULL, "compress the result" },
	{ 'j', "jobs", "N", "compress on N threads" },
	{ OPTION_PRESERVE_DATES, "preserve-dates", NULL, "give the result the times of its file" },
	{ 0 },
};

static struct wcore_error *set_memory(struct strip_options *options, const char *argument)
{
	static const char *const modes[] = { "all", "none", "stack", "statics", "reachable" };
	static const char budget[] = "reachable=";

	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		if (strcmp(modes[i], argument) != 0)
			continue;
		options->has_memory = true;
		options->memory = (enum strip_memory)i;
		options->has_memory_budget = false;
		return NULL;
	}
	if (strncmp(argument, budget, sizeof(budget) - 1) == 0) {
		options->has_memory = options->has_memory_budget = true;
		options->memory = STRIP_MEMORY_REACHABLE;
		return wcore_cli_size("--memory=reachable", argument + sizeof(budget) - 1, &options->memory_budget);
	}
	return wcore_error_create(WCORE_ERROR_USAGE, NULL,
				  "--memory: '%s' is none of all, none, stack, statics, reachable", argument);
}

static struct wcore_error *set_jobs(struct strip_options *options, const char *argument)
{
	struct wcore_error *error = wcore_cli_number("--jobs", argument, JOBS_MAX, &options->jobs);

	if (!error && !options->jobs)
		error = wcore_error_create(WCORE_ERROR_USAGE, NULL, "--jobs: '%s' is too small", argument);
	return error;
}

static struct wcore_error *set_option(void *context, int id, const char *argument)
{
	struct strip_options *options = context;
	struct wcore_error *error = NULL;

	if (strip_redact_set(options->redact, id, argument, &error))
		return error;
	switch (id) {
	case 'o':
		options->output = argument;
		return NULL;
	case OPTION_IN_PLACE:
		options->in_place = true;
		return NULL;
	case OPTION_OUTPUT_DIR:
		options->output_dir = argument;
		return NULL;
	case OPTION_MEMORY:
		return set_memory(options, argument);
	case OPTION_ONLY_STACK:
		options->filter.only_stack = true;
		return NULL;
	case OPTION_KEEP:
		options->keep[options->filter.keep_count++] = argument;
		return NULL;
	case OPTION_DROP:
		options->drop[options->filter.drop_count++] = argument;
		return NULL;
	case 'g':
		options->filter.debug = true;
		return NULL;
	case OPTION_NAMES:
		options->filter.names = true;
		return NULL;
	case 's':
		options->filter.all = true;
		return NULL;
	case 'z':
		options->gzip = true;
		return NULL;
	case 'j':
		return set_jobs(options, argument);
	case OPTION_SPLIT:
		options->split = true;
		return NULL;
	case OPTION_DEBUG_OUT:
		options->debug_out = argument;
		return NULL;
	case OPTION_STORE:
		options->store = argument;
		return NULL;
	case OPTION_COMPRESS:
		options->compress = true;
		return NULL;
	case OPTION_REPORT:
		options->report = true;
		return NULL;
	case OPTION_JSON:
		options->report = options->json = true;
		return NULL;
	default:
		options->preserve_dates = true;
		return NULL;
	}
}

static const struct wcore_cli_command command = {
	.name = "wcore-strip", .operands = "FILE...", .min_operands = -1,
	.summary = "Write WebAssembly core dumps and modules without what is not to be sent.",
	.options = options_table, .shared = { strip_redact_table }, .groups = WCORE_CLI_TARGET, .set = set_option,
};

static int compare_names(const void *a, const void *b)
{
	const struct wcore_string x = strip_plain_name(*(char *const *)a), y = strip_plain_name(*(char *const *)b);
	const int order = memcmp(x.data, y.data, x.size < y.size ? x.size : y.size);

	return order ? order : (x.size > y.size) - (x.size < y.size);
}

/* In one folder, results of files with one name would be one file. */
static struct wcore_error *check_names(const struct wcore_cli *cli)
{
	const size_t count = (size_t)cli->operand_count;
	char **paths = wcore_calloc(count, sizeof(*paths));
	struct wcore_error *error = NULL;

	if (!paths)
		return wcore_error_nomem();
	memcpy(paths, cli->operands, count * sizeof(*paths));
	qsort(paths, count, sizeof(*paths), compare_names);
	for (size_t i = 1; i < count && !error; i++)
		if (compare_names(&paths[i - 1], &paths[i]) == 0)
			error = wcore_error_create(WCORE_ERROR_USAGE, NULL,
						   "'%s' and '%s' would be one file in the folder of --output-dir", paths[i - 1],
						   paths[i]);
	free(paths);
	return error;
}

/* What does not go together. */
static struct wcore_error *check(const struct wcore_cli *cli, const struct strip_options *options)
{
	const int outputs = (options->output != NULL) + (options->output_dir != NULL) + options->in_place;
	const char *text = NULL;

	if (!cli->operand_count)
		text = "missing operand: FILE...";
	else if (options->redact->only_checks && (outputs || options->split))
		text = "--check writes nothing: --output, --in-place, --output-dir and --split do not go with it";
	else if (options->redact->only_checks)
		return NULL;
	else if (options->split && options->redact->is_wanted)
		text = "--split and --redact do not go together: one after the other";
	else if (outputs != 1)
		text = outputs ? "only one of --output, --output-dir and --in-place goes"
			       : "--output says where to: a file, or - for standard output";
	else if (options->output && cli->operand_count > 1)
		text = "--output takes one file: --output-dir and --in-place take several";
	else if (!options->split && (options->store || options->debug_out || options->compress))
		text = "--store, --debug-out and --compress belong to --split";
	else if (options->split && !options->store == !options->debug_out)
		text = "--split needs either --store or --debug-out, for the companion";
	else if (options->debug_out && cli->operand_count > 1)
		text = "--debug-out takes one file: --store takes several";
	if (text)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s", text);
	return options->output_dir ? check_names(cli) : NULL;
}

/* What the options ask for, before the first file. */
static struct wcore_error *prepare(const struct wcore_cli *cli, const struct strip_options *options)
{
	struct wcore_error *error;

	if (!options->keep || !options->drop)
		return wcore_error_nomem();
	error = options->redact->only_lists ? NULL : check(cli, options);
	return error ? error : strip_redact_prepare(options->redact);
}

/* Tells what is read and written. */
static bool enter(struct wcore_cli *cli, const struct strip_options *options)
{
	wcore_cli_may_write(cli, options->output);
	wcore_cli_may_write(cli, options->debug_out);
	wcore_cli_may_fill(cli, options->output_dir);
	wcore_cli_may_fill(cli, options->store);
	for (int i = 0; options->in_place && i < cli->operand_count; i++)
		wcore_cli_may_write(cli, cli->operands[i]);
	return wcore_cli_enter(cli, cli->operand_count);
}

int main(int argc, char **argv)
{
	struct strip_redact redact;
	struct strip_options options = {
		.keep = wcore_calloc((size_t)argc + 1, sizeof(*options.keep)),
		.drop = wcore_calloc((size_t)argc + 1, sizeof(*options.drop)), .redact = &redact,
	};
	struct wcore_error *error = strip_redact_init(&redact, argc);
	struct wcore_cli cli;

	options.filter.keep = options.keep;
	options.filter.drop = options.drop;
	if (wcore_cli_parse(&cli, &command, &options, argc, argv)) {
		if (!error)
			error = prepare(&cli, &options);
		if (error) {
			const bool is_usage = error->code == WCORE_ERROR_USAGE;

			wcore_cli_error(&cli, error);
			if (is_usage)
				fprintf(stderr, "Try 'wcore-strip --help'.\n");
		} else if (redact.only_lists) {
			strip_redact_list(&redact, options.json);
		} else if (enter(&cli, &options)) {
			for (int i = 0; wcore_cli_next(&cli, i); i++)
				strip_run(&cli, &options, cli.operands[i]);
		}
	}
	strip_redact_deinit(&redact);
	free(options.keep);
	free(options.drop);
	return wcore_cli_finish(&cli);
}
