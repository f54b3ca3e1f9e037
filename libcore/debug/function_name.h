/* Names of functions from the module itself: imports, name section, exports, elements. */
#ifndef WCORE_DEBUG_FUNCTION_NAME_H
#define WCORE_DEBUG_FUNCTION_NAME_H

#include "../wasm/module.h"
#include "site.h"

/* Made once for a module, whose functions are then named one by one. */
struct wcore_function_names {
	struct wcore_module *module;
	uint64_t *exports;	/* function index << 32 | export, sorted; NULL until it is needed */
	size_t export_count;
	uint64_t budget;	/* items of element segments and imports that may still be read */
};

void wcore_function_names_init(struct wcore_function_names *names, struct wcore_module *module);
void wcore_function_names_deinit(struct wcore_function_names *names);

/*
 * Sets function and name_origin of ret, the name as the module has it; what is
 * made up ("env.abort", "func[17]") is in arena.  An element gives a name when
 * the name section names its segment or table: "handlers[3]".  Errors: NOMEM.
 */
struct wcore_error *wcore_function_name(struct wcore_function_names *names, uint32_t funcidx,
					struct wcore_arena *arena, struct wcore_site *ret);

#endif
