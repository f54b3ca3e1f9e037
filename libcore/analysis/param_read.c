#include "param_read.h"

#include "../wasm/index.h"
#include "../wasm/insn.h"
#include "effect.h"

/* Code of a callee that is looked at. */
#define CALLEE_MAX (UINT64_C(16) << 10)
/* Instructions between an argument and its call. */
#define GIVEN_MAX 64

/* Whether the value that was just pushed is only given on: as the same parameter of the function itself. */
static bool is_given_on(struct wcore_cursor cursor, struct wcore_module *module, uint32_t callee, uint32_t param)
{
	uint32_t height = 1;

	for (unsigned i = 0; i < GIVEN_MAX && wcore_cursor_left(&cursor) > 0; i++) {
		struct wcore_insn insn;
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);
		const int arity = error ? -1 : wcore_effect_arity(insn.op->code);

		wcore_error_destroy(error);
		if (error)
			return false;
		if (insn.op->code == WCORE_OP_CALL && insn.imm[0] == callee) {
			const struct wcore_functype *type = wcore_index_functype(module, callee);

			return type && height <= type->param_count && type->param_count - height == param;
		}
		if (insn.op->code == WCORE_OP_LOCAL_GET)
			height++;
		else if (arity >= 0 && (uint32_t)arity < height)
			height = height - (uint32_t)arity + 1;
		else
			return false;
	}
	return false;
}

/* Code uses a parameter's local for other values too: what is set counts up to the end of the block that it is set in. */
static bool reads_param(const struct wcore_insn *insn, uint32_t param, uint32_t *depth, uint32_t *set_depth)
{
	const uint32_t code = insn->op->code;

	if (insn->op->flags & WCORE_INSN_BLOCK)
		++*depth;
	else if (code == WCORE_OP_END || code == WCORE_OP_DELEGATE)
		*depth -= *depth > 0;
	if (*depth < *set_depth || ((code == WCORE_OP_ELSE || code == WCORE_OP_CATCH ||
				     code == WCORE_OP_CATCH_ALL) && *depth == *set_depth))
		*set_depth = UINT32_MAX;
	if (code == WCORE_OP_LOCAL_GET && insn->imm[0] == param)
		return *set_depth == UINT32_MAX;
	if ((code == WCORE_OP_LOCAL_SET || code == WCORE_OP_LOCAL_TEE) && insn->imm[0] == param &&
	    *set_depth == UINT32_MAX)
		*set_depth = *depth;
	return false;
}

bool wcore_param_is_read(struct wcore_module *module, uint32_t callee, uint32_t param)
{
	struct wcore_function function;
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	struct wcore_error *error = wcore_module_function(module, callee, &function);
	bool is_read = error || function.is_imported || function.end - function.body > CALLEE_MAX;
	uint32_t depth = 0, set_depth = UINT32_MAX;

	wcore_error_destroy(error);
	if (is_read)
		return true;
	wcore_insn_cursor(module, &function, &cursor);
	while (wcore_cursor_left(&cursor) > 0 && !is_read) {
		error = wcore_insn_decode(&cursor, &insn);
		is_read = error || (reads_param(&insn, param, &depth, &set_depth) &&
				    !is_given_on(cursor, module, callee, param));
		wcore_error_destroy(error);
	}
	return is_read;
}
