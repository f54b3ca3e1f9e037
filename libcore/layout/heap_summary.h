/* What the chunks of a heap come to: counts, bytes, sizes by powers of two. */
#ifndef WCORE_LAYOUT_HEAP_SUMMARY_H
#define WCORE_LAYOUT_HEAP_SUMMARY_H

#include "heap.h"

#define WCORE_CHUNK_STATES (WCORE_CHUNK_MIXED + 1)
#define WCORE_HEAP_BUCKETS 64

struct wcore_heap_count {
	uint64_t chunks;
	uint64_t bytes;	/* that the program may use; of TOP and INTERNAL all of them */
};

/* Sizes from 2^n to below 2^(n+1); the first one has 0, too. */
struct wcore_heap_bucket { struct wcore_heap_count used, free; };

struct wcore_heap_summary {
	uint64_t regions, region_bytes;
	uint64_t region_start, region_end;	/* the lowest and the highest; 0 without one */
	struct wcore_heap_count states[WCORE_CHUNK_STATES];
	uint64_t header_bytes;		/* of used and free chunks, in front of what is for the program and behind it */
	uint64_t unknown_bytes;		/* of regions, in no chunk: behind damage */
	uint64_t largest_used, largest_free;	/* TOP counts as free here */
	uint64_t problems;		/* that the walk met */
	bool is_cut;			/* the walk took too long, and was ended */
	struct wcore_heap_bucket buckets[WCORE_HEAP_BUCKETS];
};

void wcore_heap_summarize(struct wcore_heap *heap, const struct wcore_heap_state *state,
			  struct wcore_heap_summary *ret);
/* Of all free bytes, top too, how many of 1000 lie outside the largest free chunk; 0 without free ones. */
unsigned wcore_heap_fragmentation(const struct wcore_heap_summary *summary);

#endif
