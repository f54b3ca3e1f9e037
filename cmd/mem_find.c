/* wcore-mem find: texts, bytes, numbers, pointers and regular expressions in the memory. */
#include "mem_find.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "mem_span.h"

enum {
	OPTION_HEX = WCORE_OPTION_FIRST, OPTION_INT, OPTION_FLOAT, OPTION_POINTER_TO, OPTION_UTF16,
	OPTION_REGEX, OPTION_LIMIT, OPTION_ALIGN, OPTION_CONTEXT, OPTION_FROM, OPTION_TO,
};

#define DEFAULT_CONTEXT 16

static const struct wcore_option own_options[] = {
	{ OPTION_HEX, "hex", "BYTES", "look for bytes, as 'de ad ?? e?': '?' is any digit" },
	{ OPTION_INT, "int", "N[:WIDTH]", "look for an integer of WIDTH bits: 8, 16, 32 or 64 (32, or 64 if it needs them)" },
	{ OPTION_FLOAT, "float", "N[:WIDTH]", "look for a float of 32 or 64 bits (both)" },
	{ OPTION_POINTER_TO, "pointer-to", "ADDRESS", "look for pointers to an address, or into an object" },
	{ OPTION_UTF16, "utf16", NULL, "PATTERNs stand in memory as UTF-16" },
	{ 'i', "ignore-case", NULL, "ASCII letters of PATTERNs match either case" },
	{ OPTION_REGEX, "regex", NULL, "PATTERNs are regular expressions (PCRE2)" },
	{ 'f', "file", "FILE", "take more PATTERNs from FILE, one a line" },
	{ 'c', "count", NULL, "print how often each pattern occurs only" },
	{ 'l', "which", NULL, "print which patterns occur only" },
	{ OPTION_LIMIT, "limit", "N", "print the first N occurrences only" },
	{ OPTION_ALIGN, "align", "N", "find occurrences only at multiples of N" },
	{ OPTION_CONTEXT, "context", "N", "show at most N bytes before and behind (16)" },
	{ OPTION_FROM, "from", "ADDRESS", "begin at an address or expression" },
	{ OPTION_TO, "to", "ADDRESS", "end before an address or expression" },
	{ 0 },
};

static void *create(void)
{
	struct find_options *options = wcore_calloc(1, sizeof(*options));

	if (!options)
		return NULL;
	options->limit = UINT64_MAX;
	options->align = 1;
	options->context = DEFAULT_CONTEXT;
	return options;
}

static struct wcore_error *give(struct find_options *options, enum find_kind kind, const char *text)
{
	if (options->given_count == FIND_GIVEN_MAX)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "more than %d patterns: use --file",
					  FIND_GIVEN_MAX);
	options->given[options->given_count++] = (struct find_given){ kind, text };
	return NULL;
}

static struct wcore_error *set_align(struct find_options *options, const char *argument)
{
	struct wcore_error *error = wcore_cli_number("--align", argument, UINT32_MAX, &options->align);

	if (!error && !options->align)
		error = wcore_error_create(WCORE_ERROR_USAGE, NULL, "--align: '%s' is too small", argument);
	return error;
}

static struct wcore_error *set_flag(struct find_options *options, int id)
{
	switch (id) {
	case OPTION_UTF16:
		options->is_utf16 = true;
		break;
	case OPTION_REGEX:
		options->is_regex = true;
		break;
	case 'i':
		options->ignore_case = true;
		break;
	case 'c':
		options->only_count = true;
		break;
	default:
		options->only_which = true;
		break;
	}
	return NULL;
}

static struct wcore_error *set(void *data, int id, const char *argument)
{
	struct find_options *options = data;

	switch (id) {
	case OPTION_HEX:
		return give(options, FIND_HEX, argument);
	case OPTION_INT:
		return give(options, FIND_INT, argument);
	case OPTION_FLOAT:
		return give(options, FIND_FLOAT, argument);
	case OPTION_POINTER_TO:
		return give(options, FIND_POINTER, argument);
	case OPTION_LIMIT:
		return wcore_cli_number("--limit", argument, UINT64_MAX, &options->limit);
	case OPTION_ALIGN:
		return set_align(options, argument);
	case OPTION_CONTEXT:
		return wcore_cli_number("--context", argument, WCORE_HIT_BEFORE, &options->context);
	case 'f':
		options->file = argument;
		return NULL;
	case OPTION_FROM:
		options->from = argument;
		return NULL;
	case OPTION_TO:
		options->to = argument;
		return NULL;
	default:
		return set_flag(options, id);
	}
}

static bool check_usage(struct mem *mem, const struct find_options *options)
{
	const char *why = NULL;

	if (!mem->argument_count && !options->given_count && !options->file)
		why = "nothing to look for: give a PATTERN, --hex, --int, --float, --pointer-to or --file";
	else if (options->is_utf16 && options->is_regex)
		why = "--regex looks at bytes: it does not go with --utf16";
	else if (options->only_count && options->only_which)
		why = "--count and --which are two questions: ask one";
	return mem_check(mem, why ? wcore_error_create(WCORE_ERROR_USAGE, NULL, "%s", why) : NULL);
}

static void list(struct find_output *output, const struct wcore_space *space, const struct wcore_query *query)
{
	struct mem *mem = output->mem;

	if (!mem_check(mem, wcore_scan_list(space, query, find_output_hit, output)))
		return;
	if (output->left_out)
		mem_missing(mem, "%" PRIu64 " more in zeros that the dump leaves out: --count counts them, --limit=N lists them",
			    output->left_out);
}

static void count(struct find_output *output, const struct wcore_space *space, const struct wcore_query *query,
		  bool only_which)
{
	uint64_t *counts = wcore_calloc((size_t)query->id_count + 1, sizeof(*counts));

	if (!counts)
		mem_check(output->mem, wcore_error_nomem());
	else if (!mem_check(output->mem, wcore_scan_count(space, query, only_which, counts)))
		;
	else if (only_which)
		find_output_which(output, counts);
	else
		find_output_counts(output, counts);
	free(counts);
}

static void find(struct mem *mem, const struct find_options *options, const struct wcore_space *space,
		 const struct wcore_memory *memory, struct find_patterns *patterns)
{
	struct wcore_query query = {
		.patterns = &patterns->fixed, .regexes = patterns->regexes, .regex_ids = patterns->regex_ids,
		.regex_count = patterns->regex_count, .id_count = (uint32_t)patterns->count,
		.align = options->align, .limit = options->limit, .simd = patterns->simd,
	};
	struct find_output output = { .mem = mem, .memory = memory, .patterns = patterns,
				      .context = options->context, .limit = options->limit,
				      .has_limit = options->limit != UINT64_MAX };

	if (!mem_span(mem, memory, options->from, options->to, &query.from, &query.to))
		return;
	if (options->only_count || options->only_which)
		count(&output, space, &query, options->only_which);
	else
		list(&output, space, &query);
	if (!output.any)
		wcore_cli_status(mem->cli, WCORE_STATUS_PARTIAL);
}

static void run(struct mem *mem, void *data)
{
	const struct find_options *options = data;
	const struct wcore_memory *memory;
	struct find_patterns patterns = { 0 };
	struct wcore_space space;

	if (!check_usage(mem, options) || !mem_memory(mem, &memory) || !mem_space(mem, &space))
		return;
	if (!space.memory)
		mem_missing(mem, "this producer wrote no memory");
	else if (find_patterns_read(mem, options, memory, &patterns))
		find(mem, options, &space, memory, &patterns);
	find_patterns_deinit(&patterns);
}

static void rights(struct wcore_cli *cli, const void *data)
{
	const struct find_options *options = data;

	wcore_cli_may_read(cli, options->file);
}

const struct mem_verb mem_find = {
	.name = "find",
	.operands = "DUMP [PATTERN]...",
	.min_operands = 1,
	.max_operands = 0,
	.summary = "Find texts, bytes, numbers and pointers in the memory",
	.options = own_options,
	.groups = MEM_SCOPE | MEM_MEMORY,
	.create = create,
	.set = set,
	.rights = rights,
	.run = run,
};
