/* What a frame can have written into its own part of the shadow stack. */
#include "solve.h"

#define STEPS_MAX 4096
#define DEPTH_MAX 64
/* Of all values that may be pointers. */
#define MARKING_MAX (UINT64_C(1) << 20)

struct search {
	struct wcore_unwind_frame *frame;
	uint64_t address, size;
	unsigned steps, depth;
};

/* Whether the value may rest on the frame's stack pointer; true where that cannot be said. */
static bool is_derived(struct search *search, uint32_t number)
{
	struct wcore_ssa *ssa = search->frame->site->ssa;
	const struct wcore_ssa_node *node;
	bool is_found = false;

	if (number == WCORE_SSA_NONE)
		return false;
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
			if (gives_away(search, wcore_ssa_call_arg(ssa, event, i)))
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
		if (gives_away(search, wcore_ssa_operand(ssa, i)))
			return true;
	return false;
}

bool wcore_unwind_is_written(struct wcore_unwind_frame *frame, uint64_t address, uint64_t size)
{
	struct search search = { .frame = frame, .address = address, .size = size };

	if (!frame->site || !frame->site->ssa || !frame->site->has_pointer ||
	    !frame->entry.is_known || address >= frame->entry.value || size == 0)
		return true;
	return call_gives_away(&search) ||
	       !wcore_ssa_between(frame->site->ssa, WCORE_SSA_NONE, is_harmless, &search);
}

struct marking {
	struct search search;
	uint8_t *marks;
	uint64_t work;
};

/* False when the value may point to any of the bytes. */
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
	if (!wcore_solve_steady(search->frame, number, WCORE_SSA_NONE, &pointer))
		return false;
	if (pointer >= search->address && pointer - search->address < search->size)
		marking->marks[pointer - search->address] |= WCORE_UNWIND_POINTED;
	return true;
}

static bool mark_store(struct marking *marking, const struct wcore_ssa_event *event)
{
	struct search *search = &marking->search;
	uint64_t base, size = event->width;

	if (!wcore_solve_steady(search->frame, event->address, WCORE_SSA_NONE, &base))
		return !is_derived(search, event->address);
	if (event->kind == WCORE_SSA_EVENT_FILL &&
	    !wcore_solve_steady(search->frame, event->value, WCORE_SSA_NONE, &size))
		return false;
	base += event->offset;
	for (uint64_t i = base < search->address ? search->address - base : 0; i < size; i++) {
		if (base + i - search->address >= search->size)
			break;
		marking->marks[base + i - search->address] |= WCORE_UNWIND_STORED;
	}
	return true;
}

static bool mark_event(void *context, uint32_t number)
{
	struct marking *marking = context;
	struct wcore_ssa *ssa = marking->search.frame->site->ssa;
	const struct wcore_ssa_event *event = wcore_ssa_event(ssa, number);

	switch (event->kind) {
	case WCORE_SSA_EVENT_STORE:
	case WCORE_SSA_EVENT_ATOMIC:
		return mark_store(marking, event) && mark_pointer(marking, event->value);
	case WCORE_SSA_EVENT_FILL:
		return mark_store(marking, event);
	case WCORE_SSA_EVENT_GLOBAL:
		return event->memory == marking->search.frame->site->pointer ||
		       mark_pointer(marking, event->value);
	case WCORE_SSA_EVENT_CALL:
		for (uint32_t i = 0; i < event->arg_count; i++)
			if (!mark_pointer(marking, wcore_ssa_call_arg(ssa, event, i)))
				return false;
		return true;
	default:
		return true;
	}
}

bool wcore_unwind_stores(struct wcore_unwind_frame *frame, uint64_t address, uint64_t size,
			 uint8_t *marks)
{
	struct marking marking = {
		.search = { .frame = frame, .address = address, .size = size }, .marks = marks,
	};
	struct wcore_ssa *ssa = frame->site ? frame->site->ssa : NULL;
	const struct wcore_insn *insn;

	if (!ssa || !frame->site->has_pointer || !frame->entry.is_known ||
	    address >= frame->entry.value)
		return false;
	insn = wcore_ssa_insn(ssa);
	if (insn && insn->op->flags & (WCORE_INSN_CALL | WCORE_INSN_TAIL_CALL))
		for (uint32_t i = 0; i < wcore_ssa_operand_count(ssa); i++)
			if (!mark_pointer(&marking, wcore_ssa_operand(ssa, i)))
				return false;
	return wcore_ssa_between(ssa, WCORE_SSA_NONE, mark_event, &marking);
}
