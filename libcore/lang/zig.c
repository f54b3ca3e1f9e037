/*
 * Zig's types as LLVM's DWARF has them: slices are {ptr, len}, optionals {payload, some}, error
 * unions {payload, error}, tagged unions {payload, tag}; the names say which.  Packed
 * structs come as the integer behind them, without fields: so they are shown.
 */
#include <string.h>

#include "zig.h"

#include "../base/text.h"
#include "print_part.h"

#define DW_LANG_ZIG 0x27

bool wcore_zig_field(struct wcore_viewer *viewer, const struct wcore_object *object, const char *name,
		     struct wcore_object *ret)
{
	const struct wcore_type *type = wcore_type_strip(object->type);

	if (!wcore_type_complete(viewer->types, type))
		return false;
	for (uint32_t i = 0; i < type->member_count; i++) {
		if (!wcore_string_is(type->members[i].name, name))
			continue;
		*ret = wcore_object_member(viewer, object, &type->members[i]);
		return ret->kind != WCORE_OBJECT_NONE;
	}
	return false;
}

bool wcore_zig_number(struct wcore_viewer *viewer, const struct wcore_object *object, const char *name,
		      uint64_t *ret)
{
	struct wcore_object field;

	if (!wcore_zig_field(viewer, object, name, &field))
		return false;
	switch (wcore_type_strip(field.type)->kind) {
	case WCORE_TYPE_INT:
	case WCORE_TYPE_BOOL:
	case WCORE_TYPE_ENUM:
	case WCORE_TYPE_POINTER:
		return wcore_object_number(viewer, &field, ret, NULL);
	default:
		return false;
	}
}

bool wcore_zig_fits(struct wcore_viewer *viewer, uint64_t address, uint64_t count, uint64_t size)
{
	uint64_t end = viewer->space.memory ? viewer->space.memory->size : 0;

	if (count == 0 || size == 0)
		return true;
	return address != 0 && address <= end && count <= (end - address) / size;
}

static bool has_no_size(const struct wcore_type *type)
{
	uint64_t size;

	return wcore_type_size(type, &size) && size == 0;
}

/* Readable UTF-8: what a person would have written as a string literal. */
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
		return false;
	for (size_t at = 0; at < shown;) {
		uint32_t code;
		size_t taken = wcore_utf8_decode(bytes + at, shown - at, &code);

		if (taken == 0)
			return shown < size && shown - at < 4;
		if ((code < 0x20 && !strchr("\t\n\r", (int)code)) || code == 0 || code == 0x7f)
			return false;
		at += taken;
	}
	return true;
}

/* ?[]T is a typedef of []T: null where the pointer is. */
static bool is_optional_slice(const struct wcore_type *type)
{
	while (type->kind == WCORE_TYPE_ALIAS && type->target) {
		if (wcore_string_starts(type->name, "?"))
			return true;
		type = type->target;
	}
	return false;
}

/* []T and [:0]T: text where the bytes of a []u8 are, elements otherwise. */
static struct wcore_view *print_slice(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth)
{
	struct wcore_object pointer;
	const struct wcore_type *type, *element;
	uint64_t address, length, size;

	if (!wcore_zig_field(viewer, object, "ptr", &pointer) ||
	    !wcore_zig_number(viewer, object, "len", &length))
		return NULL;
	type = wcore_type_strip(pointer.type);
	if (type->kind != WCORE_TYPE_POINTER || !type->target ||
	    !wcore_object_number(viewer, &pointer, &address, NULL))
		return NULL;
	if (address == 0 && is_optional_slice(object->type))
		return wcore_view_symbol(viewer, WCORE_STRING("null"));
	element = type->target;
	if (!wcore_type_size(element, &size) || !wcore_zig_fits(viewer, address, length, size))
		return NULL;
	if (wcore_string_is(wcore_type_strip(element)->name, "u8") &&
	    is_text(viewer, address, length))
		return wcore_print_string(viewer, address, length);
	return wcore_print_elements(viewer, element, address, length, size, depth + 1);
}

static struct wcore_view *print_optional(struct wcore_viewer *viewer, const struct wcore_object *object,
					 unsigned depth)
{
	struct wcore_object payload;
	uint64_t some;

	if (!wcore_zig_number(viewer, object, "some", &some) || some > 1)
		return NULL;
	if (!some)
		return wcore_view_symbol(viewer, WCORE_STRING("null"));
	return wcore_zig_field(viewer, object, "payload", &payload) ?
		       wcore_print(viewer, &payload, depth) : NULL;
}

static const struct wcore_enumerator *find_enumerator(struct wcore_viewer *viewer,
						      const struct wcore_type *type, uint64_t value)
{
	uint64_t size = 0, mask;

	if (!wcore_type_complete(viewer->types, type) || !wcore_type_size(type, &size) || size > 8 ||
	    !wcore_viewer_spend(viewer, type->enumerator_count))
		return NULL;
	mask = size == 8 ? UINT64_MAX : (UINT64_C(1) << (8 * size)) - 1;
	for (uint32_t i = 0; i < type->enumerator_count; i++)
		if (((type->enumerators[i].bits ^ value) & mask) == 0)
			return &type->enumerators[i];
	return NULL;
}

/* Sets of errors are enums whose names begin with "error"; 0 is none. */
static bool is_error_set(const struct wcore_type *type)
{
	return wcore_string_starts(type->name, "error{") || wcore_string_starts(type->name, "anyerror") ||
	       wcore_string_starts(type->name, "?error{") || wcore_string_starts(type->name, "?anyerror");
}

static struct wcore_view *print_error_union(struct wcore_viewer *viewer, const struct wcore_object *object,
					    unsigned depth)
{
	struct wcore_object error, payload;
	const struct wcore_enumerator *enumerator;
	uint64_t number;

	if (!wcore_zig_field(viewer, object, "error", &error) ||
	    wcore_type_strip(error.type)->kind != WCORE_TYPE_ENUM ||
	    !wcore_object_number(viewer, &error, &number, NULL))
		return NULL;
	if (number == 0)
		return wcore_zig_field(viewer, object, "payload", &payload) ?
			       wcore_print(viewer, &payload, depth) : NULL;
	enumerator = find_enumerator(viewer, wcore_type_strip(error.type), number);
	return enumerator ? wcore_view_symbol(viewer, enumerator->name) : NULL;
}

static struct wcore_view *print_enum(struct wcore_viewer *viewer, const struct wcore_object *object,
				     const struct wcore_type *type)
{
	const struct wcore_enumerator *enumerator;
	struct wcore_string text;
	uint64_t value;

	if (!wcore_object_number(viewer, object, &value, NULL))
		return NULL;
	if (is_error_set(type) && value == 0)
		return wcore_string_ends(type->name, "!void") ?
			       wcore_view_symbol(viewer, WCORE_STRING("void")) : NULL;
	enumerator = find_enumerator(viewer, type, value);
	if (enumerator && is_error_set(type))
		return wcore_view_symbol(viewer, enumerator->name);
	if (is_error_set(type))
		return NULL;
	text = enumerator ? wcore_view_format(viewer, ".%.*s", (int)enumerator->name.size,
					      enumerator->name.data) :
			    wcore_view_format(viewer, "@enumFromInt(%lld)", (long long)value);
	return text.data ? wcore_view_symbol(viewer, text) : NULL;
}

/* .{ .liquid = … }, or .empty where nothing comes with it. */
static struct wcore_view *print_union(struct wcore_viewer *viewer, const struct wcore_object *object,
				      unsigned depth)
{
	struct wcore_object payload, tag, value;
	const struct wcore_type *type;
	const struct wcore_enumerator *enumerator;
	struct wcore_view *view, *child;
	struct wcore_string text;
	uint64_t number;

	if (!wcore_zig_field(viewer, object, "payload", &payload) ||
	    !wcore_zig_field(viewer, object, "tag", &tag) ||
	    wcore_type_strip(tag.type)->kind != WCORE_TYPE_ENUM ||
	    !wcore_object_number(viewer, &tag, &number, NULL))
		return NULL;
	enumerator = find_enumerator(viewer, wcore_type_strip(tag.type), number);
	type = wcore_type_strip(payload.type);
	if (!enumerator || type->kind != WCORE_TYPE_UNION || !wcore_type_complete(viewer->types, type))
		return NULL;
	for (uint32_t i = 0; i < type->member_count; i++) {
		if (!wcore_string_equal(type->members[i].name, enumerator->name))
			continue;
		if (has_no_size(type->members[i].type))
			break;
		value = wcore_object_member(viewer, &payload, &type->members[i]);
		child = wcore_print(viewer, &value, depth + 1);
		view = child ? wcore_view_create(viewer, WCORE_VIEW_RECORD) : NULL;
		if (view)
			wcore_view_append_named(view, enumerator->name, child);
		return view;
	}
	/* Also variants of which DWARF has no member: theirs would be void. */
	text = wcore_view_format(viewer, ".%.*s", (int)enumerator->name.size, enumerator->name.data);
	return text.data ? wcore_view_symbol(viewer, text) : NULL;
}

/* std.ArrayList and its kin: the items that are used. */
static struct wcore_view *print_array_list(struct wcore_viewer *viewer, const struct wcore_object *object,
					   unsigned depth)
{
	struct wcore_object items;
	uint64_t length, capacity;

	if (!wcore_zig_field(viewer, object, "items", &items) ||
	    !wcore_zig_number(viewer, &items, "len", &length) ||
	    !wcore_zig_number(viewer, object, "capacity", &capacity) || length > capacity)
		return NULL;
	return print_slice(viewer, &items, depth);
}

static bool is_tuple(const struct wcore_type *type)
{
	for (uint32_t i = 0; i < type->member_count; i++)
		if (type->members[i].name.size == 0 || type->members[i].name.data[0] < '0' ||
		    type->members[i].name.data[0] > '9')
			return false;
	return type->member_count != 0;
}

static struct wcore_view *print_fields(struct wcore_viewer *viewer, const struct wcore_object *object,
				       const struct wcore_type *type, unsigned depth)
{
	struct wcore_view *view = wcore_view_create(viewer, WCORE_VIEW_RECORD);

	if (!view)
		return NULL;
	view->is_tuple = is_tuple(type);
	for (uint32_t i = 0; i < type->member_count; i++) {
		struct wcore_object field = wcore_object_member(viewer, object, &type->members[i]);

		wcore_view_append_named(view, view->is_tuple ? (struct wcore_string){ 0 } :
							       type->members[i].name,
					wcore_print(viewer, &field, depth + 1));
	}
	return view;
}

static struct wcore_view *print_struct(struct wcore_viewer *viewer, const struct wcore_object *object,
				       const struct wcore_type *type, unsigned depth)
{
	struct wcore_string name = type->name;
	struct wcore_object part;

	if (!wcore_type_complete(viewer->types, type) || type->kind == WCORE_TYPE_UNION)
		return NULL;
	if (wcore_string_starts(name, "[]") || wcore_string_starts(name, "[:"))
		return print_slice(viewer, object, depth);
	if (wcore_string_starts(name, "?"))
		return print_optional(viewer, object, depth);
	if (type->member_count == 2 && wcore_zig_field(viewer, object, "error", &part) &&
	    wcore_zig_field(viewer, object, "payload", &part))
		return print_error_union(viewer, object, depth);
	if (type->member_count == 2 && wcore_zig_field(viewer, object, "tag", &part) &&
	    wcore_zig_field(viewer, object, "payload", &part))
		return print_union(viewer, object, depth);
	if (wcore_string_starts(name, "array_list."))
		return print_array_list(viewer, object, depth);
	if (wcore_string_starts(name, "hash_map."))
		return wcore_zig_hash_map(viewer, object, depth);
	return print_fields(viewer, object, type, depth);
}

/* Optionals that have no flag, for a zero is their null: ?*T, ?[]T, ?error{...}; aliases of what they hold. */
static bool is_plain_optional(const struct wcore_type *type)
{
	for (unsigned i = 0; type && i < WCORE_TYPE_DEPTH_MAX; i++) {
		if (wcore_string_starts(type->name, "?"))
			return true;
		if (type->kind != WCORE_TYPE_ALIAS && type->kind != WCORE_TYPE_QUALIFIED)
			return false;
		type = type->target;
	}
	return false;
}

static bool is_zero(struct wcore_viewer *viewer, const struct wcore_object *object,
		    const struct wcore_type *type)
{
	uint64_t number;

	if (type->kind == WCORE_TYPE_STRUCT)
		return wcore_zig_number(viewer, object, "ptr", &number) && number == 0;
	return (type->kind == WCORE_TYPE_POINTER || type->kind == WCORE_TYPE_ENUM) &&
	       wcore_object_number(viewer, object, &number, NULL) && number == 0;
}

/* [*:0]u8 is text; the others are pointers as in C. */
static struct wcore_view *print_pointer(struct wcore_viewer *viewer, const struct wcore_object *object,
					const struct wcore_type *type)
{
	bool has_mark = wcore_string_starts(type->name, "?");
	struct wcore_view *view, *text;
	uint64_t address;

	/* Of a value that is not of the program, as $sp, it has none. */
	if (!type->name.data)
		return NULL;
	struct wcore_string name = { type->name.data + has_mark, type->name.size - has_mark };

	if (!wcore_object_number(viewer, object, &address, NULL))
		return NULL;
	if (!wcore_string_starts(name, "[*:0]") || !type->target ||
	    !wcore_string_is(wcore_type_strip(type->target)->name, "u8"))
		return NULL;
	view = wcore_view_create(viewer, WCORE_VIEW_POINTER);
	text = view ? wcore_print_text(viewer, address, UINT64_MAX, 1) : NULL;
	if (!text)
		return NULL;
	view->bits = address;
	wcore_view_append(view, text);
	return view;
}

static struct wcore_view *print(struct wcore_viewer *viewer, const struct wcore_object *object,
				unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	struct wcore_view *view;

	if (object->kind == WCORE_OBJECT_NONE || !viewer->types)
		return NULL;
	if (is_plain_optional(object->type) && is_zero(viewer, object, type))
		return wcore_view_symbol(viewer, WCORE_STRING("null"));
	switch (type->kind) {
	case WCORE_TYPE_STRUCT:
		view = print_struct(viewer, object, type, depth);
		return view ? view : wcore_print_partial(viewer, object);
	case WCORE_TYPE_ENUM:
		return print_enum(viewer, object, type);
	case WCORE_TYPE_POINTER:
		return print_pointer(viewer, object, type);
	case WCORE_TYPE_INT:
	case WCORE_TYPE_VOID:
		return wcore_string_is(type->name, "void") ?
			       wcore_view_symbol(viewer, WCORE_STRING("void")) : NULL;
	default:
		return NULL;
	}
}

static bool has_language(uint32_t language)
{
	return language == DW_LANG_ZIG;
}

const struct wcore_family wcore_family_zig = {
	.name = "zig",
	.has_language = has_language,
	.style = WCORE_VIEW_ZIG,
	.print = print,
};
