#include "stack.h"

#include "corestack.h"

void wcore_frame_iter_init(struct wcore_frame_iter *iter, const struct wcore_dump *dump,
			   const struct wcore_thread *thread)
{
	*iter = (struct wcore_frame_iter){
		.dump = dump,
		.thread = thread,
		.dialect = thread->dialect,
	};
	iter->released = thread->frames;
	wcore_cursor_init(&iter->cursor, dump->wasm->file, thread->frames,
			  thread->end - thread->frames, "corestack");
}

static void set_position(struct wcore_frame_iter *iter, struct wcore_frame *frame)
{
	frame->position = frame->recorded_offset;
	switch (iter->dialect->base) {
	case WCORE_BASE_BODY:
		frame->position_kind = WCORE_POSITION_BODY;
		break;
	case WCORE_BASE_CODE:
		frame->position_kind = WCORE_POSITION_CODE;
		break;
	case WCORE_BASE_CALLER:
		frame->position_kind = iter->has_previous ? WCORE_POSITION_FILE
							  : WCORE_POSITION_NONE;
		frame->position = iter->has_previous ? iter->previous_offset : 0;
		break;
	}
	iter->has_previous = true;
	iter->previous_offset = frame->recorded_offset;
}

static void heed_notes(const struct wcore_frame_iter *iter, struct wcore_frame *frame)
{
	const uint32_t flags = wcore_trace_notes_find(&iter->dump->trace, iter->thread->index, frame->index);

	frame->is_behind_gap = flags & WCORE_FRAME_GAP;
	if (!(flags & WCORE_FRAME_NO_PLACE))
		return;
	frame->position_kind = WCORE_POSITION_NONE;
	frame->position = 0;
}

struct wcore_error *wcore_frame_iter_next(struct wcore_frame_iter *iter, struct wcore_frame *ret,
					  bool *ret_found)
{
	struct wcore_error *error;

	bool is_wasmedge = iter->dialect->id == WCORE_DIALECT_WASMEDGE;

	*ret_found = false;
	if (iter->next >= iter->thread->frame_count)
		return NULL;
	/* It counts frames of the host that it does not write. */
	if (is_wasmedge && iter->next && !wcore_cursor_left(&iter->cursor))
		return NULL;
	error = wcore_corestack_frame(iter->dump->wasm->file, &iter->cursor, iter->dialect,
				      iter->thread->has_frame_kind, ret);
	wcore_corestack_release(iter->dump->wasm->file, iter->cursor.pos, &iter->released);
	if (error) {
		iter->next = iter->thread->frame_count;
		return error;
	}
	ret->index = iter->next++;
	set_position(iter, ret);
	heed_notes(iter, ret);
	/* WasmEdge does not know which function the host called. */
	ret->is_funcidx_sure = !is_wasmedge || (iter->next < iter->thread->frame_count &&
						wcore_cursor_left(&iter->cursor));
	*ret_found = true;
	return NULL;
}

static void init_values(struct wcore_value_iter *iter, const struct wcore_dump *dump,
			const struct wcore_thread *thread, uint64_t offset, uint32_t count)
{
	*iter = (struct wcore_value_iter){ .dialect = thread->dialect, .left = count };
	wcore_cursor_init(&iter->cursor, dump->wasm->file, offset, thread->end - offset, "corestack");
}

void wcore_value_iter_locals(struct wcore_value_iter *iter, const struct wcore_dump *dump,
			     const struct wcore_thread *thread, const struct wcore_frame *frame)
{
	init_values(iter, dump, thread, frame->locals, frame->local_count);
}

void wcore_value_iter_stack(struct wcore_value_iter *iter, const struct wcore_dump *dump,
			    const struct wcore_thread *thread, const struct wcore_frame *frame)
{
	init_values(iter, dump, thread, frame->stack, frame->stack_count);
}

bool wcore_value_iter_next(struct wcore_value_iter *iter, struct wcore_value *ret)
{
	if (!iter->left)
		return false;
	struct wcore_error *error = wcore_corestack_value(&iter->cursor, iter->dialect, ret);
	iter->left = error ? 0 : iter->left - 1;
	wcore_error_destroy(error);
	return !error;
}
