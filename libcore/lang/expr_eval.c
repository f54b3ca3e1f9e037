#include "expr_tree.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DW_LANG_Rust 0x1c
#define DW_LANG_Go 0x16

bool wcore_eval_fail(struct wcore_eval *eval, enum wcore_error_code code, size_t column,
		     const char *format, ...)
{
	char text[512];
	va_list args;

	if (eval->error)
		return false;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	eval->error = wcore_error_create(code, NULL, "%s", text);
	eval->column = column;
	return false;
}

bool wcore_eval_nomem(struct wcore_eval *eval)
{
	if (!eval->error)
		eval->error = wcore_error_nomem();
	return false;
}

bool wcore_language_is_cxx(uint32_t language)
{
	switch (language) {
	case 0x04: case 0x11: case 0x1a: case 0x21: case 0x2b: case 0x3a:	/* C++, Objective-C++, C++11 to 23 */
		return true;
	default:
		return false;
	}
}

bool wcore_language_is_c(uint32_t language)
{
	return language != DW_LANG_Rust && language != DW_LANG_Go && language != WCORE_EXPR_ZIG;
}

static bool evaluate(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *ret);

/* C11, 6.4.4.1: the first type that holds the number. */
static const struct wcore_type *number_type(struct wcore_eval *eval, const struct wcore_token *token)
{
	static const struct { const char *name; unsigned longs; bool is_unsigned; } types[] = {
		{ "int", 0, false }, { "unsigned int", 0, true }, { "long", 1, false },
		{ "unsigned long", 1, true }, { "long long", 2, false }, { "unsigned long long", 2, true },
	};

	for (unsigned i = 0; i < sizeof(types) / sizeof(*types); i++) {
		unsigned size = types[i].longs == 2 ? 8 : types[i].longs ? eval->viewer->address_size : 4;
		unsigned width = size * 8 - !types[i].is_unsigned;

		if (types[i].longs < token->longs || (token->is_unsigned && !types[i].is_unsigned) ||
		    (types[i].is_unsigned && token->is_decimal && !token->is_unsigned))
			continue;
		if (width == 64 || token->bits >> width == 0)
			return wcore_expr_basic(eval, types[i].name);
	}
	return wcore_expr_basic(eval, "unsigned long long");
}

static const struct wcore_type *suffix_type(struct wcore_eval *eval, const struct wcore_expr *node,
					    const char *names)
{
	char name[8];

	snprintf(name, sizeof(name), "%.*s", (int)node->token.suffix.size, node->token.suffix.data);
	if (node->token.suffix.size < sizeof(name) && strstr(names, name))
		return wcore_expr_basic(eval, name);
	wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "'%.*s' is no suffix of a number",
			(int)node->token.suffix.size, node->token.suffix.data);
	return NULL;
}

static bool literal_number(struct wcore_eval *eval, const struct wcore_expr *node,
			   struct wcore_expr_value *ret)
{
	const struct wcore_type *type;

	if (node->token.suffix.data) {
		type = suffix_type(eval, node, " i8 u8 i16 u16 i32 u32 i64 u64 isize usize ");
		if (!type)
			return false;
		if (type->size < 8 && node->token.bits >> (type->size * 8 - type->is_signed))
			return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column,
					       "this number does not fit %s", wcore_expr_describe(eval, type));
	} else if (wcore_language_is_c(eval->language)) {
		type = number_type(eval, &node->token);
	} else {
		type = wcore_expr_basic(eval, node->token.bits > INT64_MAX ? "u64" :
					      node->token.bits > INT32_MAX ? "i64" : "i32");
		ret->is_literal = true;
	}
	ret->object = wcore_expr_make(eval, type, node->token.bits, WCORE_ORIGIN_CONSTANT, false);
	return true;
}

static bool literal_real(struct wcore_eval *eval, const struct wcore_expr *node,
			 struct wcore_expr_value *ret)
{
	struct wcore_string suffix = node->token.suffix;
	const struct wcore_type *type;

	if (!suffix.data) {
		type = wcore_expr_basic(eval, wcore_language_is_c(eval->language) ? "double" : "f64");
		ret->is_literal = !wcore_language_is_c(eval->language);
	} else if (wcore_string_is(suffix, "f") || wcore_string_is(suffix, "F")) {
		type = wcore_expr_basic(eval, "float");
	} else {
		type = suffix_type(eval, node, " f32 f64 ");
	}
	if (type)
		ret->object = wcore_expr_make_real(eval, type, node->token.real, WCORE_ORIGIN_CONSTANT, false);
	return type;
}

static bool literal_string(struct wcore_eval *eval, const struct wcore_expr *node,
			   struct wcore_expr_value *ret)
{
	struct wcore_string text = node->token.text;
	char *bytes = wcore_arena_copy(eval->arena, text.data, text.size);

	if (!bytes)
		return wcore_eval_nomem(eval);
	ret->object = wcore_object_bytes(wcore_expr_array(eval, wcore_expr_basic(eval, "char"), text.size + 1),
					 (const uint8_t *)bytes, text.size + 1, WCORE_ORIGIN_CONSTANT);
	return true;
}

static bool evaluate_sizeof(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *ret)
{
	const struct wcore_type *type = node->type;
	struct wcore_expr_value operand;
	uint64_t size;

	if (!type) {
		eval->unevaluated++;
		if (!evaluate(eval, node->right, &operand))
			return false;
		eval->unevaluated--;
		if (operand.object.bit_size)
			return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column,
					       "a bit field has no size in bytes");
		type = wcore_type_strip(operand.object.type);
	}
	type = wcore_type_strip(type);
	if ((type->kind == WCORE_TYPE_REFERENCE || type->kind == WCORE_TYPE_RVALUE_REFERENCE) && type->target)
		type = type->target;
	if (!wcore_type_size(type, &size))
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "how large %s is, is not known",
				       wcore_expr_describe(eval, type));
	ret->object = wcore_expr_make(eval, wcore_expr_basic(eval, wcore_language_is_c(eval->language) ?
								    "unsigned long" : "usize"),
				      size, WCORE_ORIGIN_CONSTANT, false);
	return true;
}

/* {type} address */
static bool evaluate_typed(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *ret)
{
	struct wcore_expr_value operand;
	struct wcore_object address;
	enum wcore_number_kind kind;
	const char *why = NULL;
	uint64_t bits;

	if (!evaluate(eval, node->right, &operand) ||
	    !wcore_expr_decay(eval, &operand.object, node->right->column, &address))
		return false;
	kind = wcore_expr_number_kind(address.type);
	if (kind != WCORE_NUMBER_INTEGER && kind != WCORE_NUMBER_POINTER)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->right->column, "%s is no address",
				       wcore_expr_describe(eval, address.type));
	if (!wcore_expr_number(eval, &address, &bits, &why))
		ret->object = wcore_object_none(node->type, why);
	else
		ret->object = wcore_expr_at(eval, node->type, bits, &address);
	return true;
}

static bool is_function(const struct wcore_object *object)
{
	const struct wcore_type *type = wcore_type_strip(object->type);

	return type->kind == WCORE_TYPE_POINTER && object->kind != WCORE_OBJECT_MEMORY && type->target &&
	       wcore_type_strip(type->target)->kind == WCORE_TYPE_FUNCTION;
}

static bool evaluate_unary(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *ret)
{
	struct wcore_expr_value operand;

	if (!evaluate(eval, node->right, &operand))
		return false;
	if (node->op == WCORE_EXPR_MULTIPLY)
		return wcore_expr_target(eval, &operand.object, node->column, &ret->object);
	if (node->op == WCORE_EXPR_AND) {
		struct wcore_object object = wcore_expr_unreference(eval, &operand.object);

		/* &f of a function is what f is. */
		if (is_function(&object) && node->right->kind == WCORE_EXPR_NAME) {
			*ret = operand;
			return true;
		}
		return wcore_expr_address(eval, &object, node->column, &ret->object);
	}
	return wcore_expr_unary(eval, node, &operand, ret);
}

/* Operands without a left one. */
static bool evaluate_leaf(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *ret)
{
	struct wcore_expr_value operand;

	*ret = (struct wcore_expr_value){ 0 };
	switch (node->kind) {
	case WCORE_EXPR_NUMBER:
		return literal_number(eval, node, ret);
	case WCORE_EXPR_REAL:
		return literal_real(eval, node, ret);
	case WCORE_EXPR_CHARACTER:
		ret->object = wcore_expr_make(eval, wcore_expr_basic(eval, node->token.bits > 0xff ?
								    "char32_t" : "char"),
					      node->token.bits, WCORE_ORIGIN_CONSTANT, false);
		return true;
	case WCORE_EXPR_STRING:
		return literal_string(eval, node, ret);
	case WCORE_EXPR_NAME:
		return wcore_expr_name(eval, node, ret);
	case WCORE_EXPR_REGISTER:
		return wcore_expr_register(eval, node, &ret->object);
	case WCORE_EXPR_SIZEOF:
		return evaluate_sizeof(eval, node, ret);
	case WCORE_EXPR_TYPED:
		return evaluate_typed(eval, node, ret);
	case WCORE_EXPR_CAST:
		return evaluate(eval, node->right, &operand) &&
		       wcore_expr_cast(eval, node->type, &operand.object, node->column, &ret->object);
	default:
		return evaluate_unary(eval, node, ret);
	}
}

/* && and ||: the right operand where it decides. */
static bool evaluate_logical(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *value)
{
	const struct wcore_type *type = wcore_expr_truth_type(eval);
	enum wcore_origin origin = wcore_expr_join_origins(WCORE_ORIGIN_CONSTANT, value->object.origin);
	bool is_speculative = value->object.is_speculative, is_true = false, is_known, is_decided;
	const char *why = NULL;
	struct wcore_expr_value right;

	is_known = wcore_expr_truth(eval, value, node->column, &is_true, &why);
	if (eval->error)
		return false;
	is_decided = !is_known || is_true == (node->op == WCORE_EXPR_LOGICAL_OR);
	eval->unevaluated += is_decided;
	if (!evaluate(eval, node->right, &right))
		return false;
	eval->unevaluated -= is_decided;
	if (!is_decided) {
		is_known = wcore_expr_truth(eval, &right, node->column, &is_true, &why);
		if (eval->error)
			return false;
		origin = wcore_expr_join_origins(origin, right.object.origin);
		is_speculative |= right.object.is_speculative;
	}
	*value = (struct wcore_expr_value){
		.object = is_known ? wcore_expr_make(eval, type, is_true, origin, is_speculative) :
				     wcore_object_none(type, why),
	};
	return true;
}

static bool evaluate_conditional(struct wcore_eval *eval, struct wcore_expr *node,
				 struct wcore_expr_value *value)
{
	bool is_speculative = value->object.is_speculative, is_true = false, is_known;
	struct wcore_expr_value taken, other;
	const struct wcore_type *type;
	const char *why = NULL;

	is_known = wcore_expr_truth(eval, value, node->column, &is_true, &why);
	if (eval->error)
		return false;
	eval->unevaluated += !is_known;
	if (!evaluate(eval, is_true ? node->right : node->other, &taken))
		return false;
	eval->unevaluated += is_known;
	if (!evaluate(eval, is_true ? node->other : node->right, &other))
		return false;
	eval->unevaluated--;
	type = wcore_expr_common(eval, &taken, &other);
	if (!is_known) {
		taken.object = wcore_object_none(type ? type : taken.object.type, why);
	} else if (type && !taken.is_literal &&
		   !wcore_expr_cast(eval, type, &taken.object, node->column, &taken.object)) {
		return false;
	}
	taken.object.is_speculative |= is_speculative;
	*value = taken;
	return true;
}

/* How many elements is part of the type: it is wanted inside of sizeof, too. */
static bool evaluate_repeat(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *value)
{
	struct wcore_object object = value->object;
	unsigned unevaluated = eval->unevaluated;
	struct wcore_expr_value count;

	*value = (struct wcore_expr_value){ 0 };
	eval->unevaluated = 0;
	if (!evaluate(eval, node->right, &count) ||
	    !wcore_expr_repeat(eval, node, &object, &count.object, &value->object))
		return false;
	eval->unevaluated = unevaluated;
	return true;
}

static bool evaluate_binary(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *value)
{
	struct wcore_expr_value left = *value, right;

	return evaluate(eval, node->right, &right) && wcore_expr_binary(eval, node, &left, &right, value);
}

static bool evaluate_index(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *value)
{
	struct wcore_object object = value->object;
	struct wcore_expr_value right;

	*value = (struct wcore_expr_value){ 0 };
	return evaluate(eval, node->right, &right) &&
	       wcore_expr_index(eval, &object, &right.object, node->column, &value->object);
}

static bool evaluate_method(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *value)
{
	struct wcore_object object = value->object;
	struct wcore_expr_value argument;

	*value = (struct wcore_expr_value){ 0 };
	if (node->right && !evaluate(eval, node->right, &argument))
		return false;
	return wcore_expr_method(eval, &object, node, node->right ? &argument.object : NULL, &value->object);
}

/* One step with a left operand, which value holds and which it becomes. */
static bool extend(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *value)
{
	struct wcore_object object = value->object;

	switch (node->kind) {
	case WCORE_EXPR_MEMBER:
		*value = (struct wcore_expr_value){ 0 };
		return wcore_expr_member(eval, &object, node->text, node->column, &value->object);
	case WCORE_EXPR_METHOD:
		return evaluate_method(eval, node, value);
	case WCORE_EXPR_INDEX:
		return evaluate_index(eval, node, value);
	case WCORE_EXPR_TARGET:
		*value = (struct wcore_expr_value){ 0 };
		return node->op == WCORE_EXPR_MULTIPLY ?
			       wcore_expr_target(eval, &object, node->column, &value->object) :
			       wcore_expr_some(eval, &object, node->column, &value->object);
	case WCORE_EXPR_AS:
		*value = (struct wcore_expr_value){ 0 };
		return wcore_expr_cast(eval, node->type, &object, node->column, &value->object);
	case WCORE_EXPR_CONDITIONAL:
		return evaluate_conditional(eval, node, value);
	default:
		if (node->op == WCORE_EXPR_REPEAT)
			return evaluate_repeat(eval, node, value);
		return node->op == WCORE_EXPR_LOGICAL_AND || node->op == WCORE_EXPR_LOGICAL_OR ?
			       evaluate_logical(eval, node, value) :
			       evaluate_binary(eval, node, value);
	}
}

/* Chains of left operands are as long as the text, so they are no recursion. */
static bool evaluate(struct wcore_eval *eval, struct wcore_expr *node, struct wcore_expr_value *ret)
{
	struct wcore_expr *top = NULL;

	for (; node->left; node = node->left) {
		node->above = top;
		top = node;
	}
	if (!evaluate_leaf(eval, node, ret))
		return false;
	for (; top && !eval->error; top = top->above) {
		if (!extend(eval, top, ret))
			return false;
	}
	return !eval->error;
}

struct wcore_error *wcore_expr_evaluate(struct wcore_scope *scope, const char *text,
					struct wcore_object *ret, size_t *ret_column)
{
	struct wcore_eval eval = {
		.scope = scope, .viewer = scope->viewer, .types = scope->viewer->types,
		.arena = &scope->viewer->arena,
		.lexer = { .text = text, .size = strlen(text), .arena = &scope->viewer->arena },
	};
	struct wcore_expr_value value;
	struct wcore_expr *node;

	*ret_column = 0;
	if (eval.lexer.size > WCORE_EXPR_SIZE)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "the expression is longer than %d bytes",
					  WCORE_EXPR_SIZE);
	if (eval.types && scope->frame &&
	    wcore_variables_function(eval.types, &scope->site, &eval.function))
		eval.language = eval.function.unit->language;
	eval.lexer.has_octal = wcore_language_is_c(eval.language);
	node = wcore_expr_parse(&eval);
	if (node && evaluate(&eval, node, &value))
		*ret = value.object;
	*ret_column = eval.column;
	return eval.error;
}
