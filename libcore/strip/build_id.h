/* What names a module (tool-conventions BuildId.md): the same for the same bytes, wherever they were built. */
#ifndef WCORE_STRIP_BUILD_ID_H
#define WCORE_STRIP_BUILD_ID_H

#include "../wasm/module.h"

#define WCORE_BUILD_ID_SIZE 20

/*
 * The first bytes of a SHA-256 over all sections, but for a build id and links to debugging information.
 * Debugging information counts: of two builds that differ in nothing else, each has lines of its own.
 */
void wcore_build_id_compute(const struct wcore_module *module, uint8_t ret[WCORE_BUILD_ID_SIZE]);

#endif
