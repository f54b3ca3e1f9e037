/* Patterns of names: '*' any run, '?' any character, [a-z] one of a set, '\' takes the next as it is. */
#ifndef WCORE_BASE_GLOB_H
#define WCORE_BASE_GLOB_H

#include "string.h"

/* Whether a text has a sign that makes a pattern of it. */
bool wcore_glob_is_pattern(const char *text);
/* The whole text has to match.  Takes at most the product of both lengths. */
bool wcore_glob_match(const char *pattern, struct wcore_string text);

#endif
