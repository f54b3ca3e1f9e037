/* Base64 in both alphabets (RFC 4648, 4 and 5): where it stands among other bytes, without padding. */
#ifndef WCORE_REDACT_BASE64_H
#define WCORE_REDACT_BASE64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One more than the value; 0: none. */
extern const uint8_t wcore_base64_values[256];

/* 0 to 63; -1: no character of either alphabet. */
static inline int wcore_base64_value(uint8_t byte)
{
	return (int)wcore_base64_values[byte] - 1;
}

/*
 * size characters, of which a last group of two or three gives one or two bytes; ret holds
 * size / 4 * 3 + 3.  Ends at a character of no alphabet.  Gives how many bytes there are.
 */
size_t wcore_base64_decode(const uint8_t *text, size_t size, uint8_t *ret);
/*
 * The characters that every base64 text has in which size bytes stand behind shift (0 to 2) others of a
 * group: what depends on its neighbours is left out.  ret holds size / 3 * 4 + 4; gives how many.
 */
size_t wcore_base64_encode_inner(const uint8_t *bytes, size_t size, unsigned shift, bool is_url, char *ret);

#endif
