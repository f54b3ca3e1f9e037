#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/plain_name.h"

/* By the rules in plain_name.h; names as libiberty, wasm-ld, rustc, zig, asc and Go write them. */
static const struct name_case {
	const char *name, *plain;
} cases[] = {
	/* C and C++ */
	{ "process", "process" },
	{ "func2", "func2" },
	{ "market::detail::Ring<int, 4>::at(int)", "market::detail::Ring::at" },
	{ "run(std::__2::vector<A, B<C> >&, int)::$_0::operator()(std::__2::pair<int, double> const&) const",
	  "run::$_::operator()" },
	{ "bank::Audit::check(bank::Account const&, unsigned int)", "bank::Audit::check" },
	{ "int market::Index<std::__2::basic_string<char>, int>::each<run(int)::$_0>(int, run(int)::$_0)",
	  "market::Index::each" },
	{ "(anonymous namespace)::foo(int)::'lambda0'(int)::operator()(int) const",
	  "(anonymous namespace)::foo::'lambda'::operator()" },
	{ "main::{lambda(int)#1}::operator()(int) const", "main::{lambda}::operator()" },
	{ "std::ostream& operator<< <std::char_traits<char> >(std::ostream&, char const*)",
	  "operator<<" },
	{ "bool operator<(A const&, B const&)", "operator<" },
	{ "A::operator->()", "A::operator->" },
	{ "A::operator bool() const", "A::operator bool" },
	{ "A::operator unsigned int() const", "A::operator unsigned int" },
	{ "A::operator()(int) &&", "A::operator()" },
	{ "operator new(unsigned long)", "operator new" },
	{ "operator delete[](void*)", "operator delete[]" },
	{ "void foo<int, (char)3>(int) [clone .isra.0]", "foo" },
	{ "unsigned int* foo<int>(void (*)(int))", "foo" },
	{ "foo[abi:cxx11](int)", "foo" },
	{ "non-virtual thunk to A::b(int)", "A::b" },
	{ "std::__2::vector<int>::at(unsigned long)", "std::vector::at" },
	{ "__cxx_global_var_init.3", "__cxx_global_var_init" },
	{ "foo.llvm.12345", "foo" },
	{ "foo.isra.0.cold.1", "foo" },
	{ "divide.command_export", "divide" },
	{ "signature_mismatch:foo", "signature_mismatch:foo" },
	/* Rust */
	{ "shop::process::h0123456789abcdef", "shop::process" },
	{ "shop::h0123456789abcdeg", "shop::h0123456789abcdeg" },
	{ "<alloc::vec::Vec<T,A> as core::ops::index::Index<I>>::index", "alloc::vec::Vec::index" },
	{ "<usize as core::slice::index::SliceIndex<[T]>>::index",
	  "core::slice::index::SliceIndex::index" },
	{ "core::slice::index::<impl core::ops::index::Index<I> for [T]>::index",
	  "core::slice::index::index" },
	{ "<alloc::vec::Vec<u8>>::push", "alloc::vec::Vec::push" },
	{ "core::ptr::drop_in_place::<shop::Cart>", "core::ptr::drop_in_place" },
	{ "core::ptr::drop_in_place<shop::Cart>", "core::ptr::drop_in_place" },
	{ "<shop::Cart as core::fmt::Debug>::fmt::{closure#0}", "shop::Cart::fmt::{closure}" },
	{ "tally::main::{{closure}}", "tally::main::{closure}" },
	{ "<dyn core::any::Any>::is", "core::any::Any::is" },
	{ "<&T as core::fmt::Debug>::fmt", "core::fmt::Debug::fmt" },
	{ "<F as core::ops::function::FnOnce<() -> T>>::call_once",
	  "core::ops::function::FnOnce::call_once" },
	{ "describe externref shim", "describe" },
	/* Zig */
	{ "debug.panicExtra__func_25", "debug.panicExtra" },
	{ "debug.FullPanic((function 'defaultPanic')).outOfBounds", "debug.FullPanic.outOfBounds" },
	{ "fleet.Stack(i32,6).get", "fleet.Stack.get" },
	{ "list.Aligned(u8,null).append__anon_1234", "list.Aligned.append" },
	/* AssemblyScript */
	{ "~lib/array/Array<~lib/string/String>#__get", "~lib/array/Array#__get" },
	{ "park/Box<park/Car>#map", "park/Box#map" },
	{ "start:main~anonymous|0", "start:main~anonymous" },
	/* Go, TinyGo */
	{ "main.(*T).Method.func1", "main.(*T).Method.func" },
	{ "main.main.func2.3", "main.main.func" },
	{ "main.func1", "main.func1" },
	{ "(*main.T).Close", "(*main.T).Close" },
	{ "main.Map[...]", "main.Map" },
	{ "main.run$1", "main.run$" },
	/* No names */
	{ "", "" },
	{ "<", "<" },
	{ "foo(", "foo" },
	{ "a<b", "a" },
};

static void test_rules(void **state)
{
	char buffer[WCORE_PLAIN_NAME_MAX];
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t size = wcore_plain_name(wcore_string_from(cases[i].name), buffer);
		assert_string_equal(buffer, cases[i].plain);
		assert_int_equal(size, strlen(buffer));
	}
}

/* What is plain stays as it is. */
static void test_twice(void **state)
{
	char once[WCORE_PLAIN_NAME_MAX], twice[WCORE_PLAIN_NAME_MAX];
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		wcore_plain_name(wcore_string_from(cases[i].name), once);
		wcore_plain_name(wcore_string_from(once), twice);
		assert_string_equal(twice, once);
	}
}

static void test_long(void **state)
{
	char buffer[WCORE_PLAIN_NAME_MAX];
	const size_t size = 1 << 20;
	char *name = malloc(size);
	(void)state;

	assert_non_null(name);
	memset(name, 'a', size);
	assert_int_equal(wcore_plain_name((struct wcore_string){ name, size }, buffer),
			 WCORE_PLAIN_NAME_MAX - 1);
	memset(name, '<', size);
	assert_true(wcore_plain_name((struct wcore_string){ name, size }, buffer) > 0);
	memset(name, '(', size);
	assert_true(wcore_plain_name((struct wcore_string){ name, size }, buffer) > 0);
	free(name);
	assert_int_equal(wcore_plain_name((struct wcore_string){ NULL, 0 }, buffer), 0);
	assert_string_equal(buffer, "");
}

/* Random bytes: bounds are the sanitizers' business, termination is ours. */
static void test_random(void **state)
{
	static const char alphabet[] = " <>()[]{}:#$_.0a|'-&*~operatorlambda\xc3\x1b";
	char name[64], buffer[WCORE_PLAIN_NAME_MAX];
	uint32_t seed = 1;
	(void)state;

	for (int i = 0; i < 20000; i++) {
		size_t size = 0;
		for (; size < sizeof(name); size++) {
			seed = seed * 1103515245 + 12345;
			size_t pick = seed >> 16;
			if (pick % 61 == 0)
				break;
			name[size] = alphabet[pick % (sizeof(alphabet) - 1)];
		}
		size_t plain = wcore_plain_name((struct wcore_string){ name, size }, buffer);
		assert_true(plain <= size);
		assert_true(size == 0 || plain > 0);
		assert_int_equal(buffer[plain], 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
