#include "trace_name.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../debug/demangle.h"
#include "../debug/symbols.h"
#include "../wasm/index.h"
#include "../wasm/names.h"

int wcore_wanted_name_compare(const void *a, const void *b)
{
	const struct wcore_string x = ((const struct wcore_wanted_name *)a)->name;
	const struct wcore_string y = ((const struct wcore_wanted_name *)b)->name;
	const size_t shared = x.size < y.size ? x.size : y.size;
	const int order = shared ? memcmp(x.data, y.data, shared) : 0;

	return order ? order : (x.size > y.size) - (x.size < y.size);
}

struct search {
	struct wcore_wanted_name *names;
	size_t count;
};

static void offer(const struct search *search, struct wcore_string name, uint32_t funcidx)
{
	const struct wcore_wanted_name key = { .name = name };
	struct wcore_wanted_name *wanted = bsearch(&key, search->names, search->count, sizeof(key),
						   wcore_wanted_name_compare);

	if (!name.size || !wanted)
		return;
	if (!wanted->count) {
		wanted->funcidx = funcidx;
		wanted->count = 1;
	} else if (wanted->funcidx != funcidx && (wanted->count == 1 || wanted->other != funcidx)) {
		wanted->other = funcidx;
		wanted->count++;
	}
}

static void offer_names(const struct search *search, struct wcore_module *module, const struct wcore_index *index)
{
	for (uint32_t i = index->imported_funcs; i < index->func_count; i++)
		offer(search, wcore_names_find(module, WCORE_NAME_FUNCTION, i), i);
}

static void offer_exports(const struct search *search, const struct wcore_index *index)
{
	for (uint32_t i = 0; i < index->export_count; i++)
		if (index->exports[i].kind == WCORE_EXTERN_FUNC && index->exports[i].index >= index->imported_funcs)
			offer(search, index->exports[i].name, index->exports[i].index);
}

/* The names that debug information has, and all as they are demangled. */
static struct wcore_error *offer_symbols(const struct search *search, struct wcore_module *module,
					 const struct wcore_index *index)
{
	struct wcore_symbols *symbols = NULL;
	struct wcore_error *error = wcore_symbols_open(module, module, NULL, false, &symbols);

	for (uint32_t i = index->imported_funcs; i < index->func_count && !error; i++) {
		struct wcore_site site;
		struct wcore_arena arena;
		struct wcore_string raw = wcore_names_find(module, WCORE_NAME_FUNCTION, i);

		error = wcore_symbols_function_name(symbols, i, &site);
		if (error)
			break;
		offer(search, site.function, i);
		offer(search, site.linkage_name, i);
		wcore_arena_init(&arena);
		if (raw.size)
			offer(search, wcore_demangle(&arena, raw), i);
		wcore_arena_deinit(&arena);
	}
	wcore_symbols_close(symbols);
	return error;
}

/* Asks one source for the names that no other one had so far. */
static struct wcore_error *ask(struct wcore_module *module, const struct wcore_index *index, unsigned source,
			       struct wcore_wanted_name *names, size_t count)
{
	struct wcore_wanted_name *missing = wcore_calloc(count + 1, sizeof(*missing));
	struct search search = { missing, 0 };
	struct wcore_error *error = NULL;

	if (!missing)
		return wcore_error_nomem();
	for (size_t i = 0; i < count; i++)
		if (!names[i].count)
			missing[search.count++] = names[i];
	if (search.count && source == 0)
		offer_names(&search, module, index);
	else if (search.count && source == 1)
		offer_exports(&search, index);
	else if (search.count)
		error = offer_symbols(&search, module, index);
	for (size_t i = 0, next = 0; i < count && !error; i++)
		if (!names[i].count)
			names[i] = missing[next++];
	free(missing);
	return error;
}

struct wcore_error *wcore_trace_names_find(struct wcore_module *module, struct wcore_wanted_name *names,
					   size_t count)
{
	const struct wcore_index *index = NULL;
	struct wcore_error *error = count ? wcore_module_index(module, &index) : NULL;

	for (unsigned source = 0; source < 3 && count && !error; source++)
		error = ask(module, index, source, names, count);
	return error;
}
