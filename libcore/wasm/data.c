#include "data.h"

#include "index.h"

enum { PASSIVE = 1, WITH_MEMORY = 2 };	/* the flags in front of a segment */

void wcore_data_iter_init(struct wcore_data_iter *iter, struct wcore_module *module)
{
	const struct wcore_section *section = wcore_module_section(module, WCORE_SECTION_DATA);

	*iter = (struct wcore_data_iter){ .module = module };
	if (!section)
		return;
	wcore_section_cursor(module, section, &iter->cursor);
	wcore_error_destroy(wcore_cursor_leb_u32(&iter->cursor, &iter->count));
}

static struct wcore_error *read_segment(struct wcore_cursor *cursor, struct wcore_data_segment *ret)
{
	struct wcore_constant constant = { 0 };
	uint32_t flags = 0, size = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &flags);

	if (!error && flags > WITH_MEMORY)
		error = wcore_cursor_error(cursor, cursor->pos, "unknown kind of data segment");
	if (!error && flags == WITH_MEMORY)
		error = wcore_cursor_leb_u32(cursor, &ret->memory);
	if (!error && flags != PASSIVE)
		error = wcore_constant_read(cursor, &constant);
	if (!error)
		error = wcore_cursor_leb_u32(cursor, &size);
	if (error)
		return error;
	ret->is_active = flags != PASSIVE;
	ret->has_address = ret->is_active && constant.kind == WCORE_CONST_VALUE;
	ret->address = constant.type.code == WCORE_I32 ? (uint32_t)constant.bits : constant.bits;
	ret->offset = cursor->pos;
	ret->size = size;
	return wcore_cursor_skip(cursor, size);
}

bool wcore_data_iter_next(struct wcore_data_iter *iter, struct wcore_data_segment *ret)
{
	struct wcore_error *error;

	if (iter->next >= iter->count)
		return false;
	*ret = (struct wcore_data_segment){ .index = iter->next };
	error = read_segment(&iter->cursor, ret);
	iter->next = error ? iter->count : iter->next + 1;
	wcore_error_destroy(error);
	return !error;
}
