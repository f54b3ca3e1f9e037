/* wcore-bt: the stacks of core dumps, with functions, files and lines. */
#include "bt_json.h"
#include "bt_text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"

enum {
	OPTION_NO_INLINES = WCORE_OPTION_FIRST, OPTION_OFFSETS, OPTION_SOURCE, OPTION_SOURCE_MAP,
	OPTION_FULL, OPTION_JSON, OPTION_SIGNATURE, OPTION_NO_FOLD, OPTION_THREAD,
	OPTION_RAW, OPTION_NO_VALUES, OPTION_SPECULATIVE, OPTION_STRING_LIMIT, OPTION_ELEMENT_LIMIT,
	OPTION_DEPTH,
};

/* Of what --string-limit, --element-limit and --depth take. */
#define MAX_LIMIT (1u << 20)
#define MAX_DEPTH 25

static const struct wcore_option options_table[] = {
	{ OPTION_THREAD, "thread", "NAME", "show the thread of that name or index only" },
	{ 'n', "limit", "N", "print at most N frames of a thread, the youngest ones" },
	{ OPTION_NO_INLINES, "no-inlines", NULL, "leave out calls that were inlined" },
	{ OPTION_NO_FOLD, "no-fold", NULL, "print each frame of a recursion" },
	{ OPTION_OFFSETS, "offsets", NULL, "add offsets in module file, function and code section" },
	{ OPTION_SOURCE, "source", "[N]", "print each frame's source line, N lines around it too" },
	{ OPTION_SOURCE_MAP, "source-map", "FROM=TO", "look for sources below TO that were compiled below FROM" },
	{ OPTION_FULL, "full", NULL, "print the arguments and locals of each frame" },
	{ OPTION_RAW, "raw", NULL, "print the Wasm locals and operands of each frame" },
	{ OPTION_NO_VALUES, "no-values", NULL, "leave out the arguments" },
	{ OPTION_SPECULATIVE, "speculative", NULL, "show values too that are not proved, marked" },
	{ OPTION_STRING_LIMIT, "string-limit", "N", "show at most N bytes of a string (200)" },
	{ OPTION_ELEMENT_LIMIT, "element-limit", "N", "show at most N elements of an array or container (200)" },
	{ OPTION_DEPTH, "depth", "N", "show at most N levels of nested values (20)" },
	{ OPTION_SIGNATURE, "signature", NULL, "print the crash's signature only" },
	{ OPTION_JSON, "json", NULL, "print one JSON object a dump" },
	{ 0 },
};

static struct wcore_error *add_source_map(struct bt_options *options, const char *argument)
{
	const char **maps;

	if (!strchr(argument, '='))
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "--source-map: '%s' is not FROM=TO",
					  argument);
	maps = wcore_realloc(options->maps, (options->map_count + 1) * sizeof(*maps));
	if (!maps)
		return wcore_error_nomem();
	options->maps = maps;
	maps[options->map_count++] = argument;
	return NULL;
}

static struct wcore_error *set_source(struct bt_options *options, const char *argument)
{
	uint64_t context = 0;
	struct wcore_error *error =
		argument ? wcore_cli_number("--source", argument, 1000, &context) : NULL;

	options->source = true;
	options->context = (uint32_t)context;
	return error;
}

static struct wcore_error *set_depth(struct bt_options *options, const char *argument)
{
	uint64_t depth = 0;
	struct wcore_error *error = wcore_cli_number("--depth", argument, MAX_DEPTH, &depth);

	options->values.depth = (unsigned)depth;
	return error;
}

static struct wcore_error *set(void *context, int id, const char *argument)
{
	struct bt_options *options = context;

	switch (id) {
	case 'n':
		return wcore_cli_number("--limit", argument, UINT64_MAX, &options->limit);
	case OPTION_STRING_LIMIT:
		return wcore_cli_number("--string-limit", argument, MAX_LIMIT, &options->values.string);
	case OPTION_ELEMENT_LIMIT:
		return wcore_cli_number("--element-limit", argument, MAX_LIMIT, &options->values.elements);
	case OPTION_DEPTH:
		return set_depth(options, argument);
	case OPTION_SOURCE:
		return set_source(options, argument);
	case OPTION_SOURCE_MAP:
		return add_source_map(options, argument);
	case OPTION_THREAD:
		options->thread = argument;
		break;
	case OPTION_NO_INLINES:
		options->no_inlines = true;
		break;
	case OPTION_NO_FOLD:
		options->no_fold = true;
		break;
	case OPTION_OFFSETS:
		options->offsets = true;
		break;
	case OPTION_FULL:
		options->full = true;
		break;
	case OPTION_RAW:
		options->raw = true;
		break;
	case OPTION_NO_VALUES:
		options->no_values = true;
		break;
	case OPTION_SPECULATIVE:
		options->values.speculative = true;
		break;
	case OPTION_SIGNATURE:
		options->signature = true;
		break;
	case OPTION_JSON:
		options->json = true;
		break;
	}
	return NULL;
}

static const struct wcore_cli_command command = {
	.name = "wcore-bt",
	.operands = "DUMP...",
	.summary = "Print why a WebAssembly program crashed and where, from its core dump.",
	.options = options_table,
	.groups = WCORE_CLI_TARGET | WCORE_CLI_COLOR,
	.set = set,
};

static bool enter(struct wcore_cli *cli, const struct bt_options *options)
{
	cli->reads_sources = options->source;
	cli->reads_code = bt_has_values(options);
	return wcore_cli_enter(cli, INT_MAX);
}

int main(int argc, char **argv)
{
	struct bt_options options = {
		.limit = UINT64_MAX,
		.values = { .depth = WCORE_VIEW_MAX_DEPTH, .elements = WCORE_VIEW_MAX_ELEMENTS,
			    .string = WCORE_VIEW_MAX_STRING },
	};
	struct wcore_cli cli;
	struct bt_text text;
	struct bt_json json;
	struct bt_sink sink;

	if (wcore_cli_parse(&cli, &command, &options, argc, argv) && enter(&cli, &options)) {
		if (options.json)
			bt_json_init(&json, &cli, &sink);
		else if (options.signature)
			bt_signature_init(&text, &cli, &sink);
		else
			bt_text_init(&text, &cli, &sink);
		for (int i = 0; wcore_cli_next(&cli, i); i++)
			bt_walk(&cli, &options, cli.operands[i], &sink);
	}
	free(options.maps);
	return wcore_cli_finish(&cli);
}
