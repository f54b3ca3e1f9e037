/* What a text must come to beside its pattern: check digits, entropy. */
#ifndef WCORE_REDACT_CHECK_H
#define WCORE_REDACT_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/string.h"

enum wcore_redact_check {
	WCORE_CHECK_NONE,
	WCORE_CHECK_LUHN,	/* check digit of ISO/IEC 7812-1; spaces and hyphens do not count */
	WCORE_CHECK_CARD,	/* the same, and a number range and length that payment cards have */
	WCORE_CHECK_IBAN,	/* ISO 13616: the country's length, and mod 97 */
	WCORE_CHECK_ENTROPY,	/* letters and digits as random as a key's */
	WCORE_CHECK_MIXED,	/* two kinds of characters at least of letters, digits and others; no name of a place for a value */
	WCORE_CHECK_JWT,	/* its first part decodes to a JSON object with "alg" or "enc" */
	WCORE_CHECK_COUNT,
};

/* "none", "luhn", ...; static. */
const char *wcore_redact_check_name(enum wcore_redact_check check);
/* False when there is no such name. */
bool wcore_redact_check_find(struct wcore_string name, enum wcore_redact_check *ret);
bool wcore_redact_check_holds(enum wcore_redact_check check, struct wcore_string text);

/* Shannon's entropy of the bytes, in bits a byte. */
double wcore_redact_entropy(struct wcore_string text);

#endif
