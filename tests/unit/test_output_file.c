#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../libcore/base/output_file.h"

static char folder[] = "/tmp/wcore-output-XXXXXX";
static char path[64];

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/out", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static void check_contents(const char *wanted, size_t size)
{
	char seen[64];
	FILE *file = fopen(path, "rb");

	assert_non_null(file);
	assert_int_equal(fread(seen, 1, sizeof(seen), file), size);
	assert_memory_equal(seen, wanted, size);
	fclose(file);
}

static void test_commit(void **state)
{
	struct wcore_output_file *file;
	struct stat status;

	(void)state;
	umask(027);
	assert_null(wcore_output_file_create(path, &file));
	assert_null(wcore_output_file_write(file, "ab", 2));
	assert_null(wcore_output_file_skip(file, 3));
	assert_null(wcore_output_file_write(file, "c", 1));
	assert_null(wcore_output_file_skip(file, 1));
	assert_int_equal(access(path, F_OK), -1);
	assert_null(wcore_output_file_commit(file));
	check_contents("ab\0\0\0c\0", 7);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0640);
}

static void test_abandon(void **state)
{
	struct wcore_output_file *file;

	(void)state;
	assert_null(wcore_output_file_create(path, &file));
	assert_null(wcore_output_file_write(file, "new", 3));
	wcore_output_file_abandon(file);
	check_contents("ab\0\0\0c\0", 7);
	wcore_output_file_abandon(NULL);
}

static void test_replace_keeps_mode(void **state)
{
	struct wcore_output_file *file;
	struct stat status;

	(void)state;
	assert_int_equal(chmod(path, 0604), 0);
	assert_null(wcore_output_file_create(path, &file));
	assert_null(wcore_output_file_write(file, "x", 1));
	assert_null(wcore_output_file_commit(file));
	check_contents("x", 1);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0604);
}

static void check_error(struct wcore_error *error)
{
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_IO);
	wcore_error_destroy(error);
}

static void test_errors(void **state)
{
	struct wcore_output_file *file;
	char other[96];

	(void)state;
	check_error(wcore_output_file_create(folder, &file));
	snprintf(other, sizeof(other), "%s/nothing/out", folder);
	check_error(wcore_output_file_create(other, &file));
	assert_null(wcore_output_file_create("/dev/full", &file));
	check_error(wcore_output_file_write(file, "x", 1));
	wcore_output_file_abandon(file);
	assert_null(wcore_output_file_create(path, &file));
	check_error(wcore_output_file_skip(file, UINT64_MAX));
	wcore_output_file_abandon(file);
	check_contents("x", 1);
}

static void test_same(void **state)
{
	char other[96];

	(void)state;
	snprintf(other, sizeof(other), "%s/./out", folder);
	assert_true(wcore_output_file_is_same(path, other));
	assert_false(wcore_output_file_is_same(path, folder));
	assert_false(wcore_output_file_is_same(path, "/nothing"));
	assert_false(wcore_output_file_is_same("/nothing", "/nothing"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commit), cmocka_unit_test(test_abandon), cmocka_unit_test(test_replace_keeps_mode),
		cmocka_unit_test(test_errors), cmocka_unit_test(test_same),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
