/*
 * Source maps, version 3 (ECMA-426), index maps included: generated line 1, the
 * column is a byte offset in the module file.  Mappings are decoded in place,
 * between checkpoints: memory does not grow with the map.
 */
#ifndef WCORE_DEBUG_SOURCE_MAP_H
#define WCORE_DEBUG_SOURCE_MAP_H

#include "../base/file.h"
#include "site.h"

#define WCORE_SOURCE_MAP_MAX (UINT64_C(48) << 20)

struct wcore_source_map;
/* file becomes the map's, also on failure.  Errors: FORMAT, LIMIT, NOMEM. */
struct wcore_error *wcore_source_map_open(struct wcore_file *file, struct wcore_source_map **ret);
/* The map inside a "data:" URL (RFC 2397).  Errors: as above; KIND when it is none. */
struct wcore_error *wcore_source_map_from_url(struct wcore_string url, const char *path,
					      struct wcore_file **ret);
void wcore_source_map_close(struct wcore_source_map *map);
/*
 * file, line (1-based) and column (1-based) of the mapping at or before offset
 * that still lies in [function_start, offset]; false when there is none, or it
 * has no source.  Strings are borrowed from map.
 */
bool wcore_source_map_find(struct wcore_source_map *map, uint64_t function_start,
			   uint64_t offset, struct wcore_site *ret);
/* The text of a source from sourcesContent; absent when it is not there. */
struct wcore_string wcore_source_map_content(struct wcore_source_map *map,
					     struct wcore_string file);

#endif
