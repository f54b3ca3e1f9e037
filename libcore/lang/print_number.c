/* Integers, characters, enumerators, floating-point numbers: declared in print_part.h. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "print_float.h"
#include "../base/alloc.h"
#include "print_part.h"

/* The widest integer that is written in decimal, in bytes. */
#define MAX_WIDE 128

/* Decimal digits of a little-endian number, which is used up; text has room for 3 a byte. */
static struct wcore_string write_wide(struct wcore_viewer *viewer, uint8_t *bytes, size_t size,
				      bool is_signed)
{
	bool is_negative = is_signed && bytes[size - 1] >> 7;
	char text[3 * MAX_WIDE + 2];
	char *p = text + sizeof(text);
	struct wcore_string ret = { 0 };

	for (size_t i = 0, carry = 1; is_negative && i < size; i++) {
		carry += (uint8_t)~bytes[i];
		bytes[i] = (uint8_t)carry;
		carry >>= 8;
	}
	do {
		unsigned rest = 0;

		while (size > 1 && !bytes[size - 1])
			size--;
		for (size_t i = size; i-- > 0;) {
			rest = rest << 8 | bytes[i];
			bytes[i] = (uint8_t)(rest / 10);
			rest %= 10;
		}
		*--p = (char)('0' + rest);
	} while (size > 1 || bytes[0]);
	if (is_negative)
		*--p = '-';
	ret.size = (size_t)(text + sizeof(text) - p);
	ret.data = wcore_arena_copy(&viewer->arena, p, ret.size);
	if (!ret.data)
		ret.size = 0;
	return ret;
}

static struct wcore_view *print_wide(struct wcore_viewer *viewer, const struct wcore_object *object,
				     uint64_t width)
{
	size_t size = (size_t)(width + 7) / 8;
	bool is_signed = wcore_type_strip(object->type)->is_signed;
	uint8_t bytes[MAX_WIDE];
	const char *why = NULL;
	struct wcore_view *view;

	if (size > sizeof(bytes))
		return wcore_view_unavailable(viewer, "wider than 1024 bits");
	if (!wcore_object_integer(viewer, object, bytes, size, &why))
		return wcore_view_unavailable(viewer, why);
	/* Sign bits beyond the width are set: the last byte says it. */
	view = wcore_view_create(viewer, WCORE_VIEW_NUMBER);
	if (!view)
		return NULL;
	view->is_wide = true;
	view->is_signed = is_signed;
	view->text = write_wide(viewer, bytes, size, is_signed);
	return view->text.data ? view : NULL;
}

/*
 * Clang before 18 does not say how wide a _BitInt is, and does not extend it in memory: what
 * lies above its bits is no part of it.
 */
static bool has_unknown_width(const struct wcore_type *type)
{
	return !type->bit_size && (wcore_string_is(type->name, "_BitInt") ||
				   wcore_string_is(type->name, "unsigned _BitInt"));
}

struct wcore_view *wcore_print_number(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	uint64_t width = wcore_object_width(object);
	const char *why = NULL;
	uint64_t bits;

	if (object->kind == WCORE_OBJECT_NONE)
		return wcore_view_unavailable(viewer, object->why);
	if (type->kind == WCORE_TYPE_INT && has_unknown_width(type) && !object->bit_size)
		return wcore_view_unavailable(viewer, "of unknown width");
	if (width > 64)
		return print_wide(viewer, object, width);
	if (!wcore_object_number(viewer, object, &bits, &why))
		return wcore_view_unavailable(viewer, why);
	return wcore_view_number(viewer, bits, type->is_signed);
}

struct wcore_view *wcore_print_bool(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	const char *why = NULL;
	struct wcore_view *view;
	uint64_t bits;

	if (!wcore_object_number(viewer, object, &bits, &why))
		return wcore_view_unavailable(viewer, why);
	if (bits > 1)
		return wcore_view_number(viewer, bits, false);
	view = wcore_view_create(viewer, WCORE_VIEW_BOOL);
	if (view)
		view->bits = bits;
	return view;
}

static struct wcore_string character_text(struct wcore_viewer *viewer, uint32_t c, uint64_t width,
					  const char *prefix)
{
	const char *escape = NULL;

	switch (c) {
	case 0: escape = "\\0"; break;
	case '\n': escape = "\\n"; break;
	case '\t': escape = "\\t"; break;
	case '\r': escape = "\\r"; break;
	case '\'': escape = "\\'"; break;
	case '\\': escape = "\\\\"; break;
	default: break;
	}
	if (escape)
		return wcore_view_format(viewer, "%s'%s'", prefix, escape);
	if (width <= 8 && c >= 0x80)
		return wcore_view_format(viewer, "%s'\\x%02x'", prefix, (unsigned)c);
	if (c < 0x20 || c == 0x7f)
		return wcore_view_format(viewer, "%s'\\x%02x'", prefix, (unsigned)c);
	if (c >= 0xd800 && (c < 0xe000 || c > 0x10ffff))
		return wcore_view_format(viewer, "%s'\\u{%x}'", prefix, (unsigned)c);
	{
		char utf8[5];
		utf8[wcore_utf8_encode(c, utf8)] = '\0';
		return wcore_view_format(viewer, "%s'%s'", prefix, utf8);
	}
}

struct wcore_view *wcore_print_character(struct wcore_viewer *viewer,
					 const struct wcore_object *object)
{
	unsigned width = wcore_type_character(object->type);
	const struct wcore_type *type = wcore_type_strip(object->type);
	const char *prefix = "";
	const char *why = NULL;
	struct wcore_view *view;
	uint64_t bits;

	if (!wcore_object_number(viewer, object, &bits, &why))
		return wcore_view_unavailable(viewer, why);
	view = wcore_view_create(viewer, WCORE_VIEW_CHARACTER);
	if (!view)
		return NULL;
	view->bits = bits;
	view->is_signed = type->is_signed;
	if (viewer->style == WCORE_VIEW_C && width > 1)
		prefix = wcore_type_is_named(object->type, "wchar_t") ? "L" : width == 2 ? "u" : "U";
	if (!width)
		width = 1;
	view->text = character_text(viewer, (uint32_t)(width == 1 ? bits & 0xff :
						       width == 2 ? bits & 0xffff : bits),
				    width * 8, prefix);
	return view;
}

/* Whether an enumeration is made of single bits, so that its values are sets of them. */
static bool is_flags(const struct wcore_type *type)
{
	uint64_t seen = 0;
	unsigned bits = 0;

	for (uint32_t i = 0; i < type->enumerator_count; i++) {
		uint64_t value = type->enumerators[i].bits;

		if (!value)
			continue;
		if (value & (value - 1)) {
			/* A name for several flags, which stand before it. */
			if (value & ~seen)
				return false;
			continue;
		}
		bits += !(seen & value);
		seen |= value;
	}
	return bits > 1;
}

static struct wcore_string flags_text(struct wcore_viewer *viewer, const struct wcore_type *type,
				      uint64_t value)
{
	struct wcore_string ret = { 0 };
	char *buffer = NULL;
	size_t size = 0;
	FILE *out = wcore_memstream_open(&buffer, &size);
	const char *separator = "";

	if (!out)
		return ret;
	for (uint32_t i = 0; i < type->enumerator_count && value; i++) {
		const struct wcore_enumerator *flag = &type->enumerators[i];

		if (!flag->bits || (flag->bits & (flag->bits - 1)) || !(value & flag->bits))
			continue;
		fprintf(out, "%s%.*s", separator, (int)flag->name.size, flag->name.data);
		separator = " | ";
		value &= ~flag->bits;
	}
	if (value)
		fprintf(out, "%s0x%" PRIx64, separator, value);
	if (wcore_memstream_close(out))
		ret = (struct wcore_string){ wcore_arena_copy(&viewer->arena, buffer, size), size };
	free(buffer);
	return ret.data ? ret : (struct wcore_string){ 0 };
}

struct wcore_view *wcore_print_enum(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	const char *why = NULL;
	struct wcore_view *view;
	char name[256];
	uint64_t bits, known = 0;
	bool is_signed = type->is_signed ||
			 (type->target && wcore_type_strip(type->target)->is_signed);

	if (!wcore_object_number(viewer, object, &bits, &why))
		return wcore_view_unavailable(viewer, why);
	if (viewer->types)
		wcore_type_complete(viewer->types, type);
	if (!wcore_viewer_spend(viewer, type->enumerator_count))
		return NULL;
	for (uint32_t i = 0; i < type->enumerator_count; i++) {
		if (type->enumerators[i].bits == bits)
			return wcore_view_symbol(viewer, type->enumerators[i].name);
		known |= type->enumerators[i].bits;
	}
	if (bits && (bits & known) && is_flags(type)) {
		struct wcore_string text = flags_text(viewer, type, bits);
		return text.data ? wcore_view_symbol(viewer, text) : NULL;
	}
	view = wcore_view_number(viewer, bits, is_signed);
	if (!view || !viewer->types)
		return view;
	wcore_types_describe(viewer->types, type, name, sizeof(name));
	view->text = is_signed ? wcore_view_format(viewer, "(%s) %" PRId64, name, (int64_t)bits) :
				 wcore_view_format(viewer, "(%s) %" PRIu64, name, bits);
	return view;
}

static struct wcore_view *float_view(struct wcore_viewer *viewer, const uint8_t *bytes, size_t size)
{
	struct wcore_view *view = wcore_view_create(viewer, WCORE_VIEW_FLOAT);
	char text[WCORE_FLOAT_TEXT + 2];
	bool is_exact = true;

	if (!view)
		return NULL;
	if (!wcore_float_text(bytes, size, text) ||
	    !wcore_float_double(bytes, size, &view->real, &is_exact))
		return wcore_view_unavailable(viewer, "of unknown format");
	if (viewer->style == WCORE_VIEW_RUST && !strpbrk(text, ".ein"))
		strcat(text, ".0");
	view->is_wide = !is_exact;
	/* The double that is nearest to the short text, not all digits of the binary fraction. */
	if (size < 8)
		view->real = strtod(text, NULL);
	view->text = wcore_view_format(viewer, "%s", text);
	return view->text.data ? view : NULL;
}

struct wcore_view *wcore_print_float(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	uint8_t bytes[16];
	const char *why = NULL;
	uint64_t size;

	if (!wcore_type_size(object->type, &size) || size > sizeof(bytes))
		return wcore_view_unavailable(viewer, "of unknown format");
	if (!wcore_object_read(viewer, object, 0, size, bytes, &why))
		return wcore_view_unavailable(viewer, why);
	return float_view(viewer, bytes, (size_t)size);
}

struct wcore_view *wcore_print_complex(struct wcore_viewer *viewer,
				       const struct wcore_object *object)
{
	uint8_t bytes[32];
	const char *why = NULL;
	struct wcore_view *view, *real, *imaginary;
	uint64_t size;
	const char *text;

	if (!wcore_type_size(object->type, &size) || size > sizeof(bytes) || size % 2)
		return wcore_view_unavailable(viewer, "of unknown format");
	if (!wcore_object_read(viewer, object, 0, size, bytes, &why))
		return wcore_view_unavailable(viewer, why);
	view = wcore_view_create(viewer, WCORE_VIEW_RECORD);
	real = float_view(viewer, bytes, (size_t)size / 2);
	imaginary = float_view(viewer, bytes + size / 2, (size_t)size / 2);
	if (!view || !real || !imaginary)
		return NULL;
	if (real->kind != WCORE_VIEW_FLOAT || imaginary->kind != WCORE_VIEW_FLOAT)
		return real->kind == WCORE_VIEW_FLOAT ? imaginary : real;
	text = imaginary->text.data;
	view->is_tuple = true;
	view->text = wcore_view_format(viewer, "%s %c %si", real->text.data,
				       text[0] == '-' ? '-' : '+', text + (text[0] == '-'));
	wcore_view_append(view, real);
	wcore_view_append(view, imaginary);
	return view;
}
