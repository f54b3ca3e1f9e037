#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/scan/finder.h"

/* The same numbers on every machine. */
static uint64_t seed = 88172645463325252u;

static uint64_t random_number(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

#define FOUND_MAX 400000

struct seen {
	uint64_t items[FOUND_MAX];	/* pattern's number, place */
	size_t count;
};

static struct seen by_finder, by_hand;

static void add(void *context, size_t at, const struct wcore_pattern *pattern)
{
	struct seen *seen = context;

	assert_true(seen->count < FOUND_MAX);
	seen->items[seen->count++] = (uint64_t)pattern->id << 32 | at;
}

static int compare(const void *a, const void *b)
{
	const uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return left < right ? -1 : left > right;
}

/* One bit after the other, as the header says what a pattern is. */
static bool matches_by_hand(const struct wcore_pattern *pattern, const uint8_t *data)
{
	uint64_t value = 0;

	for (size_t i = 0; i < pattern->size; i++) {
		if (!pattern->has_range && (data[i] & pattern->mask[i]) != pattern->bytes[i])
			return false;
		value |= i < 8 ? (uint64_t)data[i] << (8 * i) : 0;
	}
	return !pattern->has_range || (value >= pattern->low && value <= pattern->high);
}

static void find_by_hand(const struct wcore_patterns *patterns, const uint8_t *data, size_t size, size_t starts)
{
	by_hand.count = 0;
	for (size_t p = 0; p < patterns->count; p++)
		for (size_t at = 0; at < starts && at + patterns->items[p].size <= size; at++)
			if (matches_by_hand(&patterns->items[p], data + at))
				add(&by_hand, at, &patterns->items[p]);
	qsort(by_hand.items, by_hand.count, sizeof(*by_hand.items), compare);
}

static void hold(const struct wcore_patterns *patterns, const uint8_t *data, size_t size, size_t starts)
{
	const struct wcore_pattern_sink sink = { add, &by_finder };

	find_by_hand(patterns, data, size, starts);
	for (int simd = WCORE_SIMD_PLAIN; simd <= (int)wcore_simd_detect(); simd++) {
		struct wcore_finder *finder = NULL;

		by_finder.count = 0;
		assert_null(wcore_finder_create(patterns, (enum wcore_simd)simd, &finder));
		wcore_finder_run(finder, data, size, starts, &sink);
		qsort(by_finder.items, by_finder.count, sizeof(*by_finder.items), compare);
		if (by_finder.count != by_hand.count ||
		    memcmp(by_finder.items, by_hand.items, by_hand.count * sizeof(*by_hand.items)) != 0)
			fail_msg("simd %d: %zu found, not %zu; %zu patterns, size %zu, starts %zu", simd,
				 by_finder.count, by_hand.count, patterns->count, size, starts);
		/* Two bytes side by side inside of an occurrence may cross. */
		for (size_t i = 0; i < by_hand.count; i++) {
			const uint8_t *at = data + (uint32_t)by_hand.items[i];
			const struct wcore_pattern *pattern = NULL;

			for (size_t p = 0; p < patterns->count; p++)
				if (patterns->items[p].id == by_hand.items[i] >> 32)
					pattern = &patterns->items[p];
			for (size_t j = 0; j + 1 < pattern->size; j++)
				assert_true(wcore_finder_may_cross(finder, at[j], at[j + 1]));
		}
		wcore_finder_destroy(finder);
	}
}

/* Bytes in a block of exactly that size, so that a sanitizer sees a read past it. */
static uint8_t *make_data(size_t size, unsigned letters, unsigned first)
{
	uint8_t *data = malloc(size ? size : 1);

	assert_non_null(data);
	for (size_t i = 0; i < size; i++)
		data[i] = (uint8_t)(first + random_number(letters));
	return data;
}

/* A pattern of the data or beside it, some bits of it open. */
static void add_random(struct wcore_patterns *patterns, uint32_t id, const uint8_t *data, size_t size,
		       size_t longest, unsigned kind)
{
	uint8_t bytes[64], mask[64];
	const size_t length = 1 + random_number(longest);
	const size_t from = size > length ? random_number(size - length) : 0;

	for (size_t i = 0; i < length; i++) {
		bytes[i] = from + i < size ? data[from + i] : (uint8_t)random_number(256);
		mask[i] = 0xff;
		if (kind == 1 && i && random_number(4) == 0)
			mask[i] = (uint8_t)random_number(256);
		if (kind == 2)
			mask[i] = 0xdf;
	}
	assert_null(wcore_patterns_add_masked(patterns, id, bytes, mask, length));
}

static void test_every_size(void **state)
{
	(void)state;
	for (size_t size = 0; size <= 300; size++) {
		uint8_t *data = make_data(size, 3, 'a');

		for (unsigned kind = 0; kind < 3; kind++) {
			struct wcore_patterns patterns;

			wcore_patterns_init(&patterns);
			add_random(&patterns, 0, data, size, 5, kind);
			hold(&patterns, data, size, size);
			hold(&patterns, data, size, size ? random_number(size) + 1 : 0);
			wcore_patterns_deinit(&patterns);
		}
		free(data);
	}
}

static void test_every_place(void **state)
{
	uint8_t data[400];

	(void)state;
	for (size_t length = 1; length <= 40; length += 3)
		for (size_t at = 0; at + length <= sizeof(data); at++) {
			struct wcore_patterns patterns;
			uint8_t bytes[40], mask[40];

			memset(data, 'x', sizeof(data));
			memset(mask, 0xff, sizeof(mask));
			for (size_t i = 0; i < length; i++)
				bytes[i] = data[at + i] = (uint8_t)(200 + i);
			wcore_patterns_init(&patterns);
			assert_null(wcore_patterns_add_masked(&patterns, 7, bytes, mask, length));
			hold(&patterns, data, sizeof(data), sizeof(data));
			assert_int_equal(by_hand.count, 1);
			assert_int_equal(by_hand.items[0], (uint64_t)7 << 32 | at);
			wcore_patterns_deinit(&patterns);
		}
}

static void test_many(void **state)
{
	static const size_t counts[] = { 2, 6, 7, 8, 40, 300 };

	(void)state;
	for (unsigned round = 0; round < 60; round++) {
		const size_t size = random_number(6000), count = counts[round % 6];
		const unsigned letters = round % 3 == 0 ? 256 : round % 3 == 1 ? 26 : 4;
		uint8_t *data = make_data(size, letters, letters == 256 ? 0 : 'a');
		struct wcore_patterns patterns;

		wcore_patterns_init(&patterns);
		for (uint32_t i = 0; i < count; i++)
			add_random(&patterns, i, data, size, 1 + round % 12, round % 4 == 3 ? 2 : 0);
		hold(&patterns, data, size, size);
		hold(&patterns, data, size, size - size / 3);
		wcore_patterns_deinit(&patterns);
		free(data);
	}
}

/* Long enough that none of the patterns is short: each stride of the filter. */
static void test_strides(void **state)
{
	(void)state;
	for (size_t length = 1; length <= 12; length++)
		for (size_t size = 0; size < 400; size += 1 + size / 9) {
			uint8_t *data = make_data(size, 2, 'a');
			struct wcore_patterns patterns;

			wcore_patterns_init(&patterns);
			for (uint32_t i = 0; i < 20; i++) {
				uint8_t *bytes = make_data(length, 2, 'a');

				assert_null(wcore_patterns_add_bytes(
					&patterns, i, (struct wcore_string){ (const char *)bytes, length }, i % 2));
				free(bytes);
			}
			hold(&patterns, data, size, size);
			wcore_patterns_deinit(&patterns);
			free(data);
		}
}

static void test_ranges(void **state)
{
	(void)state;
	for (unsigned round = 0; round < 400; round++) {
		const unsigned width = round % 2 ? 8 : 4;
		uint8_t *data = make_data(200, 3, 0);
		struct wcore_patterns patterns;
		uint64_t low = 0, high;

		for (unsigned i = 0; i < width; i++)
			low |= (uint64_t)random_number(3) << (8 * i);
		high = low + random_number(round % 5 ? 300 : 3);
		wcore_patterns_init(&patterns);
		assert_null(wcore_patterns_add_pointer(&patterns, 0, low, high, width));
		hold(&patterns, data, 200, 200);
		wcore_patterns_deinit(&patterns);
		free(data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_size),
		cmocka_unit_test(test_every_place),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_strides),
		cmocka_unit_test(test_ranges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
