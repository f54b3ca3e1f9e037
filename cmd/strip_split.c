/* wcore-strip --split: a module to ship, and its companion to keep. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/output_file.h"
#include "../libcore/strip/separate.h"
#include "strip.h"
#include "strip_report.h"

/* Bytes of a build id that make a file's name. */
#define ID_LEAST 2
#define ID_MOST 64

/* The folders of a path, behind its first so many bytes, that are not there. */
static struct wcore_error *make_folders(char *path, size_t known)
{
	for (char *slash = strchr(path + known, '/'); slash; slash = strchr(slash + 1, '/')) {
		struct wcore_error *error = NULL;

		*slash = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			error = wcore_error_create(WCORE_ERROR_IO, path, "cannot be made: %s", strerror(errno));
		*slash = '/';
		if (error)
			return error;
	}
	return NULL;
}

static struct wcore_error *check_id(const struct strip_file *file, const struct wcore_separate *separate)
{
	if (separate->id_size >= ID_LEAST && separate->id_size <= ID_MOST)
		return NULL;
	return wcore_error_create(WCORE_ERROR_USAGE, file->path,
				  "has a build id of %zu bytes, of which --store makes no name", separate->id_size);
}

/* Where the companion goes, and what the module calls it; the caller frees both. */
static struct wcore_error *name_companion(const struct strip_options *options, const struct strip_file *file,
					  const struct wcore_separate *separate, char **ret_path, char **ret_link)
{
	struct wcore_error *error;

	if (options->debug_out) {
		const char *slash = strrchr(options->debug_out, '/');

		*ret_path = wcore_strdup(options->debug_out);
		*ret_link = wcore_strdup(slash ? slash + 1 : options->debug_out);
		return *ret_path && *ret_link ? NULL : wcore_error_nomem();
	}
	if ((error = check_id(file, separate)))
		return error;
	*ret_link = wcore_separate_store_name(separate);
	if (!*ret_link ||
	    wcore_asprintf(ret_path, "%s/%s%s", options->store, *ret_link, options->compress ? ".gz" : "") < 0) {
		*ret_path = NULL;
		return wcore_error_nomem();
	}
	return make_folders(*ret_path, 1);
}

/* Of three files none may be another. */
static struct wcore_error *check_paths(const char *input, const char *output, const char *companion)
{
	if (strcmp(output, companion) == 0 || wcore_output_file_is_same(output, companion) ||
	    wcore_output_file_is_same(input, companion))
		return wcore_error_create(WCORE_ERROR_USAGE, NULL, "'%s' cannot be the companion, too", companion);
	return NULL;
}

static struct wcore_error *write_both(const struct strip_options *options, struct strip_report *report,
				      const struct wcore_separate *separate, const char *companion)
{
	uint64_t ignored;
	/* A module that is there has its companion. */
	struct wcore_error *error = strip_write(options, report->file, &separate->companion, companion,
						options->compress, &ignored);

	if (!error)
		error = strip_write(options, report->file, &separate->stripped, report->output,
				    strip_is_gzip(options, report->file),
				    &report->size);
	if (!error && options->report)
		strip_report_print(options, report);
	return error;
}

struct wcore_error *strip_split(const struct strip_options *options, const struct strip_file *file,
				const char *output)
{
	struct strip_report report = { .file = file, .output = output };
	struct wcore_separate separate = { 0 };
	char *path = NULL, *link = NULL, *hex = NULL;
	struct wcore_error *error;

	if (file->dump)
		return wcore_error_create(WCORE_ERROR_USAGE, file->path, "is a core dump: --split takes modules");
	error = wcore_separate_init(&separate, file->module, &options->filter);
	if (!error)
		error = name_companion(options, file, &separate, &path, &link);
	if (!error)
		error = check_paths(file->path, output, path);
	if (!error)
		error = wcore_separate_link(&separate, wcore_string_from(link));
	if (!error)
		error = strip_report_sections(&report, separate.dropped[0]);
	if (!error && !(hex = wcore_separate_hex(&separate)))
		error = wcore_error_nomem();
	report.build_id = hex;
	report.companion = path;
	if (!error)
		error = write_both(options, &report, &separate, path);
	strip_report_deinit(&report);
	wcore_separate_deinit(&separate);
	free(path);
	free(link);
	free(hex);
	return error;
}
