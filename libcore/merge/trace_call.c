#include "trace_call.h"

#include "../wasm/index.h"

bool wcore_trace_insn_around(struct wcore_module *module, const struct wcore_function *function, uint64_t offset,
			     struct wcore_insn *ret)
{
	struct wcore_cursor cursor;

	if (offset < function->code || offset >= function->end)
		return false;
	wcore_insn_cursor(module, function, &cursor);
	while (wcore_cursor_left(&cursor)) {
		struct wcore_error *error = wcore_insn_decode(&cursor, ret);

		wcore_error_destroy(error);
		if (error)
			return false;
		if (offset < ret->next)
			return true;
	}
	return false;
}

static bool is_import(struct wcore_module *module, const struct wcore_insn *insn)
{
	return insn->op->code == WCORE_OP_CALL && insn->imm[0] <= UINT32_MAX &&
	       wcore_index_imported_function(module, (uint32_t)insn->imm[0]);
}

bool wcore_trace_can_call(struct wcore_module *module, const struct wcore_insn *insn,
			  const struct wcore_trace_callee *callee)
{
	if (!(insn->op->flags & WCORE_INSN_CALL))
		return false;
	if (!callee->is_known || insn->op->code != WCORE_OP_CALL || is_import(module, insn))
		return true;
	return callee->is_function && insn->imm[0] == callee->funcidx;
}

bool wcore_trace_only_call(struct wcore_module *module, const struct wcore_function *function,
			   const struct wcore_trace_callee *callee, uint64_t *ret)
{
	uint64_t direct = 0, other = 0, direct_at = 0, other_at = 0;
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	if (!callee->is_known)
		return false;
	wcore_insn_cursor(module, function, &cursor);
	while (wcore_cursor_left(&cursor)) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		wcore_error_destroy(error);
		if (error || (insn.op->flags & WCORE_INSN_TAIL_CALL))
			return false;
		if (!wcore_trace_can_call(module, &insn, callee))
			continue;
		if (callee->is_function && insn.op->code == WCORE_OP_CALL && !is_import(module, &insn)) {
			direct++;
			direct_at = insn.offset;
		} else {
			other++;
			other_at = insn.offset;
		}
	}
	*ret = direct ? direct_at : other_at;
	return direct + other == 1;
}
