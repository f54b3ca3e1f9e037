#include "mem_file.h"

#include <stdlib.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/output_file.h"

static struct wcore_error *put(const char *path, const char *data, size_t size)
{
	struct wcore_output_file *file;
	struct wcore_error *error = wcore_output_file_create(path, &file);

	if (error)
		return error;
	error = wcore_output_file_write(file, data, size);
	if (!error)
		return wcore_output_file_commit(file);
	wcore_output_file_abandon(file);
	return error;
}

struct wcore_error *mem_file_write(const char *path, void (*write)(void *context, FILE *out), void *context)
{
	struct wcore_error *error = NULL;
	char *data = NULL;
	size_t size = 0;
	FILE *out = wcore_memstream_open(&data, &size);

	if (!out)
		return wcore_error_nomem();
	write(context, out);
	if (!wcore_memstream_close(out) || !data)
		error = wcore_error_nomem();
	else
		error = put(path, data, size);
	free(data);
	return error;
}
