/* wcore-mem: look at, search, print and compare the memory of core dumps. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

enum {
	OPTION_THREAD = WCORE_OPTION_FIRST + 500, OPTION_FRAME, OPTION_INSTANCE, OPTION_MEMORY,
	OPTION_STRING_LIMIT, OPTION_ELEMENT_LIMIT, OPTION_DEPTH, OPTION_SPECULATIVE, OPTION_JSON,
};

/* Of --string-limit and --element-limit, and of --depth. */
#define MAX_LIMIT (1u << 20)
#define MAX_DEPTH 25

static const struct mem_verb *const verbs[] = {
	&mem_map, &mem_read, &mem_find, &mem_strings, &mem_print, &mem_types, &mem_symbols,
	&mem_globals, &mem_locals, &mem_tables, &mem_diff, &mem_heap, &mem_extract,
};
#define VERB_COUNT (sizeof(verbs) / sizeof(*verbs))

static const struct wcore_option no_options[] = { { 0 } };

static const struct wcore_option scope_options[] = {
	{ OPTION_THREAD, "thread", "NAME", "take the thread of that name or index" },
	{ OPTION_FRAME, "frame", "FRAME", "look up names in the frame of that number or function" },
	{ 0 },
};

static const struct wcore_option memory_options[] = {
	{ OPTION_INSTANCE, "instance", "N", "look at instance N: its memory, its youngest frame" },
	{ OPTION_MEMORY, "memory", "N", "take memory N of the dump" },
	{ 0 },
};

static const struct wcore_option value_options[] = {
	{ OPTION_STRING_LIMIT, "string-limit", "N", "show at most N bytes of a string (200)" },
	{ OPTION_ELEMENT_LIMIT, "element-limit", "N", "show at most N elements of an array or container (200)" },
	{ OPTION_DEPTH, "depth", "N", "show at most N levels of nested values (20)" },
	{ OPTION_SPECULATIVE, "speculative", NULL, "show values too that are not proved, marked" },
	{ 0 },
};

static const struct wcore_option json_options[] = {
	{ OPTION_JSON, "json", NULL, "print JSON, one object a line" },
	{ 0 },
};

struct context {
	const struct mem_verb *verb;
	struct mem_options options;
	void *own;
};

static struct wcore_error *set_given(const char *option, const char *argument, uint64_t *ret, bool *ret_given)
{
	*ret_given = true;
	return wcore_cli_number(option, argument, UINT32_MAX, ret);
}

static struct wcore_error *set(void *data, int id, const char *argument)
{
	struct context *context = data;
	struct mem_options *options = &context->options;
	uint64_t depth = 0;
	struct wcore_error *error = NULL;

	switch (id) {
	case OPTION_THREAD:
		options->thread = argument;
		break;
	case OPTION_FRAME:
		options->frame = argument;
		break;
	case OPTION_INSTANCE:
		return set_given("--instance", argument, &options->instance, &options->has_instance);
	case OPTION_MEMORY:
		return set_given("--memory", argument, &options->memory, &options->has_memory);
	case OPTION_STRING_LIMIT:
		return wcore_cli_number("--string-limit", argument, MAX_LIMIT, &options->strings);
	case OPTION_ELEMENT_LIMIT:
		return wcore_cli_number("--element-limit", argument, MAX_LIMIT, &options->elements);
	case OPTION_DEPTH:
		error = wcore_cli_number("--depth", argument, MAX_DEPTH, &depth);
		options->depth = (unsigned)depth;
		break;
	case OPTION_SPECULATIVE:
		options->speculative = true;
		break;
	case OPTION_JSON:
		options->json = true;
		break;
	default:
		return context->own ? context->verb->set(context->own, id, argument) : wcore_error_nomem();
	}
	return error;
}

static struct wcore_cli_command command_of(const struct mem_verb *verb)
{
	struct wcore_cli_command command = {
		.name = "wcore-mem", .verb = verb->name, .operands = verb->operands,
		.min_operands = verb->min_operands, .max_operands = verb->max_operands,
		.summary = verb->summary, .options = verb->options ? verb->options : no_options,
		.groups = WCORE_CLI_TARGET | WCORE_CLI_COLOR, .set = set,
	};
	size_t count = 0;

	if (verb->groups & MEM_SCOPE)
		command.shared[count++] = scope_options;
	if (verb->groups & MEM_MEMORY)
		command.shared[count++] = memory_options;
	if (verb->groups & MEM_VALUES)
		command.shared[count++] = value_options;
	command.shared[count] = json_options;
	return command;
}

/* PATTERN FILE is what many commands take. */
static void say_order(const struct mem *mem)
{
	if (access(mem->path, F_OK) != 0 && mem->argument_count &&
	    access(mem->arguments[mem->argument_count - 1], F_OK) == 0)
		fprintf(stderr, "The dump comes first: wcore-mem %s %s\n", mem->verb->name, mem->verb->operands);
}

static void run(struct wcore_cli *cli, struct context *context)
{
	struct mem mem = {
		.cli = cli, .verb = context->verb, .options = context->options, .path = cli->operands[0],
		.arguments = cli->operands + 1, .argument_count = cli->operand_count - 1,
	};

	if (mem_check(&mem, wcore_input_open(cli, mem.path, &mem.input))) {
		context->verb->run(&mem, context->own);
		if (mem.input.dump->broken)
			wcore_cli_complain_of(cli, mem.input.dump->broken);
	} else {
		say_order(&mem);
	}
	wcore_owners_close(mem.owners);
	wcore_heap_owner_deinit(&mem.heap);
	wcore_inspect_close(mem.inspect);
	mem_check(&mem, source_lines_error(mem.sources));
	source_lines_destroy(mem.sources);
	wcore_input_deinit(cli, &mem.input);
}

static bool enter(struct wcore_cli *cli, const struct context *context)
{
	const struct mem_verb *verb = context->verb;

	cli->reads_code = true;
	if (verb->rights)
		verb->rights(cli, context->own);
	return wcore_cli_enter(cli, verb->files ? verb->files : 1);
}

static int run_verb(const struct mem_verb *verb, int argc, char **argv)
{
	const struct wcore_cli_command command = command_of(verb);
	struct context context = {
		.verb = verb, .own = verb->create ? verb->create() : NULL,
		.options = { .depth = WCORE_VIEW_MAX_DEPTH, .elements = WCORE_VIEW_MAX_ELEMENTS,
			     .strings = WCORE_VIEW_MAX_STRING },
	};
	struct wcore_cli cli;

	if (wcore_cli_parse(&cli, &command, &context, argc, argv)) {
		if (verb->create && !context.own)
			wcore_cli_error(&cli, wcore_error_nomem());
		else if (enter(&cli, &context))
			run(&cli, &context);
	}
	free(context.own);
	return wcore_cli_finish(&cli);
}

/* Without a verb: --help and the like. */

static void print_verbs(bool with_help)
{
	for (size_t i = 0; i < VERB_COUNT; i++)
		printf(with_help ? "  %-10s  %s\n" : "%s\t%s\n", verbs[i]->name, verbs[i]->summary);
}

static const struct mem_verb *find_verb(const char *name)
{
	for (size_t i = 0; i < VERB_COUNT; i++)
		if (strcmp(verbs[i]->name, name) == 0)
			return verbs[i];
	return NULL;
}

static int run_without_verb(const char *argument)
{
	if (argument && (strcmp(argument, "-h") == 0 || strcmp(argument, "--help") == 0)) {
		printf("Usage: wcore-mem VERB [OPTION]... DUMP [ARGUMENT]...\n"
		       "Look at, search, print and compare the memory of a WebAssembly core dump.\n\n");
		print_verbs(true);
		printf("\n`wcore-mem VERB --help` lists the options of a verb.\n"
		       "Exit status: 0 fine, 1 partial or nothing found, 2 trouble.\nMore: man wcore-mem\n");
	} else if (argument && (strcmp(argument, "-V") == 0 || strcmp(argument, "--version") == 0)) {
		printf("wcore-mem (wcore) %s\n", WCORE_VERSION);
	} else if (argument && strcmp(argument, "--list-verbs") == 0) {
		print_verbs(false);
	} else {
		return -1;
	}
	return WCORE_STATUS_FINE;
}

int main(int argc, char **argv)
{
	const char *argument = argc > 1 ? argv[1] : NULL;
	const struct mem_verb *verb = argument ? find_verb(argument) : NULL;
	static const struct wcore_cli_command command = { .name = "wcore-mem" };
	struct wcore_cli cli = { .command = &command };
	const int status = verb ? -1 : run_without_verb(argument);

	if (verb)
		return run_verb(verb, argc - 1, argv + 1);
	if (status < 0) {
		wcore_cli_error(&cli, argument ? wcore_error_create(WCORE_ERROR_USAGE, NULL, "unknown verb '%s'", argument) :
						 wcore_error_create(WCORE_ERROR_USAGE, NULL, "missing verb"));
		fprintf(stderr, "Try 'wcore-mem --help'.\n");
	}
	return wcore_cli_finish(&cli);
}
