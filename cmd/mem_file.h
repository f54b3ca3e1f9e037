/* A file that a verb writes as a whole or not at all. */
#ifndef WCORE_CMD_MEM_FILE_H
#define WCORE_CMD_MEM_FILE_H

#include <stdio.h>

#include "../libcore/base/error.h"

/*
 * What write() puts into its stream, as libcore/base/output_file.h does it: "-" is standard output, to which
 * nothing may have been printed so far.  Errors: IO, NOMEM.
 */
struct wcore_error *mem_file_write(const char *path, void (*write)(void *context, FILE *out), void *context);

#endif
