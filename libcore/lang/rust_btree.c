/*
 * BTreeMap and BTreeSet: nodes of up to eleven keys; inner nodes begin with a leaf's
 * members and have one edge more than keys.  Every child names its parent and its
 * place there, which is checked on the way.
 */
#include <string.h>

#include "rust.h"

#define HEIGHT_MAX 20	/* more than 2^64 keys */
#define NODE_MAX 64	/* keys; the type says how many */

struct walk {
	struct wcore_viewer *viewer;
	struct wcore_view *view;
	const struct wcore_type *leaf, *inner;	/* inner NULL until one is needed */
	uint64_t shown, length;
	bool is_set, is_broken;
	unsigned depth;
};

/* What an Option<NonNull<T>> can point to: the option's own arguments stand in its variants only. */
static const struct wcore_type *pointee_of_option(struct wcore_viewer *viewer,
						  const struct wcore_type *option)
{
	const struct wcore_variant_part *part;

	option = wcore_type_strip(option);
	if (!wcore_type_complete(viewer->types, option) || !option->variant_part)
		return NULL;
	part = option->variant_part;
	for (uint32_t i = 0; i < part->variant_count; i++) {
		const struct wcore_type *pointer;

		if (part->variants[i].member_count != 1 ||
		    !wcore_string_is(part->variants[i].members[0].name, "Some"))
			continue;
		pointer = wcore_rust_argument(viewer,
					      wcore_type_strip(part->variants[i].members[0].type), 0);
		return pointer ? wcore_rust_argument(viewer, wcore_type_strip(pointer), 0) : NULL;
	}
	return NULL;
}

static const struct wcore_member *member_of(struct wcore_viewer *viewer, const struct wcore_type *type,
					    const char *name)
{
	type = wcore_type_strip(type);
	if (!wcore_type_complete(viewer->types, type))
		return NULL;
	for (uint32_t i = 0; i < type->member_count; i++)
		if (wcore_string_is(type->members[i].name, name))
			return &type->members[i];
	return NULL;
}

/* Keys and values stand in MaybeUninit<T>, a union. */
static bool find_item(struct walk *walk, const struct wcore_object *node, const char *field,
		      uint64_t index, struct wcore_object *ret)
{
	struct wcore_object array, slot;

	if (!wcore_rust_field(walk->viewer, node, field, &array))
		return false;
	slot = wcore_object_element(walk->viewer, &array, index);
	if (wcore_type_strip(slot.type)->kind == WCORE_TYPE_UNION) {
		const struct wcore_type *type =
			wcore_rust_argument(walk->viewer, wcore_type_strip(slot.type), 0);

		if (!type || slot.kind != WCORE_OBJECT_MEMORY)
			return false;
		slot = wcore_object_at(type, slot.address);
	}
	*ret = slot;
	return slot.kind == WCORE_OBJECT_MEMORY;
}

static bool add_item(struct walk *walk, const struct wcore_object *node, uint64_t index)
{
	struct wcore_object key, value;
	struct wcore_view *key_view, *value_view = NULL;

	if (!find_item(walk, node, "keys", index, &key) ||
	    (!walk->is_set && !find_item(walk, node, "vals", index, &value))) {
		walk->is_broken = true;
		return false;
	}
	key_view = wcore_print(walk->viewer, &key, walk->depth + 1);
	if (key_view && !walk->is_set)
		value_view = wcore_print(walk->viewer, &value, walk->depth + 1);
	if (!key_view || (!walk->is_set && !value_view))
		return false;
	wcore_view_append(walk->view, key_view);
	if (!walk->is_set)
		wcore_view_append(walk->view, value_view);
	walk->shown++;
	return true;
}

static bool read_edge(struct walk *walk, uint64_t node, uint64_t index, uint64_t *ret)
{
	const struct wcore_member *edges;
	unsigned size = walk->viewer->address_size;

	if (!walk->inner) {
		const struct wcore_member *parent = member_of(walk->viewer, walk->leaf, "parent");

		walk->inner = parent ? pointee_of_option(walk->viewer, parent->type) : NULL;
	}
	edges = walk->inner ? member_of(walk->viewer, walk->inner, "edges") : NULL;
	return edges && wcore_space_uint(&walk->viewer->space, node + edges->offset + index * size, size,
					 ret);
}

/* False ends the walk: enough is shown, or is_broken. */
static bool visit(struct walk *walk, uint64_t address, uint64_t height, uint64_t parent, uint64_t place)
{
	struct wcore_object node = wcore_object_at(walk->leaf, address);
	const struct wcore_member *keys = member_of(walk->viewer, walk->leaf, "keys");
	const struct wcore_member *link = member_of(walk->viewer, walk->leaf, "parent");
	const struct wcore_member *index = member_of(walk->viewer, walk->leaf, "parent_idx");
	uint64_t length, recorded = 0, at = 0;

	walk->is_broken = true;
	if (!keys || !link || !index || address == 0 || !wcore_viewer_spend(walk->viewer, 16) ||
	    !wcore_rust_field_number(walk->viewer, &node, "len", &length) || length == 0 ||
	    length > NODE_MAX || length > wcore_type_strip(keys->type)->count ||
	    !wcore_space_uint(&walk->viewer->space, address + link->offset, walk->viewer->address_size,
			      &recorded) ||
	    recorded != parent)
		return false;
	if (parent && (!wcore_space_uint(&walk->viewer->space, address + index->offset, 2, &at) ||
		       at != place))
		return false;
	walk->is_broken = false;
	for (uint64_t i = 0; i <= length; i++) {
		uint64_t child;

		if (height) {
			if (!read_edge(walk, address, i, &child)) {
				walk->is_broken = true;
				return false;
			}
			if (!visit(walk, child, height - 1, address, i))
				return false;
		}
		if (i == length)
			break;
		if (walk->shown >= walk->length) {
			walk->is_broken = true;
			return false;
		}
		if (walk->shown >= walk->viewer->max_elements || !add_item(walk, &node, i))
			return false;
	}
	return true;
}

/* The root's address, height and type; an address of 0 for none. */
static bool read_root(struct wcore_viewer *viewer, const struct wcore_object *map, uint64_t *ret_address,
		      uint64_t *ret_height, const struct wcore_type **ret_leaf)
{
	struct wcore_object root, payload, node, pointer;
	struct wcore_string name;
	const struct wcore_type *type;

	*ret_address = 0;
	if (!wcore_rust_field(viewer, map, "root", &root) ||
	    !wcore_rust_variant(viewer, &root, &name, &payload))
		return false;
	if (wcore_string_is(name, "None"))
		return true;
	if (!wcore_rust_field(viewer, &payload, "__0", &node) ||
	    !wcore_rust_field_number(viewer, &node, "height", ret_height) ||
	    *ret_height > HEIGHT_MAX || !wcore_rust_field(viewer, &node, "node", &pointer))
		return false;
	pointer = wcore_rust_peel(viewer, &pointer);
	type = wcore_type_strip(pointer.type);
	if (type->kind != WCORE_TYPE_POINTER || !type->target)
		return false;
	*ret_leaf = wcore_type_strip(type->target);
	return wcore_object_number(viewer, &pointer, ret_address, NULL) && *ret_address != 0;
}

static struct wcore_view *print_tree(struct wcore_viewer *viewer, const struct wcore_object *map,
				     bool is_set, unsigned depth)
{
	struct walk walk = { .viewer = viewer, .is_set = is_set, .depth = depth };
	uint64_t root, height = 0;
	bool is_whole = true;

	if (!wcore_rust_field_number(viewer, map, "length", &walk.length) ||
	    !read_root(viewer, map, &root, &height, &walk.leaf))
		return NULL;
	walk.view = wcore_view_create(viewer, is_set ? WCORE_VIEW_LIST : WCORE_VIEW_MAP);
	if (!walk.view)
		return NULL;
	walk.view->is_set = is_set;
	/* A root stays when all was taken out: a leaf of no keys. */
	if (root && walk.length)
		is_whole = visit(&walk, root, height, 0, 0);
	if (walk.is_broken || (is_whole && walk.shown != walk.length))
		return NULL;
	walk.view->left_out = walk.length - walk.shown;
	return walk.view;
}

struct wcore_view *wcore_rust_btree_map(struct wcore_viewer *viewer, const struct wcore_object *object,
					unsigned depth)
{
	return print_tree(viewer, object, false, depth);
}

struct wcore_view *wcore_rust_btree_set(struct wcore_viewer *viewer, const struct wcore_object *object,
					unsigned depth)
{
	struct wcore_object map;

	return wcore_rust_field(viewer, object, "map", &map) ? print_tree(viewer, &map, true, depth) : NULL;
}
