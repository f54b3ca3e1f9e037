/*
 * Units of .debug_info (DWARF 5, 7.5.1): their headers, and of their first DIE
 * what says where code, lines and names are.
 */
#ifndef WCORE_DEBUG_UNIT_H
#define WCORE_DEBUG_UNIT_H

#include "form.h"

/* The code that a DIE covers, as its attributes say it. */
struct wcore_pc {
	bool has_low, has_high, has_ranges;
	bool is_size;		/* high counts from low */
	uint64_t low, high;
	struct wcore_form_value ranges;
};

struct wcore_unit {
	struct wcore_form_context form;
	uint64_t first;		/* offset of the first DIE in .debug_info */
	uint64_t end;		/* offset one past the unit */
	uint64_t abbrev;	/* offset in .debug_abbrev */
	uint8_t type;		/* DW_UT_*; compile for versions before 5 */
	uint64_t ranges_base;	/* of .debug_rnglists, or GNU's of .debug_ranges */
	uint64_t loclists_base;	/* of .debug_loclists */
	uint64_t signature;	/* of a type unit */
	uint64_t type_die;	/* of a type unit: offset of its type's DIE in the section, 0 when it is not in it */

	/* From the first DIE. */
	uint16_t tag;
	bool has_children;
	bool has_lines;
	uint64_t lines;		/* offset in .debug_line */
	struct wcore_pc pc;
	uint64_t base;		/* address that range lists start from */
	struct wcore_string name, comp_dir, producer, dwo_name;
	uint32_t language;	/* DW_LANG_* */
	uint64_t dwo_id;	/* of split units and their skeletons */
};

/*
 * The unit whose header stands at offset.  False, with ret_why set, when the
 * header cannot be read; then there is no next unit either.
 */
bool wcore_unit_read_header(struct wcore_dwarf_data *data, uint64_t offset,
			    struct wcore_unit *ret, const char **ret_why);
/* Units whose DIEs describe code: no type units. */
bool wcore_unit_has_code(const struct wcore_unit *unit);
/* Reads the first DIE.  False when it cannot be read. */
bool wcore_unit_read_root(struct wcore_unit *unit);

/* Takes DW_AT_low_pc, DW_AT_high_pc and DW_AT_ranges; false for other attributes. */
bool wcore_pc_take(struct wcore_pc *pc, const struct wcore_attr *attr,
		   const struct wcore_form_value *value);
/* The range of low_pc and high_pc; false when they do not make one. */
bool wcore_pc_range(const struct wcore_pc *pc, uint64_t *ret_low, uint64_t *ret_high);

#endif
