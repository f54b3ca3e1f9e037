/* Arrays, and what containers hold side by side: declared in print.h. */
#include <string.h>

#include "print_part.h"

/* Equal elements in a row that are written once, when there are more of them than this. */
#define MAX_PLAIN_REPEATS 10
/* Elements larger than this are not compared. */
#define MAX_COMPARED 256
#define CHUNK 4096

/* A row of elements in an object. */
struct row {
	struct wcore_viewer *viewer;
	const struct wcore_object *object;
	const struct wcore_type *element;
	uint64_t size, stride, count;
	uint64_t start;		/* of chunk in the object */
	size_t filled;
	uint8_t chunk[CHUNK];
};

static struct wcore_object row_get(const struct row *row, uint64_t i)
{
	const struct wcore_member member = { .type = row->element, .offset = i * row->stride };

	return wcore_object_member(row->viewer, row->object, &member);
}

/* The bytes of element i, good until the next call; NULL when one is not known, or it is too large. */
static const uint8_t *row_bytes(struct row *row, uint64_t i)
{
	uint64_t offset = i * row->stride;
	size_t size = (size_t)row->size;

	if (!row->size || row->size > MAX_COMPARED)
		return NULL;
	if (offset < row->start || offset + size > row->start + row->filled) {
		uint64_t left = (row->count - 1 - i) * row->stride + row->size;

		row->start = offset;
		row->filled = left < CHUNK ? (size_t)left : CHUNK;
		if (!wcore_object_read(row->viewer, row->object, offset, row->filled, row->chunk,
				       NULL)) {
			row->filled = size;
			if (!wcore_object_read(row->viewer, row->object, offset, size, row->chunk,
					       NULL)) {
				row->filled = 0;
				return NULL;
			}
		}
	}
	return row->chunk + (offset - row->start);
}

/* How many elements from i on are the same as that one, byte for byte. */
static uint64_t count_equal(struct row *row, uint64_t i)
{
	const uint8_t *bytes = row_bytes(row, i);
	uint8_t first[MAX_COMPARED];
	uint64_t count = 1;

	if (bytes)
		memcpy(first, bytes, (size_t)row->size);
	while (i + count < row->count && wcore_viewer_spend(row->viewer, 1 + row->size / 16)) {
		const uint8_t *next = row_bytes(row, i + count);

		/* What is not known looks the same where an element is a single value. */
		if (!bytes != !next || (next && memcmp(first, next, (size_t)row->size) != 0) ||
		    (!bytes && (row->size > 16 || !row->size)))
			break;
		count++;
	}
	return count;
}

static struct wcore_view *print_nested(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth, uint64_t *left);

static bool is_nested(struct wcore_viewer *viewer, const struct wcore_type *element)
{
	const struct wcore_type *type = wcore_type_strip(element);

	return type->kind == WCORE_TYPE_ARRAY && type->target && !type->is_vector &&
	       !(viewer->style == WCORE_VIEW_C && wcore_type_character(type->target));
}

/* left: elements that may still be shown, over all dimensions. */
static struct wcore_view *print_row(struct row *row, unsigned depth, uint64_t *left)
{
	struct wcore_viewer *viewer = row->viewer;
	struct wcore_view *list = wcore_view_create(viewer, WCORE_VIEW_LIST);
	bool nested = is_nested(viewer, row->element);
	uint64_t i = 0, equal = 0;

	if (!list)
		return NULL;
	list->limit = viewer->max_elements;
	while (i < row->count) {
		struct wcore_object object;
		struct wcore_view *child;
		uint64_t count = 1;

		if (!*left || viewer->work == 0)
			break;
		if (!equal)
			equal = count_equal(row, i);
		if (equal > MAX_PLAIN_REPEATS)
			count = equal;
		object = row_get(row, i);
		child = nested ? print_nested(viewer, &object, depth + 1, left) :
				 wcore_print(viewer, &object, depth + 1);
		if (!child)
			break;
		if (!nested)
			--*left;
		child->repeats = count > 1 ? count : 0;
		wcore_view_append(list, child);
		i += count;
		equal -= count;
	}
	list->left_out += row->count - i;
	return list;
}

static struct wcore_view *elided(struct wcore_viewer *viewer)
{
	struct wcore_view *list = wcore_view_create(viewer, WCORE_VIEW_LIST);

	if (list)
		list->is_elided = true;
	return list;
}

/* The number of elements that a variable-length array has in the frame at hand. */
static bool dynamic_count(struct wcore_viewer *viewer, const struct wcore_type *type, uint64_t *ret)
{
	struct wcore_object variable;
	int64_t count;

	if (!type->count_variable.unit || !viewer->implicit ||
	    !viewer->implicit(viewer->context, &type->count_variable, &variable) ||
	    !wcore_object_number(viewer, &variable, ret, NULL))
		return false;
	if (!type->is_upper_bound)
		return true;
	if (__builtin_sub_overflow((int64_t)*ret, type->lower_bound, &count) || count < -1 || count == INT64_MAX)
		return false;
	*ret = (uint64_t)(count + 1);
	return true;
}

static struct wcore_view *print_nested(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth, uint64_t *left)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	struct row row = { .viewer = viewer, .object = object, .element = type->target,
			   .count = type->count };

	if (object->kind == WCORE_OBJECT_NONE)
		return wcore_view_unavailable(viewer, object->why);
	if (!type->target || !wcore_type_size(type->target, &row.size))
		return wcore_view_unavailable(viewer, "of unknown type");
	if (!type->has_count && !dynamic_count(viewer, type, &row.count))
		return wcore_view_unavailable(viewer, "of unknown length");
	if (row.size && row.count > UINT64_MAX / 2 / row.size)
		return wcore_view_unavailable(viewer, "of impossible length");
	if (depth > viewer->max_depth && is_nested(viewer, object->type))
		return elided(viewer);
	row.stride = row.size;
	return print_row(&row, depth, left);
}

struct wcore_view *wcore_print_array(struct wcore_viewer *viewer, const struct wcore_object *object,
				     unsigned depth)
{
	uint64_t left = viewer->max_elements;

	return print_nested(viewer, object, depth, &left);
}

struct wcore_view *wcore_print_elements(struct wcore_viewer *viewer, const struct wcore_type *element,
					uint64_t address, uint64_t count, uint64_t stride,
					unsigned depth)
{
	struct wcore_object object = wcore_object_at(element, address);
	struct row row = { .viewer = viewer, .object = &object, .element = element,
			   .stride = stride, .count = count };
	uint64_t left = viewer->max_elements;

	if (!wcore_type_size(element, &row.size))
		return wcore_view_unavailable(viewer, "of unknown type");
	if (stride && count > UINT64_MAX / 2 / stride)
		return wcore_view_unavailable(viewer, "of impossible length");
	if (depth > viewer->max_depth)
		return elided(viewer);
	return print_row(&row, depth, &left);
}
