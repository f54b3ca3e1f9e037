/* The operations of DWARF expressions but for those that end a description: see location_machine.h. */
#include "location_machine.h"

#include <dwarf.h>

static void push(struct wcore_location_machine *machine, struct wcore_scalar scalar)
{
	if (machine->depth == WCORE_LOCATION_DEPTH)
		wcore_location_fail(machine, "its location puts too much on the stack");
	else
		machine->stack[machine->depth++] = scalar;
}

static void push_constant(struct wcore_location_machine *machine, uint64_t bits)
{
	push(machine, wcore_scalar_constant(bits));
}

static void push_address(struct wcore_location_machine *machine, uint64_t address)
{
	unsigned size = machine->context->address_size;
	uint64_t last = size == 4 ? UINT32_MAX : UINT64_MAX;
	struct wcore_scalar scalar = wcore_scalar_constant(address);

	/* What wasm-ld writes for what it leaves out; nothing else is at 0. */
	scalar.is_removed = !address || address >= last - 1;
	scalar.value.size = (uint8_t)size;
	push(machine, scalar);
}

static void push_value(struct wcore_location_machine *machine, struct wcore_location_value value)
{
	if (value.trust != WCORE_LOCATION_UNKNOWN && value.size != 0 && value.size != 4 &&
	    value.size != 8 && value.size != 16)
		push(machine, wcore_scalar_unknown("its location needs a value that is not whole"));
	else
		push(machine, (struct wcore_scalar){ .value = value });
}

static struct wcore_scalar pop(struct wcore_location_machine *machine)
{
	if (!machine->depth) {
		wcore_location_fail(machine, WCORE_LOCATION_UNDERFLOW);
		return wcore_scalar_unknown(WCORE_LOCATION_UNDERFLOW);
	}
	return machine->stack[--machine->depth];
}

/* For arithmetic: a v128 is none of it. */
static struct wcore_scalar pop_number(struct wcore_location_machine *machine)
{
	struct wcore_scalar scalar = pop(machine);

	if (scalar.value.size == 16)
		wcore_location_fail(machine, "its location calculates with a v128");
	return scalar;
}

bool wcore_location_address(const struct wcore_location_machine *machine,
			    const struct wcore_scalar *scalar, uint64_t *ret)
{
	unsigned size = machine->context->address_size;

	*ret = size == 4 ? scalar->value.bits & UINT32_MAX : scalar->value.bits;
	return scalar->value.size != 16 && scalar->kind != WCORE_SCALAR_FLOAT &&
	       (scalar->value.size == 0 || scalar->value.size >= size || scalar->kind != WCORE_SCALAR_GENERIC);
}

/* DW_OP_WASM_location: the kind, and an index in LEB128, or of relocatable globals in 4 bytes. */
static void wasm_location(struct wcore_location_machine *machine)
{
	const struct wcore_location_context *context = machine->context;
	uint8_t kind = wcore_reader_u8(&machine->reader);
	uint64_t index = kind == 3 ? wcore_reader_uint(&machine->reader, 4)
				   : wcore_reader_uleb(&machine->reader);
	struct wcore_location_value (*read)(void *, unsigned, uint32_t) =
		machine->is_entry ? context->wasm_entry
		: machine->is_frame_base && context->wasm_base ? context->wasm_base
							       : context->wasm;

	if (kind > 3 || index > UINT32_MAX)
		wcore_location_fail(machine, "its location names an unknown kind of WebAssembly value");
	else if (machine->reader.why)
		return;
	else if (!read)
		push(machine, wcore_scalar_unknown("its location needs a frame"));
	else
		push_value(machine, read(context->context, kind, (uint32_t)index));
	machine->is_lone = machine->depth == 1;
}

/* The number on top of the stack at the end of another expression. */
static struct wcore_scalar nested(struct wcore_location_machine *machine,
				  struct wcore_string expression, bool is_frame_base)
{
	struct wcore_location_machine inner = {
		.context = machine->context, .steps = machine->steps, .is_number = true,
		.is_frame_base = is_frame_base, .is_entry = !is_frame_base,
		.reader = { .data = (const uint8_t *)expression.data, .end = expression.size },
	};

	wcore_location_run(&inner);
	if (!inner.error && !inner.depth)
		inner.error = WCORE_LOCATION_UNDERFLOW;
	if (inner.error) {
		wcore_location_fail(machine, inner.error);
		return wcore_scalar_unknown(inner.error);
	}
	return inner.stack[inner.depth - 1];
}

static void frame_base(struct wcore_location_machine *machine)
{
	int64_t offset = wcore_reader_sleb(&machine->reader);
	struct wcore_scalar base, distance = wcore_scalar_constant((uint64_t)offset), sum;

	if (machine->is_frame_base || machine->is_entry) {
		wcore_location_fail(machine, "its location needs a frame base inside of another one");
		return;
	}
	if (!machine->context->frame_base.size) {
		push(machine, wcore_scalar_unknown("its function has no frame base"));
		return;
	}
	base = nested(machine, machine->context->frame_base, true);
	if (machine->error)
		return;
	if (base.value.trust != WCORE_LOCATION_UNKNOWN && machine->context->check_base)
		base.value = machine->context->check_base(machine->context->context, base.value);
	if (base.kind != WCORE_SCALAR_GENERIC || base.value.size == 16)
		wcore_location_fail(machine, "its function's frame base is no address");
	else if (!wcore_scalar_binary(DW_OP_plus, machine->context->address_size, &base, &distance, &sum))
		push(machine, sum);
}

static void entry_value(struct wcore_location_machine *machine)
{
	uint64_t size = wcore_reader_uleb(&machine->reader);
	struct wcore_string expression = {
		(const char *)machine->reader.data + machine->reader.pos, (size_t)size,
	};

	wcore_reader_skip(&machine->reader, size);
	if (machine->reader.why)
		return;
	if (machine->is_frame_base || machine->is_entry)
		wcore_location_fail(machine, "its location needs an entry value inside of another one");
	else if (!machine->context->wasm_entry)
		push(machine, wcore_scalar_unknown("its location needs a frame"));
	else
		push(machine, nested(machine, expression, false));
}

/* size bytes in memory, as a generic number or of a type. */
static void dereference(struct wcore_location_machine *machine, unsigned size,
			const struct wcore_scalar *type)
{
	const struct wcore_location_context *context = machine->context;
	struct wcore_scalar address = pop_number(machine), loaded = *type;
	uint64_t place;

	if (!size || size > 8 || (type->kind != WCORE_SCALAR_GENERIC && size * 8 != type->bit_size)) {
		wcore_location_fail(machine, "its location reads a number of another size than 1 to 8");
		return;
	}
	if (address.value.trust == WCORE_LOCATION_UNKNOWN) {
		push(machine, address);
		return;
	}
	if (!wcore_location_address(machine, &address, &place) || !context->memory || machine->is_entry) {
		push(machine, wcore_scalar_unknown("its location needs memory that is not known"));
		return;
	}
	loaded.value = context->memory(context->context, place, size);
	if (loaded.value.trust > address.value.trust)
		loaded.value.trust = address.value.trust;
	/* Smaller numbers are extended with zeros to the size of an address. */
	if (type->kind == WCORE_SCALAR_GENERIC)
		loaded.value.size = size > context->address_size ? 8 : (uint8_t)context->address_size;
	loaded.is_removed = address.is_removed;
	push(machine, loaded);
}

static bool read_type(struct wcore_location_machine *machine, struct wcore_scalar *ret)
{
	uint64_t offset = wcore_reader_uleb(&machine->reader);

	if (!machine->reader.why && wcore_scalar_type(machine->context, offset, ret))
		return true;
	wcore_location_fail(machine, "its location names a type that cannot be calculated with");
	return false;
}

static void dereference_typed(struct wcore_location_machine *machine)
{
	unsigned size = wcore_reader_u8(&machine->reader);
	struct wcore_scalar type;

	if (read_type(machine, &type))
		dereference(machine, size, &type);
}

static void typed_constant(struct wcore_location_machine *machine)
{
	struct wcore_scalar type;
	unsigned size;

	if (!read_type(machine, &type))
		return;
	size = wcore_reader_u8(&machine->reader);
	if (type.kind == WCORE_SCALAR_GENERIC || size * 8u != type.bit_size) {
		wcore_location_fail(machine, "its location has a constant of another size than its type");
		return;
	}
	type.value.trust = WCORE_LOCATION_CONSTANT;
	type.value.bits = wcore_reader_uint(&machine->reader, size);
	push(machine, type);
}

static void change_type(struct wcore_location_machine *machine, bool is_conversion)
{
	struct wcore_scalar type, from = pop_number(machine);
	const char *error;

	if (machine->error || !read_type(machine, &type))
		return;
	error = (is_conversion ? wcore_scalar_convert : wcore_scalar_reinterpret)(
		machine->context->address_size, &from, &type);
	if (error)
		wcore_location_fail(machine, error);
	else
		push(machine, type);
}

static void binary(struct wcore_location_machine *machine, uint8_t op)
{
	struct wcore_scalar b = pop_number(machine), a = pop_number(machine), result;
	const char *error;

	if (machine->error)
		return;
	error = wcore_scalar_binary(op, machine->context->address_size, &a, &b, &result);
	if (error)
		wcore_location_fail(machine, error);
	else
		push(machine, result);
}

static void unary(struct wcore_location_machine *machine, uint8_t op)
{
	struct wcore_scalar a = pop_number(machine), result;
	const char *error;

	if (machine->error)
		return;
	error = wcore_scalar_unary(op, &a, &result);
	if (error)
		wcore_location_fail(machine, error);
	else
		push(machine, result);
}

static void plus_constant(struct wcore_location_machine *machine)
{
	uint64_t distance = wcore_reader_uleb(&machine->reader);
	struct wcore_scalar a = pop_number(machine), b = wcore_scalar_constant(distance), result;
	const char *error;

	if (machine->error)
		return;
	b.kind = a.kind;
	b.bit_size = a.bit_size;
	error = wcore_scalar_binary(DW_OP_plus, machine->context->address_size, &a, &b, &result);
	if (error)
		wcore_location_fail(machine, error);
	else
		push(machine, result);
}

static void pick(struct wcore_location_machine *machine, unsigned index)
{
	if (index >= machine->depth)
		wcore_location_fail(machine, WCORE_LOCATION_UNDERFLOW);
	else
		push(machine, machine->stack[machine->depth - 1 - index]);
}

static void swap(struct wcore_location_machine *machine)
{
	struct wcore_scalar a = pop(machine), b = pop(machine);

	push(machine, a);
	push(machine, b);
}

/* The top goes to the third place. */
static void rotate(struct wcore_location_machine *machine)
{
	struct wcore_scalar a = pop(machine), b = pop(machine), c = pop(machine);

	push(machine, a);
	push(machine, c);
	push(machine, b);
}

static void branch(struct wcore_location_machine *machine, bool is_conditional)
{
	int16_t distance = (int16_t)wcore_reader_uint(&machine->reader, 2);
	struct wcore_scalar condition = { .value.bits = 1, .value.trust = WCORE_LOCATION_CONSTANT };
	uint64_t target = machine->reader.pos + (uint64_t)(int64_t)distance;

	if (is_conditional)
		condition = pop_number(machine);
	if (machine->error || machine->reader.why)
		return;
	if (target > machine->reader.end) {
		wcore_location_fail(machine, "its location branches out of itself");
		return;
	}
	if (condition.value.trust == WCORE_LOCATION_UNKNOWN) {
		wcore_location_fail(machine, condition.value.why ? condition.value.why
								 : "its location rests on an unknown condition");
		return;
	}
	if (condition.value.bits)
		machine->reader.pos = target;
}

static void indexed(struct wcore_location_machine *machine, bool is_address)
{
	const struct wcore_entry_unit *unit = machine->context->unit;
	uint64_t index = wcore_reader_uleb(&machine->reader), address;

	if (!unit || !wcore_form_indexed_address(&unit->unit.form, index, &address))
		wcore_location_fail(machine, "its location names an address that is not in .debug_addr");
	else if (is_address)
		push_address(machine, address);
	else
		push_constant(machine, address);
}

static void tls_address(struct wcore_location_machine *machine)
{
	struct wcore_scalar offset = pop_number(machine);

	if (machine->error)
		return;
	if (offset.value.trust == WCORE_LOCATION_UNKNOWN)
		push(machine, offset);
	else if (!machine->context->tls || machine->is_entry)
		push(machine, wcore_scalar_unknown("where this thread's variables are is not known"));
	else
		push_value(machine, machine->context->tls(machine->context->context, offset.value.bits));
}

void wcore_location_push_object(struct wcore_location_machine *machine)
{
	if (machine->context->has_object)
		push_constant(machine, machine->context->object);
	else
		push(machine, wcore_scalar_unknown("the address of the object is not known"));
}

bool wcore_location_step_push(struct wcore_location_machine *machine, uint8_t op)
{
	const struct wcore_form_context *form =
		machine->context->unit ? &machine->context->unit->unit.form : NULL;
	struct wcore_reader *reader = &machine->reader;

	switch (op) {
	case WCORE_OP_WASM_LOCATION:
		wasm_location(machine);
		return true;
	case DW_OP_addr:
		push_address(machine, wcore_reader_uint(reader, form && (form->address_size == 4 ||
									 form->address_size == 8)
									? form->address_size
									: machine->context->address_size));
		return true;
	case DW_OP_const1u:
		push_constant(machine, wcore_reader_u8(reader));
		return true;
	case DW_OP_const1s:
		push_constant(machine, (uint64_t)(int8_t)wcore_reader_u8(reader));
		return true;
	case DW_OP_const2u:
		push_constant(machine, wcore_reader_uint(reader, 2));
		return true;
	case DW_OP_const2s:
		push_constant(machine, (uint64_t)(int16_t)wcore_reader_uint(reader, 2));
		return true;
	case DW_OP_const4u:
		push_constant(machine, wcore_reader_uint(reader, 4));
		return true;
	case DW_OP_const4s:
		push_constant(machine, (uint64_t)(int32_t)wcore_reader_uint(reader, 4));
		return true;
	case DW_OP_const8u:
	case DW_OP_const8s:
		push_constant(machine, wcore_reader_uint(reader, 8));
		return true;
	case DW_OP_constu:
		push_constant(machine, wcore_reader_uleb(reader));
		return true;
	case DW_OP_consts:
		push_constant(machine, (uint64_t)wcore_reader_sleb(reader));
		return true;
	case DW_OP_addrx:
	case OP_GNU_ADDR_INDEX:
		indexed(machine, true);
		return true;
	case DW_OP_constx:
	case OP_GNU_CONST_INDEX:
		indexed(machine, false);
		return true;
	case DW_OP_const_type:
	case OP_GNU_CONST_TYPE:
		typed_constant(machine);
		return true;
	case DW_OP_fbreg:
		frame_base(machine);
		return true;
	case DW_OP_entry_value:
	case OP_GNU_ENTRY_VALUE:
		entry_value(machine);
		return true;
	case DW_OP_push_object_address:
		wcore_location_push_object(machine);
		return true;
	case DW_OP_call_frame_cfa:
		push(machine, wcore_scalar_unknown("WebAssembly has no canonical frame address"));
		return true;
	case DW_OP_form_tls_address:
	case OP_GNU_PUSH_TLS_ADDRESS:
		tls_address(machine);
		return true;
	default:
		if (op < DW_OP_lit0 || op > DW_OP_lit31)
			return false;
		push_constant(machine, (uint64_t)(op - DW_OP_lit0));
		return true;
	}
}

bool wcore_location_step_stack(struct wcore_location_machine *machine, uint8_t op)
{
	struct wcore_scalar generic = { 0 };

	switch (op) {
	case DW_OP_dup:
		pick(machine, 0);
		return true;
	case DW_OP_drop:
		pop(machine);
		return true;
	case DW_OP_over:
		pick(machine, 1);
		return true;
	case DW_OP_pick:
		pick(machine, wcore_reader_u8(&machine->reader));
		return true;
	case DW_OP_swap:
		swap(machine);
		return true;
	case DW_OP_rot:
		rotate(machine);
		return true;
	case DW_OP_deref:
		dereference(machine, machine->context->address_size, &generic);
		return true;
	case DW_OP_deref_size:
		dereference(machine, wcore_reader_u8(&machine->reader), &generic);
		return true;
	case DW_OP_deref_type:
	case OP_GNU_DEREF_TYPE:
		dereference_typed(machine);
		return true;
	case DW_OP_abs:
	case DW_OP_neg:
	case DW_OP_not:
		unary(machine, op);
		return true;
	case DW_OP_and:
	case DW_OP_div:
	case DW_OP_minus:
	case DW_OP_mod:
	case DW_OP_mul:
	case DW_OP_or:
	case DW_OP_plus:
	case DW_OP_shl:
	case DW_OP_shr:
	case DW_OP_shra:
	case DW_OP_xor:
	case DW_OP_eq:
	case DW_OP_ge:
	case DW_OP_gt:
	case DW_OP_le:
	case DW_OP_lt:
	case DW_OP_ne:
		binary(machine, op);
		return true;
	case DW_OP_plus_uconst:
		plus_constant(machine);
		return true;
	case DW_OP_convert:
	case OP_GNU_CONVERT:
		change_type(machine, true);
		return true;
	case DW_OP_reinterpret:
	case OP_GNU_REINTERPRET:
		change_type(machine, false);
		return true;
	case DW_OP_skip:
		branch(machine, false);
		return true;
	case DW_OP_bra:
		branch(machine, true);
		return true;
	case DW_OP_nop:
		return true;
	default:
		return false;
	}
}
