/* Names and lines of functions, by what the module has to say of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/debug/symbols.h"
#include "../../libcore/wasm/function.h"
#include "../../libcore/wasm/index.h"
#include "dump_writer.h"

#define RUST "_ZN4shop4main17h0123456789abcdefE"

enum { WITH_NAMES = 1, WITH_ELEMENT_NAME = 2, WITH_TABLE_NAME = 4 };

static void name_map(struct dump_writer *w, uint8_t kind, uint32_t index, const char *name)
{
	writer_u8(w, kind);
	writer_begin(w);
	writer_uleb(w, 1);
	writer_uleb(w, index);
	writer_name(w, name);
	writer_end(w);
}

/*
 * Function 0 is imported as env.abort; 1 to 5 are defined.  1 is exported as
 * "run", 3 is in the table at 7, 1 and 2 have names where there is a name section.
 */
static void write_module(struct dump_writer *w, unsigned what)
{
	writer_init(w);
	writer_section(w, WCORE_SECTION_TYPE);
	writer_bytes(w, "\1\x60\0\0", 4);
	writer_end(w);
	writer_section(w, WCORE_SECTION_IMPORT);
	writer_uleb(w, 1);
	writer_name(w, "env");
	writer_name(w, "abort");
	writer_bytes(w, "\0\0", 2);
	writer_end(w);
	writer_section(w, WCORE_SECTION_FUNCTION);
	writer_uleb(w, 5);
	writer_fill(w, 0, 5);
	writer_end(w);
	writer_section(w, WCORE_SECTION_TABLE);
	writer_bytes(w, "\1\x70\0\x10", 4);
	writer_end(w);
	writer_section(w, WCORE_SECTION_EXPORT);
	writer_uleb(w, 1);
	writer_name(w, "run");
	writer_bytes(w, "\0\1", 2);
	writer_end(w);
	writer_section(w, WCORE_SECTION_ELEMENT);
	writer_bytes(w, "\1\0\x41\5\x0b\3\4\4\3", 9);
	writer_end(w);
	writer_code_begin(w, 5);
	for (unsigned i = 0; i < 5; i++)
		writer_body(w, 0, "\1\1\x0b", 3);
	writer_end(w);
	if (!what)
		return;
	writer_custom(w, "name");
	writer_u8(w, 1);
	writer_begin(w);
	writer_uleb(w, (what & WITH_NAMES) ? 3 : 0);
	if (what & WITH_NAMES) {
		writer_uleb(w, 0);
		writer_name(w, "aborted");
		writer_uleb(w, 1);
		writer_name(w, "started");
		writer_uleb(w, 2);
		writer_name(w, RUST);
	}
	writer_end(w);
	if (what & WITH_TABLE_NAME)
		name_map(w, 5, 0, "handlers");
	if (what & WITH_ELEMENT_NAME)
		name_map(w, 8, 0, "first");
	writer_end(w);
}

struct opened {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
	struct wcore_symbols *symbols;
};

static void open_written(struct opened *opened, unsigned what, const char *map_text,
			 bool no_demangle)
{
	struct wcore_source_map *map = NULL;
	struct wcore_file *file = NULL;

	write_module(&opened->w, what);
	opened->file = writer_file(&opened->w, "t.wasm");
	opened->module = NULL;
	assert_null(wcore_module_open(opened->file, 0, opened->file->size, &opened->module));
	if (map_text) {
		assert_null(wcore_file_from_memory("t.map", map_text, strlen(map_text), &file));
		assert_null(wcore_source_map_open(file, &map));
	}
	assert_null(wcore_symbols_open(opened->module, opened->module, map, no_demangle,
				       &opened->symbols));
}

static void close_written(struct opened *opened)
{
	wcore_symbols_close(opened->symbols);
	wcore_module_close(opened->module);
	wcore_file_close(opened->file);
	writer_deinit(&opened->w);
}

struct name_case {
	unsigned what;
	uint32_t funcidx;
	bool no_demangle;
	const char *name, *linkage_name;
	enum wcore_name_origin origin;
};

static void test_names(void **state)
{
	static const struct name_case cases[] = {
		{ 0, 0, false, "env.abort", NULL, WCORE_NAME_FROM_IMPORT },
		{ 0, 1, false, "run", NULL, WCORE_NAME_FROM_EXPORT },
		{ 0, 2, false, "func[2]", NULL, WCORE_NAME_FROM_NOTHING },
		{ 0, 3, false, "func[3]", NULL, WCORE_NAME_FROM_NOTHING },
		{ 0, 99, false, "func[99]", NULL, WCORE_NAME_FROM_NOTHING },
		{ WITH_NAMES, 0, false, "env.abort", NULL, WCORE_NAME_FROM_IMPORT },
		{ WITH_NAMES, 1, false, "started", NULL, WCORE_NAME_FROM_NAMES },
		{ WITH_NAMES, 2, false, "shop::main", RUST, WCORE_NAME_FROM_NAMES },
		{ WITH_NAMES, 2, true, RUST, RUST, WCORE_NAME_FROM_NAMES },
		{ WITH_NAMES, 5, false, "func[5]", NULL, WCORE_NAME_FROM_NOTHING },
		/* Slot 5 + 2 of the table, item 2 of the segment. */
		{ WITH_TABLE_NAME, 3, false, "handlers[7]", NULL, WCORE_NAME_FROM_ELEMENT },
		{ WITH_ELEMENT_NAME, 3, false, "first[2]", NULL, WCORE_NAME_FROM_ELEMENT },
		{ WITH_ELEMENT_NAME, 5, false, "func[5]", NULL, WCORE_NAME_FROM_NOTHING },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct name_case *c = &cases[i];
		struct opened opened;
		struct wcore_site site;

		open_written(&opened, c->what, NULL, c->no_demangle);
		for (unsigned again = 0; again < 2; again++) {
			assert_null(wcore_symbols_function_name(opened.symbols, c->funcidx, &site));
			assert_true(wcore_string_is(site.function, c->name));
			assert_int_equal(site.name_origin, c->origin);
			assert_true(c->linkage_name ? wcore_string_is(site.linkage_name, c->linkage_name)
						    : !site.linkage_name.data);
			assert_null(site.file.data);
		}
		close_written(&opened);
	}
}

/* Lines come from the map, within the function only; names from the module. */
static void test_source_map_lines(void **state)
{
	struct wcore_function one, two;
	struct wcore_sites sites;
	struct opened opened;
	char text[200];

	(void)state;
	/* Where the bodies stand is known from a first look. */
	open_written(&opened, WITH_NAMES, NULL, false);
	assert_null(wcore_module_function(opened.module, 1, &one));
	assert_null(wcore_module_function(opened.module, 2, &two));
	close_written(&opened);
	assert_true(one.code >= 16 && one.code < 512);
	/* One mapping, at the second instruction of function 1: the column as two VLQ digits or three. */
	const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned vlq = (unsigned)(one.code + 1) << 1;

	assert_true(vlq >= 32 && vlq < 1024);
	snprintf(text, sizeof(text),
		 "{\"version\":3,\"sources\":[\"s.ts\"],\"mappings\":\"%c%cAIG\"}",
		 digits[32 | (vlq & 31)], digits[vlq >> 5]);
	open_written(&opened, WITH_NAMES, text, false);

	assert_null(wcore_symbols_find(opened.symbols, 1, one.code + 1, true, &sites));
	assert_int_equal(sites.count, 1);
	assert_true(wcore_string_is(sites.items[0].function, "started"));
	assert_true(wcore_string_is(sites.items[0].file, "s.ts"));
	assert_int_equal(sites.items[0].line, 5);
	assert_int_equal(sites.items[0].column, 4);
	/* Before it, in the next function, and where the place is not known. */
	assert_null(wcore_symbols_find(opened.symbols, 1, one.code, true, &sites));
	assert_null(sites.items[0].file.data);
	assert_null(wcore_symbols_find(opened.symbols, 2, two.code, true, &sites));
	assert_int_equal(sites.items[0].line, 0);
	assert_true(wcore_string_is(sites.items[0].function, "shop::main"));
	assert_null(wcore_symbols_find(opened.symbols, 1, one.code + 1, false, &sites));
	assert_int_equal(sites.count, 1);
	assert_int_equal(sites.items[0].line, 0);
	assert_null(sites.items[0].file.data);
	close_written(&opened);
}

struct file_case {
	const char *path;
	uint32_t funcidx;
	uint64_t address;
	bool has_line;
	const char *function;
	uint32_t line;
};

#define CPP "tests/data/wt-cpp-O0/m.wasm"
#define CRASH "tests/data/c-divzero/crash-O0.wasm"

/* Addresses, functions and lines are those of *.expect.json. */
static void test_dwarf(void **state)
{
	static const struct file_case cases[] = {
		{ CRASH, 10, 1309, true, "process", 18 },
		{ CRASH, 10, 1309, false, "process", 0 },
		/* No DWARF of this function: its name, and no line. */
		{ CRASH, 62, 25770, true, "_start.command_export", 0 },
		{ "tests/data/stale/stale.wasm", 26, 22278, true, "_start", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct file_case *c = &cases[i];
		struct wcore_module *module = NULL;
		struct wcore_symbols *symbols = NULL;
		struct wcore_file *file = NULL;
		struct wcore_sites sites;

		assert_null(wcore_file_open(c->path, NULL, &file));
		assert_null(wcore_module_open(file, 0, file->size, &module));
		assert_null(wcore_symbols_open(module, module, NULL, false, &symbols));
		assert_null(wcore_symbols_find(symbols, c->funcidx, c->address, c->has_line, &sites));
		assert_int_equal(sites.count, 1);
		assert_true(wcore_string_is(sites.items[0].function, c->function));
		assert_int_equal(sites.items[0].line, c->line);
		assert_int_equal(sites.items[0].file.data != NULL, c->line != 0);
		wcore_symbols_close(symbols);
		wcore_module_close(module);
		wcore_file_close(file);
	}
}

/* Answers are kept for a while: one place must not get another one's, whatever was asked before. */
static void test_kept_answers(void **state)
{
	struct wcore_symbols *kept = NULL;
	struct wcore_module *module = NULL;
	struct wcore_function function;
	struct wcore_file *file = NULL;
	struct wcore_sites sites;

	(void)state;
	assert_null(wcore_file_open(CRASH, NULL, &file));
	assert_null(wcore_module_open(file, 0, file->size, &module));
	assert_null(wcore_module_function(module, 10, &function));
	assert_null(wcore_symbols_open(module, module, NULL, false, &kept));
	for (uint64_t at = function.code; at < function.end; at++) {
		struct wcore_symbols *fresh = NULL;

		assert_null(wcore_symbols_open(module, module, NULL, false, &fresh));
		assert_null(wcore_symbols_find(kept, 10, at, true, &sites));
		uint32_t line = sites.items[0].line;

		assert_null(wcore_symbols_find(fresh, 10, at, true, &sites));
		assert_int_equal(line, sites.items[0].line);
		wcore_symbols_close(fresh);
	}
	wcore_symbols_close(kept);
	wcore_module_close(module);
	wcore_file_close(file);
}

/* market::Square::area(int), frame 0 of wt-cpp-O0. */
static void test_no_demangle(void **state)
{
	static const char *const names[] = { "market::Square::area(int)",
					     "_ZN6market6Square4areaEi" };

	(void)state;
	for (unsigned plain = 0; plain < 2; plain++) {
		struct wcore_module *module = NULL;
		struct wcore_symbols *symbols = NULL;
		struct wcore_file *file = NULL;
		const struct wcore_index *index;
		bool is_there = false;

		assert_null(wcore_file_open(CPP, NULL, &file));
		assert_null(wcore_module_open(file, 0, file->size, &module));
		assert_null(wcore_symbols_open(module, module, NULL, plain, &symbols));
		assert_null(wcore_module_index(module, &index));
		for (uint32_t f = 0; f < index->func_count && !is_there; f++) {
			struct wcore_site site;

			assert_null(wcore_symbols_function_name(symbols, f, &site));
			is_there = wcore_string_is(site.function, names[plain]) &&
				   wcore_string_is(site.linkage_name, names[1]) &&
				   site.name_origin == WCORE_NAME_FROM_DWARF;
		}
		assert_true(is_there);
		wcore_symbols_close(symbols);
		wcore_module_close(module);
		wcore_file_close(file);
	}
}

/* A stack that names another function in each frame must not take memory without end. */
static void test_bounded(void **state)
{
	struct opened opened;
	struct wcore_site site;

	(void)state;
	open_written(&opened, 0, NULL, false);
	for (uint32_t i = 0; i < 1200000; i++)
		assert_null(wcore_symbols_function_name(opened.symbols, 10 + i, &site));
	assert_true(opened.symbols->arena.used < (24u << 20));
	assert_true(site.function.size > 0);
	close_written(&opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_source_map_lines),
		cmocka_unit_test(test_dwarf),
		cmocka_unit_test(test_kept_answers),
		cmocka_unit_test(test_no_demangle),
		cmocka_unit_test(test_bounded),
	};

	return cmocka_run_group_tests_name("symbols", tests, NULL, NULL);
}
