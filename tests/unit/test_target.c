/* Every frame of the corpus against the truth beside it: *.expect.json. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "target_fixture.h"

#define DATA "tests/data"

/* What the truth has instead of a name. */
static bool is_name(const char *name)
{
	return strcmp(name, "<unnamed>") != 0 && strncmp(name, "wasm-function[", 14) != 0;
}

static void check_site(const char *where, const struct wcore_site *site, const json_t *wanted)
{
	const char *file = json_string_value(json_object_get(wanted, "file"));
	const char *function = json_string_value(json_object_get(wanted, "function"));
	json_int_t line = json_integer_value(json_object_get(wanted, "line"));
	json_int_t column = json_integer_value(json_object_get(wanted, "column"));
	bool is_same = site->line == line && site->column == column &&
		       wcore_string_equal(site->file, wcore_string_from(file));

	if (function && is_name(function))
		is_same = is_same && wcore_string_is(site->function, function);
	if (!is_same)
		fail_msg("%s: %.*s at %.*s:%u:%u, not %s at %s:%lld:%lld", where,
			 (int)site->function.size, site->function.data, (int)site->file.size,
			 site->file.data ? site->file.data : "", site->line, site->column,
			 function ? function : "?", file ? file : "?", (long long)line,
			 (long long)column);
}

static void check_frame(const char *dump, const struct wcore_target_frame *frame,
			const json_t *wanted)
{
	const json_t *address = json_object_get(wanted, "address");
	const json_t *source = json_object_get(wanted, "source");
	bool is_inexact = json_is_true(json_object_get(wanted, "inexact"));
	char where[300];

	snprintf(where, sizeof(where), "%s frame %u", dump, frame->frame.index);
	/* Of WasmEdge's oldest frame the truth has the recorded index, which is wrong: see below. */
	if (address || frame->frame.is_funcidx_sure)
		assert_int_equal(frame->funcidx,
				 json_integer_value(json_object_get(wanted, "funcidx")));
	if (address) {
		assert_int_equal(frame->has_address, json_is_integer(address));
		if (frame->has_address)
			assert_int_equal(frame->address, json_integer_value(address));
		assert_int_equal(frame->is_exact, json_is_integer(address) && !is_inexact);
		assert_int_equal(frame->is_inferred, is_inexact);
	}
	if (!json_array_size(source))
		return;
	if (frame->sites.count != json_array_size(source))
		fail_msg("%s: %zu sites, not %zu", where, frame->sites.count,
			 json_array_size(source));
	for (size_t i = 0; i < frame->sites.count; i++) {
		check_site(where, &frame->sites.items[i], json_array_get(source, i));
		assert_int_equal(frame->sites.items[i].is_inlined, i + 1 < frame->sites.count);
	}
}

static uint64_t check_thread(struct target_fixture *fixture, const char *dump, uint32_t thread,
			     const json_t *wanted)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found = true;
	uint64_t count = 0;

	wcore_target_iter_init(&iter, fixture->target, &fixture->dump->threads[thread]);
	for (;; count++) {
		assert_null(wcore_target_iter_next(&iter, &frame, &found));
		if (!found)
			break;
		assert_non_null(frame.module);
		assert_true(frame.sites.count >= 1);
		if (count < json_array_size(wanted))
			check_frame(dump, &frame, json_array_get(wanted, (size_t)count));
	}
	return count;
}

/* The file, or its ".gz". */
static char *data_path(const char *folder, const char *name)
{
	char *path = NULL;

	assert_true(asprintf(&path, "%s/%s/%s", DATA, folder, name) > 0);
	if (access(path, F_OK) != 0) {
		free(path);
		assert_true(asprintf(&path, "%s/%s/%s.gz", DATA, folder, name) > 0);
	}
	return path;
}

/* With the modules given, or, when search is set, found. */
static uint64_t check_dump(const char *folder, const char *expect, bool search)
{
	char *path = data_path(folder, expect), name[256];
	json_t *truth = json_load_file(path, 0, NULL);
	const char *modules[8] = { NULL };
	struct wcore_target_options options = { 0 };
	struct target_fixture fixture;
	uint64_t count = 0;

	assert_non_null(truth);
	free(path);
	const json_t *files = json_object_get(truth, "modules");

	for (size_t i = 0; i < json_array_size(files) && !search; i++)
		modules[options.lookup.module_count++] =
			data_path(folder, json_string_value(json_array_get(files, i)));
	options.lookup.modules = modules;
	snprintf(name, sizeof(name), "%.*s.core", (int)(strlen(expect) - strlen(".expect.json")),
		 expect);
	path = data_path(folder, name);
	assert_null(fixture_open(&fixture, path, &options));

	const json_t *threads = json_object_get(truth, "threads");

	for (uint32_t i = 0; i < fixture.dump->thread_count; i++)
		count += check_thread(&fixture, path, i,
				      json_object_get(json_array_get(threads, i), "frames"));
	for (uint32_t i = 0; i < fixture.target->module_count; i++)
		assert_null(fixture.target->modules[i].refused);
	fixture_close(&fixture);
	for (size_t i = 0; i < options.lookup.module_count; i++)
		free((char *)(uintptr_t)modules[i]);
	free(path);
	json_decref(truth);
	return count;
}

static void check_folder(const char *folder, uint64_t *frames, unsigned *dumps)
{
	char path[300];
	struct dirent *entry;

	snprintf(path, sizeof(path), DATA "/%s", folder);
	DIR *dir = opendir(path);

	while (dir && (entry = readdir(dir))) {
		if (!strstr(entry->d_name, ".expect.json"))
			continue;
		*frames += check_dump(folder, entry->d_name, false);
		/* WasmEdge's dumps name nothing, and their modules are elsewhere. */
		if (strcmp(folder, "wasmedge") != 0)
			check_dump(folder, entry->d_name, true);
		++*dumps;
	}
	if (dir)
		closedir(dir);
}

static void test_corpus(void **state)
{
	DIR *dir = opendir(DATA);
	struct dirent *entry;
	uint64_t frames = 0;
	unsigned dumps = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.' && entry->d_type == DT_DIR)
			check_folder(entry->d_name, &frames, &dumps);
	closedir(dir);
	assert_true(dumps >= 50);
	assert_true(frames > 174757);
}

/* WasmEdge: "calling stack: module[0]:62, module[0]:7, ..." (wasmedge/crash-O0.txt). */
static void test_wasmedge_oldest(void **state)
{
	const char *modules[] = { DATA "/c-divzero/crash-O0.wasm" };
	const struct wcore_target_options options = {
		.lookup = { .modules = modules, .module_count = 1 },
	};
	struct target_fixture fixture;
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found;

	(void)state;
	assert_null(fixture_open(&fixture, DATA "/wasmedge/crash-O0.core", &options));
	wcore_target_iter_init(&iter, fixture.target, &fixture.dump->threads[0]);
	for (unsigned i = 0; i < 6; i++)
		assert_null(wcore_target_iter_next(&iter, &frame, &found));
	assert_true(found);
	assert_int_equal(frame.funcidx, 62);
	assert_true(wcore_string_is(frame.sites.items[0].function, "_start.command_export"));
	fixture_close(&fixture);
}

/* A module that is not the dump's: not a name, not a line comes from it. */
static void test_refused(void **state)
{
	const char *modules[] = { DATA "/c-divzero/crash-O2.wasm" };
	struct wcore_target_options options = {
		.lookup = { .modules = modules, .module_count = 1 },
	};
	struct target_fixture fixture;
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found;

	(void)state;
	for (unsigned force = 0; force < 2; force++) {
		options.force = force;
		assert_null(fixture_open(&fixture, DATA "/c-divzero/crash-O0.core", &options));
		const struct wcore_target_module *module = &fixture.target->modules[0];

		assert_int_equal(module->refused == NULL, force);
		assert_int_equal(module->is_forced, force);
		assert_int_equal(module->symbols != NULL, force);
		assert_int_equal(fixture.target->findings.count, 1);
		assert_string_equal(fixture.target->findings.items[0].rule, "module/contradiction");
		wcore_target_iter_init(&iter, fixture.target, &fixture.dump->threads[0]);
		assert_null(wcore_target_iter_next(&iter, &frame, &found));
		assert_true(found);
		assert_int_equal(frame.is_usable, force);
		if (!force) {
			assert_int_equal(frame.sites.count, 1);
			assert_true(wcore_string_is(frame.sites.items[0].function, "func[10]"));
			assert_null(frame.sites.items[0].file.data);
			assert_false(frame.has_address);
			assert_false(frame.has_function);
		}
		fixture_close(&fixture);
	}
}

static void test_missing(void **state)
{
	const struct wcore_target_options options = { .lookup = { .no_search = true } };
	struct target_fixture fixture;
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found;

	(void)state;
	assert_null(fixture_open(&fixture, DATA "/c-divzero/crash-O0.core", &options));
	assert_null(fixture.target->modules[0].found.module);
	assert_true(wcore_string_is(fixture.target->modules[0].name, "crash-O0.wasm"));
	wcore_target_iter_init(&iter, fixture.target, &fixture.dump->threads[0]);
	assert_null(wcore_target_iter_next(&iter, &frame, &found));
	assert_true(found && !frame.is_usable && frame.sites.count == 1);
	assert_true(wcore_string_is(frame.sites.items[0].function, "func[10]"));
	fixture_close(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_wasmedge_oldest),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
