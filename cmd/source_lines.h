/*
 * Lines of source files for people: found where the debug information says,
 * where --source-map or -S leads, or inside a source map.  A line is given only
 * when the file that was found has it.
 */
#ifndef WCORE_CMD_SOURCE_LINES_H
#define WCORE_CMD_SOURCE_LINES_H

#include "../libcore/debug/lookup.h"
#include "../libcore/debug/symbols.h"
#include "../libcore/dump/embedded.h"
#include "../libcore/lang/inspect.h"

struct source_lines;
struct source_file;

struct source_lines_options {
	const struct wcore_lookup_options *lookup;	/* its opener and folders, and whom it tells of what cannot be read; borrowed */
	enum wcore_opener_kind kind;	/* WCORE_OPENER_SOURCE or WCORE_OPENER_CODE */
	const struct wcore_dump *dump;	/* whose own copies of sources come before others; borrowed, may be NULL */
	const char **maps;		/* FROM=TO; borrowed */
	size_t map_count;
};

struct wcore_error *source_lines_create(const struct source_lines_options *options,
					struct source_lines **ret);
void source_lines_destroy(struct source_lines *lines);

/*
 * The source of a site, which names a file; symbols may be NULL.  NULL when it
 * is not found.  Valid until the next call, and symbols must outlive lines.
 */
const struct source_file *source_lines_find(struct source_lines *lines,
					    const struct wcore_symbols *symbols,
					    const struct wcore_site *site);
/* That memory ran out, the first time since it was asked; NULL: it did not.  The caller's.  lines may be NULL. */
struct wcore_error *source_lines_error(struct source_lines *lines);
/* Gives inspect the texts that it asks for.  lines may be NULL, and must outlive inspect. */
void source_lines_serve(struct source_lines *lines, struct wcore_inspect *inspect);
/* All of it. */
struct wcore_string source_file_text(const struct source_file *file);
/* Line number (from 1) without its end; false when the file ends before it. */
bool source_file_line(const struct source_file *file, uint32_t number, struct wcore_string *ret);

#endif
