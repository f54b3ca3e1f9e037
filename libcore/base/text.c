#include "text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

size_t wcore_utf8_decode(const char *data, size_t size, uint32_t *code_point)
{
	const unsigned char *bytes = (const unsigned char *)data;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t value;
	size_t length;

	if (bytes[0] < 0x80) {
		*code_point = bytes[0];
		return 1;
	}
	if ((bytes[0] & 0xe0) == 0xc0) {
		length = 2;
		value = bytes[0] & 0x1f;
	} else if ((bytes[0] & 0xf0) == 0xe0) {
		length = 3;
		value = bytes[0] & 0x0f;
	} else if ((bytes[0] & 0xf8) == 0xf0) {
		length = 4;
		value = bytes[0] & 0x07;
	} else {
		return 0;
	}
	if (size < length)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (bytes[i] & 0x3f);
	}
	if (value < least[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 0;
	*code_point = value;
	return length;
}

/* Controls, and what hides, joins or reorders text: bidirectional controls, line separators, BOM. */
static bool is_masked(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0x061c ||
	       c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

/* Whether eight bytes are all printable ASCII. */
static bool is_plain_word(const char *bytes)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	/* No byte is above 0x7e, nor below 0x20 once that is known: neither sum nor difference carries. */
	return !((word | (word + ones)) & high) && !((word - ones * 0x20) & high);
}

size_t wcore_text_plain(struct wcore_string text)
{
	size_t i = 0;

	while (i < text.size) {
		uint32_t c = 0;
		size_t length;

		if (text.size - i >= 8 && is_plain_word(text.data + i)) {
			i += 8;
			continue;
		}
		length = wcore_utf8_decode(text.data + i, text.size - i, &c);
		if (!length || is_masked(c))
			break;
		i += length;
	}
	return i;
}

void wcore_text_write(FILE *out, struct wcore_string text)
{
	for (size_t i = 0; i < text.size;) {
		const struct wcore_string rest = { text.data + i, text.size - i };
		const size_t plain = wcore_text_plain(rest);
		uint32_t c = 0;
		size_t length;

		if (plain)
			fwrite(rest.data, 1, plain, out);
		i += plain;
		if (i == text.size)
			break;
		length = wcore_utf8_decode(text.data + i, text.size - i, &c);
		if (length && c > 0xff)
			fprintf(out, "\\u{%x}", (unsigned)c);
		else
			fprintf(out, "\\x%02x", length ? (unsigned)c : (unsigned char)text.data[i]);
		i += length ? length : 1;
	}
}

char *wcore_text_mask(struct wcore_string text)
{
	char *masked = NULL;
	size_t size = 0;
	FILE *out = wcore_memstream_open(&masked, &size);

	if (!out)
		return NULL;
	wcore_text_write(out, text);
	if (!wcore_memstream_close(out)) {
		free(masked);
		return NULL;
	}
	return masked;
}

char *wcore_text_thousands(uint64_t value, char *buffer)
{
	char digits[24];
	int count = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)value);
	char *out = buffer;

	for (int i = 0; i < count; i++) {
		if (i && (count - i) % 3 == 0)
			*out++ = ',';
		*out++ = digits[i];
	}
	*out = '\0';
	return buffer;
}
