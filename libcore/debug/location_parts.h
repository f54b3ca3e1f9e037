/*
 * What an expression of DWARF says without computing anything: the locals, operands, globals or the frame base that the
 * parts of an object are taken from as they are.
 */
#ifndef WCORE_DEBUG_LOCATION_PARTS_H
#define WCORE_DEBUG_LOCATION_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/string.h"

#define WCORE_LOCATION_PARTS 64

enum wcore_location_source {
	WCORE_LOCATION_NOWHERE,		/* an empty part */
	WCORE_LOCATION_LOCAL, WCORE_LOCATION_GLOBAL, WCORE_LOCATION_OPERAND,	/* with its index */
	WCORE_LOCATION_FRAME_BASE,
	WCORE_LOCATION_LITERAL,		/* a number */
};

struct wcore_location_part {
	enum wcore_location_source source;
	uint64_t index;
	uint64_t size;	/* bytes; 0: the whole object */
};

/* Gives the number of parts; 0 when something is computed, there are too many, or the expression cannot be read. */
unsigned wcore_location_parts(struct wcore_string expression, struct wcore_location_part ret[WCORE_LOCATION_PARTS]);

#endif
