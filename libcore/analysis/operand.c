#include "operand.h"

#include <string.h>

#include "effect.h"

static const struct wcore_known unknown = {WCORE_UNKNOWN, 0, WCORE_LOCAL_NONE};

void wcore_operands_init(struct wcore_operands *operands, const struct wcore_index *index,
			 const struct wcore_known *locals, uint32_t local_count)
{
	memset(operands, 0, sizeof(*operands));
	operands->index = index;
	operands->locals = locals;
	operands->local_count = local_count;
}

struct wcore_known wcore_operands_get(const struct wcore_operands *operands, unsigned depth)
{
	return depth < operands->count ? operands->stack[operands->count - 1 - depth] : unknown;
}

static void push(struct wcore_operands *operands, struct wcore_known value)
{
	if (operands->count == WCORE_OPERANDS_DEPTH) {
		memmove(operands->stack, operands->stack + 1,
			(WCORE_OPERANDS_DEPTH - 1) * sizeof(operands->stack[0]));
		operands->count--;
	}
	operands->stack[operands->count++] = value;
}

static struct wcore_known pop(struct wcore_operands *operands)
{
	struct wcore_known value = wcore_operands_get(operands, 0);
	if (operands->count > 0)
		operands->count--;
	return value;
}

static void drop(struct wcore_operands *operands, unsigned count)
{
	operands->count -= count < operands->count ? count : operands->count;
}

/* Control may come from elsewhere, or with an unknown number of operands. */
static void forget(struct wcore_operands *operands)
{
	operands->count = 0;
	operands->set_count = 0;
}

static bool rests_on(const struct wcore_known *value, uint32_t local)
{
	return value->local == local || value->local == WCORE_LOCAL_MANY;
}

static void local_forget(struct wcore_operands *operands, uint32_t local)
{
	unsigned kept = 0;
	for (unsigned i = 0; i < operands->set_count; i++) {
		if (operands->sets[i].local != local && !rests_on(&operands->sets[i].value, local))
			operands->sets[kept++] = operands->sets[i];
	}
	operands->set_count = kept;
	for (unsigned i = 0; i < operands->count; i++) {
		if (rests_on(&operands->stack[i], local))
			operands->stack[i] = unknown;
	}
}

static void local_set(struct wcore_operands *operands, uint32_t local, struct wcore_known value)
{
	/* A value computed from the local's old contents does not outlive them. */
	if (rests_on(&value, local))
		value = unknown;
	local_forget(operands, local);
	if (value.state == WCORE_UNKNOWN)
		return;
	if (operands->set_count == WCORE_OPERANDS_SETS) {
		memmove(operands->sets, operands->sets + 1,
			(WCORE_OPERANDS_SETS - 1) * sizeof(operands->sets[0]));
		operands->set_count--;
	}
	operands->sets[operands->set_count].local = local;
	operands->sets[operands->set_count++].value = value;
}

static struct wcore_known local_get(const struct wcore_operands *operands, uint64_t local)
{
	for (unsigned i = operands->set_count; i > 0; i--) {
		if (operands->sets[i - 1].local == local)
			return operands->sets[i - 1].value;
	}
	if (!operands->locals || local >= operands->local_count)
		return unknown;
	struct wcore_known value = operands->locals[local];
	value.local = (uint32_t)local;
	return value;
}

static struct wcore_known global_get(const struct wcore_operands *operands, uint64_t global)
{
	if (!operands->index || global >= operands->index->global_count)
		return unknown;
	const struct wcore_global *found = &operands->index->globals[global];
	if (found->is_mutable || found->is_imported || found->init.kind != WCORE_CONST_VALUE)
		return unknown;
	return (struct wcore_known){WCORE_KNOWN, found->init.bits, WCORE_LOCAL_NONE};
}

/* i32.const carries its value sign-extended. */
static struct wcore_known constant(const struct wcore_insn *insn)
{
	uint64_t bits = insn->imm[0];
	if (insn->op->code == WCORE_OP_I32_CONST)
		bits = (uint32_t)bits;
	return (struct wcore_known){WCORE_KNOWN, bits, WCORE_LOCAL_NONE};
}

enum {
	OP_NOP = 0x01, OP_DROP = 0x1a, OP_SELECT = 0x1b, OP_MEMORY_SIZE = 0x3f, OP_MEMORY_GROW = 0x40,
};

void wcore_operands_step(struct wcore_operands *operands, const struct wcore_insn *insn)
{
	uint32_t code = insn->op->code;
	struct wcore_known value;

	switch (code) {
	case OP_NOP:
	case WCORE_OP_BLOCK:	/* straight on; its end is the join */
		return;
	case WCORE_OP_LOCAL_GET:
		push(operands, local_get(operands, insn->imm[0]));
		return;
	case WCORE_OP_LOCAL_SET:
		local_set(operands, (uint32_t)insn->imm[0], pop(operands));
		return;
	case WCORE_OP_LOCAL_TEE:
		value = pop(operands);
		local_set(operands, (uint32_t)insn->imm[0], value);
		push(operands, local_get(operands, insn->imm[0]));
		return;
	case WCORE_OP_GLOBAL_GET:
		push(operands, global_get(operands, insn->imm[0]));
		return;
	case WCORE_OP_GLOBAL_SET:
	case OP_DROP:
	case WCORE_OP_IF:	/* the then-branch; else and end are joins */
	case WCORE_OP_BR_IF:	/* the way on; operands below the condition stay */
		drop(operands, 1);
		return;
	case OP_SELECT:
		drop(operands, 3);
		push(operands, unknown);
		return;
	case OP_MEMORY_SIZE:
		push(operands, unknown);
		return;
	case OP_MEMORY_GROW:
		drop(operands, 1);
		push(operands, unknown);
		return;
	default:
		break;
	}

	if (insn->op->flags & WCORE_INSN_ATOMIC) {
		forget(operands);
	} else if (insn->op->flags & WCORE_INSN_STORE) {
		drop(operands, 2);
	} else if (insn->op->imm == WCORE_IMM_MEMARG && insn->op->flags & WCORE_INSN_LOAD) {
		drop(operands, 1);
		push(operands, unknown);
	} else {
		int arity = wcore_effect_arity(code);
		if (arity < 0) {
			forget(operands);
		} else if (arity == 0) {
			push(operands, constant(insn));
		} else {
			struct wcore_known b = arity == 2 ? pop(operands) : unknown;
			struct wcore_known a = pop(operands);
			push(operands, wcore_known_fold(code, a, b));
		}
	}
}
