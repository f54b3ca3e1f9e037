#include "places.h"

#define STRIDE_MIN 64
#define ITEMS_MAX 65536

struct wcore_error *wcore_places_init(struct wcore_places *places, struct wcore_arena *arena,
				      const struct wcore_file *file,
				      const struct wcore_cursor *cursor, uint32_t count,
				      wcore_places_skip skip)
{
	uint64_t fit = wcore_cursor_left(cursor) < count ? wcore_cursor_left(cursor) : count;

	*places = (struct wcore_places){
		.cursor = *cursor, .base = cursor->pos, .count = count, .stride = STRIDE_MIN,
		.skip = skip, .file = file, .released = cursor->pos,
	};
	while (fit / places->stride >= ITEMS_MAX)
		places->stride *= 2;
	places->items = wcore_arena_array(arena, (size_t)(fit / places->stride + 1),
					  sizeof(*places->items));
	return places->items ? NULL : wcore_error_nomem();
}

struct wcore_error *wcore_places_walk(struct wcore_places *places, uint32_t i, uint64_t offset)
{
	struct wcore_error *error;

	while (!places->is_broken && places->next < places->count && places->next <= i &&
	       places->cursor.pos <= offset) {
		if (places->next % places->stride == 0 && wcore_cursor_left(&places->cursor))
			places->items[places->next / places->stride] =
				(uint32_t)(places->cursor.pos - places->base);
		error = places->skip(&places->cursor);
		if (error) {
			places->is_broken = true;
			return error;
		}
		places->next++;
		wcore_file_release_passed(places->file, places->cursor.pos, &places->released);
	}
	return NULL;
}

bool wcore_places_seek(struct wcore_places *places, uint32_t i, struct wcore_cursor *ret)
{
	uint32_t from = i / places->stride * places->stride;
	struct wcore_error *error = NULL;

	if (i >= places->next)
		return false;
	*ret = places->cursor;
	ret->pos = places->base + places->items[i / places->stride];
	if (places->last_pos && places->last >= from && places->last <= i) {
		from = places->last;
		ret->pos = places->last_pos;
	}
	for (; !error && from < i; from++)
		error = places->skip(ret);
	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	places->last = i;
	places->last_pos = ret->pos;
	return true;
}

bool wcore_places_before(const struct wcore_places *places, uint64_t offset, uint32_t *ret_i,
			 struct wcore_cursor *ret)
{
	uint32_t low = 0, high;

	if (!places->next || offset < places->base)
		return false;
	high = (places->next - 1) / places->stride;
	while (low < high) {
		uint32_t middle = low + (high - low + 1) / 2;

		if (places->base + places->items[middle] <= offset)
			low = middle;
		else
			high = middle - 1;
	}
	*ret = places->cursor;
	ret->pos = places->base + places->items[low];
	*ret_i = low * places->stride;
	return true;
}
