#include "item.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const char letters[] = "xduotfcsia";

static unsigned width_of(char letter)
{
	switch (letter) {
	case 'b':
		return 1;
	case 'h':
		return 2;
	case 'w':
		return 4;
	case 'g':
		return 8;
	default:
		return 0;
	}
}

static const char *parse_count(const char **text, uint64_t *ret)
{
	*ret = 0;
	for (; **text >= '0' && **text <= '9'; ++*text)
		if (__builtin_mul_overflow(*ret, 10, ret) ||
		    __builtin_add_overflow(*ret, (uint64_t)(**text - '0'), ret))
			return "its count is too large";
	return NULL;
}

const char *wcore_item_format_parse(const char *text, struct wcore_item_format *ret)
{
	const bool has_count = *text >= '0' && *text <= '9';
	const char *why = parse_count(&text, &ret->count);

	ret->letter = 0;
	ret->width = 0;
	if (why)
		return why;
	if (has_count && !ret->count)
		return "its count is 0";
	for (; *text; text++) {
		if (width_of(*text) && !ret->width)
			ret->width = width_of(*text);
		else if (strchr(letters, *text) && !ret->letter)
			ret->letter = *text;
		else
			return "it is no count, letter of x d u o t f c s i a, and width of b h w g";
	}
	if (!ret->letter)
		ret->letter = 'x';
	return NULL;
}

const char *wcore_item_format_settle(struct wcore_item_format *format, unsigned address_size)
{
	switch (format->letter) {
	case 's': case 'i':
		return format->width ? "strings and instructions have no width" : NULL;
	case 'c':
		format->width = format->width ? format->width : 1;
		return format->width == 1 ? NULL : "characters are 1 byte wide";
	case 'f':
		format->width = format->width ? format->width : 8;
		return format->width > 1 ? NULL : "floats are 2, 4 or 8 bytes wide";
	case 'a':
		format->width = format->width ? format->width : address_size;
		return format->width >= 4 ? NULL : "addresses are 4 or 8 bytes wide";
	default:
		format->width = format->width ? format->width : 4;
		return NULL;
	}
}

uint64_t wcore_item_bits(const uint8_t *bytes, unsigned width)
{
	uint64_t bits = 0;

	for (unsigned i = 0; i < width; i++)
		bits |= (uint64_t)bytes[i] << (8 * i);
	return bits;
}

int64_t wcore_item_signed(uint64_t bits, unsigned width)
{
	const unsigned unused = 64 - 8 * width;

	return (int64_t)(bits << unused) >> unused;
}

/* IEEE 754, binary16. */
static double half(uint16_t bits)
{
	const int exponent = bits >> 10 & 31;
	const double fraction = bits & 1023, sign = bits >> 15 ? -1 : 1;

	if (exponent == 31)
		return (bits & 1023) != 0 ? copysign((double)NAN, sign) : sign * (double)INFINITY;
	return sign * ldexp(exponent ? 1024 + fraction : fraction, (exponent ? exponent : 1) - 25);
}

double wcore_item_double(uint64_t bits, unsigned width)
{
	const uint32_t low = (uint32_t)bits;
	float narrow;
	double wide;

	if (width == 2)
		return half((uint16_t)bits);
	memcpy(&narrow, &low, sizeof(narrow));
	memcpy(&wide, &bits, sizeof(wide));
	return width == 4 ? (double)narrow : wide;
}

/* As gdb has them: digits that tell any two floats of the width apart, and the payload of a NaN. */
static void write_float(uint64_t bits, unsigned width, char *buffer)
{
	const double value = wcore_item_double(bits, width);
	const unsigned fraction = width == 2 ? 10 : width == 4 ? 23 : 52;

	if (isnan(value))
		snprintf(buffer, WCORE_ITEM_TEXT_SIZE, "%snan(0x%" PRIx64 ")",
			 bits >> (8 * width - 1) ? "-" : "", bits & ((UINT64_C(1) << fraction) - 1));
	else
		snprintf(buffer, WCORE_ITEM_TEXT_SIZE, "%.*g", width == 2 ? 5 : width == 4 ? 9 : 17, value);
}

static void write_binary(uint64_t bits, unsigned width, char *buffer)
{
	for (unsigned i = 8 * width; i-- > 0;)
		*buffer++ = bits >> i & 1 ? '1' : '0';
	*buffer = '\0';
}

static void write_character(uint64_t bits, char *buffer)
{
	/* A byte, and the letter of its escape. */
	static const char escapes[] = "\aa\bb\tt\nn\vv\ff\rr\\\\''";
	const int value = (int)wcore_item_signed(bits, 1);
	const unsigned byte = bits & 255;
	const char *escape = byte ? strchr(escapes, (int)byte) : NULL;

	if (escape && (escape - escapes) % 2 == 0)
		snprintf(buffer, WCORE_ITEM_TEXT_SIZE, "%d '\\%c'", value, escape[1]);
	else if (byte >= ' ' && byte < 0x7f)
		snprintf(buffer, WCORE_ITEM_TEXT_SIZE, "%d '%c'", value, (int)byte);
	else
		snprintf(buffer, WCORE_ITEM_TEXT_SIZE, "%d '\\%03o'", value, byte);
}

const char *wcore_item_text(const struct wcore_item_format *format, uint64_t bits, char *buffer)
{
	switch (format->letter) {
	case 'd':
		snprintf(buffer, WCORE_ITEM_TEXT_SIZE, "%" PRId64, wcore_item_signed(bits, format->width));
		break;
	case 'u':
		snprintf(buffer, WCORE_ITEM_TEXT_SIZE, "%" PRIu64, bits);
		break;
	case 'o':
		snprintf(buffer, WCORE_ITEM_TEXT_SIZE, "%#" PRIo64, bits);
		break;
	case 't':
		write_binary(bits, format->width, buffer);
		break;
	case 'f':
		write_float(bits, format->width, buffer);
		break;
	case 'c':
		write_character(bits, buffer);
		break;
	case 'a':
		snprintf(buffer, WCORE_ITEM_TEXT_SIZE, "0x%" PRIx64, bits);
		break;
	default:
		snprintf(buffer, WCORE_ITEM_TEXT_SIZE, "0x%0*" PRIx64, (int)(2 * format->width), bits);
		break;
	}
	return buffer;
}

unsigned wcore_item_text_width(const struct wcore_item_format *format)
{
	static const uint8_t decimal[] = { [1] = 4, [2] = 6, [4] = 11, [8] = 20 };
	const unsigned width = format->width;

	switch (format->letter) {
	case 'd': case 'u':
		return decimal[width];
	case 'o':
		return 1 + (8 * width + 2) / 3;
	case 't':
		return 8 * width;
	case 'f':
		return width == 2 ? 11 : width == 4 ? 15 : 24;
	case 'c':
		return 11;
	default:
		return 2 + 2 * width;
	}
}

unsigned wcore_item_columns(const struct wcore_item_format *format)
{
	if (format->letter == 'a' || format->letter == 's' || format->letter == 'i')
		return 1;
	if (format->letter == 't')
		return 8 / format->width;
	return format->width == 8 ? 2 : format->width == 4 ? 4 : 8;
}
