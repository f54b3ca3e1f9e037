/*
 * Elements of a DWARF expression's stack (DWARF 5, 2.5.1.1): generic numbers and
 * typed ones, with how far their bytes can be relied on.
 *
 * A generic number has the size of an address, but LLVM pushes 64-bit locals as
 * generic ones on wasm32 too, and means arithmetic in the width of its own
 * types.  Operations whose low bytes do not depend on the width are made in 64 bits; the
 * others in the width of their inputs, and where that is open the result is unknown.
 */
#ifndef WCORE_DEBUG_LOCATION_SCALAR_H
#define WCORE_DEBUG_LOCATION_SCALAR_H

#include "location.h"

enum wcore_scalar_kind {
	WCORE_SCALAR_GENERIC,	/* value.size: 4 or 8 for what was read, 0 for constants */
	WCORE_SCALAR_UNSIGNED, WCORE_SCALAR_SIGNED, WCORE_SCALAR_FLOAT,
};

struct wcore_scalar {
	enum wcore_scalar_kind kind;
	uint8_t bit_size;	/* of a typed one: 1 to 64; its bits above are 0 */
	bool is_removed;	/* rests on an address that the linker took away */
	struct wcore_location_value value;
};

struct wcore_scalar wcore_scalar_constant(uint64_t bits);
struct wcore_scalar wcore_scalar_unknown(const char *why);

/*
 * The type that a DIE offset in the unit names (0: generic); false when it is no base
 * type of up to 8 bytes.
 */
bool wcore_scalar_type(const struct wcore_location_context *context, uint64_t offset,
		       struct wcore_scalar *ret);

/* op is a DW_OP_* of one or two operands; b is the top.  Give static text of an error, or NULL. */
const char *wcore_scalar_unary(uint8_t op, const struct wcore_scalar *a, struct wcore_scalar *ret);
const char *wcore_scalar_binary(uint8_t op, unsigned address_size, const struct wcore_scalar *a,
				const struct wcore_scalar *b, struct wcore_scalar *ret);
/* ret holds the type on entry. */
const char *wcore_scalar_convert(unsigned address_size, const struct wcore_scalar *a,
				 struct wcore_scalar *ret);
const char *wcore_scalar_reinterpret(unsigned address_size, const struct wcore_scalar *a,
				     struct wcore_scalar *ret);

#endif
