/* What stands in the place of a secret: as many bytes as it had. */
#ifndef WCORE_REDACT_REPLACE_H
#define WCORE_REDACT_REPLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/string.h"

enum wcore_replace_kind {
	WCORE_REPLACE_FILL,		/* each character becomes 'x' */
	WCORE_REPLACE_SHAPE,		/* a digit '0', a capital 'X', another letter 'x'; others stay */
	WCORE_REPLACE_PSEUDONYM,	/* 'x' and letters from a to p: the secret's HMAC-SHA-256 under a key */
};

#define WCORE_REPLACE_BYTE 'x'
/* Shorter secrets are filled instead of having a pseudonym: it would be guessed. */
#define WCORE_PSEUDONYM_LEAST 8

struct wcore_replacement {
	enum wcore_replace_kind kind;
	const uint8_t *key;	/* of PSEUDONYM; key_size bytes */
	size_t key_size;
};

/*
 * old, of size bytes, is text as it stands in the file: control bytes stay, so that UTF-16 and lines keep
 * their form; is_binary: every byte is replaced.  secret is what decides on the pseudonym: the same text in every form.
 */
void wcore_replace(const struct wcore_replacement *replacement, struct wcore_string secret, bool is_binary,
		   const uint8_t *old, size_t size, uint8_t *ret);
/* Whether a text is what one of the kinds leaves. */
bool wcore_replace_is_done(struct wcore_string text);

#endif
