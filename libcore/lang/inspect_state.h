/* What the files of the inspector share; inspect.h is for all others. */
#ifndef WCORE_LANG_INSPECT_STATE_H
#define WCORE_LANG_INSPECT_STATE_H

#include "inspect.h"

/* Types of a module; made once, for all of its instances. */
struct wcore_inspect_module {
	struct wcore_inspect_module *next;
	const struct wcore_target_module *module;
	struct wcore_entries *entries;	/* NULL without DWARF */
	struct wcore_types *types;
};

/* A module in an instance: the memory that its addresses mean. */
struct wcore_inspect_viewer {
	struct wcore_inspect_viewer *next;
	struct wcore_viewer viewer;
	const char *why_no_memory;	/* static; NULL: there is one */
};

struct wcore_inspect {
	struct wcore_target *target;
	const struct wcore_thread *thread;
	struct wcore_unwind *unwind;
	struct wcore_inspect_module *modules;
	struct wcore_inspect_viewer *viewers;
	struct wcore_scope current;	/* whose variables implicit pointers name */
	unsigned nesting;		/* of implicit pointers that are followed */
};

/* The value of a variable in a scope: inspect_value.c. */
struct wcore_object wcore_inspect_value(struct wcore_scope *scope, const struct wcore_variable *variable);

#endif
