/* wcore-validate: whether core dumps can be trusted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"

#include "validate.h"

enum {
	OPTION_LEVEL = WCORE_OPTION_FIRST, OPTION_RULE, OPTION_SEVERITY, OPTION_STRICT, OPTION_LIST_RULES,
	OPTION_EXPLAIN, OPTION_BRIEF, OPTION_JSON, OPTION_SARIF, OPTION_FILES_FROM, OPTION_FIX, OPTION_IN_PLACE,
};

#define JOBS_MAX 256

static const struct wcore_option options_table[] = {
	{ OPTION_LEVEL, "level", "LEVEL", "look up to container, core, memory, module, debug or plausibility" },
	{ OPTION_RULE, "rule", "+GLOB|-GLOB", "look for these rules only, or not for these" },
	{ OPTION_SEVERITY, "severity", "SEVERITY", "fail from error, warning or note on" },
	{ OPTION_STRICT, "strict", NULL, "fail on warnings and on other dialects than the specification's" },
	{ OPTION_LIST_RULES, "list-rules", NULL, "print all rules, one a line" },
	{ OPTION_EXPLAIN, "explain", "RULE", "print what a rule means" },
	{ 'q', "quiet", NULL, "print nothing: the exit status tells" },
	{ OPTION_BRIEF, "brief", NULL, "print one line a file" },
	{ OPTION_JSON, "json", NULL, "print one JSON object a file" },
	{ OPTION_SARIF, "sarif", NULL, "print one SARIF 2.1.0 log of all files" },
	{ 'j', "jobs", "N", "validate N files at a time" },
	{ 'r', "recursive", "DIR", "validate all dumps and modules below DIR" },
	{ OPTION_FIX, "fix", NULL, "write a dump again, with what can be repaired without guessing" },
	{ 'o', "output", "OUT", "write the repaired dump to OUT" },
	{ OPTION_IN_PLACE, "in-place", NULL, "put the repaired dump in the place of the broken one" },
	{ OPTION_FILES_FROM, "files-from", "FILE", "read names of files from FILE, by line or NUL" },
	{ 0 },
};

static struct wcore_error *unknown(const char *option, const char *argument, const char *known)
{
	return wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s: '%s' is none of %s", option, argument,
				  known);
}

static struct wcore_error *set_severity(struct validate_options *options, const char *argument)
{
	for (int i = WCORE_SEVERITY_NOTE; i <= WCORE_SEVERITY_ERROR; i++) {
		if (strcmp(wcore_severity_name((enum wcore_severity)i), argument) != 0)
			continue;
		options->severity = (enum wcore_severity)i;
		return NULL;
	}
	return unknown("--severity", argument, "error, warning, note");
}

static struct wcore_error *set_dir(struct validate_options *options, const char *dir)
{
	const char **dirs = wcore_realloc(options->dirs, (options->dir_count + 1) * sizeof(*dirs));

	if (!dirs)
		return wcore_error_nomem();
	options->dirs = dirs;
	dirs[options->dir_count++] = dir;
	return NULL;
}

static struct wcore_error *set_option(void *context, int id, const char *argument)
{
	struct validate_options *options = context;

	switch (id) {
	case OPTION_LEVEL:
		options->has_level = wcore_level_find(argument, &options->level);
		return options->has_level ? NULL : unknown("--level", argument,
			"container, core, memory, module, debug, plausibility");
	case OPTION_RULE:
		return validate_choose_rules(options, argument);
	case OPTION_SEVERITY:
		return set_severity(options, argument);
	case OPTION_STRICT:
		options->strict = true;
		return NULL;
	case OPTION_LIST_RULES:
		options->list_rules = true;
		return NULL;
	case OPTION_EXPLAIN:
		options->explain = argument;
		return NULL;
	case 'q':
		options->format = VALIDATE_QUIET;
		return NULL;
	case OPTION_BRIEF:
		options->format = VALIDATE_BRIEF;
		return NULL;
	case OPTION_JSON:
		options->format = VALIDATE_JSON;
		return NULL;
	case OPTION_SARIF:
		options->format = VALIDATE_SARIF;
		return NULL;
	case 'j': {
		struct wcore_error *error = wcore_cli_number("--jobs", argument, JOBS_MAX, &options->jobs);

		if (!error && !options->jobs)
			error = wcore_error_create(WCORE_ERROR_USAGE, NULL, "--jobs: '%s' is too small",
						   argument);
		return error;
	}
	case 'r':
		return set_dir(options, argument);
	case OPTION_FIX:
		options->fix = true;
		return NULL;
	case 'o':
		options->output = argument;
		return NULL;
	case OPTION_IN_PLACE:
		options->in_place = true;
		return NULL;
	default:
		options->files_from = argument;
		return NULL;
	}
}

static const struct wcore_cli_command command = {
	.name = "wcore-validate", .operands = "FILE...", .min_operands = -1,
	.summary = "Say whether WebAssembly core dumps can be trusted.",
	.options = options_table, .groups = WCORE_CLI_TARGET | WCORE_CLI_COLOR, .set = set_option,
};

/* What is not given: dumps by themselves, unless a module is named for them. */
static void set_defaults(const struct wcore_cli *cli, struct validate_options *options)
{
	if (!options->has_level)
		options->level = cli->target.lookup.module_count ? WCORE_LEVEL_PLAUSIBILITY
								 : WCORE_LEVEL_MEMORY;
	if (options->strict && options->severity > WCORE_SEVERITY_WARNING)
		options->severity = WCORE_SEVERITY_WARNING;
}

static bool enter(struct wcore_cli *cli, const struct validate_options *options, const struct validate_paths *paths)
{
	wcore_cli_may_write(cli, options->output);
	for (size_t i = 0; i < paths->count; i++) {
		wcore_cli_may_read(cli, paths->items[i].path);
		if (options->in_place)
			wcore_cli_may_write(cli, paths->items[i].path);
	}
	return wcore_cli_enter(cli, 0);
}

static void run(struct wcore_cli *cli, struct validate_options *options)
{
	struct validate_paths paths = { 0 };

	set_defaults(cli, options);
	validate_paths_collect(cli, options, &paths);
	if (enter(cli, options, &paths)) {
		for (size_t i = 0; options->fix && i < paths.count; i++)
			validate_fix(cli, options, paths.items[i].path);
		if (!options->fix)
			validate_run(cli, options, &paths);
	}
	validate_paths_deinit(&paths);
}

/* What does not go together. */
static struct wcore_error *check(const struct wcore_cli *cli, const struct validate_options *options)
{
	const char *text = NULL;

	if (!cli->operand_count && !options->dir_count && !options->files_from)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "missing operand: %s", command.operands);
	if ((options->output || options->in_place) && !options->fix)
		text = "--output and --in-place belong to --fix";
	else if (options->fix && !options->output == !options->in_place)
		text = "--fix needs either --output or --in-place";
	else if (options->fix && options->format == VALIDATE_SARIF)
		text = "--fix has no SARIF output";
	else if (options->output && (cli->operand_count != 1 || options->dir_count || options->files_from))
		text = "--output takes one file";
	return text ? wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s", text) : NULL;
}

int main(int argc, char **argv)
{
	struct validate_options options = { .severity = WCORE_SEVERITY_ERROR, .jobs = 1 };
	struct wcore_cli cli;

	if (wcore_cli_parse(&cli, &command, &options, argc, argv)) {
		struct wcore_error *error = NULL;

		if (options.list_rules)
			validate_list_rules(&options);
		else if (options.explain)
			error = validate_explain(options.explain);
		else if (!(error = check(&cli, &options)))
			run(&cli, &options);
		if (error) {
			wcore_cli_error(&cli, error);
			fprintf(stderr, "Try 'wcore-validate --help'.\n");
		}
	}
	free(options.dirs);
	free(options.disabled);
	return wcore_cli_finish(&cli);
}
