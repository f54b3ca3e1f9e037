/* Names of functions from the module itself: imports, name section, exports, elements. */
#ifndef WCORE_DEBUG_FUNCTION_NAME_H
#define WCORE_DEBUG_FUNCTION_NAME_H

#include "../wasm/module.h"
#include "site.h"

/*
 * Sets function and name_origin of ret, the name as the module has it; what is
 * made up ("env.abort", "func[17]") is in arena.  An element gives a name when
 * the name section names its segment or table: "handlers[3]".  *budget bounds
 * the items of element segments that are read.  Errors: NOMEM.
 */
struct wcore_error *wcore_function_name(struct wcore_module *module, uint32_t funcidx,
					struct wcore_arena *arena, uint64_t *budget,
					struct wcore_site *ret);

#endif
