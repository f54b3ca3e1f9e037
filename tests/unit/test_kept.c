/* Which segments of a dump stay: none, all, and whether ranges leave one out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../libcore/dump/dump.h"
#include "../../libcore/dump/kept.h"
#include "dump_writer.h"

#define PAGE 65536
#define RANGES 3

struct fixture {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;
};

static void memory_section(struct dump_writer *w, uint32_t count)
{
	writer_section(w, WCORE_SECTION_MEMORY);
	writer_uleb(w, count);
	for (uint32_t i = 0; i < count; i++) {
		writer_u8(w, 4);
		writer_uleb(w, 1);
	}
	writer_end(w);
}

/* A dump with memories of one page; its segments follow, then open_written(). */
static void begin(struct fixture *f, uint32_t memories, uint32_t segments)
{
	writer_init(&f->w);
	writer_core(&f->w, "a.wasm");
	memory_section(&f->w, memories);
	writer_data_begin(&f->w, segments);
}

static void open_written(struct fixture *f)
{
	writer_end(&f->w);
	f->file = writer_file(&f->w, "t.core");
	assert_null(wcore_dump_open(f->file, WCORE_DIALECT_AUTO, &f->dump));
}

/* Memories of one page: bytes [100, 110) and [200, 220) of the first and [300, 301) of the second one. */
static void set_up(struct fixture *f, uint32_t memories)
{
	static const uint8_t data[20] = { 1, 2, 3 };

	begin(f, memories, 4);
	writer_segment_64(&f->w, 0, 200, data, 20);
	writer_segment_64(&f->w, 0, 100, data, 10);
	writer_segment_64(&f->w, 0, 5000, data, 0);
	writer_segment_64(&f->w, 1, 300, data, 1);
	open_written(f);
}

static void tear_down(struct fixture *f)
{
	wcore_dump_close(f->dump);
	wcore_file_close(f->file);
	writer_deinit(&f->w);
}

static bool has_all(const struct fixture *f, const struct wcore_kept *kept)
{
	bool ret = false;

	assert_null(wcore_kept_has_all(f->dump, kept, &ret));
	return ret;
}

static void all_and_none_are_what_they_say(void **state)
{
	struct wcore_kept kept;
	struct fixture f;

	(void)state;
	set_up(&f, 2);
	assert_null(wcore_kept_all(f.dump, &kept));
	assert_int_equal(kept.count, 2);
	for (uint32_t i = 0; i < 2; i++) {
		assert_int_equal(kept.memories[i].count, 1);
		assert_int_equal(kept.memories[i].ranges[0].address, 0);
		assert_int_equal(kept.memories[i].ranges[0].size, PAGE);
	}
	assert_true(has_all(&f, &kept));
	wcore_kept_deinit(&kept);
	assert_null(kept.memories);
	assert_null(wcore_kept_none(f.dump, &kept));
	assert_int_equal(kept.count, 2);
	assert_int_equal(kept.memories[0].count, 0);
	assert_int_equal(kept.memories[1].count, 0);
	assert_false(has_all(&f, &kept));
	wcore_kept_deinit(&kept);
	tear_down(&f);
}

/* Ranges of the first memory; of the second one all is kept, or nothing. */
static const struct kept_case {
	const char *what;
	struct wcore_kept_range ranges[RANGES];
	size_t count;
	bool is_second_kept, has_all;
} cases[] = {
	{ "each to the byte", { { 100, 10 }, { 200, 20 } }, 2, true, true },
	{ "one over both", { { 100, 120 } }, 1, true, true },
	{ "others around them", { { 0, 1 }, { 90, 30 }, { 150, 400 } }, 3, true, true },
	{ "the first byte of one goes", { { 101, 9 }, { 200, 20 } }, 2, true, false },
	{ "the last byte of one goes", { { 100, 9 }, { 200, 20 } }, 2, true, false },
	{ "the last byte of the other goes", { { 100, 10 }, { 200, 19 } }, 2, true, false },
	{ "the first byte of the other goes", { { 100, 10 }, { 201, 30 } }, 2, true, false },
	{ "a byte in the middle of one goes", { { 100, 4 }, { 105, 5 }, { 200, 20 } }, 3, true, false },
	{ "the end of one goes, though the range is longer", { { 95, 12 }, { 200, 20 } }, 2, true, false },
	{ "one goes", { { 100, 10 } }, 1, true, false },
	{ "all are behind", { { 1000, 60000 } }, 1, true, false },
	{ "one of another memory goes", { { 0, PAGE } }, 1, false, false },
	{ "a range to the end of all numbers", { { 50, UINT64_MAX - 50 } }, 1, true, true },
};

static void ranges_that_leave_a_byte_out_have_not_all(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, 2);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		static const struct wcore_kept_range whole = { 0, PAGE };
		struct wcore_kept_memory memories[2] = { { cases[i].ranges, cases[i].count },
							 { &whole, cases[i].is_second_kept } };
		const struct wcore_kept kept = { .memories = memories, .count = 2 };

		if (has_all(&f, &kept) != cases[i].has_all)
			fail_msg("%s: %d", cases[i].what, !cases[i].has_all);
	}
	tear_down(&f);
}

/* A segment of a memory that the dump does not have goes, whatever is kept. */
static void a_segment_without_a_memory_goes(void **state)
{
	struct wcore_kept kept;
	struct fixture f;

	(void)state;
	set_up(&f, 1);
	assert_null(wcore_kept_all(f.dump, &kept));
	assert_int_equal(kept.count, 1);
	assert_false(has_all(&f, &kept));
	wcore_kept_deinit(&kept);
	tear_down(&f);
}

/* A passive segment stands at no address: no range has it. */
static void a_segment_without_an_address_goes(void **state)
{
	struct wcore_kept kept;
	struct fixture f;

	(void)state;
	begin(&f, 1, 2);
	writer_segment_64(&f.w, 0, 100, "abc", 3);
	writer_u8(&f.w, 1);
	writer_name(&f.w, "def");
	open_written(&f);
	assert_null(wcore_kept_all(f.dump, &kept));
	assert_false(has_all(&f, &kept));
	wcore_kept_deinit(&kept);
	tear_down(&f);
}

/* Zeros that are told of are captured as well: [1000, 1016) of the first memory, [20, 24) of the second one. */
static void zeros_that_are_told_of_go(void **state)
{
	static const struct { struct wcore_kept_range first, second; bool has_all; } wanted[] = {
		{ { 1000, 16 }, { 20, 4 }, true }, { { 1001, 30 }, { 20, 4 }, false }, { { 1000, 15 }, { 20, 4 }, false },
		{ { 1000, 16 }, { 16, 7 }, false }, { { 0, PAGE }, { 0, PAGE }, true },
	};
	struct fixture f;

	(void)state;
	begin(&f, 2, 0);
	writer_end(&f.w);
	writer_custom(&f.w, "wcore.zeros");
	writer_bytes(&f.w, "\0\2\0\xe8\7\x10\1\x14\4", 9);
	open_written(&f);
	assert_int_equal(f.dump->zeros.count, 2);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct wcore_kept_memory memories[2] = { { &wanted[i].first, 1 }, { &wanted[i].second, 1 } };
		const struct wcore_kept kept = { .memories = memories, .count = 2 };

		assert_int_equal(has_all(&f, &kept), wanted[i].has_all);
	}
	tear_down(&f);
}

/* Without memory there is nothing that could go. */
static void no_memory_is_kept_whole(void **state)
{
	struct wcore_kept kept;
	struct fixture f;

	(void)state;
	begin(&f, 0, 0);
	open_written(&f);
	assert_null(wcore_kept_none(f.dump, &kept));
	assert_int_equal(kept.count, 0);
	assert_true(has_all(&f, &kept));
	wcore_kept_deinit(&kept);
	assert_null(wcore_kept_all(f.dump, &kept));
	assert_true(has_all(&f, &kept));
	wcore_kept_deinit(&kept);
	tear_down(&f);
}

static void a_cut_segment_is_an_error(void **state)
{
	struct wcore_kept kept;
	struct wcore_error *error;
	struct fixture f;
	bool ret = true;

	(void)state;
	begin(&f, 1, 2);
	writer_segment_64(&f.w, 0, 100, "abc", 3);
	writer_bytes(&f.w, "\2\0\x42", 3);
	open_written(&f);
	assert_null(wcore_kept_all(f.dump, &kept));
	error = wcore_kept_has_all(f.dump, &kept, &ret);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_FORMAT);
	assert_false(ret);
	wcore_error_destroy(error);
	wcore_kept_deinit(&kept);
	tear_down(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_and_none_are_what_they_say),
		cmocka_unit_test(ranges_that_leave_a_byte_out_have_not_all),
		cmocka_unit_test(a_segment_without_a_memory_goes),
		cmocka_unit_test(a_segment_without_an_address_goes),
		cmocka_unit_test(zeros_that_are_told_of_go),
		cmocka_unit_test(no_memory_is_kept_whole),
		cmocka_unit_test(a_cut_segment_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
