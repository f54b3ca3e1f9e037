/* Threads, with frames counted from where the output's dialect counts, and notes on them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../dump/corestack_writer.h"
#include "join_state.h"

struct thread_writer {
	struct wcore_join *join;
	const struct wcore_join_part *part;
	const struct wcore_thread *thread;
	struct wcore_encoder frames;
	uint32_t count;
	/* Of the frame that is written, for keep(). */
	const struct wcore_target_frame *frame;
	uint32_t invented;	/* so many locals are the rewriter's own numbers */
	bool has_invented, has_halves, has_entries, has_operands;
	bool is_stack;
	struct wcore_frame_note *notes;	/* of all threads */
	size_t note_count, note_capacity;
};

/* Whether a value is what the program had. */
static bool keep(void *context, uint32_t i, const struct wcore_value *value)
{
	struct thread_writer *writer = context;
	struct wcore_valtype type = { 0 };

	if (!writer->is_stack && i < writer->invented) {
		writer->has_invented = true;
		return false;
	}
	if (!value->is_low_half || value->code == 1)
		return true;
	/* WasmEdge keeps the low half of everything: right of what has no other. */
	if (!writer->is_stack && writer->frame->has_function &&
	    wcore_function_local_type(writer->frame->module->found.module, &writer->frame->function, i, &type) &&
	    type.code == WCORE_I32)
		return true;
	writer->has_halves = true;
	return false;
}

static bool keep_operand(void *context, uint32_t i, const struct wcore_value *value)
{
	struct thread_writer *writer = context;
	bool is_kept;

	writer->is_stack = true;
	is_kept = keep(context, i, value);
	writer->is_stack = false;
	return is_kept;
}

static struct wcore_error *needs_module(const struct thread_writer *writer, const struct wcore_target_frame *frame)
{
	const struct wcore_string name = frame->module->name.data ? frame->module->name : WCORE_STRING("?");

	return wcore_error_create(WCORE_ERROR_FORMAT, writer->part->input.path,
				  "frame #%u needs its module '%.*s' to be written as %s: %s", frame->frame.index,
				  (int)(name.size < 200 ? name.size : 200), name.data,
				  writer->join->dialect->name,
				  frame->module->refused ? frame->module->refused : "it was not found, -m names it");
}

static struct wcore_error *note(struct thread_writer *writer, uint32_t thread, uint32_t frame, uint32_t flags)
{
	if (!flags)
		return NULL;
	if (writer->note_count == writer->note_capacity) {
		const size_t capacity = writer->note_capacity ? 2 * writer->note_capacity : 16;
		struct wcore_frame_note *grown = wcore_realloc(writer->notes, capacity * sizeof(*grown));

		if (!grown)
			return wcore_error_nomem();
		writer->notes = grown;
		writer->note_capacity = capacity;
	}
	writer->notes[writer->note_count++] = (struct wcore_frame_note){ thread, frame, flags };
	return NULL;
}

/* Where the frame stands as the output counts; *ret_flags says when that is not known. */
static struct wcore_error *offset_of(struct thread_writer *writer, const struct wcore_target_frame *frame,
				     uint64_t *ret, uint32_t *ret_flags)
{
	const enum wcore_offset_base base = writer->join->dialect->base;
	const enum wcore_position_kind kind = frame->frame.position_kind;

	/* Wasmer's traps in shared code: only the function is certain, if no other instruction can be the one. */
	const bool is_open = frame->has_address && !frame->is_exact;

	*ret = frame->frame.position;
	if (kind == WCORE_POSITION_NONE || (is_open && !frame->is_inferred)) {
		*ret_flags |= WCORE_FRAME_NO_PLACE;
		*ret = 0;
		return NULL;
	}
	if (!is_open && kind == (base == WCORE_BASE_BODY ? WCORE_POSITION_BODY : WCORE_POSITION_CODE))
		return NULL;
	if (!frame->is_usable || !frame->has_address)
		return needs_module(writer, frame);
	*ret = frame->codeoffset;
	if (base == WCORE_BASE_BODY)
		return NULL;

	const uint64_t declarations = frame->function.code - frame->function.body;

	writer->has_entries |= *ret < declarations;
	*ret = *ret < declarations ? 0 : *ret - declarations;
	return NULL;
}

/* Of wasm-coredump-rewriter's callers the parameters are made up: known by where its offsets count from. */
static uint32_t invented_of(const struct thread_writer *writer, const struct wcore_target_frame *frame)
{
	const struct wcore_functype *type;

	if (frame->frame.position_kind != WCORE_POSITION_CODE || !frame->frame.index ||
	    writer->join->dialect->base != WCORE_BASE_BODY)
		return 0;
	type = frame->is_usable ? wcore_index_functype(frame->module->found.module, frame->funcidx) : NULL;
	return type ? type->param_count : UINT32_MAX;
}

static struct wcore_error *write_frame(struct thread_writer *writer, const struct wcore_target_frame *frame,
				       uint32_t thread)
{
	const struct wcore_dump *dump = writer->part->input.dump;
	const uint32_t instances = dump->is_shared_instance ? 1 : dump->instance_count;
	/* Readers of xtuc take the count of operands and expect none of them. */
	const bool is_room = writer->join->dialect->base == WCORE_BASE_BODY;
	struct wcore_frame_record record = {
		.instance = frame->frame.instance < instances ? writer->part->instances[frame->frame.instance]
							      : WCORE_ABSENT,
		.funcidx = frame->funcidx,
		.locals = { .count = frame->frame.local_count, .keep = keep, .context = writer },
		.stack = { .count = is_room ? frame->frame.stack_count : 0, .keep = keep_operand, .context = writer },
	};
	uint32_t flags = frame->frame.is_behind_gap ? WCORE_FRAME_GAP : 0;
	struct wcore_error *error;

	if (!frame->frame.is_funcidx_sure && !frame->has_function)
		return needs_module(writer, frame);
	error = offset_of(writer, frame, &record.offset, &flags);
	if (!error)
		error = note(writer, thread, writer->count, flags);
	if (error)
		return error;
	writer->frame = frame;
	writer->invented = invented_of(writer, frame);
	writer->has_operands |= !is_room && frame->frame.stack_count > 0;
	wcore_value_iter_locals(&record.locals.iter, dump, writer->thread, &frame->frame);
	wcore_value_iter_stack(&record.stack.iter, dump, writer->thread, &frame->frame);
	wcore_encode_frame(&writer->frames, writer->join->dialect, &record);
	writer->count++;
	return wcore_encoder_check(&writer->frames);
}

/* A name that no thread of an earlier input has. */
static char *unique_name(const struct wcore_join *join, size_t part, const struct wcore_thread *thread)
{
	char *name = NULL;

	for (size_t p = 0; p < part; p++) {
		const struct wcore_dump *dump = join->parts[p].input.dump;

		for (uint32_t i = 0; i < dump->thread_count; i++) {
			if (!wcore_string_equal(dump->threads[i].name, thread->name))
				continue;
			if (wcore_asprintf(&name, "%.*s (%zu)", (int)(thread->name.size < 4096 ? thread->name.size : 4096),
				     thread->name.data ? thread->name.data : "", part + 1) < 0)
				return NULL;
			return name;
		}
	}
	return wcore_string_dup(thread->name);
}

static struct wcore_error *write_thread(struct thread_writer *writer, size_t part, uint32_t number)
{
	struct wcore_target_iter iter;
	struct wcore_target_frame frame;
	struct wcore_error *error = NULL;
	char *name = unique_name(writer->join, part, writer->thread);
	bool found = true;

	if (!name)
		return wcore_error_nomem();
	writer->frames.size = 0;
	writer->count = 0;
	wcore_target_iter_init(&iter, writer->part->input.target, writer->thread);
	iter.without_sites = true;
	while (!error) {
		error = wcore_target_iter_next(&iter, &frame, &found);
		if (error || !found)
			break;
		error = write_frame(writer, &frame, number);
	}
	if (!error)
		error = wcore_write_thread(writer->join->sink, wcore_string_from(name), &writer->frames,
					   writer->count);
	free(name);
	return error;
}

static void tell(const struct thread_writer *writer)
{
	const char *path = writer->part->input.path;

	if (writer->has_invented)
		wcore_join_tell(writer->join, WCORE_JOIN_FORM,
				"%s: the parameters of callers, which the producer invents, are marked as missing", path);
	if (writer->has_halves)
		wcore_join_tell(writer->join, WCORE_JOIN_FORM,
				"%s: values of which only the low half was recorded are marked as missing", path);
	if (writer->has_operands)
		wcore_join_tell(writer->join, WCORE_JOIN_FORM,
				"%s: operands have no place in the form of %s and are left out", path,
				writer->join->dialect->name);
	if (writer->has_entries)
		wcore_join_tell(writer->join, WCORE_JOIN_FORM,
				"%s: frames at a function's entry are at its first instruction in the form of %s", path,
				writer->join->dialect->name);
}

/* The notes of all threads, and what the first input says of its trap. */
static struct wcore_error *write_notes(struct thread_writer *writer)
{
	struct wcore_trace_notes notes = { .notes = writer->notes, .count = (uint32_t)writer->note_count };
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;
	bool is_told = writer->note_count > 0;

	notes.message = writer->join->parts[0].input.dump->trace.message;
	for (size_t i = 0; i < writer->join->count; i++)
		is_told |= wcore_module_custom(writer->join->parts[i].input.dump->wasm, WCORE_TRACE_SECTION) != NULL;
	if (!is_told)
		return NULL;
	wcore_encode_trace_notes(&contents, &notes);
	error = wcore_write_custom(writer->join->sink, WCORE_TRACE_SECTION, &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

struct wcore_error *wcore_join_write_threads(struct wcore_join *join)
{
	struct thread_writer writer = { .join = join };
	struct wcore_error *error = NULL;
	uint32_t number = 0;

	for (size_t p = 0; p < join->count && !error; p++) {
		writer.part = &join->parts[p];
		writer.has_invented = writer.has_halves = writer.has_entries = writer.has_operands = false;
		for (uint32_t i = 0; i < writer.part->input.dump->thread_count && !error; i++, number++) {
			writer.thread = &writer.part->input.dump->threads[i];
			error = write_thread(&writer, p, number);
		}
		if (!error)
			tell(&writer);
	}
	if (!error)
		error = write_notes(&writer);
	wcore_encoder_deinit(&writer.frames);
	free(writer.notes);
	return error;
}
