/* Between the files of cli: commands use cli.h. */
#ifndef WCORE_CMD_CLI_REPORT_H
#define WCORE_CMD_CLI_REPORT_H

#include <stdbool.h>
#include <stddef.h>

struct wcore_cli;

/* True when stdout is a terminal that takes colours and NO_COLOR is not set. */
bool wcore_cli_color_default(void);
/* wcore_lookup_options.tried and .unreadable: context is the struct wcore_cli. */
void wcore_cli_tried(void *context, const char *place, const char *outcome);
void wcore_cli_unreadable(void *context, const char *place, const char *reason);
/* The limits of the command line, and handlers of the signals that end it by one of them. */
void wcore_cli_limits_enter(const struct wcore_cli *cli);
/* More than any real dump takes. */
#define WCORE_CLI_MEMORY_DEFAULT (UINT64_C(8) << 30)
/* What is said when memory ran out: that it did, or that the limit did.  In buffer, or static. */
const char *wcore_cli_memory_text(const struct wcore_cli *cli, char *buffer, size_t size);
/* Ends what wcore_cli_enter() began; nothing is read behind it. */
void wcore_cli_leave(struct wcore_cli *cli);
/*
 * Lets cli->progress write a line to stderr once work takes longer than a
 * second, when that is a terminal; the end of the work and each message erase it.
 */
void wcore_cli_progress_init(struct wcore_cli *cli);
void wcore_cli_progress_erase(struct wcore_cli *cli);

#endif
