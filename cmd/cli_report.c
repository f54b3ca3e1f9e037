/* Messages, colours and the exit code. */
#include "cli.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/text.h"
#include "cli_report.h"

void wcore_cli_flush(struct wcore_cli *cli)
{
	if (fflush(stdout) != 0 && !cli->write_errno)
		cli->write_errno = errno;
}

void wcore_cli_status(struct wcore_cli *cli, enum wcore_status status)
{
	if (status > cli->status)
		cli->status = status;
}

static const char out_of_memory[] = "out of memory";

/*
 * One line behind what stdout has so far, so that both stay in order in one file,
 * and in one piece, so that other writers do not come between.
 */
static void print_line(struct wcore_cli *cli, const char *kind, const char *text)
{
	char *masked = wcore_text_mask(wcore_string_from(text)), buffer[PATH_MAX + 64];
	const char *line = masked ? masked : out_of_memory;
	const bool is_memory = strcmp(line, out_of_memory) == 0;

	if (is_memory) {
		line = wcore_cli_memory_text(cli, buffer, sizeof(buffer));
		kind = "";
	}
	/* Once is enough, however many things there was no memory for. */
	if (!is_memory || !cli->memory_told) {
		wcore_cli_progress_erase(cli);
		wcore_cli_flush(cli);
		fprintf(stderr, "%s: %s%s\n", cli->command->name, kind, line);
	}
	if (is_memory) {
		cli->memory_told = true;
		wcore_cli_status(cli, WCORE_STATUS_TROUBLE);
	}
	free(masked);
}

void wcore_cli_complain(struct wcore_cli *cli, const char *text)
{
	print_line(cli, "", text);
	wcore_cli_status(cli, WCORE_STATUS_TROUBLE);
}

void wcore_cli_error(struct wcore_cli *cli, struct wcore_error *error)
{
	char *text;

	if (!error)
		return;
	text = wcore_error_format(error);
	wcore_cli_complain(cli, text ? text : out_of_memory);
	free(text);
	wcore_error_destroy(error);
}

void wcore_cli_complain_of(struct wcore_cli *cli, const struct wcore_error *error)
{
	char *text = wcore_error_format(error);

	wcore_cli_complain(cli, text ? text : out_of_memory);
	free(text);
}

void wcore_cli_say(struct wcore_cli *cli, const char *text)
{
	print_line(cli, "", text);
}

/* Columns of a terminal are counted as characters: one each, which is right for all but a few. */
static size_t width_of(struct wcore_string text)
{
	size_t width = 0;

	for (size_t i = 0; i < text.size; i++)
		width += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return width;
}

void wcore_cli_caret(struct wcore_cli *cli, const char *message, const char *argument, size_t column)
{
	const size_t size = strlen(argument);
	char *masked = wcore_text_mask(wcore_string_from(argument));
	char *before = wcore_text_mask((struct wcore_string){ argument, column < size ? column : size });

	wcore_cli_complain(cli, message);
	if (masked && before)
		fprintf(stderr, "  %s\n  %*s^\n", masked, (int)width_of(wcore_string_from(before)), "");
	free(masked);
	free(before);
}

void wcore_cli_note(struct wcore_cli *cli, const char *format, ...)
{
	va_list arguments;
	char *text = NULL;
	int size;

	if (!cli->verbose)
		return;
	va_start(arguments, format);
	size = wcore_vasprintf(&text, format, arguments);
	va_end(arguments);
	if (size < 0)
		return;
	print_line(cli, "", text);
	free(text);
}

void wcore_cli_tried(void *context, const char *place, const char *outcome)
{
	wcore_cli_note(context, "%s: %s", place, outcome);
}

void wcore_cli_unreadable(void *context, const char *place, const char *reason)
{
	char *text;

	if (wcore_asprintf(&text, "%s: %s", place, reason) >= 0)
		print_line(context, "warning: ", text);
	free(text);
}

char *wcore_cli_finding_text(const char *path, const struct wcore_finding *finding)
{
	char *text;
	int size;

	if (finding->has_offset)
		size = wcore_asprintf(&text, "%s: 0x%" PRIx64 ": %s", path, finding->offset,
				finding->text);
	else
		size = wcore_asprintf(&text, "%s: %s", path, finding->text);
	return size < 0 ? NULL : text;
}

/* Of one list of findings: a file that is odd in a thousand places gets no thousand lines. */
#define MAX_WARNINGS 8

void wcore_cli_findings(struct wcore_cli *cli, const char *path,
			const struct wcore_findings *findings)
{
	uint64_t left_out = findings->dropped;
	unsigned printed = 0;

	for (size_t i = 0; i < findings->count; i++) {
		const struct wcore_finding *finding = &findings->items[i];
		bool is_note = finding->severity == WCORE_SEVERITY_NOTE;
		char *text;

		if (is_note && !cli->verbose)
			continue;
		if (!cli->verbose && printed++ >= MAX_WARNINGS) {
			left_out++;
			continue;
		}
		text = wcore_cli_finding_text(path, finding);
		if (text)
			print_line(cli, is_note ? "note: " : "warning: ", text);
		free(text);
	}
	char *text = NULL;
	if (left_out && wcore_asprintf(&text, "%s: %" PRIu64 " more warnings%s", path, left_out,
				 cli->verbose ? "" : ", which --verbose prints") < 0)
		text = NULL;
	if (text)
		print_line(cli, "warning: ", text);
	free(text);
}

bool wcore_cli_color_default(void)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	return !(no_color && *no_color) && term && strcmp(term, "dumb") != 0 &&
	       isatty(STDOUT_FILENO);
}

const char *wcore_cli_style(const struct wcore_cli *cli, enum wcore_style style)
{
	static const char *const sequences[] = {
		[WCORE_STYLE_END] = "\033[m", [WCORE_STYLE_FUNCTION] = "\033[33m",
		[WCORE_STYLE_FILE] = "\033[32m", [WCORE_STYLE_ADDRESS] = "\033[34m",
		[WCORE_STYLE_TRAP] = "\033[1;31m", [WCORE_STYLE_HEADING] = "\033[1m",
		[WCORE_STYLE_DIM] = "\033[2m",
	};

	return cli->color ? sequences[style] : "";
}

void wcore_cli_print(const struct wcore_cli *cli, enum wcore_style style, struct wcore_string text)
{
	fputs(wcore_cli_style(cli, style), stdout);
	wcore_text_write(stdout, text);
	fputs(wcore_cli_style(cli, WCORE_STYLE_END), stdout);
}

/* A reader that went away is no error: end as a program that leaves SIGPIPE alone. */
static void die_of_sigpipe(void)
{
	sigset_t pipe;

	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	sigprocmask(SIG_UNBLOCK, &pipe, NULL);
	raise(SIGPIPE);
}

int wcore_cli_finish(struct wcore_cli *cli)
{
	bool failed;

	if (wcore_memory_has_failed())
		wcore_cli_complain(cli, out_of_memory);
	wcore_cli_flush(cli);
	failed = ferror(stdout);
	if (fclose(stdout) != 0) {
		failed = true;
		if (!cli->write_errno)
			cli->write_errno = errno;
	}
	if (failed && cli->write_errno == EPIPE) {
		wcore_cli_leave(cli);
		die_of_sigpipe();
	}
	if (failed) {
		fprintf(stderr, "%s: cannot write to standard output%s%s\n", cli->command->name,
			cli->write_errno ? ": " : "",
			cli->write_errno ? strerror(cli->write_errno) : "");
		wcore_cli_status(cli, WCORE_STATUS_TROUBLE);
	}
	wcore_cli_leave(cli);
	free(cli->modules);
	free(cli->dirs);
	return (int)cli->status;
}
