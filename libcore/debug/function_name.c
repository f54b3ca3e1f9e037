#include "function_name.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "../wasm/index.h"
#include "../wasm/names.h"

/* Names are made up no further than this, nor from longer ones: only a forged stack asks for more. */
#define MAX_BYTES (16u << 20)
#define MAX_NAME 4096
#define BUDGET (UINT64_C(1) << 24)

void wcore_function_names_init(struct wcore_function_names *names, struct wcore_module *module)
{
	*names = (struct wcore_function_names){ .module = module, .budget = BUDGET };
}

void wcore_function_names_deinit(struct wcore_function_names *names)
{
	free(names->exports);
}

static bool from_import(const struct wcore_index *index, uint32_t funcidx,
			struct wcore_arena *arena, uint64_t *budget, struct wcore_site *ret)
{
	if (funcidx >= index->imported_funcs)
		return false;
	for (uint32_t i = 0; i < index->import_count && *budget; i++, --*budget) {
		const struct wcore_import *import = &index->imports[i];

		if (import->kind != WCORE_EXTERN_FUNC || import->index != funcidx)
			continue;
		size_t size = import->module.size + 1 + import->name.size;
		char *text = NULL;

		ret->function = import->name;
		ret->name_origin = WCORE_NAME_FROM_IMPORT;
		if (size <= MAX_NAME && arena->used < MAX_BYTES)
			text = wcore_arena_alloc(arena, size + 1);
		if (!text)
			return import->name.size > 0;
		for (size_t k = 0; k < import->module.size; k++)
			text[k] = import->module.data[k];
		text[import->module.size] = '.';
		for (size_t k = 0; k < import->name.size; k++)
			text[import->module.size + 1 + k] = import->name.data[k];
		ret->function = (struct wcore_string){ text, size };
		return true;
	}
	return false;
}

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static bool index_exports(struct wcore_function_names *names, const struct wcore_index *index)
{
	names->exports = wcore_calloc((size_t)index->export_count + 1, sizeof(*names->exports));
	if (!names->exports)
		return false;
	for (uint32_t i = 0; i < index->export_count; i++)
		if (index->exports[i].kind == WCORE_EXTERN_FUNC && index->exports[i].name.size)
			names->exports[names->export_count++] =
				(uint64_t)index->exports[i].index << 32 | i;
	qsort(names->exports, names->export_count, sizeof(*names->exports), compare);
	return true;
}

/* The first export of the function. */
static bool from_export(struct wcore_function_names *names, const struct wcore_index *index,
			uint32_t funcidx, struct wcore_site *ret)
{
	size_t low = 0, high;

	if (!names->exports && !index_exports(names, index))
		return false;
	high = names->export_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (names->exports[middle] >> 32 < funcidx)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == names->export_count || names->exports[low] >> 32 != funcidx)
		return false;
	ret->function = index->exports[(uint32_t)names->exports[low]].name;
	ret->name_origin = WCORE_NAME_FROM_EXPORT;
	return true;
}

/* The first item of a segment of plain function indices that is funcidx. */
static bool find_item(const struct wcore_module *module, const struct wcore_element *element,
		      uint32_t funcidx, uint64_t *budget, uint32_t *ret)
{
	const struct wcore_section *section = wcore_module_section(module, WCORE_SECTION_ELEMENT);
	struct wcore_cursor cursor;

	if (!section || element->is_expressions || element->offset < section->offset)
		return false;
	wcore_section_cursor(module, section, &cursor);
	cursor.pos = element->offset;
	for (uint32_t i = 0; i < element->count && *budget; i++, --*budget) {
		uint32_t item;
		struct wcore_error *error = wcore_cursor_leb_u32(&cursor, &item);

		if (error) {
			wcore_error_destroy(error);
			return false;
		}
		if (item == funcidx) {
			*ret = i;
			return true;
		}
	}
	return false;
}

static bool from_element(struct wcore_module *module, const struct wcore_index *index,
			 uint32_t funcidx, struct wcore_arena *arena, uint64_t *budget,
			 struct wcore_site *ret)
{
	for (uint32_t i = 0; i < index->element_count && *budget && arena->used < MAX_BYTES; i++) {
		const struct wcore_element *element = &index->elements[i];
		struct wcore_string name = wcore_names_find(module, WCORE_NAME_ELEMENT, i);
		uint64_t slot = 0;
		uint32_t item;

		--*budget;
		if (!name.size && element->mode == WCORE_ELEMENT_ACTIVE &&
		    element->start.kind == WCORE_CONST_VALUE) {
			name = wcore_names_find(module, WCORE_NAME_TABLE, element->table);
			slot = element->start.bits;
		}
		if (!name.size || name.size > MAX_NAME ||
		    !find_item(module, element, funcidx, budget, &item))
			continue;
		char *text = wcore_arena_format(arena, "%.*s[%llu]", (int)name.size, name.data,
						(unsigned long long)(slot + item));
		if (!text)
			return false;
		ret->function = wcore_string_from(text);
		ret->name_origin = WCORE_NAME_FROM_ELEMENT;
		return true;
	}
	return false;
}

struct wcore_error *wcore_function_name(struct wcore_function_names *names, uint32_t funcidx,
					struct wcore_arena *arena, struct wcore_site *ret)
{
	struct wcore_module *module = names->module;
	const struct wcore_index *index;
	struct wcore_error *error = wcore_module_index(module, &index);

	if (error)
		return error;
	if (from_import(index, funcidx, arena, &names->budget, ret))
		return NULL;
	ret->function = wcore_names_find(module, WCORE_NAME_FUNCTION, funcidx);
	ret->name_origin = WCORE_NAME_FROM_NAMES;
	if (ret->function.size)
		return NULL;
	if (!wcore_names_is_left_out(module, WCORE_NAME_FUNCTION, funcidx) &&
	    (from_export(names, index, funcidx, ret) ||
	     from_element(module, index, funcidx, arena, &names->budget, ret)))
		return NULL;
	ret->name_origin = WCORE_NAME_FROM_NOTHING;
	ret->function = WCORE_STRING("func[?]");
	if (arena->used < MAX_BYTES)
		ret->function = wcore_string_from(wcore_arena_format(arena, "func[%u]", funcidx));
	return ret->function.data ? NULL : wcore_error_nomem();
}
