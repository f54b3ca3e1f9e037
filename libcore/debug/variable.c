#include "variable.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "dwarf_state.h"
#include "location_list.h"
#include "type_state.h"

#define ORIGINS_MAX 16
#define BLOCK_DEPTH 128
#define PARAMETER_PACK 0x4108	/* DW_TAG_GNU_formal_parameter_pack */

/* The value of DW_AT_const_value. */
static bool take_constant(const struct wcore_entry *entry, struct wcore_variable *variable)
{
	struct wcore_form_value value;

	if (!wcore_entry_attr(entry, DW_AT_const_value, &value))
		return false;
	switch (value.class) {
	case WCORE_FORM_NUMBER:
	case WCORE_FORM_ADDRESS:
		variable->place = WCORE_VARIABLE_NUMBER;
		variable->number = value.number;
		return true;
	case WCORE_FORM_BYTES:
	case WCORE_FORM_STRING:
		variable->place = WCORE_VARIABLE_BYTES;
		variable->bytes = value.bytes;
		return true;
	default:
		return false;
	}
}

/*
 * DW_OP_addr of what the linker removed.  It marks that with -1 or -2, old ones with 0, where
 * no data are either.
 */
static bool is_removed(const struct wcore_unit *unit, struct wcore_string expression)
{
	struct wcore_reader reader = {
		.data = (const uint8_t *)expression.data,
		.end = expression.size,
	};
	unsigned size = unit->form.address_size;
	uint64_t max = size == 4 ? UINT32_MAX : UINT64_MAX, address;

	switch (wcore_reader_u8(&reader)) {
	case DW_OP_addr:
		address = wcore_reader_uint(&reader, size);
		break;
	case DW_OP_addrx:
	case DW_OP_GNU_addr_index:
		if (!wcore_form_indexed_address(&unit->form, wcore_reader_uleb(&reader), &address))
			return true;
		break;
	default:
		return false;
	}
	return reader.why || address == 0 || address >= max - 1;
}

static void set_expression(const struct wcore_unit *unit, struct wcore_string expression,
			   struct wcore_variable *variable)
{
	if (!expression.size || is_removed(unit, expression))
		return;
	variable->place = WCORE_VARIABLE_EXPRESSION;
	variable->bytes = expression;
	variable->is_static = wcore_location_is_static(expression);
}

/* DW_AT_location, or another attribute that is one, at an address; false without the attribute. */
static bool location_at(const struct wcore_entry *entry, uint16_t name, uint64_t address,
			struct wcore_string *ret)
{
	struct wcore_form_value value;

	*ret = (struct wcore_string){ 0 };
	if (!wcore_entry_attr(entry, name, &value))
		return false;
	if (value.class == WCORE_FORM_BYTES)
		*ret = value.bytes;
	else if (!wcore_location_list_find(&entry->unit->unit, &value, address, ret, NULL))
		*ret = (struct wcore_string){ 0 };
	return true;
}

/*
 * Where the variable is.  What an abstract instance says holds for all of them: a
 * constant, or the place of a static variable; never that of a local one.
 */
static void take_place(struct wcore_types *types, const struct wcore_entry *entry, uint64_t address,
		       struct wcore_variable *variable)
{
	struct wcore_string expression;
	struct wcore_entry at = *entry;

	if (location_at(entry, DW_AT_location, address, &expression)) {
		set_expression(&entry->unit->unit, expression, variable);
		return;
	}
	for (int i = 0; i < ORIGINS_MAX; i++) {
		if (take_constant(&at, variable))
			return;
		if (!wcore_entry_origin(types->entries, &at, &at))
			return;
		if (location_at(&at, DW_AT_location, address, &expression)) {
			if (wcore_location_is_static(expression))
				set_expression(&at.unit->unit, expression, variable);
			return;
		}
	}
}

/* A flag of the entry or of what it stands for. */
static bool has_flag(struct wcore_types *types, const struct wcore_entry *entry, uint16_t name)
{
	struct wcore_entry at = *entry;

	for (int i = 0; i < ORIGINS_MAX; i++) {
		if (wcore_entry_flag(&at, name))
			return true;
		if (!wcore_entry_origin(types->entries, &at, &at))
			return false;
	}
	return false;
}

/* Where it is declared; 0 when nothing says. */
static uint32_t line_of(struct wcore_types *types, const struct wcore_entry *entry)
{
	struct wcore_entry at = *entry;
	uint64_t line = 0;

	for (int i = 0; i < ORIGINS_MAX; i++)
		if (wcore_entry_number(&at, DW_AT_decl_line, &line) ||
		    !wcore_entry_origin(types->entries, &at, &at))
			break;
	return line <= UINT32_MAX ? (uint32_t)line : 0;
}

bool wcore_variable_at(struct wcore_types *types, const struct wcore_entry *entry, uint64_t address,
		       struct wcore_variable *ret)
{
	if (entry->tag != DW_TAG_variable && entry->tag != DW_TAG_formal_parameter &&
	    entry->tag != DW_TAG_constant && entry->tag != DW_TAG_member)
		return false;
	*ret = (struct wcore_variable){
		.name = wcore_entry_name(types->entries, entry),
		.entry = *entry,
		.type = wcore_types_of(types, entry),
		.is_param = entry->tag == DW_TAG_formal_parameter,
		.is_artificial = has_flag(types, entry, DW_AT_artificial),
	};
	wcore_entry_origin(types->entries, entry, &ret->origin);
	ret->line = line_of(types, entry);
	take_place(types, entry, address, ret);
	ret->is_external_declaration = ret->place == WCORE_VARIABLE_NOWHERE &&
				       wcore_entry_flag(entry, DW_AT_declaration);
	return true;
}

/* The variables of one function or inlined call. */
struct scope {
	struct wcore_types *types;
	uint64_t address;
	struct wcore_variable *items;
	size_t count, capacity;
	/* Variables of the origin that have a copy here, in scope or not. */
	struct wcore_entry *copied;
	size_t copied_count, copied_capacity;
};

static void *grow(void *items, size_t count, size_t *capacity, size_t size)
{
	size_t wanted = *capacity ? *capacity * 2 : 16;

	if (count < *capacity)
		return items;
	if (wanted > WCORE_VARIABLES_MAX)
		return NULL;
	items = wcore_realloc(items, wanted * size);
	if (items)
		*capacity = wanted;
	return items;
}

static void add(struct scope *scope, const struct wcore_entry *entry, unsigned depth)
{
	struct wcore_variable variable;
	void *items;

	if (!wcore_variable_at(scope->types, entry, scope->address, &variable))
		return;
	items = grow(scope->items, scope->count, &scope->capacity, sizeof(*scope->items));
	if (!items)
		return;
	scope->items = items;
	variable.depth = depth;
	scope->items[scope->count++] = variable;
}

static void note_copy(struct scope *scope, const struct wcore_entry *entry)
{
	struct wcore_entry origin;
	void *items;

	if (!wcore_entry_reference(scope->types->entries, entry, DW_AT_abstract_origin, &origin))
		return;
	items = grow(scope->copied, scope->copied_count, &scope->copied_capacity,
		     sizeof(*scope->copied));
	if (!items)
		return;
	scope->copied = items;
	scope->copied[scope->copied_count++] = origin;
}

static bool is_in_scope(struct scope *scope, const struct wcore_entry *block)
{
	struct wcore_pc pc;
	uint64_t low, high;

	/* A block that says nothing of its code is as large as the one around it. */
	if (!wcore_entry_pc(block, &pc))
		return true;
	return wcore_pc_covers(&block->unit->unit, &pc, scope->address, &low, &high);
}

/* depth is that of the block whose children these are. */
static void add_children(struct scope *scope, const struct wcore_entry *block, unsigned depth,
			 bool is_visible)
{
	struct wcore_entry child;

	for (bool is_there = wcore_entry_child(block, &child); is_there;
	     is_there = wcore_entry_sibling(scope->types->entries, &child, &child)) {
		if (child.tag == DW_TAG_variable || child.tag == DW_TAG_formal_parameter ||
		    child.tag == DW_TAG_constant) {
			note_copy(scope, &child);
			if (is_visible)
				add(scope, &child, depth);
		} else if (child.tag == PARAMETER_PACK && depth < BLOCK_DEPTH) {
			add_children(scope, &child, depth, is_visible);
		} else if (wcore_entry_is_block(&child) && depth < BLOCK_DEPTH) {
			add_children(scope, &child, depth + 1,
				     is_visible && is_in_scope(scope, &child));
		}
	}
}

static bool is_same(const struct wcore_entry *a, const struct wcore_entry *b)
{
	return a->unit == b->unit && a->offset == b->offset;
}

static bool is_copied(const struct scope *scope, const struct wcore_entry *entry)
{
	for (size_t i = 0; i < scope->copied_count; i++)
		if (is_same(&scope->copied[i], entry))
			return true;
	return false;
}

/* The function's own variables that have no copy in this instance of it. */
static void add_missing(struct scope *scope, const struct wcore_entry *function)
{
	struct wcore_entry origin, child;

	if (!wcore_entry_reference(scope->types->entries, function, DW_AT_abstract_origin, &origin))
		return;
	for (bool is_there = wcore_entry_child(&origin, &child); is_there;
	     is_there = wcore_entry_sibling(scope->types->entries, &child, &child))
		if ((child.tag == DW_TAG_variable || child.tag == DW_TAG_formal_parameter) &&
		    wcore_dwarf_spend(child.unit->unit.form.data, 1 + scope->copied_count) &&
		    !is_copied(scope, &child))
			add(scope, &child, 0);
}

/* Parameters come as they are declared: where the origin has them. */
static uint64_t order_of(const struct wcore_variable *variable)
{
	return variable->origin.unit ? variable->origin.offset : variable->entry.offset;
}

static int by_place(const void *a, const void *b)
{
	const struct wcore_variable *left = a, *right = b;

	if (left->is_param != right->is_param)
		return left->is_param ? -1 : 1;
	if (!left->is_param && left->depth != right->depth)
		return left->depth > right->depth ? -1 : 1;
	if (!left->is_param && left->line != right->line)
		return left->line < right->line ? -1 : 1;
	if (order_of(left) != order_of(right))
		return order_of(left) < order_of(right) ? -1 : 1;
	return (left->entry.offset > right->entry.offset) -
	       (left->entry.offset < right->entry.offset);
}

static int by_name(const void *a, const void *b)
{
	const struct wcore_variable *left = *(struct wcore_variable *const *)a;
	const struct wcore_variable *right = *(struct wcore_variable *const *)b;
	size_t size = left->name.size < right->name.size ? left->name.size : right->name.size;
	int order = size ? memcmp(left->name.data, right->name.data, size) : 0;

	if (order)
		return order;
	if (left->name.size != right->name.size)
		return left->name.size < right->name.size ? -1 : 1;
	return (right->depth > left->depth) - (right->depth < left->depth);
}

static void mark_shadowed(struct scope *scope)
{
	struct wcore_variable **sorted = wcore_malloc(scope->count * sizeof(struct wcore_variable *));

	if (!sorted)
		return;
	for (size_t i = 0; i < scope->count; i++)
		sorted[i] = &scope->items[i];
	qsort(sorted, scope->count, sizeof(*sorted), by_name);
	/* The deepest of a name comes first. */
	for (size_t first = 0, i = 1; i < scope->count; i++) {
		if (!wcore_string_equal(sorted[i]->name, sorted[first]->name))
			first = i;
		else if (sorted[i]->name.data && sorted[i]->depth < sorted[first]->depth)
			sorted[i]->is_shadowed = true;
	}
	free(sorted);
}

void wcore_variables_visit(struct wcore_types *types, const struct wcore_site *site,
			   uint64_t address,
			   bool (*visit)(void *context, const struct wcore_variable *variable),
			   void *context)
{
	struct scope scope = { .types = types, .address = address };
	struct wcore_entry function;

	if (!wcore_entries_site(types->entries, site, &function) ||
	    (function.tag != DW_TAG_subprogram && function.tag != DW_TAG_inlined_subroutine))
		return;
	add_children(&scope, &function, 0, true);
	add_missing(&scope, &function);
	/* What was found on the last steps may be half of the truth. */
	if (scope.count && *function.unit->unit.form.data->work) {
		qsort(scope.items, scope.count, sizeof(*scope.items), by_place);
		mark_shadowed(&scope);
		for (size_t i = 0; i < scope.count; i++)
			if (!visit(context, &scope.items[i]))
				break;
	}
	free(scope.items);
	free(scope.copied);
}

/* The last function of the unit that starts before an entry: the one that it stands in. */
static bool find_function(struct wcore_dwarf *dwarf, const struct wcore_entry *entry, uint64_t *ret)
{
	const struct wcore_unit *unit = &entry->unit->unit;
	struct wcore_cached_functions *functions = wcore_unit_cache_functions(&dwarf->cache, unit);
	uint32_t low = 0, high;

	do {
		wcore_unit_cache_extend(&dwarf->cache, unit, functions, functions->table.count);
		high = functions->table.count;
	} while (!functions->table.is_complete && high &&
		 functions->table.items[high - 1].die < entry->offset);
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (functions->table.items[middle].die < entry->offset)
			low = middle + 1;
		else
			high = middle;
	}
	if (low)
		*ret = functions->table.items[low - 1].die;
	return low > 0;
}

bool wcore_variables_function(struct wcore_types *types, const struct wcore_site *site,
			      struct wcore_entry *ret)
{
	struct wcore_entry entry, next;
	uint64_t die;

	if (!wcore_entries_site(types->entries, site, &entry))
		return false;
	*ret = entry;
	if (entry.tag == DW_TAG_subprogram)
		return true;
	if (find_function(wcore_entries_dwarf(types->entries), &entry, &die) &&
	    wcore_entry_at(types->entries, entry.unit, die, ret) &&
	    ret->tag == DW_TAG_subprogram &&
	    !(wcore_entry_sibling(types->entries, ret, &next) && next.offset <= entry.offset))
		return true;
	/* Functions stand in it, or it cannot be read. */
	while (wcore_entry_scope(types->entries, &entry, &entry))
		if (entry.tag == DW_TAG_subprogram) {
			*ret = entry;
			return true;
		}
	return false;
}

struct wcore_string wcore_variables_frame_base(struct wcore_types *types,
					       const struct wcore_site *site, uint64_t address)
{
	struct wcore_entry function;
	struct wcore_string expression;

	if (!wcore_variables_function(types, site, &function) ||
	    !location_at(&function, DW_AT_frame_base, address, &expression) || !expression.size)
		return (struct wcore_string){ 0 };
	return expression;
}
