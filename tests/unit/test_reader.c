#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/debug/reader.h"

struct leb_case {
	const char *what;
	uint8_t bytes[16];
	uint64_t size;
	bool ok;
	uint64_t value;
	uint64_t read;
};

static struct wcore_reader reader_over(const void *bytes, uint64_t size)
{
	return (struct wcore_reader){ .data = bytes, .end = size };
}

static uint64_t read_sleb(struct wcore_reader *reader)
{
	return (uint64_t)wcore_reader_sleb(reader);
}

static uint64_t read_uleb(struct wcore_reader *reader)
{
	return wcore_reader_uleb(reader);
}

static void check_cases(uint64_t (*read)(struct wcore_reader *reader),
			const struct leb_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct wcore_reader reader = reader_over(cases[i].bytes, cases[i].size);
		uint64_t value = read(&reader);

		if ((reader.why == NULL) != cases[i].ok)
			fail_msg("%s: %s", cases[i].what, reader.why ? reader.why : "accepted");
		if (reader.why) {
			assert_int_equal(wcore_reader_left(&reader), 0);
			continue;
		}
		if (value != cases[i].value)
			fail_msg("%s: got %llx", cases[i].what, (unsigned long long)value);
		assert_int_equal(reader.pos, cases[i].read);
		reader = reader_over(cases[i].bytes, cases[i].size);
		wcore_reader_skip_leb(&reader);
		assert_int_equal(reader.pos, cases[i].read);
	}
}

#define CHECK(read, cases) check_cases(read, cases, sizeof(cases) / sizeof((cases)[0]))

/* DWARF 5, 7.6, its examples, and padding, which linkers write. */
static void test_leb(void **state)
{
	(void)state;
	static const struct leb_case unsigned_cases[] = {
		{ "2", { 2 }, 1, true, 2, 1 },
		{ "127", { 127 }, 1, true, 127, 1 },
		{ "128", { 0x80, 1 }, 2, true, 128, 2 },
		{ "12857", { 57 + 0x80, 100 }, 2, true, 12857, 2 },
		{ "padded past ten bytes", { 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
					     0x80, 0x80, 0 }, 12, true, 2, 12 },
		{ "largest", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 }, 10,
		  true, UINT64_MAX, 10 },
		{ "2^64", { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02 }, 10,
		  false, 0, 0 },
		{ "cut", { 0x80, 0x80 }, 2, false, 0, 0 },
		{ "nothing", { 0 }, 0, false, 0, 0 },
	};
	static const struct leb_case signed_cases[] = {
		{ "2", { 2 }, 1, true, 2, 1 },
		{ "-2", { 0x7e }, 1, true, (uint64_t)-2, 1 },
		{ "127", { 127 + 0x80, 0 }, 2, true, 127, 2 },
		{ "-127", { 1 + 0x80, 0x7f }, 2, true, (uint64_t)-127, 2 },
		{ "-128", { 0x80, 0x7f }, 2, true, (uint64_t)-128, 2 },
		{ "-129", { 0x7f + 0x80, 0x7e }, 2, true, (uint64_t)-129, 2 },
		{ "smallest", { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f }, 10,
		  true, UINT64_C(1) << 63, 10 },
		{ "-1, padded past ten bytes", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
						 0xff, 0xff, 0xff, 0x7f }, 12, true, UINT64_MAX, 12 },
		{ "bits past the sign", { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80,
					  0x02 }, 10, false, 0, 0 },
		{ "padding of the other sign", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
						 0xff, 0xff, 0x00 }, 11, false, 0, 0 },
		{ "cut", { 0xff }, 1, false, 0, 0 },
	};
	CHECK(read_uleb, unsigned_cases);
	CHECK(read_sleb, signed_cases);
}

/* The first failure stays, and nothing is left behind it. */
static void test_fixed_width(void **state)
{
	(void)state;
	static const uint8_t bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
	struct wcore_reader reader = reader_over(bytes, sizeof(bytes));

	assert_int_equal(wcore_reader_uint(&reader, 3), 0x030201);
	wcore_reader_skip(&reader, 1);
	assert_int_equal(wcore_reader_u8(&reader), 5);
	assert_int_equal(wcore_reader_uint(&reader, 8), 0);
	assert_string_equal(reader.why, "the data are cut short");
	assert_int_equal(reader.failed_at, 5);
	assert_int_equal(wcore_reader_u8(&reader), 0);
	assert_int_equal(wcore_reader_left(&reader), 0);
	assert_int_equal(reader.failed_at, 5);
	reader = reader_over(bytes, sizeof(bytes));
	assert_int_equal(wcore_reader_uint(&reader, 8), UINT64_C(0x0807060504030201));
	wcore_reader_skip(&reader, 2);
	assert_int_equal(reader.failed_at, 8);
}

static void test_strings(void **state)
{
	(void)state;
	struct wcore_reader reader = reader_over("ab\0cd", 5);

	assert_true(wcore_string_is(wcore_reader_cstring(&reader), "ab"));
	assert_int_equal(reader.pos, 3);
	assert_null(wcore_reader_cstring(&reader).data);
	assert_string_equal(reader.why, "a string has no end");
	reader = reader_over("", 0);
	assert_null(wcore_reader_cstring(&reader).data);
}

/* DWARF 5, 7.4. */
static void test_unit_length(void **state)
{
	(void)state;
	static const struct {
		uint8_t bytes[14];
		uint64_t size, length;
		uint8_t offset_size;
		bool ok;
	} cases[] = {
		{ { 2, 0, 0, 0, 7, 7 }, 6, 2, 4, true },
		{ { 3, 0, 0, 0, 7, 7 }, 6, 0, 4, false },
		{ { 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 7, 7 }, 14, 2, 8, true },
		{ { 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 1, 0, 0, 0, 7, 7 }, 14, 0, 8, false },
		{ { 0xff, 0xff, 0xff, 0xff, 2, 0 }, 6, 0, 8, false },
		{ { 0xf0, 0xff, 0xff, 0xff }, 4, 0, 4, false },
		{ { 2, 0 }, 2, 0, 4, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_reader reader = reader_over(cases[i].bytes, cases[i].size);
		uint8_t offset_size = 0;

		assert_int_equal(wcore_reader_unit_length(&reader, &offset_size), cases[i].length);
		assert_int_equal(offset_size, cases[i].offset_size);
		assert_int_equal(reader.why == NULL, cases[i].ok);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_leb), cmocka_unit_test(test_fixed_width),
		cmocka_unit_test(test_strings), cmocka_unit_test(test_unit_length),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
