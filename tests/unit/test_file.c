#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "../../libcore/base/file.h"

static char dir[] = "/tmp/wcore-test-XXXXXX";

static int set_up(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int tear_down(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

static const char *path_of(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static const char *write_file(const char *name, const void *data, size_t size)
{
	const char *path = path_of(name);
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(data, 1, size, out), size);
	fclose(out);
	return path;
}

/* size bytes that begin as a Wasm binary when wasm is set, as one gzip member. */
static const char *write_gzip(const char *name, const char *mode, size_t size, bool wasm)
{
	const char *path = path_of(name);
	gzFile out = gzopen(path, mode);
	char *data = calloc(1, size + 4);

	assert_non_null(out);
	assert_non_null(data);
	if (wasm)
		memcpy(data, "\0asm", 4);
	assert_int_equal(gzwrite(out, data, (unsigned)size), size);
	gzclose(out);
	free(data);
	return path;
}

static void test_plain(void **state)
{
	(void)state;
	struct wcore_file *file;

	assert_null(wcore_file_open(write_file("a", "hello", 5), NULL, &file));
	assert_int_equal(file->size, 5);
	assert_memory_equal(file->data, "hello", 5);
	assert_false(file->compressed);
	wcore_file_close(file);
	assert_null(wcore_file_open(write_file("empty", "", 0), NULL, &file));
	assert_int_equal(file->size, 0);
	wcore_file_close(file);
}

static void test_gzip(void **state)
{
	(void)state;
	static const size_t sizes[] = { 1, 100000, 3 << 20 };	/* in memory and past it */
	struct wcore_file *file;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		assert_null(wcore_file_open(write_gzip("g", "wb", sizes[i], false), NULL, &file));
		assert_int_equal(file->size, sizes[i]);
		assert_true(file->compressed);
		assert_null(file->cut);
		assert_int_equal(file->data[sizes[i] - 1], 0);
		wcore_file_close(file);
	}
	write_gzip("two", "wb", 10, true);
	assert_null(wcore_file_open(write_gzip("two", "ab", 20, true), NULL, &file));
	assert_int_equal(file->size, 30);
	assert_memory_equal(file->data + 10, "\0asm", 4);
	wcore_file_close(file);
}

static void test_gzip_cut(void **state)
{
	(void)state;
	const char *path = path_of("cut");
	gzFile out = gzopen(path, "wb");
	struct wcore_file *file;
	struct stat status;

	for (int i = 0; i < 100000; i++)
		gzprintf(out, "%d ", i * 7919);
	gzclose(out);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(truncate(path, status.st_size / 2), 0);
	assert_null(wcore_file_open(path, NULL, &file));
	assert_non_null(file->cut);
	assert_true(file->size > 1000);
	assert_memory_equal(file->data, "0 7919 15838 ", 13);
	wcore_file_close(file);

	struct wcore_error *error = wcore_file_open(write_file("bad", "\x1f\x8b\x08zzz", 6),
						    NULL, &file);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_FORMAT);
	wcore_error_destroy(error);
}

static void test_limit(void **state)
{
	(void)state;
	struct wcore_file *file;
	const struct wcore_file_options options = { .max_input = 1 << 20 };
	struct wcore_error *error = wcore_file_open(write_gzip("big", "wb", 2 << 20, true),
						    &options, &file);

	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_LIMIT);
	wcore_error_destroy(error);
	/* No byte more than the limit, and all up to it. */
	assert_null(wcore_file_open(write_gzip("big", "wb", 1 << 20, true), &options, &file));
	assert_int_equal(file->size, 1 << 20);
	wcore_file_close(file);
	error = wcore_file_open(write_gzip("big", "wb", (1 << 20) + 1, true), &options, &file);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_LIMIT);
	wcore_error_destroy(error);
}

/* gzip(1) ignores what stands behind the last member, such as the padding of tapes. */
static void test_gzip_padded(void **state)
{
	(void)state;
	static const char *const tails[] = { "\0\0\0\0\0\0\0\0", "nonsense" };
	struct wcore_file *file;

	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		const char *path = write_gzip("padded", "wb", 100, true);
		FILE *out = fopen(path, "ab");

		assert_non_null(out);
		assert_int_equal(fwrite(tails[i], 1, 8, out), 8);
		fclose(out);
		assert_null(wcore_file_open(path, NULL, &file));
		assert_int_equal(file->size, 100);
		assert_null(file->cut);
		wcore_file_close(file);
	}
}

static void test_wasm_only(void **state)
{
	(void)state;
	struct wcore_file *file;
	const struct wcore_file_options options = { .wasm_only = true };

	assert_null(wcore_file_open("/dev/zero", &options, &file));
	assert_true(file->partial);
	assert_true(file->size <= 65536);
	wcore_file_close(file);
	assert_null(wcore_file_open(write_gzip("no", "wb", 3 << 20, false), &options, &file));
	assert_true(file->partial);
	wcore_file_close(file);
	assert_null(wcore_file_open(write_gzip("yes", "wb", 3 << 20, true), &options, &file));
	assert_false(file->partial);
	assert_int_equal(file->size, 3 << 20);
	wcore_file_close(file);
}

static void test_pipe(void **state)
{
	(void)state;
	int ends[2];
	struct wcore_file *file;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "through", 7), 7);
	close(ends[1]);
	assert_null(wcore_file_open_fd(ends[0], "<stdin>", NULL, &file));
	close(ends[0]);
	assert_int_equal(file->size, 7);
	assert_memory_equal(file->data, "through", 7);
	wcore_file_close(file);
}

/* More than what stays in memory goes to a file in TMPDIR, which has no name. */
static void test_temporary(void **state)
{
	(void)state;
	const char *path = write_gzip("large", "wb", 3 << 20, true);
	char line[512];
	struct wcore_file *file;
	bool is_mapped = false;
	FILE *maps;

	setenv("TMPDIR", dir, 1);
	assert_null(wcore_file_open(path, NULL, &file));
	assert_true(file->is_mapped);
	maps = fopen("/proc/self/maps", "r");
	assert_non_null(maps);
	while (fgets(line, sizeof(line), maps))
		is_mapped |= strstr(line, dir) && strstr(line, "(deleted)");
	fclose(maps);
	assert_true(is_mapped);
	wcore_file_close(file);
	setenv("TMPDIR", "/nowhere", 1);
	assert_null(wcore_file_open(path, NULL, &file));
	assert_int_equal(file->size, 3 << 20);
	wcore_file_close(file);
	unsetenv("TMPDIR");
}

/* Neither a read nor a write that fails half-way gives a file. */
static void test_failures(void **state)
{
	(void)state;
	const char *path = write_gzip("large", "wb", 3 << 20, true);
	struct rlimit old, small;
	struct wcore_file *file;
	/* Address 0 of a process cannot be read. */
	struct wcore_error *error = wcore_file_open("/proc/self/mem", NULL, &file);

	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_IO);
	assert_string_equal(error->path, "/proc/self/mem");
	assert_string_equal(error->message, strerror(EIO));
	wcore_error_destroy(error);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = (struct rlimit){ 2 << 20, old.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	error = wcore_file_open(path, NULL, &file);
	setrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, SIG_DFL);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_IO);
	assert_string_equal(error->path, path);
	assert_non_null(strstr(error->message, strerror(EFBIG)));
	wcore_error_destroy(error);
}

struct seen { uint64_t reports, done, total, ends; };

static void see(void *context, const char *path, uint64_t done, uint64_t total)
{
	struct seen *seen = context;

	if (!path) {
		seen->ends++;
		return;
	}
	assert_true(done > seen->done);
	seen->reports++;
	seen->done = done;
	seen->total = total;
}

/* In bytes of what is read, not of what comes of it; nothing for a file that is mapped. */
static void test_progress(void **state)
{
	(void)state;
	struct seen seen = { 0 };
	const struct wcore_progress progress = { see, &seen };
	const struct wcore_file_options options = { .progress = &progress };
	const char *path = write_gzip("noise", "wb0", 200000, true);	/* stored, so in chunks */
	struct wcore_file *file;
	struct stat status;
	int ends[2];

	assert_int_equal(stat(path, &status), 0);
	assert_null(wcore_file_open(path, &options, &file));
	assert_true(file->progress == &progress);
	wcore_file_close(file);
	assert_in_range(seen.reports, 4, 200);
	assert_int_equal(seen.done, status.st_size);
	assert_int_equal(seen.total, status.st_size);
	assert_int_equal(seen.ends, 1);
	seen = (struct seen){ 0 };
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "through", 7), 7);
	close(ends[1]);
	assert_null(wcore_file_open_fd(ends[0], "<stdin>", &options, &file));
	close(ends[0]);
	wcore_file_close(file);
	assert_int_equal(seen.done, 7);
	assert_int_equal(seen.total, 0);
	assert_int_equal(seen.ends, 1);
	seen = (struct seen){ 0 };
	assert_null(wcore_file_open(write_file("a", "hello", 5), &options, &file));
	wcore_file_close(file);
	assert_int_equal(seen.reports, 0);
}

static void test_refused(void **state)
{
	(void)state;
	struct wcore_file *file;
	struct wcore_error *error = wcore_file_open(dir, NULL, &file);

	assert_non_null(error);
	assert_string_equal(error->message, "Is a directory");
	wcore_error_destroy(error);
	error = wcore_file_open(path_of("missing"), NULL, &file);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_IO);
	assert_string_equal(error->message, "No such file or directory");
	wcore_error_destroy(error);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain), cmocka_unit_test(test_gzip),
		cmocka_unit_test(test_gzip_cut), cmocka_unit_test(test_limit),
		cmocka_unit_test(test_gzip_padded),
		cmocka_unit_test(test_wasm_only), cmocka_unit_test(test_pipe),
		cmocka_unit_test(test_temporary), cmocka_unit_test(test_failures),
		cmocka_unit_test(test_progress), cmocka_unit_test(test_refused),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
