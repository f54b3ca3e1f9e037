/* Chains and lines of real modules against the truth beside their dumps. */
#include <glob.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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
		cmocka_unit_test(stale_information_gives_no_site),
		cmocka_unit_test(summaries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
