#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/wasm/types.h"

static struct wcore_cursor cursor_over(const void *data, size_t size)
{
	return (struct wcore_cursor){ .data = data, .end = size };
}

struct type_case {
	const char *bytes;
	size_t size;
	uint8_t code;	/* 0: an error */
	int64_t heap;
	bool is_shared, is_exact;
	const char *name;
};

#define TYPE(bytes, ...) { bytes, sizeof(bytes) - 1, __VA_ARGS__ }

/* WebAssembly 3.0, 5.3.1 to 5.3.5; shared, exact and continuations by their proposals. */
static void value_types(void **state)
{
	static const struct type_case cases[] = {
		TYPE("\x7f", 0x7f, 0, false, false, "i32"),
		TYPE("\x7e", 0x7e, 0, false, false, "i64"),
		TYPE("\x7d", 0x7d, 0, false, false, "f32"),
		TYPE("\x7c", 0x7c, 0, false, false, "f64"),
		TYPE("\x7b", 0x7b, 0, false, false, "v128"),
		TYPE("\x75", 0x63, -0x0b, false, false, "nullcontref"),
		TYPE("\x74", 0x63, -0x0c, false, false, "nullexnref"),
		TYPE("\x73", 0x63, -0x0d, false, false, "nullfuncref"),
		TYPE("\x72", 0x63, -0x0e, false, false, "nullexternref"),
		TYPE("\x71", 0x63, -0x0f, false, false, "nullref"),
		TYPE("\x70", 0x63, -0x10, false, false, "funcref"),
		TYPE("\x6f", 0x63, -0x11, false, false, "externref"),
		TYPE("\x6e", 0x63, -0x12, false, false, "anyref"),
		TYPE("\x6d", 0x63, -0x13, false, false, "eqref"),
		TYPE("\x6c", 0x63, -0x14, false, false, "i31ref"),
		TYPE("\x6b", 0x63, -0x15, false, false, "structref"),
		TYPE("\x6a", 0x63, -0x16, false, false, "arrayref"),
		TYPE("\x69", 0x63, -0x17, false, false, "exnref"),
		TYPE("\x68", 0x63, -0x18, false, false, "contref"),
		TYPE("\x63\x05", 0x63, 5, false, false, "(ref null 5)"),
		TYPE("\x64\x05", 0x64, 5, false, false, "(ref 5)"),
		TYPE("\x64\x6e", 0x64, -0x12, false, false, "(ref any)"),
		TYPE("\x63\x6e", 0x63, -0x12, false, false, "anyref"),
		TYPE("\x64\xff\xff\xff\xff\x0f", 0x64, 4294967295, false, false, "(ref 4294967295)"),
		TYPE("\x65\x6e", 0x63, -0x12, true, false, "(ref null (shared any))"),
		TYPE("\x64\x65\x6d", 0x64, -0x13, true, false, "(ref (shared eq))"),
		TYPE("\x64\x62\x07", 0x64, 7, false, true, "(ref (exact 7))"),
		TYPE("\x78", 0, 0, false, false, NULL),	/* i8 is a storage type only */
		TYPE("\x40", 0, 0, false, false, NULL),
		TYPE("\x00", 0, 0, false, false, NULL),
		TYPE("\x64\x40", 0, 0, false, false, NULL),
		TYPE("\x64\x7f", 0, 0, false, false, NULL),
		TYPE("\x64\x65\x05", 0, 0, false, false, NULL),	/* an index is not shared by a prefix */
		TYPE("\x64\xff\xff\xff\xff\x7f\x01", 0, 0, false, false, NULL),
		TYPE("\x65", 0, 0, false, false, NULL),
		TYPE("\x64", 0, 0, false, false, NULL),
		TYPE("", 0, 0, false, false, NULL),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_cursor cursor = cursor_over(cases[i].bytes, cases[i].size);
		struct wcore_valtype type = { 0 };
		struct wcore_error *error = wcore_valtype_read(&cursor, &type);
		char buffer[WCORE_VALTYPE_NAME_SIZE];

		assert_int_equal(!error, cases[i].code != 0);
		assert_int_equal(cursor.pos, error ? 0 : cases[i].size);
		if (error) {
			assert_int_equal(error->code, WCORE_ERROR_FORMAT);
			wcore_error_destroy(error);
			continue;
		}
		assert_int_equal(type.code, cases[i].code);
		assert_true(type.heap == cases[i].heap);
		assert_int_equal(type.is_shared, cases[i].is_shared);
		assert_int_equal(type.is_exact, cases[i].is_exact);
		assert_string_equal(wcore_valtype_name(type, buffer), cases[i].name);
	}
}

static void unknown_type_is_named(void **state)
{
	char buffer[WCORE_VALTYPE_NAME_SIZE];
	struct wcore_valtype type = { .code = 0x01 };

	(void)state;
	assert_string_equal(wcore_valtype_name(type, buffer), "type 0x01");
	type = (struct wcore_valtype){ .code = WCORE_REF, .heap = INT64_MIN };
	assert_true(strlen(wcore_valtype_name(type, buffer)) < sizeof(buffer));
}

struct limits_case {
	const char *bytes;
	size_t size;
	bool is_memory, ok;
	struct wcore_limits limits;
};

/* WebAssembly 3.0, 5.3.11; the page size by its proposal. */
static void limits(void **state)
{
	static const struct limits_case cases[] = {
		TYPE("\0\5", true, true, { .min = 5, .page_log2 = 16 }),
		TYPE("\1\5\x80\1", true, true,
		     { .has_max = true, .min = 5, .max = 128, .page_log2 = 16 }),
		TYPE("\3\1\2", true, true,
		     { .has_max = true, .is_shared = true, .min = 1, .max = 2, .page_log2 = 16 }),
		TYPE("\4\x80\x80\x80\x80\x80\x80\x40", true, true,
		     { .is_64 = true, .min = UINT64_C(1) << 48, .page_log2 = 16 }),
		TYPE("\5\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\1", false, true,
		     { .has_max = true, .is_64 = true, .min = 1, .max = UINT64_MAX,
		       .page_log2 = 16 }),
		TYPE("\x08\7\0", true, true, { .min = 7, .page_log2 = 0 }),
		TYPE("\x08\7\x3f", true, true, { .min = 7, .page_log2 = 63 }),
		TYPE("\x0d\1\2\x10", true, true,
		     { .has_max = true, .is_64 = true, .min = 1, .max = 2, .page_log2 = 16 }),
		TYPE("\x08\7\0", false, false, { 0 }),	/* a table has no pages */
		TYPE("\x10\7", true, false, { 0 }),
		TYPE("\x08\7\x40", true, false, { 0 }),	/* pages of 2^64 bytes */
		TYPE("\0\xff\xff\xff\xff\x1f", true, false, { 0 }),
		TYPE("\1\5", true, false, { 0 }),
		TYPE("\0", true, false, { 0 }),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_cursor cursor = cursor_over(cases[i].bytes, cases[i].size);
		const struct wcore_limits *want = &cases[i].limits;
		struct wcore_limits got = { 0 };
		struct wcore_error *error = wcore_limits_read(&cursor, cases[i].is_memory, &got);

		assert_int_equal(!error, cases[i].ok);
		assert_int_equal(cursor.pos, error ? 0 : cases[i].size);
		wcore_error_destroy(error);
		if (!cases[i].ok)
			continue;
		assert_int_equal(got.has_max, want->has_max);
		assert_int_equal(got.is_shared, want->is_shared);
		assert_int_equal(got.is_64, want->is_64);
		assert_true(got.min == want->min);
		assert_true(got.max == want->max);
		assert_int_equal(got.page_log2, want->page_log2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(value_types),
		cmocka_unit_test(unknown_type_is_named),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
