#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/base/buffered_sink.h"
#include "../../libcore/base/gzip_sink.h"
#include "../../libcore/dump/space.h"
#include "../../libcore/strip/separate.h"
#include "../../libcore/strip/strip.h"
#include "dump_writer.h"

static void test_patches(void **state)
{
	static const struct wcore_patch items[] = {
		{ 2, 3, (const uint8_t *)"XYZ" }, { 5, 1, (const uint8_t *)"q" }, { 8, 2, (const uint8_t *)"--" },
	};
	const struct wcore_patches patches = { items, 3 };
	static const struct { uint64_t offset, size; const char *wanted; } cases[] = {
		{ 0, 10, "01XYZq67--" }, { 0, 2, "01" }, { 3, 2, "YZ" }, { 4, 5, "Zq67-" }, { 6, 2, "67" }, { 9, 1, "-" },
		{ 5, 0, "" },
	};
	struct wcore_file *file;

	(void)state;
	assert_null(wcore_file_from_memory("x", "0123456789", 10, &file));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wcore_memory_sink sink;

		wcore_memory_sink_init(&sink);
		assert_null(wcore_patches_copy(&patches, &sink.sink, file, cases[i].offset, cases[i].size));
		assert_int_equal(sink.bytes.size, strlen(cases[i].wanted));
		if (sink.bytes.size)
			assert_memory_equal(sink.bytes.data, cases[i].wanted, sink.bytes.size);
		wcore_encoder_deinit(&sink.bytes);
	}
	wcore_file_close(file);
}

/* Whatever the sizes of the writes, the inner sink gets the bytes in their order. */
static void test_buffered(void **state)
{
	static const size_t sizes[] = { 1, 70000, 3, 300000, 262143, 2, 262144, 0, 5 };
	static uint8_t bytes[1000000];
	struct wcore_memory_sink inner;
	struct wcore_buffered_sink sink;
	struct wcore_file *file;
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 7 >> 3);
	wcore_memory_sink_init(&inner);
	assert_null(wcore_file_from_memory("x", bytes, sizeof(bytes), &file));
	assert_null(wcore_buffered_sink_init(&sink, &inner.sink));
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); at += sizes[i++])
		assert_null(i % 2 ? wcore_sink_copy(&sink.sink, file, at, sizes[i])
				  : wcore_sink_write(&sink.sink, bytes + at, sizes[i]));
	assert_int_equal(sink.position, at);
	assert_null(wcore_buffered_sink_flush(&sink));
	assert_int_equal(inner.bytes.size, at);
	assert_memory_equal(inner.bytes.data, bytes, at);
	wcore_buffered_sink_deinit(&sink);
	wcore_encoder_deinit(&inner.bytes);
	wcore_file_close(file);
}

static struct wcore_error *refuse(struct wcore_sink *sink, const void *data, size_t size)
{
	(void)sink;
	(void)data;
	(void)size;
	return wcore_error_create(WCORE_ERROR_IO, "out", "full");
}

static void test_gzip_without_input_and_without_space(void **state)
{
	static const uint8_t wanted[20] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3 };
	struct wcore_sink full = { .write = refuse };
	struct wcore_memory_sink inner;
	struct wcore_gzip_sink *gzip;
	struct wcore_error *error;

	(void)state;
	wcore_memory_sink_init(&inner);
	assert_null(wcore_gzip_sink_create(&inner.sink, 2, &gzip));
	assert_null(wcore_gzip_sink_finish(gzip));
	assert_int_equal(inner.bytes.size, sizeof(wanted));
	assert_memory_equal(inner.bytes.data, wanted, sizeof(wanted));
	wcore_gzip_sink_destroy(gzip);
	wcore_encoder_deinit(&inner.bytes);
	assert_null(wcore_gzip_sink_create(&full, 1, &gzip));
	assert_null(wcore_sink_write(wcore_gzip_sink_sink(gzip), "abc", 3));
	error = wcore_gzip_sink_finish(gzip);
	assert_non_null(error);
	wcore_error_destroy(error);
	wcore_gzip_sink_destroy(gzip);
}

/* Two memories of a page; in the first one two segments that touch, and one apart. */
static struct wcore_file *write_dump(struct dump_writer *w, bool is_wasmtime)
{
	writer_init(w);
	writer_core(w, "a.wasm");
	writer_section(w, WCORE_SECTION_MEMORY);
	writer_bytes(w, (const uint8_t[]){ 2, 0, 1, 0, 1 }, 5);
	writer_end(w);
	if (is_wasmtime) {
		writer_section(w, WCORE_SECTION_GLOBAL);
		writer_uleb(w, 0);
		writer_end(w);
	}
	writer_section(w, WCORE_SECTION_DATA);
	if (is_wasmtime) {
		/* Each in its own 4 KiB. */
		writer_bytes(w, (const uint8_t[]){ 2, 0, 0x41, 16, 0x0b, 4, 'a', 'b', 'c', 'd' }, 10);
		writer_bytes(w, (const uint8_t[]){ 0, 0x41, 0x90, 0x20, 0x0b, 2, 'e', 'f' }, 8);
	} else {
		writer_bytes(w, (const uint8_t[]){ 4, 0, 0x41, 16, 0x0b, 4, 'a', 'b', 'c', 'd' }, 10);
		writer_bytes(w, (const uint8_t[]){ 0, 0x41, 20, 0x0b, 2, 'e', 'f' }, 7);
		writer_bytes(w, (const uint8_t[]){ 0, 0x41, 40, 0x0b, 1, 'g' }, 6);
		writer_bytes(w, (const uint8_t[]){ 2, 1, 0x41, 8, 0x0b, 2, 'x', 'y' }, 8);
	}
	writer_end(w);
	if (is_wasmtime) {
		writer_custom(w, "coremodules");
		writer_bytes(w, (const uint8_t[]){ 1, 0, 1, 'm' }, 4);
		writer_end(w);
		writer_custom(w, "coreinstances");
		writer_bytes(w, (const uint8_t[]){ 1, 0, 0, 1, 0, 0 }, 6);
		writer_end(w);
	}
	writer_stack_begin(w, "main", 1);
	writer_frame(w, WCORE_DIALECT_SPEC, 0, 7, 90, NULL, 0, NULL, 0);
	writer_end(w);
	return writer_file(w, "t.core");
}

static void strip(struct wcore_dump *dump, const struct wcore_kept *kept, struct wcore_memory_sink *ret)
{
	static const struct wcore_patch patch_items[1];
	const struct wcore_patches patches = { patch_items, 0 };
	const struct wcore_strip_plan plan = {
		.module = dump->wasm, .dump = dump, .kept = kept, .patches = &patches,
	};
	uint64_t size;

	wcore_memory_sink_init(ret);
	assert_null(wcore_strip_write(&plan, &ret->sink, &size));
	assert_int_equal(size, ret->bytes.size);
}

/* Reads [address, address + size) of a memory of the stripped dump: '.' for what was not captured. */
static void assert_reads(const struct wcore_memory_sink *sink, uint32_t memory, uint64_t address, const char *wanted)
{
	const size_t size = strlen(wanted);
	uint8_t bytes[64], states[64];
	struct wcore_file *file;
	struct wcore_dump *dump;

	assert_null(wcore_file_from_memory("s.core", sink->bytes.data, sink->bytes.size, &file));
	assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	assert_null(dump->broken);
	assert_false(wcore_dump_omits_zeros(dump));
	assert_null(wcore_memory_read(&dump->memories[memory], address, size, bytes, states, NULL));
	for (size_t i = 0; i < size; i++) {
		const char seen = states[i] != WCORE_BYTE_CAPTURED ? '.' : bytes[i] ? (char)bytes[i] : '0';

		if (seen != wanted[i])
			fail_msg("memory %u at %zu: '%c' instead of '%c'", memory, (size_t)address + i, seen, wanted[i]);
	}
	wcore_dump_close(dump);
	wcore_file_close(file);
}

/* Segments are cut at the ends of ranges; those that touch become one. */
static void test_ranges(void **state)
{
	struct wcore_kept_range ranges[] = { { 18, 3 }, { 38, 100 }, { 9, 1 } };
	struct wcore_kept_memory memories[] = { { ranges, 2 }, { ranges + 2, 1 } };
	const struct wcore_kept kept = { .memories = memories, .count = 2 };
	struct dump_writer w;
	struct wcore_file *file = write_dump(&w, false);
	struct wcore_memory_sink sink;
	struct wcore_segment_iter iter;
	struct wcore_dump *dump, *after;
	struct wcore_file *written;

	(void)state;
	assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	strip(dump, &kept, &sink);
	assert_reads(&sink, 0, 14, "....cde...................g.");
	assert_reads(&sink, 1, 7, "..y.");
	assert_null(wcore_file_from_memory("s.core", sink.bytes.data, sink.bytes.size, &written));
	assert_null(wcore_dump_open(written, WCORE_DIALECT_AUTO, &after));
	/* The empty first one, "cde", "g", "y". */
	wcore_segment_iter_init(&iter, after);
	assert_int_equal(iter.left, 4);
	wcore_dump_close(after);
	wcore_file_close(written);
	wcore_encoder_deinit(&sink.bytes);
	wcore_dump_close(dump);
	wcore_file_close(file);
	writer_deinit(&w);
}

static struct wcore_dump *open_stripped(const struct wcore_memory_sink *sink, struct wcore_file **ret_file)
{
	struct wcore_dump *dump;

	assert_null(wcore_file_from_memory("s.core", sink->bytes.data, sink->bytes.size, ret_file));
	assert_null(wcore_dump_open(*ret_file, WCORE_DIALECT_AUTO, &dump));
	return dump;
}

static void assert_zeros(const struct wcore_dump *dump, const struct wcore_zero_range *wanted, uint32_t count)
{
	assert_int_equal(dump->zeros.count, count);
	for (uint32_t i = 0; i < count; i++) {
		assert_int_equal(dump->zeros.ranges[i].memory, wanted[i].memory);
		assert_int_equal(dump->zeros.ranges[i].address, wanted[i].address);
		assert_int_equal(dump->zeros.ranges[i].end, wanted[i].end);
	}
}

/*
 * What Wasmtime left out is zero: the result says so where it is kept, in no segment, and it is unknown elsewhere.
 * So it is of the result when that is stripped again.
 */
static void test_left_out_zeros(void **state)
{
	static const struct wcore_zero_range wanted[] = {
		{ 0, 14, 16 }, { 0, 20, 22 }, { 0, 4110, 4112 }, { 0, 4114, 4116 }, { 0, 9000, 9500 },
	};
	static const struct wcore_zero_range wanted_again[] = { { 0, 15, 16 }, { 0, 9001, 9101 } };
	struct wcore_kept_range ranges[] = { { 14, 8 }, { 4110, 6 }, { 9000, 500 } };
	struct wcore_kept_range ranges_again[] = { { 15, 2 }, { 8999, 1 }, { 9001, 100 } };
	struct wcore_kept_memory memories[] = { { ranges, 3 }, { 0 } };
	struct wcore_kept_memory memories_again[] = { { ranges_again, 3 }, { 0 } };
	const struct wcore_kept kept = { .memories = memories, .count = 2 };
	const struct wcore_kept kept_again = { .memories = memories_again, .count = 2 };
	struct dump_writer w;
	struct wcore_file *file = write_dump(&w, true), *written;
	struct wcore_memory_sink sink, sink_again;
	struct wcore_memory_usage usage;
	struct wcore_dump *dump, *after;

	(void)state;
	assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	assert_true(wcore_dump_omits_zeros(dump));
	strip(dump, &kept, &sink);
	assert_reads(&sink, 0, 12, "..00abcd00..");
	assert_reads(&sink, 0, 4108, "..00ef00..");
	assert_reads(&sink, 0, 8999, ".00");
	assert_reads(&sink, 0, 9498, "00.");
	after = open_stripped(&sink, &written);
	assert_zeros(after, wanted, 5);
	assert_null(wcore_memory_usage(&after->memories[0], &usage));
	/* The empty first one, "abcd", "ef". */
	assert_int_equal(usage.segments, 3);
	strip(after, &kept_again, &sink_again);
	assert_reads(&sink_again, 0, 13, "..0a....");
	assert_reads(&sink_again, 0, 8998, "...0");
	assert_reads(&sink_again, 0, 9099, "00.");
	wcore_dump_close(after);
	wcore_file_close(written);
	after = open_stripped(&sink_again, &written);
	assert_zeros(after, wanted_again, 2);
	wcore_dump_close(after);
	wcore_file_close(written);
	wcore_encoder_deinit(&sink_again.bytes);
	wcore_encoder_deinit(&sink.bytes);
	wcore_dump_close(dump);
	wcore_file_close(file);
	writer_deinit(&w);
}

/* Zeros that are kept and no segment has are a part of the dump: it does not stay as it is when they go. */
static void test_zeros_go(void **state)
{
	struct wcore_kept_range ranges[] = { { 14, 8 }, { 4110, 6 }, { 9000, 500 } };
	struct wcore_kept_memory memories[] = { { ranges, 3 }, { 0 } };
	const struct wcore_kept kept = { .memories = memories, .count = 2 };
	struct dump_writer w;
	struct wcore_file *file = write_dump(&w, true), *written;
	struct wcore_memory_sink sink;
	struct wcore_dump *dump, *after;
	bool has_all;

	(void)state;
	assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	assert_null(wcore_kept_has_all(dump, &kept, &has_all));
	assert_true(has_all);
	strip(dump, &kept, &sink);
	after = open_stripped(&sink, &written);
	assert_null(wcore_kept_has_all(after, &kept, &has_all));
	assert_true(has_all);
	memories[0].count = 2;
	assert_null(wcore_kept_has_all(after, &kept, &has_all));
	assert_false(has_all);
	wcore_dump_close(after);
	wcore_file_close(written);
	wcore_encoder_deinit(&sink.bytes);
	wcore_dump_close(dump);
	wcore_file_close(file);
	writer_deinit(&w);
}

/*
 * "a" and "b" at both sides of a border of 4 KiB, and many zeros.  A few zeros between two segments cost less than a
 * range and a second segment; where all of them are few, or where that is asked for, segments have them all.
 */
static void test_few_zeros(void **state)
{
	static const struct { int32_t gap; uint64_t many; bool writes_zeros; uint32_t segments, zeros; } cases[] = {
		{ 1, 1000, false, 2, 1 }, { 12, 1000, false, 2, 1 }, { 13, 1000, false, 3, 2 }, { 13, 1000, true, 3, 0 },
		{ 13, 0, false, 2, 0 }, { 13, 2, false, 3, 0 }, { 1, 30, false, 2, 1 },
	};
	static const char *const names[] = { "m" };
	static const uint32_t memories[] = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wcore_kept_range ranges[] = { { 4095, (uint64_t)cases[i].gap + 2 }, { 20000, cases[i].many } };
		struct wcore_kept_memory memory = { ranges, cases[i].many ? 2 : 1 };
		const struct wcore_kept kept = { .memories = &memory, .count = 1 };
		struct wcore_strip_plan plan = { .kept = &kept, .writes_zeros = cases[i].writes_zeros };
		struct wcore_memory_usage usage;
		struct wcore_memory_sink sink;
		struct wcore_dump *dump, *after;
		struct wcore_file *file, *written;
		struct dump_writer w;
		char wanted[17] = "a";
		uint64_t size;

		memset(wanted + 1, '0', (size_t)cases[i].gap);
		strcpy(wanted + 1 + cases[i].gap, "b");
		writer_init(&w);
		writer_core(&w, "a.wasm");
		writer_memory(&w, 0, 1, 0);
		writer_global_i32(&w, 1024);
		writer_data_begin(&w, 2);
		writer_segment(&w, 4095, "a", 1);
		writer_segment(&w, 4096 + cases[i].gap, "b", 1);
		writer_end(&w);
		writer_modules(&w, names, 1);
		writer_instances_begin(&w, 1);
		writer_instance(&w, 0, memories, 1, NULL, 0);
		writer_end(&w);
		writer_stack_begin(&w, "main", 0);
		writer_end(&w);
		file = writer_file(&w, "t.core");
		assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
		plan.module = dump->wasm;
		plan.dump = dump;
		wcore_memory_sink_init(&sink);
		assert_null(wcore_strip_write(&plan, &sink.sink, &size));
		assert_int_equal(size, sink.bytes.size);
		assert_reads(&sink, 0, 4095, wanted);
		assert_reads(&sink, 0, 20000 + cases[i].many, "...");
		after = open_stripped(&sink, &written);
		assert_int_equal(after->zeros.count, cases[i].zeros);
		assert_null(wcore_memory_usage(&after->memories[0], &usage));
		assert_int_equal(usage.captured, (uint64_t)cases[i].gap + 2 + cases[i].many);
		if (usage.segments != cases[i].segments)
			fail_msg("case %zu: %u segments", i, (unsigned)usage.segments);
		wcore_dump_close(after);
		wcore_file_close(written);
		wcore_encoder_deinit(&sink.bytes);
		wcore_dump_close(dump);
		wcore_file_close(file);
		writer_deinit(&w);
	}
}

static void test_all_and_none(void **state)
{
	struct dump_writer w;
	struct wcore_file *file = write_dump(&w, false);
	struct wcore_memory_sink sink;
	struct wcore_kept kept;
	struct wcore_dump *dump;

	(void)state;
	assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	strip(dump, NULL, &sink);
	assert_int_equal(sink.bytes.size, file->size);
	assert_memory_equal(sink.bytes.data, file->data, file->size);
	wcore_encoder_deinit(&sink.bytes);
	assert_null(wcore_kept_all(dump, &kept));
	strip(dump, &kept, &sink);
	assert_reads(&sink, 0, 14, "..abcdef..................g.");
	assert_reads(&sink, 1, 7, ".xy.");
	wcore_kept_deinit(&kept);
	wcore_encoder_deinit(&sink.bytes);
	assert_null(wcore_kept_none(dump, &kept));
	strip(dump, &kept, &sink);
	assert_reads(&sink, 0, 14, "............................");
	assert_reads(&sink, 1, 7, "....");
	wcore_kept_deinit(&kept);
	wcore_encoder_deinit(&sink.bytes);
	wcore_dump_close(dump);
	wcore_file_close(file);
	writer_deinit(&w);
}

static void test_cut_file_is_an_error(void **state)
{
	static const uint8_t cut[] = { 0, 'a', 's', 'm', 1, 0, 0, 0, 1, 9, 1 };
	struct wcore_memory_sink sink;
	struct wcore_file *file;
	struct wcore_module *module;
	struct wcore_error *error;
	uint64_t size;

	(void)state;
	wcore_memory_sink_init(&sink);
	assert_null(wcore_file_from_memory("cut.wasm", cut, sizeof(cut), &file));
	assert_null(wcore_module_open(file, 0, sizeof(cut), &module));
	error = wcore_strip_write(&(struct wcore_strip_plan){ .module = module }, &sink.sink, &size);
	assert_non_null(error);
	assert_int_equal(sink.bytes.size, 0);
	wcore_error_destroy(error);
	wcore_module_close(module);
	wcore_file_close(file);
}

/* The first bytes of sha256 over: each section's id, its size in 8 bytes, its bytes (by Python's hashlib). */
static void test_build_id(void **state)
{
	static const uint8_t input[] = {
		0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 0, 10, 8, 'b', 'u', 'i', 'l', 'd', '_', 'i', 'd', 0,
	};
	static const uint8_t wanted[WCORE_BUILD_ID_SIZE] = {
		0xe4, 0xa8, 0x32, 0xcb, 0x91, 0xc6, 0x8a, 0xb6, 0x9e, 0x3f,
		0x3b, 0x10, 0x6a, 0x30, 0x19, 0x46, 0x0b, 0x50, 0x42, 0x67,
	};
	uint8_t seen[WCORE_BUILD_ID_SIZE];
	struct wcore_file *file;
	struct wcore_module *module;

	(void)state;
	assert_null(wcore_file_from_memory("x.wasm", input, sizeof(input), &file));
	assert_null(wcore_module_open(file, 0, sizeof(input), &module));
	assert_null(module->cut);
	wcore_build_id_compute(module, seen);
	assert_memory_equal(seen, wanted, sizeof(wanted));
	wcore_module_close(module);
	wcore_file_close(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patches),
		cmocka_unit_test(test_buffered),
		cmocka_unit_test(test_gzip_without_input_and_without_space),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_left_out_zeros), cmocka_unit_test(test_zeros_go),
		cmocka_unit_test(test_few_zeros),
		cmocka_unit_test(test_all_and_none),
		cmocka_unit_test(test_cut_file_is_an_error),
		cmocka_unit_test(test_build_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
