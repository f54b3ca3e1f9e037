/* wcore-merge: a dump with the files that explain it in one file, and taking that apart. */
#ifndef WCORE_CMD_MERGE_BUNDLE_H
#define WCORE_CMD_MERGE_BUNDLE_H

#include "../libcore/base/sink.h"
#include "cli.h"

struct merge_bundle_options {
	bool bundle, thin, with_source, compress;
	const char *extract;	/* a folder, or NULL */
};

struct merge_options;

extern const struct wcore_option merge_bundle_table[];
void merge_bundle_set(struct merge_bundle_options *options, int id, const char *argument);

/* Whether a bundle is asked for: by an option, or by an operand that is no dump. */
bool merge_is_bundle(const struct wcore_cli *cli, const struct merge_bundle_options *options);
/*
 * The one dump among the operands with its modules: the other operands, and what the look-up finds.  made, which is
 * taken over, is the dump where no operand is; else NULL.
 */
struct wcore_error *merge_bundle(struct wcore_cli *cli, const struct merge_options *options,
				 struct wcore_file *made, struct wcore_sink *sink);
/* The operand as files below the folder of --extract. */
struct wcore_error *merge_extract(struct wcore_cli *cli, const struct merge_options *options);

#endif
