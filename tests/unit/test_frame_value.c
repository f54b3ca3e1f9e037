#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/frame_value.h"
#include "crash_fixture.h"

/* Frame index of the only thread; its sites stay valid while iter is not moved on. */
static void frame_at(struct crash *crash, struct wcore_target_iter *iter, uint32_t index,
		     struct wcore_target_frame *ret)
{
	bool found = true;

	wcore_target_iter_init(iter, crash->target, &crash->dump->threads[0]);
	for (uint32_t i = 0; i <= index; i++) {
		assert_null(wcore_target_iter_next(iter, ret, &found));
		assert_true(found);
	}
}

/* The rewriter's values of fail(b, code, ratio, u) and of shelve(), panic.expect.json. */
static void test_rewriter(void **state)
{
	(void)state;
	static const struct { uint8_t code; uint64_t bits; } params[] = {
		{ WCORE_I32, 70344 }, { WCORE_I64, (uint64_t)-6999999998 },
		{ WCORE_F64, 0x3fd0000000000000 }, { WCORE_I32, 70284 },
	};
	const char *const modules[] = { "panic.wasm" };
	struct wcore_frame_value_iter values;
	struct wcore_frame_value value;
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	struct crash crash;

	crash_open(&crash, "rewriter", "panic.core", modules, 1);
	frame_at(&crash, &iter, 0, &frame);
	wcore_frame_value_iter_init(&values, crash.dump, &crash.dump->threads[0], &frame);
	for (uint32_t i = 0; i < 4; i++) {
		assert_true(wcore_frame_value_iter_next(&values, &value));
		assert_int_equal(value.role, WCORE_VALUE_PARAM);
		assert_int_equal(value.index, i);
		assert_int_equal(value.code, params[i].code);
		assert_int_equal(value.bits, params[i].bits);
		assert_null(value.missing);
	}
	assert_true(wcore_frame_value_iter_next(&values, &value));
	assert_int_equal(value.role, WCORE_VALUE_LOCAL);

	/* A caller's parameters are 669 and 670 whatever they were; its locals are real. */
	frame_at(&crash, &iter, 1, &frame);
	wcore_frame_value_iter_init(&values, crash.dump, &crash.dump->threads[0], &frame);
	for (uint32_t i = 0; i < 2; i++) {
		assert_true(wcore_frame_value_iter_next(&values, &value));
		assert_int_equal(value.role, WCORE_VALUE_PARAM);
		assert_non_null(value.missing);
	}
	assert_true(wcore_frame_value_iter_next(&values, &value));
	assert_int_equal(value.role, WCORE_VALUE_LOCAL);
	assert_int_equal(value.bits, 70304);
	assert_null(value.missing);
	crash_close(&crash);
}

/* WasmEdge keeps 32 bits of each local: all of an i32, half of the i64 that is crash.c's big. */
static void test_wasmedge(void **state)
{
	(void)state;
	const char *const modules[] = { "../c-divzero/crash-O0.wasm" };
	struct wcore_frame_value_iter values;
	struct wcore_frame_value value;
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	struct crash crash;

	crash_open(&crash, "wasmedge", "crash-O0.core", modules, 1);
	frame_at(&crash, &iter, 0, &frame);
	wcore_frame_value_iter_init(&values, crash.dump, &crash.dump->threads[0], &frame);
	for (uint32_t i = 0; i <= 10; i++) {
		assert_true(wcore_frame_value_iter_next(&values, &value));
		assert_int_equal(value.code, i < 10 ? WCORE_I32 : WCORE_I64);
		assert_int_equal(value.is_low_half, i == 10);
	}
	crash_close(&crash);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rewriter),
		cmocka_unit_test(test_wasmedge),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
