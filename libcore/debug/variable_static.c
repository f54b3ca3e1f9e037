/* Variables that live as long as the program.  Declared in variable.h. */
#include <dwarf.h>
#include <stdlib.h>

#include "type_state.h"
#include "../base/alloc.h"
#include "variable.h"

/* Variables of one name that are looked at. */
#define FOUND_MAX 1024

struct search {
	struct wcore_types *types;
	struct wcore_string file, function, name;
	const struct wcore_entry_unit *done;	/* whose definitions were visited */
	bool (*visit)(void *context, const struct wcore_variable *variable);
	void *context;
	struct wcore_entry *found;	/* of a name */
	size_t count;
	bool is_ended, has_definition;
};

/* "b.c" is the end of "/a/b.c", not of "/a/bb.c". */
static bool is_in_file(const struct wcore_entry_unit *unit, struct wcore_string file)
{
	struct wcore_string name = unit->unit.name;

	if (!name.data && unit->skeleton)
		name = unit->skeleton->unit.name;
	if (name.size < file.size)
		return false;
	struct wcore_string end = { name.data + name.size - file.size, file.size };

	return wcore_string_equal(end, file) &&
	       (name.size == file.size || end.data[-1] == '/' || file.data[0] == '/');
}

static bool is_in_function(struct wcore_types *types, const struct wcore_entry *entry,
			   struct wcore_string function)
{
	struct wcore_entry at = *entry;

	while (wcore_entry_scope(types->entries, &at, &at))
		if (at.tag == DW_TAG_subprogram)
			return wcore_entry_has_name(types, &at, function);
	return false;
}

static bool read_static(struct wcore_types *types, const struct wcore_entry *entry,
			struct wcore_variable *ret)
{
	if (!wcore_variable_at(types, entry, 0, ret))
		return false;
	ret->is_static = true;
	return true;
}

static bool fits(struct search *search, const struct wcore_entry *entry)
{
	if (search->file.data && !is_in_file(entry->unit, search->file))
		return false;
	if (search->function.data && !is_in_function(search->types, entry, search->function))
		return false;
	return !search->name.data || wcore_entry_has_name(search->types, entry, search->name);
}

static bool visit_entry(void *context, const struct wcore_entry *entry)
{
	struct search *search = context;
	struct wcore_variable variable;

	if (!fits(search, entry))
		return true;
	if (search->name.data) {
		if (search->count == FOUND_MAX)
			return false;
		search->found[search->count++] = *entry;
		return true;
	}
	if (entry->unit != search->done && read_static(search->types, entry, &variable) &&
	    !variable.is_external_declaration &&
	    !search->visit(search->context, &variable))
		search->is_ended = true;
	return !search->is_ended;
}

static int by_place(const void *a, const void *b)
{
	const struct wcore_entry *left = a, *right = b;

	if (left->unit->number != right->unit->number)
		return left->unit->number < right->unit->number ? -1 : 1;
	return (left->offset > right->offset) - (left->offset < right->offset);
}

static void visit_found(struct search *search, bool wants_declarations)
{
	for (size_t i = 0; i < search->count && !search->is_ended; i++) {
		struct wcore_variable variable;

		if ((!wants_declarations && search->found[i].unit == search->done) ||
		    !read_static(search->types, &search->found[i], &variable) ||
		    variable.is_external_declaration != wants_declarations)
			continue;
		search->has_definition |= !wants_declarations;
		search->is_ended = !search->visit(search->context, &variable);
	}
}

static void search_units(struct search *search, const struct wcore_entry_unit *unit)
{
	struct wcore_type_index *index = wcore_types_index(search->types);

	search->count = 0;
	if (!index)
		return;
	if (unit)
		wcore_type_index_unit(index, unit);
	else
		wcore_type_index_all(index);
	wcore_type_index_find(index, WCORE_INDEX_VARIABLES, search->name, unit, visit_entry, search);
	if (search->count)
		qsort(search->found, search->count, sizeof(*search->found), by_place);
	visit_found(search, false);
}

void wcore_variables_static(struct wcore_types *types, struct wcore_string file,
			    struct wcore_string function, struct wcore_string name,
			    const struct wcore_entry_unit *near,
			    bool (*visit)(void *context, const struct wcore_variable *variable),
			    void *context)
{
	struct search search = {
		.types = types,
		.file = file,
		.function = function,
		.name = name,
		.visit = visit,
		.context = context,
	};

	search.found = name.data ? wcore_malloc(FOUND_MAX * sizeof(*search.found)) : NULL;
	if (name.data && !search.found)
		return;
	if (near)
		search_units(&search, near);
	search.done = near;
	if (!search.is_ended)
		search_units(&search, NULL);
	if (!search.is_ended && !search.has_definition)
		visit_found(&search, true);
	free(search.found);
}
