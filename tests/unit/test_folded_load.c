#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/folded_load.h"
#include "../../libcore/analysis/reason.h"
#include "crash_fixture.h"

#define BOUNDS WCORE_KIND_BIT(MEMORY_BOUNDS)
#define UNREACHABLE WCORE_KIND_BIT(UNREACHABLE)

/*
 * What Wasmtime said is in tests/data/traps-folded/traps.txt; where the same
 * code can trap for two reasons, both must stay open.
 */
static void test_dumps(void **state)
{
	(void)state;
	static const struct {
		const char *dump;
		uint32_t truth, possible;
		const char *instruction;	/* of the trap's place */
	} cases[] = {
		{ "add.core", BOUNDS, BOUNDS, "i32.load" },
		{ "float.core", BOUNDS, BOUNDS, "f32.load" },
		{ "local.core", BOUNDS, BOUNDS, "f32.load" },
		{ "branch_load.core", BOUNDS, BOUNDS | UNREACHABLE, "br_if 0" },
		{ "branch_unreachable.core", UNREACHABLE, BOUNDS | UNREACHABLE, "br_if 0" },
		{ "slot.core", UNREACHABLE, UNREACHABLE, "unreachable" },
		{ "parameter.core", BOUNDS, BOUNDS | UNREACHABLE, "br_if 0" },
		{ "past.core", BOUNDS, BOUNDS | UNREACHABLE, "br_if 0" },
	};
	const char *const modules[] = { "folded.wasm" };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct crash crash;
		struct wcore_trap trap;

		crash_open(&crash, "traps-folded", cases[i].dump, modules, 1);
		assert_null(wcore_trap_analyze(crash.target, &crash.dump->threads[0], &trap));
		if (trap.possible != cases[i].possible || !(trap.possible & cases[i].truth))
			fail_msg("%s: kinds %x (%s)", cases[i].dump, trap.possible, trap.detail);
		assert_string_equal(trap.instruction, cases[i].instruction);
		crash_close(&crash);
	}
}

/* Without a stack pointer that is known, no slot is certain to be inside. */
static void test_pointer_unknown(void **state)
{
	(void)state;
	const char *const modules[] = { "folded.wasm" };
	struct wcore_stack_pointer pointer = { 0 };
	struct wcore_folded_load folded;
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	struct crash crash;
	bool found = false;

	crash_open(&crash, "traps-folded", "slot.core", modules, 1);
	wcore_target_iter_init(&iter, crash.target, &crash.dump->threads[0]);
	assert_null(wcore_target_iter_next(&iter, &frame, &found));
	assert_true(found && frame.has_address);
	struct wcore_module *module = frame.module->found.module;

	assert_true(wcore_stack_pointer_find(module, &pointer.global));
	assert_int_equal(pointer.global, 0);
	wcore_folded_load_find(module, &frame.function, frame.address, &pointer, &folded);
	assert_true(folded.is_found);
	assert_false(folded.is_inside);
	pointer.is_known = true;
	pointer.value = 65536 - 32;
	pointer.memory_size = 65536;
	wcore_folded_load_find(module, &frame.function, frame.address, &pointer, &folded);
	assert_true(folded.is_inside);
	/* A stack that ran through the bottom of the memory. */
	pointer.value = (uint32_t)-64;
	wcore_folded_load_find(module, &frame.function, frame.address, &pointer, &folded);
	assert_false(folded.is_inside);
	/* Nothing was loaded in front of the function's first instruction. */
	wcore_folded_load_find(module, &frame.function, frame.function.code, &pointer, &folded);
	assert_false(folded.is_found);
	crash_close(&crash);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dumps),
		cmocka_unit_test(test_pointer_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
