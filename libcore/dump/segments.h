/*
 * The index of a dump's data segments: blocks of neighbouring segments with the
 * range of addresses that they cover.  It grows as far as a read needs it, and
 * its size is bounded whatever the dump holds: when it is full, two blocks
 * become one.
 */
#ifndef WCORE_DUMP_SEGMENTS_H
#define WCORE_DUMP_SEGMENTS_H

#include "extents.h"
#include "memory.h"

/* A place in all memories: ordered by memory, then by address. */
struct wcore_memory_place {
	uint32_t memory;
	uint64_t address;
};

struct wcore_segment_block {
	uint64_t header;	/* file offset of its first segment */
	uint64_t count;		/* segments in it */
	struct wcore_memory_place min, max;	/* no segment starts below min or ends above max */
};

struct wcore_segments {
	struct wcore_dump *dump;
	struct wcore_segment_iter iter;	/* where indexing stands */
	struct wcore_segment_block *blocks;
	size_t block_count, block_capacity;
	uint64_t per_block;
	uint64_t count;			/* segments that are indexed */
	struct wcore_memory_place end;		/* of the segment that was indexed last */
	struct wcore_memory_place start;
	struct wcore_memory_usage *usage;	/* one a memory, of what is indexed */
	uint64_t released;		/* the file up to here was given back to the system */
	uint64_t work;			/* segments read again to answer reads of disordered memories */
	unsigned reports[4];		/* findings of each kind so far */
	struct wcore_extents extents;	/* of disordered segments that are not too many: has_extents */
	bool has_extents;
	bool is_complete;
	bool is_ordered;		/* each segment starts behind the end of the one before */
	const struct wcore_memory_watch *watch;	/* NULL: nobody's */
};

struct wcore_error *wcore_segments_create(struct wcore_dump *dump, struct wcore_segments **ret);
void wcore_segments_destroy(struct wcore_segments *segments);

/* Indexes until no later segment of an ordered dump can hold anything below the place. */
struct wcore_error *wcore_segments_extend(struct wcore_segments *segments, struct wcore_memory_place place);
/*
 * Indexes those that start below the file offset: for who walks over the data section anyway, so that
 * its pages are read once.
 */
struct wcore_error *wcore_segments_advance(struct wcore_segments *segments, uint64_t offset);
/* Indexes all of them. */
struct wcore_error *wcore_segments_complete(struct wcore_segments *segments);

/*
 * Calls visit for what the indexed segments give of [address, end) of a memory.
 * Where segments overlap, it is called for the part that counts alone, or in
 * the order of the file: wcore_segments_may_repeat().  Errors: LIMIT (too many in disorder, or a sieve has left
 * them out), NOMEM.
 */
struct wcore_error *wcore_segments_visit(struct wcore_segments *segments, uint32_t memory,
					 uint64_t address, uint64_t end,
					 void (*visit)(void *context,
						       const struct wcore_segment *segment),
					 void *context);

/* True when visit may be called twice for the same byte. */
static inline bool wcore_segments_may_repeat(const struct wcore_segments *segments)
{
	return !segments->is_ordered && !segments->has_extents;
}

/* Where a segment's bytes end, 2^64 - 1 when it passes that. */
static inline uint64_t wcore_segment_end(const struct wcore_segment *segment)
{
	uint64_t end = segment->address + segment->size;

	return end < segment->address ? UINT64_MAX : end;
}

#endif
