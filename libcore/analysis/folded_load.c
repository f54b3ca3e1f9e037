#include "folded_load.h"

#include <string.h>

#include "branch.h"
#include "effect.h"

enum { OP_NOP = 0x01, OP_DROP = 0x1a, OP_SELECT = 0x1b };

/* A value as far as it matters here. */
struct value {
	enum {
		OTHER,
		CONSTANT,	/* number itself */
		POINTER,	/* number added to what the stack pointer was at the function's entry */
		CURRENT,	/* number added to what the stack pointer is where the thread stopped */
		SLOT,		/* what memory now holds at the address CURRENT number */
	} kind;
	uint64_t number;
	bool is_from_local;
	uint32_t local;
	bool is_loaded;		/* the candidate's value itself */
	bool is_compared;	/* a condition whose comparison may hold the load */
	bool is_computed;	/* computed from the candidate's value in any way */
};

#define DEPTH 32	/* of the operand stack's known end */
#define LOCALS 64	/* locals that hold the stack pointer plus a constant */
#define COPIES 8	/* locals that hold what matters on the straight line to the frame */

struct search {
	const struct wcore_stack_pointer *pointer;
	uint32_t param_count;	/* parameters hold something before they are set */
	struct value stack[DEPTH];
	unsigned count;
	/* Locals that hold a POINTER wherever they were set; gathered by the first pass. */
	struct { uint32_t local; uint64_t number; bool is_ambiguous; } locals[LOCALS];
	unsigned local_count;
	/* Locals set on the straight line, or known to equal a slot. */
	struct { uint32_t local; struct value value; } copies[COPIES];
	unsigned copy_count;
	uint64_t moved;		/* what the function adds to the stack pointer */
	bool is_moved_twice;	/* by different amounts: locals cannot be related to its value now */
	bool has_moved;
	bool has_candidate, is_inside;
	struct wcore_insn candidate;
};

static const struct value other = { .kind = OTHER };

static struct value pop(struct search *search)
{
	return search->count ? search->stack[--search->count] : other;
}

static void push(struct search *search, struct value value)
{
	if (search->count == DEPTH) {
		memmove(search->stack, search->stack + 1, (DEPTH - 1) * sizeof(search->stack[0]));
		search->count--;
	}
	search->stack[search->count++] = value;
}

static void value_forget_candidate(struct value *value)
{
	value->is_loaded = value->is_compared = value->is_computed = false;
}

static void forget_candidate(struct search *search)
{
	search->has_candidate = false;
	for (unsigned i = 0; i < search->count; i++)
		value_forget_candidate(&search->stack[i]);
	for (unsigned i = 0; i < search->copy_count; i++)
		value_forget_candidate(&search->copies[i].value);
}

/* Memory may have changed at [number, number + 8), or anywhere. */
static void forget_slots(struct search *search, bool is_anywhere, uint64_t number)
{
	for (unsigned i = 0; i < search->count; i++)
		if (search->stack[i].kind == SLOT &&
		    (is_anywhere || search->stack[i].number - number + 8 < 16))
			search->stack[i].kind = OTHER;
	for (unsigned i = 0; i < search->copy_count; i++)
		if (search->copies[i].value.kind == SLOT &&
		    (is_anywhere || search->copies[i].value.number - number + 8 < 16))
			search->copies[i].value.kind = OTHER;
}

/* Control joins or leaves: nothing is known of the operands, and no load is folded across. */
static void forget(struct search *search)
{
	search->has_candidate = false;
	search->count = 0;
	search->copy_count = 0;
}

/* A pointer in terms of the stack pointer's value now; false when it cannot be told. */
static bool current(const struct search *search, const struct value *base, uint64_t *ret)
{
	*ret = base->number;
	if (base->kind == CURRENT)
		return true;
	if (base->kind != POINTER || search->is_moved_twice)
		return false;
	*ret -= search->has_moved ? search->moved : 0;
	return true;
}

static struct value local_get(const struct search *search, uint32_t local)
{
	struct value value = { .kind = OTHER };

	for (unsigned i = 0; i < search->local_count; i++) {
		if (search->locals[i].local == local && !search->locals[i].is_ambiguous) {
			value.kind = POINTER;
			value.number = search->locals[i].number;
		}
	}
	for (unsigned i = 0; i < search->copy_count; i++)
		if (search->copies[i].local == local)
			value = search->copies[i].value;
	value.is_from_local = true;
	value.local = local;
	return value;
}

static void copy_set(struct search *search, uint32_t local, struct value value)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < search->copy_count; i++)
		if (search->copies[i].local != local)
			search->copies[kept++] = search->copies[i];
	if (kept == COPIES) {
		memmove(search->copies, search->copies + 1,
			(COPIES - 1) * sizeof(search->copies[0]));
		kept--;
	}
	search->copies[kept].local = local;
	search->copies[kept].value = value;
	search->copy_count = kept + 1;
}

static void local_set(struct search *search, uint32_t local, struct value value)
{
	copy_set(search, local, value);
	for (unsigned i = 0; i < search->local_count; i++) {
		if (search->locals[i].local != local)
			continue;
		if (value.kind != POINTER || value.number != search->locals[i].number)
			search->locals[i].is_ambiguous = true;
		return;
	}
	if (search->local_count == LOCALS || value.kind != POINTER || local < search->param_count)
		return;
	search->locals[search->local_count].local = local;
	search->locals[search->local_count].number = value.number;
	search->locals[search->local_count++].is_ambiguous = false;
}

/*
 * How x86-64's instructions take a memory operand (measured): in place of the
 * second operand, or of either where the operation commutes; not in shifts and
 * not beside an immediate that is compared with.
 */
static bool takes_load(uint32_t code, const struct value *a, const struct value *b)
{
	switch (wcore_effect_class(code)) {
	case WCORE_EFFECT_COMMUTES:
	case WCORE_EFFECT_FLOAT:
		return a->is_loaded || b->is_loaded;
	case WCORE_EFFECT_SUBTRACTS:
		return b->is_loaded;
	case WCORE_EFFECT_COMPARES:
		return b->is_loaded && a->kind != CONSTANT;
	case WCORE_EFFECT_OTHER:
		break;
	}
	return false;
}

static struct value compute(const struct wcore_insn *insn, struct value a, struct value b)
{
	uint32_t code = insn->op->code;
	bool is_sub = code == 0x6b || code == 0x7d;
	bool is_add = code == 0x6a || code == 0x7c;
	struct value result = { .is_computed = a.is_computed || b.is_computed };

	result.is_compared = a.is_compared || b.is_compared;
	if (wcore_effect_is_condition(code))
		result.is_compared |= takes_load(code, &a, &b);
	if (is_add && a.kind == CONSTANT) {
		struct value swapped = a;

		a = b;
		b = swapped;
	}
	if ((is_add || is_sub) && (a.kind == POINTER || a.kind == CURRENT) && b.kind == CONSTANT) {
		result.kind = a.kind;
		result.number = is_sub ? a.number - b.number : a.number + b.number;
	}
	return result;
}

/* [base + offset, + width) is in the memory; sums that wrap are not. */
static bool is_access_inside(const struct search *search, uint64_t base,
			     const struct wcore_insn *insn)
{
	uint64_t size = search->pointer->memory_size;
	uint64_t address = base + insn->imm[1];

	return base < size && address >= base && address < size &&
	       size - address >= insn->op->width;
}

/* What memory holds in a slot; false when that was not captured. */
static bool read_slot(const struct search *search, uint64_t number, uint64_t *ret)
{
	const struct wcore_stack_pointer *pointer = search->pointer;

	return wcore_space_uint(&pointer->space, pointer->value + number, pointer->width, ret);
}

static bool is_inside(const struct search *search, const struct value *base,
		      const struct wcore_insn *insn)
{
	uint64_t number;

	if (!search->pointer->is_known || insn->imm[2] != 0)
		return false;
	if (base->kind == CONSTANT)
		return is_access_inside(search, (uint32_t)base->number, insn);
	if (base->kind == SLOT)
		return read_slot(search, base->number, &number) &&
		       is_access_inside(search, number, insn);
	return current(search, base, &number) &&
	       is_access_inside(search, search->pointer->value + number, insn);
}

static bool is_plain_load(const struct wcore_insn *insn)
{
	return insn->op->imm == WCORE_IMM_MEMARG && insn->op->flags & WCORE_INSN_LOAD &&
	       !(insn->op->flags & (WCORE_INSN_ATOMIC | WCORE_INSN_STORE));
}

static void load(struct search *search, const struct wcore_insn *insn)
{
	struct value base = pop(search);
	/* Narrow integers are extended by an instruction of their own. */
	struct value loaded = { .is_loaded = insn->op->width >= 4 && !strchr(insn->op->name, '_'),
				.is_computed = true };

	forget_candidate(search);
	search->has_candidate = true;
	search->candidate = *insn;
	search->is_inside = is_inside(search, &base, insn);
	if (insn->op->width == search->pointer->width && insn->imm[2] == 0 &&
	    current(search, &base, &loaded.number)) {
		loaded.kind = SLOT;
		loaded.number += insn->imm[1];
	}
	push(search, loaded);
}

static void store(struct search *search, const struct wcore_insn *insn)
{
	struct value value = pop(search), base = pop(search);
	uint64_t number = 0;
	bool is_known = current(search, &base, &number) && insn->imm[2] == 0;

	number += insn->imm[1];
	forget_candidate(search);
	forget_slots(search, !is_known || insn->op->width > 8, number);
	if (is_known && value.is_from_local && insn->op->width == search->pointer->width &&
	    !strchr(insn->op->name, '_') && value.kind == OTHER)
		copy_set(search, value.local, (struct value){ .kind = SLOT, .number = number });
}

static void global_set(struct search *search, uint64_t global)
{
	struct value value = pop(search);

	forget_candidate(search);
	if (global != search->pointer->global)
		return;
	/* Slots and pointers of before are no longer in terms of its value now. */
	forget(search);
	if (value.kind != POINTER) {
		search->is_moved_twice = true;
	} else if (value.number) {	/* 0 gives it back */
		search->is_moved_twice |= search->moved && search->moved != value.number;
		search->moved = value.number;
		search->has_moved = true;
	}
}

static void step(struct search *search, const struct wcore_insn *insn)
{
	int arity;
	struct value value;

	switch (insn->op->code) {
	case OP_NOP:
		return;
	case OP_DROP:
		pop(search);
		return;
	case OP_SELECT:
		value = other;
		for (int i = 0; i < 3; i++)
			value.is_computed |= pop(search).is_computed;
		push(search, value);
		return;
	case WCORE_OP_LOCAL_GET:
		push(search, local_get(search, (uint32_t)insn->imm[0]));
		return;
	case WCORE_OP_LOCAL_SET:
		local_set(search, (uint32_t)insn->imm[0], pop(search));
		return;
	case WCORE_OP_LOCAL_TEE:
		value = pop(search);
		local_set(search, (uint32_t)insn->imm[0], value);
		push(search, value);
		return;
	case WCORE_OP_GLOBAL_GET:
		value = other;
		if (search->pointer->is_known && insn->imm[0] == search->pointer->global)
			value.kind = search->has_moved ? CURRENT : POINTER;
		push(search, value);
		return;
	case WCORE_OP_GLOBAL_SET:
		global_set(search, insn->imm[0]);
		return;
	default:
		break;
	}
	if (is_plain_load(insn)) {
		load(search, insn);
		return;
	}
	arity = wcore_effect_arity(insn->op->code);
	if (arity < 0) {
		if (insn->op->imm == WCORE_IMM_MEMARG && insn->op->flags & WCORE_INSN_STORE &&
		    !(insn->op->flags & WCORE_INSN_ATOMIC))
			store(search, insn);
		else
			forget(search);
	} else if (arity == 0) {
		push(search, (struct value){ .kind = CONSTANT, .number = insn->imm[0] });
	} else {
		struct value b = arity == 2 ? pop(search) : other;
		struct value a = pop(search);

		if (insn->op->flags & (WCORE_INSN_DIV | WCORE_INSN_TRUNC))
			forget_candidate(search);
		push(search, compute(insn, a, b));
	}
}

/*
 * Whether the instruction may hold the candidate.  Of a branch this is judged
 * strictly, by what was measured; what cannot trap itself can have no other
 * reason to, so that any use of the value will do.
 */
static bool uses_candidate(struct search *search, const struct wcore_insn *insn)
{
	int arity = wcore_effect_arity(insn->op->code);
	bool is_used = false;

	if (wcore_branch_is_conditional(insn->op))
		return pop(search).is_compared;
	if (insn->op->code == OP_SELECT)
		arity = 3;
	else if (insn->op->code >> 24 == 0xfd)
		arity = 2;
	for (int i = 0; i < arity; i++)
		is_used |= pop(search).is_computed;
	return is_used;
}

/* Steps over the function's code up to the file offset; true when an instruction starts there. */
static bool walk(struct search *search, const struct wcore_module *module,
		 const struct wcore_function *function, uint64_t offset, struct wcore_insn *insn)
{
	struct wcore_cursor cursor;

	wcore_insn_cursor(module, function, &cursor);
	while (wcore_cursor_left(&cursor) > 0 && cursor.pos <= offset) {
		struct wcore_error *error = wcore_insn_decode(&cursor, insn);

		if (error) {
			wcore_error_destroy(error);
			return false;
		}
		if (insn->offset == offset)
			return true;
		step(search, insn);
	}
	return false;
}

void wcore_folded_load_find(struct wcore_module *module, const struct wcore_function *function,
			    uint64_t offset, const struct wcore_stack_pointer *pointer,
			    struct wcore_folded_load *ret)
{
	const struct wcore_functype *type = wcore_index_functype(module, function->funcidx);
	struct search search = { .pointer = pointer };
	struct wcore_insn insn;

	*ret = (struct wcore_folded_load){ 0 };
	search.param_count = type ? type->param_count : UINT32_MAX;
	/* First the whole function, for the locals that are set to something else further down. */
	walk(&search, module, function, UINT64_MAX, &insn);
	forget(&search);
	search.has_moved = false;	/* moved and is_moved_twice stay: they are the function's */
	if (!walk(&search, module, function, offset, &insn) || !search.has_candidate ||
	    !uses_candidate(&search, &insn))
		return;
	ret->is_found = true;
	ret->is_inside = search.is_inside;
	ret->load = search.candidate;
}
