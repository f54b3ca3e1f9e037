/* The places that an address has: declared in dwarf_state.h. */
#include "dwarf_state.h"

#include <stdlib.h>

#include "../base/alloc.h"

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
		dwarf->paths = wcore_calloc(PATH_BUCKETS, sizeof(struct wcore_dwarf_path *));
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

/* What is said of the function that a call runs, and where it is declared. */
struct callee {
	struct wcore_string name, linkage_name;
	bool has_decl;		/* in the same unit */
	uint64_t decl_file, decl_line;
};

/* Follows origins and specifications, also into other units, until both names are known. */
static void read_callee(struct wcore_dwarf *dwarf, const struct wcore_unit *home, uint64_t die,
			struct callee *ret)
{
	*ret = (struct callee){ 0 };
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
		if (!ret->name.data)
			ret->name = name.name;
		if (!ret->linkage_name.data)
			ret->linkage_name = name.linkage_name;
		if (!ret->has_decl && name.decl_line && unit == home) {
			ret->has_decl = true;
			ret->decl_file = name.decl_file;
			ret->decl_line = name.decl_line;
		}
		if (!name.has_origin || (ret->name.data && ret->linkage_name.data))
			return;
		die = name.origin;
	}
}

/*
 * Whether a line cannot be in the function of calls[at]: behind it in the same
 * file begins a function that it is inlined into, and the line is in that one.
 */
static bool is_outside(const struct callee *callees, unsigned at, uint64_t file, uint64_t line)
{
	const struct callee *callee = &callees[at];

	if (!callee->has_decl || callee->decl_file != file)
		return false;
	for (unsigned i = 0; i < at; i++)
		if (callees[i].has_decl && callees[i].decl_file == file &&
		    callees[i].decl_line > callee->decl_line && callees[i].decl_line <= line)
			return true;
	return false;
}

/*
 * How many of the calls can be: wasm-opt -g leaves ranges of inlined calls that
 * reach over code of their callers, which the lines then give away.
 */
static unsigned possible_calls(const struct wcore_scope_call *calls, const struct callee *callees,
			       unsigned count, const struct wcore_line_row *row)
{
	for (unsigned i = 1; i < count; i++) {
		bool is_last = i + 1 == count;
		uint64_t file = is_last ? row->file : calls[i + 1].call_file;
		uint64_t line = is_last ? row->line : calls[i + 1].call_line;

		/* Zig gives code of an inlined call the line of the call itself. */
		if (line != calls[i].call_line && is_outside(callees, i, file, line))
			return i;
	}
	return count;
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
	struct callee callees[WCORE_SCOPE_DEPTH];
	const struct wcore_abbrev_table *abbrevs = wcore_unit_cache_abbrevs(&dwarf->cache, unit);
	struct wcore_line_row row = { .fit = WCORE_LINE_NONE };
	unsigned count = 0;
	const char *why;

	if (abbrevs)
		count = wcore_scope_chain(unit, abbrevs, die, query->at.address, calls);
	if (count == 0)
		return true;
	struct wcore_cached_lines *lines =
		wcore_unit_cache_lines(&dwarf->cache, lines_unit, &why);

	if (lines)
		row = wcore_dwarf_row(&lines->table, query);
	/*
	 * Where compiler and linker gave each function its own sequence, another
	 * one is damaged; wasm-opt -g gives none its own.
	 */
	if (row.fit != WCORE_LINE_NONE && row.fit != WCORE_LINE_EXACT &&
	    wcore_dwarf_lines_whole(dwarf, lines, query->skew))
		row = (struct wcore_line_row){ .fit = WCORE_LINE_NONE };
	for (unsigned i = 0; i < count; i++)
		read_callee(dwarf, unit, calls[i].die, &callees[i]);
	count = possible_calls(calls, callees, count, &row);
	struct wcore_site *sites = wcore_realloc(dwarf->sites, count * sizeof(*sites));

	if (!sites)
		return false;
	dwarf->sites = sites;
	for (unsigned i = 0; i < count; i++) {
		unsigned at = count - 1 - i;
		struct wcore_site *site = &sites[i];

		*site = (struct wcore_site){
			.function = callees[at].name,
			.linkage_name = callees[at].linkage_name,
			.name_origin = WCORE_NAME_FROM_DWARF,
			.is_inlined = at > 0,
			.unit = lines_unit->form.unit,
			.die = calls[at].die,
		};
		if (i > 0 && lines)
			set_call_site(dwarf, lines_unit, &lines->table.program, &calls[at + 1],
				      site);
		else if (row.fit != WCORE_LINE_NONE)
			wcore_dwarf_set_row(dwarf, lines_unit, &lines->table.program, &row, site);
	}
	*ret = (struct wcore_sites){ sites, count };
	return true;
}
