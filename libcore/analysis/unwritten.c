/*
 * The search is one over bytes, not instructions: what stands at any place and could be a store, or a
 * constant in the variable, counts.  So it misses nothing, and finds too much now and then.
 */
#include "unwritten.h"

#include <dwarf.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/presence.h"
#include "../debug/location.h"
#include "../debug/variable.h"
#include "constant_data.h"

/* Of all questions. */
#define WORK_MAX (UINT64_C(64) << 20)
/* Entries of a unit that are looked at, and how deep namespaces stand in each other. */
#define ENTRIES_MAX 20000
#define NESTING_MAX 16
/* Units that may have the code. */
#define UNITS_MAX 4

struct range { uint64_t low, high; };

/* A LEB128 number (5.2.2); false when it does not end in time. */
static bool read_leb(const uint8_t *data, uint64_t size, uint64_t *pos, bool is_signed, uint64_t *ret)
{
	uint64_t value = 0;
	unsigned shift = 0;
	uint8_t byte;

	do {
		if (*pos >= size || shift >= 70)
			return false;
		byte = data[(*pos)++];
		if (shift < 64)
			value |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	if (is_signed && shift < 64 && byte & 0x40)
		value |= UINT64_MAX << shift;
	*ret = value;
	return true;
}

/* A constant in the range: the variable's address, or that of a part of it. */
static bool is_address(const uint8_t *data, uint64_t size, uint64_t pos, bool is_32, const struct range *range)
{
	uint64_t value;

	if (!read_leb(data, size, &pos, true, &value))
		return false;
	value = is_32 ? (uint32_t)value : value;
	return value >= range->low && value < range->high;
}

/* The immediates of an instruction that may write: its offset leads into the range. */
static bool is_store(const uint8_t *data, uint64_t size, uint64_t pos, unsigned width,
		     const struct range *range)
{
	uint64_t align, memory, offset;

	if (!read_leb(data, size, &pos, false, &align) ||
	    (align & 0x40 && !read_leb(data, size, &pos, false, &memory)) ||
	    !read_leb(data, size, &pos, false, &offset))
		return false;
	return offset < range->high && offset + width > range->low;
}

static bool code_uses(struct wcore_module *module, const struct range *range)
{
	/* Of i32.store to i64.store32. */
	static const uint8_t widths[] = { 4, 8, 4, 8, 1, 2, 1, 2, 4 };
	const struct wcore_section *code = wcore_module_section(module, WCORE_SECTION_CODE);
	const uint8_t *data = code ? module->file->data + code->offset : NULL;
	uint64_t size = code ? code->size : 0, behind, sub;

	for (uint64_t pos = 0; pos < size; pos++) {
		bool is_found = false;

		switch (data[pos]) {
		case 0x41: case 0x42:
			is_found = is_address(data, size, pos + 1, data[pos] == 0x41, range);
			break;
		case 0x36: case 0x37: case 0x38: case 0x39: case 0x3a: case 0x3b: case 0x3c: case 0x3d:
		case 0x3e:
			is_found = is_store(data, size, pos + 1, widths[data[pos] - 0x36], range);
			break;
		case 0xfd: case 0xfe:
			behind = pos + 1;
			is_found = read_leb(data, size, &behind, false, &sub) &&
				   is_store(data, size, behind, 16, range);
			break;
		default:
			break;
		}
		if (is_found)
			return true;
	}
	return false;
}

/* Pointers in the data that the module starts with, wherever they stand. */
static bool data_uses(struct wcore_module *module, const struct range *range)
{
	const struct wcore_section *section = wcore_module_section(module, WCORE_SECTION_DATA);
	const uint8_t *data = section ? module->file->data + section->offset : NULL;
	uint64_t size = section ? section->size : 0;

	for (uint64_t pos = 0; pos + 4 <= size; pos++) {
		uint32_t word = data[pos] | (uint32_t)data[pos + 1] << 8 | (uint32_t)data[pos + 2] << 16 |
				(uint32_t)data[pos + 3] << 24;

		if (word >= range->low && word < range->high)
			return true;
	}
	return false;
}

static bool globals_use(const struct wcore_index *index, const struct range *range)
{
	for (uint32_t i = 0; i < index->global_count; i++) {
		const struct wcore_global *global = &index->globals[i];

		if (!global->is_imported && (global->init.kind != WCORE_CONST_VALUE ||
		    (global->init.bits >= range->low && global->init.bits < range->high)))
			return true;
	}
	return false;
}

static bool is_private(struct wcore_unwritten *unwritten, const struct wcore_unwritten_object *object)
{
	struct wcore_module *module = unwritten->module->found.module;
	const struct wcore_section *code = wcore_module_section(module, WCORE_SECTION_CODE);
	const struct wcore_section *data = wcore_module_section(module, WCORE_SECTION_DATA);
	const struct range range = { object->address, object->address + object->size };
	const struct wcore_index *index = NULL;

	if (wcore_file_is_thin(module->file))
		return wcore_stretches_hold(&module->file->presence->unwritten, range.low, range.high);
	unwritten->work += (code ? code->size : 0) + (data ? data->size : 0);
	wcore_error_destroy(wcore_module_index(module, &index));
	const bool is_private = unwritten->work <= WORK_MAX && index && index->memory_count && !index->memories[0].is_imported &&
	       !wcore_module_custom(module, "dylink.0") && !wcore_module_custom(module, "dylink") &&
	       !globals_use(index, &range) && !data_uses(module, &range) && !code_uses(module, &range);

	if (is_private && module->file->presence)
		wcore_stretches_add(&module->file->presence->unwritten, range.low, range.high);
	return is_private;
}

/* The debug information. */

/* Numbers and pointers, also as the only member of a structure: no code goes from one part to another. */
static bool is_scalar(struct wcore_types *types, const struct wcore_type *type)
{
	for (unsigned i = 0; i < NESTING_MAX; i++) {
		type = wcore_type_strip(type);
		switch (type->kind) {
		case WCORE_TYPE_BOOL: case WCORE_TYPE_CHAR: case WCORE_TYPE_INT: case WCORE_TYPE_FLOAT:
		case WCORE_TYPE_POINTER: case WCORE_TYPE_ENUM:
			return true;
		case WCORE_TYPE_STRUCT: case WCORE_TYPE_CLASS:
			if (!wcore_type_complete(types, type) || type->member_count != 1 ||
			    type->members[0].bit_size)
				return false;
			type = type->members[0].type;
			break;
		default:
			return false;
		}
	}
	return false;
}

struct search {
	struct wcore_unwritten *unwritten;
	unsigned left;		/* entries */
};

static void note_variable(struct search *search, const struct wcore_entry *entry)
{
	struct wcore_location_context context = {
		.address_size = 4, .unit = entry->unit, .entries = search->unwritten->entries,
	};
	struct wcore_unwritten *unwritten = search->unwritten;
	struct wcore_variable variable;
	struct wcore_location location;
	uint64_t size;
	uint8_t op;

	if (unwritten->object_count == WCORE_UNWRITTEN_OBJECTS ||
	    !wcore_variable_at(unwritten->types, entry, 0, &variable) ||
	    variable.place != WCORE_VARIABLE_EXPRESSION || !variable.bytes.size)
		return;
	op = (uint8_t)variable.bytes.data[0];
	if (op != DW_OP_addr && op != DW_OP_addrx && op != DW_OP_GNU_addr_index)
		return;
	wcore_location_evaluate(&context, variable.bytes, &location);
	if (!location.error && location.count == 1 && location.pieces[0].kind == WCORE_PIECE_MEMORY &&
	    !location.pieces[0].bit_size && location.pieces[0].value.bits &&
	    wcore_type_size(variable.type, &size) && size <= 16 && is_scalar(unwritten->types, variable.type))
		unwritten->objects[unwritten->object_count++] = (struct wcore_unwritten_object){
			.address = location.pieces[0].value.bits, .size = size };
}

static bool is_namespace(uint16_t tag)
{
	return tag == DW_TAG_namespace || tag == DW_TAG_module || tag == DW_TAG_structure_type;
}

static void visit(struct search *search, const struct wcore_entry *parent, unsigned nesting)
{
	struct wcore_entry entry;

	for (bool is_there = wcore_entry_child(parent, &entry); is_there && search->left;
	     is_there = wcore_entry_sibling(search->unwritten->entries, &entry, &entry)) {
		search->left--;
		if (entry.tag == DW_TAG_variable)
			note_variable(search, &entry);
		else if (is_namespace(entry.tag) && entry.has_children && nesting < NESTING_MAX)
			visit(search, &entry, nesting + 1);
	}
}

static void read_unit(struct wcore_unwritten *unwritten, uint32_t number)
{
	struct search search = { .unwritten = unwritten, .left = ENTRIES_MAX };
	struct wcore_entry unit;

	for (unsigned i = 0; i < unwritten->unit_count; i++)
		if (unwritten->units[i] == number)
			return;
	if (unwritten->unit_count == WCORE_UNWRITTEN_UNITS)
		return;
	unwritten->units[unwritten->unit_count++] = number;
	if (wcore_entries_unit(unwritten->entries, number, &unit))
		visit(&search, &unit, 0);
	unwritten->work += (uint64_t)(ENTRIES_MAX - search.left) * 64;
}

/* Of the units that may have the code. */
static void read_units(struct wcore_unwritten *unwritten, uint64_t place)
{
	uint32_t number;
	uint64_t base = 0;
	struct wcore_error *error = wcore_module_code_base(unwritten->module->found.module, &base);

	wcore_error_destroy(error);
	if (error || place < base)
		return;
	for (uint32_t i = 0; i < UNITS_MAX && unwritten->work <= WORK_MAX; i++) {
		if (!wcore_dwarf_unit_at(wcore_entries_dwarf(unwritten->entries), place - base, i, &number))
			return;
		read_unit(unwritten, number);
	}
}

static void set_module(struct wcore_unwritten *unwritten, const struct wcore_target_module *module)
{
	const uint64_t work = unwritten->work;
	struct wcore_error *error = NULL;

	if (unwritten->module == module)
		return;
	wcore_unwritten_deinit(unwritten);
	*unwritten = (struct wcore_unwritten){ .module = module, .work = work };
	unwritten->objects = wcore_calloc(WCORE_UNWRITTEN_OBJECTS, sizeof(*unwritten->objects));
	if (!unwritten->objects)
		return;
	if (module->symbols && module->symbols->dwarf)
		error = wcore_entries_open(module->symbols->dwarf, &unwritten->entries);
	if (!error && unwritten->entries)
		error = wcore_types_open(unwritten->entries, &unwritten->types);
	wcore_error_destroy(error);
}

void wcore_unwritten_deinit(struct wcore_unwritten *unwritten)
{
	wcore_types_close(unwritten->types);
	wcore_entries_close(unwritten->entries);
	free(unwritten->objects);
	unwritten->types = NULL;
	unwritten->entries = NULL;
	unwritten->objects = NULL;
}

static bool holds(struct wcore_unwritten *unwritten, struct wcore_unwritten_object *object)
{
	if (object->state == WCORE_UNWRITTEN_OPEN)
		object->state = is_private(unwritten, object) ? WCORE_UNWRITTEN_PRIVATE : WCORE_UNWRITTEN_USED;
	return object->state == WCORE_UNWRITTEN_PRIVATE;
}

bool wcore_unwritten_holds(struct wcore_unwritten *unwritten, const struct wcore_target_module *module,
			   uint64_t place, uint64_t address, const uint8_t *bytes, uint64_t size)
{
	if (!module->found.module || module->refused)
		return false;
	set_module(unwritten, module);
	if (!unwritten->types || unwritten->work > WORK_MAX || !wcore_initial_data_is(module->found.module, 0, address, bytes, size))
		return false;
	read_units(unwritten, place);
	for (uint32_t i = 0; i < unwritten->object_count; i++) {
		struct wcore_unwritten_object *object = &unwritten->objects[i];

		if (address >= object->address && address - object->address < object->size &&
		    size <= object->size - (address - object->address))
			return holds(unwritten, object);
	}
	return false;
}
