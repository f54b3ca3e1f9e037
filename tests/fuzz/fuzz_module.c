/* A module or component: sections, index, functions, names, metadata. */
#include <stdlib.h>

#include "../../libcore/wasm/component.h"
#include "../../libcore/wasm/function.h"
#include "../../libcore/wasm/index.h"
#include "../../libcore/wasm/metadata.h"
#include "../../libcore/wasm/names.h"
#include "fuzz.h"

#define ITEMS_MAX 200

static void read_functions(struct wcore_module *module, const struct wcore_index *index)
{
	uint32_t funcidx;

	for (uint32_t i = 0; i < index->func_count && i < ITEMS_MAX; i++) {
		struct wcore_function function, same;
		struct wcore_valtype type;
		struct wcore_error *error = wcore_module_function(module, i, &function);

		wcore_index_functype(module, i);
		if (error) {
			wcore_error_destroy(error);
			continue;
		}
		if (function.is_imported)
			continue;
		wcore_error_destroy(wcore_module_function_at(module, function.body, &same));
		wcore_function_local_type(module, &function, 0, &type);
		wcore_function_local_type(module, &function, UINT32_MAX, &type);
		wcore_function_local_count(module, &function);
		wcore_module_is_body_start(module, function.code);
	}
	for (uint32_t i = 0; i < index->element_count && i < ITEMS_MAX; i++)
		wcore_element_function(module, &index->elements[i], 0, &funcidx);
	for (uint32_t i = 0; i < index->table_count && i < ITEMS_MAX; i++)
		wcore_index_table_slot(module, i, 1, &funcidx);
}

static void read_names(struct wcore_module *module)
{
	uint32_t found;

	wcore_names_present(module);
	wcore_names_module(module);
	for (int kind = 0; kind < WCORE_NAME_KINDS; kind++) {
		for (uint32_t i = 0; i < 20; i++) {
			wcore_names_find(module, (enum wcore_name_kind)kind, i);
			wcore_names_find_inner(module, (enum wcore_name_kind)kind, i, 1);
		}
		wcore_names_index(module, (enum wcore_name_kind)kind, "main", &found);
	}
}

static void read_metadata(const struct wcore_module *module)
{
	struct wcore_producer producers[8];
	struct wcore_feature features[8];
	const uint8_t *id;
	size_t size;

	wcore_metadata_build_id(module, &id, &size);
	free(wcore_metadata_build_id_hex(module));
	wcore_metadata_external_debug_info(module);
	wcore_metadata_source_map(module);
	wcore_metadata_producers(module, producers, 8);
	wcore_metadata_features(module, features, 8);
}

static void read_module(const struct wcore_file *file, uint64_t offset, uint64_t size)
{
	struct wcore_module *module = NULL;
	const struct wcore_index *index = NULL;
	uint64_t base;
	struct wcore_error *error = wcore_module_open(file, offset, size, &module);

	if (error) {
		wcore_error_destroy(error);
		return;
	}
	error = wcore_module_index(module, &index);
	if (error)
		wcore_error_destroy(error);
	else
		read_functions(module, index);
	wcore_error_destroy(wcore_module_code_base(module, &base));
	read_names(module);
	read_metadata(module);
	wcore_module_close(module);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wcore_file *file = NULL;
	uint32_t count = 0;
	struct wcore_error *error = wcore_file_from_memory("fuzz.wasm", data, size, &file);

	if (error) {
		wcore_error_destroy(error);
		return 0;
	}
	wcore_kind_describe(file);
	wcore_error_destroy(wcore_component_count(file, &count));
	for (uint32_t i = 0; i < count && i < 4; i++) {
		uint64_t offset, inner;

		error = wcore_component_find(file, i, &offset, &inner);
		if (error)
			wcore_error_destroy(error);
		else
			read_module(file, offset, inner);
	}
	read_module(file, 0, file->size);
	wcore_file_close(file);
	return 0;
}
