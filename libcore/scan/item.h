/* Bytes of memory as typed items, as a debugger's `x/FMT` shows them. */
#ifndef WCORE_SCAN_ITEM_H
#define WCORE_SCAN_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wcore_item_format {
	/*
	 * x hex, d signed, u unsigned, o octal, t binary, f float, c character, s string, i
	 * instruction, a address.
	 */
	char letter;
	unsigned width;		/* of an item in bytes: 1, 2, 4, 8; 0: it was not given, or s or i */
	uint64_t count;		/* 0: it was not given */
};

#define WCORE_ITEM_TEXT_SIZE 72	/* 64 binary digits and more */

/*
 * "x", "8xw", "4d", "cb": a count, a letter, and b, h, w or g for the width, the letters in any
 * order.  NULL when it is one; else why not, static.
 */
const char *wcore_item_format_parse(const char *text, struct wcore_item_format *ret);
/*
 * Fills a width that was not given (1 of c, 8 of f, address_size of a, else 4).  NULL, or why such
 * items cannot be that wide, static.
 */
const char *wcore_item_format_settle(struct wcore_item_format *format, unsigned address_size);

/* The little-endian number of width bytes. */
uint64_t wcore_item_bits(const uint8_t *bytes, unsigned width);
/* Sign-extended from width bytes. */
int64_t wcore_item_signed(uint64_t bits, unsigned width);
/* The number that an f item of width 2, 4 or 8 is. */
double wcore_item_double(uint64_t bits, unsigned width);
/* One item but s and i: "0x0000006b", "-3", "97 'a'", "0.25", into buffer of WCORE_ITEM_TEXT_SIZE. */
const char *wcore_item_text(const struct wcore_item_format *format, uint64_t bits, char *buffer);
/* The most characters that such an item takes. */
unsigned wcore_item_text_width(const struct wcore_item_format *format);
/* Items that a line holds. */
unsigned wcore_item_columns(const struct wcore_item_format *format);

#endif
