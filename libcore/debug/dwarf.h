/*
 * DWARF 2 to 5 of a Wasm module: lines, functions and inlined calls at a code
 * address, read by our own streaming reader over the mapped bytes (unit.h,
 * line.h, scope.h).  Types and variables come from libdwarf: die.h.
 *
 * Addresses are DWARF's: byte offsets from the start of the code section's
 * contents.
 */
#ifndef WCORE_DEBUG_DWARF_H
#define WCORE_DEBUG_DWARF_H

#include "../wasm/function.h"
#include "../wasm/module.h"
#include "site.h"

/* True when the module has .debug_info or .debug_line. */
bool wcore_dwarf_present(const struct wcore_module *module);

/*
 * debug holds the DWARF sections; code is the module whose code they describe
 * (the same module, or another one when debug is a companion file).  Both stay
 * the caller's.  Strings of the results are borrowed from debug or dwarf.
 */
struct wcore_dwarf;
struct wcore_error *wcore_dwarf_open(struct wcore_module *debug, struct wcore_module *code,
				     struct wcore_dwarf **ret);
void wcore_dwarf_close(struct wcore_dwarf *dwarf);

/*
 * Split DWARF: the .dwo file that skeleton number wants, counted from 0 over the
 * units; absent when its unit is attached already, as that of another skeleton's
 * file.  False when there is no such skeleton.
 */
bool wcore_dwarf_split_name(struct wcore_dwarf *dwarf, uint32_t number,
			    struct wcore_string *ret_comp_dir, struct wcore_string *ret_name);
/*
 * Takes the functions of the skeletons that this .dwo file belongs to from it.
 * dwo stays the caller's and must outlive dwarf.  Errors: NOMEM, NOT_FOUND (it
 * belongs to no skeleton).
 */
struct wcore_error *wcore_dwarf_attach(struct wcore_dwarf *dwarf, const struct wcore_module *dwo);

/*
 * The number of a unit that may have code at an address; skip: so many of them are passed over.
 * False behind the last one.
 */
bool wcore_dwarf_unit_at(const struct wcore_dwarf *dwarf, uint64_t address, uint32_t skip,
			 uint32_t *ret_number);

/* Odd things met on the way (stale units, broken line programs), for warnings. */
const struct wcore_findings *wcore_dwarf_findings(const struct wcore_dwarf *dwarf);

/*
 * The inline chain at an address of a function.  ret->count is 0 when the DWARF
 * says nothing of this address, or when what it says is stale (the subprogram's
 * low_pc is not the function's body start), which is then a finding.
 * low and high are the function's body start and end as DWARF addresses: they
 * choose between units that claim the same weak function.  Where the DWARF has
 * lines but no function (-g1), there is one site whose function is absent.
 * The list is good until the next call; its strings live as long as dwarf and
 * debug.  Errors: NOMEM.
 */
struct wcore_error *wcore_dwarf_find(struct wcore_dwarf *dwarf, uint64_t address, uint64_t low,
				     uint64_t high, struct wcore_sites *ret);

enum wcore_dwarf_state { WCORE_DWARF_FRESH, WCORE_DWARF_STALE, WCORE_DWARF_EMPTY, WCORE_DWARF_UNREADABLE };

struct wcore_dwarf_summary {
	enum wcore_dwarf_state state;
	unsigned min_version, max_version;	/* of the units */
	uint32_t units;
	uint32_t languages[8]; unsigned language_count;	/* DW_LANG codes, most frequent first */
	struct wcore_string producer;	/* of the first unit that has one */
	bool is_split;		/* skeleton units: variables are in .dwo files */
	bool has_variables;	/* false for -g1 */
};
/* Reads each unit's first DIE, and of a sample of functions whether they are fresh. */
struct wcore_error *wcore_dwarf_summarize(struct wcore_dwarf *dwarf,
					  struct wcore_dwarf_summary *ret);
/* "C11", "C++14", "Rust", "Zig"; NULL when unknown. */
const char *wcore_dwarf_language_name(uint32_t language);

#endif
