#include "type_index.h"

#include <dwarf.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../base/presence.h"
#include "entry_state.h"
#include "location.h"
#include "type_state.h"

#define BUCKETS 16384
#define NONE UINT32_MAX

struct item {
	uint32_t hash, unit;
	uint32_t offset;	/* from the unit's header */
	uint32_t next;		/* of its bucket */
};

struct list {
	struct item *items;
	uint32_t count, capacity;
	uint32_t heads[BUCKETS];
};

struct wcore_type_index {
	struct wcore_entries *entries;
	const struct wcore_entry_unit **units;	/* that were read */
	uint32_t unit_count, unit_capacity;
	struct list lists[WCORE_INDEX_KINDS];
	bool has_all;
};

struct wcore_type_index *wcore_type_index_create(struct wcore_entries *entries)
{
	struct wcore_type_index *index = wcore_calloc(1, sizeof(*index));

	if (!index)
		return NULL;
	index->entries = entries;
	for (int kind = 0; kind < WCORE_INDEX_KINDS; kind++)
		for (size_t i = 0; i < BUCKETS; i++)
			index->lists[kind].heads[i] = NONE;
	return index;
}

void wcore_type_index_destroy(struct wcore_type_index *index)
{
	if (!index)
		return;
	for (int kind = 0; kind < WCORE_INDEX_KINDS; kind++)
		free(index->lists[kind].items);
	free(index->units);
	free(index);
}

struct wcore_string wcore_name_base(struct wcore_string name)
{
	size_t start = 0, depth = 0, end;

	for (size_t i = 0; i < name.size; i++) {
		char c = name.data[i];

		if (c == '<' || c == '(' || c == '[' || c == '{')
			depth++;
		else if ((c == '>' || c == ')' || c == ']' || c == '}') && depth)
			depth--;
		else if (!depth && (c == '.' || (c == ':' && i && name.data[i - 1] == ':')))
			start = i + 1;
	}
	/* A name may begin with a bracket itself: "(i32, u8)", "{closure#0}". */
	for (end = start + 1; end < name.size; end++)
		if (name.data[end] == '<' || name.data[end] == '(')
			break;
	if (start >= name.size)
		return name;
	while (end > start && name.data[end - 1] == ' ')
		end--;
	return (struct wcore_string){ name.data + start, end - start };
}

/* The same of a name that nothing follows its arguments in, which entries have. */
static struct wcore_string entry_base(struct wcore_string name)
{
	size_t end = 1;

	while (end < name.size && name.data[end] != '<' && name.data[end] != '(')
		end++;
	return name.size ? wcore_name_base((struct wcore_string){ name.data, end }) : name;
}

static uint32_t hash_of(struct wcore_string base)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < base.size; i++)
		if (base.data[i] != ' ')
			hash = (hash ^ (uint8_t)base.data[i]) * 16777619u;
	return hash;
}

bool wcore_location_is_static(struct wcore_string expression)
{
	struct wcore_reader reader = {
		.data = (const uint8_t *)expression.data,
		.end = expression.size,
	};
	uint8_t op = wcore_reader_u8(&reader);
	bool is_based = op == WCORE_OP_WASM_LOCATION;

	/* Code that is loaded at any address adds the global that holds its base. */
	if (is_based) {
		uint8_t kind = wcore_reader_u8(&reader);

		if (kind == 1)
			wcore_reader_uleb(&reader);
		else if (kind == 3)
			wcore_reader_uint(&reader, 4);
		else
			return false;
		op = wcore_reader_u8(&reader);
	}
	if (reader.why)
		return false;
	switch (op) {
	case DW_OP_addr:
	case DW_OP_addrx:
	case DW_OP_GNU_addr_index:
		return true;
	case DW_OP_const4u:
	case DW_OP_const8u:
		wcore_reader_skip(&reader, op == DW_OP_const4u ? 4 : 8);
		break;
	case DW_OP_constu:
	case DW_OP_constx:
	case DW_OP_GNU_const_index:
		wcore_reader_skip_leb(&reader);
		break;
	default:
		return false;
	}
	op = wcore_reader_u8(&reader);
	return !reader.why && (op == DW_OP_form_tls_address || op == DW_OP_GNU_push_tls_address ||
			       (is_based && op == DW_OP_plus));
}

static void add(struct list *list, uint32_t unit, const struct wcore_entry *entry,
		struct wcore_string name)
{
	if (list->count == list->capacity) {
		uint32_t capacity = list->capacity ? list->capacity * 2 : 1024;
		void *items = NULL;

		if (capacity <= WCORE_TYPE_INDEX_MAX)
			items = wcore_realloc(list->items, capacity * sizeof(*list->items));
		if (!items)
			return;
		list->items = items;
		list->capacity = capacity;
	}
	uint32_t hash = hash_of(entry_base(name));
	uint32_t *head = &list->heads[hash % BUCKETS];

	list->items[list->count] = (struct item){
		hash, unit, (uint32_t)(entry->offset - entry->unit->unit.form.unit), *head };
	*head = list->count++;
}

static bool is_static(const struct wcore_entry *entry)
{
	struct wcore_form_value value;

	return wcore_entry_attr(entry, DW_AT_location, &value) &&
	       value.class == WCORE_FORM_BYTES && wcore_location_is_static(value.bytes);
}

static void add_entry(struct wcore_type_index *index, uint32_t unit,
		      const struct wcore_entry *entry, bool is_in_function)
{
	enum wcore_type_index_kind kind = WCORE_INDEX_TYPES;

	switch (entry->tag) {
	case DW_TAG_base_type:
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_interface_type:
	case DW_TAG_union_type:
	case DW_TAG_enumeration_type:
	case DW_TAG_typedef:
	case DW_TAG_template_alias:
	case DW_TAG_unspecified_type:
		if (entry->abbrev->has_declaration && wcore_entry_flag(entry, DW_AT_declaration))
			return;
		break;
	case DW_TAG_variable:
		if (is_in_function && !(entry->abbrev->has_location && is_static(entry)))
			return;
		kind = WCORE_INDEX_VARIABLES;
		break;
	default:
		return;
	}
	struct wcore_string name = wcore_entry_name(index->entries, entry);

	if (name.size && wcore_dwarf_spend(entry->unit->unit.form.data, 1 + name.size / 8))
		add(&index->lists[kind], unit, entry, name);
}

/* Whether it is one of the first count units that were read. */
static bool is_read(const struct wcore_type_index *index, const struct wcore_entry_unit *unit,
		    uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (index->units[i] == unit)
			return true;
	return false;
}

static void read_unit(struct wcore_type_index *index, const struct wcore_entry_unit *unit)
{
	struct wcore_entry_walk walk;
	struct wcore_entry entry;
	uint64_t depth, function = UINT64_MAX;

	if (index->unit_count == index->unit_capacity) {
		uint32_t capacity = index->unit_capacity ? index->unit_capacity * 2 : 64;
		void *units = wcore_realloc(index->units, capacity * sizeof(struct wcore_entry_unit *));

		if (!units)
			return;
		index->units = units;
		index->unit_capacity = capacity;
	}
	uint32_t number = index->unit_count++;

	index->units[number] = unit;
	wcore_entry_walk_init(&walk, unit);
	while (wcore_entry_walk_next(&walk, &entry, &depth)) {
		if (depth <= function)
			function = UINT64_MAX;
		if (!entry.tag)
			continue;
		add_entry(index, number, &entry, function != UINT64_MAX);
		if (entry.tag == DW_TAG_subprogram && entry.has_children && function == UINT64_MAX)
			function = depth;
	}
}

void wcore_type_index_unit(struct wcore_type_index *index, const struct wcore_entry_unit *unit)
{
	if (!index->has_all && !is_read(index, unit, index->unit_count))
		read_unit(index, unit);
}

void wcore_type_index_all(struct wcore_type_index *index)
{
	uint32_t before = index->unit_count, position = 0;
	const struct wcore_entry_unit *unit;

	if (index->has_all)
		return;
	index->has_all = true;
	wcore_file_pause(wcore_entries_dwarf(index->entries)->data.file);
	for (uint32_t i = 0; i < wcore_entries_unit_count(index->entries); i++) {
		struct wcore_entry root;

		if (wcore_entries_unit(index->entries, i, &root) &&
		    !is_read(index, root.unit, before))
			read_unit(index, root.unit);
	}
	/* Units that stand in no list of the module's own: .debug_types and split type units. */
	while ((unit = wcore_entries_other_unit(index->entries, &position)))
		if (!is_read(index, unit, before))
			read_unit(index, unit);
	wcore_file_resume(wcore_entries_dwarf(index->entries)->data.file);
}

void wcore_type_index_find(struct wcore_type_index *index, enum wcore_type_index_kind kind,
			   struct wcore_string name, const struct wcore_entry_unit *unit,
			   bool (*visit)(void *context, const struct wcore_entry *entry),
			   void *context)
{
	const struct list *list = &index->lists[kind];
	uint32_t hash = name.data ? hash_of(wcore_name_base(name)) : 0;
	uint32_t at = name.data ? list->heads[hash % BUCKETS] : 0;

	while (at < list->count) {
		const struct item *item = &list->items[at];
		const struct wcore_entry_unit *of = index->units[item->unit];
		struct wcore_entry entry;

		if (!wcore_dwarf_spend(of->unit.form.data, 1))
			return;
		at = name.data ? item->next : at + 1;
		if ((name.data && item->hash != hash) || (unit && unit != of) ||
		    !wcore_entry_at(index->entries, of, of->unit.form.unit + item->offset, &entry))
			continue;
		if (!visit(context, &entry))
			return;
	}
}
