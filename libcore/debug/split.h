/* The files of a module's split DWARF: looked up, and joined to its skeletons. */
#ifndef WCORE_DEBUG_SPLIT_H
#define WCORE_DEBUG_SPLIT_H

#include "dwarf.h"
#include "lookup.h"

/* Files that are opened for one module. */
#define WCORE_SPLIT_MAX 512

struct wcore_split_files {
	struct wcore_found *items;
	uint32_t count;
};

/*
 * Attaches the package, or else each .dwo file, to dwarf; what is missing or of
 * another build is a finding.  module is the file with the skeletons; ret must
 * outlive dwarf, and be given to deinit() also on failure.  Errors: NOMEM.
 */
struct wcore_error *wcore_split_attach(struct wcore_lookup *lookup, const struct wcore_found *module,
				       struct wcore_dwarf *dwarf, struct wcore_findings *findings,
				       struct wcore_split_files *ret);
void wcore_split_deinit(struct wcore_split_files *files);

#endif
