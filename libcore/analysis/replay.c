#include "replay.h"

#include <string.h>

#include "effect.h"
#include "solve.h"
#include "solve_op.h"

enum {
	DROP = 0x1a, SELECT = 0x1b, SELECT_TYPED = 0x1c, STORE_FIRST = 0x36, STORE_LAST = 0x3e,
	LOAD_FIRST = 0x28, LOAD_LAST = 0x35, MEMORY_SIZE = 0x3f, MEMORY_GROW = 0x40, COPY = 0xfc00000a, FILL = 0xfc00000b,
};

static enum replay_end run(struct wcore_replay *replay, struct replay_call *call);

static const struct replay_value unknown;

static struct replay_value pop(struct wcore_replay *replay)
{
	return replay->height ? replay->stack[--replay->height] : unknown;
}

/* Room was made sure of by run(). */
static void push(struct wcore_replay *replay, struct replay_value value)
{
	replay->stack[replay->height++] = value;
}

static void push_known(struct wcore_replay *replay, uint64_t bits)
{
	push(replay, (struct replay_value){ bits, true });
}

static void drop(struct wcore_replay *replay, uint32_t count)
{
	replay->height -= count < replay->height ? count : replay->height;
}

static void push_unknown(struct wcore_replay *replay, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		push(replay, unknown);
}

static bool has_pointer(const struct wcore_replay *replay)
{
	const struct wcore_unwind_site *site = replay->frame->site;

	return site->has_pointer && site->pointer < WCORE_REPLAY_GLOBALS;
}

void wcore_replay_forget_call(struct wcore_replay *replay)
{
	const struct wcore_unwind_frame *frame = replay->frame;

	wcore_replay_forget(replay);
	for (uint32_t i = 0; i < WCORE_REPLAY_GLOBALS && i < replay->index->global_count; i++)
		if (replay->index->globals[i].is_mutable &&
		    !(has_pointer(replay) && i == frame->site->pointer &&
		      frame->unwind->check != WCORE_STACK_BROKEN))
			replay->globals[i].is_known = false;
}

static bool open_label(struct wcore_replay *replay, const struct replay_call *call, uint32_t at)
{
	const struct replay_step *step = &call->code->steps[at];
	const bool is_loop = step->op->code == WCORE_OP_LOOP;

	if (replay->label_count == WCORE_REPLAY_LABELS || replay->height < step->pops)
		return false;
	replay->labels[replay->label_count++] = (struct replay_label){
		.start = at, .end = step->end, .height = replay->height - step->pops, .results = step->pushes,
		.arity = is_loop ? step->pops : step->pushes, .is_loop = is_loop,
	};
	return true;
}

static bool is_inside(const struct replay_call *call, uint32_t start, uint32_t end)
{
	return call->target != UINT32_MAX && call->target > start && call->target < end;
}

/* The last round of the loop that the frame stands in: what the rounds before it set is not known. */
static bool enter_loop(struct wcore_replay *replay, const struct replay_call *call, uint32_t at)
{
	const struct replay_step *step = &call->code->steps[at];

	if (!open_label(replay, call, at))
		return false;
	if (!is_inside(call, at, step->end))
		return true;
	wcore_replay_pass(replay, call, at, step->end);
	for (uint32_t i = 0; i < step->pops; i++)
		replay->stack[replay->height - 1 - i].is_known = false;
	return true;
}

static enum replay_end enter_if(struct wcore_replay *replay, struct replay_call *call, uint32_t at)
{
	const struct replay_step *step = &call->code->steps[at];
	struct replay_value condition = pop(replay);
	const bool has_else = step->other != step->end;
	static const uint64_t own = 0;

	if (!open_label(replay, call, at))
		return REPLAY_LOST;
	if (is_inside(call, at, step->end)) {
		const bool is_first = is_inside(call, at, step->other);

		/* What is known cannot be so. */
		if (condition.is_known && ((uint32_t)condition.bits != 0) != is_first)
			return REPLAY_OVER;
		condition = (struct replay_value){ is_first, true };
	}
	if (!condition.is_known) {
		/* With an else the branch is none to the end. */
		if (!has_else)
			return wcore_replay_branch(replay, call, &own, 1, true) ? REPLAY_RETURNED : REPLAY_LOST;
		return wcore_replay_skip_if(replay, call, step->end) ? REPLAY_RETURNED : REPLAY_LOST;
	}
	if (!(uint32_t)condition.bits)
		call->at = has_else ? step->other + 1 : step->end;
	return REPLAY_RETURNED;
}

/* A branch whose way is known; one that does not lead to the frame's instruction cannot be. */
static enum replay_end go(struct wcore_replay *replay, struct replay_call *call, uint64_t depth)
{
	if (depth < replay->label_count - call->labels &&
	    !wcore_replay_leads_on(call, &replay->labels[replay->label_count - 1 - depth]))
		return REPLAY_OVER;
	return wcore_replay_take(replay, call, depth) ? REPLAY_RETURNED : REPLAY_LOST;
}

static enum replay_end branch_table(struct wcore_replay *replay, struct replay_call *call,
				    const struct replay_step *step)
{
	const struct wcore_insn insn = { .op = step->op, .imm = { step->imm[0] }, .vector = step->vector,
					 .next = call->code->function.end, .data = replay->module->file->data };
	struct replay_value selector = pop(replay);
	uint64_t depths[64], depth = 0, number;
	struct wcore_error *error = NULL;
	uint32_t count = 0;

	if (selector.is_known) {
		number = (uint32_t)selector.bits < step->imm[0] ? (uint32_t)selector.bits : step->imm[0];
		error = wcore_insn_vector(replay->module, &insn, (uint32_t)number, &depth);
		wcore_error_destroy(error);
		return error ? REPLAY_LOST : go(replay, call, depth);
	}
	for (uint64_t i = 0; i <= step->imm[0] && !error; i++) {
		if (count == sizeof(depths) / sizeof(depths[0]))
			return REPLAY_LOST;
		error = wcore_insn_vector(replay->module, &insn, (uint32_t)i, &depths[count++]);
	}
	wcore_error_destroy(error);
	return !error && wcore_replay_branch(replay, call, depths, count, false) ? REPLAY_RETURNED : REPLAY_LOST;
}

/* Calls. */

/* The arguments on top of the stack become the locals; the results take their place. */
static enum replay_end run_function(struct wcore_replay *replay, const struct replay_code *code, uint32_t target)
{
	struct replay_call call = {
		.code = code, .locals = replay->height - code->param_count, .labels = replay->label_count,
		.target = target,
	};
	enum replay_end end;
	uint32_t first;

	if (code->local_count > WCORE_REPLAY_STACK - 1024 - call.locals ||
	    replay->label_count == WCORE_REPLAY_LABELS)
		return REPLAY_LOST;
	for (uint32_t i = code->param_count; i < code->local_count; i++)
		push(replay, (struct replay_value){ 0, code->is_zero[i] });
	replay->labels[replay->label_count++] = (struct replay_label){
		.start = 0, .end = code->count - 1, .height = replay->height, .arity = code->result_count,
		.results = code->result_count,
	};
	end = run(replay, &call);
	if (end != REPLAY_RETURNED)
		return end;
	if (replay->height < code->result_count)
		return REPLAY_LOST;
	first = replay->height - code->result_count;
	memmove(&replay->stack[call.locals], &replay->stack[first], code->result_count * sizeof(replay->stack[0]));
	replay->height = call.locals + code->result_count;
	replay->label_count = call.labels;
	return end;
}

/* What a function that is not run writes, when its code tells. */
static bool forget_writes(struct wcore_replay *replay, uint32_t funcidx, uint32_t first_arg)
{
	struct wcore_unwind *unwind = replay->unwind;
	const struct wcore_unwind_site *site = replay->frame->site;
	struct wcore_written written;

	wcore_writes_set(&unwind->writes, site->module, site->has_pointer ? &site->pointer : NULL);
	wcore_writes_find(&unwind->writes, funcidx, &written);
	for (uint32_t i = 0; i < written.count && !written.is_anything; i++) {
		const struct wcore_write *write = &written.items[i];
		struct replay_value base = { 0, true };

		if (write->base == WCORE_WRITE_PARAM)
			base = replay->stack[first_arg + write->index];
		else if (write->base == WCORE_WRITE_POINTER)
			base = has_pointer(replay) && unwind->check != WCORE_STACK_BROKEN ?
				       replay->globals[site->pointer] : unknown;
		if (!base.is_known)
			return false;
		if (write->memory == 0)
			wcore_replay_store(replay, (uint32_t)(base.bits + write->addend) + write->offset,
					   write->width, unknown);
	}
	return !written.is_anything;
}

static enum replay_end call_function(struct wcore_replay *replay, const struct replay_step *step, uint32_t funcidx)
{
	const uint32_t height = replay->height - step->pops, labels = replay->label_count;
	const struct replay_code *code = funcidx < replay->index->imported_funcs ? NULL :
					 wcore_replay_code(replay, funcidx);
	struct replay_value pointer = has_pointer(replay) ? replay->globals[replay->frame->site->pointer] : unknown;
	enum replay_end end = REPLAY_LOST;

	if (code && code->param_count == step->pops && replay->depth < WCORE_REPLAY_CALLS) {
		replay->depth++;
		end = run_function(replay, code, UINT32_MAX);
		replay->depth--;
		if (end == REPLAY_RETURNED || end == REPLAY_OVER)
			return end;
		wcore_replay_forget_call(replay);
	} else if (funcidx < replay->index->imported_funcs || !forget_writes(replay, funcidx, height)) {
		wcore_replay_forget_call(replay);
	}
	/* Calls preserve it. */
	if (has_pointer(replay) && replay->unwind->check != WCORE_STACK_BROKEN)
		replay->globals[replay->frame->site->pointer] = pointer;
	replay->label_count = labels;
	replay->height = height;
	push_unknown(replay, step->pushes);
	return REPLAY_RETURNED;
}

static enum replay_end call_indirect(struct wcore_replay *replay, const struct replay_step *step)
{
	struct replay_value index = pop(replay);
	uint32_t funcidx;

	if (replay->height < step->pops)
		return REPLAY_LOST;
	if (index.is_known &&
	    wcore_unwind_table_function(replay->frame, (uint32_t)step->imm[0], (uint32_t)step->imm[1], index.bits,
					&funcidx))
		return call_function(replay, step, funcidx);
	drop(replay, step->pops);
	wcore_replay_forget_call(replay);
	push_unknown(replay, step->pushes);
	return REPLAY_RETURNED;
}

/* Plain instructions. */

static void do_select(struct wcore_replay *replay)
{
	struct replay_value condition = pop(replay), b = pop(replay), a = pop(replay);

	if (condition.is_known)
		push(replay, (uint32_t)condition.bits ? a : b);
	else
		push(replay, a.is_known && b.is_known && a.bits == b.bits ? a : unknown);
}

static void do_numeric(struct wcore_replay *replay, uint32_t code, unsigned arity)
{
	struct replay_value args[2] = { unknown, unknown };
	uint64_t bits[2], result = 0;

	for (unsigned i = arity; i > 0; i--) {
		args[i - 1] = pop(replay);
		bits[i - 1] = args[i - 1].bits;
	}
	if (args[0].is_known && (arity == 1 || args[1].is_known) && wcore_solve_op(code, bits, &result))
		push_known(replay, result);
	else
		push(replay, unknown);
}

static void do_load(struct wcore_replay *replay, const struct replay_call *call, const struct replay_step *step)
{
	struct replay_value address = pop(replay);

	if (step->memory != 0 || !address.is_known)
		push(replay, unknown);
	else
		push(replay, wcore_replay_load(replay, step->op, address.bits + step->imm[1],
					       call->code->function.body + step->place));
}

static void do_store(struct wcore_replay *replay, const struct replay_step *step)
{
	struct replay_value value = pop(replay), address = pop(replay);

	if (step->memory != 0)
		return;
	if (address.is_known)
		wcore_replay_store(replay, address.bits + step->imm[1], step->op->width, value);
	else
		wcore_replay_forget(replay);
}

static void do_bulk(struct wcore_replay *replay, const struct replay_call *call, const struct replay_step *step)
{
	struct replay_value size = pop(replay), second = pop(replay), to = pop(replay);

	if (replay->index->memory_count != 1)
		wcore_replay_forget(replay);
	else if (step->op->code == FILL)
		wcore_replay_fill(replay, to, second, size);
	else
		wcore_replay_copy(replay, to, second, size, call->code->function.body + step->place);
}

/* By the table of effects: nothing of what it gives is known. */
static void do_other(struct wcore_replay *replay, const struct replay_step *step)
{
	const uint32_t writing = WCORE_INSN_STORE | WCORE_INSN_ATOMIC | WCORE_INSN_MEMORY;

	drop(replay, step->pops);
	if (step->op->flags & writing)
		wcore_replay_forget(replay);
	if (step->op->code >= 0xfe00004f)	/* globals that threads share */
		wcore_replay_forget_call(replay);
	push_unknown(replay, step->pushes);
}

static void do_global(struct wcore_replay *replay, const struct replay_step *step)
{
	struct replay_value *global = step->imm[0] < WCORE_REPLAY_GLOBALS ? &replay->globals[step->imm[0]] : NULL;

	if (step->op->code == WCORE_OP_GLOBAL_GET) {
		push(replay, global ? *global : unknown);
		return;
	}
	struct replay_value value = pop(replay);

	if (global)
		*global = value;
}

/* Growing succeeds as far as the dump's memory goes. */
static void do_size(struct wcore_replay *replay, bool is_grow)
{
	struct replay_value more = is_grow ? pop(replay) : (struct replay_value){ 0, true };
	const uint64_t old = replay->pages;

	if (!replay->is_whole || replay->index->memory_count != 1 || !more.is_known ||
	    more.bits > (replay->memory->size >> 16) - old) {
		if (is_grow)
			wcore_replay_forget(replay);
		push(replay, unknown);
		return;
	}
	replay->pages += more.bits;
	push_known(replay, old);
}

static void do_plain(struct wcore_replay *replay, struct replay_call *call, const struct replay_step *step)
{
	const uint32_t code = step->op->code;
	const int arity = wcore_effect_arity(code);

	switch (code) {
	case DROP:
		drop(replay, 1);
		return;
	case SELECT: case SELECT_TYPED:
		do_select(replay);
		return;
	case WCORE_OP_LOCAL_GET:
		push(replay, replay->stack[call->locals + step->imm[0]]);
		return;
	case WCORE_OP_LOCAL_SET:
		replay->stack[call->locals + step->imm[0]] = pop(replay);
		return;
	case WCORE_OP_LOCAL_TEE:
		replay->stack[call->locals + step->imm[0]] = pop(replay);
		push(replay, replay->stack[call->locals + step->imm[0]]);
		return;
	case WCORE_OP_GLOBAL_GET: case WCORE_OP_GLOBAL_SET:
		do_global(replay, step);
		return;
	case WCORE_OP_I32_CONST: case WCORE_OP_F32_CONST:
		push_known(replay, (uint32_t)step->imm[0]);
		return;
	case WCORE_OP_I64_CONST: case WCORE_OP_F64_CONST:
		push_known(replay, step->imm[0]);
		return;
	case COPY: case FILL:
		do_bulk(replay, call, step);
		return;
	case MEMORY_SIZE: case MEMORY_GROW:
		do_size(replay, code == MEMORY_GROW);
		return;
	default:
		break;
	}
	if (code >= LOAD_FIRST && code <= LOAD_LAST)
		do_load(replay, call, step);
	else if (code >= STORE_FIRST && code <= STORE_LAST)
		do_store(replay, step);
	else if (arity > 0)
		do_numeric(replay, code, (unsigned)arity);
	else
		do_other(replay, step);
}

static enum replay_end step_control(struct wcore_replay *replay, struct replay_call *call,
				    const struct replay_step *step, uint32_t at)
{
	struct replay_value condition;

	switch (step->op->code) {
	case WCORE_OP_BLOCK:
		return open_label(replay, call, at) ? REPLAY_RETURNED : REPLAY_LOST;
	case WCORE_OP_LOOP:
		return enter_loop(replay, call, at) ? REPLAY_RETURNED : REPLAY_LOST;
	case WCORE_OP_IF:
		return enter_if(replay, call, at);
	case WCORE_OP_ELSE:
		call->at = step->end;
		return REPLAY_RETURNED;
	case WCORE_OP_END:
		replay->label_count--;
		return REPLAY_RETURNED;
	case WCORE_OP_BR:
		return go(replay, call, step->imm[0]);
	case WCORE_OP_BR_IF:
		condition = pop(replay);
		if (!condition.is_known)
			return wcore_replay_branch(replay, call, &step->imm[0], 1, true) ? REPLAY_RETURNED :
											   REPLAY_LOST;
		return (uint32_t)condition.bits ? go(replay, call, step->imm[0]) : REPLAY_RETURNED;
	case WCORE_OP_BR_TABLE:
		return branch_table(replay, call, step);
	case WCORE_OP_RETURN:
		return go(replay, call, replay->label_count - call->labels - 1);
	case WCORE_OP_CALL:
		return replay->height < step->pops || step->imm[0] > UINT32_MAX ? REPLAY_LOST :
		       call_function(replay, step, (uint32_t)step->imm[0]);
	case WCORE_OP_CALL_INDIRECT:
		return call_indirect(replay, step);
	case WCORE_OP_UNREACHABLE:
		return REPLAY_OVER;
	default:
		do_plain(replay, call, step);
		return REPLAY_RETURNED;
	}
}

static enum replay_end run(struct wcore_replay *replay, struct replay_call *call)
{
	while (call->at < call->code->count) {
		const uint32_t at = call->at;
		enum replay_end end;

		if (at == call->target)
			return REPLAY_ARRIVED;
		if (replay->steps == 0)
			return REPLAY_OVER;
		replay->steps--;
		if (replay->height > WCORE_REPLAY_STACK - 256)
			return REPLAY_LOST;
		call->at++;
		end = step_control(replay, call, &call->code->steps[at], at);
		if (end != REPLAY_RETURNED)
			return end;
	}
	/* The frame has not returned. */
	return call->target == UINT32_MAX ? REPLAY_RETURNED : REPLAY_OVER;
}

/* Whether the frame is where a program starts: before any other code of its instance (WASI's application ABI). */
static bool is_program(const struct wcore_replay *replay, const struct wcore_unwind_frame *frame)
{
	const struct wcore_index *index = replay->index;

	if (frame->unwind->is_cut || wcore_unwind_older((struct wcore_unwind_frame *)frame) || index->has_start ||
	    !replay->memory || !wcore_solve_is_own_memory(frame, replay->memory) ||
	    index->memories[0].limits.page_log2 != 16 ||
	    index->memories[0].limits.min > replay->memory->size >> 16)
		return false;
	for (uint32_t i = 0; i < index->export_count; i++)
		if (index->exports[i].kind == WCORE_EXTERN_FUNC && index->exports[i].index == frame->target.funcidx)
			return wcore_string_is(index->exports[i].name, "_start");
	return false;
}

static void start_globals(struct wcore_replay *replay, bool is_program_start)
{
	const struct wcore_index *index = replay->index;

	for (uint32_t i = 0; i < WCORE_REPLAY_GLOBALS; i++) {
		const struct wcore_global *global = i < index->global_count ? &index->globals[i] : NULL;

		replay->globals[i] = unknown;
		if (global && (!global->is_mutable || is_program_start) && !global->is_imported &&
		    global->init.kind == WCORE_CONST_VALUE && global->type.code != WCORE_V128)
			replay->globals[i] = (struct replay_value){
				global->type.code == WCORE_I32 || global->type.code == WCORE_F32 ?
					(uint32_t)global->init.bits : global->init.bits, true };
	}
}

static void start(struct wcore_replay *replay, struct wcore_unwind_frame *frame)
{
	const struct wcore_index *index = replay->index;
	const bool goes_on = replay->arrived && replay->arrived == wcore_unwind_older(frame) &&
			     frame->link == WCORE_LINK_CALL && !frame->is_link_refused;

	replay->frame = frame;
	replay->height = replay->label_count = 0;
	replay->depth = 0;
	replay->arrived = NULL;
	replay->memory = index->memory_count && !index->memories[0].is_imported && !index->memories[0].limits.is_shared ?
				 wcore_unwind_memory_at(frame, 0) : NULL;
	if (!goes_on) {
		wcore_replay_forget(replay);
		replay->is_whole = is_program(replay, frame);
		replay->pages = replay->is_whole ? index->memories[0].limits.min : 0;
		start_globals(replay, replay->is_whole);
	}
	if (has_pointer(replay) && frame->entry.is_known)
		replay->globals[frame->site->pointer] = (struct replay_value){ frame->entry.value, true };
}

bool wcore_replay_run(struct wcore_replay *replay, struct wcore_unwind_frame *frame,
		      const struct replay_value *params)
{
	const struct replay_code *code;
	uint32_t target = 0;

	if (replay->module != frame->site->module) {
		wcore_replay_close(replay);
		replay->module = frame->site->module;
		replay->index = NULL;
		replay->arrived = NULL;
		wcore_error_destroy(wcore_module_index(replay->module, &replay->index));
	}
	code = replay->index ? wcore_replay_code(replay, frame->target.funcidx) : NULL;
	if (!code || code->param_count != frame->param_count || code->param_count > WCORE_REPLAY_STACK / 4)
		return false;
	while (target < code->count && code->function.body + code->steps[target].place != frame->site->address)
		target++;
	if (target == code->count)
		return false;
	start(replay, frame);
	for (uint32_t i = 0; i < code->param_count; i++)
		push(replay, params[i]);
	if (run_function(replay, code, target) != REPLAY_ARRIVED)
		return false;
	replay->arrived = frame;
	return true;
}
