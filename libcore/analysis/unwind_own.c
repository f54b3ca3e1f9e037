/*
 * Whose memory is at an address: that of an older frame, or what a call gave to the frame's function, which keeps it to
 * itself: declared in unwind.h.
 */
#include <stdlib.h>

#include "../base/alloc.h"
#include "param_read.h"
#include "unwind_state.h"

#define STEPS_MAX 4096
#define DEPTH_MAX 64
/* Bytes that one event can mark. */
#define WIDTH_MAX 65536
/* Looks at nodes, of all that is asked of a thread. */
#define WORK_MAX (UINT64_C(64) << 20)

struct wcore_unwind_frame *wcore_unwind_owner(struct wcore_unwind_frame *frame, uint64_t address)
{
	struct wcore_unwind *unwind = frame->unwind;
	const uint32_t count = unwind->young_count + unwind->old_count;

	for (uint32_t i = (uint32_t)(frame - unwind->frames) + 1; i < count; i++) {
		struct wcore_unwind_frame *older = &unwind->frames[i];

		if (older->entry.is_known && older->now.is_known && address >= older->now.value && address < older->entry.value)
			return older;
	}
	return NULL;
}

/* A pointer that calls gave, and what is made of it. */
struct own {
	struct wcore_unwind_frame *frame;
	struct wcore_ssa *ssa;
	uint32_t count;
	bool *is_root;		/* of each of count nodes: a call that the pointer may come from, or on the way from there */
	bool *rests;		/* it may rest on one of the calls */
	unsigned steps;
	bool has_call;
	uint32_t base;
	uint64_t offset, size;	/* of what is marked, behind base */
	uint8_t *marks;
};

/* Follows the pointer back; false where it comes from elsewhere than calls. */
static bool find_roots(struct own *own, uint32_t number, unsigned depth)
{
	const struct wcore_ssa_node *node;

	if (number >= own->count || depth > DEPTH_MAX || own->steps++ > STEPS_MAX)
		return false;
	if (own->is_root[number])
		return true;
	own->is_root[number] = true;
	node = wcore_ssa_node(own->ssa, number);
	switch (node->kind) {
	case WCORE_SSA_CALL:
		own->has_call = own->rests[number] = true;
		return true;
	case WCORE_SSA_CONST:
		return true;
	case WCORE_SSA_OP: {
		const uint32_t args[3] = { node->args[0], node->args[1], node->args[2] };
		const unsigned count = node->arg_count;

		for (unsigned i = 0; i < count && i < 3; i++)
			if (!find_roots(own, args[i], depth + 1))
				return false;
		return true;
	}
	case WCORE_SSA_PHI:
		for (uint32_t i = 0; i < wcore_ssa_input_count(own->ssa, number); i++)
			if (!find_roots(own, wcore_ssa_input(own->ssa, number, i), depth + 1))
				return false;
		return true;
	default:
		return false;
	}
}

static bool does_rest(const struct own *own, uint32_t number, unsigned depth);

static bool has_resting(const struct own *own, uint32_t number, unsigned depth)
{
	const struct wcore_ssa_node *node = wcore_ssa_node(own->ssa, number);
	bool is_found = false;

	if (node->kind == WCORE_SSA_OP) {
		const uint32_t args[3] = { node->args[0], node->args[1], node->args[2] };
		const unsigned count = node->arg_count;

		for (unsigned i = 0; !is_found && i < count && i < 3; i++)
			is_found = does_rest(own, args[i], depth + 1);
	} else if (node->kind == WCORE_SSA_PHI) {
		for (uint32_t i = 0; !is_found && i < wcore_ssa_input_count(own->ssa, number); i++)
			is_found = does_rest(own, wcore_ssa_input(own->ssa, number, i), depth + 1);
	}
	return is_found;
}

/* True where that cannot be said: of nodes that were made since, and rest on others of those. */
static bool does_rest(const struct own *own, uint32_t number, unsigned depth)
{
	if (number == WCORE_SSA_NONE)
		return false;
	if (number < own->count)
		return own->rests[number];
	return depth > 1 || has_resting(own, number, depth);
}

/* Of all nodes at once, until nothing changes; false when that took too long. */
static bool find_resting(struct own *own)
{
	bool is_changed = true;

	for (unsigned pass = 0; is_changed; pass++) {
		if (pass == DEPTH_MAX || own->frame->unwind->own_work > WORK_MAX)
			return false;
		own->frame->unwind->own_work += own->count;
		is_changed = false;
		for (uint32_t i = 0; i < own->count; i++)
			if (!own->rests[i] && has_resting(own, i, 1))
				is_changed = own->rests[i] = true;
	}
	return true;
}

/* False ends the visit: somebody else has the pointer from there on. */
static bool is_kept(void *context, uint32_t number)
{
	const struct own *own = context;
	const struct wcore_ssa_event *event = wcore_ssa_event(own->ssa, number);

	switch (event->kind) {
	case WCORE_SSA_EVENT_STORE:
	case WCORE_SSA_EVENT_ATOMIC:
	case WCORE_SSA_EVENT_GLOBAL:
		return !does_rest(own, event->value, 0);
	case WCORE_SSA_EVENT_CALL:
		/* Optimisers know of functions that are called directly whether they keep it. */
		for (uint32_t i = 0; !event->has_callee && i < event->arg_count; i++)
			if (does_rest(own, wcore_ssa_call_arg(own->ssa, event, i), 0))
				return false;
		return true;
	default:
		return true;
	}
}

static bool is_given_to_call(const struct own *own)
{
	for (uint32_t i = 0; i < wcore_ssa_operand_count(own->ssa); i++)
		if (does_rest(own, wcore_ssa_operand(own->ssa, i), 0))
			return true;
	return false;
}

static void mark(const struct own *own, uint32_t number, uint64_t offset, uint64_t width, uint8_t what)
{
	uint64_t constant = 0;

	if (number == WCORE_SSA_NONE || wcore_ssa_base(own->ssa, number, &constant) != own->base)
		return;
	for (uint64_t i = 0; i < width && i < WIDTH_MAX; i++)
		if (constant + offset + i - own->offset < own->size)
			own->marks[constant + offset + i - own->offset] |= what;
}

static bool mark_event(void *context, uint32_t number)
{
	const struct own *own = context;
	const struct wcore_ssa_event *event = wcore_ssa_event(own->ssa, number);
	const uint8_t sure = wcore_ssa_event_dominates(own->ssa, number) ? WCORE_UNWIND_STORED : WCORE_UNWIND_STORED | WCORE_UNWIND_MAYBE;

	switch (event->kind) {
	case WCORE_SSA_EVENT_STORE:
	case WCORE_SSA_EVENT_ATOMIC:
		mark(own, event->address, event->offset, event->width, sure);
		return true;
	case WCORE_SSA_EVENT_FILL:
		mark(own, event->address, 0, own->size, WCORE_UNWIND_STORED);
		return true;
	case WCORE_SSA_EVENT_CALL:
		for (uint32_t i = 0; i < event->arg_count; i++)
			if (!event->has_callee || wcore_param_is_read(own->frame->site->module, event->callee, i))
				mark(own, wcore_ssa_call_arg(own->ssa, event, i), 0, 1, WCORE_UNWIND_POINTED);
		return true;
	default:
		return true;
	}
}

static bool look_at(struct own *own, uint32_t number)
{
	own->count = wcore_ssa_node_count(own->ssa);
	own->frame->unwind->own_work += own->count;
	if (own->frame->unwind->own_work > WORK_MAX)
		return false;
	own->is_root = wcore_calloc((size_t)own->count + 1, sizeof(bool));
	own->rests = wcore_calloc((size_t)own->count + 1, sizeof(bool));
	own->base = wcore_ssa_base(own->ssa, number, &own->offset);
	return own->is_root && own->rests && find_roots(own, number, 0) && own->has_call && find_resting(own) &&
	       wcore_ssa_between(own->ssa, WCORE_SSA_NONE, is_kept, own) && !is_given_to_call(own) &&
	       wcore_ssa_between(own->ssa, WCORE_SSA_NONE, mark_event, own);
}

bool wcore_unwind_own(struct wcore_unwind_frame *frame, uint64_t pointer, uint64_t size, uint8_t *marks)
{
	struct own own = { .frame = frame, .ssa = frame->site ? frame->site->ssa : NULL, .size = size, .marks = marks };
	bool is_own = false;

	for (uint32_t i = 0; own.ssa && i < frame->local_count && !is_own; i++) {
		const struct wcore_word word = wcore_unwind_local(frame, i);

		if (word.origin == WCORE_ORIGIN_UNAVAILABLE || word.bits != pointer)
			continue;
		is_own = look_at(&own, wcore_ssa_local(own.ssa, i));
		free(own.is_root);
		free(own.rests);
		own.is_root = own.rests = NULL;
	}
	return is_own;
}
