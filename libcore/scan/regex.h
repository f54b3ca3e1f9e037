/*
 * A regular expression (PCRE2, of bytes) over a run of memory.  '^' and '$' match at lines, '.' is any byte but
 * newline.  Limits end an expression that backtracks for ever; a match, with what it looks at behind
 * its end, has at most WCORE_REGEX_MAX bytes.
 */
#ifndef WCORE_SCAN_REGEX_H
#define WCORE_SCAN_REGEX_H

#include "needle.h"

#define WCORE_REGEX_MAX 16384
/* What look-behind may see. */
#define WCORE_REGEX_BEHIND 256

struct wcore_regex;
/* What one thread needs to use an expression. */
struct wcore_regex_work;

/* Errors: NOMEM, USAGE; *ret_column is then where in the text. */
struct wcore_error *wcore_regex_create(const char *text, bool ignore_case, enum wcore_simd simd,
				       size_t *ret_column, struct wcore_regex **ret);
void wcore_regex_destroy(struct wcore_regex *regex);
/* Tries every place instead of those that a hint gives: for tests. */
void wcore_regex_forget_hint(struct wcore_regex *regex);
bool wcore_regex_has_hint(const struct wcore_regex *regex);

struct wcore_error *wcore_regex_work_create(const struct wcore_regex *regex, struct wcore_regex_work **ret);
void wcore_regex_work_destroy(struct wcore_regex_work *work);

/* The run of bytes that is searched, and which of it. */
struct wcore_regex_run {
	const uint8_t *data;
	size_t size;
	size_t from, starts;	/* matches begin in [from, starts) */
	bool is_line_start;	/* data begins a line */
	bool is_line_end;	/* and ends one */
	uint32_t group;		/* whose place found() is given; 0: the whole match, also where the group is empty or unset */
	void (*found)(void *context, size_t at, size_t size);
	void *context;
};
/*
 * From the left, matches that do not overlap and are not empty.  Errors: NOMEM, LIMIT (it backtracks
 * too long).
 */
struct wcore_error *wcore_regex_find(const struct wcore_regex *regex, struct wcore_regex_work *work,
				     const struct wcore_regex_run *run);

#endif
