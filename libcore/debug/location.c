#include "location.h"

#include <dwarf.h>

#include "location_machine.h"

static const char *const optimized_out = "optimized out";

static void describe(struct wcore_location_machine *machine, enum wcore_piece_kind kind)
{
	if (machine->is_number && kind != WCORE_PIECE_VALUE)
		wcore_location_fail(machine, "a number is expected, but it is described otherwise");
	machine->is_described = true;
	machine->described.kind = kind;
}

static void implicit_value(struct wcore_location_machine *machine)
{
	uint64_t size = wcore_reader_uleb(&machine->reader);

	machine->described = (struct wcore_piece){
		.kind = WCORE_PIECE_BYTES,
		.value = { .trust = WCORE_LOCATION_CONSTANT },
		.bytes = { (const char *)machine->reader.data + machine->reader.pos, (size_t)size },
	};
	wcore_reader_skip(&machine->reader, size);
	describe(machine, WCORE_PIECE_BYTES);
}

static void implicit_pointer(struct wcore_location_machine *machine)
{
	const struct wcore_location_context *context = machine->context;
	const struct wcore_form_context *form = context->unit ? &context->unit->unit.form : NULL;
	uint64_t entry;

	if (!form || !context->entries) {
		wcore_location_fail(machine, "its location names an entry, but no debug information is there");
		return;
	}
	/* DWARF 2 sized such references like addresses. */
	entry = wcore_reader_uint(&machine->reader, form->version == 2 ? form->address_size : form->offset_size);
	machine->described = (struct wcore_piece){
		.kind = WCORE_PIECE_POINTER,
		.value = { .trust = WCORE_LOCATION_CONSTANT },
		.offset = wcore_reader_sleb(&machine->reader),
	};
	if (!machine->reader.why &&
	    !wcore_entry_at(context->entries, context->unit, entry, &machine->described.entry))
		wcore_location_fail(machine, "its location names an entry that is not there");
	describe(machine, WCORE_PIECE_POINTER);
}

static struct wcore_piece none(const char *why, bool is_optimized_out)
{
	return (struct wcore_piece){
		.kind = WCORE_PIECE_NONE, .is_optimized_out = is_optimized_out, .value = { .why = why },
	};
}

/* The piece that the top of the stack makes. */
static struct wcore_piece piece_of_top(struct wcore_location_machine *machine)
{
	const struct wcore_scalar *top = &machine->stack[machine->depth - 1];
	struct wcore_piece piece = { .kind = WCORE_PIECE_VALUE, .value = top->value };
	const struct wcore_form_context *form =
		machine->context->unit ? &machine->context->unit->unit.form : NULL;
	uint64_t address;

	if (top->is_removed)
		return none(optimized_out, true);
	if (top->value.trust == WCORE_LOCATION_UNKNOWN)
		return none(top->value.why, false);
	if (top->kind != WCORE_SCALAR_GENERIC)
		piece.value.size = (uint8_t)((top->bit_size + 7) / 8);
	if (machine->is_described)
		return piece;
	piece.is_ambiguous = machine->is_lone && form && form->version < 4;
	if (!wcore_location_address(machine, top, &address) && !piece.is_ambiguous)
		return none("its address is not known", false);
	piece.kind = WCORE_PIECE_MEMORY;
	if (!piece.is_ambiguous)
		piece.value.bits = address;
	return piece;
}

/* Ends a simple location description; the stack is empty for the next one. */
static void finish_piece(struct wcore_location_machine *machine, uint64_t bit_size, uint64_t bit_offset)
{
	struct wcore_location *ret = machine->ret;
	struct wcore_piece piece;

	if (machine->error || machine->reader.why)
		return;
	if (!ret) {
		wcore_location_fail(machine, "a number is expected, but it is described otherwise");
		return;
	}
	if (ret->count == WCORE_LOCATION_PIECES) {
		wcore_location_fail(machine, "its location has too many pieces");
		return;
	}
	if (machine->is_described && machine->described.kind != WCORE_PIECE_VALUE)
		piece = machine->described;
	else if (machine->depth)
		piece = piece_of_top(machine);
	else if (machine->is_described)
		piece = none(WCORE_LOCATION_UNDERFLOW, false);
	else
		piece = none(optimized_out, true);
	piece.bit_size = bit_size;
	piece.bit_offset = bit_offset;
	ret->pieces[ret->count++] = piece;
	machine->depth = 0;
	machine->is_described = false;
}

static void byte_piece(struct wcore_location_machine *machine)
{
	uint64_t size = wcore_reader_uleb(&machine->reader);

	if (!size || size > UINT64_MAX / 8)
		wcore_location_fail(machine, "its location has a piece of impossible size");
	else
		finish_piece(machine, size * 8, 0);
}

static void bit_piece(struct wcore_location_machine *machine)
{
	uint64_t size = wcore_reader_uleb(&machine->reader);
	uint64_t offset = wcore_reader_uleb(&machine->reader);

	if (!size)
		wcore_location_fail(machine, "its location has a piece of impossible size");
	else
		finish_piece(machine, size, offset);
}

/* What ends a location description, or describes one without the stack. */
static bool step_describe(struct wcore_location_machine *machine, uint8_t op)
{
	switch (op) {
	case DW_OP_piece:
		byte_piece(machine);
		return true;
	case DW_OP_bit_piece:
		bit_piece(machine);
		return true;
	case DW_OP_stack_value:
		describe(machine, WCORE_PIECE_VALUE);
		return true;
	case DW_OP_implicit_value:
		implicit_value(machine);
		return true;
	case DW_OP_implicit_pointer:
	case OP_GNU_IMPLICIT_POINTER:
		implicit_pointer(machine);
		return true;
	default:
		return false;
	}
}

static const char *refusal(uint8_t op)
{
	if ((op >= DW_OP_reg0 && op <= DW_OP_breg31) || op == DW_OP_regx || op == DW_OP_bregx ||
	    op == DW_OP_regval_type || op == OP_GNU_REGVAL_TYPE)
		return "its location names a machine register";
	if (op == DW_OP_call2 || op == DW_OP_call4 || op == DW_OP_call_ref)
		return "its location calls another one";
	if (op == OP_GNU_UNINIT)
		return "it is not initialized";
	return "an unknown operation stands in its location";
}

void wcore_location_run(struct wcore_location_machine *machine)
{
	while (!machine->error && machine->reader.pos < machine->reader.end) {
		uint8_t op = wcore_reader_u8(&machine->reader);
		bool is_piece = op == DW_OP_piece || op == DW_OP_bit_piece;

		if (!*machine->steps)
			wcore_location_fail(machine, "its location takes too long");
		else if (machine->is_described && !is_piece)
			wcore_location_fail(machine, "its location goes on behind its end");
		if (machine->error)
			return;
		--*machine->steps;
		if (!is_piece)
			machine->is_lone = false;
		if (!step_describe(machine, op) && !wcore_location_step_push(machine, op) &&
		    !wcore_location_step_stack(machine, op))
			wcore_location_fail(machine, refusal(op));
		if (machine->reader.why)
			wcore_location_fail(machine, "its location is cut short");
	}
}

static void start(struct wcore_location_machine *machine, const struct wcore_location_context *context,
		  struct wcore_string expression, unsigned *steps)
{
	machine->context = context;
	machine->steps = steps;
	machine->reader = (struct wcore_reader){ .data = (const uint8_t *)expression.data,
						 .end = expression.size };
}

void wcore_location_evaluate(const struct wcore_location_context *context,
			     struct wcore_string expression, struct wcore_location *ret)
{
	unsigned steps = WCORE_LOCATION_STEPS;
	struct wcore_location_machine machine = { .ret = ret };

	ret->count = 0;
	ret->error = NULL;
	start(&machine, context, expression, &steps);
	wcore_location_run(&machine);
	if (!machine.error && (!ret->count || machine.depth || machine.is_described))
		finish_piece(&machine, 0, 0);
	/* A simple description cannot stand behind pieces. */
	if (!machine.error && ret->count > 1 && !ret->pieces[ret->count - 1].bit_size)
		machine.error = "its location goes on behind its pieces";
	if (machine.error) {
		ret->error = machine.error;
		ret->pieces[0] = none(machine.error, false);
		ret->count = 1;
	}
}

struct wcore_location_value wcore_location_number(const struct wcore_location_context *context,
						  struct wcore_string expression)
{
	unsigned steps = WCORE_LOCATION_STEPS;
	struct wcore_location_machine machine = { .is_number = true };
	struct wcore_scalar top;

	start(&machine, context, expression, &steps);
	if (context->has_object)
		wcore_location_push_object(&machine);
	wcore_location_run(&machine);
	if (!machine.error && !machine.depth)
		machine.error = WCORE_LOCATION_UNDERFLOW;
	if (machine.error)
		return (struct wcore_location_value){ .why = machine.error };
	top = machine.stack[machine.depth - 1];
	if (top.is_removed)
		return (struct wcore_location_value){ .why = optimized_out };
	return top.value;
}
