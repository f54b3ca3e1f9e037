/*
 * Many patterns at once: every few bytes of what is searched, four of them are hashed and looked up in a filter of
 * what stands in the patterns.  finder.h is what others use.
 */
#ifndef WCORE_SCAN_MANY_H
#define WCORE_SCAN_MANY_H

#include "needle.h"

/* Longer beginnings of patterns are not looked at to tell them apart. */
#define WCORE_MANY_LEAST 8

struct wcore_many;

/* Bits that count are all, or all but that of a letter's case: others cannot be here. */
bool wcore_many_takes(const struct wcore_pattern *pattern);
/*
 * For at most count patterns of at least least bytes (1 to WCORE_MANY_LEAST: more is faster);
 * is_folded: some ignore case.  Errors: NOMEM.
 */
struct wcore_error *wcore_many_create(size_t count, size_t least, bool is_folded, struct wcore_many **ret);
void wcore_many_destroy(struct wcore_many *many);
/* The pattern is borrowed. */
void wcore_many_add(struct wcore_many *many, const struct wcore_pattern *pattern);
/* As wcore_finder_run(). */
void wcore_many_run(const struct wcore_many *many, enum wcore_simd simd, const uint8_t *data, size_t size,
		    size_t starts, const struct wcore_pattern_sink *sink);

#endif
