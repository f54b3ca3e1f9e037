#include "arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"

#define BLOCK_SIZE 16384

struct wcore_arena_block {
	struct wcore_arena_block *next;
	size_t size, used;
	alignas(max_align_t) unsigned char bytes[];
};

void wcore_arena_init(struct wcore_arena *arena)
{
	*arena = (struct wcore_arena){ 0 };
}

void wcore_arena_deinit(struct wcore_arena *arena)
{
	while (arena->blocks) {
		struct wcore_arena_block *block = arena->blocks;

		arena->blocks = block->next;
		free(block);
	}
	arena->used = 0;
}

static struct wcore_arena_block *block_create(size_t size)
{
	struct wcore_arena_block *block;

	if (size > SIZE_MAX - sizeof(*block))
		return NULL;
	block = wcore_calloc(1, sizeof(*block) + size);
	if (block)
		block->size = size;
	return block;
}

void *wcore_arena_alloc(struct wcore_arena *arena, size_t size)
{
	struct wcore_arena_block *block = arena->blocks;

	if (size > SIZE_MAX - alignof(max_align_t))
		return NULL;
	size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	if (!block || block->size - block->used < size) {
		block = block_create(size > BLOCK_SIZE ? size : BLOCK_SIZE);
		if (!block)
			return NULL;
		/* A large block goes behind the first, whose rest stays of use. */
		if (size > BLOCK_SIZE && arena->blocks) {
			block->next = arena->blocks->next;
			arena->blocks->next = block;
		} else {
			block->next = arena->blocks;
			arena->blocks = block;
		}
	}
	void *memory = block->bytes + block->used;
	block->used += size;
	arena->used += size;
	return memory;
}

void *wcore_arena_array(struct wcore_arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		return NULL;
	return wcore_arena_alloc(arena, count * size);
}

char *wcore_arena_copy(struct wcore_arena *arena, const char *data, size_t size)
{
	char *copy = size < SIZE_MAX ? wcore_arena_alloc(arena, size + 1) : NULL;

	if (copy && size)
		memcpy(copy, data, size);
	return copy;
}

char *wcore_arena_format(struct wcore_arena *arena, const char *format, ...)
{
	va_list args, again;
	char *text = NULL;

	va_start(args, format);
	va_copy(again, args);
	int size = vsnprintf(NULL, 0, format, args);
	if (size >= 0)
		text = wcore_arena_alloc(arena, (size_t)size + 1);
	if (text)
		vsnprintf(text, (size_t)size + 1, format, again);
	va_end(again);
	va_end(args);
	return text;
}
