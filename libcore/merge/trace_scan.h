/* Pieces of a line of text, from its front.  What does not match leaves the text as it was. */
#ifndef WCORE_MERGE_TRACE_SCAN_H
#define WCORE_MERGE_TRACE_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/string.h"

bool wcore_scan_literal(struct wcore_string *text, const char *literal);
/* Digits; false without any, and for what passes 64 bits. */
bool wcore_scan_decimal(struct wcore_string *text, uint64_t *ret);
/* "0x" and digits, in the same way. */
bool wcore_scan_hex(struct wcore_string *text, uint64_t *ret);
/* Without blanks and carriage returns at both ends, and lines, arrows and blocks (U+2500 to U+25FF) at the front. */
struct wcore_string wcore_scan_trim(struct wcore_string text);
/* What stands behind the first count bytes, of which there are as many. */
struct wcore_string wcore_scan_from(struct wcore_string text, size_t count);

#endif
