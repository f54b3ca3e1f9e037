/* Between the files that write wcore-info's text; commands use info.h. */
#ifndef WCORE_CMD_INFO_TEXT_H
#define WCORE_CMD_INFO_TEXT_H

#include "info.h"

struct info_text {
	const struct wcore_cli *cli;
	const struct info *info;
	bool full;	/* lists have no end */
};

/* Instances, memories, globals, tables. */
void info_text_state(const struct info_text *text);
/* The sections of the dump file. */
void info_text_sections(const struct info_text *text);

/* Masked. */
void info_text_string(struct wcore_string string);
/* 1,234 */
void info_text_number(uint64_t value);
/* "1 frame", "2 frames" */
void info_text_count(uint64_t value, const char *one, const char *many);
/* "4,592 bytes" below 10,000, then "128 KiB". */
void info_text_short_size(uint64_t bytes);
/* The same with the exact number: "128 KiB (131,072 bytes)". */
void info_text_size(uint64_t bytes);
/* "key:" padded: the values of one level stand in one column. */
void info_text_key(int indent, const char *key);
/* "  noun N: " */
void info_text_item(const char *noun, uint32_t i);
/* An empty line and "Memories: 2". */
void info_text_heading(const struct info_text *text, const char *name, uint64_t count);
/* How many of count items are listed. */
uint64_t info_text_end(const struct info_text *text, uint64_t count);
/* "and 12 more (--full)", when not all were shown. */
void info_text_rest(const struct info_text *text, uint64_t count, uint64_t shown);

#endif
