/*
 * Types against what their compiler says of them: sizes, offsets, bits and
 * enumerators of tests/data/types, which tests/data/types/build.sh had the programs
 * print; in DWARF 2, 4 and 5, split files, type units and with simple names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <dwarf.h>

#include "../../libcore/debug/variable.h"
#include "dwarf_fixture.h"

struct opened {
	struct dwarf_fixture fixture;
	struct wcore_entries *entries;
	struct wcore_types *types;
	char described[512];
};

static void open_types(struct opened *opened, const char *path, const char *dwo, const char *dwo2)
{
	dwarf_fixture_open(&opened->fixture, path);
	if (dwo)
		dwarf_fixture_attach(&opened->fixture, dwo);
	if (dwo2)
		dwarf_fixture_attach(&opened->fixture, dwo2);
	assert_null(wcore_entries_open(opened->fixture.dwarf, &opened->entries));
	assert_null(wcore_types_open(opened->entries, &opened->types));
}

static void close_types(struct opened *opened)
{
	wcore_types_close(opened->types);
	wcore_entries_close(opened->entries);
	dwarf_fixture_close(&opened->fixture);
}

static const struct wcore_type *find(struct opened *opened, const char *name)
{
	return wcore_types_find(opened->types, wcore_string_from(name), WCORE_TYPE_UNKNOWN, NULL);
}

/* A member by its name, also of unnamed members and of bases; offset counts from type. */
static const struct wcore_member *member(struct opened *opened, const struct wcore_type *type,
					 const char *name, uint64_t *offset)
{
	type = wcore_type_strip(type);
	assert_true(wcore_type_complete(opened->types, type));
	for (uint32_t i = 0; i < type->member_count; i++) {
		const struct wcore_member *item = &type->members[i];
		const struct wcore_member *inner;

		if (item->name.data && wcore_string_is(item->name, name)) {
			*offset += item->offset;
			return item;
		}
		if (item->name.data || item->is_virtual)
			continue;
		uint64_t start = *offset;

		*offset += item->offset;
		inner = member(opened, item->type, name, offset);
		if (inner)
			return inner;
		*offset = start;
	}
	return NULL;
}

static void expect_enumerator(struct opened *opened, const struct wcore_type *type, const char *name,
			 long long value)
{
	assert_true(wcore_type_complete(opened->types, type));
	for (uint32_t i = 0; i < type->enumerator_count; i++)
		if (wcore_string_is(type->enumerators[i].name, name)) {
			assert_true(type->enumerators[i].bits == (uint64_t)value);
			return;
		}
	fail_msg("no enumerator %s", name);
}

static void expect_row(struct opened *opened, char *row)
{
	char kind[16], *end = row, *name;
	const struct wcore_member *found;
	const struct wcore_type *type;
	uint64_t offset = 0, size;
	long long number;
	unsigned bits = 0;
	int used = 0;

	assert_int_equal(sscanf(row, "%15s %lld%n", kind, &number, &used), 2);
	end = row + used;
	if (strcmp(kind, "bits") == 0) {
		assert_int_equal(sscanf(end, "%u%n", &bits, &used), 1);
		end += used;
	}
	name = strstr(end, " . ");
	if (name) {
		*name = 0;
		name += strlen(" . ");
	}
	type = find(opened, end + 1);
	if (!type)
		fail_msg("%s: no type %s", opened->fixture.file->path, end + 1);
	assert_false(type->is_declaration);
	if (strcmp(kind, "size") == 0) {
		assert_true(wcore_type_size(type, &size));
		assert_int_equal(size, number);
		return;
	}
	assert_non_null(name);
	if (strcmp(kind, "value") == 0) {
		expect_enumerator(opened, type, name, number);
		return;
	}
	found = member(opened, type, name, &offset);
	if (!found)
		fail_msg("%s: no member %s of %s", opened->fixture.file->path, name, end + 1);
	if (bits) {
		assert_int_equal(offset * 8 + found->bit_offset, number);
		/* A field as wide as its type may be none. */
		assert_true(found->bit_size == bits ||
			    (!found->bit_size && wcore_type_size(found->type, &size) &&
			     size * 8 == bits));
	} else {
		assert_int_equal(offset, number);
		assert_int_equal(found->bit_size, 0);
	}
}

static void expect_truth(struct opened *opened, const char *path, unsigned least)
{
	FILE *file = fopen(path, "r");
	char row[256];
	unsigned count = 0;

	assert_non_null(file);
	while (fgets(row, sizeof(row), file)) {
		row[strcspn(row, "\n")] = 0;
		expect_row(opened, row);
		count++;
	}
	fclose(file);
	assert_true(count >= least);
}

#define TYPES "tests/data/types/"

struct module { const char *path, *dwo, *dwo2; };

static const struct module c_modules[] = {
	{ TYPES "c2.wasm", NULL, NULL },
	{ TYPES "c4.wasm", NULL, NULL },
	{ TYPES "c5.wasm", NULL, NULL },
	{ TYPES "c4-O2.wasm", NULL, NULL },
	{ TYPES "c4-split.wasm", TYPES "types4.dwo", TYPES "hidden4.dwo" },
	{ TYPES "c5-split.wasm", TYPES "types5.dwo", TYPES "hidden5.dwo" },
};

static const struct module cpp_modules[] = {
	{ TYPES "cpp4.wasm", NULL, NULL },	 { TYPES "cpp5.wasm", NULL, NULL },
	{ TYPES "cpp4-types.wasm", NULL, NULL }, { TYPES "cpp5-types.wasm", NULL, NULL },
	{ TYPES "cpp5-simple.wasm", NULL, NULL },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void layouts_are_the_compilers(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(c_modules); i++) {
		struct opened opened;

		open_types(&opened, c_modules[i].path, c_modules[i].dwo, c_modules[i].dwo2);
		expect_truth(&opened, TYPES "c.truth", 60);
		close_types(&opened);
	}
	for (size_t i = 0; i < COUNT(cpp_modules); i++) {
		struct opened opened;

		open_types(&opened, cpp_modules[i].path, NULL, NULL);
		expect_truth(&opened, TYPES "cpp.truth", 27);
		close_types(&opened);
	}
}

struct described { struct opened *opened; bool is_found; };

static bool describe(void *context, const struct wcore_variable *variable)
{
	struct described *described = context;

	wcore_types_describe(described->opened->types, variable->type,
			     described->opened->described, sizeof(described->opened->described));
	described->is_found = true;
	return false;
}

static const char *describe_static(struct opened *opened, const char *name)
{
	struct described described = { .opened = opened };
	struct wcore_string nothing = { 0 };

	wcore_variables_static(opened->types, nothing, nothing, wcore_string_from(name), NULL,
			       describe, &described);
	return described.is_found ? opened->described : "";
}

struct declaration { const char *name, *type; };

/* As the declarations of types.c and classes.cpp stand there. */
static const struct declaration c_declarations[] = {
	{ "plain", "struct plain" }, { "mode", "enum mode" }, { "any", "union any" },
	{ "lanes", "float4" }, { "alias", "again" }, { "bytes", "unsigned char [8]" },
	{ "text", "const char *" }, { "fixed", "char *const" }, { "row", "int (*)[4]" },
	{ "handler", "void (*)(int)" },
	{ "table", "int *(*[5])(struct plain *, int (*)(char))" },
	{ "total", "int" }, { "limit", "const int" },
};

static const struct declaration cpp_declarations[] = {
	{ "shop::object", "shop::Both" }, { "shop::item", "shop::Cart::Item" },
	{ "level", "shop::Level" }, { "local", "(anonymous namespace)::Local" },
	{ "ints", "std::__2::vector<int, std::__2::allocator<int> >" },
	{ "fixed", "shop::Fixed<double, 3>" }, { "pack", "shop::Pack<int, char *>" },
	{ "inner", "shop::Outer<long>::Inner" },
	{ "reference", "const shop::Cart::Item &" }, { "member", "int shop::Both::*" },
	{ "method", "int (shop::Both::*)(int)" }, { "row", "int (&)[2]" },
	{ "text", "std::__2::text" },
};

static void declarations_are_written_as_in_the_language(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(c_modules); i++) {
		struct opened opened;

		/* -O2 keeps no variable that nobody reads. */
		if (strstr(c_modules[i].path, "O2"))
			continue;
		open_types(&opened, c_modules[i].path, c_modules[i].dwo, c_modules[i].dwo2);
		for (size_t j = 0; j < COUNT(c_declarations); j++)
			assert_string_equal(describe_static(&opened, c_declarations[j].name),
					    c_declarations[j].type);
		close_types(&opened);
	}
	for (size_t i = 0; i < COUNT(cpp_modules); i++) {
		struct opened opened;

		open_types(&opened, cpp_modules[i].path, NULL, NULL);
		for (size_t j = 0; j < COUNT(cpp_declarations); j++)
			assert_string_equal(describe_static(&opened, cpp_declarations[j].name),
					    cpp_declarations[j].type);
		close_types(&opened);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layouts_are_the_compilers),
		cmocka_unit_test(declarations_are_written_as_in_the_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
