/* Text and sequences: str, String, Vec, slices, VecDeque, LinkedList. */
#include <string.h>

#include "../base/text.h"
#include "rust.h"

#define LENGTH_MAX UINT64_C(0x7fffffffffffffff)	/* isize::MAX: no allocation is larger */

/* The characters that will be shown are UTF-8. */
static bool is_text(struct wcore_viewer *viewer, uint64_t address, uint64_t size)
{
	uint64_t shown = size < viewer->max_string ? size : viewer->max_string;
	char *bytes;

	if (shown == 0)
		return true;
	if (!wcore_viewer_spend(viewer, shown))
		return false;
	bytes = wcore_arena_alloc(&viewer->arena, (size_t)shown);
	if (!bytes || !wcore_space_read(&viewer->space, address, shown, (uint8_t *)bytes, NULL))
		return bytes != NULL;	/* what is not in the dump is said by who shows it */
	for (size_t at = 0; at < shown;) {
		uint32_t code;
		size_t taken = wcore_utf8_decode(bytes + at, shown - at, &code);

		/* The last one may be cut. */
		if (taken == 0)
			return shown < size && shown - at < 4;
		at += taken;
	}
	return true;
}

struct wcore_view *wcore_rust_text(struct wcore_viewer *viewer, uint64_t address, uint64_t size)
{
	if (!wcore_rust_fits(viewer, address, size, 1) || !is_text(viewer, address, size))
		return NULL;
	return wcore_print_string(viewer, address, size);
}

struct wcore_view *wcore_rust_list(struct wcore_viewer *viewer, const struct wcore_type *element,
				   uint64_t address, uint64_t count, unsigned depth)
{
	uint64_t size;

	if (!element || !wcore_type_size(element, &size) ||
	    !wcore_rust_fits(viewer, address, count, size))
		return NULL;
	return wcore_print_elements(viewer, element, address, count, size, depth + 1);
}

/* A Vec's or VecDeque's buffer: where it is and how many elements it has room for. */
static bool read_buffer(struct wcore_viewer *viewer, const struct wcore_object *buf, uint64_t *ret_pointer,
			uint64_t *ret_capacity)
{
	struct wcore_object inner = *buf;

	wcore_rust_field(viewer, buf, "inner", &inner);
	return wcore_rust_field_number(viewer, &inner, "ptr", ret_pointer) &&
	       wcore_rust_field_number(viewer, &inner, "cap", ret_capacity) && *ret_pointer != 0 &&
	       *ret_capacity <= LENGTH_MAX;
}

/* Address, length and element of a Vec. */
static bool read_vec(struct wcore_viewer *viewer, const struct wcore_object *vec, uint64_t *ret_pointer,
		     uint64_t *ret_length, const struct wcore_type **ret_element)
{
	struct wcore_object buf;
	uint64_t capacity, size;

	*ret_element = wcore_rust_argument(viewer, wcore_type_strip(vec->type), 0);
	if (!*ret_element || !wcore_type_size(*ret_element, &size) ||
	    !wcore_rust_field(viewer, vec, "buf", &buf) ||
	    !read_buffer(viewer, &buf, ret_pointer, &capacity) ||
	    !wcore_rust_field_number(viewer, vec, "len", ret_length))
		return false;
	return size == 0 || (*ret_length <= capacity &&
			     wcore_rust_fits(viewer, *ret_pointer, capacity, size));
}

struct wcore_view *wcore_rust_vec(struct wcore_viewer *viewer, const struct wcore_object *object,
				  unsigned depth)
{
	const struct wcore_type *element;
	uint64_t pointer, length;

	if (!read_vec(viewer, object, &pointer, &length, &element))
		return NULL;
	return wcore_rust_list(viewer, element, pointer, length, depth);
}

/* String, and what is text around a Vec<u8> or a String: OsString, PathBuf. */
struct wcore_view *wcore_rust_string(struct wcore_viewer *viewer, const struct wcore_object *object,
				     unsigned depth)
{
	static const char *const inside[] = { "vec", "inner", "bytes" };
	struct wcore_object at = *object, inner;
	const struct wcore_type *element;
	uint64_t pointer, length;

	(void)depth;
	for (unsigned level = 0; level < 6; level++) {
		bool found = false;

		if (read_vec(viewer, &at, &pointer, &length, &element))
			return wcore_rust_text(viewer, pointer, length);
		for (size_t i = 0; i < sizeof(inside) / sizeof(*inside) && !found; i++)
			found = wcore_rust_field(viewer, &at, inside[i], &inner);
		if (!found)
			return NULL;
		at = inner;
	}
	return NULL;
}

/* CString: a boxed slice that ends with the 0 that is not shown. */
struct wcore_view *wcore_rust_c_string(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth)
{
	const struct wcore_type *target;
	uint64_t address, size, last;
	bool is_dyn;

	(void)depth;
	if (!wcore_rust_fat(viewer, object, &address, &size, &is_dyn, &target) || is_dyn ||
	    size == 0 || !wcore_rust_fits(viewer, address, size, 1) ||
	    !wcore_space_uint(&viewer->space, address + size - 1, 1, &last) || last != 0)
		return NULL;
	return wcore_print_string(viewer, address, size - 1);
}

/* What a fat pointer of a given name points to: "str" of "&mut str" and "Box<str>". */
static struct wcore_string pointee_name(struct wcore_string name)
{
	static const char *const sigils[] = { "&mut ", "&" };

	for (size_t i = 0; i < sizeof(sigils) / sizeof(*sigils); i++)
		if (wcore_string_starts(name, sigils[i]))
			return (struct wcore_string){ name.data + strlen(sigils[i]),
						      name.size - strlen(sigils[i]) };
	return wcore_rust_argument_name(name);
}

/* &str, &[T], Box<str>, Box<[T]>, &dyn Trait and pointers to them. */
struct wcore_view *wcore_rust_slice(struct wcore_viewer *viewer, const struct wcore_object *object,
				    unsigned depth)
{
	struct wcore_string name = wcore_type_strip(object->type)->name, pointee;
	const struct wcore_type *target;
	uint64_t address, extra;
	bool is_dyn;

	if (!name.data || !wcore_rust_fat(viewer, object, &address, &extra, &is_dyn, &target))
		return NULL;
	if (wcore_string_starts(name, "*"))
		return wcore_rust_pointer(viewer, address);
	if (is_dyn)
		return wcore_rust_dyn(viewer, address, extra, depth);
	if (address == 0 || extra > LENGTH_MAX)
		return NULL;
	pointee = pointee_name(name);
	if (wcore_rust_is_text(pointee))
		return wcore_rust_text(viewer, address, extra);
	if (wcore_string_ends(pointee, "::CStr"))
		return wcore_rust_c_string(viewer, object, depth);
	if (wcore_string_starts(pointee, "["))
		return wcore_rust_list(viewer, target, address, extra, depth);
	return NULL;
}

/* core::slice::Iter: from ptr to end. */
struct wcore_view *wcore_rust_slice_iter(struct wcore_viewer *viewer, const struct wcore_object *object,
					 unsigned depth)
{
	const struct wcore_type *element = wcore_rust_argument(viewer, wcore_type_strip(object->type), 0);
	struct wcore_view *view, *list;
	uint64_t start, end, size;

	if (!element || !wcore_type_size(element, &size) || size == 0 ||
	    !wcore_rust_field_number(viewer, object, "ptr", &start) ||
	    (!wcore_rust_field_number(viewer, object, "end", &end) &&
	     !wcore_rust_field_number(viewer, object, "end_or_len", &end)) ||
	    end < start || (end - start) % size != 0)
		return NULL;
	list = wcore_rust_list(viewer, element, start, (end - start) / size, depth + 1);
	view = list ? wcore_view_create(viewer, WCORE_VIEW_WRAPPER) : NULL;
	if (!view)
		return NULL;
	view->prefix = wcore_rust_name(wcore_type_strip(object->type));
	wcore_view_append(view, list);
	return view;
}

/*
 * VecDeque: head and len since Rust 1.67; before, tail was the first element, head the place
 * of the next one, and the capacity a power of two.
 */
struct wcore_view *wcore_rust_vec_deque(struct wcore_viewer *viewer, const struct wcore_object *object,
					unsigned depth)
{
	const struct wcore_type *element = wcore_rust_argument(viewer, wcore_type_strip(object->type), 0);
	uint64_t pointer, capacity, first, length, size, shown;
	struct wcore_object buf;
	struct wcore_view *view;

	if (!element || !wcore_type_size(element, &size) || size == 0 ||
	    !wcore_rust_field(viewer, object, "buf", &buf) ||
	    !read_buffer(viewer, &buf, &pointer, &capacity) ||
	    !wcore_rust_fits(viewer, pointer, capacity, size))
		return NULL;
	if (wcore_rust_field_number(viewer, object, "len", &length)) {
		if (!wcore_rust_field_number(viewer, object, "head", &first) || length > capacity ||
		    (first >= capacity && first != 0))
			return NULL;
	} else {
		uint64_t next;

		if (!wcore_rust_field_number(viewer, object, "tail", &first) ||
		    !wcore_rust_field_number(viewer, object, "head", &next) || capacity == 0 ||
		    (capacity & (capacity - 1)) != 0 || first >= capacity || next >= capacity)
			return NULL;
		length = (next - first) & (capacity - 1);
	}
	view = wcore_view_create(viewer, WCORE_VIEW_LIST);
	shown = length < viewer->max_elements ? length : viewer->max_elements;
	for (uint64_t i = 0; view && i < shown; i++) {
		uint64_t at = first + i < capacity ? first + i : first + i - capacity;
		struct wcore_object item = wcore_object_at(element, pointer + at * size);
		struct wcore_view *child = wcore_viewer_spend(viewer, 1) ?
						   wcore_print(viewer, &item, depth + 1) : NULL;

		if (!child) {
			shown = i;
			break;
		}
		wcore_view_append(view, child);
	}
	if (view)
		view->left_out = length - shown;
	return view;
}

/* The node that an Option<NonNull<Node<T>>> names; 0 for None. */
static bool read_link(struct wcore_viewer *viewer, const struct wcore_object *node, const char *field,
		      uint64_t *ret, const struct wcore_type **ret_node)
{
	struct wcore_object link, payload, pointer;
	struct wcore_string name;
	const struct wcore_type *type;

	*ret = 0;
	if (!wcore_rust_field(viewer, node, field, &link) ||
	    !wcore_rust_variant(viewer, &link, &name, &payload))
		return false;
	if (wcore_string_is(name, "None"))
		return true;
	if (!wcore_rust_field(viewer, &payload, "__0", &pointer))
		return false;
	pointer = wcore_rust_peel(viewer, &pointer);
	type = wcore_type_strip(pointer.type);
	if (type->kind != WCORE_TYPE_POINTER || !type->target)
		return false;
	*ret_node = type->target;
	return wcore_object_number(viewer, &pointer, ret, NULL) && *ret != 0;
}

/* Each node names the one before it, the tail is the last, and there are len of them. */
struct wcore_view *wcore_rust_linked_list(struct wcore_viewer *viewer, const struct wcore_object *object,
					  unsigned depth)
{
	const struct wcore_type *type = NULL;
	uint64_t at, tail, length, before = 0, count = 0;
	struct wcore_view *view;

	if (!wcore_rust_field_number(viewer, object, "len", &length) ||
	    !read_link(viewer, object, "head", &at, &type) ||
	    !read_link(viewer, object, "tail", &tail, &type) || (at == 0) != (length == 0) ||
	    (tail == 0) != (length == 0))
		return NULL;
	view = wcore_view_create(viewer, WCORE_VIEW_LIST);
	while (view && at && count < length && count < viewer->max_elements) {
		struct wcore_object node = wcore_object_at(type, at), element;
		struct wcore_view *child;
		uint64_t next, prev;

		if (!wcore_viewer_spend(viewer, 1) ||
		    !read_link(viewer, &node, "next", &next, &type) ||
		    !read_link(viewer, &node, "prev", &prev, &type) || prev != before ||
		    (next == 0) != (at == tail) || !wcore_rust_field(viewer, &node, "element", &element))
			return NULL;
		child = wcore_print(viewer, &element, depth + 1);
		if (!child)
			break;
		wcore_view_append(view, child);
		count++;
		before = at;
		at = next;
	}
	if (view && (at == 0) != (count == length))
		return NULL;
	if (view)
		view->left_out = length - count;
	return view;
}
