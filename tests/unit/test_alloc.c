/* What is remembered when memory runs out; that it does so in a command: tests/sweeps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/base/alloc.h"
#include "../../libcore/base/error.h"

/* Tests run in order: the flag is for good. */
static void test_success(void **state)
{
	char *text = NULL, *copy = wcore_strdup("a copy"), *part = wcore_strndup("a copy", 1);
	uint32_t *numbers = wcore_calloc(4, sizeof(*numbers));

	(void)state;
	assert_string_equal(copy, "a copy");
	assert_string_equal(part, "a");
	assert_int_equal(numbers[3], 0);
	numbers = wcore_realloc(numbers, 100 * sizeof(*numbers));
	assert_non_null(numbers);
	assert_int_equal(wcore_asprintf(&text, "%d and %s", 7, "more"), 10);
	assert_string_equal(text, "7 and more");
	assert_false(wcore_memory_has_failed());
	free(text);
	free(copy);
	free(part);
	free(numbers);
}

static void test_stream(void **state)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = wcore_memstream_open(&text, &size);

	(void)state;
	fputs("written", out);
	assert_true(wcore_memstream_close(out));
	assert_string_equal(text, "written");
	assert_int_equal(size, 7);
	free(text);
	assert_false(wcore_memory_has_failed());
}

static void test_failure(void **state)
{
	volatile size_t too_much = SIZE_MAX / 2;

	(void)state;
	assert_null(wcore_calloc(too_much, 4));
	assert_true(wcore_memory_has_failed());
	assert_int_equal(wcore_error_nomem()->code, WCORE_ERROR_NOMEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_success), cmocka_unit_test(test_stream), cmocka_unit_test(test_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
