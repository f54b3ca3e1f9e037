/* wcore-info: what a core dump holds and what was found for it. */
#include <limits.h>
#include <stdio.h>

#include "info.h"

enum { OPTION_BRIEF = WCORE_OPTION_FIRST, OPTION_FULL, OPTION_SECTIONS, OPTION_JSON };

static const struct wcore_option options_table[] = {
	{ OPTION_BRIEF, "brief", NULL, "print one line a dump" },
	{ OPTION_FULL, "full", NULL, "list everything and count the captured bytes exactly" },
	{ OPTION_SECTIONS, "sections", NULL, "print the layout of the dump file" },
	{ OPTION_JSON, "json", NULL, "print one JSON object a dump" },
	{ 0 },
};

static struct wcore_error *set_option(void *context, int id, const char *argument)
{
	struct info_options *options = context;

	(void)argument;
	switch (id) {
	case OPTION_BRIEF: options->brief = true; break;
	case OPTION_FULL: options->full = true; break;
	case OPTION_SECTIONS: options->sections = true; break;
	default: options->json = true; break;
	}
	return NULL;
}

static const struct wcore_cli_command command = {
	.name = "wcore-info", .operands = "DUMP...",
	.summary = "Say what WebAssembly core dumps hold, and what was found for their modules.",
	.options = options_table, .groups = WCORE_CLI_TARGET | WCORE_CLI_COLOR, .set = set_option,
};

/* Gives true when text was printed, from which the next is to be set off. */
static bool run(struct wcore_cli *cli, const struct info_options *options, const char *path,
		bool is_next)
{
	bool is_text = false;
	struct info info;

	info_build(cli, options, path, &info);
	if (options->json)
		info_json(&info);
	else if (options->brief)
		info_text_brief(&info);
	else if (info.is_dump) {
		is_text = true;
		if (is_next)
			putchar('\n');
		info_text(cli, options, &info);
	}
	wcore_cli_flush(cli);
	wcore_cli_error(cli, info.error);
	info.error = NULL;
	info_deinit(cli, &info);
	return is_text;
}

int main(int argc, char **argv)
{
	struct info_options options = { 0 };
	bool is_next = false;
	struct wcore_cli cli;

	if (wcore_cli_parse(&cli, &command, &options, argc, argv) && wcore_cli_enter(&cli, INT_MAX))
		for (int i = 0; wcore_cli_next(&cli, i); i++)
			is_next |= run(&cli, &options, cli.operands[i], is_next);
	return wcore_cli_finish(&cli);
}
