/* A place in the source: what a code address means to the programmer. */
#ifndef WCORE_DEBUG_SITE_H
#define WCORE_DEBUG_SITE_H

#include <stdint.h>

#include "../base/arena.h"

enum wcore_name_origin {
	WCORE_NAME_FROM_NOTHING,	/* func[N] */
	WCORE_NAME_FROM_DWARF, WCORE_NAME_FROM_NAMES, WCORE_NAME_FROM_EXPORT,
	WCORE_NAME_FROM_IMPORT, WCORE_NAME_FROM_ELEMENT, WCORE_NAME_FROM_SOURCE_MAP,
};

struct wcore_site {
	struct wcore_string function;	/* demangled unless asked otherwise; never absent: "func[17]" */
	struct wcore_string linkage_name;	/* absent when none is recorded */
	enum wcore_name_origin name_origin;
	struct wcore_string file;	/* directory and name as the debug information joins them; absent when unknown */
	struct wcore_string short_file;	/* as given to the compiler: for text output */
	uint32_t line, column;		/* 0 when unknown */
	bool is_inlined;		/* into the next site of the list */
	uint64_t unit, die;		/* .debug_info offsets of unit header and subprogram or inlined DIE; 0 without DWARF; of split units the skeleton's header and the .dwo's DIE */
};

/* Youngest (innermost inlined) first; the last one is the function itself. */
struct wcore_sites {
	struct wcore_site *items;
	size_t count;
};

#endif
