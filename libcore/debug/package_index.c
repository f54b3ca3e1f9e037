#include "package_index.h"

/* The identifiers of the columns; 2 to 8 differ between the versions where nothing is said here. */
enum { COLUMN_INFO = 1, COLUMN_TYPES = 2, COLUMN_ABBREV = 3, COLUMN_LINE = 4, COLUMN_LOC = 5,
       COLUMN_STR_OFFSETS = 6, COLUMN_RNGLISTS = 8 };

static bool read_tables(struct wcore_cursor *cursor, struct wcore_package_index *ret)
{
	uint32_t slots;
	uint16_t version;
	struct wcore_error *error = wcore_cursor_u16(cursor, &version);

	ret->version = version;
	if (!error)
		error = wcore_cursor_skip(cursor, 2);
	if (!error)
		error = wcore_cursor_u32(cursor, &ret->columns);
	if (!error)
		error = wcore_cursor_u32(cursor, &ret->units);
	if (!error)
		error = wcore_cursor_u32(cursor, &slots);
	/* The hash table: a signature and a row each.  All rows are read, in their order. */
	if (!error)
		error = wcore_cursor_skip(cursor, UINT64_C(12) * slots);
	if (!error)
		error = wcore_cursor_sub(cursor, UINT64_C(4) * ret->columns, NULL, &ret->sections);
	if (!error && ret->units > wcore_cursor_left(cursor) / 8)
		error = wcore_cursor_error(cursor, cursor->pos, "too many units");
	if (!error && ret->columns > 64)
		error = wcore_cursor_error(cursor, cursor->pos, "too many columns");
	if (!error)
		error = wcore_cursor_sub(cursor, UINT64_C(4) * ret->columns * ret->units, NULL,
					 &ret->offsets);
	if (!error)
		error = wcore_cursor_sub(cursor, UINT64_C(4) * ret->columns * ret->units, NULL,
					 &ret->sizes);
	bool is_read = !error && (version == 2 || version == 5);

	wcore_error_destroy(error);
	return is_read;
}

bool wcore_package_index_open(const struct wcore_module *package, struct wcore_package_index *ret)
{
	const struct wcore_section *section = wcore_module_custom(package, ".debug_cu_index");
	struct wcore_cursor cursor;

	*ret = (struct wcore_package_index){ 0 };
	if (!section)
		return false;
	wcore_section_cursor(package, section, &cursor);
	return read_tables(&cursor, ret);
}

/* Cell i of a table; the tables hold all cells that are asked for. */
static uint32_t cell(const struct wcore_cursor *table, uint64_t i)
{
	struct wcore_cursor cursor = *table;
	uint32_t value = 0;

	cursor.pos += 4 * i;
	wcore_error_destroy(wcore_cursor_u32(&cursor, &value));
	return value;
}

static bool section_of(uint32_t version, uint32_t column, enum wcore_dwarf_section *ret)
{
	switch (column) {
	case COLUMN_INFO:
		*ret = WCORE_DWARF_INFO;
		return true;
	case COLUMN_ABBREV:
		*ret = WCORE_DWARF_ABBREV;
		return true;
	case COLUMN_LINE:
		*ret = WCORE_DWARF_LINE;
		return true;
	case COLUMN_STR_OFFSETS:
		*ret = WCORE_DWARF_STR_OFFSETS;
		return true;
	case COLUMN_TYPES:
		*ret = WCORE_DWARF_TYPES;
		return version == 2;
	case COLUMN_LOC:
		*ret = version == 5 ? WCORE_DWARF_LOCLISTS : WCORE_DWARF_LOC;
		return true;
	case COLUMN_RNGLISTS:
		*ret = WCORE_DWARF_RNGLISTS;
		return version == 5;
	default:
		return false;
	}
}

bool wcore_package_index_cut(const struct wcore_package_index *index, uint32_t row,
			  struct wcore_dwarf_data *data)
{
	for (uint32_t c = 0; c < index->columns; c++) {
		uint64_t at = (uint64_t)row * index->columns + c;
		uint64_t offset = cell(&index->offsets, at), size = cell(&index->sizes, at);
		enum wcore_dwarf_section section;

		if (!section_of(index->version, cell(&index->sections, c), &section))
			continue;
		struct wcore_dwarf_span *span = &data->sections[section];

		if (offset > span->size || size > span->size - offset)
			return false;
		*span = (struct wcore_dwarf_span){ span->offset + offset, size };
	}
	return true;
}
