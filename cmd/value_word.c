/* Values of WebAssembly as they are shown: declared in value.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"

const char *value_type_name(uint8_t code)
{
	switch (code) {
	case WCORE_I32:
		return "i32";
	case WCORE_I64:
		return "i64";
	case WCORE_F32:
		return "f32";
	case WCORE_F64:
		return "f64";
	case WCORE_V128:
		return "v128";
	default:
		return NULL;
	}
}

static float bits_to_float(uint32_t bits)
{
	float value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

static double bits_to_double(uint64_t bits)
{
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

/* The fewest digits that read back the same. */
static void format_float(char *buffer, size_t size, double value, bool is_narrow)
{
	for (int digits = 1; digits <= (is_narrow ? 9 : 17); digits++) {
		snprintf(buffer, size, "%.*g", digits, value);
		if (is_narrow ? (double)strtof(buffer, NULL) == value
			      : strtod(buffer, NULL) == value)
			return;
	}
}

/* "-3 (0xfffffffd)", "low 32 bits 0x2a". */
static void word_text(const struct wcore_word *word, struct wcore_view *view, char *buffer, size_t size)
{
	char number[64];

	if (word->is_low_half) {
		snprintf(buffer, size, "low 32 bits 0x%" PRIx64, word->bits);
		return;
	}
	switch (word->code) {
	case WCORE_I32:
		snprintf(number, sizeof(number), "%" PRId32, (int32_t)word->bits);
		break;
	case WCORE_I64:
		snprintf(number, sizeof(number), "%" PRId64, (int64_t)word->bits);
		break;
	case WCORE_F32:
		view->kind = WCORE_VIEW_FLOAT;
		view->real = (double)bits_to_float((uint32_t)word->bits);
		format_float(number, sizeof(number), view->real, true);
		break;
	case WCORE_F64:
		view->kind = WCORE_VIEW_FLOAT;
		view->real = bits_to_double(word->bits);
		format_float(number, sizeof(number), view->real, false);
		break;
	case WCORE_V128:
		snprintf(buffer, size, "0x%016" PRIx64 "%016" PRIx64, word->high, word->bits);
		return;
	default:
		snprintf(buffer, size, "0x%" PRIx64, word->bits);
		return;
	}
	snprintf(buffer, size, "%s (0x%" PRIx64 ")", number, word->bits);
}

struct wcore_view *value_word_view(struct wcore_viewer *viewer, const struct wcore_word *word,
				   struct wcore_string note)
{
	struct wcore_view *view;
	char buffer[128];

	viewer->work = WCORE_VIEW_MAX_WORK;
	if (word->origin == WCORE_ORIGIN_UNAVAILABLE)
		return wcore_view_unavailable(viewer, word->why ? word->why : "not in the dump");
	view = wcore_view_create(viewer, word->code == WCORE_V128 ? WCORE_VIEW_STRING : WCORE_VIEW_NUMBER);
	if (!view)
		return NULL;
	view->is_signed = true;
	view->bits = word->code == WCORE_I32 || word->is_low_half ? (uint64_t)(int32_t)word->bits
								  : word->bits;
	word_text(word, view, buffer, sizeof(buffer));
	view->text = note.data ? wcore_view_format(viewer, "%s <%.*s>", buffer, (int)note.size, note.data) :
				 wcore_view_format(viewer, "%s", buffer);
	return view->text.data ? view : NULL;
}
