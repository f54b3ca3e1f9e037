#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/scan/compare.h"
#include "dump_writer.h"

#define SIZE (2 * 65536)

static uint64_t state = 362436069;

static unsigned next_random(unsigned below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % below;
}

static void test_equal_prefix(void **unused)
{
	uint8_t a[700], b[700];

	(void)unused;
	for (unsigned round = 0; round < 20000; round++) {
		const size_t size = next_random(600), offset = next_random(64), other = next_random(64);
		const size_t at = next_random(640);

		for (size_t i = 0; i < size; i++)
			a[offset + i] = b[other + i] = (uint8_t)next_random(3);
		if (at < size)
			b[other + at] ^= 0x80;
		for (unsigned plain = 0; plain < 2; plain++)
			assert_int_equal(wcore_compare_equal(a + offset, b + other, size, plain), at < size ? at : size);
	}
}

struct written {
	struct dump_writer w;
	struct wcore_file *file;
	struct wcore_dump *dump;
	struct wcore_space space;
	uint8_t *captured;
};

/* Segments of random sizes; one in gaps is left out. */
static void write_memory(struct written *written, const uint8_t *bytes, unsigned gaps)
{
	uint32_t count = 0;

	written->captured = calloc(SIZE, 1);
	writer_init(&written->w);
	writer_core(&written->w, "a.wasm");
	writer_memory(&written->w, 0, SIZE / 65536, 0);
	struct { size_t at, size; } parts[2000];

	for (size_t at = 0; at < SIZE && count < 2000;) {
		size_t size = 1 + next_random(next_random(4) ? 300 : 20000);

		if (size > SIZE - at || count == 1999)
			size = SIZE - at;
		if (!gaps || next_random(gaps)) {
			parts[count].at = at;
			parts[count++].size = size;
			memset(written->captured + at, 1, size);
		}
		at += size;
	}
	writer_data_begin(&written->w, count);
	for (uint32_t i = 0; i < count; i++)
		writer_segment(&written->w, (int32_t)parts[i].at, bytes + parts[i].at, parts[i].size);
	writer_end(&written->w);
	written->file = writer_file(&written->w, "t.core");
	assert_null(wcore_dump_open(written->file, WCORE_DIALECT_AUTO, &written->dump));
	wcore_space_init(&written->space, written->dump, &written->dump->memories[0]);
}

static void close_written(struct written *written)
{
	wcore_dump_close(written->dump);
	wcore_file_close(written->file);
	writer_deinit(&written->w);
	free(written->captured);
}

struct seen {
	const uint8_t *old_bytes, *new_bytes, *old_captured, *new_captured;
	uint8_t *changed, *unknown;
	uint64_t end;
};

static bool see(void *context, const struct wcore_difference *difference)
{
	struct seen *seen = context;
	uint64_t changed = 0;

	/* Ascending, and what is merged does not touch. */
	assert_true(difference->address >= seen->end && difference->size);
	seen->end = difference->address + difference->size;
	if (difference->kind == WCORE_DIFFERENCE_UNKNOWN) {
		memset(seen->unknown + difference->address, 1, difference->size);
		return true;
	}
	for (uint64_t i = difference->address; i < seen->end; i++)
		changed += seen->old_bytes[i] != seen->new_bytes[i];
	assert_int_equal(changed, difference->changed);
	assert_int_equal(difference->head_size, difference->size < 16 ? difference->size : 16);
	assert_memory_equal(difference->old_head, seen->old_bytes + difference->address, difference->head_size);
	assert_memory_equal(difference->new_head, seen->new_bytes + difference->address, difference->head_size);
	return true;
}

static bool see_bytes(void *context, uint64_t address, const uint8_t *old_bytes, const uint8_t *new_bytes,
		      uint64_t size)
{
	struct seen *seen = context;

	assert_memory_equal(old_bytes, seen->old_bytes + address, size);
	assert_memory_equal(new_bytes, seen->new_bytes + address, size);
	for (uint64_t i = 0; i < size; i++)
		seen->changed[address + i]++;
	return true;
}

static uint64_t every_hundred(void *context, uint64_t address)
{
	(void)context;
	return address / 100 * 100 + 100;
}

static void compare_once(const uint8_t *old_bytes, const uint8_t *new_bytes, unsigned gaps, bool is_plain, bool limit)
{
	struct written old_dump, new_dump;
	struct seen seen = { .old_bytes = old_bytes, .new_bytes = new_bytes,
			     .changed = calloc(SIZE, 1), .unknown = calloc(SIZE, 1) };
	const struct wcore_compare_visitor visitor = { .context = &seen, .difference = see, .bytes = see_bytes,
						       .limit = limit ? every_hundred : NULL };
	const struct wcore_compare_options options = { .to = UINT64_MAX, .is_plain = is_plain };
	bool revised;

	write_memory(&old_dump, old_bytes, gaps);
	write_memory(&new_dump, new_bytes, gaps);
	assert_null(wcore_compare(&old_dump.space, &new_dump.space, &options, &visitor, &revised));
	assert_false(revised);
	for (size_t i = 0; i < SIZE; i++) {
		const bool known = old_dump.captured[i] && new_dump.captured[i];

		assert_int_equal(seen.unknown[i], !known);
		assert_int_equal(seen.changed[i], known && old_bytes[i] != new_bytes[i]);
	}
	close_written(&old_dump);
	close_written(&new_dump);
	free(seen.changed);
	free(seen.unknown);
}

static void test_random_memories(void **unused)
{
	uint8_t *old_bytes = malloc(SIZE), *new_bytes = malloc(SIZE);

	(void)unused;
	for (unsigned round = 0; round < 16; round++) {
		for (size_t i = 0; i < SIZE; i++)
			old_bytes[i] = (uint8_t)next_random(256);
		memcpy(new_bytes, old_bytes, SIZE);
		for (unsigned i = next_random(3000); i; i--)
			new_bytes[next_random(SIZE)] = (uint8_t)next_random(256);
		if (round % 4 == 3)
			memset(new_bytes + 1000, 7, 50000);
		compare_once(old_bytes, new_bytes, round % 2 ? 5 : 0, round & 4, round & 2);
	}
	free(old_bytes);
	free(new_bytes);
}

static bool count_up(void *context, const struct wcore_difference *difference)
{
	struct wcore_difference *kept = context;

	kept[kept[0].size ? 1 : 0] = *difference;
	return true;
}

/* At most seven equal bytes join two changes. */
static void test_merge(void **unused)
{
	(void)unused;
	for (unsigned gap = 1; gap < 12; gap++) {
		uint8_t *old_bytes = calloc(SIZE, 1), *new_bytes = calloc(SIZE, 1);
		struct wcore_difference kept[2] = { 0 };
		const struct wcore_compare_visitor visitor = { .context = kept, .difference = count_up };
		struct written old_dump, new_dump;
		bool revised;

		new_bytes[500] = new_bytes[501 + gap] = 1;
		write_memory(&old_dump, old_bytes, 0);
		write_memory(&new_dump, new_bytes, 0);
		assert_null(wcore_compare(&old_dump.space, &new_dump.space,
					  &(struct wcore_compare_options){ .to = SIZE }, &visitor, &revised));
		assert_int_equal(kept[0].size, gap <= WCORE_DIFFERENCE_MERGE ? gap + 2 : 1);
		assert_int_equal(kept[1].size, gap <= WCORE_DIFFERENCE_MERGE ? 0 : 1);
		close_written(&old_dump);
		close_written(&new_dump);
		free(old_bytes);
		free(new_bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_equal_prefix), cmocka_unit_test(test_random_memories), cmocka_unit_test(test_merge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
