/*
 * Functions of a unit and the calls inlined into them, found by walking the
 * DIEs in the order of the file: nothing is built but a list of functions.
 */
#ifndef WCORE_DEBUG_SCOPE_H
#define WCORE_DEBUG_SCOPE_H

#include "ranges.h"

/* A function's code: DWARF addresses, and the offset of its DIE in .debug_info. */
struct wcore_scope_function {
	uint32_t low, high;
	uint64_t die;
};

/* The functions of a unit that have live code, in the order of the file, as far as it was read. */
struct wcore_scope_table {
	struct wcore_scope_function *items;
	uint32_t count, capacity;
	uint64_t next;		/* offset in .debug_info where reading goes on */
	bool is_complete;
	const char *why;	/* why reading ended early, or NULL */
};

#define WCORE_SCOPE_FUNCTIONS_MAX (1u << 18)

void wcore_scope_table_init(struct wcore_scope_table *table, const struct wcore_unit *unit);
void wcore_scope_table_deinit(struct wcore_scope_table *table);
/* Reads on until there are more than count functions or the unit ends. */
void wcore_scope_table_extend(struct wcore_scope_table *table, const struct wcore_unit *unit,
			      const struct wcore_abbrev_table *abbrevs, uint32_t count);

/* A call that was inlined, or, as item 0 of a chain, the function itself. */
struct wcore_scope_call {
	uint64_t die;		/* offset in .debug_info */
	uint64_t call_file, call_line, call_column;	/* where it was called; 0 when unknown */
};

/* More nested calls than this are not believed. */
#define WCORE_SCOPE_DEPTH 256

/*
 * The calls around an address in the function whose DIE stands at die,
 * outermost first.  Gives their number; 0 when the function's DIEs cannot be
 * read: with some of the calls only, a line would get the wrong name.
 */
unsigned wcore_scope_chain(const struct wcore_unit *unit, const struct wcore_abbrev_table *abbrevs,
			   uint64_t die, uint64_t address,
			   struct wcore_scope_call ret[WCORE_SCOPE_DEPTH]);

/* What a DIE says of its function's name. */
struct wcore_scope_name {
	struct wcore_string name, linkage_name;
	uint64_t decl_file, decl_line;	/* 0 when not said */
	bool has_origin;	/* more is said by the DIE at origin */
	uint64_t origin;
};

/* False when the DIE cannot be read. */
bool wcore_scope_name_read(const struct wcore_unit *unit, const struct wcore_abbrev_table *abbrevs,
			   uint64_t die, struct wcore_scope_name *ret);

#endif
