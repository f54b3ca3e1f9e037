#include "symbol_list.h"

#include <dwarf.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../debug/location.h"
#include "../debug/variable.h"
#include "../wasm/function.h"
#include "../wasm/index.h"
#include "table_slots.h"

#define NAME_SIZE 4096
/* Of names together. */
#define BYTES_MAX (48u << 20)

struct collection {
	struct wcore_symbols *symbols;
	struct wcore_types *types;
	struct wcore_symbol_list *list;
	unsigned address_size;
	bool failed;
};

static struct wcore_symbol *add(struct collection *collection)
{
	struct wcore_symbol_list *list = collection->list;

	if (list->count >= 2 * WCORE_SYMBOLS_MAX || list->arena.used > BYTES_MAX) {
		list->is_cut = true;
		return NULL;
	}
	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? 2 * list->capacity : 256;
		void *items = wcore_realloc(list->items, capacity * sizeof(*list->items));

		collection->failed |= !items;
		if (!items)
			return NULL;
		list->items = items;
		list->capacity = capacity;
	}
	list->items[list->count] = (struct wcore_symbol){ 0 };
	return &list->items[list->count++];
}

static void set_place(struct collection *collection, const struct wcore_entry *entry, struct wcore_symbol *symbol)
{
	struct wcore_site site;

	if (!wcore_entry_declared(wcore_types_entries(collection->types), entry, &site))
		return;
	symbol->file = site.file;
	symbol->short_file = site.short_file;
	symbol->line = site.line;
}

/* Variables. */

static void locate(struct collection *collection, const struct wcore_variable *variable, struct wcore_symbol *symbol)
{
	const struct wcore_location_context context = {
		.address_size = collection->address_size,
		.unit = variable->entry.unit,
		.entries = wcore_types_entries(collection->types),
	};
	struct wcore_location location;

	wcore_location_evaluate(&context, variable->bytes, &location);
	if (location.error || location.count != 1 || location.pieces[0].kind != WCORE_PIECE_MEMORY ||
	    location.pieces[0].value.trust != WCORE_LOCATION_CONSTANT)
		return;
	symbol->has_address = true;
	symbol->address = location.pieces[0].value.bits;
}

static struct wcore_string linkage_name_of(struct collection *collection, const struct wcore_entry *entry)
{
	struct wcore_entry origin;
	struct wcore_string name = wcore_entry_string(entry, DW_AT_linkage_name);

	if (!name.data && wcore_entry_reference(wcore_types_entries(collection->types), entry, DW_AT_specification,
						&origin))
		name = wcore_entry_string(&origin, DW_AT_linkage_name);
	return name;
}

static bool take_variable(void *context, const struct wcore_variable *variable)
{
	struct collection *collection = context;
	struct wcore_symbol *symbol;
	char name[NAME_SIZE];
	size_t size;

	if (variable->place != WCORE_VARIABLE_EXPRESSION || !variable->name.size ||
	    collection->list->count >= WCORE_SYMBOLS_MAX)
		return true;
	symbol = add(collection);
	if (!symbol)
		return false;
	size = wcore_variable_qualified_name(collection->types, variable, name, sizeof(name));
	symbol->name = (struct wcore_string){ wcore_arena_copy(&collection->list->arena, name, size), size };
	symbol->linkage_name = linkage_name_of(collection, &variable->entry);
	symbol->type = variable->type;
	symbol->has_size = wcore_type_size(variable->type, &symbol->size);
	locate(collection, variable, symbol);
	set_place(collection, &variable->entry, symbol);
	collection->failed |= !symbol->name.data;
	return !collection->failed;
}

/* Functions. */

static struct wcore_error *set_function(struct collection *collection, uint32_t funcidx, struct wcore_symbol *symbol)
{
	struct wcore_symbols *symbols = collection->symbols;
	struct wcore_function function;
	struct wcore_site site = { 0 };
	struct wcore_entry entry;
	struct wcore_error *error = wcore_symbols_function_name(symbols, funcidx, &site);

	if (error)
		return error;
	symbol->kind = WCORE_SYMBOL_FUNCTION;
	symbol->funcidx = funcidx;
	symbol->name = site.function;
	symbol->linkage_name = site.linkage_name;
	if (collection->types && site.die && wcore_entries_site(wcore_types_entries(collection->types), &site, &entry))
		set_place(collection, &entry, symbol);
	error = wcore_module_function(symbols->module, funcidx, &function);
	if (!error) {
		symbol->is_imported = function.is_imported;
		symbol->has_address = symbol->has_size = !function.is_imported;
		symbol->address = function.is_imported ? 0 : function.body;
		symbol->size = function.is_imported ? 0 : function.end - function.body;
	}
	/* One whose body cannot be read has no place. */
	if (error && error->code == WCORE_ERROR_NOMEM)
		return error;
	wcore_error_destroy(error);
	return NULL;
}

static struct wcore_error *take_functions(struct collection *collection)
{
	const struct wcore_index *index;
	struct wcore_error *error = wcore_module_index(collection->symbols->module, &index);

	for (uint32_t i = 0; !error && i < index->func_count && i < WCORE_SYMBOLS_MAX; i++) {
		struct wcore_symbol *symbol = add(collection);

		if (!symbol)
			break;
		error = set_function(collection, i, symbol);
	}
	if (!error && index->func_count > WCORE_SYMBOLS_MAX)
		collection->list->is_cut = true;
	return error;
}

static struct wcore_error *set_slots(struct collection *collection, size_t first)
{
	struct wcore_symbol_list *list = collection->list;
	struct wcore_table_slots slots;
	struct wcore_error *error = wcore_table_slots_read(collection->symbols->module, 0, &slots);

	for (size_t i = 0; !error && i < slots.count; i++) {
		const struct wcore_table_slot *slot = &slots.items[i];
		struct wcore_symbol *symbol = slot->is_function && slot->funcidx < list->count - first ?
						      &list->items[first + slot->funcidx] : NULL;

		if (!symbol || symbol->has_slot)
			continue;
		symbol->has_slot = true;
		symbol->slot = slot->slot;
	}
	wcore_table_slots_deinit(&slots);
	return error;
}

static int compare_names(struct wcore_string a, struct wcore_string b)
{
	for (size_t i = 0; i < a.size && i < b.size; i++)
		if (a.data[i] != b.data[i])
			return (unsigned char)a.data[i] > (unsigned char)b.data[i] ? 1 : -1;
	return (a.size > b.size) - (a.size < b.size);
}

static int compare(const void *left, const void *right)
{
	const struct wcore_symbol *a = left, *b = right;

	if (a->kind != b->kind)
		return a->kind > b->kind ? 1 : -1;
	if (a->has_address != b->has_address)
		return a->has_address ? 1 : -1;
	if (a->address != b->address)
		return a->address > b->address ? 1 : -1;
	if (a->funcidx != b->funcidx)
		return a->funcidx > b->funcidx ? 1 : -1;
	if (a->size != b->size)
		return a->size > b->size ? -1 : 1;
	return compare_names(a->name, b->name);
}

/* What several units say of one variable. */
static bool is_same(const struct wcore_symbol *a, const struct wcore_symbol *b)
{
	return a->kind == b->kind && a->has_address && b->has_address && a->address == b->address &&
	       a->funcidx == b->funcidx && a->size == b->size && wcore_string_equal(a->name, b->name);
}

static void sort(struct wcore_symbol_list *list)
{
	size_t count = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), compare);
	for (size_t i = 0; i < list->count; i++)
		if (!count || !is_same(&list->items[count - 1], &list->items[i]))
			list->items[count++] = list->items[i];
	list->count = count;
}

struct wcore_error *wcore_symbol_list_read(struct wcore_symbols *symbols, struct wcore_types *types,
					   struct wcore_symbol_list *ret)
{
	struct collection collection = { .symbols = symbols, .types = types, .list = ret, .address_size = 4 };
	const struct wcore_string any = { 0 };
	const struct wcore_index *index;
	struct wcore_error *error;
	size_t first;

	*ret = (struct wcore_symbol_list){ 0 };
	wcore_arena_init(&ret->arena);
	error = wcore_module_index(symbols->module, &index);
	if (error)
		return error;
	if (index->memory_count && index->memories[0].limits.is_64)
		collection.address_size = 8;
	if (types)
		wcore_variables_static(types, any, any, any, NULL, take_variable, &collection);
	first = ret->count;
	error = take_functions(&collection);
	if (!error)
		error = set_slots(&collection, first);
	sort(ret);
	return error || !collection.failed ? error : wcore_error_nomem();
}

void wcore_symbol_list_deinit(struct wcore_symbol_list *list)
{
	free(list->items);
	wcore_arena_deinit(&list->arena);
}

const struct wcore_symbol *wcore_symbol_list_find(const struct wcore_symbol_list *list,
						  enum wcore_symbol_kind kind, uint64_t address)
{
	const struct wcore_symbol *best = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct wcore_symbol *symbol = &list->items[i];

		if (symbol->kind == kind && symbol->has_address && address >= symbol->address &&
		    address - symbol->address < (symbol->size ? symbol->size : 1) &&
		    (!best || symbol->size < best->size))
			best = symbol;
	}
	return best;
}

const struct wcore_symbol *wcore_symbol_list_function(const struct wcore_symbol_list *list, uint32_t funcidx)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].kind == WCORE_SYMBOL_FUNCTION && list->items[i].funcidx == funcidx)
			return &list->items[i];
	return NULL;
}
