#include "index_read.h"

#include <string.h>

/* Compact imports: where the item's name is empty, these stand for its kind. */
enum { IMPORT_EXACT_FUNC = 0x20, IMPORT_GROUP_OF_TYPE = 0x7e, IMPORT_GROUP = 0x7f };
enum { TABLE_WITH_INIT = 0x40 };

struct wcore_error *wcore_index_finding(struct wcore_module *module, struct wcore_error *error)
{
	if (!error || error->code == WCORE_ERROR_NOMEM)
		return error;
	if (error->code == WCORE_ERROR_LIMIT)
		wcore_findings_take_error(&module->findings, "wasm/limit", WCORE_SEVERITY_WARNING,
					  error);
	else
		wcore_findings_take_error(&module->findings, "wasm/index", WCORE_SEVERITY_ERROR,
					  error);
	return NULL;
}

void *wcore_index_take(struct wcore_index_state *state, const struct wcore_section *section,
		       size_t size, uint32_t *count)
{
	size_t fit = state->budget / size;

	if (fit < *count) {
		wcore_findings_add_at(&state->module->findings, "wasm/limit",
				      WCORE_SEVERITY_WARNING, section->header,
				      "%u items in %s, of which the first %zu are kept", *count,
				      section->where, fit);
		*count = (uint32_t)fit;
	}
	state->budget -= *count * size;
	return wcore_arena_array(&state->module->arena, *count, size);
}

/* The section's cursor behind its count, which is 0 when there is no such section. */
static const struct wcore_section *open_section(struct wcore_index_state *state,
						enum wcore_section_id id, uint32_t min_size,
						struct wcore_cursor *ret, uint32_t *ret_count)
{
	const struct wcore_section *section = wcore_module_section(state->module, id);
	uint64_t fit;
	struct wcore_error *error;

	*ret_count = 0;
	if (!section)
		return NULL;
	wcore_section_cursor(state->module, section, ret);
	error = wcore_cursor_leb_u32(ret, ret_count);
	fit = wcore_cursor_left(ret) / min_size;
	if (!error && *ret_count > fit) {
		error = wcore_cursor_error(ret, section->offset, "%u items, but %llu bytes are left",
					   *ret_count, (unsigned long long)wcore_cursor_left(ret));
		*ret_count = (uint32_t)fit;
	}
	error = wcore_index_finding(state->module, error);
	wcore_error_destroy(error);
	return section;
}

/* What an import, or the section of its kind, says of an item. */
struct item {
	enum wcore_extern_kind kind;
	uint32_t typeidx;
	struct wcore_table table;
	struct wcore_memory_type memory;
	struct wcore_global global;
};

static struct wcore_error *read_global_type(struct wcore_cursor *cursor, struct wcore_global *ret)
{
	uint64_t start;
	uint8_t flags = 0;
	struct wcore_error *error = wcore_valtype_read(cursor, &ret->type);

	start = cursor->pos;
	if (!error)
		error = wcore_cursor_u8(cursor, &flags);
	/* Bit 1: shared. */
	if (!error && flags > 3)
		error = wcore_cursor_error(cursor, start, "a global's mutability of 0x%02x", flags);
	ret->is_mutable = flags & 1;
	return error;
}

static struct wcore_error *read_table_type(struct wcore_cursor *cursor, struct wcore_table *ret)
{
	struct wcore_error *error = wcore_valtype_read(cursor, &ret->type);

	return error ? error : wcore_limits_read(cursor, false, &ret->limits);
}

static struct wcore_error *read_tag_type(struct wcore_cursor *cursor, uint32_t *ret)
{
	uint8_t attribute;
	struct wcore_error *error = wcore_cursor_u8(cursor, &attribute);

	return error ? error : wcore_cursor_leb_u32(cursor, ret);
}

static struct wcore_error *read_extern_type(struct wcore_cursor *cursor, uint8_t kind,
					    struct item *ret)
{
	*ret = (struct item){ .kind = kind };
	ret->table.is_imported = ret->memory.is_imported = ret->global.is_imported = true;
	switch (kind) {
	case IMPORT_EXACT_FUNC:
		ret->kind = WCORE_EXTERN_FUNC;
		return wcore_cursor_leb_u32(cursor, &ret->typeidx);
	case WCORE_EXTERN_FUNC:
		return wcore_cursor_leb_u32(cursor, &ret->typeidx);
	case WCORE_EXTERN_TABLE:
		return read_table_type(cursor, &ret->table);
	case WCORE_EXTERN_MEMORY:
		return wcore_limits_read(cursor, true, &ret->memory.limits);
	case WCORE_EXTERN_GLOBAL:
		return read_global_type(cursor, &ret->global);
	case WCORE_EXTERN_TAG:
		return read_tag_type(cursor, &ret->typeidx);
	}
	return wcore_cursor_error(cursor, cursor->pos - 1, "0x%02x is no kind of import", kind);
}

/*
 * The import section is walked twice: what is imported comes first in the index
 * spaces, and groups hide how many imports there are.
 */
struct import_sink {
	struct wcore_index_state *state;
	bool is_storing;
	uint32_t count, limit;
	uint32_t kinds[WCORE_EXTERN_TAG + 1];
};

static struct wcore_error *emit(struct import_sink *sink, const struct wcore_cursor *cursor,
				struct wcore_string module, struct wcore_string name,
				const struct item *item)
{
	struct wcore_index *index = &sink->state->index;
	uint32_t number = sink->kinds[item->kind];

	if (sink->count == sink->limit)
		return wcore_error_at(WCORE_ERROR_LIMIT, cursor->path, cursor->where, cursor->pos,
				      "more imports than the %u that wcore keeps", sink->limit);
	if (sink->is_storing) {
		index->imports[sink->count] = (struct wcore_import){
			.module = module, .name = name, .kind = item->kind, .index = number,
			.typeidx = item->typeidx,
		};
		switch (item->kind) {
		case WCORE_EXTERN_FUNC:
			sink->state->function_imports[number] = sink->count;
			break;
		case WCORE_EXTERN_TABLE:
			if (number < index->table_count)
				index->tables[number] = item->table;
			break;
		case WCORE_EXTERN_MEMORY:
			if (number < index->memory_count)
				index->memories[number] = item->memory;
			break;
		case WCORE_EXTERN_GLOBAL:
			if (number < index->global_count)
				index->globals[number] = item->global;
			break;
		case WCORE_EXTERN_TAG:
			break;
		}
	}
	sink->kinds[item->kind]++;
	sink->count++;
	return NULL;
}

static struct wcore_error *walk_group(struct import_sink *sink, struct wcore_cursor *cursor,
				      struct wcore_string module, bool one_type)
{
	struct item item;
	struct wcore_string name;
	uint32_t count = 0;
	uint8_t kind = 0;
	struct wcore_error *error = NULL;

	if (one_type) {
		error = wcore_cursor_u8(cursor, &kind);
		if (!error)
			error = read_extern_type(cursor, kind, &item);
	}
	if (!error)
		error = wcore_cursor_leb_u32(cursor, &count);
	for (uint32_t i = 0; !error && i < count; i++) {
		error = wcore_cursor_name(cursor, &name);
		if (!error && !one_type) {
			error = wcore_cursor_u8(cursor, &kind);
			if (!error)
				error = read_extern_type(cursor, kind, &item);
		}
		if (!error)
			error = emit(sink, cursor, module, name, &item);
	}
	return error;
}

static struct wcore_error *walk_imports(struct import_sink *sink, struct wcore_cursor *cursor,
					uint32_t count)
{
	struct wcore_string module, name;
	struct item item;
	uint8_t kind = 0;
	struct wcore_error *error = NULL;

	for (uint32_t i = 0; !error && i < count; i++) {
		error = wcore_cursor_name(cursor, &module);
		if (!error)
			error = wcore_cursor_name(cursor, &name);
		if (!error)
			error = wcore_cursor_u8(cursor, &kind);
		if (error)
			break;
		if (!name.size && (kind == IMPORT_GROUP || kind == IMPORT_GROUP_OF_TYPE)) {
			error = walk_group(sink, cursor, module, kind == IMPORT_GROUP_OF_TYPE);
			continue;
		}
		error = read_extern_type(cursor, kind, &item);
		if (!error)
			error = emit(sink, cursor, module, name, &item);
	}
	return error;
}

static struct wcore_error *count_imports(struct wcore_index_state *state, uint32_t *kinds)
{
	struct import_sink sink = {
		.state = state,
		.limit = (uint32_t)(state->budget /
				    (sizeof(*state->index.imports) + sizeof(uint32_t))),
	};
	struct wcore_index *index = &state->index;
	struct wcore_cursor cursor;
	uint32_t count;
	struct wcore_error *error = NULL;

	if (open_section(state, WCORE_SECTION_IMPORT, 3, &cursor, &count))
		error = wcore_index_finding(state->module, walk_imports(&sink, &cursor, count));
	if (error)
		return error;
	memcpy(kinds, sink.kinds, sizeof(sink.kinds));
	index->imports = wcore_arena_array(&state->module->arena, sink.count,
					   sizeof(*index->imports));
	state->function_imports = wcore_arena_array(&state->module->arena,
						    kinds[WCORE_EXTERN_FUNC],
						    sizeof(*state->function_imports));
	if (!index->imports || !state->function_imports)
		return wcore_error_nomem();
	index->import_count = sink.count;
	state->budget -= sink.count * (sizeof(*index->imports) + sizeof(uint32_t));
	return NULL;
}

static struct wcore_error *store_imports(struct wcore_index_state *state)
{
	struct import_sink sink = {
		.state = state, .is_storing = true, .limit = state->index.import_count,
	};
	const struct wcore_section *section =
		wcore_module_section(state->module, WCORE_SECTION_IMPORT);
	struct wcore_cursor cursor;
	uint32_t count = 0;
	struct wcore_error *error;

	if (!section)
		return NULL;
	wcore_section_cursor(state->module, section, &cursor);
	error = wcore_cursor_leb_u32(&cursor, &count);
	/* The first walk has told what stops the reading. */
	if (!error)
		error = walk_imports(&sink, &cursor, count);
	if (error && error->code == WCORE_ERROR_NOMEM)
		return error;
	wcore_error_destroy(error);
	return NULL;
}

static struct wcore_error *read_table(struct wcore_cursor *cursor, struct wcore_table *ret)
{
	struct wcore_cursor peek = *cursor;
	struct wcore_constant init;
	uint8_t first = 0, reserved = 0;
	struct wcore_error *error = wcore_cursor_u8(&peek, &first);

	if (error)
		return error;
	if (first == TABLE_WITH_INIT) {
		error = wcore_cursor_u8(&peek, &reserved);
		*cursor = peek;
	}
	if (!error)
		error = read_table_type(cursor, ret);
	if (!error && first == TABLE_WITH_INIT) {
		error = wcore_constant_read(cursor, &init);
		ret->has_init = init.kind != WCORE_CONST_REF_NULL;
	}
	return error;
}

/*
 * Tables, memories and globals: room for the imported ones, then what the
 * section defines.  A section that breaks off leaves those before the break.
 */
struct space {
	void *items;		/* NULL when there are none */
	uint32_t imported, total;
	struct wcore_cursor cursor;	/* at the first one that the section defines */
};

/* min_size is what an item takes in the section, item_size what it takes in memory. */
static struct wcore_error *open_space(struct wcore_index_state *state, enum wcore_section_id id,
				      uint32_t min_size, size_t item_size, uint32_t imported,
				      struct space *ret)
{
	uint32_t count;
	const struct wcore_section *section;

	*ret = (struct space){ 0 };
	section = open_section(state, id, min_size, &ret->cursor, &count);
	if (!section)
		section = wcore_module_section(state->module, WCORE_SECTION_IMPORT);
	if (!section)
		return NULL;
	ret->total = imported + count;
	ret->items = wcore_index_take(state, section, item_size, &ret->total);
	if (!ret->items)
		return wcore_error_nomem();
	ret->imported = imported < ret->total ? imported : ret->total;
	return NULL;
}

static struct wcore_error *read_tables(struct wcore_index_state *state, uint32_t imported)
{
	struct wcore_index *index = &state->index;
	struct space space;
	struct wcore_error *error = open_space(state, WCORE_SECTION_TABLE, 3,
					       sizeof(*index->tables), imported, &space);

	if (error)
		return error;
	index->tables = space.items;
	index->table_count = space.imported;
	while (!error && index->table_count < space.total) {
		error = read_table(&space.cursor, &index->tables[index->table_count]);
		if (!error)
			index->table_count++;
	}
	return wcore_index_finding(state->module, error);
}

static struct wcore_error *read_memories(struct wcore_index_state *state, uint32_t imported)
{
	struct wcore_index *index = &state->index;
	struct space space;
	struct wcore_error *error = open_space(state, WCORE_SECTION_MEMORY, 2,
					       sizeof(*index->memories), imported, &space);

	if (error)
		return error;
	index->memories = space.items;
	index->memory_count = space.imported;
	while (!error && index->memory_count < space.total) {
		error = wcore_limits_read(&space.cursor, true,
					  &index->memories[index->memory_count].limits);
		if (!error)
			index->memory_count++;
	}
	return wcore_index_finding(state->module, error);
}

static struct wcore_error *read_globals(struct wcore_index_state *state, uint32_t imported)
{
	struct wcore_index *index = &state->index;
	struct space space;
	struct wcore_error *error = open_space(state, WCORE_SECTION_GLOBAL, 3,
					       sizeof(*index->globals), imported, &space);

	if (error)
		return error;
	index->globals = space.items;
	index->global_count = index->imported_globals = space.imported;
	while (!error && index->global_count < space.total) {
		struct wcore_global *global = &index->globals[index->global_count];

		error = read_global_type(&space.cursor, global);
		if (!error)
			error = wcore_constant_read(&space.cursor, &global->init);
		if (!error)
			index->global_count++;
	}
	index->defined_globals = index->global_count - index->imported_globals;
	return wcore_index_finding(state->module, error);
}

static struct wcore_error *skip_leb(struct wcore_cursor *cursor)
{
	uint32_t unused;

	return wcore_cursor_leb_u32(cursor, &unused);
}

static struct wcore_error *read_functions(struct wcore_index_state *state, uint32_t imported)
{
	struct wcore_index *index = &state->index;
	struct wcore_cursor cursor;
	uint32_t count;

	index->imported_funcs = imported;
	index->func_count = imported;
	if (!open_section(state, WCORE_SECTION_FUNCTION, 1, &cursor, &count))
		return NULL;
	if (count > UINT32_MAX - imported)
		count = UINT32_MAX - imported;
	index->func_count += count;
	state->has_functions = true;
	return wcore_places_init(&state->functions, &state->module->arena, state->module->file,
				 &cursor, count, skip_leb);
}

static struct wcore_error *read_exports(struct wcore_index_state *state)
{
	struct wcore_index *index = &state->index;
	struct wcore_cursor cursor;
	uint32_t count;
	const struct wcore_section *section =
		open_section(state, WCORE_SECTION_EXPORT, 3, &cursor, &count);
	struct wcore_error *error = NULL;

	if (!section)
		return NULL;
	index->exports = wcore_index_take(state, section, sizeof(*index->exports), &count);
	if (!index->exports)
		return wcore_error_nomem();
	while (!error && index->export_count < count) {
		struct wcore_export *export = &index->exports[index->export_count];
		uint8_t kind = 0;

		error = wcore_cursor_name(&cursor, &export->name);
		if (!error)
			error = wcore_cursor_u8(&cursor, &kind);
		if (!error && kind > WCORE_EXTERN_TAG && kind != IMPORT_EXACT_FUNC)
			error = wcore_cursor_error(&cursor, cursor.pos - 1,
						   "0x%02x is no kind of export", kind);
		export->kind = kind == IMPORT_EXACT_FUNC ? WCORE_EXTERN_FUNC :
							   (enum wcore_extern_kind)kind;
		if (!error)
			error = wcore_cursor_leb_u32(&cursor, &export->index);
		if (!error)
			index->export_count++;
	}
	return wcore_index_finding(state->module, error);
}

static struct wcore_error *read_start(struct wcore_index_state *state)
{
	const struct wcore_section *section =
		wcore_module_section(state->module, WCORE_SECTION_START);
	struct wcore_cursor cursor;
	struct wcore_error *error;

	if (!section)
		return NULL;
	wcore_section_cursor(state->module, section, &cursor);
	error = wcore_cursor_leb_u32(&cursor, &state->index.start);
	state->index.has_start = !error;
	return wcore_index_finding(state->module, error);
}

static struct wcore_error *read_all(struct wcore_index_state *state)
{
	const struct wcore_section *types = wcore_module_section(state->module, WCORE_SECTION_TYPE);
	const struct wcore_section *elements =
		wcore_module_section(state->module, WCORE_SECTION_ELEMENT);
	uint32_t kinds[WCORE_EXTERN_TAG + 1], tags;
	struct wcore_cursor cursor;
	struct wcore_error *error = types ? wcore_index_read_types(state, types) : NULL;

	if (!error)
		error = count_imports(state, kinds);
	if (!error)
		error = read_functions(state, kinds[WCORE_EXTERN_FUNC]);
	if (!error)
		error = read_tables(state, kinds[WCORE_EXTERN_TABLE]);
	if (!error)
		error = read_memories(state, kinds[WCORE_EXTERN_MEMORY]);
	if (!error)
		error = read_globals(state, kinds[WCORE_EXTERN_GLOBAL]);
	if (!error)
		error = store_imports(state);
	if (!error)
		error = read_exports(state);
	if (!error)
		error = read_start(state);
	if (!error && elements)
		error = wcore_index_read_elements(state, elements);
	if (error)
		return error;
	open_section(state, WCORE_SECTION_TAG, 2, &cursor, &tags);
	state->index.tag_count = kinds[WCORE_EXTERN_TAG] + tags;
	return NULL;
}

struct wcore_error *wcore_module_index(struct wcore_module *module, const struct wcore_index **ret)
{
	struct wcore_index_state *state;
	struct wcore_error *error;

	if (!module->index) {
		state = wcore_arena_alloc(&module->arena, sizeof(*state));
		if (!state)
			return wcore_error_nomem();
		state->module = module;
		state->budget = WCORE_INDEX_MEMORY_MAX;
		error = read_all(state);
		if (error)
			return error;
		module->index = &state->index;
	}
	*ret = module->index;
	return NULL;
}

/* The type index of a function; false when it cannot be read. */
static bool function_typeidx(struct wcore_index_state *state, uint32_t funcidx, uint32_t *ret)
{
	struct wcore_cursor cursor;
	struct wcore_error *error;
	uint32_t number = funcidx - state->index.imported_funcs;

	if (funcidx < state->index.imported_funcs) {
		*ret = state->index.imports[state->function_imports[funcidx]].typeidx;
		return true;
	}
	if (!state->has_functions)
		return false;
	error = wcore_places_walk(&state->functions, number, UINT64_MAX);
	error = wcore_index_finding(state->module, error);
	if (!error && !wcore_places_seek(&state->functions, number, &cursor))
		return false;
	if (!error)
		error = wcore_cursor_leb_u32(&cursor, ret);
	wcore_error_destroy(error);
	return !error;
}

const struct wcore_functype *wcore_index_functype(struct wcore_module *module, uint32_t funcidx)
{
	const struct wcore_index *index = NULL;
	struct wcore_error *error = wcore_module_index(module, &index);
	uint32_t typeidx = 0;

	if (error) {
		wcore_error_destroy(error);
		return NULL;
	}
	if (!function_typeidx(wcore_index_state(module), funcidx, &typeidx) ||
	    typeidx >= index->type_count || index->types[typeidx].kind != 0x60)
		return NULL;
	return &index->types[typeidx];
}

const struct wcore_import *wcore_index_imported_function(struct wcore_module *module,
							  uint32_t funcidx)
{
	const struct wcore_index *index = NULL;
	struct wcore_error *error = wcore_module_index(module, &index);

	if (error) {
		wcore_error_destroy(error);
		return NULL;
	}
	if (funcidx >= index->imported_funcs)
		return NULL;
	return &index->imports[wcore_index_state(module)->function_imports[funcidx]];
}
