#include "trace_scan.h"

#include <string.h>

struct wcore_string wcore_scan_from(struct wcore_string text, size_t count)
{
	return (struct wcore_string){ text.data + count, text.size - count };
}

bool wcore_scan_literal(struct wcore_string *text, const char *literal)
{
	if (!wcore_string_starts(*text, literal))
		return false;
	*text = wcore_scan_from(*text, strlen(literal));
	return true;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

static bool scan_number(struct wcore_string *text, unsigned base, uint64_t *ret)
{
	uint64_t value = 0;
	size_t count = 0;

	for (; count < text->size && (unsigned)digit_of(text->data[count]) < base; count++)
		if (__builtin_mul_overflow(value, base, &value) ||
		    __builtin_add_overflow(value, (uint64_t)digit_of(text->data[count]), &value))
			return false;
	if (!count)
		return false;
	*text = wcore_scan_from(*text, count);
	*ret = value;
	return true;
}

bool wcore_scan_decimal(struct wcore_string *text, uint64_t *ret)
{
	return scan_number(text, 10, ret);
}

bool wcore_scan_hex(struct wcore_string *text, uint64_t *ret)
{
	struct wcore_string rest = *text;

	if (!wcore_scan_literal(&rest, "0x") || !scan_number(&rest, 16, ret))
		return false;
	*text = rest;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* The lines and arrows that Wasmer draws beside its errors: U+2500 to U+25FF. */
static bool is_drawn(struct wcore_string text)
{
	return text.size >= 3 && text.data[0] == '\xe2' && ((unsigned char)text.data[1] & 0xfc) == 0x94;
}

struct wcore_string wcore_scan_trim(struct wcore_string text)
{
	for (;;) {
		if (text.size && is_blank(text.data[0]))
			text = wcore_scan_from(text, 1);
		else if (is_drawn(text))
			text = wcore_scan_from(text, 3);
		else
			break;
	}
	while (text.size && is_blank(text.data[text.size - 1]))
		text.size--;
	return text;
}
