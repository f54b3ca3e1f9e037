/* Why a call_indirect trapped: declared in reason.h. */
#include <inttypes.h>
#include <stdio.h>

#include "reason.h"

enum { OP_TABLE_SET = 0x26 };
#define OP_TABLE_INIT UINT32_C(0xfc00000c)
#define OP_TABLE_COPY UINT32_C(0xfc00000e)
#define OP_TABLE_GROW UINT32_C(0xfc00000f)
#define OP_TABLE_FILL UINT32_C(0xfc000011)
#define OP_TABLE_ATOMIC_SET UINT32_C(0xfe000059)
#define OP_TABLE_ATOMIC_XCHG UINT32_C(0xfe00005a)
#define OP_TABLE_ATOMIC_CMPXCHG UINT32_C(0xfe00005b)

/*
 * Larger code is not searched for writes to a table: the answer is worth less
 * than the time, least of all when the index is not known.
 */
#define MAX_SEARCH (UINT64_C(8) << 20)
#define MAX_SEARCH_UNKNOWN (UINT64_C(1) << 20)

static bool writes_table(const struct wcore_insn *insn, uint32_t table)
{
	switch (insn->op->code) {
	case OP_TABLE_INIT:
	case OP_TABLE_ATOMIC_SET:
	case OP_TABLE_ATOMIC_XCHG:
	case OP_TABLE_ATOMIC_CMPXCHG:
		return insn->imm[1] == table;
	case OP_TABLE_SET:
	case OP_TABLE_COPY:
	case OP_TABLE_GROW:
	case OP_TABLE_FILL:
		return insn->imm[0] == table;
	default:
		return false;
	}
}

/* Errors: also FORMAT, where the code cannot be decoded to its end. */
static struct wcore_error *code_writes_table(struct wcore_module *module,
					     const struct wcore_function *function, uint32_t table,
					     bool *ret)
{
	struct wcore_cursor cursor;
	struct wcore_error *error = NULL;

	wcore_insn_cursor(module, function, &cursor);
	while (!error && !*ret && wcore_cursor_left(&cursor) > 0) {
		struct wcore_insn insn;
		error = wcore_insn_decode(&cursor, &insn);
		if (!error)
			*ret = writes_table(&insn, table);
	}
	return error;
}

bool wcore_table_is_fixed(struct wcore_module *module, const struct wcore_index *index,
			  uint32_t table, uint64_t max_search)
{
	const struct wcore_section *code = wcore_module_section(module, WCORE_SECTION_CODE);

	if (table >= index->table_count || index->tables[table].is_imported ||
	    index->tables[table].has_init)
		return false;
	for (uint32_t i = 0; i < index->export_count; i++) {
		if (index->exports[i].kind == WCORE_EXTERN_TABLE && index->exports[i].index == table)
			return false;
	}
	if (!code || code->size > max_search)
		return false;
	for (uint32_t i = index->imported_funcs; i < index->func_count; i++) {
		struct wcore_function function;
		bool is_written = false;
		struct wcore_error *error = wcore_module_function(module, i, &function);
		if (!error)
			error = code_writes_table(module, &function, table, &is_written);
		if (error || is_written) {
			wcore_error_destroy(error);
			return false;
		}
	}
	return true;
}

/* 1 for the same type, 0 for another, -1 when subtyping or references may decide. */
static int is_same_type(const struct wcore_functype *a, const struct wcore_functype *b)
{
	int result = 1;
	if (!a || !b || a->kind != 0x60 || b->kind != 0x60)
		return -1;
	if (a == b)
		return 1;
	if (a->param_count != b->param_count || a->result_count != b->result_count)
		return 0;
	for (uint32_t i = 0; i < a->param_count + a->result_count; i++) {
		bool is_param = i < a->param_count;
		struct wcore_valtype x = is_param ? a->params[i] : a->results[i - a->param_count];
		struct wcore_valtype y = is_param ? b->params[i] : b->results[i - b->param_count];
		bool is_ref = x.code == WCORE_REF || x.code == WCORE_REF_NULL ||
			      y.code == WCORE_REF || y.code == WCORE_REF_NULL;
		if (is_ref && (x.code != y.code || x.heap != y.heap || x.heap >= 0))
			result = -1;
		else if (x.code != y.code)
			return 0;
	}
	return result;
}

static const struct wcore_functype *call_type(const struct wcore_reasons *reasons,
					      const struct wcore_insn *insn)
{
	return insn->imm[0] < reasons->index->type_count ? &reasons->index->types[insn->imm[0]] :
							   NULL;
}

/* "(i32) -> (i64)" into buffer, cut where it ends. */
static void format_type(const struct wcore_functype *type, char *buffer, size_t size)
{
	char name[WCORE_VALTYPE_NAME_SIZE];
	size_t used = 0;

	for (unsigned side = 0; side < 2; side++) {
		const struct wcore_valtype *types = side ? type->results : type->params;
		uint32_t count = side ? type->result_count : type->param_count;

		used += (size_t)snprintf(buffer + used, size - used, side ? " -> (" : "(");
		for (uint32_t i = 0; i < count && used < size; i++)
			used += (size_t)snprintf(buffer + used, size - used, i ? " %s" : "%s",
						 wcore_valtype_name(types[i], name));
		if (used < size)
			used += (size_t)snprintf(buffer + used, size - used, ")");
		if (used >= size)
			return;
	}
}

/* Both signatures, where they are what differs. */
static void explain_types(const struct wcore_functype *call, const struct wcore_functype *found,
			  char *buffer, size_t size)
{
	char wanted[72], there[72];

	if (!call || !found)
		return;
	format_type(call, wanted, sizeof(wanted));
	format_type(found, there, sizeof(there));
	snprintf(buffer, size, ", %s instead of %s", there, wanted);
}

/* What a call through the table can come to if it finds this function. */
static uint32_t callee_kinds(const struct wcore_reasons *reasons, const struct wcore_insn *insn,
			     uint32_t funcidx)
{
	int same = is_same_type(call_type(reasons, insn),
				wcore_index_functype(reasons->module, funcidx));
	bool is_host = funcidx < reasons->index->imported_funcs;
	return (same == 1 ? 0 : WCORE_KIND_BIT(SIGNATURE)) |
	       (same != 0 && is_host ? WCORE_KIND_BIT(HOST) : 0);
}

/* The index is not known, but which functions the table holds is. */
static void any_slot(struct wcore_reasons *reasons, const struct wcore_insn *insn,
		     uint32_t table, struct wcore_reason *ret)
{
	const struct wcore_index *index = reasons->index;
	uint32_t kinds = WCORE_KIND_BIT(TABLE_BOUNDS) | WCORE_KIND_BIT(NULL_ELEMENT);

	for (uint32_t i = 0; i < index->element_count; i++) {
		const struct wcore_element *element = &index->elements[i];
		if (element->mode != WCORE_ELEMENT_ACTIVE || element->table != table)
			continue;
		reasons->elements += element->count;
		if (reasons->elements > WCORE_REASONS_ELEMENTS)
			kinds = ret->kinds;
		for (uint32_t k = 0; k < element->count && kinds != ret->kinds; k++) {
			uint32_t funcidx;
			kinds |= wcore_element_function(reasons->module, element, k, &funcidx) ?
				 callee_kinds(reasons, insn, funcidx) : WCORE_KIND_BIT(SIGNATURE);
		}
	}
	ret->kinds = kinds;
	snprintf(ret->text, sizeof(ret->text), "the table index is not known");
}

static void one_slot(struct wcore_reasons *reasons, const struct wcore_insn *insn, uint32_t table,
		     struct wcore_known slot, struct wcore_reason *ret)
{
	uint64_t size = reasons->index->tables[table].limits.min;
	uint32_t funcidx;
	char index[64];
	int used;

	wcore_known_describe(slot, index, sizeof(index));
	if (slot.bits >= size) {
		ret->kinds = WCORE_KIND_BIT(TABLE_BOUNDS);
		snprintf(ret->text, sizeof(ret->text), "the table index %s of %" PRIu64, index, size);
		return;
	}
	reasons->elements += slot.bits + reasons->index->element_count;
	switch (reasons->elements > WCORE_REASONS_ELEMENTS ? -1 :
		wcore_index_table_slot(reasons->module, table, slot.bits, &funcidx)) {
	case 0:
		ret->kinds = WCORE_KIND_BIT(NULL_ELEMENT);
		snprintf(ret->text, sizeof(ret->text), "the table index %s, where no function is",
			 index);
		break;
	case 1:
		ret->kinds = callee_kinds(reasons, insn, funcidx);
		used = snprintf(ret->text, sizeof(ret->text),
				"the table index %s, where function %" PRIu32 " is", index, funcidx);
		if (ret->kinds & WCORE_KIND_BIT(SIGNATURE) && used > 0)
			explain_types(call_type(reasons, insn),
				      wcore_index_functype(reasons->module, funcidx),
				      ret->text + used, sizeof(ret->text) - (size_t)used);
		break;
	default:
		snprintf(ret->text, sizeof(ret->text),
			 "the table index %s, what is there is not known", index);
		break;
	}
}

void wcore_reason_indirect(struct wcore_reasons *reasons, const struct wcore_insn *insn,
			   struct wcore_known slot, struct wcore_reason *ret)
{
	uint32_t table = (uint32_t)insn->imm[1];

	if (!reasons->has_table || reasons->table != table) {
		reasons->is_table_fixed = reasons->searches++ < WCORE_REASONS_SEARCHES &&
			wcore_table_is_fixed(reasons->module, reasons->index, table,
				       slot.state == WCORE_KNOWN ? MAX_SEARCH : MAX_SEARCH_UNKNOWN);
		reasons->table = table;
		reasons->has_table = true;
	}
	ret->kinds = wcore_reason_kinds(insn->op);
	/* Whatever happened to a table, it did not shrink. */
	if (slot.state == WCORE_KNOWN && table < reasons->index->table_count &&
	    slot.bits < reasons->index->tables[table].limits.min)
		ret->kinds &= ~WCORE_KIND_BIT(TABLE_BOUNDS);
	if (!reasons->is_table_fixed)
		snprintf(ret->text, sizeof(ret->text), "what the table holds is not certain");
	else if (slot.state == WCORE_KNOWN)
		one_slot(reasons, insn, table, slot, ret);
	else
		any_slot(reasons, insn, table, ret);
}
