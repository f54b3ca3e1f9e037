#include "copies.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "check.h"

/* Shorter ones stand for other things, too. */
#define WHOLE_LEAST 8
/* What an allocator writes over, and the least that is left then. */
#define HEAD 8
#define REST_LEAST 12
/* Before so many are there they are sorted for the first time. */
#define SETTLE_AT (2 * WCORE_COPIES_MAX)

void wcore_copies_init(struct wcore_copies *copies)
{
	*copies = (struct wcore_copies){ 0 };
	wcore_arena_init(&copies->arena);
}

void wcore_copies_deinit(struct wcore_copies *copies)
{
	free(copies->items);
	wcore_arena_deinit(&copies->arena);
}

static struct wcore_error *add(struct wcore_copies *copies, uint32_t rule, struct wcore_string text)
{
	const char *data;

	if (copies->count == copies->capacity) {
		const size_t capacity = copies->capacity ? copies->capacity * 2 : 64;
		struct wcore_copy *items = wcore_realloc(copies->items, capacity * sizeof(*items));

		if (!items)
			return wcore_error_nomem();
		copies->items = items;
		copies->capacity = capacity;
	}
	data = wcore_arena_copy(&copies->arena, text.data, text.size);
	if (!data)
		return wcore_error_nomem();
	copies->items[copies->count++] = (struct wcore_copy){ rule, { data, text.size } };
	return NULL;
}

struct wcore_error *wcore_copies_add(struct wcore_copies *copies, uint32_t rule, struct wcore_string text)
{
	struct wcore_error *error = NULL;

	if (copies->count >= SETTLE_AT)
		wcore_copies_settle(copies);
	if (text.size > WCORE_KNOWN_MAX)
		text.size = WCORE_KNOWN_MAX;
	if (text.size < WHOLE_LEAST || copies->count >= SETTLE_AT ||
	    !wcore_redact_check_holds(WCORE_CHECK_MIXED, text))
		return NULL;
	error = add(copies, rule, text);
	if (!error && text.size >= HEAD + REST_LEAST)
		error = add(copies, rule, (struct wcore_string){ text.data + HEAD, text.size - HEAD });
	return error;
}

static int compare(const void *a, const void *b)
{
	const struct wcore_copy *left = a, *right = b;

	if (left->text.size != right->text.size)
		return left->text.size < right->text.size ? -1 : 1;
	return memcmp(left->text.data, right->text.data, left->text.size);
}

void wcore_copies_settle(struct wcore_copies *copies)
{
	size_t count = 0;

	if (copies->count)
		qsort(copies->items, copies->count, sizeof(*copies->items), compare);
	for (size_t i = 0; i < copies->count; i++)
		if (!count || !wcore_string_equal(copies->items[count - 1].text, copies->items[i].text))
			copies->items[count++] = copies->items[i];
	copies->count = count < WCORE_COPIES_MAX ? count : WCORE_COPIES_MAX;
}
