/*
 * What an address belongs to: a static variable, a frame's variable or part of the shadow stack, a chunk of
 * the heap, the module's data.  What is not certain is not claimed: the answer is then a wider thing.
 */
#ifndef WCORE_LAYOUT_OWNER_H
#define WCORE_LAYOUT_OWNER_H

#include <stdio.h>

#include "../debug/static_map.h"
#include "frame_map.h"
#include "regions.h"

enum wcore_owner_kind {
	WCORE_OWNER_NONE,	/* nothing is known of it */
	WCORE_OWNER_STATIC,	/* a static variable: name, path */
	WCORE_OWNER_VARIABLE,	/* a variable of a frame: name, path, function, frame */
	WCORE_OWNER_FRAME,	/* the shadow stack of a frame: function, frame */
	WCORE_OWNER_STACK,	/* the shadow stack, of no frame that is there */
	WCORE_OWNER_DATA,	/* static data of the module: name is the segment's, as .rodata, or absent */
	WCORE_OWNER_CHUNK,	/* of the heap: is_used */
	WCORE_OWNER_HEAP,	/* of an allocator, no chunk: its own bookkeeping, or free and never used */
	WCORE_OWNER_OUTSIDE,	/* beyond the memory's end */
};

struct wcore_owner {
	enum wcore_owner_kind kind;
	struct wcore_string name;	/* absent when there is none */
	struct wcore_string function;
	uint64_t frame;		/* as wcore-bt numbers them, inlined calls too */
	uint64_t address, size;	/* of the whole thing; size 0 when unknown */
	uint64_t offset;	/* of the address that was asked for in it */
	struct wcore_string path;	/* "items[2].count": the member that stands there; absent for none */
	uint64_t path_offset;	/* into that member */
	bool is_used;		/* of CHUNK: handed out, not free */
};

struct wcore_owners;

/* What the chunks of a heap come to. */
struct wcore_owner_heap_use {
	const char *allocator;	/* its name; static */
	uint64_t used_chunks, used, free_chunks, free;	/* how many, and bytes that are the program's in them */
	uint64_t top;	/* bytes that were never handed out */
};

/* What an allocator's own view of the heap can say; context is the caller's. */
struct wcore_owner_heap {
	void *context;
	/*
	 * Fills kind (CHUNK or HEAP), address, size, offset, is_used; false when it knows nothing
	 * of the address.
	 */
	bool (*find)(void *context, uint64_t address, struct wcore_owner *ret);
	/*
	 * All of it, added to *ret; false when the allocator is unknown, the heap damaged, or not all
	 * of it recorded.  May be NULL.
	 */
	bool (*measure)(void *context, struct wcore_owner_heap_use *ret);
};

/*
 * target, memory and inspect are borrowed; inspect NULL: statics and heap only.  Nothing is
 * read before an address is asked for.  Scopes of inspect that are in use stay good.  Errors: NOMEM.
 */
struct wcore_error *wcore_owners_open(struct wcore_target *target, const struct wcore_memory *memory,
				      struct wcore_inspect *inspect, struct wcore_owners **ret);
void wcore_owners_close(struct wcore_owners *owners);
void wcore_owners_set_heap(struct wcore_owners *owners, const struct wcore_owner_heap *heap);
/* False when nobody knows. */
bool wcore_owners_heap_use(const struct wcore_owners *owners, struct wcore_owner_heap_use *ret);
/*
 * Strings live as long as owners.  After the first call that sorts what there is: a binary search.
 * Of static variables and frames only what is certain is told: see debug/static_map.h, layout/frame_map.h.
 */
struct wcore_owner wcore_owners_find(struct wcore_owners *owners, uint64_t address);
/*
 * "shop::TOTAL+4", "cart.items[2].count in #3 shop::process", "stack of #3 shop::process+0x10", "stack",
 * ".data+0x120", "used chunk 0x11530+8 of 24 bytes", "heap"; "-" for NONE.
 */
void wcore_owner_write(const struct wcore_owner *owner, FILE *out);
/* "static", "variable", "frame", "stack", "data", "chunk", "heap", "outside", "unknown": for JSON; static. */
const char *wcore_owner_kind_name(enum wcore_owner_kind kind);

/*
 * What it is asked from, for who shows all of it: made when asked for. NULL: there is none, or
 * memory ran out.
 */
struct wcore_regions *wcore_owners_regions(struct wcore_owners *owners);
struct wcore_frame_map *wcore_owners_frames(struct wcore_owners *owners);
/* Static variables of module i of wcore_owners_regions(). */
struct wcore_static_map *wcore_owners_statics(struct wcore_owners *owners, unsigned i);

#endif
