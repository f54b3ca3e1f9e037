#include "expr_tree.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

static const char *const operator_texts[] = {
	[WCORE_EXPR_NO_OPERATOR] = "",
#define X(identifier, text) [WCORE_EXPR_##identifier] = text,
	WCORE_EXPR_OPERATORS(X)
#undef X
};

const char *wcore_expr_operator_text(enum wcore_expr_operator op)
{
	return operator_texts[op];
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_name_part(char c)
{
	return is_name_start(c) || is_digit(c);
}

static int digit_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/* The byte at an offset from the position; NUL behind the end. */
static char peek(const struct wcore_lexer *lexer, size_t offset)
{
	return offset < lexer->size - lexer->position ? lexer->text[lexer->position + offset] : '\0';
}

static struct wcore_token broken(struct wcore_token token, size_t column, const char *why)
{
	token.kind = WCORE_TOKEN_BROKEN;
	token.column = column;
	token.error = why;
	return token;
}

static size_t name_size(const struct wcore_lexer *lexer)
{
	size_t size = 0;

	while (is_name_part(peek(lexer, size)))
		size++;
	return size;
}

static unsigned number_base(const struct wcore_lexer *lexer)
{
	char mark = peek(lexer, 1);

	if (peek(lexer, 0) != '0')
		return 10;
	if ((mark == 'x' || mark == 'X') && digit_value(peek(lexer, 2)) < 16)
		return 16;
	if ((mark == 'b' || mark == 'B') && digit_value(peek(lexer, 2)) < 2)
		return 2;
	if (mark == 'o' && digit_value(peek(lexer, 2)) < 8)
		return 8 | 0x100;
	return lexer->has_octal && digit_value(mark) < 10 ? 8 : 10;
}

/* u, l, ll in any order, or the name of a type. */
static const char *take_suffix(struct wcore_token *token, struct wcore_string suffix)
{
	unsigned us = 0, ls = 0;

	for (size_t i = 0; i < suffix.size; i++) {
		char c = suffix.data[i];

		if (c == 'u' || c == 'U') {
			us++;
		} else if (c == 'l' || c == 'L') {
			ls++;
		} else {
			token->suffix = suffix;
			return NULL;
		}
	}
	if (us > 1 || ls > 2)
		return "this is no suffix of a number";
	token->is_unsigned = us;
	token->longs = ls;
	return NULL;
}

static struct wcore_token lex_integer(struct wcore_lexer *lexer, struct wcore_token token)
{
	unsigned mark = number_base(lexer), base = mark & 0xff;
	size_t at = base == 16 || base == 2 || mark & 0x100 ? 2 : 0;
	const char *why;

	token.kind = WCORE_TOKEN_NUMBER;
	token.is_decimal = base == 10;
	for (; digit_value(peek(lexer, at)) < (int)base || peek(lexer, at) == '_' ||
	       (peek(lexer, at) == '\'' && digit_value(peek(lexer, at + 1)) < (int)base); at++) {
		unsigned digit = (unsigned)digit_value(peek(lexer, at));

		if (digit > base)
			continue;
		if (token.bits > (UINT64_MAX - digit) / base)
			return broken(token, token.column, "this number does not fit 64 bits");
		token.bits = token.bits * base + digit;
	}
	lexer->position += at;
	if (is_digit(peek(lexer, 0)))
		return broken(token, lexer->position, "this is no digit of an octal or binary number");
	token.text = (struct wcore_string){ lexer->text + lexer->position, name_size(lexer) };
	why = take_suffix(&token, token.text);
	if (why)
		return broken(token, lexer->position, why);
	lexer->position += token.text.size;
	return token;
}

/* The length of a decimal fraction or exponent form, or a hexadecimal one; 0 for an integer. */
static size_t real_size(const struct wcore_lexer *lexer)
{
	bool is_hex = peek(lexer, 0) == '0' && (peek(lexer, 1) == 'x' || peek(lexer, 1) == 'X');
	int base = is_hex ? 16 : 10;
	size_t at = is_hex ? 2 : 0;
	bool is_real = false;
	char mark;

	while (digit_value(peek(lexer, at)) < base || (peek(lexer, at) == '_' && at))
		at++;
	/* Not of 1..2, nor of a method on a number. */
	if (peek(lexer, at) == '.' && peek(lexer, at + 1) != '.' &&
	    (digit_value(peek(lexer, at + 1)) < base || !is_name_start(peek(lexer, at + 1)))) {
		is_real = true;
		for (at++; digit_value(peek(lexer, at)) < base || peek(lexer, at) == '_'; at++)
			;
	}
	mark = (char)(peek(lexer, at) | 0x20);
	if (mark == (is_hex ? 'p' : 'e')) {
		size_t sign = peek(lexer, at + 1) == '+' || peek(lexer, at + 1) == '-' ? 1 : 0;

		if (is_digit(peek(lexer, at + 1 + sign))) {
			is_real = true;
			for (at += 1 + sign; is_digit(peek(lexer, at)); at++)
				;
		}
	} else if (is_hex) {
		return 0;
	}
	return is_real ? at : 0;
}

static struct wcore_token lex_real(struct wcore_lexer *lexer, struct wcore_token token, size_t size)
{
	char *copy = wcore_arena_alloc(lexer->arena, size + 1), *out = copy, *end;

	if (!copy)
		return broken(token, token.column, NULL);
	for (size_t i = 0; i < size; i++) {
		if (peek(lexer, i) != '_')
			*out++ = peek(lexer, i);
	}
	token.kind = WCORE_TOKEN_REAL;
	token.real = strtod(copy, &end);
	if (end != out)
		return broken(token, token.column, "this number cannot be read");
	lexer->position += size;
	token.suffix = (struct wcore_string){ lexer->text + lexer->position, name_size(lexer) };
	lexer->position += token.suffix.size;
	if (!token.suffix.size)
		token.suffix.data = NULL;
	return token;
}

static struct wcore_token lex_number(struct wcore_lexer *lexer, struct wcore_token token)
{
	size_t size = lexer->after_dot ? 0 : real_size(lexer);

	return size ? lex_real(lexer, token, size) : lex_integer(lexer, token);
}

/*
 * One character of a literal, decoded, as a code point or, of \x and octal
 * escapes, as a byte.  False at its end and where it is broken.
 */
static bool take_character(struct wcore_lexer *lexer, uint32_t *ret, bool *ret_is_byte)
{
	static const char names[] = "ntrabfve\\'\"?", values[] = "\n\t\r\a\b\f\v\033\\'\"?";
	char c = peek(lexer, 0);
	const char *found;

	*ret_is_byte = false;
	if (lexer->position >= lexer->size || (unsigned char)c < 0x20)
		return false;
	if (c != '\\') {
		size_t size = wcore_utf8_decode(lexer->text + lexer->position,
						lexer->size - lexer->position, ret);

		*ret_is_byte = !size;
		if (!size)
			*ret = (unsigned char)c;
		lexer->position += size ? size : 1;
		return true;
	}
	lexer->position++;
	c = peek(lexer, 0);
	if (c == 'x' || (c >= '0' && c <= '7')) {
		unsigned base = c == 'x' ? 16 : 8, limit = c == 'x' ? 2 : 3, value = 0, digits = 0;

		lexer->position += c == 'x';
		for (; digits < limit && digit_value(peek(lexer, 0)) < (int)base; digits++)
			value = value * base + (unsigned)digit_value(lexer->text[lexer->position++]);
		*ret = value;
		*ret_is_byte = true;
		return digits && value < 256;
	}
	found = c ? memchr(names, c, sizeof(names) - 1) : NULL;
	if (!found)
		return false;
	lexer->position++;
	*ret = (unsigned char)values[found - names];
	return true;
}

/* 'c', or the file name of 'file.c'::name. */
static struct wcore_token lex_quoted(struct wcore_lexer *lexer, struct wcore_token token)
{
	size_t start = ++lexer->position;
	const char *end;
	uint32_t value;
	bool is_byte;

	if (peek(lexer, 0) != '\'' && take_character(lexer, &value, &is_byte) &&
	    peek(lexer, 0) == '\'') {
		lexer->position++;
		token.kind = WCORE_TOKEN_CHARACTER;
		token.bits = value;
		return token;
	}
	lexer->position = start;
	end = memchr(lexer->text + start, '\'', lexer->size - start);
	if (!end)
		return broken(token, token.column, "there is no ' at its end");
	token.text = (struct wcore_string){ lexer->text + start, (size_t)(end - lexer->text) - start };
	lexer->position = (size_t)(end - lexer->text) + 1;
	if (!token.text.size || peek(lexer, 0) != ':' || peek(lexer, 1) != ':')
		return broken(token, token.column,
			      "this is neither a character nor the file of 'file'::name");
	lexer->position += 2;
	token.kind = WCORE_TOKEN_FILE;
	return token;
}

static size_t put_utf8(char *out, uint32_t code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

static struct wcore_token lex_string(struct wcore_lexer *lexer, struct wcore_token token)
{
	size_t length = 1, size = 0;
	char *copy;

	while (length < lexer->size - lexer->position && peek(lexer, length) != '"')
		length += peek(lexer, length) == '\\' ? 2 : 1;
	copy = wcore_arena_alloc(lexer->arena, length + 1);
	if (!copy)
		return broken(token, token.column, NULL);
	lexer->position++;
	while (peek(lexer, 0) != '"') {
		uint32_t value;
		bool is_byte;

		if (!take_character(lexer, &value, &is_byte)) {
			if (lexer->position >= lexer->size)
				return broken(token, token.column, "there is no \" at its end");
			return broken(token, lexer->position, "this cannot stand in a string");
		}
		if (is_byte)
			copy[size++] = (char)value;
		else
			size += put_utf8(copy + size, value);
	}
	lexer->position++;
	token.kind = WCORE_TOKEN_STRING;
	token.text = (struct wcore_string){ copy, size };
	return token;
}

/* A file without quotes, "list.c" of list.c::head; 0 when the name is none. */
static size_t file_size(const struct wcore_lexer *lexer)
{
	size_t at = name_size(lexer);

	if (peek(lexer, at) != '.')
		return 0;
	while (is_name_part(peek(lexer, at)) || (peek(lexer, at) == '.' && is_name_part(peek(lexer, at + 1))))
		at++;
	return peek(lexer, at) == ':' && peek(lexer, at + 1) == ':' ? at : 0;
}

static struct wcore_token lex_name(struct wcore_lexer *lexer, struct wcore_token token)
{
	size_t size = lexer->after_dot ? 0 : file_size(lexer);

	token.kind = size ? WCORE_TOKEN_FILE : WCORE_TOKEN_NAME;
	token.text = (struct wcore_string){ lexer->text + lexer->position, size ? size : name_size(lexer) };
	lexer->position += token.text.size + (size ? 2 : 0);
	return token;
}

static struct wcore_token lex_operator(struct wcore_lexer *lexer, struct wcore_token token)
{
	for (unsigned op = 1; op < WCORE_EXPR_OPERATOR_COUNT; op++) {
		size_t size = strlen(operator_texts[op]);

		if (size <= lexer->size - lexer->position &&
		    memcmp(lexer->text + lexer->position, operator_texts[op], size) == 0) {
			lexer->position += size;
			token.kind = WCORE_TOKEN_OPERATOR;
			token.op = (enum wcore_expr_operator)op;
			return token;
		}
	}
	return broken(token, token.column, "this character means nothing here");
}

static struct wcore_token lex(struct wcore_lexer *lexer, struct wcore_token token)
{
	static const char anonymous[] = "(anonymous namespace)";
	char c = peek(lexer, 0);

	if (lexer->position >= lexer->size)
		return token;
	if (is_digit(c) || (c == '.' && is_digit(peek(lexer, 1)) && !lexer->after_operand))
		return lex_number(lexer, token);
	if (is_name_start(c))
		return lex_name(lexer, token);
	if (c == '$') {
		lexer->position++;
		token.kind = WCORE_TOKEN_REGISTER;
		token.text = (struct wcore_string){ lexer->text + lexer->position, name_size(lexer) };
		lexer->position += token.text.size;
		return token;
	}
	if (c == '\'')
		return lex_quoted(lexer, token);
	if (c == '"')
		return lex_string(lexer, token);
	if (lexer->size - lexer->position >= sizeof(anonymous) - 1 &&
	    memcmp(lexer->text + lexer->position, anonymous, sizeof(anonymous) - 1) == 0) {
		token.kind = WCORE_TOKEN_NAME;
		token.text = WCORE_STRING("(anonymous namespace)");
		lexer->position += token.text.size;
		return token;
	}
	return lex_operator(lexer, token);
}

struct wcore_token wcore_lexer_next(struct wcore_lexer *lexer)
{
	struct wcore_token token = { .kind = WCORE_TOKEN_END };
	char c;

	for (c = peek(lexer, 0); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek(lexer, 0))
		lexer->position++;
	token.column = lexer->position;
	token = lex(lexer, token);
	token.end = lexer->position;
	lexer->after_dot = token.kind == WCORE_TOKEN_OPERATOR && token.op == WCORE_EXPR_DOT;
	lexer->after_operand = (token.kind != WCORE_TOKEN_OPERATOR || token.op == WCORE_EXPR_CLOSE ||
				token.op == WCORE_EXPR_CLOSE_INDEX);
	return token;
}
