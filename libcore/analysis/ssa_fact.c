/* What the branches on the way to the instruction have proved. */
#include "ssa_state.h"

/* Conditions inside conditions are followed so far. */
#define DEPTH_MAX 8

enum {
	I32_EQZ = 0x45, I32_EQ = 0x46, I32_NE = 0x47, I32_LT_U = 0x49, I32_GE_U = 0x4f, I64_EQZ = 0x50,
	I64_EQ = 0x51, I64_NE = 0x52, I64_LT_U = 0x54, I64_GE_U = 0x5a, F64_GE = 0x66,
	I32_ADD = 0x6a, I32_AND = 0x71, I32_OR = 0x72, I32_XOR = 0x73, I64_ADD = 0x7c,
	I64_OR = 0x84, I64_XOR = 0x85, I64_EXTEND_I32_U = 0xad,
};

struct fact { uint32_t node; bool is_not; uint64_t bits; };

/* Of comparisons the result is 0 or 1. */
static bool is_comparison(const struct wcore_ssa_node *node)
{
	return node->kind == WCORE_SSA_OP && node->op->code >= I32_EQZ && node->op->code <= F64_GE;
}

static bool constant_arg(struct wcore_ssa *ssa, const struct wcore_ssa_node *node,
			 uint32_t *ret_other, uint64_t *ret_bits)
{
	for (unsigned i = 0; node->arg_count == 2 && i < 2; i++) {
		const struct wcore_ssa_node *arg = wcore_ssa_node(ssa, node->args[1 - i]);

		if (arg->kind == WCORE_SSA_CONST) {
			*ret_bits = arg->bits;
			*ret_other = node->args[i];
			return true;
		}
	}
	return false;
}

/* What follows for the arguments of a comparison that came out as is_true says. */
static unsigned compared(struct wcore_ssa *ssa, const struct wcore_ssa_node *node, bool is_true,
			 struct fact *ret)
{
	uint64_t bits;
	uint32_t other;

	switch (node->op->code) {
	case I32_EQZ:
	case I64_EQZ:
		*ret = (struct fact){ node->args[0], !is_true, 0 };
		return 1;
	case I32_EQ:
	case I64_EQ:
	case I32_NE:
	case I64_NE:
		if (!constant_arg(ssa, node, &other, &bits))
			return 0;
		is_true = is_true == (node->op->code == I32_EQ || node->op->code == I64_EQ);
		*ret = (struct fact){ other, !is_true, bits };
		return 1;
	case I32_LT_U:
	case I64_LT_U:
	case I32_GE_U:
	case I64_GE_U:
		/* x < 1 is x == 0. */
		if (!constant_arg(ssa, node, &other, &bits) || bits != 1 || other != node->args[0])
			return 0;
		is_true = is_true == (node->op->code == I32_LT_U || node->op->code == I64_LT_U);
		*ret = (struct fact){ other, !is_true, 0 };
		return 1;
	default:
		return 0;
	}
}

/* What follows of a fact for the node's arguments: at most two more. */
static unsigned follow(struct wcore_ssa *ssa, const struct fact *fact, struct fact *ret)
{
	const struct wcore_ssa_node *node = wcore_ssa_node(ssa, fact->node);
	bool is_true = fact->bits != 0;
	uint64_t bits;
	uint32_t other;

	if (node->kind != WCORE_SSA_OP)
		return 0;
	if (is_comparison(node))
		return fact->bits > 1 ? 0 : compared(ssa, node, is_true != fact->is_not, ret);
	switch (node->op->code) {
	case I32_ADD:
	case I64_ADD:
	case I32_XOR:
	case I64_XOR:
		if (!constant_arg(ssa, node, &other, &bits))
			return 0;
		bits = node->op->code == I32_ADD || node->op->code == I64_ADD ? fact->bits - bits :
										 fact->bits ^ bits;
		if (node->type == WCORE_I32)
			bits = (uint32_t)bits;
		*ret = (struct fact){ other, fact->is_not, bits };
		return 1;
	case I64_EXTEND_I32_U:
		if (fact->bits > UINT32_MAX)
			return 0;
		*ret = (struct fact){ node->args[0], fact->is_not, fact->bits };
		return 1;
	case I32_OR:
	case I64_OR:
		if (fact->is_not || fact->bits != 0)
			return 0;
		ret[0] = (struct fact){ node->args[0], false, 0 };
		ret[1] = (struct fact){ node->args[1], false, 0 };
		return 2;
	case I32_AND:
		/* Of two comparisons. */
		if (is_true == fact->is_not || !is_comparison(wcore_ssa_node(ssa, node->args[0])) ||
		    !is_comparison(wcore_ssa_node(ssa, node->args[1])))
			return 0;
		ret[0] = (struct fact){ node->args[0], true, 0 };
		ret[1] = (struct fact){ node->args[1], true, 0 };
		return 2;
	default:
		return 0;
	}
}

static void add_fact(struct wcore_ssa *ssa, const struct fact *fact)
{
	const struct wcore_ssa_node *node = wcore_ssa_node(ssa, fact->node);
	struct ssa_fact *at;
	uint64_t bits = fact->bits;

	if (node->kind == WCORE_SSA_CONST)
		return;
	if (fact->is_not) {
		if (!is_comparison(node) || bits > 1)
			return;
		bits = !bits;
	}
	at = wcore_ssa_push(ssa, &ssa->facts, sizeof(*at), 1);
	if (at)
		*at = (struct ssa_fact){ wcore_ssa_resolve(ssa, fact->node), bits };
}

static void add_condition(struct wcore_ssa *ssa, const struct ssa_edge *edge)
{
	struct fact todo[DEPTH_MAX + 2] = { { edge->condition, edge->sense == SSA_IS_NOT_ZERO,
					      edge->sense == SSA_IS_BITS ? edge->bits : 0 } };
	unsigned count = 1;

	for (int i = 0; i < DEPTH_MAX && count > 0; i++) {
		struct fact fact = todo[--count];

		add_fact(ssa, &fact);
		if (count < DEPTH_MAX)
			count += follow(ssa, &fact, &todo[count]);
	}
}

/* Of each block that dominates the instruction and that one edge leads to, what the edge says. */
static void find_facts(struct wcore_ssa *ssa)
{
	ssa->has_facts = true;
	for (uint32_t b = ssa->target; b != 0; b = ssa_block(ssa, b)->idom) {
		const struct ssa_block *block = ssa_block(ssa, b);

		if (block->edge_count == 1 && ssa_edge(ssa, block->edge)->sense != SSA_ALWAYS)
			add_condition(ssa, ssa_edge(ssa, block->edge));
	}
}

bool wcore_ssa_fact(struct wcore_ssa *ssa, uint32_t i, uint32_t *ret_node, uint64_t *ret_bits)
{
	const struct ssa_fact *fact;

	if (!ssa->has_facts)
		find_facts(ssa);
	if (i >= ssa->facts.count)
		return false;
	fact = (const struct ssa_fact *)ssa->facts.items + i;
	*ret_node = fact->node;
	*ret_bits = fact->bits;
	return true;
}
