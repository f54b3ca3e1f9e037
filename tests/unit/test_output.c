/* text.h, json.h, error.h, finding.h, string.h, arena.h */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/base/arena.h"
#include "../../libcore/base/finding.h"
#include "../../libcore/base/json.h"
#include "../../libcore/base/text.h"

static void test_mask(void **state)
{
	(void)state;
	static const struct { struct wcore_string in; const char *out; } cases[] = {
		{ { "plain", 5 }, "plain" },
		{ { "", 0 }, "" },
		{ { "h\xc3\xa9l\xc3\xa8ne", 8 }, "h\xc3\xa9l\xc3\xa8ne" },
		{ { "\x1b[2J", 4 }, "\\x1b[2J" },
		{ { "a\nb\tc\x7f", 6 }, "a\\x0ab\\x09c\\x7f" },
		{ { "a\0b", 3 }, "a\\x00b" },
		{ { "\xc2\x9b" "31m", 5 }, "\\x9b31m" },	/* CSI as a C1 control */
		{ { "\x9b" "31m", 4 }, "\\x9b31m" },		/* and as an invalid byte */
		{ { "\xe2\x80\xae" "txt", 6 }, "\\u{202e}txt" },	/* right-to-left override */
		{ { "\xe2\x80", 2 }, "\\xe2\\x80" },		/* cut */
		{ { "\xc0\xaf", 2 }, "\\xc0\\xaf" },		/* over-long '/' */
		{ { "\xed\xa0\x80", 3 }, "\\xed\\xa0\\x80" },	/* a surrogate */
		{ { "\xf4\x90\x80\x80", 4 }, "\\xf4\\x90\\x80\\x80" },	/* above U+10FFFF */
		{ { "\xf0\x9f\xa6\x80", 4 }, "\xf0\x9f\xa6\x80" },	/* U+1F980 */
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *masked = wcore_text_mask(cases[i].in);

		assert_string_equal(masked, cases[i].out);
		free(masked);
	}
}

static void test_thousands(void **state)
{
	(void)state;
	char buffer[27];

	assert_string_equal(wcore_text_thousands(0, buffer), "0");
	assert_string_equal(wcore_text_thousands(999, buffer), "999");
	assert_string_equal(wcore_text_thousands(1000, buffer), "1,000");
	assert_string_equal(wcore_text_thousands(174757, buffer), "174,757");
	assert_string_equal(wcore_text_thousands(UINT64_MAX, buffer), "18,446,744,073,709,551,615");
}

static void test_json(void **state)
{
	(void)state;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct wcore_json json;

	wcore_json_init(&json, out);
	wcore_json_begin_object(&json);
	wcore_json_key(&json, "s");
	wcore_json_string(&json, WCORE_STRING("a\"\\\n\t\x01\x7f\xff\xc3\xa9"));
	wcore_json_key(&json, "empty");
	wcore_json_begin_array(&json);
	wcore_json_end_array(&json);
	wcore_json_key(&json, "list");
	wcore_json_begin_array(&json);
	wcore_json_number(&json, 9007199254740991);
	wcore_json_wide(&json, UINT64_MAX);
	wcore_json_wide_signed(&json, INT64_MIN);
	wcore_json_signed(&json, -5);
	wcore_json_double(&json, 0.1);
	wcore_json_double(&json, 1e300);
	wcore_json_double(&json, -0.0);
	wcore_json_double(&json, (double)NAN);
	wcore_json_double(&json, (double)-INFINITY);
	wcore_json_bool(&json, true);
	wcore_json_text(&json, NULL);
	wcore_json_end_array(&json);
	wcore_json_key(&json, "after");
	wcore_json_null(&json);
	wcore_json_end_object(&json);
	fclose(out);
	assert_string_equal(text,
		"{\"s\":\"a\\\"\\\\\\n\\t\\u0001\\u007f\\ufffd\xc3\xa9\",\"empty\":[],"
		"\"list\":[9007199254740991,\"18446744073709551615\",\"-9223372036854775808\",-5,"
		"0.1,1e+300,-0,\"NaN\",\"-Infinity\",true,null],\"after\":null}");
	free(text);
}

static void test_json_close(void **state)
{
	(void)state;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct wcore_json json;

	wcore_json_init(&json, out);
	wcore_json_begin_object(&json);
	wcore_json_key(&json, "a");
	wcore_json_begin_array(&json);
	wcore_json_begin_object(&json);
	wcore_json_key(&json, "b");
	wcore_json_close(&json);
	fclose(out);
	assert_string_equal(text, "{\"a\":[{\"b\":null}]}");
	free(text);
}

static void test_findings(void **state)
{
	(void)state;
	struct wcore_findings findings;

	wcore_findings_init(&findings);
	wcore_findings_add(&findings, "a/b", WCORE_SEVERITY_NOTE, "one %d", 1);
	wcore_findings_add(&findings, "a/b", WCORE_SEVERITY_NOTE, "one %d", 1);
	wcore_findings_add_at(&findings, "a/b", WCORE_SEVERITY_NOTE, 7, "one %d", 1);
	assert_int_equal(findings.count, 2);
	assert_string_equal(findings.items[0].text, "one 1");
	assert_false(findings.items[0].has_offset);
	assert_int_equal(findings.items[1].offset, 7);
	wcore_findings_take_error(&findings, "c/d", WCORE_SEVERITY_ERROR,
				  wcore_error_at(WCORE_ERROR_FORMAT, "p", "sec", 9, "bad"));
	assert_string_equal(findings.items[2].text, "sec: bad");
	assert_int_equal(findings.items[2].offset, 9);
	for (int i = 0; i < 2 * WCORE_FINDINGS_MAX; i++)
		wcore_findings_add(&findings, "many", WCORE_SEVERITY_NOTE, "%d", i);
	assert_int_equal(findings.count, WCORE_FINDINGS_MAX);
	assert_int_equal(findings.dropped, WCORE_FINDINGS_MAX + 3);
	wcore_findings_deinit(&findings);
}

static void test_errors(void **state)
{
	(void)state;
	struct wcore_error *error = wcore_error_at(WCORE_ERROR_FORMAT, "crash.core",
						   "section 11 (data)", 0x1a4,
						   "size %d passes the end of the file", 900);
	char *line = wcore_error_format(error);

	assert_string_equal(line, "crash.core: 0x1a4: section 11 (data): "
				  "size 900 passes the end of the file");
	free(line);
	wcore_error_destroy(error);
	wcore_error_destroy(NULL);
	line = wcore_error_format(wcore_error_nomem());
	assert_string_equal(line, "out of memory");
	free(line);
	wcore_error_destroy(wcore_error_nomem());
}

static void test_strings(void **state)
{
	(void)state;
	assert_true(wcore_string_is(wcore_string_basename(WCORE_STRING("/a/b.c")), "b.c"));
	assert_true(wcore_string_is(wcore_string_basename(WCORE_STRING("b.c")), "b.c"));
	assert_true(wcore_string_is(wcore_string_basename(WCORE_STRING("a/")), ""));
	assert_true(wcore_string_starts(WCORE_STRING("abc"), "ab"));
	assert_false(wcore_string_starts(WCORE_STRING("a"), "ab"));
	assert_true(wcore_string_ends(WCORE_STRING("a.gz"), ".gz"));
	assert_false(wcore_string_ends(WCORE_STRING("gz"), ".gz"));
	assert_false(wcore_string_equal(WCORE_STRING("a"), WCORE_STRING("b")));
}

static void test_arena(void **state)
{
	(void)state;
	struct wcore_arena arena;

	wcore_arena_init(&arena);
	unsigned char *small = wcore_arena_alloc(&arena, 3);
	unsigned char *large = wcore_arena_alloc(&arena, 1 << 20);
	unsigned char *after = wcore_arena_alloc(&arena, 3);

	assert_int_equal((uintptr_t)small % 16, 0);
	assert_int_equal((uintptr_t)large % 16, 0);
	assert_ptr_equal(after, small + 16);	/* the first block is still in use */
	for (size_t i = 0; i < 1 << 20; i++)
		assert_int_equal(large[i], 0);
	memset(large, 1, 1 << 20);
	assert_int_equal(small[0], 0);
	assert_null(wcore_arena_array(&arena, SIZE_MAX / 2, 3));
	assert_null(wcore_arena_alloc(&arena, SIZE_MAX));
	assert_string_equal(wcore_arena_format(&arena, "%d-%s", 5, "x"), "5-x");
	assert_string_equal(wcore_arena_copy(&arena, "abcdef", 3), "abc");
	wcore_arena_deinit(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mask), cmocka_unit_test(test_thousands),
		cmocka_unit_test(test_json), cmocka_unit_test(test_json_close),
		cmocka_unit_test(test_findings), cmocka_unit_test(test_errors),
		cmocka_unit_test(test_strings), cmocka_unit_test(test_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
