/* Between the files of cli: commands use cli.h. */
#ifndef WCORE_CMD_CLI_REPORT_H
#define WCORE_CMD_CLI_REPORT_H

#include <stdbool.h>

/* True when stdout is a terminal that takes colours and NO_COLOR is not set. */
bool wcore_cli_color_default(void);
/* wcore_lookup_options.tried: context is the struct wcore_cli. */
void wcore_cli_tried(void *context, const char *place, const char *outcome);

#endif
