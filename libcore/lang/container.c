#include "container.h"

#include <string.h>

#include "cxx_part.h"

/* Elements of a list or map that are looked through. */
#define ELEMENTS_MAX 10000
#define DEPTH_MAX 3

static const struct wcore_type *strip_record(const struct wcore_type *type)
{
	type = wcore_type_strip(type);
	return type->kind == WCORE_TYPE_STRUCT || type->kind == WCORE_TYPE_CLASS ? type : NULL;
}

/* A field by a path of names: "_M_impl._M_start". */
static bool field(struct wcore_viewer *viewer, const struct wcore_object *object, const char *path,
		  struct wcore_object *ret)
{
	struct wcore_object here = *object;
	char name[64];

	while (*path) {
		size_t size = strcspn(path, ".");

		if (size >= sizeof(name) || !strip_record(here.type))
			return false;
		memcpy(name, path, size);
		name[size] = '\0';
		if (!wcore_object_field(viewer, &here, name, ret))
			return false;
		here = *ret;
		path += size + (path[size] == '.');
	}
	return true;
}

/*
 * The pointer that a wrapper around nothing but a pointer has: NonNull, Unique, RawVec,
 * __compressed_pair, unique_ptr.  The first pointer on the way down, in the first members.
 */
static bool inner_pointer(struct wcore_viewer *viewer, const struct wcore_object *object, unsigned depth,
			  struct wcore_object *ret)
{
	const struct wcore_type *type = wcore_type_strip(object->type);

	if (type->kind == WCORE_TYPE_POINTER) {
		*ret = *object;
		return true;
	}
	type = strip_record(type);
	if (!type || depth > 8 || !viewer->types || !wcore_type_complete(viewer->types, type))
		return false;
	for (uint32_t i = 0; i < type->member_count && i < 4; i++) {
		struct wcore_object member;

		if (type->members[i].is_static || type->members[i].is_virtual)
			continue;
		member = wcore_object_member(viewer, object, &type->members[i]);
		if (inner_pointer(viewer, &member, depth + 1, ret))
			return true;
	}
	return false;
}

static bool starts(const struct wcore_type *type, const char *prefix)
{
	return type->name.data && wcore_string_starts(type->name, prefix);
}

static void unknown(struct wcore_container *ret, const struct wcore_type *element, const char *why)
{
	*ret = (struct wcore_container){ .kind = WCORE_CONTAINER_UNKNOWN, .element = element, .why = why };
}

static void run(struct wcore_container *ret, const struct wcore_type *element, uint64_t address,
		uint64_t count)
{
	*ret = (struct wcore_container){ .kind = WCORE_CONTAINER_RUN, .element = element,
					 .address = address, .count = count };
}

/* What a pointer in a container points to; NULL when it is none, or to what has no size. */
static const struct wcore_type *element_of(const struct wcore_object *pointer, uint64_t *ret_size)
{
	const struct wcore_type *type = wcore_type_strip(pointer->type);

	return type->kind == WCORE_TYPE_POINTER && type->target &&
	       wcore_type_size(type->target, ret_size) ? type->target : NULL;
}

/* A first element and a count. */
static bool open_counted(struct wcore_viewer *viewer, const struct wcore_object *object,
			 const char *pointer_path, const char *count_path, struct wcore_container *ret)
{
	struct wcore_object pointer, count;
	const struct wcore_type *element;
	const char *why = NULL;
	uint64_t address, n, size;

	if (!field(viewer, object, pointer_path, &pointer) || !field(viewer, object, count_path, &count))
		return false;
	element = element_of(&pointer, &size);
	if (!element)
		return false;
	if (!wcore_object_number(viewer, &pointer, &address, &why) ||
	    !wcore_object_number(viewer, &count, &n, &why))
		unknown(ret, element, why);
	else
		run(ret, element, address, n);
	ret->is_speculative = pointer.is_speculative || count.is_speculative;
	return true;
}

/* A first element and one behind the last. */
static bool open_bounded(struct wcore_viewer *viewer, const struct wcore_object *object,
			 const char *begin_path, const char *end_path, struct wcore_container *ret)
{
	struct wcore_object begin, end;
	const struct wcore_type *element;
	const char *why = NULL;
	uint64_t first, last, size;

	if (!field(viewer, object, begin_path, &begin) || !field(viewer, object, end_path, &end))
		return false;
	element = element_of(&begin, &size);
	if (!element || !size)
		return false;
	if (!wcore_object_number(viewer, &begin, &first, &why) ||
	    !wcore_object_number(viewer, &end, &last, &why))
		unknown(ret, element, why);
	else if (last < first || (last - first) % size)
		return false;
	else
		run(ret, element, first, (last - first) / size);
	ret->is_speculative = begin.is_speculative || end.is_speculative;
	return true;
}

/* Rust's Vec: a capacity and a pointer somewhere in buf, and len; T is its first argument. */
static bool open_vec(struct wcore_viewer *viewer, const struct wcore_object *object,
		     struct wcore_container *ret)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	struct wcore_object buffer, pointer, count;
	const char *why = NULL;
	uint64_t address, n;

	if (!starts(type, "Vec<") || !wcore_type_complete(viewer->types, type) || !type->template_count ||
	    !field(viewer, object, "buf", &buffer) || !field(viewer, object, "len", &count) ||
	    !inner_pointer(viewer, &buffer, 0, &pointer))
		return false;
	if (!wcore_object_number(viewer, &pointer, &address, &why) || !wcore_object_number(viewer, &count, &n, &why))
		unknown(ret, type->templates[0].type, why);
	else
		run(ret, type->templates[0].type, address, n);
	ret->is_speculative = pointer.is_speculative || count.is_speculative;
	return true;
}

static bool open_string(struct wcore_viewer *viewer, const struct wcore_object *object,
			struct wcore_container *ret)
{
	const struct wcore_type *character = wcore_cxx_argument(viewer, object->type, 0);
	struct wcore_object data;
	uint64_t count;

	if (!character || !wcore_cxx_characters(viewer, object, &data, &count))
		return false;
	if (data.kind != WCORE_OBJECT_MEMORY)
		unknown(ret, character, "its characters are not in memory");
	else
		run(ret, character, data.address, count);
	ret->is_speculative = object->is_speculative || data.is_speculative;
	return true;
}

/* What is shown as a list or map: its elements have addresses. */
static void open_viewed(struct wcore_viewer *viewer, const struct wcore_object *object,
			struct wcore_container *ret)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	uint64_t max_elements = viewer->max_elements;
	unsigned max_depth = viewer->max_depth, last;
	const struct wcore_view *view;

	if (!wcore_type_complete(viewer->types, type) || !type->template_count)
		return;
	viewer->max_elements = ELEMENTS_MAX;
	viewer->max_depth = DEPTH_MAX;
	view = wcore_print(viewer, object, 0);
	viewer->max_elements = max_elements;
	viewer->max_depth = max_depth;
	if (!view || (view->kind != WCORE_VIEW_LIST && view->kind != WCORE_VIEW_MAP))
		return;
	last = view->kind == WCORE_VIEW_MAP ? 1 : 0;
	if (type->template_count <= last || !type->templates[last].type)
		return;
	*ret = (struct wcore_container){
		.kind = last ? WCORE_CONTAINER_MAP : WCORE_CONTAINER_LIST, .view = view,
		.element = type->templates[last].type, .is_speculative = object->is_speculative,
	};
	for (const struct wcore_view *child = view->children; child; child = child->next)
		ret->count++;
	ret->count = (ret->count + view->left_out) >> last;
}

void wcore_container_open(struct wcore_viewer *viewer, const struct wcore_object *object,
			  struct wcore_container *ret)
{
	static const struct { const char *first, *second; } counted[] = {
		{ "data_ptr", "length" }, { "ptr", "len" }, { "__data", "__size" },
		{ "__data_", "__size_" }, { "_M_str", "_M_len" }, { "_M_ptr", "_M_extent._M_extent_value" },
		{ "array", "len" },
	};
	static const struct { const char *first, *second; } bounded[] = {
		{ "__begin_", "__end_" }, { "_M_impl._M_start", "_M_impl._M_finish" },
	};
	struct wcore_object inner;

	*ret = (struct wcore_container){ .kind = WCORE_CONTAINER_NONE };
	if (!viewer->types || !strip_record(object->type))
		return;
	for (size_t i = 0; i < sizeof(bounded) / sizeof(*bounded); i++) {
		if (open_bounded(viewer, object, bounded[i].first, bounded[i].second, ret))
			return;
	}
	if (open_vec(viewer, object, ret) || open_string(viewer, object, ret))
		return;
	/* String and its like are a Vec alone. */
	if (starts(wcore_type_strip(object->type), "String") && field(viewer, object, "vec", &inner) &&
	    open_vec(viewer, &inner, ret))
		return;
	for (size_t i = 0; i < sizeof(counted) / sizeof(*counted); i++) {
		if (open_counted(viewer, object, counted[i].first, counted[i].second, ret))
			return;
	}
	open_viewed(viewer, object, ret);
}

static struct wcore_object viewed_element(const struct wcore_container *container,
					  const struct wcore_view *view)
{
	struct wcore_object element;

	if (!view)
		return wcore_object_none(container->element, "too far behind to be looked for");
	if (!view->has_address)
		return wcore_object_none(container->element, "not in memory as such");
	element = wcore_object_at(container->element, view->address);
	element.is_speculative = container->is_speculative;
	return element;
}

struct wcore_object wcore_container_element(const struct wcore_viewer *viewer,
					    const struct wcore_container *container, uint64_t index)
{
	const struct wcore_view *view;
	struct wcore_object element;
	uint64_t size = 0, address;

	if (container->view) {
		view = container->view->children;
		if (container->kind == WCORE_CONTAINER_MAP)
			index = index * 2 + 1;
		for (; view && index; index--)
			view = view->next;
		return viewed_element(container, view);
	}
	if (!wcore_type_size(container->element, &size) || __builtin_mul_overflow(size, index, &address) ||
	    __builtin_add_overflow(address, container->address, &address) ||
	    (viewer->address_size < 8 && address > UINT32_MAX))
		return wcore_object_none(container->element, "outside of memory");
	element = wcore_object_at(container->element, address);
	element.is_speculative = container->is_speculative;
	return element;
}

static bool has_bits(const struct wcore_view *view)
{
	return view->kind == WCORE_VIEW_NUMBER || view->kind == WCORE_VIEW_CHARACTER ||
	       view->kind == WCORE_VIEW_BOOL || view->kind == WCORE_VIEW_POINTER;
}

static bool is_same_key(const struct wcore_view *a, const struct wcore_view *b)
{
	if (has_bits(a) && has_bits(b))
		return a->bits == b->bits;
	return a->kind == b->kind && (a->kind == WCORE_VIEW_STRING || a->kind == WCORE_VIEW_SYMBOL) &&
	       !a->is_cut && !b->is_cut && wcore_string_equal(a->text, b->text);
}

bool wcore_container_lookup(struct wcore_viewer *viewer, const struct wcore_container *container,
			    const struct wcore_object *key, struct wcore_object *ret)
{
	const struct wcore_view *sought = wcore_print(viewer, key, 0);

	for (const struct wcore_view *at = container->view->children; sought && at && at->next;
	     at = at->next->next) {
		if (is_same_key(at, sought)) {
			*ret = viewed_element(container, at->next);
			return true;
		}
	}
	if (sought && !container->view->left_out)
		return false;
	*ret = viewed_element(container, NULL);
	return true;
}

/* Rc and Arc point to their counts, which the value stands behind. */
static bool counted_target(struct wcore_viewer *viewer, const struct wcore_object *pointer,
			   struct wcore_object *ret)
{
	struct wcore_object box = wcore_object_target(viewer, pointer);
	const char *const values[] = { "value", "data" };

	if (!strip_record(box.type) ||
	    (!starts(wcore_type_strip(box.type), "RcBox<") && !starts(wcore_type_strip(box.type), "ArcInner<")))
		return false;
	for (unsigned i = 0; i < 2; i++) {
		if (wcore_object_field(viewer, &box, values[i], ret))
			return true;
	}
	return false;
}

static bool points_to_argument(struct wcore_viewer *viewer, const struct wcore_type *type,
			       const struct wcore_object *pointer)
{
	const struct wcore_type *target = wcore_type_strip(pointer->type)->target, *argument;

	if (!target || !wcore_type_complete(viewer->types, type) || !type->template_count)
		return false;
	argument = wcore_type_strip(type->templates[0].type);
	if (argument->kind == WCORE_TYPE_ARRAY && argument->target)
		argument = wcore_type_strip(argument->target);
	target = wcore_type_strip(target);
	return target == argument ||
	       (target->kind == argument->kind && target->name.data && argument->name.data &&
		wcore_string_equal(target->name, argument->name));
}

/* What a std::optional holds, by how it is shown. */
static bool optional_target(struct wcore_viewer *viewer, const struct wcore_object *object,
			    const struct wcore_type *type, struct wcore_object *ret)
{
	const struct wcore_view *view;

	if (!starts(type, "optional<") || !wcore_type_complete(viewer->types, type) ||
	    !type->template_count || !type->templates[0].type)
		return false;
	view = wcore_print(viewer, object, 0);
	if (!view || (view->kind != WCORE_VIEW_WRAPPER && view->kind != WCORE_VIEW_SYMBOL))
		return false;
	if (view->kind == WCORE_VIEW_SYMBOL)
		*ret = wcore_object_none(type->templates[0].type, "there is nothing in it");
	else if (!view->children || !view->children->has_address)
		return false;
	else
		*ret = wcore_object_at(type->templates[0].type, view->children->address);
	ret->is_speculative = object->is_speculative;
	return true;
}

bool wcore_container_target(struct wcore_viewer *viewer, const struct wcore_object *object,
			    struct wcore_object *ret)
{
	static const char *const names[] = {
		"unique_ptr<", "shared_ptr<", "Box<", "Rc<", "Arc<", "NonNull<", "Unique<", "__shared_ptr<",
	};
	const struct wcore_type *type = strip_record(object->type);
	struct wcore_object pointer;
	uint64_t bits;
	bool is_known = false;

	/* A deleter may be a pointer as well: the one that counts is to what the template says. */
	if (!type || !viewer->types || wcore_type_strip(object->type)->kind == WCORE_TYPE_UNION)
		return false;
	if (optional_target(viewer, object, type, ret))
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !is_known; i++)
		is_known = starts(type, names[i]);
	if (!is_known || !inner_pointer(viewer, object, 0, &pointer))
		return false;
	if (starts(type, "Rc<") || starts(type, "Arc<"))
		return counted_target(viewer, &pointer, ret);
	if (!points_to_argument(viewer, type, &pointer))
		return false;
	*ret = wcore_object_target(viewer, &pointer);
	if (ret->kind == WCORE_OBJECT_MEMORY && wcore_object_number(viewer, &pointer, &bits, NULL) && !bits)
		*ret = wcore_object_none(ret->type, "a null pointer");
	ret->is_speculative |= pointer.is_speculative;
	return true;
}
