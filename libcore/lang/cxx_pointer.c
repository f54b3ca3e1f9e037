/* std::unique_ptr, shared_ptr, weak_ptr, function, reference_wrapper. */
#include <string.h>

#include "cxx_part.h"

static struct wcore_view *wrap(struct wcore_viewer *viewer, const char *prefix,
			       struct wcore_view *child)
{
	struct wcore_view *view = child ? wcore_view_create(viewer, WCORE_VIEW_WRAPPER) : NULL;

	if (!view)
		return NULL;
	view->prefix = wcore_string_from(prefix);
	view->is_transparent = true;
	wcore_view_append(view, child);
	return view;
}

static bool is_pointer(const struct wcore_object *object)
{
	return wcore_type_strip(object->type)->kind == WCORE_TYPE_POINTER;
}

static struct wcore_view *print_unique(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth)
{
	struct wcore_object pointer;

	if (!wcore_cxx_field(viewer, object,
			     "__ptr_.__value_|__ptr_|_M_t._M_t._M_head_impl|_M_t._M_head_impl",
			     &pointer) ||
	    !is_pointer(&pointer))
		return NULL;
	return wrap(viewer, "std::unique_ptr", wcore_print_pointer(viewer, &pointer, true, depth));
}

/* libc++ counts owners from -1 on; libstdc++ from 0, and all owners as one weak one. */
static bool read_counts(struct wcore_viewer *viewer, const struct wcore_object *control,
			int64_t *ret_owners, int64_t *ret_weak)
{
	struct wcore_object counts = wcore_object_target(viewer, control);
	uint64_t owners, weak;

	if (wcore_cxx_number(viewer, &counts, "__shared_owners_", &owners) &&
	    wcore_cxx_number(viewer, &counts, "__shared_weak_owners_", &weak)) {
		*ret_owners = (int64_t)(owners + 1);
		*ret_weak = (int64_t)(weak + (owners == UINT64_MAX));
	} else if (wcore_cxx_number(viewer, &counts, "_M_use_count", &owners) &&
		   wcore_cxx_number(viewer, &counts, "_M_weak_count", &weak)) {
		*ret_owners = (int64_t)owners;
		*ret_weak = (int64_t)(weak - (owners > 0));
	} else {
		return false;
	}
	return *ret_owners >= 0 && *ret_weak >= 0 && *ret_owners <= INT32_MAX &&
	       *ret_weak <= INT32_MAX;
}

/* Where the library was built without debug information, its control block is a mere name. */
static bool has_counts(struct wcore_viewer *viewer, const struct wcore_object *control)
{
	const struct wcore_type *target = wcore_type_strip(control->type)->target;
	const struct wcore_type *type = target ? wcore_type_strip(target) : NULL;

	return type && wcore_type_complete(viewer->types, type) && !type->is_declaration;
}

/* What a shared_ptr points to is alive as long as it is; of a weak one only the address is sure. */
static struct wcore_view *uncounted(struct wcore_viewer *viewer, const struct wcore_object *pointer,
				    bool is_weak, unsigned depth)
{
	unsigned followed = viewer->followed;
	struct wcore_view *child;

	viewer->followed += is_weak ? viewer->max_follow : 0;
	child = wcore_print_pointer(viewer, pointer, !is_weak, depth);
	viewer->followed = followed;
	return wrap(viewer, is_weak ? "std::weak_ptr" : "std::shared_ptr", child);
}

static struct wcore_view *print_counted(struct wcore_viewer *viewer,
					const struct wcore_object *object, unsigned depth,
					bool is_weak)
{
	const char *prefix = is_weak ? "std::weak_ptr" : "std::shared_ptr";
	struct wcore_object pointer, control;
	struct wcore_view *view;
	uint64_t address;
	int64_t owners = 0, weak = 0;
	unsigned followed;

	if (!wcore_cxx_field(viewer, object, "__ptr_|_M_ptr", &pointer) || !is_pointer(&pointer) ||
	    !wcore_cxx_field(viewer, object, "__cntrl_|_M_refcount._M_pi", &control) ||
	    !wcore_object_number(viewer, &control, &address, NULL))
		return NULL;
	if (!address)
		return wrap(viewer, prefix, wcore_print_pointer(viewer, &pointer, false, depth));
	if (!has_counts(viewer, &control))
		return uncounted(viewer, &pointer, is_weak, depth);
	if (!read_counts(viewer, &control, &owners, &weak))
		return NULL;
	view = wcore_view_create(viewer, WCORE_VIEW_RECORD);
	if (!view)
		return NULL;
	view->prefix = wcore_string_from(prefix);
	wcore_view_append_named(view, WCORE_STRING("use_count"),
				wcore_view_number(viewer, (uint64_t)owners, true));
	wcore_view_append_named(view, WCORE_STRING("weak_count"),
				wcore_view_number(viewer, (uint64_t)weak, true));
	/* What has no owner any more is gone. */
	followed = viewer->followed;
	viewer->followed += owners ? 0 : viewer->max_follow;
	wcore_view_append_named(view, WCORE_STRING("pointer"),
				wcore_print_pointer(viewer, &pointer, owners > 0, depth + 1));
	viewer->followed = followed;
	return view;
}

static struct wcore_view *print_shared(struct wcore_viewer *viewer, const struct wcore_object *object,
				       unsigned depth)
{
	return print_counted(viewer, object, depth, false);
}

static struct wcore_view *print_weak(struct wcore_viewer *viewer, const struct wcore_object *object,
				     unsigned depth)
{
	return print_counted(viewer, object, depth, true);
}

static struct wcore_view *print_reference_wrapper(struct wcore_viewer *viewer,
						  const struct wcore_object *object, unsigned depth)
{
	struct wcore_object pointer;

	if (!wcore_cxx_field(viewer, object, "__f_|_M_data", &pointer) || !is_pointer(&pointer))
		return NULL;
	return wrap(viewer, "std::reference_wrapper",
		    wcore_print_pointer(viewer, &pointer, true, depth));
}

static struct wcore_view *empty_function(struct wcore_viewer *viewer)
{
	return wcore_view_symbol(viewer, WCORE_STRING("std::function(empty)"));
}

/* The callable behind a pointer to its polymorphic holder, the first argument of the holder's class. */
static struct wcore_view *print_held(struct wcore_viewer *viewer, const struct wcore_object *holder)
{
	struct wcore_object base = wcore_object_target(viewer, holder);
	struct wcore_string name;
	const char *start;
	size_t length = 0;

	if (!wcore_object_class_name(viewer, &base, &name))
		return NULL;
	start = memmem(name.data, name.size, "::__func<", 9);
	if (!start)
		return NULL;
	start += 9;
	for (unsigned depth = 0; start + length < name.data + name.size; length++) {
		char c = start[length];

		if (!depth && (c == ',' || c == '>'))
			break;
		depth += c == '<' || c == '(' || c == '{';
		depth -= depth && (c == '>' || c == ')' || c == '}');
	}
	return wcore_view_symbol(viewer, wcore_view_format(viewer, "std::function(%.*s)", (int)length,
							   start));
}

/* libc++: a pointer to a polymorphic holder, or (ABI 2) a policy and the function that invokes. */
static struct wcore_view *print_function(struct wcore_viewer *viewer,
					 const struct wcore_object *object, unsigned depth)
{
	struct wcore_object inner, policy;
	uint64_t address, is_null;
	struct wcore_view *view;

	(void)depth;
	if (!wcore_cxx_field(viewer, object, "__f_", &inner))
		return NULL;
	if (wcore_cxx_field(viewer, &inner, "__policy_", &policy)) {
		struct wcore_object target = wcore_object_target(viewer, &policy);

		if (!wcore_cxx_number(viewer, &target, "__is_null", &is_null) || is_null > 1)
			return NULL;
		if (is_null)
			return empty_function(viewer);
		if (!wcore_cxx_number(viewer, &inner, "__invoker_.__call_|__func_", &address))
			return NULL;
		view = wcore_view_create(viewer, WCORE_VIEW_POINTER);
		if (!view)
			return NULL;
		view->bits = address;
		view->text = wcore_print_function(viewer, address);
		return view->text.data ? wrap(viewer, "std::function", view) : NULL;
	}
	if (!wcore_cxx_field(viewer, &inner, "__f_", &policy) || !is_pointer(&policy) ||
	    !wcore_object_number(viewer, &policy, &address, NULL))
		return NULL;
	return address ? print_held(viewer, &policy) : empty_function(viewer);
}

const struct wcore_cxx_printer wcore_cxx_pointers[] = {
	{ "unique_ptr", print_unique },
	{ "shared_ptr", print_shared },
	{ "weak_ptr", print_weak },
	{ "reference_wrapper", print_reference_wrapper },
	{ "function", print_function },
	{ NULL, NULL },
};
