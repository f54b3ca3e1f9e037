#include "glob.h"

#include <string.h>

bool wcore_glob_is_pattern(const char *text)
{
	return strpbrk(text, "*?[") != NULL;
}

/* One item of the pattern that is no '*' against c; *ret_next is behind it. */
static bool match_set(const char *set, unsigned char c, const char **ret_next)
{
	const bool is_negated = *set == '!' || *set == '^';
	const char *at = set + is_negated;
	bool is_in = false;

	do {
		const unsigned char low = (unsigned char)*at;
		unsigned char high = low;

		if (!low)
			return false;
		if (at[1] == '-' && at[2] && at[2] != ']') {
			high = (unsigned char)at[2];
			at += 2;
		}
		is_in |= c >= low && c <= high;
		at++;
	} while (*at != ']');
	*ret_next = at + 1;
	return is_in != is_negated;
}

static bool match_one(const char *pattern, unsigned char c, const char **ret_next)
{
	*ret_next = pattern + 1;
	if (*pattern == '?')
		return true;
	/* A bracket that is never closed stands for itself. */
	if (*pattern == '[' && pattern[1] && strchr(pattern + 2, ']'))
		return match_set(pattern + 1, c, ret_next);
	if (*pattern == '\\' && pattern[1]) {
		*ret_next = pattern + 2;
		return (unsigned char)pattern[1] == c;
	}
	return (unsigned char)*pattern == c;
}

bool wcore_glob_match(const char *pattern, struct wcore_string text)
{
	const char *star = NULL, *next;
	size_t at = 0, from = 0;

	/* Only the last '*' ever has to take more. */
	while (at < text.size) {
		if (*pattern == '*') {
			star = ++pattern;
			from = at;
		} else if (*pattern && match_one(pattern, (unsigned char)text.data[at], &next)) {
			pattern = next;
			at++;
		} else if (star) {
			pattern = star;
			at = ++from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}
