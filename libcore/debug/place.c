#include "place.h"

struct wcore_error *wcore_place_find(struct wcore_module *module, const struct wcore_frame *frame,
				     struct wcore_place *ret)
{
	struct wcore_error *error;

	*ret = (struct wcore_place){ 0 };
	if (frame->position_kind == WCORE_POSITION_FILE) {
		ret->address = module->offset + frame->position;
		error = wcore_module_function_at(module, ret->address, &ret->function);
		if (error)
			return error;
		ret->has_function = ret->has_address = true;
		if (frame->is_funcidx_sure && ret->function.funcidx != frame->funcidx)
			return wcore_error_create(WCORE_ERROR_NOT_FOUND, NULL,
						  "function %u does not hold the offset",
						  frame->funcidx);
		return NULL;
	}
	if (!frame->is_funcidx_sure)
		return NULL;
	error = wcore_module_function(module, frame->funcidx, &ret->function);
	if (error)
		return error;
	ret->has_function = true;
	ret->has_address = !ret->function.is_imported &&
			   frame->position_kind != WCORE_POSITION_NONE;
	if (ret->has_address)
		ret->address = frame->position + (frame->position_kind == WCORE_POSITION_CODE
							  ? ret->function.code
							  : ret->function.body);
	return NULL;
}

bool wcore_place_is_shared(const struct wcore_dialect *dialect, const struct wcore_frame *frame,
			   const struct wcore_place *place)
{
	if (frame->index || !place->has_address || place->function.is_imported)
		return false;
	if (dialect->id != WCORE_DIALECT_WASMER && dialect->id != WCORE_DIALECT_BUILDER)
		return false;
	return place->address == place->function.body || place->address == place->function.end - 1;
}

/*
 * At the end: division, remainder, call_indirect.  At 0: bulk memory and float
 * conversion.  Of the other kinds nothing is known, so they count for both;
 * plain loads and stores and `unreachable` carry their own places.
 */
bool wcore_place_can_raise(const struct wcore_opcode *op, bool at_end)
{
	const uint32_t other = WCORE_INSN_TABLE | WCORE_INSN_NULL_REF | WCORE_INSN_CAST |
			       WCORE_INSN_ARRAY | WCORE_INSN_ATOMIC;
	const uint32_t end = WCORE_INSN_DIV | WCORE_INSN_OVERFLOW;
	const uint32_t zero = WCORE_INSN_MEMORY | WCORE_INSN_TRUNC;
	bool is_indirect = (op->flags & (WCORE_INSN_CALL | WCORE_INSN_TAIL_CALL)) &&
			   op->code != WCORE_OP_CALL && op->code != WCORE_OP_RETURN_CALL;

	if (is_indirect)
		return at_end;
	if (op->flags & (end | zero))
		return (op->flags & (at_end ? end : zero)) != 0;
	return (op->flags & other) != 0;
}

bool wcore_place_infer(const struct wcore_module *module, const struct wcore_place *place,
		       uint64_t *ret_address)
{
	bool at_end = place->address != place->function.body;
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	uint64_t address = 0;
	uint32_t count = 0;

	wcore_insn_cursor(module, &place->function, &cursor);
	while (wcore_cursor_left(&cursor)) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error) {
			wcore_error_destroy(error);
			return false;
		}
		if (!wcore_place_can_raise(insn.op, at_end))
			continue;
		address = insn.offset;
		if (++count > 1)
			return false;
	}
	if (count == 1)
		*ret_address = address;
	return count == 1;
}
