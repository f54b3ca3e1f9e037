/*
 * DWARF expressions (DWARF 5, 2.5 and 2.6; GNU extensions that compilers emit;
 * DW_OP_WASM_location of tool-conventions Debugging.md), evaluated over what a
 * frame knows.  Bounded: WCORE_LOCATION_STEPS operations, a stack of WCORE_LOCATION_DEPTH.
 */
#ifndef WCORE_DEBUG_LOCATION_H
#define WCORE_DEBUG_LOCATION_H

#include "entry.h"

/* Tool-conventions Debugging.md. */
#define WCORE_OP_WASM_LOCATION 0xed

#define WCORE_LOCATION_STEPS 10000
#define WCORE_LOCATION_DEPTH 256
#define WCORE_LOCATION_PIECES 64

/*
 * What was needed, from worst to best: the result of an expression has the worst of its inputs,
 * UNKNOWN when one is missing; why says which and lives as long as the context says.
 */
enum wcore_location_trust {
	WCORE_LOCATION_UNKNOWN, WCORE_LOCATION_SPECULATIVE, WCORE_LOCATION_RECONSTRUCTED,
	WCORE_LOCATION_RECORDED, WCORE_LOCATION_CONSTANT,
};
struct wcore_location_value {
	enum wcore_location_trust trust;
	uint64_t bits, high;
	/*
	 * Bytes of bits that are meant, 1 to 8 (16 with high): an i32 local gives 4, and what a
	 * variable of 8 bytes would have above them is not known.  0: a number, any size will do.
	 */
	uint8_t size;
	const char *why;	/* of UNKNOWN */
};

struct wcore_location_context {
	void *context;
	unsigned address_size;	/* 4 or 8 */
	const struct wcore_entry_unit *unit;	/* for indexed addresses and references */
	struct wcore_entries *entries;
	struct wcore_string frame_base;	/* expression of DW_OP_fbreg; absent */
	/* wasm, when the frame base is evaluated; NULL: wasm itself. */
	struct wcore_location_value (*wasm_base)(void *context, unsigned kind, uint32_t index);
	/* What is made of the frame base's value: it may be withheld.  NULL: it is taken as it is. */
	struct wcore_location_value (*check_base)(void *context, struct wcore_location_value base);
	/* kind as DW_OP_WASM_location has it: 0 local, 1 and 3 global, 2 operand from the bottom. */
	struct wcore_location_value (*wasm)(void *context, unsigned kind, uint32_t index);
	/* The same at the function's entry: DW_OP_entry_value. */
	struct wcore_location_value (*wasm_entry)(void *context, unsigned kind, uint32_t index);
	/* size 1 to 8, of memory 0. */
	struct wcore_location_value (*memory)(void *context, uint64_t address, unsigned size);
	/* DW_OP_form_tls_address, DW_OP_GNU_push_tls_address: an address from an offset in the TLS block. */
	struct wcore_location_value (*tls)(void *context, uint64_t offset);
	bool has_object; uint64_t object;	/* DW_OP_push_object_address, and what a member's location starts with */
};

enum wcore_piece_kind {
	WCORE_PIECE_MEMORY,	/* bits is an address */
	WCORE_PIECE_VALUE,	/* bits, high are the value itself */
	WCORE_PIECE_BYTES,	/* DW_OP_implicit_value: bytes */
	WCORE_PIECE_POINTER,	/* DW_OP_implicit_pointer: to entry, plus offset */
	WCORE_PIECE_NONE,	/* optimized out, or unknown: why */
};

/*
 * DW_OP_WASM_location pushes what the local, global or operand holds: with
 * DW_OP_stack_value behind it that is the object, without it the object's address (so
 * clang, rustc and zig mark objects that were passed by reference).  DWARF 2 and 3 have no
 * DW_OP_stack_value: there a lone DW_OP_WASM_location may be either, and the
 * piece is a MEMORY one with is_ambiguous.
 */

struct wcore_piece {
	enum wcore_piece_kind kind;
	struct wcore_location_value value;
	struct wcore_string bytes;
	struct wcore_entry entry; int64_t offset;
	uint64_t bit_size;	/* 0: the whole object */
	uint64_t bit_offset;	/* of DW_OP_bit_piece */
	bool is_optimized_out;	/* of NONE: an empty location, or code and data that the linker left out */
	bool is_ambiguous;	/* of MEMORY: value may be the object itself */
};

struct wcore_location {
	struct wcore_piece pieces[WCORE_LOCATION_PIECES];
	unsigned count;		/* at least 1 */
	/* static: the expression is broken or has an unknown operation; pieces[0] is NONE then, with why */
	const char *error;
};

/* An empty expression is an object that is optimized out. */
void wcore_location_evaluate(const struct wcore_location_context *context, struct wcore_string expression,
			     struct wcore_location *ret);
/* An expression whose result is a number (array bounds, a member's location with object pushed first). */
struct wcore_location_value wcore_location_number(const struct wcore_location_context *context,
						  struct wcore_string expression);

#endif
