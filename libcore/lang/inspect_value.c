/* From a variable to the object that it is in a scope: see inspect_state.h. */
#include "inspect_state.h"

#include <dwarf.h>
#include <string.h>

#include "../debug/location.h"
#include "../debug/reader.h"
#include "../wasm/names.h"

/* Objects that are put together of pieces; those in memory may be of any size. */
#define MAX_BYTES 65536
/* How far below the stack pointer a function that does not move it keeps its data. */
#define MAX_RED_ZONE (UINT64_C(1) << 20)
/* The whole shadow stack as linkers make it by default. */
#define SMALL_STACK 65536

/* Tool-conventions Debugging.md. */
#define OP_WASM_LOCATION 0xed

static const char optimized_out[] = "optimized out", not_set[] = "not set yet",
		  not_in_dump[] = "not in the dump";

/* The location does not hold for certain: see code_map.h. */
static const char may_have_changed[] = "not in the dump: where it was may hold something else by now";

static struct wcore_location_value unknown(const char *why)
{
	return (struct wcore_location_value){ .why = why };
}

static uint8_t size_of_code(uint8_t code)
{
	switch (code) {
	case WCORE_I32:
	case WCORE_F32:
		return 4;
	case WCORE_I64:
	case WCORE_F64:
		return 8;
	case WCORE_V128:
		return 16;
	default:
		return 0;
	}
}

static struct wcore_location_value value_of(const struct wcore_word *word)
{
	struct wcore_location_value value = {
		.bits = word->bits, .high = word->high, .size = size_of_code(word->code),
	};

	if (word->origin == WCORE_ORIGIN_UNAVAILABLE)
		return unknown(word->why ? word->why : not_in_dump);
	if (word->is_initial)
		return unknown(not_set);
	if (!value.size)
		return unknown("not in the dump: it is a reference");
	if (word->is_low_half && value.size > 4)
		value.size = 4;
	value.trust = word->is_speculative			  ? WCORE_LOCATION_SPECULATIVE
		      : word->origin == WCORE_ORIGIN_RECORDED	  ? WCORE_LOCATION_RECORDED
		      : word->origin == WCORE_ORIGIN_CONSTANT	  ? WCORE_LOCATION_CONSTANT
								  : WCORE_LOCATION_RECONSTRUCTED;
	return value;
}

static struct wcore_word wasm_word(const struct wcore_scope *scope, unsigned kind, uint32_t index)
{
	if (kind == 0)
		return wcore_unwind_local(scope->frame, index);
	if (kind == 2)
		return wcore_unwind_operand(scope->frame, index);
	return wcore_unwind_global(scope->frame, index);
}

static struct wcore_location_value read_wasm(void *context, unsigned kind, uint32_t index)
{
	struct wcore_inspect_live *live = context;
	struct wcore_word word;

	live->is_used = true;
	if (!live->scope->frame)
		return unknown("not in the dump: no frame is chosen");
	word = wasm_word(live->scope, kind, index);
	/* What is not there needs no more reasons. */
	if (word.origin == WCORE_ORIGIN_UNAVAILABLE || word.is_initial)
		return value_of(&word);
	if ((kind == 0 && !wcore_inspect_live_local(live, index)) ||
	    (kind == 2 && !wcore_inspect_live_operand(live, index)))
		return unknown(may_have_changed);
	return value_of(&word);
}

/* The same for the frame base, which holds for the whole function. */
static struct wcore_location_value read_base(void *context, unsigned kind, uint32_t index)
{
	struct wcore_inspect_live *live = context;
	struct wcore_word word;

	if (!live->scope->frame)
		return unknown("not in the dump: no frame is chosen");
	word = wasm_word(live->scope, kind, index);
	live->is_base_certain = kind != 0 || wcore_inspect_live_base(live, index);
	return value_of(&word);
}

/* What locals held at the function's entry. */
static struct wcore_location_value read_wasm_entry(void *context, unsigned kind, uint32_t index)
{
	struct wcore_scope *scope = ((struct wcore_inspect_live *)context)->scope;
	struct wcore_word word;

	if (!scope->frame || kind != 0 || index >= wcore_unwind_param_count(scope->frame))
		return unknown("not in the dump: it was overwritten since the function's entry");
	word = wcore_unwind_argument(scope->frame, index);
	return value_of(&word);
}

static struct wcore_location_value read_memory(void *context, uint64_t address, unsigned size)
{
	struct wcore_scope *scope = ((struct wcore_inspect_live *)context)->scope;
	struct wcore_location_value value = { .trust = WCORE_LOCATION_RECORDED, .size = (uint8_t)size };

	if (scope->frame && !wcore_unwind_is_written(scope->frame, address, size))
		return unknown(not_set);
	if (!wcore_space_uint(&scope->viewer->space, address, size, &value.bits))
		return unknown(not_in_dump);
	return value;
}

static bool is_known(const struct wcore_word *word)
{
	return word->origin != WCORE_ORIGIN_UNAVAILABLE && !word->is_low_half && !word->is_speculative;
}

/*
 * A frame base lies between the stack pointer and its value at the function's entry, or, of
 * a function that does not move it, below it.  In a local that is used for other values
 * too, only the stack pointer itself is believed.
 */
static struct wcore_location_value check_base(void *context, struct wcore_location_value base)
{
	struct wcore_inspect_live *live = context;
	struct wcore_word now, entry;

	if (!live->scope->frame)
		return unknown("not in the dump: no frame is chosen");
	now = wcore_unwind_stack_pointer(live->scope->frame);
	entry = wcore_unwind_entry_stack_pointer(live->scope->frame);
	if (!live->is_base_certain &&
	    !(is_known(&now) && is_known(&entry) && now.bits != entry.bits && base.bits == now.bits))
		return unknown("not in the dump: the frame base is not known");
	if (is_known(&entry) && base.bits > entry.bits)
		return unknown("not in the dump: the frame base is not known");
	if (is_known(&now) && is_known(&entry) &&
	    (now.bits != entry.bits ? base.bits < now.bits : entry.bits - base.bits > MAX_RED_ZONE))
		return unknown("not in the dump: the frame base is not known");
	return base;
}

static struct wcore_location_value global_now(struct wcore_unwind_frame *frame, uint32_t global)
{
	struct wcore_word word = wcore_unwind_global(frame, global);

	return value_of(&word);
}

/* A global's value in the instance, as the dump has it. */
static struct wcore_location_value recorded_global(const struct wcore_scope *scope, uint32_t global)
{
	const struct wcore_dump *dump = scope->viewer->dump;
	const struct wcore_global *recorded;
	uint32_t index = global;

	if (scope->frame)
		return global_now(scope->frame, global);
	if (!dump->is_shared_instance) {
		if (scope->viewer->instance >= dump->instance_count ||
		    global >= dump->instances[scope->viewer->instance].global_count)
			return unknown(not_in_dump);
		index = dump->instances[scope->viewer->instance].globals[global];
	}
	if (index >= dump->index->global_count)
		return unknown(not_in_dump);
	recorded = &dump->index->globals[index];
	if (recorded->is_imported || recorded->init.kind != WCORE_CONST_VALUE)
		return unknown(not_in_dump);
	return (struct wcore_location_value){
		.trust = WCORE_LOCATION_RECORDED, .bits = recorded->init.bits,
		.size = size_of_code(recorded->init.type.code),
	};
}

/* The linker names the global that holds the address of the thread's variables. */
static bool find_tls_base(struct wcore_module *module, const struct wcore_index *index, uint32_t *ret)
{
	if (wcore_names_index(module, WCORE_NAME_GLOBAL, "__tls_base", ret))
		return true;
	for (uint32_t i = 0; i < index->export_count; i++)
		if (index->exports[i].kind == WCORE_EXTERN_GLOBAL &&
		    wcore_string_is(index->exports[i].name, "__tls_base")) {
			*ret = index->exports[i].index;
			return true;
		}
	return false;
}

static struct wcore_location_value tls_address(void *context, uint64_t offset)
{
	struct wcore_scope *scope = ((struct wcore_inspect_live *)context)->scope;
	struct wcore_module *module = scope->viewer->module->found.module;
	struct wcore_location_value base;
	const struct wcore_index *index;
	uint32_t global;
	struct wcore_error *error = wcore_module_index(module, &index);

	if (error) {
		wcore_error_destroy(error);
		return unknown(not_in_dump);
	}
	/* A program of one thread has them at fixed addresses, and wasm-ld writes those. */
	if (index->memory_count && !index->memories[0].limits.is_shared)
		return (struct wcore_location_value){
			.trust = WCORE_LOCATION_CONSTANT, .bits = offset,
			.size = (uint8_t)scope->viewer->address_size,
		};
	if (!find_tls_base(module, index, &global))
		return unknown("not in the dump: where this thread's variables are is not known");
	base = recorded_global(scope, global);
	if (base.trust == WCORE_LOCATION_UNKNOWN)
		return base;
	/* Before the thread has set it. */
	if (!base.bits)
		return unknown(not_set);
	base.bits += offset;
	if (base.size == 4)
		base.bits &= UINT32_MAX;
	return base;
}

static struct wcore_location_context context_of(struct wcore_inspect_live *live,
						const struct wcore_variable *variable)
{
	struct wcore_scope *scope = live->scope;
	struct wcore_viewer *viewer = scope->viewer;
	struct wcore_location_context ret = {
		.context = live, .address_size = viewer->address_size, .unit = variable->entry.unit,
		.entries = wcore_types_entries(viewer->types), .wasm = read_wasm,
		.wasm_entry = read_wasm_entry, .memory = read_memory, .tls = tls_address,
		.wasm_base = read_base, .check_base = check_base,
	};

	if (scope->has_variables && !variable->is_static)
		ret.frame_base = wcore_variables_frame_base(viewer->types, &scope->site, scope->address);
	return ret;
}

static struct wcore_object none(const struct wcore_variable *variable, const char *why)
{
	return wcore_object_none(variable->type, why ? why : optimized_out);
}

/* What an input lacked, as the reason of the whole. */
static const char *reason(struct wcore_scope *scope, const struct wcore_piece *piece)
{
	const char *why = piece->value.why;
	char *text;

	if (piece->is_optimized_out || !why)
		return optimized_out;
	if (strcmp(why, not_set) == 0 || strncmp(why, not_in_dump, strlen(not_in_dump)) == 0)
		return why;
	text = wcore_arena_format(&scope->viewer->arena, "%s: %s", not_in_dump, why);
	return text ? text : not_in_dump;
}

/* Objects in memory. */

static struct wcore_object in_memory(struct wcore_scope *scope, const struct wcore_variable *variable,
				     const struct wcore_location_value *address)
{
	struct wcore_object object = wcore_object_at(variable->type, address->bits);
	const struct wcore_inspect_viewer *viewer = (const struct wcore_inspect_viewer *)
		((const char *)scope->viewer - offsetof(struct wcore_inspect_viewer, viewer));
	uint64_t size;

	if (!scope->viewer->space.memory)
		return none(variable, viewer->why_no_memory);
	if (wcore_type_size(variable->type, &size)) {
		object.size = size;
		if (!variable->is_static && !wcore_inspect_is_set(scope, variable, address->bits, size))
			return none(variable, not_set);
	}
	object.is_speculative = address->trust == WCORE_LOCATION_SPECULATIVE;
	return object;
}

static bool is_scalar(const struct wcore_type *type)
{
	switch (wcore_type_strip(type)->kind) {
	case WCORE_TYPE_BOOL:
	case WCORE_TYPE_CHAR:
	case WCORE_TYPE_INT:
	case WCORE_TYPE_FLOAT:
	case WCORE_TYPE_POINTER:
	case WCORE_TYPE_REFERENCE:
	case WCORE_TYPE_RVALUE_REFERENCE:
	case WCORE_TYPE_ENUM:
		return true;
	default:
		return false;
	}
}

/*
 * DWARF 2 and 3: a number or its address?  Compilers pass only what is on the
 * shadow stack by address, so what cannot be an address there is the number.
 */
static bool is_number_itself(struct wcore_scope *scope, const struct wcore_variable *variable,
			     const struct wcore_location_value *value)
{
	struct wcore_word now, entry;
	uint64_t lowest;

	if (!scope->frame || !is_scalar(variable->type))
		return false;
	now = wcore_unwind_stack_pointer(scope->frame);
	entry = wcore_unwind_entry_stack_pointer(scope->frame);
	if (!is_known(&now) || !is_known(&entry))
		return false;
	lowest = now.bits != entry.bits ? now.bits : now.bits > SMALL_STACK ? now.bits - SMALL_STACK : 0;
	return value->bits < lowest || (scope->viewer->space.memory &&
					value->bits >= scope->viewer->space.memory->size);
}

/* Objects that are put together. */

struct assembly {
	struct wcore_scope *scope;
	uint8_t *bytes, *known;
	uint64_t size, filled;		/* bytes that there are, and that pieces have told of */
	uint64_t known_count;
	enum wcore_origin origin;
	bool is_speculative;
	const char *why;		/* of the first byte that is not known */
};

static bool assembly_init(struct assembly *assembly, struct wcore_scope *scope, uint64_t size)
{
	*assembly = (struct assembly){ .scope = scope, .size = size, .origin = WCORE_ORIGIN_CONSTANT };
	assembly->bytes = wcore_arena_alloc(&scope->viewer->arena, size ? size : 1);
	assembly->known = wcore_arena_alloc(&scope->viewer->arena, size ? size : 1);
	return assembly->bytes && assembly->known;
}

static void lose(struct assembly *assembly, uint64_t size, const char *why)
{
	/* What was dropped matters less than what the dump lacks. */
	if (!assembly->why || assembly->why == optimized_out)
		assembly->why = why;
	assembly->filled += size;
}

/* The worst of what goes in; what was calculated says more than where it came from. */
static void take_trust(struct assembly *assembly, enum wcore_origin origin, bool is_speculative)
{
	static const uint8_t rank[] = {
		[WCORE_ORIGIN_CONSTANT] = 0, [WCORE_ORIGIN_RECORDED] = 1, [WCORE_ORIGIN_MEMORY] = 2,
		[WCORE_ORIGIN_RECONSTRUCTED] = 3,
	};

	if (rank[origin] > rank[assembly->origin])
		assembly->origin = origin;
	assembly->is_speculative = assembly->is_speculative || is_speculative;
}

static void add(struct assembly *assembly, const void *bytes, uint64_t size, enum wcore_origin origin,
		bool is_speculative)
{
	memcpy(assembly->bytes + assembly->filled, bytes, size);
	memset(assembly->known + assembly->filled, 1, size);
	assembly->filled += size;
	assembly->known_count += size;
	take_trust(assembly, origin, is_speculative);
}

static enum wcore_origin origin_of(enum wcore_location_trust trust)
{
	return trust == WCORE_LOCATION_CONSTANT	  ? WCORE_ORIGIN_CONSTANT
	       : trust == WCORE_LOCATION_RECORDED ? WCORE_ORIGIN_RECORDED
						  : WCORE_ORIGIN_RECONSTRUCTED;
}

static void add_value(struct assembly *assembly, const struct wcore_location_value *value, uint64_t size)
{
	uint64_t available = value->size ? value->size : 8;
	uint8_t bytes[16];

	if (size > available) {
		lose(assembly, size, "not in the dump: it is wider than the WebAssembly value that holds it");
		return;
	}
	for (unsigned i = 0; i < 8; i++) {
		bytes[i] = (uint8_t)(value->bits >> (8 * i));
		bytes[8 + i] = (uint8_t)(value->high >> (8 * i));
	}
	add(assembly, bytes, size, origin_of(value->trust), value->trust == WCORE_LOCATION_SPECULATIVE);
}

static void add_memory(struct assembly *assembly, const struct wcore_piece *piece, uint64_t size)
{
	struct wcore_scope *scope = assembly->scope;
	uint8_t *bytes = assembly->bytes + assembly->filled;

	if (piece->is_ambiguous) {
		lose(assembly, size, "not in the dump: whether its local holds it or its address is not said");
		return;
	}
	if (scope->frame && !wcore_unwind_is_written(scope->frame, piece->value.bits, size)) {
		lose(assembly, size, not_set);
		return;
	}
	if (!wcore_space_read(&scope->viewer->space, piece->value.bits, size, bytes, NULL)) {
		lose(assembly, size, not_in_dump);
		return;
	}
	add(assembly, bytes, size, WCORE_ORIGIN_MEMORY, piece->value.trust == WCORE_LOCATION_SPECULATIVE);
}

static void add_piece(struct assembly *assembly, const struct wcore_piece *piece, uint64_t size)
{
	switch (piece->kind) {
	case WCORE_PIECE_VALUE:
		add_value(assembly, &piece->value, size);
		break;
	case WCORE_PIECE_MEMORY:
		add_memory(assembly, piece, size);
		break;
	case WCORE_PIECE_BYTES:
		if (piece->bytes.size < size)
			lose(assembly, size, optimized_out);
		else
			add(assembly, piece->bytes.data, size, WCORE_ORIGIN_CONSTANT, false);
		break;
	case WCORE_PIECE_POINTER:
		lose(assembly, size, optimized_out);
		break;
	case WCORE_PIECE_NONE:
		lose(assembly, size, reason(assembly->scope, piece));
		break;
	}
}

static struct wcore_object assembled(const struct assembly *assembly, const struct wcore_variable *variable)
{
	struct wcore_object object;

	if (assembly->size && !assembly->known_count)
		return none(variable, assembly->why);
	object = wcore_object_bytes(variable->type, assembly->bytes, assembly->size, assembly->origin);
	object.is_speculative = assembly->is_speculative;
	if (assembly->known_count < assembly->size) {
		object.known = assembly->known;
		object.why = assembly->why ? assembly->why : optimized_out;
	}
	return object;
}

static struct wcore_object of_pieces(struct wcore_scope *scope, const struct wcore_variable *variable,
				     const struct wcore_location *location, uint64_t size)
{
	struct assembly assembly;

	if (!assembly_init(&assembly, scope, size))
		return none(variable, "out of memory");
	for (unsigned i = 0; i < location->count && assembly.filled < size; i++) {
		const struct wcore_piece *piece = &location->pieces[i];
		uint64_t part = piece->bit_size / 8;

		/* Bits of a byte from several places: no compiler for WebAssembly was seen to do that. */
		if (piece->bit_size % 8 || piece->bit_offset) {
			lose(&assembly, size - assembly.filled, "not in the dump: its pieces are no whole bytes");
			break;
		}
		add_piece(&assembly, piece, part < size - assembly.filled ? part : size - assembly.filled);
	}
	if (assembly.filled < size)
		lose(&assembly, size - assembly.filled, optimized_out);
	return assembled(&assembly, variable);
}

/* A pointer to a variable that is not in memory. */
static struct wcore_object implicit_pointer(struct wcore_scope *scope, const struct wcore_variable *variable,
					    const struct wcore_piece *piece, uint64_t size)
{
	struct assembly assembly;
	struct wcore_object object;

	if (!assembly_init(&assembly, scope, size))
		return none(variable, "out of memory");
	object = wcore_object_bytes(variable->type, assembly.bytes, size, WCORE_ORIGIN_CONSTANT);
	object.known = assembly.known;
	object.why = optimized_out;
	object.implicit = piece->entry;
	object.implicit_offset = piece->offset;
	return object;
}

/* A value that cannot be one of its type shows that it was not kept as the type says. */
static bool is_possible(const struct wcore_variable *variable, const struct wcore_location_value *value,
			uint64_t size)
{
	switch (wcore_type_strip(variable->type)->kind) {
	case WCORE_TYPE_BOOL:
		return (value->bits & (size < 8 ? (UINT64_C(1) << size * 8) - 1 : UINT64_MAX)) <= 1;
	case WCORE_TYPE_FLOAT:
		return !value->size || value->size == size;
	default:
		return true;
	}
}

static struct wcore_object of_value(struct wcore_scope *scope, const struct wcore_variable *variable,
				    const struct wcore_location_value *value, uint64_t size)
{
	struct assembly assembly;

	if (!is_possible(variable, value, size))
		return none(variable, "not in the dump: its WebAssembly value is of another type");
	if (!assembly_init(&assembly, scope, size))
		return none(variable, "out of memory");
	add_value(&assembly, value, size);
	return assembled(&assembly, variable);
}

static struct wcore_object of_bytes(struct wcore_scope *scope, const struct wcore_variable *variable,
				    struct wcore_string bytes, uint64_t size)
{
	struct assembly assembly;

	if (!assembly_init(&assembly, scope, size))
		return none(variable, "out of memory");
	add(&assembly, bytes.data, bytes.size < size ? bytes.size : size, WCORE_ORIGIN_CONSTANT, false);
	if (assembly.filled < size)
		lose(&assembly, size - assembly.filled, optimized_out);
	return assembled(&assembly, variable);
}

/* Without the memory that its debug information was linked for, an address means nothing. */
static bool is_relocated(const struct wcore_scope *scope, const struct wcore_variable *variable)
{
	const struct wcore_module *module = scope->viewer->module->found.module;

	return variable->is_static && variable->bytes.size && (uint8_t)variable->bytes.data[0] == 0x03 &&
	       (wcore_module_custom(module, "dylink.0") || wcore_module_custom(module, "dylink"));
}

static void withhold(struct wcore_piece *piece, const char *why)
{
	*piece = (struct wcore_piece){
		.kind = WCORE_PIECE_NONE, .bit_size = piece->bit_size, .bit_offset = piece->bit_offset,
		.value = { .why = why },
	};
}

/*
 * A constant among other expressions of a list, or as one of several pieces: where LLVM loses a
 * later value of the variable, the constant's range runs on.
 */
static void withhold_constants(const struct wcore_inspect_live *live, struct wcore_location *location)
{
	bool is_whole = location->count == 1 && !location->pieces[0].bit_size;

	if (is_whole ? !live->has_several || live->is_used : !live->has_range)
		return;
	for (unsigned i = 0; i < location->count; i++) {
		struct wcore_piece *piece = &location->pieces[i];

		if (piece->kind == WCORE_PIECE_NONE || piece->value.trust != WCORE_LOCATION_CONSTANT)
			continue;
		withhold(piece, "not in the dump: a constant that the debug information may have kept too long");
	}
}

/*
 * Whether an expression takes values as they are.  Where LLVM removed a variable's last computation, it
 * writes the computation into the expression, and then misses later values of the variable.
 */
static bool is_plain(struct wcore_string expression)
{
	struct wcore_reader reader = { .data = (const uint8_t *)expression.data, .end = expression.size };

	while (wcore_reader_left(&reader) && !reader.why) {
		switch (wcore_reader_u8(&reader)) {
		case OP_WASM_LOCATION:
			if (wcore_reader_u8(&reader) == 3)
				wcore_reader_skip(&reader, 4);
			else
				wcore_reader_skip_leb(&reader);
			break;
		case DW_OP_piece:
			wcore_reader_skip_leb(&reader);
			break;
		case DW_OP_stack_value:
			break;
		default:
			return false;
		}
	}
	return true;
}

static void withhold_computed(const struct wcore_inspect_live *live, struct wcore_string expression,
			      struct wcore_location *location)
{
	if (!live->has_range || !live->is_used || is_plain(expression))
		return;
	for (unsigned i = 0; i < location->count; i++)
		if (location->pieces[i].kind == WCORE_PIECE_VALUE &&
		    location->pieces[i].value.trust != WCORE_LOCATION_CONSTANT)
			withhold(&location->pieces[i],
				 "not in the dump: the debug information computes it, perhaps from an older value");
}

static struct wcore_object of_expression(struct wcore_scope *scope, const struct wcore_variable *variable)
{
	struct wcore_location_context context;
	struct wcore_inspect_live live;
	struct wcore_location location;
	const struct wcore_piece *piece = &location.pieces[0];
	bool is_whole;
	uint64_t size = 0;

	if (is_relocated(scope, variable))
		return none(variable, "not in the dump: where its module was loaded is not known");
	wcore_inspect_live_init(&live, scope, variable);
	context = context_of(&live, variable);
	/* Also a constant: on another way the variable may have had another value. */
	if (live.has_range && !live.is_sound)
		return none(variable, may_have_changed);
	wcore_location_evaluate(&context, variable->bytes, &location);
	withhold_constants(&live, &location);
	withhold_computed(&live, variable->bytes, &location);
	bool has_size = wcore_type_size(variable->type, &size);

	is_whole = location.count == 1 && !piece->bit_offset && (!piece->bit_size || (has_size && piece->bit_size == size * 8));
	if (location.error)
		return none(variable, location.error);
	if (is_whole && piece->kind == WCORE_PIECE_NONE)
		return none(variable, reason(scope, piece));
	if (is_whole && piece->kind == WCORE_PIECE_MEMORY && !piece->is_ambiguous)
		return in_memory(scope, variable, &piece->value);
	if (!has_size || size > MAX_BYTES)
		return none(variable, "not in the dump: its size is not known");
	if (!is_whole)
		return of_pieces(scope, variable, &location, size);
	if (piece->kind == WCORE_PIECE_POINTER)
		return implicit_pointer(scope, variable, piece, size);
	if (piece->kind == WCORE_PIECE_BYTES)
		return of_bytes(scope, variable, piece->bytes, size);
	if (piece->is_ambiguous && !is_number_itself(scope, variable, &piece->value))
		return none(variable, "not in the dump: whether its local holds it or its address is not said");
	return of_value(scope, variable, &piece->value, size);
}

struct wcore_object wcore_inspect_value(struct wcore_scope *scope, const struct wcore_variable *variable)
{
	struct wcore_location_value number = { .trust = WCORE_LOCATION_CONSTANT, .bits = variable->number };
	uint64_t size;

	switch (variable->place) {
	case WCORE_VARIABLE_EXPRESSION:
		return of_expression(scope, variable);
	case WCORE_VARIABLE_BYTES:
		if (!wcore_type_size(variable->type, &size) || size > MAX_BYTES)
			return none(variable, "not in the dump: its size is not known");
		return of_bytes(scope, variable, variable->bytes, size);
	case WCORE_VARIABLE_NUMBER:
		if (!wcore_type_size(variable->type, &size) || !is_scalar(variable->type) || size > 8)
			return none(variable, "not in the dump: its constant has another type");
		return of_value(scope, variable, &number, size);
	case WCORE_VARIABLE_NOWHERE:
		break;
	}
	return none(variable, optimized_out);
}
