/* The values of a frame as its users see them: declared in unwind.h. */
#include <stdlib.h>

#include "solve.h"

/* Nesting of the search for a reason. */
#define REASON_DEPTH 32

static struct wcore_word unavailable(uint8_t code, const char *why)
{
	return (struct wcore_word){ .origin = WCORE_ORIGIN_UNAVAILABLE, .code = code, .why = why };
}

static const char *why_not(struct wcore_unwind_frame *frame, uint32_t number, unsigned depth)
{
	const struct wcore_ssa_node *node = wcore_ssa_node(frame->site->ssa, number);
	struct wcore_solved value;

	if (number < frame->node_capacity &&
	    frame->nodes[number].state == WCORE_SOLVED_CONFLICT)
		return "two ways to it contradict each other";
	switch (node->kind) {
	case WCORE_SSA_PARAM:
		if (frame->link != WCORE_LINK_CALL)
			return "a parameter, and the call that made the frame is not known";
		return "a parameter, and what the caller passed is not known";
	case WCORE_SSA_LOAD:
		if (!wcore_solve(frame, node->args[0], &value))
			return "it was read from an address that is not known";
		return "it was read from memory that may have changed since";
	case WCORE_SSA_CALL:
		return "a function that has returned gave it";
	case WCORE_SSA_PHI:
		return "it depends on the way that was taken";
	case WCORE_SSA_GLOBAL:
	case WCORE_SSA_GLOBAL_CALL:
		if (frame->site->has_pointer && node->index == frame->site->pointer)
			return "the stack pointer is not known here";
		return "a global that may have been set since";
	case WCORE_SSA_OP:
		for (unsigned i = 0; i < node->arg_count && i < 3 && depth < REASON_DEPTH; i++)
			if (!wcore_solve(frame, node->args[i], &value))
				return why_not(frame, node->args[i], depth + 1);
		return "it is not computed here";
	default:
		return "the code that made it is not followed";
	}
}

static struct wcore_word word_of_node(struct wcore_unwind_frame *frame, uint32_t number)
{
	struct wcore_solved value;
	bool is_certain = true;

	if (number == WCORE_SSA_NONE)
		return unavailable(0, "it does not exist here");
	const struct wcore_ssa_node *node = wcore_ssa_node(frame->site->ssa, number);
	struct wcore_word word = { .code = node->type };

	if (wcore_solve(frame, number, &value)) {
		word.is_initial = node->kind == WCORE_SSA_INITIAL;
	} else if (!frame->unwind->options.speculative ||
		   !wcore_solve_speculative(frame, number, &value, &is_certain)) {
		return unavailable(word.code, why_not(frame, number, 0));
	}
	word.origin = (enum wcore_origin)value.origin;
	word.bits = value.bits;
	word.high = value.high;
	word.is_speculative = !is_certain;
	return word;
}

/* What was recorded beside what follows from the code. */
static struct wcore_word settle(struct wcore_unwind_frame *frame, uint32_t node,
				const struct wcore_word *recorded)
{
	struct wcore_word derived = unavailable(0, frame->why);
	bool has_recorded = recorded && recorded->origin == WCORE_ORIGIN_RECORDED;

	if (frame->site && frame->site->ssa)
		derived = word_of_node(frame, node);
	bool is_derived = derived.origin != WCORE_ORIGIN_UNAVAILABLE && !derived.is_speculative;

	if (!has_recorded) {
		if (recorded && recorded->why && derived.origin == WCORE_ORIGIN_UNAVAILABLE)
			derived.why = recorded->why;
		return derived;
	}
	if (recorded->is_low_half && is_derived && (uint32_t)derived.bits == (uint32_t)recorded->bits)
		return derived;
	if (!recorded->is_low_half && is_derived && derived.bits == recorded->bits) {
		derived.origin = WCORE_ORIGIN_RECORDED;
		return derived;
	}
	/* Where the thread stopped the producer looked itself. */
	if (is_derived || (!recorded->is_low_half && frame->target.frame.index != 0 &&
			   derived.origin == WCORE_ORIGIN_UNAVAILABLE && frame->site &&
			   frame->site->ssa && node < frame->node_capacity &&
			   frame->nodes[node].state == WCORE_SOLVED_CONFLICT))
		return unavailable(recorded->code, "what is recorded contradicts the code");
	return *recorded;
}

uint32_t wcore_unwind_local_count(struct wcore_unwind_frame *frame)
{
	return frame->local_count;
}

uint32_t wcore_unwind_param_count(struct wcore_unwind_frame *frame)
{
	return frame->param_count;
}

struct wcore_word wcore_unwind_local(struct wcore_unwind_frame *frame, uint32_t local)
{
	if (local >= frame->local_count)
		return unavailable(0, "there is no such local");
	return settle(frame,
		      frame->site && frame->site->ssa ? wcore_ssa_local(frame->site->ssa, local) :
							WCORE_SSA_NONE,
		      local < frame->recorded_locals ? &frame->recorded[local] : NULL);
}

uint32_t wcore_unwind_operand_count(struct wcore_unwind_frame *frame)
{
	return frame->site && frame->site->ssa ? wcore_ssa_operand_count(frame->site->ssa) :
						 frame->recorded_operands;
}

struct wcore_word wcore_unwind_operand(struct wcore_unwind_frame *frame, uint32_t operand)
{
	uint32_t count = wcore_unwind_operand_count(frame);
	const struct wcore_word *recorded = NULL;

	if (operand >= count)
		return unavailable(0, "there is no such operand");
	if (count == frame->recorded_operands)
		recorded = &frame->recorded[frame->recorded_locals + operand];
	return settle(frame,
		      frame->site && frame->site->ssa ?
			      wcore_ssa_operand(frame->site->ssa, count - 1 - operand) : WCORE_SSA_NONE,
		      recorded);
}

/* The dump's own value, which is the one where the thread stopped. */
static bool youngest_global(struct wcore_unwind_frame *frame, uint32_t global,
			    struct wcore_word *ret)
{
	const struct wcore_unwind *unwind = frame->unwind;
	uint32_t recorded;

	if (frame->target.frame.index != 0 || !frame->is_instance_sure ||
	    !wcore_unwind_dump_global(unwind, frame->target.frame.instance, global, &recorded))
		return false;
	*ret = (struct wcore_word){ .origin = WCORE_ORIGIN_RECORDED };
	ret->code = unwind->target->dump->index->globals[recorded].type.code;
	return wcore_unwind_dump_value(unwind, recorded, &ret->bits, &ret->high);
}

struct wcore_word wcore_unwind_global(struct wcore_unwind_frame *frame, uint32_t global)
{
	struct wcore_word word;

	if (youngest_global(frame, global, &word))
		return word;
	if (!frame->site || !frame->site->ssa)
		return unavailable(0, frame->why);
	return word_of_node(frame, wcore_ssa_global(frame->site->ssa, global));
}

struct wcore_word wcore_unwind_argument(struct wcore_unwind_frame *frame, uint32_t param)
{
	struct wcore_unwind_frame *caller = wcore_unwind_older(frame);

	if (param >= frame->param_count)
		return unavailable(0, "there is no such parameter");
	if (!frame->site || !frame->site->ssa)
		return unavailable(0, frame->why);
	uint32_t count = wcore_ssa_node_count(frame->site->ssa);

	for (uint32_t i = 0; i < count; i++) {
		const struct wcore_ssa_node *node = wcore_ssa_node(frame->site->ssa, i);

		if (node->kind == WCORE_SSA_PARAM && node->index == param)
			return word_of_node(frame, i);
	}
	/* Nothing in the function reads it. */
	if (frame->link == WCORE_LINK_CALL && !frame->is_link_refused && caller)
		return word_of_node(caller, wcore_ssa_argument(caller->site->ssa, param));
	return unavailable(0, "a parameter, and the call that made the frame is not known");
}

static struct wcore_word pointer_word(const struct wcore_unwind_frame *frame,
				      struct wcore_pointer pointer)
{
	bool has_pointer = frame->site && frame->site->has_pointer;
	uint8_t code = has_pointer ? frame->site->pointer_type : 0;

	if (pointer.is_known)
		return (struct wcore_word){ .origin = WCORE_ORIGIN_RECONSTRUCTED, .code = code,
					    .bits = pointer.value };
	return unavailable(code, !frame->site ? frame->why :
				 !has_pointer ? "the module has no stack pointer" :
				 frame->unwind->check == WCORE_STACK_BROKEN ?
						"the stack pointer's walk broke" :
						"the code does not tell by how much the stack pointer moved");
}

struct wcore_word wcore_unwind_stack_pointer(struct wcore_unwind_frame *frame)
{
	struct wcore_word word;

	if (frame->site && frame->site->has_pointer &&
	    youngest_global(frame, frame->site->pointer, &word))
		return word;
	return pointer_word(frame, frame->now);
}

struct wcore_word wcore_unwind_entry_stack_pointer(struct wcore_unwind_frame *frame)
{
	return pointer_word(frame, frame->entry);
}

const struct wcore_memory *wcore_unwind_memory(const struct wcore_unwind_frame *frame)
{
	return frame->memory;
}
