/* The frames of a thread with their values: declared in unwind.h. */
#include <stdlib.h>
#include <string.h>

#include "frame_value.h"
#include "../base/alloc.h"
#include "replay.h"
#include "solve.h"
#include "truncated.h"
#include "unwind_state.h"

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

struct wcore_unwind_frame *wcore_unwind_older(struct wcore_unwind_frame *frame)
{
	struct wcore_unwind *unwind = frame->unwind;
	size_t next = (size_t)(frame - unwind->frames) + 1;

	if (next >= wcore_unwind_kept(unwind) ||
	    unwind->frames[next].target.frame.index != frame->target.frame.index + 1)
		return NULL;
	return &unwind->frames[next];
}

struct wcore_unwind_frame *wcore_unwind_younger(struct wcore_unwind_frame *frame)
{
	if (frame == frame->unwind->frames ||
	    (frame - 1)->target.frame.index + 1 != frame->target.frame.index)
		return NULL;
	return frame - 1;
}

/* A dump without instances has one of everything. */
static uint32_t memory_number(const struct wcore_dump *dump, uint32_t instance, uint32_t memory)
{
	if (dump->is_shared_instance)
		return memory;
	if (instance >= dump->instance_count || memory >= dump->instances[instance].memory_count)
		return WCORE_ABSENT;
	return dump->instances[instance].memories[memory];
}

bool wcore_unwind_dump_global(const struct wcore_unwind *unwind, uint32_t instance,
			      uint32_t global, uint32_t *ret)
{
	const struct wcore_dump *dump = unwind->target->dump;

	*ret = global;
	if (!dump->is_shared_instance) {
		if (instance >= dump->instance_count ||
		    global >= dump->instances[instance].global_count)
			return false;
		*ret = dump->instances[instance].globals[global];
	}
	return *ret < dump->index->global_count;
}

bool wcore_unwind_dump_value(const struct wcore_unwind *unwind, uint32_t global, uint64_t *ret,
			     uint64_t *ret_high)
{
	const struct wcore_global *found = &unwind->target->dump->index->globals[global];

	*ret_high = 0;
	if (found->is_imported || found->init.kind != WCORE_CONST_VALUE)
		return false;
	*ret = found->init.bits;
	if (found->type.code == WCORE_I32 || found->type.code == WCORE_F32)
		*ret = (uint32_t)*ret;
	if (found->type.code == WCORE_V128) {
		*ret = 0;
		for (unsigned i = 0; i < 8; i++) {
			*ret |= (uint64_t)found->init.v128[i] << (8 * i);
			*ret_high |= (uint64_t)found->init.v128[8 + i] << (8 * i);
		}
	}
	return true;
}

bool wcore_unwind_is_instance_sure(const struct wcore_unwind *unwind,
				   const struct wcore_target_frame *frame)
{
	const struct wcore_dump *dump = unwind->target->dump;

	return dump->is_shared_instance || (frame->frame.instance < dump->instance_count &&
					    !unwind->is_one_of_many[frame->frame.instance]);
}

/* Instances whose module has others.  Errors: NOMEM. */
static struct wcore_error *count_instances(struct wcore_unwind *unwind)
{
	const struct wcore_dump *dump = unwind->target->dump;
	uint32_t *counts = wcore_calloc((size_t)dump->module_count + 1, sizeof(*counts));

	unwind->is_one_of_many = wcore_arena_alloc(&unwind->arena, (size_t)dump->instance_count + 1);
	if (!counts || !unwind->is_one_of_many) {
		free(counts);
		return wcore_error_nomem();
	}
	for (uint32_t i = 0; i < dump->instance_count; i++)
		if (dump->instances[i].module < dump->module_count)
			counts[dump->instances[i].module]++;
	for (uint32_t i = 0; i < dump->instance_count; i++)
		unwind->is_one_of_many[i] = dump->instances[i].module >= dump->module_count ||
					    counts[dump->instances[i].module] > 1;
	free(counts);
	return NULL;
}

const struct wcore_memory *wcore_unwind_memory_at(const struct wcore_unwind_frame *frame,
						  uint32_t memory)
{
	const struct wcore_dump *dump = frame->unwind->target->dump;
	uint32_t number = memory_number(dump, frame->target.frame.instance, memory);

	return frame->is_instance_sure && number < dump->memory_count ? &dump->memories[number] : NULL;
}

/* Locals that a producer recorded, and operands, beyond which no source variable lives. */
#define RECORDED_MAX 4096

/* Errors: NOMEM. */
static struct wcore_error *read_recorded(struct wcore_unwind_frame *frame)
{
	struct wcore_unwind *unwind = frame->unwind;
	uint64_t count = (uint64_t)frame->target.frame.local_count + frame->target.frame.stack_count;
	struct wcore_frame_value_iter iter;
	struct wcore_frame_value value;

	if (count == 0 || frame->target.frame.local_count > RECORDED_MAX ||
	    frame->target.frame.stack_count > RECORDED_MAX)
		return NULL;
	frame->recorded = wcore_arena_array(&unwind->arena, (size_t)count, sizeof(*frame->recorded));
	if (!frame->recorded)
		return wcore_error_nomem();
	frame->recorded_locals = frame->target.frame.local_count;
	frame->recorded_operands = frame->target.frame.stack_count;
	wcore_frame_value_iter_init(&iter, unwind->target->dump, unwind->thread, &frame->target);
	while (wcore_frame_value_iter_next(&iter, &value)) {
		uint64_t at = value.index + (value.role == WCORE_VALUE_OPERAND ?
						     (uint64_t)frame->recorded_locals : 0);

		if (at < count)
			frame->recorded[at] = (struct wcore_word){
				.origin = value.missing ? WCORE_ORIGIN_UNAVAILABLE :
							  WCORE_ORIGIN_RECORDED,
				.code = value.code, .bits = value.bits,
				.is_low_half = value.is_low_half, .why = value.missing,
			};
	}
	return NULL;
}

static void frame_init(struct wcore_unwind *unwind, const struct wcore_target_frame *target,
		       struct wcore_unwind_frame *ret)
{
	*ret = (struct wcore_unwind_frame){ .unwind = unwind, .target = *target };
	ret->is_instance_sure = wcore_unwind_is_instance_sure(unwind, target);
	ret->memory = wcore_unwind_memory_at(ret, 0);
	ret->local_count = target->frame.local_count;
	if (!target->has_function) {
		ret->why = target->is_usable ? "the frame's function is not known" :
					       "the frame's module is not known";
		return;
	}
	struct wcore_module *module = target->module->found.module;
	const struct wcore_functype *type = wcore_index_functype(module, target->funcidx);
	uint64_t locals = wcore_function_local_count(module, &target->function);

	ret->param_count = type ? type->param_count : 0;
	ret->local_count = locals > UINT32_MAX ? UINT32_MAX : (uint32_t)locals;
	ret->why = "the place in the function is not known";
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

	unwind->frames = wcore_calloc(kept + 1, sizeof(*unwind->frames));
	old = wcore_calloc(WCORE_UNWIND_WINDOW, sizeof(*old));
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
	struct wcore_unwind *unwind = wcore_calloc(1, sizeof(*unwind));
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
	error = count_instances(unwind);
	if (!error)
		error = read_frames(unwind);
	for (uint32_t i = 0; !error && i < wcore_unwind_kept(unwind); i++)
		error = read_recorded(&unwind->frames[i]);
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
	for (uint32_t i = 0; unwind->frames && i < wcore_unwind_kept(unwind); i++)
		free(unwind->frames[i].nodes);
	free(unwind->frames);
	wcore_unwind_sites_close(unwind);
	wcore_unwritten_deinit(&unwind->unwritten);
	wcore_replay_close(unwind->replay);
	free(unwind->replay);
	wcore_error_destroy(unwind->error);
	wcore_findings_deinit(&unwind->findings);
	wcore_arena_deinit(&unwind->arena);
	free(unwind);
}

/* Whether the thread's oldest frame is no function that a host starts with. */
static bool is_cut(const struct wcore_unwind *unwind)
{
	const struct wcore_unwind_frame *oldest;
	const struct wcore_index *index = NULL;

	if (unwind->frame_count == 0 || unwind->frame_count < unwind->thread->frame_count ||
	    unwind->thread->is_broken || wcore_thread_is_truncated(unwind->target, unwind->thread))
		return true;
	oldest = &unwind->frames[wcore_unwind_kept(unwind) - 1];
	if (!oldest->target.has_function)
		return true;
	wcore_error_destroy(wcore_module_index(oldest->target.module->found.module, &index));
	if (index && index->has_start && index->start == oldest->target.funcidx)
		return false;
	for (uint32_t i = 0; index && i < index->export_count; i++)
		if (index->exports[i].kind == WCORE_EXTERN_FUNC &&
		    index->exports[i].index == oldest->target.funcidx)
			return false;
	return true;
}

/* Errors: NOMEM. */
static struct wcore_error *solve(struct wcore_unwind *unwind)
{
	struct wcore_error *error = unwind->error;

	if (!unwind->is_solved) {
		unwind->is_solved = true;
		unwind->is_cut = is_cut(unwind);
		for (uint32_t i = 0; i < wcore_unwind_kept(unwind); i++) {
			struct wcore_unwind_frame *frame = &unwind->frames[i];

			if (!frame->target.has_function || !frame->target.is_exact)
				continue;
			frame->site = wcore_unwind_site_get(unwind, &frame->target);
			if (!frame->site)
				return wcore_error_nomem();
			frame->why = frame->site->why;
		}
		wcore_solve_frames(unwind);
		if (unwind->check == WCORE_STACK_BROKEN)
			wcore_findings_add(&unwind->findings, "unwind/stack-pointer",
					   WCORE_SEVERITY_WARNING, "%s", unwind->check_text);
		error = unwind->error;
	}
	unwind->error = NULL;
	return error;
}

enum wcore_stack_check wcore_unwind_check(struct wcore_unwind *unwind, const char **ret_text)
{
	struct wcore_error *error = solve(unwind);

	if (!unwind->error)
		unwind->error = error;
	if (ret_text)
		*ret_text = unwind->check_text;
	return unwind->check;
}

struct wcore_error *wcore_unwind_learn(struct wcore_unwind *unwind, uint32_t operand, uint64_t bits)
{
	struct wcore_error *error = solve(unwind);

	unwind->has_learned = true;
	unwind->learned_operand = operand;
	unwind->learned_bits = bits;
	if (!error)
		wcore_solve_frames(unwind);
	return error;
}

const struct wcore_findings *wcore_unwind_findings(const struct wcore_unwind *unwind)
{
	return &unwind->findings;
}

struct wcore_error *wcore_unwind_frame(struct wcore_unwind *unwind, uint32_t index,
				       struct wcore_unwind_frame **ret)
{
	uint32_t old_first = unwind->frame_count - unwind->old_count;
	struct wcore_error *error = solve(unwind);

	*ret = NULL;
	if (error)
		return error;
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
