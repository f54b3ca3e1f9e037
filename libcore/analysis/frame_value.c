#include "frame_value.h"

#include "../wasm/names.h"

/* Declarations are read from the function's start: not for each of a million locals. */
#define MAX_DECLARED 256
/* wasm-coredump-rewriter passes 669 + index to its own copies of the callers. */
#define REWRITER_PLACEHOLDER 669

void wcore_frame_value_iter_init(struct wcore_frame_value_iter *iter,
				 const struct wcore_dump *dump, const struct wcore_thread *thread,
				 const struct wcore_target_frame *frame)
{
	*iter = (struct wcore_frame_value_iter){ .thread = thread, .frame = frame };
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
static void settle_width(const struct wcore_frame_value_iter *iter,
			 struct wcore_frame_value *value)
{
	const struct wcore_target_frame *frame = iter->frame;
	struct wcore_valtype type;

	value->code = 0;
	if (value->role == WCORE_VALUE_OPERAND || !frame->is_usable || !frame->has_function ||
	    value->index >= MAX_DECLARED ||
	    !wcore_function_local_type(frame->module->found.module, &frame->function,
				       value->index, &type))
		return;
	value->code = type.code;
	if (type.code == WCORE_I32 || type.code == WCORE_F32)
		value->is_low_half = false;
}

static bool is_placeholder(const struct wcore_frame_value_iter *iter,
			   const struct wcore_frame_value *value)
{
	if (iter->thread->dialect->id != WCORE_DIALECT_XTUC || iter->frame->frame.index == 0)
		return false;
	return iter->has_params ? value->role == WCORE_VALUE_PARAM
				: value->bits == REWRITER_PLACEHOLDER + (uint64_t)value->index;
}

static void take_local(const struct wcore_frame_value_iter *iter, uint32_t index,
		       struct wcore_frame_value *ret)
{
	const struct wcore_target_frame *frame = iter->frame;

	ret->role = iter->has_params && index < iter->param_count ? WCORE_VALUE_PARAM : WCORE_VALUE_LOCAL;
	ret->index = index;
	if (frame->is_usable)
		ret->name = wcore_names_find_inner(frame->module->found.module, WCORE_NAME_LOCAL,
						   frame->funcidx, index);
	if (is_placeholder(iter, ret))
		ret->missing = "unavailable: the producer records a placeholder";
}

bool wcore_frame_value_iter_next(struct wcore_frame_value_iter *iter, struct wcore_frame_value *ret)
{
	struct wcore_value value;

	*ret = (struct wcore_frame_value){ 0 };
	if (wcore_value_iter_next(&iter->locals, &value)) {
		ret->bits = value.bits;
		take_local(iter, iter->next_local++, ret);
	} else if (wcore_value_iter_next(&iter->stack, &value)) {
		ret->bits = value.bits;
		ret->role = WCORE_VALUE_OPERAND;
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
