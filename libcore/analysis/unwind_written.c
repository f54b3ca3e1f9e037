/* What a frame can have written into its own part of the shadow stack. */
#include <stdlib.h>

#include "../base/alloc.h"
#include "param_read.h"
#include "solve.h"

/* Opcodes. */
enum { I32_ADD = 0x6a, I64_ADD = 0x7c };

#define STEPS_MAX 4096
#define DEPTH_MAX 64
/* Of all values that may be pointers. */
#define MARKING_MAX (UINT64_C(1) << 20)

struct search {
	struct wcore_unwind_frame *frame;
	uint64_t address, size;
	unsigned steps, depth;
};

/* Whether a node rests on the stack pointer by what is known of its operands. */
static bool is_derived_now(const struct wcore_unwind_frame *frame, uint32_t number, const bool *derived,
			   uint32_t count)
{
	struct wcore_ssa *ssa = frame->site->ssa;
	const struct wcore_ssa_node *node = wcore_ssa_node(ssa, number);
	bool is_found = false;

	switch (node->kind) {
	case WCORE_SSA_GLOBAL:
	case WCORE_SSA_GLOBAL_CALL:
		return node->index == frame->site->pointer;
	case WCORE_SSA_OP:
		for (unsigned i = 0; !is_found && i < node->arg_count && i < 3; i++)
			is_found = node->args[i] < count && derived[node->args[i]];
		return is_found;
	case WCORE_SSA_PHI:
		for (uint32_t i = 0; !is_found && i < wcore_ssa_input_count(ssa, number); i++) {
			uint32_t input = wcore_ssa_input(ssa, number, i);

			is_found = input < count && derived[input];
		}
		return is_found;
	default:
		return node->kind == WCORE_SSA_OTHER;
	}
}

/* Of all nodes at once, until nothing changes: as often as loops stand in each other. */
static void find_derived(struct wcore_unwind_frame *frame)
{
	uint32_t count = wcore_ssa_node_count(frame->site->ssa);
	bool *derived = wcore_arena_alloc(&frame->unwind->arena, count), is_changed = true;

	for (unsigned pass = 0; derived && is_changed; pass++) {
		if (pass == DEPTH_MAX)
			return;
		is_changed = false;
		for (uint32_t i = 0; i < count; i++)
			if (!derived[i] && is_derived_now(frame, i, derived, count))
				is_changed = derived[i] = true;
	}
	frame->derived = derived;
	frame->derived_count = derived ? count : 0;
}

/* Whether the value may rest on the frame's stack pointer; true where that cannot be said. */
static bool is_derived(struct search *search, uint32_t number)
{
	struct wcore_ssa *ssa = search->frame->site->ssa;
	const struct wcore_ssa_node *node;
	bool is_found = false;

	if (number == WCORE_SSA_NONE)
		return false;
	if (number < search->frame->derived_count)
		return search->frame->derived[number];
	if (search->steps++ >= STEPS_MAX || search->depth >= DEPTH_MAX)
		return true;
	node = wcore_ssa_node(ssa, number);
	switch (node->kind) {
	case WCORE_SSA_GLOBAL:
	case WCORE_SSA_GLOBAL_CALL:
		return node->index == search->frame->site->pointer;
	case WCORE_SSA_OP:
		search->depth++;
		for (unsigned i = 0; !is_found && i < node->arg_count && i < 3; i++)
			is_found = is_derived(search, node->args[i]);
		search->depth--;
		return is_found;
	case WCORE_SSA_PHI:
		search->depth++;
		for (uint32_t i = 0; !is_found && i < wcore_ssa_input_count(ssa, number); i++)
			is_found = wcore_ssa_input(ssa, number, i) != number &&
				   is_derived(search, wcore_ssa_input(ssa, number, i));
		search->depth--;
		return is_found;
	case WCORE_SSA_OTHER:
		return true;
	default:
		return false;
	}
}

/* Operand i of the call at which the frame stands, from the top, when the callee looks at it. */
static bool is_operand_read(const struct wcore_unwind_frame *frame, uint32_t i)
{
	const struct wcore_insn *insn = wcore_ssa_insn(frame->site->ssa);
	const struct wcore_functype *type = insn->op->code == WCORE_OP_CALL && insn->imm[0] <= UINT32_MAX ?
		wcore_index_functype(frame->site->module, (uint32_t)insn->imm[0]) : NULL;

	return !type || (i < type->param_count &&
			 wcore_param_is_read(frame->site->module, (uint32_t)insn->imm[0], type->param_count - 1 - i));
}

/* Whether who gets this value can write to the bytes with it: an object of the frame lies upwards of its pointer. */
static bool gives_away(struct search *search, uint32_t number)
{
	uint64_t pointer;

	if (!is_derived(search, number))
		return false;
	if (!wcore_solve_steady(search->frame, number, WCORE_SSA_NONE, &pointer))
		return true;
	return pointer < search->address || pointer - search->address < search->size;
}

static bool writes(struct search *search, const struct wcore_ssa_event *event)
{
	uint64_t base, size = event->width;

	if (!wcore_solve_steady(search->frame, event->address, WCORE_SSA_NONE, &base))
		return is_derived(search, event->address);
	if (event->kind == WCORE_SSA_EVENT_FILL &&
	    !wcore_solve_steady(search->frame, event->value, WCORE_SSA_NONE, &size))
		size = UINT64_MAX - base;
	base += event->offset;
	return base < search->address ? size > search->address - base :
					base - search->address < search->size;
}

/* False ends the visit: the event may be the one. */
static bool is_harmless(void *context, uint32_t number)
{
	struct search *search = context;
	struct wcore_ssa *ssa = search->frame->site->ssa;
	const struct wcore_ssa_event *event = wcore_ssa_event(ssa, number);

	switch (event->kind) {
	case WCORE_SSA_EVENT_STORE:
	case WCORE_SSA_EVENT_ATOMIC:
		return !writes(search, event) && !gives_away(search, event->value);
	case WCORE_SSA_EVENT_FILL:
		return !writes(search, event);
	case WCORE_SSA_EVENT_GLOBAL:
		return event->memory == search->frame->site->pointer ||
		       !gives_away(search, event->value);
	case WCORE_SSA_EVENT_CALL:
		for (uint32_t i = 0; i < event->arg_count; i++)
			if (gives_away(search, wcore_ssa_call_arg(ssa, event, i)) &&
			    (!event->has_callee || wcore_param_is_read(search->frame->site->module, event->callee, i)))
				return false;
		return true;
	default:
		return true;
	}
}

/* The call at which the frame stands has the pointers too. */
static bool call_gives_away(struct search *search)
{
	struct wcore_ssa *ssa = search->frame->site->ssa;
	const struct wcore_insn *insn = wcore_ssa_insn(ssa);

	if (!insn || !(insn->op->flags & (WCORE_INSN_CALL | WCORE_INSN_TAIL_CALL)))
		return false;
	for (uint32_t i = 0; i < wcore_ssa_operand_count(ssa); i++)
		if (gives_away(search, wcore_ssa_operand(ssa, i)) && is_operand_read(search->frame, i))
			return true;
	return false;
}

bool wcore_unwind_is_written(struct wcore_unwind_frame *frame, uint64_t address, uint64_t size)
{
	struct search search = { .frame = frame, .address = address, .size = size };

	if (!frame->site || !frame->site->ssa || !frame->site->has_pointer ||
	    !frame->entry.is_known || address >= frame->entry.value || size == 0)
		return true;
	if (!frame->derived)
		find_derived(frame);
	return call_gives_away(&search) ||
	       !wcore_ssa_between(frame->site->ssa, WCORE_SSA_NONE, is_harmless, &search);
}

struct marking {
	struct search search;
	const struct wcore_unwind_judge *judge;
	uint64_t place;	/* of the instruction that is looked at */
	uint8_t *marks;
	uint64_t work;
	uint8_t *seen;	/* of each node the least depth at which mark_roots() met it, from 1 */
	uint32_t seen_count;
};

/* Ways through the nodes meet again and again: each is followed once, or again from nearer. */
static bool is_seen(struct marking *marking, uint32_t number, unsigned depth)
{
	if (number >= marking->seen_count)
		return false;
	if (marking->seen[number] && marking->seen[number] <= depth + 1)
		return true;
	marking->seen[number] = (uint8_t)(depth + 1);
	return false;
}

static bool counts(const struct marking *marking)
{
	return !marking->judge || marking->judge->counts(marking->judge->context, marking->place);
}

static void mark(struct marking *marking, uint64_t pointer, uint8_t what)
{
	if (pointer >= marking->search.address &&
	    pointer - marking->search.address < marking->search.size && counts(marking))
		marking->marks[pointer - marking->search.address] |= what;
}

static void mark_roots(struct marking *marking, uint32_t number, uint64_t offset, unsigned depth);

/* A pointer and a number that changes: it starts at where the number does, which is known of many loops. */
static void mark_sum(struct marking *marking, uint32_t pointer, uint32_t number, uint64_t offset, unsigned depth)
{
	struct wcore_ssa *ssa = marking->search.frame->site->ssa;
	const struct wcore_ssa_node *node = wcore_ssa_node(ssa, number);
	const uint32_t count = node->kind == WCORE_SSA_PHI ? wcore_ssa_input_count(ssa, number) : 0;
	bool is_known = false;
	uint64_t start;

	for (uint32_t i = 0; i < count && marking->work++ <= MARKING_MAX; i++)
		if (wcore_solve_steady(marking->search.frame, wcore_ssa_input(ssa, number, i), WCORE_SSA_NONE, &start)) {
			mark_roots(marking, pointer, offset + start, depth + 1);
			is_known = true;
		}
	if (!is_known)
		mark_roots(marking, pointer, offset, depth + 1);
}

static void mark_operation(struct marking *marking, const struct wcore_ssa_node *node, uint64_t offset, unsigned depth)
{
	const uint32_t args[3] = { node->args[0], node->args[1], node->args[2] };
	const unsigned count = node->arg_count;
	const bool is_sum = count == 2 && (node->op->code == I32_ADD || node->op->code == I64_ADD);

	if (is_sum && !is_derived(&marking->search, args[1])) {
		mark_sum(marking, args[0], args[1], offset, depth);
	} else if (is_sum && !is_derived(&marking->search, args[0])) {
		mark_sum(marking, args[1], args[0], offset, depth);
	} else {
		for (unsigned i = 0; i < count && i < 3; i++)
			mark_roots(marking, args[i], offset, depth + 1);
	}
}

/* The addresses that an unknown number was added to, or that several ways gave. */
static void mark_roots(struct marking *marking, uint32_t number, uint64_t offset, unsigned depth)
{
	struct search *search = &marking->search;
	struct wcore_ssa *ssa = search->frame->site->ssa;
	const struct wcore_ssa_node *node;
	uint64_t pointer;

	if (number == WCORE_SSA_NONE || depth > DEPTH_MAX || marking->work++ > MARKING_MAX ||
	    (!offset && is_seen(marking, number, depth)) || !is_derived(search, number))
		return;
	if (wcore_solve_steady(search->frame, number, WCORE_SSA_NONE, &pointer)) {
		pointer += offset;
		mark(marking, search->frame->site->pointer_type == WCORE_I32 ? (uint32_t)pointer : pointer, WCORE_UNWIND_INDEXED);
		return;
	}
	node = wcore_ssa_node(ssa, number);
	if (node->kind == WCORE_SSA_OP)
		mark_operation(marking, node, offset, depth);
	for (uint32_t i = 0; node->kind == WCORE_SSA_PHI && i < wcore_ssa_input_count(ssa, number); i++) {
		if (wcore_ssa_input(ssa, number, i) != number)
			mark_roots(marking, wcore_ssa_input(ssa, number, i), offset, depth + 1);
		node = wcore_ssa_node(ssa, number);
	}
}

/* False when too much was looked at. */
static bool mark_pointer(struct marking *marking, uint32_t number)
{
	struct search *search = &marking->search;
	uint64_t pointer;

	marking->work += search->steps + 1;
	search->steps = 0;
	if (marking->work > MARKING_MAX)
		return false;
	if (!is_derived(search, number))
		return true;
	if (wcore_solve_steady(search->frame, number, WCORE_SSA_NONE, &pointer))
		mark(marking, pointer, WCORE_UNWIND_POINTED);
	else
		mark_roots(marking, number, 0, 0);
	return true;
}

static bool mark_store(struct marking *marking, const struct wcore_ssa_event *event, bool is_sure)
{
	struct search *search = &marking->search;
	uint64_t base, size = event->width;

	if (!wcore_solve_steady(search->frame, event->address, WCORE_SSA_NONE, &base)) {
		mark_roots(marking, event->address, event->offset, 0);
		return marking->work <= MARKING_MAX;
	}
	if (event->kind == WCORE_SSA_EVENT_FILL &&
	    !wcore_solve_steady(search->frame, event->value, WCORE_SSA_NONE, &size))
		return false;
	base += event->offset;
	const uint64_t first = base < search->address ? search->address - base : 0;

	if (first >= size || base + first - search->address >= search->size || !counts(marking))
		return true;
	for (uint64_t i = first; i < size; i++) {
		if (base + i - search->address >= search->size)
			break;
		uint8_t *at = &marking->marks[base + i - search->address];

		*at = (uint8_t)((*at & ~WCORE_UNWIND_MAYBE) | WCORE_UNWIND_STORED |
				(is_sure ? 0 : WCORE_UNWIND_MAYBE));
	}
	return true;
}

static bool mark_event(struct marking *marking, uint32_t number)
{
	struct wcore_ssa *ssa = marking->search.frame->site->ssa;
	const struct wcore_ssa_event *event = wcore_ssa_event(ssa, number);
	const bool is_sure = wcore_ssa_event_dominates(ssa, number);

	marking->place = event->place;
	switch (event->kind) {
	case WCORE_SSA_EVENT_STORE:
	case WCORE_SSA_EVENT_ATOMIC:
		return mark_store(marking, event, is_sure) && mark_pointer(marking, event->value);
	case WCORE_SSA_EVENT_FILL:
		return mark_store(marking, event, is_sure);
	case WCORE_SSA_EVENT_GLOBAL:
		return event->memory == marking->search.frame->site->pointer ||
		       mark_pointer(marking, event->value);
	case WCORE_SSA_EVENT_CALL:
		for (uint32_t i = 0; i < event->arg_count; i++)
			if (is_derived(&marking->search, wcore_ssa_call_arg(ssa, event, i)) &&
			    (!event->has_callee || wcore_param_is_read(marking->search.frame->site->module, event->callee, i)) &&
			    !mark_pointer(marking, wcore_ssa_call_arg(ssa, event, i)))
				return false;
		return true;
	default:
		return true;
	}
}

static bool note_event(void *context, uint32_t number)
{
	bool *noted = context;

	noted[number] = true;
	return true;
}

/* What happened on a way to the frame's place, in the order of the code. */
static bool mark_events(struct marking *marking, struct wcore_ssa *ssa)
{
	uint32_t count = wcore_ssa_event_count(ssa);
	bool *noted = wcore_calloc((size_t)count + 1, sizeof(*noted));
	bool is_told = noted && wcore_ssa_between(ssa, WCORE_SSA_NONE, note_event, noted);

	for (uint32_t i = 0; is_told && i < count; i++)
		is_told = !noted[i] || mark_event(marking, i);
	free(noted);
	return is_told;
}

/* The call at which the frame stands has the pointers too; false when too much was looked at. */
static bool mark_operands(struct marking *marking)
{
	struct wcore_unwind_frame *frame = marking->search.frame;
	struct wcore_ssa *ssa = frame->site->ssa;
	const struct wcore_insn *insn = wcore_ssa_insn(ssa);

	if (!insn || !(insn->op->flags & (WCORE_INSN_CALL | WCORE_INSN_TAIL_CALL)))
		return true;
	marking->place = insn->offset;
	for (uint32_t i = 0; i < wcore_ssa_operand_count(ssa); i++)
		if (is_derived(&marking->search, wcore_ssa_operand(ssa, i)) && is_operand_read(frame, i) &&
		    !mark_pointer(marking, wcore_ssa_operand(ssa, i)))
			return false;
	return true;
}

bool wcore_unwind_stores(struct wcore_unwind_frame *frame, uint64_t address, uint64_t size,
			 const struct wcore_unwind_judge *judge, uint8_t *marks)
{
	struct marking marking = {
		.search = { .frame = frame, .address = address, .size = size }, .judge = judge, .marks = marks,
	};
	struct wcore_ssa *ssa = frame->site ? frame->site->ssa : NULL;
	bool is_told;

	if (!ssa || !frame->site->has_pointer || !frame->entry.is_known ||
	    address >= frame->entry.value)
		return false;
	if (!frame->derived)
		find_derived(frame);
	marking.seen_count = wcore_ssa_node_count(ssa);
	marking.seen = wcore_calloc((size_t)marking.seen_count + 1, 1);
	if (!marking.seen)
		return false;
	is_told = mark_operands(&marking) && mark_events(&marking, ssa);
	free(marking.seen);
	return is_told;
}

bool wcore_unwind_is_lost(struct wcore_unwind_frame *frame)
{
	const struct wcore_insn *insn = frame->site && frame->site->ssa ?
						wcore_ssa_insn(frame->site->ssa) : NULL;
	struct wcore_cursor cursor;
	struct wcore_insn behind;
	struct wcore_error *error;

	if (!insn)
		return false;
	/* A trap at a branch is that of the `unreachable` that it leads to. */
	if (insn->op->code == WCORE_OP_UNREACHABLE || insn->op->flags & WCORE_INSN_BRANCH)
		return true;
	if (!(insn->op->flags & WCORE_INSN_CALL))
		return false;
	wcore_insn_cursor(frame->site->module, &frame->target.function, &cursor);
	cursor.pos = insn->next;
	error = wcore_insn_decode(&cursor, &behind);
	wcore_error_destroy(error);
	return !error && behind.op->code == WCORE_OP_UNREACHABLE;
}
