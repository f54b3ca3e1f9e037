#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../libcore/analysis/operand.h"

static struct wcore_known known(uint64_t bits, uint32_t local)
{
	return (struct wcore_known){ WCORE_KNOWN, bits, local };
}

#define MINUS_ONE UINT64_C(0xffffffffffffffff)

/* Opcodes of WebAssembly 3.0, 5.4.8; results by 4.3.2. */
static const struct fold_case {
	const char *what;
	uint32_t code;
	uint64_t a, b, result;
} cases[] = {
	{ "i32.eqz", 0x45, 0, 0, 1 }, { "i32.eqz", 0x45, 7, 0, 0 },
	{ "i32.eq", 0x46, 3, 3, 1 }, { "i32.ne", 0x47, 3, 3, 0 },
	{ "i64.eqz", 0x50, 0, 0, 1 }, { "i64.eq", 0x51, 1, 2, 0 }, { "i64.ne", 0x52, 1, 2, 1 },
	{ "i32.add wraps", 0x6a, 0xffffffff, 2, 1 },
	{ "i32.sub wraps", 0x6b, 1, 2, 0xffffffff },
	{ "i32.mul wraps", 0x6c, 0x10000, 0x10001, 0x10000 },
	{ "i32.and", 0x71, 0xf0f, 0xff0, 0xf00 },
	{ "i32.or", 0x72, 0xf0f, 0xff0, 0xfff },
	{ "i32.xor", 0x73, 0xf0f, 0xff0, 0x0ff },
	{ "i32.shl takes the count modulo 32", 0x74, 1, 33, 2 },
	{ "i32.shl drops high bits", 0x74, 0x80000001, 1, 2 },
	{ "i32.shr_s", 0x75, 0x80000000, 31, 0xffffffff },
	{ "i32.shr_s by 0", 0x75, 0x80000000, 0, 0x80000000 },
	{ "i32.shr_u", 0x76, 0x80000000, 31, 1 },
	{ "i64.add wraps", 0x7c, MINUS_ONE, 2, 1 },
	{ "i64.sub", 0x7d, 0, 1, MINUS_ONE },
	{ "i64.mul", 0x7e, 3, 5, 15 },
	{ "i64.shl takes the count modulo 64", 0x86, 1, 65, 2 },
	{ "i64.shr_s", 0x87, UINT64_C(1) << 63, 63, MINUS_ONE },
	{ "i64.shr_s by 0", 0x87, 5, 64, 5 },
	{ "i64.shr_u", 0x88, UINT64_C(1) << 63, 63, 1 },
	{ "i32.wrap_i64", 0xa7, UINT64_C(0x100000005), 0, 5 },
	{ "i64.extend_i32_s", 0xac, 0x80000000, 0, UINT64_C(0xffffffff80000000) },
	{ "i64.extend_i32_u", 0xad, 0x80000000, 0, 0x80000000 },
	{ "f32.reinterpret_i32", 0xbe, 0x7fc00000, 0, 0x7fc00000 },
	{ "i32.extend8_s", 0xc0, 0x180, 0, 0xffffff80 },
	{ "i32.extend16_s", 0xc1, 0x7fff, 0, 0x7fff },
	{ "i64.extend8_s", 0xc2, 0xff, 0, MINUS_ONE },
	{ "i64.extend32_s", 0xc4, 0xffffffff, 0, MINUS_ONE },
};

static void test_results(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_known result = wcore_known_fold(cases[i].code,
			known(cases[i].a, WCORE_LOCAL_NONE), known(cases[i].b, WCORE_LOCAL_NONE));
		print_message("%s\n", cases[i].what);
		assert_int_equal(result.state, WCORE_KNOWN);
		assert_true(result.bits == cases[i].result);
	}
}

/* Every opcode between, and operands that are not known: never a wrong value. */
static void test_unknown(void **state)
{
	struct wcore_known nothing = { WCORE_UNKNOWN, 0, WCORE_LOCAL_NONE };
	struct wcore_known half = { WCORE_LOW_HALF, 5, WCORE_LOCAL_NONE };
	struct wcore_known one = known(1, WCORE_LOCAL_NONE);
	(void)state;

	for (uint32_t code = 0x45; code <= 0xc4; code++) {
		assert_int_equal(wcore_known_fold(code, nothing, one).state, WCORE_UNKNOWN);
		bool is_wrap = code == 0xa7;
		assert_int_equal(wcore_known_fold(code, half, one).state,
				 is_wrap ? WCORE_KNOWN : WCORE_UNKNOWN);
	}
	assert_int_equal(wcore_known_fold(0x6a, one, nothing).state, WCORE_UNKNOWN);
	/* Division, comparison by order, floats: not computed. */
	assert_int_equal(wcore_known_fold(0x6d, one, one).state, WCORE_UNKNOWN);
	assert_int_equal(wcore_known_fold(0x48, one, one).state, WCORE_UNKNOWN);
	assert_int_equal(wcore_known_fold(0x53, one, one).state, WCORE_UNKNOWN);
	assert_int_equal(wcore_known_fold(0x92, one, one).state, WCORE_UNKNOWN);
	assert_int_equal(wcore_known_fold(0x79, one, one).state, WCORE_UNKNOWN);
}

static void test_locals(void **state)
{
	struct wcore_known a = known(1, 3), b = known(2, 4), c = known(3, WCORE_LOCAL_NONE);
	(void)state;
	assert_int_equal(wcore_known_fold(0x6a, a, c).local, 3);
	assert_int_equal(wcore_known_fold(0x6a, c, a).local, 3);
	assert_int_equal(wcore_known_fold(0x6a, a, a).local, 3);
	assert_int_equal(wcore_known_fold(0x6a, a, b).local, WCORE_LOCAL_MANY);
	assert_int_equal(wcore_known_fold(0x6a, c, c).local, WCORE_LOCAL_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_locals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
