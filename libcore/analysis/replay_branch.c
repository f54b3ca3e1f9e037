/* Branches of a run, with conditions that are known and not: see replay.h. */
#include "replay.h"

#define PASSES_MAX 16

bool wcore_replay_take(struct wcore_replay *replay, struct replay_call *call, uint64_t depth)
{
	uint32_t number = replay->label_count - 1 - (uint32_t)depth, first;
	const struct replay_label *label = &replay->labels[number];

	if (depth >= replay->label_count - call->labels || replay->height < label->height + label->arity)
		return false;
	first = replay->height - label->arity;
	for (uint32_t i = 0; i < label->arity; i++)
		replay->stack[label->height + i] = replay->stack[first + i];
	replay->height = label->height + label->arity;
	replay->label_count = number + label->is_loop;
	call->at = label->is_loop ? label->start + 1 : label->end + 1;
	return true;
}

void wcore_replay_pass(struct wcore_replay *replay, const struct replay_call *call, uint32_t start, uint32_t end)
{
	const uint32_t writing = WCORE_INSN_STORE | WCORE_INSN_ATOMIC | WCORE_INSN_MEMORY;

	for (uint32_t i = start; i <= end; i++) {
		const struct replay_step *step = &call->code->steps[i];

		switch (step->op->code) {
		case WCORE_OP_LOCAL_SET: case WCORE_OP_LOCAL_TEE:
			if (step->imm[0] < call->code->local_count)
				replay->stack[call->locals + step->imm[0]].is_known = false;
			break;
		case WCORE_OP_GLOBAL_SET:
			if (step->imm[0] < WCORE_REPLAY_GLOBALS)
				replay->globals[step->imm[0]].is_known = false;
			break;
		case WCORE_OP_CALL: case WCORE_OP_CALL_INDIRECT:
			wcore_replay_forget_call(replay);
			break;
		default:
			if (step->op->flags & writing || step->op->code >= 0xfe00004f)
				wcore_replay_forget(replay);
			break;
		}
	}
}

static bool is_unreachable(const struct replay_call *call, uint32_t at)
{
	while (at < call->code->count && at != call->target &&
	       call->code->steps[at].op->code == WCORE_OP_END)
		at++;
	return at < call->code->count && at != call->target &&
	       call->code->steps[at].op->code == WCORE_OP_UNREACHABLE;
}

bool wcore_replay_leads_on(const struct replay_call *call, const struct replay_label *label)
{
	if (call->target == UINT32_MAX)
		return true;
	return label->is_loop ? call->target < label->start || call->target > label->end :
				label->end < call->target;
}

/* Code that may run before all ways meet, and the label at whose end that is. */
struct region { uint32_t start, end; };

static void include(struct region *region, const struct replay_call *call, const struct replay_label *label)
{
	if (!wcore_replay_leads_on(call, label))
		return;
	if (label->is_loop && label->start < region->start)
		region->start = label->start;
	if (label->end > region->end)
		region->end = label->end;
}

/* Reads br_table's labels again: false when there are too many. */
static bool include_table(struct wcore_replay *replay, const struct replay_call *call,
			  const struct replay_step *step, uint32_t inner, uint32_t outer, struct region *region)
{
	const struct wcore_insn insn = { .op = step->op, .imm = { step->imm[0] }, .vector = step->vector,
					 .next = call->code->function.end, .data = replay->module->file->data };
	struct wcore_cursor items;
	struct wcore_error *error = NULL;

	wcore_insn_vector_cursor(&insn, &items);
	for (uint64_t i = 0; i <= step->imm[0] && !error; i++) {
		uint32_t depth = 0;

		error = wcore_cursor_leb_u32(&items, &depth);
		if (!error && depth >= inner && depth - inner < outer - call->labels)
			include(region, call, &replay->labels[outer - 1 - (depth - inner)]);
	}
	wcore_error_destroy(error);
	replay->steps -= replay->steps < step->imm[0] ? replay->steps : step->imm[0];
	return !error && replay->steps > 0;
}

/* Once over the region; what leads out of it makes it larger. */
static bool widen(struct wcore_replay *replay, const struct replay_call *call, struct region *region)
{
	const struct region old = *region;
	uint32_t outer = replay->label_count, inner = 0;

	/* In front of a loop that is gone back to, its label and those inside are not there yet. */
	while (outer > call->labels + 1 && replay->labels[outer - 1].start >= old.start)
		outer--;
	for (uint32_t i = old.start; i <= old.end; i++) {
		const struct replay_step *step = &call->code->steps[i];

		switch (step->op->code) {
		case WCORE_OP_BLOCK: case WCORE_OP_LOOP: case WCORE_OP_IF:
			inner++;
			break;
		case WCORE_OP_END:
			if (inner)
				inner--;
			else if (outer > call->labels)
				outer--;
			break;
		case WCORE_OP_BR: case WCORE_OP_BR_IF:
			if (step->imm[0] >= inner && step->imm[0] - inner < outer - call->labels)
				include(region, call, &replay->labels[outer - 1 - (step->imm[0] - inner)]);
			break;
		case WCORE_OP_BR_TABLE:
			if (!include_table(replay, call, step, inner, outer, region))
				return false;
			break;
		case WCORE_OP_RETURN:
			include(region, call, &replay->labels[call->labels]);
			break;
		default:
			break;
		}
	}
	replay->steps -= replay->steps < old.end - old.start ? replay->steps : old.end - old.start;
	return replay->steps > 0;
}

/* Goes on behind the region, without all that may have been set in it. */
static bool skip(struct wcore_replay *replay, struct replay_call *call, struct region region)
{
	const struct replay_label *label;
	struct region old;
	uint32_t number;

	for (unsigned i = 0; ; i++) {
		old = region;
		if (i == PASSES_MAX || !widen(replay, call, &region))
			return false;
		if (old.start == region.start && old.end == region.end)
			break;
	}
	for (number = call->labels; number < replay->label_count; number++)
		if (replay->labels[number].end == region.end)
			break;
	if (number == replay->label_count ||
	    (call->target != UINT32_MAX && call->target >= region.start && call->target <= region.end))
		return false;
	wcore_replay_pass(replay, call, region.start, region.end);
	label = &replay->labels[number];
	replay->label_count = number;
	replay->height = label->height;
	if (label->results > WCORE_REPLAY_STACK - replay->height)
		return false;
	for (uint32_t i = 0; i < label->results; i++)
		replay->stack[replay->height++] = (struct replay_value){ 0 };
	call->at = region.end + 1;
	return true;
}

bool wcore_replay_skip_if(struct wcore_replay *replay, struct replay_call *call, uint32_t end)
{
	return skip(replay, call, (struct region){ call->at, end });
}

bool wcore_replay_branch(struct wcore_replay *replay, struct replay_call *call, const uint64_t *depths,
			 uint32_t count, bool falls)
{
	struct region region = { call->at, call->at };
	uint64_t only = 0;
	uint32_t ways = 0;

	falls = falls && !is_unreachable(call, call->at);
	for (uint32_t i = 0; i < count; i++) {
		const struct replay_label *label;

		if (depths[i] >= replay->label_count - call->labels)
			return false;
		label = &replay->labels[replay->label_count - 1 - depths[i]];
		if (!wcore_replay_leads_on(call, label) || (!label->is_loop && is_unreachable(call, label->end + 1)))
			continue;
		ways += ways == 0 || depths[i] != only;
		only = depths[i];
		include(&region, call, label);
	}
	if (ways + falls == 0)
		return false;
	if (ways == 0)
		return true;
	if (ways == 1 && !falls)
		return wcore_replay_take(replay, call, only);
	return skip(replay, call, region);
}
