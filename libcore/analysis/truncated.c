#include "truncated.h"

/* What Wasmtime keeps of a stack unless it is told otherwise. */
#define KEPT_FRAMES 20

/* A function that the host calls by itself: where a stack may well end. */
static bool is_entry_point(struct wcore_module *module, uint32_t funcidx, bool *ret_known)
{
	const struct wcore_index *index;
	struct wcore_error *error = wcore_module_index(module, &index);

	*ret_known = !error;
	wcore_error_destroy(error);
	if (!*ret_known)
		return false;
	if (index->has_start && index->start == funcidx)
		return true;
	for (uint32_t i = 0; i < index->export_count; i++)
		if (index->exports[i].kind == WCORE_EXTERN_FUNC &&
		    index->exports[i].index == funcidx)
			return true;
	return false;
}

/* The oldest of a thread's frames; false when there is none that can be read. */
static bool oldest_frame(const struct wcore_dump *dump, const struct wcore_thread *thread,
			 struct wcore_frame *ret)
{
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	bool found = true, has_any = false;

	wcore_frame_iter_init(&iter, dump, thread);
	while (found) {
		struct wcore_error *error = wcore_frame_iter_next(&iter, &frame, &found);

		wcore_error_destroy(error);
		if (error)
			return false;
		if (found)
			*ret = frame;
		has_any |= found;
	}
	return has_any;
}

bool wcore_thread_is_truncated(const struct wcore_target *target, const struct wcore_thread *thread)
{
	const struct wcore_target_module *module;
	bool is_known = false, is_entry;
	struct wcore_frame frame = { 0 };
	uint32_t i;

	if (thread->frame_count != KEPT_FRAMES || !thread->dialect ||
	    thread->dialect->id != WCORE_DIALECT_SPEC ||
	    !oldest_frame(target->dump, thread, &frame) ||
	    !wcore_dump_instance_module(target->dump, frame.instance, &i) ||
	    i >= target->module_count)
		return false;
	module = &target->modules[i];
	if (!module->found.module || module->refused)
		return false;
	is_entry = is_entry_point(module->found.module, frame.funcidx, &is_known);
	return is_known && !is_entry;
}
