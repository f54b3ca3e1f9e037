/*
 * Containers of C++, Rust, Zig and Go as an expression uses them: how many
 * elements, one of them, what a smart pointer points to.  Recognised by their
 * layout, as lang/print.h does; where the invariants do not hold there is no container.
 */
#ifndef WCORE_LANG_CONTAINER_H
#define WCORE_LANG_CONTAINER_H

#include "object.h"

enum wcore_container_kind {
	WCORE_CONTAINER_NONE,	/* no container that is known, or its invariants do not hold */
	WCORE_CONTAINER_RUN,	/* elements one behind the other: vectors, slices, strings, spans */
	WCORE_CONTAINER_LIST,	/* lists, sets, queues: as they are printed */
	WCORE_CONTAINER_MAP,	/* keys and values, as they are printed */
	WCORE_CONTAINER_UNKNOWN,	/* one, but what it needs is not in the dump: why */
};

struct wcore_container {
	enum wcore_container_kind kind;
	const struct wcore_type *element;	/* of a MAP the value's */
	uint64_t address, count;
	const struct wcore_view *view;		/* of LIST and MAP; it may leave elements out */
	bool is_speculative;
	const char *why;			/* static */
};

/* object without references around it.  The viewer's arena holds what ret points to. */
void wcore_container_open(struct wcore_viewer *viewer, const struct wcore_object *object,
			  struct wcore_container *ret);
/* Element index, which is below count; of a MAP the value at that place. */
struct wcore_object wcore_container_element(const struct wcore_viewer *viewer,
					    const struct wcore_container *container, uint64_t index);
/* The value of a MAP whose key is shown as this one is; false when none is. */
bool wcore_container_lookup(struct wcore_viewer *viewer, const struct wcore_container *container,
			    const struct wcore_object *key, struct wcore_object *ret);
/*
 * What unique_ptr, shared_ptr, Box, Rc, Arc, NonNull and their like point to, and what
 * a std::optional holds; false when the object is no such pointer.  *ret may be of kind NONE: a null pointer, or one that is not known.
 */
bool wcore_container_target(struct wcore_viewer *viewer, const struct wcore_object *object,
			    struct wcore_object *ret);

#endif
