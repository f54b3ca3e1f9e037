/* The frames of a thread with their values: declared in unwind.h. */
#include "unwind_state.h"

#include <stdlib.h>
#include <string.h>

const char *wcore_origin_name(enum wcore_origin origin)
{
	static const char *const names[] = {
		[WCORE_ORIGIN_UNAVAILABLE] = "unavailable",
		[WCORE_ORIGIN_RECORDED] = "recorded",
		[WCORE_ORIGIN_MEMORY] = "memory",
		[WCORE_ORIGIN_RECONSTRUCTED] = "reconstructed",
		[WCORE_ORIGIN_CONSTANT] = "constant",
	};

	return names[origin];
}

static struct wcore_word unavailable(uint8_t code, const char *why)
{
	return (struct wcore_word){ .origin = WCORE_ORIGIN_UNAVAILABLE, .code = code, .why = why };
}

/* Memory 0 of an instance; a dump without instances has one of everything. */
static const struct wcore_memory *frame_memory(const struct wcore_dump *dump, uint32_t instance)
{
	uint32_t memory = 0;

	if (!dump->is_shared_instance) {
		if (instance >= dump->instance_count ||
		    dump->instances[instance].memory_count == 0)
			return NULL;
		memory = dump->instances[instance].memories[0];
	}
	return memory < dump->memory_count ? &dump->memories[memory] : NULL;
}

static void frame_init(struct wcore_unwind *unwind, const struct wcore_target_frame *target,
		       struct wcore_unwind_frame *ret)
{
	*ret = (struct wcore_unwind_frame){ .unwind = unwind, .target = *target };
	ret->memory = frame_memory(unwind->target->dump, target->frame.instance);
	if (!target->has_function) {
		ret->why = "the frame's function is not known";
		return;
	}
	struct wcore_module *module = target->module->found.module;
	const struct wcore_functype *type = wcore_index_functype(module, target->funcidx);
	uint64_t locals = wcore_function_local_count(module, &target->function);

	ret->param_count = type ? type->param_count : 0;
	ret->local_count = locals > UINT32_MAX ? UINT32_MAX : (uint32_t)locals;
	ret->why = "the code in front of it was not followed";
}

/* The youngest frames as they come, the oldest in a ring that is turned at the end. */
static struct wcore_error *read_frames(struct wcore_unwind *unwind)
{
	struct wcore_unwind_frame *old;
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	uint32_t kept = unwind->thread->frame_count < 2 * WCORE_UNWIND_WINDOW ?
				unwind->thread->frame_count : 2 * WCORE_UNWIND_WINDOW;
	bool found = true;

	unwind->frames = calloc(kept + 1, sizeof(*unwind->frames));
	old = calloc(WCORE_UNWIND_WINDOW, sizeof(*old));
	if (!unwind->frames || !old) {
		free(old);
		return wcore_error_nomem();
	}
	wcore_target_iter_init(&iter, unwind->target, unwind->thread);
	iter.without_sites = true;
	while (found) {
		struct wcore_error *error = wcore_target_iter_next(&iter, &frame, &found);

		/* The stack ends at a frame that cannot be read. */
		wcore_error_destroy(error);
		if (error || !found)
			break;
		if (unwind->young_count < WCORE_UNWIND_WINDOW && unwind->young_count < kept) {
			frame_init(unwind, &frame, &unwind->frames[unwind->young_count++]);
		} else {
			frame_init(unwind, &frame, &old[unwind->old_count % WCORE_UNWIND_WINDOW]);
			unwind->old_count++;
		}
		unwind->frame_count++;
	}
	uint32_t first = unwind->old_count > WCORE_UNWIND_WINDOW ?
				 unwind->old_count - WCORE_UNWIND_WINDOW : 0;
	for (uint32_t i = first; i < unwind->old_count; i++)
		unwind->frames[unwind->young_count + i - first] = old[i % WCORE_UNWIND_WINDOW];
	unwind->old_count -= first;
	free(old);
	return NULL;
}

struct wcore_error *wcore_unwind_open(struct wcore_target *target, const struct wcore_thread *thread,
				      const struct wcore_unwind_options *options,
				      struct wcore_unwind **ret)
{
	struct wcore_unwind *unwind = calloc(1, sizeof(*unwind));
	struct wcore_error *error;

	*ret = NULL;
	if (!unwind)
		return wcore_error_nomem();
	unwind->target = target;
	unwind->thread = thread;
	if (options)
		unwind->options = *options;
	wcore_arena_init(&unwind->arena);
	wcore_findings_init(&unwind->findings);
	unwind->check = WCORE_STACK_ABSENT;
	error = read_frames(unwind);
	if (error) {
		wcore_unwind_close(unwind);
		return error;
	}
	*ret = unwind;
	return NULL;
}

void wcore_unwind_close(struct wcore_unwind *unwind)
{
	if (!unwind)
		return;
	free(unwind->frames);
	wcore_findings_deinit(&unwind->findings);
	wcore_arena_deinit(&unwind->arena);
	free(unwind);
}

enum wcore_stack_check wcore_unwind_check(struct wcore_unwind *unwind, const char **ret_text)
{
	if (ret_text)
		*ret_text = unwind->check_text;
	return unwind->check;
}

struct wcore_error *wcore_unwind_learn(struct wcore_unwind *unwind, uint32_t operand, uint64_t bits)
{
	(void)unwind;
	(void)operand;
	(void)bits;
	return NULL;
}

const struct wcore_findings *wcore_unwind_findings(const struct wcore_unwind *unwind)
{
	return &unwind->findings;
}

struct wcore_error *wcore_unwind_frame(struct wcore_unwind *unwind, uint32_t index,
				       struct wcore_unwind_frame **ret)
{
	uint32_t old_first = unwind->frame_count - unwind->old_count;

	*ret = NULL;
	if (index < unwind->young_count)
		*ret = &unwind->frames[index];
	else if (index >= old_first && index < unwind->frame_count)
		*ret = &unwind->frames[unwind->young_count + index - old_first];
	if (*ret)
		return NULL;
	if (index < unwind->frame_count)
		return wcore_error_create(WCORE_ERROR_NOT_FOUND, NULL,
					  "frame %u lies in the middle of a long stack, of which only "
					  "the ends are solved", index);
	return wcore_error_create(WCORE_ERROR_NOT_FOUND, NULL, "there is no frame %u", index);
}

const struct wcore_target_frame *wcore_unwind_target_frame(const struct wcore_unwind_frame *frame)
{
	return &frame->target;
}

uint32_t wcore_unwind_local_count(struct wcore_unwind_frame *frame)
{
	return frame->local_count;
}

uint32_t wcore_unwind_param_count(struct wcore_unwind_frame *frame)
{
	return frame->param_count;
}

struct wcore_word wcore_unwind_local(struct wcore_unwind_frame *frame, uint32_t local)
{
	return unavailable(0, local < frame->local_count ? frame->why : "no such local");
}

uint32_t wcore_unwind_operand_count(struct wcore_unwind_frame *frame)
{
	(void)frame;
	return 0;
}

struct wcore_word wcore_unwind_operand(struct wcore_unwind_frame *frame, uint32_t operand)
{
	(void)operand;
	return unavailable(0, frame->why);
}

struct wcore_word wcore_unwind_global(struct wcore_unwind_frame *frame, uint32_t global)
{
	(void)global;
	return unavailable(0, frame->why);
}

struct wcore_word wcore_unwind_argument(struct wcore_unwind_frame *frame, uint32_t param)
{
	return unavailable(0, param < frame->param_count ? frame->why : "no such parameter");
}

struct wcore_word wcore_unwind_stack_pointer(struct wcore_unwind_frame *frame)
{
	return unavailable(0, frame->why);
}

struct wcore_word wcore_unwind_entry_stack_pointer(struct wcore_unwind_frame *frame)
{
	return unavailable(0, frame->why);
}

const struct wcore_memory *wcore_unwind_memory(const struct wcore_unwind_frame *frame)
{
	return frame->memory;
}

bool wcore_unwind_is_written(struct wcore_unwind_frame *frame, uint64_t address, uint64_t size)
{
	(void)frame;
	(void)address;
	(void)size;
	return true;
}
