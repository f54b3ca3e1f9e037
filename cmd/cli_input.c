/* The opening of dumps. */
#include "cli.h"

#include "../libcore/wasm/index.h"

/* What Wasmtime keeps of a stack unless it is told otherwise. */
#define KEPT_FRAMES 20

struct wcore_error *wcore_input_open(const struct wcore_cli *cli, const char *path,
				     struct wcore_input *ret)
{
	const struct wcore_file_options options = {
		.max_input = cli->target.lookup.max_input, .wasm_only = true,
		.progress = cli->progress.report ? &cli->progress : NULL,
	};
	struct wcore_error *error;

	*ret = (struct wcore_input){ 0 };
	error = wcore_file_open(path, &options, &ret->file);
	if (!error)
		error = wcore_dump_open(ret->file, cli->dialect, &ret->dump);
	if (!error)
		error = wcore_target_open(ret->dump, &cli->target, &ret->target);
	return error;
}

void wcore_input_deinit(struct wcore_input *input)
{
	if (input->target)
		wcore_target_close(input->target);
	if (input->dump)
		wcore_dump_close(input->dump);
	if (input->file)
		wcore_file_close(input->file);
}

void wcore_input_findings(const struct wcore_input *input,
			  void (*visit)(void *context, const char *path,
					const struct wcore_findings *findings),
			  void *context)
{
	const struct wcore_target *target = input->target;

	if (input->dump) {
		visit(context, input->file->path, &input->dump->wasm->findings);
		visit(context, input->file->path, &input->dump->findings);
	}
	if (!target)
		return;
	visit(context, input->file->path, &target->findings);
	for (uint32_t i = 0; i < target->module_count; i++) {
		const struct wcore_target_module *module = &target->modules[i];

		if (!module->found.module)
			continue;
		visit(context, module->found.path, &module->found.module->findings);
		if (module->debug.module)
			visit(context, module->debug.path, &module->debug.module->findings);
		if (!module->symbols)
			continue;
		visit(context, module->found.path, &module->symbols->findings);
		if (module->symbols->dwarf)
			visit(context,
			      module->debug.module ? module->debug.path : module->found.path,
			      wcore_dwarf_findings(module->symbols->dwarf));
	}
}

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

bool wcore_input_is_truncated(const struct wcore_input *input, const struct wcore_thread *thread)
{
	const struct wcore_target *target = input->target;
	const struct wcore_target_module *module;
	bool is_known = false, is_entry;
	struct wcore_frame frame = { 0 };
	uint32_t i;

	if (!target || thread->frame_count != KEPT_FRAMES || !thread->dialect ||
	    thread->dialect->id != WCORE_DIALECT_SPEC ||
	    !oldest_frame(input->dump, thread, &frame) ||
	    !wcore_dump_instance_module(input->dump, frame.instance, &i) ||
	    i >= target->module_count)
		return false;
	module = &target->modules[i];
	if (!module->found.module || module->refused)
		return false;
	is_entry = is_entry_point(module->found.module, frame.funcidx, &is_known);
	return is_known && !is_entry;
}
