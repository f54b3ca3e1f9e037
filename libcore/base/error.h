/*
 * An error says what went wrong and where: the file, the byte, the section.
 *
 * A function that can fail returns NULL for success or an error that the
 * caller owns: pass it up or give it to wcore_error_destroy().  Out of memory
 * is one static object, so that reporting it needs no memory.
 */
#ifndef WCORE_BASE_ERROR_H
#define WCORE_BASE_ERROR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

enum wcore_error_code {
	WCORE_ERROR_NOMEM,
	WCORE_ERROR_IO,		/* the system refused to open, read or write */
	WCORE_ERROR_FORMAT,	/* the bytes are not what the format asks for */
	WCORE_ERROR_KIND,	/* a readable file of another kind */
	WCORE_ERROR_LIMIT,	/* a limit of wcore's own was reached */
	WCORE_ERROR_USAGE,	/* the caller asked for something that cannot be */
	WCORE_ERROR_NOT_FOUND,
};

struct wcore_error {
	enum wcore_error_code code;
	bool has_offset;
	uint64_t offset;	/* in bytes from the start of the file */
	char *path;		/* NULL when no file is concerned */
	char *where;		/* section or structure, or NULL */
	char *message;
};

struct wcore_error *wcore_error_nomem(void);

struct wcore_error *wcore_error_create(enum wcore_error_code code, const char *path,
				       const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* path and where may be NULL; both are copied. */
struct wcore_error *wcore_error_at(enum wcore_error_code code, const char *path, const char *where,
				   uint64_t offset, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
struct wcore_error *wcore_error_vat(enum wcore_error_code code, const char *path,
				    const char *where, uint64_t offset, const char *format,
				    va_list args)
	__attribute__((format(printf, 5, 0)));

/* Accepts NULL and the static out-of-memory error. */
void wcore_error_destroy(struct wcore_error *error);

/*
 * The one line a user reads, without a newline: "crash.core: 0x1a4: section 11
 * (data): size 900 passes the end of the file".  The caller frees it; NULL when
 * memory ran out.  Bytes of the input in it are not masked: see text.h.
 */
char *wcore_error_format(const struct wcore_error *error);

#endif
