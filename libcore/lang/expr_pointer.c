#include "expr_tree.h"

static bool fail(struct wcore_eval *eval, const struct wcore_expr *node, const struct wcore_object *left,
		 const struct wcore_object *right)
{
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "'%s' does not take %s and %s",
			       wcore_expr_operator_text(node->op), wcore_expr_describe(eval, left->type),
			       wcore_expr_describe(eval, right->type));
}

/* Bytes from one target to the next; those of void and functions count as one, as GNU C has it. */
static bool target_size(struct wcore_eval *eval, const struct wcore_expr *node,
			const struct wcore_object *pointer, uint64_t *ret)
{
	const struct wcore_type *target = wcore_type_strip(pointer->type)->target;

	*ret = 1;
	if (!target || wcore_type_strip(target)->kind == WCORE_TYPE_VOID ||
	    wcore_type_strip(target)->kind == WCORE_TYPE_FUNCTION)
		return true;
	if (wcore_type_size(target, ret) && *ret)
		return true;
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "how large a %s is, is not known",
			       wcore_expr_describe(eval, target));
}

static bool is_comparison(enum wcore_expr_operator op)
{
	return op == WCORE_EXPR_EQUAL || op == WCORE_EXPR_NOT_EQUAL || op == WCORE_EXPR_LESS ||
	       op == WCORE_EXPR_GREATER || op == WCORE_EXPR_LESS_EQUAL || op == WCORE_EXPR_GREATER_EQUAL;
}

static bool compare(enum wcore_expr_operator op, uint64_t a, uint64_t b)
{
	switch (op) {
	case WCORE_EXPR_EQUAL: return a == b;
	case WCORE_EXPR_NOT_EQUAL: return a != b;
	case WCORE_EXPR_LESS: return a < b;
	case WCORE_EXPR_GREATER: return a > b;
	case WCORE_EXPR_LESS_EQUAL: return a <= b;
	default: return a >= b;
	}
}

static bool subtract(struct wcore_eval *eval, const struct wcore_expr *node,
		     const struct wcore_object *left, const struct wcore_object *right, uint64_t a,
		     uint64_t b, uint64_t *ret)
{
	uint64_t sizes[2];
	int64_t difference = eval->viewer->address_size < 8 ? (int32_t)(uint32_t)(a - b) : (int64_t)(a - b);

	if (!target_size(eval, node, left, &sizes[0]) || !target_size(eval, node, right, &sizes[1]))
		return false;
	if (sizes[0] != sizes[1] || sizes[0] > INT64_MAX)
		return fail(eval, node, left, right);
	*ret = (uint64_t)(difference / (int64_t)sizes[0]);
	if (difference % (int64_t)sizes[0] == 0)
		return true;
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column,
			       "these pointers are not a whole number of elements apart");
}

bool wcore_expr_pointer_binary(struct wcore_eval *eval, const struct wcore_expr *node,
			       const struct wcore_expr_value *left,
			       const struct wcore_expr_value *right, struct wcore_expr_value *ret)
{
	struct wcore_object a, b;
	const struct wcore_type *type;
	enum wcore_number_kind kinds[2];
	enum wcore_origin origin;
	const char *why = NULL;
	uint64_t numbers[2], size, result = 0;
	bool is_speculative;

	if (node->right->kind == WCORE_EXPR_STRING || node->left->kind == WCORE_EXPR_STRING)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "'%s' does not take strings",
				       wcore_expr_operator_text(node->op));
	if (!wcore_expr_decay(eval, &left->object, node->column, &a) ||
	    !wcore_expr_decay(eval, &right->object, node->column, &b))
		return false;
	kinds[0] = wcore_expr_number_kind(a.type);
	kinds[1] = wcore_expr_number_kind(b.type);
	if (kinds[0] == WCORE_NUMBER_NONE || kinds[1] == WCORE_NUMBER_NONE ||
	    kinds[0] == WCORE_NUMBER_REAL || kinds[1] == WCORE_NUMBER_REAL)
		return fail(eval, node, &a, &b);
	if (is_comparison(node->op))
		type = wcore_expr_truth_type(eval);
	else if (node->op == WCORE_EXPR_ADD && kinds[0] != kinds[1])
		type = kinds[0] == WCORE_NUMBER_POINTER ? a.type : b.type;
	else if (node->op == WCORE_EXPR_SUBTRACT && kinds[0] == WCORE_NUMBER_POINTER)
		type = kinds[1] == WCORE_NUMBER_POINTER ? wcore_expr_basic(eval, "long") : a.type;
	else
		return fail(eval, node, &a, &b);
	if (!wcore_expr_number(eval, &a, &numbers[0], &why) || !wcore_expr_number(eval, &b, &numbers[1], &why)) {
		ret->object = wcore_object_none(type, why);
		return true;
	}
	if (is_comparison(node->op)) {
		uint64_t mask = eval->viewer->address_size < 8 ? UINT32_MAX : UINT64_MAX;

		result = compare(node->op, numbers[0] & mask, numbers[1] & mask);
	} else if (kinds[0] == kinds[1]) {
		if (!subtract(eval, node, &a, &b, numbers[0], numbers[1], &result))
			return false;
	} else {
		unsigned pointer = kinds[0] == WCORE_NUMBER_POINTER ? 0 : 1;

		if (!target_size(eval, node, pointer ? &b : &a, &size))
			return false;
		result = node->op == WCORE_EXPR_ADD ? numbers[pointer] + numbers[1 - pointer] * size :
						      numbers[0] - numbers[1] * size;
	}
	origin = wcore_expr_join_origins(a.origin, b.origin);
	is_speculative = a.is_speculative || b.is_speculative;
	ret->object = wcore_expr_make(eval, type, result, origin, is_speculative);
	return true;
}
