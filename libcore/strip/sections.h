/* Which sections of a dump or a module go. */
#ifndef WCORE_STRIP_SECTIONS_H
#define WCORE_STRIP_SECTIONS_H

#include "../wasm/module.h"

struct wcore_strip_filter {
	const char *const *keep;	/* names or patterns (glob.h) of what stays in any case */
	size_t keep_count;
	const char *const *drop;	/* of what goes; a pattern takes none of a dump's own sections */
	size_t drop_count;
	bool debug;		/* debugging information, and what says where there is more of it, goes */
	bool dwarf;		/* DWARF alone goes */
	bool names;		/* the section "name" goes */
	bool all;		/* both go, and what tools of the build left */
	bool only_stack;	/* of a dump, all but its own sections and the memories' sizes goes */
};

/*
 * ret_dropped has an item for each section of the module.  Errors: USAGE, when the rest of an object file
 * would count sections that are gone.
 */
struct wcore_error *wcore_strip_filter_apply(const struct wcore_strip_filter *filter,
					     const struct wcore_module *module, bool is_dump, bool *ret_dropped);

/* Whether --drop or the like takes a custom section of that name out of a dump. */
bool wcore_strip_filter_drops(const struct wcore_strip_filter *filter, struct wcore_string name);

/* core, coremodules, coreinstances, corestack, and wcore.zeros, which is a part of the memories. */
bool wcore_strip_is_core(struct wcore_string name);

#endif
