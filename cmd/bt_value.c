#include "bt_value.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER 128
/* Declarations are read from the function's start: not for each of a million locals. */
#define MAX_DECLARED 256
/* wasm-coredump-rewriter passes 669 + index to its own copies of the callers. */
#define REWRITER_PLACEHOLDER 669

void bt_value_iter_init(struct bt_value_iter *iter, const struct wcore_dump *dump,
			const struct wcore_thread *thread, const struct wcore_target_frame *frame)
{
	*iter = (struct bt_value_iter){ .thread = thread, .frame = frame };
	wcore_value_iter_locals(&iter->locals, dump, thread, &frame->frame);
	wcore_value_iter_stack(&iter->stack, dump, thread, &frame->frame);
	if (frame->is_usable) {
		const struct wcore_functype *type =
			wcore_index_functype(frame->module->found.module, frame->funcidx);

		iter->has_params = type;
		iter->param_count = type ? type->param_count : 0;
	}
}

/* WasmEdge keeps 32 bits of everything; the declaration says whether that is all. */
static void settle_width(const struct bt_value_iter *iter, struct bt_value *value)
{
	const struct wcore_target_frame *frame = iter->frame;
	struct wcore_valtype type;

	value->code = 0;
	if (value->role == BT_VALUE_OPERAND || !frame->is_usable || !frame->has_function ||
	    value->index >= MAX_DECLARED ||
	    !wcore_function_local_type(frame->module->found.module, &frame->function,
				       value->index, &type))
		return;
	value->code = type.code;
	if (type.code == WCORE_I32 || type.code == WCORE_F32)
		value->is_low_half = false;
}

static bool is_placeholder(const struct bt_value_iter *iter, const struct bt_value *value)
{
	if (iter->thread->dialect->id != WCORE_DIALECT_XTUC || iter->frame->frame.index == 0)
		return false;
	return iter->has_params ? value->role == BT_VALUE_PARAM
				: value->bits == REWRITER_PLACEHOLDER + (uint64_t)value->index;
}

static void take_local(const struct bt_value_iter *iter, uint32_t index, struct bt_value *ret)
{
	const struct wcore_target_frame *frame = iter->frame;

	ret->role = iter->has_params && index < iter->param_count ? BT_VALUE_PARAM : BT_VALUE_LOCAL;
	ret->index = index;
	if (frame->is_usable)
		ret->name = wcore_names_find_inner(frame->module->found.module, WCORE_NAME_LOCAL,
						   frame->funcidx, index);
	if (is_placeholder(iter, ret))
		ret->missing = "unavailable: the producer records a placeholder";
}

bool bt_value_iter_next(struct bt_value_iter *iter, struct bt_value *ret)
{
	struct wcore_value value;

	*ret = (struct bt_value){ 0 };
	if (wcore_value_iter_next(&iter->locals, &value)) {
		ret->bits = value.bits;
		take_local(iter, iter->next_local++, ret);
	} else if (wcore_value_iter_next(&iter->stack, &value)) {
		ret->bits = value.bits;
		ret->role = BT_VALUE_OPERAND;
		ret->index = iter->next_operand++;
	} else {
		return false;
	}
	ret->code = value.code;
	ret->is_low_half = value.is_low_half;
	if (value.code == 1) {
		ret->code = 0;
		ret->missing = "unavailable: optimized out";
	} else if (value.is_low_half) {
		settle_width(iter, ret);
	}
	return true;
}

const char *bt_value_slot(const struct bt_value *value, char *buffer)
{
	snprintf(buffer, 24, "%s[%" PRIu32 "]",
		 value->role == BT_VALUE_OPERAND ? "operand" : "local", value->index);
	return buffer;
}

const char *bt_value_type(const struct bt_value *value)
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

const char *bt_value_text(const struct bt_value *value, char *buffer)
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
