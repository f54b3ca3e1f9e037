#include "bt_value.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER 128

const char *bt_value_slot(const struct wcore_frame_value *value, char *buffer)
{
	snprintf(buffer, 24, "%s[%" PRIu32 "]",
		 value->role == WCORE_VALUE_OPERAND ? "operand" : "local", value->index);
	return buffer;
}

const char *bt_value_type(const struct wcore_frame_value *value)
{
	switch (value->code) {
	case WCORE_I32:
		return "i32";
	case WCORE_I64:
		return "i64";
	case WCORE_F32:
		return "f32";
	case WCORE_F64:
		return "f64";
	default:
		return "unknown type";
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
static void format_float(char *buffer, size_t size, double value, int max_digits)
{
	for (int digits = 1; digits <= max_digits; digits++) {
		snprintf(buffer, size, "%.*g", digits, value);
		if (max_digits == 9 ? (double)strtof(buffer, NULL) == value
				    : strtod(buffer, NULL) == value)
			return;
	}
}

const char *bt_value_text(const struct wcore_frame_value *value, char *buffer)
{
	char number[64];

	if (value->missing) {
		snprintf(buffer, BUFFER, "%s", value->missing);
		return buffer;
	}
	if (value->is_low_half) {
		snprintf(buffer, BUFFER, "low 32 bits 0x%" PRIx64, value->bits);
		return buffer;
	}
	switch (value->code) {
	case WCORE_I32:
		snprintf(number, sizeof(number), "%" PRId32, (int32_t)value->bits);
		break;
	case WCORE_I64:
		snprintf(number, sizeof(number), "%" PRId64, (int64_t)value->bits);
		break;
	case WCORE_F32:
		format_float(number, sizeof(number), (double)bits_to_float((uint32_t)value->bits), 9);
		break;
	case WCORE_F64:
		format_float(number, sizeof(number), bits_to_double(value->bits), 17);
		break;
	default:
		snprintf(buffer, BUFFER, "0x%" PRIx64, value->bits);
		return buffer;
	}
	snprintf(buffer, BUFFER, "%s (0x%" PRIx64 ")", number, value->bits);
	return buffer;
}
