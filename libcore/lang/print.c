/* Which printer an object gets, and structs: declared in print.h. */
#include "print.h"

#include <string.h>

#include "print_part.h"

/* Deeper than any limit that may be asked for. */
#define HARD_DEPTH 60

static const struct wcore_family *const families[] = {
	&wcore_family_cxx, &wcore_family_rust, &wcore_family_zig,
};

const struct wcore_family *wcore_family_of(uint32_t language)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (families[i]->has_language(language))
			return families[i];
	return &wcore_family_c;
}

static bool is_deep(const struct wcore_viewer *viewer, unsigned depth)
{
	return depth > viewer->max_depth || depth > HARD_DEPTH;
}

/* A base class that takes no part in the value: nothing of it would be shown. */
static bool is_empty(struct wcore_viewer *viewer, const struct wcore_type *type, unsigned nesting)
{
	type = wcore_type_strip(type);
	if (nesting > 16 || !viewer->types || !wcore_type_complete(viewer->types, type))
		return false;
	for (uint32_t i = 0; i < type->member_count; i++) {
		const struct wcore_member *member = &type->members[i];

		if (member->is_static || wcore_string_starts(member->name, "_vptr"))
			continue;
		if (!member->is_base || !is_empty(viewer, member->type, nesting + 1))
			return false;
	}
	return type->variant_part == NULL;
}

const char *wcore_print_common_reason(const struct wcore_view *record)
{
	const struct wcore_view *first = record->children;

	if (!first || record->left_out)
		return NULL;
	for (const struct wcore_view *child = first; child; child = child->next)
		if (child->kind != WCORE_VIEW_UNAVAILABLE ||
		    !wcore_string_equal(child->text, first->text))
			return NULL;
	return first->text.data;
}

static void append_members(struct wcore_viewer *viewer, const struct wcore_object *object,
			   const struct wcore_type *type, unsigned depth, struct wcore_view *record)
{
	for (uint32_t i = 0; i < type->member_count; i++) {
		const struct wcore_member *member = &type->members[i];
		struct wcore_object part;
		struct wcore_view *child;
		char name[256];

		if (member->is_static || wcore_string_starts(member->name, "_vptr") ||
		    (member->is_base && is_empty(viewer, member->type, 0)))
			continue;
		part = wcore_object_member(viewer, object, member);
		child = wcore_print(viewer, &part, depth + 1);
		if (!child) {
			record->left_out += type->member_count - i;
			return;
		}
		child->name = member->name;
		if (member->is_base) {
			wcore_types_describe(viewer->types, member->type, name, sizeof(name));
			child->name = wcore_view_format(viewer, "%s", name);
			child->is_base = true;
		}
		wcore_view_append(record, child);
	}
}

struct wcore_view *wcore_print_record(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	const struct wcore_print_path here = { viewer->path, object->address, type };
	struct wcore_view *record;
	const char *reason;

	if (!viewer->types || !wcore_type_complete(viewer->types, type) || type->is_declaration)
		return wcore_view_unavailable(viewer, "incomplete type");
	record = wcore_view_create(viewer, WCORE_VIEW_RECORD);
	if (!record)
		return NULL;
	if (is_deep(viewer, depth)) {
		record->is_elided = true;
		return record;
	}
	if (object->kind == WCORE_OBJECT_MEMORY)
		viewer->path = &here;
	append_members(viewer, object, type, depth, record);
	viewer->path = here.outer;
	reason = wcore_print_common_reason(record);
	return reason ? wcore_view_unavailable(viewer, reason) : record;
}

/* Rust's () is a value, others' void is none. */
static struct wcore_view *print_void(struct wcore_viewer *viewer, const struct wcore_type *type)
{
	struct wcore_view *view;

	if (!wcore_string_is(wcore_type_strip(type)->name, "()"))
		return wcore_view_unavailable(viewer, "of type void");
	view = wcore_view_create(viewer, WCORE_VIEW_SYMBOL);
	if (view)
		view->text = WCORE_STRING("()");
	return view;
}

struct wcore_view *wcore_print_partial(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	uint8_t bytes[WCORE_CONTAINER_MAX];
	const char *why = NULL;
	uint64_t size;

	if (!wcore_type_size(object->type, &size) || size > sizeof(bytes) ||
	    wcore_object_read(viewer, object, 0, size, bytes, &why))
		return NULL;
	return wcore_view_unavailable(viewer, why);
}

struct wcore_view *wcore_print_raw(struct wcore_viewer *viewer, const struct wcore_object *object,
				   unsigned depth)
{
	if (object->kind == WCORE_OBJECT_NONE)
		return wcore_view_unavailable(viewer, object->why);
	if (depth > HARD_DEPTH)
		return wcore_view_unavailable(viewer, "too deep");
	switch (wcore_type_strip(object->type)->kind) {
	case WCORE_TYPE_BOOL:
		return wcore_print_bool(viewer, object);
	case WCORE_TYPE_CHAR:
		return wcore_print_character(viewer, object);
	case WCORE_TYPE_INT:
		return wcore_print_number(viewer, object);
	case WCORE_TYPE_FLOAT:
		return wcore_print_float(viewer, object);
	case WCORE_TYPE_COMPLEX:
		return wcore_print_complex(viewer, object);
	case WCORE_TYPE_ENUM:
		return wcore_print_enum(viewer, object);
	case WCORE_TYPE_POINTER:
		return wcore_print_pointer(viewer, object, false, depth);
	case WCORE_TYPE_REFERENCE:
	case WCORE_TYPE_RVALUE_REFERENCE:
		return wcore_print_reference(viewer, object, depth);
	case WCORE_TYPE_MEMBER_POINTER:
		return wcore_print_member_pointer(viewer, object);
	case WCORE_TYPE_ARRAY:
		return wcore_print_array(viewer, object, depth);
	case WCORE_TYPE_STRUCT:
	case WCORE_TYPE_CLASS:
	case WCORE_TYPE_UNION:
		return wcore_print_record(viewer, object, depth);
	case WCORE_TYPE_VOID:
		return print_void(viewer, object->type);
	case WCORE_TYPE_FUNCTION:
		return wcore_print_function_object(viewer, object);
	default:
		return wcore_view_unavailable(viewer, "of unknown type");
	}
}

/* Variants are no members: a raw struct would show none of them. */
static bool has_variants(struct wcore_viewer *viewer, const struct wcore_type *type)
{
	return viewer->types && (type->kind == WCORE_TYPE_STRUCT || type->kind == WCORE_TYPE_UNION) &&
	       wcore_type_complete(viewer->types, type) && type->variant_part;
}

struct wcore_view *wcore_print(struct wcore_viewer *viewer, const struct wcore_object *object,
			       unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	const struct wcore_family *family = &wcore_family_c;
	unsigned style = viewer->style;
	struct wcore_view *view = NULL;

	if (!wcore_viewer_spend(viewer, 1))
		return NULL;
	if (type->language) {
		family = wcore_family_of(type->language);
		viewer->style = family->style;
	}
	if (viewer->is_raw && !has_variants(viewer, type))
		family = &wcore_family_c;
	if (object->kind != WCORE_OBJECT_NONE && !is_deep(viewer, depth))
		view = family->print(viewer, object, depth);
	if (!view)
		view = wcore_print_raw(viewer, object, depth);
	viewer->style = style;
	if (view && object->kind == WCORE_OBJECT_MEMORY) {
		view->address = object->address;
		view->has_address = true;
	}
	return view;
}
