/* What the heap says of an address, for owner.h: the heap is looked for when the first one is asked for. */
#ifndef WCORE_LAYOUT_HEAP_OWNER_H
#define WCORE_LAYOUT_HEAP_OWNER_H

#include "heap.h"
#include "owner.h"

struct wcore_heap_owner {
	struct wcore_target *target;
	const struct wcore_memory *memory;
	struct wcore_heap *heap;	/* NULL: not looked for yet, or none */
	bool is_open;
};

/* target and memory are borrowed. */
void wcore_heap_owner_init(struct wcore_heap_owner *owner, struct wcore_target *target,
			   const struct wcore_memory *memory);
void wcore_heap_owner_deinit(struct wcore_heap_owner *owner);
/* For wcore_owners_set_heap(); owner has to outlive the owners. */
struct wcore_owner_heap wcore_heap_owner_source(struct wcore_heap_owner *owner);

#endif
