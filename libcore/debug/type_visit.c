/* All types with a name, and whole names of variables: declared in type.h and variable.h. */
#include <stdlib.h>

#include "type_state.h"
#include "../base/alloc.h"
#include "variable.h"

/* Longer names are cut. */
#define NAME_SIZE 16384

struct visit {
	struct wcore_types *types;
	bool (*visit)(void *context, const struct wcore_entry *entry, struct wcore_string name);
	void *context;
	char name[NAME_SIZE];
};

static bool visit_entry(void *context, const struct wcore_entry *entry)
{
	struct visit *visit = context;
	size_t size = wcore_entry_qualified_name(visit->types, entry, true, visit->name, NAME_SIZE);

	if (!wcore_dwarf_spend(entry->unit->unit.form.data, 1 + size / 8))
		return false;
	return visit->visit(visit->context, entry, (struct wcore_string){ visit->name, size });
}

bool wcore_types_visit(struct wcore_types *types, struct wcore_string name,
		       bool (*visit)(void *context, const struct wcore_entry *entry,
				     struct wcore_string name),
		       void *context)
{
	struct wcore_type_index *index = wcore_types_index(types);
	struct visit *request = wcore_malloc(sizeof(*request));

	if (!index || !request) {
		free(request);
		return false;
	}
	request->types = types;
	request->visit = visit;
	request->context = context;
	wcore_type_index_all(index);
	wcore_type_index_find(index, WCORE_INDEX_TYPES, name, NULL, visit_entry, request);
	free(request);
	return true;
}

size_t wcore_variable_qualified_name(struct wcore_types *types, const struct wcore_variable *variable,
				     char *buffer, size_t size)
{
	return wcore_entry_qualified_name(types, &variable->entry, true, buffer, size);
}
