#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/reason.h"
#include "../../libcore/analysis/recorded.h"
#include "../../libcore/wasm/function.h"
#include "dump_writer.h"

#define ZERO WCORE_KIND_BIT(DIVIDE_BY_ZERO)
#define OVERFLOW WCORE_KIND_BIT(INTEGER_OVERFLOW)
#define CONVERSION WCORE_KIND_BIT(BAD_CONVERSION)
#define MEMORY WCORE_KIND_BIT(MEMORY_BOUNDS)

#define LOCALS 6
#define GET "\x20"
#define SET "\x21"
#define TEE "\x22"
#define CONST "\x41"
#define LOAD "\x28\x02"

/*
 * The function has the locals i32, i32, i64, i64, f32, f64; the frame stands at
 * the last instruction of code.  What that can trap for, from the recorded
 * values (those left out are missing): 0 when they rule a trap out.
 */
static const struct recorded_case {
	const char *what;
	enum wcore_dialect_id dialect;
	const char *code;
	size_t size;
	struct writer_value locals[LOCALS];
	struct writer_value stack[2];
	uint32_t stack_count;
	uint32_t kinds;
} cases[] = {
#define CODE(bytes) bytes, sizeof(bytes) - 1
#define I32(bits) { 0x7f, (uint32_t)(bits) }
#define I64(bits) { 0x7e, (uint64_t)(bits) }
	{ "divisor 0", WCORE_DIALECT_XTUC, CODE(GET "\0" GET "\1" "\x6d"),
	  { I32(9), I32(0) }, {{ 0 }}, 0, ZERO },
	{ "overflow", WCORE_DIALECT_XTUC, CODE(GET "\0" GET "\1" "\x6d"),
	  { I32(0x80000000), I32(-1) }, {{ 0 }}, 0, OVERFLOW },
	{ "neither", WCORE_DIALECT_XTUC, CODE(GET "\0" GET "\1" "\x6d"),
	  { I32(9), I32(3) }, {{ 0 }}, 0, 0 },
	{ "divisor 0 of 64 bits", WCORE_DIALECT_XTUC, CODE(GET "\2" GET "\3" "\x7f"),
	  { I32(1), I32(1), I64(9), I64(0) }, {{ 0 }}, 0, ZERO },
	{ "divisor 2^32", WCORE_DIALECT_XTUC, CODE(GET "\2" GET "\3" "\x7f"),
	  { I32(1), I32(1), I64(9), I64(INT64_C(1) << 32) }, {{ 0 }}, 0, 0 },
	{ "a local that is missing", WCORE_DIALECT_SPEC, CODE(GET "\0" GET "\1" "\x6d"),
	  { I32(9), { 1, 0 } }, {{ 0 }}, 0, ZERO },
	/* Read, then written: the recorded value came later. */
	{ "written since", WCORE_DIALECT_XTUC, CODE(GET "\0" GET "\1" CONST "\7" SET "\1" "\x6e"),
	  { I32(9), I32(7) }, {{ 0 }}, 0, ZERO },
	{ "sum written since", WCORE_DIALECT_XTUC,
	  CODE(GET "\0" GET "\1" GET "\0" "\x6a" CONST "\7" SET "\0" "\x6e"),
	  { I32(7), I32(1) }, {{ 0 }}, 0, ZERO },
	{ "another one written since", WCORE_DIALECT_XTUC,
	  CODE(GET "\0" GET "\1" CONST "\7" SET "\0" "\x6e"),
	  { I32(7), I32(1) }, {{ 0 }}, 0, 0 },
	{ "teed", WCORE_DIALECT_XTUC, CODE(GET "\0" GET "\1" CONST "\1" "\x6b" TEE "\1" "\x6e"),
	  { I32(9), I32(0) }, {{ 0 }}, 0, ZERO },
	{ "a difference of locals", WCORE_DIALECT_XTUC,
	  CODE(CONST "\1" GET "\0" GET "\1" "\x6b" "\x6e"),
	  { I32(5), I32(5) }, {{ 0 }}, 0, ZERO },
	{ "an address inside", WCORE_DIALECT_XTUC, CODE(GET "\0" LOAD "\0"),
	  { I32(65532) }, {{ 0 }}, 0, 0 },
	{ "an address outside", WCORE_DIALECT_XTUC, CODE(GET "\0" LOAD "\0"),
	  { I32(65533) }, {{ 0 }}, 0, MEMORY },
	{ "an offset that leads outside", WCORE_DIALECT_XTUC, CODE(GET "\0" LOAD "\x01"),
	  { I32(65532) }, {{ 0 }}, 0, MEMORY },
	/* WasmEdge tags all i32 and keeps the low half (DESIGN, dialects). */
	{ "i32, whole", WCORE_DIALECT_WASMEDGE, CODE(GET "\0" GET "\1" "\x6d"),
	  { I32(9), I32(0) }, {{ 0 }}, 0, ZERO },
	{ "i64, low half 0", WCORE_DIALECT_WASMEDGE, CODE(GET "\2" GET "\3" "\x7f"),
	  { I32(1), I32(1), I32(9), I32(0) }, {{ 0 }}, 0, ZERO },
	{ "i64, low half 0, dividend may be the least", WCORE_DIALECT_WASMEDGE,
	  CODE(GET "\2" GET "\3" "\x7f"),
	  { I32(1), I32(1), I32(0), I32(0) }, {{ 0 }}, 0, ZERO },
	{ "i64, low half 7", WCORE_DIALECT_WASMEDGE, CODE(GET "\2" GET "\3" "\x7f"),
	  { I32(1), I32(1), I32(0), I32(7) }, {{ 0 }}, 0, 0 },
	{ "i64, low half of -1", WCORE_DIALECT_WASMEDGE, CODE(GET "\2" GET "\3" "\x7f"),
	  { I32(1), I32(1), I32(0), I32(-1) }, {{ 0 }}, 0, OVERFLOW },
	{ "f32, whole: not a number", WCORE_DIALECT_WASMEDGE, CODE(GET "\4" "\xa8"),
	  { I32(0), I32(0), I32(0), I32(0), I32(0x7fc00000) }, {{ 0 }}, 0, CONVERSION },
	{ "f64, low half", WCORE_DIALECT_WASMEDGE, CODE(GET "\5" "\xaa"),
	  { I32(0), I32(0), I32(0), I32(0), I32(0), I32(0) }, {{ 0 }}, 0, CONVERSION | OVERFLOW },
	/* Operands on the recorded stack, oldest first. */
	{ "recorded divisor 0", WCORE_DIALECT_SPEC,
	  CODE(CONST "\0" LOAD "\0" CONST "\0" LOAD "\0" "\x6d"), { I32(0) },
	  { I32(9), I32(0) }, 2, ZERO },
	{ "recorded divisor 9", WCORE_DIALECT_SPEC,
	  CODE(CONST "\0" LOAD "\0" CONST "\0" LOAD "\0" "\x6d"), { I32(0) },
	  { I32(0), I32(9) }, 2, 0 },
	{ "the code knows better", WCORE_DIALECT_SPEC,
	  CODE(CONST "\0" LOAD "\0" CONST "\0" "\x6d"), { I32(0) },
	  { I32(9), I32(9) }, 2, ZERO },
};

static void write_module(struct dump_writer *w, const struct recorded_case *want)
{
	writer_init(w);
	writer_functions(w, 1);
	writer_memory(w, 0, 1, 0);
	writer_code_begin(w, 1);
	writer_begin(w);
	writer_bytes(w, "\x04\x02\x7f\x02\x7e\x01\x7d\x01\x7c", 9);
	writer_bytes(w, want->code, want->size);
	writer_u8(w, WCORE_OP_END);
	writer_end(w);
	writer_end(w);
}

static struct wcore_dump *open_dump(const struct recorded_case *want, struct dump_writer *w,
				    struct wcore_file **ret)
{
	struct writer_value locals[LOCALS];
	struct wcore_dump *dump;

	for (size_t i = 0; i < LOCALS; i++)
		locals[i] = want->locals[i].code ? want->locals[i] :
						   (struct writer_value){ 1, 0 };
	writer_init(w);
	writer_core(w, "a.wasm");
	writer_stack_begin(w, "main", 1);
	writer_frame(w, want->dialect, 0, 0, 0, locals, LOCALS, want->stack,
		     want->stack_count);
	writer_end(w);
	*ret = writer_file(w, "a.core");
	assert_null(wcore_dump_open(*ret, want->dialect, &dump));
	return dump;
}

/* Steps to the function's last instruction before its end. */
static void step_to_last(struct wcore_module *module, const struct wcore_function *function,
			 struct wcore_operands *operands, struct wcore_insn *ret)
{
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	wcore_insn_cursor(module, function, &cursor);
	assert_null(wcore_insn_decode(&cursor, ret));
	while (ret->next < function->end - 1) {
		wcore_operands_step(operands, ret);
		assert_null(wcore_insn_decode(&cursor, &insn));
		*ret = insn;
	}
}

static void check(const struct recorded_case *want)
{
	struct wcore_target_module module = { 0 };
	struct wcore_target_frame frame = { .module = &module, .is_exact = true };
	struct wcore_file *module_file, *dump_file;
	struct wcore_recorded recorded;
	struct wcore_operands operands;
	struct wcore_reasons reasons;
	struct dump_writer code, dumped;
	struct wcore_frame_iter iter;
	struct wcore_reason reason;
	struct wcore_insn insn;
	bool found;

	print_message("%s\n", want->what);
	write_module(&code, want);
	module_file = writer_file(&code, "a.wasm");
	assert_null(wcore_module_open(module_file, 0, module_file->size, &module.found.module));
	assert_null(wcore_module_function(module.found.module, 0, &frame.function));
	struct wcore_dump *dump = open_dump(want, &dumped, &dump_file);
	wcore_frame_iter_init(&iter, dump, &dump->threads[0]);
	assert_null(wcore_frame_iter_next(&iter, &frame.frame, &found));
	assert_true(found);

	assert_null(wcore_recorded_read(dump, &dump->threads[0], &frame, &recorded));
	assert_int_equal(recorded.local_count, LOCALS);
	assert_null(wcore_reasons_init(&reasons, module.found.module, dump));
	wcore_operands_init(&operands, reasons.index, recorded.locals, recorded.local_count);
	step_to_last(module.found.module, &frame.function, &operands, &insn);
	wcore_recorded_fill(&recorded, &operands);
	wcore_reason_find(&reasons, &insn, &operands, &reason);
	assert_int_equal(reason.kinds, want->kinds);

	wcore_recorded_deinit(&recorded);
	wcore_dump_close(dump);
	wcore_file_close(dump_file);
	writer_deinit(&dumped);
	wcore_module_close(module.found.module);
	wcore_file_close(module_file);
	writer_deinit(&code);
}

static void test_reasons(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reasons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
