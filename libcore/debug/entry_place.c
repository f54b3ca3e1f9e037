/* Where an entry is declared in the source: declared in entry.h. */
#include <dwarf.h>

#include "entry_state.h"
#include "unit_cache.h"

/* Entries that stand for each other. */
#define ORIGINS_MAX 16

bool wcore_entry_declared(struct wcore_entries *entries, const struct wcore_entry *entry,
			  struct wcore_site *ret)
{
	struct wcore_dwarf *dwarf = wcore_entries_dwarf(entries);
	struct wcore_entry at = *entry;
	struct wcore_line_row row = { 0 };
	struct wcore_cached_lines *lines;
	const char *why = NULL;

	*ret = (struct wcore_site){ 0 };
	for (int i = 0; i < ORIGINS_MAX; i++) {
		if (wcore_entry_number(&at, DW_AT_decl_line, &row.line) &&
		    wcore_entry_number(&at, DW_AT_decl_file, &row.file))
			break;
		if (!wcore_entry_reference(entries, &at, DW_AT_specification, &at) &&
		    !wcore_entry_reference(entries, &at, DW_AT_abstract_origin, &at))
			return false;
	}
	/* The files of split units are numbered in a table of their own. */
	if (!row.line || at.unit->skeleton || !at.unit->unit.has_lines)
		return false;
	lines = wcore_unit_cache_lines(&dwarf->cache, &at.unit->unit, &why);
	if (!lines)
		return false;
	wcore_dwarf_set_row(dwarf, &at.unit->unit, &lines->table.program, &row, ret);
	return ret->line > 0;
}
