#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../libcore/base/file.h"

static void test_find(void **state)
{
	static const char memory[300];
	struct wcore_file_map a = { .data = memory, .size = 100, .path = "a" };
	struct wcore_file_map b = { .data = memory + 200, .size = 100, .path = "b" };
	struct wcore_file_map never = { .path = "never" };

	(void)state;
	assert_null(wcore_file_map_find(memory));
	wcore_file_map_add(&a);
	wcore_file_map_add(&b);
	wcore_file_map_remove(&never);
	assert_string_equal(wcore_file_map_find(memory), "a");
	assert_string_equal(wcore_file_map_find(memory + 99), "a");
	assert_null(wcore_file_map_find(memory + 100));
	assert_null(wcore_file_map_find(memory + 199));
	assert_string_equal(wcore_file_map_find(memory + 200), "b");
	assert_null(wcore_file_map_find(memory + 300));
	wcore_file_map_remove(&a);
	assert_null(wcore_file_map_find(memory));
	assert_string_equal(wcore_file_map_find(memory + 299), "b");
	wcore_file_map_remove(&b);
	assert_null(wcore_file_map_find(memory + 200));
}

static void check(const struct wcore_file *file, const char *message)
{
	struct wcore_error *error = wcore_file_check(file);

	if (!message) {
		assert_null(error);
		return;
	}
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_IO);
	assert_string_equal(error->message, message);
	wcore_error_destroy(error);
}

static void test_check(void **state)
{
	char path[] = "/tmp/wcore-file-map-XXXXXX";
	const int fd = mkstemp(path);
	const struct timeval past[2] = { { 1, 0 }, { 1, 0 } }, later[2] = { { 1, 0 }, { 1, 1 } };
	struct wcore_file *file;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, 10000), 0);
	assert_int_equal(utimes(path, past), 0);
	assert_null(wcore_file_open(path, NULL, &file));
	assert_string_equal(wcore_file_map_find(file->data + 9999), path);
	check(file, NULL);
	assert_int_equal(utimes(path, later), 0);
	check(file, "the file was changed while it was read");
	assert_int_equal(ftruncate(fd, 9999), 0);
	check(file, "the file became shorter while it was read");
	/* Another file in its place, as a command puts one there, is no change of this one. */
	assert_int_equal(ftruncate(fd, 10000), 0);
	assert_int_equal(utimes(path, past), 0);
	unlink(path);
	check(file, NULL);
	wcore_file_close(file);
	close(fd);
	assert_null(wcore_file_from_memory("m", "abc", 3, &file));
	check(file, NULL);
	wcore_file_close(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_find), cmocka_unit_test(test_check) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
