/* Functions by the names that traces have for them. */
#ifndef WCORE_MERGE_TRACE_NAME_H
#define WCORE_MERGE_TRACE_NAME_H

#include "../wasm/module.h"

struct wcore_wanted_name {
	struct wcore_string name;	/* as the linker or the programmer knows it */
	uint32_t count;		/* functions of that name */
	uint32_t funcidx, other;	/* the first of them, and another one when there are several */
};

/*
 * Finds all names, which are sorted by wcore_wanted_name_compare() and not repeated, in one walk over the module's
 * functions: by the name section; those that it does not have by the exports; what is left by the debug information, and as
 * the names are demangled.
 * Errors: NOMEM.
 */
struct wcore_error *wcore_trace_names_find(struct wcore_module *module, struct wcore_wanted_name *names,
					   size_t count);
/* Less than, equal to or more than 0, as memcmp() has it. */
int wcore_wanted_name_compare(const void *a, const void *b);

#endif
