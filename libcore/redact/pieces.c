#include "pieces.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

/* Of the end of a secret before a NUL in eight bytes. */
#define TAIL_LEAST 5

void wcore_pieces_deinit(struct wcore_pieces *pieces)
{
	free(pieces->items);
}

static size_t place_of(const struct wcore_pieces *pieces, uint64_t bits)
{
	size_t place = (size_t)(bits * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (pieces->capacity - 1);

	while (pieces->items[place] && pieces->items[place] != bits)
		place = (place + 1) & (pieces->capacity - 1);
	return place;
}

static struct wcore_error *grow(struct wcore_pieces *pieces)
{
	struct wcore_pieces larger = { .capacity = pieces->capacity ? pieces->capacity * 2 : 1024 };

	larger.items = wcore_calloc(larger.capacity, sizeof(*larger.items));
	if (!larger.items)
		return wcore_error_nomem();
	for (size_t i = 0; i < pieces->capacity; i++)
		if (pieces->items[i])
			larger.items[place_of(&larger, pieces->items[i])] = pieces->items[i];
	larger.count = pieces->count;
	free(pieces->items);
	*pieces = larger;
	return NULL;
}

static struct wcore_error *add(struct wcore_pieces *pieces, uint64_t bits)
{
	struct wcore_error *error = NULL;
	size_t place;

	if (!bits || pieces->count == WCORE_PIECES_MAX)
		return NULL;
	if (2 * pieces->count >= pieces->capacity)
		error = grow(pieces);
	if (error)
		return error;
	place = place_of(pieces, bits);
	pieces->count += !pieces->items[place];
	pieces->items[place] = bits;
	return NULL;
}

static uint64_t load(const char *bytes, size_t size)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < size; i++)
		bits |= (uint64_t)(uint8_t)bytes[i] << (8 * i);
	return bits;
}

/* Spaces, zeros and one character over and over are everybody's. */
static bool is_telling(const char *bytes, size_t size)
{
	size_t different = 0;

	for (size_t i = 1; i < size; i++)
		different += bytes[i] != bytes[0] && (uint8_t)bytes[i] > ' ';
	return different >= 2;
}

struct wcore_error *wcore_pieces_add(struct wcore_pieces *pieces, struct wcore_string secret)
{
	struct wcore_error *error = NULL;

	for (size_t i = 0; !error && i + 4 <= secret.size; i++) {
		const size_t left = secret.size - i, wide = left < 8 ? left : 8;

		if (is_telling(secret.data + i, 4))
			error = add(pieces, load(secret.data + i, 4));
		if (!error && wide >= TAIL_LEAST && is_telling(secret.data + i, wide))
			error = add(pieces, load(secret.data + i, wide));
	}
	return error;
}

bool wcore_pieces_has(const struct wcore_pieces *pieces, uint64_t bits, unsigned width)
{
	/* Four bytes of eight are a number like others. */
	if (!pieces->capacity || !bits || (width == 8 && bits <= UINT32_MAX))
		return false;
	return pieces->items[place_of(pieces, bits)] == bits;
}
