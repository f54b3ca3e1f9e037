/* From a variable to the object that it is in a scope: see inspect_state.h. */
#include "inspect_state.h"

#include <string.h>

/* Objects that are put together of pieces; those in memory may be of any size. */
#define MAX_BYTES 65536
#define MAX_WRAPPERS 8

static struct wcore_object none(const struct wcore_variable *variable, const char *why)
{
	return wcore_object_none(variable->type, why ? why : WCORE_OPTIMIZED_OUT);
}

/* What an input lacked, as the reason of the whole. */
static const char *reason(struct wcore_scope *scope, const struct wcore_piece *piece)
{
	const char *why = piece->value.why;
	char *text;

	if (piece->is_optimized_out || !why)
		return WCORE_OPTIMIZED_OUT;
	if (strcmp(why, WCORE_NOT_SET) == 0 || strncmp(why, WCORE_NOT_IN_DUMP, strlen(WCORE_NOT_IN_DUMP)) == 0)
		return why;
	text = wcore_arena_format(&scope->viewer->arena, "%s: %s", WCORE_NOT_IN_DUMP, why);
	return text ? text : WCORE_NOT_IN_DUMP;
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
			return none(variable, WCORE_NOT_SET);
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

/* A number, perhaps in structures that have nothing else in them: NonZeroU8, Wrapping. */
static bool is_number(struct wcore_scope *scope, const struct wcore_type *type)
{
	uint64_t size, part;

	for (unsigned i = 0; i < MAX_WRAPPERS; i++) {
		type = wcore_type_strip(type);
		if (type->kind != WCORE_TYPE_STRUCT)
			return is_scalar(type);
		if (!wcore_type_complete(scope->viewer->types, type) || type->variant_part ||
		    type->member_count != 1 || type->members[0].offset || type->members[0].bit_size ||
		    !wcore_type_size(type, &size) || !wcore_type_size(type->members[0].type, &part) || part != size)
			return false;
		type = type->members[0].type;
	}
	return false;
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
	if (!assembly->why || strcmp(assembly->why, WCORE_OPTIMIZED_OUT) == 0)
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
		lose(assembly, size, WCORE_NOT_SET);
		return;
	}
	if (!wcore_space_read(&scope->viewer->space, piece->value.bits, size, bytes, NULL)) {
		lose(assembly, size, WCORE_NOT_IN_DUMP);
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
			lose(assembly, size, WCORE_OPTIMIZED_OUT);
		else
			add(assembly, piece->bytes.data, size, WCORE_ORIGIN_CONSTANT, false);
		break;
	case WCORE_PIECE_POINTER:
		lose(assembly, size, WCORE_OPTIMIZED_OUT);
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
		object.why = assembly->why ? assembly->why : WCORE_OPTIMIZED_OUT;
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
		lose(&assembly, size - assembly.filled, WCORE_OPTIMIZED_OUT);
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
	object.why = WCORE_OPTIMIZED_OUT;
	object.implicit = piece->entry;
	object.implicit_offset = piece->offset;
	return object;
}

static struct wcore_object of_value(struct wcore_scope *scope, const struct wcore_variable *variable,
				    const struct wcore_location_value *value, uint64_t size)
{
	struct assembly assembly;

	if (!wcore_inspect_is_possible(variable->type, value, size))
		return none(variable, "not in the dump: its WebAssembly value is of another type");
	const struct wcore_type *type = wcore_type_strip(variable->type);

	if (!assembly_init(&assembly, scope, size))
		return none(variable, "out of memory");
	if (value->trust != WCORE_LOCATION_UNKNOWN && type->target &&
	    (type->kind == WCORE_TYPE_POINTER || type->kind == WCORE_TYPE_REFERENCE))
		wcore_inspect_target(scope, type->target, value->bits);
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
		lose(&assembly, size - assembly.filled, WCORE_OPTIMIZED_OUT);
	return assembled(&assembly, variable);
}

static struct wcore_object of_expression(struct wcore_scope *scope, const struct wcore_variable *variable)
{
	struct wcore_location_context context;
	struct wcore_inspect_live live;
	struct wcore_location location;
	const struct wcore_piece *piece = &location.pieces[0];
	const char *why;
	bool has_size, is_whole;
	uint64_t size = 0;

	wcore_inspect_live_init(&live, scope, variable);
	why = wcore_inspect_doubt(&live, variable);
	if (why)
		return none(variable, why);
	context = wcore_inspect_inputs(&live, variable);
	wcore_location_evaluate(&context, variable->bytes, &location);
	wcore_inspect_withhold(&live, variable, &location);
	has_size = wcore_type_size(variable->type, &size);
	is_whole = location.count == 1 && !piece->bit_offset &&
		   (!piece->bit_size || (has_size && piece->bit_size == size * 8));
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
	if (piece->is_ambiguous &&
	    !(is_scalar(variable->type) && wcore_inspect_is_number(scope, &piece->value)))
		return none(variable, "not in the dump: whether its local holds it or its address is not said");
	return of_value(scope, variable, &piece->value, size);
}

struct wcore_object wcore_inspect_value(struct wcore_scope *scope, const struct wcore_variable *variable)
{
	struct wcore_location_value number = { .trust = WCORE_LOCATION_CONSTANT, .bits = variable->number };
	const char *why;
	uint64_t size;

	switch (variable->place) {
	case WCORE_VARIABLE_EXPRESSION:
		return of_expression(scope, variable);
	case WCORE_VARIABLE_BYTES:
		if (!wcore_type_size(variable->type, &size) || size > MAX_BYTES)
			return none(variable, "not in the dump: its size is not known");
		why = wcore_inspect_loss(scope, variable);
		if (why)
			return none(variable, why);
		return of_bytes(scope, variable, variable->bytes, size);
	case WCORE_VARIABLE_NUMBER:
		if (!wcore_type_size(variable->type, &size) || !is_number(scope, variable->type) || size > 8)
			return none(variable, "not in the dump: its constant has another type");
		if (!wcore_inspect_is_constant(variable))
			return none(variable, "not in the dump: a constant of a variable that may have changed");
		why = wcore_inspect_loss(scope, variable);
		if (why && !scope->inspect->is_speculative)
			return none(variable, why);
		if (why)
			number.trust = WCORE_LOCATION_SPECULATIVE;
		return of_value(scope, variable, &number, size);
	case WCORE_VARIABLE_NOWHERE:
		break;
	}
	return none(variable, WCORE_OPTIMIZED_OUT);
}
