#include "location_parts.h"

#include <dwarf.h>

#include "location.h"
#include "reader.h"

static bool take_wasm(struct wcore_reader *reader, struct wcore_location_part *part)
{
	const uint8_t kind = wcore_reader_u8(reader);

	part->index = kind == 3 ? wcore_reader_uint(reader, 4) : wcore_reader_uleb(reader);
	part->source = kind == 0 ? WCORE_LOCATION_LOCAL : kind == 2 ? WCORE_LOCATION_OPERAND : WCORE_LOCATION_GLOBAL;
	return kind <= 3;
}

/* False when it is none that gives a value as it is. */
static bool take_source(struct wcore_reader *reader, uint8_t op, struct wcore_location_part *part)
{
	if (op == WCORE_OP_WASM_LOCATION)
		return take_wasm(reader, part);
	if (op == DW_OP_fbreg) {
		part->source = WCORE_LOCATION_FRAME_BASE;
	} else if (op == DW_OP_constu || op == DW_OP_consts) {
		part->source = WCORE_LOCATION_LITERAL;
	} else {
		part->source = WCORE_LOCATION_LITERAL;
		return op >= DW_OP_lit0 && op <= DW_OP_lit31;
	}
	wcore_reader_skip_leb(reader);
	return true;
}

unsigned wcore_location_parts(struct wcore_string expression, struct wcore_location_part ret[WCORE_LOCATION_PARTS])
{
	struct wcore_reader reader = { .data = (const uint8_t *)expression.data, .end = expression.size };
	struct wcore_location_part part = { 0 };
	bool is_open = false;
	unsigned count = 0;

	while (wcore_reader_left(&reader)) {
		const uint8_t op = wcore_reader_u8(&reader);

		if (op == DW_OP_piece) {
			part.size = wcore_reader_uleb(&reader);
			if (count == WCORE_LOCATION_PARTS)
				return 0;
			ret[count++] = part;
			part = (struct wcore_location_part){ 0 };
			is_open = false;
		} else if (op != DW_OP_stack_value) {
			if (is_open || !take_source(&reader, op, &part))
				return 0;
			is_open = true;
		}
		if (reader.why)
			return 0;
	}
	/* Without pieces it is the whole object. */
	if (is_open && !count)
		ret[count++] = part;
	else if (is_open)
		return 0;
	return count;
}
