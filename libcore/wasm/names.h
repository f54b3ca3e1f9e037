/*
 * The name section (WebAssembly 3.0, 7.4.1, and the extended name section
 * proposal).  Names are looked up in place; nothing is copied.
 */
#ifndef WCORE_WASM_NAMES_H
#define WCORE_WASM_NAMES_H

#include "module.h"

enum wcore_name_kind {
	WCORE_NAME_MODULE, WCORE_NAME_FUNCTION, WCORE_NAME_LOCAL, WCORE_NAME_LABEL, WCORE_NAME_TYPE,
	WCORE_NAME_TABLE, WCORE_NAME_MEMORY, WCORE_NAME_GLOBAL, WCORE_NAME_ELEMENT, WCORE_NAME_DATA,
	WCORE_NAME_FIELD, WCORE_NAME_TAG,
	WCORE_NAME_KINDS,
};

/* True when the module has a name section that gives at least one function a name. */
bool wcore_names_present(struct wcore_module *module);
/* Has the names of a module without a name section be those of another file of it, which must outlive it. */
void wcore_names_borrow(struct wcore_module *module, struct wcore_module *companion);
/* The module's own name; absent when it has none. */
struct wcore_string wcore_names_module(struct wcore_module *module);
/* FUNCTION, TYPE, TABLE, MEMORY, GLOBAL, ELEMENT, DATA, TAG.  Absent when there is none. */
struct wcore_string wcore_names_find(struct wcore_module *module, enum wcore_name_kind kind,
				     uint32_t index);
/* Whether a thin file left out a name that the whole one has; kind as above. */
bool wcore_names_is_left_out(struct wcore_module *module, enum wcore_name_kind kind, uint32_t index);
/* LOCAL (of a function), LABEL (of a function), FIELD (of a type). */
struct wcore_string wcore_names_find_inner(struct wcore_module *module, enum wcore_name_kind kind,
					   uint32_t outer, uint32_t inner);
/* The index that has this name in a kind's map; false when none. */
bool wcore_names_index(struct wcore_module *module, enum wcore_name_kind kind,
		       const char *name, uint32_t *ret);

#endif
