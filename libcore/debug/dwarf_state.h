/* An open DWARF: shared by dwarf.c, dwarf_site.c and dwarf_summary.c. */
#ifndef WCORE_DEBUG_DWARF_STATE_H
#define WCORE_DEBUG_DWARF_STATE_H

#include "dwarf.h"
#include "unit_cache.h"
#include "unit_index.h"

/* A unit of an attached .dwo file. */
struct wcore_dwarf_split {
	struct wcore_dwarf_split *next;
	struct wcore_dwarf_data *data;
	uint64_t id, unit;
};

struct wcore_dwarf {
	struct wcore_module *debug, *code;
	struct wcore_dwarf_data data;
	struct wcore_unit_index index;
	struct wcore_unit_cache cache;
	struct wcore_findings findings;
	struct wcore_arena arena;	/* joined paths, split units */
	struct wcore_dwarf_split *splits;
	struct wcore_dwarf_path **paths;
	struct wcore_site *sites;	/* of the last answer */
	uint64_t code_base, code_size;	/* file offset and size of the code section's contents */
	/*
	 * wasm-tools counts addresses from behind the count of functions, 1 to 5
	 * bytes later than everybody else: 0 when the count cannot be read.
	 */
	uint64_t skew;
	bool is_indexed;
};

/* A function's body as the addresses of some DWARF, and what is asked of it. */
struct wcore_dwarf_query {
	struct wcore_line_query at;
	uint64_t skew;		/* to add to get true addresses */
};

/* Reads the index of units the first time; false when memory ran out. */
bool wcore_dwarf_index(struct wcore_dwarf *dwarf);
/* The unit whose number in the index is given; NULL when it cannot be read. */
const struct wcore_unit *wcore_dwarf_unit(struct wcore_dwarf *dwarf, uint32_t number);

/* The attached unit that a skeleton stands for; false when it is no skeleton or none is attached. */
bool wcore_dwarf_split_unit(struct wcore_dwarf *dwarf, const struct wcore_unit *skeleton,
			    struct wcore_unit *ret);

/*
 * The sites of the function whose DIE stands at die in unit; lines_unit has the line
 * program, and is unit itself or its skeleton.  False when memory ran out;
 * ret->count is 0 when the DIEs cannot be read.
 */
bool wcore_dwarf_make_sites(struct wcore_dwarf *dwarf, const struct wcore_unit *unit,
			    const struct wcore_unit *lines_unit, uint64_t die, const struct wcore_dwarf_query *query,
			    struct wcore_sites *ret);
/* The row of the query's address. */
struct wcore_line_row wcore_dwarf_row(struct wcore_line_table *table,
				      const struct wcore_dwarf_query *query);
/* Puts file, line and column of a row into a site. */
void wcore_dwarf_set_row(struct wcore_dwarf *dwarf, const struct wcore_unit *unit,
			 const struct wcore_line_program *program,
			 const struct wcore_line_row *row, struct wcore_site *site);
void wcore_dwarf_paths_deinit(struct wcore_dwarf *dwarf);

/* Are the live sequences made of whole bodies, but for a few? */
bool wcore_dwarf_lines_whole(struct wcore_dwarf *dwarf, struct wcore_cached_lines *lines,
			     uint64_t skew);

#endif
