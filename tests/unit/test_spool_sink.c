/* What is written to a sink, as a file that is read again: in memory, and in a temporary file once it is large. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/base/spool_sink.h"

/* Opens what is asked for, and counts; or refuses it. */
struct told {
	struct wcore_opener opener;
	unsigned count;
	bool is_refused;
};

static struct wcore_error *open_counted(void *context, enum wcore_opener_kind kind, const char *path, int *ret)
{
	struct told *told = context;

	told->count++;
	assert_int_equal(kind, WCORE_OPENER_TEMPORARY);
	if (told->is_refused)
		return wcore_error_create(WCORE_ERROR_IO, NULL, "no room");
	return wcore_opener_open_here(kind, path, ret);
}

static void told_init(struct told *told, bool is_refused)
{
	*told = (struct told){ .opener = { .open = open_counted, .context = told }, .is_refused = is_refused };
}

/* Writes size bytes, in pieces that do not divide them. */
static struct wcore_error *write_all(struct wcore_spool_sink *sink, const uint8_t *data, size_t size, size_t piece)
{
	struct wcore_error *error = NULL;

	for (size_t at = 0; !error && at < size; at += piece)
		error = wcore_sink_write(&sink->sink, data + at, size - at < piece ? size - at : piece);
	return error;
}

static uint8_t *some_bytes(size_t size)
{
	uint8_t *data = malloc(size + 1);

	assert_non_null(data);
	for (size_t i = 0; i < size; i++)
		data[i] = (uint8_t)(i * 7 + (i >> 8) * 13 + (i >> 16));
	return data;
}

static void the_file_has_what_was_written(void **state)
{
	static const struct { size_t size, piece; bool is_file; } cases[] = {
		{ 1, 1, false }, { 100000, 999, false }, { 1 << 20, 4096, false }, { (1 << 20) + 1, 4096, true },
		{ 3000001, 70001, true }, { 3000001, 3000001, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t *data = some_bytes(cases[i].size);
		struct wcore_spool_sink sink;
		struct wcore_file *file = NULL;
		struct told told;

		told_init(&told, false);
		wcore_spool_sink_init(&sink, &told.opener);
		assert_null(write_all(&sink, data, cases[i].size, cases[i].piece));
		assert_null(wcore_spool_sink_finish(&sink, "<made>", &file));
		/* The file holds the bytes, the sink none. */
		assert_int_equal(sink.spool.size, 0);
		wcore_spool_sink_deinit(&sink);
		assert_string_equal(file->path, "<made>");
		assert_int_equal(file->size, cases[i].size);
		assert_memory_equal(file->data, data, cases[i].size);
		assert_int_equal(file->is_mapped, cases[i].is_file);
		assert_true(file->is_owned);
		assert_int_equal(told.count, cases[i].is_file);
		assert_ptr_equal(file->opener, &told.opener);
		wcore_file_close(file);
		free(data);
	}
}

static void nothing_is_a_file_without_bytes(void **state)
{
	struct wcore_spool_sink sink;
	struct wcore_file *file = NULL;

	(void)state;
	wcore_spool_sink_init(&sink, NULL);
	assert_null(wcore_spool_sink_finish(&sink, "<made>", &file));
	assert_int_equal(file->size, 0);
	wcore_file_close(file);
	wcore_spool_sink_deinit(&sink);
}

/* What comes after the file goes into another one. */
static void a_sink_can_be_used_again(void **state)
{
	static const char *const texts[] = { "first of all", "second" };
	struct wcore_file *files[2] = { NULL };
	struct wcore_spool_sink sink;

	(void)state;
	wcore_spool_sink_init(&sink, NULL);
	for (size_t i = 0; i < 2; i++) {
		assert_null(wcore_sink_write(&sink.sink, texts[i], strlen(texts[i])));
		assert_null(wcore_spool_sink_finish(&sink, texts[i], &files[i]));
	}
	wcore_spool_sink_deinit(&sink);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(files[i]->size, strlen(texts[i]));
		assert_memory_equal(files[i]->data, texts[i], strlen(texts[i]));
		wcore_file_close(files[i]);
	}
}

static void no_temporary_file_is_an_error(void **state)
{
	const size_t size = (1 << 20) + 1;
	uint8_t *data = some_bytes(size);
	struct wcore_spool_sink sink;
	struct wcore_error *error;
	struct told told;

	(void)state;
	told_init(&told, true);
	wcore_spool_sink_init(&sink, &told.opener);
	error = write_all(&sink, data, size, size);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_IO);
	assert_non_null(strstr(error->message, "no room"));
	wcore_error_destroy(error);
	wcore_spool_sink_deinit(&sink);
	free(data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_file_has_what_was_written),
		cmocka_unit_test(nothing_is_a_file_without_bytes),
		cmocka_unit_test(a_sink_can_be_used_again),
		cmocka_unit_test(no_temporary_file_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
