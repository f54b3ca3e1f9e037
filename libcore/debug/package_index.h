/*
 * The index of a package of split DWARF, .debug_cu_index (DWARF 5, 7.3.5.3, and
 * GNU's version 2 of it): each unit's part of the sections of a .dwp file.
 */
#ifndef WCORE_DEBUG_PACKAGE_INDEX_H
#define WCORE_DEBUG_PACKAGE_INDEX_H

#include "dwarf_data.h"

struct wcore_package_index {
	struct wcore_cursor sections, offsets, sizes;	/* the tables */
	uint32_t version, columns, units;
};

/* False when the file has no index, or one that cannot be read. */
bool wcore_package_index_open(const struct wcore_module *package, struct wcore_package_index *ret);
/*
 * Cuts the sections of data, those of the whole package, down to the parts of
 * unit row, counted from 0.  False when they do not lie inside.
 */
bool wcore_package_index_cut(const struct wcore_package_index *index, uint32_t row,
			  struct wcore_dwarf_data *data);

#endif
