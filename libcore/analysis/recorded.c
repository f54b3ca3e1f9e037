#include "recorded.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

/*
 * A value of which the producer kept 32 bits is whole if its type is no wider.
 * type is 0 when it is not known.
 */
static struct wcore_known known_from(const struct wcore_value *value, uint8_t type)
{
	struct wcore_known known = {WCORE_KNOWN, value->bits, WCORE_LOCAL_NONE};
	switch (value->code) {
	case WCORE_I32:
	case WCORE_I64:
	case WCORE_F32:
	case WCORE_F64:
		break;
	default:
		known.state = WCORE_UNKNOWN;
		return known;
	}
	if (value->is_low_half && type != WCORE_I32 && type != WCORE_F32) {
		known.state = WCORE_LOW_HALF;
		known.bits = (uint32_t)known.bits;
	}
	return known;
}

/* The types of a function's first locals; those that cannot be read stay 0. */
static void read_types(struct wcore_module *module, const struct wcore_function *function,
		       uint8_t *types, uint32_t count)
{
	const struct wcore_functype *type = wcore_index_functype(module, function->funcidx);
	struct wcore_cursor cursor;
	uint32_t done = 0, groups = 0;

	for (; type && done < count && done < type->param_count; done++)
		types[done] = type->params[done].code;
	wcore_insn_cursor(module, function, &cursor);
	cursor.pos = function->body;
	cursor.end = function->code;
	struct wcore_error *error = wcore_cursor_leb_u32(&cursor, &groups);
	for (uint32_t i = 0; !error && i < groups && done < count; i++) {
		struct wcore_valtype local;
		uint32_t run;
		error = wcore_cursor_leb_u32(&cursor, &run);
		if (!error)
			error = wcore_valtype_read(&cursor, &local);
		for (; !error && run > 0 && done < count; run--)
			types[done++] = local.code;
	}
	wcore_error_destroy(error);
}

static void read_stack(struct wcore_value_iter *iter, struct wcore_recorded *ret)
{
	struct wcore_value value;
	while (wcore_value_iter_next(iter, &value)) {
		if (ret->stack_count == WCORE_OPERANDS_DEPTH) {
			memmove(ret->stack, ret->stack + 1,
				(WCORE_OPERANDS_DEPTH - 1) * sizeof(ret->stack[0]));
			ret->stack_count--;
		}
		ret->stack[ret->stack_count++] = known_from(&value, 0);
	}
}

struct wcore_error *wcore_recorded_read(const struct wcore_dump *dump,
					const struct wcore_thread *thread,
					const struct wcore_target_frame *frame,
					struct wcore_recorded *ret)
{
	uint32_t count = frame->frame.local_count;
	struct wcore_value_iter iter;
	struct wcore_value value;

	*ret = (struct wcore_recorded){0};
	if (frame->is_exact && frame->frame.stack_count > 0) {
		wcore_value_iter_stack(&iter, dump, thread, &frame->frame);
		read_stack(&iter, ret);
	}
	if (count == 0)
		return NULL;
	if (count > WCORE_RECORDED_LOCALS)
		count = WCORE_RECORDED_LOCALS;
	uint8_t *types = wcore_calloc(count, 1);
	ret->locals = wcore_calloc(count, sizeof(*ret->locals));
	if (!types || !ret->locals) {
		free(types);
		return wcore_error_nomem();
	}
	read_types(frame->module->found.module, &frame->function, types, count);
	wcore_value_iter_locals(&iter, dump, thread, &frame->frame);
	while (ret->local_count < count && wcore_value_iter_next(&iter, &value)) {
		ret->locals[ret->local_count] = known_from(&value, types[ret->local_count]);
		ret->local_count++;
	}
	free(types);
	return NULL;
}

void wcore_recorded_deinit(struct wcore_recorded *recorded)
{
	free(recorded->locals);
	recorded->locals = NULL;
	recorded->local_count = 0;
}

void wcore_recorded_fill(const struct wcore_recorded *recorded, struct wcore_operands *operands)
{
	struct wcore_known stack[WCORE_OPERANDS_DEPTH];

	if (recorded->stack_count == 0)
		return;
	for (unsigned depth = 0; depth < recorded->stack_count; depth++) {
		struct wcore_known value = wcore_operands_get(operands, depth);
		if (value.state == WCORE_UNKNOWN)
			value = recorded->stack[recorded->stack_count - 1 - depth];
		stack[recorded->stack_count - 1 - depth] = value;
	}
	memcpy(operands->stack, stack, recorded->stack_count * sizeof(stack[0]));
	operands->count = recorded->stack_count;
}
