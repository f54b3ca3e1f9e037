/* Floating-point numbers as the shortest decimal text that reads back the same. */
#ifndef WCORE_LANG_PRINT_FLOAT_H
#define WCORE_LANG_PRINT_FLOAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for the text of any format. */
#define WCORE_FLOAT_TEXT 64

/*
 * bytes is a little-endian IEEE 754 number of 2, 4, 8 or 16 bytes, or an x87 one
 * of 10.  text holds WCORE_FLOAT_TEXT bytes: "9.75", "1e-07", "inf", "-nan".  False
 * for other sizes.
 */
bool wcore_float_text(const uint8_t *bytes, size_t size, char *text);
/* The same number as a double; where *ret_exact is false one that is near. */
bool wcore_float_double(const uint8_t *bytes, size_t size, double *ret, bool *ret_exact);

#endif
