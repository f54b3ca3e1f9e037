/*
 * Which bytes are text, 64 of them at a time: by SIMD where the processor has it, chosen when first asked
 * for, or in plain C, with the same result.
 */
#ifndef WCORE_SCAN_TEXT_CLASS_H
#define WCORE_SCAN_TEXT_CLASS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As GNU strings' -e; a character is printable ASCII or a tab, and in the first two more. */
enum wcore_text_encoding {
	WCORE_TEXT_UTF8,	/* u: and each valid sequence of two to four bytes (RFC 3629) */
	WCORE_TEXT_8BIT,	/* S: and each byte from 0x80 on */
	WCORE_TEXT_7BIT,	/* s */
	WCORE_TEXT_16LE, WCORE_TEXT_16BE,	/* l, b */
	WCORE_TEXT_32LE, WCORE_TEXT_32BE,	/* L, B */
};

/* Bytes of a character; of UTF8 the fewest. */
unsigned wcore_text_width(enum wcore_text_encoding encoding);

/* Where characters begin in 64 bytes, bit i for byte i, by their length in bytes. */
struct wcore_text_starts { uint64_t of_length[5]; };	/* [1] to [4] */

/* Bytes behind the 64 that a classifier looks at. */
#define WCORE_TEXT_AHEAD 3
typedef void (*wcore_text_classifier)(const uint8_t *bytes, struct wcore_text_starts *ret);

/* The fastest one that this processor takes. */
wcore_text_classifier wcore_text_classifier_of(enum wcore_text_encoding encoding);
wcore_text_classifier wcore_text_classifier_plain(enum wcore_text_encoding encoding);

#endif
