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

#endif
