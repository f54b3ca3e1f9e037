/* Of a stack that ran out: which functions call each other, and what a round takes. */
#include <string.h>

#include "../analysis/depth.h"
#include "../analysis/plain_name.h"
#include "../analysis/trap.h"
#include "message_state.h"

/* Functions of a cycle that are named. */
#define MAX_PERIOD 6

static bool is_exhausted(struct wcore_message_reader *reader, const struct wcore_thread *thread)
{
	struct wcore_trap trap;
	struct wcore_error *error = wcore_trap_analyze(reader->target, thread, &trap);

	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	return trap.possible == 1u << WCORE_TRAP_STACK_EXHAUSTED;
}

static bool add_name(struct wcore_message_reader *reader, uint32_t index)
{
	char name[WCORE_PLAIN_NAME_MAX];
	struct wcore_unwind_frame *frame;
	struct wcore_string function;

	if (!wcore_message_frame(reader, index, &frame, &function))
		return false;
	wcore_message_add(reader, name, wcore_plain_name(function, name));
	return true;
}

static bool stack_pointer(struct wcore_message_reader *reader, uint32_t index, uint64_t *ret)
{
	struct wcore_unwind_frame *frame;
	struct wcore_word word;
	struct wcore_error *error = wcore_unwind_frame(wcore_inspect_unwind(reader->inspect), index, &frame);

	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	word = wcore_unwind_stack_pointer(frame);
	*ret = word.bits;
	return word.origin != WCORE_ORIGIN_UNAVAILABLE && !word.is_speculative;
}

/* The same in two rounds; the youngest frame may not have taken its part yet. */
static bool bytes_of_round(struct wcore_message_reader *reader, uint32_t period, uint64_t *ret)
{
	uint64_t first, second, third;

	if (!stack_pointer(reader, 1, &first) || !stack_pointer(reader, 1 + period, &second) ||
	    !stack_pointer(reader, 1 + 2 * period, &third))
		return false;
	*ret = second - first;
	return second >= first && third - second == *ret;
}

bool wcore_message_stack(struct wcore_message_reader *reader, const struct wcore_thread *thread)
{
	struct wcore_depth depth;
	uint64_t bytes;

	if (!is_exhausted(reader, thread))
		return false;
	wcore_depth_measure(reader->target->dump, thread, &depth);
	if (!depth.period || depth.period > MAX_PERIOD)
		return false;
	/* The oldest of a round calls the others. */
	for (uint32_t i = depth.period; i-- > 0;) {
		if (!add_name(reader, i))
			return false;
		if (i)
			wcore_message_format(reader, " calls ");
	}
	if (depth.period == 1) {
		wcore_message_format(reader, " calls itself");
	} else {
		wcore_message_format(reader, " calls ");
		if (!add_name(reader, depth.period - 1))
			return false;
	}
	if (bytes_of_round(reader, depth.period, &bytes))
		wcore_message_format(reader, ", %llu bytes of shadow stack a round", (unsigned long long)bytes);
	return wcore_message_done(reader, "call stack");
}
