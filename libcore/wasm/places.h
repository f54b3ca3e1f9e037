/*
 * Items of variable size that stand one behind another, found by number: the
 * place of every stride-th item is kept, as far as the items were walked.  A
 * look-up reads over less than stride items, and the table stays small whatever
 * the count says.
 */
#ifndef WCORE_WASM_PLACES_H
#define WCORE_WASM_PLACES_H

#include "../base/arena.h"
#include "../base/cursor.h"

/* Moves the cursor over one item; after an error it stands where it stood. */
typedef struct wcore_error *(*wcore_places_skip)(struct wcore_cursor *cursor);

struct wcore_places {
	struct wcore_cursor cursor;	/* at item next */
	uint64_t base;		/* of the first item */
	uint32_t *items;	/* of item i * stride, from base */
	uint32_t count, stride;
	uint32_t next;		/* the first item that was not walked over */
	bool is_broken;		/* item next cannot be read */
	uint32_t last;		/* the item last asked for: the next one is a step away */
	uint64_t last_pos;
	wcore_places_skip skip;
	const struct wcore_file *file;
	uint64_t released;	/* bytes before this were said to be not needed soon */
};

/* cursor stands at the first of count items of at least one byte.  Errors: NOMEM. */
struct wcore_error *wcore_places_init(struct wcore_places *places, struct wcore_arena *arena,
				      const struct wcore_file *file,
				      const struct wcore_cursor *cursor, uint32_t count,
				      wcore_places_skip skip);
/*
 * Walks until item i is behind, or the first item that ends behind the offset.
 * An item that cannot be read is an error (FORMAT) once; then is_broken stays.
 */
struct wcore_error *wcore_places_walk(struct wcore_places *places, uint32_t i, uint64_t offset);
/* A cursor at item i; false when it was not walked over. */
bool wcore_places_seek(struct wcore_places *places, uint32_t i, struct wcore_cursor *ret);
/* A cursor at the last kept item that starts at or before the offset, and its number. */
bool wcore_places_before(const struct wcore_places *places, uint64_t offset, uint32_t *ret_i,
			 struct wcore_cursor *ret);

#endif
