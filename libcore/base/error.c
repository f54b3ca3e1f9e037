#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

static char nomem_message[] = "out of memory";
static struct wcore_error nomem = {
	.code = WCORE_ERROR_NOMEM,
	.message = nomem_message,
};

struct wcore_error *wcore_error_nomem(void)
{
	wcore_memory_failed();
	wcore_memory_failed();
	return &nomem;
}

__attribute__((format(printf, 4, 0))) static struct wcore_error *
error_create(enum wcore_error_code code, const char *path, const char *where, const char *format, va_list args)
{
	struct wcore_error *error = wcore_calloc(1, sizeof(*error));

	if (!error)
		return wcore_error_nomem();
	error->code = code;
	if (wcore_vasprintf(&error->message, format, args) < 0)
		error->message = NULL;
	if (path)
		error->path = wcore_strdup(path);
	if (where)
		error->where = wcore_strdup(where);
	if (!error->message || (path && !error->path) || (where && !error->where)) {
		wcore_error_destroy(error);
		return wcore_error_nomem();
	}
	return error;
}

struct wcore_error *wcore_error_create(enum wcore_error_code code, const char *path,
				       const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct wcore_error *error = error_create(code, path, NULL, format, args);
	va_end(args);
	return error;
}

struct wcore_error *wcore_error_vat(enum wcore_error_code code, const char *path,
				    const char *where, uint64_t offset, const char *format,
				    va_list args)
{
	struct wcore_error *error = error_create(code, path, where, format, args);

	if (error != &nomem) {
		error->has_offset = true;
		error->offset = offset;
	}
	return error;
}

struct wcore_error *wcore_error_at(enum wcore_error_code code, const char *path, const char *where,
				   uint64_t offset, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct wcore_error *error = wcore_error_vat(code, path, where, offset, format, args);
	va_end(args);
	return error;
}

void wcore_error_destroy(struct wcore_error *error)
{
	if (!error || error == &nomem)
		return;
	free(error->path);
	free(error->where);
	free(error->message);
	free(error);
}

char *wcore_error_format(const struct wcore_error *error)
{
	char *line;
	char offset[32] = "";
	const char *path = error->path;

	if (error->has_offset)
		snprintf(offset, sizeof(offset), "0x%llx: ", (unsigned long long)error->offset);
	if (path && !*path)
		path = "''";
	if (wcore_asprintf(&line, "%s%s%s%s%s%s", path ? path : "", path ? ": " : "", offset,
		     error->where ? error->where : "", error->where ? ": " : "", error->message) < 0)
		return NULL;
	return line;
}
