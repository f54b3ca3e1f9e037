#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../libcore/dump/space.h"
#include "dump_writer.h"

/* What Wasmtime writes is known by its shape; nobody else's dump may be taken for it. */
static const struct shape_case {
	const char *path;
	bool omits_zeros;
} shape_cases[] = {
	{ "c-divzero/crash-O0.core", true },
	{ "rust-panic/shop-debug.core", true },
	{ "wt-go-undef/dump.core.gz", true },
	{ "as-trap/main.core", true },
	{ "mem-1g-sparse/dump.core", true },
	{ "mem-64-c/dump.core", true },
	{ "mem-pagesize1/dump.core", true },
	{ "multi-wat-ring/dump.core", true },
	{ "wt-c-stackoverflow-O0/dump.core.gz", true },
	{ "rewriter/panic.wasmtime.core", true },
	{ "rewriter/panic.core", false },
	{ "wasmer/fall-O0-cranelift.core", false },
	{ "wasmer/divide-O0-singlepass.core", false },
	{ "wasmedge/crash-O0.core", false },
	{ "wasmedge/panic.core", false },
	{ "builder/0.1.11.core", false },
	{ "builder/0.2.2.core", false },
	/* Without any segment nothing tells that all of the memory was looked at. */
	{ "traps/oob_load.core", false },
};

static void test_shapes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(shape_cases) / sizeof(shape_cases[0]); i++) {
		struct wcore_file *file = NULL;
		struct wcore_dump *dump = NULL;
		char path[256];

		snprintf(path, sizeof(path), "tests/data/%s", shape_cases[i].path);
		assert_null(wcore_file_open(path, NULL, &file));
		assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
		if (wcore_dump_omits_zeros(dump) != shape_cases[i].omits_zeros)
			fail_msg("%s: %d", path, !shape_cases[i].omits_zeros);
		wcore_dump_close(dump);
		wcore_file_close(file);
	}
}

struct written {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;
};

static void write_like_wasmtime(struct written *ret, const struct writer_data *segments, uint32_t count,
				const struct writer_value *locals, uint32_t local_count, size_t cut)
{
	struct dump_writer *w = &ret->w;

	writer_like_wasmtime(w, segments, count, locals, local_count);
	w->size -= cut;
	ret->file = writer_file(w, "t.core");
	assert_null(wcore_dump_open(ret->file, WCORE_DIALECT_AUTO, &ret->dump));
}

static void written_close(struct written *written)
{
	wcore_dump_close(written->dump);
	wcore_file_close(written->file);
	writer_deinit(&written->w);
}

static const struct writer_value a_local[] = { { WCORE_I32, 5 } };

static const struct counter_example {
	const char *what;
	struct writer_data segments[2];
	uint32_t count, local_count;
	size_t cut;
	bool omits_zeros;
} counter_examples[] = {
	{ "as Wasmtime writes it", { { 0, 4096, "abc", 3 }, { 0, 9000, "d", 1 } }, 2, 0, 0, true },
	{ "a whole chunk's end", { { 0, 8190, "ab", 2 }, { 0, 8192, "c", 1 } }, 2, 0, 0, true },
	{ "zeros inside", { { 0, 4096, "a\0c", 3 } }, 1, 0, 0, true },
	{ "no segment", { { 0, 0, NULL, 0 } }, 0, 0, 0, false },
	{ "an empty segment", { { 0, 4096, "", 0 } }, 1, 0, 0, false },
	{ "an empty segment first, of wcore-strip", { { 0, 0, "", 0 }, { 0, 4096, "abc", 3 } }, 2, 0, 0, false },
	{ "starts with zero", { { 0, 4096, "\0bc", 3 } }, 1, 0, 0, false },
	{ "ends with zero", { { 0, 4096, "ab\0", 3 } }, 1, 0, 0, false },
	{ "crosses a chunk", { { 0, 8190, "abc", 3 } }, 1, 0, 0, false },
	{ "two in a chunk", { { 0, 4096, "ab", 2 }, { 0, 4100, "c", 1 } }, 2, 0, 0, false },
	{ "descending", { { 0, 9000, "ab", 2 }, { 0, 4096, "c", 1 } }, 2, 0, 0, false },
	{ "memories descend", { { 1, 4096, "ab", 2 }, { 0, 4096, "c", 1 } }, 2, 0, 0, false },
	{ "no such memory", { { 0, 4096, "ab", 2 }, { 5, 4096, "c", 1 } }, 2, 0, 0, false },
	{ "outside of the memory", { { 0, 65536, "ab", 2 } }, 1, 0, 0, false },
	{ "locals are recorded", { { 0, 4096, "abc", 3 } }, 1, 1, 0, false },
	{ "the file is cut", { { 0, 4096, "abc", 3 } }, 1, 0, 4, false },
};

static void test_counter_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(counter_examples) / sizeof(counter_examples[0]); i++) {
		const struct counter_example *c = &counter_examples[i];
		struct written written;

		write_like_wasmtime(&written, c->segments, c->count, a_local, c->local_count, c->cut);
		if (wcore_dump_omits_zeros(written.dump) != c->omits_zeros)
			fail_msg("%s: %d", c->what, !c->omits_zeros);
		written_close(&written);
	}
}

static const struct writer_data read_segments[] = {
	{ 0, 4096, "ab", 2 }, { 0, 12287, "c", 1 }, { 0, 12288, "d", 1 },
};

static const struct read_case {
	uint32_t memory, locals;	/* locals: not Wasmtime's then */
	uint64_t address, size;
	bool is_known;
	enum wcore_byte_state state;
	const char *bytes;
} read_cases[] = {
	{ 0, 0, 4096, 2, true, WCORE_BYTE_CAPTURED, "ab" },
	{ 0, 0, 4095, 4, true, WCORE_BYTE_CAPTURED, "\0ab\0" },
	{ 0, 0, 12286, 4, true, WCORE_BYTE_CAPTURED, "\0cd\0" },
	{ 0, 0, 30000, 4, true, WCORE_BYTE_CAPTURED, "\0\0\0\0" },
	{ 0, 0, 65532, 4, true, WCORE_BYTE_CAPTURED, "\0\0\0\0" },
	{ 0, 0, 65533, 4, false, WCORE_BYTE_OUTSIDE, NULL },
	{ 0, 0, UINT64_MAX, 4, false, WCORE_BYTE_OUTSIDE, NULL },
	{ 0, 0, 4, UINT64_MAX, false, WCORE_BYTE_OUTSIDE, NULL },
	{ 0, 0, 65536, 0, true, WCORE_BYTE_CAPTURED, "" },
	/* A memory without a segment may be a shared one that was left out. */
	{ 1, 0, 4096, 2, false, WCORE_BYTE_NOT_CAPTURED, NULL },
	{ 0, 1, 4096, 2, true, WCORE_BYTE_CAPTURED, "ab" },
	{ 0, 1, 4095, 2, false, WCORE_BYTE_NOT_CAPTURED, NULL },
	{ 0, 1, 30000, 4, false, WCORE_BYTE_NOT_CAPTURED, NULL },
};

static void test_reads(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(read_cases) / sizeof(read_cases[0]); i++) {
		const struct read_case *c = &read_cases[i];
		enum wcore_byte_state seen = WCORE_BYTE_OUTSIDE;
		struct wcore_space space;
		struct written written;
		uint8_t bytes[16];

		write_like_wasmtime(&written, read_segments, 3, a_local, c->locals, 0);
		wcore_space_init(&space, written.dump, &written.dump->memories[c->memory]);
		assert_int_equal(wcore_space_read(&space, c->address, c->size, bytes, &seen),
				 c->is_known);
		assert_int_equal(seen, c->state);
		if (c->is_known)
			assert_memory_equal(bytes, c->bytes, c->size);
		written_close(&written);
	}
}

static void test_numbers(void **state)
{
	struct wcore_space space;
	struct written written;
	uint64_t number = 1;

	(void)state;
	write_like_wasmtime(&written, read_segments, 3, NULL, 0, 0);
	wcore_space_init(&space, written.dump, &written.dump->memories[0]);
	assert_true(wcore_space_uint(&space, 4095, 4, &number));
	assert_int_equal(number, 0x00626100);
	assert_true(wcore_space_uint(&space, 4096, 1, &number));
	assert_int_equal(number, 'a');
	assert_true(wcore_space_uint(&space, 12287, 8, &number));
	assert_int_equal(number, 0x6463);
	assert_false(wcore_space_uint(&space, 65529, 8, &number));
	assert_false(wcore_space_uint(&space, 4096, 9, &number));
	wcore_space_init(&space, written.dump, NULL);
	assert_false(wcore_space_uint(&space, 4096, 1, &number));
	written_close(&written);
}

/* Behind the sample that a large dump is judged by, each read looks for itself. */
static void test_late_segment(void **state)
{
	enum { COUNT = 4200 };
	struct written written = { 0 };
	struct dump_writer *w = &written.w;
	static const char *const names[] = { "a.wasm" };
	static const uint32_t memories[] = { 0 };
	struct wcore_space space;
	uint64_t number = 1;

	(void)state;
	writer_init(w);
	writer_core(w, "a.wasm");
	writer_memory(w, 0, 400, 0);
	writer_global_i32(w, 1024);
	writer_data_begin(w, COUNT + 1);
	for (int32_t i = 0; i < COUNT; i++)
		writer_segment(w, i * 4096, "x", 1);
	writer_segment(w, COUNT * 4096, "\0x", 2);
	writer_end(w);
	writer_modules(w, names, 1);
	writer_instances_begin(w, 1);
	writer_instance(w, 0, memories, 1, NULL, 0);
	writer_end(w);
	writer_stack_begin(w, "main", 0);
	writer_end(w);
	written.file = writer_file(w, "t.core");
	assert_null(wcore_dump_open(written.file, WCORE_DIALECT_AUTO, &written.dump));
	wcore_space_init(&space, written.dump, &written.dump->memories[0]);
	assert_true(space.omits_zeros);
	assert_true(wcore_space_uint(&space, 8, 4, &number));
	assert_int_equal(number, 0);
	assert_true(wcore_space_uint(&space, COUNT * 4096, 2, &number));
	assert_int_equal(number, 'x' << 8);
	assert_false(wcore_space_uint(&space, COUNT * 4096 + 8, 4, &number));
	written_close(&written);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_counter_examples),
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_late_segment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
