#include "table_slots.h"

#include <stdlib.h>

#include "../analysis/reason.h"
#include "../base/alloc.h"

/* Code that is searched for writes to the table, in bytes. */
#define SEARCH_MAX (UINT64_C(16) << 20)

/* While it is collected: where several segments give a slot, the last one counts. */
struct collection {
	struct wcore_table_slots *slots;
	struct item { struct wcore_table_slot slot; uint32_t order; bool is_null; } *items;
	size_t count, capacity;
};

static bool add(struct collection *collection, uint64_t slot, int kind, uint32_t funcidx)
{
	if (collection->count == collection->capacity) {
		size_t capacity = collection->capacity ? 2 * collection->capacity : 64;
		void *items = wcore_realloc(collection->items, capacity * sizeof(*collection->items));

		if (!items)
			return false;
		collection->items = items;
		collection->capacity = capacity;
	}
	collection->items[collection->count] = (struct item){
		.slot = { .slot = slot, .funcidx = kind == 1 ? funcidx : 0, .is_function = kind == 1 },
		.order = (uint32_t)collection->count,
		.is_null = kind == 0,
	};
	collection->count++;
	return true;
}

/* False when memory ran out. */
static bool add_segment(struct collection *collection, struct wcore_module *module,
			const struct wcore_element *element)
{
	for (uint32_t i = 0; i < element->count; i++) {
		uint32_t funcidx = 0;
		int kind;

		if (collection->count == WCORE_TABLE_SLOTS_MAX || element->start.bits > UINT64_MAX - i) {
			collection->slots->is_cut = true;
			return true;
		}
		kind = wcore_element_item(module, element, i, &funcidx);
		if (!add(collection, element->start.bits + i, kind, funcidx))
			return false;
	}
	return true;
}

static int compare(const void *left, const void *right)
{
	const struct item *a = left, *b = right;

	if (a->slot.slot != b->slot.slot)
		return a->slot.slot > b->slot.slot ? 1 : -1;
	return (a->order > b->order) - (a->order < b->order);
}

static bool take_last(struct collection *collection, struct wcore_table_slots *ret)
{
	if (!collection->count)
		return true;
	qsort(collection->items, collection->count, sizeof(*collection->items), compare);
	ret->items = wcore_calloc(collection->count, sizeof(*ret->items));
	if (!ret->items)
		return false;
	ret->capacity = collection->count;
	for (size_t i = 0; i < collection->count; i++) {
		const struct item *item = &collection->items[i];

		if (i + 1 < collection->count && item[1].slot.slot == item->slot.slot)
			continue;
		if (!item->is_null)
			ret->items[ret->count++] = item->slot;
	}
	return true;
}

static const char *doubt_of(struct wcore_module *module, const struct wcore_index *index, uint32_t table)
{
	if (index->tables[table].is_imported)
		return "the table is imported";
	if (index->tables[table].has_init)
		return "the table starts with something else than null";
	for (uint32_t i = 0; i < index->export_count; i++)
		if (index->exports[i].kind == WCORE_EXTERN_TABLE && index->exports[i].index == table)
			return "the table is exported";
	return wcore_table_is_fixed(module, index, table, SEARCH_MAX) ? NULL : "the code writes to tables";
}

struct wcore_error *wcore_table_slots_read(struct wcore_module *module, uint32_t table,
					   struct wcore_table_slots *ret)
{
	struct collection collection = { .slots = ret };
	const struct wcore_index *index;
	struct wcore_error *error = wcore_module_index(module, &index);
	bool is_good = !error;

	*ret = (struct wcore_table_slots){ 0 };
	if (error || table >= index->table_count)
		return error;
	ret->doubt = doubt_of(module, index, table);
	for (uint32_t i = 0; is_good && i < index->element_count; i++) {
		const struct wcore_element *element = &index->elements[i];

		if (element->mode != WCORE_ELEMENT_ACTIVE || element->table != table)
			continue;
		if (element->start.kind != WCORE_CONST_VALUE)
			ret->doubt = "where a segment of elements starts is not known";
		else
			is_good = add_segment(&collection, module, element);
	}
	is_good = is_good && take_last(&collection, ret);
	free(collection.items);
	return is_good ? NULL : wcore_error_nomem();
}

void wcore_table_slots_deinit(struct wcore_table_slots *slots)
{
	free(slots->items);
	*slots = (struct wcore_table_slots){ 0 };
}
