/*
 * What stands where in a type, as compilers laid it out: members with their offsets, and what
 * lies between them.  Members without a name of a type without a name are laid out in place.
 */
#ifndef WCORE_LAYOUT_TYPE_LAYOUT_H
#define WCORE_LAYOUT_TYPE_LAYOUT_H

#include "../base/arena.h"
#include "../debug/type.h"

/* More of them are left out. */
#define WCORE_LAYOUT_ROWS_MAX (1u << 17)

enum wcore_layout_kind {
	WCORE_LAYOUT_MEMBER,		/* also of a union */
	WCORE_LAYOUT_BASE,		/* a base class */
	WCORE_LAYOUT_VIRTUAL_BASE,	/* offset is not known: the vtable has it */
	WCORE_LAYOUT_VTABLE,		/* the pointer to the vtable */
	WCORE_LAYOUT_HOLE,		/* bytes, or bits, between members that belong to none */
	WCORE_LAYOUT_PADDING,		/* the same behind the last one */
	WCORE_LAYOUT_DISCRIMINANT,	/* says which variant an enum has; name: the variant whose unused values it takes */
	WCORE_LAYOUT_VARIANT,		/* and what it holds; variant */
	WCORE_LAYOUT_STATIC,		/* a static member: stands elsewhere */
	WCORE_LAYOUT_ENUMERATOR,	/* bits */
};

struct wcore_layout_row {
	enum wcore_layout_kind kind;
	unsigned depth;			/* of what it stands in: 0 the type itself */
	struct wcore_string name;	/* absent: anonymous */
	const struct wcore_type *type;	/* NULL of holes and enumerators */
	bool has_offset, has_size;
	uint64_t offset, size;		/* in bytes, from the start of the type */
	uint32_t bit_offset, bit_size;	/* of bit fields, and holes of bits: from the least significant bit at offset; 0: none */
	const struct wcore_variant *variant;
	uint64_t bits;			/* of an enumerator: sign-extended where is_signed */
};

struct wcore_layout {
	const struct wcore_type *type;	/* without aliases and qualifiers */
	bool has_size, has_align;
	uint64_t size, align;		/* align: where the compiler says it */
	struct wcore_layout_row *rows;
	uint32_t row_count, row_capacity;
	uint32_t hole_count;
	uint64_t hole_bytes, hole_bits;	/* of holes and padding together; bits those that make no bytes */
	bool is_signed;			/* of an enum's values */
	bool is_partial;		/* not all could be read */
};

/* Rows point to what types owns.  Errors: NOMEM; *ret is to be given back then, too. */
struct wcore_error *wcore_layout_read(struct wcore_types *types, const struct wcore_type *type,
				      struct wcore_layout *ret);
void wcore_layout_deinit(struct wcore_layout *layout);
/* Whether both say the same, but for where their types are declared. */
bool wcore_layout_equal(const struct wcore_layout *a, const struct wcore_layout *b);
/* "member", "base", ...; static. */
const char *wcore_layout_kind_name(enum wcore_layout_kind kind);

#endif
