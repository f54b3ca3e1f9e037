/* Where modules and debug files are found, on copies of the corpus in a folder of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "../../libcore/wasm/metadata.h"
#include "dump_writer.h"
#include "target_fixture.h"

#define DATA "tests/data/"

static char folder[64];	/* the test's */
static char home[4096];

static int setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/wcore-lookup-XXXXXX");
	if (!getcwd(home, sizeof(home)) || !mkdtemp(folder))
		return -1;
	return 0;
}

static int teardown(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return chdir(home) || system(command);
}

/* folder/name; one of eight buffers. */
static const char *in(const char *name)
{
	static char paths[8][512];
	static unsigned next;
	char *path = paths[next++ % 8];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

static void make_folder(const char *name)
{
	assert_int_equal(mkdir(in(name), 0755), 0);
}

static void write_bytes(const char *name, const void *data, size_t size)
{
	FILE *out = fopen(in(name), "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(data, 1, size, out), size);
	assert_int_equal(fclose(out), 0);
}

static struct wcore_file *read_data(const char *name)
{
	struct wcore_file *file = NULL;
	char path[512];

	snprintf(path, sizeof(path), DATA "%s", name);
	assert_null(wcore_file_open(path, NULL, &file));
	return file;
}

static void copy(const char *from, const char *to)
{
	struct wcore_file *file = read_data(from);

	write_bytes(to, file->data, file->size);
	wcore_file_close(file);
}

static void copy_gz(const char *from, const char *to)
{
	struct wcore_file *file = read_data(from);
	gzFile out = gzopen(in(to), "wb1");

	assert_non_null(out);
	assert_int_equal(gzwrite(out, file->data, (unsigned)file->size), file->size);
	assert_int_equal(gzclose(out), Z_OK);
	wcore_file_close(file);
}

/* A copy with one more custom section. */
static void copy_with(const char *from, const char *to, const char *section, const char *text)
{
	struct wcore_file *file = read_data(from);
	struct dump_writer w;

	writer_init_raw(&w);
	writer_bytes(&w, file->data, file->size);
	writer_custom(&w, section);
	writer_name(&w, text);
	writer_end(&w);
	write_bytes(to, w.data, w.size);
	writer_deinit(&w);
	wcore_file_close(file);
}

/* Opens a dump; *ret_path is the file of module index, NULL when none was found. */
static void expect_module(const char *dump, const struct wcore_target_options *options,
			  uint32_t index, const char *expected)
{
	struct target_fixture fixture;

	assert_null(fixture_open(&fixture, dump, options));
	const char *path = fixture.target->modules[index].found.path;

	if (!path != !expected || (path && strcmp(path, expected) != 0))
		fail_msg("%s: module %u is %s instead of %s\n%s", dump, index,
			 path ? path : "none", expected ? expected : "none", fixture.tried);
	assert_null(fixture.target->modules[index].refused);
	fixture_close(&fixture);
}

static void expect_usage(const char *dump, const char *const *modules, size_t count,
			 enum wcore_error_code code, const char *words)
{
	const struct wcore_target_options options = {
		.lookup = { .modules = modules, .module_count = count },
	};
	struct target_fixture fixture;
	struct wcore_error *error = fixture_open(&fixture, dump, &options);

	assert_non_null(error);
	char *text = wcore_error_format(error);

	assert_int_equal(error->code, code);
	if (!strstr(text, words))
		fail_msg("'%s' does not say '%s'", text, words);
	free(text);
	wcore_error_destroy(error);
	fixture_close(&fixture);
}

struct given_case {
	const char *dump;
	const char *modules[3];
	const char *expected[3];	/* of dump modules 0, 1, 2 */
};

#define MULTI DATA "multi/"
#define PRELOAD DATA "multi-c-preload-O0/"
#define TWICE DATA "multi-same-module-twice/"
#define RING DATA "multi-wat-ring/"

static void test_given(void **state)
{
	static const struct given_case cases[] = {
		{ MULTI "multi.core", { "mathlib=" MULTI "lib.wasm" }, { NULL, MULTI "lib.wasm" } },
		{ MULTI "multi.core", { "1=" MULTI "lib.wasm", "0=" MULTI "app.wasm" },
		  { MULTI "app.wasm", MULTI "lib.wasm" } },
		/* By the name section's module name, by what fits, in any order. */
		{ MULTI "multi.core", { MULTI "lib.wasm", MULTI "app.wasm" },
		  { MULTI "app.wasm", MULTI "lib.wasm" } },
		{ RING "dump.core", { RING "a.wasm", RING "m.wasm" },
		  { RING "m.wasm", RING "a.wasm" } },
		{ PRELOAD "dump.core", { PRELOAD "m.wasm", PRELOAD "plug.wasm" },
		  { PRELOAD "m.wasm", PRELOAD "plug.wasm" } },
		{ PRELOAD "dump.core", { PRELOAD "plug.wasm", PRELOAD "m.wasm" },
		  { PRELOAD "m.wasm", PRELOAD "plug.wasm" } },
		{ PRELOAD "dump.core", { PRELOAD "plug.wasm" }, { NULL, PRELOAD "plug.wasm" } },
		{ TWICE "dump.core", { TWICE "twin.wasm", TWICE "m.wasm" },
		  { TWICE "m.wasm", TWICE "twin.wasm", TWICE "twin.wasm" } },
		/* One file for one module needs no name; of several, the recorded name decides. */
		{ DATA "wasmedge/crash-O0.core", { DATA "c-divzero/crash-O0.wasm" },
		  { DATA "c-divzero/crash-O0.wasm" } },
		{ DATA "c-divzero/crash-O2.core",
		  { DATA "c-divzero/crash-O0.wasm", DATA "c-divzero/crash-O2.wasm" },
		  { DATA "c-divzero/crash-O2.wasm" } },
		{ DATA "wasmedge/panic.core",
		  { DATA "c-divzero/crash-O0.wasm", DATA "rewriter/panic.wasm" },
		  { DATA "rewriter/panic.wasm" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_target_options options = {
			.lookup = { .modules = cases[i].modules, .no_search = true },
		};

		while (options.lookup.module_count < 3 &&
		       cases[i].modules[options.lookup.module_count])
			options.lookup.module_count++;
		for (uint32_t m = 0; m < 3 && (m == 0 || cases[i].expected[m]); m++)
			expect_module(cases[i].dump, &options, m, cases[i].expected[m]);
	}
}

static void test_given_wrong(void **state)
{
	static const char *const unknown[] = { "foo=" MULTI "lib.wasm" };
	static const char *const far[] = { "2=" MULTI "lib.wasm" };
	static const char *const missing[] = { "app=" MULTI "none.wasm" };
	static const char *const text[] = { MULTI "lib.wat" };
	static const char *const dir[] = { DATA "multi" };
	static const char *const dump[] = { MULTI "multi.core" };
	const char *twins[2], *empty[1];
	char second[512];

	(void)state;
	expect_usage(MULTI "multi.core", unknown, 1, WCORE_ERROR_USAGE,
		     "no module 'foo', it has 0 'app', 1 'mathlib'");
	expect_usage(MULTI "multi.core", far, 1, WCORE_ERROR_USAGE, "no module '2'");
	expect_usage(MULTI "multi.core", missing, 1, WCORE_ERROR_IO, "No such file");
	expect_usage(MULTI "multi.core", text, 1, WCORE_ERROR_KIND, "text file");
	expect_usage(MULTI "multi.core", dir, 1, WCORE_ERROR_IO, "directory");
	expect_usage(MULTI "multi.core", dump, 1, WCORE_ERROR_KIND, "a core dump");
	write_bytes("empty.wasm", "", 0);
	empty[0] = in("empty.wasm");
	expect_usage(MULTI "multi.core", empty, 1, WCORE_ERROR_KIND, "an empty file");
	/* Two files that fit as well: the message says what to write. */
	copy("multi-c-preload-O0/plug.wasm", "one.wasm");
	copy("multi-c-preload-O0/plug.wasm", "two.wasm");
	twins[0] = in("one.wasm");
	twins[1] = in("two.wasm");
	snprintf(second, sizeof(second), "write -m 1=%s", twins[1]);
	expect_usage(PRELOAD "dump.core", twins, 2, WCORE_ERROR_USAGE, second);
}

/* '=' and '#' in the names of files. */
static void test_odd_names(void **state)
{
	static const char *const names[] = { "a=b.wasm", "c#1", "d=e#2" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char path[512], named[600];
		const char *modules[1] = { path };
		const struct wcore_target_options options = {
			.lookup = { .modules = modules, .module_count = 1, .no_search = true },
		};

		copy("c-divzero/crash-O0.wasm", names[i]);
		snprintf(path, sizeof(path), "%s", in(names[i]));
		snprintf(named, sizeof(named), "crash-O0.wasm=%s", path);
		expect_module(DATA "c-divzero/crash-O0.core", &options, 0, path);
		modules[0] = named;
		expect_module(DATA "c-divzero/crash-O0.core", &options, 0, path);
	}
}

static void test_component(void **state)
{
	static const char *const modules[] = { "multi/lib.wasm", "c-divzero/crash-O2.wasm",
					       "c-divzero/crash-O0.wasm", "multi/app.wasm" };
	const char *given[1];
	char numbered[600], wrong[600];
	struct wcore_target_options options = {
		.lookup = { .modules = given, .module_count = 1, .no_search = true },
	};
	struct dump_writer w;

	(void)state;
	writer_init_raw(&w);
	writer_bytes(&w, "\0asm\x0d\0\1\0", 8);
	for (size_t i = 0; i < 4; i++) {
		struct wcore_file *file = read_data(modules[i]);

		writer_u8(&w, 1);
		writer_begin(&w);
		writer_bytes(&w, file->data, file->size);
		writer_end(&w);
		wcore_file_close(file);
	}
	write_bytes("all.wasm", w.data, w.size);
	make_folder("s");
	write_bytes("s/crash-O0.wasm", w.data, w.size);
	writer_deinit(&w);

	snprintf(numbered, sizeof(numbered), "%s#2", in("all.wasm"));
	snprintf(wrong, sizeof(wrong), "%s#4", in("all.wasm"));
	given[0] = numbered;
	expect_module(DATA "c-divzero/crash-O0.core", &options, 0, numbered);
	/* Without a number: the one that fits, or that has the recorded name. */
	given[0] = in("all.wasm");
	expect_module(DATA "c-divzero/crash-O0.core", &options, 0, numbered);
	snprintf(numbered, sizeof(numbered), "%s#3", given[0]);
	expect_module(MULTI "multi.core", &options, 0, numbered);
	snprintf(numbered, sizeof(numbered), "%s#0", given[0]);
	expect_module(MULTI "multi.core", &options, 1, numbered);
	given[0] = in("all.wasm");
	expect_usage(DATA "traps/div_zero.core", given, 1, WCORE_ERROR_USAGE,
		     "a component of 4 core modules, none of which fits the dump: write -m");
	given[0] = wrong;
	expect_usage(DATA "c-divzero/crash-O0.core", given, 1, WCORE_ERROR_NOT_FOUND, "core module");

	const char *dirs[] = { in("s") };
	const struct wcore_target_options search = { .lookup = { .dirs = dirs, .dir_count = 1 } };

	copy("c-divzero/crash-O0.core", "crash.core");
	snprintf(numbered, sizeof(numbered), "%s#2", in("s/crash-O0.wasm"));
	expect_module(in("crash.core"), &search, 0, numbered);
}

/* Each place of the search, from the last to the first. */
static void test_search_order(void **state)
{
	struct wcore_target_options none = { .lookup = { .no_search = true } };
	char dir[512], path[1100], dump[512];
	const char *dirs[] = { "/nonexistent", dir };
	struct wcore_target_options options = { .lookup = { .path = path } };

	(void)state;
	for (unsigned i = 0; i < 4; i++)
		make_folder((const char *[]){ "path", "dir", "dumps", "cwd" }[i]);
	copy("c-divzero/crash-O0.core", "dumps/some.core");
	snprintf(dump, sizeof(dump), "%s", in("dumps/some.core"));
	snprintf(dir, sizeof(dir), "%s", in("dir"));
	snprintf(path, sizeof(path), "/nonexistent::%s", in("path"));
	expect_module(dump, &options, 0, NULL);

	copy_gz("c-divzero/crash-O0.wasm", "path/crash-O0.wasm.gz");
	expect_module(dump, &options, 0, in("path/crash-O0.wasm.gz"));
	copy("c-divzero/crash-O0.wasm", "path/crash-O0.wasm");
	expect_module(dump, &options, 0, in("path/crash-O0.wasm"));
	options.lookup.dirs = dirs;
	options.lookup.dir_count = 2;
	copy("c-divzero/crash-O0.wasm", "dir/crash-O0.wasm");
	expect_module(dump, &options, 0, in("dir/crash-O0.wasm"));
	copy("c-divzero/crash-O0.wasm", "dumps/some.wasm");
	expect_module(dump, &options, 0, in("dumps/some.wasm"));
	copy("c-divzero/crash-O0.wasm", "dumps/crash-O0.wasm");
	expect_module(dump, &options, 0, in("dumps/crash-O0.wasm"));
	copy("c-divzero/crash-O0.wasm", "cwd/crash-O0.wasm");
	assert_int_equal(chdir(in("cwd")), 0);
	expect_module(dump, &options, 0, "crash-O0.wasm");
	expect_module(dump, &none, 0, NULL);
	assert_int_equal(chdir(home), 0);
}

/* A file that does not fit is told, and the search goes on behind it. */
static void test_search_goes_on(void **state)
{
	char dirs[2][512];
	const char *list[] = { dirs[0], dirs[1] };
	const struct wcore_target_options options = { .lookup = { .dirs = list, .dir_count = 2 } };
	struct target_fixture fixture;

	(void)state;
	make_folder("one");
	make_folder("two");
	copy("c-divzero/crash-O0.core", "x.core");
	copy("c-divzero/crash-O2.wasm", "one/crash-O0.wasm");
	copy("c-divzero/crash-O0.wasm", "two/crash-O0.wasm");
	copy("c-divzero/crash.c", "crash-O0.wasm");
	for (unsigned i = 0; i < 2; i++)
		snprintf(dirs[i], sizeof(dirs[i]), "%s", in(i ? "two" : "one"));
	assert_null(fixture_open(&fixture, in("x.core"), &options));
	assert_string_equal(fixture.target->modules[0].found.path, in("two/crash-O0.wasm"));
	assert_int_equal(fixture.target->findings.count, 0);
	assert_true(fixture_tried(&fixture, in("crash-O0.wasm"), "not a WebAssembly binary"));
	assert_true(fixture_tried(&fixture, in("x.wasm"), "not there"));
	assert_true(fixture_tried(&fixture, in("one/crash-O0.wasm"), "inside an instruction"));
	assert_true(fixture_tried(&fixture, in("two/crash-O0.wasm"), "found"));
	fixture_close(&fixture);
}

/* Names out of a dump lead to nothing that a read could hang on, or change. */
static void test_hostile_names(void **state)
{
	char fifo[512];
	const char *names[] = { "/dev/zero", "/dev/stdin", "/proc/self/mem", "/", "", fifo,
				"<module>", "../../../../../../dev/zero" };
	struct dump_writer w;

	(void)state;
	snprintf(fifo, sizeof(fifo), "%s", in("fifo"));
	assert_int_equal(mkfifo(fifo, 0600), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *dirs[] = { folder };
		const struct wcore_target_options options = {
			.lookup = { .dirs = dirs, .dir_count = 1, .path = "/dev" },
		};
		struct target_fixture fixture;

		writer_init(&w);
		writer_core(&w, names[i]);
		writer_modules(&w, &names[i], 1);
		writer_stack_begin(&w, "main", 0);
		writer_end(&w);
		assert_null(fixture_open_file(&fixture, writer_file(&w, in("h.core")), &options));
		assert_null(fixture.target->modules[0].found.module);
		fixture_close(&fixture);
		writer_deinit(&w);
	}
}

static void expect_debug(const struct wcore_target_options *options, const char *module,
			 const char *expected, const char *place, const char *outcome)
{
	const char *modules[] = { module };
	struct wcore_target_options given = *options;
	struct target_fixture fixture;

	given.lookup.modules = modules;
	given.lookup.module_count = 1;
	assert_null(fixture_open(&fixture, DATA "wt-c-div-O2-split/dump.core", &given));
	const char *path = fixture.target->modules[0].debug.path;

	if (!path != !expected || (path && strcmp(path, expected) != 0) ||
	    (place && !fixture_tried(&fixture, place, outcome)))
		fail_msg("%s: debug file %s instead of %s\n%s", module, path ? path : "none",
			 expected ? expected : "none", fixture.tried);
	fixture_close(&fixture);
}

static void test_companions(void **state)
{
	struct wcore_target_options options = { 0 };
	const struct wcore_target_options none = { .lookup = { .no_search = true } };
	struct wcore_file *file = read_data("wt-c-div-O2-split/m.wasm");
	struct wcore_module *module = NULL;
	char name[200], link[512], dir[512], *hex;
	const char *dirs[] = { dir };

	(void)state;
	assert_null(wcore_module_open(file, 0, file->size, &module));
	hex = wcore_metadata_build_id_hex(module);
	assert_non_null(hex);
	copy("wt-c-div-O2-split/m.wasm", "m.wasm");
	expect_debug(&options, in("m.wasm"), NULL, NULL, NULL);
	/* A file beside it is its companion by its build id, not by its name. */
	copy("c-divzero/crash-O0.wasm", "m.debug.wasm");
	expect_debug(&options, in("m.wasm"), NULL, in("m.debug.wasm"), "build id");

	/* By build id in a store, in the module's folder and in -S. */
	make_folder("store");
	make_folder("store/.build-id");
	snprintf(dir, sizeof(dir), "%s", in("store"));
	snprintf(name, sizeof(name), "store/.build-id/%.2s", hex);
	make_folder(name);
	snprintf(name, sizeof(name), "store/.build-id/%.2s/%s.debug", hex, hex + 2);
	copy_gz("wt-c-div-O2-split/m.debug.wasm", strcat(name, ".gz"));
	expect_debug(&options, in("m.wasm"), NULL, NULL, NULL);
	options.lookup.dirs = dirs;
	options.lookup.dir_count = 1;
	expect_debug(&options, in("m.wasm"), in(name), NULL, NULL);
	assert_int_equal(unlink(in(name)), 0);
	snprintf(name, sizeof(name), "store/.build-id/%.2s/%s.wasm", hex, hex + 2);
	copy("wt-c-div-O2-split/m.debug.wasm", name);
	expect_debug(&options, in("m.wasm"), in(name), NULL, NULL);
	expect_debug(&none, in("m.wasm"), NULL, NULL, NULL);
	/* By name and build id in -S: what it was before strip. */
	copy("wt-c-div-O2-split/m.debug.wasm", "store/m.wasm");
	expect_debug(&options, in("m.wasm"), in("store/m.wasm"), NULL, NULL);
	assert_int_equal(unlink(in("store/m.wasm")), 0);
	copy("wt-c-div-O2-split/m.debug.wasm", "m.debug.wasm");
	expect_debug(&options, in("m.wasm"), in("m.debug.wasm"), NULL, NULL);

	/* By name: relative to the module, then by its base name in -S. */
	options.lookup.dir_count = 0;
	assert_int_equal(unlink(in("m.debug.wasm")), 0);
	copy_with("wt-c-div-O2-split/m.wasm", "n.wasm", "external_debug_info", "sub/n.dwarf");
	make_folder("sub");
	copy("c-divzero/crash-O0.wasm", "sub/n.dwarf");
	expect_debug(&options, in("n.wasm"), NULL, in("sub/n.dwarf"), "its code section has another size");
	copy("wt-c-div-O2-split/m.debug.wasm", "sub/n.dwarf");
	expect_debug(&options, in("n.wasm"), in("sub/n.dwarf"), NULL, NULL);
	assert_int_equal(rename(in("sub/n.dwarf"), in("store/n.dwarf")), 0);
	expect_debug(&options, in("n.wasm"), NULL, NULL, NULL);
	options.lookup.dir_count = 1;
	snprintf(link, sizeof(link), "%s", in("store/n.dwarf"));
	assert_int_equal(unlink(in(name)), 0);
	expect_debug(&options, in("n.wasm"), link, NULL, NULL);
	free(hex);
	wcore_module_close(module);
	wcore_file_close(file);
}

/* The chains of both frames as functions and lines: "divide:4 share:9 twice:5 start:12". */
static void expect_chains(const struct wcore_target_options *options, const char *dump,
			  const char *expected, const char *finding)
{
	struct target_fixture fixture;
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	char text[400];
	bool found = true;
	size_t size = 0;

	assert_null(fixture_open(&fixture, dump, options));
	wcore_target_iter_init(&iter, fixture.target, &fixture.dump->threads[0]);
	while (!wcore_target_iter_next(&iter, &frame, &found) && found)
		for (size_t i = 0; i < frame.sites.count; i++)
			size += (size_t)snprintf(text + size, sizeof(text) - size, "%s%.*s:%u",
						 size ? " " : "",
						 (int)frame.sites.items[i].function.size,
						 frame.sites.items[i].function.data,
						 frame.sites.items[i].line);
	assert_string_equal(text, expected);
	assert_int_equal(fixture.target->findings.count, finding != NULL);
	if (finding)
		assert_non_null(strstr(fixture.target->findings.items[0].text, finding));
	fixture_close(&fixture);
}

/* Functions and lines are those of the sources beside the data. */
static void test_split(void **state)
{
	static const char whole[] = "divide:4 share:9 twice:5 start:12";
	static const char half[] = "divide:4 share:9 start:5";
	static const char none[] = "share:4 start:5";
	struct wcore_target_options options = { 0 };
	char dir[512];
	const char *dirs[] = { dir };

	(void)state;
	for (unsigned v = 4; v <= 5; v++) {
		char from[8][600], to[8][64], core[512];
		static const char *const names[][8] = {
			{ "m4.core", "m4.wasm", "share4.dwo", "start4.dwo", "m4.package", "m4.dwp", "dwo4", "dwo4/start4.dwo" },
			{ "m5.core", "m5.wasm", "share5.dwo", "start5.dwo", "m5.package", "m5.dwp", "dwo5", "dwo5/start5.dwo" },
		};

		for (unsigned i = 0; i < 8; i++) {
			snprintf(to[i], sizeof(to[i]), "%s", names[v - 4][i]);
			snprintf(from[i], sizeof(from[i]), "split-dwo/%s", to[i]);
		}
		snprintf(core, sizeof(core), "%s", in(to[0]));
		copy(from[0], to[0]);
		copy(from[1], to[1]);
		options.lookup.dir_count = 0;
		expect_chains(&options, core, none, "2 files of split DWARF not found (share");
		copy(from[2], to[2]);
		expect_chains(&options, core, half, "1 file of split DWARF not found (start");
		/* Another unit's file in the place of this one. */
		copy(from[2], to[3]);
		expect_chains(&options, core, half, NULL);
		assert_int_equal(unlink(in(to[3])), 0);
		/* In -S. */
		make_folder(to[6]);
		snprintf(dir, sizeof(dir), "%s", in(to[6]));
		copy(from[3], to[7]);
		options.lookup.dirs = dirs;
		options.lookup.dir_count = 1;
		expect_chains(&options, core, whole, NULL);
		/* A package. */
		options.lookup.dir_count = 0;
		assert_int_equal(unlink(in(to[2])), 0);
		copy(from[4], to[5]);
		expect_chains(&options, core, whole, NULL);
	}
}

/* libdebuginfod takes file: URLs as servers. */
static void test_debuginfod(void **state)
{
	const struct wcore_target_options options = { .lookup = { .use_debuginfod = true } };
	struct wcore_file *file = read_data("wt-c-div-O2-split/m.wasm");
	struct wcore_module *module = NULL;
	char name[300], url[512], *hex;
	void *library = dlopen("libdebuginfod.so.1", RTLD_NOW);

	(void)state;
	if (!library) {
		wcore_file_close(file);
		skip();
	}
	assert_null(wcore_module_open(file, 0, file->size, &module));
	hex = wcore_metadata_build_id_hex(module);
	assert_non_null(hex);
	make_folder("server");
	make_folder("server/buildid");
	snprintf(name, sizeof(name), "server/buildid/%s", hex);
	make_folder(name);
	snprintf(url, sizeof(url), "file://%s", in("server"));
	setenv("DEBUGINFOD_URLS", url, 1);
	setenv("DEBUGINFOD_CACHE_PATH", in("cache"), 1);
	copy("wt-c-div-O2-split/m.wasm", "m.wasm");
	expect_debug(&options, in("m.wasm"), NULL, "debuginfod", "");
	snprintf(name, sizeof(name), "server/buildid/%s/debuginfo", hex);
	copy("wt-c-div-O2-split/m.debug.wasm", name);
	setenv("DEBUGINFOD_CACHE_PATH", in("cache2"), 1);
	snprintf(name, sizeof(name), "cache2/%s/debuginfo", hex);
	expect_debug(&options, in("m.wasm"), in(name), NULL, NULL);
	free(hex);
	wcore_module_close(module);
	wcore_file_close(file);
}

static void expect_map(const struct wcore_target_options *options, const char *module,
		       uint32_t line)
{
	const char *modules[] = { module };
	struct wcore_target_options given = *options;
	struct target_fixture fixture;
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found;

	given.lookup.modules = modules;
	given.lookup.module_count = 1;
	assert_null(fixture_open(&fixture, DATA "as-trap/main.core", &given));
	assert_int_equal(fixture.target->modules[0].symbols->source_map != NULL, line != 0);
	wcore_target_iter_init(&iter, fixture.target, &fixture.dump->threads[0]);
	assert_null(wcore_target_iter_next(&iter, &frame, &found));
	assert_int_equal(frame.sites.items[0].line, line);
	fixture_close(&fixture);
}

/* main.ts:3 is where the program divides. */
static void test_source_map(void **state)
{
	struct wcore_target_options options = { 0 };
	char dir[512];
	const char *dirs[] = { dir };

	(void)state;
	copy("as-trap/main.wasm", "main.wasm");
	expect_map(&options, in("main.wasm"), 0);
	make_folder("maps");
	snprintf(dir, sizeof(dir), "%s", in("maps"));
	options.lookup.dirs = dirs;
	options.lookup.dir_count = 1;
	copy_gz("as-trap/main.wasm.map", "maps/main.wasm.map.gz");
	expect_map(&options, in("main.wasm"), 3);
	options.lookup.dir_count = 0;
	copy("as-trap/main.wasm.map", "main.wasm.map");
	expect_map(&options, in("main.wasm"), 3);
	options.lookup.no_search = true;
	expect_map(&options, in("main.wasm"), 0);
	/* A broken one is a finding, and the dump is read all the same. */
	options.lookup.no_search = false;
	write_bytes("main.wasm.map", "{\"version\":3}", 13);
	expect_map(&options, in("main.wasm"), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_given), TEST(test_given_wrong), TEST(test_odd_names), TEST(test_component),
		TEST(test_search_order), TEST(test_search_goes_on), TEST(test_hostile_names),
		TEST(test_companions), TEST(test_split), TEST(test_debuginfod), TEST(test_source_map),
	};

	return cmocka_run_group_tests_name("lookup", tests, NULL, NULL);
}
