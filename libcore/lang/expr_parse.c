#include "expr_tree.h"

#include <string.h>

void wcore_parser_advance(struct wcore_eval *eval)
{
	eval->token = wcore_lexer_next(&eval->lexer);
}

static bool is_operator(const struct wcore_eval *eval, enum wcore_expr_operator op)
{
	return eval->token.kind == WCORE_TOKEN_OPERATOR && eval->token.op == op;
}

bool wcore_parser_is_word(const struct wcore_eval *eval, const char *word)
{
	return eval->token.kind == WCORE_TOKEN_NAME && wcore_string_is(eval->token.text, word);
}

bool wcore_parser_accept(struct wcore_eval *eval, enum wcore_expr_operator op)
{
	if (!is_operator(eval, op))
		return false;
	wcore_parser_advance(eval);
	return true;
}

/* Says what stands at the token instead of what should. */
static bool fail_expected(struct wcore_eval *eval, const char *what)
{
	const struct wcore_token *token = &eval->token;

	if (token->kind == WCORE_TOKEN_BROKEN)
		return token->error ? wcore_eval_fail(eval, WCORE_ERROR_USAGE, token->column, "%s",
						      token->error) :
				      wcore_eval_nomem(eval);
	if (token->kind == WCORE_TOKEN_END)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, token->column,
				       "the expression ends where %s should stand", what);
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, token->column,
			       "'%.*s' stands where %s should",
			       (int)(token->end - token->column < 40 ? token->end - token->column : 40),
			       eval->lexer.text + token->column, what);
}

bool wcore_parser_expect(struct wcore_eval *eval, enum wcore_expr_operator op)
{
	char what[8] = { '\'' };

	if (wcore_parser_accept(eval, op))
		return true;
	strcat(strcat(what, wcore_expr_operator_text(op)), "'");
	return fail_expected(eval, what);
}

static struct wcore_expr *create(struct wcore_eval *eval, enum wcore_expr_kind kind, size_t column)
{
	struct wcore_expr *node = wcore_arena_alloc(eval->arena, sizeof(*node));

	if (!node) {
		wcore_eval_nomem(eval);
		return NULL;
	}
	node->kind = kind;
	node->column = column;
	return node;
}

static struct wcore_expr *parse_conditional(struct wcore_eval *eval);
static struct wcore_expr *parse_unary(struct wcore_eval *eval);

/* Names a run of the text from a column to the token in hand. */
static struct wcore_string text_between(const struct wcore_eval *eval, size_t start, size_t end)
{
	return (struct wcore_string){ eval->lexer.text + start, end - start };
}

/* Takes the template arguments behind a name along where a type or scope of that name is known. */
static size_t take_template(struct wcore_eval *eval, size_t start, size_t end)
{
	size_t size;

	if (!is_operator(eval, WCORE_EXPR_LESS))
		return end;
	size = wcore_expr_template_size(eval, text_between(eval, start, end));
	if (!size)
		return end;
	eval->lexer.position = end + size;
	wcore_parser_advance(eval);
	return end + size;
}

struct wcore_string wcore_parser_name(struct wcore_eval *eval)
{
	size_t start, end;

	wcore_parser_accept(eval, WCORE_EXPR_SCOPE);
	start = eval->token.column;
	do {
		if (eval->token.kind != WCORE_TOKEN_NAME)
			return (struct wcore_string){ 0 };
		end = eval->token.end;
		wcore_parser_advance(eval);
		end = take_template(eval, start, end);
	} while (wcore_parser_accept(eval, WCORE_EXPR_SCOPE));
	return text_between(eval, start, end);
}

static struct wcore_expr *parse_name(struct wcore_eval *eval, struct wcore_string file)
{
	struct wcore_expr *node = create(eval, WCORE_EXPR_NAME, eval->token.column);

	if (!node)
		return NULL;
	node->file = file;
	node->text = wcore_parser_name(eval);
	if (node->text.size)
		return node;
	fail_expected(eval, "a name");
	return NULL;
}

/* static_cast<T>(x) and its like; NULL without an error when the name is none. */
static struct wcore_expr *parse_named_cast(struct wcore_eval *eval)
{
	size_t column = eval->token.column;
	struct wcore_expr *node;

	if (!wcore_parser_is_word(eval, "static_cast") && !wcore_parser_is_word(eval, "const_cast") &&
	    !wcore_parser_is_word(eval, "reinterpret_cast"))
		return NULL;
	node = create(eval, WCORE_EXPR_CAST, column);
	if (!node)
		return NULL;
	wcore_parser_advance(eval);
	if (!wcore_parser_expect(eval, WCORE_EXPR_LESS))
		return NULL;
	node->type = wcore_expr_parse_type(eval);
	if (!node->type) {
		fail_expected(eval, "a type");
		return NULL;
	}
	if (!wcore_parser_expect(eval, WCORE_EXPR_GREATER) || !wcore_parser_expect(eval, WCORE_EXPR_OPEN))
		return NULL;
	node->right = parse_conditional(eval);
	return node->right && wcore_parser_expect(eval, WCORE_EXPR_CLOSE) ? node : NULL;
}

static struct wcore_expr *parse_literal(struct wcore_eval *eval)
{
	static const enum wcore_expr_kind kinds[] = {
		[WCORE_TOKEN_NUMBER] = WCORE_EXPR_NUMBER, [WCORE_TOKEN_REAL] = WCORE_EXPR_REAL,
		[WCORE_TOKEN_CHARACTER] = WCORE_EXPR_CHARACTER, [WCORE_TOKEN_STRING] = WCORE_EXPR_STRING,
		[WCORE_TOKEN_REGISTER] = WCORE_EXPR_REGISTER,
	};
	struct wcore_expr *node = create(eval, kinds[eval->token.kind], eval->token.column);

	if (!node)
		return NULL;
	node->token = eval->token;
	node->text = eval->token.text;
	wcore_parser_advance(eval);
	return node;
}

static struct wcore_expr *parse_primary(struct wcore_eval *eval)
{
	struct wcore_string file = { 0 };
	struct wcore_expr *node;

	switch (eval->token.kind) {
	case WCORE_TOKEN_NUMBER: case WCORE_TOKEN_REAL: case WCORE_TOKEN_CHARACTER:
	case WCORE_TOKEN_STRING: case WCORE_TOKEN_REGISTER:
		return parse_literal(eval);
	case WCORE_TOKEN_FILE:
		file = eval->token.text;
		wcore_parser_advance(eval);
		return parse_name(eval, file);
	case WCORE_TOKEN_NAME:
		if (wcore_parser_is_word(eval, "struct") || wcore_parser_is_word(eval, "union") ||
		    wcore_parser_is_word(eval, "enum") || wcore_parser_is_word(eval, "class")) {
			wcore_eval_fail(eval, WCORE_ERROR_USAGE, eval->token.column,
					"a type stands where a value should");
			return NULL;
		}
		node = parse_named_cast(eval);
		return node || eval->error ? node : parse_name(eval, file);
	default:
		break;
	}
	if (is_operator(eval, WCORE_EXPR_SCOPE))
		return parse_name(eval, file);
	if (wcore_parser_accept(eval, WCORE_EXPR_OPEN)) {
		node = parse_conditional(eval);
		return node && wcore_parser_expect(eval, WCORE_EXPR_CLOSE) ? node : NULL;
	}
	fail_expected(eval, "a value");
	return NULL;
}

static struct wcore_expr *extend(struct wcore_eval *eval, enum wcore_expr_kind kind,
				 struct wcore_expr *left, size_t column)
{
	struct wcore_expr *node = create(eval, kind, column);

	if (node)
		node->left = left;
	return node;
}

/* Behind a '.' or '->'. */
static struct wcore_expr *parse_member(struct wcore_eval *eval, struct wcore_expr *left)
{
	size_t column = eval->token.column;
	struct wcore_expr *node;

	if (is_operator(eval, WCORE_EXPR_MULTIPLY) || is_operator(eval, WCORE_EXPR_QUESTION)) {
		node = extend(eval, WCORE_EXPR_TARGET, left, column);
		if (node)
			node->op = eval->token.op;
		eval->lexer.after_operand = true;
		wcore_parser_advance(eval);
		return node;
	}
	if (eval->token.kind != WCORE_TOKEN_NAME && eval->token.kind != WCORE_TOKEN_NUMBER) {
		fail_expected(eval, "a member's name");
		return NULL;
	}
	node = extend(eval, WCORE_EXPR_MEMBER, left, column);
	if (!node)
		return NULL;
	node->text = text_between(eval, column, eval->token.end);
	wcore_parser_advance(eval);
	if (!wcore_parser_accept(eval, WCORE_EXPR_OPEN))
		return node;
	node->kind = WCORE_EXPR_METHOD;
	if (wcore_parser_accept(eval, WCORE_EXPR_CLOSE))
		return node;
	node->right = parse_conditional(eval);
	return node->right && wcore_parser_expect(eval, WCORE_EXPR_CLOSE) ? node : NULL;
}

static struct wcore_expr *parse_postfix(struct wcore_eval *eval)
{
	struct wcore_expr *node = parse_primary(eval);

	while (node) {
		size_t column = eval->token.column;

		if (wcore_parser_accept(eval, WCORE_EXPR_DOT) || wcore_parser_accept(eval, WCORE_EXPR_ARROW)) {
			node = parse_member(eval, node);
		} else if (wcore_parser_accept(eval, WCORE_EXPR_OPEN_INDEX)) {
			struct wcore_expr *index = parse_conditional(eval);

			if (!index || !wcore_parser_expect(eval, WCORE_EXPR_CLOSE_INDEX))
				return NULL;
			node = extend(eval, WCORE_EXPR_INDEX, node, column);
			if (node)
				node->right = index;
		} else if (is_operator(eval, WCORE_EXPR_OPEN)) {
			wcore_eval_fail(eval, WCORE_ERROR_USAGE, column,
					"functions cannot be called: nothing runs in a core dump");
			return NULL;
		} else {
			break;
		}
	}
	return node;
}

static struct wcore_expr *parse_operand(struct wcore_eval *eval, struct wcore_expr *node)
{
	if (node)
		node->right = parse_unary(eval);
	return node && node->right ? node : NULL;
}

/* A type in parentheses; NULL without an error when there is none. */
static const struct wcore_type *parse_type_in_parentheses(struct wcore_eval *eval)
{
	struct wcore_lexer lexer = eval->lexer;
	struct wcore_token token = eval->token;
	const struct wcore_type *type;

	if (!wcore_parser_accept(eval, WCORE_EXPR_OPEN))
		return NULL;
	type = wcore_expr_parse_type(eval);
	if (eval->error || (type && wcore_parser_accept(eval, WCORE_EXPR_CLOSE)))
		return type;
	eval->lexer = lexer;
	eval->token = token;
	return NULL;
}

static struct wcore_expr *parse_sizeof(struct wcore_eval *eval)
{
	struct wcore_expr *node = create(eval, WCORE_EXPR_SIZEOF, eval->token.column);

	if (!node)
		return NULL;
	wcore_parser_advance(eval);
	node->type = parse_type_in_parentheses(eval);
	if (eval->error)
		return NULL;
	return node->type ? node : parse_operand(eval, node);
}

static struct wcore_expr *parse_prefix(struct wcore_eval *eval)
{
	size_t column = eval->token.column;
	enum wcore_expr_operator op = eval->token.op;
	const struct wcore_type *type;
	struct wcore_expr *node;

	if (wcore_parser_is_word(eval, "sizeof"))
		return parse_sizeof(eval);
	type = parse_type_in_parentheses(eval);
	if (eval->error)
		return NULL;
	if (type) {
		node = create(eval, WCORE_EXPR_CAST, column);
		if (node)
			node->type = type;
		return parse_operand(eval, node);
	}
	if (eval->token.kind != WCORE_TOKEN_OPERATOR)
		return parse_postfix(eval);
	switch (op) {
	case WCORE_EXPR_OPEN_TYPE:
		node = create(eval, WCORE_EXPR_TYPED, column);
		wcore_parser_advance(eval);
		type = wcore_expr_parse_type(eval);
		if (!node || !type) {
			fail_expected(eval, "a type");
			return NULL;
		}
		node->type = type;
		return wcore_parser_expect(eval, WCORE_EXPR_CLOSE_TYPE) ? parse_operand(eval, node) : NULL;
	case WCORE_EXPR_ADD: case WCORE_EXPR_SUBTRACT: case WCORE_EXPR_NOT: case WCORE_EXPR_INVERT:
	case WCORE_EXPR_MULTIPLY: case WCORE_EXPR_AND:
		node = create(eval, WCORE_EXPR_UNARY, column);
		if (node)
			node->op = op;
		wcore_parser_advance(eval);
		if (op == WCORE_EXPR_AND && wcore_parser_is_word(eval, "mut"))
			wcore_parser_advance(eval);
		return parse_operand(eval, node);
	case WCORE_EXPR_INCREMENT: case WCORE_EXPR_DECREMENT:
		wcore_eval_fail(eval, WCORE_ERROR_USAGE, column,
				"'%s' would change a value: a core dump stays as it is",
				wcore_expr_operator_text(op));
		return NULL;
	default:
		return parse_postfix(eval);
	}
}

static bool enter(struct wcore_eval *eval)
{
	if (++eval->depth <= WCORE_EXPR_DEPTH)
		return true;
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, eval->token.column,
			       "this is nested more than %d deep", WCORE_EXPR_DEPTH);
}

/* An operand with what stands in front of and behind it, and Rust's `as`. */
static struct wcore_expr *parse_unary(struct wcore_eval *eval)
{
	struct wcore_expr *node = enter(eval) ? parse_prefix(eval) : NULL;

	eval->depth--;
	return node;
}

static struct wcore_expr *parse_as(struct wcore_eval *eval)
{
	struct wcore_expr *node = parse_unary(eval);

	while (node && wcore_parser_is_word(eval, "as")) {
		node = extend(eval, WCORE_EXPR_AS, node, eval->token.column);
		wcore_parser_advance(eval);
		if (!node)
			return NULL;
		node->type = wcore_expr_parse_type(eval);
		if (!node->type) {
			fail_expected(eval, "a type");
			return NULL;
		}
	}
	return node;
}

/* gdb's: '@' binds looser than '+' and tighter than '<<'. */
static unsigned precedence(enum wcore_expr_operator op)
{
	switch (op) {
	case WCORE_EXPR_MULTIPLY: case WCORE_EXPR_DIVIDE: case WCORE_EXPR_REMAINDER: return 12;
	case WCORE_EXPR_ADD: case WCORE_EXPR_SUBTRACT: return 11;
	case WCORE_EXPR_REPEAT: return 10;
	case WCORE_EXPR_SHIFT_LEFT: case WCORE_EXPR_SHIFT_RIGHT: return 9;
	case WCORE_EXPR_LESS: case WCORE_EXPR_GREATER: case WCORE_EXPR_LESS_EQUAL:
	case WCORE_EXPR_GREATER_EQUAL: return 8;
	case WCORE_EXPR_EQUAL: case WCORE_EXPR_NOT_EQUAL: return 7;
	case WCORE_EXPR_AND: return 6;
	case WCORE_EXPR_XOR: return 5;
	case WCORE_EXPR_OR: return 4;
	case WCORE_EXPR_LOGICAL_AND: return 3;
	case WCORE_EXPR_LOGICAL_OR: return 2;
	default: return 0;
	}
}

/* The binary operator at the token; the words of C++ and Zig too. */
static enum wcore_expr_operator binary_operator(const struct wcore_eval *eval)
{
	if (wcore_parser_is_word(eval, "and"))
		return WCORE_EXPR_LOGICAL_AND;
	if (wcore_parser_is_word(eval, "or"))
		return WCORE_EXPR_LOGICAL_OR;
	return eval->token.kind == WCORE_TOKEN_OPERATOR ? eval->token.op : WCORE_EXPR_NO_OPERATOR;
}

static struct wcore_expr *parse_binary(struct wcore_eval *eval, unsigned minimum)
{
	struct wcore_expr *node = parse_as(eval);

	while (node) {
		enum wcore_expr_operator op = binary_operator(eval);
		struct wcore_expr *right;
		size_t column = eval->token.column;

		if (!precedence(op) || precedence(op) < minimum)
			break;
		wcore_parser_advance(eval);
		right = parse_binary(eval, precedence(op) + 1);
		if (!right)
			return NULL;
		node = extend(eval, WCORE_EXPR_BINARY, node, column);
		if (node) {
			node->op = op;
			node->right = right;
		}
	}
	return node;
}

static struct wcore_expr *parse_branches(struct wcore_eval *eval, struct wcore_expr *condition)
{
	struct wcore_expr *node = extend(eval, WCORE_EXPR_CONDITIONAL, condition, eval->token.column);

	if (!node)
		return NULL;
	wcore_parser_advance(eval);
	node->right = parse_conditional(eval);
	if (!node->right || !wcore_parser_expect(eval, WCORE_EXPR_COLON))
		return NULL;
	node->other = parse_conditional(eval);
	return node->other ? node : NULL;
}

static struct wcore_expr *parse_conditional(struct wcore_eval *eval)
{
	struct wcore_expr *node = parse_binary(eval, 1);

	if (!node || !is_operator(eval, WCORE_EXPR_QUESTION))
		return node;
	node = enter(eval) ? parse_branches(eval, node) : NULL;
	eval->depth--;
	return node;
}

/* What is left behind a whole expression. */
static bool fail_rest(struct wcore_eval *eval)
{
	const struct wcore_token *token = &eval->token;

	switch (token->kind == WCORE_TOKEN_OPERATOR ? token->op : WCORE_EXPR_NO_OPERATOR) {
	case WCORE_EXPR_SET:
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, token->column,
				       "'=' would change a value: '==' compares");
	case WCORE_EXPR_INCREMENT: case WCORE_EXPR_DECREMENT: case WCORE_EXPR_ADD_SET:
	case WCORE_EXPR_SUBTRACT_SET: case WCORE_EXPR_MULTIPLY_SET: case WCORE_EXPR_DIVIDE_SET:
	case WCORE_EXPR_REMAINDER_SET: case WCORE_EXPR_AND_SET: case WCORE_EXPR_OR_SET:
	case WCORE_EXPR_XOR_SET: case WCORE_EXPR_SHIFT_LEFT_SET: case WCORE_EXPR_SHIFT_RIGHT_SET:
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, token->column,
				       "'%s' would change a value: a core dump stays as it is",
				       wcore_expr_operator_text(token->op));
	default:
		return fail_expected(eval, "an operator or the end");
	}
}

struct wcore_expr *wcore_expr_parse(struct wcore_eval *eval)
{
	struct wcore_expr *node;

	wcore_parser_advance(eval);
	node = parse_conditional(eval);
	if (node && eval->token.kind != WCORE_TOKEN_END)
		fail_rest(eval);
	return eval->error ? NULL : node;
}
