/* std::list and std::forward_list: nodes that are linked, checked link by link. */
#include "cxx_part.h"

/* What a step along the nodes takes from the viewer's work. */
#define NODE_WORK 8

/* Where the value stands in a node, and its type. */
static bool find_value(struct wcore_viewer *viewer, const struct wcore_type *node,
		       struct wcore_object *ret)
{
	struct wcore_object at = wcore_object_at(node, 0);

	return wcore_cxx_field(viewer, &at, "__value_|_M_storage|_M_data", ret);
}

static struct wcore_view *print_value(struct wcore_viewer *viewer, const struct wcore_object *value,
				      uint64_t node, unsigned depth)
{
	struct wcore_object object = wcore_object_at(value->type, node + value->address);

	return wcore_print(viewer, &object, depth + 1);
}

/* end is the list itself as a node: {previous, next}; each node points back at the one before. */
static struct wcore_view *print_list(struct wcore_viewer *viewer, const struct wcore_object *object,
				     unsigned depth)
{
	const struct wcore_type *node = wcore_cxx_node_type(viewer, object, "__list_node");
	struct wcore_view *list = wcore_cxx_list(viewer, WCORE_VIEW_LIST);
	struct wcore_object end, next, previous, value;
	uint64_t count, at, before, size, next_offset, previous_offset, shown = 0;

	if (!node || !wcore_type_size(node, &size) || object->kind != WCORE_OBJECT_MEMORY ||
	    !wcore_cxx_field(viewer, object, "__end_", &end) ||
	    !wcore_cxx_field(viewer, &end, "__next_", &next) ||
	    !wcore_cxx_field(viewer, &end, "__prev_", &previous) ||
	    !wcore_cxx_number(viewer, object, "__size_|__size_alloc_.__value_", &count) ||
	    !find_value(viewer, node, &value) || !wcore_object_number(viewer, &next, &at, NULL))
		return NULL;
	next_offset = wcore_cxx_offset(&end, &next);
	previous_offset = wcore_cxx_offset(&end, &previous);
	before = end.address;
	for (uint64_t i = 0; i < count; i++) {
		uint64_t back;

		if (!wcore_viewer_spend(viewer, NODE_WORK))
			break;
		if (!wcore_cxx_is_memory(viewer, at, size) || at == end.address ||
		    !wcore_space_uint(&viewer->space, at + previous_offset, viewer->address_size,
				      &back) ||
		    back != before)
			return NULL;
		if (list && shown < viewer->max_elements && shown == i) {
			struct wcore_view *child = print_value(viewer, &value, at, depth);

			if (child) {
				wcore_view_append(list, child);
				shown++;
			}
		}
		before = at;
		if (!wcore_space_uint(&viewer->space, at + next_offset, viewer->address_size, &at))
			return NULL;
		if (i + 1 == count && at != end.address)
			return NULL;
	}
	if (!count && at != end.address)
		return NULL;
	if (list)
		list->left_out += count - shown;
	return list;
}

static struct wcore_view *print_forward_list(struct wcore_viewer *viewer,
					     const struct wcore_object *object, unsigned depth)
{
	const struct wcore_type *node = wcore_cxx_node_type(viewer, object, "__forward_list_node");
	struct wcore_view *list = wcore_cxx_list(viewer, WCORE_VIEW_LIST);
	struct wcore_object first, value;
	uint64_t at, size;

	if (!node || !wcore_type_size(node, &size) || !list ||
	    !wcore_cxx_field(viewer, object,
			     "__before_begin_.__value_.__next_|__before_begin_.__next_", &first) ||
	    !find_value(viewer, node, &value) || !wcore_object_number(viewer, &first, &at, NULL))
		return NULL;
	/* The link is a node's first member.  A list in a circle ends where the limit is. */
	for (uint64_t i = 0; at; i++) {
		struct wcore_view *child = NULL;

		if (!wcore_cxx_is_memory(viewer, at, size))
			return NULL;
		if (i < viewer->max_elements)
			child = print_value(viewer, &value, at, depth);
		wcore_view_append(list, child);
		if (!child)
			break;
		if (!wcore_space_uint(&viewer->space, at, viewer->address_size, &at))
			return NULL;
	}
	return list;
}

const struct wcore_cxx_printer wcore_cxx_lists[] = {
	{ "list", print_list },
	{ "forward_list", print_forward_list },
	{ NULL, NULL },
};
