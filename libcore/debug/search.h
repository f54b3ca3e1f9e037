/* The places where modules, companions and source maps are looked for. */
#ifndef WCORE_DEBUG_SEARCH_H
#define WCORE_DEBUG_SEARCH_H

#include "../dump/embedded.h"
#include "given.h"

struct wcore_lookup {
	const struct wcore_lookup_options *options;
	const struct wcore_dump *dump;
	struct wcore_fit_check check;
	struct wcore_given_list given;
	char **dirs;	/* -S, then WCORE_PATH */
	size_t dir_count;
	char *dump_dir;	/* NULL when the dump is no file */
	struct wcore_findings findings;
};

void wcore_search_tried(const struct wcore_lookup *lookup, const char *place, const char *outcome);

/*
 * What is done with a file that was found at a place: *ret_taken ends the
 * search, else *ret_reason, which the caller frees, says why not.  file is the
 * caller's unless it is taken.
 */
struct wcore_search_use {
	struct wcore_error *(*use)(void *context, struct wcore_file *file, char **ret_reason,
				   bool *ret_taken);
	void *context;
	bool is_text;	/* a source map: no Wasm binary */
};

/*
 * Opens a file that the dump holds; *ret is NULL when it cannot be read, which is then a finding.
 * Errors: NOMEM.
 */
struct wcore_error *wcore_search_open_embedded(struct wcore_lookup *lookup, const struct wcore_embedded *embedded,
					       struct wcore_file **ret);
/* Tries what the dump holds of a kind for module, which is embedded. */
struct wcore_error *wcore_search_embedded(struct wcore_lookup *lookup, enum wcore_embedded_kind kind,
					  const struct wcore_found *module,
					  const struct wcore_search_use *use, bool *ret_taken);
/* Tries the files of the options; name: those of that base name alone, when it is not absent. */
struct wcore_error *wcore_search_files(struct wcore_lookup *lookup, struct wcore_string name,
				       const struct wcore_search_use *use, bool *ret_taken);
/* Tries path and path + ".gz".  Errors: NOMEM only; what cannot be read is told and left out. */
struct wcore_error *wcore_search_path(struct wcore_lookup *lookup, struct wcore_string path,
				      const struct wcore_search_use *use, bool *ret_taken);
/* Tries dir/name. */
struct wcore_error *wcore_search_dir(struct wcore_lookup *lookup, struct wcore_string dir,
				     struct wcore_string name, const struct wcore_search_use *use,
				     bool *ret_taken);
/*
 * Tries name in each of -S and WCORE_PATH: as the relative path that it is, and
 * its base name.
 */
struct wcore_error *wcore_search_dirs(struct wcore_lookup *lookup, struct wcore_string name,
				      const struct wcore_search_use *use, bool *ret_taken);
/* Tries dir/.build-id/ab/cdef.debug, .wasm, and the same without ".build-id". */
struct wcore_error *wcore_search_build_id(struct wcore_lookup *lookup, struct wcore_string dir,
					  const char *hex, const struct wcore_search_use *use,
					  bool *ret_taken);

#endif
