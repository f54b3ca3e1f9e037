/* std::unordered_map, _set, _multimap, _multiset: nodes in one chain, as many as the table counts. */
#include "cxx_part.h"

#define NODE_WORK 8

struct table {
	struct wcore_viewer *viewer;
	uint64_t first, count, node_size, next;	/* next: offset of the link */
	struct wcore_object value;	/* its address is the offset in a node */
};

static bool open_table(struct wcore_viewer *viewer, const struct wcore_object *object,
		       struct table *table)
{
	const struct wcore_type *node;
	struct wcore_object inner, at, next;

	*table = (struct table){ .viewer = viewer };
	if (!wcore_cxx_field(viewer, object, "__table_", &inner) ||
	    !(node = wcore_cxx_node_type(viewer, &inner, "__hash_node")) ||
	    !wcore_type_size(node, &table->node_size) ||
	    !wcore_cxx_number(viewer, &inner, "__first_node_.__next_|__p1_.__value_.__next_",
			      &table->first) ||
	    !wcore_cxx_number(viewer, &inner, "__size_|__p2_.__value_", &table->count))
		return false;
	at = wcore_object_at(node, 0);
	if (!wcore_cxx_field(viewer, &at, "__next_", &next) ||
	    !wcore_cxx_field(viewer, &at, "__value_", &table->value))
		return false;
	table->next = next.address;
	return true;
}

static bool append_node(struct table *table, uint64_t node, unsigned depth, struct wcore_view *view)
{
	struct wcore_object value = wcore_object_at(table->value.type, node + table->value.address);
	struct wcore_object first, second;
	struct wcore_view *key, *child;

	if (view->kind != WCORE_VIEW_MAP) {
		child = wcore_print(table->viewer, &value, depth + 1);
		if (child)
			wcore_view_append(view, child);
		return child != NULL;
	}
	if (!wcore_cxx_field(table->viewer, &value, "first", &first) ||
	    !wcore_cxx_field(table->viewer, &value, "second", &second))
		return false;
	key = wcore_print(table->viewer, &first, depth + 1);
	child = key ? wcore_print(table->viewer, &second, depth + 1) : NULL;
	if (child) {
		wcore_view_append(view, key);
		wcore_view_append(view, child);
	}
	return child != NULL;
}

static struct wcore_view *print_table(struct table *table, enum wcore_view_kind kind, unsigned depth)
{
	struct wcore_view *view = wcore_cxx_list(table->viewer, kind);
	uint64_t at = table->first, shown = 0;

	for (uint64_t i = 0; view && i < table->count; i++) {
		if (!wcore_cxx_is_memory(table->viewer, at, table->node_size))
			return NULL;
		if (!wcore_viewer_spend(table->viewer, NODE_WORK)) {
			view->left_out += table->count - shown;
			return view;
		}
		if (shown == i && shown < table->viewer->max_elements &&
		    append_node(table, at, depth, view))
			shown++;
		if (!wcore_space_uint(&table->viewer->space, at + table->next,
				      table->viewer->address_size, &at))
			return NULL;
	}
	if (!view || at)
		return NULL;
	view->left_out += table->count - shown;
	return view;
}

static struct wcore_view *print_set(struct wcore_viewer *viewer, const struct wcore_object *object,
				    unsigned depth)
{
	struct table table;

	return open_table(viewer, object, &table) ? print_table(&table, WCORE_VIEW_LIST, depth) : NULL;
}

static struct wcore_view *print_map(struct wcore_viewer *viewer, const struct wcore_object *object,
				    unsigned depth)
{
	struct wcore_object pair;
	struct table table;

	if (!open_table(viewer, object, &table))
		return NULL;
	/* A wrapper of the pair until LLVM 20. */
	if (wcore_cxx_field(viewer, &table.value, "__cc_|__cc", &pair))
		table.value = pair;
	return print_table(&table, WCORE_VIEW_MAP, depth);
}

const struct wcore_cxx_printer wcore_cxx_hashes[] = {
	{ "unordered_map", print_map },
	{ "unordered_multimap", print_map },
	{ "unordered_set", print_set },
	{ "unordered_multiset", print_set },
	{ NULL, NULL },
};
