/*
 * Modules that break what a value would rest on (tests/data/values, docs/values.md):
 * each has a local that must not be given, and some have one beside it that must be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../../libcore/analysis/unwind.h"
#include "target_fixture.h"

#define FOLDER "tests/data/values/"

static const struct expectation {
	const char *name;
	uint32_t frame, local;
	bool is_known;
	uint64_t bits;	/* what the module's text says that it holds */
} expectations[] = {
	{ "escaped_call", 0, 0, true, 4080 },
	{ "escaped_call", 0, 1, false, 7 },
	{ "escaped_call", 0, 2, true, 9 },
	{ "store_unknown", 0, 1, false, 7 },
	{ "stale_load", 0, 1, false, 7 },
	{ "stale_load", 0, 2, false, UINT64_MAX },
	{ "fill", 0, 1, false, 7 },
	{ "fill", 0, 2, false, 6 },
	{ "fill", 0, 3, true, 5 },
	{ "loop_store", 0, 1, false, 7 },
	{ "loop_carried", 0, 0, false, 5 },
	{ "loop_carried", 0, 1, false, 4 },
	{ "loop_carried", 0, 2, false, 10 },
	{ "loop_carried", 0, 3, true, 3 },
	{ "join", 0, 0, false, 2 },
	{ "join", 0, 1, true, 4 },
	{ "fact_joined", 0, 0, false, 5 },
	{ "fact_joined", 0, 1, true, 0 },
	{ "alloca", 0, 0, true, 4016 },
	{ "alloca", 1, 0, true, 4080 },
	{ "alloca", 1, 2, true, 4032 },
	{ "alloca_twice", 0, 0, false, 4000 },
	{ "alloca_twice", 1, 0, false, 4016 },
	{ "alloca_twice", 2, 0, true, 4080 },
	{ "callee_pointer", 1, 0, false, 4080 },
	{ "tail_call", 0, 0, false, 6 },
	{ "tail_call_same", 0, 0, false, 3 },
	{ "indirect", 0, 0, false, 9 },
	{ "table_set", 0, 0, false, 9 },
	{ "callee_store", 0, 0, true, 4092 },
	{ "callee_store", 1, 1, false, 7 },
	{ "callee_store", 1, 2, true, 6 },
	{ "callee_constant", 0, 0, false, 7 },
	{ "callee_constant", 0, 1, false, 5 },
	{ "callee_constant", 0, 2, true, 3 },
	{ "callee_loop", 0, 0, false, 7 },
	{ "callee_loop", 0, 1, true, 9 },
	{ "callee_way", 0, 0, false, 7 },
	{ "callee_else", 0, 0, false, 7 },
	{ "callee_frame", 0, 1, true, 7 },
	{ "callee_frame", 0, 2, true, 5 },
	{ "callee_beyond", 0, 1, false, 7 },
	{ "callee_beyond", 0, 2, true, 5 },
	{ "callee_recursive", 0, 0, false, 7 },
	{ "callee_table", 0, 0, false, 7 },
	{ "callee_older", 1, 0, false, 7 },
	{ "callee_older", 1, 1, true, 6 },
	{ "call_null", 0, 0, true, 7 },
	{ "call_host", 0, 0, false, 7 },
	{ "global_call", 0, 0, false, 1 },
	{ "global_call", 0, 1, true, 2 },
	{ "load_loop", 0, 0, false, 76 },
	{ "load_loop", 0, 1, true, 3 },	/* the loop's condition says so */
	{ "rodata", 0, 0, false, 1 },
	{ "rodata", 0, 1, true, 2 },
	{ "nan", 0, 0, false, 0 },
	{ "nan", 0, 1, false, 0 },
	{ "nan", 0, 2, true, 1 },
	{ "stored_then", 0, 1, false, 41 },
	{ "stored_then", 0, 2, true, 42 },
	{ "stored_maybe", 0, 1, false, 41 },
	{ "atomic", 0, 1, false, 7 },
	{ "unnamed", 0, 0, true, 144 },
	{ "unnamed", 1, 0, true, 144 },
	{ "shared", 1, 0, true, 4080 },
	{ "shared", 1, 1, false, 7 },
	{ "host_entry", 0, 0, false, 9 },
};

/* What running the functions again must give, and must not (replay.h); a static that no code writes. */
static const struct expectation runs[] = {
	{ "replay_host", 0, 0, false, 9 },
	{ "replay_host", 0, 1, true, 7 },
	{ "replay_start", 0, 0, false, 5 },
	{ "replay_loop", 1, 0, false, 3 },
	{ "replay_loop", 1, 1, true, 6 },
	{ "replay_loop", 1, 2, false, 6 },
	{ "replay_way", 0, 0, false, 4 },
	{ "replay_way", 0, 1, true, 6 },
	{ "replay_way", 0, 2, false, 0 },
	{ "replay_store", 0, 0, false, 8 },
	{ "replay_store", 0, 1, true, 7 },
	{ "join", 0, 0, false, 2 },
	{ "loop_carried", 0, 0, true, 5 },
	{ "loop_carried", 0, 2, true, 10 },
	{ "callee_table", 0, 0, true, 7 },
	{ "unwritten", 0, 0, true, 7 },
	{ "unwritten", 0, 1, false, 5 },
	{ "unwritten", 0, 2, false, 6 },
	{ "unwritten", 0, 3, false, 9 },
	{ "unwritten", 0, 4, false, 2 },
};

struct opened {
	struct target_fixture fixture;
	struct wcore_unwind *unwind;
};

static void open_dump(struct opened *opened, const char *name, bool speculative, bool no_replay)
{
	struct wcore_unwind_options unwinding = { .speculative = speculative, .no_replay = no_replay };
	char core[64], first[64];
	const char *modules[] = { first, "1=" FOLDER "shared_lib.wasm" };
	struct wcore_target_options options = { 0 };

	snprintf(core, sizeof(core), FOLDER "%s.core", name);
	snprintf(first, sizeof(first), "0=" FOLDER "%s.wasm", name);
	options.lookup.modules = modules;
	options.lookup.module_count = strcmp(name, "shared") && strcmp(name, "host_entry") ? 1 : 2;
	assert_null(fixture_open(&opened->fixture, core, &options));
	assert_null(wcore_unwind_open(opened->fixture.target, opened->fixture.dump->threads,
				      &unwinding, &opened->unwind));
}

static void close_dump(struct opened *opened)
{
	wcore_unwind_close(opened->unwind);
	fixture_close(&opened->fixture);
}

static void check(const struct expectation *expected, bool no_replay)
{
	struct wcore_unwind_frame *frame;
	struct opened opened;
	struct wcore_word word;

	open_dump(&opened, expected->name, false, no_replay);
	assert_null(wcore_unwind_frame(opened.unwind, expected->frame, &frame));
	word = wcore_unwind_local(frame, expected->local);
	if ((word.origin != WCORE_ORIGIN_UNAVAILABLE) != expected->is_known)
		fail_msg("%s: frame %u, local %u is %s: %s", expected->name, expected->frame,
			 expected->local, wcore_origin_name(word.origin), word.why ? word.why : "");
	if (expected->is_known)
		assert_int_equal(word.bits, expected->bits);
	else
		assert_non_null(word.why);
	close_dump(&opened);
}

static void test_withheld(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(expectations) / sizeof(expectations[0]); i++)
		check(&expectations[i], true);
}

static void test_runs(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
		check(&runs[i], false);
}

/* With functions run again more is known, and nothing else than what the module's text says. */
static void test_replayed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(expectations) / sizeof(expectations[0]); i++) {
		const struct expectation *expected = &expectations[i];
		struct wcore_unwind_frame *frame;
		struct opened opened;
		struct wcore_word word;

		open_dump(&opened, expected->name, false, false);
		assert_null(wcore_unwind_frame(opened.unwind, expected->frame, &frame));
		word = wcore_unwind_local(frame, expected->local);
		if (expected->is_known && word.origin == WCORE_ORIGIN_UNAVAILABLE)
			fail_msg("%s: frame %u, local %u: %s", expected->name, expected->frame,
				 expected->local, word.why);
		if (word.origin != WCORE_ORIGIN_UNAVAILABLE && word.bits != expected->bits)
			fail_msg("%s: frame %u, local %u is %llu", expected->name, expected->frame,
				 expected->local, (unsigned long long)word.bits);
		close_dump(&opened);
	}
}

/* What may be stale is marked when it is asked for, and is never taken for certain. */
static void test_speculative(void **state)
{
	static const struct expectation stale[] = {
		{ "escaped_call", 0, 1, false, 9 }, { "store_unknown", 0, 1, false, 9 },
		{ "callee_store", 1, 1, false, 9 }, { "callee_store", 1, 2, true, 6 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(stale) / sizeof(stale[0]); i++) {
		struct wcore_unwind_frame *frame;
		struct opened opened;
		struct wcore_word word;

		open_dump(&opened, stale[i].name, true, true);
		assert_null(wcore_unwind_frame(opened.unwind, stale[i].frame, &frame));
		word = wcore_unwind_local(frame, stale[i].local);
		assert_int_not_equal(word.origin, WCORE_ORIGIN_UNAVAILABLE);
		assert_int_equal(word.is_speculative, !stale[i].is_known);
		assert_int_equal(word.bits, stale[i].bits);
		close_dump(&opened);
	}
}

static void test_checks(void **state)
{
	static const struct { const char *name; enum wcore_stack_check check; } checks[] = {
		{ "escaped_call", WCORE_STACK_PROVED }, { "alloca", WCORE_STACK_OPEN },
		{ "alloca_twice", WCORE_STACK_OPEN }, { "callee_pointer", WCORE_STACK_BROKEN },
		{ "unnamed", WCORE_STACK_BROKEN }, { "host_entry", WCORE_STACK_ABSENT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		struct opened opened;
		const char *text = NULL;

		open_dump(&opened, checks[i].name, false, false);
		assert_int_equal(wcore_unwind_check(opened.unwind, &text), checks[i].check);
		assert_non_null(text);
		assert_int_equal(wcore_unwind_findings(opened.unwind)->count,
				 checks[i].check == WCORE_STACK_BROKEN);
		close_dump(&opened);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_withheld),
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_replayed),
		cmocka_unit_test(test_speculative),
		cmocka_unit_test(test_checks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
