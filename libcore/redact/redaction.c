#include "redaction.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

const char *wcore_redact_place_name(enum wcore_redact_place place)
{
	static const char *const names[WCORE_PLACE_COUNT] = { "memory", "segment", "name", "section", "local", "operand",
							      "global" };

	return names[place];
}

void wcore_redaction_init(struct wcore_redaction *redaction)
{
	*redaction = (struct wcore_redaction){ 0 };
	wcore_arena_init(&redaction->arena);
}

void wcore_redaction_deinit(struct wcore_redaction *redaction)
{
	free(redaction->hits);
	free(redaction->parts);
	free((void *)redaction->patches.items);
	free(redaction->bytes);
	wcore_arena_deinit(&redaction->arena);
}

/* Room for more items in an array; NULL when there is none. */
static void *grow(void *items, size_t *capacity, size_t count, size_t more, size_t size)
{
	size_t wanted = *capacity ? *capacity : 64;
	void *grown;

	if (count + more <= *capacity)
		return items;
	while (wanted < count + more)
		wanted *= 2;
	grown = wcore_realloc(items, wanted * size);
	if (grown)
		*capacity = wanted;
	return grown;
}

struct wcore_error *wcore_redaction_add_hit(struct wcore_redaction *redaction, const struct wcore_redact_hit *hit)
{
	struct wcore_redact_hit *hits;

	if (redaction->hit_count == WCORE_REDACT_HITS_MAX)
		return wcore_error_create(WCORE_ERROR_LIMIT, NULL, "more than %u secrets", WCORE_REDACT_HITS_MAX);
	hits = grow(redaction->hits, &redaction->hit_capacity, redaction->hit_count, 1, sizeof(*hits));
	if (!hits)
		return wcore_error_nomem();
	redaction->hits = hits;
	hits[redaction->hit_count++] = *hit;
	return NULL;
}

struct wcore_error *wcore_redaction_add_patch(struct wcore_redaction *redaction, uint64_t offset,
					      const uint8_t *bytes, size_t size)
{
	struct wcore_redact_patch *patches;
	uint8_t *pool;

	if (!size)
		return NULL;
	patches = grow(redaction->parts, &redaction->part_capacity, redaction->part_count, 1, sizeof(*patches));
	if (!patches)
		return wcore_error_nomem();
	redaction->parts = patches;
	pool = grow(redaction->bytes, &redaction->byte_capacity, redaction->byte_count, size, 1);
	if (!pool)
		return wcore_error_nomem();
	redaction->bytes = pool;
	memcpy(pool + redaction->byte_count, bytes, size);
	patches[redaction->part_count++] = (struct wcore_redact_patch){ offset, redaction->byte_count, (uint32_t)size };
	redaction->byte_count += size;
	return NULL;
}

static int compare_hits(const void *a, const void *b)
{
	const struct wcore_redact_hit *left = a, *right = b;

	if (left->offset != right->offset)
		return left->offset < right->offset ? -1 : 1;
	if (left->size != right->size)
		return left->size > right->size ? -1 : 1;
	return left->rule < right->rule ? -1 : left->rule > right->rule;
}

static int compare_patches(const void *a, const void *b)
{
	const struct wcore_redact_patch *left = a, *right = b;

	if (left->offset != right->offset)
		return left->offset < right->offset ? -1 : 1;
	return left->bytes < right->bytes ? -1 : left->bytes > right->bytes;
}

static void finish_hits(struct wcore_redaction *redaction)
{
	size_t count = 0;
	uint64_t end = 0;

	if (redaction->hit_count)
		qsort(redaction->hits, redaction->hit_count, sizeof(*redaction->hits), compare_hits);
	for (size_t i = 0; i < redaction->hit_count; i++) {
		const struct wcore_redact_hit *hit = &redaction->hits[i];

		/* What lies in another one is part of it. */
		if (count && hit->offset + hit->size <= end)
			continue;
		end = hit->offset + hit->size > end ? hit->offset + hit->size : end;
		redaction->hits[count++] = *hit;
	}
	redaction->hit_count = count;
}

/* Their bytes do not move any more. */
static struct wcore_error *make_patches(struct wcore_redaction *redaction)
{
	struct wcore_patch *items = wcore_calloc(redaction->part_count + 1, sizeof(*items));

	if (!items)
		return wcore_error_nomem();
	for (size_t i = 0; i < redaction->part_count; i++) {
		const struct wcore_redact_patch *part = &redaction->parts[i];

		items[i] = (struct wcore_patch){ part->offset, part->size, redaction->bytes + part->bytes };
	}
	redaction->patches = (struct wcore_patches){ items, redaction->part_count };
	return NULL;
}

struct wcore_error *wcore_redaction_finish(struct wcore_redaction *redaction)
{
	size_t count = 0;
	uint64_t end = 0;

	finish_hits(redaction);
	if (redaction->part_count)
		qsort(redaction->parts, redaction->part_count, sizeof(*redaction->parts), compare_patches);
	for (size_t i = 0; i < redaction->part_count; i++) {
		struct wcore_redact_patch patch = redaction->parts[i];
		const uint64_t cut = patch.offset < end ? end - patch.offset : 0;

		if (cut >= patch.size)
			continue;
		patch.offset += cut;
		patch.bytes += cut;
		patch.size -= (uint32_t)cut;
		end = patch.offset + patch.size;
		redaction->parts[count++] = patch;
	}
	redaction->part_count = count;
	return make_patches(redaction);
}
