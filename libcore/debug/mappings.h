/*
 * The mappings of a source map (ECMA-426, Base64 VLQ), generated line 1 only,
 * decoded in place.  A checkpoint every so many segments makes look-ups cheap.
 */
#ifndef WCORE_DEBUG_MAPPINGS_H
#define WCORE_DEBUG_MAPPINGS_H

#include "json_scan.h"

/* One mapping; all counts from 0. */
struct wcore_mapping {
	int64_t column;		/* generated: the byte offset */
	bool has_source;
	int64_t source, source_line, source_column;
};

struct wcore_mapping_point;

struct wcore_mappings {
	const struct wcore_file *file;
	struct wcore_json_span text;
	struct wcore_mapping_point *points;
	size_t point_count, point_capacity;
	bool is_sorted;		/* by column, as the standard asks for */
};

/* Decodes all of text once.  file is borrowed.  Errors: FORMAT, NOMEM. */
struct wcore_error *wcore_mappings_init(struct wcore_mappings *mappings,
					const struct wcore_file *file,
					struct wcore_json_span text);
void wcore_mappings_deinit(struct wcore_mappings *mappings);
/* The last mapping at or before column; false when there is none. */
bool wcore_mappings_find(const struct wcore_mappings *mappings, int64_t column,
			 struct wcore_mapping *ret);

#endif
