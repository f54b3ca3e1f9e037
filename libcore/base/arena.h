/* Memory that is given back all at once.  Zeroed, aligned for any object. */
#ifndef WCORE_BASE_ARENA_H
#define WCORE_BASE_ARENA_H

#include <stddef.h>

#include "string.h"

struct wcore_arena {
	struct wcore_arena_block *blocks;
	size_t used;	/* bytes handed out, for limits and tests */
};

void wcore_arena_init(struct wcore_arena *arena);
void wcore_arena_deinit(struct wcore_arena *arena);

/* NULL when memory ran out or the size overflows. */
void *wcore_arena_alloc(struct wcore_arena *arena, size_t size);
void *wcore_arena_array(struct wcore_arena *arena, size_t count, size_t size);
/* A terminated copy; its size does not count the terminator. */
char *wcore_arena_copy(struct wcore_arena *arena, const char *data, size_t size);
char *wcore_arena_format(struct wcore_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
