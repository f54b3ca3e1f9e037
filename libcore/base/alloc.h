/*
 * Memory from the C library, in calls that remember when there was none.
 *
 * Where memory runs out, most functions return an error.  Some leave something out instead: a name stays
 * mangled, a value is not shown.  Then nobody above knows; so whoever prints the result asks at the end
 * whether memory ran out on the way, in any thread, and says so.  libcore and the commands take memory by
 * these calls alone (tests/lint.sh looks).  free() gives it back.
 */
#ifndef WCORE_BASE_ALLOC_H
#define WCORE_BASE_ALLOC_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

void *wcore_malloc(size_t size) __attribute__((malloc));
void *wcore_calloc(size_t count, size_t size) __attribute__((malloc));
/* alignment: a power of two; size a multiple of it. */
void *wcore_aligned_alloc(size_t alignment, size_t size) __attribute__((malloc));
void *wcore_realloc(void *memory, size_t size);
char *wcore_strdup(const char *text) __attribute__((malloc));
char *wcore_strndup(const char *text, size_t size) __attribute__((malloc));
/* Negative, and *ret is NULL, when memory ran out. */
int wcore_asprintf(char **ret, const char *format, ...) __attribute__((format(printf, 2, 3)));
int wcore_vasprintf(char **ret, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

/* A stream into *ret, which grows; NULL when memory ran out. */
FILE *wcore_memstream_open(char **ret, size_t *ret_size);
/* False when there was no memory for all of it; *ret is to be freed in any case. */
bool wcore_memstream_close(FILE *stream);

/* For what takes memory in another way. */
void wcore_memory_failed(void);
bool wcore_memory_has_failed(void);

#endif
