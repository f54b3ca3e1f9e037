/* From a run of a frame's function (replay.h) to what is known of its nodes. */
#include <stdlib.h>

#include "replay.h"
#include "../base/alloc.h"
#include "solve.h"

#define PARAMS_MAX 64

/* The parameters as the function was called with. */
static void find_params(struct wcore_unwind_frame *frame, struct replay_value *ret)
{
	struct wcore_ssa *ssa = frame->site->ssa;
	struct wcore_unwind_frame *caller = wcore_unwind_older(frame);
	uint32_t count = wcore_ssa_node_count(ssa);
	struct wcore_solved value;

	for (uint32_t i = 0; i < frame->param_count; i++)
		if (frame->link == WCORE_LINK_CALL && !frame->is_link_refused && caller && caller->site &&
		    wcore_solve(caller, wcore_ssa_argument(caller->site->ssa, i), &value) && !value.high)
			ret[i] = (struct replay_value){ value.bits, true };
	for (uint32_t i = 0; i < count && i < frame->node_capacity; i++) {
		const struct wcore_ssa_node *node = wcore_ssa_node(ssa, i);

		if (node->kind == WCORE_SSA_PARAM && node->index < frame->param_count &&
		    wcore_solve(frame, i, &value) && !value.high)
			ret[node->index] = (struct replay_value){ value.bits, true };
	}
}

static void tell(struct wcore_unwind_frame *frame, uint32_t node, const struct replay_value *run)
{
	struct wcore_solved value = {
		.state = WCORE_SOLVED_KNOWN, .origin = WCORE_ORIGIN_RECONSTRUCTED, .bits = run->bits,
	};

	if (run->is_known && !frame->unwind->is_contradicted)
		wcore_solve_tell(frame, node, &value);
}

static void tell_all(struct wcore_unwind_frame *frame, const struct wcore_replay *replay)
{
	struct wcore_ssa *ssa = frame->site->ssa;
	uint32_t operands = wcore_ssa_operand_count(ssa);

	for (uint32_t i = 0; i < frame->local_count && i < replay->height; i++)
		tell(frame, wcore_ssa_local(ssa, i), &replay->stack[i]);
	if (replay->height != frame->local_count + operands)
		return;
	for (uint32_t i = 0; i < operands; i++)
		tell(frame, wcore_ssa_operand(ssa, i), &replay->stack[replay->height - 1 - i]);
}

void wcore_solve_replay(struct wcore_unwind_frame *frame)
{
	struct wcore_unwind *unwind = frame->unwind;
	struct replay_value params[PARAMS_MAX] = { { 0 } };

	if (unwind->options.no_replay || !frame->is_instance_sure || !frame->target.is_exact || frame->param_count > PARAMS_MAX ||
	    frame->site->has_tail_call || unwind->is_contradicted)
		return;
	find_params(frame, params);
	if (!unwind->replay) {
		unwind->replay = wcore_calloc(1, sizeof(*unwind->replay));
		if (!unwind->replay)
			return;
		unwind->replay->unwind = unwind;
		unwind->replay->steps = WCORE_REPLAY_STEPS;
		unwind->replay->code_size = WCORE_REPLAY_CODE;
	}
	if (unwind->replay->is_refused || !unwind->replay->steps ||
	    !wcore_replay_run(unwind->replay, frame, params))
		return;
	if (frame->target.frame.index == 0 && !wcore_unwind_may_have_called(frame) &&
	    !wcore_replay_agrees(unwind->replay)) {
		/* What was said of its callers cannot be so either. */
		unwind->replay->is_refused = unwind->is_contradicted = true;
		return;
	}
	tell_all(frame, unwind->replay);
}
