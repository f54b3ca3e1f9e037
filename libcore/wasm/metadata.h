/*
 * Custom sections that say where a module comes from: producers, build_id,
 * external_debug_info, sourceMappingURL, target_features (tool-conventions).
 */
#ifndef WCORE_WASM_METADATA_H
#define WCORE_WASM_METADATA_H

#include "module.h"

/* False when there is none or it is empty.  With or without a length in front (DESIGN). */
bool wcore_metadata_build_id(const struct wcore_module *module, const uint8_t **ret, size_t *ret_size);
/* Lower-case hex, which the caller frees; NULL when there is no build id or no memory. */
char *wcore_metadata_build_id_hex(const struct wcore_module *module);
/* Absent when there is none. */
struct wcore_string wcore_metadata_external_debug_info(const struct wcore_module *module);
struct wcore_string wcore_metadata_source_map(const struct wcore_module *module);

/* "language", "processed-by", "sdk": each value with its version. */
struct wcore_producer { struct wcore_string field, name, version; };
/* Up to max entries into ret; gives how many there are.  A broken section gives those before the break. */
size_t wcore_metadata_producers(const struct wcore_module *module, struct wcore_producer *ret,
				size_t max);
/* prefix is '+', '-' or '='. */
struct wcore_feature { char prefix; struct wcore_string name; };
size_t wcore_metadata_features(const struct wcore_module *module, struct wcore_feature *ret, size_t max);

#endif
