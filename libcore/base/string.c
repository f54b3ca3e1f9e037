#include "string.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

struct wcore_string wcore_string_from(const char *text)
{
	return (struct wcore_string){ text, text ? strlen(text) : 0 };
}

bool wcore_string_equal(struct wcore_string a, struct wcore_string b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool wcore_string_is(struct wcore_string a, const char *text)
{
	return wcore_string_equal(a, wcore_string_from(text));
}

bool wcore_string_starts(struct wcore_string a, const char *prefix)
{
	size_t size = strlen(prefix);

	return a.size >= size && (size == 0 || memcmp(a.data, prefix, size) == 0);
}

bool wcore_string_ends(struct wcore_string a, const char *suffix)
{
	size_t size = strlen(suffix);

	return a.size >= size && (size == 0 || memcmp(a.data + a.size - size, suffix, size) == 0);
}

struct wcore_string wcore_string_basename(struct wcore_string path)
{
	const char *slash = path.size ? memrchr(path.data, '/', path.size) : NULL;

	if (!slash)
		return path;
	size_t skip = (size_t)(slash - path.data) + 1;
	return (struct wcore_string){ path.data + skip, path.size - skip };
}

char *wcore_string_dup(struct wcore_string a)
{
	char *copy = wcore_malloc(a.size + 1);

	if (!copy)
		return NULL;
	if (a.size)
		memcpy(copy, a.data, a.size);
	copy[a.size] = '\0';
	return copy;
}
