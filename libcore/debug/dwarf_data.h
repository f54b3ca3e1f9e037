/*
 * The DWARF sections of one file, and the work that may still be spent on
 * reading them: whatever the input, reading ends.
 */
#ifndef WCORE_DEBUG_DWARF_DATA_H
#define WCORE_DEBUG_DWARF_DATA_H

#include "../wasm/module.h"
#include "reader.h"

enum wcore_dwarf_section {
	WCORE_DWARF_INFO, WCORE_DWARF_ABBREV, WCORE_DWARF_LINE, WCORE_DWARF_STR,
	WCORE_DWARF_LINE_STR, WCORE_DWARF_STR_OFFSETS, WCORE_DWARF_ADDR, WCORE_DWARF_RANGES,
	WCORE_DWARF_RNGLISTS, WCORE_DWARF_LOC, WCORE_DWARF_LOCLISTS, WCORE_DWARF_TYPES,
	WCORE_DWARF_SECTIONS,
};

struct wcore_dwarf_span {
	uint64_t offset;	/* of the contents in the file */
	uint64_t size;		/* 0 when there is no such section */
};

struct wcore_dwarf_data {
	const struct wcore_file *file;
	struct wcore_dwarf_span sections[WCORE_DWARF_SECTIONS];
	bool is_types;	/* the section of units is .debug_types: see wcore_dwarf_data_types() */
	/*
	 * Steps of a few nanoseconds (a byte of a line program; a DIE, an
	 * attribute or a range are some; 32 bytes of a string) that are left.  Enough for any honest
	 * input; circles and overlaps of hostile ones use it up.  Split units share
	 * the work of the module that they are attached to.
	 */
	uint64_t *work;
	uint64_t own_work;
};

/*
 * is_split: the sections are those of a .dwo file (".debug_info.dwo").  data
 * points into itself: it stays where it is.
 */
void wcore_dwarf_data_init(struct wcore_dwarf_data *data, const struct wcore_module *module,
			   bool is_split);

/*
 * The same file with .debug_types (DWARF 4, 7.5.1.2) in the place of
 * .debug_info; false without one.  Its work is that of data, which must outlive it.
 */
bool wcore_dwarf_data_types(const struct wcore_dwarf_data *data, struct wcore_dwarf_data *ret);

/* ".debug_info". */
const char *wcore_dwarf_section_name(enum wcore_dwarf_section section);

/* False when the work is used up. */
static inline bool wcore_dwarf_spend(const struct wcore_dwarf_data *data, uint64_t steps)
{
	if (*data->work < steps) {
		*data->work = 0;
		return false;
	}
	*data->work -= steps;
	return true;
}

/* A reader over a section from an offset in it; it has failed when offset is outside. */
struct wcore_reader wcore_dwarf_reader(const struct wcore_dwarf_data *data,
				       enum wcore_dwarf_section section, uint64_t offset);
/* wcore_reader_cstring() for what may be read again and again: its length is work. */
struct wcore_string wcore_dwarf_cstring(const struct wcore_dwarf_data *data,
					struct wcore_reader *reader);
/* The string at an offset of a string section; absent when there is none. */
struct wcore_string wcore_dwarf_string(const struct wcore_dwarf_data *data,
				       enum wcore_dwarf_section section, uint64_t offset);

#endif
