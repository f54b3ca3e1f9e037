/*
 * Looks for patterns in all of a memory that is known: bytes of segments, and zeros that the producer left
 * out.  Addresses ascend.  Of a pattern all occurrences are found, overlapping ones too; of a
 * regular expression those that do not overlap, from the left.
 *
 * A dump of any size takes the same few MiB.  Several threads read and look; the caller's
 * functions are called on its own.
 */
#ifndef WCORE_SCAN_SCAN_H
#define WCORE_SCAN_SCAN_H

#include "../dump/space.h"
#include "finder.h"
#include "regex.h"

/* What stands around an occurrence is given up to these sizes. */
#define WCORE_HIT_BEFORE 64
#define WCORE_HIT_BYTES 256
#define WCORE_HIT_AFTER 64

struct wcore_query {
	const struct wcore_patterns *patterns;
	struct wcore_regex *const *regexes;	/* regex_count of them, which may be 0 */
	const uint32_t *regex_ids;
	size_t regex_count;
	uint32_t id_count;	/* all ids are below */
	uint64_t from, to;	/* an occurrence lies inside */
	uint64_t align;		/* its address is a multiple; at least 1 */
	uint64_t limit;		/* occurrences that found() wants at most */
	enum wcore_simd simd;
	unsigned threads;	/* at most; 0: as many as there are processors, four at most */
};

/* count occurrences, step bytes from one to the next: more than one in zeros that the producer left out. */
struct wcore_hit {
	uint32_t id;
	uint64_t address, size;
	uint64_t count, step;
	const uint8_t *bytes, *before, *after;	/* bytes: its first ones */
	size_t bytes_size, before_size, after_size;
};

/*
 * Calls found for each occurrence until it gives false.  space has a memory.  Errors: NOMEM, LIMIT (a
 * regular expression that backtracks too long, segments that are too many and too disordered).
 */
struct wcore_error *wcore_scan_list(const struct wcore_space *space, const struct wcore_query *query,
				    bool (*found)(void *context, const struct wcore_hit *hit), void *context);
/*
 * counts[id] becomes the number of occurrences of each id, UINT64_MAX at most; with only_whether it ends once none is
 * zero.
 */
struct wcore_error *wcore_scan_count(const struct wcore_space *space, const struct wcore_query *query,
				     bool only_whether, uint64_t *counts);

#endif
