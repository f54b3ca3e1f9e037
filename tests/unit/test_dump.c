#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../libcore/dump/memory.h"
#include "../../libcore/dump/stack.h"
#include "dump_writer.h"

struct fixture {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;
};

static void open_written(struct fixture *f)
{
	f->file = writer_file(&f->w, "t.core");
	assert_null(wcore_dump_open(f->file, WCORE_DIALECT_AUTO, &f->dump));
}

static void close_written(struct fixture *f)
{
	wcore_dump_close(f->dump);
	wcore_file_close(f->file);
	writer_deinit(&f->w);
}

static const struct wcore_finding *finding(const struct wcore_dump *dump, const char *rule)
{
	for (size_t i = 0; i < dump->findings.count; i++)
		if (!strcmp(dump->findings.items[i].rule, rule))
			return &dump->findings.items[i];
	return NULL;
}

/* What is no dump is named for what it is. */
static const struct kind_case {
	const char *bytes;
	size_t size;
	const char *message;	/* in the error's message */
} kind_cases[] = {
	{ "", 0, "empty" },
	{ "\0asm\1\0\0\0", 8, "is a Wasm module, not a core dump" },
	{ "\0asm\1\0\0\0\1\4\1\x60\0\0", 14, "is a Wasm module, not a core dump" },
	{ "\0asm\1\0\0\0\1\4\1", 11, "cut" },
	{ "\0asm\x0d\0\1\0", 8, "component" },
	{ "MDMP\x93\xa7\0\0", 8, "minidump" },
	{ "hello, world\n", 13, "text" },
};

static void test_kinds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kind_cases) / sizeof(kind_cases[0]); i++) {
		struct wcore_dump *dump = NULL;
		struct wcore_file *file;
		struct wcore_error *error;

		assert_null(wcore_file_from_memory("t", kind_cases[i].bytes, kind_cases[i].size, &file));
		error = wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump);
		assert_non_null(error);
		assert_int_equal(error->code, WCORE_ERROR_KIND);
		assert_non_null(strstr(error->message, kind_cases[i].message));
		assert_null(dump);
		wcore_error_destroy(error);
		wcore_file_close(file);
	}
}

/* A dump as Wasmtime writes it: two modules, three instances, two memories, two threads. */
static void write_whole(struct dump_writer *w)
{
	writer_init(w);
	writer_core(w, "app.wasm");
	writer_section(w, WCORE_SECTION_MEMORY);
	writer_bytes(w, "\2\0\1\1\2\3", 6);
	writer_end(w);
	writer_global_i32(w, 70784);
	writer_data_begin(w, 1);
	writer_segment(w, 16, "hello", 5);
	writer_end(w);
	writer_modules(w, (const char *[]){ "app", "<anonymous-module-1>" }, 2);
	writer_instances_begin(w, 3);
	writer_instance(w, 0, (uint32_t[]){ 0, WCORE_ABSENT }, 2, (uint32_t[]){ 0 }, 1);
	writer_instance(w, 1, (uint32_t[]){ 1 }, 1, NULL, 0);
	writer_instance(w, 1, (uint32_t[]){ 0 }, 1, (uint32_t[]){ WCORE_ABSENT }, 1);
	writer_end(w);
	writer_stack_begin(w, "main", 2);
	writer_frame(w, WCORE_DIALECT_SPEC, 2, 7, 90, NULL, 0, NULL, 0);
	writer_frame(w, WCORE_DIALECT_SPEC, 0, 8, 300, NULL, 0, NULL, 0);
	writer_end(w);
	writer_stack_begin(w, "worker", 1);
	writer_frame(w, WCORE_DIALECT_SPEC, 1, 3, 1, NULL, 0, NULL, 0);
	writer_end(w);
}

static void test_parts(void **state)
{
	struct fixture f;
	uint32_t module = 9;

	(void)state;
	write_whole(&f.w);
	open_written(&f);
	assert_null(f.dump->broken);
	assert_int_equal(f.dump->findings.count, 0);
	assert_true(f.dump->has_core);
	assert_true(wcore_string_is(f.dump->executable, "app.wasm"));
	assert_int_equal(f.dump->module_count, 2);
	assert_true(wcore_string_is(f.dump->modules[0].name, "app"));
	assert_true(wcore_string_is(f.dump->modules[1].name, "<anonymous-module-1>"));
	assert_false(f.dump->is_shared_instance);
	assert_int_equal(f.dump->instance_count, 3);
	assert_int_equal(f.dump->instances[0].memory_count, 2);
	assert_int_equal(f.dump->instances[0].memories[0], 0);
	assert_int_equal(f.dump->instances[0].memories[1], WCORE_ABSENT);
	assert_int_equal(f.dump->instances[0].globals[0], 0);
	assert_int_equal(f.dump->instances[1].module, 1);
	assert_int_equal(f.dump->instances[1].memories[0], 1);
	assert_int_equal(f.dump->instances[1].global_count, 0);
	assert_int_equal(f.dump->instances[2].globals[0], WCORE_ABSENT);
	assert_int_equal(f.dump->memory_count, 2);
	assert_int_equal(f.dump->memories[0].size, 65536);
	assert_int_equal(f.dump->memories[1].limits.max, 3);
	assert_int_equal(f.dump->segment_count, 1);
	assert_int_equal(f.dump->index->global_count, 1);
	assert_int_equal(f.dump->index->globals[0].init.bits, 70784);
	assert_int_equal(f.dump->thread_count, 2);
	assert_true(wcore_string_is(f.dump->threads[0].name, "main"));
	assert_int_equal(f.dump->threads[0].frame_count, 2);
	assert_true(wcore_string_is(f.dump->threads[1].name, "worker"));
	assert_int_equal(f.dump->threads[1].index, 1);
	assert_true(f.dump->threads[1].is_sure);
	assert_true(wcore_dump_instance_module(f.dump, 2, &module));
	assert_int_equal(module, 1);
	assert_false(wcore_dump_instance_module(f.dump, 3, &module));
	assert_non_null(wcore_dump_section(f.dump, WCORE_SECTION_DATA, NULL));
	assert_null(wcore_dump_section(f.dump, WCORE_SECTION_TABLE, NULL));
	close_written(&f);
}

/* One custom section with these contents beside one memory, one global and a module "a". */
static const struct part_case {
	const char *what, *section;
	const char *bytes;
	size_t size;
	const char *rule;	/* a finding, or NULL */
	bool is_broken;
	const char *executable;	/* or NULL: absent */
	uint32_t modules, instances;
	const char *last_module;
} part_cases[] = {
	{ "core", "core", "\0\1x", 3, NULL, false, "x", 0, 0, NULL },
	{ "no name", "core", "\0\0", 2, NULL, false, NULL, 0, 0, NULL },
	{ "no kind byte", "core", "\1x", 2, "core/kind", false, "x", 0, 0, NULL },
	{ "bytes behind the name", "core", "\0\1xyz", 5, "core/trailing", false, "x", 0, 0, NULL },
	{ "name too long", "core", "\0\x7fx", 3, NULL, true, NULL, 0, 0, NULL },
	{ "unknown kind", "core", "\7\1x", 3, NULL, true, NULL, 0, 0, NULL },
	{ "empty core", "core", "", 0, NULL, true, NULL, 0, 0, NULL },
	{ "modules", "coremodules", "\2\0\1a\0\2bc", 8, NULL, false, NULL, 2, 0, "bc" },
	{ "no module", "coremodules", "\0", 1, NULL, false, NULL, 0, 0, NULL },
	{ "modules without kind", "coremodules", "\2\1a\2bc", 6, "core/kind", false, NULL, 2, 0, "bc" },
	{ "WasmEdge's name", "coremodules", "\1\0app", 5, "core/module-name", false, NULL, 1, 0, "app" },
	{ "WasmEdge without name", "coremodules", "\1\0", 2, "core/module-name", false, NULL, 1, 0, NULL },
	{ "second module cut", "coremodules", "\2\0\1a\0\5b", 7, NULL, true, NULL, 1, 0, "a" },
	{ "more modules than bytes", "coremodules", "\xff\xff\xff\xff\x0f\0\1a", 8, NULL, true,
	  NULL, 0, 0, NULL },
	{ "instance", "coreinstances", "\1\0\0\1\0\1\0", 7, NULL, false, NULL, 0, 1, NULL },
	{ "no instance", "coreinstances", "\0", 1, NULL, false, NULL, 0, 0, NULL },
	{ "instances without kind", "coreinstances", "\2\0\1\0\1\0\0\0\0", 9, "core/kind", false,
	  NULL, 0, 2, NULL },
	{ "memory that is not there", "coreinstances", "\1\0\0\1\5\0", 6, "core/instance-memory",
	  false, NULL, 0, 1, NULL },
	{ "global that is not there", "coreinstances", "\1\0\0\0\1\5", 6, "core/instance-global",
	  false, NULL, 0, 1, NULL },
	{ "second instance cut", "coreinstances", "\2\0\0\0\0\0\0\3\0", 9, NULL, true,
	  NULL, 0, 1, NULL },
	{ "more indices than bytes", "coreinstances", "\1\0\0\xff\xff\xff\xff\x0f\0", 9, NULL, true,
	  NULL, 0, 0, NULL },
};

static void test_part_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(part_cases) / sizeof(part_cases[0]); i++) {
		const struct part_case *c = &part_cases[i];
		struct fixture f;

		writer_init(&f.w);
		writer_memory(&f.w, 0, 1, 0);
		writer_global_i32(&f.w, 1);
		writer_custom(&f.w, c->section);
		writer_bytes(&f.w, c->bytes, c->size);
		writer_end(&f.w);
		open_written(&f);
		if (c->rule && !finding(f.dump, c->rule))
			fail_msg("%s: no finding %s", c->what, c->rule);
		if ((f.dump->broken != NULL) != c->is_broken)
			fail_msg("%s: broken is %d", c->what, f.dump->broken != NULL);
		if (c->executable)
			assert_true(wcore_string_is(f.dump->executable, c->executable));
		else
			assert_null(f.dump->executable.data);
		assert_int_equal(f.dump->module_count, c->modules);
		assert_int_equal(f.dump->instance_count, c->instances);
		assert_int_equal(f.dump->is_shared_instance, !c->instances);
		if (c->last_module)
			assert_true(wcore_string_is(f.dump->modules[c->modules - 1].name, c->last_module));
		else if (c->modules)
			assert_null(f.dump->modules[c->modules - 1].name.data);
		close_written(&f);
	}
}

/* References out of range become WCORE_ABSENT. */
static void test_references(void **state)
{
	struct fixture f;
	uint32_t module = 0;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_memory(&f.w, 0, 1, 0);
	writer_modules(&f.w, (const char *[]){ "a" }, 1);
	writer_instances_begin(&f.w, 1);
	writer_instance(&f.w, 4, (uint32_t[]){ 1, 0 }, 2, (uint32_t[]){ 0 }, 1);
	writer_end(&f.w);
	writer_stack_begin(&f.w, "main", 1);
	writer_frame(&f.w, WCORE_DIALECT_SPEC, 6, 7, 90, NULL, 0, NULL, 0);
	writer_end(&f.w);
	open_written(&f);
	assert_int_equal(f.dump->instances[0].module, WCORE_ABSENT);
	assert_int_equal(f.dump->instances[0].memories[0], WCORE_ABSENT);
	assert_int_equal(f.dump->instances[0].memories[1], 0);
	assert_int_equal(f.dump->instances[0].globals[0], WCORE_ABSENT);
	assert_non_null(finding(f.dump, "core/instance-module"));
	assert_non_null(finding(f.dump, "core/instance-memory"));
	assert_non_null(finding(f.dump, "core/instance-global"));
	assert_non_null(finding(f.dump, "core/frame-instance"));
	assert_false(wcore_dump_instance_module(f.dump, 0, &module));
	close_written(&f);
}

static void test_missing_and_twice(void **state)
{
	struct fixture f;

	(void)state;
	writer_init(&f.w);
	writer_stack_begin(&f.w, "", 0);
	writer_end(&f.w);
	open_written(&f);
	assert_non_null(finding(f.dump, "core/no-core"));
	assert_non_null(finding(f.dump, "core/no-frames"));
	assert_null(f.dump->threads[0].name.data);
	close_written(&f);

	writer_init(&f.w);
	writer_core(&f.w, "first");
	writer_core(&f.w, "second");
	open_written(&f);
	assert_true(wcore_string_is(f.dump->executable, "first"));
	assert_non_null(finding(f.dump, "core/duplicate"));
	assert_non_null(finding(f.dump, "core/no-stack"));
	close_written(&f);
}

/* More instances and indices than are kept. */
static void test_limits(void **state)
{
	enum { TOO_MANY = WCORE_DUMP_MAX_MODULES + 1 };
	struct fixture f;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_custom(&f.w, "coremodules");
	writer_uleb(&f.w, TOO_MANY);
	for (uint32_t i = 0; i < TOO_MANY; i++)
		writer_bytes(&f.w, "\0\1m", 3);
	writer_end(&f.w);
	writer_instances_begin(&f.w, TOO_MANY);
	for (uint32_t i = 0; i < TOO_MANY; i++)
		writer_instance(&f.w, 0, NULL, 0, NULL, 0);
	writer_end(&f.w);
	open_written(&f);
	assert_int_equal(f.dump->module_count, WCORE_DUMP_MAX_MODULES);
	assert_int_equal(f.dump->instance_count, WCORE_DUMP_MAX_MODULES);
	assert_non_null(finding(f.dump, "core/too-many"));
	close_written(&f);

	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_instances_begin(&f.w, 1);
	writer_bytes(&f.w, "\0\0", 2);
	writer_uleb(&f.w, WCORE_DUMP_MAX_INDICES + 1);
	writer_fill(&f.w, 0, WCORE_DUMP_MAX_INDICES + 1);
	writer_u8(&f.w, 0);
	writer_end(&f.w);
	open_written(&f);
	assert_int_equal(f.dump->instance_count, 0);
	assert_non_null(f.dump->broken);
	assert_int_equal(f.dump->broken->code, WCORE_ERROR_LIMIT);
	close_written(&f);
}

/* A whole dump cut behind every byte: it opens once a core section has begun, and what was whole is there. */
static void test_cut(void **state)
{
	struct fixture f;
	size_t whole;

	(void)state;
	write_whole(&f.w);
	whole = f.w.size;
	for (size_t size = 0; size < whole; size++) {
		struct wcore_error *error;
		struct wcore_dump *dump = NULL;
		struct wcore_file *file;
		uint8_t *copy = malloc(size ? size : 1);	/* so that sanitizers see its end */

		memcpy(copy, f.w.data, size);
		assert_null(wcore_file_from_memory("t.core", copy, size, &file));
		error = wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump);
		if (error) {
			assert_int_equal(error->code, WCORE_ERROR_KIND);
			assert_true(size < 15);	/* header, section header and the name "core" */
			wcore_error_destroy(error);
		} else {
			struct wcore_memory_usage usage;
			struct wcore_frame_iter iter;
			struct wcore_frame frame;
			bool found = true;

			assert_true(size >= 15);
			if (size >= 8 + 2 + 5 + 10)
				assert_true(wcore_string_is(dump->executable, "app.wasm"));
			for (uint32_t i = 0; i < dump->memory_count; i++)
				assert_null(wcore_memory_usage(&dump->memories[i], &usage));
			for (uint32_t i = 0; i < dump->thread_count; i++) {
				wcore_frame_iter_init(&iter, dump, &dump->threads[i]);
				for (found = true; found;)
					wcore_error_destroy(wcore_frame_iter_next(&iter, &frame, &found));
			}
			if (wcore_module_section(dump->wasm, WCORE_SECTION_DATA))
				assert_int_equal(dump->segment_count, 1);
			if (dump->wasm->cut)
				assert_non_null(dump->broken);
			wcore_dump_close(dump);
		}
		wcore_file_close(file);
		free(copy);
	}
	writer_deinit(&f.w);
}

/* The frames of a stack before the file's end. */
static void test_cut_stack(void **state)
{
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	struct fixture f;
	bool found;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_stack_begin(&f.w, "main", 3);
	for (uint32_t i = 0; i < 3; i++)
		writer_frame(&f.w, WCORE_DIALECT_SPEC, 0, 7 + i, 90, NULL, 0, NULL, 0);
	writer_end(&f.w);
	f.w.size -= 2;
	open_written(&f);
	assert_non_null(f.dump->broken);
	assert_non_null(strstr(f.dump->broken->message, "end"));
	assert_int_equal(f.dump->thread_count, 1);
	assert_true(f.dump->threads[0].is_broken);
	assert_int_equal(f.dump->threads[0].frame_count, 3);
	wcore_frame_iter_init(&iter, f.dump, &f.dump->threads[0]);
	for (uint32_t i = 0; i < 2; i++) {
		assert_null(wcore_frame_iter_next(&iter, &frame, &found));
		assert_true(found);
		assert_int_equal(frame.funcidx, 7 + i);
	}
	struct wcore_error *error = wcore_frame_iter_next(&iter, &frame, &found);
	assert_non_null(error);
	assert_false(found);
	wcore_error_destroy(error);
	close_written(&f);
}

/* Gzip data that ends early: the dump's beginning, and why it ends. */
static void test_cut_gzip(void **state)
{
	static uint8_t bytes[4096];
	char path[] = "/tmp/wcore-test-XXXXXX";
	FILE *in = fopen("tests/data/wt-go-undef/dump.core.gz", "rb");
	int fd = mkstemp(path);
	struct wcore_file *file;
	struct wcore_dump *dump;

	(void)state;
	assert_non_null(in);
	assert_true(fd >= 0);
	assert_int_equal(fread(bytes, 1, sizeof(bytes), in), sizeof(bytes));
	assert_int_equal(write(fd, bytes, sizeof(bytes)), sizeof(bytes));
	fclose(in);
	close(fd);
	assert_null(wcore_file_open(path, NULL, &file));
	unlink(path);
	assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	assert_non_null(dump->broken);
	assert_non_null(strstr(dump->broken->message, "gzip"));
	assert_true(dump->has_core);
	assert_int_equal(dump->memory_count, 1);
	wcore_dump_close(dump);
	wcore_file_close(file);
}

/* Producers of the corpus, as its expect.json files name them. */
static void test_producers(void **state)
{
	static const struct { const char *path, *producer; } cases[] = {
		{ "c-divzero/crash-O0.core", "Wasmtime" },
		{ "multi-wat-ring/dump.core", "Wasmtime" },
		{ "rewriter/panic.wasmtime.core", "Wasmtime" },
		{ "rewriter/panic.core", "wasm-coredump-rewriter" },
		{ "wasmedge/panic.core", "WasmEdge" },
		{ "wasmedge/crash-O0.core", "WasmEdge" },
		{ "builder/0.1.11.core", "wasm-coredump-builder before 0.2" },
		{ "builder/0.1.12.core", "wasm-coredump-builder before 0.2" },
		{ "builder/0.2.2.core", "wasm-coredump-builder (Wasmer and others)" },
		{ "wasmer/divide-O0-cranelift.core", "wasm-coredump-builder (Wasmer and others)" },
		{ "wasmer/traps-stack_overflow-singlepass.core", "wasm-coredump-builder (Wasmer and others)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_dump *dump;
		struct wcore_file *file;
		char path[256];

		snprintf(path, sizeof(path), "tests/data/%s", cases[i].path);
		assert_null(wcore_file_open(path, NULL, &file));
		assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
		assert_null(dump->broken);
		assert_string_equal(wcore_dump_producer(dump), cases[i].producer);
		assert_int_equal(finding(dump, "core/global-empty") != NULL,
				 strstr(cases[i].path, "wasmedge/") != NULL);
		wcore_dump_close(dump);
		wcore_file_close(file);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_part_cases),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_missing_and_twice),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_cut_stack),
		cmocka_unit_test(test_cut_gzip),
		cmocka_unit_test(test_producers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
