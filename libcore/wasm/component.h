/*
 * Components (component model binary format): the core modules inside are
 * addressed as FILE#N, N counting them in the order of the file from 0, nested
 * components included.
 */
#ifndef WCORE_WASM_COMPONENT_H
#define WCORE_WASM_COMPONENT_H

#include "module.h"

/*
 * How many core modules file holds: 1 for a core module, 0 for what is no Wasm.
 * Errors: FORMAT, LIMIT (a component that breaks off); *ret then counts those before.
 */
struct wcore_error *wcore_component_count(const struct wcore_file *file, uint32_t *ret);
/* The place of core module N.  Errors: NOT_FOUND, FORMAT, KIND. */
struct wcore_error *wcore_component_find(const struct wcore_file *file, uint32_t n,
					 uint64_t *ret_offset, uint64_t *ret_size);

#endif
