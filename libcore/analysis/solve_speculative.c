/*
 * Values as they would be if memory still held what was read from it: what
 * is had here is shown on demand, and nothing is ever concluded from it.
 */
#include "solve.h"
#include "solve_op.h"

#define STEPS_MAX 2048
#define DEPTH_MAX 64
enum { OP_SELECT = 0x1b, OP_SELECT_TYPED = 0x1c };

struct guess {
	unsigned steps, depth;
	bool is_certain;
};

static bool guess_node(struct guess *guess, struct wcore_unwind_frame *frame, uint32_t number,
		       struct wcore_solved *ret);

static bool guess_op(struct guess *guess, struct wcore_unwind_frame *frame,
		     const struct wcore_ssa_node *node, struct wcore_solved *ret)
{
	uint64_t args[3] = { 0 };

	if (node->op->code == OP_SELECT || node->op->code == OP_SELECT_TYPED) {
		if (!guess_node(guess, frame, node->args[2], ret))
			return false;
		return guess_node(guess, frame, node->args[(uint32_t)ret->bits ? 0 : 1], ret);
	}
	for (unsigned i = 0; i < node->arg_count && i < 3; i++) {
		if (!guess_node(guess, frame, node->args[i], ret))
			return false;
		args[i] = ret->bits;
	}
	*ret = (struct wcore_solved){ .state = WCORE_SOLVED_KNOWN,
				      .origin = WCORE_ORIGIN_RECONSTRUCTED };
	return wcore_solve_op(node->op->code, args, &ret->bits);
}

static bool guess_node(struct guess *guess, struct wcore_unwind_frame *frame, uint32_t number,
		       struct wcore_solved *ret)
{
	struct wcore_unwind_frame *caller;
	const struct wcore_ssa_node *node;
	bool is_known = false;

	if (number == WCORE_SSA_NONE || guess->steps++ >= STEPS_MAX || guess->depth >= DEPTH_MAX)
		return false;
	if (wcore_solve(frame, number, ret))
		return true;
	node = wcore_ssa_node(frame->site->ssa, number);
	guess->depth++;
	switch (node->kind) {
	case WCORE_SSA_OP:
		is_known = guess_op(guess, frame, node, ret);
		break;
	case WCORE_SSA_LOAD:
		/* Of a load in a part of the code that was not passed, no address holds now. */
		is_known = wcore_ssa_event_dominates(frame->site->ssa, node->event) &&
			   guess_node(guess, frame, node->args[0], ret) &&
			   wcore_solve_load(frame, node, ret->bits, true, ret);
		guess->is_certain = false;
		break;
	case WCORE_SSA_PARAM:
		caller = wcore_unwind_older(frame);
		is_known = frame->link == WCORE_LINK_CALL && !frame->is_link_refused && caller &&
			   guess_node(guess, caller,
				      wcore_ssa_argument(caller->site->ssa, node->index), ret);
		break;
	default:
		break;
	}
	guess->depth--;
	return is_known;
}

bool wcore_solve_speculative(struct wcore_unwind_frame *frame, uint32_t node,
			     struct wcore_solved *ret, bool *ret_is_certain)
{
	struct guess guess = { .is_certain = true };
	bool is_known = guess_node(&guess, frame, node, ret);

	*ret_is_certain = guess.is_certain;
	return is_known;
}
