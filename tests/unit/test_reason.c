#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/reason.h"
#include "../../libcore/wasm/function.h"

#define UNREACHABLE WCORE_KIND_BIT(UNREACHABLE)
#define ZERO WCORE_KIND_BIT(DIVIDE_BY_ZERO)
#define OVERFLOW WCORE_KIND_BIT(INTEGER_OVERFLOW)
#define CONVERSION WCORE_KIND_BIT(BAD_CONVERSION)
#define MEMORY WCORE_KIND_BIT(MEMORY_BOUNDS)
#define STOP WCORE_KIND_BIT(INTERRUPTED)
#define TABLE WCORE_KIND_BIT(TABLE_BOUNDS)
#define NULL_ELEMENT WCORE_KIND_BIT(NULL_ELEMENT)
#define SIGNATURE WCORE_KIND_BIT(SIGNATURE)
#define UNALIGNED WCORE_KIND_BIT(UNALIGNED)
#define NULL_REFERENCE WCORE_KIND_BIT(NULL_REFERENCE)
#define HOST WCORE_KIND_BIT(HOST)
#define NOT_SHARED WCORE_KIND_BIT(NOT_SHARED)

/*
 * Where Wasmtime 48 trapped in each export of operands.wat, and why: `truth` is
 * its message.  `kinds` is what the code alone proves, by the specification.
 */
static const struct reason_case {
	const char *export;
	uint64_t address;
	uint32_t truth, kinds;
	const char *text;	/* NULL: whatever it says */
} cases[] = {
	{ "div_zero", 0x2a1, ZERO, ZERO, "the divisor is the constant 0" },
	{ "div_overflow", 0x2b2, OVERFLOW, OVERFLOW, NULL },
	{ "div_unknown", 0x2be, ZERO, ZERO | OVERFLOW, "the divisor is not known" },
	{ "div_minus_one", 0x2ce, OVERFLOW, OVERFLOW, "the divisor is -1" },
	{ "div_small_dividend", 0x2d9, ZERO, ZERO, NULL },
	{ "div_local", 0x2ea, ZERO, ZERO, "the divisor is the constant 0" },
	{ "div_tee", 0x2f9, ZERO, ZERO, "the divisor is the constant 0" },
	{ "div_global", 0x301, ZERO, ZERO, "the divisor is the constant 0" },
	{ "div_join", 0x32a, ZERO, ZERO, "" },
	{ "div_wrap", 0x338, ZERO, ZERO, "the divisor is the constant 0" },
	{ "trunc_nan", 0x345, CONVERSION, CONVERSION, "the operand is not a number" },
	{ "trunc_global_nan", 0x34b, CONVERSION, CONVERSION, "the operand is not a number" },
	{ "trunc_big", 0x358, OVERFLOW, OVERFLOW | CONVERSION, NULL },
	{ "trunc_negative", 0x361, OVERFLOW, OVERFLOW | CONVERSION, NULL },
	{ "trunc_infinite", 0x36a, OVERFLOW, OVERFLOW | CONVERSION, NULL },
	{ "trunc_unknown", 0x37d, CONVERSION, OVERFLOW | CONVERSION, "the operand is not known" },
	{ "call_bounds", 0x383, TABLE, TABLE, "the table index is the constant 4 of 4" },
	{ "call_null", 0x38b, NULL_ELEMENT, NULL_ELEMENT,
	  "the table index is the constant 3, where no function is" },
	{ "call_type", 0x395, SIGNATURE, SIGNATURE,
	  "the table index is the constant 2, where function 0 is, () -> () instead of (i32) -> (i32)" },
	{ "call_unknown", 0x3a1, NULL_ELEMENT, TABLE | NULL_ELEMENT | SIGNATURE,
	  "the table index is not known" },
	{ "call_right_type", 0x3ab, NULL_ELEMENT, TABLE | NULL_ELEMENT, NULL },
	{ "call_written", 0x3b3, NULL_ELEMENT, NULL_ELEMENT | SIGNATURE | HOST,
	  "what the table holds is not certain" },
	{ "call_exported", 0x3bb, NULL_ELEMENT, NULL_ELEMENT | SIGNATURE | HOST, NULL },
	{ "call_ref", 0x3c3, NULL_REFERENCE, NULL_REFERENCE | HOST, NULL },
	{ "load", 0x3ca, MEMORY, MEMORY, "the address is 0x100000004" },
	{ "store", 0x3d6, MEMORY, MEMORY, "the address is 0x10000" },
	{ "fill", 0x3e4, MEMORY, MEMORY | STOP, NULL },
	{ "copy", 0x3f2, MEMORY, MEMORY | STOP, NULL },
	{ "init", 0x3ff, MEMORY, MEMORY | STOP, NULL },
	{ "table_get", 0x408, TABLE, TABLE, NULL },
	{ "table_set", 0x412, TABLE, TABLE, NULL },
	{ "table_init", 0x41d, TABLE, TABLE | STOP, NULL },
	{ "atomic_unaligned", 0x426, UNALIGNED, MEMORY | UNALIGNED, NULL },
	{ "atomic_bounds", 0x431, MEMORY, MEMORY | UNALIGNED, NULL },
	{ "atomic_wait", 0x43e, NOT_SHARED, MEMORY | UNALIGNED | NOT_SHARED, NULL },
	{ "as_non_null", 0x447, NULL_REFERENCE, NULL_REFERENCE, NULL },
	/* Instructions that cannot have trapped: the operands say so. */
	{ "div_small_dividend: the load at 0", 0x2d6, 0, 0, "the address 0x0 is inside the memory" },
	{ "trunc_unknown: f64.div", 0x37c, 0, 0, "" },
};

static void check(struct wcore_module *module, struct wcore_reasons *reasons,
		  const struct reason_case *want)
{
	struct wcore_operands operands;
	struct wcore_function function;
	struct wcore_reason reason;
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	print_message("%s\n", want->export);
	assert_null(wcore_module_function_at(module, want->address, &function));
	wcore_insn_cursor(module, &function, &cursor);
	wcore_operands_init(&operands, reasons->index, NULL, 0);
	for (;;) {
		assert_null(wcore_insn_decode(&cursor, &insn));
		if (insn.offset == want->address)
			break;
		wcore_operands_step(&operands, &insn);
	}
	wcore_reason_find(reasons, &insn, &operands, &reason);
	assert_int_equal(reason.kinds, want->kinds);
	assert_int_equal(reason.kinds & want->truth, want->truth);
	assert_int_equal(wcore_reason_kinds(insn.op) & want->truth, want->truth);
	if (want->text)
		assert_string_equal(reason.text, want->text);
}

static void test_operands(void **state)
{
	struct wcore_reasons reasons;
	struct wcore_module *module;
	struct wcore_file *file;
	(void)state;

	assert_null(wcore_file_open("tests/data/traps-operands/operands.wasm", NULL, &file));
	assert_null(wcore_module_open(file, 0, file->size, &module));
	assert_null(wcore_reasons_init(&reasons, module, NULL));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(module, &reasons, &cases[i]);
	wcore_module_close(module);
	wcore_file_close(file);
}

/* Opcodes of each way to trap, by the specification's execution rules. */
static void test_kinds(void **state)
{
	static const struct {
		uint32_t code, kinds;
	} table[] = {
		{ WCORE_OP_UNREACHABLE, UNREACHABLE },
		{ WCORE_OP_I32_DIV_S, ZERO | OVERFLOW },
		{ WCORE_OP_I64_DIV_U, ZERO },
		{ WCORE_OP_I64_REM_S, ZERO },
		{ 0xa8, OVERFLOW | CONVERSION },	/* i32.trunc_f32_s */
		{ 0xfc000000, 0 },			/* i32.trunc_sat_f32_s */
		{ 0x28, MEMORY }, { 0x36, MEMORY },	/* i32.load, i32.store */
		{ 0xfd000000, MEMORY },			/* v128.load */
		{ 0xfc00000b, MEMORY | STOP },		/* memory.fill */
		{ 0x3f, 0 },				/* memory.size */
		{ 0x25, TABLE }, { 0xfc00000c, TABLE | STOP },	/* table.get, table.init */
		{ WCORE_OP_CALL_INDIRECT, TABLE | NULL_ELEMENT | SIGNATURE | HOST },
		{ WCORE_OP_RETURN_CALL_INDIRECT, TABLE | NULL_ELEMENT | SIGNATURE | HOST },
		{ WCORE_OP_LOOP, WCORE_KIND_BIT(INTERRUPTED) },
		{ WCORE_OP_THROW, WCORE_KIND_BIT(UNCAUGHT_EXCEPTION) },
		{ WCORE_OP_THROW_REF, WCORE_KIND_BIT(UNCAUGHT_EXCEPTION) | NULL_REFERENCE },
		{ 0xfb00000b, NULL_REFERENCE | WCORE_KIND_BIT(ARRAY_BOUNDS) },	/* array.get */
		{ 0xfb000016, WCORE_KIND_BIT(CAST) },	/* ref.cast */
		{ WCORE_OP_LOCAL_GET, 0 }, { WCORE_OP_BR_IF, 0 }, { 0x6a, 0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct wcore_opcode *op = wcore_opcode_find(table[i].code);
		assert_non_null(op);
		assert_int_equal(wcore_reason_kinds(op), table[i].kinds);
	}
}

/* WebAssembly 3.0, 4.3.3: a number traps when its integral part is out of range. */
static void test_trunc_bounds(void **state)
{
	enum { F64_CONST = 0x44, I32_S = 0xaa, I32_U = 0xab, I64_S = 0xb0, I64_U = 0xb1 };
	static const struct {
		uint32_t code;
		double value;
		bool traps;
	} table[] = {
		{ I32_S, -0x1p31 - 0.9, false }, { I32_S, -0x1p31 - 1, true },
		{ I32_S, 0x1p31 - 0.1, false }, { I32_S, 0x1p31, true },
		{ I32_U, -0.9, false }, { I32_U, -1, true },
		{ I32_U, 0x1p32 - 0.1, false }, { I32_U, 0x1p32, true },
		{ I64_S, -0x1p63, false }, { I64_S, -0x1.0000000000001p63, true },
		{ I64_S, 0x1.fffffffffffffp62, false }, { I64_S, 0x1p63, true },
		{ I64_U, -0.5, false }, { I64_U, 0x1.fffffffffffffp63, false }, { I64_U, 0x1p64, true },
	};
	struct wcore_reasons reasons = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct wcore_insn constant = { .op = wcore_opcode_find(F64_CONST) };
		struct wcore_insn insn = { .op = wcore_opcode_find(table[i].code) };
		struct wcore_operands operands;
		struct wcore_reason reason;

		memcpy(&constant.imm[0], &table[i].value, sizeof(table[i].value));
		wcore_operands_init(&operands, NULL, NULL, 0);
		wcore_operands_step(&operands, &constant);
		wcore_reason_find(&reasons, &insn, &operands, &reason);
		assert_int_equal(reason.kinds != 0, table[i].traps);
	}
}

/* Only a global that nobody can write to has its initial value. */
static void test_globals(void **state)
{
	enum { GLOBAL_GET = 0x23 };
	struct wcore_global globals[] = {
		{ .init = { .kind = WCORE_CONST_VALUE, .bits = 7 } },
		{ .init = { .kind = WCORE_CONST_VALUE, .bits = 7 }, .is_mutable = true },
		{ .init = { .kind = WCORE_CONST_VALUE, .bits = 7 }, .is_imported = true },
	};
	const struct wcore_index index = { .globals = globals, .global_count = 3 };

	(void)state;
	for (uint64_t i = 0; i < 4; i++) {
		struct wcore_insn insn = { .op = wcore_opcode_find(GLOBAL_GET), .imm = { i } };
		struct wcore_operands operands;

		wcore_operands_init(&operands, &index, NULL, 0);
		wcore_operands_step(&operands, &insn);
		assert_int_equal(wcore_operands_get(&operands, 0).state,
				 i == 0 ? WCORE_KNOWN : WCORE_UNKNOWN);
	}
}

static void test_names(void **state)
{
	(void)state;
	for (unsigned i = 0; i < WCORE_TRAP_KINDS; i++)
		assert_non_null(wcore_trap_kind_name((enum wcore_trap_kind)i));
	assert_string_equal(wcore_trap_kind_name(WCORE_TRAP_NULL_ELEMENT),
			    "uninitialized table element");
	assert_string_equal(wcore_trap_kind_name(WCORE_TRAP_INTERRUPTED), "interrupted");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_operands),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_trunc_bounds),
		cmocka_unit_test(test_globals),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
