/*
 * What dlmalloc.c, dlmalloc_find.c and dlmalloc_check.c share: nobody else includes this.
 *
 * dlmalloc 2.8 keeps its state in one static structure: 32 bins of small chunks, each the head of a
 * ring, 32 roots of trees of larger ones, the chunk split last (dv), the chunk at the end (top), and a list of segments.
 * Its C and Rust versions have these in other orders; rustc chooses its own.  A chunk is
 * named by where the size of the one in front may stand (prev_foot); its head follows, a word behind.
 */
#ifndef WCORE_LAYOUT_DLMALLOC_H
#define WCORE_LAYOUT_DLMALLOC_H

#include "heap.h"

#define DL_BINS 32
#define DL_SMALL_SHIFT 3	/* small bins are 8 bytes of size apart */
#define DL_TREE_SHIFT 8		/* trees begin with chunks of 256 bytes */
#define DL_PINUSE 1u		/* the chunk in front is used */
#define DL_CINUSE 2u		/* this one is */
#define DL_FLAGS 7u
#define DL_SEGMENTS 64		/* that are looked at */
#define DL_TREE_DEPTH 80	/* a tree has a level for each bit of a size */

/* Where the parts of the state stand: wcore_heap_state.words; 0: not known. */
enum {
	DL_AT_SMALLBINS, DL_AT_TREEBINS, DL_AT_SMALLMAP, DL_AT_TREEMAP, DL_AT_DV, DL_AT_DVSIZE, DL_AT_TOP,
	DL_AT_TOPSIZE, DL_AT_LEAST, DL_AT_SEGMENT, DL_ALIGNMENT,
};

struct dl_segment {
	uint64_t base, size;
	uint64_t record;	/* where it stands: in the state, or in a chunk of the segment that came behind it */
};

struct dl {
	struct wcore_heap_memory *memory;
	const struct wcore_heap_state *state;
	uint64_t width;		/* of a word */
	uint64_t alignment;
	uint64_t top, topsize;	/* 0 when they cannot be read */
	uint64_t dv, dvsize;
	struct dl_segment segments[DL_SEGMENTS];
	unsigned segment_count;
	bool is_list_broken;	/* of segments */
	uint64_t list_end;	/* where its next pointer cannot be right */
};

/* Reads what the state says. */
void dl_open(struct dl *dl, struct wcore_heap_memory *memory, const struct wcore_heap_state *state);
/* The segment that holds [address, address + size), or NULL. */
const struct dl_segment *dl_segment_of(const struct dl *dl, uint64_t address, uint64_t size);
bool dl_word(const struct dl *dl, uint64_t address, uint64_t *ret);
bool dl_head(const struct dl *dl, uint64_t chunk, uint64_t *ret);
static inline uint64_t dl_size(uint64_t head) { return head & ~(uint64_t)DL_FLAGS; }
/* Whether a chunk may stand there at all: aligned, inside a segment. */
bool dl_is_place(const struct dl *dl, uint64_t chunk);
/* A free chunk whose head, footer and neighbour agree: *ret_size is its size. */
bool dl_is_free(const struct dl *dl, uint64_t chunk, uint64_t *ret_size);
/* What the end of the top segment is kept for: a segment's record and fenceposts. */
uint64_t dl_foot(uint64_t width, uint64_t alignment);
/* Where the first chunk of a segment stands. */
uint64_t dl_first(const struct dl *dl, uint64_t base);
/*
 * Whether a small bin's ring counts: by the map, or where that was not found by what stands in it.  The ends of a
 * bin that became empty stay as they were.
 */
bool dl_is_bin_live(const struct dl *dl, unsigned bin);
/* The bin of trees for a size. */
unsigned dl_tree_index(uint64_t size);

/* Visits what the bins name, damaged or not, as far as rings and trees can be followed; false of visit ends it. */
enum dl_node_kind {
	DL_SMALL,	/* in the ring of a small bin */
	DL_BRANCH,	/* in a tree: named by a bin or a parent */
	DL_RING,	/* in the ring of one in a tree, of its size */
};
struct dl_node {
	uint64_t chunk;		/* what is named */
	uint64_t from;		/* where that name stands */
	unsigned bin;
	enum dl_node_kind kind;
};
void dl_visit_bins(const struct dl *dl, bool (*visit)(void *context, const struct dl_node *node), void *context);

/* dlmalloc_find.c */
bool dl_recognize(struct wcore_heap_memory *memory, struct wcore_heap_state *ret);
/* dlmalloc_check.c */
void dl_check(struct wcore_heap *heap, const struct wcore_heap_state *state,
	      const struct wcore_heap_visitor *visitor);

#endif
