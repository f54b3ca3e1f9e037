/* The rights that a command gives away before it reads, and those that it keeps. */
#include "cli.h"

#include <stdlib.h>

#include "../libcore/debug/debuginfod.h"
#include "../libcore/debug/given.h"
#include "../libcore/sandbox/broker.h"
#include "../libcore/sandbox/sandbox.h"
#include "cli_report.h"

void wcore_cli_may_read(struct wcore_cli *cli, const char *path)
{
	if (path)
		wcore_cli_error(cli, wcore_rights_read(&cli->rights, path));
}

void wcore_cli_may_write(struct wcore_cli *cli, const char *path)
{
	if (path)
		wcore_cli_error(cli, wcore_rights_write(&cli->rights, path));
}

void wcore_cli_may_fill(struct wcore_cli *cli, const char *folder)
{
	if (folder)
		wcore_cli_error(cli, wcore_rights_fill(&cli->rights, folder));
}

/* What -m names is no guess of a dump's: it may be a pipe, too, and is opened here. */
static void may_read_modules(struct wcore_cli *cli)
{
	for (size_t i = 0; i < cli->target.lookup.module_count; i++) {
		char *path = NULL;

		wcore_cli_error(cli, wcore_given_path(cli->modules[i], &path));
		wcore_cli_may_read(cli, path);
		free(path);
	}
}

static bool start_broker(struct wcore_cli *cli)
{
	const struct wcore_broker_options options = {
		.has_sources = cli->reads_sources,
		.has_code = cli->reads_code,
		.fetch = cli->target.lookup.use_debuginfod ? wcore_debuginfod_find : NULL,
	};
	struct wcore_error *error = wcore_broker_start(&options, &cli->broker);

	if (!error)
		cli->target.lookup.opener = wcore_broker_opener(cli->broker);
	wcore_cli_error(cli, error);
	return !error;
}

static bool enter(struct wcore_cli *cli)
{
	struct wcore_sandbox_state state;
	struct wcore_error *error = wcore_sandbox_enter(&cli->rights, wcore_broker_fd(cli->broker), &state);
	const bool is_entered = !error;

	wcore_cli_error(cli, error);
	if (state.landlock)
		wcore_cli_note(cli, "sandbox: the kernel does not keep files apart (Landlock: %s)", state.landlock);
	if (state.filter)
		wcore_cli_note(cli, "sandbox: the kernel does not keep system calls apart (seccomp: %s)", state.filter);
	return is_entered;
}

bool wcore_cli_enter(struct wcore_cli *cli, int files)
{
	const bool is_wanted = !cli->no_sandbox && wcore_sandbox_is_built();

	for (int i = 0; is_wanted && i < files && i < cli->operand_count; i++)
		wcore_cli_may_read(cli, cli->operands[i]);
	if (is_wanted) {
		may_read_modules(cli);
		/* Without it neither modules are found nor large pipes read. */
		if (!start_broker(cli))
			return false;
	}
	wcore_cli_limits_enter(cli);
	if (!wcore_sandbox_is_built())
		wcore_cli_note(cli, "sandbox: this build has none");
	return !is_wanted || enter(cli);
}

void wcore_cli_leave(struct wcore_cli *cli)
{
	wcore_broker_stop(cli->broker);
	cli->broker = NULL;
	wcore_rights_deinit(&cli->rights);
}
