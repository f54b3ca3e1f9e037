#include "solve.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "solve_op.h"

/* Nesting of an evaluation; what lies deeper is not known. */
#define DEPTH_MAX 256
enum { OP_SELECT = 0x1b, OP_SELECT_TYPED = 0x1c, OP_I32_MUL = 0x6c, OP_I32_AND = 0x71,
       OP_I64_MUL = 0x7e, OP_I64_AND = 0x83 };

static bool solve_at(struct wcore_unwind_frame *frame, uint32_t node, struct wcore_solved *ret);

/* NULL when memory ran out or the stack has too many nodes. */
static struct wcore_solved *slot_of(struct wcore_unwind_frame *frame, uint32_t node)
{
	struct wcore_unwind *unwind = frame->unwind;

	if (node < frame->node_capacity)
		return &frame->nodes[node];
	uint32_t count = wcore_ssa_node_count(frame->site->ssa);
	if (node >= count)
		return NULL;
	count += count / 4 + 16;
	if (count - frame->node_capacity > WCORE_UNWIND_NODES_MAX - unwind->node_total)
		return NULL;
	struct wcore_solved *nodes = wcore_realloc(frame->nodes, count * sizeof(*nodes));
	if (!nodes) {
		if (!unwind->error)
			unwind->error = wcore_error_nomem();
		return NULL;
	}
	memset(nodes + frame->node_capacity, 0,
	       (count - frame->node_capacity) * sizeof(*nodes));
	unwind->node_total += count - frame->node_capacity;
	frame->nodes = nodes;
	frame->node_capacity = count;
	return &frame->nodes[node];
}

static bool give(struct wcore_solved *ret, enum wcore_origin origin, uint64_t bits)
{
	*ret = (struct wcore_solved){ .state = WCORE_SOLVED_KNOWN, .origin = (uint8_t)origin,
				      .bits = bits };
	return true;
}

static enum wcore_origin combine(enum wcore_origin a, enum wcore_origin b)
{
	return a == WCORE_ORIGIN_CONSTANT && b == WCORE_ORIGIN_CONSTANT ?
		       WCORE_ORIGIN_CONSTANT : WCORE_ORIGIN_RECONSTRUCTED;
}

static bool is_zero_product(uint32_t code, const struct wcore_solved *a)
{
	return (code == OP_I32_MUL || code == OP_I32_AND || code == OP_I64_MUL ||
		code == OP_I64_AND) && a->bits == 0;
}

static bool solve_select(struct wcore_unwind_frame *frame, const struct wcore_ssa_node *node,
			 struct wcore_solved *ret)
{
	struct wcore_solved condition, a, b;

	if (solve_at(frame, node->args[2], &condition)) {
		if (!solve_at(frame, node->args[(uint32_t)condition.bits ? 0 : 1], ret))
			return false;
		ret->origin = (uint8_t)combine(ret->origin, condition.origin);
		return true;
	}
	if (!solve_at(frame, node->args[0], &a) || !solve_at(frame, node->args[1], &b) ||
	    a.bits != b.bits || a.high != b.high)
		return false;
	*ret = a;
	ret->origin = (uint8_t)combine(a.origin, b.origin);
	return true;
}

static bool solve_op(struct wcore_unwind_frame *frame, const struct wcore_ssa_node *node,
		     struct wcore_solved *ret)
{
	uint64_t args[3] = { 0 }, bits;
	enum wcore_origin origin = WCORE_ORIGIN_CONSTANT;
	bool is_known = true;

	if (node->op->code == OP_SELECT || node->op->code == OP_SELECT_TYPED)
		return solve_select(frame, node, ret);
	for (unsigned i = 0; i < node->arg_count && i < 3; i++) {
		struct wcore_solved arg;

		if (!solve_at(frame, node->args[i], &arg)) {
			is_known = false;
			continue;
		}
		if (is_zero_product(node->op->code, &arg))
			return give(ret, combine(arg.origin, arg.origin), 0);
		args[i] = arg.bits;
		origin = combine(origin, arg.origin);
	}
	return is_known && wcore_solve_op(node->op->code, args, &bits) && give(ret, origin, bits);
}

static bool solve_global(struct wcore_unwind_frame *frame, const struct wcore_ssa_node *node,
			 struct wcore_solved *ret)
{
	const struct wcore_index *index = NULL;
	uint64_t bits, high = 0;
	uint32_t recorded;

	if (frame->site->has_pointer && node->index == frame->site->pointer)
		return frame->entry.is_known &&
		       give(ret, WCORE_ORIGIN_RECONSTRUCTED, frame->entry.value);
	wcore_error_destroy(wcore_module_index(frame->site->module, &index));
	if (!index || node->index >= index->global_count || index->globals[node->index].is_mutable)
		return false;
	const struct wcore_global *global = &index->globals[node->index];

	if (!global->is_imported && global->init.kind == WCORE_CONST_VALUE &&
	    global->type.code != WCORE_V128)
		return give(ret, WCORE_ORIGIN_CONSTANT,
			    global->type.code == WCORE_I32 || global->type.code == WCORE_F32 ?
				    (uint32_t)global->init.bits : global->init.bits);
	if (!frame->is_instance_sure ||
	    !wcore_unwind_dump_global(frame->unwind, frame->target.frame.instance, node->index,
				      &recorded) ||
	    !wcore_unwind_dump_value(frame->unwind, recorded, &bits, &high))
		return false;
	give(ret, WCORE_ORIGIN_RECORDED, bits);
	ret->high = high;
	return true;
}

/* All ways bring the same value, each of which was the same at any time. */
static bool solve_phi(struct wcore_unwind_frame *frame, uint32_t node, struct wcore_solved *ret)
{
	struct wcore_ssa *ssa = frame->site->ssa;
	uint32_t count = wcore_ssa_input_count(ssa, node);
	bool has_value = false;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t input = wcore_ssa_input(ssa, node, i);
		struct wcore_solved value;

		if (input == node)
			continue;
		if (input == WCORE_SSA_NONE ||
		    !wcore_solve_is_steady(frame, input, WCORE_SSA_NONE) ||
		    !solve_at(frame, input, &value))
			return false;
		if (has_value && (value.bits != ret->bits || value.high != ret->high))
			return false;
		*ret = value;
		has_value = true;
	}
	if (has_value)
		ret->origin = (uint8_t)combine(ret->origin, WCORE_ORIGIN_RECONSTRUCTED);
	return has_value;
}

/* The operand of the call that made the frame. */
static bool solve_param(struct wcore_unwind_frame *frame, const struct wcore_ssa_node *node,
			struct wcore_solved *ret)
{
	struct wcore_unwind_frame *caller = wcore_unwind_older(frame);

	if (frame->link != WCORE_LINK_CALL || frame->is_link_refused || !caller ||
	    !solve_at(caller, wcore_ssa_argument(caller->site->ssa, node->index), ret))
		return false;
	if (ret->origin != WCORE_ORIGIN_CONSTANT)
		ret->origin = WCORE_ORIGIN_RECONSTRUCTED;
	return true;
}

static bool evaluate(struct wcore_unwind_frame *frame, uint32_t number, struct wcore_solved *ret)
{
	const struct wcore_ssa_node *node = wcore_ssa_node(frame->site->ssa, number);
	struct wcore_solved base;

	switch (node->kind) {
	case WCORE_SSA_CONST:
		give(ret, WCORE_ORIGIN_CONSTANT, node->bits);
		ret->high = node->high;
		return true;
	case WCORE_SSA_INITIAL:
		return node->type != 0 && node->type != WCORE_REF && node->type != WCORE_REF_NULL &&
		       give(ret, WCORE_ORIGIN_CONSTANT, 0);
	case WCORE_SSA_GLOBAL:
		return solve_global(frame, node, ret);
	case WCORE_SSA_GLOBAL_CALL:
		/* With a walk that broke, calls are not known to preserve it. */
		return frame->site->has_pointer && node->index == frame->site->pointer &&
		       frame->unwind->check != WCORE_STACK_BROKEN &&
		       solve_at(frame, node->args[0], ret);
	case WCORE_SSA_OP:
		return solve_op(frame, node, ret);
	case WCORE_SSA_LOAD:
		return wcore_ssa_event_dominates(frame->site->ssa, node->event) &&
		       solve_at(frame, node->args[0], &base) &&
		       wcore_solve_load(frame, node, base.bits, false, ret);
	case WCORE_SSA_PHI:
		return solve_phi(frame, number, ret);
	case WCORE_SSA_PARAM:
		return solve_param(frame, node, ret);
	case WCORE_SSA_CALL:
	case WCORE_SSA_OTHER:
		break;
	}
	return false;
}

static bool solve_at(struct wcore_unwind_frame *frame, uint32_t node, struct wcore_solved *ret)
{
	struct wcore_unwind *unwind = frame->unwind;
	struct wcore_solved *slot = node == WCORE_SSA_NONE ? NULL : slot_of(frame, node);

	if (!slot || slot->state == WCORE_SOLVED_CONFLICT)
		return false;
	if (slot->state == WCORE_SOLVED_KNOWN) {
		*ret = *slot;
		return true;
	}
	if (slot->tried == unwind->round || frame->unwind->depth >= DEPTH_MAX ||
	    unwind->work >= WCORE_UNWIND_WORK)
		return false;
	/* Also ends cycles: a value that rests on itself is not known. */
	slot->tried = unwind->round;
	unwind->work++;
	frame->unwind->depth++;
	struct wcore_solved value = { 0 };
	bool is_known = evaluate(frame, node, &value);
	frame->unwind->depth--;

	slot = &frame->nodes[node];
	if (!is_known || slot->state == WCORE_SOLVED_CONFLICT)
		return false;
	value.state = WCORE_SOLVED_KNOWN;
	*slot = *ret = value;
	return true;
}

bool wcore_solve(struct wcore_unwind_frame *frame, uint32_t node, struct wcore_solved *ret)
{
	return frame->site && frame->site->ssa && solve_at(frame, node, ret);
}

/* What its operands must have been. */
static bool follow_back(struct wcore_unwind_frame *frame, uint32_t number,
			const struct wcore_solved *value)
{
	struct wcore_ssa_node node = *wcore_ssa_node(frame->site->ssa, number);
	struct wcore_solved other = { 0 }, told = { .state = WCORE_SOLVED_KNOWN,
						    .origin = WCORE_ORIGIN_RECONSTRUCTED };

	if (node.kind == WCORE_SSA_GLOBAL && frame->site->has_pointer &&
	    node.index == frame->site->pointer && !frame->entry.is_known) {
		frame->entry = (struct wcore_pointer){ true, value->bits };
		return true;
	}
	if (node.kind == WCORE_SSA_GLOBAL_CALL && frame->site->has_pointer &&
	    node.index == frame->site->pointer && frame->unwind->check != WCORE_STACK_BROKEN)
		return wcore_solve_tell(frame, node.args[0], value);
	if (node.kind != WCORE_SSA_OP || node.arg_count == 0 || node.arg_count > 2)
		return true;
	for (unsigned i = 0; i < node.arg_count; i++) {
		if (node.arg_count == 2 && !solve_at(frame, node.args[1 - i], &other))
			continue;
		if (wcore_solve_operand(node.op->code, i, other.bits, value->bits, &told.bits) &&
		    !wcore_solve_tell(frame, node.args[i], &told))
			return false;
	}
	return true;
}

bool wcore_solve_tell(struct wcore_unwind_frame *frame, uint32_t node,
		      const struct wcore_solved *value)
{
	struct wcore_solved known;
	struct wcore_solved *slot;

	if (!frame->site || !frame->site->ssa || node == WCORE_SSA_NONE)
		return true;
	if (wcore_solve(frame, node, &known)) {
		if (known.bits == value->bits && known.high == value->high)
			return true;
		frame->nodes[node].state = WCORE_SOLVED_CONFLICT;
		frame->unwind->is_contradicted = true;
		return false;
	}
	slot = slot_of(frame, node);
	if (!slot || slot->state == WCORE_SOLVED_CONFLICT || frame->unwind->depth >= DEPTH_MAX)
		return true;
	*slot = *value;
	slot->state = WCORE_SOLVED_KNOWN;
	frame->unwind->is_changed = true;
	frame->unwind->depth++;
	bool is_agreed = follow_back(frame, node, value);
	frame->unwind->depth--;
	return is_agreed;
}

/* Computed before the event on every way, and not again since it happened last. */
static bool is_before(struct wcore_unwind_frame *frame, const struct wcore_ssa_node *node,
		      uint32_t event)
{
	if (event == WCORE_SSA_NONE)
		return false;
	const struct wcore_ssa_event *at = wcore_ssa_event(frame->site->ssa, event);

	if (node->event != WCORE_SSA_NONE && node->kind != WCORE_SSA_GLOBAL_CALL &&
	    !wcore_ssa_event_dominates(frame->site->ssa, node->event))
		return false;
	/* Both dominate the instruction, and blocks are numbered in the order of the code. */
	return node->block < at->block ||
	       (node->block == at->block &&
		(node->kind == WCORE_SSA_PHI || (node->place && node->place < at->place)));
}

bool wcore_solve_is_steady(struct wcore_unwind_frame *frame, uint32_t number, uint32_t event)
{
	const struct wcore_ssa_node *node = wcore_ssa_node(frame->site->ssa, number);
	bool is_steady = true;

	if (frame->unwind->depth >= DEPTH_MAX || frame->unwind->work >= WCORE_UNWIND_WORK)
		return false;
	frame->unwind->work++;
	switch (node->kind) {
	case WCORE_SSA_CONST:
	case WCORE_SSA_INITIAL:
	case WCORE_SSA_PARAM:
	case WCORE_SSA_GLOBAL:
		return true;
	case WCORE_SSA_GLOBAL_CALL:
	case WCORE_SSA_OP:
		frame->unwind->depth++;
		for (unsigned i = 0; is_steady && i < node->arg_count && i < 3; i++)
			is_steady = wcore_solve_is_steady(frame, node->args[i], event);
		frame->unwind->depth--;
		return is_steady;
	case WCORE_SSA_LOAD:
	case WCORE_SSA_CALL:
		return (node->place && !wcore_unwind_site_repeats(frame->site, node->place)) ||
		       is_before(frame, node, event);
	case WCORE_SSA_PHI:
	case WCORE_SSA_OTHER:
		break;
	}
	return false;
}

bool wcore_solve_steady(struct wcore_unwind_frame *frame, uint32_t node, uint32_t event,
			uint64_t *ret)
{
	struct wcore_solved value;

	if (node == WCORE_SSA_NONE || !wcore_solve_is_steady(frame, node, event) ||
	    !wcore_solve(frame, node, &value))
		return false;
	*ret = value.bits;
	return true;
}
