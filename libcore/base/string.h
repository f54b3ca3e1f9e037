/* A run of bytes that somebody else owns: not terminated, any bytes, any encoding. */
#ifndef WCORE_BASE_STRING_H
#define WCORE_BASE_STRING_H

#include <stdbool.h>
#include <stddef.h>

struct wcore_string {
	const char *data;	/* NULL when absent */
	size_t size;
};

#define WCORE_STRING(literal) ((struct wcore_string){(literal), sizeof(literal) - 1})

/* From a terminated string, which stays the caller's; NULL gives the absent string. */
struct wcore_string wcore_string_from(const char *text);
bool wcore_string_equal(struct wcore_string a, struct wcore_string b);
bool wcore_string_is(struct wcore_string a, const char *text);
bool wcore_string_starts(struct wcore_string a, const char *prefix);
bool wcore_string_ends(struct wcore_string a, const char *suffix);
/* What stands after the last '/'. */
struct wcore_string wcore_string_basename(struct wcore_string path);
/* A terminated copy that the caller frees; NULL when memory ran out. */
char *wcore_string_dup(struct wcore_string a);

#endif
