#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/base/sink.h"
#include "../../libcore/dump/segments.h"
#include "../../libcore/dump/space.h"
#include "../../libcore/scan/feed.h"
#include "dump_writer.h"

/* A dump of two memories of a page; in the first one "ab" at 100 and "cd" at 4096. */
struct written {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;
};

static void write_dump(struct written *ret, const void *zeros, size_t size)
{
	static const char *const names[] = { "a.wasm" };
	static const uint32_t memories[] = { 0, 1 };
	struct dump_writer *w = &ret->w;

	writer_init(w);
	writer_core(w, "a.wasm");
	writer_section(w, WCORE_SECTION_MEMORY);
	writer_bytes(w, (const uint8_t[]){ 2, 0, 1, 0, 1 }, 5);
	writer_end(w);
	writer_global_i32(w, 1024);
	writer_data_begin(w, 2);
	writer_segment(w, 100, "ab", 2);
	writer_segment(w, 4096, "cd", 2);
	writer_end(w);
	if (zeros) {
		writer_custom(w, WCORE_ZEROS_SECTION);
		writer_bytes(w, zeros, size);
		writer_end(w);
	}
	writer_modules(w, names, 1);
	writer_instances_begin(w, 1);
	writer_instance(w, 0, memories, 2, NULL, 0);
	writer_end(w);
	writer_stack_begin(w, "main", 1);
	writer_frame(w, WCORE_DIALECT_SPEC, 0, 7, 90, NULL, 0, NULL, 0);
	writer_end(w);
	ret->file = writer_file(w, "t.core");
	assert_null(wcore_dump_open(ret->file, WCORE_DIALECT_AUTO, &ret->dump));
	assert_null(ret->dump->broken);
}

static void written_close(struct written *written)
{
	wcore_dump_close(written->dump);
	wcore_file_close(written->file);
	writer_deinit(&written->w);
}

static bool has_finding(const struct wcore_dump *dump)
{
	for (size_t i = 0; i < dump->findings.count; i++)
		if (!strcmp(dump->findings.items[i].rule, "memory/zeros"))
			return true;
	return false;
}

/* [90, 100), [101, 110) of which a segment gives 101, [200, 4096) of memory 0; [0, 4) and [65532, 65536) of memory 1. */
static const uint8_t five[] = {
	0, 5, 0, 90, 10, 0, 1, 9, 0, 90, 0xb8, 0x1e, 1, 0, 4, 1, 0xf8, 0xff, 3, 4,
};

static void test_runs(void **state)
{
	static const struct { uint32_t memory; uint64_t from, to; bool is_zero; uint64_t end, size; } cases[] = {
		{ 0, 0, 200, false, 90, 19 }, { 0, 0, 90, false, 90, 0 }, { 0, 0, 91, false, 90, 1 },
		{ 0, 90, 200, true, 100, 19 }, { 0, 99, 200, true, 100, 10 }, { 0, 92, 95, true, 95, 3 },
		{ 0, 100, 200, false, 101, 9 }, { 0, 109, 200, true, 110, 1 }, { 0, 110, 200, false, 200, 0 },
		{ 0, 4095, 65536, true, 4096, 1 }, { 0, 4096, 65536, false, 65536, 0 },
		{ 1, 0, 65536, true, 4, 8 }, { 1, 4, 65536, false, 65532, 4 }, { 1, 65535, 65536, true, 65536, 1 },
		{ 2, 0, 65536, false, 65536, 0 }, { 0, 90, 90, false, 90, 0 }, { 0, 0, UINT64_MAX, false, 90, 3915 },
	};
	struct written written;

	(void)state;
	write_dump(&written, five, sizeof(five));
	assert_false(has_finding(written.dump));
	assert_int_equal(written.dump->zeros.count, 5);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint64_t end;

		if (wcore_zeros_run(&written.dump->zeros, cases[i].memory, cases[i].from, cases[i].to, &end) !=
			    cases[i].is_zero || end != cases[i].end ||
		    wcore_zeros_size(&written.dump->zeros, cases[i].memory, cases[i].from, cases[i].to) != cases[i].size)
			fail_msg("case %zu: up to %llu", i, (unsigned long long)end);
	}
	written_close(&written);
}

/* What a reader gets of a stretch: '.' was not captured, '0' is zero. */
static void assert_reads(const struct wcore_dump *dump, uint32_t memory, uint64_t address, const char *wanted)
{
	const size_t size = strlen(wanted);
	uint8_t bytes[64], states[64];
	uint64_t captured = 0, counted = 0;
	struct wcore_space space;

	wcore_space_init(&space, dump, &dump->memories[memory]);
	assert_null(wcore_space_states(&space, address, size, bytes, states));
	for (size_t i = 0; i < size; i++) {
		const char seen = states[i] != WCORE_BYTE_CAPTURED ? '.' : bytes[i] ? (char)bytes[i] : '0';

		if (seen != wanted[i])
			fail_msg("memory %u at %zu: '%c' instead of '%c'", memory, (size_t)address + i, seen, wanted[i]);
		captured += seen != '.';
		assert_int_equal(wcore_space_read(&space, address + i, 1, bytes + 32, NULL), seen != '.');
	}
	assert_null(wcore_memory_read(&dump->memories[memory], address, size, bytes, NULL, &counted));
	if (!space.omits_zeros)
		assert_int_equal(counted, captured);
	assert_int_equal(wcore_space_read(&space, address, size, bytes, NULL), captured == size);
}

static void test_reads(void **state)
{
	struct wcore_memory_usage usage;
	struct written written;

	(void)state;
	write_dump(&written, five, sizeof(five));
	assert_false(wcore_dump_omits_zeros(written.dump));
	assert_string_equal(wcore_dump_producer(written.dump), "Wasmtime");
	assert_reads(written.dump, 0, 88, "..0000000000ab00000000..");
	assert_reads(written.dump, 0, 91, "000000000ab00000000");
	assert_reads(written.dump, 0, 198, "..000");
	assert_reads(written.dump, 0, 4093, "000cd..");
	assert_reads(written.dump, 1, 0, "0000...");
	/* 10, 9 and 3,896 zeros, of which one is a segment's, and two segments of two bytes. */
	assert_null(wcore_memory_usage(&written.dump->memories[0], &usage));
	assert_int_equal(usage.captured, 3915 + 4 - 1);
	assert_int_equal(usage.segments, 2);
	assert_null(wcore_memory_usage(&written.dump->memories[1], &usage));
	assert_int_equal(usage.captured, 8);
	written_close(&written);
}

/* Without the section this dump leaves zeros out; with it, nothing is zero but what it says. */
static void test_is_told(void **state)
{
	static const uint8_t none[] = { 0, 0 };
	struct written written;

	(void)state;
	write_dump(&written, NULL, 0);
	assert_true(wcore_dump_omits_zeros(written.dump));
	assert_reads(written.dump, 0, 98, "00ab00");
	written_close(&written);
	write_dump(&written, none, sizeof(none));
	assert_false(has_finding(written.dump));
	assert_reads(written.dump, 0, 98, "..ab..");
	written_close(&written);
}

/* What is broken says so, and nothing is zero. */
static void test_broken(void **state)
{
	static const struct { uint8_t bytes[16]; size_t size; } cases[] = {
		{ { 0 }, 0 },						/* nothing */
		{ { 1, 0 }, 2 },					/* another kind */
		{ { 0 }, 1 },						/* no count */
		{ { 0, 2, 0, 90, 10 }, 5 },				/* more ranges than bytes */
		{ { 0, 0xff, 0xff, 0xff, 0xff, 0xf, 0, 90, 10 }, 9 },
		{ { 0, 1, 0, 90, 0x80 }, 5 },				/* a number that is cut */
		{ { 0, 1, 2, 90, 10 }, 5 },				/* no such memory */
		{ { 0, 2, 1, 90, 10, 0, 90, 10 }, 8 },			/* memories descend */
		{ { 0, 1, 0, 90, 0 }, 5 },				/* no bytes */
		{ { 0, 1, 0, 90, 0xa7, 0xff, 3 }, 7 },			/* one byte more than the memory has */
		{ { 0, 2, 0, 90, 10, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1 }, 16 },
		{ { 0, 1, 0, 90, 10, 0 }, 6 },				/* a byte behind the last one */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct written written;

		write_dump(&written, cases[i].bytes, cases[i].size);
		if (!has_finding(written.dump))
			fail_msg("case %zu is read", i);
		assert_int_equal(written.dump->zeros.count, 0);
		assert_false(wcore_dump_omits_zeros(written.dump));
		assert_reads(written.dump, 0, 98, "..ab..");
		written_close(&written);
	}
}

static void test_writer(void **state)
{
	struct wcore_zeros_writer writer = { 0 };
	struct wcore_memory_sink sink;

	(void)state;
	wcore_memory_sink_init(&sink);
	assert_null(wcore_zeros_write(&writer, &sink.sink));
	assert_int_equal(sink.bytes.size, 0);
	wcore_zeros_add(&writer, 0, 90, 100);
	/* Its beginning is in there. */
	wcore_zeros_add(&writer, 0, 95, 100);
	wcore_zeros_add(&writer, 0, 101, 110);
	wcore_zeros_add(&writer, 0, 110, 110);
	wcore_zeros_add(&writer, 0, 200, 4000);
	wcore_zeros_add(&writer, 0, 3000, 4096);
	wcore_zeros_add(&writer, 1, 0, 4);
	wcore_zeros_add(&writer, 1, 65532, 65536);
	assert_null(wcore_zeros_write(&writer, &sink.sink));
	/* The range that was added in two parts is two. */
	static const uint8_t wanted[] = {
		0, 35, 11, 'w', 'c', 'o', 'r', 'e', '.', 'z', 'e', 'r', 'o', 's',
		0, 6, 0, 90, 10, 0, 1, 9, 0, 90, 0xd8, 0x1d, 0, 0, 96, 1, 0, 4, 1, 0xf8, 0xff, 3, 4,
	};
	assert_int_equal(sink.bytes.size, sizeof(wanted));
	assert_memory_equal(sink.bytes.data, wanted, sizeof(wanted));
	wcore_encoder_deinit(&sink.bytes);
	wcore_zeros_writer_deinit(&writer);
}

/* More pieces than a batch of an image has room for: none is lost between two batches. */
static void test_pieces(void **state)
{
	enum { RANGES = 3 * WCORE_IMAGE_PIECES };
	static uint8_t zeros[4 + 3 * RANGES] = { 0, 0x80 | (RANGES & 0x7f), RANGES >> 7 };
	struct wcore_image_batch batch;
	struct wcore_image image;
	struct wcore_space space;
	struct written written;
	uint64_t at = 0, count = 0, bytes = 0;

	(void)state;
	for (size_t i = 0; i < RANGES; i++)
		memcpy(zeros + 3 + 3 * i, (const uint8_t[]){ 0, 10, 5 }, 3);
	write_dump(&written, zeros, 3 + 3 * RANGES);
	assert_int_equal(written.dump->zeros.count, RANGES);
	wcore_space_init(&space, written.dump, &written.dump->memories[0]);
	assert_null(wcore_image_init(&image, &space, 0, UINT64_MAX));
	assert_null(wcore_image_batch_init(&batch));
	do {
		assert_null(wcore_image_fill(&image, &batch));
		for (size_t i = 0; i < batch.count; i++) {
			const struct wcore_piece *piece = &batch.pieces[i];

			assert_int_equal(piece->address, at);
			at += piece->size;
			if (piece->kind == WCORE_PIECE_BYTES)
				bytes += piece->size;
			else
				assert_int_equal(piece->kind == WCORE_PIECE_ZEROS,
						 piece->address % 15 >= 10 && piece->address < 15 * RANGES);
			count += piece->kind == WCORE_PIECE_ZEROS;
		}
	} while (batch.count);
	assert_int_equal(at, 65536);
	assert_int_equal(bytes, 4);
	/* "ab" begins [100, 105), "cd" stands behind [4090, 4095). */
	assert_int_equal(count, RANGES);
	wcore_image_batch_deinit(&batch);
	written_close(&written);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_runs), cmocka_unit_test(test_reads), cmocka_unit_test(test_is_told),
		cmocka_unit_test(test_broken), cmocka_unit_test(test_writer), cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
