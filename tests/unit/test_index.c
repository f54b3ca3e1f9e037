#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/wasm/index.h"
#include "dump_writer.h"

struct indexed {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
	const struct wcore_index *index;
};

static void section(struct indexed *in, enum wcore_section_id id, const char *bytes, size_t size)
{
	writer_section(&in->w, id);
	writer_bytes(&in->w, bytes, size);
	writer_end(&in->w);
}

#define SECTION(in, id, bytes) section(in, WCORE_SECTION_##id, bytes, sizeof(bytes) - 1)

static void index_open(struct indexed *in)
{
	in->file = writer_file(&in->w, "t.wasm");
	assert_null(wcore_module_open(in->file, 0, in->file->size, &in->module));
	assert_null(wcore_module_index(in->module, &in->index));
}

static void index_close(struct indexed *in)
{
	wcore_module_close(in->module);
	wcore_file_close(in->file);
	writer_deinit(&in->w);
}

static void assert_finding(const struct indexed *in, const char *rule, const char *part)
{
	for (size_t i = 0; i < in->module->findings.count; i++)
		if (!strcmp(in->module->findings.items[i].rule, rule) &&
		    strstr(in->module->findings.items[i].text, part))
			return;
	fail_msg("no finding %s with '%s'", rule, part);
}

/* Types of 5.3, each form at least once: recursion groups count their members. */
static void types(void **state)
{
	static const char bytes[] = "\x0a"
		"\x60\2\x7f\x63\1\1\x7c"		/* 0 func (i32 (ref null 1)) -> f64 */
		"\x4e\3"				/* rec: */
			"\x50\0\x5f\2\x78\1\x7f\0"	/* 1 sub struct i8 mut, i32 */
			"\x4f\1\1\x5e\x77\1"		/* 2 sub final 1 array i16 mut */
			"\x60\0\0"			/* 3 func */
		"\x4e\0"				/* an empty group */
		"\x5d\3"				/* 4 cont 3 */
		"\x65\x5f\0"				/* 5 shared struct */
		"\x50\0\x65\x60\1\x6e\0"		/* 6 sub shared func (anyref) */
		"\x4c\1\x4d\2\x5f\0"			/* 7 describes 1, descriptor 2, struct */
		"\x4d\1\x5f\0"				/* 8 descriptor 1, struct */
		"\x5e\x64\x65\x6e\0"			/* 9 array (ref (shared any)) */
		"\x60\0\2\x7b\x64\x62\5";		/* 10 func -> v128 (ref (exact 5)) */
	static const uint8_t kinds[] = { 0x60, 0x5f, 0x5e, 0x60, 0x5d, 0x5f, 0x60, 0x5f, 0x5f, 0x5e,
					 0x60 };
	struct indexed in;

	(void)state;
	writer_init(&in.w);
	SECTION(&in, TYPE, bytes);
	index_open(&in);
	assert_int_equal(in.module->findings.count, 0);
	assert_int_equal(in.index->type_count, sizeof(kinds));
	for (size_t i = 0; i < sizeof(kinds); i++)
		assert_int_equal(in.index->types[i].kind, kinds[i]);
	assert_int_equal(in.index->types[0].param_count, 2);
	assert_int_equal(in.index->types[0].params[0].code, WCORE_I32);
	assert_int_equal(in.index->types[0].params[1].code, WCORE_REF_NULL);
	assert_int_equal(in.index->types[0].params[1].heap, 1);
	assert_int_equal(in.index->types[0].result_count, 1);
	assert_int_equal(in.index->types[0].results[0].code, WCORE_F64);
	assert_int_equal(in.index->types[3].param_count + in.index->types[3].result_count, 0);
	assert_int_equal(in.index->types[6].params[0].heap, -0x12);
	assert_int_equal(in.index->types[10].results[0].code, WCORE_V128);
	assert_int_equal(in.index->types[10].results[1].code, WCORE_REF);
	assert_true(in.index->types[10].results[1].is_exact);
	index_close(&in);

	/* However the section is cut, the types before the cut are the same. */
	for (size_t size = 0; size < sizeof(bytes) - 1; size++) {
		uint32_t count;

		writer_init(&in.w);
		section(&in, WCORE_SECTION_TYPE, bytes, size);
		index_open(&in);
		count = in.index->type_count;
		assert_true(count < sizeof(kinds));
		for (uint32_t i = 0; i < count; i++)
			assert_int_equal(in.index->types[i].kind, kinds[i]);
		if (count)
			assert_int_equal(in.index->types[0].results[0].code, WCORE_F64);
		assert_finding(&in, "wasm/index", "section 1 (type)");
		index_close(&in);
	}
}

static void imports(void **state)
{
	static const char bytes[] = "\7"
		"\1m\1f\0\1"			/* func, type 1 */
		"\1m\1t\1\x70\1\2\3"		/* table funcref 2 3 */
		"\1m\1m\2\5\1\2"		/* memory i64 1 2 */
		"\1m\1g\3\x7e\1"		/* global mut i64 */
		"\1m\1e\4\0\0"			/* tag, type 0 */
		"\3two\0\x7f\2\1a\0\0\1b\3\x7f\0"	/* a group: func, type 0; global i32 */
		"\4more\0\x7e\0\1\2\1c\1d";	/* two functions of type 1 */
	static const struct { const char *module, *name; uint8_t kind; uint32_t index, type; } want[] = {
		{ "m", "f", WCORE_EXTERN_FUNC, 0, 1 }, { "m", "t", WCORE_EXTERN_TABLE, 0, 0 },
		{ "m", "m", WCORE_EXTERN_MEMORY, 0, 0 }, { "m", "g", WCORE_EXTERN_GLOBAL, 0, 0 },
		{ "m", "e", WCORE_EXTERN_TAG, 0, 0 }, { "two", "a", WCORE_EXTERN_FUNC, 1, 0 },
		{ "two", "b", WCORE_EXTERN_GLOBAL, 1, 0 }, { "more", "c", WCORE_EXTERN_FUNC, 2, 1 },
		{ "more", "d", WCORE_EXTERN_FUNC, 3, 1 },
	};
	struct indexed in;
	uint32_t funcs = 0;

	(void)state;
	writer_init(&in.w);
	SECTION(&in, TYPE, "\2\x60\0\0\x60\1\x7e\0");
	SECTION(&in, IMPORT, bytes);
	SECTION(&in, FUNCTION, "\2\0\1");
	SECTION(&in, TABLE, "\1\x6f\0\7");
	SECTION(&in, MEMORY, "\1\x08\1\0");
	SECTION(&in, TAG, "\1\0\0");
	SECTION(&in, GLOBAL, "\1\x7d\1\x43\0\0\xc0\x3f\x0b");
	index_open(&in);
	assert_int_equal(in.module->findings.count, 0);
	assert_int_equal(in.index->import_count, 9);
	for (uint32_t i = 0; i < 9; i++) {
		const struct wcore_import *import = &in.index->imports[i];

		assert_true(wcore_string_is(import->module, want[i].module));
		assert_true(wcore_string_is(import->name, want[i].name));
		assert_int_equal(import->kind, want[i].kind);
		assert_int_equal(import->index, want[i].index);
		assert_int_equal(import->typeidx, want[i].type);
		if (import->kind == WCORE_EXTERN_FUNC)
			assert_ptr_equal(wcore_index_imported_function(in.module, funcs++), import);
	}
	assert_null(wcore_index_imported_function(in.module, 4));
	assert_int_equal(in.index->imported_funcs, 4);
	assert_int_equal(in.index->func_count, 6);
	assert_ptr_equal(wcore_index_functype(in.module, 0), &in.index->types[1]);
	assert_ptr_equal(wcore_index_functype(in.module, 1), &in.index->types[0]);
	assert_ptr_equal(wcore_index_functype(in.module, 4), &in.index->types[0]);
	assert_ptr_equal(wcore_index_functype(in.module, 5), &in.index->types[1]);
	assert_null(wcore_index_functype(in.module, 6));
	assert_null(wcore_index_functype(in.module, UINT32_MAX));

	assert_int_equal(in.index->table_count, 2);
	assert_true(in.index->tables[0].is_imported);
	assert_int_equal(in.index->tables[0].limits.max, 3);
	assert_false(in.index->tables[1].is_imported);
	assert_int_equal(in.index->tables[1].type.heap, -0x11);
	assert_int_equal(in.index->tables[1].limits.min, 7);
	assert_int_equal(in.index->memory_count, 2);
	assert_true(in.index->memories[0].is_imported);
	assert_true(in.index->memories[0].limits.is_64);
	assert_int_equal(in.index->memories[1].limits.page_log2, 0);
	assert_int_equal(in.index->global_count, 3);
	assert_int_equal(in.index->imported_globals, 2);
	assert_int_equal(in.index->defined_globals, 1);
	assert_true(in.index->globals[0].is_mutable);
	assert_int_equal(in.index->globals[1].type.code, WCORE_I32);
	assert_false(in.index->globals[1].is_mutable);
	assert_int_equal(in.index->globals[2].init.bits, 0x3fc00000);
	assert_int_equal(in.index->tag_count, 2);
	index_close(&in);

	for (size_t size = 0; size < sizeof(bytes) - 1; size++) {
		writer_init(&in.w);
		section(&in, WCORE_SECTION_IMPORT, bytes, size);
		index_open(&in);
		assert_true(in.index->import_count < 9);
		for (uint32_t i = 0; i < in.index->import_count; i++)
			assert_true(wcore_string_is(in.index->imports[i].name, want[i].name));
		assert_finding(&in, "wasm/index", "section 2 (import)");
		index_close(&in);
	}
}

struct constant_case {
	const char *bytes;
	size_t size;
	int kind;	/* -1: an error */
	uint8_t type;
	uint64_t bits;
};

#define CONSTANT(bytes, ...) { bytes, sizeof(bytes) - 1, __VA_ARGS__ }

static void constants(void **state)
{
	static const struct constant_case cases[] = {
		CONSTANT("\x41\x7f\x0b", WCORE_CONST_VALUE, WCORE_I32, 0xffffffff),
		CONSTANT("\x42\x7f\x0b", WCORE_CONST_VALUE, WCORE_I64, UINT64_MAX),
		CONSTANT("\x43\0\0\x80\xbf\x0b", WCORE_CONST_VALUE, WCORE_F32, 0xbf800000),
		CONSTANT("\x44\0\0\0\0\0\0\xf0\x3f\x0b", WCORE_CONST_VALUE, WCORE_F64,
			 0x3ff0000000000000),
		CONSTANT("\x23\x05\x0b", WCORE_CONST_GLOBAL, 0, 5),
		CONSTANT("\xd2\x07\x0b", WCORE_CONST_REF_FUNC, 0, 7),
		CONSTANT("\xd0\x70\x0b", WCORE_CONST_REF_NULL, 0, 0),
		CONSTANT("\x0b", WCORE_CONST_OTHER, 0, 0),
		CONSTANT("\x41\1\x41\2\x6a\x0b", WCORE_CONST_OTHER, 0, 0),
		CONSTANT("\x41\1\xfb\x1c\x0b", WCORE_CONST_OTHER, 0, 0),
		CONSTANT("\x41\1", -1, 0, 0),
		CONSTANT("\x02\x40\x0b\x0b", -1, 0, 0),
		CONSTANT("\x16\x0b", -1, 0, 0),
		CONSTANT("", -1, 0, 0),
	};
	static const char vector[] = "\xfd\x0c\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x0b";
	struct wcore_constant constant;
	struct wcore_cursor cursor;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_error *error;

		cursor = (struct wcore_cursor){ .data = (const uint8_t *)cases[i].bytes,
						.end = cases[i].size };
		error = wcore_constant_read(&cursor, &constant);
		assert_int_equal(!error, cases[i].kind >= 0);
		assert_int_equal(cursor.pos, error ? 0 : cases[i].size);
		if (error) {
			wcore_error_destroy(error);
			continue;
		}
		assert_int_equal(constant.kind, cases[i].kind);
		assert_int_equal(constant.type.code, cases[i].type);
		assert_true(constant.bits == cases[i].bits);
		assert_int_equal(constant.offset, 0);
		assert_int_equal(constant.size, cases[i].size);
	}
	cursor = (struct wcore_cursor){ .data = (const uint8_t *)vector, .end = sizeof(vector) - 1 };
	assert_null(wcore_constant_read(&cursor, &constant));
	assert_int_equal(constant.type.code, WCORE_V128);
	assert_memory_equal(constant.v128, vector + 2, 16);
}

static void globals_as_dumps_write_them(void **state)
{
	struct indexed in;

	(void)state;
	writer_init(&in.w);
	/* An empty initialiser, a reference, a mutability that is none. */
	SECTION(&in, GLOBAL, "\3\x7e\1\x0b\x64\x65\x6b\3\xd0\x6b\x0b\x7f\4\x41\0\x0b");
	index_open(&in);
	assert_int_equal(in.index->global_count, 2);
	assert_int_equal(in.index->globals[0].init.kind, WCORE_CONST_OTHER);
	assert_int_equal(in.index->globals[0].init.size, 1);
	assert_true(in.index->globals[1].type.is_shared);
	assert_true(in.index->globals[1].is_mutable);
	assert_finding(&in, "wasm/index", "section 6 (global): a global's mutability of 0x04");
	index_close(&in);
}

static void exports_and_start(void **state)
{
	struct indexed in;

	(void)state;
	writer_init(&in.w);
	SECTION(&in, EXPORT, "\3\4main\0\5\0\2\0\1e\4\x81\1");
	SECTION(&in, START, "\7");
	index_open(&in);
	assert_int_equal(in.module->findings.count, 0);
	assert_int_equal(in.index->export_count, 3);
	assert_true(wcore_string_is(in.index->exports[0].name, "main"));
	assert_int_equal(in.index->exports[0].index, 5);
	assert_int_equal(in.index->exports[1].kind, WCORE_EXTERN_MEMORY);
	assert_int_equal(in.index->exports[1].name.size, 0);
	assert_int_equal(in.index->exports[2].kind, WCORE_EXTERN_TAG);
	assert_int_equal(in.index->exports[2].index, 129);
	assert_true(in.index->has_start);
	assert_int_equal(in.index->start, 7);
	index_close(&in);

	writer_init(&in.w);
	SECTION(&in, EXPORT, "\2\1a\0\5\1b\x09\0");
	SECTION(&in, START, "");
	index_open(&in);
	assert_int_equal(in.index->export_count, 1);
	assert_finding(&in, "wasm/index", "0x09 is no kind of export");
	assert_false(in.index->has_start);
	index_close(&in);
}

/* The eight forms of 5.5.12. */
static void elements(void **state)
{
	static const char bytes[] = "\x09"
		"\0\x41\2\x0b\3\1\x80\1\3"		/* 0: table 0 from 2: func 1 128 3 */
		"\1\0\1\4"				/* 1: passive: func 4 */
		"\2\1\x41\0\x0b\0\1\5"			/* 2: table 1 from 0: func 5 */
		"\3\0\1\6"				/* 3: declared: func 6 */
		"\4\x41\3\x0b\2\xd0\x70\x0b\xd2\7\x0b"	/* 4: table 0 from 3: null, func 7 */
		"\5\x70\1\xd2\x08\x0b"			/* 5: passive expressions */
		"\6\1\x41\1\x0b\x70\1\x23\0\x0b"	/* 6: table 1 from 1: a global */
		"\7\x64\x70\1\xd2\x09\x0b"		/* 7: declared expressions */
		"\2\2\x23\0\x0b\0\1\1";			/* 8: table 2 from a global's value */
	static const struct {
		uint8_t mode; bool is_expressions; uint32_t table, count, first;
	} want[] = {
		{ WCORE_ELEMENT_ACTIVE, false, 0, 3, 1 }, { WCORE_ELEMENT_PASSIVE, false, 0, 1, 4 },
		{ WCORE_ELEMENT_ACTIVE, false, 1, 1, 5 }, { WCORE_ELEMENT_DECLARED, false, 0, 1, 6 },
		{ WCORE_ELEMENT_ACTIVE, true, 0, 2, UINT32_MAX },
		{ WCORE_ELEMENT_PASSIVE, true, 0, 1, 8 },
		{ WCORE_ELEMENT_ACTIVE, true, 1, 1, UINT32_MAX },
		{ WCORE_ELEMENT_DECLARED, true, 0, 1, 9 }, { WCORE_ELEMENT_ACTIVE, false, 2, 1, 1 },
	};
	/* Slots of table 0: the null of segment 4 overwrites function 128. */
	static const struct { uint32_t table; uint64_t slot; int answer; uint32_t funcidx; } slots[] = {
		{ 0, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 2, 1, 1 }, { 0, 3, 0, 0 }, { 0, 4, 1, 7 },
		{ 0, 5, 0, 0 }, { 0, 10, -1, 0 }, { 0, UINT64_MAX, -1, 0 }, { 1, 0, 1, 5 },
		{ 1, 1, -1, 0 }, { 1, 2, 0, 0 }, { 2, 0, -1, 0 }, { 3, 0, -1, 0 }, { 4, 0, -1, 0 },
		{ 5, 0, -1, 0 },
	};
	struct indexed in;
	uint32_t funcidx = 0;

	(void)state;
	writer_init(&in.w);
	/* 3 is exported, 4 starts with a function everywhere. */
	SECTION(&in, TABLE, "\5\x70\0\x0a\x70\0\3\x70\0\3\x70\0\3\x40\0\x70\0\1\xd2\0\x0b");
	SECTION(&in, EXPORT, "\1\1t\1\3");
	SECTION(&in, ELEMENT, bytes);
	index_open(&in);
	assert_int_equal(in.module->findings.count, 0);
	assert_int_equal(in.index->table_count, 5);
	assert_true(in.index->tables[4].has_init);
	assert_int_equal(in.index->element_count, 9);
	for (uint32_t i = 0; i < 9; i++) {
		const struct wcore_element *element = &in.index->elements[i];
		bool is_function = wcore_element_function(in.module, element, 0, &funcidx);

		assert_int_equal(element->mode, want[i].mode);
		assert_int_equal(element->is_expressions, want[i].is_expressions);
		assert_int_equal(element->table, want[i].table);
		assert_int_equal(element->count, want[i].count);
		assert_int_equal(is_function, want[i].first != UINT32_MAX);
		if (is_function)
			assert_int_equal(funcidx, want[i].first);
		assert_false(wcore_element_function(in.module, element, element->count, &funcidx));
	}
	/* Forwards, backwards, and the same again. */
	static const struct { uint32_t i, funcidx; } order[] = {
		{ 0, 1 }, { 1, 128 }, { 2, 3 }, { 2, 3 }, { 0, 1 }, { 2, 3 }, { 1, 128 },
	};
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		assert_true(wcore_element_function(in.module, &in.index->elements[0], order[i].i,
						   &funcidx));
		assert_int_equal(funcidx, order[i].funcidx);
	}
	for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++) {
		int answer = wcore_index_table_slot(in.module, slots[i].table, slots[i].slot, &funcidx);

		assert_int_equal(answer, slots[i].answer);
		if (answer == 1)
			assert_int_equal(funcidx, slots[i].funcidx);
	}
	index_close(&in);

	for (size_t size = 0; size < sizeof(bytes) - 1; size++) {
		writer_init(&in.w);
		section(&in, WCORE_SECTION_ELEMENT, bytes, size);
		index_open(&in);
		assert_true(in.index->element_count < 9);
		assert_finding(&in, "wasm/index", "section 9 (element)");
		index_close(&in);
	}
}

/* Sections of 8 MiB full of the smallest items stay within the limit, which is told. */
static void hostile_sizes(void **state)
{
	static const struct {
		enum wcore_section_id id;
		const char *item;
		size_t size;
	} cases[] = {
		{ WCORE_SECTION_TYPE, "\x60\0\0", 3 },
		{ WCORE_SECTION_TYPE, "\x60\x09\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\0", 12 },
		{ WCORE_SECTION_IMPORT, "\0\0\0\0", 4 },
		{ WCORE_SECTION_TABLE, "\x70\0\0", 3 },
		{ WCORE_SECTION_MEMORY, "\0\0", 2 },
		{ WCORE_SECTION_GLOBAL, "\x7f\0\x0b", 3 },
		{ WCORE_SECTION_EXPORT, "\0\0\0", 3 },
		{ WCORE_SECTION_ELEMENT, "\0\x0b\0", 3 },
	};
	struct indexed in;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint32_t count = (8u << 20) / (uint32_t)cases[i].size;

		writer_init(&in.w);
		writer_section(&in.w, cases[i].id);
		writer_uleb(&in.w, count);
		for (uint32_t k = 0; k < count; k++)
			writer_bytes(&in.w, cases[i].item, cases[i].size);
		writer_end(&in.w);
		index_open(&in);
		assert_true(in.module->arena.used <= WCORE_INDEX_MEMORY_MAX + (64 << 10));
		assert_finding(&in, "wasm/limit", "");
		index_close(&in);
	}
}

/* The limit is one for all sections together. */
static void hostile_together(void **state)
{
	static const enum wcore_section_id ids[] = {
		WCORE_SECTION_IMPORT, WCORE_SECTION_MEMORY, WCORE_SECTION_GLOBAL,
		WCORE_SECTION_EXPORT,
	};
	static const char *const items[] = { "\0\0\0\0", "\0\0", "\x7f\0\x0b", "\0\0\0" };
	static const size_t sizes[] = { 4, 2, 3, 3 };
	struct indexed in;

	(void)state;
	writer_init(&in.w);
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		writer_section(&in.w, ids[i]);
		writer_uleb(&in.w, 200000);
		for (uint32_t k = 0; k < 200000; k++)
			writer_bytes(&in.w, items[i], sizes[i]);
		writer_end(&in.w);
	}
	index_open(&in);
	assert_int_equal(in.index->import_count, 200000);
	assert_int_equal(in.index->memory_count, 200000);
	assert_true(in.index->global_count < 200000);
	assert_true(in.module->arena.used <= WCORE_INDEX_MEMORY_MAX + (64 << 10));
	assert_finding(&in, "wasm/limit", "200000 items in section 6 (global)");
	index_close(&in);
}

/* Flags of limits are of memories or of tables, for imports too. */
static void imported_limits(void **state)
{
	struct indexed in;

	(void)state;
	writer_init(&in.w);
	SECTION(&in, IMPORT, "\2\1m\1a\2\x08\1\0\1m\1b\1\x70\x08\1\0");
	index_open(&in);
	assert_int_equal(in.index->import_count, 1);
	assert_int_equal(in.index->memories[0].limits.page_log2, 0);
	assert_finding(&in, "wasm/index", "limits have unknown flags 0x8");
	index_close(&in);
}

/* Counts far beyond the section reserve nothing. */
static void hostile_counts(void **state)
{
	static const enum wcore_section_id ids[] = {
		WCORE_SECTION_TYPE, WCORE_SECTION_IMPORT, WCORE_SECTION_FUNCTION, WCORE_SECTION_TABLE,
		WCORE_SECTION_MEMORY, WCORE_SECTION_GLOBAL, WCORE_SECTION_EXPORT,
		WCORE_SECTION_ELEMENT, WCORE_SECTION_TAG,
	};
	struct indexed in;

	(void)state;
	writer_init(&in.w);
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++)
		section(&in, ids[i], "\xff\xff\xff\xff\x0f\0\0", 7);
	index_open(&in);
	assert_true(in.module->arena.used < 8192);
	assert_true(in.module->findings.count >= sizeof(ids) / sizeof(*ids));
	assert_int_equal(in.index->func_count, 2);
	index_close(&in);

	/* A structure of a million fields, a group of 2^32 types. */
	writer_init(&in.w);
	writer_section(&in.w, WCORE_SECTION_TYPE);
	writer_bytes(&in.w, "\2\x60\0\0\x5f", 5);
	writer_uleb(&in.w, 1000000);
	writer_fill(&in.w, 0x7f, 2000000);
	writer_end(&in.w);
	index_open(&in);
	assert_int_equal(in.index->type_count, 1);
	assert_finding(&in, "wasm/limit", "1000000 fields");
	index_close(&in);

	writer_init(&in.w);
	SECTION(&in, TYPE, "\1\x4e\xff\xff\xff\xff\x0f\x60\0\0");
	index_open(&in);
	assert_int_equal(in.index->type_count, 1);
	index_close(&in);
}

/* A function whose type is a structure, or not there, has none. */
static void functions_without_types(void **state)
{
	struct indexed in;

	(void)state;
	writer_init(&in.w);
	SECTION(&in, TYPE, "\2\x5f\0\x60\0\0");
	SECTION(&in, IMPORT, "\1\0\0\0\5");
	SECTION(&in, FUNCTION, "\3\0\1\2");
	index_open(&in);
	assert_null(wcore_index_functype(in.module, 0));
	assert_null(wcore_index_functype(in.module, 1));
	assert_ptr_equal(wcore_index_functype(in.module, 2), &in.index->types[1]);
	assert_null(wcore_index_functype(in.module, 3));
	index_close(&in);
}

static void empty_module(void **state)
{
	struct indexed in;
	uint32_t funcidx;

	(void)state;
	writer_init(&in.w);
	index_open(&in);
	assert_int_equal(in.index->func_count + in.index->type_count + in.index->global_count, 0);
	assert_null(wcore_index_functype(in.module, 0));
	assert_int_equal(wcore_index_table_slot(in.module, 0, 0, &funcidx), -1);
	index_close(&in);
}

/* As `wasm-objdump -x` lists them. */
static void real_module(void **state)
{
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	const struct wcore_index *index = NULL;
	uint32_t funcidx = 0;

	(void)state;
	assert_null(wcore_file_open("tests/data/c-divzero/crash-O0.wasm", NULL, &file));
	assert_null(wcore_module_open(file, 0, file->size, &module));
	assert_null(wcore_module_index(module, &index));
	assert_int_equal(index->type_count, 14);
	assert_int_equal(index->imported_funcs, 7);
	assert_int_equal(index->func_count, 63);
	assert_int_equal(index->memory_count, 1);
	assert_int_equal(index->memories[0].limits.min, 2);
	assert_int_equal(index->globals[0].init.bits, 70832);
	assert_true(index->globals[0].is_mutable);
	assert_int_equal(index->export_count, 2);
	assert_int_equal(wcore_index_table_slot(module, 0, 0, &funcidx), 0);
	assert_int_equal(wcore_index_table_slot(module, 0, 1, &funcidx), 1);
	assert_int_equal(funcidx, 35);
	assert_int_equal(wcore_index_functype(module, 31)->param_count, 2);
	wcore_module_close(module);
	wcore_file_close(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types),
		cmocka_unit_test(imports),
		cmocka_unit_test(constants),
		cmocka_unit_test(globals_as_dumps_write_them),
		cmocka_unit_test(exports_and_start),
		cmocka_unit_test(elements),
		cmocka_unit_test(hostile_sizes),
		cmocka_unit_test(hostile_together),
		cmocka_unit_test(imported_limits),
		cmocka_unit_test(hostile_counts),
		cmocka_unit_test(functions_without_types),
		cmocka_unit_test(empty_module),
		cmocka_unit_test(real_module),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
