/*
 * HashMap and HashSet: hashbrown's table.  ctrl points to a byte for each bucket,
 * its top bit clear where the bucket is full; the buckets stand before ctrl, in reverse.
 */
#include <string.h>

#include "rust.h"

#define NESTING 6	/* HashSet, hashbrown's HashSet and HashMap, RawTable, RawTableInner */
#define CHUNK 512
#define EMPTY 0xff
#define DELETED 0x80

struct table {
	const struct wcore_type *element;	/* the tuple of key and value */
	uint64_t ctrl, buckets, items, size;
	bool is_singleton;	/* the static table of maps that never held anything */
};

/* The struct that has a bucket_mask; *ret_element what RawTable<T> is of. */
static bool find_table(struct wcore_viewer *viewer, const struct wcore_object *object,
		       struct wcore_object *ret, const struct wcore_type **ret_element)
{
	static const char *const inside[] = { "base", "map", "table" };
	uint64_t mask;

	*ret = *object;
	*ret_element = NULL;
	for (unsigned level = 0; level < NESTING; level++) {
		const struct wcore_type *type = wcore_type_strip(ret->type);
		struct wcore_object inner;
		bool found = false;

		if (wcore_string_is(wcore_rust_name(type), "RawTable"))
			*ret_element = wcore_rust_argument(viewer, type, 0);
		if (wcore_rust_field_number(viewer, ret, "bucket_mask", &mask))
			return *ret_element != NULL;
		for (size_t i = 0; i < sizeof(inside) / sizeof(*inside) && !found; i++)
			found = wcore_rust_field(viewer, ret, inside[i], &inner);
		if (!found)
			return false;
		*ret = inner;
	}
	return false;
}

static bool read_ctrl(struct wcore_viewer *viewer, uint64_t address, uint64_t size, uint8_t *bytes)
{
	return wcore_viewer_spend(viewer, size) &&
	       wcore_space_read(&viewer->space, address, size, bytes, NULL);
}

/* Every control byte is one that there is, and just as many are full as there are items. */
static bool check_ctrl(struct wcore_viewer *viewer, const struct table *table, uint64_t growth_left)
{
	uint64_t full = 0, deleted = 0;
	uint64_t room = table->buckets < 8 ? table->buckets - 1 : table->buckets / 8 * 7;
	uint8_t bytes[CHUNK];

	for (uint64_t at = 0; at < table->buckets; at += CHUNK) {
		uint64_t size = table->buckets - at < CHUNK ? table->buckets - at : CHUNK;

		if (!read_ctrl(viewer, table->ctrl + at, size, bytes))
			return false;
		for (uint64_t i = 0; i < size; i++) {
			if (bytes[i] < DELETED)
				full++;
			else if (bytes[i] == DELETED)
				deleted++;
			else if (bytes[i] != EMPTY)
				return false;
		}
	}
	return full == table->items && full + growth_left <= room && deleted <= table->buckets - full;
}

static bool read_table(struct wcore_viewer *viewer, const struct wcore_object *object, struct table *table)
{
	struct wcore_object inner;
	uint64_t mask, growth_left;

	if (!find_table(viewer, object, &inner, &table->element) ||
	    !wcore_rust_field_number(viewer, &inner, "bucket_mask", &mask) ||
	    !wcore_rust_field_number(viewer, &inner, "ctrl", &table->ctrl) ||
	    !wcore_rust_field_number(viewer, &inner, "items", &table->items) ||
	    !wcore_rust_field_number(viewer, &inner, "growth_left", &growth_left) ||
	    !wcore_type_size(table->element, &table->size) || table->ctrl == 0)
		return false;
	table->is_singleton = mask == 0;
	if (mask == 0)
		return table->items == 0 && growth_left == 0;
	table->buckets = mask + 1;
	return (table->buckets & mask) == 0 && table->buckets != 0 &&
	       wcore_rust_fits(viewer, table->ctrl, table->buckets, 1) &&
	       (table->size == 0 || table->ctrl / table->size >= table->buckets) &&
	       check_ctrl(viewer, table, growth_left);
}

/* Key and value, or the key alone, of each full bucket; false when memory ran out. */
static void add_items(struct wcore_viewer *viewer, const struct table *table, bool is_set, unsigned depth,
		      struct wcore_view *view)
{
	uint64_t shown = 0;
	uint8_t bytes[CHUNK];

	for (uint64_t at = 0; at < table->buckets && shown < table->items; at++) {
		struct wcore_object bucket, key, value;
		struct wcore_view *key_view, *value_view = NULL;

		if (at % CHUNK == 0 &&
		    !read_ctrl(viewer, table->ctrl + at,
			       table->buckets - at < CHUNK ? table->buckets - at : CHUNK, bytes))
			break;
		if (bytes[at % CHUNK] >= DELETED)
			continue;
		if (shown >= viewer->max_elements || !wcore_viewer_spend(viewer, 1))
			break;
		bucket = wcore_object_at(table->element, table->ctrl - (at + 1) * table->size);
		if (!wcore_rust_field(viewer, &bucket, "__0", &key) ||
		    (!is_set && !wcore_rust_field(viewer, &bucket, "__1", &value)))
			break;
		key_view = wcore_print(viewer, &key, depth + 1);
		if (key_view && !is_set)
			value_view = wcore_print(viewer, &value, depth + 1);
		if (!key_view || (!is_set && !value_view))
			break;
		wcore_view_append(view, key_view);
		if (!is_set)
			wcore_view_append(view, value_view);
		shown++;
	}
	view->left_out = table->items - shown;
}

static struct wcore_view *print_table(struct wcore_viewer *viewer, const struct wcore_object *object,
				      bool is_set, unsigned depth)
{
	struct table table;
	struct wcore_view *view;

	if (!read_table(viewer, object, &table))
		return NULL;
	view = wcore_view_create(viewer, is_set ? WCORE_VIEW_LIST : WCORE_VIEW_MAP);
	if (!view)
		return NULL;
	view->is_set = is_set;
	if (!table.is_singleton)
		add_items(viewer, &table, is_set, depth, view);
	return view;
}

struct wcore_view *wcore_rust_hash_map(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth)
{
	return print_table(viewer, object, false, depth);
}

struct wcore_view *wcore_rust_hash_set(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth)
{
	return print_table(viewer, object, true, depth);
}
