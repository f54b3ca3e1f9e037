/* A module's debug information: every function's first instructions, names, summary. */
#include "../../libcore/debug/symbols.h"
#include "../../libcore/wasm/index.h"
#include "fuzz.h"

#define FUNCTIONS_MAX 60
#define PLACES_MAX 6

static void find_lines(struct wcore_symbols *symbols, struct wcore_module *module, uint32_t funcidx)
{
	struct wcore_function function;
	struct wcore_sites sites;
	struct wcore_site site;
	struct wcore_error *error = wcore_module_function(module, funcidx, &function);

	if (error) {
		wcore_error_destroy(error);
		return;
	}
	wcore_error_destroy(wcore_symbols_function_name(symbols, funcidx, &site));
	if (function.is_imported)
		return;
	for (uint64_t i = 0; i < PLACES_MAX; i++)
		wcore_error_destroy(wcore_symbols_find(
			symbols, funcidx, function.body + (function.end - function.body) * i / PLACES_MAX,
			true, &sites));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	struct wcore_symbols *symbols = NULL;
	const struct wcore_index *index = NULL;
	struct wcore_dwarf_summary summary;
	struct wcore_error *error = wcore_file_from_memory("fuzz.wasm", data, size, &file);

	if (!error)
		error = wcore_module_open(file, 0, file->size, &module);
	if (!error)
		error = wcore_module_index(module, &index);
	if (!error)
		error = wcore_symbols_open(module, module, NULL, false, &symbols);
	if (error) {
		wcore_error_destroy(error);
	} else {
		for (uint32_t i = 0; i < index->func_count && i < FUNCTIONS_MAX; i++)
			find_lines(symbols, module, i);
		if (symbols->dwarf)
			wcore_error_destroy(wcore_dwarf_summarize(symbols->dwarf, &summary));
	}
	if (symbols)
		wcore_symbols_close(symbols);
	if (module)
		wcore_module_close(module);
	if (file)
		wcore_file_close(file);
	return 0;
}
