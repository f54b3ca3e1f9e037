#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ssa_fixture.h"

enum what { LOCAL, OPERAND, GLOBAL, KEPT };

/* Functions of tests/data/ssa/ssa.wat, in front of the first `call $here`. */
static const struct value_case {
	const char *export;
	enum what what;
	uint32_t index;
	const char *expect;
} cases[] = {
	{ "frame", LOCAL, 0, "param0" },
	{ "frame", LOCAL, 1, "(i32.add global0 -112)" },
	{ "frame", LOCAL, 2, "(i32.add global0 -96)" },
	{ "frame", LOCAL, 3, "zero" },
	{ "frame", LOCAL, 4, "none" },
	{ "frame", OPERAND, 0, "(i32.add global0 -92)" },
	{ "frame", OPERAND, 1, "(i32.load+12 (i32.add global0 -112))" },
	{ "frame", OPERAND, 2, "none" },
	{ "frame", GLOBAL, 0, "(i32.add global0 -112)" },
	{ "frame", KEPT, 0, "(i32.add global0 -112)" },
	{ "frame", GLOBAL, 1, "global1" },
	{ "frame", GLOBAL, 2, "none" },
	{ "diamond", LOCAL, 1, "5" },
	{ "diamond", LOCAL, 2, "phi(8 9)" },
	{ "untouched", LOCAL, 1, "param1" },
	{ "untouched", LOCAL, 2, "param1" },
	{ "untouched", LOCAL, 0, "result0 of func1" },
	{ "untouched", GLOBAL, 0, "(kept global0)" },
	{ "untouched", KEPT, 0, "global0" },
	{ "counted", LOCAL, 0, "param0" },
	{ "counted", LOCAL, 2, "param0" },
	{ "counted", LOCAL, 1, "(i32.add phi((i32.add phi(... ...) 1) zero) 1)" },
	{ "results", OPERAND, 0, "phi(2 1)" },
	{ "results", OPERAND, 1, "param0" },
	{ "results", OPERAND, 2, "40" },
	{ "br_value", OPERAND, 0, "6" },
	{ "br_value", OPERAND, 1, "none" },
	{ "loop_params", OPERAND, 0, "(i32.add phi((i32.add phi(... ...) 1) 0) 1)" },
	{ "loop_params", OPERAND, 1, "11" },
	{ "calls", OPERAND, 0, "result1 of func2" },
	{ "calls", OPERAND, 1, "result0 of func2" },
	{ "calls", GLOBAL, 0, "(kept global0)" },
	{ "calls", GLOBAL, 1, "global1" },
	{ "global_call", OPERAND, 0, "global1" },
	{ "global_call", OPERAND, 1, "(kept (i32.add global0 -16))" },
	{ "global_call", KEPT, 0, "(i32.add global0 -16)" },
	{ "alloca", GLOBAL, 0, "phi((i32.sub (i32.add global0 -16) param0) (i32.add global0 -16))" },
	{ "dead", LOCAL, 1, "phi(4 zero)" },
	{ "swap", LOCAL, 2, "param2" },
	{ "swap", LOCAL, 0, "phi(phi(phi(phi(... ...) param1) param0) param1)" },
	{ "nested_loops", LOCAL, 1, "param1" },
	{ "nested_loops", LOCAL, 2, "param1" },
	{ "in_loop", LOCAL, 0, "(i32.load+8 phi((i32.load+8 phi(... ...)) param0))" },
	{ "in_loop", LOCAL, 1, "(i32.add (i32.load+8 phi((i32.load+8 ...) param0)) 3)" },
	{ "select", OPERAND, 1, "(select 1 2 param0)" },
	{ "select", OPERAND, 0, "(i64.shl (i64.extend_i32_u param0) 1)" },
};

static void open_here(struct ssa_fixture *fixture, const char *export, struct wcore_ssa **ret)
{
	ssa_fixture_find(fixture, export);
	assert_null(wcore_ssa_create(fixture->module, &fixture->function,
				     ssa_fixture_place(fixture, WCORE_OP_CALL, 0), ret));
}

static uint32_t query(struct wcore_ssa *ssa, enum what what, uint32_t index)
{
	switch (what) {
	case LOCAL: return wcore_ssa_local(ssa, index);
	case OPERAND: return wcore_ssa_operand(ssa, index);
	case GLOBAL: return wcore_ssa_global(ssa, index);
	case KEPT: return wcore_ssa_kept_global(ssa, index);
	}
	return WCORE_SSA_NONE;
}

static void test_values(void **state)
{
	struct ssa_fixture fixture;
	(void)state;

	ssa_fixture_open(&fixture, "tests/data/ssa/ssa.wasm");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_ssa *ssa;
		char *text;

		print_message("%s %d %u\n", cases[i].export, cases[i].what, cases[i].index);
		open_here(&fixture, cases[i].export, &ssa);
		text = ssa_text(ssa, query(ssa, cases[i].what, cases[i].index));
		assert_string_equal(text, cases[i].expect);
		free(text);
		wcore_ssa_destroy(ssa);
	}
	ssa_fixture_close(&fixture);
}

static void test_facts(void **state)
{
	static const struct { const char *node; uint64_t bits; } expect[] = {
		{ "(i32.add param2 -10)", 1 }, { "param2", 11 }, { "param1", 0 },
		{ "(i32.eq param0 7)", 1 }, { "param0", 7 },
	};
	struct ssa_fixture fixture;
	struct wcore_ssa *ssa;
	uint32_t node, count = 0;
	uint64_t bits;
	(void)state;

	ssa_fixture_open(&fixture, "tests/data/ssa/ssa.wasm");
	open_here(&fixture, "facts", &ssa);
	for (; wcore_ssa_fact(ssa, count, &node, &bits); count++) {
		char *text = ssa_text(ssa, node);

		assert_true(count < sizeof(expect) / sizeof(expect[0]));
		assert_string_equal(text, expect[count].node);
		assert_int_equal(bits, expect[count].bits);
		free(text);
	}
	assert_int_equal(count, sizeof(expect) / sizeof(expect[0]));
	wcore_ssa_destroy(ssa);
	ssa_fixture_close(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_facts),
	};

	return cmocka_run_group_tests_name("ssa", tests, NULL, NULL);
}
