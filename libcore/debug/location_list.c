#include "location_list.h"

#include <dwarf.h>
#include "../base/presence.h"

/* Entries of GNU's lists in split files of DWARF 4; numbers are of 4 bytes, sizes of 2. */
enum { GNU_END = 0, GNU_BASE = 1, GNU_START_END = 2, GNU_START_LENGTH = 3, GNU_OFFSET_PAIR = 4 };
/* GCC's, which says how places in the source view the next entry. */
#define VIEW_PAIR 9

struct list {
	const struct wcore_unit *unit;
	struct wcore_reader reader;
	uint64_t start;		/* of the list */
	uint64_t base;
	bool is_dead;	/* the base is that of code that the linker removed */
};

struct entry {
	uint64_t low, high;
	struct wcore_string expression;
	bool is_default;
	bool is_range;	/* false: it says something else, or of dead code */
};

/* The linkers' marks of removed code; nothing lives at 0, where the count of functions stands. */
static bool is_tombstone(const struct list *list, uint64_t address)
{
	uint64_t max = list->unit->form.address_size == 4 ? UINT32_MAX : UINT64_MAX;

	return address == 0 || address >= max - 1;
}

static struct wcore_string take(struct wcore_reader *reader, uint64_t size)
{
	const char *start = (const char *)reader->data + reader->pos;

	wcore_reader_skip(reader, size);
	return (struct wcore_string){ start, reader->why ? 0 : (size_t)size };
}

static void set_base(struct list *list, uint64_t base)
{
	/* 0 is no mark here: it lets absolute addresses follow. */
	list->base = base;
	list->is_dead = base && is_tombstone(list, base);
}

/* An address of .debug_addr; a tombstone when there is none. */
static uint64_t indexed(struct list *list)
{
	uint64_t address;

	if (!wcore_form_indexed_address(&list->unit->form, wcore_reader_uleb(&list->reader),
					&address))
		return 0;
	return address;
}

static bool add_base(const struct list *list, struct entry *entry)
{
	return !list->is_dead && !__builtin_add_overflow(entry->low, list->base, &entry->low) &&
	       !__builtin_add_overflow(entry->high, list->base, &entry->high) &&
	       !is_tombstone(list, entry->low);
}

/* From a start that must be live. */
static bool add_length(const struct list *list, struct entry *entry, uint64_t length)
{
	return !is_tombstone(list, entry->low) &&
	       !__builtin_add_overflow(entry->low, length, &entry->high);
}

/* An entry of .debug_loc; false at the end. */
static bool next_pair(struct list *list, struct entry *ret)
{
	unsigned size = list->unit->form.address_size;
	uint64_t max = size == 4 ? UINT32_MAX : UINT64_MAX;

	ret->low = wcore_reader_uint(&list->reader, size);
	ret->high = wcore_reader_uint(&list->reader, size);
	if (ret->low == 0 && ret->high == 0)
		return false;
	if (ret->low == max) {
		set_base(list, ret->high);
		return true;
	}
	ret->expression = take(&list->reader, wcore_reader_uint(&list->reader, 2));
	/* The mark is -2 here, because -1 selects a base. */
	ret->is_range = ret->low != max - 1 && add_base(list, ret);
	return true;
}

static bool next_gnu(struct list *list, struct entry *ret)
{
	struct wcore_reader *reader = &list->reader;

	switch (wcore_reader_u8(reader)) {
	case GNU_END:
		return false;
	case GNU_BASE:
		set_base(list, indexed(list));
		return true;
	case GNU_START_END:
		ret->low = indexed(list);
		ret->high = indexed(list);
		ret->is_range = !is_tombstone(list, ret->low);
		break;
	case GNU_START_LENGTH:
		ret->low = indexed(list);
		ret->is_range = add_length(list, ret, wcore_reader_uint(reader, 4));
		break;
	case GNU_OFFSET_PAIR:
		ret->low = wcore_reader_uint(reader, 4);
		ret->high = wcore_reader_uint(reader, 4);
		ret->is_range = add_base(list, ret);
		break;
	default:
		wcore_reader_fail(reader, "a location list has an unknown entry");
		return false;
	}
	ret->expression = take(reader, wcore_reader_uint(reader, 2));
	return true;
}

/* An entry of .debug_loclists (7.7.3). */
static bool next_entry(struct list *list, struct entry *ret)
{
	struct wcore_reader *reader = &list->reader;
	unsigned size = list->unit->form.address_size;

	switch (wcore_reader_u8(reader)) {
	case DW_LLE_end_of_list:
		return false;
	case DW_LLE_base_addressx:
		set_base(list, indexed(list));
		return true;
	case DW_LLE_base_address:
		set_base(list, wcore_reader_uint(reader, size));
		return true;
	case VIEW_PAIR:
		wcore_reader_skip_leb(reader);
		wcore_reader_skip_leb(reader);
		return true;
	case DW_LLE_startx_endx:
		ret->low = indexed(list);
		ret->high = indexed(list);
		ret->is_range = !is_tombstone(list, ret->low);
		break;
	case DW_LLE_startx_length:
		ret->low = indexed(list);
		ret->is_range = add_length(list, ret, wcore_reader_uleb(reader));
		break;
	case DW_LLE_offset_pair:
		ret->low = wcore_reader_uleb(reader);
		ret->high = wcore_reader_uleb(reader);
		ret->is_range = add_base(list, ret);
		break;
	case DW_LLE_default_location:
		ret->is_default = true;
		break;
	case DW_LLE_start_end:
		ret->low = wcore_reader_uint(reader, size);
		ret->high = wcore_reader_uint(reader, size);
		ret->is_range = !is_tombstone(list, ret->low);
		break;
	case DW_LLE_start_length:
		ret->low = wcore_reader_uint(reader, size);
		ret->is_range = add_length(list, ret, wcore_reader_uleb(reader));
		break;
	default:
		wcore_reader_fail(reader, "a location list has an unknown entry");
		return false;
	}
	ret->expression = take(reader, wcore_reader_uleb(reader));
	return true;
}

static bool list_offset(const struct wcore_unit *unit, const struct wcore_form_value *value,
			uint64_t *ret)
{
	uint64_t at;

	if (value->class == WCORE_FORM_OFFSET || value->class == WCORE_FORM_NUMBER) {
		*ret = value->number;
		return true;
	}
	if (value->class != WCORE_FORM_LIST_INDEX || value->number > UINT32_MAX ||
	    unit->form.version < 5 ||
	    __builtin_add_overflow(unit->loclists_base, value->number * unit->form.offset_size,
				   &at))
		return false;
	struct wcore_reader table = wcore_dwarf_reader(unit->form.data, WCORE_DWARF_LOCLISTS, at);
	const uint64_t start = table.pos;
	uint64_t offset = wcore_reader_uint(&table, unit->form.offset_size);

	return !table.why && wcore_file_use(unit->form.data->file, start, table.pos) &&
	       !__builtin_add_overflow(unit->loclists_base, offset, ret);
}

static bool list_init(struct list *list, const struct wcore_unit *unit,
		      const struct wcore_form_value *value)
{
	uint64_t offset;

	/* The unit's own base is 0 where its functions have ranges: the entries are absolute then. */
	*list = (struct list){ .unit = unit, .base = unit->base };
	if (!list_offset(unit, value, &offset))
		return false;
	list->reader = wcore_dwarf_reader(unit->form.data,
					  unit->form.version >= 5 ? WCORE_DWARF_LOCLISTS
								  : WCORE_DWARF_LOC, offset);
	list->start = list->reader.pos;
	return true;
}

/* False at the end, or where the list cannot be read: reader.why then. */
static bool list_next(struct list *list, struct entry *ret)
{
	const struct wcore_form_context *form = &list->unit->form;
	bool is_gnu = form->version < 5 && form->data != form->address_data;
	bool is_there;

	*ret = (struct entry){ 0 };
	if (!wcore_dwarf_spend(form->data, 3)) {
		wcore_reader_fail(&list->reader, "the work that is allowed is used up");
		return false;
	}
	is_there = form->version >= 5 ? next_entry(list, ret)
		   : is_gnu ? next_gnu(list, ret) : next_pair(list, ret);
	if (!wcore_file_use(form->data->file, list->start, list->reader.pos))
		wcore_reader_fail(&list->reader, "the thin copy lacks a list of places");
	return is_there && !list->reader.why;
}

bool wcore_location_list_find(const struct wcore_unit *unit, const struct wcore_form_value *value,
			      uint64_t address, struct wcore_string *ret, bool *ret_is_broken)
{
	struct list list;
	struct entry entry;
	bool has_default = false;

	if (ret_is_broken)
		*ret_is_broken = true;
	if (!list_init(&list, unit, value))
		return false;
	while (list_next(&list, &entry)) {
		if (entry.is_default) {
			*ret = entry.expression;
			has_default = true;
		}
		if (entry.is_range && entry.low <= address && address < entry.high) {
			*ret = entry.expression;
			if (ret_is_broken)
				*ret_is_broken = false;
			return true;
		}
	}
	if (ret_is_broken)
		*ret_is_broken = list.reader.why != NULL;
	return has_default && !list.reader.why;
}

void wcore_location_list_visit(const struct wcore_unit *unit, const struct wcore_form_value *value,
			       bool (*visit)(void *context, const struct wcore_location_range *range),
			       void *context)
{
	struct list list;
	struct entry entry;

	if (!list_init(&list, unit, value))
		return;
	while (list_next(&list, &entry)) {
		struct wcore_location_range range = { entry.low, entry.high, entry.expression };

		if (entry.is_range && !visit(context, &range))
			return;
	}
}
