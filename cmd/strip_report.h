/* wcore-strip --report: what went of a file. */
#ifndef WCORE_CMD_STRIP_REPORT_H
#define WCORE_CMD_STRIP_REPORT_H

#include "../libcore/keep/keep_report.h"
#include "strip.h"

/* Sections of one name that went. */
struct strip_report_section {
	struct wcore_string name;
	uint64_t count, size;	/* size: as they stood in the file, with their headers */
};

/* A memory of a dump by its owners, of which each is there once. */
struct strip_report_memory {
	uint64_t captured, kept;
	struct { bool is_there; uint64_t captured, kept; } owners[WCORE_MAP_KINDS];
};

struct strip_report {
	const struct strip_file *file;
	const char *output;
	uint64_t size;			/* of the result, before it is compressed */
	struct strip_report_section *sections;
	size_t section_count;
	struct strip_report_memory *memories;	/* where some of them went; NULL otherwise */
	uint32_t memory_count;
	const struct wcore_redaction *redaction;	/* of --redact; NULL otherwise */
	const char *build_id, *companion;	/* of --split; NULL otherwise */
};

/* The sections that go, by module section.  Errors: NOMEM.  Deinit in any case. */
struct wcore_error *strip_report_sections(struct strip_report *report, const bool *dropped);
/* Those, and the memories; opens the file's target.  Reads the header of each segment. */
struct wcore_error *strip_report_build(struct wcore_cli *cli, const struct strip_options *options,
				       struct strip_choice *choice, struct strip_file *file,
				       struct strip_report *report);
/* To stdout, or to stderr where the result is there. */
void strip_report_print(const struct strip_options *options, const struct strip_report *report);
void strip_report_deinit(struct strip_report *report);

#endif
