#include "parts.h"

void wcore_parts_break(struct wcore_dump *dump, struct wcore_error *error)
{
	if (error && !dump->broken)
		dump->broken = error;
	else if (error)
		wcore_findings_take_error(&dump->findings, "core/unreadable", WCORE_SEVERITY_ERROR,
					  error);
}

static struct wcore_string name_or_absent(struct wcore_string name)
{
	return name.size ? name : (struct wcore_string){ 0 };
}

/* A section of the dump as a cursor; false when there is none.  name is static. */
static bool part_cursor(const struct wcore_dump *dump, const char *name,
			struct wcore_cursor *ret)
{
	const struct wcore_section *section = wcore_dump_section(dump, WCORE_SECTION_CUSTOM, name);

	if (!section)
		return false;
	wcore_section_cursor(dump->wasm, section, ret);
	ret->where = name;
	return true;
}

static void report_trailing(struct wcore_dump *dump, const struct wcore_cursor *cursor)
{
	if (wcore_cursor_left(cursor))
		wcore_findings_add_at(&dump->findings, "core/trailing", WCORE_SEVERITY_ERROR,
				      cursor->pos, "%llu bytes stand behind the last item of %s",
				      (unsigned long long)wcore_cursor_left(cursor), cursor->where);
}

static struct wcore_error *read_kind(struct wcore_cursor *cursor, const char *what)
{
	uint64_t start = cursor->pos;
	uint8_t kind = 0;
	struct wcore_error *error = wcore_cursor_u8(cursor, &kind);

	if (!error && kind) {
		cursor->pos = start;
		error = wcore_cursor_error(cursor, start, "%s has the unknown kind 0x%02x", what, kind);
	}
	return error;
}

/* "core ::= 0x00 name"; older writers leave the kind byte out. */
void wcore_parts_core(struct wcore_dump *dump)
{
	struct wcore_cursor start, cursor;
	struct wcore_error *error;

	if (!part_cursor(dump, "core", &start))
		return;
	dump->has_core = true;
	cursor = start;
	error = read_kind(&cursor, "the process");
	if (!error)
		error = wcore_cursor_name(&cursor, &dump->executable);
	if (error || wcore_cursor_left(&cursor)) {
		struct wcore_cursor other = start;
		struct wcore_string name = { 0 };
		struct wcore_error *again = wcore_cursor_name(&other, &name);

		if (!again && !wcore_cursor_left(&other)) {
			dump->executable = name;
			cursor = other;
			wcore_error_destroy(error);
			error = NULL;
			wcore_findings_add_at(&dump->findings, "core/kind", WCORE_SEVERITY_ERROR,
					      start.pos, "the process has no kind byte");
		}
		wcore_error_destroy(again);
	}
	dump->executable = name_or_absent(dump->executable);
	if (!error)
		report_trailing(dump, &cursor);
	wcore_parts_break(dump, error);
}

enum module_shape { MODULES_SPEC, MODULES_RAW, MODULES_NO_KIND, MODULES_SHAPES };

/*
 * Reads "vec(0x00 name)" in one of its shapes; ret is NULL to try only.  RAW is
 * WasmEdge's: one module, whose name has no length.
 */
static struct wcore_error *read_modules(struct wcore_cursor *cursor, enum module_shape shape,
					struct wcore_dump_module *ret, uint32_t max,
					uint32_t *ret_count)
{
	struct wcore_error *error;
	uint32_t count = 0;

	*ret_count = 0;
	if ((error = wcore_cursor_count(cursor, 1, "modules", &count)))
		return error;
	if (shape == MODULES_RAW && count != 1)
		return wcore_cursor_error(cursor, cursor->pos, "%u modules where one was expected",
					  count);
	while (*ret_count < count && *ret_count < max) {
		struct wcore_string name = { 0 };

		if (shape != MODULES_NO_KIND && (error = read_kind(cursor, "a module")))
			return error;
		if (shape == MODULES_RAW) {
			name.data = (const char *)cursor->data + cursor->pos;
			name.size = wcore_cursor_left(cursor);
			cursor->pos = cursor->end;
		} else if ((error = wcore_cursor_name(cursor, &name))) {
			return error;
		}
		if (ret)
			ret[*ret_count].name = name_or_absent(name);
		++*ret_count;
	}
	return NULL;
}

static void report_shape(struct wcore_dump *dump, enum module_shape shape, uint64_t offset)
{
	if (shape == MODULES_RAW)
		wcore_findings_add_at(&dump->findings, "core/module-name", WCORE_SEVERITY_NOTE, offset,
				      "the module's name has no length (WasmEdge)");
	if (shape == MODULES_NO_KIND)
		wcore_findings_add_at(&dump->findings, "core/kind", WCORE_SEVERITY_ERROR, offset,
				      "modules have no kind byte");
}

static void report_limit(struct wcore_dump *dump, uint64_t offset, const char *what)
{
	wcore_findings_add_at(&dump->findings, "core/too-many", WCORE_SEVERITY_WARNING, offset,
			      "more %s than wcore keeps: the rest is left out", what);
}

struct wcore_error *wcore_parts_modules(struct wcore_dump *dump)
{
	struct wcore_error *error = NULL;
	struct wcore_cursor start, cursor;
	enum module_shape shape = MODULES_SPEC;
	uint32_t count = 0;

	if (!part_cursor(dump, "coremodules", &start))
		return NULL;
	for (; shape < MODULES_SHAPES; shape++) {
		cursor = start;
		error = read_modules(&cursor, shape, NULL, UINT32_MAX, &count);
		bool fits = !error && !wcore_cursor_left(&cursor);
		wcore_error_destroy(error);
		if (fits)
			break;
	}
	if (shape == MODULES_SHAPES) {
		shape = MODULES_SPEC;
		cursor = start;
		wcore_error_destroy(read_modules(&cursor, shape, NULL, UINT32_MAX, &count));
	}
	if (count > WCORE_DUMP_MAX_MODULES) {
		report_limit(dump, start.pos, "modules");
		count = WCORE_DUMP_MAX_MODULES;
	}
	report_shape(dump, shape, start.pos);
	dump->modules = wcore_arena_array(&dump->arena, count, sizeof(*dump->modules));
	if (count && !dump->modules)
		return wcore_error_nomem();
	cursor = start;
	error = read_modules(&cursor, shape, dump->modules, WCORE_DUMP_MAX_MODULES,
			     &dump->module_count);
	if (!error && dump->module_count < WCORE_DUMP_MAX_MODULES)
		report_trailing(dump, &cursor);
	wcore_parts_break(dump, error);
	return NULL;
}

/* A vector of memory or global indices of the dump. */
struct indices {
	const char *what;
	const char *rule;
	uint32_t limit;		/* how many the dump has */
	uint32_t *items;
	uint32_t count;
};

/* Reads the vector; vector->items is NULL to count only. */
static struct wcore_error *read_indices(struct wcore_dump *dump, struct wcore_cursor *cursor,
					struct indices *vector)
{
	struct wcore_error *error = wcore_cursor_count(cursor, 1, vector->what, &vector->count);

	for (uint32_t i = 0; !error && i < vector->count; i++) {
		uint64_t offset = cursor->pos;
		uint32_t index = 0;

		error = wcore_cursor_leb_u32(cursor, &index);
		if (error || !vector->items)
			continue;
		vector->items[i] = index < vector->limit ? index : WCORE_ABSENT;
		if (index >= vector->limit && index != WCORE_ABSENT &&
		    dump->findings.count < WCORE_FINDINGS_MAX)
			wcore_findings_add_at(&dump->findings, vector->rule, WCORE_SEVERITY_ERROR,
					      offset, "an instance names %s %u, but the dump has %u",
					      vector->what, index, vector->limit);
	}
	return error;
}

/* One instance; fails with nothing kept.  budget: how many indices may still be kept. */
static struct wcore_error *read_instance(struct wcore_dump *dump, struct wcore_cursor *cursor,
					 bool has_kind, uint32_t *budget, struct wcore_instance *ret)
{
	struct indices vectors[2] = {
		{ .what = "memory", .rule = "core/instance-memory", .limit = dump->memory_count },
		{ .what = "global", .rule = "core/instance-global", .limit = dump->index->global_count },
	};
	struct wcore_error *error = has_kind ? read_kind(cursor, "an instance") : NULL;
	uint64_t offset = cursor->pos;

	if (!error)
		error = wcore_cursor_leb_u32(cursor, &ret->module);
	for (unsigned i = 0; !error && i < 2; i++) {
		struct wcore_cursor start = *cursor;

		if ((error = read_indices(dump, cursor, &vectors[i])) || !budget)
			continue;
		if (vectors[i].count > *budget)
			return wcore_error_at(WCORE_ERROR_LIMIT, cursor->path, cursor->where, start.pos,
					      "instances name more memories and globals than wcore keeps");
		*budget -= vectors[i].count;
		vectors[i].items = wcore_arena_array(&dump->arena, vectors[i].count, sizeof(uint32_t));
		if (vectors[i].count && !vectors[i].items)
			return wcore_error_nomem();
		error = read_indices(dump, &start, &vectors[i]);
	}
	if (error || !budget)
		return error;
	ret->memories = vectors[0].items;
	ret->memory_count = vectors[0].count;
	ret->globals = vectors[1].items;
	ret->global_count = vectors[1].count;
	if (dump->module_count && ret->module >= dump->module_count) {
		wcore_findings_add_at(&dump->findings, "core/instance-module", WCORE_SEVERITY_ERROR,
				      offset, "an instance names module %u, but the dump has %u",
				      ret->module, dump->module_count);
		ret->module = WCORE_ABSENT;
	}
	return NULL;
}

/* How many instances there are, as far as they can be read. */
static struct wcore_error *count_instances(struct wcore_dump *dump, struct wcore_cursor *cursor,
					   bool has_kind, uint32_t *ret)
{
	struct wcore_instance instance;
	struct wcore_error *error;
	uint32_t count = 0;

	*ret = 0;
	error = wcore_cursor_count(cursor, has_kind ? 4 : 3, "instances", &count);
	while (!error && *ret < count && *ret < WCORE_DUMP_MAX_MODULES) {
		error = read_instance(dump, cursor, has_kind, NULL, &instance);
		*ret += !error;
	}
	if (!error && *ret < count)
		report_limit(dump, cursor->pos, "instances");
	return error;
}

struct wcore_error *wcore_parts_instances(struct wcore_dump *dump)
{
	uint32_t budget = WCORE_DUMP_MAX_INDICES, count = 0, all = 0;
	struct wcore_error *error = NULL;
	struct wcore_cursor start, cursor;
	bool has_kind = true;

	dump->is_shared_instance = true;
	if (!part_cursor(dump, "coreinstances", &start))
		return NULL;
	cursor = start;
	error = count_instances(dump, &cursor, true, &count);
	if (error || wcore_cursor_left(&cursor)) {
		struct wcore_cursor other = start;
		struct wcore_error *again = count_instances(dump, &other, false, &all);

		if (!again && !wcore_cursor_left(&other)) {
			has_kind = false;
			count = all;
			wcore_error_destroy(error);
			error = NULL;
			wcore_findings_add_at(&dump->findings, "core/kind", WCORE_SEVERITY_ERROR,
					      start.pos, "instances have no kind byte");
		}
		wcore_error_destroy(again);
	}
	wcore_parts_break(dump, error);
	dump->instances = wcore_arena_array(&dump->arena, count, sizeof(*dump->instances));
	if (count && !dump->instances)
		return wcore_error_nomem();
	cursor = start;
	error = wcore_cursor_leb_u32(&cursor, &all);
	while (!error && dump->instance_count < count) {
		error = read_instance(dump, &cursor, has_kind, &budget,
				      &dump->instances[dump->instance_count]);
		dump->instance_count += !error;
	}
	if (error && error->code == WCORE_ERROR_NOMEM)
		return error;
	if (!error && count == all)
		report_trailing(dump, &cursor);
	wcore_parts_break(dump, error);
	dump->is_shared_instance = !dump->instance_count;
	return NULL;
}

void wcore_parts_globals(struct wcore_dump *dump)
{
	for (uint32_t i = 0; i < dump->index->global_count; i++) {
		const struct wcore_global *global = &dump->index->globals[i];

		/* Only the end opcode. */
		if (!global->is_imported && global->init.size == 1) {
			wcore_findings_add_at(&dump->findings, "core/global-empty", WCORE_SEVERITY_NOTE,
					      global->init.offset,
					      "globals have no value: the producer did not record them");
			break;
		}
	}
}

static void report_twice(struct wcore_dump *dump)
{
	static const char *const once[] = { "core", "coremodules", "coreinstances", WCORE_ZEROS_SECTION };
	const struct wcore_module *wasm = dump->wasm;

	for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++) {
		const struct wcore_section *first = wcore_module_custom(wasm, once[i]);

		for (const struct wcore_section *s = first; s && s < wasm->sections + wasm->section_count;
		     s++)
			if (s != first && s->id == WCORE_SECTION_CUSTOM &&
			    wcore_string_is(s->name, once[i]))
				wcore_findings_add_at(&dump->findings, "core/duplicate",
						      WCORE_SEVERITY_ERROR, s->header,
						      "a second section \"%s\" is not read", once[i]);
	}
}

void wcore_parts_missing(struct wcore_dump *dump)
{
	report_twice(dump);
	if (!dump->has_core)
		wcore_findings_add(&dump->findings, "core/no-core", WCORE_SEVERITY_ERROR,
				   "the dump has no section \"core\"");
	if (!dump->thread_count)
		wcore_findings_add(&dump->findings, "core/no-stack", WCORE_SEVERITY_ERROR,
				   "the dump has no section \"corestack\": it has no threads");
	for (uint32_t i = 0; i < dump->thread_count; i++)
		if (!dump->threads[i].frame_count && !dump->threads[i].is_broken)
			wcore_findings_add_at(&dump->findings, "core/no-frames", WCORE_SEVERITY_NOTE,
					      dump->threads[i].offset,
					      "the thread has no frames: Wasmer writes none when the stack ran out");
}

void wcore_parts_trace(struct wcore_dump *dump)
{
	struct wcore_cursor cursor;

	if (part_cursor(dump, WCORE_TRACE_SECTION, &cursor))
		wcore_parts_break(dump, wcore_trace_notes_read(&cursor, &dump->arena, &dump->trace));
}

struct wcore_error *wcore_parts_zeros(struct wcore_dump *dump)
{
	struct wcore_cursor cursor;
	struct wcore_error *error = NULL;

	if (part_cursor(dump, WCORE_ZEROS_SECTION, &cursor))
		error = wcore_zeros_read(&cursor, dump->memories, dump->memory_count, &dump->arena, &dump->zeros);
	if (error && error->code == WCORE_ERROR_NOMEM)
		return error;
	wcore_findings_take_error(&dump->findings, "memory/zeros", WCORE_SEVERITY_ERROR, error);
	return NULL;
}
