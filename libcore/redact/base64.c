#include "base64.h"

const uint8_t wcore_base64_values[256] = {
	[32] =
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 63, 0, 63, 0, 64,
	53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 0, 0, 0, 0, 0, 0,
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 0, 0, 0, 0, 64,
	0, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41,
	42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 0, 0, 0, 0, 0,
};

size_t wcore_base64_decode(const uint8_t *text, size_t size, uint8_t *ret)
{
	uint32_t bits = 0;
	unsigned held = 0;
	size_t count = 0;

	for (size_t i = 0; i < size; i++) {
		const int value = wcore_base64_value(text[i]);

		if (value < 0)
			break;
		bits = bits << 6 | (uint32_t)value;
		held += 6;
		if (held >= 8) {
			held -= 8;
			ret[count++] = (uint8_t)(bits >> held);
		}
	}
	return count;
}

size_t wcore_base64_encode_inner(const uint8_t *bytes, size_t size, unsigned shift, bool is_url, char *ret)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	const size_t first = (8 * shift + 5) / 6, end = (8 * (shift + size)) / 6;
	size_t count = 0;

	for (size_t i = first; i < end; i++) {
		unsigned value = 0;

		for (size_t bit = 6 * i; bit < 6 * i + 6; bit++) {
			const size_t at = bit - 8 * shift;

			value = value << 1 | (bytes[at / 8] >> (7 - at % 8) & 1u);
		}
		ret[count++] = value < 62 ? letters[value] : value == 62 ? (is_url ? '-' : '+') : is_url ? '_' : '/';
	}
	return count;
}
