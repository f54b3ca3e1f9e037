#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <glob.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "../../libcore/analysis/reason.h"
#include "crash_fixture.h"

static struct wcore_trap analyze(struct crash *crash)
{
	struct wcore_trap trap;
	assert_int_equal(crash->dump->thread_count, 1);
	assert_null(wcore_trap_analyze(crash->target, &crash->dump->threads[0], &trap));
	return trap;
}

static bool is_single(uint32_t kinds)
{
	return kinds && !(kinds & (kinds - 1));
}

/* Wasmtime's words, and what DESIGN makes of them. */
static uint32_t kind_of(const char *truth)
{
	if (strcmp(truth, "all fuel consumed by WebAssembly") == 0)
		return WCORE_KIND_BIT(INTERRUPTED);
	for (unsigned kind = 0; kind < WCORE_TRAP_KINDS; kind++) {
		if (strcmp(truth, wcore_trap_kind_name((enum wcore_trap_kind)kind)) == 0)
			return UINT32_C(1) << kind;
	}
	return 0;
}

/* Instructions that only a value decides, which these producers do not record. */
static bool is_open(const char *instruction)
{
	return strstr(instruction, "div_s") || strstr(instruction, "call_indirect") ||
	       strstr(instruction, "trunc");
}

static void check_truth(const char *path, json_t *expect)
{
	const char *names[CRASH_MODULES];
	json_t *modules = json_object_get(expect, "modules");
	const char *truth = json_string_value(json_object_get(expect, "trap"));
	char folder[128];
	struct crash crash;

	/* Which of several modules is which is test_target's business. */
	if (json_array_size(modules) != 1 || !truth)
		return;
	print_message("%s\n", path);
	path += strlen("tests/data/");
	size_t size = (size_t)(strchr(path, '/') - path);
	assert_true(size < sizeof(folder));
	memcpy(folder, path, size);
	folder[size] = '\0';
	names[0] = json_string_value(json_array_get(modules, 0));
	crash_open(&crash, folder, json_string_value(json_object_get(expect, "dump")), names, 1);
	struct wcore_trap trap = analyze(&crash);
	assert_int_equal(trap.possible & kind_of(truth), kind_of(truth));
	if (!kind_of(truth))
		assert_int_equal(trap.possible, 0);
	else if (!is_open(trap.instruction))
		assert_true(is_single(trap.possible));
	crash_close(&crash);
}

static void test_corpus(void **state)
{
	glob_t files;
	(void)state;

	assert_int_equal(glob("tests/data/*/*.expect.json", 0, NULL, &files), 0);
	assert_true(files.gl_pathc >= 50);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		json_t *expect = json_load_file(files.gl_pathv[i], 0, NULL);
		assert_non_null(expect);
		check_truth(files.gl_pathv[i], expect);
		json_decref(expect);
	}
	globfree(&files);
}

/*
 * The trap's own place: the `unreachable` as wasm-objdump lists it, its line and
 * column as the source has them.  line 0: no place in the source is certain.
 */
static const struct place_case {
	const char *folder, *dump, *module;
	uint64_t address;
	const char *instruction;
	uint32_t line, column;
} places[] = {
	{ "cpp-abort", "bank-O0.core", "bank-O0.wasm", 0x6817, "unreachable", 11, 100 },
	{ "mem-1g-sparse", "dump.core", "m.wasm", 0x2b0, "unreachable", 11, 19 },
	{ "rewriter", "panic.wasmtime.core", "panic.wasm", 0x4d5, "unreachable", 9, 23 },
	{ "rewriter", "panic.core", "panic.wasm", 0x4d5, "unreachable", 9, 23 },
	{ "wt-cpp-O0", "dump.core", "m.wasm", 0x39fb, "unreachable", 21, 7 },
	{ "wasmer", "fall-O0-cranelift.core", "grove-O0.wasm", 0x296, "unreachable", 29, 13 },
	{ "wasmer", "divide-O0-singlepass.core", "grove-O0.wasm", 0x1b4, "i32.div_s", 18, 62 },
	/* WasmEdge itself says "Bytecode offset: 0x0000051d" and 0x000004d5. */
	{ "wasmedge", "crash-O0.core", "../c-divzero/crash-O0.wasm", 0x51d, "i32.div_s", 18, 18 },
	{ "wasmedge", "panic.core", "../rewriter/panic.wasm", 0x4d5, "unreachable", 9, 23 },
	/* A source map has no mapping of its own for it. */
	{ "wt-as-O3", "dump.core", "m.wasm", 0x1417, "unreachable", 0, 0 },
	{ "stale", "stale.core", "stale.wasm", 0x5706, "i32.div_s", 0, 0 },
	{ "hang-fuel", "dump.core", "m.wasm", 0x1ec, "loop", 6, 66 },
	{ "traps-branches", "falls.core", "branches.wasm", 0x184, "unreachable", 0, 0 },
	{ "traps-branches", "target.core", "branches.wasm", 0x193, "unreachable", 0, 0 },
	{ "traps-branches", "target_const.core", "branches.wasm", 0x1af, "unreachable", 0, 0 },
	{ "traps-branches", "target_call.core", "branches.wasm", 0x1c6, "unreachable", 0, 0 },
	{ "traps-branches", "if_then.core", "branches.wasm", 0x1f8, "unreachable", 0, 0 },
	{ "traps-branches", "if_else.core", "branches.wasm", 0x205, "unreachable", 0, 0 },
	{ "traps-branches", "if_past.core", "branches.wasm", 0x213, "unreachable", 0, 0 },
	{ "traps-branches", "shared.core", "branches.wasm", 0x23f, "unreachable", 0, 0 },
	{ "traps-branches", "both.core", "branches.wasm", 0x270, "br_if 0", 0, 0 },
	{ "traps-branches", "table.core", "branches.wasm", 0x2db, "unreachable", 0, 0 },
	/* The same code by `wasm-tools parse -g`: lines and columns of branches.wat. */
	{ "traps-branches", "falls.core", "branches-lines.wasm", 0x184, "unreachable", 11, 44 },
	{ "traps-branches", "target.core", "branches-lines.wasm", 0x193, "unreachable", 13, 54 },
	{ "traps-branches", "if_then.core", "branches-lines.wasm", 0x1f8, "unreachable", 26, 50 },
	{ "traps-branches", "if_else.core", "branches-lines.wasm", 0x205, "unreachable", 28, 56 },
	{ "traps-branches", "shared.core", "branches-lines.wasm", 0x23f, "unreachable", 0, 0 },
	{ "traps-branches", "shared_by_fall.core", "branches-lines.wasm", 0x24c, "unreachable", 0, 0 },
	/* clang -O1 -gno-column-info: one row from the br_if on, none of its own. */
	{ "traps-branches", "line.core", "line.wasm", 0x5a, "unreachable", 0, 0 },
};

static void test_places(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const struct place_case *want = &places[i];
		struct crash crash;

		print_message("%s/%s\n", want->folder, want->dump);
		crash_open(&crash, want->folder, want->dump, &want->module, 1);
		struct wcore_trap trap = analyze(&crash);
		assert_true(trap.has_place);
		assert_ptr_equal(trap.module, &crash.target->modules[0]);
		assert_int_equal(trap.address, want->address);
		assert_string_equal(trap.instruction, want->instruction);
		assert_int_equal(trap.has_site, want->line != 0);
		if (want->line) {
			assert_int_equal(trap.site.line, want->line);
			assert_int_equal(trap.site.column, want->column);
		}
		crash_close(&crash);
	}
}

#define STACK WCORE_KIND_BIT(STACK_EXHAUSTED)
#define STOP WCORE_KIND_BIT(INTERRUPTED)
#define BOUNDS WCORE_KIND_BIT(MEMORY_BOUNDS)
#define UNREACHABLE WCORE_KIND_BIT(UNREACHABLE)

/*
 * truth is Wasmtime's message.  Of a function without local declarations the
 * dumps of a full stack and of spent fuel are the same, byte for byte: there a
 * recursion decides when it has no end.
 */
static const struct stop_case {
	const char *dump;
	uint32_t truth, possible;
	const char *module;	/* NULL: stops.wasm */
} stops[] = {
	{ "spin_fuel.core", STOP, STOP, NULL },
	{ "spin_time.core", STOP, STOP, NULL },
	{ "fall_stack.core", STACK, STACK, NULL },
	/* The same bytes: without signals-based traps the stack is checked there too. */
	{ "fall_fuel.core", STOP, STACK | STOP, NULL },
	{ "fall_checked_stack.core", STACK, STACK | STOP, NULL },
	{ "fall_flat_stack.core", STACK, STACK, NULL },
	{ "ping_stack.core", STACK, STACK, NULL },
	/* Run by Pulley, which leaves the youngest frame's caller out. */
	{ "ping_pulley.core", STACK, STACK, NULL },
	{ "pong_fuel.core", STOP, STACK | STOP, NULL },
	{ "tree_fuel.core", STOP, STACK | STOP, NULL },
	{ "again_fuel.core", STOP, STACK | STOP, NULL },
	{ "descend_fuel.core", STOP, STACK | STOP, "descend.wasm" },
	{ "descend_stack.core", STACK, STACK | STOP, "descend.wasm" },
	{ "bulk_fuel.core", STOP, BOUNDS | STOP, "bulk.wasm" },
	/* Cranelift folds the check of the epoch with what follows it. */
	{ "aborts_time.core", UNREACHABLE, UNREACHABLE, NULL },
	{ "loop_aborts_time.core", UNREACHABLE, UNREACHABLE, NULL },
};

static void test_stops(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		struct crash crash;

		const char *module = stops[i].module ? stops[i].module : "stops.wasm";

		print_message("%s\n", stops[i].dump);
		crash_open(&crash, "traps-stops", stops[i].dump, &module, 1);
		struct wcore_trap trap = analyze(&crash);
		assert_int_equal(trap.possible, stops[i].possible);
		assert_int_equal(trap.possible & stops[i].truth, stops[i].truth);
		assert_true(trap.has_place);
		assert_true(trap.detail[0]);
		crash_close(&crash);
	}
}

/* Singlepass: how the trap was raised says which instructions can have raised it. */
static void test_shared(void **state)
{
	static const struct {
		const char *dump;
		uint32_t possible;
		uint64_t codeoffset;
	} shared[] = {
		{ "end.core", WCORE_KIND_BIT(DIVIDE_BY_ZERO) | WCORE_KIND_BIT(INTEGER_OVERFLOW), 0x21 },
		{ "zero.core", WCORE_KIND_BIT(BAD_CONVERSION) | WCORE_KIND_BIT(INTEGER_OVERFLOW), 0 },
	};
	const char *module = "shared.wasm";
	(void)state;

	for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
		struct wcore_target_frame frame;
		struct wcore_target_iter iter;
		struct crash crash;
		bool found;

		crash_open(&crash, "traps-shared", shared[i].dump, &module, 1);
		crash.dump->threads[0].dialect = wcore_dialect_get(WCORE_DIALECT_WASMER);
		struct wcore_trap trap = analyze(&crash);
		assert_int_equal(trap.possible, shared[i].possible);
		assert_false(trap.has_place);
		assert_false(trap.has_site);
		wcore_target_iter_init(&iter, crash.target, &crash.dump->threads[0]);
		assert_null(wcore_target_iter_next(&iter, &frame, &found));
		assert_true(found && !frame.is_exact && !frame.is_inferred);
		assert_int_equal(frame.codeoffset, shared[i].codeoffset);
		crash_close(&crash);
	}
}

/* Without the module little is certain, and nothing may be claimed. */
static void test_no_module(void **state)
{
	struct crash crash;
	(void)state;

	crash_open(&crash, "traps", "div_zero.core", NULL, 0);
	struct wcore_trap trap = analyze(&crash);
	assert_int_equal(trap.possible, 0);
	assert_false(trap.has_place);
	assert_false(trap.has_site);
	assert_string_equal(trap.detail, "the module was not found");
	crash_close(&crash);

	/* Twenty frames of one call: only the code says that it is not a recursion that ends. */
	crash_open(&crash, "traps", "stack_overflow.core", NULL, 0);
	trap = analyze(&crash);
	assert_int_equal(trap.possible, STACK | STOP);
	assert_false(trap.has_place);
	crash_close(&crash);

	/* The same offset 0 without recursion. */
	crash_open(&crash, "traps-stops", "again_fuel.core", NULL, 0);
	trap = analyze(&crash);
	assert_int_equal(trap.possible, STACK | STOP);
	crash_close(&crash);

	const char *wrong = "../c-divzero/crash-O0.wasm";
	crash_open(&crash, "traps", "div_zero.core", &wrong, 1);
	trap = analyze(&crash);
	assert_int_equal(trap.possible, 0);
	assert_non_null(strstr(trap.detail, "not used"));
	crash_close(&crash);
}

/* It fits the frames but for what stands there. */
static void test_other_build(void **state)
{
	const char *module = "bulk_other.wasm";
	struct crash crash;
	(void)state;

	crash_open(&crash, "traps-stops", "bulk_fuel.core", &module, 1);
	struct wcore_trap trap = analyze(&crash);
	assert_int_equal(trap.possible, 0);
	assert_string_equal(trap.instruction, "local.get 0");
	assert_non_null(strstr(trap.detail, "another build"));
	crash_close(&crash);
}

/*
 * Operands that are neither constant nor recorded: addresses as Wasmtime printed
 * them ("memory fault at wasm address ..."), or the kind alone.
 */
static const struct {
	const char *folder, *dump, *module;
	uint32_t possible;
	const char *detail;
	bool has_zero_divisor;
} solved[] = {
	{ "c-divzero", "crash-O0.core", "crash-O0.wasm", WCORE_KIND_BIT(DIVIDE_BY_ZERO),
	  "the divisor is 0", true },
	{ "c-divzero", "crash-O2.core", "crash-O2.wasm", WCORE_KIND_BIT(DIVIDE_BY_ZERO),
	  "the divisor is 0", true },
	{ "wt-c-div-O2-split", "dump.core", "m.wasm", WCORE_KIND_BIT(DIVIDE_BY_ZERO),
	  "the divisor is 0", true },
	{ "deep", "deep.core", "deep.wasm", WCORE_KIND_BIT(MEMORY_BOUNDS),
	  "address 0xfffffff0, 1 byte, memory ends at 0x20000", false },
	{ "wt-rs-tally-debug", "dump.core", "m.wasm", WCORE_KIND_BIT(MEMORY_BOUNDS),
	  "address 0xfffffff0, 8 bytes, memory ends at 0x110000", false },
	/* Read just before from memory that nothing can have written since ("uninitialized element"). */
	{ "wt-c-nullfn-O0", "dump.core", "m.wasm", WCORE_KIND_BIT(NULL_ELEMENT),
	  "the table index is 0, where no function is", false },
	/* Without locals and memory: the program's start is followed up to there ("integer divide by zero"). */
	{ "wasmer", "divide-O0-cranelift.core", "grove-O0.wasm", WCORE_KIND_BIT(DIVIDE_BY_ZERO),
	  "the operands rule an overflow out", true },
};

static void test_solved(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(solved) / sizeof(solved[0]); i++) {
		struct crash crash;

		print_message("%s/%s\n", solved[i].folder, solved[i].dump);
		crash_open(&crash, solved[i].folder, solved[i].dump, &solved[i].module, 1);
		struct wcore_trap trap = analyze(&crash);
		assert_int_equal(trap.possible, solved[i].possible);
		assert_string_equal(trap.detail, solved[i].detail);
		assert_int_equal(trap.has_zero_divisor, solved[i].has_zero_divisor);
		/* What is known without them stays open. */
		assert_int_equal(trap.unsolved & trap.possible, trap.possible);
		crash_close(&crash);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_stops),
		cmocka_unit_test(test_shared),
		cmocka_unit_test(test_solved),
		cmocka_unit_test(test_no_module),
		cmocka_unit_test(test_other_build),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
