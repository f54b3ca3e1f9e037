/* The opening of dumps. */
#include "cli.h"

struct wcore_error *wcore_input_open(const struct wcore_cli *cli, const char *path,
				     struct wcore_input *ret)
{
	const struct wcore_file_options options = {
		.max_input = cli->target.lookup.max_input, .wasm_only = true,
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
