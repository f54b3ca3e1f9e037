/* What wcore-merge says of what is not in its output. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "../libcore/base/alloc.h"
#include "merge.h"

void merge_left_out(struct wcore_cli *cli, const char *format, ...)
{
	va_list args;
	char *text = NULL;

	va_start(args, format);
	if (wcore_vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	if (text)
		wcore_cli_say(cli, text);
	wcore_cli_status(cli, WCORE_STATUS_PARTIAL);
	free(text);
}
