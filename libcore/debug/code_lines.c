#include "code_lines.h"

#include <dwarf.h>

#include "dwarf_state.h"

#define MAX_NESTING 64

/* The program with the lines of an entry's unit; those of split units are their skeletons'. */
static struct wcore_cached_lines *lines_of(struct wcore_entries *entries, const struct wcore_entry *entry)
{
	const struct wcore_unit *unit = &entry->unit->unit;
	const char *why = NULL;

	if (entry->unit->skeleton || !unit->has_lines)
		return NULL;
	return wcore_unit_cache_lines(&wcore_entries_dwarf(entries)->cache, unit, &why);
}

struct search {
	struct wcore_entries *entries;
	const struct wcore_entry *block;
	struct wcore_cached_lines *lines;
	struct wcore_string file;
	uint64_t first, last;
	bool is_found;
};

static bool is_wanted(struct search *search, const struct wcore_line_row *row)
{
	struct wcore_site site = { 0 };

	if (row->line < search->first || row->line > search->last)
		return false;
	wcore_dwarf_set_row(wcore_entries_dwarf(search->entries), &search->block->unit->unit, &search->lines->table.program, row, &site);
	return wcore_string_equal(site.file, search->file);
}

static bool look_at_row(void *context, const struct wcore_line_row *row)
{
	struct search *search = context;

	search->is_found = is_wanted(search, row);
	return !search->is_found;
}

/* Where an inlined call stood in the function around it; false for other entries. */
static bool call_of(const struct wcore_entry *entry, struct wcore_line_row *ret)
{
	*ret = (struct wcore_line_row){ .fit = WCORE_LINE_LOOSE };
	return entry->tag == DW_TAG_inlined_subroutine && wcore_entry_number(entry, DW_AT_call_file, &ret->file) &&
	       wcore_entry_number(entry, DW_AT_call_line, &ret->line);
}

static void look_at_calls(struct search *search, const struct wcore_entry *block, unsigned nesting)
{
	struct wcore_line_row call;
	struct wcore_entry child;

	for (bool is_there = wcore_entry_child(block, &child); is_there && !search->is_found;
	     is_there = wcore_entry_sibling(search->entries, &child, &child)) {
		if (call_of(&child, &call))
			search->is_found = is_wanted(search, &call);
		else if (wcore_entry_is_block(&child) && nesting < MAX_NESTING)
			look_at_calls(search, &child, nesting + 1);
	}
}

bool wcore_code_lines_any(struct wcore_entries *entries, const struct wcore_entry *block,
			  struct wcore_string file, uint32_t first, uint32_t last)
{
	struct search search = { .entries = entries, .block = block, .lines = lines_of(entries, block),
				 .file = file, .first = first, .last = last };
	struct wcore_range_iter ranges;
	uint64_t low, high;
	struct wcore_pc pc;

	if (!search.lines || !wcore_entry_pc(block, &pc))
		return true;
	wcore_range_iter_init(&ranges, &block->unit->unit, &pc);
	while (!search.is_found && wcore_range_iter_next(&ranges, &low, &high))
		wcore_line_visit(&search.lines->table, low, high, look_at_row, &search);
	if (!search.is_found)
		look_at_calls(&search, block, 0);
	return search.is_found;
}

/* The inlined call that covers an address, through blocks. */
static bool find_call(struct wcore_entries *entries, const struct wcore_entry *block, uint64_t address,
		      unsigned nesting, struct wcore_line_row *ret)
{
	struct wcore_entry child;
	uint64_t low, high;
	struct wcore_pc pc;

	for (bool is_there = wcore_entry_child(block, &child); is_there;
	     is_there = wcore_entry_sibling(entries, &child, &child)) {
		if (wcore_entry_is_block(&child)) {
			if (nesting < MAX_NESTING && find_call(entries, &child, address, nesting + 1, ret))
				return true;
		} else if (call_of(&child, ret) && wcore_entry_pc(&child, &pc) &&
			   wcore_pc_covers(&child.unit->unit, &pc, address, &low, &high)) {
			return true;
		}
	}
	return false;
}

static bool take_row(void *context, const struct wcore_line_row *row)
{
	*(struct wcore_line_row *)context = *row;
	return false;
}

uint32_t wcore_code_lines_at(struct wcore_entries *entries, const struct wcore_entry *block,
			     struct wcore_string file, uint64_t address)
{
	struct search search = { .entries = entries, .block = block, .lines = lines_of(entries, block),
				 .file = file, .last = UINT32_MAX };
	struct wcore_line_row row = { .fit = WCORE_LINE_NONE };

	if (!search.lines)
		return 0;
	if (!find_call(entries, block, address, 0, &row)) {
		row.line = 0;
		wcore_line_visit(&search.lines->table, address, address + 1, take_row, &row);
	}
	return row.line && is_wanted(&search, &row) ? (uint32_t)row.line : 0;
}
