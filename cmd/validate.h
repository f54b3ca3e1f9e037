/*
 * wcore-validate: what its files share.  One file's result is made by validate_run.c, in order and
 * on several threads, and written by validate_text.c, validate_json.c or validate_sarif.c.
 */
#ifndef WCORE_CMD_VALIDATE_H
#define WCORE_CMD_VALIDATE_H

#include "../libcore/base/json.h"
#include "../libcore/validate/validate.h"
#include "cli.h"

enum validate_format { VALIDATE_TEXT, VALIDATE_BRIEF, VALIDATE_QUIET, VALIDATE_JSON, VALIDATE_SARIF };

struct validate_options {
	enum validate_format format;
	bool has_level;		/* --level was given */
	enum wcore_level level;
	enum wcore_severity severity;	/* that fails */
	bool strict;
	bool *disabled;		/* by the rule's place in the table */
	bool list_rules;
	const char *explain;
	uint64_t jobs;
	const char **dirs;
	size_t dir_count;
	const char *files_from;
	bool fix, in_place;
	const char *output;
};

/* A file and whether it was named, or found below a folder. */
struct validate_path {
	char *path;
	bool is_found;
};

struct validate_paths {
	struct validate_path *items;
	size_t count, capacity;
};

/* Operands, --files-from and --recursive, in this order.  Messages go through cli. */
void validate_paths_collect(struct wcore_cli *cli, const struct validate_options *options,
			    struct validate_paths *ret);
void validate_paths_deinit(struct validate_paths *paths);

/* The result of one file. */
struct validate_result {
	const char *path;	/* as given */
	const char *label;	/* the same for people: standard input is "<stdin>" */
	bool is_skipped;	/* found below a folder, and of another kind */
	bool is_sound;		/* no finding is as bad as --severity */
	struct wcore_error *error;	/* trouble; the findings are those up to it */
	char *error_text;	/* of the same, for JSON */
	struct wcore_validation validation;
};

/* Validates all of them on options->jobs threads and writes the results in their order. */
void validate_run(struct wcore_cli *cli, const struct validate_options *options,
		  const struct validate_paths *paths);

void validate_text(const struct wcore_cli *cli, const struct validate_options *options,
		   const struct validate_result *result);
void validate_json(const struct validate_result *result);
/* One log of all files: what stands around the results, and the results of one file. */
void validate_sarif_begin(struct wcore_json *json);
void validate_sarif(struct wcore_json *json, const struct validate_result *result);
void validate_sarif_end(struct wcore_json *json, bool is_complete);

/* "core dump", "module": what the file is. */
const char *validate_kind(const struct validate_result *result);

/*
 * --fix: writes the repaired dump to options->output, or in place; says what was changed, and validates
 * the result.
 */
void validate_fix(struct wcore_cli *cli, const struct validate_options *options, const char *path);
/* Validates one file; deinit behind it. */
void validate_file(const struct wcore_cli *cli, const struct validate_options *options,
		   const struct validate_path *path, struct validate_result *ret);
/* Writes one result, and gives it back.  sarif is NULL for other formats. */
void validate_finish(struct wcore_cli *cli, const struct validate_options *options,
		     struct wcore_json *sarif, struct validate_result *result);

/* --list-rules and --explain; an error (USAGE) when no rule matches. */
void validate_list_rules(const struct validate_options *options);
struct wcore_error *validate_explain(const char *pattern);
/* Takes +GLOB or -GLOB. */
struct wcore_error *validate_choose_rules(struct validate_options *options, const char *argument);

#endif
