/* Pointers, references, pointers to members: declared in print.h. */
#include <inttypes.h>

#include "print_part.h"

static bool is_record(const struct wcore_type *type)
{
	return type->kind == WCORE_TYPE_STRUCT || type->kind == WCORE_TYPE_CLASS ||
	       type->kind == WCORE_TYPE_UNION;
}

/* Whether an object is already being shown on the way to this one. */
static bool is_on_path(const struct wcore_viewer *viewer, uint64_t address,
		       const struct wcore_type *type)
{
	for (const struct wcore_print_path *path = viewer->path; path; path = path->outer)
		if (path->address == address && path->type == type)
			return true;
	return false;
}

/* The view of what a pointer points to, as the object that it really is. */
static struct wcore_view *print_target(struct wcore_viewer *viewer,
				       const struct wcore_object *pointer, unsigned depth)
{
	struct wcore_object target = wcore_object_target(viewer, pointer);
	struct wcore_object whole;
	struct wcore_view *view;
	char name[256];

	if (!wcore_object_dynamic(viewer, &target, &whole))
		return wcore_print(viewer, &target, depth + 1);
	view = wcore_print(viewer, &whole, depth + 1);
	if (view && view->kind == WCORE_VIEW_RECORD && !view->prefix.data) {
		wcore_types_qualified_name(viewer->types, whole.type, name, sizeof(name));
		view->prefix = wcore_view_format(viewer, "(%s)", name);
	}
	return view;
}

static bool may_follow(const struct wcore_viewer *viewer, uint64_t address,
		       const struct wcore_type *type, unsigned depth)
{
	return viewer->followed < viewer->max_follow && depth < viewer->max_depth &&
	       !is_on_path(viewer, address, type);
}

/* A pointer to a variable that is nowhere in memory. */
static struct wcore_view *print_implicit(struct wcore_viewer *viewer,
					 const struct wcore_object *pointer, unsigned depth)
{
	struct wcore_object target = wcore_object_target(viewer, pointer);
	struct wcore_view *view;

	if (target.kind == WCORE_OBJECT_NONE || viewer->followed >= viewer->max_follow + 1)
		return wcore_view_unavailable(viewer, target.kind == WCORE_OBJECT_NONE ? target.why :
							       WCORE_OPTIMIZED_OUT);
	view = wcore_view_create(viewer, WCORE_VIEW_WRAPPER);
	if (!view)
		return NULL;
	view->prefix = WCORE_STRING("&");
	view->is_transparent = true;
	viewer->followed++;
	wcore_view_append(view, wcore_print(viewer, &target, depth + 1));
	viewer->followed--;
	return view;
}

struct wcore_view *wcore_print_pointer(struct wcore_viewer *viewer, const struct wcore_object *pointer,
				       bool is_owner, unsigned depth)
{
	const struct wcore_type *target = wcore_type_strip(pointer->type)->target;
	const struct wcore_type *type = target ? wcore_type_strip(target) : NULL;
	const char *why = NULL;
	struct wcore_view *view;
	uint64_t address;

	if (pointer->implicit.unit)
		return print_implicit(viewer, pointer, depth);
	if (!wcore_object_number(viewer, pointer, &address, &why))
		return wcore_view_unavailable(viewer, why);
	view = wcore_view_create(viewer, WCORE_VIEW_POINTER);
	if (!view)
		return NULL;
	view->bits = address;
	if (!address || !type)
		return view;
	if (type->kind == WCORE_TYPE_FUNCTION) {
		view->text = wcore_print_function(viewer, address);
		return view;
	}
	view->text = wcore_print_symbol(viewer, address);
	if ((is_record(type) || (is_owner && type->kind != WCORE_TYPE_VOID)) &&
	    may_follow(viewer, address, type, depth) && !type->is_declaration) {
		viewer->followed++;
		view->is_followed = true;
		wcore_view_append(view, print_target(viewer, pointer, depth));
		viewer->followed--;
	}
	return view;
}

struct wcore_view *wcore_print_reference(struct wcore_viewer *viewer,
					 const struct wcore_object *object, unsigned depth)
{
	const struct wcore_type *target = wcore_type_strip(object->type)->target;
	const char *why = NULL;
	struct wcore_view *view;
	uint64_t address;

	if (object->implicit.unit)
		return print_implicit(viewer, object, depth);
	if (!wcore_object_number(viewer, object, &address, &why))
		return wcore_view_unavailable(viewer, why);
	view = wcore_view_create(viewer, WCORE_VIEW_POINTER);
	if (!view)
		return NULL;
	view->bits = address;
	view->is_reference = true;
	if (!address || !target)
		return view;
	if (wcore_type_strip(target)->kind == WCORE_TYPE_FUNCTION) {
		view->text = wcore_print_function(viewer, address);
		return view;
	}
	/* A reference stands for what it names: one at the top is always followed. */
	if (depth && !may_follow(viewer, address, wcore_type_strip(target), depth))
		return view;
	viewer->followed += depth > 0;
	wcore_view_append(view, print_target(viewer, object, depth));
	viewer->followed -= depth > 0;
	return view;
}

struct wcore_view *wcore_print_function_object(struct wcore_viewer *viewer,
					       const struct wcore_object *object)
{
	struct wcore_view *view;

	if (object->kind != WCORE_OBJECT_MEMORY)
		return wcore_view_unavailable(viewer, "a function");
	view = wcore_view_create(viewer, WCORE_VIEW_POINTER);
	if (view) {
		view->bits = object->address;
		view->text = wcore_print_function(viewer, object->address);
	}
	return view;
}

/* The member of a class at an offset: "S::field"; absent when there is none. */
static struct wcore_string member_name(struct wcore_viewer *viewer, const struct wcore_type *container,
				       const struct wcore_type *target, uint64_t offset)
{
	const struct wcore_type *type = wcore_type_strip(container);
	char name[256];

	if (!viewer->types || !wcore_type_complete(viewer->types, type))
		return (struct wcore_string){ 0 };
	for (uint32_t i = 0; i < type->member_count; i++) {
		const struct wcore_member *member = &type->members[i];

		if (member->is_static || member->is_base || member->is_virtual || member->bit_size ||
		    member->offset != offset || !member->name.size ||
		    wcore_type_strip(member->type) != wcore_type_strip(target))
			continue;
		wcore_types_qualified_name(viewer->types, type, name, sizeof(name));
		return wcore_view_format(viewer, "&%s::%.*s", name, (int)member->name.size,
					 member->name.data);
	}
	return (struct wcore_string){ 0 };
}

static struct wcore_view *print_data_member(struct wcore_viewer *viewer,
					    const struct wcore_object *object)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	const char *why = NULL;
	struct wcore_string text = { 0 };
	struct wcore_view *view;
	uint64_t offset;

	if (!wcore_object_number(viewer, object, &offset, &why))
		return wcore_view_unavailable(viewer, why);
	/* Itanium C++ ABI, 2.3.1: null is -1. */
	if (offset == (viewer->address_size < 8 ? UINT32_MAX : UINT64_MAX) || offset == UINT64_MAX)
		return wcore_view_symbol(viewer, WCORE_STRING("nullptr"));
	if (type->container && type->target)
		text = member_name(viewer, type->container, type->target, offset);
	if (text.data)
		return wcore_view_symbol(viewer, text);
	view = wcore_view_number(viewer, offset, false);
	if (view)
		view->text = wcore_view_format(viewer, "offset %" PRIu64, offset);
	return view;
}

/*
 * Itanium C++ ABI, 2.3.2, in the form that WebAssembly shares with ARM: {ptr, adj}, where
 * adj is twice the offset of this, plus one for a virtual function, whose ptr is its offset in the vtable.
 */
static struct wcore_view *print_function_member(struct wcore_viewer *viewer,
						const struct wcore_object *object)
{
	unsigned size = viewer->address_size;
	const struct wcore_object whole = *object;
	uint64_t pointer = 0, adjustment = 0;
	const char *why = NULL;
	struct wcore_view *view;
	struct wcore_string name;
	uint8_t bytes[16];

	if (!wcore_object_read(viewer, &whole, 0, 2u * size, bytes, &why))
		return wcore_view_unavailable(viewer, why);
	for (unsigned i = 0; i < size; i++) {
		pointer |= (uint64_t)bytes[i] << (8 * i);
		adjustment |= (uint64_t)bytes[size + i] << (8 * i);
	}
	if (!(adjustment & 1) && !pointer)
		return wcore_view_symbol(viewer, WCORE_STRING("nullptr"));
	if (adjustment & 1)
		return wcore_view_symbol(viewer, wcore_view_format(viewer,
				"virtual function at vtable offset %" PRIu64, pointer));
	view = wcore_view_create(viewer, WCORE_VIEW_POINTER);
	if (!view)
		return NULL;
	view->bits = pointer;
	name = wcore_print_function(viewer, pointer);
	if (name.data && adjustment)
		name = wcore_view_format(viewer, "%.*s, this + %" PRId64, (int)name.size, name.data,
					 size < 8 ? (int64_t)(int32_t)adjustment / 2 :
						    (int64_t)adjustment / 2);
	view->text = name;
	return view;
}

struct wcore_view *wcore_print_member_pointer(struct wcore_viewer *viewer,
					      const struct wcore_object *object)
{
	const struct wcore_type *target = wcore_type_strip(object->type)->target;

	if (target && wcore_type_strip(target)->kind == WCORE_TYPE_FUNCTION)
		return print_function_member(viewer, object);
	return print_data_member(viewer, object);
}
