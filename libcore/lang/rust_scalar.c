/* Numbers, characters, durations and ranges as Rust's Debug writes them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "print_part.h"
#include "rust.h"

#define DECIMAL_MAX 48	/* digits of 128 bits, a sign, a terminator */

static struct wcore_view *number(struct wcore_viewer *viewer, const char *text, uint64_t bits,
				 bool is_signed)
{
	struct wcore_view *view = wcore_view_number(viewer, bits, is_signed);

	if (!view)
		return NULL;
	view->text = wcore_view_format(viewer, "%s", text);
	return view->text.data ? view : NULL;
}

/* Decimal digits of 16 little-endian bytes; digits is written from its end. */
static const char *decimal(const uint8_t bytes[16], bool is_signed, char digits[DECIMAL_MAX])
{
	uint32_t limbs[4];
	bool is_negative = is_signed && bytes[15] >> 7;
	char *at = digits + DECIMAL_MAX - 1;
	uint64_t carry = 1;

	memcpy(limbs, bytes, sizeof(limbs));
	for (unsigned i = 0; is_negative && i < 4; i++) {
		carry += (uint32_t)~limbs[i];
		limbs[i] = (uint32_t)carry;
		carry >>= 32;
	}
	*at = '\0';
	do {
		uint64_t rest = 0;

		for (int i = 3; i >= 0; i--) {
			rest = rest << 32 | limbs[i];
			limbs[i] = (uint32_t)(rest / 10);
			rest %= 10;
		}
		*--at = (char)('0' + rest);
	} while (limbs[0] || limbs[1] || limbs[2] || limbs[3]);
	if (is_negative)
		*--at = '-';
	return at;
}

static struct wcore_view *print_integer(struct wcore_viewer *viewer, const struct wcore_object *object,
					const struct wcore_type *type)
{
	uint8_t bytes[16];
	char digits[DECIMAL_MAX];
	struct wcore_view *view;
	uint64_t bits;
	const char *why = NULL;

	if (!wcore_object_integer(viewer, object, bytes, sizeof(bytes), &why))
		return why ? wcore_view_unavailable(viewer, why) : NULL;
	memcpy(&bits, bytes, sizeof(bits));
	view = number(viewer, decimal(bytes, type->is_signed, digits), bits, type->is_signed);
	if (view)
		view->is_wide = type->size > 8;
	return view;
}

/* The fewest digits that give the number back, as d.ddde±x. */
static void shortest(double value, bool is_single, char *text, size_t size)
{
	for (int precision = 0; precision < 17; precision++) {
		snprintf(text, size, "%.*e", precision, value);
		if (is_single ? strtof(text, NULL) == (float)value : strtod(text, NULL) == value)
			return;
	}
}

/* Debug of f32 and f64: 1.0, 0.0001, 1e-5, 1e16. */
static void write_float(double value, bool is_single, char *text, size_t size)
{
	char digits[40], *mark;
	size_t count = 0;
	long exponent;

	if (isnan(value) || isinf(value)) {
		snprintf(text, size, "%s", isnan(value) ? "NaN" : value < 0 ? "-inf" : "inf");
		return;
	}
	if (value == 0) {
		snprintf(text, size, "%s", signbit(value) ? "-0.0" : "0.0");
		return;
	}
	shortest(fabs(value), is_single, digits, sizeof(digits));
	mark = strchr(digits, 'e');
	exponent = strtol(mark + 1, NULL, 10);
	*mark = '\0';
	if (fabs(value) >= 1e16 || fabs(value) < 1e-4) {
		snprintf(text, size, "%s%se%ld", value < 0 ? "-" : "", digits, exponent);
		return;
	}
	for (char *at = digits; *at; at++)
		if (*at != '.')
			digits[count++] = *at;
	digits[count] = '\0';
	if (exponent < 0)
		snprintf(text, size, "%s0.%.*s%s", value < 0 ? "-" : "", (int)(-exponent - 1),
			 "0000", digits);
	else if ((size_t)exponent + 1 >= count)
		snprintf(text, size, "%s%s%.*s.0", value < 0 ? "-" : "", digits,
			 (int)((size_t)exponent + 1 - count), "0000000000000000");
	else
		snprintf(text, size, "%s%.*s.%s", value < 0 ? "-" : "", (int)exponent + 1, digits,
			 digits + exponent + 1);
}

static struct wcore_view *print_float(struct wcore_viewer *viewer, const struct wcore_object *object,
				      const struct wcore_type *type)
{
	struct wcore_view *view;
	const char *why = NULL;
	uint64_t bits;
	char text[64];
	double value;

	if (!type->has_size || (type->size != 4 && type->size != 8))
		return NULL;
	if (!wcore_object_read(viewer, object, 0, type->size, (uint8_t *)&bits, &why))
		return why ? wcore_view_unavailable(viewer, why) : NULL;
	if (type->size == 4) {
		float single;

		memcpy(&single, &bits, sizeof(single));
		value = (double)single;
	} else {
		memcpy(&value, &bits, sizeof(value));
	}
	write_float(value, type->size == 4, text, sizeof(text));
	view = wcore_view_create(viewer, WCORE_VIEW_FLOAT);
	if (!view)
		return NULL;
	view->real = value;
	view->text = wcore_view_format(viewer, "%s", text);
	return view->text.data ? view : NULL;
}

/* Characters that Debug writes as \u{…}: what nobody sees, or what changes the text around it. */
static bool is_escaped(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad ||
	       (code >= 0x300 && code < 0x370) || (code >= 0x200b && code < 0x2010) ||
	       (code >= 0x2028 && code < 0x202f) || (code >= 0x2060 && code < 0x2070) ||
	       (code >= 0xe000 && code < 0xf900) || code == 0xfeff ||
	       (code >= 0xfff0 && code < 0xfffc) || (code & 0xfffe) == 0xfffe || code >= 0xe0000;
}

static struct wcore_view *print_char(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	static const struct { uint32_t code; const char *text; } named[] = {
		{ '\0', "'\\0'" }, { '\t', "'\\t'" }, { '\n', "'\\n'" }, { '\r', "'\\r'" },
		{ '\'', "'\\''" }, { '\\', "'\\\\'" },
	};
	struct wcore_view *view;
	const char *why = NULL;
	char text[16];
	uint64_t code;

	if (!wcore_object_number(viewer, object, &code, &why))
		return why ? wcore_view_unavailable(viewer, why) : NULL;
	if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
		snprintf(text, sizeof(text), "0x%llx", (unsigned long long)(code & UINT32_MAX));
		return number(viewer, text, code, false);
	}
	if (is_escaped((uint32_t)code)) {
		snprintf(text, sizeof(text), "'\\u{%x}'", (unsigned)code);
	} else {
		size_t size = wcore_utf8_encode((uint32_t)code, text + 1);

		text[0] = text[size + 1] = '\'';
		text[size + 2] = '\0';
	}
	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++)
		if (named[i].code == code)
			snprintf(text, sizeof(text), "%s", named[i].text);
	view = wcore_view_create(viewer, WCORE_VIEW_CHARACTER);
	if (!view)
		return NULL;
	view->bits = code;
	view->text = wcore_view_format(viewer, "%s", text);
	return view->text.data ? view : NULL;
}

static struct wcore_view *print_bool(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	struct wcore_view *view;
	const char *why = NULL;
	uint64_t bits;
	char text[24];

	if (!wcore_object_number(viewer, object, &bits, &why))
		return why ? wcore_view_unavailable(viewer, why) : NULL;
	if (bits > 1) {
		snprintf(text, sizeof(text), "%llu", (unsigned long long)bits);
		return number(viewer, text, bits, false);
	}
	view = wcore_view_create(viewer, WCORE_VIEW_BOOL);
	if (view) {
		view->bits = bits;
		view->text = wcore_string_from(bits ? "true" : "false");
	}
	return view;
}

struct wcore_view *wcore_rust_scalar(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	const struct wcore_type *type = wcore_type_strip(object->type);

	switch (type->kind) {
	case WCORE_TYPE_BOOL:
		return print_bool(viewer, object);
	case WCORE_TYPE_CHAR:
		return print_char(viewer, object);
	case WCORE_TYPE_FLOAT:
		return print_float(viewer, object, type);
	case WCORE_TYPE_INT:
		return print_integer(viewer, object, type);
	case WCORE_TYPE_VOID:	/* "()" and "!" are base types of no size */
		return wcore_string_is(type->name, "()") ? wcore_view_symbol(viewer, type->name) :
							   NULL;
	default:
		return NULL;
	}
}

/* core::time::Duration: 3.5s, 15ms, 1.000001ms, 7µs, 1ns. */
struct wcore_view *wcore_rust_duration(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth)
{
	struct wcore_view *view;
	uint64_t seconds, nanos, whole, part;
	unsigned digits;
	const char *unit;
	char text[64], fraction[16];
	size_t size;

	(void)depth;
	if (!wcore_rust_field_number(viewer, object, "secs", &seconds) ||
	    !wcore_rust_field_number(viewer, object, "nanos", &nanos) || nanos >= 1000000000)
		return NULL;
	if (seconds) {
		whole = seconds, part = nanos, digits = 9, unit = "s";
	} else if (nanos >= 1000000) {
		whole = nanos / 1000000, part = nanos % 1000000, digits = 6, unit = "ms";
	} else if (nanos >= 1000) {
		whole = nanos / 1000, part = nanos % 1000, digits = 3, unit = "\302\265s";
	} else {
		whole = nanos, part = 0, digits = 0, unit = "ns";
	}
	size = (size_t)snprintf(fraction, sizeof(fraction), ".%0*llu", (int)digits,
				(unsigned long long)part);
	while (size > 1 && fraction[size - 1] == '0')
		size--;
	if (part == 0)
		size = 0;
	snprintf(text, sizeof(text), "%llu%.*s%s", (unsigned long long)whole, (int)size, fraction,
		 unit);
	view = wcore_view_symbol(viewer, wcore_view_format(viewer, "%s", text));
	return view && view->text.data ? view : NULL;
}

/* What stands for one end of a range; absent when it is no plain number. */
static struct wcore_string end_text(struct wcore_viewer *viewer, const struct wcore_object *object,
				    const char *field)
{
	struct wcore_object end;
	struct wcore_view *view;

	if (!wcore_rust_field(viewer, object, field, &end))
		return WCORE_STRING("");
	view = wcore_rust_scalar(viewer, &end);
	if (!view || view->kind == WCORE_VIEW_UNAVAILABLE)
		return (struct wcore_string){ 0 };
	return view->text;
}

/* core::ops::range: 1..4, 1..=4, 2.., ..3, ..; of numbers and characters. */
struct wcore_view *wcore_rust_range(struct wcore_viewer *viewer, const struct wcore_object *object,
				    unsigned depth)
{
	struct wcore_string name = wcore_rust_name(wcore_type_strip(object->type));
	struct wcore_string start = end_text(viewer, object, "start");
	struct wcore_string end = end_text(viewer, object, "end");
	bool is_inclusive = wcore_string_ends(name, "Inclusive");
	uint64_t exhausted = 0;
	struct wcore_string text;

	(void)depth;
	if (!start.data || !end.data)
		return NULL;
	if (wcore_string_is(name, "RangeInclusive") &&
	    !wcore_rust_field_number(viewer, object, "exhausted", &exhausted) &&
	    !wcore_rust_field_number(viewer, object, "is_empty", &exhausted))
		return NULL;
	text = wcore_view_format(viewer, "%.*s%s%.*s%s", (int)start.size, start.data,
				  is_inclusive ? "..=" : "..", (int)end.size, end.data,
				  exhausted ? " (exhausted)" : "");
	return text.data ? wcore_view_symbol(viewer, text) : NULL;
}
