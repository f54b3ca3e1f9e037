#include "function_name.h"

#include "../wasm/index.h"
#include "../wasm/names.h"

/* Names are made up no further than this, nor from longer ones: only a forged stack asks for more. */
#define MAX_BYTES (16u << 20)
#define MAX_NAME 4096

static bool from_import(const struct wcore_index *index, uint32_t funcidx,
			struct wcore_arena *arena, struct wcore_site *ret)
{
	for (uint32_t i = 0; i < index->import_count && funcidx < index->imported_funcs; i++) {
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

static bool from_export(const struct wcore_index *index, uint32_t funcidx, struct wcore_site *ret)
{
	for (uint32_t i = 0; i < index->export_count; i++) {
		const struct wcore_export *export = &index->exports[i];

		if (export->kind != WCORE_EXTERN_FUNC || export->index != funcidx ||
		    !export->name.size)
			continue;
		ret->function = export->name;
		ret->name_origin = WCORE_NAME_FROM_EXPORT;
		return true;
	}
	return false;
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

struct wcore_error *wcore_function_name(struct wcore_module *module, uint32_t funcidx,
					struct wcore_arena *arena, uint64_t *budget,
					struct wcore_site *ret)
{
	const struct wcore_index *index;
	struct wcore_error *error = wcore_module_index(module, &index);

	if (error)
		return error;
	if (from_import(index, funcidx, arena, ret))
		return NULL;
	ret->function = wcore_names_find(module, WCORE_NAME_FUNCTION, funcidx);
	ret->name_origin = WCORE_NAME_FROM_NAMES;
	if (ret->function.size || from_export(index, funcidx, ret) ||
	    from_element(module, index, funcidx, arena, budget, ret))
		return NULL;
	ret->name_origin = WCORE_NAME_FROM_NOTHING;
	ret->function = WCORE_STRING("func[?]");
	if (arena->used < MAX_BYTES)
		ret->function = wcore_string_from(wcore_arena_format(arena, "func[%u]", funcidx));
	return ret->function.data ? NULL : wcore_error_nomem();
}
