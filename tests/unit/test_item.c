/* Items of memory: formats, numbers and floats, as IEEE 754 and gdb's manual have them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/scan/item.h"

static void formats_are_parsed(void **state)
{
	static const struct { const char *text; char letter; unsigned width; uint64_t count; } good[] = {
		{ "x", 'x', 0, 0 }, { "8xw", 'x', 4, 8 }, { "8wx", 'x', 4, 8 }, { "4d", 'd', 0, 4 }, { "cb", 'c', 1, 0 },
		{ "", 'x', 0, 0 }, { "g", 'x', 8, 0 }, { "hf", 'f', 2, 0 },
		{ "18446744073709551615u", 'u', 0, UINT64_MAX },
	};
	static const char *const bad[] = { "0x", "18446744073709551616x", "99999999999999999999x", "xx", "bw", "z", "x8", "-1x" };
	struct wcore_item_format format;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_null(wcore_item_format_parse(good[i].text, &format));
		assert_int_equal(format.letter, good[i].letter);
		assert_int_equal(format.width, good[i].width);
		assert_true(format.count == good[i].count);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_non_null(wcore_item_format_parse(bad[i], &format));
}

static void widths_are_settled(void **state)
{
	static const struct { char letter; unsigned given, address_size, settled; } cases[] = {
		{ 'x', 0, 4, 4 }, { 'd', 2, 4, 2 }, { 'c', 0, 4, 1 }, { 'f', 0, 4, 8 }, { 'f', 2, 4, 2 }, { 'a', 0, 4, 4 },
		{ 'a', 0, 8, 8 }, { 'a', 8, 4, 8 }, { 's', 0, 4, 0 }, { 'i', 0, 4, 0 },
		/* 99: it cannot be. */
		{ 's', 1, 4, 99 }, { 'i', 4, 4, 99 }, { 'c', 2, 4, 99 }, { 'f', 1, 4, 99 }, { 'a', 2, 4, 99 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_item_format format = { .letter = cases[i].letter, .width = cases[i].given };
		const char *why = wcore_item_format_settle(&format, cases[i].address_size);

		assert_int_equal(why != NULL, cases[i].settled == 99);
		if (!why)
			assert_int_equal(format.width, cases[i].settled);
	}
}

static void halves_are_numbers(void **state)
{
	static const struct { uint16_t bits; double number; } cases[] = {
		{ 0x3c00, 1 }, { 0xc000, -2 }, { 0x7bff, 65504 }, { 0x0400, 0x1p-14 }, { 0x0001, 0x1p-24 },
		{ 0x03ff, 0x3ffp-24 }, { 0x3555, 0x555p-12 }, { 0x0000, 0 }, { 0x7c00, INFINITY }, { 0xfc00, -INFINITY },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_true(wcore_item_double(cases[i].bits, 2) == cases[i].number);
	assert_true(signbit(wcore_item_double(0x8000, 2)));
	assert_true(isnan(wcore_item_double(0x7e00, 2)) && !signbit(wcore_item_double(0x7e00, 2)));
	assert_true(isnan(wcore_item_double(0xfe00, 2)) && signbit(wcore_item_double(0xfe00, 2)));
	assert_true(wcore_item_double(0x40490fdb, 4) == (double)0x1.921fb6p+1f);
	assert_true(wcore_item_double(UINT64_C(0x3ff8000000000000), 8) == 1.5);
}

static void items_have_a_text(void **state)
{
	static const struct { char letter; unsigned width; uint64_t bits; const char *text; } cases[] = {
		{ 'x', 4, 0x6b, "0x0000006b" }, { 'x', 1, 0xff, "0xff" }, { 'd', 2, 0xfffd, "-3" }, { 'd', 8, UINT64_MAX, "-1" },
		{ 'u', 2, 0xfffd, "65533" }, { 'o', 1, 8, "010" }, { 't', 1, 5, "00000101" }, { 'a', 4, 0x400, "0x400" },
		{ 'f', 8, UINT64_C(0x3fd0000000000000), "0.25" }, { 'f', 4, 0x3dcccccd, "0.100000001" }, { 'f', 2, 0x3c00, "1" },
		{ 'f', 2, 0x3555, "0.33325" }, { 'f', 2, 0x7e01, "nan(0x201)" }, { 'f', 2, 0xfe00, "-nan(0x200)" },
		{ 'f', 4, 0x7fc00000, "nan(0x400000)" }, { 'f', 8, UINT64_C(0xfff8000000000001), "-nan(0x8000000000001)" },
		{ 'f', 4, 0x7f800000, "inf" }, { 'f', 2, 0xfc00, "-inf" },
		{ 'c', 1, 'a', "97 'a'" }, { 'c', 1, 0, "0 '\\000'" }, { 'c', 1, '\n', "10 '\\n'" }, { 'c', 1, '\'', "39 '\\''" },
		{ 'c', 1, 033, "27 '\\033'" }, { 'c', 1, 0xff, "-1 '\\377'" }, { 'c', 1, 'n', "110 'n'" }, { 'c', 1, '\\', "92 '\\\\'" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct wcore_item_format format = { .letter = cases[i].letter, .width = cases[i].width };
		char buffer[WCORE_ITEM_TEXT_SIZE];

		assert_string_equal(wcore_item_text(&format, cases[i].bits, buffer), cases[i].text);
		assert_true(strlen(buffer) <= wcore_item_text_width(&format));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_are_parsed), cmocka_unit_test(widths_are_settled),
		cmocka_unit_test(halves_are_numbers), cmocka_unit_test(items_have_a_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
