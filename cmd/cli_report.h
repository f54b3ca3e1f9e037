/* Between the files of cli: commands use cli.h. */
#ifndef WCORE_CMD_CLI_REPORT_H
#define WCORE_CMD_CLI_REPORT_H

#include <stdbool.h>

struct wcore_cli;

/* True when stdout is a terminal that takes colours and NO_COLOR is not set. */
bool wcore_cli_color_default(void);
/* wcore_lookup_options.tried and .unreadable: context is the struct wcore_cli. */
void wcore_cli_tried(void *context, const char *place, const char *outcome);
void wcore_cli_unreadable(void *context, const char *place, const char *reason);
/*
 * Lets cli->progress write a line to stderr once work takes longer than a
 * second, when that is a terminal; the end of the work and each message erase it.
 */
void wcore_cli_progress_init(struct wcore_cli *cli);
void wcore_cli_progress_erase(struct wcore_cli *cli);

#endif
