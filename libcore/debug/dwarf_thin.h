/* What of a file's DWARF a thin copy keeps. */
#ifndef WCORE_DEBUG_DWARF_THIN_H
#define WCORE_DEBUG_DWARF_THIN_H

#include "../base/thin_file.h"
#include "dwarf.h"

/* True of the sections of which wcore_dwarf_thin() keeps parts; all others it leaves to the caller. */
bool wcore_dwarf_thin_is_partial(struct wcore_string section);
/*
 * Keeps the units that were read since the file is recorded, with all that their entries name: strings and the
 * ranges of their code.  Of the others the header is kept: they have no entries then.  Line programs keep the
 * sequences that were read, and step over the others, where all are those of whole functions.  Lists of
 * places are kept as far as they were read.  Errors: NOMEM.
 */
struct wcore_error *wcore_dwarf_thin(struct wcore_dwarf *dwarf, struct wcore_thin_file *thin);

#endif
