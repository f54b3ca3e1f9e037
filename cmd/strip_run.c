/* wcore-strip: one file after the other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/gzip_sink.h"
#include "../libcore/base/output_file.h"
#include "../libcore/dump/shape.h"
#include "../libcore/keep/keep.h"
#include "strip.h"
#include "strip_redact.h"
#include "strip_report.h"

/* The file is a dump, or a module of the program. */
static struct wcore_error *open_file(const struct wcore_cli *cli, const char *path, struct strip_file *ret)
{
	const struct wcore_file_options options = {
		.max_input = cli->target.lookup.max_input, .wasm_only = true,
		.progress = cli->progress.report ? &cli->progress : NULL,
		.opener = cli->target.lookup.opener,
	};
	struct wcore_error *error;

	wcore_cli_begin(cli, path);
	*ret = (struct strip_file){ .path = path };
	error = wcore_file_open(path, &options, &ret->file);
	if (!error)
		error = wcore_module_open(ret->file, 0, ret->file->size, &ret->module);
	if (error || !wcore_dump_is_dump(ret->module))
		return error;
	wcore_module_close(ret->module);
	ret->module = NULL;
	error = wcore_dump_open(ret->file, cli->dialect, &ret->dump);
	if (!error)
		ret->module = ret->dump->wasm;
	return error;
}

static void close_file(struct strip_file *file)
{
	wcore_target_close(file->target);
	if (file->dump)
		wcore_dump_close(file->dump);
	else
		wcore_module_close(file->module);
	wcore_file_close(file->file);
}

static bool says_what_goes(const struct strip_options *options)
{
	const struct wcore_strip_filter *filter = &options->filter;

	return options->has_memory || filter->keep_count || filter->drop_count || filter->debug || filter->names ||
	       filter->all || filter->only_stack || options->redact->is_wanted;
}

static bool drops_any(const struct strip_choice *choice)
{
	for (size_t i = 0; i < choice->plan.module->section_count; i++)
		if (choice->dropped[i])
			return true;
	return false;
}

/*
 * The rewriter's only segment says where it stands in the file: it is written again when that changes.  So are the
 * segments of a dump that loses what it says of zeros: they have them then.
 */
static bool must_rewrite(const struct strip_file *file, const struct strip_choice *choice)
{
	struct wcore_shape shape;

	if (choice->plan.writes_zeros && file->dump->zeros.count)
		return true;
	if (!drops_any(choice))
		return false;
	wcore_shape_read(file->dump, &shape);
	return shape.is_rewriter;
}

static struct wcore_error *choose_memory(struct wcore_cli *cli, const struct strip_options *options,
					 struct strip_file *file, struct strip_choice *ret)
{
	struct wcore_error *error = NULL;
	bool has_all = false;

	if (options->memory == STRIP_MEMORY_NONE || options->filter.only_stack)
		error = wcore_kept_none(file->dump, &ret->kept);
	else if (options->memory != STRIP_MEMORY_ALL)
		error = strip_memory_choose(cli, options, file, &ret->keep, &ret->kept);
	else if (must_rewrite(file, ret))
		error = wcore_kept_all(file->dump, &ret->kept);
	/* Zeros that the producer left out need not be written where nothing goes. */
	if (!error && ret->kept.memories && !must_rewrite(file, ret))
		error = wcore_kept_has_all(file->dump, &ret->kept, &has_all);
	if (ret->kept.memories && !has_all)
		ret->plan.kept = &ret->kept;
	return error;
}

static struct wcore_error *choose(struct wcore_cli *cli, const struct strip_options *options,
				  struct strip_file *file, struct strip_choice *ret)
{
	struct wcore_strip_filter filter = options->filter;
	struct wcore_error *error;

	*ret = (struct strip_choice){ .plan = { .module = file->module, .dump = file->dump } };
	if (!says_what_goes(options) && file->dump)
		return wcore_error_create(WCORE_ERROR_USAGE, file->path,
					  "is a core dump: an option has to say what goes, such as --memory=none");
	filter.debug |= !says_what_goes(options);
	ret->dropped = wcore_calloc(file->module->section_count + 1, sizeof(*ret->dropped));
	if (!ret->dropped)
		return wcore_error_nomem();
	error = wcore_strip_filter_apply(&filter, file->module, file->dump != NULL, ret->dropped);
	ret->plan.dropped = ret->dropped;
	ret->plan.without_globals = filter.only_stack;
	ret->plan.writes_zeros = wcore_strip_filter_drops(&filter, WCORE_STRING(WCORE_ZEROS_SECTION));
	if (!error && file->dump)
		error = choose_memory(cli, options, file, ret);
	if (!error && options->redact->is_wanted) {
		error = strip_redact_find(cli, options->redact, options, file, &ret->redaction);
		ret->plan.patches = &ret->redaction.patches;
	}
	return error;
}

static void choice_deinit(struct strip_choice *choice)
{
	free(choice->dropped);
	wcore_redaction_deinit(&choice->redaction);
	wcore_kept_deinit(&choice->kept);
	wcore_keep_destroy(choice->keep);
}

static struct wcore_error *write_gzip(const struct strip_options *options, const struct wcore_strip_plan *plan,
				      struct wcore_sink *sink, uint64_t *ret_size)
{
	struct wcore_gzip_sink *gzip = NULL;
	struct wcore_error *error = wcore_gzip_sink_create(sink, (unsigned)options->jobs, &gzip);

	if (!error)
		error = wcore_strip_write(plan, wcore_gzip_sink_sink(gzip), ret_size);
	if (!error)
		error = wcore_gzip_sink_finish(gzip);
	wcore_gzip_sink_destroy(gzip);
	return error;
}

struct wcore_error *strip_write(const struct strip_options *options, const struct strip_file *file,
				const struct wcore_strip_plan *plan, const char *output, bool gzip, uint64_t *ret_size)
{
	struct wcore_output_file *out = NULL;
	struct wcore_error *error = wcore_output_file_create(output, &out);

	if (!error)
		error = gzip ? write_gzip(options, plan, wcore_output_file_sink(out), ret_size)
			     : wcore_strip_write(plan, wcore_output_file_sink(out), ret_size);
	if (!error && options->preserve_dates && strcmp(file->path, "-") != 0)
		error = wcore_output_file_copy_times(out, file->path);
	if (!error)
		error = wcore_file_check(file->file);
	/* What was left out for want of memory is not what was asked for. */
	if (!error && wcore_memory_has_failed())
		error = wcore_error_nomem();
	if (!error)
		return wcore_output_file_commit(out);
	wcore_output_file_abandon(out);
	return error;
}

struct wcore_string strip_plain_name(const char *path)
{
	struct wcore_string name = wcore_string_basename(wcore_string_from(path));

	if (wcore_string_ends(name, ".gz") && name.size > 3)
		name.size -= 3;
	return name;
}

bool strip_is_gzip(const struct strip_options *options, const struct strip_file *file)
{
	return options->gzip || (options->in_place && file->file->compressed);
}

/* Where a file's result goes; the caller frees it. */
static struct wcore_error *output_of(const struct strip_options *options, const char *path, char **ret)
{
	const struct wcore_string name = strip_plain_name(path);

	*ret = NULL;
	if ((options->in_place || options->output_dir) && strcmp(path, "-") == 0)
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "standard input has no %s",
					  options->in_place ? "place" : "name");
	if (options->output_dir) {
		if (wcore_asprintf(ret, "%s/%.*s%s", options->output_dir, (int)name.size, name.data,
				   options->gzip ? ".gz" : "") < 0)
			*ret = NULL;
	} else {
		*ret = wcore_strdup(options->in_place ? path : options->output);
	}
	if (!*ret)
		return wcore_error_nomem();
	if (!options->in_place && wcore_output_file_is_same(*ret, path))
		return wcore_error_create(WCORE_ERROR_USAGE, NULL,
					  "'%s' is the input itself: --in-place overwrites it", *ret);
	return NULL;
}

/* One file that is there, to output. */
static struct wcore_error *write_one(struct wcore_cli *cli, const struct strip_options *options,
				     struct strip_file *file, const char *output)
{
	struct strip_choice choice = { 0 };
	struct strip_report report = { .file = file, .output = output };
	struct wcore_error *error = choose(cli, options, file, &choice);

	if (!error && options->redact->only_checks) {
		strip_redact_print(cli, options->redact, file, &choice.redaction, options->json);
		choice_deinit(&choice);
		return NULL;
	}
	report.redaction = options->redact->is_wanted ? &choice.redaction : NULL;
	if (!error && options->report)
		error = strip_report_build(cli, options, &choice, file, &report);
	if (!error)
		error = strip_write(options, file, &choice.plan, output, strip_is_gzip(options, file), &report.size);
	if (!error && options->report)
		strip_report_print(options, &report);
	strip_report_deinit(&report);
	choice_deinit(&choice);
	return error;
}

void strip_run(struct wcore_cli *cli, const struct strip_options *options, const char *path)
{
	struct strip_file file = { 0 };
	char *output = NULL;
	struct wcore_error *error = options->redact->only_checks ? NULL : output_of(options, path, &output);

	if (!error)
		error = open_file(cli, path, &file);
	if (!error)
		error = options->split ? strip_split(options, &file, output) : write_one(cli, options, &file, output);
	wcore_cli_error(cli, error);
	close_file(&file);
	free(output);
}
