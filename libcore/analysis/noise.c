#include "noise.h"

#include <stddef.h>
#include <string.h>

/* A `*` stands for anything.  The first row that fits counts. */
static const struct {
	const char *pattern;
	enum wcore_noise noise;
} rows[] = {
	/* Rust */
	{"std::rt::lang_start*", WCORE_NOISE_ENTRY},
	{"std::sys::backtrace::__rust_begin_short_backtrace", WCORE_NOISE_ENTRY},
	{"std::sys_common::backtrace::__rust_begin_short_backtrace", WCORE_NOISE_ENTRY},
	{"core::panicking::*", WCORE_NOISE_PANIC},
	{"std::panicking::try*", WCORE_NOISE_GLUE},
	{"std::panicking::catch_unwind*", WCORE_NOISE_GLUE},
	{"std::panicking::*", WCORE_NOISE_PANIC},
	{"std::panic::catch_unwind", WCORE_NOISE_GLUE},
	{"std::sys::backtrace::*", WCORE_NOISE_PANIC},
	{"std::sys_common::backtrace::*", WCORE_NOISE_PANIC},
	{"std::sys::*::abort_internal", WCORE_NOISE_PANIC},
	{"std::process::abort", WCORE_NOISE_PANIC},
	{"core::intrinsics::abort", WCORE_NOISE_PANIC},
	{"panic_abort::*", WCORE_NOISE_PANIC},
	{"panic_unwind::*", WCORE_NOISE_PANIC},
	{"rust_panic*", WCORE_NOISE_PANIC},
	{"rust_begin_unwind", WCORE_NOISE_PANIC},
	{"rust_oom", WCORE_NOISE_PANIC},
	{"__rust_start_panic", WCORE_NOISE_PANIC},
	{"__rust_alloc_error_handler", WCORE_NOISE_PANIC},
	{"__rust_try", WCORE_NOISE_GLUE},
	{"__rustc::*", WCORE_NOISE_PANIC},
	{"alloc::alloc::handle_alloc_error", WCORE_NOISE_PANIC},
	{"core::ops::function::Fn*::call*", WCORE_NOISE_GLUE},
	{"core::ops::function::impls::*", WCORE_NOISE_GLUE},
	{"alloc::boxed::Box::call*", WCORE_NOISE_GLUE},
	{"core::panic::unwind_safe::AssertUnwindSafe::call_once", WCORE_NOISE_GLUE},
	{"core::*", WCORE_NOISE_LIBRARY},
	{"alloc::*", WCORE_NOISE_LIBRARY},
	/* C and C++ */
	{"_start", WCORE_NOISE_ENTRY},
	{"abort", WCORE_NOISE_PANIC},
	{"__abort", WCORE_NOISE_PANIC},
	{"abort_message", WCORE_NOISE_PANIC},
	{"raise", WCORE_NOISE_PANIC},
	{"exit", WCORE_NOISE_PANIC},
	{"_exit", WCORE_NOISE_PANIC},
	{"_Exit", WCORE_NOISE_PANIC},
	{"__assert", WCORE_NOISE_PANIC},
	{"__assert_fail*", WCORE_NOISE_PANIC},
	{"__assert_rtn", WCORE_NOISE_PANIC},
	{"__stack_chk_fail", WCORE_NOISE_PANIC},
	{"__ubsan_*", WCORE_NOISE_PANIC},
	{"__cxa_*", WCORE_NOISE_PANIC},
	{"_Unwind_*", WCORE_NOISE_PANIC},
	{"__wasi_proc_exit", WCORE_NOISE_PANIC},
	{"__imported_wasi_snapshot_preview1_proc_exit", WCORE_NOISE_PANIC},
	{"demangling_*terminate_handler", WCORE_NOISE_PANIC},
	{"std::terminate", WCORE_NOISE_PANIC},
	{"std::__terminate", WCORE_NOISE_PANIC},
	{"std::__libcpp_verbose_abort", WCORE_NOISE_PANIC},
	{"__libcpp_verbose_abort", WCORE_NOISE_PANIC},
	{"std::__throw_*", WCORE_NOISE_PANIC},
	{"std::__invoke*", WCORE_NOISE_GLUE},
	{"std::__function::*", WCORE_NOISE_GLUE},
	{"std::invoke*", WCORE_NOISE_GLUE},
	{"undefined_weak:*", WCORE_NOISE_GLUE},
	{"std::*", WCORE_NOISE_LIBRARY},	/* Rust's too */
	/* AssemblyScript */
	{"~lib/builtins/abort", WCORE_NOISE_PANIC},
	{"~lib/wasi*abort", WCORE_NOISE_PANIC},
	{"~lib/*", WCORE_NOISE_LIBRARY},
	/* Zig */
	{"start.*", WCORE_NOISE_ENTRY},
	{"builtin.default_panic", WCORE_NOISE_PANIC},
	{"builtin.panic*", WCORE_NOISE_PANIC},
	{"debug.panic*", WCORE_NOISE_PANIC},
	{"debug.defaultPanic", WCORE_NOISE_PANIC},
	{"debug.FullPanic*", WCORE_NOISE_PANIC},
	{"debug.simple_panic*", WCORE_NOISE_PANIC},
	{"debug.no_panic*", WCORE_NOISE_PANIC},
	{"debug.assert", WCORE_NOISE_PANIC},
	{"defaultPanic", WCORE_NOISE_PANIC},
	{"process.abort", WCORE_NOISE_PANIC},
	{"posix.abort", WCORE_NOISE_PANIC},
	{"os.abort", WCORE_NOISE_PANIC},
	/* Go, TinyGo */
	{"_rt0_wasm*", WCORE_NOISE_ENTRY},
	{"wasm_pc_f_loop*", WCORE_NOISE_ENTRY},
	{"runtime.main", WCORE_NOISE_ENTRY},
	{"runtime.goexit", WCORE_NOISE_ENTRY},
	{"runtime.rt0_go", WCORE_NOISE_ENTRY},
	{"runtime.run", WCORE_NOISE_ENTRY},
	{"runtime.*", WCORE_NOISE_PANIC},
};

/* On a mismatch the last `*` takes one character more. */
static bool matches(const char *name, const char *pattern)
{
	const char *star = NULL, *retry = NULL;
	while (*name) {
		if (*pattern == '*') {
			star = ++pattern;
			retry = name;
		} else if (*pattern == *name) {
			pattern++;
			name++;
		} else if (star) {
			pattern = star;
			name = ++retry;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

enum wcore_noise wcore_noise_classify(const char *name)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (matches(name, rows[i].pattern))
			return rows[i].noise;
	}
	return WCORE_NOISE_NONE;
}

const char *wcore_noise_main(const char *name)
{
	static const char *const names[] = {"__original_main", "__main_void", "__main_argc_argv"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(name, names[i]) == 0)
			return "main";
	}
	return name;
}
