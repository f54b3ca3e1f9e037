/*
 * The files that are mapped, by address: a read of one that became shorter ends in SIGBUS, whose handler asks
 * here which file it was.
 */
#ifndef WCORE_BASE_FILE_MAP_H
#define WCORE_BASE_FILE_MAP_H

#include <stddef.h>

/* Part of what has the mapping; data and path are its own, and stay as they are in between. */
struct wcore_file_map {
	const void *data;
	size_t size;
	const char *path;
	struct wcore_file_map *next, **link;
};

void wcore_file_map_add(struct wcore_file_map *map);
/* Does nothing to one that was not added. */
void wcore_file_map_remove(struct wcore_file_map *map);
/*
 * The path of the file whose mapping has that address, NULL for none.  For the handler of a signal that a
 * read of the address raised: no thread reads a mapping while it adds or removes one.
 */
const char *wcore_file_map_find(const void *address);

#endif
