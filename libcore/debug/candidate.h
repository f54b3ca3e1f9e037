/* One file that may be a module or hold debug information: its path, its opening. */
#ifndef WCORE_DEBUG_CANDIDATE_H
#define WCORE_DEBUG_CANDIDATE_H

#include "lookup.h"

/* A FILE or FILE#N; the whole name counts where a file of it exists. */
struct wcore_candidate {
	char *path;
	bool has_number;
	uint32_t number;
};
struct wcore_error *wcore_candidate_parse(const char *text, struct wcore_candidate *ret);
void wcore_candidate_deinit(struct wcore_candidate *candidate);

/* A file met in a search, WASM or MAP.  Errors: NOT_FOUND, KIND, IO, LIMIT, FORMAT. */
struct wcore_error *wcore_candidate_open_file(const struct wcore_lookup_options *options, const char *path,
					      enum wcore_opener_kind kind, struct wcore_file **ret);
/*
 * A core module in file, which ret borrows: the whole file, or core module
 * number of a component.  Errors: KIND, NOT_FOUND, FORMAT, NOMEM.
 */
struct wcore_error *wcore_candidate_open_module(struct wcore_file *file, const uint32_t *number,
						struct wcore_found *ret);
/*
 * The one core module of a component that fits dump module index; *ret_found is
 * false when none does, or several.
 */
struct wcore_error *wcore_candidate_choose(struct wcore_file *file, struct wcore_fit_check check,
					   uint32_t index, uint32_t *ret_number, bool *ret_found);

/* "dir/name", which the caller frees; NULL on no memory. */
char *wcore_path_join(struct wcore_string dir, struct wcore_string name);
/* What stands before the last '/'; "." without one. */
struct wcore_string wcore_path_dir(struct wcore_string path);
/* The base name without ".gz" and "#N". */
struct wcore_string wcore_path_stem(const char *path);

#endif
