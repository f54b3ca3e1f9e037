/*
 * Which blocks of 64 bytes have text in them: of most of a memory none has, and nothing else looks at those.  By
 * SIMD where the processor has it, or in plain C, with the same result.
 */
#ifndef WCORE_REDACT_GATE_H
#define WCORE_REDACT_GATE_H

#include <stddef.h>
#include <stdint.h>

#define WCORE_GATE_BLOCK 64
/* So many are looked at with one call. */
#define WCORE_GATE_BLOCKS 64
#define WCORE_GATE_SIZE (WCORE_GATE_BLOCKS * WCORE_GATE_BLOCK)
/* Printable ASCII that is text: so many bytes in a row, or so many characters of UTF-16LE. */
#define WCORE_TEXT_LEAST 6

/* Bit i for block i. */
struct wcore_gates {
	uint64_t text;		/* has a byte that is in text */
	uint64_t wide;		/* a text of UTF-16 begins there */
	uint64_t carry;		/* of the block before the first one; for the call that goes on behind: 0 at the start */
};

/* Of count blocks, WCORE_GATE_BLOCKS at most; one block more is readable. */
typedef void (*wcore_gate)(const uint8_t *bytes, size_t count, struct wcore_gates *gates);

/* The fastest one that this processor takes. */
wcore_gate wcore_gate_best(void);
wcore_gate wcore_gate_plain(void);

#endif
