#include "trap.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../debug/place.h"
#include "../dump/memory.h"
#include "branch.h"
#include "depth.h"
#include "folded_load.h"
#include "reason.h"
#include "recorded.h"
#include "solved.h"
#include "trap_text.h"
#include "unwind.h"

struct analysis {
	struct wcore_target *target;
	const struct wcore_thread *thread;
	struct wcore_target_frame frame;	/* the youngest */
	struct wcore_reasons reasons;
	struct wcore_recorded recorded;
	struct wcore_trap *trap;
};

static void __attribute__((format(printf, 2, 3)))
explain(struct wcore_trap *trap, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(trap->detail, sizeof(trap->detail), format, args);
	va_end(args);
}

static void set_place(struct analysis *analysis, const struct wcore_insn *insn)
{
	struct wcore_trap *trap = analysis->trap;
	trap->has_place = true;
	trap->module = analysis->frame.module;
	trap->address = insn->offset;
	wcore_insn_format(insn, trap->instruction, sizeof(trap->instruction));
}

/* The trap stands where the frame does: so does its line. */
static void set_frame_site(struct analysis *analysis)
{
	const struct wcore_sites *sites = &analysis->frame.sites;
	if (sites->count > 0 && sites->items[0].line > 0) {
		analysis->trap->site = sites->items[0];
		analysis->trap->has_site = true;
	}
}

static struct wcore_error *find_site(struct analysis *analysis, uint64_t offset,
				     struct wcore_site *ret)
{
	struct wcore_sites sites;
	struct wcore_error *error = wcore_symbols_find(analysis->frame.module->symbols,
						       analysis->frame.funcidx, offset, true,
						       &sites);
	*ret = (struct wcore_site){0};
	if (!error && sites.count > 0)
		*ret = sites.items[0];
	return error;
}

static bool is_same_line(const struct wcore_site *a, const struct wcore_site *b)
{
	return a->line == b->line && a->column == b->column &&
	       wcore_string_equal(a->file, b->file);
}

/*
 * The line of an instruction that the frame does not stand at, if the line
 * table has a row of its own for it: one that began before belongs to others.
 */
static struct wcore_error *set_own_site(struct analysis *analysis, uint64_t offset)
{
	struct wcore_site before = {0};
	struct wcore_site own = {0};
	struct wcore_error *error = find_site(analysis, offset, &own);
	if (!error && own.line > 0)
		error = find_site(analysis, offset - 1, &before);
	if (error || own.line == 0 || is_same_line(&own, &before))
		return error;
	analysis->trap->site = own;
	analysis->trap->has_site = true;
	return NULL;
}

/*
 * What the place leads to; what names it.  The trap is the `unreachable`'s when
 * there is just one, and has no place of its own when there are several.
 */
static struct wcore_error *find_unreachable(struct analysis *analysis, uint64_t offset,
					    const char *what, struct wcore_branch_traps *ret)
{
	const struct wcore_function *function = &analysis->frame.function;
	struct wcore_module *module = analysis->frame.module->found.module;
	struct wcore_trap *trap = analysis->trap;
	struct wcore_insn unreachable;
	struct wcore_error *error = wcore_branch_find_traps(module, function, offset, ret);

	if (error || ret->count == 0)
		return error;
	trap->possible = WCORE_KIND_BIT(UNREACHABLE);
	if (ret->count > 1) {
		explain(trap, "more than one side of %s leads to unreachable", what);
		return NULL;
	}
	explain(trap, "the %s at 0x%" PRIx64 " leads to it", what, offset);
	error = wcore_insn_at(module, function, ret->offset, &unreachable);
	if (error)
		return error;
	set_place(analysis, &unreachable);
	return ret->is_shared ? NULL : set_own_site(analysis, ret->offset);
}

static struct wcore_error *analyze_branch(struct analysis *analysis, const struct wcore_insn *insn)
{
	struct wcore_trap *trap = analysis->trap;
	struct wcore_branch_traps traps;
	struct wcore_error *error = find_unreachable(analysis, insn->offset, insn->op->name, &traps);

	if (error || traps.count > 0)
		return error;
	explain(trap, traps.is_too_deep ? "the blocks around %s nest too deep to be followed" :
					  "%s does not trap, and no side of it leads to unreachable",
		trap->instruction);
	return NULL;
}

/* Nothing but a check of the runtime's traps here, if it does not stand before `unreachable`. */
static struct wcore_error *analyze_loop(struct analysis *analysis, const struct wcore_insn *insn)
{
	struct wcore_trap *trap = analysis->trap;
	struct wcore_branch_traps traps;
	struct wcore_error *error = find_unreachable(analysis, insn->offset, insn->op->name, &traps);

	if (error || traps.count > 0)
		return error;
	trap->possible = WCORE_KIND_BIT(INTERRUPTED);
	explain(trap, "fuel, an epoch or a time limit ended in the loop");
	set_frame_site(analysis);
	return NULL;
}

/* Steps to the instruction at address; *ret_found is false when none starts there. */
static struct wcore_error *step_to(struct analysis *analysis, uint64_t address,
				   struct wcore_operands *operands, struct wcore_insn *ret,
				   bool *ret_found)
{
	struct wcore_cursor cursor;
	struct wcore_error *error = NULL;

	*ret_found = false;
	wcore_insn_cursor(analysis->reasons.module, &analysis->frame.function, &cursor);
	while (!error && cursor.pos <= address && wcore_cursor_left(&cursor) > 0) {
		error = wcore_insn_decode(&cursor, ret);
		if (error)
			break;
		if (ret->offset == address) {
			*ret_found = true;
			return NULL;
		}
		wcore_operands_step(operands, ret);
	}
	if (error && error->code != WCORE_ERROR_NOMEM) {
		wcore_error_destroy(error);
		error = NULL;
	}
	return error;
}

/* The stack pointer's value in the instance of the youngest frame. */
static void find_pointer(struct analysis *analysis, struct wcore_stack_pointer *ret)
{
	const struct wcore_dump *dump = analysis->target->dump;
	uint32_t instance = analysis->frame.frame.instance;

	*ret = (struct wcore_stack_pointer){0};
	if (instance >= dump->instance_count ||
	    !wcore_stack_pointer_find(analysis->reasons.module, &ret->global) ||
	    ret->global >= dump->instances[instance].global_count)
		return;
	uint32_t global = dump->instances[instance].globals[ret->global];
	if (global >= dump->index->global_count ||
	    dump->index->globals[global].init.kind != WCORE_CONST_VALUE)
		return;
	ret->is_known = true;
	ret->value = dump->index->globals[global].init.bits;
	ret->width = dump->index->globals[global].type.code == WCORE_I64 ? 8 : 4;
	if (ret->width == 4)
		ret->value = (uint32_t)ret->value;
	ret->memory_size = wcore_reasons_memory_size(&analysis->reasons, 0);
	if (dump->instances[instance].memory_count > 0 &&
	    dump->instances[instance].memories[0] < dump->memory_count)
		wcore_space_init(&ret->space, dump, &dump->memories[dump->instances[instance].memories[0]]);
}

/*
 * Adds the access of a load that was folded into the instruction at the frame,
 * which by itself can trap for what trap->possible says.
 */
static struct wcore_error *consider_folded_load(struct analysis *analysis,
						const struct wcore_insn *insn)
{
	struct wcore_trap *trap = analysis->trap;
	struct wcore_stack_pointer pointer;
	struct wcore_folded_load folded;

	if (analysis->thread->dialect->base != WCORE_BASE_BODY)
		return NULL;
	find_pointer(analysis, &pointer);
	wcore_folded_load_find(analysis->reasons.module, &analysis->frame.function, insn->offset,
			       &pointer, &folded);
	if (!folded.is_found || folded.is_inside)
		return NULL;
	if (trap->possible) {
		trap->possible |= WCORE_KIND_BIT(MEMORY_BOUNDS);
		trap->has_site = false;
		set_place(analysis, insn);
		explain(trap, "%s leads to unreachable, or stands for the %s at 0x%" PRIx64
			" in front of it", insn->op->name, folded.load.op->name, folded.load.offset);
		return NULL;
	}
	trap->possible = WCORE_KIND_BIT(MEMORY_BOUNDS);
	explain(trap, "%s does not trap: the %s in front of it, which was folded into it, does",
		insn->op->name, folded.load.op->name);
	set_place(analysis, &folded.load);
	trap->has_site = false;
	return set_own_site(analysis, folded.load.offset);
}

static struct wcore_error *analyze_instruction(struct analysis *analysis)
{
	struct wcore_trap *trap = analysis->trap;
	struct wcore_operands operands;
	struct wcore_reason reason;
	struct wcore_insn insn;
	bool found;

	wcore_operands_init(&operands, analysis->reasons.index, analysis->recorded.locals,
			    analysis->recorded.local_count);
	struct wcore_error *error = step_to(analysis, analysis->frame.address, &operands, &insn,
					    &found);
	if (error)
		return error;
	if (!found) {
		explain(trap, "the youngest frame stands at no instruction");
		return NULL;
	}
	set_place(analysis, &insn);
	if (wcore_branch_is_conditional(insn.op)) {
		error = analyze_branch(analysis, &insn);
		return error ? error : consider_folded_load(analysis, &insn);
	}
	if (insn.op->code == WCORE_OP_LOOP)
		return analyze_loop(analysis, &insn);

	set_frame_site(analysis);
	wcore_recorded_fill(&analysis->recorded, &operands);
	wcore_reason_find(&analysis->reasons, &insn, &operands, &reason);
	trap->unsolved = reason.kinds;
	error = wcore_solved_fill(analysis->target, analysis->thread,
				  wcore_reason_operand_count(insn.op), &operands);
	if (error)
		return error;
	wcore_reason_find(&analysis->reasons, &insn, &operands, &reason);
	trap->possible = reason.kinds;
	if (reason.kinds || !wcore_reason_kinds(insn.op)) {
		explain(trap, "%s", reason.text);
	} else {
		/* The frame says that it did trap. */
		trap->possible = wcore_reason_kinds(insn.op);
		explain(trap, "what is recorded contradicts a trap: %s", reason.text);
	}
	trap->has_zero_divisor = reason.kinds == WCORE_KIND_BIT(DIVIDE_BY_ZERO);
	if (trap->possible)
		return NULL;
	explain(trap, "%s does not trap: the module may be of another build than the dump's",
		trap->instruction);
	return consider_folded_load(analysis, &insn);
}

/* A place that says how the trap was raised rules most instructions out. */
static bool can_be_place(const struct wcore_target_frame *frame, const struct wcore_opcode *op)
{
	return !frame->has_address ||
	       wcore_place_can_raise(op, frame->address != frame->function.body);
}

/* The place inside the function is not known: whatever can trap may be it. */
static struct wcore_error *analyze_function(struct analysis *analysis)
{
	struct wcore_trap *trap = analysis->trap;
	const uint32_t elsewhere = WCORE_KIND_BIT(INTERRUPTED) | WCORE_KIND_BIT(STACK_EXHAUSTED);
	struct wcore_insn insn, candidate = {0};
	struct wcore_operands operands;
	struct wcore_error *error = NULL;
	struct wcore_cursor cursor;
	struct wcore_reason reason;
	uint64_t count = 0;

	wcore_operands_init(&operands, analysis->reasons.index, analysis->recorded.locals,
			    analysis->recorded.local_count);
	wcore_insn_cursor(analysis->reasons.module, &analysis->frame.function, &cursor);
	while (wcore_cursor_left(&cursor) > 0) {
		error = wcore_insn_decode(&cursor, &insn);
		if (error)
			break;
		wcore_reason_find(&analysis->reasons, &insn, &operands, &reason);
		wcore_operands_step(&operands, &insn);
		reason.kinds &= ~elsewhere;
		if (!reason.kinds || !can_be_place(&analysis->frame, insn.op))
			continue;
		trap->possible |= reason.kinds;
		candidate = insn;
		count++;
	}
	if (error) {
		trap->possible = 0;
		explain(trap, "the function's code cannot be read");
		if (error->code == WCORE_ERROR_NOMEM)
			return error;
		wcore_error_destroy(error);
		return NULL;
	}
	if (count != 1) {
		explain(trap, "the place in the function is not recorded: %" PRIu64
			" instructions can be the one", count);
		return NULL;
	}
	set_place(analysis, &candidate);
	explain(trap, "no other instruction of the function can be the one");
	error = find_site(analysis, candidate.offset, &trap->site);
	trap->has_site = !error && trap->site.line > 0;
	return error;
}

/*
 * In front of the first instruction.  Wasmtime gives a full stack no offset at
 * all, which is written as 0; its checks of fuel and epochs stand at the last
 * group of local declarations, which is 0 only where there is none.
 */
static bool is_at_entry(const struct analysis *analysis)
{
	const struct wcore_dialect *dialect = analysis->thread->dialect;
	const struct wcore_target_frame *frame = &analysis->frame;

	if (dialect->counts_first || frame->frame.position_kind != WCORE_POSITION_BODY)
		return false;
	if (!frame->has_function)
		return frame->frame.position == 0;
	return frame->frame.position < frame->function.code - frame->function.body;
}

/* Whether none of the functions that recurse has a way around the call: the recursion never ends. */
static struct wcore_error *recurses_always(const struct analysis *analysis, uint32_t period,
					   bool *ret)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	bool found;

	*ret = period > 0;
	wcore_target_iter_init(&iter, analysis->target, analysis->thread);
	for (uint32_t i = 0; *ret && i <= period; i++) {
		struct wcore_error *error = wcore_target_iter_next(&iter, &frame, &found);
		if (error)
			return error;
		if (i > 0)
			*ret = found && frame.has_function && frame.has_address && frame.is_exact &&
			       wcore_branch_is_certain(frame.module->found.module,
						       &frame.function, frame.address);
	}
	return NULL;
}

/*
 * The stack, fuel or an epoch ended in front of the first instruction.  Where the
 * place does not tell which, a recursion that may end is no proof: the producer
 * keeps too few frames to tell twenty from a full stack.  Wasmtime without
 * signals-based traps checks the stack where it checks fuel and epochs.
 */
static struct wcore_error *analyze_stop(struct analysis *analysis)
{
	const struct wcore_target_frame *frame = &analysis->frame;
	bool has_declarations = frame->has_function &&
				frame->function.code - frame->function.body > 1;
	struct wcore_trap *trap = analysis->trap;
	struct wcore_depth depth;
	bool is_endless = false;

	wcore_depth_measure(analysis->target->dump, analysis->thread, &depth);
	if (frame->frame.position > 0 && !depth.is_deep) {
		trap->possible = WCORE_KIND_BIT(INTERRUPTED);
		explain(trap, "fuel, an epoch or a time limit ended at the function's entry");
		return NULL;
	}
	if (frame->frame.position == 0 && depth.is_deep && depth.is_recursive) {
		if (!has_declarations) {
			struct wcore_error *error = recurses_always(analysis, depth.period,
								    &is_endless);
			if (error)
				return error;
		}
		if (has_declarations || is_endless) {
			trap->possible = WCORE_KIND_BIT(STACK_EXHAUSTED);
			explain(trap, is_endless ? "a recursion without an end reached the function's entry" :
						   "a recursion reached the function's entry");
			return NULL;
		}
	}
	trap->possible = WCORE_KIND_BIT(STACK_EXHAUSTED) | WCORE_KIND_BIT(INTERRUPTED);
	explain(trap, depth.is_recursive && depth.is_deep ?
		"at the function's entry, in a recursion: the stack, fuel or an epoch ended there" :
		"at the function's entry, and the trace shows no runaway recursion: the stack, "
		"fuel or an epoch ended there");
	return NULL;
}

/*
 * Where epochs are checked, a function that begins with `unreachable`, as abort
 * does, traps at its entry.
 */
static struct wcore_error *analyze_entry(struct analysis *analysis)
{
	const struct wcore_target_frame *frame = &analysis->frame;
	struct wcore_trap *trap = analysis->trap;

	if (frame->has_function) {
		struct wcore_branch_traps traps;
		struct wcore_error *error = find_unreachable(analysis, frame->function.body,
							     "function", &traps);
		if (error || traps.count > 0)
			return error;
		trap->has_place = true;
		trap->module = frame->module;
		trap->address = frame->function.body + frame->frame.position;
		snprintf(trap->instruction, sizeof(trap->instruction), "function entry");
		set_frame_site(analysis);
	}
	return analyze_stop(analysis);
}

static void explain_unknown(struct analysis *analysis)
{
	const struct wcore_target_module *module = analysis->frame.module;
	if (module->refused)
		explain(analysis->trap, "the module is not used: %s", module->refused);
	else if (!module->found.module)
		explain(analysis->trap, "the module was not found");
	else
		explain(analysis->trap, "the youngest frame's function is not in the module");
}

static struct wcore_error *analyze(struct analysis *analysis)
{
	const struct wcore_target_frame *frame = &analysis->frame;
	struct wcore_error *error;

	if (is_at_entry(analysis))
		return analyze_entry(analysis);
	if (!frame->has_function) {
		explain_unknown(analysis);
		return NULL;
	}
	error = wcore_reasons_init(&analysis->reasons, frame->module->found.module,
				   analysis->target->dump);
	if (!error)
		error = wcore_recorded_read(analysis->target->dump, analysis->thread, frame,
					    &analysis->recorded);
	if (!error && frame->has_address && (frame->is_exact || frame->is_inferred))
		error = analyze_instruction(analysis);
	else if (!error)
		error = analyze_function(analysis);
	wcore_recorded_deinit(&analysis->recorded);
	return error;
}

/* What the runtime said of the first thread leaves fewer kinds, unless it contradicts the place. */
static void heed_message(const struct analysis *analysis)
{
	const struct wcore_string message = analysis->target->dump->trace.message;
	const uint32_t kinds = analysis->thread->index ? 0 : wcore_trap_text_kinds(message);
	struct wcore_trap *trap = analysis->trap;

	if (!kinds || (trap->possible && !(trap->possible & kinds)))
		return;
	trap->possible = trap->possible ? trap->possible & kinds : kinds;
	if (trap->unsolved & kinds)
		trap->unsolved &= kinds;
	if (!trap->detail[0])
		explain(trap, "the runtime said: %.*s", (int)(message.size < 200 ? message.size : 200),
			message.data);
}

struct wcore_error *wcore_trap_analyze(struct wcore_target *target,
				       const struct wcore_thread *thread, struct wcore_trap *ret)
{
	struct analysis analysis = {.target = target, .thread = thread, .trap = ret};
	struct wcore_target_iter iter;
	bool found = false;

	*ret = (struct wcore_trap){0};
	/* A cut stack whose youngest frames the modules confirm is as good as a whole one. */
	if (thread->frame_count == 0 || (thread->is_broken && !thread->is_sure)) {
		explain(ret, thread->is_broken ? "the thread's stack is cut and no module tells how to read it" :
						 "the producer wrote no frames");
		return NULL;
	}
	wcore_target_iter_init(&iter, target, thread);
	struct wcore_error *error = wcore_target_iter_next(&iter, &analysis.frame, &found);
	if (!error && found && analysis.frame.frame.is_behind_gap)
		explain(ret, "the youngest frames are missing");
	else if (!error && found)
		error = analyze(&analysis);
	else
		explain(ret, "the youngest frame cannot be read");
	heed_message(&analysis);
	if (!ret->unsolved)
		ret->unsolved = ret->possible;
	if (error && error->code != WCORE_ERROR_NOMEM) {
		wcore_error_destroy(error);
		error = NULL;
	}
	return error;
}

struct wcore_error *wcore_trap_teach(const struct wcore_trap *trap, struct wcore_unwind *unwind)
{
	return trap->has_zero_divisor ? wcore_unwind_learn(unwind, 0, 0) : NULL;
}
