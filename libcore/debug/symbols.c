#include "symbols.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

#define CACHE_SIZE 256

struct wcore_site_cache {
	struct {
		bool is_used;
		uint32_t funcidx;
		uint64_t offset;
		struct wcore_site *items;
		size_t count;
	} places[CACHE_SIZE];
	struct {
		bool is_used;
		uint32_t funcidx;
		struct wcore_site site;
	} functions[CACHE_SIZE];
	struct wcore_site unknown_place;	/* the list of one that find() gives without a line */
};

struct wcore_error *wcore_symbols_open(struct wcore_module *module, struct wcore_module *debug,
				       struct wcore_source_map *source_map, bool no_demangle,
				       struct wcore_symbols **ret)
{
	struct wcore_symbols *symbols = wcore_calloc(1, sizeof(*symbols));
	struct wcore_error *error = NULL;

	if (symbols)
		symbols->cache = wcore_calloc(1, sizeof(*symbols->cache));
	if (!symbols || !symbols->cache) {
		free(symbols);
		wcore_source_map_close(source_map);
		return wcore_error_nomem();
	}
	symbols->module = module;
	symbols->source_map = source_map;
	symbols->no_demangle = no_demangle;
	wcore_function_names_init(&symbols->functions, module);
	wcore_arena_init(&symbols->arena);
	wcore_findings_init(&symbols->findings);
	if (debug && wcore_dwarf_present(debug))
		error = wcore_dwarf_open(debug, module, &symbols->dwarf);
	if (error && error->code == WCORE_ERROR_NOMEM) {
		wcore_symbols_close(symbols);
		return error;
	}
	if (error)
		wcore_findings_take_error(&symbols->findings, "debug/dwarf",
					  WCORE_SEVERITY_WARNING, error);
	*ret = symbols;
	return NULL;
}

void wcore_symbols_close(struct wcore_symbols *symbols)
{
	if (!symbols)
		return;
	for (size_t i = 0; i < CACHE_SIZE; i++)
		free(symbols->cache->places[i].items);
	free(symbols->cache);
	wcore_dwarf_close(symbols->dwarf);
	wcore_source_map_close(symbols->source_map);
	wcore_name_pool_deinit(&symbols->names);
	wcore_function_names_deinit(&symbols->functions);
	wcore_findings_deinit(&symbols->findings);
	wcore_arena_deinit(&symbols->arena);
	free(symbols);
}

static struct wcore_string demangled(struct wcore_symbols *symbols, struct wcore_string name)
{
	if (symbols->no_demangle)
		return name;
	return wcore_name_pool_demangle(&symbols->names, &symbols->arena, name);
}

static bool is_mangled(struct wcore_string name)
{
	return wcore_string_starts(name, "_Z") || wcore_string_starts(name, "_R");
}

/* The module's own name of a function. */
static struct wcore_error *name_from_module(struct wcore_symbols *symbols, uint32_t funcidx,
					    struct wcore_site *ret)
{
	struct wcore_error *error = wcore_function_name(&symbols->functions, funcidx, &symbols->arena,
							ret);

	if (error || ret->name_origin == WCORE_NAME_FROM_IMPORT)
		return error;
	if (is_mangled(ret->function)) {
		ret->linkage_name = ret->function;
		ret->function = demangled(symbols, ret->linkage_name);
	}
	return NULL;
}

/*
 * The name that is shown, of one site of DWARF's chain.  The function itself
 * may have a name in the module where DWARF has none, or one that cannot be
 * demangled: linkers demangle as well.
 */
static struct wcore_error *name_site(struct wcore_symbols *symbols, uint32_t funcidx,
				     bool is_function, struct wcore_site *site)
{
	struct wcore_site other = { 0 };
	struct wcore_error *error;

	site->name_origin = WCORE_NAME_FROM_DWARF;
	/* What wasm-tools calls a function of a text module that has no name there. */
	if (wcore_string_starts(site->function, "wasm-function["))
		site->function = (struct wcore_string){ NULL, 0 };
	if (site->linkage_name.size)
		site->function = demangled(symbols, site->linkage_name);
	if (!is_function) {
		if (!site->function.size)
			site->function = WCORE_STRING("<unnamed>");
		return NULL;
	}
	if (site->function.size && (symbols->no_demangle || !is_mangled(site->function)))
		return NULL;
	error = name_from_module(symbols, funcidx, &other);
	if (error)
		return error;
	if (site->function.size &&
	    (other.name_origin != WCORE_NAME_FROM_NAMES || is_mangled(other.function)))
		return NULL;
	site->function = other.function;
	site->name_origin = other.name_origin;
	if (!site->linkage_name.size)
		site->linkage_name = other.linkage_name;
	return NULL;
}

/* A body as DWARF addresses; false when the function has none. */
static bool body_range(struct wcore_symbols *symbols, uint32_t funcidx,
		       struct wcore_function *function, uint64_t *ret_base)
{
	struct wcore_error *error = wcore_module_function(symbols->module, funcidx, function);

	if (!error && function->is_imported)
		return false;
	if (!error)
		error = wcore_module_code_base(symbols->module, ret_base);
	wcore_error_destroy(error);
	return !error;
}

/* DWARF's chain; its count is 0 when DWARF has nothing to say. */
static struct wcore_error *ask_dwarf(struct wcore_symbols *symbols,
				     const struct wcore_function *function, uint64_t base,
				     uint64_t offset, struct wcore_sites *ret)
{
	struct wcore_error *error;

	*ret = (struct wcore_sites){ 0 };
	if (!symbols->dwarf || offset < base || function->body < base)
		return NULL;
	error = wcore_dwarf_find(symbols->dwarf, offset - base, function->body - base,
				 function->end - base, ret);
	if (error && error->code != WCORE_ERROR_NOMEM) {
		*ret = (struct wcore_sites){ 0 };
		wcore_findings_take_error(&symbols->findings, "debug/dwarf",
					  WCORE_SEVERITY_WARNING, error);
		error = NULL;
	}
	return error;
}

static struct wcore_error *find_name(struct wcore_symbols *symbols, uint32_t funcidx,
				     struct wcore_site *ret)
{
	struct wcore_function function;
	struct wcore_sites sites = { 0 };
	struct wcore_error *error = NULL;
	uint64_t base;

	if (body_range(symbols, funcidx, &function, &base))
		error = ask_dwarf(symbols, &function, base, function.body, &sites);
	if (error)
		return error;
	if (!sites.count)
		return name_from_module(symbols, funcidx, ret);
	*ret = sites.items[sites.count - 1];
	ret->file = ret->short_file = (struct wcore_string){ NULL, 0 };
	ret->line = ret->column = 0;
	ret->is_inlined = false;
	return name_site(symbols, funcidx, true, ret);
}

struct wcore_error *wcore_symbols_function_name(struct wcore_symbols *symbols, uint32_t funcidx,
						struct wcore_site *ret)
{
	size_t slot = funcidx % CACHE_SIZE;

	if (!symbols->cache->functions[slot].is_used ||
	    symbols->cache->functions[slot].funcidx != funcidx) {
		struct wcore_site site = { 0 };
		struct wcore_error *error = find_name(symbols, funcidx, &site);

		if (error)
			return error;
		symbols->cache->functions[slot].is_used = true;
		symbols->cache->functions[slot].funcidx = funcidx;
		symbols->cache->functions[slot].site = site;
	}
	*ret = symbols->cache->functions[slot].site;
	return NULL;
}

/* The function alone, with a line where the source map knows one. */
static struct wcore_error *find_in_map(struct wcore_symbols *symbols, uint32_t funcidx,
					uint64_t offset, struct wcore_site *ret)
{
	struct wcore_function function;
	struct wcore_site row = { 0 };
	uint64_t base;
	struct wcore_error *error = wcore_symbols_function_name(symbols, funcidx, ret);

	if (error || !symbols->source_map || !body_range(symbols, funcidx, &function, &base))
		return error;
	if (wcore_source_map_find(symbols->source_map, function.body, offset, &row)) {
		ret->file = row.file;
		ret->short_file = row.short_file;
		ret->line = row.line;
		ret->column = row.column;
	}
	return NULL;
}

/* A list of its own, which the caller frees. */
static struct wcore_error *find_chain(struct wcore_symbols *symbols, uint32_t funcidx,
				      uint64_t offset, struct wcore_sites *ret)
{
	struct wcore_function function;
	struct wcore_sites sites = { 0 };
	struct wcore_error *error = NULL;
	uint64_t base;

	if (body_range(symbols, funcidx, &function, &base))
		error = ask_dwarf(symbols, &function, base, offset, &sites);
	if (error)
		return error;
	size_t count = sites.count ? sites.count : 1;

	ret->items = wcore_calloc(count, sizeof(*ret->items));
	if (!ret->items)
		return wcore_error_nomem();
	ret->count = count;
	if (!sites.count)
		error = find_in_map(symbols, funcidx, offset, &ret->items[0]);
	for (size_t i = 0; i < sites.count && !error; i++) {
		ret->items[i] = sites.items[i];
		error = name_site(symbols, funcidx, i + 1 == count, &ret->items[i]);
	}
	if (error)
		free(ret->items);
	return error;
}

struct wcore_error *wcore_symbols_find(struct wcore_symbols *symbols, uint32_t funcidx,
				       uint64_t offset, bool has_line, struct wcore_sites *ret)
{
	struct wcore_site_cache *cache = symbols->cache;
	size_t slot = (size_t)(offset ^ offset >> 8 ^ funcidx * 31u) % CACHE_SIZE;
	struct wcore_sites sites = { 0 };
	struct wcore_error *error;

	if (!has_line) {
		error = wcore_symbols_function_name(symbols, funcidx, &cache->unknown_place);
		*ret = (struct wcore_sites){ &cache->unknown_place, 1 };
		return error;
	}
	if (!cache->places[slot].is_used || cache->places[slot].offset != offset ||
	    cache->places[slot].funcidx != funcidx) {
		error = find_chain(symbols, funcidx, offset, &sites);
		if (error)
			return error;
		free(cache->places[slot].items);
		cache->places[slot].is_used = true;
		cache->places[slot].funcidx = funcidx;
		cache->places[slot].offset = offset;
		cache->places[slot].items = sites.items;
		cache->places[slot].count = sites.count;
	}
	*ret = (struct wcore_sites){ cache->places[slot].items, cache->places[slot].count };
	return NULL;
}
