#include "static_map.h"

#include <dwarf.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/presence.h"
#include "entry_state.h"
#include "location.h"
#include "type_state.h"

/* Aliases, qualifiers and arrays in each other. */
#define TYPE_DEPTH 32
#define ORIGINS_MAX 16

struct wcore_static_map {
	struct wcore_types *types;
	struct wcore_static_map_options options;
	struct wcore_static *items;
	size_t count, capacity;
	bool is_partial;
};

/* Sizes, without making the type: a module may have more variables than there can be types. */

/* The elements of one dimension; false when it does not say. */
static bool count_elements(const struct wcore_entry *range, uint32_t language, uint64_t *ret)
{
	const bool is_from_one = language == DW_LANG_Fortran77 || language == DW_LANG_Fortran90 ||
				 language == DW_LANG_Fortran95;
	uint64_t upper, lower = 0;

	if (is_from_one)
		return false;
	if (wcore_entry_number(range, DW_AT_count, ret))
		return true;
	wcore_entry_number(range, DW_AT_lower_bound, &lower);
	if (!wcore_entry_number(range, DW_AT_upper_bound, &upper) || upper + 1 < lower)
		return false;
	*ret = upper + 1 - lower;
	return true;
}

static bool multiply(uint64_t *product, uint64_t factor)
{
	return !__builtin_mul_overflow(*product, factor, product);
}

static bool count_array(struct wcore_entries *entries, const struct wcore_entry *array, uint64_t *count)
{
	struct wcore_entry range;
	bool is_any = false;

	for (bool is_there = wcore_entry_child(array, &range); is_there;
	     is_there = wcore_entry_sibling(entries, &range, &range)) {
		uint64_t elements;

		if (range.tag != DW_TAG_subrange_type)
			continue;
		if (!count_elements(&range, array->unit->language, &elements) || !multiply(count, elements))
			return false;
		is_any = true;
	}
	return is_any;
}

/* Bytes of what entry's DW_AT_type names; false when that takes the whole machinery of types. */
static bool read_size(struct wcore_types *types, const struct wcore_entry *entry, uint64_t *ret)
{
	struct wcore_entries *entries = types->entries;
	struct wcore_entry at = *entry;
	uint64_t count = 1, size;

	for (int i = 0; i < TYPE_DEPTH; i++) {
		if (!wcore_entry_reference(entries, &at, DW_AT_type, &at))
			return false;
		if (wcore_entry_number(&at, DW_AT_byte_size, &size)) {
			*ret = count;
			return multiply(ret, size);
		}
		switch (at.tag) {
		case DW_TAG_typedef:
		case DW_TAG_const_type:
		case DW_TAG_volatile_type:
		case DW_TAG_restrict_type:
		case DW_TAG_atomic_type:
			break;
		case DW_TAG_pointer_type:
		case DW_TAG_reference_type:
		case DW_TAG_rvalue_reference_type:
			*ret = count;
			return multiply(ret, at.unit->unit.form.address_size);
		case DW_TAG_array_type:
			if (!count_array(entries, &at, &count))
				return false;
			break;
		default:
			return false;
		}
	}
	return false;
}

/* The entry that says the type: the variable's own, or of the declaration that it defines. */
static bool type_entry(struct wcore_entries *entries, const struct wcore_entry *variable,
		       struct wcore_entry *ret)
{
	struct wcore_form_value value;

	*ret = *variable;
	for (int i = 0; i < ORIGINS_MAX && !wcore_entry_attr(ret, DW_AT_type, &value); i++)
		if (!wcore_entry_origin(entries, ret, ret))
			return false;
	return true;
}

static bool size_of(struct wcore_types *types, const struct wcore_entry *variable, uint64_t *ret)
{
	struct wcore_entry typed;

	return type_entry(types->entries, variable, &typed) &&
	       (read_size(types, &typed, ret) || wcore_type_size(wcore_types_of(types, variable), ret));
}

/* Places. */

/* An address or offset that stands at the reader, by its operation. */
static bool read_constant(struct wcore_reader *reader, const struct wcore_form_context *form, uint8_t op,
			  uint64_t *ret)
{
	switch (op) {
	case DW_OP_addr:
		*ret = wcore_reader_uint(reader, form->address_size);
		return !reader->why;
	case DW_OP_const4u:
		*ret = wcore_reader_uint(reader, 4);
		return !reader->why;
	case DW_OP_const8u:
		*ret = wcore_reader_uint(reader, 8);
		return !reader->why;
	case DW_OP_constu:
		*ret = wcore_reader_uleb(reader);
		return !reader->why;
	case DW_OP_addrx:
	case DW_OP_constx:
	case DW_OP_GNU_addr_index:
	case DW_OP_GNU_const_index:
		*ret = wcore_reader_uleb(reader);
		return !reader->why && wcore_form_indexed_address(form, *ret, ret);
	default:
		return false;
	}
}

/* A linker marks what it removed with -1 or -2, old ones with 0, where no data are either. */
static bool is_removed(const struct wcore_form_context *form, uint64_t address)
{
	const uint64_t max = form->address_size == 4 ? UINT32_MAX : UINT64_MAX;

	return address == 0 || address >= max - 1;
}

/* The one place that a location is, whatever the frame: an address, with a number added. */
static bool read_place(const struct wcore_static_map *map, const struct wcore_entry *variable,
		       struct wcore_string expression, uint64_t *ret)
{
	const struct wcore_form_context *form = &variable->unit->unit.form;
	struct wcore_reader reader = {
		.data = (const uint8_t *)expression.data, .end = expression.size,
	};
	const uint8_t op = wcore_reader_u8(&reader);
	const bool is_address = op == DW_OP_addr || op == DW_OP_addrx || op == DW_OP_GNU_addr_index;

	if (reader.why || !read_constant(&reader, form, op, ret) || (is_address && is_removed(form, *ret)))
		return false;
	if (!is_address) {
		const uint8_t next = wcore_reader_u8(&reader);

		if (!map->options.has_fixed_tls || (next != DW_OP_form_tls_address &&
						    next != DW_OP_GNU_push_tls_address))
			return false;
	} else if (wcore_reader_left(&reader)) {
		if (wcore_reader_u8(&reader) != DW_OP_plus_uconst)
			return false;
		*ret += wcore_reader_uleb(&reader);
	}
	return !reader.why && !wcore_reader_left(&reader);
}

static bool grow(struct wcore_static_map *map)
{
	size_t capacity = map->capacity ? 2 * map->capacity : 256;
	struct wcore_static *items = capacity > WCORE_STATIC_MAP_MAX ? NULL :
				     wcore_realloc(map->items, capacity * sizeof(*items));

	map->is_partial = map->is_partial || !items;
	if (!items)
		return false;
	map->items = items;
	map->capacity = capacity;
	return true;
}

static void add_entry(struct wcore_static_map *map, const struct wcore_entry *entry)
{
	struct wcore_static item = { .unit = entry->unit, .entry = entry->offset };
	struct wcore_form_value location;

	if (!wcore_entry_attr(entry, DW_AT_location, &location) || location.class != WCORE_FORM_BYTES ||
	    !read_place(map, entry, location.bytes, &item.address) ||
	    item.address < map->options.low || item.address >= map->options.high ||
	    !size_of(map->types, entry, &item.size) || !item.size ||
	    item.size > map->options.high - item.address)
		return;
	if (map->count < map->capacity || grow(map))
		map->items[map->count++] = item;
}

static void read_unit(struct wcore_static_map *map, const struct wcore_entry_unit *unit)
{
	struct wcore_entry_walk walk;
	struct wcore_entry entry;
	uint64_t depth;

	wcore_entry_walk_init(&walk, unit);
	while (wcore_entry_walk_next(&walk, &entry, &depth))
		if (entry.tag == DW_TAG_variable && entry.abbrev->has_location)
			add_entry(map, &entry);
	if (!*unit->unit.form.data->work)
		map->is_partial = true;
}

static void read_units(struct wcore_static_map *map)
{
	uint64_t left = map->options.max_bytes;

	for (uint32_t i = 0; i < wcore_entries_unit_count(map->types->entries); i++) {
		struct wcore_entry root;
		uint64_t size;

		if (!wcore_entries_unit(map->types->entries, i, &root))
			continue;
		size = root.unit->unit.end - root.unit->unit.first;
		if (size > left) {
			map->is_partial = true;
			return;
		}
		left -= size;
		read_unit(map, root.unit);
	}
}

static void read_all(struct wcore_static_map *map)
{
	const struct wcore_file *file = wcore_entries_dwarf(map->types->entries)->data.file;

	wcore_file_pause(file);
	read_units(map);
	wcore_file_resume(file);
}

/* By address; of the same place, in the order of the file. */
static int by_address(const void *a, const void *b)
{
	const struct wcore_static *left = a, *right = b;

	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	if (left->size != right->size)
		return left->size < right->size ? -1 : 1;
	if (left->unit->number != right->unit->number)
		return left->unit->number < right->unit->number ? -1 : 1;
	return (left->entry > right->entry) - (left->entry < right->entry);
}

static bool is_same_place(const struct wcore_static *a, const struct wcore_static *b)
{
	return a->address == b->address && a->size == b->size;
}

/*
 * Several variables of one place are told of as the first: the linker or the compiler made them one.
 * Of variables that overlap otherwise one at least is not there, and which is not said.
 */
static void drop_overlaps(struct wcore_static_map *map)
{
	size_t kept = 0;

	for (size_t i = 0, next; i < map->count; i = next) {
		uint64_t end = map->items[i].address + map->items[i].size;
		bool is_one = true;

		for (next = i + 1; next < map->count && map->items[next].address < end; next++) {
			const uint64_t its_end = map->items[next].address + map->items[next].size;

			is_one = is_one && is_same_place(&map->items[i], &map->items[next]);
			end = its_end > end ? its_end : end;
		}
		if (is_one)
			map->items[kept++] = map->items[i];
	}
	map->count = kept;
}

struct wcore_error *wcore_static_map_create(struct wcore_types *types,
					    const struct wcore_static_map_options *options,
					    struct wcore_static_map **ret)
{
	struct wcore_static_map *map = wcore_calloc(1, sizeof(*map));

	*ret = map;
	if (!map)
		return wcore_error_nomem();
	map->types = types;
	map->options = *options;
	read_all(map);
	if (map->count)
		qsort(map->items, map->count, sizeof(*map->items), by_address);
	drop_overlaps(map);
	return NULL;
}

void wcore_static_map_destroy(struct wcore_static_map *map)
{
	if (map)
		free(map->items);
	free(map);
}

const struct wcore_static *wcore_static_map_find(const struct wcore_static_map *map, uint64_t address)
{
	size_t low = 0, high = map->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (map->items[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low || address - map->items[low - 1].address >= map->items[low - 1].size)
		return NULL;
	return &map->items[low - 1];
}

const struct wcore_static *wcore_static_map_items(const struct wcore_static_map *map, size_t *ret_count)
{
	*ret_count = map->count;
	return map->items;
}

bool wcore_static_map_is_complete(const struct wcore_static_map *map)
{
	return !map->is_partial;
}

static bool entry_of(const struct wcore_static_map *map, const struct wcore_static *variable,
		     struct wcore_entry *ret)
{
	return wcore_entry_at(map->types->entries, variable->unit, variable->entry, ret);
}

struct wcore_string wcore_static_map_name(const struct wcore_static_map *map,
					  const struct wcore_static *variable)
{
	struct wcore_entry entry;

	if (!entry_of(map, variable, &entry))
		return (struct wcore_string){ 0 };
	return wcore_entry_name(map->types->entries, &entry);
}

size_t wcore_static_map_qualified_name(const struct wcore_static_map *map,
				       const struct wcore_static *variable, char *buffer, size_t size)
{
	struct wcore_entry entry;

	if (!entry_of(map, variable, &entry) || !wcore_entry_name(map->types->entries, &entry).size)
		return 0;
	return wcore_entry_path(map->types, &entry, buffer, size);
}

const struct wcore_type *wcore_static_map_type(const struct wcore_static_map *map,
					       const struct wcore_static *variable)
{
	struct wcore_entry entry;

	if (!entry_of(map, variable, &entry))
		return &wcore_type_unknown;
	return wcore_types_of(map->types, &entry);
}
