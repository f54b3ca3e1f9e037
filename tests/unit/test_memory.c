#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../libcore/dump/segments.h"
#include "dump_writer.h"

#define PAGE 65536

struct fixture {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;
};

static void open_written(struct fixture *f)
{
	f->file = writer_file(&f->w, "t.core");
	assert_null(wcore_dump_open(f->file, WCORE_DIALECT_AUTO, &f->dump));
}

static void close_written(struct fixture *f)
{
	wcore_dump_close(f->dump);
	wcore_file_close(f->file);
	writer_deinit(&f->w);
}

static const struct wcore_finding *finding(const struct wcore_dump *dump, const char *rule)
{
	for (size_t i = 0; i < dump->findings.count; i++)
		if (!strcmp(dump->findings.items[i].rule, rule))
			return &dump->findings.items[i];
	return NULL;
}

/* Bytes and states as text: '.' not captured, '#' outside, else the byte. */
static void assert_reads(struct wcore_dump *dump, uint32_t memory, uint64_t address,
			 const char *expected)
{
	size_t size = strlen(expected);
	uint8_t bytes[64], states[64], again[64];
	uint64_t captured = 0, alone = 0, wanted = 0;
	char seen[65] = "";

	assert_true(size <= sizeof(bytes));
	memset(bytes, 0xee, sizeof(bytes));
	assert_null(wcore_memory_read(&dump->memories[memory], address, size, bytes, states, &captured));
	for (size_t i = 0; i < size; i++) {
		seen[i] = states[i] == WCORE_BYTE_CAPTURED ? (char)bytes[i]
			  : states[i] == WCORE_BYTE_OUTSIDE ? '#' : '.';
		wanted += states[i] == WCORE_BYTE_CAPTURED;
		if (states[i] != WCORE_BYTE_CAPTURED)
			assert_int_equal(bytes[i], 0);
	}
	assert_string_equal(seen, expected);
	assert_int_equal(captured, wanted);
	/* The same without states, and without bytes. */
	assert_null(wcore_memory_read(&dump->memories[memory], address, size, again, NULL, &alone));
	assert_memory_equal(bytes, again, size);
	assert_int_equal(alone, wanted);
	assert_null(wcore_memory_read(&dump->memories[memory], address, size, NULL, NULL, &alone));
	assert_int_equal(alone, wanted);
}

/* Segments of memory 0 as written, and what a read of it then gives. */
static const struct layer_case {
	const char *what;
	struct { int32_t address; const char *bytes; } segments[4];
	uint64_t address;
	const char *expected;
	uint64_t captured;
} layer_cases[] = {
	{ "nothing", { { 0, NULL } }, 0, "....", 0 },
	{ "one", { { 2, "abc" } }, 0, "..abc.", 3 },
	{ "two with a hole", { { 2, "ab" }, { 6, "cd" } }, 1, ".ab..cd.", 4 },
	{ "adjacent", { { 2, "ab" }, { 4, "cd" } }, 1, ".abcd.", 4 },
	{ "descending", { { 6, "cd" }, { 2, "ab" } }, 1, ".ab..cd.", 4 },
	{ "later over earlier", { { 2, "abcd" }, { 4, "XY" } }, 1, ".abXY.", 4 },
	{ "later over the middle", { { 2, "abcdef" }, { 4, "XY" } }, 1, ".abXYef.", 6 },
	{ "earlier address last", { { 4, "XY" }, { 2, "abcd" } }, 1, ".abcd.", 4 },
	{ "three layers", { { 0, "aaaaaaaa" }, { 2, "bbbb" }, { 4, "cc" } }, 0, "aabbccaa", 8 },
	{ "same twice", { { 3, "xx" }, { 3, "yy" } }, 2, ".yy.", 2 },
	{ "empty segment", { { 3, "" }, { 5, "z" } }, 2, "...z.", 1 },
	{ "at the end", { { PAGE - 2, "ab" } }, PAGE - 3, ".ab###", 2 },
	{ "past the end", { { PAGE - 2, "abcd" } }, PAGE - 3, ".ab###", 2 },
	{ "behind the end", { { PAGE + 2, "abcd" } }, PAGE - 3, "...###", 0 },
	{ "negative address", { { -2, "abcd" } }, PAGE - 3, "...###", 0 },
};

static void test_layers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(layer_cases) / sizeof(layer_cases[0]); i++) {
		const struct layer_case *c = &layer_cases[i];
		struct fixture f;
		struct wcore_memory_usage usage;
		uint32_t count = 0;

		while (count < 4 && c->segments[count].bytes)
			count++;
		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_memory(&f.w, 0, 1, 0);
		writer_data_begin(&f.w, count);
		for (uint32_t j = 0; j < count; j++)
			writer_segment(&f.w, c->segments[j].address, c->segments[j].bytes,
				       strlen(c->segments[j].bytes));
		writer_end(&f.w);
		open_written(&f);
		assert_reads(f.dump, 0, c->address, c->expected);
		assert_null(wcore_memory_usage(&f.dump->memories[0], &usage));
		assert_int_equal(usage.segments, count);
		assert_int_equal(usage.captured, c->captured);
		close_written(&f);
	}
}

static void test_findings(void **state)
{
	struct fixture f;
	struct wcore_memory_usage usage;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_memory(&f.w, 0, 1, 0);
	writer_data_begin(&f.w, 5);
	writer_segment(&f.w, 8, "later", 5);
	writer_segment(&f.w, 4, "early", 5);
	writer_segment(&f.w, PAGE - 1, "xy", 2);
	writer_segment_64(&f.w, 3, 0, "nowhere", 7);
	writer_u8(&f.w, 1);	/* passive */
	writer_name(&f.w, "passive");
	writer_end(&f.w);
	open_written(&f);
	assert_null(finding(f.dump, "memory/segment-order"));	/* nothing is read at opening */
	assert_null(wcore_memory_usage(&f.dump->memories[0], &usage));
	assert_int_equal(usage.segments, 3);
	assert_int_equal(usage.captured, 10);
	assert_non_null(finding(f.dump, "memory/segment-order"));
	assert_non_null(finding(f.dump, "memory/segment-outside"));
	assert_non_null(finding(f.dump, "memory/segment-memory"));
	assert_non_null(finding(f.dump, "memory/segment-offset"));
	assert_reads(f.dump, 0, 3, ".earlyater.");
	close_written(&f);
}

/* Several memories, one of them of 64 bits, segments of each with i64 addresses. */
static void test_memories(void **state)
{
	struct fixture f;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_section(&f.w, WCORE_SECTION_MEMORY);
	writer_bytes(&f.w, "\x04\x00\x01\x04", 4);
	writer_uleb(&f.w, UINT64_C(1) << 48);	/* 2^64 bytes */
	writer_bytes(&f.w, "\x00\x00\x03\x02\x03", 5);	/* none; shared, 2 of 3 pages */
	writer_end(&f.w);
	writer_data_begin(&f.w, 4);
	writer_segment(&f.w, 0, "zero", 4);
	writer_segment_64(&f.w, 1, INT64_C(0x123456789a), "middle", 6);
	writer_segment_64(&f.w, 1, -3, "end", 3);
	writer_segment_64(&f.w, 3, PAGE, "shared", 6);
	writer_end(&f.w);
	open_written(&f);
	assert_int_equal(f.dump->memory_count, 4);
	assert_int_equal(f.dump->memories[0].size, PAGE);
	assert_int_equal(f.dump->memories[1].size, UINT64_MAX);
	assert_true(f.dump->memories[1].limits.is_64);
	assert_int_equal(f.dump->memories[2].size, 0);
	assert_int_equal(f.dump->memories[3].size, 2 * PAGE);
	assert_true(f.dump->memories[3].limits.is_shared);
	assert_reads(f.dump, 0, 0, "zero..");
	assert_reads(f.dump, 1, 0x1234567899, ".middle.");
	assert_reads(f.dump, 2, 0, "##");
	assert_reads(f.dump, 3, PAGE, "shared.");
	assert_reads(f.dump, 3, 2 * PAGE - 1, ".##");
	close_written(&f);
}

/* Addresses that globals hold; one that is not there gives none. */
static void test_global_address(void **state)
{
	struct fixture f;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_memory(&f.w, 0, 1, 0);
	writer_global_i32(&f.w, 1000);
	writer_data_begin(&f.w, 2);
	writer_bytes(&f.w, "\x00\x23\x00\x0b\x03" "abc", 8);
	writer_bytes(&f.w, "\x00\x23\x01\x0b\x03" "xyz", 8);
	writer_end(&f.w);
	open_written(&f);
	assert_reads(f.dump, 0, 998, "..abc.");
	assert_reads(f.dump, 0, 0, "...");
	assert_non_null(finding(f.dump, "memory/segment-offset"));
	close_written(&f);
}

/* More pages than addresses reach, and more than the maximum. */
static void test_limits(void **state)
{
	static const struct { uint8_t flags; uint64_t min, max; bool is_odd; } cases[] = {
		{ 0, 65536, 0, false }, { 0, 65537, 0, true },
		{ 1, 2, 2, false }, { 1, 2, 1, true },
		{ 4, 65537, 0, false }, { 4, (UINT64_C(1) << 48) - 1, 0, false },
		{ 4, UINT64_C(1) << 48, 0, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fixture f;

		writer_init(&f.w);
		writer_core(&f.w, "a.wasm");
		writer_memory(&f.w, cases[i].flags, cases[i].min, cases[i].max);
		open_written(&f);
		assert_int_equal(finding(f.dump, "memory/limits") != NULL, cases[i].is_odd);
		close_written(&f);
	}
}

/* The rewriter's `min 0, max N`; an engine's own empty memory stays empty. */
static void test_min_zero(void **state)
{
	struct fixture f;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "");
	writer_memory(&f.w, 1, 0, 2);
	writer_data_begin(&f.w, 1);
	writer_segment(&f.w, 2 * PAGE - 3, "abc", 3);
	writer_end(&f.w);
	open_written(&f);
	assert_int_equal(f.dump->memories[0].size, 2 * PAGE);
	assert_non_null(finding(f.dump, "memory/min-zero"));
	assert_reads(f.dump, 0, 2 * PAGE - 4, ".abc#");
	close_written(&f);

	/* wcore-strip's empty segment stands where the rewriter's did: at its own place in the file. */
	for (int at = 0; at < 2; at++) {
		writer_init(&f.w);
		writer_core(&f.w, "");
		writer_memory(&f.w, 1, 0, 2);
		writer_data_begin(&f.w, 1);
		writer_segment(&f.w, at ? 32 : 4096, "", 0);
		writer_end(&f.w);
		open_written(&f);
		assert_int_equal(f.dump->memories[0].size, at ? 2 * PAGE : 0);
		close_written(&f);
	}

	writer_init(&f.w);
	writer_core(&f.w, "");
	writer_memory(&f.w, 1, 0, 2);
	open_written(&f);
	assert_int_equal(f.dump->memories[0].size, 0);
	assert_null(finding(f.dump, "memory/min-zero"));
	close_written(&f);
}

struct watched { uint64_t address, size; unsigned count; };

static void note_read(void *context, const struct wcore_memory *memory, uint64_t address, uint64_t size)
{
	struct watched *watched = context;

	assert_int_equal(memory->index, 0);
	watched->address = address;
	watched->size = size;
	watched->count++;
}

/* All that is read is told of, captured or not, as far as the memory goes. */
static void test_watch(void **state)
{
	struct watched watched = { 0 };
	const struct wcore_memory_watch watch = { note_read, &watched };
	uint8_t bytes[16];
	struct fixture f;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "");
	writer_memory(&f.w, 0, 1, 0);
	writer_data_begin(&f.w, 1);
	writer_segment(&f.w, 100, "abc", 3);
	writer_end(&f.w);
	open_written(&f);
	wcore_memory_set_watch(f.dump, &watch);
	assert_null(wcore_memory_read(&f.dump->memories[0], 98, 4, bytes, NULL, NULL));
	assert_true(watched.count == 1 && watched.address == 98 && watched.size == 4);
	assert_null(wcore_memory_read(&f.dump->memories[0], PAGE - 3, 16, bytes, NULL, NULL));
	assert_true(watched.count == 2 && watched.address == PAGE - 3 && watched.size == 3);
	assert_null(wcore_memory_read(&f.dump->memories[0], PAGE, 16, bytes, NULL, NULL));
	wcore_memory_set_watch(f.dump, NULL);
	assert_null(wcore_memory_read(&f.dump->memories[0], 0, 4, bytes, NULL, NULL));
	assert_int_equal(watched.count, 2);
	close_written(&f);
}

/* A read indexes no further than it needs, and forgets nothing when blocks are merged. */
static void test_lazy(void **state)
{
	enum { COUNT = 400000, STEP = 4 };
	struct wcore_memory_usage usage;
	struct fixture f;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_memory(&f.w, 0, 100, 0);
	writer_data_begin(&f.w, COUNT);
	for (int32_t i = 0; i < COUNT; i++)
		writer_segment(&f.w, i * STEP, &(uint8_t[]){ (uint8_t)('a' + i % 26), 'A' }, 2);
	writer_end(&f.w);
	open_written(&f);
	assert_int_equal(f.dump->segment_count, COUNT);
	assert_int_equal(f.dump->segments->count, 0);
	assert_reads(f.dump, 0, 1000 * STEP - 1, ".mA..nA.");
	assert_in_range(f.dump->segments->count, 1000, 1010);
	for (int32_t i = COUNT - 1; i > 0; i -= 9973) {
		char expected[] = ".?A.";

		expected[1] = (char)('a' + i % 26);
		assert_reads(f.dump, 0, (uint64_t)i * STEP - 1, expected);
	}
	assert_true(f.dump->segments->block_count <= 8192);
	assert_null(wcore_memory_usage(&f.dump->memories[0], &usage));
	assert_int_equal(usage.segments, COUNT);
	assert_int_equal(usage.captured, 2 * COUNT);
	assert_true(f.dump->segments->is_ordered);
	close_written(&f);
}

static uint32_t random_next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Random layers against laying them over an array one after the other. */
static void check_random(uint32_t count, uint32_t max_size, uint32_t seed)
{
	static uint8_t model[PAGE], states[PAGE], bytes[PAGE], captured[PAGE];
	struct wcore_memory_usage usage;
	uint64_t total = 0;
	struct fixture f;

	memset(model, 0, sizeof(model));
	memset(captured, WCORE_BYTE_NOT_CAPTURED, sizeof(captured));
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_memory(&f.w, 0, 1, 0);
	writer_data_begin(&f.w, count);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t address = random_next(&seed) % PAGE, size = random_next(&seed) % (max_size + 1);
		uint8_t byte = (uint8_t)random_next(&seed);

		writer_segment_fill(&f.w, (int32_t)address, byte, size);
		if (size > PAGE - address)
			size = PAGE - address;
		memset(model + address, byte, size);
		memset(captured + address, WCORE_BYTE_CAPTURED, size);
	}
	writer_end(&f.w);
	for (size_t i = 0; i < PAGE; i++)
		total += captured[i] == WCORE_BYTE_CAPTURED;
	open_written(&f);
	for (unsigned i = 0; i < (count > WCORE_MEMORY_SORTED ? 2 : 20); i++) {
		uint32_t address = random_next(&seed) % PAGE, size = random_next(&seed) % (PAGE - address);
		uint64_t wanted = 0, read = 0;

		assert_null(wcore_memory_read(&f.dump->memories[0], address, size, bytes, states, NULL));
		assert_memory_equal(bytes, model + address, size);
		assert_memory_equal(states, captured + address, size);
		assert_null(wcore_memory_read(&f.dump->memories[0], address, size, NULL, NULL, &read));
		for (uint32_t j = 0; j < size; j++)
			wanted += states[j] == WCORE_BYTE_CAPTURED;
		assert_int_equal(read, wanted);
	}
	assert_null(wcore_memory_usage(&f.dump->memories[0], &usage));
	assert_int_equal(usage.segments, count);
	if (count <= WCORE_MEMORY_SORTED)
		assert_int_equal(usage.captured, total);
	close_written(&f);
}

static void test_random(void **state)
{
	(void)state;
	for (uint32_t seed = 0; seed < 200; seed++)
		check_random(seed % 20, 9000, seed);
	check_random(100, 900, 1);
	check_random(WCORE_MEMORY_EAGER + 1, 40, 2);
	/* Too many to be sorted: each read looks at all of them. */
	check_random(WCORE_MEMORY_SORTED + 1, 3, 3);
}

/* More reads of disordered segments than are allowed end in an error, not in hours. */
static void test_work_limit(void **state)
{
	enum { COUNT = WCORE_MEMORY_SORTED + 1 };
	struct wcore_error *error = NULL;
	uint8_t byte;
	struct fixture f;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_memory(&f.w, 0, 1, 0);
	writer_data_begin(&f.w, COUNT);
	for (int32_t i = 0; i < COUNT; i++)
		writer_segment(&f.w, i % 2 ? 100 : 200, "x", 1);
	writer_end(&f.w);
	open_written(&f);
	for (unsigned i = 0; i < 100000 && !error; i++)
		error = wcore_memory_read(&f.dump->memories[0], 100, 1, &byte, NULL, NULL);
	assert_non_null(error);
	assert_int_equal(error->code, WCORE_ERROR_LIMIT);
	wcore_error_destroy(error);
	close_written(&f);
}

static long resident_pages(void)
{
	FILE *in = fopen("/proc/self/statm", "r");
	long size = 0, resident = 0;

	assert_non_null(in);
	assert_int_equal(fscanf(in, "%ld %ld", &size, &resident), 2);
	fclose(in);
	return resident;
}

struct walked { const char *path; uint64_t reports, done, total; };

static void see(void *context, const char *path, uint64_t done, uint64_t total)
{
	struct walked *walked = context;

	walked->reports += path != NULL;
	walked->path = path;
	if (path) {
		walked->done = done;
		walked->total = total;
	}
}

/* A walk over the headers of a large file says how far it is, and does not keep the file's pages. */
static void test_resident(void **state)
{
	enum { COUNT = 16384, CHUNK = 4096, PAGES = COUNT * CHUNK / PAGE };
	struct walked walked = { .path = "" };
	const struct wcore_progress progress = { see, &walked };
	const struct wcore_file_options options = { .progress = &progress };
	struct wcore_memory_usage usage;
	char path[] = "/tmp/wcore-test-XXXXXX";
	int fd = mkstemp(path);
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;
	uint64_t size = 0;
	long before;
	off_t at;

	(void)state;
	assert_true(fd >= 0);
	for (int pass = 0; pass < 2; pass++) {
		/* First to know the size of the section, then to write it. */
		writer_init(&w);
		writer_core(&w, "a.wasm");
		writer_memory(&w, 0, PAGES, 0);
		writer_u8(&w, WCORE_SECTION_DATA);
		writer_uleb(&w, size);
		uint64_t contents = w.size;
		writer_uleb(&w, COUNT);
		at = 0;
		for (int32_t i = 0; i < COUNT; i++) {
			writer_u8(&w, 0);
			writer_u8(&w, 0x41);
			writer_sleb(&w, i * CHUNK);
			writer_u8(&w, 0x0b);
			writer_uleb(&w, CHUNK);
			if (pass)
				assert_int_equal(pwrite(fd, w.data, w.size, at), w.size);
			at += (off_t)w.size + CHUNK;
			w.size = 0;
		}
		size = (uint64_t)at - contents;
		writer_deinit(&w);
	}
	assert_int_equal(ftruncate(fd, at), 0);
	close(fd);
	assert_null(wcore_file_open(path, &options, &file));
	unlink(path);
	assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
	assert_null(dump->broken);
	before = resident_pages();
	assert_null(wcore_memory_usage(&dump->memories[0], &usage));
	assert_int_equal(usage.captured, COUNT * CHUNK);
	/* 64 MiB were walked over. */
	assert_in_range(walked.reports, 32, 64);
	assert_in_range(walked.done, at - (2 << 20), at);
	assert_int_equal(walked.total, at);
	assert_null(walked.path);
	assert_in_range(resident_pages() - before, 0, (8 << 20) / sysconf(_SC_PAGESIZE));
	wcore_dump_close(dump);
	wcore_file_close(file);
}

/* A data section that ends early: the segments before the end are there. */
static void test_cut(void **state)
{
	struct fixture f;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_memory(&f.w, 0, 1, 0);
	writer_data_begin(&f.w, 2);
	writer_segment(&f.w, 4, "whole", 5);
	writer_segment(&f.w, 16, "is cut here", 11);
	writer_end(&f.w);
	f.w.size -= 5;
	open_written(&f);
	assert_non_null(f.dump->broken);
	assert_reads(f.dump, 0, 3, ".whole.......is cut.....");
	close_written(&f);
}

/* The iterator gives what is recorded, in the order of the file. */
static void test_iterator(void **state)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	struct fixture f;
	bool found;

	(void)state;
	writer_init(&f.w);
	writer_core(&f.w, "a.wasm");
	writer_memory(&f.w, 0, 1, 0);
	writer_data_begin(&f.w, 3);
	writer_segment(&f.w, -1, "ab", 2);
	writer_u8(&f.w, 1);
	writer_name(&f.w, "passive");
	writer_segment_64(&f.w, 7, INT64_MIN, "c", 1);
	writer_end(&f.w);
	open_written(&f);
	wcore_segment_iter_init(&iter, f.dump);
	assert_null(wcore_segment_iter_next(&iter, &segment, &found));
	assert_true(found);
	assert_int_equal(segment.memory, 0);
	assert_int_equal(segment.address, UINT32_MAX);
	assert_int_equal(segment.size, 2);
	assert_memory_equal(f.file->data + segment.offset, "ab", 2);
	assert_null(wcore_segment_iter_next(&iter, &segment, &found));
	assert_true(found);
	assert_int_equal(segment.memory, 7);
	assert_int_equal(segment.address, UINT64_C(1) << 63);
	assert_memory_equal(f.file->data + segment.offset, "c", 1);
	assert_int_equal(iter.left_out, 1);
	assert_null(wcore_segment_iter_next(&iter, &segment, &found));
	assert_false(found);
	close_written(&f);
}

/* Bytes that the source programs of real dumps put into memory. */
static const struct corpus_case {
	const char *path;
	uint32_t memory;
	uint64_t address;
	const char *bytes;
	size_t size;
} corpus_cases[] = {
	{ "mem-multi/dump.core", 0, 0, "AAAA first byte and more", 24 },
	{ "mem-multi/dump.core", 0, 65535, "\x7f", 1 },
	{ "mem-multi/dump.core", 1, 131072, "page two of b", 13 },
	{ "mem-multi/dump.core", 1, 4092, "\x08\x07\x06\x05\x04\x03\x02\x01", 8 },
	{ "mem-multi/dump.core", 2, 65536, "\xef\xbe\xad\xde", 4 },
	{ "mem-64-wat/dump.core", 0, 65540, "sixty-four bit memory", 21 },
	{ "mem-64-wat/dump.core", 0, 131064, "\xfe\xff\xff\xff\xff\xff\xff\xff", 8 },
	{ "mem-pagesize1/dump.core", 0, 10, "small pages", 11 },
	{ "mem-1g-sparse/dump.core", 0, 0x114b0, "\x07", 1 },
	{ "mem-1g-sparse/dump.core", 0, 0x114b0 + UINT64_C(157286399) * 8,
	  "\xef\xbe\xfe\xca\xce\xfa\xed\xfe", 8 },
	{ "rewriter/panic.core", 0, 1024, "Dune", 4 },
	{ "rewriter/panic.wasmtime.core", 0, 1024, "Dune", 4 },
};

static void test_corpus(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(corpus_cases) / sizeof(corpus_cases[0]); i++) {
		const struct corpus_case *c = &corpus_cases[i];
		uint8_t bytes[32];
		uint64_t captured = 0;
		struct wcore_dump *dump;
		struct wcore_file *file;
		char path[256];

		snprintf(path, sizeof(path), "tests/data/%s", c->path);
		assert_null(wcore_file_open(path, NULL, &file));
		assert_null(wcore_dump_open(file, WCORE_DIALECT_AUTO, &dump));
		assert_null(dump->broken);
		assert_null(wcore_memory_read(&dump->memories[c->memory], c->address, c->size, bytes,
					      NULL, &captured));
		assert_memory_equal(bytes, c->bytes, c->size);
		/* Zeros at a chunk's ends are not recorded. */
		assert_in_range(captured, 1, c->size);
		wcore_dump_close(dump);
		wcore_file_close(file);
	}
}

/* One page whose first bytes are the dump itself; the segment says that it starts off by one, or by far. */
static size_t write_rewriter(struct fixture *f, size_t segment, int32_t off)
{
	uint8_t *data = malloc(PAGE);
	size_t start;

	assert_non_null(data);
	memset(data, 'x', PAGE);
	memcpy(data, "here", 4);
	writer_init(&f->w);
	writer_core(&f->w, "a.wasm");
	writer_memory(&f->w, 1, 0, 1);
	writer_data_begin(&f->w, 1);
	writer_segment(&f->w, (int32_t)(PAGE - segment) + off, data, segment);
	writer_end(&f->w);
	start = f->w.size - segment;
	free(data);
	return start;
}

/* The rewriter's dump stands at address 0 of the memory: file offsets are addresses. */
static void test_rewriter_place(void **state)
{
	static const struct { int32_t off; const char *at_start; } cases[] = {
		{ 0, "..here" }, { -1, "..here" }, { 1, "..here" }, { 20, "......" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fixture f;
		size_t start = write_rewriter(&f, PAGE - 40, 0);

		writer_deinit(&f.w);
		start = write_rewriter(&f, PAGE - start, cases[i].off);
		assert_int_equal(f.w.size, PAGE);
		open_written(&f);
		assert_reads(f.dump, 0, start - 2, cases[i].at_start);
		close_written(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layers),
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_memories),
		cmocka_unit_test(test_global_address), cmocka_unit_test(test_limits), cmocka_unit_test(test_min_zero),
		cmocka_unit_test(test_watch),
		cmocka_unit_test(test_lazy),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_work_limit),
		cmocka_unit_test(test_resident),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_iterator),
		cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_rewriter_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
