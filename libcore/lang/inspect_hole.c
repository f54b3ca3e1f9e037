/*
 * Variables in memory that nothing was stored to, or whose stores an optimiser removed: see
 * inspect_state.h.
 *
 * A member of a structure on the shadow stack that the function neither stores
 * to, nor gives a pointer to away, while it does that to other members, has no value in memory:
 * its stores were dead.  When nothing but the object's own address is given away, whoever got it filled it.
 */
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../debug/code_lines.h"
#include "../debug/location_list.h"
#include "../debug/location_parts.h"
#include "../debug/ranges.h"
#include "inspect_state.h"
#include "rust.h"

#define MAX_SIZE 65536
#define MAX_HOLES 1024
#define MAX_NESTING 32
/* Of a function, that are looked at. */
#define MAX_ENTRIES 20000
/* Parts of one object; arrays of structures multiply them. */
#define MAX_PARTS 8192
/* To find an enum's variant. */
#define VARIANT_WORK 65536

static bool is_variable(uint16_t tag)
{
	return tag == DW_TAG_variable || tag == DW_TAG_formal_parameter;
}

/* An entry of a list that says more than in which local a parameter's address is. */
static bool is_value(void *context, const struct wcore_location_range *range)
{
	struct wcore_location_part parts[WCORE_LOCATION_PARTS];
	bool *has_value = context;

	*has_value = !wcore_location_parts(range->expression, parts) || parts[0].size ||
		     (uint8_t)range->expression.data[range->expression.size - 1] == DW_OP_stack_value;
	return !*has_value;
}

/* Whether a variable of the entry or of what stands in it has a location list; values: one with values in it. */
static bool has_list(struct wcore_entries *entries, const struct wcore_entry *entry, bool values, unsigned nesting, unsigned *left)
{
	struct wcore_form_value value;
	struct wcore_entry child;
	bool is_found;

	for (bool is_there = wcore_entry_child(entry, &child); is_there && *left;
	     is_there = wcore_entry_sibling(entries, &child, &child)) {
		--*left;
		is_found = is_variable(child.tag) && wcore_entry_attr(&child, DW_AT_location, &value) &&
			   value.class != WCORE_FORM_BYTES;
		if (is_found && values) {
			is_found = false;
			wcore_location_list_visit(&child.unit->unit, &value, is_value, &is_found);
		}
		if (is_found || (child.has_children && nesting < MAX_NESTING && has_list(entries, &child, values, nesting + 1, left)))
			return true;
	}
	return false;
}

static void judge(struct wcore_scope *scope)
{
	struct wcore_entries *entries = wcore_types_entries(scope->viewer->types);
	struct wcore_inspect *inspect = scope->inspect;
	struct wcore_entry function;
	unsigned left = MAX_ENTRIES;

	if (!wcore_variables_function(scope->viewer->types, &scope->site, &function)) {
		inspect->judged = (struct wcore_entry){ 0 };
		inspect->is_optimized = true;
		inspect->has_values = false;
		return;
	}
	if (inspect->judged.unit == function.unit && inspect->judged.offset == function.offset)
		return;
	inspect->judged = function;
	inspect->is_optimized = has_list(entries, &function, false, 0, &left) || !left;
	left = MAX_ENTRIES;
	inspect->has_values = inspect->is_optimized && has_list(entries, &function, true, 0, &left);
}

/* Compilers make location lists of optimised functions; of others, all variables are in memory, or their addresses in a local. */
bool wcore_inspect_is_optimized(struct wcore_scope *scope)
{
	judge(scope);
	return scope->inspect->is_optimized;
}

static bool has_values(struct wcore_scope *scope)
{
	judge(scope);
	return scope->inspect->has_values;
}

struct walk {
	struct wcore_inspect *inspect;
	struct wcore_viewer *viewer;
	uint8_t *marks;
	uint64_t address, size;
	unsigned parts;
	bool is_all;	/* parts are holes whatever their marks say */
	bool is_doubt;	/* parts are holes whose last store may not have been made */
	bool has_hole;
};

static bool has_mark(const struct walk *walk, uint64_t offset, uint64_t size, uint8_t mark)
{
	for (uint64_t i = offset; i < offset + size && i < walk->size; i++)
		if (walk->marks[i] & mark)
			return true;
	return false;
}

static void add_hole(struct walk *walk, uint64_t offset, uint64_t size)
{
	struct wcore_inspect *inspect = walk->inspect;
	struct wcore_space_hole *last = inspect->hole_count ? &inspect->holes[inspect->hole_count - 1] : NULL;

	if (offset >= walk->size)
		return;
	if (size > walk->size - offset)
		size = walk->size - offset;
	walk->has_hole = true;
	if (last && last->address + last->size == walk->address + offset) {
		last->size += size;
		return;
	}
	if (inspect->hole_count < MAX_HOLES) {
		inspect->holes[inspect->hole_count++] =
			(struct wcore_space_hole){ walk->address + offset, size };
		return;
	}
	/* Where there is no room, what lies between them is not believed either. */
	const uint64_t start = walk->address + offset < last->address ? walk->address + offset : last->address;
	const uint64_t end = walk->address + offset + size, last_end = last->address + last->size;

	*last = (struct wcore_space_hole){ start, (end > last_end ? end : last_end) - start };
}

static void take_part(struct walk *walk, uint64_t offset, uint64_t size)
{
	if (walk->is_doubt) {
		if (has_mark(walk, offset, size, WCORE_UNWIND_MAYBE | WCORE_UNWIND_INDEXED))
			add_hole(walk, offset, size);
		return;
	}
	if (walk->is_all || !has_mark(walk, offset, size, WCORE_UNWIND_STORED | WCORE_UNWIND_POINTED | WCORE_UNWIND_INDEXED))
		add_hole(walk, offset, size);
}

static bool is_aggregate(const struct wcore_type *type)
{
	return type->kind == WCORE_TYPE_STRUCT || type->kind == WCORE_TYPE_CLASS ||
	       type->kind == WCORE_TYPE_ARRAY;
}

/* Whether the object starts with an array, which may be what a pointer to the object is for. */
static bool starts_with_array(const struct walk *walk, const struct wcore_type *type)
{
	for (unsigned i = 0; i < MAX_NESTING; i++) {
		type = wcore_type_strip(type);
		if (type->kind == WCORE_TYPE_ARRAY)
			return i > 0;
		if (!is_aggregate(type) || !wcore_type_complete(walk->viewer->types, type) || !type->member_count ||
		    type->members[0].offset)
			return false;
		type = type->members[0].type;
	}
	return false;
}

/* Whether nothing is known of an object but that its own address was given away. */
static bool is_given(const struct walk *walk, const struct wcore_type *type, uint64_t offset, uint64_t size)
{
	return has_mark(walk, offset, 1, WCORE_UNWIND_POINTED) && !starts_with_array(walk, type) &&
	       !has_mark(walk, offset, size, WCORE_UNWIND_STORED | WCORE_UNWIND_INDEXED) &&
	       !has_mark(walk, offset + 1, size - 1, WCORE_UNWIND_POINTED);
}

static void walk_type(struct walk *walk, const struct wcore_type *type, uint64_t offset, unsigned nesting);

/* A pointer with an index goes to the same member of each element. */
static void spread(struct walk *walk, uint64_t offset, uint64_t size, uint64_t whole)
{
	for (uint64_t i = offset; i < offset + whole && i < walk->size; i++)
		if (walk->marks[i] & WCORE_UNWIND_INDEXED)
			for (uint64_t at = offset + (i - offset) % size; at < offset + whole && at < walk->size &&
			     walk->parts < MAX_PARTS; at += size, walk->parts++)
				walk->marks[at] |= WCORE_UNWIND_POINTED;
}

static void walk_array(struct walk *walk, const struct wcore_type *type, uint64_t offset, unsigned nesting)
{
	const struct wcore_type *target = wcore_type_strip(type->target);
	uint64_t size, whole;

	if (!wcore_type_size(target, &size) || !size || !wcore_type_size(type, &whole))
		return;
	/* Who has a pointer to an element can reach them all. */
	if (!is_aggregate(target) &&
	    has_mark(walk, offset, whole, WCORE_UNWIND_INDEXED | WCORE_UNWIND_POINTED))
		return;
	spread(walk, offset, size, whole);
	for (uint64_t at = 0; at + size <= whole && walk->parts < MAX_PARTS; at += size)
		walk_type(walk, target, offset + at, nesting + 1);
}

static void walk_members(struct walk *walk, const struct wcore_type *type, uint64_t offset, unsigned nesting)
{
	for (uint32_t i = 0; i < type->member_count && walk->parts < MAX_PARTS; i++) {
		const struct wcore_member *member = &type->members[i];

		if (member->is_static || member->is_virtual || member->location.data)
			continue;
		if (member->bit_size)
			take_part(walk, offset + member->offset + member->bit_offset / 8,
				  (member->bit_offset % 8 + member->bit_size + 7) / 8);
		else
			walk_type(walk, member->type, offset + member->offset, nesting + 1);
	}
}

/* What an enum in memory holds, by its discriminant; false when that cannot be told. */
static bool find_variant(const struct walk *walk, const struct wcore_type *type, uint64_t offset, struct wcore_object *ret)
{
	struct wcore_object object = wcore_object_at(type, walk->address + offset);
	const uint64_t work = walk->viewer->work;
	struct wcore_string name;
	bool is_known;

	walk->viewer->work = VARIANT_WORK;
	is_known = wcore_type_size(type, &object.size) && type->variant_part->has_discriminant &&
		   wcore_rust_variant(walk->viewer, &object, &name, ret) && ret->kind == WCORE_OBJECT_MEMORY &&
		   ret->address >= walk->address;
	walk->viewer->work = work;
	return is_known;
}

static void walk_variant(struct walk *walk, const struct wcore_type *type, uint64_t offset, uint64_t size, unsigned nesting)
{
	const struct wcore_member *discriminant = &type->variant_part->discriminant;
	struct wcore_object held;

	if (!find_variant(walk, type, offset, &held)) {
		take_part(walk, offset, size);
		return;
	}
	walk_type(walk, discriminant->type, offset + discriminant->offset, nesting + 1);
	/* A pointer to it is one to the enum, or to its first field. */
	if (is_aggregate(wcore_type_strip(held.type)) && wcore_type_complete(walk->viewer->types, wcore_type_strip(held.type)))
		walk_members(walk, wcore_type_strip(held.type), held.address - walk->address, nesting + 1);
	else
		walk_type(walk, held.type, held.address - walk->address, nesting + 1);
}

static void walk_type(struct walk *walk, const struct wcore_type *type, uint64_t offset, unsigned nesting)
{
	uint64_t size;

	type = wcore_type_strip(type);
	walk->parts++;
	if (nesting > MAX_NESTING || offset >= walk->size || !wcore_type_size(type, &size))
		return;
	if (type->kind == WCORE_TYPE_ARRAY) {
		walk_array(walk, type, offset, nesting);
		return;
	}
	if (!is_aggregate(type)) {
		take_part(walk, offset, size);
		return;
	}
	if (!wcore_type_complete(walk->viewer->types, type)) {
		take_part(walk, offset, size);
		return;
	}
	/* Who got it filled it. */
	if (nesting && !walk->is_all && size && is_given(walk, type, offset, size))
		return;
	if (type->variant_part) {
		walk_variant(walk, type, offset, size, nesting);
		return;
	}
	walk_members(walk, type, offset, nesting);
}

/* What lies behind the limit has not been looked at: nothing of the object is believed. */
static void walk_parts(struct walk *walk, const struct wcore_type *type)
{
	walk->parts = 0;
	walk_type(walk, type, 0, 0);
	if (walk->parts >= MAX_PARTS)
		add_hole(walk, 0, walk->size);
}

/*
 * Where one part has no value, what stands in the others may be that of another variable with the
 * same place: only arrays that a pointer was given to are left.
 */
static void walk_whole(struct walk *walk, const struct wcore_type *type, bool is_lost)
{
	size_t count = walk->inspect->hole_count;

	/* Before code that never returns, stores that only the way on would read are gone too. */
	if (is_lost && has_mark(walk, 0, walk->size, WCORE_UNWIND_POINTED | WCORE_UNWIND_INDEXED)) {
		add_hole(walk, 0, walk->size);
		return;
	}
	walk_parts(walk, type);
	if (!walk->has_hole) {
		walk->is_doubt = true;
		walk_parts(walk, type);
		return;
	}
	walk->inspect->hole_count = count;
	walk->is_all = true;
	walk_parts(walk, type);
}

/* Whether it, or the variant of an enum that it holds, starts with a smaller structure, which may be what a pointer to it is for. */
static bool starts_with_field(const struct walk *walk, const struct wcore_type *type)
{
	struct wcore_object held = { .address = walk->address };
	uint64_t size;

	type = wcore_type_strip(type);
	if (!is_aggregate(type) || !wcore_type_complete(walk->viewer->types, type))
		return false;
	if (type->variant_part) {
		if (!find_variant(walk, type, 0, &held))
			return false;
		type = wcore_type_strip(held.type);
		if (!is_aggregate(type) || !wcore_type_complete(walk->viewer->types, type))
			return false;
	}
	for (uint32_t i = 0; i < type->member_count; i++)
		if (!type->members[i].is_static && held.address + type->members[i].offset == walk->address && type->member_count > 1 &&
		    is_aggregate(wcore_type_strip(type->members[i].type)) && wcore_type_size(type->members[i].type, &size))
			return size < walk->size;
	return false;
}

static bool make_room(struct wcore_inspect *inspect)
{
	if (!inspect->holes)
		inspect->holes = wcore_calloc(MAX_HOLES, sizeof(*inspect->holes));
	return inspect->holes;
}

static void show_holes(struct wcore_scope *scope)
{
	scope->viewer->space.holes = scope->inspect->holes;
	scope->viewer->space.hole_count = scope->inspect->hole_count;
}

void wcore_inspect_add_hole(struct wcore_scope *scope, uint64_t address, uint64_t size)
{
	struct walk walk = { .inspect = scope->inspect, .address = address, .size = size };

	if (make_room(scope->inspect))
		add_hole(&walk, 0, size);
	show_holes(scope);
}

static void find_holes(struct wcore_scope *scope, struct walk *walk, const struct wcore_type *type)
{
	if (make_room(scope->inspect))
		walk_whole(walk, type, wcore_unwind_is_lost(scope->frame));
	show_holes(scope);
}

/*
 * Whose a store is: variables whose lives do not meet have the same place.  Code in front of a local variable's declaration,
 * or outside of the function that declares it, is about another one.
 */
struct life {
	struct wcore_entries *entries;
	struct wcore_entry block;
	struct wcore_pc pc;
	uint64_t base;		/* of DWARF's addresses in the file */
	struct wcore_string file;
	uint32_t declared;	/* 0: any line counts */
	unsigned *left;		/* look-ups of lines; with none left all counts */
};

static bool is_within(void *context, uint64_t place)
{
	const struct life *life = context;
	uint64_t low, high;
	uint32_t line;

	if (!wcore_pc_covers(&life->block.unit->unit, &life->pc, place - life->base, &low, &high))
		return false;
	if (!life->declared || !*life->left)
		return true;
	--*life->left;
	line = wcore_code_lines_at(life->entries, &life->block, life->file, place - life->base);
	return !line || line >= life->declared;
}

static bool life_init(struct life *life, const struct wcore_scope *scope, const struct wcore_variable *variable)
{
	const struct wcore_target_frame *frame = wcore_unwind_target_frame(scope->frame);
	struct wcore_site declared;

	*life = (struct life){ .entries = wcore_types_entries(scope->viewer->types), .left = &scope->inspect->life_left, .base = frame->address - scope->address };
	if (!variable->entry.unit || variable->is_param || !wcore_entries_site(life->entries, &scope->site, &life->block) ||
	    !wcore_entry_pc(&life->block, &life->pc))
		return false;
	if (wcore_entry_declared(life->entries, &variable->entry, &declared) &&
	    wcore_string_equal(declared.file, scope->site.file))
		life->declared = variable->line;
	life->file = scope->site.file;
	return true;
}

bool wcore_inspect_is_set(struct wcore_scope *scope, const struct wcore_variable *variable,
			  uint64_t address, uint64_t size)
{
	struct walk walk = {
		.inspect = scope->inspect, .viewer = scope->viewer, .address = address, .size = size,
	};
	bool is_set = true;
	struct life life;
	const struct wcore_unwind_judge judge = { is_within, &life };

	if (!scope->frame || !size || size > MAX_SIZE)
		return true;
	const bool has_life = has_values(scope) && life_init(&life, scope, variable);

	walk.marks = wcore_calloc(size, 1);
	if (walk.marks && wcore_unwind_stores(scope->frame, address, size, has_life ? &judge : NULL, walk.marks)) {
		is_set = has_mark(&walk, 0, size, WCORE_UNWIND_STORED | WCORE_UNWIND_POINTED | WCORE_UNWIND_INDEXED);
		if (is_set && is_aggregate(wcore_type_strip(variable->type)) &&
		    wcore_inspect_is_optimized(scope) &&
		    (!is_given(&walk, variable->type, 0, size) ||
		     (has_values(scope) && starts_with_field(&walk, variable->type))))
			find_holes(scope, &walk, variable->type);
	}
	free(walk.marks);
	return is_set;
}

#define ANY_MARK (WCORE_UNWIND_STORED | WCORE_UNWIND_POINTED | WCORE_UNWIND_INDEXED)

/* What was allocated and nobody else has: only what the code stores there is known to be. */
static bool look_at_own(struct wcore_scope *scope, struct walk *walk, const struct wcore_type *type)
{
	memset(walk->marks, 0, walk->size);
	if (!wcore_unwind_own(scope->frame, walk->address, walk->size, walk->marks))
		return false;
	if (!has_mark(walk, 0, walk->size, ANY_MARK))
		wcore_inspect_add_hole(scope, walk->address, walk->size);
	else if (!is_given(walk, type, 0, walk->size))
		find_holes(scope, walk, type);
	return true;
}

/* What an older frame has in memory: an optimiser knows which of its stores nobody behind its call reads. */
static void look_at_owner(struct wcore_scope *scope, struct walk *walk)
{
	struct wcore_unwind_frame *owner = wcore_unwind_owner(scope->frame, walk->address);

	memset(walk->marks, 0, walk->size);
	if (owner && has_values(scope) && wcore_unwind_stores(owner, walk->address, walk->size, NULL, walk->marks) &&
	    !has_mark(walk, 0, walk->size, ANY_MARK))
		wcore_inspect_add_hole(scope, walk->address, walk->size);
}

void wcore_inspect_target(struct wcore_scope *scope, const struct wcore_type *type, uint64_t address)
{
	const struct wcore_variable made = { .type = type };
	struct walk walk = { .inspect = scope->inspect, .viewer = scope->viewer, .address = address };

	if (!scope->frame || !wcore_type_size(type, &walk.size) || !walk.size || walk.size > MAX_SIZE ||
	    !wcore_inspect_is_optimized(scope))
		return;
	walk.marks = wcore_calloc(walk.size, 1);
	if (!walk.marks)
		return;
	if (!wcore_inspect_is_set(scope, &made, address, walk.size))
		wcore_inspect_add_hole(scope, address, walk.size);
	else if (!look_at_own(scope, &walk, type))
		look_at_owner(scope, &walk);
	free(walk.marks);
}
