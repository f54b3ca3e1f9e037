/* wcore-merge --report: what was brought together, and what is not in the output. */
#ifndef WCORE_CMD_MERGE_REPORT_H
#define WCORE_CMD_MERGE_REPORT_H

#include "../libcore/base/sink.h"
#include "../libcore/bundle/bundle.h"
#include "../libcore/merge/join.h"

/* What the command did. */
enum merge_kind { MERGE_KIND_DUMP, MERGE_KIND_PARTS, MERGE_KIND_BUNDLE, MERGE_KIND_EXTRACTION };

struct merge_report_input {
	const char *path, *kind;	/* "core dump", "module", "debug file", "trace", "memory" */
	uint64_t size;
	bool has_map;
	struct wcore_join_map map;	/* of one of the dumps that became one */
};

/* A module of the output's dump. */
struct merge_report_module {
	const char *name, *path;	/* path: NULL where it was not found */
	const char *matched;		/* "fit", "option", "bundle", "name"; NULL */
	const char *refused;		/* why it is not used; NULL */
	const char *build_id, *debug_path, *debug_matched;	/* NULL: none */
};

/* A file of a bundle. */
struct merge_report_file {
	const char *name, *path;	/* path: where it was, or was written; NULL of one that was left out */
	struct wcore_embedded embedded;
};

struct merge_report_note { const char *kind, *text; };

struct merge_report {
	bool is_wanted, json;
	enum merge_kind kind;
	const char *dialect;		/* of the output's stacks where that was chosen; NULL */
	uint64_t size;			/* bytes of the output */
	struct merge_report_input *inputs; size_t input_count;
	struct merge_report_module *modules; size_t module_count;
	struct merge_report_file *files; size_t file_count;
	struct merge_report_note *notes; size_t note_count;
	struct wcore_arena arena;	/* of the texts */
	bool is_out_of_memory;
	/* Counts what goes to the sink behind it. */
	struct wcore_sink sink, *inner;
};

void merge_report_init(struct merge_report *report);
void merge_report_deinit(struct merge_report *report);
/* The sink that counts the bytes of the output on their way to inner. */
struct wcore_sink *merge_report_sink(struct merge_report *report, struct wcore_sink *inner);

/* These do nothing unless the report is wanted; texts are copied.  What there is no memory for is told at the end. */
/* map is taken over; NULL: the input was not renumbered. */
void merge_report_input(struct merge_report *report, const char *path, const char *kind, uint64_t size,
			struct wcore_join_map *map);
/* A module of a dump, or all of them. */
void merge_report_target_module(struct merge_report *report, struct wcore_target *target, uint32_t index);
void merge_report_target(struct merge_report *report, struct wcore_target *target);
/* One that an option names, without a dump. */
void merge_report_module(struct merge_report *report, struct wcore_string name, const char *path,
			 const struct wcore_module *module);
void merge_report_bundle(struct merge_report *report, const struct wcore_bundle *bundle);
void merge_report_file(struct merge_report *report, const struct wcore_embedded *embedded, const char *path);
/* kind: "conflict", "form", "left out". */
void merge_report_note(struct merge_report *report, const char *kind, const char *text);

/* To stdout, or to stderr where the output is there.  Errors: NOMEM. */
struct wcore_error *merge_report_print(const struct merge_report *report, const char *output);

#endif
