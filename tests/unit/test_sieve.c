/* The sieve: what it keeps of a stream, and that readers then find the same as in the whole file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/dump/memory.h"
#include "../../libcore/dump/sieve.h"
#include "../../libcore/dump/space.h"
#include "dump_writer.h"
#include "same_segments.h"

/* What is left of the dump when it comes in pieces. */
static struct wcore_file *sieve(const struct dump_writer *w, size_t piece)
{
	struct wcore_file *whole = writer_file(w, "t.core"), *ret;
	struct wcore_sieve sieve;
	struct wcore_spool spool;

	assert_null(wcore_file_from_memory("t.core", NULL, 0, &ret));
	wcore_sieve_init(&sieve, NULL);
	wcore_spool_init(&spool, NULL);
	for (uint64_t pos = 0; pos < whole->size; pos += piece) {
		uint64_t left = whole->size - pos;

		assert_null(sieve.file.take(&sieve.file, &spool, "t.core", whole->data + pos,
					    left < piece ? (size_t)left : piece));
	}
	assert_null(sieve.file.finish(&sieve.file, &spool, ret));
	assert_int_equal(spool.size, whole->size);
	ret->size = spool.size;
	ret->is_owned = true;
	assert_null(wcore_spool_finish(&spool, "t.core", &ret->data, &ret->is_mapped));
	wcore_spool_deinit(&spool);
	wcore_sieve_deinit(&sieve);
	wcore_file_close(whole);
	return ret;
}

/* Segments of size bytes each, but for every seventh, which has none. */
static void write_dump(struct dump_writer *w, uint32_t count, uint32_t size)
{
	writer_init(w);
	writer_core(w, "a.wasm");
	writer_memory(w, 0, 1024, 0);
	writer_data_begin(w, count);
	for (uint32_t i = 0; i < count; i++)
		writer_segment_fill(w, (int32_t)(i * 8192), 0x55, i % 7 == 3 ? 0 : size);
	writer_end(w);
	writer_stack_begin(w, "main", 0);
	writer_end(w);
}

static void test_pieces(void **state)
{
	static const size_t pieces[] = { 1, 2, 7, 255, 256, 257, 5000, 1 << 20 };
	struct dump_writer w;

	(void)state;
	write_dump(&w, 30, 300);
	struct wcore_file *whole = writer_file(&w, "t.core");
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct wcore_file *left = sieve(&w, pieces[i]);

		assert_non_null(left->packed.data);
		/* The count, then kind, opcode, address, end and size of each segment. */
		assert_true(left->packed.size < 30 * 12);
		assert_same_segments(whole, left);
		wcore_file_close(left);
	}
	wcore_file_close(whole);
	writer_deinit(&w);
}

static bool is_zero(const uint8_t *bytes, uint64_t size)
{
	for (uint64_t i = 0; i < size; i++)
		if (bytes[i])
			return false;
	return true;
}

/* Of many segments the contents of the first ones stay, unless they are large. */
static void test_contents(void **state)
{
	struct dump_writer w;
	struct wcore_dump *dump;
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	bool found;
	uint8_t byte;

	(void)state;
	for (int is_large = 0; is_large < 2; is_large++) {
		write_dump(&w, WCORE_SPACE_SAMPLE + 100, is_large ? WCORE_SPACE_CHUNK + 1 : 200);
		struct wcore_file *whole = writer_file(&w, "t.core"), *left = sieve(&w, 1 << 16);

		assert_same_segments(whole, left);
		assert_null(wcore_dump_open(left, WCORE_DIALECT_AUTO, &dump));
		wcore_segment_iter_init(&iter, dump);
		for (unsigned i = 0;; i++) {
			assert_null(wcore_segment_iter_next(&iter, &segment, &found));
			if (!found)
				break;
			if (segment.size)
				assert_int_equal(is_zero(left->data + segment.offset, segment.size),
						 is_large || i >= WCORE_SPACE_SAMPLE);
		}
		/* What may be missing is never given out as a zero. */
		struct wcore_error *error = wcore_memory_read(&dump->memories[0], 0, 1, &byte, NULL, NULL);

		assert_non_null(error);
		assert_int_equal(error->code, WCORE_ERROR_LIMIT);
		wcore_error_destroy(error);
		wcore_dump_close(dump);
		wcore_file_close(whole);
		wcore_file_close(left);
		writer_deinit(&w);
	}
}

/* From a segment on that is none, all of the file is there. */
static void test_broken(void **state)
{
	static const uint8_t rests[][8] = {
		{ 3, 1, 2, 3, 4, 5, 6, 7 },			/* a kind that there is not */
		{ 0, 0x41, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80 },	/* an address without an end */
		{ 0, 0x41, 0, 0x0b, 0x7f, 1, 2, 3 },		/* more bytes than the section has */
	};
	struct dump_writer w;

	(void)state;
	for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++) {
		for (uint32_t before = 0; before < 2; before++) {
			writer_init(&w);
			writer_core(&w, "a.wasm");
			writer_memory(&w, 0, 1, 0);
			writer_data_begin(&w, 2);
			if (before)
				writer_segment(&w, 16, "abcd", 4);
			writer_bytes(&w, rests[i], sizeof(rests[i]));
			writer_end(&w);
			for (size_t piece = 1; piece < 100; piece += 49) {
				struct wcore_file *whole = writer_file(&w, "t.core"), *left = sieve(&w, piece);
				uint64_t start = left->packed.data ? left->packed.end : 0;

				assert_int_equal(left->packed.data != NULL, before);
				assert_memory_equal(whole->data + start, left->data + start, whole->size - start);
				assert_same_segments(whole, left);
				wcore_file_close(whole);
				wcore_file_close(left);
			}
			writer_deinit(&w);
		}
	}
}

/* Other files stay as they are, and so do a second data section and what is cut. */
static void test_whole(void **state)
{
	struct dump_writer w;

	(void)state;
	writer_init_raw(&w);
	writer_bytes(&w, "\0asm\r\0\1\0 and more", 17);
	struct wcore_file *left = sieve(&w, 3);
	assert_null(left->packed.data);
	assert_memory_equal(left->data, "\0asm\r\0\1\0 and more", 17);
	wcore_file_close(left);
	writer_deinit(&w);

	writer_init(&w);
	for (int i = 0; i < 2; i++) {
		writer_data_begin(&w, 1);
		writer_segment_fill(&w, 0, 0x55, WCORE_SPACE_CHUNK + 1);
		writer_end(&w);
	}
	left = sieve(&w, 1000);
	assert_non_null(left->packed.data);
	assert_int_equal(left->data[left->packed.end - 1], 0);
	assert_int_equal(left->data[left->size - 1], 0x55);
	wcore_file_close(left);
	writer_deinit(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_contents),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
