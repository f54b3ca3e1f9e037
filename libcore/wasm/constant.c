/* Constant expressions: declared in index.h. */
#include <string.h>

#include "index.h"
#include "insn.h"

#define OP_V128_CONST 0xfd00000cu
enum { OP_REF_NULL = 0xd0, OP_REF_FUNC = 0xd2 };

static void set_value(struct wcore_constant *constant, uint8_t code, uint64_t bits)
{
	constant->kind = WCORE_CONST_VALUE;
	constant->type = (struct wcore_valtype){ .code = code };
	constant->bits = bits;
}

static void classify(const struct wcore_insn *insn, struct wcore_constant *constant)
{
	switch (insn->op->code) {
	case WCORE_OP_I32_CONST:
		set_value(constant, WCORE_I32, (uint32_t)insn->imm[0]);
		break;
	case WCORE_OP_I64_CONST:
		set_value(constant, WCORE_I64, insn->imm[0]);
		break;
	case WCORE_OP_F32_CONST:
		set_value(constant, WCORE_F32, insn->imm[0]);
		break;
	case WCORE_OP_F64_CONST:
		set_value(constant, WCORE_F64, insn->imm[0]);
		break;
	case OP_V128_CONST:
		set_value(constant, WCORE_V128, insn->imm[0]);
		memcpy(constant->v128, insn->data + insn->next - sizeof(constant->v128),
		       sizeof(constant->v128));
		break;
	case WCORE_OP_GLOBAL_GET:
		constant->kind = WCORE_CONST_GLOBAL;
		constant->bits = insn->imm[0];
		break;
	case OP_REF_FUNC:
		constant->kind = WCORE_CONST_REF_FUNC;
		constant->bits = insn->imm[0];
		break;
	case OP_REF_NULL:
		constant->kind = WCORE_CONST_REF_NULL;
		break;
	}
}

struct wcore_error *wcore_constant_read(struct wcore_cursor *cursor, struct wcore_constant *ret)
{
	struct wcore_constant constant = { .kind = WCORE_CONST_OTHER, .offset = cursor->pos };
	struct wcore_insn insn;
	unsigned count = 0;

	for (;; count = 1) {
		struct wcore_error *error = wcore_insn_decode(cursor, &insn);

		if (!error && insn.op->flags & WCORE_INSN_BLOCK)
			error = wcore_cursor_error(cursor, insn.offset,
						   "%s in a constant expression", insn.op->name);
		if (error) {
			cursor->pos = constant.offset;
			return error;
		}
		if (insn.op->code == WCORE_OP_END)
			break;
		if (count)
			constant = (struct wcore_constant){ .kind = WCORE_CONST_OTHER,
							    .offset = constant.offset };
		else
			classify(&insn, &constant);
	}
	constant.size = cursor->pos - constant.offset;
	*ret = constant;
	return NULL;
}
