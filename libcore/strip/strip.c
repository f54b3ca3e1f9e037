#include "strip.h"

#include "../base/buffered_sink.h"
#include "../dump/core_writer.h"
#include "../wasm/section_writer.h"
#include "data.h"

/* What is being written. */
struct work {
	const struct wcore_strip_plan *plan;
	struct wcore_buffered_sink out;
	uint64_t copied, pending;	/* in the input: [copied, pending) stays as it is and is to be written */
	struct wcore_strip_data data;
	bool is_measured;
};

static struct wcore_error *write_pending(struct work *work)
{
	const uint64_t from = work->copied, size = work->pending - from;

	work->copied = work->pending;
	return wcore_patches_copy(work->plan->patches, &work->out.sink, work->plan->module->file, from, size);
}

static uint64_t end_of(const struct wcore_section *section)
{
	return section->offset + section->size;
}

/* What was collected is written, and the section is not. */
static struct wcore_error *leave_out(struct work *work, const struct wcore_section *section)
{
	struct wcore_error *error = write_pending(work);

	work->copied = work->pending = end_of(section);
	return error;
}

static struct wcore_error *measure(struct work *work)
{
	if (work->is_measured)
		return NULL;
	work->is_measured = true;
	return wcore_strip_data_measure(work->plan, work->out.position, &work->data);
}

static struct wcore_error *put_data_count(struct work *work)
{
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error = measure(work);

	wcore_encode_uleb(&contents, work->data.count);
	if (!error)
		error = wcore_write_section(&work->out.sink, WCORE_SECTION_DATA_COUNT, &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

/* The instances with their memories alone. */
static struct wcore_error *put_instances(struct work *work)
{
	const struct wcore_dump *dump = work->plan->dump;
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;

	wcore_encode_uleb(&contents, dump->instance_count);
	for (uint32_t i = 0; i < dump->instance_count; i++) {
		struct wcore_instance instance = dump->instances[i];

		instance.global_count = 0;
		wcore_encode_coreinstance(&contents, &instance);
	}
	error = wcore_write_custom(&work->out.sink, "coreinstances", &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

static struct wcore_error *put_data(struct work *work)
{
	const struct wcore_strip_plan *plan = work->plan;
	struct wcore_error *error = measure(work);

	if (!error)
		error = wcore_strip_data_write(plan, &work->data, &work->out);
	if (!error)
		error = wcore_zeros_write(&work->data.zeros, &work->out.sink);
	return error;
}

static struct wcore_error *put_section(struct work *work, size_t number)
{
	const struct wcore_strip_plan *plan = work->plan;
	const struct wcore_section *section = &plan->module->sections[number];
	const bool has_kept = plan->dump && plan->kept;
	struct wcore_error *(*put)(struct work *work) = NULL;
	struct wcore_error *error;

	if (plan->dropped && plan->dropped[number])
		return leave_out(work, section);
	if (has_kept && section->id == WCORE_SECTION_DATA_COUNT)
		put = put_data_count;
	else if (plan->dump && plan->without_globals && plan->dump->instance_count &&
		 section == wcore_dump_section(plan->dump, WCORE_SECTION_CUSTOM, "coreinstances"))
		put = put_instances;
	if (put) {
		error = leave_out(work, section);
		return error ? error : put(work);
	}
	if (has_kept && section == wcore_dump_section(plan->dump, WCORE_SECTION_DATA, NULL)) {
		error = leave_out(work, section);
		return error ? error : put_data(work);
	}
	/* It was made anew, behind the data. */
	if (has_kept && wcore_string_is(section->name, WCORE_ZEROS_SECTION))
		return leave_out(work, section);
	work->pending = end_of(section);
	return NULL;
}

static struct wcore_error *write_all(struct work *work)
{
	const struct wcore_strip_plan *plan = work->plan;
	struct wcore_error *error = NULL;

	/* The eight bytes in front of the first section are part of what stays. */
	work->copied = plan->module->offset;
	work->pending = plan->module->offset + 8;
	for (size_t i = 0; i < plan->module->section_count && !error; i++)
		error = put_section(work, i);
	if (!error)
		error = write_pending(work);
	for (size_t i = 0; i < plan->added_count && !error; i++)
		error = wcore_write_custom(&work->out.sink, plan->added[i].name, plan->added[i].contents);
	return error ? error : wcore_buffered_sink_flush(&work->out);
}

/* Why a file ends early, as an error of its own. */
static struct wcore_error *tell_cut(const struct wcore_module *module)
{
	const struct wcore_error *cut = module->file->cut ? module->file->cut : module->cut;

	if (!cut)
		return NULL;
	if (!cut->has_offset)
		return wcore_error_create(cut->code, cut->path, "%s", cut->message);
	return wcore_error_at(cut->code, cut->path, cut->where, cut->offset, "%s", cut->message);
}

struct wcore_error *wcore_strip_write(const struct wcore_strip_plan *plan, struct wcore_sink *sink,
				      uint64_t *ret_size)
{
	struct work work = { .plan = plan };
	struct wcore_error *error = tell_cut(plan->module);

	if (error)
		return error;
	error = wcore_buffered_sink_init(&work.out, sink);
	if (!error)
		error = write_all(&work);
	*ret_size = work.out.position;
	wcore_zeros_writer_deinit(&work.data.zeros);
	wcore_buffered_sink_deinit(&work.out);
	return error;
}
