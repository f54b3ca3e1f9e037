/*
 * What the printers of C++'s standard library share.  A type is taken for a container by its
 * name in std and by the members that it has, of libc++ (LLVM 14 and later, both string layouts) or
 * of libstdc++.  Each printer gives NULL for what does not hold together.
 */
#ifndef WCORE_LANG_CXX_PART_H
#define WCORE_LANG_CXX_PART_H

#include "print_part.h"

/* The name of a class of std without inline namespaces and arguments: "vector"; absent for others. */
struct wcore_string wcore_cxx_name(struct wcore_viewer *viewer, const struct wcore_type *type);

/*
 * Members of members: "__r_.__value_.__l|__rep_.__l" takes the first path whose names are
 * all there.  False when there is none, or its place is not known.
 */
bool wcore_cxx_field(struct wcore_viewer *viewer, const struct wcore_object *object,
		     const char *paths, struct wcore_object *ret);
/* The number that stands there. */
bool wcore_cxx_number(struct wcore_viewer *viewer, const struct wcore_object *object,
		      const char *paths, uint64_t *ret);
/* How far a part of an object stands from its start, in bytes. */
uint64_t wcore_cxx_offset(const struct wcore_object *object, const struct wcore_object *part);
/* Argument number i of a template; NULL when it is no type. */
const struct wcore_type *wcore_cxx_argument(struct wcore_viewer *viewer,
					    const struct wcore_type *type, uint32_t i);
/*
 * The type of a container's nodes, "__list_node", as its allocator's argument; NULL when it
 * cannot be had.
 */
const struct wcore_type *wcore_cxx_node_type(struct wcore_viewer *viewer,
					     const struct wcore_object *container,
					     const char *name);
/* Whether [address, address + size) is in the memory and not at its very start. */
bool wcore_cxx_is_memory(struct wcore_viewer *viewer, uint64_t address, uint64_t size);
/* A LIST that is to hold elements at address, stride bytes apart; checks that they are in memory. */
struct wcore_view *wcore_cxx_elements(struct wcore_viewer *viewer, const struct wcore_type *element,
				      uint64_t address, uint64_t count, unsigned depth);
/* An empty LIST or MAP with the limits of the viewer. */
struct wcore_view *wcore_cxx_list(struct wcore_viewer *viewer, enum wcore_view_kind kind);

/* The characters of a std::basic_string: an array of them, and how many are the text. */
bool wcore_cxx_characters(struct wcore_viewer *viewer, const struct wcore_object *object,
			  struct wcore_object *ret, uint64_t *ret_size);

struct wcore_cxx_printer {
	const char *name;
	struct wcore_view *(*print)(struct wcore_viewer *viewer, const struct wcore_object *object,
				    unsigned depth);
};
/* Tables of printers, each ended by a NULL name. */
extern const struct wcore_cxx_printer wcore_cxx_strings[], wcore_cxx_vectors[], wcore_cxx_lists[],
	wcore_cxx_trees[], wcore_cxx_hashes[], wcore_cxx_pointers[], wcore_cxx_values[];

#endif
