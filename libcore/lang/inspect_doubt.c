/*
 * Where debug information is not believed: see inspect_state.h.  What is measured here was measured
 * over generated programs that optimisers compiled and that recorded their locals when they crashed.
 */
#include <dwarf.h>

#include "../analysis/demand.h"
#include "../debug/location_parts.h"
#include "inspect_state.h"

/* Of an inlined call, that are looked at. */
#define MAX_PARAMS 64
/* How far below the stack pointer a function that does not move it keeps its data. */
#define MAX_RED_ZONE (UINT64_C(1) << 20)
/* The whole shadow stack as linkers make it by default. */
#define SMALL_STACK 65536

/* Without the memory that its debug information was linked for, an address means nothing. */
static bool is_relocated(const struct wcore_scope *scope, const struct wcore_variable *variable)
{
	const struct wcore_module *module = scope->viewer->module->found.module;

	return variable->is_static && variable->bytes.size && (uint8_t)variable->bytes.data[0] == DW_OP_addr &&
	       (wcore_module_custom(module, "dylink.0") || wcore_module_custom(module, "dylink"));
}

const char *wcore_inspect_doubt(const struct wcore_inspect_live *live,
				const struct wcore_variable *variable)
{
	if (is_relocated(live->scope, variable))
		return "not in the dump: where its module was loaded is not known";
	/*
	 * LLVM lets a range run on where its code is reached another way: of 20 programs four had a
	 * wrong value.  Also a constant may be one of another way.
	 */
	if (live->has_range && !live->is_sound)
		return WCORE_INSPECT_MAY_HAVE_CHANGED;
	return NULL;
}

void wcore_inspect_withhold_piece(const struct wcore_inspect_live *live, struct wcore_piece *piece, const char *why)
{
	if (live->scope->inspect->is_speculative) {
		piece->value.trust = WCORE_LOCATION_SPECULATIVE;
		return;
	}
	*piece = (struct wcore_piece){
		.kind = WCORE_PIECE_NONE, .bit_size = piece->bit_size, .bit_offset = piece->bit_offset,
		.value = { .why = why },
	};
}

/*
 * A constant of a list, for a variable that can change.  Measured over 390 programs: where LLVM
 * loses a later value of the variable, the constant's range runs on; of constants that were the
 * list's only expression one in thirty was wrong, of others one in ten.
 */
static void withhold_constants(const struct wcore_inspect_live *live,
			       const struct wcore_variable *variable, struct wcore_location *location)
{
	bool is_whole = location->count == 1 && !location->pieces[0].bit_size;
	/* Also for all of the scope: LLVM turns conditions around without telling. */
	bool is_doubtful = live->has_range || (!variable->is_static &&
		(wcore_type_strip(variable->type)->kind == WCORE_TYPE_BOOL || !wcore_inspect_is_constant(variable)));

	if (!is_doubtful || (is_whole && live->is_used))
		return;
	for (unsigned i = 0; i < location->count; i++) {
		struct wcore_piece *piece = &location->pieces[i];

		if (piece->kind != WCORE_PIECE_NONE && piece->value.trust == WCORE_LOCATION_CONSTANT)
			wcore_inspect_withhold_piece(live, piece, "not in the dump: "
				 "a constant that the debug information may have kept too long");
	}
}

static bool is_calculated(const struct wcore_piece *piece)
{
	return piece->kind == WCORE_PIECE_VALUE && piece->value.trust != WCORE_LOCATION_CONSTANT;
}

static void withhold_values(const struct wcore_inspect_live *live, struct wcore_location *location, const char *why)
{
	for (unsigned i = 0; i < location->count; i++)
		if (is_calculated(&location->pieces[i]))
			wcore_inspect_withhold_piece(live, &location->pieces[i], why);
}

/* A number of 64 bits for something smaller: of an inlined call's parameters one in a hundred was another variable's. */
static bool is_wider(const struct wcore_variable *variable, const struct wcore_piece *piece)
{
	uint64_t size;

	return is_calculated(piece) && !piece->bit_size && piece->value.size == 8 &&
	       wcore_type_size(variable->type, &size) && size < 8;
}

/* Whether no code reads the upper bits of the local that a number is in: what is there may be anything. */
static bool is_narrow(const struct wcore_inspect_live *live, const struct wcore_variable *variable,
		      const struct wcore_location_part *part, const struct wcore_piece *piece)
{
	const struct wcore_target_frame *frame = wcore_unwind_target_frame(live->scope->frame);
	uint64_t size;

	if (!live->has_range || live->is_argument || part->source != WCORE_LOCATION_LOCAL || part->size || part->index > UINT32_MAX ||
	    !is_calculated(piece) || !wcore_type_size(variable->type, &size) || size > piece->value.size || size < 2)
		return false;
	return wcore_demand(frame->module->found.module, &frame->function, live->from, (uint32_t)part->index,
			    piece->value.size * 8u) < size * 8;
}

/* Whether another parameter of the same inlined call is said to be in the same place. */
static bool is_twin(const struct wcore_inspect_live *live, const struct wcore_variable *variable)
{
	struct wcore_types *types = live->scope->viewer->types;
	struct wcore_entries *entries = wcore_types_entries(types);
	struct wcore_entry block, child;
	struct wcore_variable other;
	unsigned left = MAX_PARAMS;

	if (!variable->is_param || live->is_argument || !wcore_entries_site(entries, &live->scope->site, &block))
		return false;
	for (bool is_there = wcore_entry_child(&block, &child); is_there && left; is_there = wcore_entry_sibling(entries, &child, &child)) {
		left--;
		if (child.tag == DW_TAG_formal_parameter && child.offset != variable->entry.offset &&
		    wcore_variable_at(types, &child, live->scope->address, &other) && other.place == WCORE_VARIABLE_EXPRESSION &&
		    wcore_string_equal(other.bytes, variable->bytes))
			return true;
	}
	return false;
}

/* Whether parts of different sizes are said to be in one local. */
static bool is_shared(const struct wcore_location_part *parts, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		for (unsigned k = 0; k < i; k++)
			if (parts[i].source == WCORE_LOCATION_LOCAL && parts[k].source == WCORE_LOCATION_LOCAL &&
			    parts[i].index == parts[k].index && parts[i].size != parts[k].size)
				return true;
	return false;
}

/*
 * Where LLVM removed a variable's last computation, it writes the computation into the expression.
 * Measured over 600 programs: it then misses later values of the variable, or takes another local's.
 */
static void withhold_computed(const struct wcore_inspect_live *live, const struct wcore_variable *variable,
			      struct wcore_location *location)
{
	struct wcore_location_part parts[WCORE_LOCATION_PARTS];
	const unsigned count = wcore_location_parts(variable->bytes, parts);

	if (!count)
		withhold_values(live, location, "not in the dump: the debug information computes it, "
				"perhaps from an older value");
	else if (is_shared(parts, count))
		withhold_values(live, location, "not in the dump: the debug information has another part of it in the same local");
	else if (count == 1 && location->count == 1 && is_narrow(live, variable, &parts[0], &location->pieces[0]))
		withhold_values(live, location, "not in the dump: no code reads its upper bits any more");
	else if (parts[0].source == WCORE_LOCATION_LOCAL && is_twin(live, variable))
		withhold_values(live, location, "not in the dump: the debug information has another parameter in the same local");
	else if (variable->is_param && !live->is_argument && is_wider(variable, &location->pieces[0]))
		withhold_values(live, location, "not in the dump: its WebAssembly value is wider than it is");
}

/* Whether more than one bit field has bits between start and end, of bits. */
static bool has_bit_fields(const struct wcore_type *type, uint64_t start, uint64_t end)
{
	unsigned count = 0;

	for (uint32_t i = 0; i < type->member_count; i++) {
		const struct wcore_member *member = &type->members[i];
		const uint64_t first = member->offset * 8 + member->bit_offset;

		count += member->bit_size && first < end && start < first + member->bit_size;
	}
	return count > 1;
}

/* Of bit fields that share a value, those that were assigned to last may be missing in it. */
static void withhold_bit_fields(const struct wcore_inspect_live *live, const struct wcore_type *type,
				struct wcore_location *location)
{
	uint64_t start = 0, size;

	if (type->kind != WCORE_TYPE_STRUCT && type->kind != WCORE_TYPE_CLASS)
		return;
	if (!wcore_type_complete(live->scope->viewer->types, type) || !wcore_type_size(type, &size))
		return;
	for (unsigned i = 0; i < location->count; i++) {
		struct wcore_piece *piece = &location->pieces[i];
		const uint64_t end = piece->bit_size ? start + piece->bit_size : size * 8;

		if (is_calculated(piece) && has_bit_fields(type, start, end))
			wcore_inspect_withhold_piece(live, piece, "not in the dump: bit fields of it may have been set since");
		start = end;
	}
}

static bool is_constant_type(const struct wcore_type *type)
{
	while (type && (type->kind == WCORE_TYPE_ALIAS || type->kind == WCORE_TYPE_QUALIFIED)) {
		if (type->qualifier == DW_TAG_const_type)
			return true;
		type = type->target;
	}
	return false;
}

void wcore_inspect_withhold(const struct wcore_inspect_live *live,
			    const struct wcore_variable *variable, struct wcore_location *location)
{
	const bool is_constant = is_constant_type(variable->type);

	if (!is_constant)
		withhold_constants(live, variable, location);
	withhold_computed(live, variable, location);
	withhold_bit_fields(live, wcore_type_strip(variable->type), location);
	wcore_inspect_withhold_lost(live, variable, is_constant, location);
}

/*
 * A constant for a variable that can change, in an inner block: measured, a counter of a loop that
 * was unrolled.  rustc's and zig's were always right.
 */
bool wcore_inspect_is_constant(const struct wcore_variable *variable)
{
	uint32_t language = variable->entry.unit->language;

	if (variable->is_param || !variable->depth || language == DW_LANG_Rust || language == WCORE_LANG_ZIG)
		return true;
	return is_constant_type(variable->type);
}

/* A value that cannot be one of its type shows that it was not kept as the type says. */
bool wcore_inspect_is_possible(const struct wcore_type *type, const struct wcore_location_value *value,
			       uint64_t size)
{
	switch (wcore_type_strip(type)->kind) {
	case WCORE_TYPE_BOOL:
		return (value->bits & (size < 8 ? (UINT64_C(1) << size * 8) - 1 : UINT64_MAX)) <= 1;
	case WCORE_TYPE_FLOAT:
		return !value->size || value->size == size;
	default:
		return true;
	}
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
struct wcore_location_value wcore_inspect_check_base(void *context, struct wcore_location_value base)
{
	static const struct wcore_location_value unknown = {
		.why = "not in the dump: the frame base is not known",
	};
	struct wcore_inspect_live *live = context;
	struct wcore_word now, entry;

	if (!live->scope->frame)
		return unknown;
	now = wcore_unwind_stack_pointer(live->scope->frame);
	entry = wcore_unwind_entry_stack_pointer(live->scope->frame);
	if (!live->is_base_certain &&
	    !(is_known(&now) && is_known(&entry) && now.bits != entry.bits && base.bits == now.bits))
		return unknown;
	if (is_known(&entry) && base.bits > entry.bits)
		return unknown;
	if (is_known(&now) && is_known(&entry) &&
	    (now.bits != entry.bits ? base.bits < now.bits : entry.bits - base.bits > MAX_RED_ZONE))
		return unknown;
	return base;
}

/*
 * DWARF 2 and 3: a number or its address?  Compilers pass only what is on the
 * shadow stack by address, so what cannot be an address there is the number.
 */
bool wcore_inspect_is_number(struct wcore_scope *scope, const struct wcore_location_value *value)
{
	struct wcore_word now, entry;
	uint64_t lowest;

	if (!scope->frame)
		return false;
	now = wcore_unwind_stack_pointer(scope->frame);
	entry = wcore_unwind_entry_stack_pointer(scope->frame);
	if (!is_known(&now) || !is_known(&entry))
		return false;
	lowest = now.bits != entry.bits ? now.bits : now.bits > SMALL_STACK ? now.bits - SMALL_STACK : 0;
	return value->bits < lowest || (scope->viewer->space.memory &&
					value->bits >= scope->viewer->space.memory->size);
}
