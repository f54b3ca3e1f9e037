/* Chains and lines of real modules against the truth beside their dumps. */
#include <glob.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../libcore/debug/demangle.h"
#include "dwarf_fixture.h"

static void expect_site(struct wcore_arena *arena, const struct wcore_site *site, json_t *truth,
			const char *where)
{
	const char *function = json_string_value(json_object_get(truth, "function"));
	const char *file = json_string_value(json_object_get(truth, "file"));
	struct wcore_string name = site->linkage_name.data
					   ? wcore_demangle(arena, site->linkage_name)
					   : site->function;

	/* The other symbolizer has no name either where there are lines alone. */
	if (strcmp(function, "<unnamed>") == 0 ? name.data != NULL
					       : !wcore_string_is(name, function))
		fail_msg("%s: function is \"%.*s\", not \"%s\"", where, (int)name.size,
			 name.data ? name.data : "", function);
	if (!wcore_string_is(site->file, file))
		fail_msg("%s: file is \"%.*s\", not \"%s\"", where, (int)site->file.size,
			 site->file.data ? site->file.data : "", file);
	assert_int_equal(site->line, json_integer_value(json_object_get(truth, "line")));
	assert_int_equal(site->column, json_integer_value(json_object_get(truth, "column")));
}

/* Gives how many frames were compared. */
static unsigned expect_frames(struct dwarf_fixture *fixture, json_t *frames, const char *path)
{
	struct wcore_arena arena;
	unsigned count = 0;
	json_t *frame;
	size_t i;

	wcore_arena_init(&arena);
	json_array_foreach(frames, i, frame) {
		json_t *source = json_object_get(frame, "source");
		json_t *address = json_object_get(frame, "address");
		char where[600];
		json_t *truth;
		size_t k;

		if (!source || !json_is_integer(address))
			continue;
		struct wcore_sites sites =
			dwarf_fixture_find(fixture, (uint64_t)json_integer_value(address));

		snprintf(where, sizeof(where), "%s, frame %zu", path, i);
		if (sites.count != json_array_size(source))
			fail_msg("%s: %zu sites, not %zu", where, sites.count,
				 json_array_size(source));
		json_array_foreach(source, k, truth)
			expect_site(&arena, &sites.items[k], truth, where);
		count++;
	}
	wcore_arena_deinit(&arena);
	return count;
}

static unsigned expect_dump(const char *path)
{
	json_t *root = json_load_file(path, 0, NULL);
	json_t *modules = json_object_get(root, "modules");
	const char *module = json_string_value(json_array_get(modules, 0));
	struct dwarf_fixture fixture;
	char module_path[512];
	unsigned count = 0;
	json_t *thread;
	size_t i;

	assert_non_null(root);
	if (json_array_size(modules) == 1) {
		snprintf(module_path, sizeof(module_path), "%.*s/%s",
			 (int)(strrchr(path, '/') - path), path, module);
		dwarf_fixture_open(&fixture, module_path);
		json_array_foreach(json_object_get(root, "threads"), i, thread)
			count += expect_frames(&fixture, json_object_get(thread, "frames"), path);
		dwarf_fixture_close(&fixture);
	}
	json_decref(root);
	return count;
}

static void frames_are_as_the_truth_has_them(void **state)
{
	unsigned count = 0;
	glob_t found;

	(void)state;
	assert_int_equal(glob("tests/data/*/*.expect.json", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++)
		count += expect_dump(found.gl_pathv[i]);
	globfree(&found);
	assert_true(count > 150);
}


/* Answers of wasm-tools addr2line: "0x44: function file:line:column", callers on lines of their own. */
static void expect_line(const struct wcore_site *site, char *text, bool has_names,
			const char *where)
{
	unsigned line = 0, column = 0;
	char *space = strrchr(text, ' ');
	char *colon;

	assert_non_null(space);
	*space++ = 0;
	/* "file:line:column", or the file alone where the line is not known */
	colon = strchr(space, ':');
	if (colon) {
		*colon = 0;
		assert_true(sscanf(colon + 1, "%u:%u", &line, &column) >= 1);
	}
	if (has_names && !wcore_string_is(site->function, text))
		fail_msg("%s: function is \"%.*s\", not \"%s\"", where, (int)site->function.size,
			 site->function.data ? site->function.data : "", text);
	if (!wcore_string_is(site->file, space) || site->line != line || site->column != column)
		fail_msg("%s: %.*s:%u:%u, not %s:%u:%u", where, (int)site->file.size,
			 site->file.data ? site->file.data : "", site->line, site->column, space,
			 line, column);
}

struct variant {
	const char *module, *truth;
	bool lines_only;	/* no functions: the innermost line alone is known */
	const char *dwos[3];
};

static void expect_variant(const struct variant *variant)
{
	struct dwarf_fixture fixture;
	struct wcore_sites sites = { 0 };
	FILE *file = fopen(variant->truth, "r");
	unsigned count = 0;
	char text[512];
	size_t next = 0;

	assert_non_null(file);
	dwarf_fixture_open(&fixture, variant->module);
	for (int i = 0; variant->dwos[i]; i++)
		dwarf_fixture_attach(&fixture, variant->dwos[i]);
	while (fgets(text, sizeof(text), file)) {
		char where[600];
		char *start = text;

		text[strcspn(text, "\n")] = 0;
		if (text[0] == '0') {
			assert_int_equal(next, sites.count);
			sites = dwarf_fixture_find(&fixture, strtoull(text, &start, 16));
			start++;
			next = 0;
		} else if (variant->lines_only) {
			continue;
		}
		snprintf(where, sizeof(where), "%s: %s", variant->module, text);
		if (next >= sites.count)
			fail_msg("%s: %zu sites", where, sites.count);
		assert_int_equal(sites.items[next].function.data == NULL, variant->lines_only);
		expect_line(&sites.items[next++], start + 1, !variant->lines_only, where);
		count++;
	}
	assert_int_equal(next, sites.count);
	assert_true(count >= 82);
	fclose(file);
	dwarf_fixture_close(&fixture);
}

#define DWARF "tests/data/dwarf/"

/* Split modules have the code of their version without splitting, so its truth counts. */
static void versions_and_split_units(void **state)
{
	static const struct variant variants[] = {
		{ DWARF "v2.wasm", DWARF "v2.truth", false, { NULL } },
		{ DWARF "v3.wasm", DWARF "v3.truth", false, { NULL } },
		{ DWARF "v4.wasm", DWARF "v4.truth", false, { NULL } },
		{ DWARF "v5.wasm", DWARF "v5.truth", false, { NULL } },
		{ DWARF "v5-g1.wasm", DWARF "v5-g1.truth", false, { NULL } },
		{ DWARF "v5-types.wasm", DWARF "v5-types.truth", false, { NULL } },
		{ DWARF "lto.wasm", DWARF "lto.truth", false, { NULL } },
		{ DWARF "split4/m.wasm", DWARF "v4.truth", true, { NULL } },
		{ DWARF "split5/m.wasm", DWARF "v5.truth", true, { NULL } },
		{ DWARF "split4/m.wasm", DWARF "v4.truth", false,
		  { DWARF "split4/chain.dwo", DWARF "split4/main.dwo", NULL } },
		{ DWARF "split5/m.wasm", DWARF "v5.truth", false,
		  { DWARF "split5/chain.dwo", DWARF "split5/main.dwo", NULL } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++)
		expect_variant(&variants[i]);
}

static void skeletons_name_their_files(void **state)
{
	struct wcore_dwarf_summary summary;
	struct dwarf_fixture fixture;
	struct wcore_string comp_dir, name;
	struct wcore_error *error;

	(void)state;
	dwarf_fixture_open(&fixture, DWARF "split5/m.wasm");
	assert_true(wcore_dwarf_split_name(fixture.dwarf, 0, &comp_dir, &name));
	assert_true(wcore_string_is(comp_dir, "/src/dwarf"));
	assert_true(wcore_string_is(name, "chain.dwo"));
	assert_true(wcore_dwarf_split_name(fixture.dwarf, 1, &comp_dir, &name));
	assert_true(wcore_string_is(name, "main.dwo"));
	assert_false(wcore_dwarf_split_name(fixture.dwarf, 2, &comp_dir, &name));
	assert_null(wcore_dwarf_summarize(fixture.dwarf, &summary));
	assert_true(summary.is_split);
	assert_false(summary.has_variables);
	/* The module itself is no .dwo of its own. */
	error = wcore_dwarf_attach(fixture.dwarf, fixture.module);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_NOT_FOUND);
	wcore_error_destroy(error);
	/* A file is looked for until its unit is there. */
	dwarf_fixture_attach(&fixture, DWARF "split5/main.dwo");
	assert_true(wcore_dwarf_split_name(fixture.dwarf, 0, &comp_dir, &name));
	assert_true(wcore_string_is(name, "chain.dwo"));
	assert_true(wcore_dwarf_split_name(fixture.dwarf, 1, &comp_dir, &name));
	assert_null(name.data);
	dwarf_fixture_close(&fixture);
}

struct wat_context { unsigned function, insn, places; uint32_t funcidx; };

/* many.py writes an instruction a line; each function ends with its last line. */
static void expect_wat_line(struct dwarf_fixture *fixture, const struct wcore_function *function,
			    uint64_t offset, void *context)
{
	struct wat_context *at = context;
	struct wcore_sites sites = dwarf_fixture_find(fixture, offset);
	unsigned pairs = function->funcidx % 40 ? 1 : 60;

	if (at->places++ == 0 || function->funcidx != at->funcidx) {
		at->function += at->places == 1 ? 2 : 1;	/* "(module" and "(func" take a line each */
		at->funcidx = function->funcidx;
		at->insn = 0;
	}
	if (at->insn < 2 * pairs + 2)
		at->function++;
	at->insn++;
	assert_int_equal(sites.count, 1);
	assert_int_equal(sites.items[0].line, at->function);
	assert_true(wcore_string_is(sites.items[0].short_file, "many.wat"));
}

/* wasm-tools counts addresses from behind the function count, which takes two bytes here. */
static void wat_lines_are_those_of_the_source(void **state)
{
	static const char *const modules[] = { DWARF "many-full.wasm", DWARF "many-lines.wasm" };

	(void)state;
	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		struct wat_context at = { 0, 0, 0, 0 };
		struct dwarf_fixture fixture;

		dwarf_fixture_open(&fixture, modules[i]);
		dwarf_fixture_each(&fixture, 1, expect_wat_line, &at);
		assert_int_equal(at.places, 200 * 5 + 5 * 118);
		dwarf_fixture_close(&fixture);
	}
}

struct stale_context { unsigned places, sites; };

static void count_sites(struct dwarf_fixture *fixture, const struct wcore_function *function,
			uint64_t offset, void *context)
{
	struct stale_context *counts = context;

	(void)function;
	counts->places++;
	counts->sites += (unsigned)dwarf_fixture_find(fixture, offset).count;
}

/* wasm-opt ran without -g: the DWARF describes code that is gone. */
static void stale_information_gives_no_site(void **state)
{
	static const char *const modules[] = {
		"tests/data/stale/stale.wasm", "tests/data/wt-c-div-O2-wasmopt/m.wasm",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		struct dwarf_fixture fixture;
		struct stale_context counts = { 0, 0 };
		struct wcore_dwarf_summary summary;

		dwarf_fixture_open(&fixture, modules[i]);
		dwarf_fixture_each(&fixture, 1, count_sites, &counts);
		assert_true(counts.places > 1000);
		assert_int_equal(counts.sites, 0);
		assert_true(wcore_dwarf_findings(fixture.dwarf)->count > 0);
		assert_string_equal(wcore_dwarf_findings(fixture.dwarf)->items[0].rule,
				    "debug/stale");
		assert_null(wcore_dwarf_summarize(fixture.dwarf, &summary));
		assert_int_equal(summary.state, WCORE_DWARF_STALE);
		dwarf_fixture_close(&fixture);
	}
}

static void summaries(void **state)
{
	static const struct {
		const char *path;
		enum wcore_dwarf_state state;
		unsigned min_version, max_version, units;
		const char *language;
	} cases[] = {
		{ "tests/data/c-divzero/crash-O0.wasm", WCORE_DWARF_FRESH, 4, 4, 39, "C99" },
		{ "tests/data/wt-c-div-O2-dwarf5/m.wasm", WCORE_DWARF_FRESH, 4, 5, 42, "C99" },
		{ "tests/data/rust-panic/shop-debug.wasm", WCORE_DWARF_FRESH, 4, 4, 125, "Rust" },
		{ "tests/data/traps/traps.wasm", WCORE_DWARF_FRESH, 5, 5, 1, "C" },
		{ "tests/data/multi/app.wasm", WCORE_DWARF_EMPTY, 0, 0, 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_dwarf_summary summary;
		struct dwarf_fixture fixture;

		dwarf_fixture_open(&fixture, cases[i].path);
		assert_null(wcore_dwarf_summarize(fixture.dwarf, &summary));
		assert_int_equal(summary.state, cases[i].state);
		assert_int_equal(summary.min_version, cases[i].min_version);
		assert_int_equal(summary.max_version, cases[i].max_version);
		assert_int_equal(summary.units, cases[i].units);
		assert_false(summary.is_split);
		if (cases[i].language)
			assert_string_equal(wcore_dwarf_language_name(summary.languages[0]),
					    cases[i].language);
		dwarf_fixture_close(&fixture);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_are_as_the_truth_has_them),
		cmocka_unit_test(versions_and_split_units),
		cmocka_unit_test(skeletons_name_their_files),
		cmocka_unit_test(wat_lines_are_those_of_the_source),
		cmocka_unit_test(stale_information_gives_no_site),
		cmocka_unit_test(summaries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
