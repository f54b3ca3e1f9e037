#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../libcore/sandbox/rights.h"

static void check(const struct wcore_rights *rights, size_t index, enum wcore_right_kind kind, const char *path)
{
	assert_true(index < rights->count);
	assert_int_equal(rights->items[index].kind, kind);
	assert_string_equal(rights->items[index].path, path);
}

static void test_read(void **state)
{
	struct wcore_rights rights = { 0 };

	(void)state;
	assert_null(wcore_rights_read(&rights, "-"));
	assert_int_equal(rights.count, 0);
	assert_null(wcore_rights_read(&rights, "a/b.core"));
	check(&rights, 0, WCORE_RIGHT_READ, "a/b.core");
	assert_false(rights.may_write);
	wcore_rights_deinit(&rights);
	assert_int_equal(rights.count, 0);
}

/* Of a list of a million names no million rules are made. */
static void test_many(void **state)
{
	struct wcore_rights rights = { 0 };
	char path[32];

	(void)state;
	for (unsigned i = 0; i < 64; i++)
		assert_null(wcore_rights_read(&rights, "a/b.core"));
	assert_int_equal(rights.count, 64);
	for (unsigned i = 0; i < 1000; i++) {
		snprintf(path, sizeof(path), "a/%u.core", i);
		assert_null(wcore_rights_read(&rights, path));
	}
	assert_int_equal(rights.count, 65);
	check(&rights, 64, WCORE_RIGHT_BELOW, "a");
	assert_null(wcore_rights_read(&rights, "c.core"));
	check(&rights, 65, WCORE_RIGHT_BELOW, ".");
	assert_null(wcore_rights_read(&rights, "/c.core"));
	check(&rights, 66, WCORE_RIGHT_BELOW, "/");
	wcore_rights_deinit(&rights);
}

static void test_write(void **state)
{
	struct wcore_rights rights = { 0 };
	char folder[] = "/tmp/wcore-rights-XXXXXX", path[64], link[64];
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/out", folder);
	snprintf(link, sizeof(link), "%s/link", folder);
	assert_null(wcore_rights_write(&rights, "-"));
	assert_int_equal(rights.count, 0);
	assert_false(rights.may_write);
	assert_null(wcore_rights_write(&rights, path));
	check(&rights, 0, WCORE_RIGHT_REPLACE, folder);
	assert_true(rights.may_write);
	/* Written as it is, what is beside it stays. */
	assert_null(wcore_rights_write(&rights, "/dev/full"));
	check(&rights, 1, WCORE_RIGHT_WRITE, "/dev/full");
	/* Where a link leads to. */
	assert_int_equal(symlink("/tmp/../dev/../etc/passwd", link), 0);
	assert_null(wcore_rights_write(&rights, link));
	check(&rights, 2, WCORE_RIGHT_REPLACE, "/etc");
	assert_null(wcore_rights_write(&rights, "new"));
	check(&rights, 3, WCORE_RIGHT_REPLACE, ".");
	file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
	assert_null(wcore_rights_write(&rights, path));
	check(&rights, 4, WCORE_RIGHT_REPLACE, folder);
	wcore_rights_deinit(&rights);
	unlink(path);
	unlink(link);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read), cmocka_unit_test(test_many), cmocka_unit_test(test_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
