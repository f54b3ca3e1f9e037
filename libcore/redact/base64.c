#include "base64.h"

int wcore_base64_value(uint8_t byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return byte - 'A';
	if (byte >= 'a' && byte <= 'z')
		return byte - 'a' + 26;
	if (byte >= '0' && byte <= '9')
		return byte - '0' + 52;
	if (byte == '+' || byte == '-')
		return 62;
	return byte == '/' || byte == '_' ? 63 : -1;
}

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
