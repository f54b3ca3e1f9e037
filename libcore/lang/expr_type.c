#include "expr_tree.h"

#include <string.h>

#define DW_LANG_C11 0x1d
#define DW_ATE_boolean 2
#define DW_ATE_float 4
#define DW_ATE_signed 5
#define DW_ATE_signed_char 6
#define DW_ATE_unsigned 7
#define DW_ATE_unsigned_char 8
#define DW_ATE_UTF 16

/* Bytes of template arguments that are looked at. */
#define TEMPLATE_MAX 4096
/* Declarators inside of each other: each is read twice. */
#define DECLARATORS_MAX 4

static const struct basic {
	const char *name;
	uint8_t kind, size;	/* size 0: as an address */
	bool is_signed;
	uint8_t encoding;
} basics[] = {
	{ "int", WCORE_TYPE_INT, 4, true, DW_ATE_signed },
	{ "unsigned int", WCORE_TYPE_INT, 4, false, DW_ATE_unsigned },
	{ "long", WCORE_TYPE_INT, 0, true, DW_ATE_signed },
	{ "unsigned long", WCORE_TYPE_INT, 0, false, DW_ATE_unsigned },
	{ "long long", WCORE_TYPE_INT, 8, true, DW_ATE_signed },
	{ "unsigned long long", WCORE_TYPE_INT, 8, false, DW_ATE_unsigned },
	{ "short", WCORE_TYPE_INT, 2, true, DW_ATE_signed },
	{ "unsigned short", WCORE_TYPE_INT, 2, false, DW_ATE_unsigned },
	{ "__int128", WCORE_TYPE_INT, 16, true, DW_ATE_signed },
	{ "unsigned __int128", WCORE_TYPE_INT, 16, false, DW_ATE_unsigned },
	{ "char", WCORE_TYPE_CHAR, 1, true, DW_ATE_signed_char },
	{ "signed char", WCORE_TYPE_CHAR, 1, true, DW_ATE_signed_char },
	{ "unsigned char", WCORE_TYPE_CHAR, 1, false, DW_ATE_unsigned_char },
	{ "wchar_t", WCORE_TYPE_CHAR, 4, true, DW_ATE_signed },
	{ "char8_t", WCORE_TYPE_CHAR, 1, false, DW_ATE_UTF },
	{ "char16_t", WCORE_TYPE_CHAR, 2, false, DW_ATE_UTF },
	{ "char32_t", WCORE_TYPE_CHAR, 4, false, DW_ATE_UTF },
	{ "_Bool", WCORE_TYPE_BOOL, 1, false, DW_ATE_boolean },
	{ "bool", WCORE_TYPE_BOOL, 1, false, DW_ATE_boolean },
	{ "float", WCORE_TYPE_FLOAT, 4, true, DW_ATE_float },
	{ "double", WCORE_TYPE_FLOAT, 8, true, DW_ATE_float },
	{ "long double", WCORE_TYPE_FLOAT, 16, true, DW_ATE_float },
	{ "size_t", WCORE_TYPE_INT, 0, false, DW_ATE_unsigned },
	{ "uintptr_t", WCORE_TYPE_INT, 0, false, DW_ATE_unsigned },
	{ "ptrdiff_t", WCORE_TYPE_INT, 0, true, DW_ATE_signed },
	{ "intptr_t", WCORE_TYPE_INT, 0, true, DW_ATE_signed },
	{ "int8_t", WCORE_TYPE_CHAR, 1, true, DW_ATE_signed_char },
	{ "uint8_t", WCORE_TYPE_CHAR, 1, false, DW_ATE_unsigned_char },
	{ "int16_t", WCORE_TYPE_INT, 2, true, DW_ATE_signed },
	{ "uint16_t", WCORE_TYPE_INT, 2, false, DW_ATE_unsigned },
	{ "int32_t", WCORE_TYPE_INT, 4, true, DW_ATE_signed },
	{ "uint32_t", WCORE_TYPE_INT, 4, false, DW_ATE_unsigned },
	{ "int64_t", WCORE_TYPE_INT, 8, true, DW_ATE_signed },
	{ "uint64_t", WCORE_TYPE_INT, 8, false, DW_ATE_unsigned },
	{ "i8", WCORE_TYPE_INT, 1, true, DW_ATE_signed },
	{ "u8", WCORE_TYPE_INT, 1, false, DW_ATE_unsigned },
	{ "i16", WCORE_TYPE_INT, 2, true, DW_ATE_signed },
	{ "u16", WCORE_TYPE_INT, 2, false, DW_ATE_unsigned },
	{ "i32", WCORE_TYPE_INT, 4, true, DW_ATE_signed },
	{ "u32", WCORE_TYPE_INT, 4, false, DW_ATE_unsigned },
	{ "i64", WCORE_TYPE_INT, 8, true, DW_ATE_signed },
	{ "u64", WCORE_TYPE_INT, 8, false, DW_ATE_unsigned },
	{ "i128", WCORE_TYPE_INT, 16, true, DW_ATE_signed },
	{ "u128", WCORE_TYPE_INT, 16, false, DW_ATE_unsigned },
	{ "isize", WCORE_TYPE_INT, 0, true, DW_ATE_signed },
	{ "usize", WCORE_TYPE_INT, 0, false, DW_ATE_unsigned },
	{ "f32", WCORE_TYPE_FLOAT, 4, true, DW_ATE_float },
	{ "f64", WCORE_TYPE_FLOAT, 8, true, DW_ATE_float },
	{ "void", WCORE_TYPE_VOID, 0, false, 0 },
};

static const struct wcore_type no_type = { .kind = WCORE_TYPE_UNKNOWN, .is_complete = true };

static struct wcore_type *create(struct wcore_eval *eval, enum wcore_type_kind kind)
{
	struct wcore_type *type = wcore_arena_alloc(eval->arena, sizeof(*type));

	if (!type) {
		wcore_eval_nomem(eval);
		return NULL;
	}
	type->kind = kind;
	type->language = eval->language ? eval->language : DW_LANG_C11;
	type->is_complete = true;
	return type;
}

static const struct wcore_type *find_basic(struct wcore_eval *eval, struct wcore_string name)
{
	for (size_t i = 0; i < sizeof(basics) / sizeof(*basics); i++) {
		const struct basic *basic = &basics[i];
		struct wcore_type *type;

		if (!wcore_string_is(name, basic->name))
			continue;
		type = create(eval, (enum wcore_type_kind)basic->kind);
		if (!type)
			return &no_type;
		type->name = wcore_string_from(basic->name);
		type->size = basic->size ? basic->size : eval->viewer->address_size;
		type->has_size = type->kind != WCORE_TYPE_VOID;
		type->is_signed = basic->is_signed;
		type->encoding = basic->encoding;
		return type;
	}
	return NULL;
}

const struct wcore_type *wcore_expr_basic(struct wcore_eval *eval, const char *name)
{
	const struct wcore_type *type = find_basic(eval, wcore_string_from(name));

	return type ? type : &no_type;
}

const struct wcore_type *wcore_expr_pointer(struct wcore_eval *eval, const struct wcore_type *target)
{
	struct wcore_type *type = create(eval, WCORE_TYPE_POINTER);

	if (!type)
		return &no_type;
	if (target->language)
		type->language = target->language;
	type->size = eval->viewer->address_size;
	type->has_size = true;
	type->target = target;
	return type;
}

const struct wcore_type *wcore_expr_array(struct wcore_eval *eval, const struct wcore_type *element,
					  uint64_t count)
{
	struct wcore_type *type = create(eval, WCORE_TYPE_ARRAY);
	uint64_t size;

	if (!type)
		return &no_type;
	if (element->language)
		type->language = element->language;
	type->target = element;
	type->has_count = true;
	type->count = count;
	type->has_size = wcore_type_size(element, &size) &&
			 !__builtin_mul_overflow(size, count, &type->size);
	return type;
}

const char *wcore_expr_describe(struct wcore_eval *eval, const struct wcore_type *type)
{
	char buffer[256];
	size_t size = wcore_types_describe(eval->types, type, buffer, sizeof(buffer));
	char *copy = wcore_arena_copy(eval->arena, buffer, size < sizeof(buffer) ? size : sizeof(buffer) - 1);

	return copy ? copy : "";
}

bool wcore_expr_same_type(struct wcore_eval *eval, const struct wcore_type *a,
			  const struct wcore_type *b)
{
	char names[2][512];

	for (unsigned i = 0; i < 32; i++) {
		a = wcore_type_strip(a);
		b = wcore_type_strip(b);
		if (a == b)
			return true;
		if (a->kind != b->kind)
			return false;
		if (a->kind != WCORE_TYPE_POINTER || !a->target || !b->target)
			break;
		a = a->target;
		b = b->target;
	}
	if (a->entry.unit && a->entry.unit == b->entry.unit && a->entry.offset == b->entry.offset)
		return true;
	if (a->kind == WCORE_TYPE_VOID)
		return true;
	if (!a->name.data || !b->name.data || !wcore_string_equal(a->name, b->name))
		return false;
	if (!eval->types || !a->entry.unit || !b->entry.unit)
		return a->size == b->size;
	return wcore_types_qualified_name(eval->types, a, names[0], sizeof(names[0])) ==
	       wcore_types_qualified_name(eval->types, b, names[1], sizeof(names[1])) &&
	       strcmp(names[0], names[1]) == 0;
}

static const struct wcore_type *find(struct wcore_eval *eval, struct wcore_string name,
				     enum wcore_type_kind tag)
{
	const struct wcore_type *type = NULL;

	if (eval->types)
		type = wcore_types_find(eval->types, name, tag, eval->function.unit);
	return type || tag != WCORE_TYPE_UNKNOWN ? type : find_basic(eval, name);
}

size_t wcore_expr_template_size(struct wcore_eval *eval, struct wcore_string name)
{
	const char *end = eval->lexer.text + eval->lexer.size, *start = name.data + name.size, *at = start;
	unsigned depth = 0;

	if (!eval->types)
		return 0;
	if ((size_t)(end - at) > TEMPLATE_MAX)
		end = at + TEMPLATE_MAX;
	for (; at < end; at++) {
		if (*at == '<')
			depth++;
		else if (*at == '>' && at[-1] != '-' && --depth == 0)
			break;
	}
	if (at == end)
		return 0;
	name.size = (size_t)(at + 1 - name.data);
	return wcore_types_find(eval->types, name, WCORE_TYPE_UNKNOWN, eval->function.unit) ?
		       (size_t)(at + 1 - start) : 0;
}

struct words { unsigned longs, shorts, is_signed, is_unsigned, ints, chars, floats, doubles, bools, voids, wides; };

/* Counts a keyword of C's basic types; false when the token is none. */
static bool take_word(struct wcore_eval *eval, struct words *words)
{
	const struct { const char *word; unsigned *count; } known[] = {
		{ "long", &words->longs }, { "short", &words->shorts }, { "signed", &words->is_signed },
		{ "unsigned", &words->is_unsigned }, { "int", &words->ints }, { "char", &words->chars },
		{ "float", &words->floats }, { "double", &words->doubles }, { "_Bool", &words->bools },
		{ "void", &words->voids }, { "__int128", &words->wides },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (!wcore_parser_is_word(eval, known[i].word))
			continue;
		++*known[i].count;
		wcore_parser_advance(eval);
		return true;
	}
	return false;
}

/* The type that the words make, in whatever order they stand; NULL when they make none. */
static const char *name_of_words(const struct words *words)
{
	unsigned others = words->chars + words->floats + words->doubles + words->bools + words->voids +
			  words->wides;
	unsigned signs = words->is_signed + words->is_unsigned;

	if (others > 1 || signs > 1 || words->ints > 1 || words->longs > 2 || words->shorts > 1 ||
	    (words->longs && words->shorts) || (others && (words->ints || words->shorts)))
		return NULL;
	if (words->doubles)
		return signs || words->longs > 1 ? NULL : words->longs ? "long double" : "double";
	if (others && words->longs)
		return NULL;
	if (words->chars)
		return words->is_unsigned ? "unsigned char" : words->is_signed ? "signed char" : "char";
	if (words->wides)
		return words->is_unsigned ? "unsigned __int128" : "__int128";
	if (others)
		return signs ? NULL : words->floats ? "float" : words->bools ? "_Bool" : "void";
	if (words->shorts)
		return words->is_unsigned ? "unsigned short" : "short";
	if (words->longs == 2)
		return words->is_unsigned ? "unsigned long long" : "long long";
	if (words->longs)
		return words->is_unsigned ? "unsigned long" : "long";
	return words->is_unsigned ? "unsigned int" : "int";
}

static bool skip_qualifiers(struct wcore_eval *eval)
{
	bool found = false;

	while (wcore_parser_is_word(eval, "const") || wcore_parser_is_word(eval, "volatile") ||
	       wcore_parser_is_word(eval, "restrict") || wcore_parser_is_word(eval, "_Atomic")) {
		wcore_parser_advance(eval);
		found = true;
	}
	return found;
}

static const struct wcore_type *parse_tagged(struct wcore_eval *eval, enum wcore_type_kind tag,
					     const char *word)
{
	const struct wcore_type *type;
	struct wcore_string name;
	size_t column;

	wcore_parser_advance(eval);
	column = eval->token.column;
	name = wcore_parser_name(eval);
	if (!name.size) {
		wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "the name of a %s should stand here", word);
		return NULL;
	}
	type = find(eval, name, tag);
	if (!type)
		wcore_eval_fail(eval, WCORE_ERROR_NOT_FOUND, column, "there is no %s '%.*s'", word,
				(int)name.size, name.data);
	return type;
}

/* Zig's: list.Node, as far as dots and names follow each other. */
static struct wcore_string dotted_name(struct wcore_eval *eval)
{
	struct wcore_string name = wcore_parser_name(eval);

	while (name.size && eval->token.kind == WCORE_TOKEN_OPERATOR && eval->token.op == WCORE_EXPR_DOT) {
		wcore_parser_advance(eval);
		if (eval->token.kind != WCORE_TOKEN_NAME)
			return (struct wcore_string){ 0 };
		name.size = (size_t)(eval->lexer.text + eval->token.end - name.data);
		wcore_parser_advance(eval);
	}
	return name;
}

static const struct wcore_type *parse_base(struct wcore_eval *eval)
{
	struct words words = { 0 };
	struct wcore_string name;
	bool has_words = false;

	skip_qualifiers(eval);
	if (wcore_parser_is_word(eval, "struct") || wcore_parser_is_word(eval, "class"))
		return parse_tagged(eval, WCORE_TYPE_STRUCT, "struct");
	if (wcore_parser_is_word(eval, "union"))
		return parse_tagged(eval, WCORE_TYPE_UNION, "union");
	if (wcore_parser_is_word(eval, "enum"))
		return parse_tagged(eval, WCORE_TYPE_ENUM, "enum");
	while (take_word(eval, &words) || (has_words && skip_qualifiers(eval)))
		has_words = true;
	if (has_words) {
		const char *known = name_of_words(&words);

		if (!known)
			wcore_eval_fail(eval, WCORE_ERROR_USAGE, eval->token.column,
					"these words make no type");
		return known ? find_basic(eval, wcore_string_from(known)) : NULL;
	}
	name = eval->language == WCORE_EXPR_ZIG ? dotted_name(eval) : wcore_parser_name(eval);
	return name.size && !wcore_expr_is_variable(eval, name) ? find(eval, name, WCORE_TYPE_UNKNOWN) : NULL;
}

/* [4][2] and parameter lists behind a declarator: the first dimension is the outermost. */
static const struct wcore_type *parse_suffix(struct wcore_eval *eval, const struct wcore_type *type)
{
	if (wcore_parser_accept(eval, WCORE_EXPR_OPEN_INDEX)) {
		uint64_t count = eval->token.bits;

		if (eval->token.kind != WCORE_TOKEN_NUMBER)
			return NULL;
		wcore_parser_advance(eval);
		if (!wcore_parser_accept(eval, WCORE_EXPR_CLOSE_INDEX) || ++eval->depth > WCORE_EXPR_DEPTH)
			return NULL;
		type = parse_suffix(eval, type);
		eval->depth--;
		return type ? wcore_expr_array(eval, type, count) : NULL;
	}
	if (eval->token.kind == WCORE_TOKEN_OPERATOR && eval->token.op == WCORE_EXPR_OPEN) {
		struct wcore_type *function = create(eval, WCORE_TYPE_FUNCTION);

		wcore_parser_advance(eval);
		if (++eval->depth > WCORE_EXPR_DEPTH)
			return NULL;
		while (function && !wcore_parser_accept(eval, WCORE_EXPR_CLOSE)) {
			if (!wcore_expr_parse_type(eval))
				return NULL;
			if (!wcore_parser_accept(eval, WCORE_EXPR_COMMA) &&
			    !(eval->token.kind == WCORE_TOKEN_OPERATOR && eval->token.op == WCORE_EXPR_CLOSE))
				return NULL;
		}
		eval->depth--;
		if (function && type->kind != WCORE_TYPE_VOID)
			function->target = type;
		return function;
	}
	return type;
}

/* *const * (*)[4]: what stands inside of parentheses is applied last. */
static const struct wcore_type *parse_declarator(struct wcore_eval *eval, const struct wcore_type *type)
{
	struct wcore_lexer inner = { 0 };
	struct wcore_token inner_token, outer_token;
	struct wcore_lexer outer;

	for (;;) {
		if (wcore_parser_accept(eval, WCORE_EXPR_MULTIPLY) ||
		    wcore_parser_accept(eval, WCORE_EXPR_AND))
			type = wcore_expr_pointer(eval, type);
		else if (!skip_qualifiers(eval))
			break;
	}
	if (eval->token.kind != WCORE_TOKEN_OPERATOR || eval->token.op != WCORE_EXPR_OPEN)
		return parse_suffix(eval, type);
	/* A '(' that no '*' follows starts parameters, or belongs to what stands behind the type. */
	wcore_parser_advance(eval);
	if (eval->token.kind != WCORE_TOKEN_OPERATOR || eval->token.op != WCORE_EXPR_MULTIPLY)
		return NULL;
	inner = eval->lexer;
	inner_token = eval->token;
	if (++eval->declarators > DECLARATORS_MAX || !parse_declarator(eval, &no_type) ||
	    !wcore_parser_accept(eval, WCORE_EXPR_CLOSE))
		return NULL;
	type = parse_suffix(eval, type);
	outer = eval->lexer;
	outer_token = eval->token;
	if (!type)
		return NULL;
	eval->lexer = inner;
	eval->token = inner_token;
	type = parse_declarator(eval, type);
	eval->declarators--;
	eval->lexer = outer;
	eval->token = outer_token;
	return type;
}

/* Rust's and Zig's *const T, *mut T, *T, &T, &mut T; number of stars. */
static unsigned take_prefix(struct wcore_eval *eval)
{
	unsigned count = 0;

	if (wcore_language_is_c(eval->language))
		return 0;
	while (count < 16 && (wcore_parser_accept(eval, WCORE_EXPR_MULTIPLY) ||
			      wcore_parser_accept(eval, WCORE_EXPR_AND))) {
		if (wcore_parser_is_word(eval, "const") || wcore_parser_is_word(eval, "mut"))
			wcore_parser_advance(eval);
		count++;
	}
	return count;
}

/* C's stars where a type in parentheses ends with them: elsewhere they multiply. */
static const struct wcore_type *take_stars(struct wcore_eval *eval, const struct wcore_type *type)
{
	struct wcore_lexer lexer = eval->lexer;
	struct wcore_token token = eval->token;
	const struct wcore_type *pointer = type;

	while (wcore_parser_accept(eval, WCORE_EXPR_MULTIPLY))
		pointer = wcore_expr_pointer(eval, pointer);
	if (eval->token.kind == WCORE_TOKEN_OPERATOR &&
	    (eval->token.op == WCORE_EXPR_CLOSE || eval->token.op == WCORE_EXPR_CLOSE_TYPE))
		return pointer;
	eval->lexer = lexer;
	eval->token = token;
	return type;
}

const struct wcore_type *wcore_expr_parse_type(struct wcore_eval *eval)
{
	struct wcore_lexer lexer = eval->lexer;
	struct wcore_token token = eval->token;
	unsigned depth = eval->depth, declarators = eval->declarators, stars = take_prefix(eval);
	const struct wcore_type *type = parse_base(eval);

	/* A type's suffixes are C's; elsewhere they are written in front. */
	if (type && wcore_language_is_c(eval->language))
		type = parse_declarator(eval, type);
	else if (type && !stars)
		type = take_stars(eval, type);
	while (type && stars--)
		type = wcore_expr_pointer(eval, type);
	eval->depth = depth;
	eval->declarators = declarators;
	if (!type && !eval->error) {
		eval->lexer = lexer;
		eval->token = token;
	}
	return type;
}
