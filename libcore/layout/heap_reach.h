/*
 * Which used chunks the program can still get at: a conservative mark from everything that is no chunk
 * (static data, the live part of the shadow stack), Wasm globals, and what is known of locals and operands.
 * Any word that lies in a used chunk counts as a pointer to it, also into its middle.
 */
#ifndef WCORE_LAYOUT_HEAP_REACH_H
#define WCORE_LAYOUT_HEAP_REACH_H

#include "../lang/inspect.h"
#include "heap.h"
#include "regions.h"

enum wcore_reference_kind {
	WCORE_REFERENCE_NONE,
	WCORE_REFERENCE_MEMORY,		/* place: the address of the pointer, in a chunk or elsewhere */
	WCORE_REFERENCE_GLOBAL,		/* place: the Wasm global */
	WCORE_REFERENCE_LOCAL,		/* place: the local of frame */
	WCORE_REFERENCE_OPERAND,
};
struct wcore_reference {
	enum wcore_reference_kind kind;
	uint64_t place;
	uint32_t frame;		/* as recorded */
};

enum wcore_reach_state {
	WCORE_REACH_LIVE,
	WCORE_REACH_DOUBTFUL,	/* only from below the stack pointer, where static data may stand, too */
	WCORE_REACH_LEAKED,	/* nothing points to it */
	WCORE_REACH_INDIRECT,	/* only leaked chunks do */
};

struct wcore_leak {
	size_t index;		/* of the chunk in the heap */
	enum wcore_reach_state state;	/* not LIVE */
	uint64_t held_chunks, held_bytes;	/* of LEAKED: INDIRECT ones that were reached from it, without itself */
	size_t root;		/* of INDIRECT: the number of the leak that it hangs on, in this list */
};

struct wcore_reach {
	struct wcore_heap *heap;
	const struct wcore_regions *regions;	/* NULL: nothing is known of the stack */
	struct wcore_leak *leaks;	/* by address */
	size_t leak_count;
	uint64_t unknown_values;	/* locals and operands that may hold a pointer and are not known */
	uint64_t unknown_frames;	/* frames that have such ones, or that were not looked at */
	uint64_t mixed_bytes;		/* in chunks of WCORE_CHUNK_MIXED: leaks among them cannot be told */
	uint64_t missing_bytes;		/* of the memory: not captured */
	bool is_cut;			/* memory was not read to its end: nothing is said of leaks then */
	bool has_dead_stack; uint64_t dead_low, dead_high;	/* that was left out */
	bool is_dead_sure;

	/* Of heap_reach.c: */
	uint8_t *states;		/* of each chunk */
	uint64_t *from;			/* the first reference that was met: packed */
	uint32_t *counts;		/* references to the chunk, from what is live */
};

/*
 * heap stays the caller's; so does inspect, of the thread whose stack is taken for live: both NULL when no frames
 * are known.  regions may be NULL.  Errors: NOMEM.
 */
struct wcore_error *wcore_reach_create(struct wcore_heap *heap, struct wcore_inspect *inspect,
				       const struct wcore_thread *thread, const struct wcore_regions *regions,
				       struct wcore_reach **ret);
void wcore_reach_destroy(struct wcore_reach *reach);
/* The reference to a chunk that is the shortest way from a root; NONE without one.  *ret_count: all of them. */
struct wcore_reference wcore_reach_reference(const struct wcore_reach *reach, size_t index, uint64_t *ret_count);

#endif
