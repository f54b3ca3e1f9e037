/*
 * DIEs, their attributes and scopes through libdwarf: for types and variables.
 * Backtraces do without it (dwarf.h).  This is the one file that knows libdwarf,
 * 20210528 and 2.x alike.
 *
 * A DIE is named by its offset in .debug_info, as in struct wcore_site.
 */
#ifndef WCORE_DEBUG_DIE_H
#define WCORE_DEBUG_DIE_H

#include "../wasm/module.h"

struct wcore_dies;

/*
 * module stays the caller's and holds the DWARF sections.  Errors: NOT_FOUND
 * (no .debug_info), FORMAT (libdwarf refuses it), NOMEM.
 */
struct wcore_error *wcore_dies_open(const struct wcore_module *module, struct wcore_dies **ret);
void wcore_dies_close(struct wcore_dies *dies);

/* Navigation: false when there is none, or the DIE cannot be read. */
bool wcore_dies_tag(struct wcore_dies *dies, uint64_t die, uint16_t *ret);
bool wcore_dies_child(struct wcore_dies *dies, uint64_t die, uint64_t *ret);
bool wcore_dies_sibling(struct wcore_dies *dies, uint64_t die, uint64_t *ret);
/* The first DIE of the unit that holds a DIE. */
bool wcore_dies_root(struct wcore_dies *dies, uint64_t die, uint64_t *ret);
/* The first DIE of the first unit; then, from a unit's first DIE, that of the next unit. */
bool wcore_dies_first_unit(struct wcore_dies *dies, uint64_t *ret);
bool wcore_dies_next_unit(struct wcore_dies *dies, uint64_t root, uint64_t *ret);

enum wcore_die_class {
	WCORE_DIE_NUMBER,	/* number; number_signed where the form has a sign */
	WCORE_DIE_ADDRESS,
	WCORE_DIE_FLAG,
	WCORE_DIE_STRING,
	WCORE_DIE_REFERENCE,	/* number is the offset of a DIE */
	WCORE_DIE_BYTES,	/* blocks and expressions, raw: libdwarf rejects DW_OP_WASM_location */
	WCORE_DIE_LIST,		/* number is an offset in a list section, or an index with is_index */
	WCORE_DIE_OTHER,
};

struct wcore_die_attr {
	enum wcore_die_class class;
	uint16_t form;
	bool is_signed, is_index;
	uint64_t number;	/* the bits; sign-extended when is_signed */
	struct wcore_string bytes;	/* of STRING and BYTES, borrowed from the module */
};

/* False when the DIE has no such attribute. */
bool wcore_dies_attr(struct wcore_dies *dies, uint64_t die, uint16_t name,
		     struct wcore_die_attr *ret);

/* Whether low_pc and high_pc or the ranges of a DIE cover an address; false also without either. */
bool wcore_dies_covers(struct wcore_dies *dies, uint64_t die, uint64_t address);
/*
 * The DIEs of a function that cover an address, outermost (the function) first:
 * lexical blocks and inlined calls.  Gives how many of max were found.
 */
unsigned wcore_dies_scopes(struct wcore_dies *dies, uint64_t function, uint64_t address,
			   uint64_t *ret, unsigned max);

/* A row of a line program; file is an index in the table of files of the program. */
struct wcore_die_row { uint64_t address, line, column, file; bool is_end; };
/*
 * All rows of a unit's line program, in their order.  libdwarf allocates each:
 * this is for checking line.h against it.  False when it cannot be read.
 */
bool wcore_dies_rows(struct wcore_dies *dies, uint64_t root,
		     void (*visit)(void *context, const struct wcore_die_row *row), void *context);

#endif
