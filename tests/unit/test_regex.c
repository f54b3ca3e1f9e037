#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/scan/regex.h"
#include "../../libcore/scan/regex_hint.h"

#define FOUND_MAX 20000

struct seen { size_t at[FOUND_MAX], size[FOUND_MAX], count; };

static struct seen with_hint, without;

static void add(void *context, size_t at, size_t size)
{
	struct seen *seen = context;

	assert_true(seen->count < FOUND_MAX);
	seen->at[seen->count] = at;
	seen->size[seen->count++] = size;
}

static uint64_t seed = 88172645463325252u;

static uint64_t random_number(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

static struct wcore_error *find(const struct wcore_regex *regex, const uint8_t *data, size_t size, size_t from,
				size_t starts, struct seen *ret)
{
	struct wcore_regex_work *work = NULL;
	const struct wcore_regex_run run = { .data = data, .size = size, .from = from, .starts = starts,
					     .is_line_start = true, .is_line_end = true, .found = add,
					     .context = ret };
	struct wcore_error *error;

	ret->count = 0;
	assert_null(wcore_regex_work_create(regex, &work));
	error = wcore_regex_find(regex, work, &run);
	wcore_regex_work_destroy(work);
	return error;
}

/* Expressions, and whether a hint is to be had of them. */
static const struct expression {
	const char *text;
	bool has_hint;
} expressions[] = {
	{ "abc", true }, { "a[bc]+d", true }, { "[abc]+d[abc]*", true }, { "abc|dab|ca+d", true },
	{ "(ab|cd)+e", true }, { "x?abd", true }, { "(?:ab)?cd", true }, { "a{3}", true }, { "a{2,}b", true },
	{ "a{0,2}bcd", true }, { "^ab", true }, { "ab$", true }, { "\\bab", true }, { "(a|b)c|de", true },
	{ "a.c", true }, { ".*abc", true }, { "ab.*cd", true }, { "a+?b+?", true }, { "a++b", true },
	{ "[^a]bc", true }, { "\\x61b", true }, { "a\\.b", true }, { "((a)(b))c", true }, { "a()b", true },
	{ "e{1}d{2}", true }, { "(abc|)d", true }, { "[]a]b", true }, { "[a-c-e]de", true }, { "[\\]b]a", true },
	/* What the hints' reader does not know. */
	{ "(?i)abc", false }, { "(?=ab)a", false }, { "(a)\\1", false }, { "\\Qab\\E", false }, { "a\\Kb", false },
	{ "(?<x>a)b", false }, { "[[:alpha:]]b", false }, { "(*COMMIT)ab", false },
	/* What could be anywhere. */
	{ ".", false }, { "a*", false }, { "[^a]", false }, { "(abc)?", false }, { "abc|", false }, { "ab|.", false },
};

static void test_hints(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(expressions) / sizeof(expressions[0]); i++) {
		const struct expression *c = &expressions[i];

		for (unsigned caseless = 0; caseless < 2; caseless++) {
			struct wcore_regex *regex = NULL;
			size_t column;

			assert_null(wcore_regex_create(c->text, caseless, wcore_simd_detect(), &column, &regex));
			if (!caseless && wcore_regex_has_hint(regex) != c->has_hint)
				fail_msg("%s: hint %d", c->text, !c->has_hint);
			for (unsigned round = 0; round < 40; round++) {
				uint8_t data[600];
				const size_t size = random_number(sizeof(data)), from = random_number(size + 1);
				struct wcore_regex *plain = NULL;

				for (size_t j = 0; j < size; j++)
					data[j] = (uint8_t)"abcdeabcdeABx.\n"[random_number(round % 2 ? 5 : 15)];
				assert_null(wcore_regex_create(c->text, caseless, WCORE_SIMD_PLAIN, &column, &plain));
				wcore_regex_forget_hint(plain);
				assert_null(find(regex, data, size, from, size, &with_hint));
				assert_null(find(plain, data, size, from, size, &without));
				if (with_hint.count != without.count ||
				    memcmp(with_hint.at, without.at, without.count * sizeof(size_t)) != 0 ||
				    memcmp(with_hint.size, without.size, without.count * sizeof(size_t)) != 0)
					fail_msg("%s: %zu found, not %zu", c->text, with_hint.count, without.count);
				wcore_regex_destroy(plain);
			}
			wcore_regex_destroy(regex);
		}
	}
}

static void test_matches(void **state)
{
	static const char text[] = "one two\nthree  2two";
	static const struct { const char *expression; size_t at, size, count; } cases[] = {
		{ "two", 4, 3, 2 }, { "^t", 8, 1, 1 }, { "[a-z]+$", 4, 3, 2 }, { "e.*t", 2, 3, 2 },
		{ "\\d", 15, 1, 1 }, { "\\s+", 3, 1, 3 }, { "x*", 0, 0, 0 }, { "(?<=t)wo", 5, 2, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_regex *regex = NULL;
		size_t column;

		assert_null(wcore_regex_create(cases[i].expression, false, WCORE_SIMD_PLAIN, &column, &regex));
		assert_null(find(regex, (const uint8_t *)text, strlen(text), 0, strlen(text), &without));
		if (without.count != cases[i].count ||
		    (without.count && (without.at[0] != cases[i].at || without.size[0] != cases[i].size)))
			fail_msg("%s: %zu, first at %zu of %zu", cases[i].expression, without.count, without.at[0],
				 without.size[0]);
		wcore_regex_destroy(regex);
	}
}

static void test_errors(void **state)
{
	static const struct { const char *text; size_t column; } cases[] = {
		{ "a(b", 3 }, { "[a", 2 }, { "ab*(?", 5 }, { "*a", 0 }, { "(*UTF)a", 6 }, { "(*UCP)a", 6 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_regex *regex = NULL;
		size_t column = 99;
		struct wcore_error *error =
			wcore_regex_create(cases[i].text, false, WCORE_SIMD_PLAIN, &column, &regex);

		assert_non_null(error);
		assert_int_equal(error->code, WCORE_ERROR_USAGE);
		if (column != cases[i].column)
			fail_msg("%s: column %zu", cases[i].text, column);
		wcore_error_destroy(error);
	}
}

static void test_limits(void **state)
{
	/* None of them ends by PCRE2's look at what a match needs. */
	static const char *const evil[] = { "(a+)+$", "(a|aa)+[b-d]", "(a|a|a)*[b-d]" };
	static uint8_t data[65536];

	(void)state;
	memset(data, 'a', sizeof(data));
	data[sizeof(data) - 1] = 'z';
	for (size_t i = 0; i < sizeof(evil) / sizeof(evil[0]); i++) {
		struct wcore_regex *regex = NULL;
		struct wcore_error *error;
		size_t column;

		assert_null(wcore_regex_create(evil[i], false, wcore_simd_detect(), &column, &regex));
		wcore_regex_forget_hint(regex);
		error = find(regex, data, sizeof(data), 0, sizeof(data), &without);
		assert_non_null(error);
		assert_int_equal(error->code, WCORE_ERROR_LIMIT);
		wcore_error_destroy(error);
		wcore_regex_destroy(regex);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_matches),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
