/* Numeric instructions against the specification (4.3) and the official test-suite's cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../libcore/analysis/solve_op.h"

#define NONE UINT64_C(0xdeadbeefdeadbeef)	/* no result */

static const struct {
	uint32_t code;
	uint64_t a, b, result;
} cases[] = {
	{ 0x45, 0, 0, 1 }, { 0x45, 5, 0, 0 },				/* i32.eqz */
	{ 0x48, 0xffffffff, 1, 1 }, { 0x49, 0xffffffff, 1, 0 },		/* lt_s, lt_u */
	{ 0x4e, 0x80000000, 0x7fffffff, 0 }, { 0x4f, 0x80000000, 0x7fffffff, 1 },
	{ 0x53, UINT64_MAX, 1, 1 }, { 0x54, UINT64_MAX, 1, 0 },
	{ 0x67, 0, 0, 32 }, { 0x67, 0x8000, 0, 16 }, { 0x68, 0, 0, 32 }, { 0x68, 0x8000, 0, 15 },
	{ 0x69, 0xaaaaaaaa, 0, 16 }, { 0x79, 1, 0, 63 }, { 0x7a, 0, 0, 64 },
	{ 0x6a, 0xffffffff, 2, 1 }, { 0x6b, 0, 1, 0xffffffff },
	{ 0x6c, 0x10000, 0x10000, 0 },
	{ 0x6d, 0xfffffff9, 2, 0xfffffffd }, { 0x6d, 5, 0, NONE },
	{ 0x6d, 0x80000000, 0xffffffff, NONE },
	{ 0x6e, 0xfffffff9, 2, 0x7ffffffc }, { 0x6f, 0x80000000, 0xffffffff, 0 },
	{ 0x6f, 0xfffffff9, 2, 0xffffffff }, { 0x70, 7, 0, NONE },
	{ 0x7f, UINT64_C(1) << 63, UINT64_MAX, NONE }, { 0x81, UINT64_C(1) << 63, UINT64_MAX, 0 },
	{ 0x74, 1, 33, 2 }, { 0x75, 0x80000000, 31, 0xffffffff }, { 0x76, 0x80000000, 31, 1 },
	{ 0x77, 0xabcd9876, 1, 0x579b30ed }, { 0x78, 0xb0c1d2e3, 0xff05, 0x1d860e97 },
	{ 0x78, 5, 0, 5 }, { 0x78, 5, 32, 5 },
	{ 0x89, UINT64_C(0xabcd987602468ace), 1, UINT64_C(0x579b30ec048d159d) },
	{ 0x8a, UINT64_C(0xabcd987602468ace), 1, UINT64_C(0x55e6cc3b01234567) },
	{ 0x87, UINT64_C(1) << 63, 63, UINT64_MAX },
	/* f32: 1.0 + 2.0, 0/0, min(-0, 0), max(-0, 0), nearest(2.5), neg and abs of a NaN */
	{ 0x92, 0x3f800000, 0x40000000, 0x40400000 }, { 0x95, 0, 0, NONE },
	{ 0x96, 0x80000000, 0, 0x80000000 }, { 0x96, 0, 0x80000000, 0x80000000 },
	{ 0x97, 0x80000000, 0, 0 }, { 0x96, 0x7fc00000, 0x3f800000, NONE },
	{ 0x90, 0x40200000, 0, 0x40000000 }, { 0x8c, 0x7fa00000, 0, 0xffa00000 },
	{ 0x8b, 0xffa00000, 0, 0x7fa00000 }, { 0x98, 0x3f800000, 0x80000000, 0xbf800000 },
	/* f64: 0.1 + 0.2, sqrt(2), sqrt(-1), comparisons with a NaN */
	{ 0xa0, UINT64_C(0x3fb999999999999a), UINT64_C(0x3fc999999999999a), UINT64_C(0x3fd3333333333334) },
	{ 0x9f, UINT64_C(0x4000000000000000), 0, UINT64_C(0x3ff6a09e667f3bcd) },
	{ 0x9f, UINT64_C(0xbff0000000000000), 0, NONE },
	{ 0x61, UINT64_C(0x7ff8000000000000), UINT64_C(0x7ff8000000000000), 0 },
	{ 0x62, UINT64_C(0x7ff8000000000000), UINT64_C(0x7ff8000000000000), 1 },
	{ 0x61, 0, UINT64_C(0x8000000000000000), 1 },
	/* conversions */
	{ 0xa7, UINT64_C(0x123456789abcdef0), 0, 0x9abcdef0 },
	{ 0xac, 0x80000000, 0, UINT64_C(0xffffffff80000000) }, { 0xad, 0x80000000, 0, 0x80000000 },
	{ 0xa8, 0xbfc00000, 0, 0xffffffff },			/* i32.trunc_f32_s -1.5 */
	{ 0xa8, 0x4f000000, 0, NONE },				/* of 2^31 */
	{ 0xa9, 0x4f000000, 0, 0x80000000 }, { 0xa9, 0xbf666666, 0, 0 }, { 0xa9, 0xbf800000, 0, NONE },
	{ 0xaa, UINT64_C(0xc1e0000000000000), 0, 0x80000000 },	/* i32.trunc_f64_s -2^31 */
	{ 0xb0, UINT64_C(0x43e0000000000000), 0, NONE },	/* i64.trunc_f64_s 2^63 */
	{ 0xb1, UINT64_C(0x43e0000000000000), 0, UINT64_C(1) << 63 },
	{ 0xfc000000, 0x7fc00000, 0, 0 }, { 0xfc000000, 0x4f000000, 0, 0x7fffffff },
	{ 0xfc000001, 0xbf800000, 0, 0 }, { 0xfc000002, UINT64_C(0xfff0000000000000), 0, 0x80000000 },
	{ 0xfc000007, UINT64_C(0x7ff0000000000000), 0, UINT64_MAX },
	{ 0xb2, 0xffffffff, 0, 0xbf800000 }, { 0xb3, 0xffffffff, 0, 0x4f800000 },
	{ 0xb5, UINT64_C(0x8000008000000001), 0, 0x5f000001 },	/* rounds once */
	{ 0xba, UINT64_MAX, 0, UINT64_C(0x43f0000000000000) },
	{ 0xb6, UINT64_C(0x3ff0000000000001), 0, 0x3f800000 },
	{ 0xbb, 0x7fa00000, 0, NONE },
	{ 0xbc, 0x7fa00000, 0, 0x7fa00000 }, { 0xbf, UINT64_C(0x7ff4000000000000), 0, UINT64_C(0x7ff4000000000000) },
	{ 0xc0, 0x180, 0, 0xffffff80 }, { 0xc1, 0x18000, 0, 0xffff8000 },
	{ 0xc2, 0x7f, 0, 0x7f }, { 0xc3, 0x8000, 0, UINT64_C(0xffffffffffff8000) },
	{ 0xc4, 0x80000000, 0, UINT64_C(0xffffffff80000000) },
	/* not numeric: nop, i32.const, i8x16.add */
	{ 0x01, 1, 1, NONE }, { 0x41, 1, 1, NONE }, { 0xfd00006e, 1, 1, NONE },
};

static void test_results(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t args[3] = { cases[i].a, cases[i].b }, result = NONE;
		bool is_known = wcore_solve_op(cases[i].code, args, &result);

		if (is_known != (cases[i].result != NONE) || (is_known && result != cases[i].result))
			fail_msg("0x%x of 0x%llx and 0x%llx: %s 0x%llx", cases[i].code,
				 (unsigned long long)cases[i].a, (unsigned long long)cases[i].b,
				 is_known ? "is" : "is not known:", (unsigned long long)result);
	}
}

static void test_select(void **state)
{
	uint64_t first[] = { 7, 8, 1 }, second[] = { 7, 8, 0 }, result;

	(void)state;
	assert_true(wcore_solve_op(0x1b, first, &result));
	assert_int_equal(result, 7);
	assert_true(wcore_solve_op(0x1c, second, &result));
	assert_int_equal(result, 8);
}

/* Where an operand follows from the result, the instruction on it gives the result again. */
static void test_operands(void **state)
{
	static const struct {
		uint32_t code;
		unsigned number;
		uint64_t other, result, operand;
	} back[] = {
		{ 0x6a, 0, 4, 20, 16 }, { 0x6a, 1, 0xffffffff, 0, 1 },
		{ 0x6b, 0, 16, 0xffffffff, 15 }, { 0x6b, 1, 16, 20, 0xfffffffc },
		{ 0x73, 1, 0xff, 0xf0, 0x0f }, { 0x77, 0, 8, 0x3456, 0x56000034 },
		{ 0x78, 0, 8, 0x56000034, 0x3456 },
		{ 0x7c, 0, 1, 0, UINT64_MAX }, { 0x45, 0, 0, 1, 0 }, { 0x46, 0, 9, 1, 9 },
		{ 0x47, 1, 9, 0, 9 }, { 0xac, 0, 0, UINT64_C(0xffffffff80000000), 0x80000000 },
		{ 0xad, 0, 0, 0x80000000, 0x80000000 }, { 0xbd, 0, 0, 77, 77 },
		/* several operands, or none */
		{ 0x45, 0, 0, 0, NONE }, { 0x46, 0, 9, 0, NONE }, { 0x6c, 0, 2, 4, NONE },
		{ 0x71, 0, 0xff, 4, NONE }, { 0xa7, 0, 0, 4, NONE }, { 0x77, 1, 8, 4, NONE },
		{ 0xac, 0, 0, 0x80000000, NONE }, { 0xad, 0, 0, UINT64_MAX, NONE },
		{ 0x92, 0, 0, 0, NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(back) / sizeof(back[0]); i++) {
		uint64_t operand = NONE, result = NONE, args[3] = { back[i].other, back[i].other };
		bool is_known = wcore_solve_operand(back[i].code, back[i].number, back[i].other,
						    back[i].result, &operand);

		assert_int_equal(is_known, back[i].operand != NONE);
		if (!is_known)
			continue;
		assert_int_equal(operand, back[i].operand);
		args[back[i].number] = operand;
		assert_true(wcore_solve_op(back[i].code, args, &result));
		assert_int_equal(result, back[i].result);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_select),
		cmocka_unit_test(test_operands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
