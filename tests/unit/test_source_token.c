/* Tokens of source texts: what is passed over, what assigns, and where lines are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/lang/source_token.h"

/* A letter for the kind, then the text; literals without theirs. */
static void write_tokens(const char *text, char *out, size_t size)
{
	static const char letters[] = { 0, 'n', 'l', 'o', 'c', 'a', 's', '-' };
	struct wcore_source_lexer lexer;
	size_t used = 0;

	assert_true(wcore_source_lexer_init(&lexer, wcore_string_from(text), 1));
	out[0] = '\0';
	for (;;) {
		const struct wcore_source_token token = wcore_source_next(&lexer);

		if (token.kind == WCORE_SOURCE_END)
			return;
		used += (size_t)snprintf(out + used, size - used, "%s%c%.*s", used ? " " : "", letters[token.kind],
					 token.kind == WCORE_SOURCE_LITERAL ? 0 : (int)token.text.size, token.text.data);
		assert_true(used < size);
	}
}

static const struct { const char *text, *tokens; } cases[] = {
	{ "x = 3;", "nx a= l -;" },
	{ "x==y != z <= w >= v => u", "nx -== ny -!= nz -<= nw ->= nv -=> nu" },
	{ "a += b -= c *= d /= e %= f &= g |= h ^= i <<= j >>= k", "na a+= nb a-= nc a*= nd a/= ne a%= nf a&= ng a|= nh a^= ni a<<= nj a>>= nk" },
	{ "a +%= b *|= c <<|= d ..= e && f", "na a+%= nb a*|= nc a<<|= nd -..= ne -& -& nf" },
	{ "x++ + --y", "nx s++ -+ s-- ny" },
	{ "p->q.r::s[0](1){2}", "np --> nq -. nr -:: ns o[ l c] o( l c) o{ l c}" },
	{ "a // b = 1\nc /* d = 2\n */ e", "na nc ne" },
	{ "\"x = \\\" 3\" y", "l ny" },
	{ "'=' '\\'' '\\\\' '\\u{10ffff}' '\xc3\xa9' z", "l l l l l nz" },
	{ "fn f<'a>(x: &'a str, y: &'a str)", "nfn nf -< l na -> o( nx -: -& l na nstr -, ny -: -& l na nstr c)" },
	{ "r\"x = 1\" r#\"a\"b\"# br##\"c\"#\"## y", "l l l ny" },
	{ "R\"(x = \"1\")\" u8R\"zz(a)\" )zz\" y", "l l ny" },
	{ "r#type = 1", "nr -# ntype a= l" },
	{ "1'000 0x1p-3 1.5e3 0..5 1.f", "l l -- l l l -. -. l l -. nf" },
	{ "#define X x = 1 \\\n more\n#include <a>\ny", "ny" },
	{ "#[derive(A)]\n#![b]\nz", "-# o[ nderive o( nA c) c] -# -! o[ nb c] nz" },
	{ "const s = \\\\ x = 1\n\\\\ \" y\n;", "nconst ns a= l l -;" },
	{ "\xc3\xa9t\xc3\xa9 = 1", "n\xc3\xa9t\xc3\xa9 a= l" },
	{ "\"no end", "l" },
	{ "/* no end", "" },
	{ "'", "l" },
	{ "R\"", "l" },
	{ "r#", "nr -#" },
	{ "", NULL },
};

static void test_tokens(void **state)
{
	char tokens[512];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_source_lexer lexer;

		if (!cases[i].tokens) {
			assert_false(wcore_source_lexer_init(&lexer, wcore_string_from(cases[i].text), 1));
			continue;
		}
		write_tokens(cases[i].text, tokens, sizeof(tokens));
		assert_string_equal(tokens, cases[i].tokens);
	}
}

static void test_lines(void **state)
{
	static const char text[] = "one\r\n/* two\n three */ x\n\"four\nfive\" y\n\nseven";
	static const uint32_t lines[] = { 1, 3, 4, 5, 7, 7 };
	struct wcore_source_lexer lexer;

	(void)state;
	assert_true(wcore_source_lexer_init(&lexer, wcore_string_from(text), 1));
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		assert_int_equal(wcore_source_next(&lexer).line, lines[i]);
	assert_true(wcore_source_lexer_init(&lexer, wcore_string_from(text), 7));
	assert_true(wcore_string_is(wcore_source_next(&lexer).text, "seven"));
	assert_false(wcore_source_lexer_init(&lexer, wcore_string_from(text), 8));
	assert_false(wcore_source_lexer_init(&lexer, wcore_string_from(text), 0));
	/* A line may end with the text. */
	assert_false(wcore_source_lexer_init(&lexer, wcore_string_from("a\n"), 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
