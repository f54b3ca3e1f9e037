#include "function.h"

#include "../base/presence.h"
#include "index.h"
#include "places.h"

#define LOCAL_RUNS_MAX 65536
#define CACHE_SIZE 64

struct wcore_code {
	const struct wcore_section *section;
	uint32_t imported;	/* functions before the first body */
	struct wcore_places bodies;
	struct { bool is_set; struct wcore_function function; } cache[CACHE_SIZE];
};

static struct wcore_error *no_code(const struct wcore_module *module)
{
	return wcore_error_create(WCORE_ERROR_NOT_FOUND, module->file->path,
				  "the module has no code section");
}

struct wcore_error *wcore_module_code_base(struct wcore_module *module, uint64_t *ret)
{
	const struct wcore_section *section = wcore_module_section(module, WCORE_SECTION_CODE);

	if (!section)
		return no_code(module);
	*ret = section->offset;
	return NULL;
}

/* Reads over the body at the cursor, without its local declarations. */
static struct wcore_error *read_body(struct wcore_cursor *cursor, struct wcore_function *ret)
{
	uint32_t size = 0;
	struct wcore_error *error;

	ret->header = cursor->pos;
	error = wcore_cursor_leb_u32(cursor, &size);
	if (error)
		return error;
	ret->body = cursor->pos;
	ret->end = cursor->pos + size;
	if (size > wcore_cursor_left(cursor)) {
		cursor->pos = ret->header;
		return wcore_cursor_error(cursor, ret->header,
					  "the function body's size %u passes the section's end",
					  size);
	}
	cursor->pos = ret->end;
	return NULL;
}

static struct wcore_error *skip_body(struct wcore_cursor *cursor)
{
	struct wcore_function unused;

	return read_body(cursor, &unused);
}

static struct wcore_error *open_code(struct wcore_module *module, struct wcore_code **ret)
{
	const struct wcore_section *section = wcore_module_section(module, WCORE_SECTION_CODE);
	const struct wcore_index *index = NULL;
	struct wcore_code *code;
	struct wcore_cursor cursor;
	struct wcore_error *error;
	uint32_t count = 0, declared;

	*ret = module->code;
	if (module->code)
		return NULL;
	if (!section)
		return no_code(module);
	wcore_section_cursor(module, section, &cursor);
	error = wcore_cursor_leb_u32(&cursor, &count);
	if (!error)
		error = wcore_module_index(module, &index);
	if (error)
		return error;
	declared = index->func_count - index->imported_funcs;
	if (count != declared)
		wcore_findings_add_at(&module->findings, "wasm/function-count",
				      WCORE_SEVERITY_ERROR, section->header,
				      "%u functions are declared, but there are %u bodies",
				      declared, count);
	code = wcore_arena_alloc(&module->arena, sizeof(*code));
	if (!code)
		return wcore_error_nomem();
	code->section = section;
	code->imported = index->imported_funcs;
	error = wcore_places_init(&code->bodies, &module->arena, module->file, &cursor, count,
				  skip_body);
	if (error)
		return error;
	module->code = code;
	*ret = code;
	return NULL;
}

static void walk(struct wcore_module *module, struct wcore_code *code, uint32_t body,
		 uint64_t offset)
{
	struct wcore_error *error = wcore_places_walk(&code->bodies, body, offset);

	if (error)
		wcore_findings_take_error(&module->findings, "wasm/code", WCORE_SEVERITY_ERROR,
					  error);
}

/* The local declarations: 5.5.13. */
static struct wcore_error *read_runs(const struct wcore_module *module,
				     const struct wcore_function *function,
				     struct wcore_cursor *cursor, uint32_t *ret_runs)
{
	struct wcore_error *error;

	wcore_cursor_init(cursor, module->file, function->body, function->end - function->body,
			  "section 10 (code)");
	error = wcore_cursor_count(cursor, 2, "declarations of locals", ret_runs);
	if (!error && *ret_runs > LOCAL_RUNS_MAX)
		return wcore_error_at(WCORE_ERROR_LIMIT, cursor->path, cursor->where,
				      function->body, "%u declarations of locals", *ret_runs);
	return error;
}

static struct wcore_error *read_run(struct wcore_cursor *cursor, struct wcore_locals *ret)
{
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &ret->count);

	return error ? error : wcore_valtype_read(cursor, &ret->type);
}

/* Sets code, the place behind the local declarations. */
static struct wcore_error *finish(struct wcore_module *module, struct wcore_code *code,
				  uint32_t body, struct wcore_function *function)
{
	struct wcore_cursor cursor;
	struct wcore_locals locals;
	uint32_t runs = 0;
	struct wcore_error *error;

	function->funcidx = code->imported + body;
	function->is_imported = false;
	error = read_runs(module, function, &cursor, &runs);
	for (uint32_t i = 0; !error && i < runs; i++)
		error = read_run(&cursor, &locals);
	if (error)
		return error;
	if (!wcore_file_use(module->file, function->body, cursor.pos))
		return wcore_error_at(WCORE_ERROR_NOT_FOUND, module->file->path, cursor.where, function->body,
				      "the thin copy of the module lacks func[%u]", function->funcidx);
	function->code = cursor.pos;
	code->cache[function->funcidx % CACHE_SIZE].function = *function;
	code->cache[function->funcidx % CACHE_SIZE].is_set = true;
	return NULL;
}

static struct wcore_error *no_function(const struct wcore_module *module, uint32_t funcidx)
{
	return wcore_error_create(WCORE_ERROR_NOT_FOUND, module->file->path,
				  "the module has no func[%u]", funcidx);
}

struct wcore_error *wcore_module_function(struct wcore_module *module, uint32_t funcidx,
					  struct wcore_function *ret)
{
	const struct wcore_index *index = NULL;
	struct wcore_code *code;
	struct wcore_cursor cursor;
	struct wcore_error *error = wcore_module_index(module, &index);
	uint32_t body;

	if (error)
		return error;
	if (funcidx < index->imported_funcs) {
		*ret = (struct wcore_function){ .funcidx = funcidx, .is_imported = true };
		return NULL;
	}
	error = open_code(module, &code);
	if (error)
		return error;
	if (code->cache[funcidx % CACHE_SIZE].is_set &&
	    code->cache[funcidx % CACHE_SIZE].function.funcidx == funcidx) {
		*ret = code->cache[funcidx % CACHE_SIZE].function;
		return NULL;
	}
	body = funcidx - code->imported;
	if (body >= code->bodies.count)
		return no_function(module, funcidx);
	walk(module, code, body, UINT64_MAX);
	if (!wcore_places_seek(&code->bodies, body, &cursor))
		return wcore_cursor_error(&code->bodies.cursor, code->bodies.cursor.pos,
					  "func[%u] is behind a function body that cannot be read",
					  funcidx);
	error = read_body(&cursor, ret);
	return error ? error : finish(module, code, body, ret);
}

/* The body that holds the offset, without its local declarations; false when none does. */
static bool find_body(struct wcore_module *module, struct wcore_code *code, uint64_t offset,
		      uint32_t *ret_body, struct wcore_function *ret)
{
	struct wcore_cursor cursor;
	uint32_t body = 0;

	if (offset >= code->section->offset + code->section->size)
		return false;
	walk(module, code, UINT32_MAX, offset);
	if (!wcore_places_before(&code->bodies, offset, &body, &cursor))
		return false;
	for (; body < code->bodies.next && cursor.pos <= offset; body++) {
		struct wcore_error *error = read_body(&cursor, ret);

		if (error) {
			wcore_error_destroy(error);
			return false;
		}
		if (offset < ret->end) {
			*ret_body = body;
			return offset >= ret->body;
		}
	}
	return false;
}

struct wcore_error *wcore_module_function_at(struct wcore_module *module, uint64_t offset,
					     struct wcore_function *ret)
{
	struct wcore_code *code;
	uint32_t body = 0;
	struct wcore_error *error = open_code(module, &code);

	if (error)
		return error;
	if (!find_body(module, code, offset, &body, ret))
		return wcore_error_at(WCORE_ERROR_NOT_FOUND, module->file->path,
				      "section 10 (code)", offset, "no function stands here");
	return finish(module, code, body, ret);
}

bool wcore_module_is_body_start(struct wcore_module *module, uint64_t offset)
{
	struct wcore_function function;
	struct wcore_code *code;
	uint32_t body = 0;
	struct wcore_error *error = open_code(module, &code);

	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	return find_body(module, code, offset, &body, &function) && function.body == offset;
}

bool wcore_function_local_type(struct wcore_module *module, const struct wcore_function *function,
			       uint32_t local, struct wcore_valtype *ret)
{
	const struct wcore_functype *type = wcore_index_functype(module, function->funcidx);
	struct wcore_cursor cursor;
	struct wcore_locals locals;
	uint64_t behind;
	uint32_t runs = 0;
	struct wcore_error *error;

	if (!type)
		return false;
	if (local < type->param_count) {
		*ret = type->params[local];
		return true;
	}
	if (function->is_imported)
		return false;
	behind = type->param_count;
	error = read_runs(module, function, &cursor, &runs);
	for (uint32_t i = 0; !error && i < runs; i++) {
		error = read_run(&cursor, &locals);
		if (error)
			break;
		behind += locals.count;
		if (local < behind) {
			*ret = locals.type;
			return true;
		}
	}
	wcore_error_destroy(error);
	return false;
}

uint64_t wcore_function_local_count(struct wcore_module *module,
				    const struct wcore_function *function)
{
	const struct wcore_functype *type = wcore_index_functype(module, function->funcidx);
	struct wcore_cursor cursor;
	struct wcore_locals locals;
	uint64_t count;
	uint32_t runs = 0;
	struct wcore_error *error;

	if (!type)
		return 0;
	count = type->param_count;
	if (function->is_imported)
		return count;
	error = read_runs(module, function, &cursor, &runs);
	for (uint32_t i = 0; !error && i < runs; i++) {
		error = read_run(&cursor, &locals);
		if (!error)
			count += locals.count;
	}
	wcore_error_destroy(error);
	return count;
}
