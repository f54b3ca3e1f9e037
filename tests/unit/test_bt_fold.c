/* Runs of recursion, over stacks that are strings: a letter is a function. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../cmd/bt_fold.c"

static const char *stack;
static uint64_t repeats;	/* of the whole stack */

void wcore_target_iter_init(struct wcore_target_iter *iter, struct wcore_target *target,
			    const struct wcore_thread *thread)
{
	*iter = (struct wcore_target_iter){ .target = target, .thread = thread };
}

/* A digit is the function f in a frame of which one thing is another. */
static void vary(char digit, struct wcore_target_frame *frame)
{
	static struct wcore_target_module module;

	frame->funcidx = 'f';
	switch (digit) {
	case '0': frame->frame.instance = 1; break;
	case '1': frame->frame.position = 8; break;
	case '2': frame->frame.position_kind = WCORE_POSITION_NONE; break;
	case '3': frame->has_address = true; break;
	case '4': frame->is_exact = true; break;
	case '5': frame->is_inferred = true; break;
	case '6': frame->module = &module; break;
	case '7': frame->sites.count = 2; break;
	}
}

/* An upper-case letter has a recorded local. */
struct wcore_error *wcore_target_iter_next(struct wcore_target_iter *iter,
					   struct wcore_target_frame *ret, bool *ret_found)
{
	const size_t size = strlen(stack);
	const uint64_t next = iter->frames.previous_offset++;
	const char letter = stack[next % size];

	*ret_found = next < size * repeats;
	*ret = (struct wcore_target_frame){
		.funcidx = (uint32_t)letter,
		.frame = { .position_kind = WCORE_POSITION_BODY, .position = 7,
			   .local_count = letter >= 'A' && letter <= 'Z' },
	};
	if (letter >= '0' && letter <= '9')
		vary(letter, ret);
	return NULL;
}

/* "ab*12 c": the runs, each as its letters and how often. */
static void check(const char *frames, uint64_t times, bool no_fold, const char *expected)
{
	struct bt_fold fold;
	struct bt_run run;
	char seen[512];
	int size = 0;

	stack = frames;
	repeats = times;
	seen[0] = '\0';
	bt_fold_init(&fold, NULL, NULL);
	fold.no_fold = no_fold;
	while (bt_fold_next(&fold, &run)) {
		if (size > 0)
			size += snprintf(seen + size, sizeof(seen) - (size_t)size, " ");
		for (unsigned i = 0; i < run.period; i++) {
			struct wcore_target_frame frame;
			bool found;

			assert_null(wcore_target_iter_next(&run.frames[i].at, &frame, &found));
			assert_true(found);
			size += snprintf(seen + size, sizeof(seen) - (size_t)size, "%c",
					 (int)frame.funcidx);
		}
		if (run.times > 1)
			size += snprintf(seen + size, sizeof(seen) - (size_t)size, "*%d",
					 (int)run.times);
	}
	bt_fold_deinit(&fold);
	assert_string_equal(seen, expected);
}

static void test_runs(void **state)
{
	static const struct { const char *frames; uint64_t times; const char *expected; } cases[] = {
		{ "abc", 1, "a b c" },
		{ "aab", 1, "a a b" },		/* twice is no run */
		{ "aaab", 1, "a*3 b" },
		{ "a", 100000, "a*100000" },
		{ "ab", 50000, "ab*50000" },
		{ "xababab", 1, "x ab*3" },
		{ "abababa", 1, "ab*3 a" },	/* the rest of a round stays */
		{ "aaab", 1000, "aaab*1000" },	/* a run in each round makes no thousand lines */
		{ "aaabbb", 1, "a*3 b*3" },
		{ "abcdefghijklmnop", 100, "abcdefghijklmnop*100" },
		{ "abcdefghijklmnopq", 3,	/* longer than any cycle that is looked for */
		  "a b c d e f g h i j k l m n o p q a b c d e f g h i j k l m n o p q "
		  "a b c d e f g h i j k l m n o p q" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(cases[i].frames, cases[i].times, false, cases[i].expected);
}

/* Frames that differ in anything that may be printed are no run. */
static void test_alike(void **state)
{
	(void)state;
	check("ffff", 1, false, "f*4");
	for (char digit = '0'; digit <= '7'; digit++)
		check((const char[]){ 'f', 'f', 'f', digit, '\0' }, 1, false, "f*3 f");
}

static void test_no_fold(void **state)
{
	(void)state;
	check("aaaa", 1, true, "a a a a");
}

static void test_empty(void **state)
{
	(void)state;
	check("a", 0, false, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_alike),
		cmocka_unit_test(test_no_fold),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
