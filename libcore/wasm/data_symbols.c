#include "data_symbols.h"

enum { SYMBOL_TABLE = 8, VERSION = 2 };
enum { FUNCTION, DATA, GLOBAL, SECTION, TAG, TABLE };
enum { UNDEFINED = 0x10, EXPLICIT_NAME = 0x40, ABSOLUTE = 0x200 };

/* The contents of the subsection with the symbols. */
static struct wcore_error *find_table(struct wcore_cursor *cursor, struct wcore_cursor *ret, bool *ret_found)
{
	uint32_t version, size;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &version);

	*ret_found = false;
	if (error || version != VERSION)
		return error;
	while (!error && !*ret_found && wcore_cursor_left(cursor)) {
		uint8_t kind = 0;

		error = wcore_cursor_u8(cursor, &kind);
		if (!error)
			error = wcore_cursor_leb_u32(cursor, &size);
		if (!error)
			error = wcore_cursor_sub(cursor, size, "the linking section", ret);
		*ret_found = !error && kind == SYMBOL_TABLE;
	}
	return error;
}

void wcore_data_symbol_iter_init(struct wcore_data_symbol_iter *iter, const struct wcore_module *module)
{
	const struct wcore_section *section = wcore_module_custom(module, "linking");
	struct wcore_cursor cursor;
	bool found = false;
	struct wcore_error *error;

	*iter = (struct wcore_data_symbol_iter){ 0 };
	if (!section)
		return;
	wcore_section_cursor(module, section, &cursor);
	error = find_table(&cursor, &iter->cursor, &found);
	if (!error && found)
		error = wcore_cursor_leb_u32(&iter->cursor, &iter->left);
	if (error)
		iter->left = 0;
	wcore_error_destroy(error);
}

static struct wcore_error *read_data(struct wcore_cursor *cursor, uint32_t flags,
				     struct wcore_data_symbol *ret)
{
	uint32_t offset = 0, size = 0;
	struct wcore_error *error = wcore_cursor_name(cursor, &ret->name);

	if (error || flags & UNDEFINED)
		return error;
	error = wcore_cursor_leb_u32(cursor, &ret->segment);
	if (!error)
		error = wcore_cursor_leb_u32(cursor, &offset);
	if (!error)
		error = wcore_cursor_leb_u32(cursor, &size);
	ret->offset = offset;
	ret->size = size;
	return error;
}

/* *ret_is_data: a data symbol that is defined, at a place in a segment. */
static struct wcore_error *read_symbol(struct wcore_cursor *cursor, struct wcore_data_symbol *ret,
				       bool *ret_is_data)
{
	struct wcore_string name;
	uint32_t flags = 0, index;
	uint8_t kind = 0;
	struct wcore_error *error = wcore_cursor_u8(cursor, &kind);

	if (!error)
		error = wcore_cursor_leb_u32(cursor, &flags);
	*ret_is_data = kind == DATA && !(flags & (UNDEFINED | ABSOLUTE));
	if (error)
		return error;
	if (kind == DATA)
		return read_data(cursor, flags, ret);
	if (kind > TABLE)
		return wcore_cursor_error(cursor, cursor->pos, "unknown kind of symbol");
	error = wcore_cursor_leb_u32(cursor, &index);
	if (!error && kind != SECTION && (!(flags & UNDEFINED) || flags & EXPLICIT_NAME))
		error = wcore_cursor_name(cursor, &name);
	return error;
}

bool wcore_data_symbol_iter_next(struct wcore_data_symbol_iter *iter, struct wcore_data_symbol *ret)
{
	while (iter->left) {
		bool is_data;
		struct wcore_error *error;

		*ret = (struct wcore_data_symbol){ 0 };
		error = read_symbol(&iter->cursor, ret, &is_data);
		iter->left = error ? 0 : iter->left - 1;
		wcore_error_destroy(error);
		if (!error && is_data)
			return true;
	}
	return false;
}
