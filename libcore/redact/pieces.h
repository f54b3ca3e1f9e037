/*
 * Pieces of secrets as numbers: a program that copies text by loads and stores has them in its locals.  Four
 * or eight bytes of a secret in a row, and its end before a NUL.
 */
#ifndef WCORE_REDACT_PIECES_H
#define WCORE_REDACT_PIECES_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/error.h"
#include "../base/string.h"

/* Pieces of more secrets are not kept. */
#define WCORE_PIECES_MAX (1u << 20)

struct wcore_pieces {
	uint64_t *items;	/* 0: a free place */
	size_t count, capacity;
};

/* Errors: NOMEM. */
struct wcore_error *wcore_pieces_add(struct wcore_pieces *pieces, struct wcore_string secret);
/* Whether a number of width 4 or 8 bytes is one. */
bool wcore_pieces_has(const struct wcore_pieces *pieces, uint64_t bits, unsigned width);
void wcore_pieces_deinit(struct wcore_pieces *pieces);

#endif
