/* std::optional, variant, tuple, atomic, complex, duration, and the containers' adaptors. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "../base/alloc.h"

#include "cxx_part.h"

#define MAX_ALTERNATIVES 200

static struct wcore_view *wrap(struct wcore_viewer *viewer, struct wcore_string prefix,
			       struct wcore_view *child)
{
	struct wcore_view *view = child ? wcore_view_create(viewer, WCORE_VIEW_WRAPPER) : NULL;

	if (!view)
		return NULL;
	view->prefix = prefix;
	view->is_transparent = true;
	wcore_view_append(view, child);
	return view;
}

static struct wcore_view *print_optional(struct wcore_viewer *viewer,
					 const struct wcore_object *object, unsigned depth)
{
	struct wcore_object value;
	uint64_t is_engaged;

	if (!wcore_cxx_number(viewer, object, "__engaged_|_M_payload._M_engaged", &is_engaged) ||
	    is_engaged > 1)
		return NULL;
	if (!is_engaged)
		return wcore_view_symbol(viewer, WCORE_STRING("std::nullopt"));
	if (!wcore_cxx_field(viewer, object, "__val_|_M_payload._M_payload._M_value", &value))
		return NULL;
	return wrap(viewer, WCORE_STRING("std::optional"), wcore_print(viewer, &value, depth + 1));
}

/* libc++: a union of the first alternative and a union of the others, and so on. */
static struct wcore_view *print_variant(struct wcore_viewer *viewer,
					const struct wcore_object *object, unsigned depth)
{
	struct wcore_object inner, index, at, value;
	uint64_t number, width;

	if (!wcore_cxx_field(viewer, object, "__impl_|__impl", &inner) ||
	    !wcore_cxx_field(viewer, &inner, "__index", &index) ||
	    !wcore_object_number(viewer, &index, &number, NULL) ||
	    !wcore_cxx_field(viewer, &inner, "__data", &at))
		return NULL;
	width = wcore_object_width(&index);
	if (width < 64)
		number &= (UINT64_C(1) << width) - 1;
	if (width && number == UINT64_MAX >> (64 - width))
		return wcore_view_symbol(viewer, WCORE_STRING("std::variant(valueless)"));
	if (number >= MAX_ALTERNATIVES)
		return NULL;
	for (uint64_t i = 0; i < number; i++)
		if (!wcore_cxx_field(viewer, &at, "__tail", &at))
			return NULL;
	if (!wcore_cxx_field(viewer, &at, "__head.__value", &value))
		return NULL;
	return wrap(viewer, wcore_view_format(viewer, "std::variant[%" PRIu64 "]", number),
		    wcore_print(viewer, &value, depth + 1));
}

/* The number of a libc++ tuple's leaf; UINT64_MAX when a base is none. */
static uint64_t leaf_number(struct wcore_viewer *viewer, const struct wcore_type *type)
{
	type = wcore_type_strip(type);
	if (!wcore_string_starts(type->name, "__tuple_leaf<") ||
	    !wcore_type_complete(viewer->types, type) || !type->template_count ||
	    !type->templates[0].has_value)
		return UINT64_MAX;
	return type->templates[0].value;
}

/* A leaf holds its value, or has it as a base when it is empty. */
static struct wcore_view *print_leaf(struct wcore_viewer *viewer, const struct wcore_object *leaf,
				     unsigned depth)
{
	const struct wcore_type *type = wcore_cxx_argument(viewer, leaf->type, 1);
	struct wcore_object value;

	if (!wcore_cxx_field(viewer, leaf, "__value_", &value)) {
		if (!type)
			return NULL;
		value = *leaf;
		value.type = type;
	}
	return wcore_print(viewer, &value, depth + 1);
}

static struct wcore_view *print_tuple(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth)
{
	struct wcore_view *view = wcore_view_create(viewer, WCORE_VIEW_RECORD);
	const struct wcore_type *type;
	struct wcore_object base;
	uint64_t expected = 0;

	if (!view)
		return NULL;
	view->is_tuple = true;
	if (!wcore_cxx_field(viewer, object, "__base_", &base)) {
		/* std::tuple<> has no members at all. */
		type = wcore_type_strip(object->type);
		return wcore_type_complete(viewer->types, type) && !type->member_count &&
				       !type->template_count ? view : NULL;
	}
	type = wcore_type_strip(base.type);
	if (!wcore_type_complete(viewer->types, type))
		return NULL;
	for (uint32_t i = 0; i < type->member_count; i++) {
		struct wcore_object leaf;
		struct wcore_view *child;

		if (!type->members[i].is_base)
			continue;
		if (leaf_number(viewer, type->members[i].type) != expected++)
			return NULL;
		leaf = wcore_object_member(viewer, &base, &type->members[i]);
		child = print_leaf(viewer, &leaf, depth);
		if (!child)
			return NULL;
		wcore_view_append(view, child);
	}
	return view;
}

/* Types that are their one member: atomic, stack, queue, priority_queue. */
static struct wcore_view *print_inner(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth)
{
	struct wcore_object inner;

	if (!wcore_cxx_field(viewer, object, "__a_.__a_value|__a_|_M_i|_M_b._M_p|c|__d_", &inner))
		return NULL;
	return wcore_print(viewer, &inner, depth);
}

static struct wcore_view *print_complex(struct wcore_viewer *viewer,
					const struct wcore_object *object, unsigned depth)
{
	struct wcore_object re, im;
	struct wcore_view *view, *real, *imaginary;

	if (!wcore_cxx_field(viewer, object, "__re_", &re) ||
	    !wcore_cxx_field(viewer, object, "__im_", &im))
		return NULL;
	view = wcore_view_create(viewer, WCORE_VIEW_RECORD);
	real = wcore_print(viewer, &re, depth + 1);
	imaginary = wcore_print(viewer, &im, depth + 1);
	if (!view || !real || !imaginary || real->kind != WCORE_VIEW_FLOAT ||
	    imaginary->kind != WCORE_VIEW_FLOAT)
		return NULL;
	view->is_tuple = true;
	view->text = wcore_view_format(viewer, "%s %c %si", real->text.data,
				       imaginary->text.data[0] == '-' ? '-' : '+',
				       imaginary->text.data + (imaginary->text.data[0] == '-'));
	wcore_view_append(view, real);
	wcore_view_append(view, imaginary);
	return view;
}

static const struct unit { uint64_t numerator, denominator; const char *name; } units[] = {
	{ 1, 1000000000, "ns" }, { 1, 1000000, "us" }, { 1, 1000, "ms" }, { 1, 1, "s" },
	{ 60, 1, "min" }, { 3600, 1, "h" }, { 86400, 1, "d" },
};

/* A number of units that the second argument says as a ratio of seconds. */
static struct wcore_view *print_duration(struct wcore_viewer *viewer,
					 const struct wcore_object *object, unsigned depth)
{
	const struct wcore_type *ratio = wcore_cxx_argument(viewer, object->type, 1);
	struct wcore_object count;
	struct wcore_view *view;
	char *number = NULL;
	size_t size = 0;
	FILE *out;

	if (!wcore_cxx_field(viewer, object, "__rep_|__r", &count))
		return NULL;
	view = wcore_print(viewer, &count, depth + 1);
	ratio = ratio ? wcore_type_strip(ratio) : NULL;
	if (!view || !ratio || !wcore_type_complete(viewer->types, ratio) || ratio->template_count < 2 || !ratio->templates[0].has_value ||
	    !ratio->templates[1].has_value ||
	    (view->kind != WCORE_VIEW_NUMBER && view->kind != WCORE_VIEW_FLOAT))
		return view;
	out = wcore_memstream_open(&number, &size);
	if (!out)
		return view;
	wcore_view_text(view, out);
	if (wcore_memstream_close(out))
		for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
			if (units[i].numerator == ratio->templates[0].value &&
			    units[i].denominator == ratio->templates[1].value)
				view->text = wcore_view_format(viewer, "%s%s", number,
							       units[i].name);
	free(number);
	return view;
}

const struct wcore_cxx_printer wcore_cxx_values[] = {
	{ "optional", print_optional },
	{ "variant", print_variant },
	{ "tuple", print_tuple },
	{ "atomic", print_inner },
	{ "stack", print_inner },
	{ "queue", print_inner },
	{ "priority_queue", print_inner },
	{ "complex", print_complex },
	{ "duration", print_duration },
	{ "time_point", print_inner },
	{ NULL, NULL },
};
