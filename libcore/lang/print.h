/*
 * From an object to its view.  Each language has its family of types that are shown
 * by what they mean (strings, vectors, maps, options) in a file of its own: a type is recognised by its
 * layout, and when the invariants of a container do not hold, the raw struct is shown.
 */
#ifndef WCORE_LANG_PRINT_H
#define WCORE_LANG_PRINT_H

#include "view.h"

/* Never NULL but when memory ran out.  depth counts from 0. */
struct wcore_view *wcore_print(struct wcore_viewer *viewer, const struct wcore_object *object,
			       unsigned depth);
/* The same without families: members as they are declared. */
struct wcore_view *wcore_print_raw(struct wcore_viewer *viewer, const struct wcore_object *object,
				   unsigned depth);

/* Objects on the way to the one that is shown; print.c keeps it, a pointer to one of them is not followed. */
struct wcore_print_path {
	const struct wcore_print_path *outer;
	uint64_t address;
	const struct wcore_type *type;	/* without aliases and qualifiers */
};

struct wcore_family {
	const char *name;
	bool (*has_language)(uint32_t language);	/* DW_LANG_* */
	enum wcore_view_style style;
	/* NULL: none of the family's types, or its invariants do not hold. */
	struct wcore_view *(*print)(struct wcore_viewer *viewer, const struct wcore_object *object,
				    unsigned depth);
};

extern const struct wcore_family wcore_family_c, wcore_family_cxx, wcore_family_rust,
	wcore_family_zig;
const struct wcore_family *wcore_family_of(uint32_t language);

/* For families: a string of known length (UTF-8 or any bytes) at an address; limits apply. */
struct wcore_view *wcore_print_string(struct wcore_viewer *viewer, uint64_t address, uint64_t size);
/* count elements of a type, stride bytes apart, from an address. */
struct wcore_view *wcore_print_elements(struct wcore_viewer *viewer, const struct wcore_type *element,
					uint64_t address, uint64_t count, uint64_t stride,
					unsigned depth);
/*
 * Text of a known count of characters of width bytes each: 1 (UTF-8 or any bytes), 2 (UTF-16), 4
 * (UTF-32).  Also what a terminated string at an address holds: count UINT64_MAX ends it at its NUL.
 */
struct wcore_view *wcore_print_text(struct wcore_viewer *viewer, uint64_t address, uint64_t count,
				    unsigned width);
/* A pointer, followed as the limits and the objects on the way allow; is_owner: whatever it points to. */
struct wcore_view *wcore_print_pointer(struct wcore_viewer *viewer, const struct wcore_object *pointer,
				       bool is_owner, unsigned depth);
/* A number of up to 8 bytes, shown as its type says. */
struct wcore_view *wcore_print_number(struct wcore_viewer *viewer, const struct wcore_object *object);
/* The function that a function pointer names, by the instance's table; absent when it cannot be said. */
struct wcore_string wcore_print_function(struct wcore_viewer *viewer, uint64_t pointer);
/* The static variable at an address, "name" or "name+4"; absent for none.  In the viewer's arena. */
struct wcore_string wcore_print_symbol(struct wcore_viewer *viewer, uint64_t address);

#endif
