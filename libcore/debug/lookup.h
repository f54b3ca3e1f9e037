/*
 * Finds modules and their debug files: -m, what the dump itself holds (a bundle), the recorded name as a path, the
 * dump's folder, -S and WCORE_PATH, .build-id stores, companions, debuginfod.
 * The order and the rules stand in wcore(7), LOOK-UP.
 *
 * What is searched for comes out of dumps that nobody vouches for: a search
 * opens regular files alone, and nothing is ever written.
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
	/* Files beside -m that may be companions, split DWARF or source maps of any of the modules. */
	const char *const *files;
	size_t file_count;
	bool no_search;			/* nothing but -m, files and what the dump holds */
	bool use_debuginfod;		/* DEBUGINFOD_URLS is set */
	bool record;			/* what is read of modules and companions: base/presence.h */
	uint64_t max_input;
	const struct wcore_opener *opener;	/* of all files but -m's; may be NULL */
	/* Called for each place tried, for -v; NULL for none. */
	void (*tried)(void *context, const char *place, const char *outcome);
	/* Called instead where there is a file that the system does not let us read; NULL for none. */
	void (*unreadable)(void *context, const char *place, const char *reason);
	void *context;
};

/* A module or debug file that was found; owned by the caller. */
struct wcore_found {
	struct wcore_file *file;
	struct wcore_module *module;
	char *path;	/* as shown to the user, "#N" included */
	bool is_file_borrowed;	/* of the lookup, which keeps what -m named */
	bool is_embedded;	/* the dump holds it */
	uint32_t index;		/* then: the module of the dump */
};
void wcore_found_deinit(struct wcore_found *found);

enum wcore_fit_result {
	WCORE_FIT_NO,		/* the module contradicts the dump */
	WCORE_FIT_UNKNOWN,	/* nothing in the dump speaks for or against it */
	WCORE_FIT_YES,
};

/*
 * Says whether a module can be the dump's module index.  *ret_reason, why not,
 * is the caller's to free, and NULL otherwise.  check may be NULL: all unknown.
 */
struct wcore_fit_check {
	enum wcore_fit_result (*check)(void *context, uint32_t index, struct wcore_module *module,
				       char **ret_reason);
	void *context;
};

struct wcore_lookup;

/*
 * Opens each -m and gives it to modules of the dump: by index, by recorded name,
 * else by the file's name, the name section's module name, or by what fits; one
 * file for a dump of one module needs none of these.  options, dump and what
 * check points to must outlive the lookup.  Errors: USAGE (the message says what
 * to write instead), IO, KIND, FORMAT, LIMIT, NOMEM.
 */
struct wcore_error *wcore_lookup_open(const struct wcore_lookup_options *options,
				      const struct wcore_dump *dump, struct wcore_fit_check check,
				      struct wcore_lookup **ret);
void wcore_lookup_close(struct wcore_lookup *lookup);

/*
 * The module file of dump module index; ret->module is NULL when nothing was
 * found.  The search goes on behind a file that does not fit, never behind -m.
 */
struct wcore_error *wcore_lookup_module(struct wcore_lookup *lookup, uint32_t index,
					struct wcore_found *ret);
/* The companion that holds a module's DWARF; ret->module is NULL when none was found. */
struct wcore_error *wcore_lookup_debug(struct wcore_lookup *lookup, const struct wcore_found *module,
				       struct wcore_found *ret);
/* The package of split DWARF beside a module (m.wasm.dwp, m.dwp); ret->module is NULL for none. */
struct wcore_error *wcore_lookup_package(struct wcore_lookup *lookup,
					 const struct wcore_found *module, struct wcore_found *ret);
/*
 * The .dwo file that a skeleton unit names (DW_AT_comp_dir, DW_AT_dwo_name, as
 * they stand).  The caller compares the unit's id.  ret->module is NULL for none.
 */
struct wcore_error *wcore_lookup_split(struct wcore_lookup *lookup, const struct wcore_found *module,
				       struct wcore_string comp_dir, struct wcore_string name,
				       struct wcore_found *ret);
/*
 * Split DWARF that the dump holds of an embedded module, and what files names: the one behind *position, which
 * starts at 0.  As above, and the caller tries each.
 */
struct wcore_error *wcore_lookup_next_split(struct wcore_lookup *lookup, const struct wcore_found *module,
					    uint32_t *position, struct wcore_found *ret);
/* The source map that a module names; NULL when none was found. */
struct wcore_error *wcore_lookup_source_map(struct wcore_lookup *lookup,
					    const struct wcore_found *module,
					    struct wcore_file **ret);

/* Files that the dump holds and that cannot be read. */
const struct wcore_findings *wcore_lookup_findings(const struct wcore_lookup *lookup);

/* The recorded name, or of a dump with one nameless module the executable's; absent without one. */
struct wcore_string wcore_lookup_name(const struct wcore_dump *dump, uint32_t index);

#endif
