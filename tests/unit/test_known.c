/* The forms in which a known value is looked for, held against encoders of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/redact/known.h"

#define FIRST_ID 7
#define TEXT_MAX 256

struct forms {
	struct wcore_patterns patterns;
	enum wcore_secret_form forms[WCORE_KNOWN_FORMS];
	size_t count;
};

static struct wcore_error *add(struct forms *f, const char *value, size_t size)
{
	const struct wcore_known_value known = { { "TOKEN", 5 }, { value, size } };

	*f = (struct forms){ 0 };
	wcore_patterns_init(&f->patterns);
	return wcore_known_add(&known, FIRST_ID, &f->patterns, f->forms, &f->count);
}

static bool matches(const struct wcore_pattern *pattern, const uint8_t *bytes)
{
	for (size_t i = 0; i < pattern->size; i++)
		if ((bytes[i] & pattern->mask[i]) != pattern->bytes[i])
			return false;
	return true;
}

/* Whether a text is found by a pattern of that form. */
static bool finds(const struct forms *f, enum wcore_secret_form form, const void *text, size_t size)
{
	for (size_t i = 0; i < f->count; i++) {
		const struct wcore_pattern *pattern = &f->patterns.items[i];

		for (size_t at = 0; f->forms[i] == form && at + pattern->size <= size; at++)
			if (matches(pattern, (const uint8_t *)text + at))
				return true;
	}
	return false;
}

/* RFC 4648, 4 and 5. */
static size_t encode_base64(const uint8_t *bytes, size_t size, bool is_url, char *ret)
{
	const char *letters = is_url ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
				     : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t count = 0;

	for (size_t bit = 0; bit < 8 * size; bit += 6) {
		unsigned value = 0;

		for (size_t i = bit; i < bit + 6; i++)
			value = value << 1 | (i < 8 * size ? bytes[i / 8] >> (7 - i % 8) & 1u : 0);
		ret[count++] = letters[value];
	}
	return count;
}

/* Has characters that the two alphabets of base64 write each in its own way, at each place of a group. */
#define VALUE "w?>~w>?>~~?>w"
#define SIZE (sizeof(VALUE) - 1)

static void text_and_numbers_are_found(void **state)
{
	uint8_t wide[2 * SIZE];
	char hex[2 * SIZE], upper[2 * SIZE];
	struct forms f;

	(void)state;
	assert_null(add(&f, VALUE, SIZE));
	assert_int_equal(f.count, f.patterns.count);
	for (size_t i = 0; i < f.count; i++)
		assert_int_equal(f.patterns.items[i].id, FIRST_ID + i);
	for (size_t i = 0; i < SIZE; i++) {
		wide[2 * i] = (uint8_t)VALUE[i];
		wide[2 * i + 1] = 0;
		hex[2 * i] = "0123456789abcdef"[VALUE[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[VALUE[i] & 15];
		upper[2 * i] = "0123456789ABCDEF"[VALUE[i] >> 4];
		upper[2 * i + 1] = "0123456789ABCDEF"[VALUE[i] & 15];
	}
	assert_true(finds(&f, WCORE_FORM_TEXT, VALUE, SIZE));
	assert_true(finds(&f, WCORE_FORM_UTF16, wide, sizeof(wide)));
	assert_true(finds(&f, WCORE_FORM_HEX, hex, sizeof(hex)));
	assert_true(finds(&f, WCORE_FORM_HEX, upper, sizeof(upper)));
	assert_false(finds(&f, WCORE_FORM_TEXT, VALUE, SIZE - 1));
	assert_false(finds(&f, WCORE_FORM_TEXT, "W?>~w>?>~~?>w", SIZE));
	assert_false(finds(&f, WCORE_FORM_UTF16, wide, sizeof(wide) - 2));
	assert_false(finds(&f, WCORE_FORM_HEX, hex, sizeof(hex) - 2));
	wcore_patterns_deinit(&f.patterns);
}

/* Whatever stands around it. */
static void base64_is_found_at_each_place_of_a_group(void **state)
{
	static const char *const around[] = { "", "a", "~~", "xyz", "\xff\xff\xff\xff", "12345" };
	struct forms f;

	(void)state;
	assert_null(add(&f, VALUE, SIZE));
	for (size_t before = 0; before < sizeof(around) / sizeof(*around); before++)
		for (size_t behind = 0; behind < sizeof(around) / sizeof(*around); behind++)
			for (unsigned is_url = 0; is_url < 2; is_url++) {
				uint8_t bytes[TEXT_MAX];
				char text[TEXT_MAX];
				const size_t start = strlen(around[before]), end = strlen(around[behind]);
				size_t size;

				memcpy(bytes, around[before], start);
				memcpy(bytes + start, VALUE, SIZE);
				memcpy(bytes + start + SIZE, around[behind], end);
				size = encode_base64(bytes, start + SIZE + end, is_url, text);
				if (!finds(&f, WCORE_FORM_BASE64, text, size))
					fail_msg("%.*s", (int)size, text);
				/* Another value is not found. */
				bytes[start + SIZE / 2] ^= 4;
				size = encode_base64(bytes, start + SIZE + end, is_url, text);
				assert_false(finds(&f, WCORE_FORM_BASE64, text, size));
			}
	wcore_patterns_deinit(&f.patterns);
}

/* What is no UTF-8 has no form in UTF-16; all others have all forms. */
static void bytes_that_are_no_text_are_found(void **state)
{
	static const char key[] = "\xff\x01\xfe\x80key";
	static const char hex[] = "FF01fe806B6579";
	struct forms f;

	(void)state;
	assert_null(add(&f, key, sizeof(key) - 1));
	assert_int_equal(f.count, f.patterns.count);
	for (size_t i = 0; i < f.count; i++) {
		assert_int_equal(f.patterns.items[i].id, FIRST_ID + i);
		assert_int_not_equal(f.forms[i], WCORE_FORM_UTF16);
	}
	assert_true(finds(&f, WCORE_FORM_TEXT, key, sizeof(key) - 1));
	assert_true(finds(&f, WCORE_FORM_HEX, hex, sizeof(hex) - 1));
	wcore_patterns_deinit(&f.patterns);
}

static void sizes_are_bounded(void **state)
{
	static const struct { size_t size; bool is_taken; } cases[] = {
		{ 0, false }, { WCORE_KNOWN_LEAST - 1, false }, { WCORE_KNOWN_LEAST, true }, { WCORE_KNOWN_MAX, true },
		{ WCORE_KNOWN_MAX + 1, false },
	};
	static char value[WCORE_KNOWN_MAX + 1];

	(void)state;
	memset(value, 'q', sizeof(value));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct forms f;
		struct wcore_error *error = add(&f, value, cases[i].size);

		assert_int_equal(error == NULL, cases[i].is_taken);
		if (error) {
			assert_int_equal(error->code, WCORE_ERROR_USAGE);
			/* It is named, and not told. */
			assert_non_null(strstr(error->message, "TOKEN"));
			assert_null(strstr(error->message, "qqq"));
		} else {
			assert_true(finds(&f, WCORE_FORM_TEXT, value, cases[i].size));
		}
		wcore_error_destroy(error);
		wcore_patterns_deinit(&f.patterns);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_and_numbers_are_found),
		cmocka_unit_test(base64_is_found_at_each_place_of_a_group),
		cmocka_unit_test(bytes_that_are_no_text_are_found),
		cmocka_unit_test(sizes_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
