/* The modules that -m names, where there is no dump that could say which are needed. */
#ifndef WCORE_MERGE_MODULES_H
#define WCORE_MERGE_MODULES_H

#include "../debug/given.h"

struct wcore_merge_module {
	const struct wcore_given *given;
	struct wcore_found found;
	struct wcore_string name;	/* for the dump: NAME, or the file's path */
};

struct wcore_merge_modules {
	struct wcore_given_list given;
	struct wcore_merge_module *items;
	uint32_t count;
};

/* deinit it also after an error.  Errors: those of files and modules that cannot be opened. */
struct wcore_error *wcore_merge_modules_open(const struct wcore_lookup_options *options,
					     struct wcore_merge_modules *ret);
void wcore_merge_modules_deinit(struct wcore_merge_modules *modules);
/*
 * Whether what a trace calls a module, an URL, file or name, says this one.  V8 calls it
 * "wasm://wasm/NAME-HASH" when it was not compiled from an URL.
 */
bool wcore_merge_module_is_called(const struct wcore_merge_module *module, struct wcore_string called);

#endif
