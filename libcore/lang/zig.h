/* Inside the Zig family: what its files share. */
#ifndef WCORE_LANG_ZIG_H
#define WCORE_LANG_ZIG_H

#include "print.h"

/* A member by name; false when there is none. */
bool wcore_zig_field(struct wcore_viewer *viewer, const struct wcore_object *object, const char *name,
		     struct wcore_object *ret);
/* The number or address in one. */
bool wcore_zig_number(struct wcore_viewer *viewer, const struct wcore_object *object, const char *name,
		      uint64_t *ret);
/* False when count elements of size bytes cannot stand at address in the memory. */
bool wcore_zig_fits(struct wcore_viewer *viewer, uint64_t address, uint64_t count, uint64_t size);

/* std.HashMap and what is made of it; NULL: the invariants do not hold. */
struct wcore_view *wcore_zig_hash_map(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth);

#endif
