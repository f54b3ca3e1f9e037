/*
 * wcore-strip: what its files share.  wcore-strip.c has the options, strip_run.c goes from file to file:
 *
 *	open          struct strip_file: the file, its module, its dump (NULL of a plain module)
 *	choose        what goes: libcore/strip/sections.h for sections, struct wcore_kept (dump/kept.h) for the
 *	              bytes of memories, struct wcore_patches (base/patch.h) for bytes that are replaced
 *	write         wcore_strip_write() (libcore/strip/strip.h) takes all three
 *	report        strip_report.c
 *
 * The hooks of other files into this:
 *	--memory      strip_memory.c gives a struct wcore_kept for the mode
 *	--redact      strip_redact.c gives a struct wcore_patches: by ascending file offset, none overlaps the next, each with as
 *	              many bytes as it replaces; those in parts that go are never looked at
 */
#ifndef WCORE_CMD_STRIP_H
#define WCORE_CMD_STRIP_H

#include "../libcore/redact/redaction.h"
#include "../libcore/strip/sections.h"
#include "../libcore/strip/strip.h"
#include "cli.h"

enum strip_memory { STRIP_MEMORY_ALL, STRIP_MEMORY_NONE, STRIP_MEMORY_STACK, STRIP_MEMORY_STATICS,
		    STRIP_MEMORY_REACHABLE };

struct strip_redact;

struct strip_options {
	const char *output, *output_dir;
	bool in_place, preserve_dates, gzip;
	bool split, compress;
	const char *store, *debug_out;
	bool report, json;
	uint64_t jobs;			/* threads that compress; 0: as many as there are processors */
	bool has_memory;		/* --memory was given */
	enum strip_memory memory;
	bool has_memory_budget;
	uint64_t memory_budget;		/* of STRIP_MEMORY_REACHABLE, in bytes */
	struct wcore_strip_filter filter;
	const char **keep, **drop;	/* what the filter points to */
	struct strip_redact *redact;	/* strip_redact.h */
};

/* One input. */
struct strip_file {
	const char *path;	/* as given */
	struct wcore_file *file;
	struct wcore_module *module;	/* of a dump, the dump's */
	struct wcore_dump *dump;	/* NULL of a plain module */
	struct wcore_target *target;	/* of a dump, where an option needs its modules; NULL otherwise */
};

struct wcore_keep;
/* What goes of a file, and what the plan points to. */
struct strip_choice {
	struct wcore_strip_plan plan;
	bool *dropped;
	struct wcore_kept kept;
	struct wcore_keep *keep;	/* where --memory needed it; NULL otherwise */
	struct wcore_redaction redaction;	/* of --redact */
};

/*
 * What stays of a dump's memories for STACK, STATICS and REACHABLE; opens the target.  What is missing of that is
 * said, and the exit code then is 1.  *ret_keep has whose it is; the caller destroys it, before the target.
 */
struct wcore_error *strip_memory_choose(struct wcore_cli *cli, const struct strip_options *options,
					struct strip_file *file, struct wcore_keep **ret_keep,
					struct wcore_kept *ret);
/* The name of a file without its folders and ".gz". */
struct wcore_string strip_plain_name(const char *path);
/* Whether the result of the file is to be compressed: in its place, as it was. */
bool strip_is_gzip(const struct strip_options *options, const struct strip_file *file);
/* Writes one file anew.  Messages go through cli. */
void strip_run(struct wcore_cli *cli, const struct strip_options *options, const char *path);
/*
 * Writes what a plan makes of the file to output, as a whole or not at all.  ret_size: its bytes before they
 * are compressed.
 */
struct wcore_error *strip_write(const struct strip_options *options, const struct strip_file *file,
				const struct wcore_strip_plan *plan, const char *output, bool gzip,
				uint64_t *ret_size);
/* --split: the companion, then the module to output. */
struct wcore_error *strip_split(const struct strip_options *options, const struct strip_file *file,
				const char *output);

#endif
