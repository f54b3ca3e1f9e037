#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/scan/pattern.h"

enum kind { TEXT, CASELESS, UTF16, HEX, INT, FLOAT };

static struct wcore_error *add(struct wcore_patterns *patterns, enum kind kind, const char *text, size_t *column)
{
	*column = 0;
	switch (kind) {
	case UTF16:
		return wcore_patterns_add_utf16(patterns, 3, wcore_string_from(text), false, column);
	case HEX:
		return wcore_patterns_add_hex(patterns, 3, text, column);
	case INT:
		return wcore_patterns_add_int(patterns, 3, text, column);
	case FLOAT:
		return wcore_patterns_add_float(patterns, 3, text, column);
	default:
		return wcore_patterns_add_bytes(patterns, 3, wcore_string_from(text), kind == CASELESS);
	}
}

static void write_hex(const uint8_t *bytes, size_t size, char *out)
{
	for (size_t i = 0; i < size; i++)
		sprintf(out + 2 * i, "%02x", bytes[i]);
	out[2 * size] = '\0';
}

static const struct good {
	enum kind kind;
	const char *text, *bytes, *mask;	/* of the first pattern */
	size_t count;
} goods[] = {
	{ TEXT, "aZ9", "615a39", "ffffff", 1 },
	{ CASELESS, "aZ9[", "415a395b", "dfdfffff", 1 },
	{ UTF16, "a\xc3\xa9", "6100e900", "ffffffff", 1 },
	/* U+1F600, by the Unicode standard's table 3-5. */
	{ UTF16, "\xf0\x9f\x98\x80", "3dd800de", "ffffffff", 1 },
	{ HEX, "de ad ?? ef", "dead00ef", "ffff00ff", 1 },
	{ HEX, "deADbe", "deadbe", "ffffff", 1 },
	{ HEX, "d? ?e,ff", "d00eff", "f00fff", 1 },
	{ INT, "5", "05000000", "ffffffff", 1 },
	{ INT, "-1", "ffffffff", "ffffffff", 1 },
	{ INT, "-2:16", "feff", "ffff", 1 },
	{ INT, "255:8", "ff", "ff", 1 },
	{ INT, "-128:8", "80", "ff", 1 },
	{ INT, "0x1234:64", "3412000000000000", "ffffffffffffffff", 1 },
	{ INT, "4294967295", "ffffffff", "ffffffff", 1 },
	{ INT, "4294967296", "0000000001000000", "ffffffffffffffff", 1 },
	{ INT, "-2147483648", "00000080", "ffffffff", 1 },
	{ INT, "-2147483649", "ffffff7fffffffff", "ffffffffffffffff", 1 },
	{ INT, "18446744073709551615", "ffffffffffffffff", "ffffffffffffffff", 1 },
	{ INT, "+7:32", "07000000", "ffffffff", 1 },
	/* IEEE 754: 1.5 is 3fc00000 and 3ff8000000000000. */
	{ FLOAT, "1.5", "0000c03f", "ffffffff", 2 },
	{ FLOAT, "1.5:64", "000000000000f83f", "ffffffffffffffff", 1 },
	{ FLOAT, "-0.0:32", "00000080", "ffffffff", 1 },
	{ FLOAT, "inf:32", "0000807f", "ffffffff", 1 },
	/* The nearest float to 0.1 is 3dcccccd. */
	{ FLOAT, "0.1:32", "cdcccc3d", "ffffffff", 1 },
};

static void test_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(goods) / sizeof(goods[0]); i++) {
		const struct good *c = &goods[i];
		struct wcore_patterns patterns;
		char bytes[64], mask[64];
		size_t column;

		wcore_patterns_init(&patterns);
		assert_null(add(&patterns, c->kind, c->text, &column));
		assert_int_equal(patterns.count, c->count);
		write_hex(patterns.items[0].bytes, patterns.items[0].size, bytes);
		write_hex(patterns.items[0].mask, patterns.items[0].size, mask);
		if (strcmp(bytes, c->bytes) != 0 || strcmp(mask, c->mask) != 0)
			fail_msg("%s: %s %s", c->text, bytes, mask);
		assert_int_equal(patterns.items[0].id, 3);
		wcore_patterns_deinit(&patterns);
	}
}

static const struct bad {
	enum kind kind;
	const char *text;
	size_t column;
} bads[] = {
	{ TEXT, "", 0 }, { HEX, "", 0 }, { HEX, "??", 0 }, { HEX, "?? ??", 0 }, { HEX, "de a", 4 },
	{ HEX, "de xd", 3 }, { HEX, "d", 1 }, { HEX, "de a ef", 4 }, { HEX, "0xde", 1 },
	{ INT, "", 0 }, { INT, "x", 0 }, { INT, "-", 1 }, { INT, "5:", 1 }, { INT, "5:7", 1 },
	{ INT, "5:128", 1 }, { INT, "256:8", 3 }, { INT, "-129:8", 4 }, { INT, "5 ", 1 }, { INT, "0x", 2 },
	{ INT, "18446744073709551616", 0 }, { INT, "-9223372036854775809", 1 }, { INT, "--5", 1 },
	{ FLOAT, "", 0 }, { FLOAT, "nan", 0 }, { FLOAT, "1.5:16", 3 }, { FLOAT, "1.5x", 3 }, { FLOAT, " 1", 0 },
	{ UTF16, "a\xff", 1 },
};

static void test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		const struct bad *c = &bads[i];
		struct wcore_patterns patterns;
		struct wcore_error *error;
		size_t column;

		wcore_patterns_init(&patterns);
		error = add(&patterns, c->kind, c->text, &column);
		if (!error || error->code != WCORE_ERROR_USAGE || column != c->column)
			fail_msg("'%s': %s, column %zu", c->text, error ? error->message : "no error", column);
		assert_int_equal(patterns.count, 0);
		wcore_error_destroy(error);
		wcore_patterns_deinit(&patterns);
	}
}

static void test_too_long(void **state)
{
	static char text[2 * WCORE_PATTERN_MAX + 4];
	struct wcore_patterns patterns;
	struct wcore_error *error;
	size_t column;

	(void)state;
	wcore_patterns_init(&patterns);
	memset(text, 'a', WCORE_PATTERN_MAX);
	assert_null(add(&patterns, TEXT, text, &column));
	for (unsigned kind = TEXT; kind <= HEX; kind++) {
		memset(text, 'a', 2 * WCORE_PATTERN_MAX + 2);
		error = add(&patterns, (enum kind)kind, text, &column);
		assert_non_null(error);
		assert_int_equal(error->code, WCORE_ERROR_USAGE);
		wcore_error_destroy(error);
	}
	assert_int_equal(patterns.count, 1);
	wcore_patterns_deinit(&patterns);
}

static void test_zero(void **state)
{
	struct wcore_patterns patterns;
	size_t column;

	(void)state;
	wcore_patterns_init(&patterns);
	assert_null(wcore_patterns_add_hex(&patterns, 0, "00 ?? 00", &column));
	assert_null(wcore_patterns_add_int(&patterns, 0, "256", &column));
	assert_null(wcore_patterns_add_pointer(&patterns, 0, 0, 9, 4));
	assert_null(wcore_patterns_add_pointer(&patterns, 0, 1, 9, 4));
	assert_true(wcore_pattern_is_zero(&patterns.items[0]));
	assert_false(wcore_pattern_is_zero(&patterns.items[1]));
	assert_true(wcore_pattern_is_zero(&patterns.items[2]));
	assert_false(wcore_pattern_is_zero(&patterns.items[3]));
	wcore_patterns_deinit(&patterns);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
