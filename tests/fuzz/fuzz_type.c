/* A module's types and variables: every unit's entries, names, members, statics, scopes of functions. */
#include "../../libcore/debug/symbols.h"
#include "../../libcore/debug/variable.h"
#include "../../libcore/wasm/index.h"
#include "fuzz.h"

#define FUNCTIONS_MAX 40
#define PLACES_MAX 4
#define ENTRIES_MAX 3000

static void look_at(struct wcore_types *types, const struct wcore_type *type)
{
	char buffer[256];
	uint64_t size;

	wcore_type_complete(types, type);
	wcore_type_size(type, &size);
	wcore_type_size(wcore_type_strip(type), &size);
	wcore_types_describe(types, type, buffer, sizeof(buffer));
	wcore_types_qualified_name(types, type, buffer, sizeof(buffer));
}

static bool look_at_variable(void *context, const struct wcore_variable *variable)
{
	look_at(context, variable->type);
	return true;
}

/* The entries of a unit that are types, to a depth, without recursion in the input's depth. */
static void look_at_entries(struct wcore_types *types, const struct wcore_entry *parent,
			    unsigned depth, unsigned *left)
{
	struct wcore_entries *entries = wcore_types_entries(types);
	struct wcore_entry child;

	for (bool is_there = wcore_entry_child(parent, &child); is_there && *left;
	     is_there = wcore_entry_sibling(entries, &child, &child)) {
		struct wcore_string name = wcore_entry_string(&child, 0x03);

		--*left;
		look_at(types, wcore_types_at(types, &child));
		look_at(types, wcore_types_of(types, &child));
		if (*left % 64 == 0 && name.data)
			wcore_types_find(types, name, WCORE_TYPE_UNKNOWN, child.unit);
		if (depth < 8)
			look_at_entries(types, &child, depth + 1, left);
	}
}

static void look_at_function(struct wcore_symbols *symbols, struct wcore_types *types,
			     uint64_t base, uint32_t funcidx)
{
	struct wcore_function function;
	struct wcore_sites sites;
	struct wcore_error *error = wcore_module_function(symbols->module, funcidx, &function);

	for (uint64_t i = 0; !error && !function.is_imported && i < PLACES_MAX; i++) {
		uint64_t offset = function.body + (function.end - function.body) * i / PLACES_MAX;

		error = wcore_symbols_find(symbols, funcidx, offset, true, &sites);
		for (size_t site = 0; !error && site < sites.count; site++) {
			wcore_variables_visit(types, &sites.items[site], offset - base,
					      look_at_variable, types);
			wcore_variables_frame_base(types, &sites.items[site], offset - base);
		}
	}
	wcore_error_destroy(error);
}

static void look(struct wcore_symbols *symbols, const struct wcore_index *index, uint64_t base)
{
	struct wcore_entries *entries = NULL;
	struct wcore_types *types = NULL;
	struct wcore_string nothing = { 0 };
	struct wcore_error *error = wcore_entries_open(symbols->dwarf, &entries);
	unsigned left = ENTRIES_MAX;

	if (!error)
		error = wcore_types_open(entries, &types);
	if (!error) {
		for (uint32_t i = 0; i < index->func_count && i < FUNCTIONS_MAX; i++)
			look_at_function(symbols, types, base, i);
		for (uint32_t i = 0; i < wcore_entries_unit_count(entries) && left; i++) {
			struct wcore_entry root;

			if (wcore_entries_unit(entries, i, &root))
				look_at_entries(types, &root, 0, &left);
		}
		wcore_variables_static(types, nothing, nothing, nothing, NULL, look_at_variable,
				       types);
	}
	wcore_error_destroy(error);
	wcore_types_close(types);
	wcore_entries_close(entries);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	struct wcore_symbols *symbols = NULL;
	const struct wcore_index *index = NULL;
	uint64_t base = 0;
	struct wcore_error *error = wcore_file_from_memory("fuzz.wasm", data, size, &file);

	if (!error)
		error = wcore_module_open(file, 0, file->size, &module);
	if (!error)
		error = wcore_module_index(module, &index);
	if (!error)
		error = wcore_module_code_base(module, &base);
	if (!error)
		error = wcore_symbols_open(module, module, NULL, false, &symbols);
	if (error)
		wcore_error_destroy(error);
	else if (symbols->dwarf)
		look(symbols, index, base);
	if (symbols)
		wcore_symbols_close(symbols);
	if (module)
		wcore_module_close(module);
	if (file)
		wcore_file_close(file);
	return 0;
}
