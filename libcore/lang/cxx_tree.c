/*
 * std::map, set, multimap, multiset: red-black trees.  Every node that is reached
 * must name its parent, the first must be the leftmost, and behind the last stands the end.
 */
#include "cxx_part.h"

/* A tree whose every path is longer than this holds more nodes than there is memory. */
#define MAX_HEIGHT 128
#define NODE_WORK 16

struct tree {
	struct wcore_viewer *viewer;
	uint64_t end;		/* address of the end node, whose left child is the root */
	uint64_t begin, count;
	uint64_t node_size;
	uint64_t left, right, parent;	/* offsets in a node */
	struct wcore_object value;	/* its address is the offset in a node */
};

static bool read_link(const struct tree *tree, uint64_t node, uint64_t offset, uint64_t *ret)
{
	return wcore_space_uint(&tree->viewer->space, node + offset, tree->viewer->address_size, ret);
}

/* A child of node that knows its parent; *ret 0: there is none. */
static bool read_child(const struct tree *tree, uint64_t node, uint64_t offset, uint64_t *ret)
{
	uint64_t parent;

	if (!read_link(tree, node, offset, ret))
		return false;
	return !*ret || (wcore_cxx_is_memory(tree->viewer, *ret, tree->node_size) &&
			 read_link(tree, *ret, tree->parent, &parent) && parent == node);
}

static bool leftmost(const struct tree *tree, uint64_t node, uint64_t *ret)
{
	for (unsigned i = 0; i < MAX_HEIGHT; i++) {
		uint64_t child;

		if (!read_child(tree, node, tree->left, &child))
			return false;
		if (!child) {
			*ret = node;
			return true;
		}
		node = child;
	}
	return false;
}

/* The node behind another, which may be the end. */
static bool successor(const struct tree *tree, uint64_t node, uint64_t *ret)
{
	uint64_t child;

	if (!read_child(tree, node, tree->right, &child))
		return false;
	if (child)
		return leftmost(tree, child, ret);
	for (unsigned i = 0; i < MAX_HEIGHT; i++) {
		uint64_t parent;

		if (!read_link(tree, node, tree->parent, &parent) ||
		    !read_child(tree, parent, tree->left, &child))
			return false;
		if (child == node || parent == tree->end) {
			*ret = parent;
			return child == node;
		}
		node = parent;
	}
	return false;
}

/* The parts of a pair: {first, second}. */
static bool append_pair(struct tree *tree, const struct wcore_object *pair, unsigned depth,
			struct wcore_view *map)
{
	struct wcore_object first, second;
	struct wcore_view *key, *value;

	if (!wcore_cxx_field(tree->viewer, pair, "first", &first) ||
	    !wcore_cxx_field(tree->viewer, pair, "second", &second))
		return false;
	key = wcore_print(tree->viewer, &first, depth + 1);
	value = key ? wcore_print(tree->viewer, &second, depth + 1) : NULL;
	if (value) {
		wcore_view_append(map, key);
		wcore_view_append(map, value);
	}
	return value != NULL;
}

static bool append_node(struct tree *tree, uint64_t node, unsigned depth, struct wcore_view *view)
{
	struct wcore_object value = wcore_object_at(tree->value.type, node + tree->value.address);
	struct wcore_view *child;

	if (view->kind == WCORE_VIEW_MAP)
		return append_pair(tree, &value, depth, view);
	child = wcore_print(tree->viewer, &value, depth + 1);
	if (child)
		wcore_view_append(view, child);
	return child != NULL;
}

static struct wcore_view *print_tree(struct tree *tree, enum wcore_view_kind kind, unsigned depth)
{
	struct wcore_view *view = wcore_cxx_list(tree->viewer, kind);
	uint64_t root, at, shown = 0;

	if (!view || !read_child(tree, tree->end, tree->left, &root))
		return NULL;
	if (!root)
		return tree->count || tree->begin != tree->end ? NULL : view;
	if (!leftmost(tree, root, &at) || at != tree->begin)
		return NULL;
	for (uint64_t i = 0; i < tree->count; i++) {
		if (at == tree->end)
			return NULL;
		if (!wcore_viewer_spend(tree->viewer, NODE_WORK))
			break;
		if (shown == i && shown < tree->viewer->max_elements &&
		    append_node(tree, at, depth, view))
			shown++;
		if (!successor(tree, at, &at) || (i + 1 == tree->count && at != tree->end))
			return NULL;
	}
	view->left_out += tree->count - shown;
	return view;
}

static bool open_tree(struct wcore_viewer *viewer, const struct wcore_object *object,
		      struct tree *tree)
{
	const struct wcore_type *node;
	struct wcore_object inner, end, at, part;

	*tree = (struct tree){ .viewer = viewer };
	if (!wcore_cxx_field(viewer, object, "__tree_", &inner) ||
	    inner.kind != WCORE_OBJECT_MEMORY ||
	    !(node = wcore_cxx_node_type(viewer, &inner, "__tree_node")) ||
	    !wcore_type_size(node, &tree->node_size) ||
	    !wcore_cxx_field(viewer, &inner, "__end_node_|__pair1_.__value_", &end) ||
	    !wcore_cxx_number(viewer, &inner, "__begin_node_", &tree->begin) ||
	    !wcore_cxx_number(viewer, &inner, "__size_|__pair3_.__value_", &tree->count))
		return false;
	tree->end = end.address;
	at = wcore_object_at(node, 0);
	if (!wcore_cxx_field(viewer, &at, "__left_", &part))
		return false;
	tree->left = part.address;
	if (!wcore_cxx_field(viewer, &at, "__right_", &part))
		return false;
	tree->right = part.address;
	if (!wcore_cxx_field(viewer, &at, "__parent_", &part))
		return false;
	tree->parent = part.address;
	return wcore_cxx_field(viewer, &at, "__value_", &tree->value);
}

static struct wcore_view *print_set(struct wcore_viewer *viewer, const struct wcore_object *object,
				    unsigned depth)
{
	struct tree tree;

	return open_tree(viewer, object, &tree) ? print_tree(&tree, WCORE_VIEW_LIST, depth) : NULL;
}

static struct wcore_view *print_map(struct wcore_viewer *viewer, const struct wcore_object *object,
				    unsigned depth)
{
	struct wcore_object pair;
	struct tree tree;

	if (!open_tree(viewer, object, &tree))
		return NULL;
	/* A wrapper of the pair until LLVM 20. */
	if (wcore_cxx_field(viewer, &tree.value, "__cc_|__cc", &pair))
		tree.value = pair;
	return print_tree(&tree, WCORE_VIEW_MAP, depth);
}

const struct wcore_cxx_printer wcore_cxx_trees[] = {
	{ "map", print_map },
	{ "multimap", print_map },
	{ "set", print_set },
	{ "multiset", print_set },
	{ NULL, NULL },
};
