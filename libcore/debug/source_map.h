/*
 * Source maps, version 3 (ECMA-426): generated line 1, the column is a byte
 * offset in the module file.  JSON is read by jansson.
 */
#ifndef WCORE_DEBUG_SOURCE_MAP_H
#define WCORE_DEBUG_SOURCE_MAP_H

#include "../base/file.h"
#include "site.h"

struct wcore_source_map;
struct wcore_error *wcore_source_map_open(const struct wcore_file *file,
					  struct wcore_source_map **ret);
void wcore_source_map_close(struct wcore_source_map *map);
/*
 * file, line (1-based) and column (1-based) of the mapping at or before offset
 * that still lies in [function_start, offset]; false when there is none, or it
 * has no source.  Strings are borrowed from map.
 */
bool wcore_source_map_find(const struct wcore_source_map *map, uint64_t function_start,
			   uint64_t offset, struct wcore_site *ret);
/* The text of a source from sourcesContent; absent when it is not there. */
struct wcore_string wcore_source_map_content(const struct wcore_source_map *map,
					     struct wcore_string file);

#endif
