#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/signature.h"
#include "crash_fixture.h"

/*
 * Functions in the order of the sources' marks (user_frames of *.expect.json),
 * by the rules in signature.h.
 */
static const struct signature_case {
	const char *folder, *dump, *module, *signature;
} cases[] = {
	/* The same crash, built differently. */
	{ "c-divzero", "crash-O0.core", "crash-O0.wasm",
	  "integer divide by zero or integer overflow | process | main" },
	{ "c-divzero", "crash-O2.core", "crash-O2.wasm",
	  "integer divide by zero or integer overflow | process | main" },
	{ "wt-c-div-O0", "dump.core", "m.wasm",
	  "integer divide by zero or integer overflow | settle | match_all | main" },
	{ "wt-c-div-O1-g1", "dump.core", "m.wasm",
	  "integer divide by zero or integer overflow | settle | match_all | main" },
	{ "wt-c-div-O2-dwarf5", "dump.core", "m.wasm",
	  "integer divide by zero or integer overflow | settle | match_all | main" },
	/* The same crash, dumped by others. */
	{ "rewriter", "panic.core", "panic.wasm", "unreachable | fail | shelve | main" },
	{ "rewriter", "panic.wasmtime.core", "panic.wasm", "unreachable | fail | shelve | main" },
	{ "wasmedge", "panic.core", "../rewriter/panic.wasm", "unreachable | fail | shelve | main" },
	{ "wasmer", "fall-O0-cranelift.core", "grove-O0.wasm", "unreachable | climb | fall" },
	{ "wasmer", "fall-O1-cranelift.core", "grove-O1.wasm", "unreachable | climb | fall" },
	/* Languages. */
	{ "rust-panic", "shop-debug.core", "shop-debug.wasm",
	  "unreachable | shop::calculate | shop::process_thing | shop::main" },
	{ "wt-rs-tally-debug", "dump.core", "m.wasm",
	  "out of bounds memory access | core::ptr::read_volatile | tally::probe | tally::weigh"
	  " | tally::tally | tally::main" },
	{ "wt-cpp-O0", "dump.core", "m.wasm",
	  "unreachable | market::detail::Ring::at | market::Square::area | run::$_::operator()"
	  " | market::Index::each | run" },
	{ "wt-zig-debug", "dump.core", "m.wasm",
	  "unreachable | fleet.Stack.get | fleet.Vehicle.nextStop | fleet.route | fleet.main" },
	{ "wt-as-O3", "dump.core", "m.wasm", "unreachable | park/visit | park/_start" },
	{ "wt-go-undef", "dump.core", "m.wasm",
	  "unreachable | main.crash | main.__Strict_.Audit | main.settle | main.main" },
	/* Recursion, whatever its depth; a cycle, wherever it was met. */
	{ "wt-c-stackoverflow-O0", "dump.core", "m.wasm", "call stack exhausted | recurse" },
	{ "traps", "stack_overflow.core", "traps.wasm", "call stack exhausted | again" },
	{ "deep", "deep.core", "deep.wasm", "out of bounds memory access | depth" },
	{ "traps-stops", "ping_stack.core", "stops.wasm", "call stack exhausted | ping | pong" },
	{ "traps-stops", "pong_fuel.core", "stops.wasm", "call stack exhausted or interrupted | pong | ping" },
	/* No names: no index that the next build changes. */
	{ "wt-c-div-O2-split", "dump.core", "m.wasm",
	  "integer divide by zero or integer overflow | m.wasm!func[?] | m.wasm!func[?]"
	  " | m.wasm!func[?] | m.wasm!func[?] | m.wasm!func[?]" },
	{ "traps", "div_zero.core", "traps.wasm", "integer divide by zero | div_zero" },
	{ "wasmer", "traps-stack_overflow-cranelift.core", "traps.wasm", "unknown" },
};

static void test_signatures(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct signature_case *want = &cases[i];
		const struct wcore_thread *thread;
		struct wcore_trap trap;
		struct crash crash;
		char *signature;

		print_message("%s/%s\n", want->folder, want->dump);
		crash_open(&crash, want->folder, want->dump, &want->module, 1);
		thread = &crash.dump->threads[0];
		assert_null(wcore_trap_analyze(crash.target, thread, &trap));
		assert_null(wcore_signature(crash.target, thread, &trap, &signature));
		assert_string_equal(signature, want->signature);
		free(signature);
		crash_close(&crash);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signatures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
