#include "type_list.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../base/glob.h"

/* Of names together. */
#define BYTES_MAX (48u << 20)

struct reading {
	struct wcore_types *types;
	struct wcore_type_list *list;
	struct wcore_string wanted;	/* absent: any */
	const char *kind;		/* that is wanted; NULL: any */
	const char *pattern;		/* that has to match; NULL: none */
	bool failed;
};

static const char *kind_of(uint16_t tag)
{
	switch (tag) {
	case DW_TAG_structure_type:
		return "struct";
	case DW_TAG_class_type: case DW_TAG_interface_type:
		return "class";
	case DW_TAG_union_type:
		return "union";
	case DW_TAG_enumeration_type:
		return "enum";
	case DW_TAG_typedef: case DW_TAG_template_alias:
		return "typedef";
	default:
		return "basic";
	}
}

static bool is_wanted(const struct reading *reading, const struct wcore_entry *entry, const char *kind,
		      struct wcore_string name)
{
	/* A struct is a class and the other way round, as in C++. */
	if (reading->kind && strcmp(reading->kind, kind) != 0 &&
	    !(strcmp(reading->kind, "struct") == 0 && strcmp(kind, "class") == 0) &&
	    !(strcmp(reading->kind, "class") == 0 && strcmp(kind, "struct") == 0))
		return false;
	if (reading->wanted.data && !wcore_entry_has_name(reading->types, entry, reading->wanted))
		return false;
	return !reading->pattern || wcore_glob_match(reading->pattern, name);
}

static void read_size(struct wcore_types *types, struct wcore_type_listed *item)
{
	item->has_size = wcore_entry_number(&item->entry, DW_AT_byte_size, &item->size);
	if (!item->has_size)
		item->has_size = wcore_type_size(wcore_types_at(types, &item->entry), &item->size);
}

static struct wcore_type_listed *add(struct wcore_type_list *list)
{
	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? 2 * list->capacity : 256;
		void *items = wcore_realloc(list->items, capacity * sizeof(*list->items));

		if (!items)
			return NULL;
		list->items = items;
		list->capacity = capacity;
	}
	return &list->items[list->count];
}

static bool take(void *context, const struct wcore_entry *entry, struct wcore_string name)
{
	struct reading *reading = context;
	struct wcore_type_list *list = reading->list;
	const char *kind = kind_of(entry->tag);
	struct wcore_type_listed *item;

	if (!is_wanted(reading, entry, kind, name))
		return true;
	if (list->count == WCORE_TYPE_LIST_MAX || list->arena.used > BYTES_MAX) {
		list->is_cut = true;
		return false;
	}
	item = add(list);
	reading->failed = !item;
	if (!item)
		return false;
	*item = (struct wcore_type_listed){ .entry = *entry, .kind = kind, .unit = entry->unit->unit.name };
	if (!item->unit.data && entry->unit->skeleton)
		item->unit = entry->unit->skeleton->unit.name;
	item->name.data = wcore_arena_copy(&list->arena, name.data, name.size);
	item->name.size = name.size;
	reading->failed = !item->name.data;
	read_size(reading->types, item);
	list->count += !reading->failed;
	return !reading->failed;
}

static int compare_names(struct wcore_string a, struct wcore_string b)
{
	const size_t size = a.size < b.size ? a.size : b.size;
	const int order = size ? memcmp(a.data, b.data, size) : 0;

	return order ? order : (a.size > b.size) - (a.size < b.size);
}

static int compare_kinds(const struct wcore_type_listed *a, const struct wcore_type_listed *b)
{
	int order = compare_names(a->name, b->name);

	if (!order)
		order = strcmp(a->kind, b->kind);
	if (!order && (a->has_size != b->has_size || a->size != b->size))
		order = a->has_size != b->has_size ? a->has_size - b->has_size : a->size > b->size ? 1 : -1;
	return order;
}

static int compare(const void *left, const void *right)
{
	const struct wcore_type_listed *a = left, *b = right;
	const int order = compare_kinds(a, b);

	if (order)
		return order;
	if (a->entry.unit->number != b->entry.unit->number)
		return a->entry.unit->number > b->entry.unit->number ? 1 : -1;
	return (a->entry.offset > b->entry.offset) - (a->entry.offset < b->entry.offset);
}

static void sort(struct wcore_type_list *list, bool is_unique)
{
	size_t count = 0;

	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), compare);
	if (!is_unique)
		return;
	for (size_t i = 0; i < list->count; i++)
		if (!count || compare_kinds(&list->items[count - 1], &list->items[i]) != 0)
			list->items[count++] = list->items[i];
	list->count = count;
}

/* Takes "struct " and the like from a name. */
static struct wcore_string without_tag(const char *name, const char **ret_kind)
{
	static const char *const kinds[] = { "struct", "class", "union", "enum" };
	struct wcore_string rest = wcore_string_from(name);

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const size_t size = strlen(kinds[i]);

		if (!wcore_string_starts(rest, kinds[i]) || name[size] != ' ')
			continue;
		*ret_kind = kinds[i];
		return wcore_string_from(name + size + strspn(name + size, " "));
	}
	return rest;
}

/* "unsigned long" is what some compilers call "long unsigned int". */
static void add_basic(struct reading *reading, const char *name)
{
	const struct wcore_type *type =
		wcore_types_find(reading->types, wcore_string_from(name), WCORE_TYPE_UNKNOWN, NULL);

	reading->wanted = (struct wcore_string){ 0 };
	if (type && type->entry.unit)
		take(reading, &type->entry, type->name);
}

struct wcore_error *wcore_type_list_read(struct wcore_types *types, const char *pattern,
					 struct wcore_type_list *ret)
{
	struct reading reading = { .types = types, .list = ret };
	struct wcore_string rest = { 0 };

	*ret = (struct wcore_type_list){ 0 };
	wcore_arena_init(&ret->arena);
	if (pattern)
		reading.wanted = rest = without_tag(pattern, &reading.kind);
	reading.failed = !wcore_types_visit(types, rest, take, &reading);
	if (!reading.failed && pattern && !ret->count && wcore_glob_is_pattern(pattern)) {
		reading.wanted = (struct wcore_string){ 0 };
		reading.pattern = rest.data;
		reading.failed = !wcore_types_visit(types, (struct wcore_string){ 0 }, take, &reading);
	} else if (!reading.failed && pattern && !ret->count) {
		add_basic(&reading, pattern);
	}
	sort(ret, !pattern);
	return reading.failed ? wcore_error_nomem() : NULL;
}

void wcore_type_list_deinit(struct wcore_type_list *list)
{
	free(list->items);
	wcore_arena_deinit(&list->arena);
}
