/*
 * Location lists: .debug_loc (DWARF 4, 2.6.2), .debug_loclists (DWARF 5,
 * 2.6.2), and GNU's form of them in the split files of DWARF 4.
 */
#ifndef WCORE_DEBUG_LOCATION_LIST_H
#define WCORE_DEBUG_LOCATION_LIST_H

#include "unit.h"

/*
 * The expression of the first entry that covers a DWARF address, or of the
 * default location.  value is an attribute of a DIE of unit.  False when none does:
 * the object has no location there.  What dead code leaves is no entry.  False as
 * well, with ret_is_broken (may be NULL) set, when the list cannot be read.
 */
bool wcore_location_list_find(const struct wcore_unit *unit, const struct wcore_form_value *value,
			      uint64_t address, struct wcore_string *ret, bool *ret_is_broken);

/* An entry that tells of live code: DWARF addresses, high is not in it. */
struct wcore_location_range {
	uint64_t low, high;
	struct wcore_string expression;
};
/* All of them, in the order of the list, until visit gives false or the list cannot be read. */
void wcore_location_list_visit(const struct wcore_unit *unit, const struct wcore_form_value *value,
			       bool (*visit)(void *context, const struct wcore_location_range *range),
			       void *context);

#endif
