/*
 * The frames of real dumps: the walk of the stack pointer, and locals against
 * those that another producer recorded of the same crash.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../../libcore/analysis/unwind.h"
#include "target_fixture.h"

#define DATA "tests/data/"

struct opened {
	struct target_fixture fixture;
	struct wcore_unwind *unwind;
};

static void open_dump(struct opened *opened, const char *core, const char *module)
{
	const char *modules[] = { module };
	struct wcore_target_options options = { 0 };

	options.lookup.modules = modules;
	options.lookup.module_count = 1;
	assert_null(fixture_open(&opened->fixture, core, &options));
	assert_null(wcore_unwind_open(opened->fixture.target, opened->fixture.dump->threads, NULL,
				      &opened->unwind));
}

static void close_dump(struct opened *opened)
{
	wcore_unwind_close(opened->unwind);
	fixture_close(&opened->fixture);
}

static struct wcore_unwind_frame *frame_of(struct opened *opened, uint32_t index)
{
	struct wcore_unwind_frame *frame = NULL;

	assert_null(wcore_unwind_frame(opened->unwind, index, &frame));
	return frame;
}

/* Every walk of a whole stack ends where the module starts its pointer. */
static void test_walks(void **state)
{
	static const struct { const char *core, *module; uint64_t initial; } dumps[] = {
		{ DATA "c-divzero/crash-O0.core", DATA "c-divzero/crash-O0.wasm", 0x114b0 },
		{ DATA "c-divzero/crash-O2.core", DATA "c-divzero/crash-O2.wasm", 0x114a0 },
		{ DATA "rust-panic/shop-debug.core", DATA "rust-panic/shop-debug.wasm.gz", 0x100000 },
		{ DATA "cpp-abort/bank-O0.core", DATA "cpp-abort/bank-O0.wasm.gz", 0x1000000 },
		{ DATA "wt-rs-tally-debug/dump.core", DATA "wt-rs-tally-debug/m.wasm.gz", 0x100000 },
		{ DATA "wt-zig-debug/dump.core", DATA "wt-zig-debug/m.wasm.gz", 0x1000000 },
		{ DATA "wt-c-sigmismatch-O2/dump.core", DATA "wt-c-sigmismatch-O2/m.wasm", 0x11640 },
		{ DATA "wt-cpp-O0/dump.core", DATA "wt-cpp-O0/m.wasm", 0x11870 },
		{ DATA "wt-as-O3/dump.core", DATA "wt-as-O3/m.wasm", 0x8cb4 },
		{ DATA "mem-64-c/dump.core", DATA "mem-64-c/m.wasm", 0x10490 },
		/* Told by recorded locals alone: the dump has no such global. */
		{ DATA "rewriter/panic.core", DATA "rewriter/panic.wasm", 0x112e0 },
		{ DATA "wasmedge/crash-O0.core", DATA "c-divzero/crash-O0.wasm", 0x114b0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		struct opened opened;
		struct wcore_word entry;
		const char *text;

		open_dump(&opened, dumps[i].core, dumps[i].module);
		if (wcore_unwind_check(opened.unwind, &text) != WCORE_STACK_PROVED)
			fail_msg("%s: %s", dumps[i].core, text);
		entry = wcore_unwind_entry_stack_pointer(
			frame_of(&opened, opened.fixture.dump->threads->frame_count - 1));
		assert_int_equal(entry.origin, WCORE_ORIGIN_RECONSTRUCTED);
		assert_int_equal(entry.bits, dumps[i].initial);
		close_dump(&opened);
	}
}

static void test_no_walk(void **state)
{
	static const struct { const char *core, *module; enum wcore_stack_check check; } dumps[] = {
		/* Cut by the producer; Go's, which is not walked; no stack pointer at all. */
		{ DATA "deep/deep.core", DATA "deep/deep.wasm", WCORE_STACK_OPEN },
		{ DATA "wt-go-undef/dump.core.gz", DATA "wt-go-undef/m.wasm.gz", WCORE_STACK_ABSENT },
		{ DATA "tail-call/dump.core", DATA "tail-call/m.wasm", WCORE_STACK_ABSENT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]); i++) {
		struct opened opened;

		open_dump(&opened, dumps[i].core, dumps[i].module);
		assert_int_equal(wcore_unwind_check(opened.unwind, NULL), dumps[i].check);
		close_dump(&opened);
	}
}

/* The rewriter recorded what follows from Wasmtime's dump of the same crash. */
static void test_recorded_twin(void **state)
{
	struct opened bare, recorded;
	uint32_t known = 0, compared = 0;

	(void)state;
	open_dump(&bare, DATA "rewriter/panic.wasmtime.core", DATA "rewriter/panic.wasm");
	open_dump(&recorded, DATA "rewriter/panic.core", DATA "rewriter/panic.wasm");
	for (uint32_t i = 0; i < bare.fixture.dump->threads->frame_count; i++) {
		struct wcore_unwind_frame *a = frame_of(&bare, i), *b = frame_of(&recorded, i);

		assert_int_equal(wcore_unwind_local_count(a), wcore_unwind_local_count(b));
		for (uint32_t k = 0; k < wcore_unwind_local_count(a); k++) {
			struct wcore_word derived = wcore_unwind_local(a, k);
			struct wcore_word truth = wcore_unwind_local(b, k);

			if (truth.origin != WCORE_ORIGIN_RECORDED)
				continue;
			compared++;
			if (derived.origin == WCORE_ORIGIN_UNAVAILABLE)
				continue;
			known++;
			if (derived.bits != truth.bits)
				fail_msg("frame %u, local %u: 0x%llx, recorded 0x%llx", i, k,
					 (unsigned long long)derived.bits,
					 (unsigned long long)truth.bits);
		}
	}
	assert_int_equal(compared, 101);
	assert_true(known >= 80);
	assert_int_equal(wcore_unwind_findings(recorded.unwind)->count, 0);
	/* The parameters that it records of callers are placeholders: 669 and 670. */
	assert_int_equal(wcore_unwind_local(frame_of(&recorded, 1), 0).origin,
			 WCORE_ORIGIN_RECONSTRUCTED);
	assert_int_equal(wcore_unwind_local(frame_of(&recorded, 1), 0).bits, 0x112a0);
	assert_int_equal(wcore_unwind_argument(frame_of(&bare, 1), 1).bits, 3);	/* shelve(books, 3) */
	close_dump(&bare);
	close_dump(&recorded);
}

/* 1.5 and 2.25 of WasmEdge's frame are the low halves 0, completed by the code. */
static void test_low_halves(void **state)
{
	struct opened opened;
	struct wcore_word word;

	(void)state;
	open_dump(&opened, DATA "wasmedge/crash-O0.core", DATA "c-divzero/crash-O0.wasm");
	word = wcore_unwind_local(frame_of(&opened, 1), 10);
	assert_false(word.is_low_half);
	assert_int_equal(word.bits, UINT64_C(0x3ff8000000000000));
	/* hello: nothing but its low half is there. */
	word = wcore_unwind_local(frame_of(&opened, 0), 13);
	assert_true(word.is_low_half);
	assert_int_equal(word.bits, 0x6c6c6568);
	close_dump(&opened);
}

static void test_long_stack(void **state)
{
	struct wcore_unwind_frame *middle = NULL;
	struct wcore_error *error;
	struct opened opened;
	uint32_t count;

	(void)state;
	open_dump(&opened, DATA "wt-c-stackoverflow-O0/dump.core.gz",
		  DATA "wt-c-stackoverflow-O0/m.wasm");
	count = opened.fixture.dump->threads->frame_count;
	assert_int_equal(count, 174757);
	assert_int_equal(wcore_unwind_check(opened.unwind, NULL), WCORE_STACK_PROVED);
	/* In front of the first instruction the frame base is not set: 0, and no pointer. */
	assert_true(wcore_unwind_local(frame_of(&opened, 0), 2).is_initial);
	assert_int_equal(wcore_unwind_stack_pointer(frame_of(&opened, 0)).origin,
			 WCORE_ORIGIN_RECORDED);
	assert_int_equal(wcore_unwind_entry_stack_pointer(frame_of(&opened, count - 1)).bits,
			 0x1001640);
	error = wcore_unwind_frame(opened.unwind, count / 2, &middle);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_NOT_FOUND);
	assert_non_null(strstr(error->message, "middle of a long stack"));
	wcore_error_destroy(error);
	error = wcore_unwind_frame(opened.unwind, count, &middle);
	assert_non_null(error);
	wcore_error_destroy(error);
	close_dump(&opened);
}

/* Wasmtime names the last instance of a module for all of them: no memory is theirs for certain. */
static void test_same_module_twice(void **state)
{
	struct opened opened;

	(void)state;
	open_dump(&opened, DATA "multi-same-module-twice/dump.core",
		  DATA "multi-same-module-twice/m.wasm");
	for (uint32_t i = 0; i < opened.fixture.dump->threads->frame_count; i++) {
		struct wcore_unwind_frame *frame = frame_of(&opened, i);
		uint32_t instance = wcore_unwind_target_frame(frame)->frame.instance, same = 0;

		for (uint32_t k = 0; k < opened.fixture.dump->instance_count; k++)
			same += opened.fixture.dump->instances[k].module ==
				opened.fixture.dump->instances[instance].module;
		if (same > 1)
			assert_null(wcore_unwind_memory(frame));
	}
	close_dump(&opened);
}

static void test_learn(void **state)
{
	struct opened opened;
	struct wcore_unwind_frame *frame;

	(void)state;
	/* The divisor is a load of a local function's variable: memory says the same as the trap. */
	open_dump(&opened, DATA "c-divzero/crash-O0.core", DATA "c-divzero/crash-O0.wasm");
	assert_null(wcore_unwind_learn(opened.unwind, 0, 0));
	assert_int_equal(wcore_unwind_findings(opened.unwind)->count, 0);
	frame = frame_of(&opened, 0);
	assert_int_equal(wcore_unwind_operand(frame, 1).bits, 0);
	close_dump(&opened);

	open_dump(&opened, DATA "c-divzero/crash-O0.core", DATA "c-divzero/crash-O0.wasm");
	assert_null(wcore_unwind_learn(opened.unwind, 0, 5));
	assert_true(wcore_unwind_findings(opened.unwind)->count > 0);
	frame = frame_of(&opened, 0);
	assert_int_equal(wcore_unwind_operand(frame, 1).origin, WCORE_ORIGIN_UNAVAILABLE);
	close_dump(&opened);

	/* Nothing but the trap tells the operand: a value of a call that returned. */
	open_dump(&opened, DATA "values/join.core", DATA "values/join.wasm");
	assert_null(wcore_unwind_learn(opened.unwind, 0, 0));
	close_dump(&opened);
}

/* tests/data/values/escaped_call.wat: two slots are set, and the address of one of them is given away. */
static void test_is_written(void **state)
{
	struct opened opened;
	struct wcore_unwind_frame *frame;

	(void)state;
	open_dump(&opened, DATA "values/escaped_call.core", DATA "values/escaped_call.wasm");
	frame = frame_of(&opened, 0);
	assert_true(wcore_unwind_is_written(frame, 4080 + 12, 4));
	assert_true(wcore_unwind_is_written(frame, 4080 + 8, 4));
	assert_true(wcore_unwind_is_written(frame, 4080 + 7, 2));
	assert_false(wcore_unwind_is_written(frame, 4080, 8));
	/* Not this frame's. */
	assert_true(wcore_unwind_is_written(frame, 5000, 4));
	close_dump(&opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_walks),
		cmocka_unit_test(test_no_walk),
		cmocka_unit_test(test_recorded_twin),
		cmocka_unit_test(test_low_halves),
		cmocka_unit_test(test_long_stack),
		cmocka_unit_test(test_same_module_twice),
		cmocka_unit_test(test_learn),
		cmocka_unit_test(test_is_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
