/* Gathered headers: readers then find the same as where they stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../libcore/dump/gather.h"
#include "../../libcore/dump/memory.h"
#include "dump_writer.h"
#include "same_segments.h"

#define COUNT (WCORE_GATHER_SEGMENTS + 500u)
#define SIZE (WCORE_GATHER_DISTANCE + 100u)

/* What the segments hold. */
enum contents { ZEROS, HEADERS, ENDLESS };

static void write_contents(struct dump_writer *w, uint32_t i, enum contents contents)
{
	/* Segments of no bytes, and one that would pass all others. */
	static const uint8_t header[] = { 0, 0x41, 0, 0x0b, 0 }, endless[] = { 0, 0x41, 0, 0x0b, 0xff, 0xff, 0x3f };

	writer_u8(w, 0);
	writer_u8(w, 0x41);
	writer_sleb(w, (int32_t)(i * 16384));
	writer_u8(w, 0x0b);
	writer_uleb(w, SIZE);
	if (contents == ZEROS)
		writer_fill(w, 0, SIZE);
	for (uint32_t pos = 0; contents == HEADERS && pos < SIZE; pos += sizeof(header))
		writer_bytes(w, header, pos + sizeof(header) <= SIZE ? sizeof(header) : SIZE - pos);
	for (uint32_t pos = 0; contents == ENDLESS && pos < SIZE; pos += sizeof(endless))
		writer_bytes(w, endless, pos + sizeof(endless) <= SIZE ? sizeof(endless) : SIZE - pos);
}

/* odd: the segment that stands for memory 0 in five bytes; COUNT: none. */
static void write_dump(struct dump_writer *w, uint32_t counted, uint32_t written, uint32_t odd,
		       enum contents contents)
{
	static const uint8_t long_form[] = { 2, 0x80, 0x80, 0x80, 0x80, 0, 0x41, 0, 0x0b, 3, 'a', 'b', 'c' };

	writer_init(w);
	writer_core(w, "a.wasm");
	writer_memory(w, 0, 2000, 0);
	writer_data_begin(w, counted);
	for (uint32_t i = 0; i < written; i++)
		if (i == odd)
			writer_bytes(w, long_form, sizeof(long_form));
		else
			write_contents(w, i, contents);
	writer_end(w);
	writer_stack_begin(w, "main", 0);
	writer_end(w);
}

static FILE *copy(const struct dump_writer *w)
{
	FILE *stream = tmpfile();

	assert_non_null(stream);
	assert_int_equal(fwrite(w->data, 1, w->size, stream), w->size);
	assert_int_equal(fflush(stream), 0);
	return stream;
}

static struct wcore_file *open_copy(FILE *stream)
{
	struct wcore_file *file = NULL;

	assert_int_equal(lseek(fileno(stream), 0, SEEK_SET), 0);
	assert_null(wcore_file_open_fd(fileno(stream), "t.core", NULL, &file));
	return file;
}

/* How many segments there are, by both. */
static uint64_t check(const struct dump_writer *w)
{
	struct wcore_file *whole = writer_file(w, "t.core");
	FILE *stream = copy(w);
	uint64_t count = 0;

	for (int may_thread = 0; may_thread < 2; may_thread++) {
		struct wcore_file *file = open_copy(stream);

		wcore_gather_headers(file, may_thread);
		assert_non_null(file->packed.data);
		/* Kind, opcode, address, end and size of each segment. */
		assert_true(file->packed.size < COUNT * 12);
		count = assert_same_segments(whole, file);
		wcore_file_close(file);
	}
	wcore_file_close(whole);
	fclose(stream);
	return count;
}

static void test_all(void **state)
{
	struct dump_writer w;

	(void)state;
	write_dump(&w, COUNT, COUNT, COUNT, ZEROS);
	assert_int_equal(check(&w), COUNT);
	writer_deinit(&w);
}

/* What looks like headers in the middle, and is none. */
static void test_decoys(void **state)
{
	struct dump_writer w;

	(void)state;
	for (enum contents contents = HEADERS; contents <= ENDLESS; contents++) {
		write_dump(&w, COUNT, COUNT, COUNT, contents);
		assert_int_equal(check(&w), COUNT);
		writer_deinit(&w);
	}
}

/* From a header of another form on all stays where it is. */
static void test_odd(void **state)
{
	static const uint32_t places[] = { 1, COUNT / 4, COUNT - 1 };
	struct dump_writer w;

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		write_dump(&w, COUNT, COUNT, places[i], ZEROS);
		assert_int_equal(check(&w), COUNT);
		writer_deinit(&w);
	}
}

/* More or fewer segments than there are said to be. */
static void test_count(void **state)
{
	struct dump_writer w;

	(void)state;
	write_dump(&w, COUNT - 300, COUNT, COUNT, ZEROS);
	assert_int_equal(check(&w), COUNT - 300);
	writer_deinit(&w);
	write_dump(&w, COUNT + 1, COUNT, COUNT, ZEROS);
	assert_int_equal(check(&w), COUNT);
	writer_deinit(&w);
}

/* Few segments, or bytes in memory, stay as they are. */
static void test_none(void **state)
{
	struct dump_writer w;

	(void)state;
	write_dump(&w, 100, 100, 100, ZEROS);
	FILE *stream = copy(&w);
	struct wcore_file *file = open_copy(stream);

	wcore_gather_headers(file, true);
	assert_null(file->packed.data);
	assert_false(wcore_gather_is_worth_it(file));
	wcore_file_close(file);
	fclose(stream);
	writer_deinit(&w);
	write_dump(&w, COUNT, COUNT, COUNT, ZEROS);
	file = writer_file(&w, "t.core");
	wcore_gather_headers(file, true);
	assert_null(file->packed.data);
	wcore_file_close(file);
	writer_deinit(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all), cmocka_unit_test(test_decoys), cmocka_unit_test(test_odd),
		cmocka_unit_test(test_count), cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
