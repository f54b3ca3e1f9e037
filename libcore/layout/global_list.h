/* The globals of the instances of a dump, with the names that their modules have for them. */
#ifndef WCORE_LAYOUT_GLOBAL_LIST_H
#define WCORE_LAYOUT_GLOBAL_LIST_H

#include "../analysis/unwind.h"

/* More of an instance are left out. */
#define WCORE_GLOBALS_MAX 65536

struct wcore_global_value {
	uint32_t instance;
	struct wcore_target_module *module;	/* of the instance; NULL when the dump names none */
	uint32_t index;			/* in the module's index space, and the dump's list of the instance */
	struct wcore_string name;	/* name section, export, "module.name" of an import; absent */
	bool is_mutable, is_imported, is_exported;	/* the last two where the module is known */
	bool is_in_dump;
	struct wcore_word word;		/* RECORDED, CONSTANT of the module's code, or UNAVAILABLE with why */
};

/*
 * Calls visit for each, by instance and index, until it gives false.  What visit is given lives as long as
 * the target.  *ret_cut (may be NULL): an instance has more than WCORE_GLOBALS_MAX.  Errors: NOMEM.
 */
struct wcore_error *wcore_global_list_visit(struct wcore_target *target,
					    bool (*visit)(void *context, const struct wcore_global_value *value),
					    void *context, bool *ret_cut);

#endif
