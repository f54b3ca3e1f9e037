/*
 * Abbreviation tables (DWARF 5, 7.5.3): what the DIEs of a unit look like.  The
 * attributes stay in the section and are read again from there; a table only
 * knows where they stand and how long a DIE without variable parts is.
 */
#ifndef WCORE_DEBUG_ABBREV_H
#define WCORE_DEBUG_ABBREV_H

#include "dwarf_data.h"

#define WCORE_ABBREV_VARIABLE UINT32_MAX

struct wcore_abbrev {
	uint64_t code;
	uint64_t attrs;		/* where its attribute list stands in the file */
	uint32_t attr_count;
	uint32_t size;		/* of a DIE behind its code, or WCORE_ABBREV_VARIABLE */
	uint16_t tag;
	bool has_children;
	bool has_pc;		/* has DW_AT_low_pc or DW_AT_ranges */
	bool has_sibling, has_declaration, has_location;	/* has these attributes */
};

struct wcore_abbrev_table {
	uint64_t offset;	/* in .debug_abbrev */
	const struct wcore_dwarf_data *data;
	uint8_t address_size, offset_size;	/* the sizes depend on these */
	uint8_t version;
	bool is_dense;		/* item i has code i + 1 */
	struct wcore_abbrev *items;
	uint32_t count;
};

/* A table has at most this many items; more is hostile. */
#define WCORE_ABBREV_MAX 32768

struct wcore_attr {
	uint16_t name, form;
	int64_t implicit;	/* of DW_FORM_implicit_const */
};

/* The next attribute of a list; false at its end. */
static inline bool wcore_attr_next(struct wcore_reader *reader, struct wcore_attr *ret)
{
	uint64_t name = wcore_reader_uleb(reader);
	uint64_t form = wcore_reader_uleb(reader);

	if ((name == 0 && form == 0) || reader->why)
		return false;
	ret->name = name > UINT16_MAX ? 0 : (uint16_t)name;
	ret->form = form > UINT16_MAX ? 0 : (uint16_t)form;
	ret->implicit = form == 0x21 ? wcore_reader_sleb(reader) : 0;
	return true;
}

/* Reads a whole table.  False: it cannot be read, or memory or work ran out. */
bool wcore_abbrev_table_read(struct wcore_dwarf_data *data, struct wcore_abbrev_table *table);
void wcore_abbrev_table_deinit(struct wcore_abbrev_table *table);
/* NULL when the table has no such code. */
const struct wcore_abbrev *wcore_abbrev_find(const struct wcore_abbrev_table *table,
					     uint64_t code);
/* One abbreviation of the table at offset, without reading more than up to it. */
bool wcore_abbrev_scan(struct wcore_dwarf_data *data, uint64_t offset, uint64_t code,
		       struct wcore_abbrev *ret);

#endif
