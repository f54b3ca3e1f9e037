#include "demand.h"

#include "../wasm/insn.h"
#include "effect.h"

/* Of the operands that are followed; what lies below them is forgotten. */
#define DEPTH 64
/* Code that is looked at. */
#define CODE_MAX (UINT64_C(64) << 10)

enum {
	DROP = 0x1a, SELECT = 0x1b, GLOBAL_GET = 0x23, FIRST_LOAD = 0x28, LAST_LOAD = 0x35,
	I32_STORE = 0x36, I64_STORE = 0x37, I32_STORE8 = 0x3a, I32_STORE16 = 0x3b, I64_STORE8 = 0x3c, I64_STORE16 = 0x3d, I64_STORE32 = 0x3e,
	I32_CONST = 0x41, I64_CONST = 0x42, I32_ADD = 0x6a, I32_SUB = 0x6b, I32_MUL = 0x6c, I32_AND = 0x71, I32_OR = 0x72, I32_XOR = 0x73,
	I32_SHL = 0x74, I64_ADD = 0x7c, I64_SUB = 0x7d, I64_MUL = 0x7e, I64_AND = 0x83, I64_OR = 0x84, I64_XOR = 0x85, I64_SHL = 0x86,
	I32_WRAP_I64 = 0xa7, I64_EXTEND_I32_S = 0xac, I64_EXTEND_I32_U = 0xad,
	I32_EXTEND8_S = 0xc0, I32_EXTEND16_S = 0xc1, I64_EXTEND8_S = 0xc2, I64_EXTEND16_S = 0xc3, I64_EXTEND32_S = 0xc4,
};

/* An operand. */
struct slot {
	unsigned bits;		/* so many lower bits of the local are all that its value can tell of; 0: none */
	bool is_constant;
	uint64_t constant;
};

struct scan {
	uint32_t local;
	unsigned bits;		/* of the local */
	unsigned demand;
	struct slot slots[DEPTH];
	unsigned count;
};

static void use(struct scan *scan, const struct slot *slot, unsigned bits)
{
	if (bits > slot->bits)
		bits = slot->bits;
	if (bits > scan->demand)
		scan->demand = bits;
}

static struct slot pop(struct scan *scan)
{
	return scan->count ? scan->slots[--scan->count] : (struct slot){ 0 };
}

static void push(struct scan *scan, struct slot slot)
{
	if (scan->count == DEPTH) {
		use(scan, &scan->slots[0], UINT32_MAX);
		for (unsigned i = 1; i < DEPTH; i++)
			scan->slots[i - 1] = scan->slots[i];
		scan->count--;
	}
	scan->slots[scan->count++] = slot;
}

static void forget(struct scan *scan)
{
	while (scan->count) {
		const struct slot slot = pop(scan);

		use(scan, &slot, UINT32_MAX);
	}
}

static unsigned length(uint64_t mask)
{
	unsigned bits = 0;

	for (; mask; mask >>= 1)
		bits++;
	return bits;
}

static unsigned larger(unsigned a, unsigned b)
{
	return a > b ? a : b;
}

static bool take_mask(struct scan *scan, const struct slot *a, const struct slot *b)
{
	if (!a->is_constant && !b->is_constant)
		return false;
	use(scan, a->is_constant ? b : a, length(a->is_constant ? a->constant : b->constant));
	push(scan, (struct slot){ 0 });
	return true;
}

/* Operations whose lower bits depend on the lower bits alone. */
static void take_binary(struct scan *scan, uint32_t code)
{
	const struct slot b = pop(scan), a = pop(scan);

	if ((code == I32_AND || code == I64_AND) && take_mask(scan, &a, &b))
		return;
	if (code == I32_SHL || code == I64_SHL)
		use(scan, &b, UINT32_MAX);
	push(scan, (struct slot){ .bits = larger(a.bits, b.bits) });
}

static void take_extension(struct scan *scan, unsigned bits)
{
	const struct slot slot = pop(scan);

	use(scan, &slot, bits);
	push(scan, (struct slot){ 0 });
}

static void take_store(struct scan *scan, unsigned bits)
{
	const struct slot value = pop(scan), address = pop(scan);

	use(scan, &value, bits);
	use(scan, &address, UINT32_MAX);
}

static void take_other(struct scan *scan, const struct wcore_insn *insn)
{
	const uint32_t code = insn->op->code;
	const int arity = code == GLOBAL_GET ? 0 : code >= FIRST_LOAD && code <= LAST_LOAD ? 1 : wcore_effect_arity(code);

	if (arity < 0) {
		forget(scan);
		return;
	}
	for (int i = 0; i < arity; i++) {
		const struct slot slot = pop(scan);

		use(scan, &slot, UINT32_MAX);
	}
	push(scan, (struct slot){ 0 });
}

static void take_select(struct scan *scan)
{
	const struct slot condition = pop(scan), b = pop(scan), a = pop(scan);

	use(scan, &condition, UINT32_MAX);
	push(scan, (struct slot){ .bits = larger(a.bits, b.bits) });
}

static void take(struct scan *scan, const struct wcore_insn *insn)
{
	struct slot slot = { 0 };

	switch (insn->op->code) {
	case WCORE_OP_LOCAL_GET:
		slot.bits = insn->imm[0] == scan->local ? scan->bits : 0;
		push(scan, slot);
		break;
	case I32_CONST:
	case I64_CONST:
		push(scan, (struct slot){ .is_constant = true,
					  .constant = insn->op->code == I32_CONST ? (uint32_t)insn->imm[0] : insn->imm[0] });
		break;
	case DROP:
		pop(scan);
		break;
	case SELECT:
		take_select(scan);
		break;
	case I32_ADD: case I32_SUB: case I32_MUL: case I32_AND: case I32_OR: case I32_XOR: case I32_SHL:
	case I64_ADD: case I64_SUB: case I64_MUL: case I64_AND: case I64_OR: case I64_XOR: case I64_SHL:
		take_binary(scan, insn->op->code);
		break;
	case I32_WRAP_I64:
		slot = pop(scan);
		slot.bits = slot.bits > 32 ? 32 : slot.bits;
		slot.is_constant = false;
		push(scan, slot);
		break;
	case I64_EXTEND_I32_U: case I64_EXTEND_I32_S:
		slot = pop(scan);
		slot.is_constant = false;
		push(scan, slot);
		break;
	case I32_EXTEND8_S: case I64_EXTEND8_S:
		take_extension(scan, 8);
		break;
	case I32_EXTEND16_S: case I64_EXTEND16_S:
		take_extension(scan, 16);
		break;
	case I64_EXTEND32_S:
		take_extension(scan, 32);
		break;
	case I32_STORE8: case I64_STORE8:
		take_store(scan, 8);
		break;
	case I32_STORE16: case I64_STORE16:
		take_store(scan, 16);
		break;
	case I32_STORE: case I64_STORE32:
		take_store(scan, 32);
		break;
	case I64_STORE:
		take_store(scan, 64);
		break;
	default:
		take_other(scan, insn);
	}
}

static bool sets(const struct wcore_insn *insn, uint32_t local)
{
	return (insn->op->code == WCORE_OP_LOCAL_SET || insn->op->code == WCORE_OP_LOCAL_TEE) && insn->imm[0] == local;
}

unsigned wcore_demand(struct wcore_module *module, const struct wcore_function *function, uint64_t from,
		      uint32_t local, unsigned bits)
{
	struct scan scan = { .local = local, .bits = bits };
	struct wcore_cursor cursor;
	struct wcore_insn insn;
	bool is_set = false;

	if (from > function->end)
		return bits;
	wcore_insn_cursor(module, function, &cursor);
	cursor.pos = from > cursor.pos ? from : cursor.pos;
	while (wcore_cursor_left(&cursor) && !is_set && scan.demand < bits) {
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		wcore_error_destroy(error);
		if (error || insn.next - from > CODE_MAX)
			return bits;
		/* What it is set to is read in front. */
		is_set = sets(&insn, local);
		if (insn.op->code == WCORE_OP_LOCAL_SET || insn.op->code == WCORE_OP_LOCAL_TEE) {
			const struct slot slot = pop(&scan);

			use(&scan, &slot, UINT32_MAX);
			if (insn.op->code == WCORE_OP_LOCAL_TEE)
				push(&scan, (struct slot){ 0 });
		} else {
			take(&scan, &insn);
		}
	}
	forget(&scan);
	return scan.demand;
}
