/* A thread in the form of the specification. */
#include "../dump/stack.h"
#include "../wasm/function.h"
#include "fix_state.h"

static void write_value(struct wcore_encoder *buffer, const struct wcore_value *value)
{
	wcore_encode_u8(buffer, value->code);
	switch (value->code) {
	case WCORE_I32:
		wcore_encode_sleb(buffer, (int32_t)(uint32_t)value->bits);
		return;
	case WCORE_I64:
		wcore_encode_sleb(buffer, (int64_t)value->bits);
		return;
	case WCORE_F32:
	case WCORE_F64:
	case WCORE_V128:
		for (unsigned i = 0; i < (value->code == WCORE_F32 ? 4u : 8u); i++)
			wcore_encode_u8(buffer, (uint8_t)(value->bits >> (8 * i)));
		for (unsigned i = 0; value->code == WCORE_V128 && i < 8; i++)
			wcore_encode_u8(buffer, (uint8_t)(value->high >> (8 * i)));
		return;
	}
}

/* The first so many values are written as missing. */
static void write_values(struct wcore_encoder *buffer, struct wcore_value_iter *iter, uint32_t count,
			 uint32_t missing)
{
	static const struct wcore_value unknown = { .code = 1 };
	struct wcore_value value;

	wcore_encode_uleb(buffer, count);
	for (uint32_t i = 0; wcore_value_iter_next(iter, &value); i++)
		write_value(buffer, i < missing ? &unknown : &value);
}

/*
 * The offset from the function's body; false where the module that says it is not known.  ret_invented is
 * how many locals are the rewriter's own numbers: the parameters of callers.
 */
static bool offset_of(const struct wcore_fix *fix, const struct wcore_frame *frame, uint64_t *ret,
		      uint32_t *ret_invented)
{
	const struct wcore_target_module *module;
	const struct wcore_functype *type;
	struct wcore_function function;
	struct wcore_error *error;
	uint32_t number;

	*ret_invented = 0;
	*ret = frame->position;
	if (frame->position_kind == WCORE_POSITION_BODY)
		return true;
	if (frame->position_kind != WCORE_POSITION_CODE || !fix->target ||
	    !wcore_dump_instance_module(fix->dump, frame->instance, &number) ||
	    number >= fix->target->module_count)
		return false;
	module = &fix->target->modules[number];
	if (!module->symbols)
		return false;
	error = wcore_module_function(module->found.module, frame->funcidx, &function);
	if (error || function.is_imported) {
		wcore_error_destroy(error);
		return false;
	}
	*ret += function.code - function.body;
	type = wcore_index_functype(module->found.module, frame->funcidx);
	if (frame->index)
		*ret_invented = type ? type->param_count : UINT32_MAX;
	return true;
}

/* The frames that can be read; false when one cannot be told in the specification's form. */
static bool write_frames(const struct wcore_fix *fix, const struct wcore_thread *thread,
			 struct wcore_encoder *buffer, uint32_t *ret_count, bool *ret_invented)
{
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	bool found = true;

	*ret_count = 0;
	*ret_invented = false;
	wcore_frame_iter_init(&iter, fix->dump, thread);
	for (;;) {
		struct wcore_value_iter values;
		uint64_t offset;
		uint32_t invented;
		struct wcore_error *error = wcore_frame_iter_next(&iter, &frame, &found);

		/* What breaks off ends behind its last whole frame. */
		wcore_error_destroy(error);
		if (error || !found)
			return true;
		if (!frame.is_funcidx_sure || !offset_of(fix, &frame, &offset, &invented))
			return false;
		wcore_encode_u8(buffer, 0);
		wcore_encode_uleb(buffer, frame.instance);
		wcore_encode_uleb(buffer, frame.funcidx);
		wcore_encode_uleb(buffer, offset);
		wcore_value_iter_locals(&values, fix->dump, thread, &frame);
		write_values(buffer, &values, frame.local_count, invented);
		*ret_invented |= invented && frame.local_count;
		wcore_value_iter_stack(&values, fix->dump, thread, &frame);
		write_values(buffer, &values, frame.stack_count, 0);
		++*ret_count;
	}
}

static struct wcore_error *put_thread(struct wcore_fix *fix, const struct wcore_thread *thread,
				      struct wcore_encoder *frames, uint32_t count)
{
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;

	wcore_encode_u8(&contents, 0);
	wcore_encode_name(&contents, thread->name);
	wcore_encode_uleb(&contents, count);
	wcore_encode_bytes(&contents, frames->data, frames->size);
	error = wcore_write_custom(fix->sink, "corestack", &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

struct wcore_error *wcore_fix_thread(struct wcore_fix *fix, const struct wcore_thread *thread,
				     const struct wcore_section *section)
{
	bool is_spec = thread->dialect->id == WCORE_DIALECT_SPEC;
	bool is_cut = section == &fix->dump->tail;
	struct wcore_encoder frames = { 0 };
	struct wcore_error *error;
	uint32_t count = 0;
	bool has_invented = false;

	if (is_spec && thread->has_frame_kind && !thread->is_broken && !is_cut)
		return wcore_fix_put_section(fix, section);
	bool is_written = (thread->is_sure || is_spec) && write_frames(fix, thread, &frames, &count, &has_invented);
	if (is_written) {
		error = wcore_encoder_check(&frames);
		if (!error)
			error = put_thread(fix, thread, &frames, count);
		if (!is_spec)
			wcore_fix_changed(fix, "core/not-spec", thread->offset,
					  "the thread, which was written as %s, is in the specification's form",
					  thread->dialect->name);
		if (has_invented)
			wcore_fix_changed(fix, "plausible/producer", thread->offset,
					  "the parameters of callers, which the producer invents, are marked as missing");
		if (thread->is_broken || is_cut)
			wcore_fix_changed(fix, "core/unreadable", thread->offset,
					  "the thread ends behind its last whole frame, of which it has %u",
					  count);
		if (!thread->has_frame_kind)
			wcore_fix_changed(fix, "core/frame-kind", thread->offset, "the frames have kind bytes");
	} else {
		wcore_fix_left(fix, "core/not-spec", thread->offset,
			       "the thread, which is written as %s, stays so: its places in the "
			       "specification's form are not known%s",
			       thread->dialect->name,
			       thread->dialect->id == WCORE_DIALECT_WASMEDGE ? "" : " without the module");
		error = is_cut ? NULL : wcore_fix_put_section(fix, section);
	}
	wcore_encoder_deinit(&frames);
	return error;
}
