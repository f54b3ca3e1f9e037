#include "dwarf_state.h"

#include <stdlib.h>

/* A path that was joined once: rows name the same few files again and again. */
struct wcore_dwarf_path {
	struct wcore_dwarf_path *next;
	uint64_t lines, comp_dir, index;	/* the line program, where the directory's name stands, the file */
	struct wcore_string file, short_file;
};

#define PATH_BUCKETS 1024
/* Paths that are kept take at most so much; behind that, files stay unnamed. */
#define PATH_BYTES_MAX (8u << 20)
/* Names are followed through at most so many DIEs. */
#define ORIGINS_MAX 16

void wcore_dwarf_paths_deinit(struct wcore_dwarf *dwarf)
{
	free(dwarf->paths);
	dwarf->paths = NULL;
}

static void set_file(struct wcore_dwarf *dwarf, const struct wcore_unit *unit,
		     const struct wcore_line_program *program, uint64_t index,
		     struct wcore_site *site)
{
	uint64_t comp_dir = (uint64_t)(uintptr_t)unit->comp_dir.data;
	uint64_t hash = (program->start ^ index) * UINT64_C(0x9e3779b97f4a7c15);
	struct wcore_dwarf_path *path = NULL;

	if (!dwarf->paths)
		dwarf->paths = calloc(PATH_BUCKETS, sizeof(struct wcore_dwarf_path *));
	if (!dwarf->paths)
		return;
	struct wcore_dwarf_path **bucket = &dwarf->paths[hash >> 54];

	for (path = *bucket; path; path = path->next)
		if (path->lines == program->start && path->index == index &&
		    path->comp_dir == comp_dir)
			break;
	if (!path) {
		if (dwarf->arena.used > PATH_BYTES_MAX ||
		    !wcore_line_file(program, unit, index, &dwarf->arena, site))
			return;
		path = wcore_arena_alloc(&dwarf->arena, sizeof(*path));
		if (!path)
			return;
		*path = (struct wcore_dwarf_path){ *bucket, program->start, comp_dir, index,
						   site->file, site->short_file };
		*bucket = path;
	}
	site->file = path->file;
	site->short_file = path->short_file;
}

void wcore_dwarf_set_row(struct wcore_dwarf *dwarf, const struct wcore_unit *unit,
			 const struct wcore_line_program *program,
			 const struct wcore_line_row *row, struct wcore_site *site)
{
	if (row->line > UINT32_MAX)
		return;
	set_file(dwarf, unit, program, row->file, site);
	/* Line 0: the compiler knows no line for this instruction (6.2.2). */
	if (!site->file.data || row->line == 0)
		return;
	site->line = (uint32_t)row->line;
	site->column = row->column > UINT32_MAX ? 0 : (uint32_t)row->column;
}

/* Follows origins and specifications, also into other units, until both names are known. */
static void set_name(struct wcore_dwarf *dwarf, const struct wcore_unit *home, uint64_t die,
		     struct wcore_site *site)
{
	for (int i = 0; i < ORIGINS_MAX; i++) {
		struct wcore_scope_name name;
		const struct wcore_abbrev_table *abbrevs;
		const struct wcore_unit *unit = home;
		uint32_t number;

		if (die < home->first || die >= home->end) {
			if (home->form.data != &dwarf->data ||
			    !wcore_unit_index_find(&dwarf->index, die, &number))
				return;
			unit = wcore_dwarf_unit(dwarf, number);
		}
		abbrevs = unit ? wcore_unit_cache_abbrevs(&dwarf->cache, unit) : NULL;
		if (!abbrevs || !wcore_scope_name_read(unit, abbrevs, die, &name))
			return;
		if (!site->function.data)
			site->function = name.name;
		if (!site->linkage_name.data)
			site->linkage_name = name.linkage_name;
		if (!name.has_origin || (site->function.data && site->linkage_name.data))
			return;
		die = name.origin;
	}
}

struct wcore_line_row wcore_dwarf_row(struct wcore_line_table *table,
				      const struct wcore_dwarf_query *query)
{
	struct wcore_line_row row = wcore_line_find(table, &query->at);

	/* The local declarations belong to the first instruction where nothing else is said. */
	if (row.fit == WCORE_LINE_NONE && query->at.address < query->at.code) {
		struct wcore_line_query entry = query->at;

		entry.address = entry.code;
		row = wcore_line_find(table, &entry);
	}
	return row;
}

static void set_call_site(struct wcore_dwarf *dwarf, const struct wcore_unit *unit,
			  const struct wcore_line_program *program,
			  const struct wcore_scope_call *call, struct wcore_site *site)
{
	struct wcore_line_row row = { WCORE_LINE_EXACT, call->call_file, call->call_line,
				      call->call_column };

	wcore_dwarf_set_row(dwarf, unit, program, &row, site);
}

bool wcore_dwarf_make_sites(struct wcore_dwarf *dwarf, const struct wcore_unit *unit,
			    const struct wcore_unit *lines_unit, uint64_t die,
			    const struct wcore_dwarf_query *query, struct wcore_sites *ret)
{
	struct wcore_scope_call calls[WCORE_SCOPE_DEPTH];
	const struct wcore_abbrev_table *abbrevs = wcore_unit_cache_abbrevs(&dwarf->cache, unit);
	unsigned count = 0;
	const char *why;

	if (abbrevs)
		count = wcore_scope_chain(unit, abbrevs, die, query->at.address, calls);
	if (count == 0)
		return true;
	struct wcore_site *sites = realloc(dwarf->sites, count * sizeof(*sites));

	if (!sites)
		return false;
	dwarf->sites = sites;
	struct wcore_cached_lines *lines =
		wcore_unit_cache_lines(&dwarf->cache, lines_unit, &why);

	for (unsigned i = 0; i < count; i++) {
		const struct wcore_scope_call *call = &calls[count - 1 - i];
		struct wcore_site *site = &sites[i];

		*site = (struct wcore_site){
			.name_origin = WCORE_NAME_FROM_DWARF,
			.is_inlined = i + 1 < count,
			.unit = lines_unit->form.unit,
			.die = call->die,
		};
		set_name(dwarf, unit, call->die, site);
		if (!lines)
			continue;
		if (i == 0) {
			struct wcore_line_row row = wcore_dwarf_row(&lines->table, query);

			if (row.fit != WCORE_LINE_NONE)
				wcore_dwarf_set_row(dwarf, lines_unit, &lines->table.program,
						    &row, site);
		} else {
			set_call_site(dwarf, lines_unit, &lines->table.program,
				      &calls[count - i], site);
		}
	}
	*ret = (struct wcore_sites){ sites, count };
	return true;
}
