/* The order of sections, and the sections that are lists of small items. */
#include "container.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "container_state.h"

enum { TABLE_WITH_INIT = 0x40, EXPORT_EXACT_FUNC = 0x20, IDS = WCORE_SECTION_TAG + 1 };

bool wcore_container_refer(const struct wcore_container *container, uint64_t offset,
			   const char *what, uint64_t index, uint64_t limit)
{
	if (index < limit)
		return true;
	if (container->is_unsure)
		return false;
	wcore_report_at(container->report, "wasm/reference", offset,
			"%s %llu is named, but there are %llu", what, (unsigned long long)index,
			(unsigned long long)limit);
	return false;
}

bool wcore_container_refer_functype(const struct wcore_container *container, uint64_t offset,
				    uint64_t index)
{
	const struct wcore_index *all = container->index;

	if (!wcore_container_refer(container, offset, "type", index, all->type_count))
		return false;
	if (all->types[index].kind == 0x60)
		return true;
	wcore_report_at(container->report, "wasm/reference", offset, "type %llu is none of functions",
			(unsigned long long)index);
	return false;
}

void wcore_container_refer_valtype(const struct wcore_container *container, uint64_t offset,
				   struct wcore_valtype type)
{
	if ((type.code == WCORE_REF || type.code == WCORE_REF_NULL) && type.heap >= 0)
		wcore_container_refer(container, offset, "type", (uint64_t)type.heap,
				      container->index->type_count);
}

void wcore_container_limits(const struct wcore_container *container, uint64_t offset,
			    const struct wcore_limits *limits, bool is_memory)
{
	const char *what = is_memory ? "a memory" : "a table";
	unsigned bits = limits->is_64 ? 64 : 32;
	uint64_t most = UINT64_MAX;

	if (is_memory && limits->page_log2 != 16 && limits->page_log2 != 0)
		wcore_report_at(container->report, "wasm/limits", offset,
				"%s has pages of 2^%u bytes", what, limits->page_log2);
	else if (is_memory && limits->page_log2)
		most = UINT64_C(1) << (bits - limits->page_log2);
	if (limits->min > most || (limits->has_max && limits->max > most))
		wcore_report_at(container->report, "wasm/limits", offset,
				"%s has more than the %llu pages that its addresses reach", what,
				(unsigned long long)most);
	if (limits->has_max && limits->max < limits->min)
		wcore_report_at(container->report, "wasm/limits", offset,
				"%s has a minimum of %llu and a maximum of %llu", what,
				(unsigned long long)limits->min, (unsigned long long)limits->max);
	if (limits->is_shared && !limits->has_max)
		wcore_report_at(container->report, "wasm/limits", offset, "%s is shared and has no maximum",
				what);
}

struct wcore_valtype wcore_container_global_type(struct wcore_container *container,
						 struct wcore_strict *strict)
{
	uint64_t start = strict->cursor.pos;
	struct wcore_valtype type = wcore_strict_valtype(strict);
	uint8_t flags = wcore_strict_u8(strict);

	/* Bit 1: shared. */
	if (flags > 3)
		wcore_strict_fail(strict, "wasm/index", strict->cursor.pos - 1,
				  "a global's mutability of 0x%02x", flags);
	wcore_container_refer_valtype(container, start, type);
	return type;
}

void wcore_container_table_type(struct wcore_container *container, struct wcore_strict *strict,
				struct wcore_valtype *ret)
{
	uint64_t start = strict->cursor.pos;
	struct wcore_limits limits;

	*ret = wcore_strict_valtype(strict);
	limits = wcore_strict_limits(strict, false);
	if (strict->failed)
		return;
	if (ret->code != WCORE_REF && ret->code != WCORE_REF_NULL)
		wcore_strict_fail(strict, "wasm/index", start, "a table of something else than references");
	wcore_container_refer_valtype(container, start, *ret);
	wcore_container_limits(container, start, &limits, false);
}

static void functions(struct wcore_container *container, struct wcore_strict *strict)
{
	uint32_t count = wcore_strict_count(strict, 1, "functions");

	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		uint64_t start = strict->cursor.pos;
		uint32_t type = wcore_strict_u32(strict);

		if (!strict->failed)
			wcore_container_refer_functype(container, start, type);
	}
}

static void tables(struct wcore_container *container, struct wcore_strict *strict)
{
	uint32_t count = wcore_strict_count(strict, 3, "tables");

	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		const struct wcore_cursor *cursor = &strict->cursor;
		bool has_init = wcore_cursor_left(cursor) && cursor->data[cursor->pos] == TABLE_WITH_INIT;
		struct wcore_valtype type;

		if (has_init) {
			wcore_strict_u8(strict);
			if (wcore_strict_u8(strict))
				wcore_strict_fail(strict, "wasm/index", cursor->pos - 1,
						  "a table's reserved byte is not 0");
		}
		wcore_container_table_type(container, strict, &type);
		if (has_init)
			wcore_container_constant(container, strict, type,
						 container->index->imported_globals, "wasm/constant");
	}
}

static void memories(struct wcore_container *container, struct wcore_strict *strict)
{
	uint32_t count = wcore_strict_count(strict, 2, "memories");

	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		uint64_t start = strict->cursor.pos;
		struct wcore_limits limits = wcore_strict_limits(strict, true);

		if (!strict->failed)
			wcore_container_limits(container, start, &limits, true);
	}
}

static void tags(struct wcore_container *container, struct wcore_strict *strict)
{
	uint32_t count = wcore_strict_count(strict, 2, "tags");

	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		uint64_t start = strict->cursor.pos;
		uint8_t attribute = wcore_strict_u8(strict);
		uint32_t type = wcore_strict_u32(strict);

		if (attribute)
			wcore_strict_fail(strict, "wasm/index", start, "a tag's attribute of 0x%02x", attribute);
		if (!strict->failed)
			wcore_container_refer_functype(container, start, type);
	}
}

static void globals(struct wcore_container *container, struct wcore_strict *strict)
{
	/* Where the values are missing, a global takes its type and the end of nothing. */
	uint32_t count = wcore_strict_count(strict, 3, "globals");

	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		struct wcore_valtype type = wcore_container_global_type(container, strict);

		wcore_container_constant(container, strict, type,
					 container->index->imported_globals + i, "wasm/constant");
	}
}

static int compare_names(const void *a, const void *b)
{
	const struct wcore_export *x = *(const struct wcore_export *const *)a;
	const struct wcore_export *y = *(const struct wcore_export *const *)b;
	size_t size = x->name.size < y->name.size ? x->name.size : y->name.size;

	for (size_t i = 0; i < size; i++)
		if (x->name.data[i] != y->name.data[i])
			return (unsigned char)x->name.data[i] < (unsigned char)y->name.data[i] ? -1 : 1;
	return (x->name.size > y->name.size) - (x->name.size < y->name.size);
}

static void unique_exports(struct wcore_container *container)
{
	const struct wcore_index *index = container->index;
	const struct wcore_export **sorted = wcore_calloc(index->export_count + 1, sizeof(*sorted));
	const uint8_t *file = container->module->file->data;

	if (!sorted) {
		container->has_memory_error = true;
		return;
	}
	for (uint32_t i = 0; i < index->export_count; i++)
		sorted[i] = &index->exports[i];
	qsort(sorted, index->export_count, sizeof(*sorted), compare_names);
	for (uint32_t i = 1; i < index->export_count; i++)
		if (compare_names(&sorted[i - 1], &sorted[i]) == 0)
			wcore_report_at(container->report, "wasm/duplicate-export",
					(uint64_t)((const uint8_t *)sorted[i]->name.data - file),
					"two exports are called %.*s",
					(int)(sorted[i]->name.size < 200 ? sorted[i]->name.size : 200),
					sorted[i]->name.data);
	free(sorted);
}

static void exports(struct wcore_container *container, struct wcore_strict *strict)
{
	const struct wcore_index *index = container->index;
	uint32_t count = wcore_strict_count(strict, 3, "exports");

	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		wcore_strict_name(strict);
		uint64_t start = strict->cursor.pos;
		uint8_t kind = wcore_strict_u8(strict);
		uint32_t number = wcore_strict_u32(strict);

		if (strict->failed)
			return;
		switch (kind) {
		case EXPORT_EXACT_FUNC:
		case WCORE_EXTERN_FUNC:
			wcore_container_refer(container, start, "function", number, index->func_count);
			break;
		case WCORE_EXTERN_TABLE:
			wcore_container_refer(container, start, "table", number, index->table_count);
			break;
		case WCORE_EXTERN_MEMORY:
			wcore_container_refer(container, start, "memory", number, index->memory_count);
			break;
		case WCORE_EXTERN_GLOBAL:
			wcore_container_refer(container, start, "global", number, index->global_count);
			break;
		case WCORE_EXTERN_TAG:
			wcore_container_refer(container, start, "tag", number, index->tag_count);
			break;
		default:
			wcore_strict_fail(strict, "wasm/index", start, "0x%02x is no kind of export", kind);
		}
	}
	if (!container->is_unsure && !strict->failed)
		unique_exports(container);
}

static void start(struct wcore_container *container, struct wcore_strict *strict)
{
	uint64_t offset = strict->cursor.pos;
	uint32_t funcidx = wcore_strict_u32(strict);
	const struct wcore_functype *type;

	if (strict->failed || !wcore_container_refer(container, offset, "function", funcidx,
						     container->index->func_count))
		return;
	type = wcore_index_functype(container->module, funcidx);
	if (type && (type->param_count || type->result_count))
		wcore_report_at(container->report, "wasm/start", offset,
				"the start function %u has %u parameters and %u results", funcidx,
				type->param_count, type->result_count);
}

static void data_count(struct wcore_container *container, struct wcore_strict *strict)
{
	container->data_count = wcore_strict_u32(strict);
	container->has_data_count = !strict->failed;
}

typedef void (*section_reader)(struct wcore_container *container, struct wcore_strict *strict);

static const section_reader readers[IDS] = {
	[WCORE_SECTION_TYPE] = wcore_container_types, [WCORE_SECTION_IMPORT] = wcore_container_imports,
	[WCORE_SECTION_FUNCTION] = functions, [WCORE_SECTION_TABLE] = tables,
	[WCORE_SECTION_MEMORY] = memories, [WCORE_SECTION_GLOBAL] = globals,
	[WCORE_SECTION_EXPORT] = exports, [WCORE_SECTION_START] = start,
	[WCORE_SECTION_ELEMENT] = wcore_container_elements, [WCORE_SECTION_CODE] = wcore_container_code,
	[WCORE_SECTION_DATA] = wcore_container_data, [WCORE_SECTION_DATA_COUNT] = data_count,
	[WCORE_SECTION_TAG] = tags,
};

/* In the order of the specification, so that what is named has been looked at before. */
static const uint8_t order[] = {
	WCORE_SECTION_TYPE, WCORE_SECTION_IMPORT, WCORE_SECTION_FUNCTION, WCORE_SECTION_TABLE,
	WCORE_SECTION_MEMORY, WCORE_SECTION_TAG, WCORE_SECTION_GLOBAL, WCORE_SECTION_EXPORT,
	WCORE_SECTION_START, WCORE_SECTION_ELEMENT, WCORE_SECTION_DATA_COUNT, WCORE_SECTION_CODE,
	WCORE_SECTION_DATA,
};

static void note_long(struct wcore_container *container, const struct wcore_strict *strict)
{
	if (strict->long_count)
		wcore_report_at(container->report, "wasm/over-long", strict->long_offset,
				"%s: %llu numbers take more bytes than they need; this is the first",
				strict->cursor.where, (unsigned long long)strict->long_count);
}

static void read_section(struct wcore_container *container, const struct wcore_section *section,
			 section_reader reader)
{
	struct wcore_strict strict = { .report = container->report };

	wcore_section_cursor(container->module, section, &strict.cursor);
	reader(container, &strict);
	if (!strict.failed && wcore_cursor_left(&strict.cursor))
		wcore_report_at(container->report, "wasm/trailing", strict.cursor.pos,
				"%s: %llu bytes stand behind the last item", section->where,
				(unsigned long long)wcore_cursor_left(&strict.cursor));
	note_long(container, &strict);
	container->is_unsure |= strict.failed;
}

/* What the headers say: names of custom sections, padded sizes, the order of a dump's sections. */
static void headers(struct wcore_container *container)
{
	static const uint8_t place[IDS] = {
		[WCORE_SECTION_TYPE] = 1, [WCORE_SECTION_IMPORT] = 2, [WCORE_SECTION_FUNCTION] = 3,
		[WCORE_SECTION_TABLE] = 4, [WCORE_SECTION_MEMORY] = 5, [WCORE_SECTION_TAG] = 6,
		[WCORE_SECTION_GLOBAL] = 7, [WCORE_SECTION_EXPORT] = 8, [WCORE_SECTION_START] = 9,
		[WCORE_SECTION_ELEMENT] = 10, [WCORE_SECTION_DATA_COUNT] = 11, [WCORE_SECTION_CODE] = 12,
		[WCORE_SECTION_DATA] = 13,
	};
	const struct wcore_module *module = container->module;
	uint64_t count = 0, first = 0;
	uint8_t last = 0;

	for (size_t i = 0; i < module->section_count; i++) {
		const struct wcore_section *section = &module->sections[i];
		struct wcore_cursor cursor;
		uint32_t size = 0;
		struct wcore_error *error;

		wcore_cursor_init(&cursor, module->file, section->header + 1, 5, NULL);
		error = wcore_cursor_leb_u32(&cursor, &size);
		if (!error && cursor.pos - section->header - 1 > wcore_leb_size(size) && !count++)
			first = section->header;
		wcore_error_destroy(error);
		if (section->id == WCORE_SECTION_CUSTOM && !wcore_is_utf8(section->name))
			wcore_report_at(container->report, "wasm/utf8", section->header,
					"the name of a custom section is not UTF-8");
		if (section->id >= IDS || !place[section->id])
			continue;
		/* Of modules the reading of the headers has told already. */
		if (container->is_dump && place[section->id] < last)
			wcore_report_as(container->report, "wasm/section-order", WCORE_SEVERITY_WARNING,
					section->header, "%s stands too late for readers of Wasm binaries",
					section->where);
		if (place[section->id] > last)
			last = place[section->id];
	}
	if (count)
		wcore_report_at(container->report, "wasm/over-long", first,
				"the sizes of %llu sections take more bytes than they need; this is the first",
				(unsigned long long)count);
}

static bool is_limited(const struct wcore_module *module)
{
	for (size_t i = 0; i < module->findings.count; i++)
		if (wcore_rule_find(module->findings.items[i].rule) == wcore_rule_find("wasm/limit"))
			return true;
	return false;
}

static void counts(struct wcore_container *container)
{
	const struct wcore_module *module = container->module;
	const struct wcore_section *code = wcore_module_section(module, WCORE_SECTION_CODE);
	const struct wcore_section *data = wcore_module_section(module, WCORE_SECTION_DATA_COUNT);
	uint32_t defined = container->index->func_count - container->index->imported_funcs;

	if (!code && defined && !container->is_unsure && !module->cut)
		wcore_report_add(container->report, "wasm/function-count",
				 "%u functions are declared, but there is no code section", defined);
	if (container->has_data_count && container->data_count != container->segments &&
	    !container->is_unsure && !module->cut)
		wcore_report_at(container->report, "wasm/data-count", data->header,
				"%u data segments are announced, but there are %u", container->data_count,
				container->segments);
}

struct wcore_error *wcore_container_validate(struct wcore_module *module, bool is_dump,
					     struct wcore_segments *segments,
					     struct wcore_report *report)
{
	struct wcore_container container = {
		.module = module, .report = report, .is_dump = is_dump, .index_segments = segments,
	};
	const struct wcore_section *names = wcore_module_custom(module, "name");
	struct wcore_error *error;

	headers(&container);
	error = wcore_module_index(module, &container.index);
	if (error)
		return error;
	container.is_unsure = is_limited(module);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const struct wcore_section *section =
			wcore_module_section(module, (enum wcore_section_id)order[i]);

		if (section)
			read_section(&container, section, readers[order[i]]);
	}
	counts(&container);
	if (names) {
		struct wcore_strict strict = { .report = report };

		wcore_section_cursor(module, names, &strict.cursor);
		wcore_container_names(&container, &strict);
	}
	return container.has_memory_error ? wcore_error_nomem() : NULL;
}
