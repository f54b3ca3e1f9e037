/* A thread in the form of the specification. */
#include "../dump/corestack_writer.h"
#include "../wasm/function.h"
#include "fix_state.h"

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

/* Whether the producer recorded a local: the first ones of callers it invents. */
static bool is_recorded(void *invented, uint32_t i, const struct wcore_value *value)
{
	(void)value;
	return i >= *(const uint32_t *)invented;
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
		struct wcore_frame_record record;
		uint64_t offset;
		uint32_t invented;
		struct wcore_error *error = wcore_frame_iter_next(&iter, &frame, &found);

		/* What breaks off ends behind its last whole frame. */
		wcore_error_destroy(error);
		if (error || !found)
			return true;
		if (!frame.is_funcidx_sure || !offset_of(fix, &frame, &offset, &invented))
			return false;
		record = (struct wcore_frame_record){
			.instance = frame.instance, .funcidx = frame.funcidx, .offset = offset,
			.locals = { .count = frame.local_count, .keep = is_recorded, .context = &invented },
			.stack = { .count = frame.stack_count },
		};
		wcore_value_iter_locals(&record.locals.iter, fix->dump, thread, &frame);
		wcore_value_iter_stack(&record.stack.iter, fix->dump, thread, &frame);
		wcore_encode_frame(buffer, wcore_dialect_get(WCORE_DIALECT_SPEC), &record);
		*ret_invented |= invented && frame.local_count;
		++*ret_count;
	}
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
	bool is_written = (thread->is_sure || is_spec) &&
			  write_frames(fix, thread, &frames, &count, &has_invented);
	if (is_written) {
		error = wcore_write_thread(fix->sink, thread->name, &frames, count);
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
