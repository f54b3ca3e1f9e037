/*
 * Which lines the code of a function or an inlined call came from: rows of the line table, and where calls
 * stood that were inlined into it.
 */
#ifndef WCORE_DEBUG_CODE_LINES_H
#define WCORE_DEBUG_CODE_LINES_H

#include "entry.h"

/*
 * Whether block, a function or an inlined call, has code of a line in [first, last] of a file, named
 * as sites name it.  True also where that cannot be told.
 */
bool wcore_code_lines_any(struct wcore_entries *entries, const struct wcore_entry *block,
			  struct wcore_string file, uint32_t first, uint32_t last);
/* The line of block that the code at a DWARF address belongs to; 0 when it is not known, or stands in another file. */
uint32_t wcore_code_lines_at(struct wcore_entries *entries, const struct wcore_entry *block,
			     struct wcore_string file, uint64_t address);

#endif
