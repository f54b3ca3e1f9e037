/*
 * A module as two files: one to ship, without names and DWARF, and its companion, which is the whole module
 * and thereby what every reader of debugging information reads.  Both have the same build id, and the first
 * one names the second.
 */
#ifndef WCORE_STRIP_SEPARATE_H
#define WCORE_STRIP_SEPARATE_H

#include "build_id.h"
#include "sections.h"
#include "strip.h"

struct wcore_separate {
	uint8_t computed[WCORE_BUILD_ID_SIZE];
	const uint8_t *id;	/* the module's, or computed */
	size_t id_size;
	struct wcore_strip_plan stripped, companion;	/* to be written */
	bool *dropped[2];
	struct wcore_encoder contents[2];	/* of build_id and external_debug_info */
	struct wcore_strip_custom added[2];
};

/*
 * filter: what goes from the module that ships besides names and DWARF.  The module must outlive *ret.
 * Errors: USAGE (there is nothing to split off, or an object file), NOMEM.  Deinit in any case.
 */
struct wcore_error *wcore_separate_init(struct wcore_separate *ret, const struct wcore_module *module,
				     const struct wcore_strip_filter *filter);
/* The name by which the module that ships refers to the companion.  Errors: NOMEM. */
struct wcore_error *wcore_separate_link(struct wcore_separate *separate, struct wcore_string name);
/* The build id in hexadecimal digits, which the caller frees; NULL on no memory. */
char *wcore_separate_hex(const struct wcore_separate *separate);
/* ".build-id/ab/cdef.wasm", where stores have the companion; the caller frees it.  NULL on no memory. */
char *wcore_separate_store_name(const struct wcore_separate *separate);
void wcore_separate_deinit(struct wcore_separate *separate);

#endif
