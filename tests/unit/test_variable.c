/*
 * Variables in scope at each instruction of tests/data/types and of crashes, as
 * their sources have them; inlined calls, statics, and entries written by hand.
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

#define TYPES "tests/data/types/"
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct opened {
	struct dwarf_fixture fixture;
	struct wcore_entries *entries;
	struct wcore_types *types;
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

/* The number of the first line of a file that has the words. */
static unsigned line_with(const char *path, const char *words)
{
	FILE *file = fopen(path, "r");
	char line[512];
	unsigned number = 1;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file) && !strstr(line, words))
		number++;
	assert_false(feof(file));
	fclose(file);
	return number;
}

/* "count, name; result 2, ..." */
struct listing {
	char text[1024];
	size_t size;
};

static bool list(void *context, const struct wcore_variable *variable)
{
	static const char *const places[] = { "?", "", "=bytes", "=" };
	struct listing *listing = context;

	if (variable->is_artificial)
		return true;
	listing->size += (size_t)snprintf(
		listing->text + listing->size, sizeof(listing->text) - listing->size,
		"%s%.*s%s%s%s%s", listing->size ? " " : "", (int)variable->name.size,
		variable->name.data ? variable->name.data : "", variable->is_param ? "()" : "",
		variable->is_static ? ":static" : "", variable->is_shadowed ? ":shadowed" : "",
		places[variable->place]);
	assert_true(listing->size < sizeof(listing->text));
	return true;
}

struct expectation {
	const char *function;
	const char *words;	/* of the line */
	const char *variables;
	unsigned met;
};

struct scan {
	struct opened *opened;
	const char *source;
	struct expectation *expected;
	size_t count;
};

static void scan_place(struct dwarf_fixture *fixture, const struct wcore_function *function,
		       uint64_t offset, void *context)
{
	struct scan *scan = context;
	struct wcore_sites sites = dwarf_fixture_find(fixture, offset);

	(void)function;
	for (size_t i = 0; i < sites.count; i++) {
		for (size_t j = 0; j < scan->count; j++) {
			struct expectation *expected = &scan->expected[j];
			struct listing listing = { .text = "" };

			if (!wcore_string_is(sites.items[i].function, expected->function) ||
			    sites.items[i].line != line_with(scan->source, expected->words))
				continue;
			wcore_variables_visit(scan->opened->types, &sites.items[i],
					      offset - fixture->base, list, &listing);
			assert_string_equal(listing.text, expected->variables);
			expected->met++;
		}
	}
}

static void variables_in_scope_are_the_sources(void **state)
{
	static const struct { const char *path, *dwo, *dwo2; } modules[] = {
		{ TYPES "c2.wasm", NULL, NULL },
		{ TYPES "c4.wasm", NULL, NULL },
		{ TYPES "c5.wasm", NULL, NULL },
		{ TYPES "c4-split.wasm", TYPES "types4.dwo", TYPES "hidden4.dwo" },
		{ TYPES "c5-split.wasm", TYPES "types5.dwo", TYPES "hidden5.dwo" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(modules); i++) {
		struct expectation expected[] = {
			{ "sum", "values[i] = twice;", "count() name() twice i values result", 0 },
			{ "sum", "total += result;",
			  "count() name() result result_here i values result:shadowed", 0 },
			{ "sum", "result += result_here",
			  "count() name() result_here i values result", 0 },
			{ "sum", "int result = 0;", "count() name() values result", 0 },
			{ "counted", "return ++calls;", "calls:static", 0 },
			{ "run", "return sum(n", "n()", 0 },
		};
		struct opened opened;
		struct scan scan = { &opened, TYPES "types.c", expected, COUNT(expected) };

		open_types(&opened, modules[i].path, modules[i].dwo, modules[i].dwo2);
		dwarf_fixture_each(&opened.fixture, 1, scan_place, &scan);
		for (size_t j = 0; j < COUNT(expected); j++)
			assert_true(expected[j].met > 0);
		close_types(&opened);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(variables_in_scope_are_the_sources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
