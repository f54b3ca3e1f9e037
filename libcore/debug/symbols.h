/*
 * What a module can say of its code: DWARF first, then a source map for lines
 * and the name section, exports, imports and elements for names.
 */
#ifndef WCORE_DEBUG_SYMBOLS_H
#define WCORE_DEBUG_SYMBOLS_H

#include "dwarf.h"
#include "function_name.h"
#include "name_pool.h"
#include "source_map.h"

struct wcore_symbols {
	struct wcore_module *module;
	struct wcore_dwarf *dwarf;	/* NULL when there is none */
	struct wcore_source_map *source_map;	/* NULL when there is none */
	bool no_demangle;
	struct wcore_arena arena;
	struct wcore_findings findings;
	struct wcore_name_pool names;
	struct wcore_function_names functions;
	struct wcore_site_cache *cache;	/* answers by address, bounded */
};

/*
 * debug is the module that holds the DWARF sections (module itself, or a
 * companion), source_map an open map, which symbols then owns; both may be NULL.
 * DWARF that cannot be read is a finding.  Errors: NOMEM.
 */
struct wcore_error *wcore_symbols_open(struct wcore_module *module, struct wcore_module *debug,
				       struct wcore_source_map *source_map, bool no_demangle,
				       struct wcore_symbols **ret);
void wcore_symbols_close(struct wcore_symbols *symbols);

/*
 * The inline chain at a file offset inside a function; at least one site,
 * which without any information is named "func[N]" and has no file.
 * has_line false: the place inside the function is not known, only the function
 * is named, without file and line.  The list is valid until the next call, its
 * strings as long as symbols.
 */
struct wcore_error *wcore_symbols_find(struct wcore_symbols *symbols, uint32_t funcidx,
				       uint64_t offset, bool has_line, struct wcore_sites *ret);
/* The function's own name by the same order, for imported functions too: "env.abort". */
struct wcore_error *wcore_symbols_function_name(struct wcore_symbols *symbols, uint32_t funcidx,
						struct wcore_site *ret);

#endif
