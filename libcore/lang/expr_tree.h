/*
 * Inside of lang/expr.h: tokens, the tree that the parser makes of them, and
 * what its files share.  Nothing else includes it.
 */
#ifndef WCORE_LANG_EXPR_TREE_H
#define WCORE_LANG_EXPR_TREE_H

#include "expr.h"

/* X(identifier, text), longest first where one starts with another. */
#define WCORE_EXPR_OPERATORS(X) \
	X(SHIFT_LEFT_SET, "<<=") X(SHIFT_RIGHT_SET, ">>=") X(SPREAD, "...") \
	X(INCREMENT, "++") X(DECREMENT, "--") X(ADD_SET, "+=") X(SUBTRACT_SET, "-=") \
	X(MULTIPLY_SET, "*=") X(DIVIDE_SET, "/=") X(REMAINDER_SET, "%=") X(AND_SET, "&=") \
	X(OR_SET, "|=") X(XOR_SET, "^=") X(SCOPE, "::") X(ARROW, "->") X(SHIFT_LEFT, "<<") \
	X(SHIFT_RIGHT, ">>") X(LESS_EQUAL, "<=") X(GREATER_EQUAL, ">=") X(EQUAL, "==") \
	X(NOT_EQUAL, "!=") X(LOGICAL_AND, "&&") X(LOGICAL_OR, "||") X(SET, "=") X(LESS, "<") \
	X(GREATER, ">") X(ADD, "+") X(SUBTRACT, "-") X(MULTIPLY, "*") X(DIVIDE, "/") \
	X(REMAINDER, "%") X(AND, "&") X(OR, "|") X(XOR, "^") X(INVERT, "~") X(NOT, "!") \
	X(REPEAT, "@") X(DOT, ".") X(QUESTION, "?") X(COLON, ":") X(COMMA, ",") \
	X(SEMICOLON, ";") X(OPEN, "(") X(CLOSE, ")") X(OPEN_INDEX, "[") X(CLOSE_INDEX, "]") \
	X(OPEN_TYPE, "{") X(CLOSE_TYPE, "}")

enum wcore_expr_operator {
	WCORE_EXPR_NO_OPERATOR,
#define X(identifier, text) WCORE_EXPR_##identifier,
	WCORE_EXPR_OPERATORS(X)
#undef X
	WCORE_EXPR_OPERATOR_COUNT,
};

enum wcore_token_kind {
	WCORE_TOKEN_END, WCORE_TOKEN_BROKEN, WCORE_TOKEN_NUMBER, WCORE_TOKEN_REAL,
	WCORE_TOKEN_CHARACTER, WCORE_TOKEN_STRING, WCORE_TOKEN_NAME, WCORE_TOKEN_REGISTER,
	WCORE_TOKEN_FILE, WCORE_TOKEN_OPERATOR,
};

struct wcore_token {
	enum wcore_token_kind kind;
	size_t column, end;		/* bytes from the expression's start */
	struct wcore_string text;	/* of names and files without quotes and $; of strings decoded */
	enum wcore_expr_operator op;
	uint64_t bits;			/* of numbers and characters */
	double real;
	bool is_decimal, is_unsigned;	/* of numbers */
	unsigned longs;			/* l's of the suffix */
	struct wcore_string suffix;	/* a type's name: 7u8, 1.5f32; absent */
	const char *error;		/* of BROKEN */
};

struct wcore_lexer {
	const char *text;
	size_t size, position;
	bool has_octal;			/* 0777 is octal: C */
	bool after_operand, after_dot;	/* what the last token was */
	struct wcore_arena *arena;
};

/* The next token; never behind END. */
struct wcore_token wcore_lexer_next(struct wcore_lexer *lexer);
const char *wcore_expr_operator_text(enum wcore_expr_operator op);

enum wcore_expr_kind {
	WCORE_EXPR_NUMBER, WCORE_EXPR_REAL, WCORE_EXPR_CHARACTER, WCORE_EXPR_STRING,
	WCORE_EXPR_NAME,	/* text, perhaps qualified; file */
	WCORE_EXPR_REGISTER,	/* text */
	WCORE_EXPR_CAST,	/* type, right */
	WCORE_EXPR_SIZEOF,	/* right, or type */
	WCORE_EXPR_TYPED,	/* {type} right */
	WCORE_EXPR_UNARY,	/* op, right */
	/* These have a left operand: */
	WCORE_EXPR_MEMBER,	/* text */
	WCORE_EXPR_METHOD,	/* text, right: the argument or NULL */
	WCORE_EXPR_INDEX,	/* right */
	WCORE_EXPR_TARGET,	/* Zig's p.*, and o.? with op QUESTION */
	WCORE_EXPR_AS,		/* type */
	WCORE_EXPR_BINARY,	/* op, right */
	WCORE_EXPR_CONDITIONAL,	/* right, other */
};

struct wcore_expr {
	enum wcore_expr_kind kind;
	enum wcore_expr_operator op;
	size_t column;			/* of the operator or name: where an error of it is */
	struct wcore_token token;	/* of literals */
	struct wcore_string text, file;
	const struct wcore_type *type;
	struct wcore_expr *left, *right, *other;
	struct wcore_expr *above;	/* while it is evaluated: whose left operand it is */
};

/* One evaluation: what its parts share, and the first error. */
struct wcore_eval {
	struct wcore_scope *scope;
	struct wcore_viewer *viewer;
	struct wcore_types *types;	/* may be NULL */
	struct wcore_arena *arena;
	struct wcore_lexer lexer;
	struct wcore_token token;	/* that comes next */
	unsigned depth, declarators;
	unsigned unevaluated;		/* inside of sizeof and branches not taken: types only, no number is known */
	unsigned base_work;		/* bases that casts have looked at */
	unsigned names;			/* that were looked up */
	uint64_t entries;		/* of the debug information that names may still be looked for in */
	uint32_t language;		/* DW_LANG_* of the frame; 0 unknown */
	struct wcore_entry function;	/* of the frame; unit NULL without */
	struct wcore_error *error;
	size_t column;
};

/* Keeps the first error; always false. */
bool wcore_eval_fail(struct wcore_eval *eval, enum wcore_error_code code, size_t column,
		     const char *format, ...) __attribute__((format(printf, 4, 5)));
bool wcore_eval_nomem(struct wcore_eval *eval);

#define WCORE_EXPR_ZIG 0x27	/* DW_LANG_Zig */
bool wcore_language_is_cxx(uint32_t language);
/* C, C++ and what is not known: numbers are converted as C does it, elsewhere they must fit. */
bool wcore_language_is_c(uint32_t language);

/* expr_parse.c: the whole text; NULL after a failure. */
struct wcore_expr *wcore_expr_parse(struct wcore_eval *eval);
/* One token on. */
void wcore_parser_advance(struct wcore_eval *eval);
bool wcore_parser_accept(struct wcore_eval *eval, enum wcore_expr_operator op);
bool wcore_parser_expect(struct wcore_eval *eval, enum wcore_expr_operator op);
/* a, a::b, ::a, ns::list<int>::size at the token, as it is written; size 0 where no name stands. */
struct wcore_string wcore_parser_name(struct wcore_eval *eval);
bool wcore_parser_is_word(const struct wcore_eval *eval, const char *word);

/*
 * expr_type.c.  A type where one can stand: NULL when there is none, and the
 * parser stands where it stood; eval->error when it is one that is not known.
 */
const struct wcore_type *wcore_expr_parse_type(struct wcore_eval *eval);
/* A name with template arguments, when they make a type of it: the text behind the name; 0 otherwise. */
size_t wcore_expr_template_size(struct wcore_eval *eval, struct wcore_string name);
/* Basic types of the frame's language; never NULL: a static one when memory ran out. */
const struct wcore_type *wcore_expr_basic(struct wcore_eval *eval, const char *name);
const struct wcore_type *wcore_expr_pointer(struct wcore_eval *eval, const struct wcore_type *target);
const struct wcore_type *wcore_expr_array(struct wcore_eval *eval, const struct wcore_type *element,
					  uint64_t count);
/* For messages: "struct order *"; in the arena. */
const char *wcore_expr_describe(struct wcore_eval *eval, const struct wcore_type *type);
bool wcore_expr_same_type(struct wcore_eval *eval, const struct wcore_type *a,
			  const struct wcore_type *b);

/* An object on the way, with what its place in the expression says of it. */
struct wcore_expr_value {
	struct wcore_object object;
	bool is_literal;	/* a number without a type of its own, where languages have that */
	bool is_enumerator;
};

/* expr_name.c */
bool wcore_expr_name(struct wcore_eval *eval, const struct wcore_expr *node,
		     struct wcore_expr_value *ret);
bool wcore_expr_register(struct wcore_eval *eval, const struct wcore_expr *node,
			 struct wcore_object *ret);
/* Whether a name means a variable here, which then hides a type of that name. */
bool wcore_expr_is_variable(struct wcore_eval *eval, struct wcore_string name);

/* expr_suggest.c: " (did you mean 'name'?)" or "", in the arena. */
const char *wcore_expr_suggest_member(struct wcore_eval *eval, const struct wcore_type *type,
				      struct wcore_string name);
const char *wcore_expr_suggest_variable(struct wcore_eval *eval, struct wcore_string name);

/* Pointers and wrappers on the way to a member that are followed. */
#define WCORE_EXPR_FOLLOW 8
bool wcore_expr_is_reference(const struct wcore_type *type);
bool wcore_expr_is_record(const struct wcore_type *type);	/* structs, classes, unions */

/* expr_access.c: ways from an object to another one. */
/* Where a pointer leads; nothing stands behind a null pointer, though Wasm has a byte there. */
struct wcore_object wcore_expr_follow(struct wcore_eval *eval, const struct wcore_object *pointer);
struct wcore_object wcore_expr_unreference(struct wcore_eval *eval, const struct wcore_object *object);
/* What a pointer, reference, smart pointer or Box points to. */
bool wcore_expr_target(struct wcore_eval *eval, const struct wcore_object *object, size_t column,
		       struct wcore_object *ret);
/* What an optional holds: Zig's x.? */
bool wcore_expr_some(struct wcore_eval *eval, const struct wcore_object *object, size_t column,
		     struct wcore_object *ret);
bool wcore_expr_member(struct wcore_eval *eval, const struct wcore_object *object,
		       struct wcore_string name, size_t column, struct wcore_object *ret);
bool wcore_expr_index(struct wcore_eval *eval, const struct wcore_object *object,
		      const struct wcore_object *index, size_t column, struct wcore_object *ret);
/* expr_method.c */
bool wcore_expr_method(struct wcore_eval *eval, const struct wcore_object *object,
		       const struct wcore_expr *node, const struct wcore_object *argument,
		       struct wcore_object *ret);
bool wcore_expr_address(struct wcore_eval *eval, const struct wcore_object *object, size_t column,
			struct wcore_object *ret);
bool wcore_expr_repeat(struct wcore_eval *eval, const struct wcore_expr *node,
		       const struct wcore_object *object, const struct wcore_object *count,
		       struct wcore_object *ret);
/* An array as a pointer to its first element; others as they are. */
bool wcore_expr_decay(struct wcore_eval *eval, const struct wcore_object *object, size_t column,
		      struct wcore_object *ret);
/* At an address that was computed from another object. */
struct wcore_object wcore_expr_at(struct wcore_eval *eval, const struct wcore_type *type,
				  uint64_t address, const struct wcore_object *from);

/* expr_number.c: arithmetic. */
enum wcore_number_kind { WCORE_NUMBER_NONE, WCORE_NUMBER_INTEGER, WCORE_NUMBER_REAL, WCORE_NUMBER_POINTER };
enum wcore_number_kind wcore_expr_number_kind(const struct wcore_type *type);
/*
 * The number of an object, sign-extended; bits of a real are a double's.  False
 * when it is not known: ret_why.
 */
bool wcore_expr_number(struct wcore_eval *eval, const struct wcore_object *object, uint64_t *ret,
		       const char **ret_why);
struct wcore_object wcore_expr_make(struct wcore_eval *eval, const struct wcore_type *type,
				    uint64_t bits, enum wcore_origin origin, bool is_speculative);
struct wcore_object wcore_expr_make_real(struct wcore_eval *eval, const struct wcore_type *type,
					 double real, enum wcore_origin origin, bool is_speculative);
enum wcore_origin wcore_expr_join_origins(enum wcore_origin a, enum wcore_origin b);
bool wcore_expr_unary(struct wcore_eval *eval, const struct wcore_expr *node,
		      const struct wcore_expr_value *operand, struct wcore_expr_value *ret);
bool wcore_expr_binary(struct wcore_eval *eval, const struct wcore_expr *node,
		       const struct wcore_expr_value *left, const struct wcore_expr_value *right,
		       struct wcore_expr_value *ret);
/* The type of both branches of a conditional; NULL: they stay as they are. */
const struct wcore_type *wcore_expr_common(struct wcore_eval *eval, const struct wcore_expr_value *a,
					   const struct wcore_expr_value *b);
/* Whether a value is true; false with *ret_why set when it is not known, with eval->error when it has no truth. */
bool wcore_expr_truth(struct wcore_eval *eval, const struct wcore_expr_value *value, size_t column,
		      bool *ret, const char **ret_why);
const struct wcore_type *wcore_expr_truth_type(struct wcore_eval *eval);

/* expr_pointer.c: + - and comparisons where a pointer is one of the operands. */
bool wcore_expr_pointer_binary(struct wcore_eval *eval, const struct wcore_expr *node,
			       const struct wcore_expr_value *left,
			       const struct wcore_expr_value *right, struct wcore_expr_value *ret);

/* expr_cast.c */
bool wcore_expr_cast(struct wcore_eval *eval, const struct wcore_type *type,
		     const struct wcore_object *object, size_t column, struct wcore_object *ret);

#endif
