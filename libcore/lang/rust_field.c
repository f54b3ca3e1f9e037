/* Names of Rust's types, their members, and what stands behind wrappers. */
#include <string.h>

#include "rust.h"

#define WRAPPERS 16	/* around a number or a pointer: Rc's has six */

struct wcore_string wcore_rust_name(const struct wcore_type *type)
{
	struct wcore_string name = type->name;

	/* Names that start with punctuation are whole: "(u8, Vec<u8>)", "&[Option<u8>]"; but for closures. */
	if (!name.data || (name.size && name.data[0] != '{' && strchr("(&*[<", name.data[0])))
		return name;
	for (size_t i = 0; i < name.size; i++)
		if (name.data[i] == '<')
			return (struct wcore_string){ name.data, i };
	return name;
}

struct wcore_string wcore_rust_argument_name(struct wcore_string name)
{
	size_t start = 0, end;
	int nesting = 0;

	while (start < name.size && name.data[start] != '<')
		start++;
	if (start == name.size)
		return (struct wcore_string){ 0 };
	for (end = ++start; end < name.size; end++) {
		if (strchr("<([", name.data[end]))
			nesting++;
		else if (strchr(")]", name.data[end]) ||
			 (name.data[end] == '>' && name.data[end - 1] != '-'))
			nesting--;
		if (nesting < 0 || (nesting == 0 && name.data[end] == ','))
			break;
	}
	return (struct wcore_string){ name.data + start, end - start };
}

bool wcore_rust_is_text(struct wcore_string target)
{
	return wcore_string_is(target, "str") || wcore_string_is(target, "std::path::Path") ||
	       wcore_string_is(target, "std::ffi::os_str::OsStr");
}

const char *wcore_rust_path(struct wcore_viewer *viewer, const struct wcore_type *type,
			    char buffer[WCORE_RUST_PATH])
{
	struct wcore_string name = wcore_rust_name(type);
	char qualified[4 * WCORE_RUST_PATH];
	size_t size, own = type->name.size;

	buffer[0] = '\0';
	if (!viewer->types || !type->name.data)
		return buffer;
	size = wcore_types_qualified_name(viewer->types, type, qualified, sizeof(qualified));
	/* The name comes last: what stands before it is the path, however long the arguments are. */
	if (size >= sizeof(qualified)) {
		const char *angle = memchr(qualified, '<', sizeof(qualified) - 1);

		if (!angle || angle - qualified >= WCORE_RUST_PATH)
			return buffer;
		memcpy(buffer, qualified, (size_t)(angle - qualified));
		buffer[angle - qualified] = '\0';
		return buffer;
	}
	if (size < own || size - own + name.size >= WCORE_RUST_PATH)
		return buffer;
	size -= own - name.size;
	memcpy(buffer, qualified, size);
	buffer[size] = '\0';
	return buffer;
}

const struct wcore_type *wcore_rust_argument(struct wcore_viewer *viewer,
					     const struct wcore_type *type, uint32_t number)
{
	if (!wcore_type_complete(viewer->types, type) || number >= type->template_count)
		return NULL;
	return type->templates[number].type;
}

static bool is_struct(const struct wcore_type *type)
{
	return type->kind == WCORE_TYPE_STRUCT || type->kind == WCORE_TYPE_CLASS;
}

bool wcore_rust_field(struct wcore_viewer *viewer, const struct wcore_object *object,
		      const char *name, struct wcore_object *ret)
{
	const struct wcore_type *type = wcore_type_strip(object->type);

	if ((!is_struct(type) && type->kind != WCORE_TYPE_UNION) ||
	    !wcore_type_complete(viewer->types, type))
		return false;
	for (uint32_t i = 0; i < type->member_count; i++) {
		if (type->members[i].is_static || !wcore_string_is(type->members[i].name, name))
			continue;
		*ret = wcore_object_member(viewer, object, &type->members[i]);
		return ret->kind != WCORE_OBJECT_NONE;
	}
	return false;
}

static bool has_no_size(const struct wcore_type *type)
{
	uint64_t size;

	return wcore_type_size(type, &size) && size == 0;
}

struct wcore_object wcore_rust_peel(struct wcore_viewer *viewer, const struct wcore_object *object)
{
	struct wcore_object at = *object;

	for (unsigned i = 0; i < WRAPPERS; i++) {
		const struct wcore_type *type = wcore_type_strip(at.type);
		const struct wcore_member *only = NULL;

		if (!is_struct(type) || !wcore_type_complete(viewer->types, type) ||
		    type->variant_part)
			break;
		for (uint32_t m = 0; m < type->member_count; m++) {
			if (type->members[m].is_static || has_no_size(type->members[m].type))
				continue;
			if (only)
				return at;
			only = &type->members[m];
		}
		if (!only)
			break;
		at = wcore_object_member(viewer, &at, only);
		if (at.kind == WCORE_OBJECT_NONE)
			break;
	}
	return at;
}

bool wcore_rust_number(struct wcore_viewer *viewer, const struct wcore_object *object, uint64_t *ret)
{
	struct wcore_object number = wcore_rust_peel(viewer, object);

	switch (wcore_type_strip(number.type)->kind) {
	case WCORE_TYPE_INT:
	case WCORE_TYPE_BOOL:
	case WCORE_TYPE_CHAR:
	case WCORE_TYPE_POINTER:
		return wcore_object_number(viewer, &number, ret, NULL);
	default:
		return false;
	}
}

bool wcore_rust_field_number(struct wcore_viewer *viewer, const struct wcore_object *object,
			     const char *name, uint64_t *ret)
{
	struct wcore_object field;

	return wcore_rust_field(viewer, object, name, &field) &&
	       wcore_rust_number(viewer, &field, ret);
}

bool wcore_rust_fat(struct wcore_viewer *viewer, const struct wcore_object *object, uint64_t *ret_address,
		    uint64_t *ret_extra, bool *ret_is_dyn, const struct wcore_type **ret_target)
{
	struct wcore_object pair = wcore_rust_peel(viewer, object), data;
	const struct wcore_type *pointer;

	*ret_is_dyn = false;
	if (!wcore_rust_field(viewer, &pair, "data_ptr", &data) ||
	    !wcore_rust_field_number(viewer, &pair, "length", ret_extra)) {
		if (!wcore_rust_field(viewer, &pair, "pointer", &data) ||
		    !wcore_rust_field_number(viewer, &pair, "vtable", ret_extra))
			return false;
		*ret_is_dyn = true;
	}
	pointer = wcore_type_strip(data.type);
	if (pointer->kind != WCORE_TYPE_POINTER || !pointer->target)
		return false;
	*ret_target = pointer->target;
	return wcore_object_number(viewer, &data, ret_address, NULL);
}

bool wcore_rust_fits(struct wcore_viewer *viewer, uint64_t address, uint64_t count, uint64_t size)
{
	uint64_t end = viewer->space.memory ? viewer->space.memory->size : 0;

	if (count == 0 || size == 0)
		return true;
	/* Rust puts nothing at null. */
	return address != 0 && address <= end && count <= (end - address) / size;
}
