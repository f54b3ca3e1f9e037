#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/lang/print_float.h"

/* Bits as IEEE 754 has them; texts are what is the shortest that strtod() and the like read back. */
static const struct {
	size_t size;
	uint64_t high, low;
	const char *text;
} cases[] = {
	{ 8, 0, 0x4023800000000000, "9.75" },
	{ 8, 0, 0x3ff0000000000000, "1" },
	{ 8, 0, 0x0000000000000000, "0" },
	{ 8, 0, 0x8000000000000000, "-0" },
	{ 8, 0, 0x3fb999999999999a, "0.1" },
	{ 8, 0, 0x3fd3333333333334, "0.30000000000000004" },
	{ 8, 0, 0x7fefffffffffffff, "1.7976931348623157e+308" },
	{ 8, 0, 0x0010000000000000, "2.2250738585072014e-308" },
	{ 8, 0, 0x0000000000000001, "5e-324" },
	{ 8, 0, 0x44b52d02c7e14af6, "1e+23" },
	{ 8, 0, 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
	{ 8, 0, 0x4340000000000000, "9007199254740992" },
	{ 8, 0, 0x43abc16d674ec800, "1e+18" },
	{ 8, 0, 0x4341c37937e08000, "10000000000000000" },
	{ 8, 0, 0x4376345785d8a000, "1e+17" },
	{ 8, 0, 0x3f1a36e2eb1c432d, "0.0001" },
	{ 8, 0, 0x3ee4f8b588e368f1, "1e-05" },
	{ 8, 0, 0x7ff0000000000000, "inf" },
	{ 8, 0, 0xfff0000000000000, "-inf" },
	{ 8, 0, 0x7ff8000000000000, "nan" },
	{ 8, 0, 0xfff8000000000001, "-nan" },
	{ 4, 0, 0x3dcccccd, "0.1" },
	{ 4, 0, 0x3f800000, "1" },
	{ 4, 0, 0x7f7fffff, "3.4028235e+38" },
	{ 4, 0, 0x00000001, "1e-45" },
	{ 4, 0, 0x4b800000, "16777216" },
	{ 4, 0, 0x7f800001, "nan" },
	{ 2, 0, 0x3c00, "1" },
	{ 2, 0, 0x3555, "0.3333" },
	{ 2, 0, 0x7bff, "65500" },
	{ 2, 0, 0x0001, "6e-08" },
	/* binary128: 1, 1/3, 0.1, pi, the largest, the smallest normal and denormal. */
	{ 16, 0x3fff000000000000, 0, "1" },
	{ 16, 0x3ffd555555555555, 0x5555555555555555, "0.3333333333333333333333333333333333" },
	{ 16, 0x3ffb999999999999, 0x999999999999999a, "0.1" },
	{ 16, 0x4000921fb54442d1, 0x8469898cc51701b8, "3.1415926535897932384626433832795028" },
	{ 16, 0x7ffeffffffffffff, 0xffffffffffffffff, "1.189731495357231765085759326628007e+4932" },
	{ 16, 0x0001000000000000, 0, "3.3621031431120935062626778173217526e-4932" },
	{ 16, 0, 1, "6e-4966" },
	{ 16, 0xffff000000000000, 0, "-inf" },
	{ 16, 0x7fff800000000000, 0, "nan" },
	{ 16, 0xc000000000000000, 0, "-2" },
	{ 16, 0, 0, "0" },
	/* x87: 1, 0.1, the largest, infinity. */
	{ 10, 0x3fff, 0x8000000000000000, "1" },
	{ 10, 0x3ffb, 0xcccccccccccccccd, "0.1" },
	{ 10, 0x7ffe, 0xffffffffffffffff, "1.189731495357231765e+4932" },
	{ 10, 0xffff, 0x8000000000000000, "-inf" },
};

static void make_bytes(uint64_t high, uint64_t low, uint8_t bytes[16])
{
	for (unsigned i = 0; i < 8; i++) {
		bytes[i] = (uint8_t)(low >> (8 * i));
		bytes[8 + i] = (uint8_t)(high >> (8 * i));
	}
}

static void test_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[WCORE_FLOAT_TEXT];
		uint8_t bytes[16];

		make_bytes(cases[i].high, cases[i].low, bytes);
		assert_true(wcore_float_text(bytes, cases[i].size, text));
		assert_string_equal(text, cases[i].text);
	}
}

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* The digits that are the least of all that read back, and nearest: as printf() has that many. */
static void check_double(uint64_t bits)
{
	char text[WCORE_FLOAT_TEXT], expected[64];
	uint8_t bytes[16];
	double value, back;
	bool is_exact = false;
	int precision;

	memcpy(&value, &bits, sizeof(value));
	make_bytes(0, bits, bytes);
	assert_true(wcore_float_text(bytes, 8, text));
	assert_true(wcore_float_double(bytes, 8, &back, &is_exact));
	if (isnan(value)) {
		assert_true(isnan(back));
		return;
	}
	assert_true(is_exact && memcmp(&back, &value, sizeof(value)) == 0);
	assert_true(strtod(text, NULL) == value);
	for (precision = 1; precision < 17; precision++) {
		snprintf(expected, sizeof(expected), "%.*e", precision - 1, value);
		if (strtod(expected, NULL) == value)
			break;
	}
	snprintf(expected, sizeof(expected), "%.*e", precision - 1, value);
	assert_true(isinf(value) || strtod(expected, NULL) == strtod(text, NULL));
	/* As many digits. */
	if (isfinite(value) && value != 0) {
		int digits = 0, zeros = 0;

		for (const char *p = text; *p && *p != 'e'; p++) {
			if (*p < '0' || *p > '9')
				continue;
			zeros = *p == '0' ? zeros + 1 : 0;
			digits += digits > 0 || *p != '0';
		}
		if (zeros > digits)
			zeros = digits;
		assert_true(digits - zeros <= precision);
	}
}

static void test_against_printf(void **state)
{
	uint64_t random = 88172645463325252;

	(void)state;
	for (int i = 0; i < 20000; i++)
		check_double(next_random(&random));
	/* Around powers of two and ten, where the neighbours are not equally far. */
	for (int exponent = -1074; exponent < 1024; exponent++) {
		double value = ldexp(1, exponent);
		uint64_t bits;

		memcpy(&bits, &value, sizeof(bits));
		check_double(bits);
		check_double(bits + 1);
		check_double(bits - 1);
	}
	for (int exponent = -320; exponent < 309; exponent++) {
		char text[16];
		double value;
		uint64_t bits;

		snprintf(text, sizeof(text), "1e%d", exponent);
		value = strtod(text, NULL);
		memcpy(&bits, &value, sizeof(bits));
		check_double(bits);
		check_double(bits + 1);
	}
}

static void test_floats_against_printf(void **state)
{
	uint64_t random = 4101842887655102017;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		uint32_t bits = (uint32_t)next_random(&random);
		char text[WCORE_FLOAT_TEXT], expected[64];
		uint8_t bytes[16];
		float value;

		memcpy(&value, &bits, sizeof(value));
		if (!isfinite(value))
			continue;
		make_bytes(0, bits, bytes);
		assert_true(wcore_float_text(bytes, 4, text));
		assert_true(strtof(text, NULL) == value);
		for (int precision = 1; precision <= 9; precision++) {
			snprintf(expected, sizeof(expected), "%.*e", precision - 1, (double)value);
			if (strtof(expected, NULL) == value)
				break;
		}
		assert_true(strtod(expected, NULL) == strtod(text, NULL));
	}
}

static void test_exactness(void **state)
{
	static const struct {
		uint64_t high, low;
		double value;
		bool is_exact;
	} numbers[] = {
		{ 0x3fff000000000000, 0, 1, true },
		{ 0x3ffd555555555555, 0x5555555555555555, 1.0 / 3, false },
		{ 0x4000921fb5444000, 0, 0x1.921fb5444p+1, true },
		{ 0x7ffeffffffffffff, 0xffffffffffffffff, (double)INFINITY, false },
		{ 0x0001000000000000, 0, 0, false },
		{ 0xc000000000000000, 0, -2, true },
		{ 0, 0, 0, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		uint8_t bytes[16];
		double value;
		bool is_exact;

		make_bytes(numbers[i].high, numbers[i].low, bytes);
		assert_true(wcore_float_double(bytes, 16, &value, &is_exact));
		assert_int_equal(is_exact, numbers[i].is_exact);
		assert_true(isinf(value) ? isinf(numbers[i].value) :
			    fabs(value - numbers[i].value) <= (is_exact ? 0 : 1e-15));
	}
}

static void test_other_sizes(void **state)
{
	uint8_t bytes[16] = { 0 };
	char text[WCORE_FLOAT_TEXT];

	(void)state;
	assert_false(wcore_float_text(bytes, 3, text));
	assert_false(wcore_float_text(bytes, 12, text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_against_printf),
		cmocka_unit_test(test_floats_against_printf),
		cmocka_unit_test(test_exactness),
		cmocka_unit_test(test_other_sizes),
	};
	return cmocka_run_group_tests_name("print_float", tests, NULL, NULL);
}
