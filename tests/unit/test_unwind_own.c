/*
 * Whose memory is at an address, in dumps of tests/data/doubted: what is expected stands in the programs (heap.cpp, unread.cpp)
 * and in what they said themselves of their variables.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "../../libcore/analysis/unwind.h"
#include "target_fixture.h"

#define DATA "tests/data/doubted/"

struct opened {
	struct target_fixture fixture;
	struct wcore_unwind *unwind;
};

static void open_dump(struct opened *opened, const char *core, const char *module)
{
	const char *modules[] = { module };
	struct wcore_target_options options = { 0 };

	options.lookup.modules = modules;
	options.lookup.module_count = 1;
	assert_null(fixture_open(&opened->fixture, core, &options));
	assert_null(wcore_unwind_open(opened->fixture.target, opened->fixture.dump->threads, NULL, &opened->unwind));
}

static void close_dump(struct opened *opened)
{
	wcore_unwind_close(opened->unwind);
	fixture_close(&opened->fixture);
}

static struct wcore_unwind_frame *frame_of(struct opened *opened, uint32_t index)
{
	struct wcore_unwind_frame *frame = NULL;

	assert_null(wcore_unwind_frame(opened->unwind, index, &frame));
	return frame;
}

/* f1's list of two nodes: of the second one the code stores the id, which f2 is computed from, and neither label nor next. */
static void test_own(void **state)
{
	enum { F1 = 3, LIMIT = 0x117b0, ID = 0, LABEL = 4, NEXT = 8, SIZE = 12 };
	struct opened opened;
	uint8_t marks[SIZE] = { 0 };

	(void)state;
	open_dump(&opened, DATA "heap.core.gz", DATA "heap.wasm.gz");
	assert_true(wcore_unwind_own(frame_of(&opened, F1), LIMIT, SIZE, marks));
	for (unsigned i = 0; i < 4; i++) {
		assert_true(marks[ID + i] & WCORE_UNWIND_STORED);
		assert_int_equal(marks[LABEL + i], 0);
		assert_int_equal(marks[NEXT + i], 0);
	}
	/* What no local holds, and what f4 was passed. */
	assert_false(wcore_unwind_own(frame_of(&opened, F1), LIMIT + 1, SIZE, marks));
	assert_false(wcore_unwind_own(frame_of(&opened, 0), 0x11678, SIZE, marks));
	close_dump(&opened);
}

/* main's score, which f0 has a pointer to. */
static void test_owner(void **state)
{
	enum { F0 = 1, MAIN = 2, SCORE = 0x11938 };
	struct opened opened;
	struct wcore_word end;

	(void)state;
	open_dump(&opened, DATA "unread.core.gz", DATA "unread.wasm.gz");
	assert_ptr_equal(wcore_unwind_owner(frame_of(&opened, F0), SCORE), frame_of(&opened, MAIN));
	assert_ptr_equal(wcore_unwind_owner(frame_of(&opened, 0), SCORE), frame_of(&opened, MAIN));
	assert_null(wcore_unwind_owner(frame_of(&opened, MAIN), SCORE));
	end = wcore_unwind_entry_stack_pointer(frame_of(&opened, MAIN));
	assert_ptr_equal(wcore_unwind_owner(frame_of(&opened, F0), end.bits - 1), frame_of(&opened, MAIN));
	assert_ptr_not_equal(wcore_unwind_owner(frame_of(&opened, F0), end.bits), frame_of(&opened, MAIN));
	assert_null(wcore_unwind_owner(frame_of(&opened, F0), 0));
	close_dump(&opened);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_own),
		cmocka_unit_test(test_owner),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
