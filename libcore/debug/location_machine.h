/* The machine that runs a DWARF expression: shared by location.c and location_ops.c. */
#ifndef WCORE_DEBUG_LOCATION_MACHINE_H
#define WCORE_DEBUG_LOCATION_MACHINE_H

#include "location_scalar.h"
#include "reader.h"

/* Operations that libdwarf's header does not name: GNU's. */
enum {
	OP_GNU_PUSH_TLS_ADDRESS = 0xe0, OP_GNU_UNINIT = 0xf0, OP_GNU_IMPLICIT_POINTER = 0xf2,
	OP_GNU_ENTRY_VALUE = 0xf3, OP_GNU_CONST_TYPE = 0xf4, OP_GNU_REGVAL_TYPE = 0xf5,
	OP_GNU_DEREF_TYPE = 0xf6, OP_GNU_CONVERT = 0xf7, OP_GNU_REINTERPRET = 0xf9,
	OP_GNU_ADDR_INDEX = 0xfb, OP_GNU_CONST_INDEX = 0xfc,
};

#define WCORE_LOCATION_UNDERFLOW "its location takes more from the stack than is there"

struct wcore_location_machine {
	const struct wcore_location_context *context;
	struct wcore_reader reader;	/* over the expression alone */
	struct wcore_scalar stack[WCORE_LOCATION_DEPTH];
	unsigned depth;
	unsigned *steps;		/* that are left, shared with nested expressions */
	bool is_frame_base, is_entry;	/* what a nested expression is for */
	bool is_number;			/* pieces make no sense */
	bool is_lone;			/* the operation before was a DW_OP_WASM_location on an empty stack */
	bool is_described;		/* described.kind says how: only a piece may follow */
	struct wcore_piece described;	/* VALUE: the top of the stack */
	const char *error;
	struct wcore_location *ret;	/* NULL of a number */
};

static inline void wcore_location_fail(struct wcore_location_machine *machine, const char *error)
{
	if (!machine->error)
		machine->error = error;
}

/* Runs to the end of the expression, or the first error. */
void wcore_location_run(struct wcore_location_machine *machine);

/* One operation that pushes something, or works on the stack; false: op is none of them. */
bool wcore_location_step_push(struct wcore_location_machine *machine, uint8_t op);
bool wcore_location_step_stack(struct wcore_location_machine *machine, uint8_t op);
/* The address of the object that DW_OP_push_object_address means. */
void wcore_location_push_object(struct wcore_location_machine *machine);
/* The address that a number stands for; false when its upper half is not known, or it is none. */
bool wcore_location_address(const struct wcore_location_machine *machine,
			    const struct wcore_scalar *scalar, uint64_t *ret);

#endif
