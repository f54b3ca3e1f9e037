#include "entry_state.h"

#include <dwarf.h>
#include <stdlib.h>
#include "../base/presence.h"

#include "../base/alloc.h"

/* Types and namespaces deeper than this in each other have no scope. */
#define SCOPE_DEPTH 256
#define SCOPES_MAX (1u << 20)

static uint64_t section_of(const struct wcore_entry_unit *unit)
{
	return unit->unit.form.data->sections[WCORE_DWARF_INFO].offset;
}

static struct wcore_reader reader_at(const struct wcore_entry_unit *unit, uint64_t pos)
{
	const uint64_t section = section_of(unit);

	/* The units that a thin copy lacks have no first entry. */
	wcore_file_use(unit->unit.form.data->file, section + unit->unit.form.unit, section + unit->unit.end);
	return (struct wcore_reader){
		.data = unit->unit.form.data->file->data,
		.pos = pos,
		.end = section_of(unit) + unit->unit.end,
	};
}

static struct wcore_reader specs_of(const struct wcore_entry *entry)
{
	const struct wcore_dwarf_data *data = entry->unit->unit.form.data;
	const struct wcore_dwarf_span *span = &data->sections[WCORE_DWARF_ABBREV];

	return (struct wcore_reader){
		.data = data->file->data,
		.pos = entry->abbrev->attrs,
		.end = span->offset + span->size,
	};
}

/* The entry at the reader, which moves to its attributes; false at the end of a list. */
static bool read_entry(const struct wcore_entry_unit *unit, struct wcore_reader *reader,
		       struct wcore_entry *ret)
{
	uint64_t offset = reader->pos - section_of(unit);

	if (!wcore_reader_left(reader) || !wcore_dwarf_spend(unit->unit.form.data, 1))
		return false;
	uint64_t code = wcore_reader_uleb(reader);
	const struct wcore_abbrev *abbrev = code ? wcore_abbrev_find(&unit->abbrevs, code) : NULL;

	if (!abbrev) {
		if (code)
			wcore_reader_fail(reader, "a DIE has no abbreviation");
		return false;
	}
	*ret = (struct wcore_entry){
		.unit = unit,
		.offset = offset,
		.tag = abbrev->tag,
		.has_children = abbrev->has_children,
		.abbrev = abbrev,
		.attrs = reader->pos,
	};
	return true;
}

/* Reads over the attributes of the entry whose attributes the reader stands at. */
static void skip_attrs(const struct wcore_entry *entry, struct wcore_reader *reader)
{
	const struct wcore_form_context *form = &entry->unit->unit.form;
	struct wcore_attr attr;

	if (entry->abbrev->size != WCORE_ABBREV_VARIABLE) {
		wcore_reader_skip(reader, entry->abbrev->size);
		return;
	}
	if (!wcore_dwarf_spend(form->data, 2 * (uint64_t)entry->abbrev->attr_count))
		wcore_reader_fail(reader, "it takes more work than an honest file needs");
	struct wcore_reader specs = specs_of(entry);

	while (wcore_attr_next(&specs, &attr))
		wcore_form_skip(reader, form, attr.form);
}

bool wcore_entry_at(struct wcore_entries *entries, const struct wcore_entry_unit *unit,
		    uint64_t offset, struct wcore_entry *ret)
{
	unit = wcore_entries_unit_holding(entries, unit, offset);
	if (!unit || offset < unit->unit.first || offset >= unit->unit.end)
		return false;
	struct wcore_reader reader = reader_at(unit, section_of(unit) + offset);

	return read_entry(unit, &reader, ret);
}

bool wcore_entry_child(const struct wcore_entry *entry, struct wcore_entry *ret)
{
	struct wcore_reader reader = reader_at(entry->unit, entry->attrs);

	if (!entry->has_children)
		return false;
	skip_attrs(entry, &reader);
	return read_entry(entry->unit, &reader, ret);
}

/* Where DW_AT_sibling points, when that is forward in the unit. */
static bool sibling_attr(const struct wcore_entry *entry, uint64_t *ret)
{
	struct wcore_form_value value;

	if (!entry->abbrev->has_sibling || !wcore_entry_attr(entry, DW_AT_sibling, &value) ||
	    value.class != WCORE_FORM_REFERENCE || value.number <= entry->offset ||
	    value.number >= entry->unit->unit.end)
		return false;
	*ret = section_of(entry->unit) + value.number;
	return true;
}

/* Moves the reader behind an entry and what stands in it. */
static bool skip_entry(const struct wcore_entry *entry, struct wcore_reader *reader)
{
	struct wcore_entry inner;
	uint64_t depth = 1;

	*reader = reader_at(entry->unit, entry->attrs);
	if (!entry->has_children) {
		skip_attrs(entry, reader);
		return !reader->why;
	}
	if (sibling_attr(entry, &reader->pos))
		return true;
	skip_attrs(entry, reader);
	while (depth && wcore_reader_left(reader)) {
		if (read_entry(entry->unit, reader, &inner)) {
			skip_attrs(&inner, reader);
			depth += inner.has_children;
		} else if (!*entry->unit->unit.form.data->work) {
			return false;
		} else {
			depth--;
		}
	}
	return !reader->why;
}

bool wcore_entry_sibling(struct wcore_entries *entries, const struct wcore_entry *entry,
			 struct wcore_entry *ret)
{
	struct wcore_reader reader;

	(void)entries;
	return skip_entry(entry, &reader) && read_entry(entry->unit, &reader, ret);
}

bool wcore_entry_form(const struct wcore_entry *entry, uint16_t name, struct wcore_form_value *ret,
		      uint16_t *ret_form)
{
	const struct wcore_form_context *form = &entry->unit->unit.form;
	struct wcore_reader reader = reader_at(entry->unit, entry->attrs);
	struct wcore_reader specs = specs_of(entry);
	struct wcore_attr attr;

	while (wcore_attr_next(&specs, &attr)) {
		if (!wcore_dwarf_spend(form->data, 1))
			return false;
		if (attr.name != name) {
			wcore_form_skip(&reader, form, attr.form);
			continue;
		}
		*ret = wcore_form_read(&reader, form, &attr);
		if (ret_form)
			*ret_form = attr.form;
		return !reader.why;
	}
	return false;
}

bool wcore_entry_attr(const struct wcore_entry *entry, uint16_t name, struct wcore_form_value *ret)
{
	return wcore_entry_form(entry, name, ret, NULL);
}

bool wcore_entry_reference(struct wcore_entries *entries, const struct wcore_entry *entry,
			   uint16_t name, struct wcore_entry *ret)
{
	const struct wcore_entry_unit *unit = entry->unit;
	struct wcore_form_value value;
	uint16_t form;

	if (!wcore_entry_form(entry, name, &value, &form))
		return false;
	if (value.class == WCORE_FORM_SIGNATURE) {
		unit = wcore_entries_type_unit(entries, value.number);
		return unit && unit->unit.type_die &&
		       wcore_entry_at(entries, unit, unit->unit.type_die, ret);
	}
	if (value.class != WCORE_FORM_REFERENCE)
		return false;
	/* DW_FORM_ref_addr counts in .debug_info, which the units of .debug_types are not in. */
	if (form == DW_FORM_ref_addr && unit->unit.form.data->is_types)
		return false;
	if (form != DW_FORM_ref_addr &&
	    (value.number < unit->unit.first || value.number >= unit->unit.end))
		return false;
	return wcore_entry_at(entries, unit, value.number, ret);
}

struct wcore_string wcore_entry_string(const struct wcore_entry *entry, uint16_t name)
{
	struct wcore_form_value value;

	if (!wcore_entry_attr(entry, name, &value) || value.class != WCORE_FORM_STRING)
		return (struct wcore_string){ 0 };
	return value.bytes;
}

bool wcore_entry_number(const struct wcore_entry *entry, uint16_t name, uint64_t *ret)
{
	struct wcore_form_value value;

	if (!wcore_entry_attr(entry, name, &value) || value.class != WCORE_FORM_NUMBER)
		return false;
	*ret = value.number;
	return true;
}

bool wcore_entry_flag(const struct wcore_entry *entry, uint16_t name)
{
	uint64_t value;

	return wcore_entry_number(entry, name, &value) && value != 0;
}

bool wcore_entry_is_block(const struct wcore_entry *entry)
{
	return entry->tag == DW_TAG_lexical_block || entry->tag == DW_TAG_try_block || entry->tag == DW_TAG_catch_block;
}

bool wcore_entry_pc(const struct wcore_entry *entry, struct wcore_pc *ret)
{
	const struct wcore_form_context *form = &entry->unit->unit.form;
	struct wcore_reader reader = reader_at(entry->unit, entry->attrs);
	struct wcore_reader specs = specs_of(entry);
	struct wcore_attr attr;

	*ret = (struct wcore_pc){ 0 };
	if (!wcore_dwarf_spend(form->data, 2 * (uint64_t)entry->abbrev->attr_count))
		return false;
	while (wcore_attr_next(&specs, &attr)) {
		if (attr.name == DW_AT_low_pc || attr.name == DW_AT_high_pc ||
		    attr.name == DW_AT_ranges) {
			struct wcore_form_value value = wcore_form_read(&reader, form, &attr);

			wcore_pc_take(ret, &attr, &value);
		} else {
			wcore_form_skip(&reader, form, attr.form);
		}
	}
	return !reader.why && (ret->has_low || ret->has_ranges);
}

static bool is_scope(uint16_t tag)
{
	switch (tag) {
	case DW_TAG_namespace:
	case DW_TAG_module:
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_union_type:
	case DW_TAG_interface_type:
	case DW_TAG_enumeration_type:
	case DW_TAG_subprogram:
		return true;
	default:
		return false;
	}
}

/* The table of scopes while it is made. */
struct scope_list {
	struct wcore_entry_scope_item *items;
	uint32_t count, capacity;
};

static bool add_scope(struct scope_list *list, uint32_t offset, uint32_t parent)
{
	if (list->count == list->capacity) {
		uint32_t capacity = list->capacity ? list->capacity * 2 : 64;
		void *items = NULL;

		if (capacity <= SCOPES_MAX)
			items = wcore_realloc(list->items, capacity * sizeof(*list->items));
		if (!items)
			return false;
		list->items = items;
		list->capacity = capacity;
	}
	list->items[list->count++] =
		(struct wcore_entry_scope_item){ offset, UINT32_MAX, parent };
	return true;
}

void wcore_entry_walk_init(struct wcore_entry_walk *walk, const struct wcore_entry_unit *unit)
{
	*walk = (struct wcore_entry_walk){
		.unit = unit,
		.reader = reader_at(unit, section_of(unit) + unit->unit.first),
	};
}

bool wcore_entry_walk_next(struct wcore_entry_walk *walk, struct wcore_entry *ret,
			   uint64_t *ret_depth)
{
	if (!wcore_reader_left(&walk->reader))
		return false;
	if (read_entry(walk->unit, &walk->reader, ret)) {
		*ret_depth = walk->depth;
		skip_attrs(ret, &walk->reader);
		walk->depth += ret->has_children;
		return !walk->reader.why;
	}
	if (!walk->depth || walk->reader.why || !*walk->unit->unit.form.data->work)
		return false;
	*ret = (struct wcore_entry){ .unit = walk->unit };
	*ret_depth = --walk->depth;
	return true;
}

/* One pass over the unit: what stands in what. */
static void read_scopes(const struct wcore_entry_unit *unit, struct scope_list *list)
{
	struct { uint32_t item; uint64_t depth; } open[SCOPE_DEPTH];
	unsigned open_count = 0;
	uint64_t header = section_of(unit) + unit->unit.form.unit;
	struct wcore_entry_walk walk;
	struct wcore_entry entry;
	uint64_t depth;

	wcore_entry_walk_init(&walk, unit);
	while (wcore_entry_walk_next(&walk, &entry, &depth)) {
		if (!entry.tag && open_count && open[open_count - 1].depth == depth)
			list->items[open[--open_count].item].end =
				(uint32_t)(walk.reader.pos - header);
		if (!entry.has_children || !is_scope(entry.tag) || open_count == SCOPE_DEPTH)
			continue;
		uint32_t parent = open_count ? open[open_count - 1].item : UINT32_MAX;

		if (!add_scope(list, (uint32_t)(entry.offset - unit->unit.form.unit), parent))
			break;
		open[open_count].item = list->count - 1;
		open[open_count++].depth = depth;
	}
}

static const struct wcore_opened_unit *with_scopes(struct wcore_entries *entries,
						   const struct wcore_entry_unit *unit)
{
	/* Every unit that others see is the first member of one that was opened here. */
	struct wcore_opened_unit *opened = (struct wcore_opened_unit *)(uintptr_t)unit;
	struct scope_list list = { 0 };

	if (opened->has_scopes)
		return opened;
	if (entries->scope_count > SCOPES_MAX)
		wcore_entries_drop_scopes(entries);
	read_scopes(unit, &list);
	opened->scopes = list.items;
	opened->scope_count = list.count;
	opened->has_scopes = true;
	entries->scope_count += list.count;
	return opened;
}

bool wcore_entry_scope(struct wcore_entries *entries, const struct wcore_entry *entry,
		       struct wcore_entry *ret)
{
	const struct wcore_opened_unit *opened = with_scopes(entries, entry->unit);
	uint32_t offset = (uint32_t)(entry->offset - entry->unit->unit.form.unit);
	uint32_t low = 0, high = opened->scope_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (opened->scopes[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	/* The last scope that starts before, or one around it. */
	uint32_t item = low ? low - 1 : UINT32_MAX;

	while (item != UINT32_MAX && opened->scopes[item].end <= offset) {
		if (!wcore_dwarf_spend(entry->unit->unit.form.data, 1))
			return false;
		item = opened->scopes[item].parent;
	}
	return item != UINT32_MAX &&
	       wcore_entry_at(entries, entry->unit,
			      entry->unit->unit.form.unit + opened->scopes[item].offset, ret);
}
