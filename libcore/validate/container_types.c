/* Types (5.5.4), imports (5.5.5) and constant expressions (3.4.17). */
#include "container_state.h"

enum {
	TYPE_FUNC = 0x60, TYPE_STRUCT = 0x5f, TYPE_ARRAY = 0x5e, TYPE_CONT = 0x5d,
	TYPE_SUB = 0x50, TYPE_SUB_FINAL = 0x4f, TYPE_REC = 0x4e, TYPE_DESCRIPTOR = 0x4d,
	TYPE_DESCRIBES = 0x4c, TYPE_SHARED = 0x65, STORAGE_I8 = 0x78, STORAGE_I16 = 0x77,
};

static uint8_t peek(const struct wcore_strict *strict)
{
	return wcore_cursor_left(&strict->cursor) ? strict->cursor.data[strict->cursor.pos] : 0;
}

static void valtype(const struct wcore_container *container, struct wcore_strict *strict)
{
	uint64_t start = strict->cursor.pos;
	struct wcore_valtype type = wcore_strict_valtype(strict);

	if (!strict->failed)
		wcore_container_refer_valtype(container, start, type);
}

static void valtypes(const struct wcore_container *container, struct wcore_strict *strict,
		     const char *what)
{
	uint32_t count = wcore_strict_count(strict, 1, what);

	for (uint32_t i = 0; i < count && !strict->failed; i++)
		valtype(container, strict);
}

static void field(const struct wcore_container *container, struct wcore_strict *strict)
{
	uint8_t storage = peek(strict), flags;

	if (storage == STORAGE_I8 || storage == STORAGE_I16)
		wcore_strict_u8(strict);
	else
		valtype(container, strict);
	flags = wcore_strict_u8(strict);
	if (flags > 1)
		wcore_strict_fail(strict, "wasm/index", strict->cursor.pos - 1,
				  "a field's mutability of 0x%02x", flags);
}

static void composite(const struct wcore_container *container, struct wcore_strict *strict)
{
	uint64_t start = strict->cursor.pos;
	uint32_t count;
	uint8_t kind = wcore_strict_u8(strict);

	if (strict->failed)
		return;
	switch (kind) {
	case TYPE_FUNC:
		valtypes(container, strict, "parameters");
		valtypes(container, strict, "results");
		return;
	case TYPE_STRUCT:
		count = wcore_strict_count(strict, 2, "fields");
		for (uint32_t i = 0; i < count && !strict->failed; i++)
			field(container, strict);
		return;
	case TYPE_ARRAY:
		field(container, strict);
		return;
	case TYPE_CONT:
		wcore_strict_heaptype(strict);
		return;
	}
	wcore_strict_fail(strict, "wasm/index", start, "0x%02x begins no type", kind);
}

static void subtype(const struct wcore_container *container, struct wcore_strict *strict)
{
	if (peek(strict) == TYPE_SUB || peek(strict) == TYPE_SUB_FINAL) {
		wcore_strict_u8(strict);
		uint32_t count = wcore_strict_count(strict, 1, "supertypes");

		for (uint32_t i = 0; i < count && !strict->failed; i++) {
			uint64_t start = strict->cursor.pos;
			uint32_t index = wcore_strict_u32(strict);

			if (!strict->failed)
				wcore_container_refer(container, start, "type", index,
						      container->index->type_count);
		}
	}
	if (peek(strict) == TYPE_SHARED)
		wcore_strict_u8(strict);
	for (uint8_t prefix = TYPE_DESCRIBES; prefix <= TYPE_DESCRIPTOR; prefix++) {
		if (peek(strict) != prefix)
			continue;
		wcore_strict_u8(strict);
		wcore_strict_u32(strict);
	}
	composite(container, strict);
}

void wcore_container_types(struct wcore_container *container, struct wcore_strict *strict)
{
	uint32_t groups = wcore_strict_count(strict, 2, "types");

	for (uint32_t i = 0; i < groups && !strict->failed; i++) {
		uint32_t count = 1;

		if (peek(strict) == TYPE_REC) {
			wcore_strict_u8(strict);
			count = wcore_strict_count(strict, 2, "types of a group");
		}
		for (uint32_t k = 0; k < count && !strict->failed; k++)
			subtype(container, strict);
	}
}

enum { IMPORT_EXACT_FUNC = 0x20, IMPORT_GROUP_OF_TYPE = 0x7e, IMPORT_GROUP = 0x7f };

static void externtype(struct wcore_container *container, struct wcore_strict *strict)
{
	uint64_t start = strict->cursor.pos;
	uint8_t kind = wcore_strict_u8(strict), attribute = 0;
	struct wcore_limits limits;
	struct wcore_valtype type;
	uint32_t index;

	if (strict->failed)
		return;
	switch (kind) {
	case WCORE_EXTERN_TAG:
		attribute = wcore_strict_u8(strict);
		if (attribute)
			wcore_strict_fail(strict, "wasm/index", start + 1, "a tag's attribute of 0x%02x",
					  attribute);
		/* fall through */
	case WCORE_EXTERN_FUNC:
	case IMPORT_EXACT_FUNC:
		index = wcore_strict_u32(strict);
		if (!strict->failed)
			wcore_container_refer_functype(container, start, index);
		return;
	case WCORE_EXTERN_TABLE:
		wcore_container_table_type(container, strict, &type);
		return;
	case WCORE_EXTERN_MEMORY:
		limits = wcore_strict_limits(strict, true);
		if (!strict->failed)
			wcore_container_limits(container, start, &limits, true);
		return;
	case WCORE_EXTERN_GLOBAL:
		wcore_container_global_type(container, strict);
		return;
	}
	wcore_strict_fail(strict, "wasm/index", start, "0x%02x is no kind of import", kind);
}

/* Compact imports: many items of one module. */
static void import_group(struct wcore_container *container, struct wcore_strict *strict,
			 bool is_one_type)
{
	uint32_t count;

	if (is_one_type)
		externtype(container, strict);
	count = wcore_strict_count(strict, 1, "imports");
	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		wcore_strict_name(strict);
		if (!is_one_type)
			externtype(container, strict);
	}
}

void wcore_container_imports(struct wcore_container *container, struct wcore_strict *strict)
{
	uint32_t count = wcore_strict_count(strict, 3, "imports");

	for (uint32_t i = 0; i < count && !strict->failed; i++) {
		wcore_strict_name(strict);
		struct wcore_string name = wcore_strict_name(strict);
		uint8_t kind = peek(strict);

		if (!name.size && (kind == IMPORT_GROUP || kind == IMPORT_GROUP_OF_TYPE)) {
			wcore_strict_u8(strict);
			import_group(container, strict, kind == IMPORT_GROUP_OF_TYPE);
			continue;
		}
		externtype(container, strict);
	}
}

/* Operands of a constant expression: their codes, 0 where one is not known. */
#define DEPTH 64

struct expression {
	struct wcore_container *container;
	struct wcore_strict *strict;
	uint32_t globals;
	const char *rule;
	uint8_t stack[DEPTH];
	unsigned depth;
	bool is_open;	/* what it leaves is not followed any more */
	bool is_wrong;
};

static void push(struct expression *expression, uint8_t code)
{
	if (expression->depth == DEPTH)
		expression->is_open = true;
	else
		expression->stack[expression->depth++] = code;
}

static void wrong(struct expression *expression, const char *rule, uint64_t offset, const char *text)
{
	if (!expression->is_wrong)
		wcore_report_at(expression->container->report, rule, offset, "%s: %s",
				expression->strict->cursor.where, text);
	expression->is_wrong = true;
}

static void binary(struct expression *expression, uint64_t offset, uint8_t code)
{
	if (expression->is_open)
		return;
	if (expression->depth < 2 || expression->stack[expression->depth - 1] != code ||
	    expression->stack[expression->depth - 2] != code) {
		wrong(expression, expression->rule, offset,
		      "an instruction of a constant expression has not its operands");
		expression->is_open = true;
	} else {
		expression->depth--;
	}
}

static void global_get(struct expression *expression, uint64_t offset, uint64_t number)
{
	const struct wcore_index *index = expression->container->index;

	if (!wcore_container_refer(expression->container, offset, "global", number,
				   expression->globals)) {
		expression->is_open = expression->is_wrong = true;
		return;
	}
	if (number >= index->global_count) {
		expression->is_open = true;
		return;
	}
	if (index->globals[number].is_mutable)
		wrong(expression, expression->rule, offset,
		      "a constant expression reads a mutable global");
	push(expression, index->globals[number].type.code);
}

enum {
	OP_REF_NULL = 0xd0, OP_REF_FUNC = 0xd2, OP_I32_ADD = 0x6a, OP_I32_SUB = 0x6b, OP_I32_MUL = 0x6c,
	OP_I64_ADD = 0x7c, OP_I64_SUB = 0x7d, OP_I64_MUL = 0x7e,
};

static void step(struct expression *expression, const struct wcore_insn *insn)
{
	uint32_t code = insn->op->code;

	switch (code) {
	case WCORE_OP_I32_CONST:
		push(expression, WCORE_I32);
		return;
	case WCORE_OP_I64_CONST:
		push(expression, WCORE_I64);
		return;
	case WCORE_OP_F32_CONST:
		push(expression, WCORE_F32);
		return;
	case WCORE_OP_F64_CONST:
		push(expression, WCORE_F64);
		return;
	case 0xfd00000c:
		push(expression, WCORE_V128);
		return;
	case OP_REF_NULL:
		push(expression, WCORE_REF_NULL);
		return;
	case OP_REF_FUNC:
		wcore_container_refer(expression->container, insn->offset, "function", insn->imm[0],
				      expression->container->index->func_count);
		push(expression, WCORE_REF);
		return;
	case WCORE_OP_GLOBAL_GET:
		global_get(expression, insn->offset, insn->imm[0]);
		return;
	case OP_I32_ADD:
	case OP_I32_SUB:
	case OP_I32_MUL:
		binary(expression, insn->offset, WCORE_I32);
		return;
	case OP_I64_ADD:
	case OP_I64_SUB:
	case OP_I64_MUL:
		binary(expression, insn->offset, WCORE_I64);
		return;
	/* struct.new, array.new and their like, ref.i31, conversions of any and extern */
	case 0xfb000000: case 0xfb000001: case 0xfb000006: case 0xfb000007: case 0xfb000008:
	case 0xfb00001a: case 0xfb00001b: case 0xfb00001c: case 0xfb000020: case 0xfb000021:
		expression->is_open = true;
		return;
	}
	wrong(expression, expression->rule, insn->offset,
	      "an instruction of a constant expression is not constant");
	expression->is_open = true;
}

static bool is_reference(uint8_t code)
{
	return code == WCORE_REF || code == WCORE_REF_NULL;
}

void wcore_container_constant(struct wcore_container *container, struct wcore_strict *strict,
			      struct wcore_valtype type, uint32_t globals, const char *rule)
{
	struct expression expression = {
		.container = container, .strict = strict, .globals = globals, .rule = rule,
	};
	uint64_t start = strict->cursor.pos;
	struct wcore_insn insn;
	bool is_empty = true;

	while (!strict->failed) {
		wcore_strict_fail_error(strict, "wasm/constant",
					wcore_insn_decode(&strict->cursor, &insn));
		if (strict->failed || insn.op->code == WCORE_OP_END)
			break;
		if (insn.op->flags & WCORE_INSN_BLOCK)
			wcore_strict_fail(strict, "wasm/constant", insn.offset,
					  "%s in a constant expression", insn.op->name);
		else
			step(&expression, &insn);
		is_empty = false;
	}
	/* core/global-empty */
	if (strict->failed || expression.is_open || expression.is_wrong ||
	    (is_empty && container->is_dump))
		return;
	if (expression.depth == 1 && expression.stack[0] == WCORE_REF_NULL && type.code == WCORE_REF)
		wrong(&expression, rule, start, "a constant expression gives null where null cannot be");
	else if (expression.depth != 1 ||
		 (expression.stack[0] != type.code &&
		  !(is_reference(expression.stack[0]) && is_reference(type.code))))
		wrong(&expression, rule, start,
		      "a constant expression does not give one value of the type that is wanted");
}
