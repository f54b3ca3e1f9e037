/*
 * Names of types and of variables that live as long as the program, unit by
 * unit, as far as they were asked for.  What is kept of a name is a hash of its
 * last part: "std::vector<int>" and "vector<char>" are the same here.
 */
#ifndef WCORE_DEBUG_TYPE_INDEX_H
#define WCORE_DEBUG_TYPE_INDEX_H

#include "entry.h"

/* Items of each kind; what lies beyond is not found. */
#define WCORE_TYPE_INDEX_MAX (1u << 19)

enum wcore_type_index_kind { WCORE_INDEX_TYPES, WCORE_INDEX_VARIABLES, WCORE_INDEX_KINDS };

struct wcore_type_index;

/* entries stay the caller's.  NULL when memory ran out. */
struct wcore_type_index *wcore_type_index_create(struct wcore_entries *entries);
void wcore_type_index_destroy(struct wcore_type_index *index);

/* Reads a unit, or all of them, if that was not done. */
void wcore_type_index_unit(struct wcore_type_index *index, const struct wcore_entry_unit *unit);
void wcore_type_index_all(struct wcore_type_index *index);

/*
 * Calls visit for each entry that may have the name; all when it is absent.
 * unit NULL: of all units that were read, in no order.  visit gives false to end it.
 */
void wcore_type_index_find(struct wcore_type_index *index, enum wcore_type_index_kind kind,
			   struct wcore_string name, const struct wcore_entry_unit *unit,
			   bool (*visit)(void *context, const struct wcore_entry *entry),
			   void *context);

/* The last part of a name without its template arguments: "b" of "a::b<c::d>". */
struct wcore_string wcore_name_base(struct wcore_string name);
/* Whether a variable's location is a fixed address or a place of its thread. */
bool wcore_location_is_static(struct wcore_string expression);

#endif
