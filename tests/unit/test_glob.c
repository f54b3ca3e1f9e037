#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/base/glob.h"

/* As fnmatch() without flags has it, in a locale of bytes. */
static void test_match(void **state)
{
	static const struct { const char *pattern, *text; bool matches; } cases[] = {
		{ "", "", true }, { "", "a", false }, { "a", "a", true }, { "a", "", false }, { "a", "ab", false },
		{ "*", "", true }, { "*", "anything", true }, { "**", "x", true }, { "a*", "a", true }, { "a*", "ba", false },
		{ "*a", "ba", true }, { "*a", "bab", false }, { "a*c", "abbc", true }, { "a*c", "ac", true }, { "a*b*c", "aXbYc", true },
		{ "a*b*c", "aXcYb", false }, { "*ab*ab*", "abab", true }, { "*ab*ab*", "aba", false }, { "?", "a", true },
		{ "?", "", false }, { "a?c", "abc", true }, { "*?", "x", true }, { "[abc]", "b", true }, { "[abc]", "d", false },
		{ "[a-c]x", "bx", true }, { "[!a-c]", "d", true }, { "[!a-c]", "b", false }, { "[^a]", "b", true },
		{ "[]a]", "]", true }, { "[a", "[a", true }, { "x[", "x[", true }, { "[a-]", "-", true }, { "[a-]", "b", false },
		{ "\\*", "*", true }, { "\\*", "a", false }, { "a\\", "a\\", true }, { "*::count", "shop::count", true },
		{ "std::vector<*>", "std::vector<int, std::allocator<int> >", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (wcore_glob_match(cases[i].pattern, wcore_string_from(cases[i].text)) != cases[i].matches)
			fail_msg("'%s' and '%s'", cases[i].pattern, cases[i].text);
	assert_true(wcore_glob_is_pattern("a*") && wcore_glob_is_pattern("?") && wcore_glob_is_pattern("x[y"));
	assert_false(wcore_glob_is_pattern("shop::Cart"));
}

/* A pattern that would have a backtracking matcher try for ages. */
static void test_work(void **state)
{
	static char text[20000];
	char pattern[101];

	(void)state;
	memset(text, 'a', sizeof(text));
	for (size_t i = 0; i < 100; i++)
		pattern[i] = i % 2 ? 'a' : '*';
	strcpy(pattern + 97, "*b");
	assert_false(wcore_glob_match(pattern, (struct wcore_string){ text, sizeof(text) }));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_match), cmocka_unit_test(test_work) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
