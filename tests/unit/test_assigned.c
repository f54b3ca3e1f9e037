/* Statements that give a variable a value, in texts of C, C++, Rust and Zig. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/lang/assigned.h"

/*
 * Of the variable x, declared in the line that is marked @, when the one marked ! was reached.  Expected: "3-4", lines of a
 * statement from the text's first; "<6": until, of other branches; "(2)" behind it: its loop's; "&": its address; then its part.
 */
static const struct assigned_case {
	const char *what, *text, *expected;
	bool has_parts;
} cases[] = {
	{ "behind the declaration, in front of the line",
	  "int x = 1;\t@\nx = 2;\nx += y;\n++x;\nx--;\nf(x);!\nx = 3;\n", "2 3 4 5", false },
	{ "a statement of several lines", "int x;@\nx =\n  f(1,\n  2);\ny;!\n", "2-4", false },
	{ "no assignments", "int x = 1;@\ny = x;\nif (x == 2 || x <= 3)\nz.x = 3;\np->x = 4;\nX::x = 5;\ny = -x;\n*x = 3;\ny = z * x;\n!\n", "", false },
	{ "in a comment, a text, a macro", "int x;@\n// x = 1\n/* x = 2; */\nf(\"x = 3\");\n#define A x = 4\n!\n", "", false },
	{ "an inner block's own x", "int x;@\n{ int x = 2;\nx = 3; }\nx = 4;\n!\n", "4", false },
	{ "a loop's own x", "int x;@\nfor (int x = 0; x < 3; x++)\nx = 3;\nx = 4;\n!\n", "4", false },
	{ "a loop's own x, with a block", "int x;@\nfor (auto x : y) {\nx = 3;\n}\nx = 4;\n!\n", "5", false },
	{ "to the end of the block", "{ int x;@\nx = 1;\n}\nx = 2;\n!\n", "2", false },
	{ "a parameter, to the end of the body", "int f(int x, int y) {@\nx = 1;\n{ }\nx = 2;\n}\nx = 3;\n!\n", "2 4", false },
	{ "a parameter in a line of its own", "int f(\n  int x,@\n  int y)\n{\nx = 1;\n}\nx = 3;\n!\n", "5", false },
	{ "a prototype", "int f(int x);@\nx = 1;\n!\n", "", false },
	{ "a later line of a loop that goes round", "int x = 0;@\nwhile (y) {\nf(x);!\nx = 1;\n}\nx = 2;\n", "4(2)", false },
	{ "a loop without a block", "int x = 0;@\nfor (;;)\nx = g(\nx);!\nx = 2;\n", "3-4(2)", false },
	{ "loops in loops", "int x = 0;@\ndo {\nfor (;;) {\nx = 1;\n}\nf(x);!\nx = 2;\n} while (x);\n", "4(2) 7(2)", false },
	{ "a loop that is over", "int x = 0;@\nfor (;;) {\nx = 1;\n}\nif (y) {\nx = 2;\n}\n!\n", "3(2) 6", false },
	{ "a loop's variable", "for (int x = 0; x < 3; x++) {@\nf(x);!\nx += 2;\n}\nx = 3;\n", "1(1) 3(1)", false },
	{ "a loop's variable without a block", "for (int x = 0; x < 3; x++)@\nf(x);!\nx = 3;\n", "1(1)", false },
	{ "addresses", "int x;@\nf(&x);\ny = z & x;\ng(&x);!\nh(&x);\n", "2& 4&", false },
	{ "no parts of a pointer", "int *x;@\nx[1] = 2;\nx->y = 3;\n*x = 4;\nx = 5;\n!\n", "5", false },
	{ "parts", "struct s x;@\nx.a = 1;\nx.b[y[2]].c = 2;\nx[i] = 3;\nx->d = 4;\nf(&x.e);\nx = z;\n!\n",
	  "2.a 3.b[y[2]].c 4[i] 6&.e 7", true },
	{ "Rust", "let mut x = 1;@\nx = 2;\nf(&mut x);\ng(&x);\nmatch x { 1 => 2, _ => 3 }\nx.0 = 5;\n'a: loop { x += 1; }\nbreak 'a x;\n!\n",
	  "2 3& 4& 7(7)", false },
	{ "Rust: the same name again", "let mut x = 1;@\nx = 2;\nlet mut x = 3;\nx = 4;\n!\n", "2", false },
	{ "Rust: in an inner block", "let mut x = 1;@\nif y { let x = 3; }\nx = 4;\n!\n", "3", false },
	{ "Rust: a parameter", "fn f(mut x: u8) -> u8 {@\nx = 1;\n}\nx = 2;\n!\n", "2", false },
	{ "Zig", "var x: u32 = 1;@\nx +%= 2;\nx.* = 3;\nwhile (x < 9) : (x += 1) {\n}\nf(&x);\n!\n", "2 4(4) 6&", false },
	{ "the line that was reached", "int x;@\nx = 1;\nx = f(x);!\nx = 2;\n", "2", false },
	{ "branches", "int x;@\nif (y) {\nx = 1;\n} else if (z) {\nx = 2;\n} else\nx = 3;\nx = 4;\n!\n", "3<7 5<7 7 8", false },
	{ "one branch", "int x;@\nif (y) {\nx = 1;\n}\nx = 2;\nif (z)\nx = 3;\nelse\ng();\n!\n", "3 5 7<9", false },
	{ "branches in branches", "int x;@\nif (y) {\nif (z) {\nx = 1;\n} else {\nx = 2;\n}\nx = 3;\n} else {\ng();\n}\n!\n", "4<11 6<11 8<11", false },
	{ "a switch", "int x;@\nswitch (y) {\ncase 0: x = 1; break;\ncase 1: x = 2; break;\ndefault: g();\n}\nx = 3;\n!\n", "3<6 4<6 7", false },
	{ "a match", "let mut x = 0;@\nmatch y {\n0 => x = 1,\n1 => { x = 2; }\n_ => {}\n}\n!\n", "3<6 4<6", false },
	{ "Zig: another line", "fn f(y: u32) u32 {\nif (y == 1) { g(x); }\nvar x: u32 = y;\nx += 2;\n!\n}\nfn g() void {@\nx = 1;\n}\n", "4", false },
	{ "Zig: another function's", "fn f(y: u32) u32 {@\n}\nfn g() void {@\nvar x: u32 = 1;\nx = 1;\n!\n}\n", "", false },
	{ "a name that is not there", "int y;@\nx = 1;\n!\n", "", false },
	{ "brackets that do not match", "int x;@\n)]\nx = 1;\n!\n", "3", false },
	{ "return and else", "int x;@\nif (y) return x;\nelse x = 1;\n!\n", "3", false },
};

/* The line of a mark, from 1; 0 without one.  Its own text is a comment's. */
static uint32_t line_of(const char *text, char mark)
{
	uint32_t line = 1;

	for (; *text; text++) {
		if (*text == mark)
			return line;
		line += *text == '\n';
	}
	return 0;
}

static void write_found(const struct wcore_assigned *found, unsigned count, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < count; i++) {
		used += (size_t)snprintf(out + used, size - used, "%s%u", used ? " " : "", found[i].first);
		if (found[i].last != found[i].first)
			used += (size_t)snprintf(out + used, size - used, "-%u", found[i].last);
		if (found[i].until != found[i].last)
			used += (size_t)snprintf(out + used, size - used, "<%u", found[i].until);
		if (found[i].loop)
			used += (size_t)snprintf(out + used, size - used, "(%u)", found[i].loop);
		used += (size_t)snprintf(out + used, size - used, "%s%.*s", found[i].is_address ? "&" : "",
					 (int)found[i].part.size, found[i].part.data);
	}
}

static void test_cases(void **state)
{
	struct wcore_assigned found[WCORE_ASSIGNED_MAX];
	uint64_t work = UINT64_MAX;
	char text[1024], out[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_assigned_query query = {
			.name = WCORE_STRING("x"), .declared = line_of(cases[i].text, '@'), .now = line_of(cases[i].text, '!'),
			.function = 1, .has_parts = cases[i].has_parts,
		};

		snprintf(text, sizeof(text), "%s", cases[i].text);
		for (char *mark = text; (mark = strpbrk(mark, "@!"));)
			*mark = ' ';
		query.text = wcore_string_from(text);
		print_message("%s\n", cases[i].what);
		write_found(found, wcore_assigned_find(&query, &work, found), out, sizeof(out));
		assert_string_equal(out, cases[i].expected);
	}
}

static void test_all_when_unknown(void **state)
{
	struct wcore_assigned found[WCORE_ASSIGNED_MAX];
	const struct wcore_assigned_query query = {
		.text = WCORE_STRING("int x;\nx = 1;\nx = 2;\n"), .name = WCORE_STRING("x"), .declared = 1,
	};
	uint64_t work = UINT64_MAX;

	(void)state;
	assert_int_equal(wcore_assigned_find(&query, &work, found), 2);
}

/* All that is read counts, also where nothing is found. */
static void test_work(void **state)
{
	const size_t size = 3 * WCORE_ASSIGNED_BYTES;
	struct wcore_assigned found[WCORE_ASSIGNED_MAX];
	struct wcore_assigned_query query = { .name = WCORE_STRING("x"), .declared = 1, .function = 2 };
	char *text = malloc(size);
	uint64_t work = UINT64_MAX;

	(void)state;
	assert_non_null(text);
	memset(text, ' ', size);
	memcpy(text, "y\n", 2);
	query.text = (struct wcore_string){ text, size };
	/* The name stands neither in the line nor in the function. */
	assert_int_equal(wcore_assigned_find(&query, &work, found), 0);
	assert_true(UINT64_MAX - work >= WCORE_ASSIGNED_BYTES);
	work = UINT64_MAX;
	assert_false(wcore_assigned_is_in_loop(&query, &work));
	assert_true(UINT64_MAX - work >= WCORE_ASSIGNED_BYTES);
	/* One line that is long. */
	query.function = 0;
	text[1] = ' ';
	work = UINT64_MAX;
	assert_int_equal(wcore_assigned_find(&query, &work, found), 0);
	assert_in_range(UINT64_MAX - work, WCORE_ASSIGNED_BYTES, 2 * WCORE_ASSIGNED_BYTES);
	/* With none left nothing is looked at. */
	query.text = WCORE_STRING("int x;\nx = 1;\n");
	work = 0;
	assert_int_equal(wcore_assigned_find(&query, &work, found), 0);
	work = 1000;
	assert_int_equal(wcore_assigned_find(&query, &work, found), 1);
	free(text);
}

/* Hostile texts: many assignments, deep brackets. */
static void test_limits(void **state)
{
	static char text[20000];
	struct wcore_assigned found[WCORE_ASSIGNED_MAX];
	struct wcore_assigned_query query = { .name = WCORE_STRING("x"), .declared = 1 };
	size_t size = (size_t)snprintf(text, sizeof(text), "int x;\n");
	uint64_t work = UINT64_MAX;

	(void)state;
	for (unsigned i = 0; i < 500; i++)
		size += (size_t)snprintf(text + size, sizeof(text) - size, "x = 1;\n");
	query.text = (struct wcore_string){ text, size };
	assert_int_equal(wcore_assigned_find(&query, &work, found), WCORE_ASSIGNED_MAX);
	/* Brackets that are never closed. */
	size = (size_t)snprintf(text, sizeof(text), "int x;\n");
	memset(text + size, '(', 10000);
	query.text.size = size + 10000;
	assert_int_equal(wcore_assigned_find(&query, &work, found), 0);
	memset(text + size, ')', 10000);
	assert_int_equal(wcore_assigned_find(&query, &work, found), 0);
}

/* What stands too far behind the declaration is not looked at. */
static void test_far(void **state)
{
	static const char head[] = "int x;\nx = 1;\n", tail[] = "x = 2;\n";
	struct wcore_assigned found[WCORE_ASSIGNED_MAX];
	const size_t size = WCORE_ASSIGNED_BYTES + 100;
	char *text = malloc(size);
	const struct wcore_assigned_query query = { .text = { text, size }, .name = WCORE_STRING("x"), .declared = 1 };
	uint64_t work = UINT64_MAX;

	(void)state;
	assert_non_null(text);
	memset(text, ' ', size);
	memcpy(text, head, strlen(head));
	memcpy(text + WCORE_ASSIGNED_BYTES - 100, tail, strlen(tail));
	memcpy(text + WCORE_ASSIGNED_BYTES + 50, tail, strlen(tail));
	assert_int_equal(wcore_assigned_find(&query, &work, found), 2);
	free(text);
}

/* x, declared in the line that is marked @, in a function that begins in the first one. */
static void test_loops(void **state)
{
	static const struct { const char *text; bool is_in_loop; } loops[] = {
		{ "fn f() {\nlet x = 1;@\n}\n", false }, { "fn f(x: u8) {@\n}\n", false },
		{ "fn f() {\nfor x in 0..3 {@\n}\n}\n", true }, { "fn f() {\nfor i in 0..3 {\nif i == 1 {\nlet x = i;@\n}\n}\n}\n", true },
		{ "void f(void) {\nfor (int i = 0; i < 3; i++) {\n}\nint x = 1;@\n}\n", false },
		{ "void f(void) {\nfor (int i = 0; i < 3; i++)\ng();\nint x = 1;@\n}\n", false },
		{ "void f(void) {\nfor (int x = 0; x < 3; x++)@\ng();\n}\n", true },
		{ "void f(void) {\ndo {\nint x = 1;@\n} while (1);\n}\n", true }, { "void f(void) {\nif (1) {\nint x = 1;@\n}\n}\n", false },
		{ "void f(void) {\n}\nvoid g(void) {\nwhile (1) {\nint x = 1;@\n}\n}\n", true },
		{ "fn f() void {\nwhile (it.next()) |x| {@\n}\n}\n", true }, { "fn f() void {@\nwhile (y) {\nvar x: u8 = 1;\n}\n}\n", true }, { "void f(void) {\nint y = 1;@\n}\n", false },
	};
	uint64_t work = UINT64_MAX;
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(loops) / sizeof(*loops); i++) {
		struct wcore_assigned_query query = { .name = WCORE_STRING("x"), .declared = line_of(loops[i].text, '@'),
						     .function = 1 };

		snprintf(text, sizeof(text), "%s", loops[i].text);
		*strchr(text, '@') = ' ';
		query.text = wcore_string_from(text);
		if (wcore_assigned_is_in_loop(&query, &work) != loops[i].is_in_loop)
			fail_msg("%s", text);
	}
	work = 0;
	assert_false(wcore_assigned_is_in_loop(&(struct wcore_assigned_query){
		.text = WCORE_STRING("for x in y {"), .name = WCORE_STRING("x"), .declared = 1, .function = 1 }, &work));
}

/* Declared in the line that is marked @, asked for the one marked !. */
static void test_named(void **state)
{
	static const struct { const char *text; bool is_named; } named[] = {
		{ "int x = 1;@\nf(x);!\n", true }, { "int x = 1;@\nf(y);!\nf(x);\n", false },
		{ "int x = 1;@\ny = 2;!\n", false }, { "int x = f(1,@\n2);!\ny = 3;\n", true },
		{ "int x = 1;@\nf(x,\ny);!\n", true }, { "int x = 1;@\nf(y,!\nx);\n", true },
		{ "int x = 1;@\nif (y) {!\nx = 2;\n}\n", false }, { "int x = 1;@\nif (x) {!\ny = 2;\n}\n", true },
		{ "struct s x = {@\n1,!\n2 };\n", true }, { "int x = 1;@\nf(z.y);! // x\n", false },
		/* Where that cannot be told. */
		{ "int y;!\nint x = 1;@\n", true }, { "int y = 1;@\nf(y);!\n", true }, { "int x = 1;@\nf(y)!\n", true },
	};
	uint64_t work = UINT64_MAX;
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++) {
		struct wcore_assigned_query query = { .name = WCORE_STRING("x"), .declared = line_of(named[i].text, '@') };

		snprintf(text, sizeof(text), "%s", named[i].text);
		*strchr(text, '@') = ' ';
		*strchr(text, '!') = ' ';
		query.text = wcore_string_from(text);
		if (wcore_assigned_is_named(&query, line_of(named[i].text, '!'), &work) != named[i].is_named)
			fail_msg("%s", named[i].text);
	}
	work = 0;
	assert_true(wcore_assigned_is_named(&(struct wcore_assigned_query){
		.text = WCORE_STRING("int x;\ny;\n"), .name = WCORE_STRING("x"), .declared = 1 }, 2, &work));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_all_when_unknown),
		cmocka_unit_test(test_work),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_far),
		cmocka_unit_test(test_loops),
		cmocka_unit_test(test_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
