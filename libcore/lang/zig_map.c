/*
 * std.HashMapUnmanaged: metadata points to a byte for each slot, its top bit set where the slot is
 * used; before it stands a header {values, keys, capacity}.  std.HashMap has one in `unmanaged`.
 */
#include <string.h>

#include "zig.h"

#define CHUNK 512
#define USED 0x80
#define TOMBSTONE 0x01
#define DW_TAG_STRUCTURE_TYPE 0x13

struct map {
	const struct wcore_type *key, *value;
	uint64_t metadata, keys, values, size, capacity, key_size, value_size;
};

/* The type called Header that is declared inside of the map's. */
static const struct wcore_type *find_header(struct wcore_viewer *viewer, const struct wcore_type *type)
{
	struct wcore_entries *entries = wcore_types_entries(viewer->types);
	struct wcore_entry entry;
	bool found = type->entry.unit && wcore_entry_child(&type->entry, &entry);

	for (; found; found = wcore_entry_sibling(entries, &entry, &entry)) {
		if (!wcore_viewer_spend(viewer, 1))
			return NULL;
		if (entry.tag == DW_TAG_STRUCTURE_TYPE) {
			const struct wcore_type *inner = wcore_types_at(viewer->types, &entry);

			if (wcore_string_ends(inner->name, ".Header"))
				return inner;
		}
	}
	return NULL;
}

static bool read_array(struct wcore_viewer *viewer, const struct wcore_object *header, const char *name,
		       const struct wcore_type **ret_element, uint64_t *ret_address, uint64_t *ret_size)
{
	struct wcore_object pointer;
	const struct wcore_type *type;

	if (!wcore_zig_field(viewer, header, name, &pointer))
		return false;
	type = wcore_type_strip(pointer.type);
	if (type->kind != WCORE_TYPE_POINTER || !type->target)
		return false;
	*ret_element = type->target;
	return wcore_object_number(viewer, &pointer, ret_address, NULL) &&
	       wcore_type_size(type->target, ret_size);
}

static bool read_metadata(struct wcore_viewer *viewer, uint64_t address, uint64_t size, uint8_t *bytes)
{
	return wcore_viewer_spend(viewer, size) &&
	       wcore_space_read(&viewer->space, address, size, bytes, NULL);
}

/* As many slots are used as size says, and the others are free or tombstones. */
static bool check_metadata(struct wcore_viewer *viewer, const struct map *map)
{
	uint64_t used = 0;
	uint8_t bytes[CHUNK];

	for (uint64_t at = 0; at < map->capacity; at += CHUNK) {
		uint64_t size = map->capacity - at < CHUNK ? map->capacity - at : CHUNK;

		if (!read_metadata(viewer, map->metadata + at, size, bytes))
			return false;
		for (uint64_t i = 0; i < size; i++) {
			if (bytes[i] & USED)
				used++;
			else if (bytes[i] > TOMBSTONE)
				return false;
		}
	}
	return used == map->size;
}

/* metadata is NULL, and 0 in *ret, for a map that never held anything. */
static bool read_map(struct wcore_viewer *viewer, const struct wcore_object *object, struct map *ret)
{
	const struct wcore_type *type = find_header(viewer, wcore_type_strip(object->type));
	struct wcore_object header;
	uint64_t size;

	if (!wcore_zig_number(viewer, object, "size", &ret->size) ||
	    !wcore_zig_number(viewer, object, "metadata", &ret->metadata))
		return false;
	if (ret->metadata == 0)
		return ret->size == 0;
	if (!type || !wcore_type_size(type, &size) || ret->metadata < size)
		return false;
	header = wcore_object_at(type, ret->metadata - size);
	return read_array(viewer, &header, "keys", &ret->key, &ret->keys, &ret->key_size) &&
	       read_array(viewer, &header, "values", &ret->value, &ret->values, &ret->value_size) &&
	       wcore_zig_number(viewer, &header, "capacity", &ret->capacity) && ret->capacity != 0 &&
	       (ret->capacity & (ret->capacity - 1)) == 0 && ret->size <= ret->capacity &&
	       wcore_zig_fits(viewer, ret->metadata, ret->capacity, 1) &&
	       wcore_zig_fits(viewer, ret->keys, ret->capacity, ret->key_size) &&
	       wcore_zig_fits(viewer, ret->values, ret->capacity, ret->value_size) &&
	       check_metadata(viewer, ret);
}

static void add_items(struct wcore_viewer *viewer, const struct map *map, unsigned depth,
		      struct wcore_view *view)
{
	uint64_t shown = 0;
	uint8_t bytes[CHUNK];

	for (uint64_t at = 0; at < map->capacity && shown < map->size; at++) {
		struct wcore_object key, value;
		struct wcore_view *key_view, *value_view;

		if (at % CHUNK == 0 &&
		    !read_metadata(viewer, map->metadata + at,
				   map->capacity - at < CHUNK ? map->capacity - at : CHUNK, bytes))
			break;
		if (!(bytes[at % CHUNK] & USED))
			continue;
		if (shown >= viewer->max_elements || !wcore_viewer_spend(viewer, 1))
			break;
		key = wcore_object_at(map->key, map->keys + at * map->key_size);
		value = wcore_object_at(map->value, map->values + at * map->value_size);
		key_view = wcore_print(viewer, &key, depth + 1);
		value_view = key_view ? wcore_print(viewer, &value, depth + 1) : NULL;
		if (!value_view)
			break;
		wcore_view_append(view, key_view);
		wcore_view_append(view, value_view);
		shown++;
	}
	view->left_out = map->size - shown;
}

struct wcore_view *wcore_zig_hash_map(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth)
{
	struct wcore_object inner = *object;
	struct wcore_view *view;
	struct map map = { 0 };

	wcore_zig_field(viewer, object, "unmanaged", &inner);
	if (!read_map(viewer, &inner, &map))
		return NULL;
	view = wcore_view_create(viewer, WCORE_VIEW_MAP);
	if (view)
		add_items(viewer, &map, depth, view);
	return view;
}
