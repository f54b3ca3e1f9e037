/*
 * All occurrences of a set of patterns in a run of bytes, overlapping ones too.  A few are looked for one
 * after the other; of many, every so many bytes a few are hashed and looked up in a table of
 * what stands in the patterns, so that a thousand take little longer than one.
 */
#ifndef WCORE_SCAN_FINDER_H
#define WCORE_SCAN_FINDER_H

#include "needle.h"

struct wcore_finder;

/* patterns are borrowed.  Errors: NOMEM. */
struct wcore_error *wcore_finder_create(const struct wcore_patterns *patterns, enum wcore_simd simd,
					struct wcore_finder **ret);
void wcore_finder_destroy(struct wcore_finder *finder);
/*
 * All that begin at one of the first starts bytes of data and end within size, in no order
 * between patterns.  Several threads may use one finder.
 */
void wcore_finder_run(const struct wcore_finder *finder, const uint8_t *data, size_t size, size_t starts,
		      const struct wcore_pattern_sink *sink);
/* False when no occurrence can have these two bytes side by side: a border between pieces needs no look. */
bool wcore_finder_may_cross(const struct wcore_finder *finder, uint8_t left, uint8_t right);

#endif
