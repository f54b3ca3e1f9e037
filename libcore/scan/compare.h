/*
 * Where two memories differ, over their pieces: where segments begin and end on either side does not
 * matter.  What one side did not capture cannot be compared, and is said to be so.
 */
#ifndef WCORE_SCAN_COMPARE_H
#define WCORE_SCAN_COMPARE_H

#include "image.h"

#define WCORE_DIFFERENCE_HEAD 16
/* Changes with at most so many equal bytes between them are one. */
#define WCORE_DIFFERENCE_MERGE 7

enum wcore_difference_kind {
	WCORE_DIFFERENCE_CHANGED,
	WCORE_DIFFERENCE_UNKNOWN,	/* not captured in one of them, or in both */
};

struct wcore_difference {
	enum wcore_difference_kind kind;
	uint64_t address, size;
	uint64_t changed;	/* bytes that differ, at most size */
	uint8_t old_head[WCORE_DIFFERENCE_HEAD], new_head[WCORE_DIFFERENCE_HEAD];	/* of CHANGED, from address on */
	size_t head_size;
	bool old_absent, new_absent;	/* of UNKNOWN: which side; both: in parts or altogether */
};

struct wcore_compare_visitor {
	void *context;
	/* Each difference, ascending; false ends it. */
	bool (*difference)(void *context, const struct wcore_difference *difference);
	/* May be NULL: each run of bytes that all differ, beside differences; false ends it. */
	bool (*bytes)(void *context, uint64_t address, const uint8_t *old_bytes, const uint8_t *new_bytes,
		      uint64_t size);
	/* May be NULL: where what stands at an address ends: no change reaches over it. */
	uint64_t (*limit)(void *context, uint64_t address);
};

struct wcore_compare_options {
	uint64_t from, to;
	bool is_plain;		/* without SIMD and threads, for tests */
};

/*
 * The spaces are of different dumps, each of which nothing else uses meanwhile: a large one is
 * read by a thread of its own.  *ret_revised: image.h, is_revised, of either.  Errors: NOMEM, LIMIT.
 */
struct wcore_error *wcore_compare(const struct wcore_space *old_space, const struct wcore_space *new_space,
				  const struct wcore_compare_options *options,
				  const struct wcore_compare_visitor *visitor, bool *ret_revised);

/* How many bytes at the start of both are equal; plain: without SIMD. */
size_t wcore_compare_equal(const uint8_t *a, const uint8_t *b, size_t size, bool is_plain);

#endif
