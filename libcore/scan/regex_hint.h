/*
 * Bytes that every match of a regular expression has, for finding the places where it is worth trying: of
 * the common part of PCRE2's syntax; an expression with anything else in it gets no hint.
 */
#ifndef WCORE_SCAN_REGEX_HINT_H
#define WCORE_SCAN_REGEX_HINT_H

#include "pattern.h"

#define WCORE_HINT_LITERALS 32

struct wcore_regex_hint {
	/* One of these at least stands in every match; of a class of bytes, the bits that they share. */
	struct wcore_patterns literals;	/* id: its number */
	/* Where in the match each stands, when that is the same in all matches. */
	bool is_placed;
	size_t offsets[WCORE_HINT_LITERALS];
	bool alphabet[256];	/* bytes that a match may consist of */
};

/*
 * text was compiled without an error, for bytes, '.' leaving out newline.  *ret_found is false when no hint
 * is to be had; deinit in any case.  Errors: NOMEM.
 */
struct wcore_error *wcore_regex_hint_find(const char *text, bool ignore_case, struct wcore_regex_hint *ret,
					  bool *ret_found);
void wcore_regex_hint_deinit(struct wcore_regex_hint *hint);

#endif
