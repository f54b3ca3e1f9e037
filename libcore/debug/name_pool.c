#include "name_pool.h"

#include <stdint.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "demangle.h"

/* Beyond this, names stay mangled: no program has as many in its stacks. */
#define MAX_BYTES (12u << 20)

struct wcore_name_entry {
	const char *data;	/* NULL: free */
	size_t size;
	struct wcore_string name;
};

void wcore_name_pool_deinit(struct wcore_name_pool *pool)
{
	free(pool->entries);
}

/* The entry of a name, or the free one where it belongs. */
static struct wcore_name_entry *find(struct wcore_name_entry *entries, size_t capacity,
				     struct wcore_string name)
{
	uint64_t hash = (uint64_t)(uintptr_t)name.data * UINT64_C(0x9e3779b97f4a7c15);
	size_t at = (size_t)(hash >> 32) & (capacity - 1);

	while (entries[at].data && (entries[at].data != name.data || entries[at].size != name.size))
		at = (at + 1) & (capacity - 1);
	return &entries[at];
}

static bool grow(struct wcore_name_pool *pool)
{
	size_t capacity = pool->capacity ? pool->capacity * 2 : 64;
	struct wcore_name_entry *entries = wcore_calloc(capacity, sizeof(*entries));

	if (!entries)
		return false;
	for (size_t i = 0; i < pool->capacity; i++) {
		const struct wcore_name_entry *entry = &pool->entries[i];

		if (entry->data)
			*find(entries, capacity,
			      (struct wcore_string){ entry->data, entry->size }) = *entry;
	}
	free(pool->entries);
	pool->entries = entries;
	pool->capacity = capacity;
	return true;
}

struct wcore_string wcore_name_pool_demangle(struct wcore_name_pool *pool,
					     struct wcore_arena *arena, struct wcore_string name)
{
	if (name.size < 2 || name.data[0] != '_')
		return name;
	if (pool->count * 2 >= pool->capacity && !grow(pool))
		return name;
	struct wcore_name_entry *entry = find(pool->entries, pool->capacity, name);

	if (!entry->data) {
		struct wcore_string demangled = name;

		if (arena->used + pool->capacity * sizeof(*entry) > MAX_BYTES)
			return name;
		demangled = wcore_demangle(arena, name);
		if (!demangled.data)
			return name;
		*entry = (struct wcore_name_entry){ name.data, name.size, demangled };
		pool->count++;
	}
	return entry->name;
}
