/* How the readings of a stack fit the modules, and which one is chosen. */
#include "stack.h"

#include <stdlib.h>

#include "../base/text.h"
#include "../wasm/function.h"
#include "../wasm/index.h"
#include "../wasm/insn.h"

/* Frames that are looked at to choose, and bytes of code that are decoded for it. */
#define CHOOSE_FRAMES 48
#define DECODE_BUDGET (UINT64_C(4) << 20)

/* One reading while its frames are checked against the modules. */
struct check {
	const struct wcore_dump *dump;
	struct wcore_module *const *modules;
	uint64_t budget;	/* bytes of code that may still be decoded */
	struct wcore_fit *fit;
};

static struct wcore_module *module_of(const struct check *check, const struct wcore_frame *frame)
{
	uint32_t module;

	if (!check->modules || !wcore_dump_instance_module(check->dump, frame->instance, &module))
		return NULL;
	if (module >= (check->dump->module_count ? check->dump->module_count : 1))
		return NULL;
	return check->modules[module];
}

/* The function that a frame says it stands in, and where. */
static bool locate(struct wcore_module *module, const struct wcore_frame *frame,
		   struct wcore_function *function, uint64_t *ret_offset)
{
	struct wcore_error *error;

	if (frame->position_kind == WCORE_POSITION_FILE)
		error = wcore_module_function_at(module, frame->position, function);
	else
		error = wcore_module_function(module, frame->funcidx, function);
	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	if (frame->is_funcidx_sure && function->funcidx != frame->funcidx)
		return false;
	*ret_offset = frame->position;
	if (frame->position_kind == WCORE_POSITION_BODY)
		*ret_offset += function->body;
	else if (frame->position_kind == WCORE_POSITION_CODE)
		*ret_offset += function->code;
	return !function->is_imported;
}

/* A callee that makes tail calls may have left its place to another function. */
static bool makes_tail_calls(struct check *check, struct wcore_module *module, uint32_t funcidx)
{
	struct wcore_function function;
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	struct wcore_error *error = wcore_module_function(module, funcidx, &function);
	bool found = false;

	if (!error && !function.is_imported) {
		wcore_insn_cursor(module, &function, &cursor);
		while (!error && !found && wcore_cursor_left(&cursor) && check->budget) {
			error = wcore_insn_decode(&cursor, &insn);
			check->budget--;
			found = !error && (insn.op->flags & WCORE_INSN_TAIL_CALL);
		}
	}
	wcore_error_destroy(error);
	return found;
}

/* May the call have made the younger frame? */
static bool is_call_of(struct check *check, struct wcore_module *module,
		       const struct wcore_insn *insn, const struct wcore_frame *frame,
		       const struct wcore_frame *younger)
{
	const struct wcore_index *index;

	if (!(insn->op->flags & WCORE_INSN_CALL))
		return false;
	if (insn->op->code != WCORE_OP_CALL)
		return true;
	/* At a full stack Wasmtime's interpreter leaves out who called (measured). */
	if (younger->index == 0 && younger->position == 0 &&
	    younger->position_kind == WCORE_POSITION_BODY)
		return true;
	if (frame->instance == younger->instance && insn->imm[0] == younger->funcidx)
		return true;
	/* What stands behind an import is another instance's function or the host. */
	struct wcore_error *error = wcore_module_index(module, &index);
	if (error) {
		wcore_error_destroy(error);
		return true;
	}
	if (insn->imm[0] < index->imported_funcs)
		return true;
	return insn->imm[0] < index->func_count && makes_tail_calls(check, module, (uint32_t)insn->imm[0]);
}

static void check_frame(struct check *check, const struct wcore_frame *frame,
			const struct wcore_frame *younger)
{
	struct wcore_module *module = module_of(check, frame);
	struct wcore_function function = { 0 };
	struct wcore_insn insn;
	uint64_t offset = 0;
	bool on_instruction = false, at_call = false;

	if (!module || frame->position_kind == WCORE_POSITION_NONE)
		return;
	if (locate(module, frame, &function, &offset)) {
		uint64_t cost = function.end - function.body;

		if (cost > check->budget) {
			check->budget = 0;
			return;
		}
		check->budget -= cost;
		/* At the function's entry the stack may have run out, or fuel have ended. */
		on_instruction = !younger && offset >= function.body && offset < function.code;
		if (!on_instruction) {
			struct wcore_error *error = wcore_insn_at(module, &function, offset, &insn);

			on_instruction = !error;
			at_call = !error && younger && is_call_of(check, module, &insn, frame, younger);
			wcore_error_destroy(error);
		}
	}
	check->fit->checked++;
	check->fit->on_instruction += on_instruction;
	check->fit->callers += younger != NULL;
	check->fit->at_call += at_call;
}

void wcore_stack_fit(const struct wcore_dump *dump, const struct wcore_thread *thread,
		     const struct wcore_dialect *dialect, struct wcore_module *const *modules,
		     uint32_t limit, struct wcore_fit *ret)
{
	struct check check = {
		.dump = dump, .modules = modules, .budget = DECODE_BUDGET, .fit = ret,
	};
	struct wcore_thread reading = *thread;
	struct wcore_frame frame, younger = { 0 };
	struct wcore_frame_iter iter;
	bool found = true;

	*ret = (struct wcore_fit){ 0 };
	reading.dialect = dialect;
	wcore_frame_iter_init(&iter, dump, &reading);
	while (found && limit-- && check.budget) {
		struct wcore_error *error = wcore_frame_iter_next(&iter, &frame, &found);

		if (error) {
			wcore_error_destroy(error);
			return;
		}
		if (found)
			check_frame(&check, &frame, frame.index ? &younger : NULL);
		younger = frame;
	}
}

static uint32_t contradictions(const struct wcore_fit *fit)
{
	return fit->checked - fit->on_instruction + fit->callers - fit->at_call;
}

/* Readings in which each frame has the same function and place. */
static bool is_same_place(const struct wcore_dialect *a, const struct wcore_dialect *b)
{
	return a->base == b->base && a->has_instance == b->has_instance;
}

/* The rewriter never records instances: a dump with them is its only when callers say so. */
static bool is_unlikely(const struct wcore_dump *dump, const struct wcore_dialect *dialect)
{
	return dialect->id == WCORE_DIALECT_XTUC && dump->instance_count;
}

/* A wrong module contradicts every reading, one a little less than another: that decides nothing. */
static bool is_clearly_better(const struct wcore_dump *dump, const struct wcore_dialect *dialect,
			      const struct wcore_fit *fit, const struct wcore_fit *best)
{
	return contradictions(fit) < contradictions(best) &&
	       (uint64_t)contradictions(fit) * 4 <= contradictions(best) &&
	       (fit->at_call || !is_unlikely(dump, dialect));
}

static void report(struct wcore_dump *dump, const struct wcore_thread *thread,
		   const struct wcore_fit *fit)
{
	char *name = wcore_text_mask(thread->name.data ? thread->name : WCORE_STRING("?"));
	const char *how = dump->forced != WCORE_DIALECT_AUTO ? "as asked"
			  : thread->is_sure ? "nothing else fits"
			  : thread->fits ? "assumed: other readings fit as well"
					 : "assumed: no reading takes all its bytes";

	if (contradictions(fit))
		wcore_findings_add_at(&dump->findings, "core/dialect", WCORE_SEVERITY_WARNING,
				      thread->offset,
				      "thread %s is read as %s%s, but %u of the %u frames that were checked contradict the modules",
				      name ? name : "?", thread->dialect->name,
				      dump->forced != WCORE_DIALECT_AUTO ? " (as asked)" : "",
				      contradictions(fit) > fit->checked ? fit->checked : contradictions(fit),
				      fit->checked);
	else if (thread->dialect->id != WCORE_DIALECT_SPEC || !thread->is_sure)
		wcore_findings_add_at(&dump->findings, "core/dialect", WCORE_SEVERITY_NOTE,
				      thread->offset, "thread %s is read as %s (%s)", name ? name : "?",
				      thread->dialect->name, how);
	free(name);
}

void wcore_stack_choose(struct wcore_dump *dump, struct wcore_thread *thread,
			struct wcore_module *const *modules)
{
	struct wcore_fit best_fit;
	bool is_tied = false;

	wcore_stack_fit(dump, thread, thread->dialect, modules, CHOOSE_FRAMES, &best_fit);
	for (unsigned i = 0; dump->forced == WCORE_DIALECT_AUTO && i < WCORE_DIALECT_COUNT; i++) {
		const struct wcore_dialect *other = wcore_dialect_get(i);
		struct wcore_fit fit;

		if (!(thread->candidates & 1u << i) || is_same_place(other, thread->dialect))
			continue;
		wcore_stack_fit(dump, thread, other, modules, CHOOSE_FRAMES, &fit);
		/* A reading that no module speaks about decides nothing. */
		if (!fit.checked || !best_fit.checked)
			continue;
		if (is_clearly_better(dump, other, &fit, &best_fit)) {
			thread->dialect = other;
			best_fit = fit;
			is_tied = false;
		} else if (contradictions(&fit) <= contradictions(&best_fit) &&
			   !is_unlikely(dump, other)) {
			is_tied = true;
		}
	}
	if (best_fit.checked && dump->forced == WCORE_DIALECT_AUTO)
		thread->is_sure = !is_tied && !contradictions(&best_fit);
	report(dump, thread, &best_fit);
}
