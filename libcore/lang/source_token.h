/*
 * Tokens of a source text in C, C++, Rust, Zig or a language that looks like them: names,
 * brackets and operators.  Comments, preprocessor lines and what stands in literals are passed over.
 */
#ifndef WCORE_LANG_SOURCE_TOKEN_H
#define WCORE_LANG_SOURCE_TOKEN_H

#include <stdint.h>

#include "../base/string.h"

enum wcore_source_token_kind {
	WCORE_SOURCE_END,
	WCORE_SOURCE_NAME,
	WCORE_SOURCE_LITERAL,	/* a number, a text, a character */
	WCORE_SOURCE_OPEN, WCORE_SOURCE_CLOSE,	/* one of ( [ { and one of ) ] } */
	WCORE_SOURCE_ASSIGN,	/* =, += and the like */
	WCORE_SOURCE_STEP,	/* ++ and -- */
	WCORE_SOURCE_OTHER,
};

struct wcore_source_token {
	enum wcore_source_token_kind kind;
	uint32_t line;		/* that it begins in */
	struct wcore_string text;	/* borrowed from the source */
};

/* Where reading stands; copied to look ahead. */
struct wcore_source_lexer {
	struct wcore_string text;
	size_t pos;
	uint32_t line;		/* from 1 */
};

/* At the start of a line, which must not stand in a comment or literal; false when there is no such line. */
bool wcore_source_lexer_init(struct wcore_source_lexer *lexer, struct wcore_string text, uint32_t line);
struct wcore_source_token wcore_source_next(struct wcore_source_lexer *lexer);
/*
 * Past the bracket that closes the one that was read last, or to the end; *left is how many tokens may be read and loses those that
 * were.
 */
void wcore_source_skip_brackets(struct wcore_source_lexer *lexer, unsigned *left);

#endif
