#include "component.h"

#define PREAMBLE_SIZE 8
/* Deeper nesting than any tool writes; bounds the walk's own memory. */
#define DEPTH_MAX 100

enum { SECTION_CORE_MODULE = 1, SECTION_COMPONENT = 4 };

/* The walk over a component's sections; ends[] are the ends of what is around. */
struct walk {
	struct wcore_cursor cursor;
	uint64_t ends[DEPTH_MAX];
	unsigned depth;
};

static struct walk walk_start(const struct wcore_file *file)
{
	struct walk walk = { .depth = 0 };

	wcore_cursor_init(&walk.cursor, file, 0, file->size, "component");
	walk.cursor.pos += PREAMBLE_SIZE;
	return walk;
}

/*
 * The next core module in the order of the file; *ret_size is 0 behind the last
 * one.  A module that passes the end of the file is cut there.
 */
static struct wcore_error *walk_next(struct walk *walk, uint64_t *ret_offset, uint64_t *ret_size)
{
	struct wcore_cursor *cursor = &walk->cursor;

	*ret_size = 0;
	for (;;) {
		uint64_t start = cursor->pos;
		uint32_t size = 0;
		uint8_t id = 0;
		struct wcore_error *error;

		if (!wcore_cursor_left(cursor)) {
			if (!walk->depth)
				return NULL;
			cursor->end = walk->ends[--walk->depth];
			continue;
		}
		error = wcore_cursor_u8(cursor, &id);
		if (!error)
			error = wcore_cursor_leb_u32(cursor, &size);
		if (error)
			return error;
		if (size > wcore_cursor_left(cursor)) {
			if (id != SECTION_CORE_MODULE || size < PREAMBLE_SIZE)
				return wcore_cursor_error(cursor, start,
							  "section %u: size %u passes the end", id,
							  size);
			size = (uint32_t)wcore_cursor_left(cursor);
		}
		if (id == SECTION_CORE_MODULE && size) {
			*ret_offset = cursor->pos;
			*ret_size = size;
			cursor->pos += size;
			return NULL;
		}
		if (id != SECTION_COMPONENT || size < PREAMBLE_SIZE) {
			cursor->pos += size;
			continue;
		}
		if (walk->depth == DEPTH_MAX)
			return wcore_error_at(WCORE_ERROR_LIMIT, cursor->path, cursor->where, start,
					      "components nested deeper than %d", DEPTH_MAX);
		walk->ends[walk->depth++] = cursor->end;
		cursor->end = cursor->pos + size;
		cursor->pos += PREAMBLE_SIZE;
	}
}

struct wcore_error *wcore_component_count(const struct wcore_file *file, uint32_t *ret)
{
	enum wcore_kind kind = wcore_kind_of(file);
	struct walk walk;
	uint64_t offset = 0, size = 0;
	struct wcore_error *error;

	*ret = kind == WCORE_KIND_MODULE;
	if (kind != WCORE_KIND_COMPONENT)
		return NULL;
	walk = walk_start(file);
	for (;;) {
		error = walk_next(&walk, &offset, &size);
		if (error || !size)
			return error;
		(*ret)++;
	}
}

struct wcore_error *wcore_component_find(const struct wcore_file *file, uint32_t n,
					 uint64_t *ret_offset, uint64_t *ret_size)
{
	enum wcore_kind kind = wcore_kind_of(file);
	struct walk walk;
	uint64_t offset = 0, size = file->size;
	uint32_t count = 1;

	if (kind != WCORE_KIND_MODULE && kind != WCORE_KIND_COMPONENT)
		return wcore_error_create(WCORE_ERROR_KIND, file->path,
					  "%s, not a WebAssembly binary", wcore_kind_describe(file));
	if (kind == WCORE_KIND_COMPONENT) {
		walk = walk_start(file);
		for (count = 0;; count++) {
			struct wcore_error *error = walk_next(&walk, &offset, &size);

			if (error)
				return error;
			if (!size || count == n)
				break;
		}
	}
	if (kind == WCORE_KIND_COMPONENT ? !size : n > 0)
		return wcore_error_create(WCORE_ERROR_NOT_FOUND, file->path,
					  "no core module #%u: the file holds %u", n, count);
	*ret_offset = offset;
	*ret_size = size;
	return NULL;
}
