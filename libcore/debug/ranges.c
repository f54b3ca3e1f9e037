#include "ranges.h"

#include <dwarf.h>
#include "../base/presence.h"

/* Where in its section a list stands; false when that cannot be said. */
static bool list_offset(const struct wcore_unit *unit, const struct wcore_form_value *value,
			uint64_t *ret)
{
	if (value->class == WCORE_FORM_LIST_INDEX) {
		uint64_t at;

		if (value->number > UINT32_MAX ||
		    __builtin_add_overflow(unit->ranges_base,
					   value->number * unit->form.offset_size, &at))
			return false;
		struct wcore_reader table =
			wcore_dwarf_reader(unit->form.data, WCORE_DWARF_RNGLISTS, at);
		const uint64_t start = table.pos;
		uint64_t offset = wcore_reader_uint(&table, unit->form.offset_size);

		return !table.why && wcore_file_use(unit->form.data->file, start, table.pos) &&
		       !__builtin_add_overflow(unit->ranges_base, offset, ret);
	}
	/* GNU's base counts for split units only; those of the skeleton have none of their own. */
	uint64_t base = unit->form.version < 5 && unit->form.data != unit->form.address_data
				? unit->ranges_base : 0;

	return !__builtin_add_overflow(base, value->number, ret);
}

void wcore_range_iter_init(struct wcore_range_iter *iter, const struct wcore_unit *unit,
			   const struct wcore_pc *pc)
{
	uint64_t offset;

	*iter = (struct wcore_range_iter){ .unit = unit, .base = unit->base };
	if (!pc->has_ranges) {
		iter->is_single = wcore_pc_range(pc, &iter->low, &iter->high);
		return;
	}
	if (!list_offset(unit, &pc->ranges, &offset))
		return;
	if (unit->form.version >= 5)
		iter->reader = wcore_dwarf_reader(unit->form.data, WCORE_DWARF_RNGLISTS, offset);
	else
		iter->reader = wcore_dwarf_reader(unit->form.address_data, WCORE_DWARF_RANGES,
						  offset);
}

/* One entry of .debug_ranges; false when it is no range. */
static bool next_pair(struct wcore_range_iter *iter, uint64_t *ret_low, uint64_t *ret_high)
{
	unsigned size = iter->unit->form.address_size;
	uint64_t low = wcore_reader_uint(&iter->reader, size);
	uint64_t high = wcore_reader_uint(&iter->reader, size);
	uint64_t max = size == 4 ? UINT32_MAX : UINT64_MAX;

	if (low == 0 && high == 0) {
		iter->reader.pos = iter->reader.end;
		return false;
	}
	if (low == max) {
		iter->base = high;
		return false;
	}
	/* The linkers' tombstone here is -2, because -1 selects a base. */
	if (low == max - 1)
		return false;
	return !__builtin_add_overflow(iter->base, low, ret_low) &&
	       !__builtin_add_overflow(iter->base, high, ret_high);
}

static bool indexed(struct wcore_range_iter *iter, uint64_t *ret)
{
	return wcore_form_indexed_address(&iter->unit->form, wcore_reader_uleb(&iter->reader),
					  ret);
}

/* One entry of .debug_rnglists (7.25); false when it is no range. */
static bool next_entry(struct wcore_range_iter *iter, uint64_t *ret_low, uint64_t *ret_high)
{
	struct wcore_reader *reader = &iter->reader;
	unsigned size = iter->unit->form.address_size;
	uint64_t low = 0, high = 0;
	bool is_known = true;

	switch (wcore_reader_u8(reader)) {
	case DW_RLE_end_of_list:
		reader->pos = reader->end;
		return false;
	case DW_RLE_base_addressx:
		if (!indexed(iter, &iter->base))
			wcore_reader_fail(reader, "a range list's base is not there");
		return false;
	case DW_RLE_base_address:
		iter->base = wcore_reader_uint(reader, size);
		return false;
	case DW_RLE_startx_endx:
		is_known = indexed(iter, &low);
		is_known = indexed(iter, &high) && is_known;
		break;
	case DW_RLE_startx_length:
		is_known = indexed(iter, &low);
		is_known = !__builtin_add_overflow(low, wcore_reader_uleb(reader), &high) &&
			   is_known;
		break;
	case DW_RLE_offset_pair:
		is_known = !__builtin_add_overflow(iter->base, wcore_reader_uleb(reader), &low);
		is_known = !__builtin_add_overflow(iter->base, wcore_reader_uleb(reader), &high) &&
			   is_known;
		break;
	case DW_RLE_start_end:
		low = wcore_reader_uint(reader, size);
		high = wcore_reader_uint(reader, size);
		break;
	case DW_RLE_start_length:
		low = wcore_reader_uint(reader, size);
		is_known = !__builtin_add_overflow(low, wcore_reader_uleb(reader), &high);
		break;
	default:
		wcore_reader_fail(reader, "a range list has an unknown entry");
		return false;
	}
	*ret_low = low;
	*ret_high = high;
	return is_known;
}

bool wcore_range_iter_next(struct wcore_range_iter *iter, uint64_t *ret_low, uint64_t *ret_high)
{
	if (iter->is_single) {
		iter->is_single = false;
		*ret_low = iter->low;
		*ret_high = iter->high;
		return true;
	}
	const struct wcore_file *file = iter->unit->form.version >= 5 ? iter->unit->form.data->file
								      : iter->unit->form.address_data->file;

	while (wcore_reader_left(&iter->reader) && wcore_dwarf_spend(iter->unit->form.data, 3)) {
		const uint64_t start = iter->reader.pos, end = iter->reader.end;
		bool is_range = iter->unit->form.version >= 5
					? next_entry(iter, ret_low, ret_high)
					: next_pair(iter, ret_low, ret_high);

		/* Behind the last entry, which has no bytes that say more, nothing is left. */
		if (!wcore_file_use(file, start, iter->reader.pos < end ? iter->reader.pos : start + 1))
			wcore_reader_fail(&iter->reader, "the thin copy lacks a list of ranges");
		if (is_range && !iter->reader.why && *ret_low < *ret_high)
			return true;
	}
	return false;
}

bool wcore_pc_covers(const struct wcore_unit *unit, const struct wcore_pc *pc, uint64_t address,
		     uint64_t *ret_low, uint64_t *ret_high)
{
	struct wcore_range_iter iter;

	wcore_range_iter_init(&iter, unit, pc);
	while (wcore_range_iter_next(&iter, ret_low, ret_high))
		if (*ret_low <= address && address < *ret_high)
			return true;
	return false;
}
