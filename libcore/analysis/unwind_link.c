/*
 * Which frames called which: where a frame's parameters are the operands of
 * the call at which the next older frame stands, and no code that is not on the
 * stack ran in between.
 *
 * A direct call makes the callee's frame; what can stand in its place is only
 * what it calls in its tail.  A call through a table makes the frame of the
 * function that is in the slot: where the slot is not known, the functions in
 * the table must be such that none of them can have put another frame there:
 * no functions of the host, which may call back, and no tail calls.
 */
#include <stdlib.h>
#include <string.h>

#include "../base/presence.h"
#include "solve.h"

/* Code that is decoded for one answer; of more the worse one is taken. */
#define CODE_MAX (UINT64_C(256) << 10)
#define ITEMS_MAX 100000

static bool is_same_type(const struct wcore_functype *a, const struct wcore_functype *b)
{
	if (!a || !b || a->kind != 0x60 || b->kind != 0x60 || a->param_count != b->param_count ||
	    a->result_count != b->result_count)
		return false;
	for (uint32_t i = 0; i < a->param_count; i++)
		if (a->params[i].code != b->params[i].code || a->params[i].heap != b->params[i].heap)
			return false;
	for (uint32_t i = 0; i < a->result_count; i++)
		if (a->results[i].code != b->results[i].code ||
		    a->results[i].heap != b->results[i].heap)
			return false;
	return true;
}

static bool has_tail_call(struct wcore_module *module, uint32_t funcidx, uint64_t *left)
{
	struct wcore_function function;
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	struct wcore_error *error = wcore_module_function(module, funcidx, &function);

	if (error || function.is_imported || function.end - function.body > *left) {
		wcore_error_destroy(error);
		return true;
	}
	*left -= function.end - function.body;
	wcore_insn_cursor(module, &function, &cursor);
	while (wcore_cursor_left(&cursor) > 0) {
		error = wcore_insn_decode(&cursor, &insn);
		if (error || insn.op->flags & WCORE_INSN_TAIL_CALL) {
			wcore_error_destroy(error);
			return true;
		}
	}
	return false;
}

/* Whether the function's code has an instruction that puts something into a table. */
static bool function_writes_table(struct wcore_module *module, const struct wcore_function *function)
{
	struct wcore_cursor cursor;
	struct wcore_insn insn;

	wcore_insn_cursor(module, function, &cursor);
	while (wcore_cursor_left(&cursor) > 0) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error) {
			wcore_error_destroy(error);
			return true;
		}
		switch (insn.op->code) {
		case 0x26:
		case 0xfc00000c: case 0xfc00000e: case 0xfc00000f: case 0xfc000011:
		case 0xfe000059: case 0xfe00005a: case 0xfe00005b:
			return true;
		default:
			break;
		}
	}
	return false;
}

/*
 * Whether any code writes to a table.  Bytes that may be such an instruction are rare: only
 * the functions that have them are decoded.
 */
static bool code_writes_table(struct wcore_module *module)
{
	const struct wcore_section *code = wcore_module_section(module, WCORE_SECTION_CODE);

	if (!code)
		return false;
	const uint8_t *data = module->file->data;
	uint64_t left = CODE_MAX;

	for (uint64_t pos = code->offset, end = code->offset + code->size; pos + 1 < end; pos++) {
		uint8_t first = data[pos], second = data[pos + 1];
		struct wcore_function function;
		/* A table's index, or the sub-opcode, may be padded. */
		bool is_set = first == 0x26 && (second < 0x10 || second >= 0x80);
		bool is_bulk = (first == 0xfc || first == 0xfe) &&
			       (second == 0x0c || second == 0x0e || second == 0x0f ||
				second == 0x11 || (second >= 0x59 && second <= 0x5b) ||
				second >= 0x80);

		if (!is_set && !is_bulk)
			continue;
		struct wcore_error *error = wcore_module_function_at(module, pos, &function);

		if (error) {	/* between two functions */
			wcore_error_destroy(error);
			continue;
		}
		if (function.end - function.body > left || function_writes_table(module, &function))
			return true;
		left -= function.end - function.body;
		pos = function.end - 1;
	}
	return false;
}

/* A thin copy lacks most of the code: it has the answer of the whole one, where somebody asked. */
static bool is_any_table_written(struct wcore_module *module)
{
	struct wcore_presence *presence = module->file->presence;

	if (wcore_file_is_thin(module->file))
		return !(presence->facts & WCORE_FACT_TABLES_FIXED);
	if (code_writes_table(module))
		return true;
	if (presence)
		presence->facts |= WCORE_FACT_TABLES_FIXED;
	return false;
}

/* Whether the element segments alone say what a table holds. */
static bool is_table_fixed(struct wcore_unwind *unwind, struct wcore_module *module,
			   const struct wcore_index *index, uint32_t table)
{
	if (table >= index->table_count || index->table_count > 16 ||
	    index->tables[table].is_imported || index->tables[table].has_init)
		return false;
	for (uint32_t i = 0; i < index->export_count; i++)
		if (index->exports[i].kind == WCORE_EXTERN_TABLE && index->exports[i].index == table)
			return false;
	if (unwind->table_module != module) {
		unwind->table_module = module;
		unwind->is_table_written = is_any_table_written(module);
	}
	return !unwind->is_table_written;
}

/* Whether a call of that type through the table can only make the frame of what it calls. */
static bool is_table_closed(struct wcore_module *module, const struct wcore_index *index,
			    uint32_t table, const struct wcore_functype *type)
{
	uint64_t left = CODE_MAX;
	uint32_t items = 0;

	for (uint32_t i = 0; i < index->element_count; i++) {
		const struct wcore_element *element = &index->elements[i];

		if (element->mode != WCORE_ELEMENT_ACTIVE || element->table != table)
			continue;
		for (uint32_t k = 0; k < element->count; k++) {
			uint32_t funcidx;

			if (++items > ITEMS_MAX)
				return false;
			if (!wcore_element_function(module, element, k, &funcidx)) {
				if (element->is_expressions)
					return false;
				continue;
			}
			if (is_same_type(wcore_index_functype(module, funcidx), type) &&
			    (funcidx < index->imported_funcs ||
			     has_tail_call(module, funcidx, &left)))
				return false;
		}
	}
	return true;
}

static bool is_called_through_table(struct wcore_unwind_frame *caller, uint32_t funcidx,
				    const struct wcore_insn *insn)
{
	struct wcore_module *module = caller->site->module;
	const struct wcore_index *index = NULL;
	uint32_t typeidx = (uint32_t)insn->imm[0], table = (uint32_t)insn->imm[1], slot;
	struct wcore_solved number;

	wcore_error_destroy(wcore_module_index(module, &index));
	if (!index || typeidx >= index->type_count ||
	    !is_same_type(&index->types[typeidx], wcore_index_functype(module, funcidx)) ||
	    !is_table_fixed(caller->unwind, module, index, table))
		return false;
	if (wcore_solve(caller, wcore_ssa_operand(caller->site->ssa, 0), &number))
		return wcore_index_table_slot(module, table, number.bits, &slot) == 1 &&
		       slot == funcidx;
	return is_table_closed(module, index, table, &index->types[typeidx]);
}

bool wcore_unwind_table_function(const struct wcore_unwind_frame *frame, uint32_t typeidx, uint32_t table,
				 uint64_t slot, uint32_t *ret_funcidx)
{
	struct wcore_module *module = frame->site->module;
	const struct wcore_index *index = NULL;

	wcore_error_destroy(wcore_module_index(module, &index));
	return index && typeidx < index->type_count && is_table_fixed(frame->unwind, module, index, table) &&
	       wcore_index_table_slot(module, table, slot, ret_funcidx) == 1 &&
	       is_same_type(&index->types[typeidx], wcore_index_functype(module, *ret_funcidx));
}

bool wcore_unwind_may_have_called(const struct wcore_unwind_frame *frame)
{
	const struct wcore_insn *insn = wcore_ssa_insn(frame->site->ssa);
	struct wcore_module *module = frame->site->module;
	const struct wcore_index *index = NULL;

	if (!insn || !(insn->op->flags & (WCORE_INSN_CALL | WCORE_INSN_TAIL_CALL)))
		return false;
	if (insn->op->code != WCORE_OP_CALL_INDIRECT || !frame->is_instance_sure)
		return true;
	uint64_t typeidx = insn->imm[0], table = insn->imm[1];

	wcore_error_destroy(wcore_module_index(module, &index));
	return !index || typeidx >= index->type_count || table >= index->table_count ||
	       !is_table_fixed(frame->unwind, module, index, (uint32_t)table) ||
	       !is_table_closed(module, index, (uint32_t)table, &index->types[typeidx]);
}

static enum wcore_unwind_link link_of(struct wcore_unwind_frame *frame)
{
	struct wcore_unwind_frame *caller = wcore_unwind_older(frame);
	const struct wcore_insn *insn;

	if (!caller || !caller->site || !caller->site->ssa || !frame->site || !frame->site->ssa ||
	    !caller->target.is_exact || caller->target.frame.is_behind_gap || frame->site->has_tail_call ||
	    caller->target.frame.instance != frame->target.frame.instance ||
	    caller->site->module != frame->site->module || !frame->is_instance_sure)
		return WCORE_LINK_UNKNOWN;
	insn = wcore_ssa_insn(caller->site->ssa);
	if (!insn)
		return WCORE_LINK_UNKNOWN;
	if (insn->op->code == WCORE_OP_CALL && insn->imm[0] == frame->target.funcidx)
		return WCORE_LINK_CALL;
	if (insn->op->code == WCORE_OP_CALL_INDIRECT &&
	    is_called_through_table(caller, frame->target.funcidx, insn))
		return WCORE_LINK_CALL;
	return WCORE_LINK_UNKNOWN;
}

void wcore_unwind_link_frames(struct wcore_unwind *unwind)
{
	for (uint32_t i = 0; i < wcore_unwind_kept(unwind); i++)
		unwind->frames[i].link = link_of(&unwind->frames[i]);
}
