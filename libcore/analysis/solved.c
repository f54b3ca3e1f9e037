#include "solved.h"

#include "unwind.h"

static struct wcore_known known_from(const struct wcore_word *word)
{
	struct wcore_known known = { WCORE_UNKNOWN, word->bits, WCORE_LOCAL_MANY };

	switch (word->code) {
	case WCORE_I32:
	case WCORE_I64:
	case WCORE_F32:
	case WCORE_F64:
		break;
	default:
		return known;
	}
	if (word->origin != WCORE_ORIGIN_UNAVAILABLE && !word->is_speculative)
		known.state = word->is_low_half ? WCORE_LOW_HALF : WCORE_KNOWN;
	return known;
}

static struct wcore_error *solve(struct wcore_unwind *unwind, unsigned count,
				 struct wcore_operands *operands)
{
	struct wcore_known stack[WCORE_OPERANDS_DEPTH] = { 0 };
	struct wcore_unwind_frame *frame;
	struct wcore_error *error = wcore_unwind_frame(unwind, 0, &frame);
	uint32_t height;

	if (error)
		return error;
	height = wcore_unwind_operand_count(frame);
	if (count > height)
		count = height;
	if (count < operands->count)
		count = operands->count;
	for (unsigned depth = 0; depth < count; depth++) {
		struct wcore_known known = wcore_operands_get(operands, depth);
		struct wcore_word word;

		if (known.state != WCORE_KNOWN && depth < height) {
			word = wcore_unwind_operand(frame, height - 1 - depth);
			if (known_from(&word).state == WCORE_KNOWN || known.state == WCORE_UNKNOWN)
				known = known_from(&word);
		}
		stack[count - 1 - depth] = known;
	}
	for (unsigned i = 0; i < count; i++)
		operands->stack[i] = stack[i];
	operands->count = count;
	return NULL;
}

struct wcore_error *wcore_solved_fill(struct wcore_target *target, const struct wcore_thread *thread,
				      unsigned count, struct wcore_operands *operands)
{
	static const struct wcore_unwind_options proved = { .speculative = false };
	struct wcore_unwind *unwind = NULL;
	bool is_needed = false;
	struct wcore_error *error;

	for (unsigned depth = 0; depth < count; depth++)
		is_needed |= wcore_operands_get(operands, depth).state != WCORE_KNOWN;
	if (!is_needed)
		return NULL;
	error = wcore_unwind_open(target, thread, &proved, &unwind);
	if (!error) {
		error = solve(unwind, count, operands);
		wcore_unwind_close(unwind);
	}
	if (error && error->code != WCORE_ERROR_NOMEM) {
		wcore_error_destroy(error);
		error = NULL;
	}
	return error;
}
