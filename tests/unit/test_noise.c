#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../libcore/analysis/noise.h"

/* Names seen on real stacks, in their plain form. */
static const struct noise_case {
	const char *name;
	enum wcore_noise noise;
} cases[] = {
	{ "core::panicking::panic_bounds_check", WCORE_NOISE_PANIC },
	{ "std::panicking::rust_panic_with_hook", WCORE_NOISE_PANIC },
	{ "std::panicking::begin_panic_handler::{closure}", WCORE_NOISE_PANIC },
	{ "std::sys_common::backtrace::__rust_end_short_backtrace", WCORE_NOISE_PANIC },
	{ "rust_begin_unwind", WCORE_NOISE_PANIC },
	{ "rust_panic", WCORE_NOISE_PANIC },
	{ "__rust_start_panic", WCORE_NOISE_PANIC },
	{ "panic_abort::__rust_start_panic::abort", WCORE_NOISE_PANIC },
	{ "std::sys::pal::wasi::abort_internal", WCORE_NOISE_PANIC },
	{ "std::panicking::try::do_call", WCORE_NOISE_GLUE },
	{ "core::ops::function::FnOnce::call_once", WCORE_NOISE_GLUE },
	{ "core::slice::index::index", WCORE_NOISE_LIBRARY },
	{ "alloc::vec::Vec::index", WCORE_NOISE_LIBRARY },
	{ "std::rt::lang_start", WCORE_NOISE_ENTRY },
	{ "std::rt::lang_start::{closure}", WCORE_NOISE_ENTRY },
	{ "std::sys_common::backtrace::__rust_begin_short_backtrace", WCORE_NOISE_ENTRY },
	{ "shop::process_thing", WCORE_NOISE_NONE },
	{ "abort", WCORE_NOISE_PANIC },
	{ "aborted", WCORE_NOISE_NONE },
	{ "__assert_fail", WCORE_NOISE_PANIC },
	{ "__cxa_throw", WCORE_NOISE_PANIC },
	{ "std::terminate", WCORE_NOISE_PANIC },
	{ "std::vector::at", WCORE_NOISE_LIBRARY },
	{ "demangling_terminate_handler", WCORE_NOISE_PANIC },
	{ "__wasi_proc_exit", WCORE_NOISE_PANIC },
	{ "_start", WCORE_NOISE_ENTRY },
	{ "main", WCORE_NOISE_NONE },
	{ "start", WCORE_NOISE_NONE },
	{ "~lib/builtins/abort", WCORE_NOISE_PANIC },
	{ "~lib/array/Array#__get", WCORE_NOISE_LIBRARY },
	{ "debug.defaultPanic", WCORE_NOISE_PANIC },
	{ "debug.panicExtra", WCORE_NOISE_PANIC },
	{ "debug.FullPanic.outOfBounds", WCORE_NOISE_PANIC },
	{ "process.abort", WCORE_NOISE_PANIC },
	{ "start.startWasi", WCORE_NOISE_ENTRY },
	{ "runtime.gopanic", WCORE_NOISE_PANIC },
	{ "runtime.main", WCORE_NOISE_ENTRY },
	{ "wasm_pc_f_loop", WCORE_NOISE_ENTRY },
	{ "main.main", WCORE_NOISE_NONE },
	{ "", WCORE_NOISE_NONE },
};

static void test_classes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("%s\n", cases[i].name);
		assert_int_equal(wcore_noise_classify(cases[i].name), cases[i].noise);
	}
}

static void test_main(void **state)
{
	(void)state;
	assert_string_equal(wcore_noise_main("__original_main"), "main");
	assert_string_equal(wcore_noise_main("__main_void"), "main");
	assert_string_equal(wcore_noise_main("__main_argc_argv"), "main");
	assert_string_equal(wcore_noise_main("domain"), "domain");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classes),
		cmocka_unit_test(test_main),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
