/* The opening of dumps. */
#include "cli.h"

struct wcore_error *wcore_input_open(const struct wcore_cli *cli, const char *path,
				     struct wcore_input *ret)
{
	const struct wcore_file_options options = {
		.max_input = cli->target.lookup.max_input, .wasm_only = true,
		.progress = cli->progress.report ? &cli->progress : NULL,
		.opener = cli->target.lookup.opener,
	};
	struct wcore_file *file = NULL;
	struct wcore_error *error;

	wcore_cli_begin(cli, path);
	*ret = (struct wcore_input){ 0 };
	error = wcore_file_open(path, &options, &file);
	return error ? error : wcore_input_take(cli, file, ret);
}

struct wcore_error *wcore_input_take(const struct wcore_cli *cli, struct wcore_file *file, struct wcore_input *ret)
{
	struct wcore_error *error;

	*ret = (struct wcore_input){ .file = file };
	error = wcore_dump_open(file, cli->dialect, &ret->dump);
	return error ? error : wcore_target_open(ret->dump, &cli->target, &ret->target);
}

struct wcore_error *wcore_input_check(struct wcore_input *input)
{
	const struct wcore_target *target = input->target;
	struct wcore_error *error = input->file ? wcore_file_check(input->file) : NULL;

	input->is_checked = true;
	for (uint32_t i = 0; !error && target && i < target->module_count; i++) {
		const struct wcore_target_module *module = &target->modules[i];

		if (module->found.file)
			error = wcore_file_check(module->found.file);
		if (!error && module->debug.file)
			error = wcore_file_check(module->debug.file);
	}
	return error;
}

void wcore_input_deinit(struct wcore_cli *cli, struct wcore_input *input)
{
	if (!input->is_checked)
		wcore_cli_error(cli, wcore_input_check(input));
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
	visit(context, input->file->path, wcore_lookup_findings(target->lookup));
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
