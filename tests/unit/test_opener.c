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

#include "../../libcore/base/opener.h"
#include "../../libcore/sandbox/broker.h"

static char folder[] = "/tmp/wcore-opener-XXXXXX";
static char path[128];
/* Each case is tried in this process, and by another one. */
static struct wcore_broker *broker;

static struct wcore_error *fetch(const uint8_t *build_id, size_t size, char **ret)
{
	if (size != 2 || build_id[0] != 0 || build_id[1] != 7)
		return wcore_error_create(WCORE_ERROR_NOT_FOUND, NULL, "nobody has it");
	*ret = strdup("/cache/7");
	return *ret ? NULL : wcore_error_nomem();
}

static int set_up(void **state)
{
	const struct wcore_broker_options options = { .has_sources = true, .has_code = true, .fetch = fetch };

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/file", folder);
	return wcore_broker_start(&options, &broker) ? -1 : 0;
}

static int tear_down(void **state)
{
	(void)state;
	wcore_broker_stop(broker);
	unlink(path);
	return rmdir(folder);
}

static void write_file(const void *data, size_t size)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static void check(const struct wcore_opener *opener, enum wcore_opener_kind kind, const char *refusal)
{
	char byte;
	int fd = -1;
	struct wcore_error *error = wcore_opener_open(opener, kind, path, &fd);

	if (!refusal) {
		assert_null(error);
		assert_int_equal(read(fd, &byte, 1), 1);
		assert_int_equal(write(fd, &byte, 1), -1);
		close(fd);
		return;
	}
	assert_non_null(error);
	assert_string_equal(error->message, refusal);
	assert_string_equal(error->path, path);
	wcore_error_destroy(error);
}

static void test_kinds(void **state)
{
	static const char wasm[] = "not a WebAssembly binary", map[] = "not a source map";
	static const struct {
		const char *data;
		size_t size;
		const char *as_wasm, *as_map;	/* why not */
	} cases[] = {
		{ "\0asm\1\0\0\0", 8, NULL, map }, { "\0asm", 4, NULL, map }, { "\0as", 3, wasm, map },
		{ "\x1f\x8b\x08", 3, NULL, NULL }, { "\x1f", 1, wasm, map },
		{ "{\"version\":3}", 13, wasm, NULL }, { " \r\n\t{", 5, wasm, NULL },
		{ "\xef\xbb\xbf{", 4, wasm, NULL }, { ")]}'\n{", 6, wasm, NULL }, { ")]", 2, wasm, map },
		{ "root:x:0:0:", 11, wasm, map }, { " x", 2, wasm, map },
		{ "", 0, "an empty file", "an empty file" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		write_file(cases[i].data, cases[i].size);
		for (unsigned other = 0; other < 2; other++) {
			const struct wcore_opener *opener = other ? wcore_broker_opener(broker) : NULL;

			check(opener, WCORE_OPENER_WASM, cases[i].as_wasm);
			check(opener, WCORE_OPENER_MAP, cases[i].as_map);
			check(opener, WCORE_OPENER_SOURCE, cases[i].size ? NULL : "an empty file");
		}
	}
}

static void test_refused(void **state)
{
	(void)state;
	for (unsigned other = 0; other < 2; other++) {
		const struct wcore_opener *opener = other ? wcore_broker_opener(broker) : NULL;
		struct wcore_error *error;
		int fd;

		unlink(path);
		error = wcore_opener_open(opener, WCORE_OPENER_WASM, path, &fd);
		assert_int_equal(error->code, WCORE_ERROR_NOT_FOUND);
		wcore_error_destroy(error);
		/* Without a writer it would be waited for. */
		assert_int_equal(mkfifo(path, 0600), 0);
		check(opener, WCORE_OPENER_WASM, "not a regular file");
		unlink(path);
		write_file("x", 1);
		assert_int_equal(truncate(path, (off_t)WCORE_OPENER_SOURCE_MAX), 0);
		check(opener, WCORE_OPENER_SOURCE, NULL);
		assert_int_equal(truncate(path, (off_t)WCORE_OPENER_SOURCE_MAX + 1), 0);
		check(opener, WCORE_OPENER_SOURCE, "too large for a source file");
		unlink(path);
	}
}

/* Only its name says that a file is a source. */
static void test_code(void **state)
{
	static const struct { const char *ending; bool is_code; } cases[] = {
		{ ".c", true }, { ".rs", true }, { ".zig", true }, { ".cpp", true }, { ".h", true },
		{ "", false }, { ".", false }, { ".pem", false }, { ".c.key", false }, { ".cfg", false }, { "c", false },
	};
	const size_t size = strlen(path);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		snprintf(path + size, sizeof(path) - size, "%s", cases[i].ending);
		write_file("int x;\n", 7);
		for (unsigned other = 0; other < 2; other++)
			check(other ? wcore_broker_opener(broker) : NULL, WCORE_OPENER_CODE,
			      cases[i].is_code ? NULL : "its name is none of a source file");
		unlink(path);
	}
	path[size] = 0;
}

static void test_temporary(void **state)
{
	struct stat status;

	(void)state;
	for (unsigned other = 0; other < 2; other++) {
		char bytes[2];
		int fd = -1;

		assert_null(wcore_opener_open(other ? wcore_broker_opener(broker) : NULL, WCORE_OPENER_TEMPORARY,
					      NULL, &fd));
		assert_int_equal(write(fd, "ab", 2), 2);
		assert_int_equal(pread(fd, bytes, 2, 0), 2);
		assert_memory_equal(bytes, "ab", 2);
		assert_int_equal(fstat(fd, &status), 0);
		assert_int_equal(status.st_nlink, 0);
		assert_int_equal(status.st_mode & 0077, 0);
		close(fd);
	}
}

static void test_fetch(void **state)
{
	const struct wcore_opener *opener = wcore_broker_opener(broker);
	struct wcore_error *error;
	char *found = NULL;

	(void)state;
	assert_null(opener->fetch(opener->context, (const uint8_t *)"\0\7", 2, &found));
	assert_string_equal(found, "/cache/7");
	free(found);
	error = opener->fetch(opener->context, (const uint8_t *)"\1\7", 2, &found);
	assert_int_equal(error->code, WCORE_ERROR_NOT_FOUND);
	assert_string_equal(error->message, "nobody has it");
	wcore_error_destroy(error);
}

/* Sources and servers are for those who asked for them. */
static void test_not_asked_for(void **state)
{
	const struct wcore_broker_options options = { 0 };
	const struct wcore_opener *opener;
	struct wcore_broker *narrow;
	struct wcore_error *error;
	char *found;
	int fd;

	(void)state;
	write_file("int x;\n", 7);
	assert_null(wcore_broker_start(&options, &narrow));
	opener = wcore_broker_opener(narrow);
	error = wcore_opener_open(opener, WCORE_OPENER_SOURCE, path, &fd);
	assert_non_null(error);
	assert_string_equal(error->message, "Permission denied");
	wcore_error_destroy(error);
	error = wcore_opener_open(opener, WCORE_OPENER_CODE, "tests/data/lost/lost.c", &fd);
	assert_non_null(error);
	assert_string_equal(error->message, "Permission denied");
	wcore_error_destroy(error);
	error = opener->fetch(opener->context, (const uint8_t *)"\0\7", 2, &found);
	assert_non_null(error);
	assert_string_equal(error->message, "Permission denied");
	wcore_error_destroy(error);
	wcore_broker_stop(narrow);
}

static void test_long_names(void **state)
{
	const struct wcore_opener *opener = wcore_broker_opener(broker);
	char *name = malloc(70000), *found;
	struct wcore_error *error;
	int fd;

	(void)state;
	assert_non_null(name);
	memset(name, 'a', 69999);
	name[69999] = 0;
	error = wcore_opener_open(opener, WCORE_OPENER_WASM, name, &fd);
	assert_non_null(error);
	assert_string_equal(error->message, "File name too long");
	wcore_error_destroy(error);
	error = opener->fetch(opener->context, (const uint8_t *)name, 69999, &found);
	assert_non_null(error);
	wcore_error_destroy(error);
	free(name);
}

/* Whatever it is sent, it answers the next one. */
static void test_hostile_requests(void **state)
{
	static const struct { const char *bytes; size_t size; } requests[] = {
		{ "\xff\xff\xff\xff/etc/passwd", 16 }, { "\0\0\0\0", 4 }, { "\0\0\0\0/etc/passwd", 15 },
		{ "\4\0\0\0", 4 }, { "\5\0\0\0x", 6 },
	};
	char answer[8192];

	(void)state;
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		const int socket = wcore_broker_fd(broker);

		assert_int_equal(write(socket, requests[i].bytes, requests[i].size), requests[i].size);
		assert_true(read(socket, answer, sizeof(answer)) > 4);
		assert_memory_not_equal(answer, "\0\0\0\0", 4);
	}
	write_file("\0asm", 4);
	check(wcore_broker_opener(broker), WCORE_OPENER_WASM, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds), cmocka_unit_test(test_refused), cmocka_unit_test(test_temporary),
		cmocka_unit_test(test_code),
		cmocka_unit_test(test_fetch), cmocka_unit_test(test_not_asked_for), cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_hostile_requests),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
