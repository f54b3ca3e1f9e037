/*
 * Which bytes may begin something that has no fixed words in it: digits, letters, long words, UTF-16.  64 bytes at
 * a time: by SIMD where the processor has it, or in plain C, with the same result.
 */
#ifndef WCORE_REDACT_CLASSES_H
#define WCORE_REDACT_CLASSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base64.h"

/* Bit i for byte i. */
struct wcore_redact_masks {
	uint64_t digit, alpha;
	uint64_t word;		/* letters, digits, '+', '-', '/', '_': base64 in both alphabets */
	uint64_t at;		/* '@' */
	uint64_t print;		/* printable ASCII */
	uint64_t zero;
};

typedef void (*wcore_redact_classifier)(const uint8_t *bytes, struct wcore_redact_masks *ret);

/* The fastest one that this processor takes. */
wcore_redact_classifier wcore_redact_classifier_best(void);
wcore_redact_classifier wcore_redact_classifier_plain(void);

/* All of these are in text as gate.h has it. */
enum wcore_redact_class {
	WCORE_CLASS_AT,		/* an '@' with a domain behind it, or "://" before it */
	WCORE_CLASS_DIGITS,	/* WCORE_DIGITS_LEAST digits or more, with single spaces or hyphens between them */
	WCORE_CLASS_IBAN,	/* two capitals and two digits that begin a word */
	WCORE_CLASS_RUN,	/* WCORE_RUN_LEAST word characters or more: where they begin */
	WCORE_CLASS_UTF16,	/* as many little-endian UTF-16 characters of ASCII: where they begin */
	WCORE_CLASS_COUNT,
};

#define WCORE_RUN_LEAST 16
#define WCORE_UTF16_LEAST 8
#define WCORE_DIGITS_LEAST 13

/* The bytes that are searched.  What lies before base counts only for AT. */
struct wcore_redact_bytes { const uint8_t *data; size_t size, base; };

/*
 * Calls found for each place of a class in [from, to) of the bytes; ascending for each class.  from is base, or
 * some times 64 bytes behind it.
 */
void wcore_redact_classes_find(wcore_redact_classifier classify, const struct wcore_redact_bytes *bytes, size_t from,
			       size_t to, void (*found)(void *context, enum wcore_redact_class class, size_t at),
			       void *context);

static inline bool wcore_redact_is_word(uint8_t byte)
{
	return wcore_base64_values[byte] != 0;
}

#endif
