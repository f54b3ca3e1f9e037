/* A line on the terminal about work that takes long, and its removal. */
#include "cli.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../libcore/base/text.h"
#include "cli_report.h"

/* Milliseconds: what takes less is no long work, and how often the line changes. */
#define PATIENCE 1000
#define INTERVAL 100

/* A name that may make the line wrap is left out: a wrapped line cannot be erased. */
#define NAME_MAX_SIZE 48

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

static void show(struct wcore_cli *cli, const char *path, uint64_t done, uint64_t total)
{
	char *name = wcore_text_mask(wcore_string_basename(wcore_string_from(path)));
	bool is_named = name && strlen(name) <= NAME_MAX_SIZE;

	wcore_cli_flush(cli);
	fprintf(stderr, "\r%s: %s%s", cli->command->name, is_named ? name : "", is_named ? ": " : "");
	if (total)
		fprintf(stderr, "%u%%", (unsigned)(100.0 * (double)done / (double)total));
	else
		fprintf(stderr, "%" PRIu64 " MiB", done >> 20);
	fputs("\033[K", stderr);
	free(name);
}

static void report(void *context, const char *path, uint64_t done, uint64_t total)
{
	struct wcore_cli *cli = context;
	uint64_t time;

	if (!path) {
		wcore_cli_progress_erase(cli);
		return;
	}
	time = now();
	if (time < cli->progress_due)
		return;
	cli->progress_due = time + INTERVAL;
	cli->progress_shown = true;
	show(cli, path, done, total);
}

void wcore_cli_progress_init(struct wcore_cli *cli)
{
	const char *term = getenv("TERM");

	if (!isatty(STDERR_FILENO) || !term || strcmp(term, "dumb") == 0)
		return;
	cli->progress = (struct wcore_progress){ report, cli };
	cli->progress_due = now() + PATIENCE;
}

void wcore_cli_progress_erase(struct wcore_cli *cli)
{
	if (cli->progress_shown)
		fputs("\r\033[K", stderr);
	cli->progress_shown = false;
}
