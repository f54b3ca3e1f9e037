/* Options and usage.  Messages and colours are in cli_report.c. */
#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "cli_report.h"

enum {
	OPTION_LIST = 256, OPTION_NO_SEARCH, OPTION_FORCE, OPTION_DIALECT, OPTION_MAX_INPUT,
	OPTION_NO_DEMANGLE, OPTION_COLOR, OPTION_MAX_MEMORY, OPTION_TIMEOUT, OPTION_NO_SANDBOX,
};

/* Seconds: more than any real dump takes, and the most that a timer takes everywhere. */
#define TIMEOUT_DEFAULT (4 * 60 * 60)
#define TIMEOUT_MAX INT32_MAX

static const struct wcore_option module_options[] = {
	{ 'm', "module", "[NAME=]FILE", "use FILE as the module NAME (or of that index) of the dump" },
	{ 'S', "search", "DIR", "look for modules, debug files and sources in DIR too" },
	{ OPTION_NO_SEARCH, "no-search", NULL, "look for modules nowhere but at --module" },
	{ OPTION_FORCE, "force", NULL, "use a module although it contradicts the dump" },
	{ 0 },
};

static const struct wcore_option dialect_options[] = {
	{ OPTION_DIALECT, "dialect", "NAME", "read the stacks as auto, spec, spec-2023, xtuc, wasmer, wasmedge or builder" },
	{ 0 },
};

static const struct wcore_option name_options[] = {
	{ OPTION_NO_DEMANGLE, "no-demangle", NULL, "print C++ and Rust names as the linker knows them" },
	{ 0 },
};

static const struct wcore_option color_options[] = {
	{ OPTION_COLOR, "color", "[WHEN]", "colour the output: auto, always or never" },
	{ 0 },
};

static const struct wcore_option common_options[] = {
	{ OPTION_MAX_INPUT, "max-input", "SIZE", "read at most SIZE bytes of a pipe or compressed file" },
	{ OPTION_MAX_MEMORY, "max-memory", "SIZE", "take at most SIZE bytes of memory" },
	{ OPTION_TIMEOUT, "timeout", "SECONDS", "give up a file after SECONDS" },
	{ OPTION_NO_SANDBOX, "no-sandbox", NULL, "keep the rights that reading a dump does not need" },
	{ 'v', "verbose", NULL, "say what was tried and noticed on the way" },
	{ 'h', "help", NULL, "print this help" },
	{ 'V', "version", NULL, "print the version" },
	{ 0 },
};

/* The tables of a command, in the order of its help; NULL ends the list. */
struct tables { const struct wcore_option *list[WCORE_CLI_TABLES_MAX + 7]; };

static struct tables tables_of(const struct wcore_cli_command *command)
{
	struct tables tables = { { command->options } };
	size_t count = 1;

	for (size_t i = 0; i < WCORE_CLI_TABLES_MAX && command->shared[i]; i++)
		tables.list[count++] = command->shared[i];
	if (command->groups & (WCORE_CLI_TARGET | WCORE_CLI_MODULES))
		tables.list[count++] = module_options;
	if (command->groups & WCORE_CLI_TARGET)
		tables.list[count++] = dialect_options;
	if (command->groups & (WCORE_CLI_TARGET | WCORE_CLI_MODULES))
		tables.list[count++] = name_options;
	if (command->groups & WCORE_CLI_COLOR)
		tables.list[count++] = color_options;
	tables.list[count] = common_options;
	return tables;
}

#define FOR_EACH_OPTION(o, tables) \
	for (size_t t_ = 0; (tables).list[t_]; t_++) \
		for (const struct wcore_option *o = (tables).list[t_]; o->name; o++)

static bool is_optional(const struct wcore_option *option)
{
	size_t size = option->argument ? strlen(option->argument) : 0;

	return size > 0 && option->argument[0] == '[' && option->argument[size - 1] == ']';
}

static void print_option(const struct wcore_option *option)
{
	char left[64];
	int size;

	if (option->id < 256)
		size = snprintf(left, sizeof(left), "  -%c, --%s", option->id, option->name);
	else
		size = snprintf(left, sizeof(left), "      --%s", option->name);
	if (is_optional(option))
		snprintf(left + size, sizeof(left) - (size_t)size, "[=%s", option->argument + 1);
	else if (option->argument)
		snprintf(left + size, sizeof(left) - (size_t)size, "=%s", option->argument);
	printf("%-28s  %s\n", left, option->help);
}

static void print_help(const struct wcore_cli_command *command)
{
	const struct tables tables = tables_of(command);

	printf("Usage: %s%s%s [OPTION]... %s\n%s\n\n", command->name, command->verb ? " " : "",
	       command->verb ? command->verb : "", command->operands, command->summary);
	FOR_EACH_OPTION(option, tables)
		print_option(option);
	printf("\nExit status: 0 fine, 1 partial or nothing found, 2 trouble.\n"
	       "More: man %s\n", command->name);
}

static void list_options(const struct wcore_cli_command *command)
{
	const struct tables tables = tables_of(command);

	FOR_EACH_OPTION(option, tables) {
		printf("--%s\t", option->name);
		if (option->id < 256)
			printf("-%c", option->id);
		else
			fputc('-', stdout);
		printf("\t%s\t%s\n", option->argument ? option->argument : "-", option->help);
	}
}

struct getopt_arrays {
	struct option *longs;
	char *shorts;
};

static bool getopt_arrays_init(struct getopt_arrays *arrays, const struct tables *tables)
{
	size_t count = 2, letters = 2, l = 0, s = 0;

	FOR_EACH_OPTION(option, *tables) {
		count++;
		letters += 3;
	}
	arrays->longs = wcore_calloc(count, sizeof(*arrays->longs));
	arrays->shorts = wcore_calloc(letters, 1);
	if (!arrays->longs || !arrays->shorts)
		return false;
	arrays->shorts[s++] = ':';
	FOR_EACH_OPTION(option, *tables) {
		int has_arg = !option->argument ? no_argument
			      : is_optional(option) ? optional_argument : required_argument;

		arrays->longs[l++] = (struct option){ option->name, has_arg, NULL, option->id };
		if (option->id >= 256)
			continue;
		arrays->shorts[s++] = (char)option->id;
		for (int i = 0; i < has_arg; i++)
			arrays->shorts[s++] = ':';
	}
	arrays->longs[l] = (struct option){ "list-options", no_argument, NULL, OPTION_LIST };
	return true;
}

static void getopt_arrays_deinit(struct getopt_arrays *arrays)
{
	free(arrays->longs);
	free(arrays->shorts);
}

static struct wcore_error *set_color(struct wcore_cli *cli, const char *when)
{
	if (!when || strcmp(when, "always") == 0)
		cli->color = true;
	else if (strcmp(when, "never") == 0)
		cli->color = false;
	else if (strcmp(when, "auto") == 0)
		cli->color = wcore_cli_color_default();
	else
		return wcore_error_create(WCORE_ERROR_USAGE, NULL,
					  "--color: '%s' is none of auto, always, never", when);
	return NULL;
}

static struct wcore_error *set_dialect(struct wcore_cli *cli, const char *name)
{
	const struct wcore_dialect *dialect = wcore_dialect_find(name);

	if (!dialect && strcmp(name, "auto") != 0)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL,
					  "--dialect: '%s' is none of auto, spec, spec-2023, xtuc, wasmer, wasmedge, builder",
					  name);
	cli->dialect = dialect ? dialect->id : WCORE_DIALECT_AUTO;
	return NULL;
}

static struct wcore_error *set_max_input(struct wcore_cli *cli, const char *argument)
{
	uint64_t *max = &cli->target.lookup.max_input;
	struct wcore_error *error = wcore_cli_size("--max-input", argument, max);

	if (!error && *max == 0)
		error = wcore_error_create(WCORE_ERROR_USAGE, NULL, "--max-input: '%s' is too small",
					   argument);
	return error;
}

static struct wcore_error *set_option(struct wcore_cli *cli, int id, const char *argument)
{
	struct wcore_lookup_options *lookup = &cli->target.lookup;

	switch (id) {
	case 'm':
		cli->modules[lookup->module_count++] = argument;
		return NULL;
	case 'S':
		cli->dirs[lookup->dir_count++] = argument;
		return NULL;
	case 'v':
		cli->verbose = true;
		return NULL;
	case 'h':
		print_help(cli->command);
		cli->done = true;
		return NULL;
	case 'V':
		printf("%s (wcore) %s\n", cli->command->name, WCORE_VERSION);
		cli->done = true;
		return NULL;
	case OPTION_LIST:
		list_options(cli->command);
		cli->done = true;
		return NULL;
	case OPTION_NO_SEARCH:
		lookup->no_search = true;
		return NULL;
	case OPTION_FORCE:
		cli->target.force = true;
		return NULL;
	case OPTION_DIALECT:
		return set_dialect(cli, argument);
	case OPTION_MAX_INPUT:
		return set_max_input(cli, argument);
	case OPTION_MAX_MEMORY:
		return wcore_cli_size("--max-memory", argument, &cli->max_memory);
	case OPTION_TIMEOUT:
		return wcore_cli_number("--timeout", argument, TIMEOUT_MAX, &cli->timeout);
	case OPTION_NO_SANDBOX:
		cli->no_sandbox = true;
		return NULL;
	case OPTION_NO_DEMANGLE:
		cli->target.no_demangle = true;
		return NULL;
	case OPTION_COLOR:
		return set_color(cli, argument);
	default:
		return cli->command->set(cli->context, id, argument);
	}
}

static const struct wcore_option *find_option(const struct tables *tables, int id)
{
	FOR_EACH_OPTION(option, *tables)
		if (option->id == id)
			return option;
	return NULL;
}

/* What getopt_long() refused: optopt holds an option's id, an unknown letter, or 0. */
static struct wcore_error *refused_option(const struct tables *tables, int result, char **argv)
{
	const struct wcore_option *option = find_option(tables, optopt);

	if (option)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "--%s %s", option->name,
					  result == ':' ? "needs an argument" : "takes no argument");
	if (optopt > 0 && optopt < OPTION_LIST)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "unknown option '-%c'", optopt);
	return wcore_error_create(WCORE_ERROR_USAGE, NULL, "unknown or ambiguous option '%s'",
				  argv[optind - 1]);
}

static struct wcore_error *check_operands(const struct wcore_cli *cli)
{
	const struct wcore_cli_command *command = cli->command;
	const int min = command->min_operands ? command->min_operands : 1;

	if (cli->operand_count < min)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "missing operand: %s",
					  command->operands);
	if (command->max_operands && cli->operand_count > command->max_operands)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "unexpected operand '%s': %s",
					  cli->operands[command->max_operands], command->operands);
	return NULL;
}

static struct wcore_error *parse(struct wcore_cli *cli, const struct tables *tables,
				 const struct getopt_arrays *arrays, int argc, char **argv)
{
	int id;

	opterr = 0;
	while (!cli->done &&
	       (id = getopt_long(argc, argv, arrays->shorts, arrays->longs, NULL)) != -1) {
		struct wcore_error *error = id == ':' || id == '?'
						    ? refused_option(tables, id, argv)
						    : set_option(cli, id, optarg);

		if (error)
			return error;
	}
	cli->operands = argv + optind;
	cli->operand_count = argc - optind;
	return cli->done ? NULL : check_operands(cli);
}

static void read_environment(struct wcore_cli *cli)
{
	const char *urls = getenv("DEBUGINFOD_URLS");

	cli->target.lookup.path = getenv("WCORE_PATH");
	cli->target.lookup.use_debuginfod = urls && *urls;
}

bool wcore_cli_parse(struct wcore_cli *cli, const struct wcore_cli_command *command,
		     void *context, int argc, char **argv)
{
	const struct tables tables = tables_of(command);
	struct wcore_lookup_options *lookup = &cli->target.lookup;
	struct getopt_arrays arrays = { 0 };
	struct wcore_error *error;

	*cli = (struct wcore_cli){ .command = command, .context = context,
				   .dialect = WCORE_DIALECT_AUTO,
				   .color = wcore_cli_color_default(),
				   .max_memory = WCORE_CLI_MEMORY_DEFAULT, .timeout = TIMEOUT_DEFAULT };
	/* One thread writes: a lock for each character would take half of the time. */
	__fsetlocking(stdout, FSETLOCKING_BYCALLER);
	read_environment(cli);
	wcore_cli_progress_init(cli);
	lookup->modules = cli->modules = wcore_calloc((size_t)argc + 1, sizeof(*cli->modules));
	lookup->dirs = cli->dirs = wcore_calloc((size_t)argc + 1, sizeof(*cli->dirs));
	error = cli->modules && cli->dirs && getopt_arrays_init(&arrays, &tables)
			? parse(cli, &tables, &arrays, argc, argv)
			: wcore_error_nomem();
	getopt_arrays_deinit(&arrays);
	if (error) {
		bool is_usage = error->code == WCORE_ERROR_USAGE;

		wcore_cli_error(cli, error);
		if (is_usage)
			fprintf(stderr, "Try '%s%s%s --help'.\n", command->name,
				command->verb ? " " : "", command->verb ? command->verb : "");
		return false;
	}
	if (cli->verbose)
		lookup->tried = wcore_cli_tried;
	else
		lookup->unreadable = wcore_cli_unreadable;
	lookup->context = cli;
	return !cli->done;
}

bool wcore_cli_next(const struct wcore_cli *cli, int i)
{
	return i < cli->operand_count && !ferror(stdout);
}

static struct wcore_error *number_error(const char *option, const char *text, const char *what)
{
	return wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s: '%s' is %s", option, text, what);
}

/* Digits at text, and where they end. */
static struct wcore_error *read_digits(const char *option, const char *text, uint64_t *ret,
				       const char **ret_end)
{
	bool is_hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	const char *digits = is_hex ? text + 2 : text;
	char *end;

	if (!strchr(is_hex ? "0123456789abcdefABCDEF" : "0123456789", *digits) || !*digits)
		return number_error(option, text, "no number");
	errno = 0;
	*ret = strtoull(digits, &end, is_hex ? 16 : 10);
	*ret_end = end;
	return errno ? number_error(option, text, "too large") : NULL;
}

struct wcore_error *wcore_cli_number(const char *option, const char *text, uint64_t max,
				     uint64_t *ret)
{
	const char *end;
	struct wcore_error *error = read_digits(option, text, ret, &end);

	if (error)
		return error;
	if (*end)
		return number_error(option, text, "no number");
	return *ret > max ? number_error(option, text, "too large") : NULL;
}

struct wcore_error *wcore_cli_size(const char *option, const char *text, uint64_t *ret)
{
	static const char suffixes[] = "KMGT";
	const char *end;
	const char *suffix;
	unsigned shift = 0;
	struct wcore_error *error = read_digits(option, text, ret, &end);

	if (error)
		return error;
	if (*end) {
		suffix = strchr(suffixes, *end & ~0x20);
		if (!suffix || end[1])
			return number_error(option, text, "no size such as 4096, 64K, 16M or 2G");
		shift = 10 * (unsigned)(suffix - suffixes + 1);
	}
	if (*ret > UINT64_MAX >> shift)
		return number_error(option, text, "too large");
	*ret <<= shift;
	return NULL;
}
