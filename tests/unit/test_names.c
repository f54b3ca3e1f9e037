#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/wasm/names.h"
#include "dump_writer.h"

struct named {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_module *module;
};

static void names_begin(struct named *named)
{
	writer_init(&named->w);
	writer_custom(&named->w, "name");
}

static void subsection(struct named *named, uint8_t id)
{
	writer_u8(&named->w, id);
	writer_begin(&named->w);
}

static void names_open(struct named *named)
{
	writer_end(&named->w);
	named->file = writer_file(&named->w, "t.wasm");
	assert_null(wcore_module_open(named->file, 0, named->file->size, &named->module));
}

static void names_close(struct named *named)
{
	wcore_module_close(named->module);
	wcore_file_close(named->file);
	writer_deinit(&named->w);
}

static void entry(struct named *named, uint32_t index, const char *name)
{
	writer_uleb(&named->w, index);
	writer_name(&named->w, name);
}

static void assert_name(struct named *named, enum wcore_name_kind kind, uint32_t index,
			const char *want)
{
	struct wcore_string name = wcore_names_find(named->module, kind, index);

	if (!want)
		assert_null(name.data);
	else
		assert_true(wcore_string_is(name, want));
}

static void assert_inner(struct named *named, enum wcore_name_kind kind, uint32_t outer,
			 uint32_t inner, const char *want)
{
	struct wcore_string name = wcore_names_find_inner(named->module, kind, outer, inner);

	if (!want)
		assert_null(name.data);
	else
		assert_true(wcore_string_is(name, want));
}

/* Ids of 7.4.1 and the extended name section: 1 function, 4 type, 5 table, ... 11 tag. */
static void every_kind(void **state)
{
	static const uint8_t plain[] = { 1, 4, 5, 6, 7, 8, 9, 11 };
	static const uint8_t inner[] = { 2, 3, 10 };
	struct named named;
	char name[20];

	(void)state;
	names_begin(&named);
	subsection(&named, 0);
	writer_name(&named.w, "the module");
	writer_end(&named.w);
	for (size_t i = 0; i < sizeof(plain); i++) {
		subsection(&named, plain[i]);
		writer_uleb(&named.w, 2);
		snprintf(name, sizeof(name), "kind %u", plain[i]);
		entry(&named, 3, name);
		entry(&named, 300, "last");
		writer_end(&named.w);
	}
	subsection(&named, 99);		/* of the future */
	writer_u8(&named.w, 0xff);
	writer_end(&named.w);
	for (size_t i = 0; i < sizeof(inner); i++) {
		subsection(&named, inner[i]);
		writer_uleb(&named.w, 2);
		writer_uleb(&named.w, 5);
		writer_uleb(&named.w, 3);
		snprintf(name, sizeof(name), "inner %u", inner[i]);
		entry(&named, 0, name);
		entry(&named, 2, "two");
		entry(&named, 7, "seven of five");
		writer_uleb(&named.w, 6);
		writer_uleb(&named.w, 2);
		entry(&named, 1, "one of six");
		snprintf(name, sizeof(name), "seven of six %u", inner[i]);
		entry(&named, 7, name);
		writer_end(&named.w);
	}
	names_open(&named);

	assert_true(wcore_string_is(wcore_names_module(named.module), "the module"));
	assert_true(wcore_names_present(named.module));
	for (size_t i = 0; i < sizeof(plain); i++) {
		uint32_t index = 0;

		snprintf(name, sizeof(name), "kind %u", plain[i]);
		assert_name(&named, plain[i], 3, name);
		assert_name(&named, plain[i], 300, "last");
		assert_name(&named, plain[i], 0, NULL);
		assert_name(&named, plain[i], 4, NULL);
		assert_name(&named, plain[i], 301, NULL);
		assert_true(wcore_names_index(named.module, plain[i], "last", &index));
		assert_int_equal(index, 300);
		assert_false(wcore_names_index(named.module, plain[i], "las", &index));
	}
	for (size_t i = 0; i < sizeof(inner); i++) {
		snprintf(name, sizeof(name), "inner %u", inner[i]);
		assert_inner(&named, inner[i], 5, 0, name);
		assert_inner(&named, inner[i], 5, 2, "two");
		assert_inner(&named, inner[i], 5, 1, NULL);
		assert_inner(&named, inner[i], 5, 0, name);
		assert_inner(&named, inner[i], 6, 1, "one of six");
		assert_inner(&named, inner[i], 5, 2, "two");
		snprintf(name, sizeof(name), "seven of six %u", inner[i]);
		assert_inner(&named, inner[i], 6, 7, name);
		assert_inner(&named, inner[(i + 1) % sizeof(inner)], 6, 1, "one of six");
		assert_inner(&named, inner[i], 6, 7, name);
		assert_inner(&named, inner[i], 5, 2, "two");
		assert_inner(&named, inner[i], 5, 7, "seven of five");
		assert_inner(&named, inner[i], 7, 0, NULL);
		assert_name(&named, inner[i], 5, NULL);
	}
	assert_inner(&named, WCORE_NAME_FUNCTION, 3, 0, NULL);
	assert_false(wcore_names_index(named.module, WCORE_NAME_LOCAL, "two", &(uint32_t){ 0 }));
	assert_int_equal(named.module->findings.count, 0);
	names_close(&named);
}

static void no_names(void **state)
{
	struct named named;
	uint32_t index;

	(void)state;
	writer_init(&named.w);
	writer_custom(&named.w, "another");
	names_open(&named);
	assert_false(wcore_names_present(named.module));
	assert_null(wcore_names_module(named.module).data);
	assert_name(&named, WCORE_NAME_FUNCTION, 0, NULL);
	assert_inner(&named, WCORE_NAME_LOCAL, 0, 0, NULL);
	assert_false(wcore_names_index(named.module, WCORE_NAME_GLOBAL, "x", &index));
	names_close(&named);

	/* An empty map names nothing, nor do empty names. */
	names_begin(&named);
	subsection(&named, WCORE_NAME_FUNCTION);
	writer_uleb(&named.w, 0);
	writer_end(&named.w);
	subsection(&named, WCORE_NAME_GLOBAL);
	writer_uleb(&named.w, 1);
	entry(&named, 0, "");
	writer_end(&named.w);
	names_open(&named);
	assert_false(wcore_names_present(named.module));
	assert_name(&named, WCORE_NAME_FUNCTION, 0, NULL);
	assert_name(&named, WCORE_NAME_GLOBAL, 0, NULL);
	names_close(&named);
}

/* Enough names to pass many checkpoints; every other index has one. */
static void many(void **state)
{
	struct named named;
	char name[20];

	(void)state;
	names_begin(&named);
	subsection(&named, WCORE_NAME_FUNCTION);
	writer_uleb(&named.w, 10000);
	for (uint32_t i = 0; i < 10000; i++) {
		snprintf(name, sizeof(name), "f%u", 2 * i);
		entry(&named, 2 * i, name);
	}
	writer_end(&named.w);
	names_open(&named);
	for (uint32_t i = 0; i < 20010; i++) {
		snprintf(name, sizeof(name), "f%u", i);
		assert_name(&named, WCORE_NAME_FUNCTION, i, i % 2 || i >= 20000 ? NULL : name);
	}
	assert_int_equal(named.module->findings.count, 0);
	assert_true(named.module->arena.used < 8192);
	names_close(&named);
}

static void unsorted(void **state)
{
	struct named named;
	char name[20];

	(void)state;
	names_begin(&named);
	subsection(&named, WCORE_NAME_FUNCTION);
	writer_uleb(&named.w, 201);
	for (uint32_t i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "f%u", i * 7 % 200);
		entry(&named, i * 7 % 200, name);
	}
	entry(&named, 5, "again");
	writer_end(&named.w);
	names_open(&named);
	for (uint32_t i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "f%u", i);
		assert_name(&named, WCORE_NAME_FUNCTION, i, name);
	}
	assert_name(&named, WCORE_NAME_FUNCTION, 200, NULL);
	assert_int_equal(named.module->findings.count, 1);
	assert_string_equal(named.module->findings.items[0].rule, "wasm/names");
	names_close(&named);
}

/* What stands before a break is used; the break is told once. */
static void broken(void **state)
{
	struct named named;
	uint32_t index;

	(void)state;
	names_begin(&named);
	subsection(&named, WCORE_NAME_FUNCTION);
	writer_uleb(&named.w, 0xffffffff);
	entry(&named, 0, "zero");
	entry(&named, 1, "one");
	writer_uleb(&named.w, 2);
	writer_uleb(&named.w, 100);	/* a name of 100 bytes */
	writer_bytes(&named.w, "abc", 3);
	writer_end(&named.w);
	subsection(&named, WCORE_NAME_LOCAL);
	writer_uleb(&named.w, 2);
	writer_uleb(&named.w, 0);
	writer_uleb(&named.w, 1);
	entry(&named, 4, "local");
	writer_uleb(&named.w, 1);
	writer_uleb(&named.w, 0xffffffff);
	writer_end(&named.w);
	writer_u8(&named.w, WCORE_NAME_GLOBAL);	/* a sub-section that passes the end */
	writer_uleb(&named.w, 50);
	writer_uleb(&named.w, 1);
	entry(&named, 7, "global");
	names_open(&named);
	assert_true(wcore_names_present(named.module));
	for (int again = 0; again < 2; again++) {
		assert_name(&named, WCORE_NAME_FUNCTION, 0, "zero");
		assert_name(&named, WCORE_NAME_FUNCTION, 1, "one");
		assert_name(&named, WCORE_NAME_FUNCTION, 2, NULL);
		assert_true(wcore_names_index(named.module, WCORE_NAME_FUNCTION, "one", &index));
		assert_int_equal(index, 1);
		assert_inner(&named, WCORE_NAME_LOCAL, 0, 4, "local");
		assert_inner(&named, WCORE_NAME_LOCAL, 1, 0, NULL);
		assert_name(&named, WCORE_NAME_GLOBAL, 7, "global");
	}
	assert_int_equal(named.module->findings.count, 3);
	names_close(&named);
}

/* Every truncation of a module with names ends in names or none, never worse. */
static void truncations(void **state)
{
	struct wcore_file *whole = NULL;
	uint64_t start;

	(void)state;
	assert_null(wcore_file_open("tests/data/mem-multi/m.wasm", NULL, &whole));
	start = whole->size > 200 ? whole->size - 200 : 8;
	for (uint64_t size = start; size <= whole->size; size++) {
		struct wcore_file *file = NULL;
		struct wcore_module *module = NULL;

		assert_null(wcore_file_from_memory("t.wasm", whole->data, size, &file));
		assert_null(wcore_module_open(file, 0, size, &module));
		wcore_names_find(module, WCORE_NAME_FUNCTION, 0);
		wcore_names_find_inner(module, WCORE_NAME_LOCAL, 0, 0);
		wcore_module_close(module);
		wcore_file_close(file);
	}
	wcore_file_close(whole);
}

/* As `wasm-objdump -x` prints them. */
static void real_module(void **state)
{
	struct wcore_file *file = NULL;
	struct wcore_module *module = NULL;
	uint32_t index = 0;

	(void)state;
	assert_null(wcore_file_open("tests/data/c-divzero/crash-O0.wasm", NULL, &file));
	assert_null(wcore_module_open(file, 0, file->size, &module));
	assert_true(wcore_string_is(wcore_names_find(module, WCORE_NAME_FUNCTION, 7), "_start"));
	assert_true(wcore_string_is(wcore_names_find(module, WCORE_NAME_FUNCTION, 18),
				    "__original_main"));
	assert_true(wcore_string_is(wcore_names_find(module, WCORE_NAME_GLOBAL, 0),
				    "__stack_pointer"));
	assert_true(wcore_names_index(module, WCORE_NAME_FUNCTION, "exit", &index));
	assert_int_equal(index, 30);
	wcore_module_close(module);
	wcore_file_close(file);
}

/* tests/data/names/all.wat, whose names wasm-tools wrote. */
static void all_names(void **state)
{
	static const struct { enum wcore_name_kind kind; uint32_t index; const char *name; } plain[] = {
		{ WCORE_NAME_FUNCTION, 0, "print" }, { WCORE_NAME_FUNCTION, 1, "twice" },
		{ WCORE_NAME_FUNCTION, 2, NULL }, { WCORE_NAME_FUNCTION, 3, "last" },
		{ WCORE_NAME_TYPE, 0, "pair" }, { WCORE_NAME_TYPE, 1, "unary" },
		{ WCORE_NAME_TABLE, 0, "table" }, { WCORE_NAME_MEMORY, 0, "memory" },
		{ WCORE_NAME_MEMORY, 1, "second" }, { WCORE_NAME_GLOBAL, 0, "limit" },
		{ WCORE_NAME_GLOBAL, 1, "counter" }, { WCORE_NAME_ELEMENT, 0, "callbacks" },
		{ WCORE_NAME_DATA, 0, "greeting" }, { WCORE_NAME_TAG, 0, "failure" },
		{ WCORE_NAME_TAG, 1, NULL },
	};
	static const struct {
		enum wcore_name_kind kind; uint32_t outer, inner; const char *name;
	} inner[] = {
		{ WCORE_NAME_LOCAL, 1, 0, "x" }, { WCORE_NAME_LOCAL, 1, 1, "sum" },
		{ WCORE_NAME_LOCAL, 1, 2, NULL }, { WCORE_NAME_LOCAL, 1, 3, "unused" },
		{ WCORE_NAME_LOCAL, 2, 0, "only" }, { WCORE_NAME_LOCAL, 3, 0, NULL },
		{ WCORE_NAME_LABEL, 1, 0, "outer" }, { WCORE_NAME_LABEL, 1, 1, "again" },
		{ WCORE_NAME_FIELD, 0, 0, "left" }, { WCORE_NAME_FIELD, 0, 1, "right" },
		{ WCORE_NAME_FIELD, 1, 0, NULL },
	};
	struct named named;

	(void)state;
	assert_null(wcore_file_open("tests/data/names/all.wasm", NULL, &named.file));
	assert_null(wcore_module_open(named.file, 0, named.file->size, &named.module));
	assert_true(wcore_string_is(wcore_names_module(named.module), "whole"));
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		assert_name(&named, plain[i].kind, plain[i].index, plain[i].name);
	for (size_t i = 0; i < sizeof(inner) / sizeof(*inner); i++)
		assert_inner(&named, inner[i].kind, inner[i].outer, inner[i].inner, inner[i].name);
	assert_int_equal(named.module->findings.count, 0);
	wcore_module_close(named.module);
	wcore_file_close(named.file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind),
		cmocka_unit_test(no_names),
		cmocka_unit_test(many),
		cmocka_unit_test(unsorted),
		cmocka_unit_test(broken),
		cmocka_unit_test(truncations),
		cmocka_unit_test(real_module),
		cmocka_unit_test(all_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
