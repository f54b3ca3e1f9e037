#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/base/thin_file.h"
#include "../../libcore/bundle/extract.h"

static struct wcore_file *file_of(const void *data, size_t size)
{
	struct wcore_file *file = NULL;

	assert_null(wcore_file_from_memory("a", data, size, &file));
	return file;
}

/* What was kept comes back at its place, patched; the rest is told to be missing. */
static void test_round_trip(void **state)
{
	static const uint8_t bytes[] = "0123456789abcdef";
	struct wcore_file *file = file_of(bytes, 16), *encoded, *again = NULL;
	struct wcore_thin_file thin = { .file = file };
	struct wcore_encoder encoder = { 0 };

	(void)state;
	assert_null(wcore_file_record(file));
	assert_true(wcore_file_use(file, 0, 2));
	wcore_file_pause(file);
	assert_true(wcore_file_use(file, 3, 4));
	wcore_file_resume(file);
	assert_int_equal(file->presence->kept.count, 1);
	wcore_thin_file_keep(&thin, 8, 12);
	wcore_thin_file_keep(&thin, 0, 2);
	wcore_thin_file_keep(&thin, 10, 14);
	wcore_thin_file_patch(&thin, 11, "XY", 2);
	file->presence->facts = WCORE_FACT_TABLES_FIXED;
	assert_null(wcore_thin_file_encode(&thin, &encoder));
	encoded = file_of(encoder.data, encoder.size);
	assert_null(wcore_thin_file_open(encoded, "b", 0, &again));
	assert_int_equal(again->size, 16);
	assert_memory_equal(again->data, "01\0\0\0\0\0\0" "89aXYd\0\0", 16);
	assert_true(wcore_file_is_thin(again));
	assert_int_equal(again->presence->facts, WCORE_FACT_TABLES_FIXED);
	assert_true(wcore_file_use(again, 0, 2));
	assert_true(wcore_file_use(again, 8, 14));
	assert_false(wcore_file_use(again, 1, 3));
	assert_false(wcore_file_use(again, 2, 3));
	assert_false(wcore_file_use(again, 7, 9));
	assert_false(wcore_file_use(again, 13, 15));
	wcore_file_close(again);
	wcore_file_close(encoded);
	wcore_file_close(file);
	wcore_encoder_deinit(&encoder);
	wcore_thin_file_deinit(&thin);
}

static void test_broken(void **state)
{
	/* Size; facts; unwritten addresses; stretches; bytes. */
	static const struct { const char *bytes; size_t size; } cases[] = {
		{ "", 0 }, { "\x10\0", 2 }, { "\x10\0\0", 3 }, { "\x10\0\0\1\0", 5 },
		{ "\x10\0\0\1\0\4abc", 9 },	/* a byte is missing */
		{ "\x10\0\0\1\0\4abcde", 11 },	/* one is too many */
		{ "\x10\0\0\1\x0e\4abcd", 10 },	/* behind the end */
		{ "\x10\0\0\x7f\0\4abcd", 10 },	/* more stretches than there can be */
		{ "\0\0\0\0", 4 },		/* an empty file */
		{ "\xff\xff\xff\xff\xff\xff\xff\x7f\0\0\0", 11 },	/* larger than any */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_file *file = file_of(cases[i].bytes, cases[i].size), *again = NULL;
		struct wcore_error *error = wcore_thin_file_open(file, "b", 0, &again);

		assert_non_null(error);
		wcore_error_destroy(error);
		wcore_file_close(file);
	}
}

static void test_safe_names(void **state)
{
	static const struct { const char *name, *safe; } cases[] = {
		{ "a.wasm", "a.wasm" }, { "/etc/passwd", "etc/passwd" }, { "../../x", "x" }, { "a/../b", "a/b" },
		{ "..", "file" }, { "", "file" }, { "///", "file" }, { "./a/.//b", "a/b" }, { "a\nb\\c:d", "a_b_c_d" },
		{ "...", "..." }, { "a/", "a" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *safe = wcore_bundle_safe_name(wcore_string_from(cases[i].name));

		assert_string_equal(safe, cases[i].safe);
		free(safe);
	}
	/* A zero byte would end the name early. */
	char *safe = wcore_bundle_safe_name((struct wcore_string){ "a\0b", 3 });

	assert_string_equal(safe, "a_b");
	free(safe);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_safe_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
