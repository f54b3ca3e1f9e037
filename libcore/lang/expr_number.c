/* Numbers: from objects and back, and arithmetic as the frame's language has it. */
#include "expr_tree.h"

#include <math.h>
#include <string.h>

/* An integer type as conversions see it. */
struct integer {
	const struct wcore_type *type;
	unsigned width;		/* in bits */
	bool is_signed;
};

enum wcore_number_kind wcore_expr_number_kind(const struct wcore_type *type)
{
	type = wcore_type_strip(type);
	switch (type->kind) {
	case WCORE_TYPE_BOOL: case WCORE_TYPE_CHAR: case WCORE_TYPE_INT: case WCORE_TYPE_ENUM:
		return WCORE_NUMBER_INTEGER;
	case WCORE_TYPE_FLOAT:
		return WCORE_NUMBER_REAL;
	case WCORE_TYPE_POINTER: case WCORE_TYPE_ARRAY:
		return WCORE_NUMBER_POINTER;
	default:
		return WCORE_NUMBER_NONE;
	}
}

static double real_of(const uint8_t *bytes, uint64_t size)
{
	float narrow;
	double wide;

	if (size == 4) {
		memcpy(&narrow, bytes, 4);
		return (double)narrow;
	}
	memcpy(&wide, bytes, 8);
	return wide;
}

bool wcore_expr_number(struct wcore_eval *eval, const struct wcore_object *object, uint64_t *ret,
		       const char **ret_why)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	uint8_t bytes[8];
	double real;
	uint64_t size;

	*ret_why = NULL;
	if (object->kind == WCORE_OBJECT_NONE || eval->unevaluated) {
		*ret_why = eval->unevaluated ? "not evaluated" : object->why;
		return false;
	}
	if (type->kind == WCORE_TYPE_FLOAT) {
		if (!wcore_type_size(type, &size) || (size != 4 && size != 8)) {
			*ret_why = "a floating-point number of a size that is not computed with";
			return false;
		}
		if (!wcore_object_read(eval->viewer, object, 0, size, bytes, ret_why))
			return false;
		real = real_of(bytes, size);
		memcpy(ret, &real, sizeof(real));
		return true;
	}
	if (wcore_object_number(eval->viewer, object, ret, ret_why))
		return true;
	if (!*ret_why)
		*ret_why = "a number of a size that is not computed with";
	return false;
}

struct wcore_object wcore_expr_make(struct wcore_eval *eval, const struct wcore_type *type,
				    uint64_t bits, enum wcore_origin origin, bool is_speculative)
{
	uint64_t size = 0;
	uint8_t *bytes = wcore_arena_alloc(eval->arena, 16);
	struct wcore_object object;

	if (!bytes || !wcore_type_size(type, &size) || size > 16) {
		if (!bytes)
			wcore_eval_nomem(eval);
		return wcore_object_none(type, "its size is not known");
	}
	memset(bytes, bits >> 63 && wcore_type_strip(type)->is_signed ? 0xff : 0, 16);
	for (unsigned i = 0; i < 8; i++)
		bytes[i] = (uint8_t)(bits >> 8 * i);
	object = wcore_object_bytes(type, bytes, size, origin);
	object.is_speculative = is_speculative;
	return object;
}

struct wcore_object wcore_expr_make_real(struct wcore_eval *eval, const struct wcore_type *type,
					 double real, enum wcore_origin origin, bool is_speculative)
{
	float narrow = (float)real;
	uint32_t narrow_bits;
	uint64_t bits, size = 0;

	if (!wcore_type_size(type, &size) || (size != 4 && size != 8))
		return wcore_object_none(type, "a floating-point number of a size that is not computed with");
	memcpy(&narrow_bits, &narrow, sizeof(narrow));
	memcpy(&bits, &real, sizeof(real));
	return wcore_expr_make(eval, type, size == 4 ? narrow_bits : bits, origin, is_speculative);
}

enum wcore_origin wcore_expr_join_origins(enum wcore_origin a, enum wcore_origin b)
{
	if (a == WCORE_ORIGIN_CONSTANT || a == b)
		return b == WCORE_ORIGIN_MEMORY ? WCORE_ORIGIN_RECONSTRUCTED : b;
	return b == WCORE_ORIGIN_CONSTANT && a != WCORE_ORIGIN_MEMORY ? a : WCORE_ORIGIN_RECONSTRUCTED;
}

static struct integer integer_of(const struct wcore_type *type)
{
	return (struct integer){ type, type->bit_size ? type->bit_size : (unsigned)(type->size * 8),
				 type->is_signed };
}

static struct integer basic_integer(struct wcore_eval *eval, const char *name)
{
	return integer_of(wcore_expr_basic(eval, name));
}

/* Whether int holds all enumerators: C++ then promotes to it. */
static bool enumerators_fit_int(struct wcore_eval *eval, const struct wcore_type *type)
{
	if (!eval->types || !wcore_type_complete(eval->types, type))
		return false;
	for (uint32_t i = 0; i < type->enumerator_count; i++) {
		if ((int64_t)type->enumerators[i].bits != (int32_t)type->enumerators[i].bits)
			return false;
	}
	return true;
}

/* C's integer promotions (C11, 6.3.1.1); without effect in languages that have none. */
static struct integer promote(struct wcore_eval *eval, const struct wcore_expr_value *value)
{
	const struct wcore_type *type = wcore_type_strip(value->object.type);
	struct integer own;

	if (type->kind == WCORE_TYPE_ENUM) {
		bool is_int = value->is_enumerator || wcore_language_is_cxx(type->language);

		if (is_int && wcore_language_is_c(eval->language) && enumerators_fit_int(eval, type))
			return basic_integer(eval, "int");
		if (type->target)
			type = wcore_type_strip(type->target);
		else if (type->size <= 4)
			return basic_integer(eval, wcore_language_is_c(eval->language) ? "unsigned int" : "u32");
	}
	own = integer_of(type);
	if (!wcore_language_is_c(eval->language) || (type->kind == WCORE_TYPE_INT && type->bit_size))
		return own;
	if (value->object.bit_size && value->object.bit_size < 32)
		return basic_integer(eval, "int");
	if (value->object.bit_size == 32)
		return basic_integer(eval, own.is_signed ? "int" : "unsigned int");
	if (own.width < 32)
		return basic_integer(eval, "int");
	if (type->kind == WCORE_TYPE_CHAR)
		return basic_integer(eval, own.is_signed ? "int" : "unsigned int");
	return own;
}

/* int, long, long long. */
static unsigned rank(const struct integer *integer)
{
	struct wcore_string name = integer->type->name;
	unsigned longs = 0;

	for (size_t i = 0; i + 4 <= name.size; i++)
		longs += memcmp(name.data + i, "long", 4) == 0;
	return integer->width * 4 + longs;
}

static struct integer unsigned_of(struct wcore_eval *eval, const struct integer *integer)
{
	unsigned longs = rank(integer) - integer->width * 4;

	return basic_integer(eval, integer->width > 64 ? "unsigned __int128" :
				   longs > 1 ? "unsigned long long" :
				   longs ? "unsigned long" :
				   integer->width > 32 ? "unsigned long long" : "unsigned int");
}

/* The usual arithmetic conversions (C11, 6.3.1.8). */
static struct integer common_c(struct wcore_eval *eval, struct integer a, struct integer b)
{
	struct integer of_signed = a.is_signed ? a : b, of_unsigned = a.is_signed ? b : a;

	if (a.is_signed == b.is_signed)
		return rank(&a) >= rank(&b) ? a : b;
	if (rank(&of_unsigned) >= rank(&of_signed))
		return of_unsigned;
	if (of_signed.width > of_unsigned.width)
		return of_signed;
	return unsigned_of(eval, &of_signed);
}

/* Elsewhere: the type of the operand that has one, or the wider one. */
static struct integer common_strict(const struct wcore_expr_value *left, struct integer a,
				    const struct wcore_expr_value *right, struct integer b)
{
	if (left->is_literal != right->is_literal)
		return left->is_literal ? b : a;
	return a.width >= b.width ? a : b;
}

static struct integer common_integer(struct wcore_eval *eval, const struct wcore_expr_value *left,
				     const struct wcore_expr_value *right)
{
	struct integer a = promote(eval, left), b = promote(eval, right);

	return wcore_language_is_c(eval->language) ? common_c(eval, a, b) :
						     common_strict(left, a, right, b);
}

static const struct wcore_type *common_real(struct wcore_eval *eval, const struct wcore_expr_value *left,
					    const struct wcore_expr_value *right)
{
	const struct wcore_type *a = wcore_type_strip(left->object.type);
	const struct wcore_type *b = wcore_type_strip(right->object.type);

	(void)eval;
	if (a->kind != WCORE_TYPE_FLOAT || (left->is_literal && b->kind == WCORE_TYPE_FLOAT))
		return b;
	if (b->kind != WCORE_TYPE_FLOAT || right->is_literal)
		return a;
	return a->size >= b->size ? a : b;
}

const struct wcore_type *wcore_expr_common(struct wcore_eval *eval, const struct wcore_expr_value *a,
					   const struct wcore_expr_value *b)
{
	enum wcore_number_kind left = wcore_expr_number_kind(a->object.type);
	enum wcore_number_kind right = wcore_expr_number_kind(b->object.type);

	if (wcore_expr_same_type(eval, a->object.type, b->object.type) && left != WCORE_NUMBER_INTEGER)
		return NULL;
	if (left == WCORE_NUMBER_POINTER && right == WCORE_NUMBER_INTEGER)
		return a->object.type;
	if (left == WCORE_NUMBER_INTEGER && right == WCORE_NUMBER_POINTER)
		return b->object.type;
	if (left == WCORE_NUMBER_INTEGER && right == WCORE_NUMBER_INTEGER)
		return common_integer(eval, a, b).type;
	if ((left == WCORE_NUMBER_REAL || left == WCORE_NUMBER_INTEGER) &&
	    (right == WCORE_NUMBER_REAL || right == WCORE_NUMBER_INTEGER))
		return common_real(eval, a, b);
	return NULL;
}

/* As a value of the type has it: cut, and extended by its sign. */
static uint64_t wrap(const struct integer *integer, uint64_t bits)
{
	if (!integer->width || integer->width >= 64)
		return bits;
	bits &= (UINT64_C(1) << integer->width) - 1;
	if (integer->is_signed && bits >> (integer->width - 1))
		bits |= ~UINT64_C(0) << integer->width;
	return bits;
}

static bool fail_overflow(struct wcore_eval *eval, const struct wcore_expr *node,
			  const struct integer *integer)
{
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "the result does not fit %s",
			       wcore_expr_describe(eval, integer->type));
}

static bool overflows(enum wcore_expr_operator op, const struct integer *integer, uint64_t a, uint64_t b)
{
	int64_t result;
	uint64_t positive;
	bool is_over;

	if (integer->is_signed) {
		is_over = op == WCORE_EXPR_ADD ? __builtin_add_overflow((int64_t)a, (int64_t)b, &result) :
			  op == WCORE_EXPR_SUBTRACT ? __builtin_sub_overflow((int64_t)a, (int64_t)b, &result) :
						      __builtin_mul_overflow((int64_t)a, (int64_t)b, &result);
		return is_over || wrap(integer, (uint64_t)result) != (uint64_t)result;
	}
	is_over = op == WCORE_EXPR_ADD ? __builtin_add_overflow(a, b, &positive) :
		  op == WCORE_EXPR_SUBTRACT ? __builtin_sub_overflow(a, b, &positive) :
					      __builtin_mul_overflow(a, b, &positive);
	return is_over || wrap(integer, positive) != positive;
}

static bool divide(struct wcore_eval *eval, const struct wcore_expr *node, const struct integer *integer,
		   uint64_t a, uint64_t b, uint64_t *ret)
{
	bool is_remainder = node->op == WCORE_EXPR_REMAINDER;

	*ret = 0;
	if (!b)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "division by zero");
	if (!integer->is_signed) {
		*ret = is_remainder ? a % b : a / b;
		return true;
	}
	/* The least number by -1: C leaves it open, and Wasm traps. */
	if ((int64_t)b == -1 && a == wrap(integer, UINT64_C(1) << (integer->width - 1)))
		return fail_overflow(eval, node, integer);
	*ret = (uint64_t)((int64_t)b == -1 ? (is_remainder ? 0 : -(int64_t)a) :
			  is_remainder ? (int64_t)a % (int64_t)b : (int64_t)a / (int64_t)b);
	return true;
}

static bool shift(struct wcore_eval *eval, const struct wcore_expr *node, const struct integer *integer,
		  uint64_t a, uint64_t b, uint64_t *ret)
{
	*ret = 0;
	if (b >= integer->width)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column,
				       (int64_t)b < 0 ? "a shift by a negative number" :
							"a shift by %llu bits of only %u",
				       (unsigned long long)b, integer->width);
	b &= 63;
	if (node->op == WCORE_EXPR_SHIFT_LEFT)
		*ret = a << b;
	else
		*ret = integer->is_signed && a >> 63 ? ~(~a >> b) : a >> b;
	return true;
}

static bool compare(enum wcore_expr_operator op, int order)
{
	switch (op) {
	case WCORE_EXPR_LESS: return order < 0;
	case WCORE_EXPR_GREATER: return order > 0;
	case WCORE_EXPR_LESS_EQUAL: return order <= 0;
	case WCORE_EXPR_GREATER_EQUAL: return order >= 0;
	case WCORE_EXPR_EQUAL: return order == 0;
	default: return order != 0;
	}
}

static bool is_comparison(enum wcore_expr_operator op)
{
	return op == WCORE_EXPR_LESS || op == WCORE_EXPR_GREATER || op == WCORE_EXPR_LESS_EQUAL ||
	       op == WCORE_EXPR_GREATER_EQUAL || op == WCORE_EXPR_EQUAL || op == WCORE_EXPR_NOT_EQUAL;
}

static bool is_shift(enum wcore_expr_operator op)
{
	return op == WCORE_EXPR_SHIFT_LEFT || op == WCORE_EXPR_SHIFT_RIGHT;
}

static bool compute_integer(struct wcore_eval *eval, const struct wcore_expr *node,
			    const struct integer *integer, uint64_t a, uint64_t b, uint64_t *ret)
{
	switch (node->op) {
	case WCORE_EXPR_ADD: *ret = a + b; break;
	case WCORE_EXPR_SUBTRACT: *ret = a - b; break;
	case WCORE_EXPR_MULTIPLY: *ret = a * b; break;
	case WCORE_EXPR_DIVIDE: case WCORE_EXPR_REMAINDER: return divide(eval, node, integer, a, b, ret);
	case WCORE_EXPR_SHIFT_LEFT: case WCORE_EXPR_SHIFT_RIGHT:
		return shift(eval, node, integer, a, b, ret);
	case WCORE_EXPR_AND: *ret = a & b; return true;
	case WCORE_EXPR_OR: *ret = a | b; return true;
	case WCORE_EXPR_XOR: *ret = a ^ b; return true;
	default:
		*ret = compare(node->op, integer->is_signed ? ((int64_t)a > (int64_t)b) - ((int64_t)a < (int64_t)b) :
							      (a > b) - (a < b));
		return true;
	}
	if (!wcore_language_is_c(eval->language) && overflows(node->op, integer, a, b))
		return fail_overflow(eval, node, integer);
	return true;
}

const struct wcore_type *wcore_expr_truth_type(struct wcore_eval *eval)
{
	return wcore_expr_basic(eval, wcore_language_is_c(eval->language) &&
					      !wcore_language_is_cxx(eval->language) ? "int" : "bool");
}

static bool fail_operands(struct wcore_eval *eval, const struct wcore_expr *node,
			  const struct wcore_expr_value *left, const struct wcore_expr_value *right)
{
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "'%s' does not take %s and %s",
			       wcore_expr_operator_text(node->op),
			       wcore_expr_describe(eval, left->object.type),
			       wcore_expr_describe(eval, right->object.type));
}

/* Both numbers, or *ret without a value, of a type. */
static bool take_numbers(struct wcore_eval *eval, const struct wcore_object *left,
			 const struct wcore_object *right, const struct wcore_type *type,
			 uint64_t numbers[2], struct wcore_object *ret)
{
	const char *why = NULL;

	if (wcore_expr_number(eval, left, &numbers[0], &why) &&
	    wcore_expr_number(eval, right, &numbers[1], &why))
		return true;
	*ret = wcore_object_none(type, why);
	return false;
}

static bool binary_real(struct wcore_eval *eval, const struct wcore_expr *node,
			const struct wcore_expr_value *left, const struct wcore_expr_value *right,
			struct wcore_expr_value *ret)
{
	const struct wcore_type *common = common_real(eval, left, right);
	const struct wcore_type *type = is_comparison(node->op) ? wcore_expr_truth_type(eval) : common;
	const struct wcore_expr_value *values[2] = { left, right };
	enum wcore_origin origin = wcore_expr_join_origins(left->object.origin, right->object.origin);
	bool is_speculative = left->object.is_speculative || right->object.is_speculative;
	uint64_t numbers[2];
	double reals[2], result;

	if (common->size != 4 && common->size != 8)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "%s is not computed with",
				       wcore_expr_describe(eval, common));
	if (!take_numbers(eval, &left->object, &right->object, type, numbers, &ret->object))
		return true;
	for (unsigned i = 0; i < 2; i++) {
		const struct wcore_type *own = wcore_type_strip(values[i]->object.type);

		if (own->kind == WCORE_TYPE_FLOAT)
			memcpy(&reals[i], &numbers[i], sizeof(double));
		else if (common->size == 4)
			reals[i] = promote(eval, values[i]).is_signed ? (float)(int64_t)numbers[i] : (float)numbers[i];
		else
			reals[i] = promote(eval, values[i]).is_signed ? (double)(int64_t)numbers[i] : (double)numbers[i];
		if (common->size == 4)
			reals[i] = (float)reals[i];
	}
	switch (node->op) {
	case WCORE_EXPR_ADD: result = reals[0] + reals[1]; break;
	case WCORE_EXPR_SUBTRACT: result = reals[0] - reals[1]; break;
	case WCORE_EXPR_MULTIPLY: result = reals[0] * reals[1]; break;
	case WCORE_EXPR_DIVIDE: result = reals[0] / reals[1]; break;
	default: {
		bool is_ordered = !isnan(reals[0]) && !isnan(reals[1]);
		bool is_true = is_ordered ? compare(node->op, (reals[0] > reals[1]) - (reals[0] < reals[1])) :
					    node->op == WCORE_EXPR_NOT_EQUAL;

		if (!is_comparison(node->op))
			return fail_operands(eval, node, left, right);
		ret->object = wcore_expr_make(eval, type, is_true, origin, is_speculative);
		return true;
	}
	}
	/* Twice as many bits and two more: rounded to a float afterwards it is what float arithmetic gives. */
	ret->object = wcore_expr_make_real(eval, type, result, origin, is_speculative);
	ret->is_literal = left->is_literal && right->is_literal;
	return true;
}

static bool binary_integer(struct wcore_eval *eval, const struct wcore_expr *node,
			   const struct wcore_expr_value *left, const struct wcore_expr_value *right,
			   struct wcore_expr_value *ret)
{
	struct integer integer = is_shift(node->op) ? promote(eval, left) : common_integer(eval, left, right);
	const struct wcore_type *type = is_comparison(node->op) ? wcore_expr_truth_type(eval) : integer.type;
	uint64_t numbers[2], a, b, result;

	if (integer.width > 64 || !integer.width)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "%s is not computed with",
				       wcore_expr_describe(eval, integer.type));
	if (!take_numbers(eval, &left->object, &right->object, type, numbers, &ret->object))
		return true;
	a = wrap(&integer, numbers[0]);
	b = is_shift(node->op) ? numbers[1] : wrap(&integer, numbers[1]);
	if (!wcore_language_is_c(eval->language) && !is_shift(node->op) &&
	    (a != numbers[0] || b != numbers[1] || (!integer.is_signed && ((int64_t)a < 0 || (int64_t)b < 0) &&
						    integer.width == 64 &&
						    (promote(eval, left).is_signed || promote(eval, right).is_signed))))
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column,
				       "%s and %s do not go together: one does not fit the other",
				       wcore_expr_describe(eval, left->object.type),
				       wcore_expr_describe(eval, right->object.type));
	if (!compute_integer(eval, node, &integer, a, b, &result))
		return false;
	if (!is_comparison(node->op)) {
		/* Literals alone are as wide as they need to be. */
		if (left->is_literal && right->is_literal && wrap(&integer, result) != result)
			return fail_overflow(eval, node, &integer);
		result = wrap(&integer, result);
		ret->is_literal = left->is_literal && right->is_literal;
	}
	ret->object = wcore_expr_make(eval, type, result,
				      wcore_expr_join_origins(left->object.origin, right->object.origin),
				      left->object.is_speculative || right->object.is_speculative);
	return true;
}

bool wcore_expr_binary(struct wcore_eval *eval, const struct wcore_expr *node,
		       const struct wcore_expr_value *left, const struct wcore_expr_value *right,
		       struct wcore_expr_value *ret)
{
	struct wcore_expr_value a = *left, b = *right;
	enum wcore_number_kind kinds[2];

	*ret = (struct wcore_expr_value){ 0 };
	a.object = wcore_expr_unreference(eval, &left->object);
	b.object = wcore_expr_unreference(eval, &right->object);
	kinds[0] = wcore_expr_number_kind(a.object.type);
	kinds[1] = wcore_expr_number_kind(b.object.type);
	if (kinds[0] == WCORE_NUMBER_POINTER || kinds[1] == WCORE_NUMBER_POINTER)
		return wcore_expr_pointer_binary(eval, node, &a, &b, ret);
	if (kinds[0] == WCORE_NUMBER_NONE || kinds[1] == WCORE_NUMBER_NONE)
		return fail_operands(eval, node, &a, &b);
	if (kinds[0] == WCORE_NUMBER_REAL || kinds[1] == WCORE_NUMBER_REAL)
		return binary_real(eval, node, &a, &b, ret);
	return binary_integer(eval, node, &a, &b, ret);
}

bool wcore_expr_truth(struct wcore_eval *eval, const struct wcore_expr_value *value, size_t column,
		      bool *ret, const char **ret_why)
{
	struct wcore_object object;
	enum wcore_number_kind kind;
	double real;
	uint64_t bits;

	*ret = false;
	*ret_why = NULL;
	if (!wcore_expr_decay(eval, &value->object, column, &object))
		return false;
	kind = wcore_expr_number_kind(object.type);
	if (kind == WCORE_NUMBER_NONE)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "%s is neither true nor false",
				       wcore_expr_describe(eval, object.type));
	if (!wcore_expr_number(eval, &object, &bits, ret_why))
		return false;
	memcpy(&real, &bits, sizeof(real));
	*ret = kind == WCORE_NUMBER_REAL ? real != 0 : bits != 0;
	return true;
}

static bool negate_real(struct wcore_eval *eval, const struct wcore_expr_value *operand, bool is_negative,
			struct wcore_expr_value *ret)
{
	const struct wcore_type *type = wcore_type_strip(operand->object.type);
	const char *why = NULL;
	uint64_t bits;
	double real;

	if (!wcore_expr_number(eval, &operand->object, &bits, &why)) {
		ret->object = wcore_object_none(type, why);
		return true;
	}
	memcpy(&real, &bits, sizeof(real));
	ret->object = wcore_expr_make_real(eval, type, is_negative ? -real : real,
					   wcore_expr_join_origins(WCORE_ORIGIN_CONSTANT, operand->object.origin),
					   operand->object.is_speculative);
	ret->is_literal = operand->is_literal;
	return true;
}

static bool negate_integer(struct wcore_eval *eval, const struct wcore_expr *node,
			   enum wcore_expr_operator op, const struct wcore_expr_value *operand,
			   struct wcore_expr_value *ret)
{
	struct integer integer = promote(eval, operand);
	const char *why = NULL;
	uint64_t bits;

	if (integer.width > 64 || !integer.width)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "%s is not computed with",
				       wcore_expr_describe(eval, integer.type));
	if (!wcore_expr_number(eval, &operand->object, &bits, &why)) {
		ret->object = wcore_object_none(integer.type, why);
		return true;
	}
	bits = wrap(&integer, bits);
	if (op == WCORE_EXPR_SUBTRACT && !wcore_language_is_c(eval->language) &&
	    overflows(WCORE_EXPR_SUBTRACT, &integer, 0, bits))
		return fail_overflow(eval, node, &integer);
	bits = op == WCORE_EXPR_SUBTRACT ? 0 - bits : op == WCORE_EXPR_INVERT ? ~bits : bits;
	ret->object = wcore_expr_make(eval, integer.type, wrap(&integer, bits),
				      wcore_expr_join_origins(WCORE_ORIGIN_CONSTANT, operand->object.origin),
				      operand->object.is_speculative);
	ret->is_literal = operand->is_literal;
	return true;
}

static bool not(struct wcore_eval *eval, const struct wcore_expr *node,
		const struct wcore_expr_value *operand, struct wcore_expr_value *ret)
{
	const struct wcore_type *type = wcore_expr_truth_type(eval);
	const char *why;
	bool is_true;

	if (wcore_expr_truth(eval, operand, node->column, &is_true, &why))
		ret->object = wcore_expr_make(eval, type, !is_true,
					      wcore_expr_join_origins(WCORE_ORIGIN_CONSTANT, operand->object.origin),
					      operand->object.is_speculative);
	else if (!eval->error)
		ret->object = wcore_object_none(type, why);
	return !eval->error;
}

bool wcore_expr_unary(struct wcore_eval *eval, const struct wcore_expr *node,
		      const struct wcore_expr_value *operand, struct wcore_expr_value *ret)
{
	struct wcore_expr_value value = *operand;
	const struct wcore_type *type;
	enum wcore_expr_operator op = node->op;
	enum wcore_number_kind kind;

	*ret = (struct wcore_expr_value){ 0 };
	value.object = wcore_expr_unreference(eval, &operand->object);
	type = wcore_type_strip(value.object.type);
	kind = wcore_expr_number_kind(type);
	/* Elsewhere `!` is bitwise on integers. */
	if (op == WCORE_EXPR_NOT && kind == WCORE_NUMBER_INTEGER && type->kind != WCORE_TYPE_BOOL &&
	    !wcore_language_is_c(eval->language))
		op = WCORE_EXPR_INVERT;
	if (op == WCORE_EXPR_NOT)
		return not(eval, node, &value, ret);
	if (kind == WCORE_NUMBER_REAL && op != WCORE_EXPR_INVERT)
		return negate_real(eval, &value, op == WCORE_EXPR_SUBTRACT, ret);
	if (kind == WCORE_NUMBER_INTEGER)
		return negate_integer(eval, node, op, &value, ret);
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "'%s' does not take %s",
			       wcore_expr_operator_text(node->op), wcore_expr_describe(eval, type));
}
