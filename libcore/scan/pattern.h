/*
 * What is looked for in a memory: bytes of which each bit may be left open.  A text, a
 * number, a pointer are such bytes, too; of a pointer into an object the bits that all of
 * its addresses share, and the range that decides.
 */
#ifndef WCORE_SCAN_PATTERN_H
#define WCORE_SCAN_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/arena.h"
#include "../base/error.h"
#include "../base/string.h"

/* Longer ones are refused. */
#define WCORE_PATTERN_MAX 4096

struct wcore_pattern {
	const uint8_t *bytes;	/* size of them, 0 where the mask is */
	const uint8_t *mask;	/* the bits that count */
	size_t size;		/* at least 1 */
	uint32_t id;		/* the caller's */
	bool is_exact;		/* every bit counts */
	/* Of a number of size bytes that may lie in a range; low <= high.  Without one, has_range is false. */
	bool has_range;
	uint64_t low, high;
};

/* The patterns, in the order they were added; the arena owns them. */
struct wcore_patterns {
	struct wcore_arena arena;
	struct wcore_pattern *items;
	size_t count, capacity;
	size_t max_size;
};

void wcore_patterns_init(struct wcore_patterns *patterns);
void wcore_patterns_deinit(struct wcore_patterns *patterns);

/*
 * Errors of these: NOMEM, USAGE.  Those with ret_column set it to the byte of the text where it is
 * wrong.  ignore_case: ASCII letters match either case.
 */
struct wcore_error *wcore_patterns_add_bytes(struct wcore_patterns *patterns, uint32_t id,
					     struct wcore_string bytes, bool ignore_case);
/* UTF-8 in the pattern, little-endian UTF-16 in memory. */
struct wcore_error *wcore_patterns_add_utf16(struct wcore_patterns *patterns, uint32_t id,
					     struct wcore_string text, bool ignore_case,
					     size_t *ret_column);
/* "de ad ?? ef", "dead??ef", "d? ?f": pairs of hexadecimal digits; '?' is any digit. */
struct wcore_error *wcore_patterns_add_hex(struct wcore_patterns *patterns, uint32_t id,
					   const char *text, size_t *ret_column);
/*
 * "5", "-1", "0xffff:16": a little-endian integer of 8, 16, 32 or 64 bits, signed or not.  Without a
 * width 32 bits, or 64 where it does not fit.
 */
struct wcore_error *wcore_patterns_add_int(struct wcore_patterns *patterns, uint32_t id,
					   const char *text, size_t *ret_column);
/* "1.5", "1e-3:32", "inf": as a float and as a double, or of the width that is given. */
struct wcore_error *wcore_patterns_add_float(struct wcore_patterns *patterns, uint32_t id,
					     const char *text, size_t *ret_column);
/* A pointer of width bytes (4 or 8) to one of the addresses low to high, high included. */
struct wcore_error *wcore_patterns_add_pointer(struct wcore_patterns *patterns, uint32_t id,
					       uint64_t low, uint64_t high, unsigned width);
/* The general form; bytes and mask are copied. */
struct wcore_error *wcore_patterns_add_masked(struct wcore_patterns *patterns, uint32_t id,
					      const uint8_t *bytes, const uint8_t *mask, size_t size);

/* Whether the size bytes at data are one. */
bool wcore_pattern_matches(const struct wcore_pattern *pattern, const uint8_t *data);
/* Whether that many zeros are one. */
bool wcore_pattern_is_zero(const struct wcore_pattern *pattern);

#endif
