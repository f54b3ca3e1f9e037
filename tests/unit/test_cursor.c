#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/base/cursor.h"

struct leb_case {
	const char *what;
	uint8_t bytes[12];
	uint8_t size;
	bool ok;
	uint64_t value;
	uint8_t read;	/* bytes consumed */
};

static struct wcore_cursor cursor_over(const void *data, uint64_t size)
{
	return (struct wcore_cursor){ .data = data, .end = size, .path = "t.core", .where = "sec" };
}

typedef struct wcore_error *(*read_function)(struct wcore_cursor *, void *);

static struct wcore_error *read_u32(struct wcore_cursor *c, void *ret)
{
	uint32_t v = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(c, &v);

	*(uint64_t *)ret = v;
	return error;
}

static struct wcore_error *read_u64(struct wcore_cursor *c, void *ret)
{
	return wcore_cursor_leb_u64(c, ret);
}

static struct wcore_error *read_s32(struct wcore_cursor *c, void *ret)
{
	int32_t v = 0;
	struct wcore_error *error = wcore_cursor_leb_s32(c, &v);

	*(uint64_t *)ret = (uint64_t)(int64_t)v;
	return error;
}

static struct wcore_error *read_s33(struct wcore_cursor *c, void *ret)
{
	return wcore_cursor_leb_s33(c, ret);
}

static struct wcore_error *read_s64(struct wcore_cursor *c, void *ret)
{
	return wcore_cursor_leb_s64(c, ret);
}

static void check_cases(read_function read, const struct leb_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct wcore_cursor cursor = cursor_over(cases[i].bytes, cases[i].size);
		uint64_t value = 0;
		struct wcore_error *error = read(&cursor, &value);

		if ((error == NULL) != cases[i].ok)
			fail_msg("%s: %s", cases[i].what, error ? error->message : "accepted");
		if (!error && value != cases[i].value)
			fail_msg("%s: got %llx", cases[i].what, (unsigned long long)value);
		assert_int_equal(cursor.pos, cases[i].ok ? cases[i].read : 0);
		wcore_error_destroy(error);
	}
}

#define CHECK(read, cases) check_cases(read, cases, sizeof(cases) / sizeof((cases)[0]))

/* The examples and limits of the specification, 5.2.2. */
static void test_wasm_leb(void **state)
{
	(void)state;
	static const struct leb_case u32[] = {
		{ "3", { 0x03 }, 1, true, 3, 1 },
		{ "3, padded", { 0x83, 0x00 }, 2, true, 3, 2 },
		{ "3, padded to five bytes", { 0x83, 0x80, 0x80, 0x80, 0x00 }, 5, true, 3, 5 },
		{ "six bytes", { 0x83, 0x80, 0x80, 0x80, 0x80, 0x00 }, 6, false, 0, 0 },
		{ "largest", { 0xff, 0xff, 0xff, 0xff, 0x0f }, 5, true, 0xffffffff, 5 },
		{ "bit 32 set", { 0xff, 0xff, 0xff, 0xff, 0x1f }, 5, false, 0, 0 },
		{ "unused bits set", { 0x83, 0x80, 0x80, 0x80, 0x10 }, 5, false, 0, 0 },
		{ "624485", { 0xe5, 0x8e, 0x26 }, 3, true, 624485, 3 },
		{ "cut", { 0x80 }, 1, false, 0, 0 },
		{ "nothing", { 0 }, 0, false, 0, 0 },
	};
	static const struct leb_case u64[] = {
		{ "largest", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 }, 10,
		  true, UINT64_MAX, 10 },
		{ "bit 64", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02 }, 10,
		  false, 0, 0 },
		{ "eleven bytes", { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0 },
		  11, false, 0, 0 },
	};
	static const struct leb_case s32[] = {
		{ "-2", { 0x7e }, 1, true, (uint64_t)-2, 1 },
		{ "-2, padded", { 0xfe, 0x7f }, 2, true, (uint64_t)-2, 2 },
		{ "-2, padded twice", { 0xfe, 0xff, 0x7f }, 3, true, (uint64_t)-2, 3 },
		{ "largest", { 0xff, 0xff, 0xff, 0xff, 0x07 }, 5, true, INT32_MAX, 5 },
		{ "2^31", { 0x80, 0x80, 0x80, 0x80, 0x08 }, 5, false, 0, 0 },
		{ "smallest", { 0x80, 0x80, 0x80, 0x80, 0x78 }, 5, true, (uint64_t)INT32_MIN, 5 },
		{ "-2^31 - 1", { 0xff, 0xff, 0xff, 0xff, 0x77 }, 5, false, 0, 0 },
		{ "sign bits differ", { 0x83, 0x80, 0x80, 0x80, 0x3e }, 5, false, 0, 0 },
		{ "six bytes", { 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f }, 6, false, 0, 0 },
		{ "-123456", { 0xc0, 0xbb, 0x78 }, 3, true, (uint64_t)-123456, 3 },
	};
	static const struct leb_case s33[] = {
		{ "2^32 - 1", { 0xff, 0xff, 0xff, 0xff, 0x0f }, 5, true, 0xffffffff, 5 },
		{ "2^32", { 0x80, 0x80, 0x80, 0x80, 0x10 }, 5, false, 0, 0 },
		{ "-2^32", { 0x80, 0x80, 0x80, 0x80, 0x70 }, 5, true,
		  (uint64_t)-(INT64_C(1) << 32), 5 },
		{ "-64 (empty block)", { 0x40 }, 1, true, (uint64_t)-64, 1 },
	};
	static const struct leb_case s64[] = {
		{ "smallest", { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f }, 10,
		  true, (uint64_t)INT64_MIN, 10 },
		{ "largest", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00 }, 10,
		  true, INT64_MAX, 10 },
		{ "-2^62 in nine bytes", { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40 }, 9,
		  true, (uint64_t)-(INT64_C(1) << 62), 9 },
		{ "2^63", { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01 }, 10,
		  false, 0, 0 },
	};
	CHECK(read_u32, u32);
	CHECK(read_u64, u64);
	CHECK(read_s32, s32);
	CHECK(read_s33, s33);
	CHECK(read_s64, s64);
}

static void test_fixed_width(void **state)
{
	(void)state;
	static const uint8_t bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	struct wcore_cursor cursor = cursor_over(bytes, sizeof(bytes));
	uint8_t u8 = 0;
	uint16_t u16 = 0;
	uint32_t u32 = 0;
	uint64_t u64 = 0;

	assert_null(wcore_cursor_u8(&cursor, &u8));
	assert_int_equal(u8, 1);
	assert_null(wcore_cursor_u16(&cursor, &u16));
	assert_int_equal(u16, 0x0302);
	assert_null(wcore_cursor_uint(&cursor, 3, &u64));
	assert_int_equal(u64, 0x060504);
	struct wcore_error *error = wcore_cursor_u32(&cursor, &u32);
	assert_non_null(error);
	assert_int_equal(error->offset, 6);
	assert_int_equal(cursor.pos, 6);
	wcore_error_destroy(error);
	cursor.pos = 0;
	assert_null(wcore_cursor_u64(&cursor, &u64));
	assert_int_equal(u64, 0x0807060504030201);
	error = wcore_cursor_u8(&cursor, &u8);
	assert_non_null(error);
	wcore_error_destroy(error);
}

static void test_error_says_where(void **state)
{
	(void)state;
	static const uint8_t bytes[] = { 0x05, 'a', 'b' };
	struct wcore_cursor cursor = cursor_over(bytes, sizeof(bytes));
	struct wcore_string name;
	uint32_t count;
	struct wcore_error *error = wcore_cursor_name(&cursor, &name);
	char *line = wcore_error_format(error);

	assert_string_equal(line, "t.core: 0x0: sec: a name of 5 bytes, but 2 are left");
	free(line);
	wcore_error_destroy(error);
	assert_int_equal(cursor.pos, 0);
	error = wcore_cursor_count(&cursor, 1, "locals", &count);
	line = wcore_error_format(error);
	assert_string_equal(line, "t.core: 0x0: sec: 5 locals, but 2 bytes are left");
	free(line);
	wcore_error_destroy(error);
}

static void test_count_cannot_overflow(void **state)
{
	(void)state;
	static const uint8_t bytes[] = { 0xff, 0xff, 0xff, 0xff, 0x0f, 0 };
	struct wcore_cursor cursor = cursor_over(bytes, sizeof(bytes));
	uint32_t count = 0;
	struct wcore_error *error = wcore_cursor_count(&cursor, UINT32_MAX, "things", &count);

	assert_non_null(error);
	wcore_error_destroy(error);
	error = wcore_cursor_count(&cursor, 1, "things", &count);
	assert_non_null(error);
	wcore_error_destroy(error);
	assert_null(wcore_cursor_count(&cursor, 0, "things", &count));
	assert_int_equal(count, UINT32_MAX);
}

static void test_parts(void **state)
{
	(void)state;
	static const uint8_t bytes[] = "ab\0cd";
	struct wcore_cursor cursor = cursor_over(bytes, 5), part;
	struct wcore_error *error;

	assert_null(wcore_cursor_skip(&cursor, 3));
	error = wcore_cursor_sub(&cursor, 3, "part", &part);
	assert_non_null(error);
	wcore_error_destroy(error);
	assert_null(wcore_cursor_sub(&cursor, 1, "part", &part));
	assert_int_equal(part.pos, 3);
	assert_int_equal(part.end, 4);
	assert_string_equal(part.where, "part");
	assert_int_equal(cursor.pos, 4);
	error = wcore_cursor_skip(&cursor, UINT64_MAX);
	assert_non_null(error);
	wcore_error_destroy(error);
}

static void test_cursor_is_cut_at_the_file_end(void **state)
{
	(void)state;
	char path[] = "f";
	struct wcore_file file = { .path = path, .data = (const uint8_t *)"abc", .size = 3 };
	struct wcore_cursor cursor;

	wcore_cursor_init(&cursor, &file, 1, UINT64_MAX, NULL);
	assert_int_equal(wcore_cursor_left(&cursor), 2);
	wcore_cursor_init(&cursor, &file, 9, 1, NULL);
	assert_int_equal(wcore_cursor_left(&cursor), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wasm_leb),
		cmocka_unit_test(test_fixed_width),
		cmocka_unit_test(test_error_says_where),
		cmocka_unit_test(test_count_cannot_overflow),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_cursor_is_cut_at_the_file_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
