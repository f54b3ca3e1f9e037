/*
 * The frames of a thread together: what a frame's arguments are follows from its
 * caller, what memory says of them goes back to it.
 */
#include <stdlib.h>
#include <string.h>

#include "frame_value.h"
#include "solve.h"

/* After so many contradictions nothing is believed. */
#define CONTRADICTIONS_MAX 6
/* Parameters and globals of a frame that are told between frames. */
#define PARAMS_MAX 64
#define GLOBALS_MAX 64

static bool is_followed(const struct wcore_unwind_frame *frame)
{
	return frame->site && frame->site->ssa;
}

static void frame_reset(struct wcore_unwind_frame *frame)
{
	for (uint32_t i = 0; i < frame->node_capacity; i++)
		if (frame->nodes[i].state != WCORE_SOLVED_CONFLICT)
			frame->nodes[i] = (struct wcore_solved){ 0 };
}

static void tell_number(struct wcore_unwind_frame *frame, uint32_t node, enum wcore_origin origin,
			uint64_t bits)
{
	struct wcore_solved value = { .state = WCORE_SOLVED_KNOWN, .origin = (uint8_t)origin,
				      .bits = bits };

	wcore_solve_tell(frame, node, &value);
}

static void tell_recorded(struct wcore_unwind_frame *frame)
{
	uint32_t operands = wcore_ssa_operand_count(frame->site->ssa);

	for (uint32_t i = 0; i < frame->recorded_locals; i++)
		if (frame->recorded[i].origin == WCORE_ORIGIN_RECORDED && !frame->recorded[i].is_low_half)
			tell_number(frame, wcore_ssa_local(frame->site->ssa, i),
				    WCORE_ORIGIN_RECORDED, frame->recorded[i].bits);
	for (uint32_t i = 0; frame->recorded_operands == operands && i < operands; i++) {
		const struct wcore_word *word = &frame->recorded[frame->recorded_locals + i];

		if (word->origin == WCORE_ORIGIN_RECORDED && !word->is_low_half)
			tell_number(frame, wcore_ssa_operand(frame->site->ssa, operands - 1 - i),
				    WCORE_ORIGIN_RECORDED, word->bits);
	}
}

static void tell_pointer(struct wcore_unwind_frame *frame)
{
	if (!frame->site->has_pointer || !frame->now.is_known)
		return;
	tell_number(frame, wcore_ssa_global(frame->site->ssa, frame->site->pointer),
		    WCORE_ORIGIN_RECONSTRUCTED, frame->now.value);
	if (frame->unwind->check != WCORE_STACK_BROKEN)
		tell_number(frame, wcore_ssa_kept_global(frame->site->ssa, frame->site->pointer),
			    WCORE_ORIGIN_RECONSTRUCTED, frame->now.value);
}

/* The dump's globals are those of the place where the thread stopped. */
static void tell_globals(struct wcore_unwind_frame *frame)
{
	const struct wcore_index *index = NULL;

	/* What is called there, and not on the stack, may have set them. */
	if (wcore_unwind_may_have_called(frame))
		return;
	wcore_error_destroy(wcore_module_index(frame->site->module, &index));
	for (uint32_t i = 0; index && i < index->global_count && i < GLOBALS_MAX; i++) {
		uint32_t recorded;
		struct wcore_solved value = { .state = WCORE_SOLVED_KNOWN,
					      .origin = WCORE_ORIGIN_RECORDED };
		bool is_pointer = frame->site->has_pointer && i == frame->site->pointer;

		if (!is_pointer && index->globals[i].is_mutable && frame->is_instance_sure &&
		    wcore_unwind_dump_global(frame->unwind, frame->target.frame.instance, i,
					     &recorded) &&
		    wcore_unwind_dump_value(frame->unwind, recorded, &value.bits, &value.high))
			wcore_solve_tell(frame, wcore_ssa_global(frame->site->ssa, i), &value);
	}
}

static void tell_facts(struct wcore_unwind_frame *frame)
{
	uint32_t node;
	uint64_t bits;

	for (uint32_t i = 0; wcore_ssa_fact(frame->site->ssa, i, &node, &bits) &&
			     frame->unwind->work < WCORE_UNWIND_WORK; i++) {
		frame->unwind->work++;
		tell_number(frame, node, WCORE_ORIGIN_RECONSTRUCTED, bits);
	}
}

/* What the frame knows of its parameters and globals at its entry, to its caller. */
static void tell_caller(struct wcore_unwind_frame *frame)
{
	struct wcore_unwind_frame *caller = wcore_unwind_older(frame);
	uint32_t count = wcore_ssa_node_count(frame->site->ssa);

	if (frame->link != WCORE_LINK_CALL || frame->is_link_refused || !caller)
		return;
	for (uint32_t i = 0; i < count && i < frame->node_capacity; i++) {
		const struct wcore_ssa_node *node = wcore_ssa_node(frame->site->ssa, i);
		struct wcore_solved value;
		uint32_t operand;

		if (node->kind != WCORE_SSA_PARAM && node->kind != WCORE_SSA_GLOBAL)
			continue;
		if (node->kind == WCORE_SSA_GLOBAL && frame->site->has_pointer &&
		    node->index == frame->site->pointer)
			continue;
		if (!wcore_solve(frame, i, &value))
			continue;
		operand = node->kind == WCORE_SSA_PARAM ?
				  wcore_ssa_argument(caller->site->ssa, node->index) :
				  wcore_ssa_global(caller->site->ssa, node->index);
		if (value.origin != WCORE_ORIGIN_CONSTANT)
			value.origin = WCORE_ORIGIN_RECONSTRUCTED;
		if (!wcore_solve_tell(caller, operand, &value))
			frame->is_link_refused = true;
	}
}

/* The operands of a call are asked for so that the callee finds them. */
static void ask_arguments(struct wcore_unwind_frame *frame)
{
	struct wcore_solved value;

	for (uint32_t i = 0; i < frame->param_count && i < PARAMS_MAX; i++)
		wcore_solve(frame, wcore_ssa_local(frame->site->ssa, i), &value);
	for (uint32_t i = 0; i < wcore_ssa_operand_count(frame->site->ssa) && i < PARAMS_MAX; i++)
		wcore_solve(frame, wcore_ssa_operand(frame->site->ssa, i), &value);
}

static void solve_round(struct wcore_unwind *unwind)
{
	uint32_t count = wcore_unwind_kept(unwind);

	unwind->round++;
	wcore_solve_changes(unwind);
	for (uint32_t i = count; i > 0; i--) {
		struct wcore_unwind_frame *frame = &unwind->frames[i - 1];

		if (!is_followed(frame))
			continue;
		tell_facts(frame);
		wcore_solve_stores(frame);
		ask_arguments(frame);
		wcore_solve_replay(frame);
	}
	for (uint32_t i = 0; i < count; i++)
		if (is_followed(&unwind->frames[i]))
			tell_caller(&unwind->frames[i]);
}

static void tell_all(struct wcore_unwind *unwind)
{
	for (uint32_t i = 0; i < wcore_unwind_kept(unwind); i++) {
		struct wcore_unwind_frame *frame = &unwind->frames[i];

		if (!is_followed(frame))
			continue;
		tell_recorded(frame);
		tell_pointer(frame);
		if (frame->target.frame.index != 0)
			continue;
		tell_globals(frame);
		if (unwind->has_learned)
			tell_number(frame, wcore_ssa_operand(frame->site->ssa, unwind->learned_operand),
				    WCORE_ORIGIN_RECONSTRUCTED, unwind->learned_bits);
	}
}

static void start(struct wcore_unwind *unwind)
{
	unwind->is_contradicted = false;
	unwind->work = 0;
	unwind->round++;
	for (uint32_t i = 0; i < wcore_unwind_kept(unwind); i++) {
		frame_reset(&unwind->frames[i]);
		unwind->frames[i].entry.is_known = unwind->frames[i].now.is_known = false;
	}
}

/* Once over everything; false when something contradicted something else. */
static bool attempt(struct wcore_unwind *unwind)
{
	struct wcore_error *error;

	start(unwind);
	unwind->check = WCORE_STACK_OPEN;
	for (uint32_t i = 0; i < wcore_unwind_kept(unwind); i++)
		if (is_followed(&unwind->frames[i]))
			tell_recorded(&unwind->frames[i]);
	wcore_unwind_link_frames(unwind);
	error = wcore_unwind_walk_pointer(unwind);
	if (error) {
		wcore_error_destroy(unwind->error);
		unwind->error = error;
		return true;
	}
	/* What was found on the way may rest on a walk that broke. */
	for (uint32_t i = 0; i < wcore_unwind_kept(unwind); i++)
		frame_reset(&unwind->frames[i]);
	unwind->round++;
	tell_all(unwind);
	for (unsigned i = 0; i < WCORE_UNWIND_ROUNDS && !unwind->is_contradicted; i++) {
		unwind->is_changed = false;
		wcore_unwind_link_frames(unwind);
		solve_round(unwind);
		if (!unwind->is_changed)
			break;
	}
	unwind->round++;
	return !unwind->is_contradicted;
}

void wcore_solve_frames(struct wcore_unwind *unwind)
{
	for (unsigned i = 0; i < CONTRADICTIONS_MAX; i++) {
		if (attempt(unwind) || unwind->error)
			return;
		wcore_findings_add(&unwind->findings, "unwind/contradiction",
				   WCORE_SEVERITY_WARNING,
				   "two ways to a value contradict each other: neither is used");
	}
	for (uint32_t i = 0; i < wcore_unwind_kept(unwind); i++) {
		struct wcore_unwind_frame *frame = &unwind->frames[i];

		frame->site = NULL;
		frame->why = "what is known of the stack contradicts itself";
		frame->entry.is_known = frame->now.is_known = false;
	}
	unwind->check = WCORE_STACK_BROKEN;
	unwind->check_text = "what is known of the stack contradicts itself: no frame of it is trusted";
}
