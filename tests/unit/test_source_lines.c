#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../libcore/debug/symbols.h"

/* Every source map holds one source. */
static struct wcore_string content_of(struct wcore_string file)
{
	return wcore_string_is(file, "embedded.ts") ? WCORE_STRING("one\ntwo")
						    : (struct wcore_string){ 0 };
}

#define wcore_source_map_content(map, file) content_of(file)
#include "../../cmd/source_lines.c"

static char folder[] = "/tmp/wcore-test-XXXXXX";

static void write_file(const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static int make_folder(void **state)
{
	char path[256];

	(void)state;
	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof(path), "%s/sub", folder);
	if (mkdir(path, 0700) != 0)
		return 1;
	write_file("main.c", "top\n");
	write_file("sub/main.c", "first\r\nsecond\n\nfourth");
	return 0;
}

static int remove_folder(void **state)
{
	static const char *const names[] = { "/main.c", "/sub/main.c", "/sub/long.c", "/sub", "" };
	char path[256];

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "%s%s", folder, names[i]);
		remove(path);
	}
	return 0;
}

/* The line of a file that is named so in the debug information; NULL: none is shown. */
static void check_kind(enum wcore_opener_kind kind, const char *dir, const char *map, const char *name, uint32_t number,
		       const char *expected)
{
	const struct wcore_lookup_options lookup = { .dirs = &dir, .dir_count = dir ? 1 : 0 };
	const struct source_lines_options options = {
		.lookup = &lookup, .kind = kind, .maps = &map, .map_count = map ? 1 : 0,
	};
	const struct wcore_symbols symbols = {
		.source_map = (struct wcore_source_map *)(uintptr_t)&options,
	};
	const struct wcore_site site = { .file = wcore_string_from(name), .line = number };
	struct source_lines *lines;
	const struct source_file *file;
	struct wcore_string line = { 0 };

	assert_null(source_lines_create(&options, &lines));
	for (int again = 0; again < 2; again++) {
		file = source_lines_find(lines, &symbols, &site);
		if (file && !source_file_line(file, number, &line))
			file = NULL;
		assert_int_equal(file != NULL, expected != NULL);
		if (expected)
			assert_true(wcore_string_is(line, expected));
	}
	source_lines_destroy(lines);
}

static void check(const char *dir, const char *map, const char *name, uint32_t number, const char *expected)
{
	check_kind(WCORE_OPENER_SOURCE, dir, map, name, number, expected);
	check_kind(WCORE_OPENER_CODE, dir, map, name, number, expected);
}

static void test_lines(void **state)
{
	(void)state;
	check(folder, NULL, "sub/main.c", 1, "first");
	check(folder, NULL, "sub/main.c", 2, "second");
	check(folder, NULL, "sub/main.c", 3, "");
	check(folder, NULL, "sub/main.c", 4, "fourth");
	check(folder, NULL, "sub/main.c", 5, NULL);
	check(folder, NULL, "sub/main.c", 0, NULL);
	check(folder, NULL, "sub/main.c", UINT32_MAX, NULL);
}

static void test_search(void **state)
{
	(void)state;
	check(folder, NULL, "/build/sub/main.c", 1, "first");	/* the longest end that is there */
	check(folder, NULL, "/build/other/main.c", 1, "top");
	check(folder, NULL, "/build/other.c", 1, NULL);
	check(folder, NULL, "/build/sub", 1, NULL);		/* a folder is no source */
	check(NULL, NULL, "/build/sub/main.c", 1, NULL);
}

static void test_mapping(void **state)
{
	char map[300], root[300];

	(void)state;
	snprintf(map, sizeof(map), "/build=%s", folder);
	check(NULL, map, "/build/sub/main.c", 2, "second");
	check(NULL, map, "/builds/sub/main.c", 2, NULL);
	snprintf(root, sizeof(root), "/build/=%s", folder);
	check(NULL, root, "/build/sub/main.c", 2, "second");
}

static void test_embedded(void **state)
{
	(void)state;
	check(NULL, NULL, "embedded.ts", 2, "two");
	check(NULL, NULL, "embedded.ts", 3, NULL);
}

/* Marks stand at each 64th line. */
static void test_many_lines(void **state)
{
	char text[6000] = "", wanted[24];

	(void)state;
	for (int i = 1; i <= 500; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "line %d\n", i);
	write_file("sub/long.c", text);
	for (uint32_t i = 1; i <= 500; i++) {
		snprintf(wanted, sizeof(wanted), "line %u", i);
		check(folder, NULL, "sub/long.c", i, wanted);
	}
	check(folder, NULL, "sub/long.c", 501, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_mapping),
		cmocka_unit_test(test_embedded),
		cmocka_unit_test(test_many_lines),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
