#include "source_token.h"

#include <string.h>

/* The longest character of a literal: '\u{10ffff}'. */
#define MAX_CHARACTER 10
/* What may stand between the quote and the bracket of a raw text of C++. */
#define MAX_DELIMITER 16

/* Longest first.  What ends in '=' and is no comparison assigns. */
static const char *const operators[] = {
	">>>=", "<<|=", "..=", "<<=", ">>=", "===", "!==", "**=", "+%=", "-%=", "*%=", "+|=", "-|=", "*|=", "&&=",
	"||=", "?\?=", "==", "!=", "<=", ">=", "=>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "++", "--",
	"->", "::",
};
static const char *const comparisons[] = { "..=", "===", "!==", "==", "!=", "<=", ">=" };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name_part(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* NUL behind the end. */
static char peek(const struct wcore_source_lexer *lexer, size_t offset)
{
	return offset < lexer->text.size - lexer->pos ? lexer->text.data[lexer->pos + offset] : '\0';
}

static bool is_at(const struct wcore_source_lexer *lexer, const char *text)
{
	const size_t size = strlen(text);

	return size <= lexer->text.size - lexer->pos && memcmp(lexer->text.data + lexer->pos, text, size) == 0;
}

static void skip(struct wcore_source_lexer *lexer, size_t size)
{
	for (; size && lexer->pos < lexer->text.size; size--)
		if (lexer->text.data[lexer->pos++] == '\n')
			lexer->line++;
}

/* Past the next such text, or to the end. */
static void skip_past(struct wcore_source_lexer *lexer, const char *text)
{
	while (lexer->pos < lexer->text.size && !is_at(lexer, text))
		skip(lexer, 1);
	skip(lexer, strlen(text));
}

static void skip_line(struct wcore_source_lexer *lexer, bool is_continued)
{
	while (lexer->pos < lexer->text.size && peek(lexer, 0) != '\n') {
		if (is_continued && peek(lexer, 0) == '\\')
			skip(lexer, peek(lexer, 1) == '\r' ? 2 : 1);
		skip(lexer, 1);
	}
}

bool wcore_source_lexer_init(struct wcore_source_lexer *lexer, struct wcore_string text, uint32_t line)
{
	*lexer = (struct wcore_source_lexer){ .text = text, .line = 1 };
	while (lexer->line < line && lexer->pos < text.size) {
		const char *end = memchr(text.data + lexer->pos, '\n', text.size - lexer->pos);

		lexer->pos = end ? (size_t)(end - text.data) + 1 : text.size;
		lexer->line++;
	}
	return line > 0 && lexer->pos < text.size;
}

static bool is_line_start(const struct wcore_source_lexer *lexer)
{
	size_t pos = lexer->pos;

	while (pos && (lexer->text.data[pos - 1] == ' ' || lexer->text.data[pos - 1] == '\t'))
		pos--;
	return !pos || lexer->text.data[pos - 1] == '\n';
}

static void skip_space(struct wcore_source_lexer *lexer)
{
	for (size_t pos = SIZE_MAX; pos != lexer->pos;) {
		pos = lexer->pos;
		while (memchr(" \t\r\n\f\v", peek(lexer, 0), 6) && lexer->pos < lexer->text.size)
			skip(lexer, 1);
		if (is_at(lexer, "//"))
			skip_line(lexer, false);
		else if (is_at(lexer, "/*"))
			skip_past(lexer, "*/");
		else if (peek(lexer, 0) == '#' && peek(lexer, 1) != '[' && peek(lexer, 1) != '!' && is_line_start(lexer))
			skip_line(lexer, true);
	}
}

static void skip_quoted(struct wcore_source_lexer *lexer)
{
	skip(lexer, 1);
	while (lexer->pos < lexer->text.size && peek(lexer, 0) != '"')
		skip(lexer, peek(lexer, 0) == '\\' ? 2 : 1);
	skip(lexer, 1);
}

/* A character, or a quote that begins the name of a lifetime. */
static void skip_character(struct wcore_source_lexer *lexer)
{
	const bool is_escape = peek(lexer, 1) == '\\';

	for (size_t i = is_escape ? 3 : 2; i <= 1 + MAX_CHARACTER && peek(lexer, i - 1) != '\n'; i++) {
		/* Without an escape it is one character, of several bytes perhaps. */
		if (!is_escape && i > 2 && (unsigned char)peek(lexer, 1) < 0x80)
			break;
		if (peek(lexer, i) == '\'') {
			skip(lexer, i + 1);
			return;
		}
	}
	skip(lexer, 1);
}

/* R"x(...)x" of C++, r#"..."# of Rust, behind the letters; false when it is none. */
static bool skip_raw(struct wcore_source_lexer *lexer, struct wcore_string prefix)
{
	char end[MAX_DELIMITER + 3];
	size_t size = 0;

	if (wcore_string_ends(prefix, "R") && prefix.size <= 3 && peek(lexer, 0) == '"') {
		end[0] = ')';
		while (size < MAX_DELIMITER && peek(lexer, 1 + size) != '(' && peek(lexer, 1 + size)) {
			end[1 + size] = peek(lexer, 1 + size);
			size++;
		}
		end[1 + size] = '"';
		end[2 + size] = '\0';
	} else if (wcore_string_ends(prefix, "r") && prefix.size <= 2) {
		end[0] = '"';
		while (size < MAX_DELIMITER && peek(lexer, size) == '#')
			end[1 + size++] = '#';
		end[1 + size] = '\0';
		if (peek(lexer, size) != '"')
			return false;
		skip(lexer, size);
	} else {
		return false;
	}
	skip(lexer, 1);
	skip_past(lexer, end);
	return true;
}

static void skip_number(struct wcore_source_lexer *lexer)
{
	while (is_name_part(peek(lexer, 0)) ||
	       ((peek(lexer, 0) == '.' || peek(lexer, 0) == '\'') && is_digit(peek(lexer, 1))))
		skip(lexer, 1);
}

static enum wcore_source_token_kind skip_name(struct wcore_source_lexer *lexer, size_t start)
{
	while (is_name_part(peek(lexer, 0)))
		skip(lexer, 1);
	if ((peek(lexer, 0) == '"' || peek(lexer, 0) == '#') &&
	    skip_raw(lexer, (struct wcore_string){ lexer->text.data + start, lexer->pos - start }))
		return WCORE_SOURCE_LITERAL;
	return WCORE_SOURCE_NAME;
}

static bool is_operator_part(char c)
{
	return c && strchr("=<>|.*%&+-:?", c);
}

static enum wcore_source_token_kind skip_operator(struct wcore_source_lexer *lexer)
{
	const struct wcore_string rest = { lexer->text.data + lexer->pos, lexer->text.size - lexer->pos };
	const char *operator = NULL;

	if (peek(lexer, 0) == '(' || peek(lexer, 0) == '[' || peek(lexer, 0) == '{') {
		skip(lexer, 1);
		return WCORE_SOURCE_OPEN;
	}
	if (peek(lexer, 0) == ')' || peek(lexer, 0) == ']' || peek(lexer, 0) == '}') {
		skip(lexer, 1);
		return WCORE_SOURCE_CLOSE;
	}
	/* Most are of one character. */
	for (size_t i = 0; !operator && i < sizeof(operators) / sizeof(*operators) && is_operator_part(peek(lexer, 1)); i++)
		if (wcore_string_starts(rest, operators[i]))
			operator = operators[i];
	skip(lexer, operator ? strlen(operator) : 1);
	if (!operator)
		return *rest.data == '=' ? WCORE_SOURCE_ASSIGN : WCORE_SOURCE_OTHER;
	for (size_t i = 0; i < sizeof(comparisons) / sizeof(*comparisons); i++)
		if (strcmp(operator, comparisons[i]) == 0)
			return WCORE_SOURCE_OTHER;
	if (operator[strlen(operator) - 1] == '=')
		return WCORE_SOURCE_ASSIGN;
	return strcmp(operator, "++") == 0 || strcmp(operator, "--") == 0 ? WCORE_SOURCE_STEP : WCORE_SOURCE_OTHER;
}

struct wcore_source_token wcore_source_next(struct wcore_source_lexer *lexer)
{
	struct wcore_source_token token = { .kind = WCORE_SOURCE_END };

	skip_space(lexer);
	const size_t start = lexer->pos;

	token.line = lexer->line;
	if (start == lexer->text.size)
		return token;
	token.kind = WCORE_SOURCE_LITERAL;
	if (is_at(lexer, "\\\\"))
		skip_line(lexer, false);
	else if (peek(lexer, 0) == '"')
		skip_quoted(lexer);
	else if (peek(lexer, 0) == '\'')
		skip_character(lexer);
	else if (is_digit(peek(lexer, 0)))
		skip_number(lexer);
	else if (is_name_part(peek(lexer, 0)))
		token.kind = skip_name(lexer, start);
	else
		token.kind = skip_operator(lexer);
	token.text = (struct wcore_string){ lexer->text.data + start, lexer->pos - start };
	return token;
}

void wcore_source_skip_brackets(struct wcore_source_lexer *lexer, unsigned *left)
{
	struct wcore_source_token token;

	for (unsigned depth = 1; depth && *left; --*left) {
		token = wcore_source_next(lexer);
		if (token.kind == WCORE_SOURCE_END)
			return;
		depth += token.kind == WCORE_SOURCE_OPEN;
		depth -= token.kind == WCORE_SOURCE_CLOSE;
	}
}
