/* wcore-mem find: what its files share.  mem_find.c has the options, mem_find_pattern.c what is looked for. */
#ifndef WCORE_CMD_MEM_FIND_H
#define WCORE_CMD_MEM_FIND_H

#include "../libcore/scan/scan.h"
#include "mem.h"

enum find_kind {
	FIND_TEXT, FIND_UTF16, FIND_REGEX, FIND_HEX, FIND_INT, FIND_FLOAT, FIND_POINTER,
};

/* A pattern as it was given. */
struct find_wanted {
	enum find_kind kind;
	struct wcore_string text;
};

/* --hex and the like. */
struct find_given { enum find_kind kind; const char *text; };
#define FIND_GIVEN_MAX 1024

struct find_options {
	struct find_given given[FIND_GIVEN_MAX];
	size_t given_count;
	const char *file;
	bool is_utf16, ignore_case, is_regex;
	bool only_count, only_which;
	uint64_t limit, align, context;
	const char *from, *to;
};

/* All patterns; an id is an index of wanted. */
struct find_patterns {
	struct find_wanted *wanted;
	size_t count, capacity;
	struct wcore_patterns fixed;
	struct wcore_regex **regexes;
	uint32_t *regex_ids;
	size_t regex_count, regex_capacity;
	struct wcore_file *file;	/* of --file: texts stand in it */
	enum wcore_simd simd;
};

/* False as the functions of mem.h; deinit in any case. */
bool find_patterns_read(struct mem *mem, const struct find_options *options, const struct wcore_memory *memory,
			struct find_patterns *ret);
void find_patterns_deinit(struct find_patterns *patterns);
/* "text", "hex", ...: for JSON. */
const char *find_kind_name(enum find_kind kind);

/* Occurrences on their way to stdout. */
struct find_output {
	struct mem *mem;
	const struct wcore_memory *memory;
	const struct find_patterns *patterns;
	uint64_t context;
	uint64_t limit;		/* lines that are left */
	bool has_limit;
	uint64_t left_out;	/* occurrences in zeros that are not listed */
	bool any, failed;
};

/* For wcore_scan_list(). */
bool find_output_hit(void *context, const struct wcore_hit *hit);
void find_output_counts(struct find_output *output, const uint64_t *counts);
void find_output_which(struct find_output *output, const uint64_t *counts);

#endif
