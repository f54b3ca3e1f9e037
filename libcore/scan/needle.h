/*
 * One pattern in a run of bytes: two of its bytes, the rarest ones, are compared at 16 or 32 places at a
 * time, and where both fit all of it is.  The plain C form gives the same on every machine.
 */
#ifndef WCORE_SCAN_NEEDLE_H
#define WCORE_SCAN_NEEDLE_H

#include "pattern.h"

enum wcore_simd {
	WCORE_SIMD_PLAIN,
	WCORE_SIMD_SSE2,
	WCORE_SIMD_AVX2,
};

/* The best that this processor has. */
enum wcore_simd wcore_simd_detect(void);

/* Who is told of occurrences, in ascending order for one pattern. */
struct wcore_pattern_sink {
	void (*found)(void *context, size_t at, const struct wcore_pattern *pattern);
	void *context;
};

struct wcore_needle {
	const struct wcore_pattern *pattern;	/* borrowed */
	size_t first, second;	/* offsets of the two bytes; the same of a pattern of one byte */
	uint8_t bytes[2], masks[2];
	bool is_plain;		/* of the two bytes every bit counts */
};

void wcore_needle_init(struct wcore_needle *needle, const struct wcore_pattern *pattern);
/*
 * All occurrences that begin at one of the first starts bytes of data and end within size;
 * starts is at most size.
 */
void wcore_needle_find(const struct wcore_needle *needle, enum wcore_simd simd, const uint8_t *data,
		       size_t size, size_t starts, const struct wcore_pattern_sink *sink);

/* How often a byte stands in a memory, roughly: for choosing the rare ones.  Of all bytes that fit the masked one. */
unsigned wcore_needle_weight(uint8_t byte, uint8_t mask);

/* Of needle_simd.c: starts where both bytes fit, in [at, end); data is readable up to end + both offsets. */
#if defined(__x86_64__) || defined(__i386__)
void wcore_needle_find_sse2(const struct wcore_needle *needle, const uint8_t *data, size_t end,
			    const struct wcore_pattern_sink *sink);
void wcore_needle_find_avx2(const struct wcore_needle *needle, const uint8_t *data, size_t end,
			    const struct wcore_pattern_sink *sink);
#define WCORE_NEEDLE_SIMD 1
#else
#define WCORE_NEEDLE_SIMD 0
#endif

#endif
