#include "branch.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "effect.h"

enum {
	OP_NOP = 0x01, OP_DROP = 0x1a, OP_SELECT = 0x1b, OP_SELECT_T = 0x1c, OP_REF_NULL = 0xd0,
	OP_REF_IS_NULL = 0xd1, OP_REF_FUNC = 0xd2, OP_BR_ON_NULL = 0xd5, OP_BR_ON_NON_NULL = 0xd6,
};

/* Which ways lead to a place: from the branch without any effect, or otherwise. */
struct flow {
	bool ours, other;
};

/* An open block, one byte each. */
enum {
	LABEL_LOOP = 1,
	END_OURS = 2, END_OTHER = 4,	/* ways to the end, by branches */
	ELSE_OURS = 8, ELSE_OTHER = 16,	/* ways to the else-branch, or past the end */
};

#define MAX_DEPTH (UINT32_C(1) << 22)

struct search {
	uint8_t *labels;	/* the innermost last; the first is the function itself */
	uint32_t depth, capacity;
	struct flow flow;
	struct wcore_cursor cursor;
	uint64_t branch;
	struct wcore_branch_traps *ret;
};

/* Goes to a label or on. */
static bool is_branch_or_not(const struct wcore_opcode *op)
{
	return op->code == WCORE_OP_BR_IF || op->code == OP_BR_ON_NULL ||
	       op->code == OP_BR_ON_NON_NULL || op->imm == WCORE_IMM_CAST;
}

bool wcore_branch_is_conditional(const struct wcore_opcode *op)
{
	return is_branch_or_not(op) || op->code == WCORE_OP_IF || op->code == WCORE_OP_BR_TABLE;
}

static bool has_no_effect(const struct wcore_opcode *op)
{
	switch (op->code) {
	case OP_NOP:
	case OP_DROP:
	case OP_SELECT:
	case OP_SELECT_T:
	case OP_REF_NULL:
	case OP_REF_IS_NULL:
	case OP_REF_FUNC:
	case WCORE_OP_LOCAL_GET:
	case WCORE_OP_LOCAL_SET:
	case WCORE_OP_LOCAL_TEE:
		return true;
	default:
		return wcore_effect_arity(op->code) >= 0 &&
		       !(op->flags & (WCORE_INSN_DIV | WCORE_INSN_OVERFLOW | WCORE_INSN_TRUNC));
	}
}

/* Something happens here: a way that came straight from the branch is like any other. */
static struct flow flow_mix(struct flow flow)
{
	return (struct flow){false, flow.ours || flow.other};
}

static const struct flow nowhere = {false, false};

static struct wcore_error *label_push(struct search *search, uint8_t label)
{
	if (search->depth == search->capacity) {
		if (search->capacity == MAX_DEPTH) {
			search->ret->is_too_deep = true;
			return NULL;
		}
		uint32_t capacity = search->capacity ? search->capacity * 2 : 256;
		uint8_t *labels = wcore_realloc(search->labels, capacity);
		if (!labels)
			return wcore_error_nomem();
		search->labels = labels;
		search->capacity = capacity;
	}
	search->labels[search->depth++] = label;
	return NULL;
}

/*
 * A branch back to a loop is not followed: what stands behind its head cannot
 * lead straight to `unreachable`, or the branch itself would never be reached.
 */
static void branch_to(struct search *search, uint64_t label, struct flow flow)
{
	if (label >= search->depth)
		return;
	uint8_t *entry = &search->labels[search->depth - 1 - label];
	if (!(*entry & LABEL_LOOP))
		*entry |= (uint8_t)((flow.ours ? END_OURS : 0) | (flow.other ? END_OTHER : 0));
}

static struct wcore_error *branch_table(struct search *search, const struct wcore_insn *insn,
					struct flow flow)
{
	struct wcore_cursor items;
	struct wcore_error *error = NULL;
	wcore_insn_vector_cursor(insn, &items);
	while (!error && wcore_cursor_left(&items) > 0) {
		uint32_t label;
		error = wcore_cursor_leb_u32(&items, &label);
		if (!error)
			branch_to(search, label, flow);
	}
	return error;
}

/*
 * The labels of catch clauses and of resume's handlers: a kind byte, a tag, and
 * a label, of which some kinds leave one out.
 */
static struct wcore_error *branch_handlers(struct search *search, const struct wcore_insn *insn)
{
	bool is_try = insn->op->imm == WCORE_IMM_TRY_TABLE;
	struct wcore_cursor items;
	struct wcore_error *error = NULL;
	wcore_insn_vector_cursor(insn, &items);
	while (!error && wcore_cursor_left(&items) > 0) {
		uint8_t kind;
		uint32_t index;
		error = wcore_cursor_u8(&items, &kind);
		if (!error && (!is_try || kind < 2))
			error = wcore_cursor_leb_u32(&items, &index);
		if (error || (!is_try && kind != 0))
			continue;
		error = wcore_cursor_leb_u32(&items, &index);
		if (!error)
			branch_to(search, index, (struct flow){false, true});
	}
	return error;
}

static void found(struct search *search, uint64_t offset)
{
	struct wcore_branch_traps *ret = search->ret;
	ret->is_shared = search->flow.other;
	ret->offset = offset;
	if (ret->count < 2)
		ret->count++;
}

static void step_end(struct search *search)
{
	uint8_t label = search->labels[--search->depth];
	search->flow.ours |= (label & END_OURS) || (label & ELSE_OURS);
	search->flow.other |= (label & END_OTHER) || (label & ELSE_OTHER);
}

static void step_else(struct search *search, bool is_catch)
{
	uint8_t *label = &search->labels[search->depth - 1];
	bool ours = *label & ELSE_OURS, other = *label & ELSE_OTHER;
	*label &= (uint8_t)~(ELSE_OURS | ELSE_OTHER);
	branch_to(search, 0, search->flow);
	search->flow = is_catch ? (struct flow){false, true} : (struct flow){ours, other};
}

static struct wcore_error *step(struct search *search, const struct wcore_insn *insn)
{
	bool is_ours = insn->offset == search->branch;
	struct flow sides = is_ours ? (struct flow){true, false} : flow_mix(search->flow);
	struct wcore_error *error = NULL;

	switch (insn->op->code) {
	case WCORE_OP_UNREACHABLE:
		if (search->flow.ours)
			found(search, insn->offset);
		search->flow = nowhere;
		return NULL;
	case WCORE_OP_BLOCK:
		return label_push(search, 0);
	case WCORE_OP_LOOP:
		search->flow = sides;
		return label_push(search, LABEL_LOOP);
	case WCORE_OP_TRY_TABLE:
		error = branch_handlers(search, insn);
		if (error)
			return error;
		/* fall through */
	case WCORE_OP_TRY:
		search->flow = flow_mix(search->flow);
		return label_push(search, 0);
	case WCORE_OP_IF:
		search->flow = sides;
		return label_push(search, (uint8_t)((sides.ours ? ELSE_OURS : 0) |
						    (sides.other ? ELSE_OTHER : 0)));
	case WCORE_OP_ELSE:
	case WCORE_OP_CATCH:
	case WCORE_OP_CATCH_ALL:
		step_else(search, insn->op->code != WCORE_OP_ELSE);
		return NULL;
	case WCORE_OP_END:
	case WCORE_OP_DELEGATE:
		step_end(search);
		return NULL;
	case WCORE_OP_BR:
		branch_to(search, insn->imm[0], search->flow);
		search->flow = nowhere;
		return NULL;
	case WCORE_OP_BR_TABLE:
		search->flow = nowhere;
		return branch_table(search, insn, sides);
	case WCORE_OP_RETURN:
	case WCORE_OP_THROW:
	case WCORE_OP_RETHROW:
	case WCORE_OP_THROW_REF:
		search->flow = nowhere;
		return NULL;
	default:
		break;
	}
	if (is_branch_or_not(insn->op)) {
		branch_to(search, insn->imm[insn->op->imm == WCORE_IMM_CAST ? 1 : 0], sides);
		search->flow = sides;
		return NULL;
	}
	if (insn->op->imm == WCORE_IMM_RESUME)
		error = branch_handlers(search, insn);
	if (insn->op->flags & WCORE_INSN_TAIL_CALL)
		search->flow = nowhere;
	else if (!has_no_effect(insn->op))
		search->flow = flow_mix(search->flow);
	return error;
}

struct wcore_error *wcore_branch_find_traps(const struct wcore_module *module,
					    const struct wcore_function *function, uint64_t offset,
					    struct wcore_branch_traps *ret)
{
	bool is_entry = offset == function->body;
	struct search search = {.flow = {is_entry, !is_entry}, .branch = offset, .ret = ret};
	struct wcore_error *error;

	*ret = (struct wcore_branch_traps){0};
	wcore_insn_cursor(module, function, &search.cursor);
	error = label_push(&search, 0);
	while (!error && search.depth > 0 && !ret->is_too_deep &&
	       wcore_cursor_left(&search.cursor) > 0) {
		struct wcore_insn insn;
		error = wcore_insn_decode(&search.cursor, &insn);
		if (!error)
			error = step(&search, &insn);
	}
	free(search.labels);
	if (ret->is_too_deep)
		ret->count = 0;
	if (error && error->code != WCORE_ERROR_NOMEM) {
		wcore_error_destroy(error);
		error = NULL;
	}
	return error;
}

static bool is_straight(const struct wcore_opcode *op)
{
	switch (op->code) {
	case WCORE_OP_UNREACHABLE:
	case WCORE_OP_BR:
	case WCORE_OP_RETURN:
	case WCORE_OP_TRY:
	case WCORE_OP_TRY_TABLE:
		return false;
	default:
		return !wcore_branch_is_conditional(op) && op->imm != WCORE_IMM_RESUME &&
		       !(op->flags & (WCORE_INSN_TAIL_CALL | WCORE_INSN_THROW));
	}
}

bool wcore_branch_is_certain(const struct wcore_module *module,
			     const struct wcore_function *function, uint64_t offset)
{
	struct wcore_cursor cursor;

	wcore_insn_cursor(module, function, &cursor);
	while (wcore_cursor_left(&cursor) > 0) {
		struct wcore_insn insn;
		struct wcore_error *error = wcore_insn_decode(&cursor, &insn);

		if (error) {
			wcore_error_destroy(error);
			return false;
		}
		if (insn.offset >= offset)
			return insn.offset == offset;
		if (!is_straight(insn.op))
			return false;
	}
	return false;
}
