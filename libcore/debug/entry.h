/*
 * Debugging information entries (DIEs) and their attributes, read in place from
 * a module's DWARF 2 to 5 and the split files attached to it.  Nothing is built
 * but a table of the units that were met.  Reading is bounded by the work that
 * dwarf_data.h allows.  libdwarf (die.h) is what this is tested against.
 */
#ifndef WCORE_DEBUG_ENTRY_H
#define WCORE_DEBUG_ENTRY_H

/* Units and abbreviations that are kept; what lies beyond cannot be read. */
#define WCORE_ENTRIES_UNITS_MAX (1u << 15)
#define WCORE_ENTRIES_ABBREVS_MAX (1u << 18)

#include "dwarf.h"
#include "unit.h"

/* DWARF 6's DW_LANG_Zig. */
#define WCORE_LANG_ZIG 0x27

struct wcore_entries;

/* A unit with what its entries need; lives as long as entries. */
struct wcore_entry_unit {
	struct wcore_unit unit;
	struct wcore_abbrev_table abbrevs;
	uint32_t language;	/* DW_LANG_*; WCORE_LANG_ZIG also where its compiler says C99 */
	const struct wcore_entry_unit *skeleton;	/* of a split unit, or NULL */
	uint32_t number;	/* in the index of the module's units; UINT32_MAX of type units of other sections */
};

struct wcore_entry {
	const struct wcore_entry_unit *unit;
	uint64_t offset;	/* in .debug_info of the unit's file */
	uint16_t tag;		/* DW_TAG_* */
	bool has_children;
	const struct wcore_abbrev *abbrev;
	uint64_t attrs;		/* where its attributes stand in the file */
};

/* dwarf stays the caller's and must outlive entries.  Errors: NOMEM. */
struct wcore_error *wcore_entries_open(struct wcore_dwarf *dwarf, struct wcore_entries **ret);
void wcore_entries_close(struct wcore_entries *entries);
struct wcore_dwarf *wcore_entries_dwarf(struct wcore_entries *entries);

/* The entry that a site names (site.h), in the split file where its unit is split; false without one. */
bool wcore_entries_site(struct wcore_entries *entries, const struct wcore_site *site,
			struct wcore_entry *ret);
/* First entries of the units, in the order of the file, split units instead of their skeletons; false for one that cannot be read. */
bool wcore_entries_unit(struct wcore_entries *entries, uint32_t number, struct wcore_entry *ret);
uint32_t wcore_entries_unit_count(struct wcore_entries *entries);

/* Navigation: false when there is none, or it cannot be read. */
bool wcore_entry_child(const struct wcore_entry *entry, struct wcore_entry *ret);
bool wcore_entry_sibling(struct wcore_entries *entries, const struct wcore_entry *entry,
			 struct wcore_entry *ret);
bool wcore_entry_at(struct wcore_entries *entries, const struct wcore_entry_unit *unit,
		    uint64_t offset, struct wcore_entry *ret);

/* The innermost namespace, module, type or function that an entry stands in; false at the level of the unit. */
bool wcore_entry_scope(struct wcore_entries *entries, const struct wcore_entry *entry,
		       struct wcore_entry *ret);

/* A block of statements: what stands in it belongs to the function around it. */
bool wcore_entry_is_block(const struct wcore_entry *entry);

/* The form of the value in *ret_form, which may be NULL.  False when the entry has no such attribute.  Values as form.h. */
bool wcore_entry_form(const struct wcore_entry *entry, uint16_t name, struct wcore_form_value *ret,
		      uint16_t *ret_form);
bool wcore_entry_attr(const struct wcore_entry *entry, uint16_t name, struct wcore_form_value *ret);
/* The entry that a REFERENCE names, in whatever unit; a type unit's type for DW_FORM_ref_sig8. */
bool wcore_entry_reference(struct wcore_entries *entries, const struct wcore_entry *entry,
			   uint16_t name, struct wcore_entry *ret);
/* Shorthands: absent, or false, when it is not there or of another class. */
struct wcore_string wcore_entry_string(const struct wcore_entry *entry, uint16_t name);
bool wcore_entry_number(const struct wcore_entry *entry, uint16_t name, uint64_t *ret);
bool wcore_entry_flag(const struct wcore_entry *entry, uint16_t name);
/* File and line of its declaration, or of what it stands for; false when they are not known. */
bool wcore_entry_declared(struct wcore_entries *entries, const struct wcore_entry *entry,
			  struct wcore_site *ret);
/* What low_pc, high_pc and ranges say; false without any of them. */
bool wcore_entry_pc(const struct wcore_entry *entry, struct wcore_pc *ret);

#endif
