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

#include "dump_writer.h"
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

/*
 * Two functions: func 0 traps, func 1 calls it, and itself.
 *   body 0: 01 01 7f | nop unreachable end
 *   body 1: 01 01 7f | nop call 0 call 1 end
 */
static void write_fit_module(struct dump_writer *w)
{
	writer_init(w);
	writer_functions(w, 2);
	writer_code_begin(w, 2);
	writer_body(w, 1, "\1\0\x0b", 3);
	writer_body(w, 1, "\1\x10\0\x10\1\x0b", 6);
	writer_end(w);
}

/* Frames of up to two threads against the module above, and what they say of it. */
static const struct fit_case {
	const char *what;
	struct { uint32_t count; struct { uint32_t funcidx, offset; } frames[3]; } threads[2];
	uint32_t repeats;	/* of the second frame's call of itself, in front of the third one */
	bool has_module, is_forced;
	enum wcore_fit_result result;
} fit_cases[] = {
	{ "a trap and its caller", { { 2, { { 0, 4 }, { 1, 4 } } } }, 0, true, false, WCORE_FIT_YES },
	{ "two threads", { { 2, { { 0, 4 }, { 1, 4 } } }, { 1, { { 1, 3 } } } }, 0, true, false, WCORE_FIT_YES },
	{ "a caller at no call", { { 2, { { 0, 4 }, { 1, 3 } } } }, 0, true, true, WCORE_FIT_NO },
	{ "one thread alone", { { 2, { { 0, 4 }, { 1, 4 } } }, { 1, { { 7, 4 } } } }, 0, true, true, WCORE_FIT_NO },
	{ "between two instructions", { { 1, { { 1, 5 } } } }, 0, true, true, WCORE_FIT_NO },
	{ "a module that is refused", { { 2, { { 0, 4 }, { 1, 3 } } } }, 0, true, false, WCORE_FIT_NO },
	{ "many frames", { { 3, { { 0, 4 }, { 1, 4 }, { 1, 6 } } } }, 600, true, false, WCORE_FIT_YES },
	{ "many frames, the last one at no call", { { 3, { { 0, 4 }, { 1, 4 }, { 1, 3 } } } }, 600, true, false, WCORE_FIT_NO },
	{ "the same, used all the same", { { 3, { { 0, 4 }, { 1, 4 }, { 1, 3 } } } }, 600, true, true, WCORE_FIT_NO },
	{ "no frames", { { 0 } }, 0, true, false, WCORE_FIT_UNKNOWN },
	{ "no module", { { 2, { { 0, 4 }, { 1, 4 } } } }, 0, false, false, WCORE_FIT_NO },
};

/* Frames have a local, so that one dialect alone reads them. */
static void write_fit_dump(struct dump_writer *w, const struct fit_case *c)
{
	static const struct writer_value local = { 0x7f, 5 };

	writer_init(w);
	writer_core(w, "a.wasm");
	for (size_t t = 0; t < 2 && (!t || c->threads[t].count); t++) {
		writer_stack_begin(w, "main", c->threads[t].count + c->repeats);
		for (uint32_t i = 0; i < c->threads[t].count; i++) {
			for (uint32_t r = 0; i == 2 && r < c->repeats; r++)
				writer_frame(w, WCORE_DIALECT_SPEC, 0, 1, 6, &local, 1, NULL, 0);
			writer_frame(w, WCORE_DIALECT_SPEC, 0, c->threads[t].frames[i].funcidx,
				     c->threads[t].frames[i].offset, &local, 1, NULL, 0);
		}
		writer_end(w);
	}
}

static void test_fit(void **state)
{
	struct dump_writer module;
	char path[] = "/tmp/wcore-target-XXXXXX";
	const char *modules[] = { path };
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	write_fit_module(&module);
	assert_int_equal(write(fd, module.data, module.size), module.size);
	close(fd);
	for (size_t i = 0; i < sizeof(fit_cases) / sizeof(fit_cases[0]); i++) {
		const struct fit_case *c = &fit_cases[i];
		const struct wcore_target_options options = {
			.lookup = { .no_search = true, .modules = modules, .module_count = c->has_module },
			.force = c->is_forced,
		};
		struct target_fixture fixture;
		struct dump_writer dump;
		enum wcore_fit_result result;

		write_fit_dump(&dump, c);
		assert_null(fixture_open_file(&fixture, writer_file(&dump, "t.core"), &options));
		result = wcore_target_fit(fixture.target, &fixture.target->modules[0]);
		if (result != c->result)
			fail_msg("%s: %d", c->what, result);
		/* Asking again gives the same: nothing of the target changes. */
		assert_int_equal(wcore_target_fit(fixture.target, &fixture.target->modules[0]), result);
		fixture_close(&fixture);
		writer_deinit(&dump);
	}
	unlink(path);
	writer_deinit(&module);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_wasmedge_oldest),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_fit),
	};

	return cmocka_run_group_tests_name("target", tests, NULL, NULL);
}
