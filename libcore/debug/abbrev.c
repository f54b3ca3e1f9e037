#include "abbrev.h"

#include <dwarf.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "form.h"

/* The head of a declaration and its attributes; false at the table's end. */
static bool read_one(struct wcore_dwarf_data *data, struct wcore_reader *reader,
		     const struct wcore_abbrev_table *table, struct wcore_abbrev *ret)
{
	struct wcore_attr attr;
	uint64_t size = 0;
	bool is_fixed = true;

	*ret = (struct wcore_abbrev){ .code = wcore_reader_uleb(reader) };
	if (ret->code == 0 || !*data->work)
		return false;
	uint64_t tag = wcore_reader_uleb(reader);

	ret->tag = tag > UINT16_MAX ? 0 : (uint16_t)tag;
	ret->has_children = wcore_reader_u8(reader) == DW_CHILDREN_yes;
	ret->attrs = reader->pos;
	while (wcore_attr_next(reader, &attr)) {
		int fixed = table ? wcore_form_fixed_size(attr.form, table->version,
							  table->address_size, table->offset_size)
				  : -1;

		if (fixed < 0 || size > UINT16_MAX)
			is_fixed = false;
		else
			size += (unsigned)fixed;
		if (attr.name == DW_AT_low_pc || attr.name == DW_AT_ranges)
			ret->has_pc = true;
		ret->has_sibling |= attr.name == DW_AT_sibling;
		ret->has_declaration |= attr.name == DW_AT_declaration;
		ret->has_location |= attr.name == DW_AT_location;
		ret->attr_count++;
	}
	ret->size = is_fixed ? (uint32_t)size : WCORE_ABBREV_VARIABLE;
	return !reader->why && wcore_dwarf_spend(data, 4 + 2 * (uint64_t)ret->attr_count);
}

static int compare_code(const void *a, const void *b)
{
	const struct wcore_abbrev *left = a, *right = b;

	return (left->code > right->code) - (left->code < right->code);
}

bool wcore_abbrev_table_read(struct wcore_dwarf_data *data, struct wcore_abbrev_table *table)
{
	struct wcore_reader reader = wcore_dwarf_reader(data, WCORE_DWARF_ABBREV, table->offset);
	uint32_t capacity = 0;
	struct wcore_abbrev abbrev;

	table->items = NULL;
	table->count = 0;
	table->is_dense = true;
	while (wcore_reader_left(&reader) && read_one(data, &reader, table, &abbrev)) {
		if (table->count == WCORE_ABBREV_MAX)
			break;
		if (table->count == capacity) {
			capacity = capacity ? capacity * 2 : 128;
			void *items = wcore_realloc(table->items, capacity * sizeof(*table->items));

			if (!items) {
				wcore_abbrev_table_deinit(table);
				return false;
			}
			table->items = items;
		}
		table->items[table->count++] = abbrev;
		if (abbrev.code != table->count)
			table->is_dense = false;
	}
	if (!table->count)
		return false;
	if (!table->is_dense)
		qsort(table->items, table->count, sizeof(*table->items), compare_code);
	return true;
}

void wcore_abbrev_table_deinit(struct wcore_abbrev_table *table)
{
	free(table->items);
	table->items = NULL;
	table->count = 0;
}

const struct wcore_abbrev *wcore_abbrev_find(const struct wcore_abbrev_table *table, uint64_t code)
{
	if (table->is_dense)
		return code - 1 < table->count ? &table->items[code - 1] : NULL;

	struct wcore_abbrev key = { .code = code };

	return bsearch(&key, table->items, table->count, sizeof(key), compare_code);
}

bool wcore_abbrev_scan(struct wcore_dwarf_data *data, uint64_t offset, uint64_t code,
		       struct wcore_abbrev *ret)
{
	struct wcore_reader reader = wcore_dwarf_reader(data, WCORE_DWARF_ABBREV, offset);

	while (wcore_reader_left(&reader) && read_one(data, &reader, NULL, ret))
		if (ret->code == code)
			return true;
	return false;
}
