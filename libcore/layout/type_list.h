/* The types of a module by their names. */
#ifndef WCORE_LAYOUT_TYPE_LIST_H
#define WCORE_LAYOUT_TYPE_LIST_H

#include "../base/arena.h"
#include "../debug/type.h"

/* More of them are not listed. */
#define WCORE_TYPE_LIST_MAX (1u << 18)

struct wcore_type_listed {
	struct wcore_string name;	/* whole */
	struct wcore_string unit;	/* the file that it was compiled in; absent */
	const char *kind;		/* "struct", "class", "union", "enum", "typedef", "basic"; static */
	bool has_size;
	uint64_t size;
	struct wcore_entry entry;
};

/*
 * By name, kind, size, place.  Of all types, what is the same in several units stands there once; of
 * a pattern's it stands there for each unit: C may have types of one name that differ.
 */
struct wcore_type_list {
	struct wcore_type_listed *items;
	size_t count, capacity;
	bool is_cut;	/* there may be more */
	struct wcore_arena arena;
};

/*
 * The types that pattern names: those whose name it is, whole or by its last parts, "order", "struct
 * order", "shop::Cart"; if there are none, those that it matches as base/glob.h says.  NULL: all.
 * Errors: NOMEM; *ret is to be given back then, too.
 */
struct wcore_error *wcore_type_list_read(struct wcore_types *types, const char *pattern,
					 struct wcore_type_list *ret);
void wcore_type_list_deinit(struct wcore_type_list *list);

#endif
