/*
 * Heaps written word by word as malloc.c of dlmalloc 2.8.6 describes them (struct malloc_state, struct
 * malloc_chunk), 4 and 8 bytes wide: no real program of memory64 with an allocator is at hand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "../../libcore/layout/heap.h"
#include "../../libcore/layout/heap_reach.h"
#include "../../libcore/layout/heap_summary.h"
#include "dump_writer.h"
#include "target_fixture.h"

#define MEMORY 65536u
#define STATE 0x400u
#define HEAP 0x1000u

/* A memory of 64 KiB, and what is put into it. */
struct image {
	uint8_t bytes[MEMORY];
	unsigned width;
	struct dump_writer writer;
	struct target_fixture fixture;
	struct wcore_heap *heap;
};

static void put(struct image *image, uint64_t address, uint64_t value)
{
	for (unsigned i = 0; i < image->width; i++)
		image->bytes[address + i] = (uint8_t)(value >> (8 * i));
}

static void put_u32(struct image *image, uint64_t address, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		image->bytes[address + i] = (uint8_t)(value >> (8 * i));
}

/* Fields of malloc_state behind the two maps, in words. */
static uint64_t field(const struct image *image, unsigned word)
{
	return STATE + 8 + (uint64_t)word * image->width;
}
enum { DVSIZE, TOPSIZE, LEAST, DV, TOP, TRIM, RELEASE, MAGIC, SMALLBINS, TREEBINS = SMALLBINS + 66,
	FOOTPRINT = TREEBINS + 32, SEGMENT = FOOTPRINT + 4 };

/* Alignment 16; chunks at HEAP + 16 - 2 words: used, free (of the small bin), used, then the top. */
struct layout { uint64_t first, free, last, top, topsize, size, foot; };

static struct layout make(struct image *image, unsigned width)
{
	struct layout l;
	const unsigned w = width;

	memset(image, 0, sizeof(*image));
	image->width = w;
	l.size = 64;
	l.first = (HEAP + 2 * w + 15) / 16 * 16 - 2 * w;
	l.free = l.first + l.size;
	l.last = l.free + l.size;
	l.top = l.last + l.size;
	/* chunk2mem's offset, a segment record with its overhead, and the smallest chunk. */
	l.foot = (16 - 2 * w % 16) % 16 + (5 * w + 15) / 16 * 16 + 4 * w;
	l.topsize = MEMORY - l.top - l.foot;
	put(image, l.first + w, l.size | 3);
	put(image, l.free + w, l.size | 1);
	put(image, l.last, l.size);
	put(image, l.last + w, l.size | 2);
	put(image, l.top + w, l.topsize | 1);
	put(image, l.top + l.topsize + w, l.foot);
	for (unsigned i = 0; i < 32; i++) {
		const uint64_t bin = field(image, SMALLBINS) + 2 * i * w;

		put(image, bin + 2 * w, bin);
		put(image, bin + 3 * w, bin);
	}
	const unsigned bin_number = (unsigned)l.size / 8;
	const uint64_t bin = field(image, SMALLBINS) + 2 * bin_number * w;

	put(image, bin + 2 * w, l.free);
	put(image, bin + 3 * w, l.free);
	put(image, l.free + 2 * w, bin);
	put(image, l.free + 3 * w, bin);
	put_u32(image, STATE, 1u << bin_number);
	put(image, field(image, TOP), l.top);
	put(image, field(image, TOPSIZE), l.topsize);
	put(image, field(image, LEAST), HEAP);
	put(image, field(image, MAGIC), 0x5eedu);
	put(image, field(image, SEGMENT), HEAP);
	put(image, field(image, SEGMENT) + w, MEMORY - HEAP);
	return l;
}

static void open_heap(struct image *image)
{
	struct dump_writer *w = &image->writer;

	writer_init(w);
	writer_core(w, "a.wasm");
	writer_memory(w, image->width == 8 ? 4 : 0, 1, 0);
	writer_data_begin(w, 1);
	if (image->width == 8)
		writer_segment_64(w, 0, 0, image->bytes, MEMORY);
	else
		writer_segment(w, 0, image->bytes, MEMORY);
	writer_end(w);
	assert_null(fixture_open_file(&image->fixture, writer_file(w, "t.core"), NULL));
	assert_null(wcore_heap_open(image->fixture.target, &image->fixture.dump->memories[0], &image->heap));
}

static void close_heap(struct image *image)
{
	wcore_heap_close(image->heap);
	fixture_close(&image->fixture);
	writer_deinit(&image->writer);
}

struct seen { struct wcore_heap_problem problems[16]; unsigned count; };

static bool see(void *context, const struct wcore_heap_problem *problem)
{
	struct seen *seen = context;

	if (seen->count < 16)
		seen->problems[seen->count++] = *problem;
	return true;
}

static struct seen check_heap(struct image *image)
{
	struct seen seen = { .count = 0 };
	const struct wcore_heap_visitor visitor = { .problem = see, .context = &seen };

	assert_int_equal(image->heap->state_count, 1);
	assert_null(wcore_heap_check(image->heap, &image->heap->states[0], &visitor));
	return seen;
}

static void test_chunks(void **state)
{
	static const unsigned widths[] = { 4, 8 };
	static struct image image;

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		const unsigned w = widths[i];
		const struct layout l = make(&image, w);
		struct wcore_heap_summary summary;
		struct wcore_chunk chunk;

		open_heap(&image);
		assert_int_equal(image.heap->state_count, 1);
		assert_string_equal(image.heap->states[0].allocator->name, "dlmalloc");
		assert_int_equal(image.heap->states[0].address, STATE);
		wcore_heap_summarize(image.heap, &image.heap->states[0], &summary);
		assert_int_equal(summary.states[WCORE_CHUNK_USED].chunks, 2);
		assert_int_equal(summary.states[WCORE_CHUNK_USED].bytes, 2 * (l.size - w));
		assert_int_equal(summary.states[WCORE_CHUNK_FREE].chunks, 1);
		assert_int_equal(summary.states[WCORE_CHUNK_TOP].bytes, l.topsize);
		assert_int_equal(summary.unknown_bytes, 0);
		assert_int_equal(summary.problems, 0);
		/* Each address of a chunk finds it; its head belongs to it, that of the next one not. */
		assert_true(wcore_heap_find(image.heap, l.first + w, &chunk));
		assert_int_equal(chunk.address, l.first + 2 * w);
		assert_int_equal(chunk.size, l.size - w);
		assert_true(wcore_heap_find(image.heap, l.first + w + l.size - 1, &chunk));
		assert_int_equal(chunk.address, l.first + 2 * w);
		assert_true(wcore_heap_find(image.heap, l.first + w + l.size, &chunk));
		assert_int_equal(chunk.state, WCORE_CHUNK_FREE);
		assert_false(wcore_heap_find(image.heap, HEAP - 1, &chunk));
		assert_int_equal(check_heap(&image).count, 0);
		close_heap(&image);
	}
}

static void test_damage(void **state)
{
	static struct image image;
	struct layout l;
	struct seen seen;

	(void)state;
	/* Each damages one thing: the rule, and the address that has to be told. */
	for (unsigned w = 4; w <= 8; w += 4)
		for (unsigned i = 0; i < 7; i++) {
			const char *rule = NULL;
			uint64_t address = 0;

			l = make(&image, w);
			switch (i) {
			case 0: put(&image, address = l.last + w, 0x4141414141414141u); rule = "header"; break;
			case 1: put(&image, address = l.last, 7); rule = "footer"; break;
			case 2: put(&image, address = l.free + 2 * w, 0x12345); rule = "free-list"; break;
			case 3: put(&image, l.free + 2 * w, l.free); address = l.free + w; rule = "double-free"; break;
			case 4: put(&image, address = l.top + w, 0); rule = "top"; break;
			case 5: put_u32(&image, STATE, 0); address = l.free + w; rule = "free-list"; break;
			case 6: put(&image, l.first + w, (2 * l.size) | 3); address = l.free + w; rule = "overlap"; break;
			}
			open_heap(&image);
			seen = check_heap(&image);
			bool found = false;

			for (unsigned j = 0; j < seen.count; j++)
				found = found || (strcmp(seen.problems[j].rule, rule) == 0 &&
						  seen.problems[j].address == address);
			if (!found)
				fail_msg("width %u, damage %u: no %s at 0x%llx", w, i, rule, (unsigned long long)address);
			close_heap(&image);
		}
}

/* What is no state any more, or never was. */
static void test_none(void **state)
{
	static struct image image;

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		make(&image, 4);
		if (i == 0)	/* not used yet */
			memset(image.bytes, 0, MEMORY);
		if (i == 1)	/* bins without a segment */
			put(&image, field(&image, SEGMENT) + 4, 0);
		if (i == 2)	/* a segment that is larger than the memory */
			put(&image, field(&image, SEGMENT) + 4, 2 * MEMORY);
		open_heap(&image);
		assert_int_equal(image.heap->state_count, 0);
		close_heap(&image);
	}
}

/* A pointer into the middle of a block counts; one to its end does not. */
static void test_reach(void **state)
{
	static struct image image;
	static const struct { int first, last; unsigned leaks; } cases[] = {
		{ -1, -1, 2 }, { 0, -1, 1 }, { 30, -1, 1 }, { 60, -1, 2 }, { 0, 8, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct layout l = make(&image, 4);
		struct wcore_reach *reach;
		uint64_t count;

		if (cases[i].first >= 0)
			put(&image, 0x100, l.first + 8 + (unsigned)cases[i].first);
		if (cases[i].last >= 0)	/* from the first block */
			put(&image, l.first + 8 + 16, l.last + 8 + (unsigned)cases[i].last);
		open_heap(&image);
		assert_null(wcore_reach_create(image.heap, NULL, NULL, NULL, &reach));
		assert_int_equal(reach->leak_count, cases[i].leaks);
		if (i == 4) {
			size_t index;

			assert_true(wcore_heap_index(image.heap, l.last + 8, &index));
			assert_int_equal(wcore_reach_reference(reach, index, &count).place, l.first + 8 + 16);
			assert_int_equal(count, 1);
		}
		wcore_reach_destroy(reach);
		close_heap(&image);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chunks), cmocka_unit_test(test_damage), cmocka_unit_test(test_none),
		cmocka_unit_test(test_reach),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
