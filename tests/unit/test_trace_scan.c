#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../libcore/merge/trace_scan.h"

static const struct number_case {
	const char *text;
	bool is_hex, is_number;
	uint64_t value;
	const char *rest;	/* of the text, behind the number */
} numbers[] = {
	{ "0", false, true, 0, "" },
	{ "10:20", false, true, 10, ":20" },
	{ "007a", false, true, 7, "a" },
	{ "18446744073709551615)", false, true, UINT64_MAX, ")" },
	{ "18446744073709551616)", false, false, 0, NULL },
	{ "99999999999999999999", false, false, 0, NULL },
	{ "", false, false, 0, NULL },
	{ "a", false, false, 0, NULL },
	{ "-1", false, false, 0, NULL },
	{ " 1", false, false, 0, NULL },
	{ "0x0", true, true, 0, "" },
	{ "0xaBcDeFg", true, true, 0xabcdef, "g" },
	{ "0xffffffffffffffff", true, true, UINT64_MAX, "" },
	{ "0x10000000000000000", true, false, 0, NULL },
	{ "0x", true, false, 0, NULL },
	{ "0xg", true, false, 0, NULL },
	{ "12", true, false, 0, NULL },
	{ "0X12", true, false, 0, NULL },
};

static void numbers_are_taken_from_the_front(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		const struct number_case *c = &numbers[i];
		struct wcore_string text = wcore_string_from(c->text);
		uint64_t value = 4711;

		if ((c->is_hex ? wcore_scan_hex : wcore_scan_decimal)(&text, &value) != c->is_number)
			fail_msg("'%s': %d", c->text, !c->is_number);
		/* What is no number leaves the text as it was. */
		assert_true(wcore_string_is(text, c->is_number ? c->rest : c->text));
		if (c->is_number)
			assert_int_equal(value, c->value);
	}
}

static void literals_are_taken_whole(void **state)
{
	struct wcore_string text = WCORE_STRING("at main");

	(void)state;
	assert_false(wcore_scan_literal(&text, "at  "));
	assert_false(wcore_scan_literal(&text, "at main()"));
	assert_true(wcore_string_is(text, "at main"));
	assert_true(wcore_scan_literal(&text, "at "));
	assert_true(wcore_string_is(text, "main"));
	assert_true(wcore_scan_literal(&text, ""));
	assert_true(wcore_string_is(text, "main"));
	assert_true(wcore_scan_literal(&text, "main"));
	assert_int_equal(text.size, 0);
	assert_true(wcore_string_is(wcore_scan_from(WCORE_STRING("abc"), 1), "bc"));
	assert_int_equal(wcore_scan_from(WCORE_STRING("abc"), 3).size, 0);
}

/* U+2500, U+2502, U+2570, U+25B6 are frames and arrows; U+24FF, U+2600 and U+3500 are others. */
static void frames_and_blanks_go(void **state)
{
	static const struct { const char *text, *trimmed; } cases[] = {
		{ "", "" }, { "a", "a" }, { " \t\v\f a b \r", "a b" }, { " \r ", "" },
		{ "\xe2\x94\x80\xe2\x94\x82 a", "a" }, { " \xe2\x95\xb0\xe2\x94\x80\xe2\x96\xb6 a\r", "a" },
		{ "\xe2\x93\xbf""a", "\xe2\x93\xbf""a" }, { "\xe2\x98\x80""a", "\xe2\x98\x80""a" },
		{ "\xe3\x94\x80""a", "\xe3\x94\x80""a" }, { "\xe2\x94", "\xe2\x94" }, { "a \xe2\x94\x82 b", "a \xe2\x94\x82 b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (!wcore_string_is(wcore_scan_trim(wcore_string_from(cases[i].text)), cases[i].trimmed))
			fail_msg("case %zu", i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_taken_from_the_front),
		cmocka_unit_test(literals_are_taken_whole),
		cmocka_unit_test(frames_and_blanks_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
