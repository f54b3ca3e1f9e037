/*
 * Types of the source language, from DWARF.  A type is made when it is first
 * asked for and its members when they are.  A declaration becomes its definition
 * where one is found: when an object has it, or when it is completed; the target of a
 * pointer may stay a declaration until then.  No chain of targets ends in itself
 * but by way of members.  Bounded: past WCORE_TYPES_MAX types, or their memory, there is
 * only "unknown type".
 */
#ifndef WCORE_DEBUG_TYPE_H
#define WCORE_DEBUG_TYPE_H

#include "entry.h"

#define WCORE_TYPES_MAX (1u << 16)
#define WCORE_TYPE_MEMBERS_MAX 65536

enum wcore_type_kind {
	WCORE_TYPE_UNKNOWN,	/* cannot be read */
	WCORE_TYPE_VOID,	/* also unspecified types */
	WCORE_TYPE_BOOL,
	WCORE_TYPE_CHAR,	/* a character of any width: encodings *_char and UTF */
	WCORE_TYPE_INT,		/* is_signed, size up to any; bit_size of _BitInt and Zig's u7 */
	WCORE_TYPE_FLOAT,	/* 2, 4, 8, 10 or 16 bytes */
	WCORE_TYPE_COMPLEX,	/* of two floats */
	WCORE_TYPE_POINTER, WCORE_TYPE_REFERENCE, WCORE_TYPE_RVALUE_REFERENCE,
	WCORE_TYPE_MEMBER_POINTER,	/* target in container */
	WCORE_TYPE_ARRAY,	/* of count targets, has_count; nested for each dimension; is_vector for SIMD */
	WCORE_TYPE_STRUCT, WCORE_TYPE_CLASS, WCORE_TYPE_UNION,
	WCORE_TYPE_ENUM,	/* target: the underlying integer, may be NULL */
	WCORE_TYPE_FUNCTION,	/* target: the result, NULL for none; members are its parameters */
	WCORE_TYPE_ALIAS,	/* typedef */
	WCORE_TYPE_QUALIFIED,	/* const, volatile, restrict, _Atomic: qualifier */
};

#define WCORE_TYPES_BYTES_MAX (32u << 20)
/* Aliases, qualifiers, pointers and dimensions in a row. */
#define WCORE_TYPE_DEPTH_MAX 64

struct wcore_type;

struct wcore_member {
	struct wcore_string name;	/* absent: anonymous */
	const struct wcore_type *type;	/* never NULL */
	uint64_t offset;	/* in bytes, of the storage that holds it */
	uint32_t bit_offset;	/* from the least significant bit at offset; of bit fields */
	uint32_t bit_size;	/* 0: no bit field */
	bool is_base;		/* a base class */
	bool is_virtual;	/* a virtual base: offset does not say where; location does */
	bool is_artificial, is_static;	/* static: const_value or a symbol elsewhere */
	struct wcore_string location;	/* DW_AT_data_member_location as an expression, when it is no number */
	struct wcore_entry entry;	/* of static ones, whose value is elsewhere; unit NULL for others */
};

struct wcore_enumerator { struct wcore_string name; uint64_t bits; };	/* sign-extended where signed */

/*
 * A variant of a DW_TAG_variant_part (Rust enums).  Discriminant values are
 * sign-extended where the discriminant's type is signed, and then compared as signed numbers.
 */
struct wcore_variant {
	bool is_default;	/* has no discriminant value: any that no other has */
	/* Ranges of discriminant values, both ends in: one value is a range of one. */
	const struct wcore_variant_range { uint64_t low, high; } *ranges;
	uint32_t range_count;
	const struct wcore_member *members;	/* as a rule one, whose name is the variant's */
	uint32_t member_count;
};

struct wcore_variant_part {
	bool has_discriminant;	/* false: there is only one variant */
	struct wcore_member discriminant;
	const struct wcore_variant *variants;
	uint32_t variant_count;
};

struct wcore_template_argument {
	struct wcore_string name;
	const struct wcore_type *type;
	bool has_value; uint64_t value;	/* of a value argument */
};

struct wcore_type {
	enum wcore_type_kind kind;
	struct wcore_entry entry;	/* of the definition; unit NULL for a made-up type */
	uint32_t language;		/* DW_LANG_* of its unit */
	struct wcore_string name;	/* as DWARF has it; absent: anonymous */
	struct wcore_string tag_name;	/* "struct", "class", "union", "enum" for messages; static */
	uint64_t size;			/* in bytes; has_size */
	bool has_size, is_signed, is_declaration, is_vector, has_count;
	uint8_t encoding;		/* DW_ATE_* */
	uint32_t bit_size;		/* of an INT narrower than its size; 0 otherwise */
	uint16_t qualifier;		/* DW_TAG_const_type, ... */
	uint64_t count;			/* of an ARRAY */
	int64_t lower_bound;		/* of an ARRAY */
	struct wcore_entry count_variable;	/* of an ARRAY of variable length: what holds the count; unit NULL for none */
	bool is_upper_bound;		/* ... the last index instead of the count */
	bool is_variadic, is_prototyped;	/* of a FUNCTION: "..." behind its parameters; "(void)" and not "()" */
	const struct wcore_type *target;
	const struct wcore_type *container;

	/* wcore_type_complete() has filled: */
	bool is_complete, is_broken;	/* broken: there is more than could be read */
	const struct wcore_member *members; uint32_t member_count;	/* bases first, as declared */
	const struct wcore_enumerator *enumerators; uint32_t enumerator_count;
	const struct wcore_variant_part *variant_part;	/* NULL without one */
	const struct wcore_template_argument *templates; uint32_t template_count;
};

struct wcore_types;

/* entries stay the caller's.  Types live as long as *ret.  Errors: NOMEM. */
struct wcore_error *wcore_types_open(struct wcore_entries *entries, struct wcore_types **ret);
void wcore_types_close(struct wcore_types *types);
struct wcore_entries *wcore_types_entries(struct wcore_types *types);

/* The type that an entry names by DW_AT_type; VOID when it has none.  Never NULL (memory that runs out gives UNKNOWN). */
const struct wcore_type *wcore_types_of(struct wcore_types *types, const struct wcore_entry *entry);
/* The type whose entry that is. */
const struct wcore_type *wcore_types_at(struct wcore_types *types, const struct wcore_entry *entry);
/*
 * Fills members, enumerators, variants and template arguments; true when they could
 * be read, all of them.  Of a declaration without a definition there are none: false.
 */
bool wcore_type_complete(struct wcore_types *types, const struct wcore_type *type);
/* Without aliases and qualifiers. */
const struct wcore_type *wcore_type_strip(const struct wcore_type *type);
/* Bytes of a value: follows aliases, arrays' counts; false when it has no size known. */
bool wcore_type_size(const struct wcore_type *type, uint64_t *ret);

/*
 * A type by its name as a programmer writes it: "order", "unsigned int",
 * "std::vector<int>" ("std::__2::vector<int, ...>" too), "shop::Cart"; tag is
 * WCORE_TYPE_STRUCT, _UNION, _ENUM, or _UNKNOWN for any.  The unit of near (may
 * be NULL) is looked at first; the others by an index that is made the first time.
 */
const struct wcore_type *wcore_types_find(struct wcore_types *types, struct wcore_string name,
					  enum wcore_type_kind tag, const struct wcore_entry_unit *near);
/*
 * Calls visit for the definition of each type that has a name, basic types and typedefs too, in no
 * order; with a name only for those that may have it as the last part of theirs.  A type
 * of C comes once for each unit.  name, which is whole and may be cut, is good during
 * the call; false ends it.  False when memory ran out.
 */
bool wcore_types_visit(struct wcore_types *types, struct wcore_string name,
		       bool (*visit)(void *context, const struct wcore_entry *entry,
				     struct wcore_string name),
		       void *context);
/* Whether the name of a type's entry, with what it stands in, ends with the parts of name. */
bool wcore_entry_has_name(struct wcore_types *types, const struct wcore_entry *entry,
			  struct wcore_string name);
/* The namespaces and types around an entry's name: "std::__2::vector<int>", "core::option::Option<i32>"; into buffer, cut. */
size_t wcore_types_qualified_name(struct wcore_types *types, const struct wcore_type *type,
				  char *buffer, size_t size);
/*
 * A declaration in the type's language: C and C++ "struct order *", "int (*)[4]",
 * "int (*)(void)", "unsigned char [8]"; others the name.  Into buffer, cut; gives its length.
 */
size_t wcore_types_describe(struct wcore_types *types, const struct wcore_type *type, char *buffer,
			    size_t size);

#endif
