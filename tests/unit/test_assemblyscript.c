#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/lang/assemblyscript.h"
#include "../../libcore/lang/view.h"
#include "crash_fixture.h"
#include "dump_writer.h"

#define BLOCK_AT 1036	/* 4 bytes in front of a multiple of 16 */
#define OBJECT_AT 1056

/* One block as the compiler's runtime lays it out: std/assembly/rt/common.ts. */
static const struct block_case {
	const char *what;
	uint32_t block, class_id, size;
	const char *bytes;
	size_t bytes_size;
	uint64_t pointer;
	const char *expected;	/* NULL: nothing */
} block_cases[] = {
	{ "a string", 28, 2, 6, "z\0o\0\353\0", 6, OBJECT_AT, "\"zo\303\253\"" },
	{ "an empty string", 28, 2, 0, "", 0, OBJECT_AT, "\"\"" },
	{ "a character of two units", 28, 2, 4, "\075\330\000\336", 4, OBJECT_AT, "\"\360\237\230\200\"" },
	{ "marked by the allocator", 28 | 2, 2, 2, "a\0", 2, OBJECT_AT, "\"a\"" },
	{ "half a character", 28, 2, 2, "\075\330", 2, OBJECT_AT, NULL },
	{ "an odd size", 28, 2, 3, "a\0b", 3, OBJECT_AT, NULL },
	{ "a zero inside", 28, 2, 6, "a\0\0\0b\0", 6, OBJECT_AT, NULL },
	{ "bytes", 28, 1, 5, "abcde", 5, OBJECT_AT, "ArrayBuffer of 5 bytes" },
	{ "an object", 44, 7, 24, "", 0, OBJECT_AT, "object of class 7, 24 bytes" },
	{ "an object larger than its block", 28, 7, 13, "", 0, OBJECT_AT, NULL },
	{ "a block that is free", 28 | 1, 7, 8, "", 0, OBJECT_AT, NULL },
	{ "a block of no such size", 32, 7, 8, "", 0, OBJECT_AT, NULL },
	{ "a block without room", 12, 7, 0, "", 0, OBJECT_AT, NULL },
	{ "beside the object", 28, 2, 2, "a\0", 2, OBJECT_AT + 4, NULL },
	{ "behind the memory", 28, 2, 2, "a\0", 2, 65536, NULL },
	{ "the null pointer", 28, 2, 2, "a\0", 2, 0, NULL },
	{ "no memory reaches so far", 28, 7, 8, "", 0, UINT64_C(1) << 32, NULL },
};

static void write_block(struct dump_writer *w, const struct block_case *c)
{
	struct dump_writer block;

	writer_init_raw(&block);
	writer_u32(&block, c->block);
	writer_u64(&block, 0);
	writer_u32(&block, c->class_id);
	writer_u32(&block, c->size);
	writer_bytes(&block, c->bytes, c->bytes_size);
	writer_fill(&block, 0, 64);
	writer_init(w);
	writer_core(w, "a.wasm");
	writer_memory(w, 0, 1, 0);
	writer_data_begin(w, 1);
	writer_segment(w, BLOCK_AT, block.data, block.size);
	writer_end(w);
	writer_stack_begin(w, "main", 1);
	writer_frame(w, WCORE_DIALECT_SPEC, 0, 7, 90, NULL, 0, NULL, 0);
	writer_end(w);
	writer_deinit(&block);
}

static void check_block(const struct block_case *c)
{
	struct wcore_viewer viewer;
	struct wcore_file *file;
	struct wcore_dump *dump;
	struct wcore_string text;
	struct dump_writer w;

	write_block(&w, c);
	file = writer_file(&w, "t.core");
	assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	wcore_viewer_init(&viewer);
	wcore_space_init(&viewer.space, dump, &dump->memories[0]);
	text = wcore_assemblyscript_describe(&viewer, c->pointer);
	if (c->expected ? !wcore_string_is(text, c->expected) : text.data != NULL)
		fail_msg("%s: %.*s", c->what, (int)text.size, text.data ? text.data : "");
	if (c->expected && c->class_id == WCORE_ASSEMBLYSCRIPT_STRING && c->size > 4) {
		viewer.max_string = 3;
		text = wcore_assemblyscript_describe(&viewer, c->pointer);
		assert_true(wcore_string_is(text, "\"zo\"..."));
	}
	wcore_viewer_deinit(&viewer);
	wcore_dump_close(dump);
	wcore_file_close(file);
	writer_deinit(&w);
}

static void test_blocks(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(block_cases) / sizeof(block_cases[0]); i++)
		check_block(&block_cases[i]);
}

static uint64_t word_at(const struct wcore_viewer *viewer, uint64_t address)
{
	uint64_t word = 0;

	assert_true(wcore_space_uint(&viewer->space, address, 4, &word));
	return word;
}

/* Two locals of park.ts: its car, new Car(9, 1.5, Fuel.Volt, "zoÃ«"), and the car's stops, [5, 6, 7]. */
#define CAR 37632
#define STOPS 37712

static void test_real(void **state)
{
	static const char *const modules[] = { "m.wasm" };
	struct wcore_assemblyscript_object object;
	struct wcore_viewer viewer;
	struct crash crash;
	unsigned owners = 0, ids = 0, stops = 0;

	(void)state;
	crash_open(&crash, "wt-as-O3", "dump.core", modules, 1);
	wcore_viewer_init(&viewer);
	wcore_space_init(&viewer.space, crash.dump, &crash.dump->memories[0]);
	assert_true(wcore_assemblyscript_find(&viewer.space, CAR, &object));
	assert_true(object.class_id > WCORE_ASSEMBLYSCRIPT_STRING);
	for (uint64_t at = 0; at < object.size; at += 4) {
		const uint64_t word = word_at(&viewer, CAR + at);

		ids += word == 9;
		stops += word == STOPS;
		owners += wcore_string_is(wcore_assemblyscript_describe(&viewer, word), "\"zo\303\253\"");
	}
	assert_true(owners == 1 && ids == 1 && stops == 1);
	/* An array: its buffer, where its data starts, their size in bytes, its length. */
	assert_true(wcore_assemblyscript_find(&viewer.space, STOPS, &object));
	assert_int_equal(object.size, 16);
	assert_int_equal(word_at(&viewer, STOPS + 12), 3);
	assert_true(wcore_string_is(wcore_assemblyscript_describe(&viewer, word_at(&viewer, STOPS)),
				    "ArrayBuffer of 12 bytes"));
	for (uint64_t i = 0; i < 3; i++)
		assert_int_equal(word_at(&viewer, word_at(&viewer, STOPS + 4) + 4 * i), 5 + i);
	wcore_viewer_deinit(&viewer);
	crash_close(&crash);
}

static void test_names(void **state)
{
	static const char *const others[] = { "main", "_ZN4core3fmt", "core::fmt::{impl#1}::fmt",
					      "operator/(A, B)", "/", "" };

	(void)state;
	assert_true(wcore_assemblyscript_is_function(WCORE_STRING("main/ratio")));
	assert_true(wcore_assemblyscript_is_function(WCORE_STRING("~lib/array/Array<i32>#__get")));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(wcore_assemblyscript_is_function(wcore_string_from(others[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_real),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
