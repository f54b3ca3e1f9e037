/*
 * Bytes of the input on their way to a person: control bytes, invalid UTF-8,
 * and characters that reorder text (bidirectional controls) are shown as
 * \xNN or \u{NNNN}, so that nothing inside a dump reaches the terminal.
 */
#ifndef WCORE_BASE_TEXT_H
#define WCORE_BASE_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "string.h"

/* Tab and newline are masked too. */
void wcore_text_write(FILE *out, struct wcore_string text);
/* The bytes at its start that are written as they are. */
size_t wcore_text_plain(struct wcore_string text);
/* The same as wcore_text_write() into fresh memory that the caller frees; NULL when memory ran out. */
char *wcore_text_mask(struct wcore_string text);
/*
 * The length in bytes of the valid UTF-8 character at data (RFC 3629, size > 0)
 * and its code point; 0 when there is none.
 */
size_t wcore_utf8_decode(const char *data, size_t size, uint32_t *code_point);
/* 10238 as "10,238"; buffer holds at least 27 bytes and is returned. */
char *wcore_text_thousands(uint64_t value, char *buffer);

#endif
