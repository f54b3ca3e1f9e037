/*
 * Attribute values (DWARF 5, 7.5.6, and the GNU extensions for split units).
 */
#ifndef WCORE_DEBUG_FORM_H
#define WCORE_DEBUG_FORM_H

#include "abbrev.h"

/* What the values of a unit depend on; unit.h fills it. */
struct wcore_form_context {
	struct wcore_dwarf_data *data;
	/*
	 * Whose .debug_addr and .debug_ranges are meant: data itself, or for a split unit the
	 * data of the file that holds its skeleton.
	 */
	struct wcore_dwarf_data *address_data;
	uint8_t version, address_size, offset_size;
	uint64_t unit;			/* offset of the unit's header in .debug_info */
	uint64_t str_offsets_base, addr_base;
};

enum wcore_form_class {
	WCORE_FORM_NONE,	/* read over: of no use here, or broken */
	WCORE_FORM_NUMBER,	/* constants and flags; number holds them, sign-extended from sdata */
	WCORE_FORM_ADDRESS,
	WCORE_FORM_STRING,
	WCORE_FORM_REFERENCE,	/* number is an offset in .debug_info */
	WCORE_FORM_SIGNATURE,	/* DW_FORM_ref_sig8: number is that of a type unit */
	WCORE_FORM_OFFSET,	/* number is an offset in another section */
	WCORE_FORM_LIST_INDEX,	/* DW_FORM_rnglistx, DW_FORM_loclistx */
	WCORE_FORM_BYTES,	/* blocks and expressions */
};

struct wcore_form_value {
	enum wcore_form_class class;
	uint64_t number;
	struct wcore_string bytes;	/* of STRING and BYTES, borrowed from the file */
};

/* Bytes that a value of this form takes, or -1 when that varies. */
int wcore_form_fixed_size(uint16_t form, uint8_t version, uint8_t address_size,
			  uint8_t offset_size);
/* Reads over a value.  An unknown form fails the reader. */
void wcore_form_skip(struct wcore_reader *reader, const struct wcore_form_context *context,
		     uint16_t form);
/* An unknown form fails the reader; a value that points nowhere is NONE. */
struct wcore_form_value wcore_form_read(struct wcore_reader *reader,
					const struct wcore_form_context *context,
					const struct wcore_attr *attr);
/* Item index of .debug_addr; false when there is none. */
bool wcore_form_indexed_address(const struct wcore_form_context *context, uint64_t index,
				uint64_t *ret);

#endif
