#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../libcore/base/encoder.h"

#define CHECK_BYTES(encoder, ...) do { \
	const uint8_t wanted[] = { __VA_ARGS__ }; \
	assert_null(wcore_encoder_check(encoder)); \
	assert_int_equal((encoder)->size, sizeof(wanted)); \
	assert_memory_equal((encoder)->data, wanted, sizeof(wanted)); \
	wcore_encoder_deinit(encoder); \
} while (0)

/* The examples of DWARF 5, 7.6, and the ends of the ranges. */
static void test_uleb(void **state)
{
	struct wcore_encoder encoder = { 0 };

	(void)state;
	wcore_encode_uleb(&encoder, 2);
	wcore_encode_uleb(&encoder, 127);
	wcore_encode_uleb(&encoder, 128);
	wcore_encode_uleb(&encoder, 12857);
	CHECK_BYTES(&encoder, 2, 127, 0x80, 1, 57 + 0x80, 100);
	wcore_encode_uleb(&encoder, UINT64_MAX);
	CHECK_BYTES(&encoder, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1);
}

static void test_sleb(void **state)
{
	struct wcore_encoder encoder = { 0 };

	(void)state;
	wcore_encode_sleb(&encoder, -2);
	wcore_encode_sleb(&encoder, 127);
	wcore_encode_sleb(&encoder, -127);
	wcore_encode_sleb(&encoder, -128);
	wcore_encode_sleb(&encoder, 63);
	wcore_encode_sleb(&encoder, -64);
	CHECK_BYTES(&encoder, 0x7e, 0xff, 0, 0x81, 0x7f, 0x80, 0x7f, 0x3f, 0x40);
	wcore_encode_sleb(&encoder, INT64_MIN);
	CHECK_BYTES(&encoder, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f);
}

static void test_names_and_growth(void **state)
{
	struct wcore_encoder encoder = { 0 };

	(void)state;
	wcore_encode_name(&encoder, WCORE_STRING("core"));
	wcore_encode_name(&encoder, (struct wcore_string){ 0 });
	CHECK_BYTES(&encoder, 4, 'c', 'o', 'r', 'e', 0);
	for (unsigned i = 0; i < 100000; i++)
		wcore_encode_u8(&encoder, (uint8_t)i);
	assert_null(wcore_encoder_check(&encoder));
	assert_int_equal(encoder.size, 100000);
	for (unsigned i = 0; i < 100000; i++)
		assert_int_equal(encoder.data[i], (uint8_t)i);
	wcore_encoder_deinit(&encoder);
}

static void test_out_of_memory_is_remembered(void **state)
{
	struct wcore_encoder encoder = { 0 };

	(void)state;
	wcore_encode_bytes(&encoder, "x", SIZE_MAX);
	wcore_encode_u8(&encoder, 1);
	assert_ptr_equal(wcore_encoder_check(&encoder), wcore_error_nomem());
	assert_int_equal(encoder.size, 0);
	wcore_encoder_deinit(&encoder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uleb),
		cmocka_unit_test(test_sleb),
		cmocka_unit_test(test_names_and_growth),
		cmocka_unit_test(test_out_of_memory_is_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
