#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "../../libcore/debug/demangle.h"

struct name_case {
	const char *mangled, *name;
};

static void test_names(void **state)
{
	/* Expected: what llvm-cxxfilt, the Rust RFCs and the sources of the corpus say. */
	static const struct name_case cases[] = {
		{ "_ZN6market6detail4RingIiLi4EE2atEi", "market::detail::Ring<int, 4>::at(int)" },
		{ "_ZN4bank5Audit5checkERKNS_7AccountEj",
		  "bank::Audit::check(bank::Account const&, unsigned int)" },
		{ "_ZN4shop13process_thing17h0123456789abcdefE", "shop::process_thing" },
		{ "_ZN3std2rt10lang_start28_$u7b$$u7b$closure$u7d$$u7d$17h60b0d03c40bc5cb9E",
		  "std::rt::lang_start::{{closure}}" },
		{ "_ZN81_$LT$alloc..vec..Vec$LT$T$C$A$GT$$u20$as$u20$core..ops..index..Index$LT$I$GT$"
		  "$GT$5index17h48b6e3a1bd0ebd48E",
		  "<alloc::vec::Vec<T,A> as core::ops::index::Index<I>>::index" },
		{ "_RNvCskwGfYPst2Cb_3foo16example_function", "foo::example_function" },
		{ "_RINvNtC3std3mem8align_ofjE", "std::mem::align_of::<usize>" },
		{ "_RNqCs4fqI2P2rA04_11utf8_identsu30____7hkackfecea1cbdathfdh9hlq6y",
		  "utf8_idents::საჭმელად_გემრიელი_სადილი" },
		/* Not mangled, or not whole. */
		{ "main", "main" },
		{ "_start", "_start" },
		{ "market::Square::area(int)", "market::Square::area(int)" },
		{ "debug.FullPanic((function 'defaultPanic')).outOfBounds",
		  "debug.FullPanic((function 'defaultPanic')).outOfBounds" },
		{ "_Z", "_Z" },
		{ "_R", "_R" },
		{ "_ZN4shop", "_ZN4shop" },
		{ "_Z99999999999999999999f", "_Z99999999999999999999f" },
		{ "", "" },
	};
	struct wcore_arena arena;

	(void)state;
	wcore_arena_init(&arena);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_string got = wcore_demangle(&arena, wcore_string_from(cases[i].mangled));

		assert_int_equal(got.size, strlen(cases[i].name));
		assert_memory_equal(got.data, cases[i].name, got.size);
	}
	wcore_arena_deinit(&arena);
}

static void test_part_of_a_buffer(void **state)
{
	const struct wcore_string name = { "_ZN4shop4main17h0123456789abcdefEgarbage", 33 };
	const struct wcore_string zero = { "_Z1f\0v", 6 };
	struct wcore_arena arena;

	(void)state;
	wcore_arena_init(&arena);
	assert_true(wcore_string_is(wcore_demangle(&arena, name), "shop::main"));
	assert_ptr_equal(wcore_demangle(&arena, zero).data, zero.data);
	wcore_arena_deinit(&arena);
}

/* The name must come back as it is, soon. */
static void refuse(char *name)
{
	struct wcore_arena arena;
	clock_t start = clock();

	wcore_arena_init(&arena);
	struct wcore_string got = wcore_demangle(&arena, wcore_string_from(name));

	assert_ptr_equal(got.data, name);
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 0.5);
	wcore_arena_deinit(&arena);
	free(name);
}

static char *repeated(const char *head, const char *part, size_t count, const char *tail)
{
	size_t step = strlen(part), at = strlen(head);
	char *name = malloc(at + step * count + strlen(tail) + 1);

	assert_non_null(name);
	memcpy(name, head, at);
	for (size_t i = 0; i < count; i++, at += step)
		memcpy(name + at, part, step);
	memcpy(name + at, tail, strlen(tail) + 1);
	return name;
}

static void test_deep(void **state)
{
	(void)state;
	refuse(repeated("_Z1f", "P", 60000, "i"));
	refuse(repeated("_RINvC1a1f", "S", 60000, "iE"));
	refuse(repeated("_ZN", "1a", 70000, "E"));
}

/* Each parameter p<Sn_, Sn_> is twice the one before. */
static char *substitutions(unsigned depth)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char *name = malloc(1024), *at = name;

	assert_non_null(name);
	at += sprintf(at, "_Z1f1pIiiE");
	for (unsigned i = 0; i < depth; i++)
		at += sprintf(at, "S_IS%c_S%c_E", digits[i], digits[i]);
	return name;
}

/* Each tuple holds the one inside it twice, the second time by a back reference. */
static char *back_references(unsigned depth)
{
	static const char digits[] =
		"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	const unsigned head = 8;
	char *name = malloc(1024), *at = name;

	assert_non_null(name);
	at += sprintf(at, "_RINvC1a1f");
	for (unsigned i = 0; i < depth; i++)
		*at++ = 'T';
	*at++ = 'u';
	/* A back reference counts from behind "_R"; the number n > 0 is written as n - 1. */
	for (unsigned i = depth; i-- > 0;)
		at += sprintf(at, "B%c_E", digits[head + i]);
	sprintf(at, "E");
	return name;
}

static void assert_demangled(char *name, const char *expected)
{
	struct wcore_arena arena;

	wcore_arena_init(&arena);
	assert_true(wcore_string_is(wcore_demangle(&arena, wcore_string_from(name)), expected));
	wcore_arena_deinit(&arena);
	free(name);
}

static void test_explosions(void **state)
{
	(void)state;
	assert_demangled(substitutions(1), "f(p<int, int>, p<p<int, int>, p<int, int> >)");
	refuse(substitutions(36));
	assert_demangled(back_references(2), "a::f::<(((), ()), ((), ()))>");
	refuse(back_references(40));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_part_of_a_buffer),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_explosions),
	};

	return cmocka_run_group_tests_name("demangle", tests, NULL, NULL);
}
