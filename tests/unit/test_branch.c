#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/branch.h"
#include "../../libcore/wasm/function.h"
#include "dump_writer.h"

/*
 * Offsets as `wasm-tools print --print-offsets` gives them; at each branch of
 * the first table Wasmtime 48 trapped (traps-branches, *.core).  The
 * `unreachable` is the one that is marked in branches.wat.
 */
static const struct branch_case {
	const char *export;
	uint64_t branch;
	unsigned count;
	uint64_t unreachable;
	bool is_shared;
} cases[] = {
	{ "falls", 0x182, 1, 0x184, false },
	{ "target", 0x18d, 1, 0x193, false },
	{ "target_const", 0x19d, 1, 0x1af, false },
	{ "if_then", 0x1f6, 1, 0x1f8, false },
	{ "if_else", 0x200, 1, 0x205, false },
	{ "if_past", 0x20d, 1, 0x213, false },
	{ "if_result", 0x219, 1, 0x21b, false },
	{ "shared", 0x232, 1, 0x23f, true },
	{ "shared_by_fall", 0x247, 1, 0x24c, true },
	{ "both", 0x270, 2, 0, false },
	{ "falls_last", 0x27b, 1, 0x27d, false },
	{ "chain", 0x28b, 1, 0x28d, false },
	{ "twice", 0x297, 1, 0x299, false },
	/* Not folded by this Wasmtime: branches that lead somewhere else, or by a longer way. */
	{ "target_call: a call between", 0x1b9, 0, 0, false },
	{ "target_global: a global is set between", 0x1ce, 0, 0, false },
	{ "target_load: a load between", 0x1e2, 0, 0, false },
	{ "if_both", 0x225, 2, 0, false },
	{ "nested", 0x258, 1, 0x267, true },
	{ "chain: the first branch", 0x286, 0, 0, false },
	{ "by_br", 0x2a6, 1, 0x2af, false },
	{ "after_loop", 0x2b8, 1, 0x2bb, false },
	{ "into_loop: a loop between", 0x2c3, 0, 0, false },
	{ "table", 0x2d6, 1, 0x2db, false },
	{ "table_default", 0x2eb, 1, 0x2f2, false },
	{ "shared: the other branch", 0x239, 1, 0x23f, true },
};

static struct wcore_module *open_module(struct wcore_file *file)
{
	struct wcore_module *module;
	assert_null(wcore_module_open(file, 0, file->size, &module));
	return module;
}

static void find(struct wcore_module *module, uint64_t branch, struct wcore_branch_traps *ret)
{
	struct wcore_function function;
	struct wcore_insn insn;

	assert_null(wcore_module_function_at(module, branch, &function));
	assert_null(wcore_insn_at(module, &function, branch, &insn));
	assert_true(wcore_branch_is_conditional(insn.op));
	assert_null(wcore_branch_find_traps(module, &function, branch, ret));
}

static void test_real(void **state)
{
	struct wcore_file *file;
	(void)state;

	assert_null(wcore_file_open("tests/data/traps-branches/branches.wasm", NULL, &file));
	struct wcore_module *module = open_module(file);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_branch_traps traps;
		print_message("%s\n", cases[i].export);
		find(module, cases[i].branch, &traps);
		assert_int_equal(traps.count, cases[i].count);
		assert_false(traps.is_too_deep);
		if (traps.count == 1) {
			assert_int_equal(traps.offset, cases[i].unreachable);
			assert_int_equal(traps.is_shared, cases[i].is_shared);
		}
	}
	wcore_module_close(module);
	wcore_file_close(file);
}

/* Hand-assembled bodies; the branch is at byte `branch` of the code. */
static const struct code_case {
	const char *what;
	const char *code;
	size_t size;
	unsigned branch, count, unreachable;
	bool is_shared;
} codes[] = {
#define CODE(bytes) bytes, sizeof(bytes) - 1
	/* block (try_table (catch_all 0 of the block)) br_if 0: also reached by exceptions */
	{ "catch of a try_table",
	  CODE("\x02\x40" "\x1f\x40\x01\x02\x00" "\x41\x01\x0d\x01" "\x0b" "\x0f\x0b" "\x00\x0b"),
	  9, 1, 14, true },
	/* try br_if 0 catch_all unreachable end: exceptions lead there, the branch does not */
	{ "catch_all of a try",
	  CODE("\x06\x40" "\x41\x01\x0d\x00" "\x19\x00\x0b" "\x0b"), 4, 0, 0, false },
	/* block try br_if 1 delegate 0 return end unreachable */
	{ "delegate closes its try",
	  CODE("\x02\x40" "\x06\x40" "\x41\x01\x0d\x01" "\x18\x00" "\x0f\x0b" "\x00\x0b"),
	  6, 1, 12, false },
	/* block ref.null func br_on_null 0 drop return end unreachable */
	{ "br_on_null",
	  CODE("\x02\x40" "\xd0\x70\xd5\x00" "\x1a\x0f\x0b" "\x00\x0b"), 4, 1, 9, false },
	/* if with an else: past the then-branch, nothing */
	{ "neither side",
	  CODE("\x41\x01\x04\x40\x01\x05\x01\x0b" "\x0b"), 2, 0, 0, false },
	/* br_if to the loop: its head is not followed */
	{ "back to a loop",
	  CODE("\x03\x40" "\x01" "\x41\x01\x0d\x00" "\x00\x0b" "\x0b"), 5, 1, 7, false },
	/* a label that is not there */
	{ "label out of range", CODE("\x41\x01\x0d\x7f" "\x00\x0b"), 2, 1, 4, false },
	/* division between: it may trap itself */
	{ "a division between",
	  CODE("\x41\x01\x0d\x00" "\x41\x01\x41\x00\x6d\x1a\x00\x0b"), 2, 0, 0, false },
};

static void test_code(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		struct wcore_branch_traps traps;
		struct wcore_function function;
		struct dump_writer w;

		print_message("%s\n", codes[i].what);
		writer_init(&w);
		writer_functions(&w, 1);
		writer_code_begin(&w, 1);
		writer_body(&w, 0, codes[i].code, codes[i].size);
		writer_end(&w);
		struct wcore_file *file = writer_file(&w, "code.wasm");
		struct wcore_module *module = open_module(file);
		assert_null(wcore_module_function(module, 0, &function));
		find(module, function.code + codes[i].branch, &traps);
		assert_int_equal(traps.count, codes[i].count);
		if (traps.count == 1) {
			assert_int_equal(traps.offset, function.code + codes[i].unreachable);
			assert_int_equal(traps.is_shared, codes[i].is_shared);
		}
		wcore_module_close(module);
		wcore_file_close(file);
		writer_deinit(&w);
	}
}

/* depth blocks, a br_if to the outermost, their ends, unreachable. */
static void nested(size_t depth, struct wcore_branch_traps *ret, uint64_t *ret_expected)
{
	struct wcore_function function;
	struct dump_writer body, w;

	writer_init_raw(&body);
	for (size_t i = 0; i < depth; i++)
		writer_u16(&body, 0x4002);
	writer_u16(&body, 0x0141);
	writer_u8(&body, WCORE_OP_BR_IF);
	writer_uleb(&body, depth - 1);
	writer_u8(&body, WCORE_OP_RETURN);
	writer_fill(&body, WCORE_OP_END, depth);
	size_t unreachable = body.size;
	writer_u8(&body, WCORE_OP_UNREACHABLE);
	writer_u8(&body, WCORE_OP_END);

	writer_init(&w);
	writer_functions(&w, 1);
	writer_code_begin(&w, 1);
	writer_body(&w, 0, body.data, body.size);
	writer_end(&w);
	struct wcore_file *file = writer_file(&w, "deep.wasm");
	struct wcore_module *module = open_module(file);
	assert_null(wcore_module_function(module, 0, &function));
	find(module, function.code + 2 * depth + 2, ret);
	*ret_expected = function.code + unreachable;
	wcore_module_close(module);
	wcore_file_close(file);
	writer_deinit(&w);
	writer_deinit(&body);
}

static void test_deep(void **state)
{
	struct wcore_branch_traps traps;
	uint64_t expected;
	(void)state;

	nested(100000, &traps, &expected);
	assert_int_equal(traps.count, 1);
	assert_int_equal(traps.offset, expected);
	assert_false(traps.is_shared);

	nested(5000000, &traps, &expected);
	assert_true(traps.is_too_deep);
	assert_int_equal(traps.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_real),
		cmocka_unit_test(test_code),
		cmocka_unit_test(test_deep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
