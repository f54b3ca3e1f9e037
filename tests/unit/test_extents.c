/* Which extent an address belongs to, or comes before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../libcore/dump/extents.h"

/* Memory 0 has [16, 20), [20, 24), [32, 40); memory 2 has [0, 8). */
static struct wcore_segment items[] = {
	{ .memory = 0, .address = 16, .size = 4 }, { .memory = 0, .address = 20, .size = 4 },
	{ .memory = 0, .address = 32, .size = 8 }, { .memory = 2, .address = 0, .size = 8 },
};

static void find_the_first_that_ends_behind(void **state)
{
	static const struct { uint32_t memory; uint64_t address; size_t expected; } cases[] = {
		{ 0, 0, 0 }, { 0, 15, 0 }, { 0, 16, 0 }, { 0, 19, 0 },
		{ 0, 20, 1 }, { 0, 23, 1 },
		{ 0, 24, 2 }, { 0, 31, 2 }, { 0, 39, 2 },
		{ 0, 40, 3 }, { 0, UINT64_MAX, 3 }, { 1, 0, 3 }, { 1, 20, 3 }, { 2, 7, 3 },
		{ 2, 8, 4 }, { 3, 0, 4 },
	};
	const struct wcore_extents extents = { items, sizeof(items) / sizeof(*items) };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(wcore_extents_find(&extents, cases[i].memory, cases[i].address), cases[i].expected);
}

static void find_nothing_in_nothing(void **state)
{
	const struct wcore_extents extents = { 0 };

	(void)state;
	assert_int_equal(wcore_extents_find(&extents, 0, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(find_the_first_that_ends_behind), cmocka_unit_test(find_nothing_in_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
