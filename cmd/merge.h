/*
 * wcore-merge: what its files share.  What the options and operands ask for decides on the file that does it:
 * merge_parts.c makes a dump of a memory image, a text trace and globals, merge_dumps.c makes one dump of
 * several, or the same dump in another dialect.
 */
#ifndef WCORE_CMD_MERGE_H
#define WCORE_CMD_MERGE_H

#include "../libcore/base/output_file.h"
#include "cli.h"
#include "merge_bundle.h"
#include "merge_report.h"

struct merge_options {
	const char *output;	/* "-" unless --output is given */
	const char *stack_trace;	/* a file, "-", or NULL */
	const char **memories;	/* [INDEX=]FILE[@ADDRESS] */
	size_t memory_count;
	const char **globals;	/* NAME=VALUE,... */
	size_t global_count;
	enum wcore_dialect_id read_as;	/* of the inputs */
	struct merge_bundle_options bundle;
	struct merge_report *report;
	enum wcore_dialect_id dialect;	/* of the output; WCORE_DIALECT_AUTO: the specification's */
	bool has_dialect;		/* --dialect was given */
};

/*
 * --stack-trace, --memory and --globals with the modules of -m.  What could not be used is said and makes the
 * exit code 1.
 */
struct wcore_error *merge_parts(struct wcore_cli *cli, const struct merge_options *options,
				struct wcore_sink *sink);
/* Tells of the files that --stack-trace and --memory name, by wcore_cli_may_read(). */
void merge_parts_rights(struct wcore_cli *cli, const struct merge_options *options);
/* The operands, one or several dumps, as one dump of options->dialect. */
struct wcore_error *merge_dumps(struct wcore_cli *cli, const struct merge_options *options,
				struct wcore_sink *sink);

/*
 * Something that is not in the output, or is there in another way: one line on stderr, a note in the report, and exit
 * code 1.  kind is as in merge_report_note().
 */
void merge_note(struct wcore_cli *cli, const char *kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
#define merge_left_out(cli, ...) merge_note(cli, "left out", __VA_ARGS__)

#endif
