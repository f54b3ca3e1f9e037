#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ssa_fixture.h"

enum what { LOCAL, OPERAND, GLOBAL, KEPT };

struct value_case {
	const char *export;
	enum what what;
	uint32_t index;
	const char *expect;
};

/* Functions of tests/data/ssa/ssa.wat, in front of the first `call $here`. */
static const struct value_case cases[] = {
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
	{ "at_loop", LOCAL, 0, "(i32.add phi((i32.add phi(... ...) -1) param0) -1)" },
};

/* The same of exceptions.wat. */
static const struct value_case exception_cases[] = {
	{ "try", LOCAL, 0, "param0" },
	{ "try: set in the body", LOCAL, 1, "other" },
	{ "try", LOCAL, 2, "4" },
	{ "try: the tag's second parameter", OPERAND, 0, "other" },
	{ "try", OPERAND, 1, "other" },
	{ "try", OPERAND, 2, "none" },
	{ "catch_all", LOCAL, 0, "5" },
	{ "catch_all", LOCAL, 1, "other" },
	{ "catch_all: set by another clause", LOCAL, 2, "4" },
	{ "catch_all: whoever threw may have set it", GLOBAL, 0, "other" },
	{ "catch_all", KEPT, 0, "other" },
	{ "behind_try", LOCAL, 1, "phi(other result0 of func1)" },
	{ "behind_try", LOCAL, 2, "4" },
	{ "behind_try", OPERAND, 0, "phi((i32.add other other) result0 of func1)" },
	{ "behind_try", OPERAND, 1, "9" },
	{ "delegate", LOCAL, 0, "param0" },
	{ "delegate", LOCAL, 1, "other" },
	{ "try_table", LOCAL, 1, "other" },
	{ "try_table", LOCAL, 2, "4" },
	{ "try_table", OPERAND, 0, "other" },
	{ "try_table", OPERAND, 1, "other" },
	{ "try_table", OPERAND, 2, "none" },
	{ "try_table_falls", LOCAL, 1, "result0 of func1" },
	{ "try_table_falls", LOCAL, 2, "2" },
	{ "in_handler_loop", LOCAL, 0, "param0" },
	{ "in_handler_loop", LOCAL, 1, "other" },
	{ "collected", OPERAND, 0, "other" },
	{ "collected", OPERAND, 1, "other" },
	{ "collected", OPERAND, 2, "param0" },
	{ "collected", OPERAND, 3, "none" },
	{ "br_on_null", LOCAL, 2, "phi(5 zero)" },
	{ "br_on_null", OPERAND, 0, "6" },
	{ "br_on_null", OPERAND, 1, "none" },
	{ "indirect", OPERAND, 0, "result0 of type2" },
	{ "tail", OPERAND, 0, "none" },
	{ "throws", LOCAL, 1, "1" },
};

/* What stands behind a colon in export is a remark. */
static void open_here(struct ssa_fixture *fixture, const char *export, struct wcore_ssa **ret)
{
	char name[64] = "";

	memcpy(name, export, strcspn(export, ":"));
	ssa_fixture_find(fixture, name);
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

static void check_values(const char *path, const struct value_case *list, size_t count)
{
	struct ssa_fixture fixture;

	ssa_fixture_open(&fixture, path);
	for (size_t i = 0; i < count; i++) {
		struct wcore_ssa *ssa;
		char *text;

		print_message("%s %d %u\n", list[i].export, list[i].what, list[i].index);
		open_here(&fixture, list[i].export, &ssa);
		text = ssa_text(ssa, query(ssa, list[i].what, list[i].index));
		assert_string_equal(text, list[i].expect);
		free(text);
		wcore_ssa_destroy(ssa);
	}
	ssa_fixture_close(&fixture);
}

static void test_values(void **state)
{
	(void)state;
	check_values("tests/data/ssa/ssa.wasm", cases, sizeof(cases) / sizeof(cases[0]));
}

static void test_exceptions(void **state)
{
	(void)state;
	check_values("tests/data/ssa/exceptions.wasm", exception_cases,
		     sizeof(exception_cases) / sizeof(exception_cases[0]));
}

static void test_facts(void **state)
{
	static const struct { const char *path, *export, *expect; } list[] = {
		{ "ssa", "facts", "(i32.add param2 -10) = 1, param2 = 11, param1 = 0, "
				  "(i32.eq param0 7) = 1, param0 = 7, " },
		{ "ssa", "facts_of_tables", "(i32.ne param1 -1) = 0, param1 = 4294967295, " },
		{ "ssa", "facts_of_bits", "(i32.or param0 param1) = 0, param1 = 0, param0 = 0, " },
		{ "ssa", "facts_of_and", "(i32.eqz param1) = 1, param1 = 0, (i32.lt_s param0 5) = 1, " },
		{ "ssa", "facts_of_joins", "(i32.eqz param0) = 0, " },
		{ "exceptions", "throws", "param0 = 0, " },
		{ "exceptions", "tail", "param0 = 0, " },
	};
	(void)state;

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		char path[64], found[512] = "";
		struct ssa_fixture fixture;
		struct wcore_ssa *ssa;
		uint32_t node;
		uint64_t bits;

		snprintf(path, sizeof(path), "tests/data/ssa/%s.wasm", list[i].path);
		ssa_fixture_open(&fixture, path);
		open_here(&fixture, list[i].export, &ssa);
		for (uint32_t k = 0; wcore_ssa_fact(ssa, k, &node, &bits); k++) {
			char *text = ssa_text(ssa, node);
			size_t size = strlen(found);

			snprintf(found + size, sizeof(found) - size, "%s = %llu, ", text,
				 (unsigned long long)bits);
			free(text);
		}
		assert_string_equal(found, list[i].expect);
		wcore_ssa_destroy(ssa);
		ssa_fixture_close(&fixture);
	}
}

static void test_call(void **state)
{
	struct ssa_fixture fixture;
	struct wcore_ssa *ssa;
	const struct wcore_ssa_event *event;
	char *text;
	(void)state;

	ssa_fixture_open(&fixture, "tests/data/ssa/exceptions.wasm");
	ssa_fixture_find(&fixture, "indirect");
	assert_null(wcore_ssa_create(fixture.module, &fixture.function,
				     ssa_fixture_place(&fixture, WCORE_OP_CALL_INDIRECT, 2), &ssa));
	text = ssa_text(ssa, wcore_ssa_argument(ssa, 0));
	assert_string_equal(text, "(i32.add param0 1)");
	free(text);
	assert_int_equal(wcore_ssa_argument(ssa, 1), WCORE_SSA_NONE);
	assert_int_equal(wcore_ssa_operand(ssa, 0), wcore_ssa_local(ssa, 0));
	assert_int_equal(wcore_ssa_event_count(ssa), 0);
	wcore_ssa_destroy(ssa);
	open_here(&fixture, "indirect", &ssa);
	assert_int_equal(wcore_ssa_event_count(ssa), 1);
	event = wcore_ssa_event(ssa, 0);
	assert_int_equal(event->kind, WCORE_SSA_EVENT_CALL);
	assert_false(event->has_callee);
	assert_int_equal(event->typeidx, 2);
	assert_int_equal(event->arg_count, 1);
	assert_int_equal(event->address, wcore_ssa_local(ssa, 0));
	text = ssa_text(ssa, wcore_ssa_call_arg(ssa, event, 0));
	assert_string_equal(text, "(i32.add param0 1)");
	free(text);
	assert_true(wcore_ssa_event_dominates(ssa, 0));
	wcore_ssa_destroy(ssa);
	ssa_fixture_close(&fixture);
}

static bool visit(void *context, uint32_t event)
{
	*(uint32_t *)context |= 1u << event;
	return true;
}

struct nested { struct wcore_ssa *ssa; unsigned visits; };

static bool visit_nested(void *context, uint32_t event)
{
	struct nested *nested = context;
	uint32_t seen = 0;

	(void)event;
	nested->visits++;
	return wcore_ssa_between(nested->ssa, WCORE_SSA_NONE, visit, &seen) && seen == 3;
}

/* Events are counted in the order of the code. */
static void test_between(void **state)
{
	struct ssa_fixture fixture;
	struct wcore_ssa *ssa;
	struct nested nested = { 0 };
	uint32_t seen = 0;
	(void)state;

	/* global.set, store, load */
	ssa_fixture_open(&fixture, "tests/data/ssa/ssa.wasm");
	open_here(&fixture, "frame", &ssa);
	assert_int_equal(wcore_ssa_event_count(ssa), 3);
	assert_true(wcore_ssa_between(ssa, WCORE_SSA_NONE, visit, &seen));
	assert_int_equal(seen, 7);
	seen = 0;
	assert_true(wcore_ssa_between(ssa, 1, visit, &seen));
	assert_int_equal(seen, 4);
	assert_int_equal(wcore_ssa_event(ssa, 1)->kind, WCORE_SSA_EVENT_STORE);
	assert_int_equal(wcore_ssa_event(ssa, 1)->width, 4);
	assert_int_equal(wcore_ssa_event(ssa, 1)->offset, 12);
	assert_int_equal(wcore_ssa_event(ssa, 1)->address, wcore_ssa_local(ssa, 1));
	assert_int_equal(wcore_ssa_event(ssa, 1)->value, wcore_ssa_local(ssa, 0));
	assert_int_equal(wcore_ssa_event(ssa, 2)->node, wcore_ssa_operand(ssa, 1));
	wcore_ssa_destroy(ssa);
	/* The call in the `if` of a loop, and the one behind it, which dominates. */
	open_here(&fixture, "untouched", &ssa);
	assert_int_equal(wcore_ssa_event_count(ssa), 2);
	assert_false(wcore_ssa_event_dominates(ssa, 0));
	assert_true(wcore_ssa_event_dominates(ssa, 1));
	seen = 0;
	assert_true(wcore_ssa_between(ssa, 1, visit, &seen));
	assert_int_equal(seen, 0);
	assert_true(wcore_ssa_between(ssa, WCORE_SSA_NONE, visit, &seen));
	assert_int_equal(seen, 3);
	/* A visitor may search on its own: each event comes once all the same. */
	nested.ssa = ssa;
	assert_true(wcore_ssa_between(ssa, WCORE_SSA_NONE, visit_nested, &nested));
	assert_int_equal(nested.visits, 2);
	wcore_ssa_destroy(ssa);
	ssa_fixture_close(&fixture);
	/* What a body did before it threw counts. */
	ssa_fixture_open(&fixture, "tests/data/ssa/exceptions.wasm");
	open_here(&fixture, "try", &ssa);
	seen = 0;
	assert_false(wcore_ssa_event_dominates(ssa, 0));
	assert_true(wcore_ssa_between(ssa, WCORE_SSA_NONE, visit, &seen));
	assert_int_equal(seen, 3);
	wcore_ssa_destroy(ssa);
	ssa_fixture_close(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_exceptions),
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_call),
		cmocka_unit_test(test_between),
	};

	return cmocka_run_group_tests_name("ssa", tests, NULL, NULL);
}
