/*
 * Finds modules and their debug files: -m, the recorded name as a path, the
 * dump's folder, -S and WCORE_PATH, .build-id stores, companions, debuginfod.
 * The order and the rules stand in wcore(7), LOOK-UP.
 */
#ifndef WCORE_DEBUG_LOOKUP_H
#define WCORE_DEBUG_LOOKUP_H

#include "../dump/dump.h"

struct wcore_lookup_options {
	const char *const *modules;	/* -m: FILE, NAME=FILE or INDEX=FILE; FILE may end in #N */
	size_t module_count;
	const char *const *dirs;	/* -S */
	size_t dir_count;
	const char *path;		/* WCORE_PATH, colon-separated; NULL when unset */
	bool no_search;			/* nothing but -m */
	bool use_debuginfod;		/* DEBUGINFOD_URLS is set */
	uint64_t max_input;
	/* Called for each place tried, for -v; NULL for none. */
	void (*tried)(void *context, const char *place, const char *outcome);
	void *context;
};

/* A module or debug file that was found; owned by the caller. */
struct wcore_found {
	struct wcore_file *file;
	struct wcore_module *module;
	char *path;	/* as shown to the user, "#N" included */
};
void wcore_found_deinit(struct wcore_found *found);

/*
 * Every -m must name an existing module file and a module of the dump: checked
 * here, before anything is printed.  Errors: USAGE, IO, KIND, FORMAT.
 */
struct wcore_error *wcore_lookup_check(const struct wcore_lookup_options *options,
				       const struct wcore_dump *dump);
/*
 * The module file of dump module index; found->module is NULL when nothing was
 * found.  accept, when not NULL, says of a candidate found by search whether it
 * fits the dump: the search goes on behind one that does not (never behind -m).
 */
struct wcore_error *wcore_lookup_module(const struct wcore_lookup_options *options,
					const struct wcore_dump *dump, uint32_t index,
					bool (*accept)(void *context, struct wcore_module *module),
					void *accept_context, struct wcore_found *ret);
/* The companion that holds a module's DWARF; ret->module is NULL when none was found. */
struct wcore_error *wcore_lookup_debug(const struct wcore_lookup_options *options,
				       const struct wcore_found *module, struct wcore_found *ret);
/* The source map that a module names; NULL when none was found. */
struct wcore_error *wcore_lookup_source_map(const struct wcore_lookup_options *options,
					    const struct wcore_found *module,
					    struct wcore_file **ret);

#endif
