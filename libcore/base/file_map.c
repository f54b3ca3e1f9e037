#include "file_map.h"

#include <pthread.h>
#include <stdint.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct wcore_file_map *first;

void wcore_file_map_add(struct wcore_file_map *map)
{
	pthread_mutex_lock(&lock);
	map->next = first;
	map->link = &first;
	if (first)
		first->link = &map->next;
	first = map;
	pthread_mutex_unlock(&lock);
}

void wcore_file_map_remove(struct wcore_file_map *map)
{
	if (!map->link)
		return;
	pthread_mutex_lock(&lock);
	*map->link = map->next;
	if (map->next)
		map->next->link = map->link;
	map->link = NULL;
	pthread_mutex_unlock(&lock);
}

const char *wcore_file_map_find(const void *address)
{
	const char *path = NULL;

	pthread_mutex_lock(&lock);
	for (const struct wcore_file_map *m = first; m && !path; m = m->next)
		if ((uintptr_t)address - (uintptr_t)m->data < m->size)
			path = m->path;
	pthread_mutex_unlock(&lock);
	return path;
}
