#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/keep/range_set.h"

#define SPACE 4096

struct add { uint64_t start, end; uint32_t owner; };

/* Ranges as "start-end:owner" in order. */
static void expect(const struct wcore_range_set *set, const struct add *wanted, size_t count)
{
	struct wcore_range_place place = { 0, 0 };
	const struct wcore_range *range;
	size_t i = 0;

	while ((range = wcore_range_set_next(set, &place))) {
		assert_true(i < count);
		assert_int_equal(range->start, wanted[i].start);
		assert_int_equal(range->end, wanted[i].end);
		assert_int_equal(range->owner, wanted[i].owner);
		i++;
	}
	assert_int_equal(i, count);
	assert_int_equal(set->count, count);
}

static void test_first_owner_stays(void **state)
{
	static const struct add adds[] = { { 10, 20, 1 }, { 30, 40, 2 }, { 5, 50, 3 }, { 0, 60, 4 } };
	static const struct add wanted[] = {
		{ 0, 5, 4 }, { 5, 10, 3 }, { 10, 20, 1 }, { 20, 30, 3 }, { 30, 40, 2 }, { 40, 50, 3 }, { 50, 60, 4 },
	};
	struct wcore_range_set set = { 0 };
	uint64_t left = UINT64_MAX;

	(void)state;
	for (size_t i = 0; i < sizeof(adds) / sizeof(adds[0]); i++)
		assert_true(wcore_range_set_add(&set, adds[i].start, adds[i].end, adds[i].owner, &left));
	expect(&set, wanted, sizeof(wanted) / sizeof(wanted[0]));
	assert_true(wcore_range_set_holds(&set, 0, 60));
	assert_false(wcore_range_set_holds(&set, 0, 61));
	assert_true(wcore_range_set_holds(&set, 12, 33));
	wcore_range_set_deinit(&set);
}

static void test_budget(void **state)
{
	struct wcore_range_set set = { 0 };
	uint64_t left = 10 + WCORE_RANGE_COST + 4;

	(void)state;
	assert_true(wcore_range_set_add(&set, 100, 110, 1, &left));
	assert_int_equal(left, 4);
	/* What is there costs nothing; an owner's range that goes on has no new header. */
	assert_true(wcore_range_set_add(&set, 102, 110, 2, &left));
	assert_true(wcore_range_set_add(&set, 104, 112, 1, &left));
	assert_int_equal(left, 2);
	assert_false(wcore_range_set_add(&set, 200, 210, 1, &left));
	assert_int_equal(left, 0);
	assert_false(wcore_range_set_add(&set, 300, 301, 1, &left));
	expect(&set, (struct add[]){ { 100, 112, 1 }, { 200, 202, 1 } }, 2);
	wcore_range_set_deinit(&set);
}

static void test_gaps(void **state)
{
	struct wcore_range_set set = { 0 };
	uint64_t left = UINT64_MAX;

	(void)state;
	wcore_range_set_add(&set, 0, 10, 1, &left);
	wcore_range_set_add(&set, 10 + WCORE_RANGE_COST, 30, 2, &left);
	wcore_range_set_add(&set, 30 + WCORE_RANGE_COST + 1, 50, 3, &left);
	assert_int_equal(wcore_range_set_close_gaps(&set), 30 + 50 - (30 + WCORE_RANGE_COST + 1) + 2 * WCORE_RANGE_COST);
	expect(&set, (struct add[]){ { 0, 10 + WCORE_RANGE_COST, 1 }, { 10 + WCORE_RANGE_COST, 30, 2 },
				     { 30 + WCORE_RANGE_COST + 1, 50, 3 } }, 3);
	wcore_range_set_deinit(&set);
}

/* Many of them, in no order, beside an array of who has each byte. */
static void test_against_bytes(void **state)
{
	static uint32_t owners[SPACE];
	struct wcore_range_set set = { 0 };
	struct wcore_range_place place = { 0, 0 };
	const struct wcore_range *range;
	uint64_t left = UINT64_MAX, end = 0;
	uint32_t random = 1;

	(void)state;
	for (uint32_t i = 1; i <= 3000; i++) {
		uint64_t start, size;

		random = random * 1103515245u + 12345u;
		start = (random >> 8) % SPACE;
		size = 1 + (random >> 24) % 3;
		if (start + size > SPACE)
			size = SPACE - start;
		assert_true(wcore_range_set_add(&set, start, start + size, i, &left));
		for (uint64_t k = start; k < start + size; k++)
			owners[k] = owners[k] ? owners[k] : i;
		assert_true(wcore_range_set_holds(&set, start, start + size));
	}
	while ((range = wcore_range_set_next(&set, &place))) {
		for (uint64_t k = end; k < range->start; k++)
			assert_int_equal(owners[k], 0);
		for (uint64_t k = range->start; k < range->end; k++)
			assert_int_equal(owners[k], range->owner);
		end = range->end;
	}
	for (uint64_t k = end; k < SPACE; k++)
		assert_int_equal(owners[k], 0);
	assert_true(set.block_count > 4);
	wcore_range_set_deinit(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_owner_stays),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_against_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
