/*
 * The dynamic type of C++ objects (Itanium C++ ABI, 2.5.2 and 2.9.4): declared in
 * object.h.  The vtable's type_info names the class; it is believed when the debug information has
 * exactly one class of that name, and that one has the object's class as a base at just that place.
 */
#include <ctype.h>
#include <string.h>

#include "../debug/demangle.h"
#include "object.h"

#define MAX_NAME 1024
#define MAX_NESTING 16

/* Whether a class keeps its pointer to the vtable at its start, in its own part or in a base. */
static bool has_vptr(struct wcore_viewer *viewer, const struct wcore_type *type, unsigned nesting)
{
	type = wcore_type_strip(type);
	if ((type->kind != WCORE_TYPE_STRUCT && type->kind != WCORE_TYPE_CLASS) ||
	    nesting > MAX_NESTING || !viewer->types || !wcore_type_complete(viewer->types, type))
		return false;
	for (uint32_t i = 0; i < type->member_count; i++) {
		const struct wcore_member *member = &type->members[i];

		if (member->is_static || member->is_virtual || member->offset)
			continue;
		if (wcore_string_starts(member->name, "_vptr"))
			return true;
		if (member->is_base && has_vptr(viewer, member->type, nesting + 1))
			return true;
	}
	return false;
}

/* The class name that the type_info of a vtable gives, demangled; false when it is none. */
static bool read_class_name(struct wcore_viewer *viewer, uint64_t info, struct wcore_string *ret)
{
	static const char prefix[] = "typeinfo name for ";
	unsigned size = viewer->address_size;
	char mangled[MAX_NAME + 8] = "_ZTS";
	size_t length = 4;
	uint64_t at;

	if (!info || !wcore_space_uint(&viewer->space, info + size, size, &at) || !at)
		return false;
	for (;; at++, length++) {
		uint8_t byte;

		if (length >= MAX_NAME || !wcore_viewer_spend(viewer, 1) ||
		    !wcore_space_read(&viewer->space, at, 1, &byte, NULL))
			return false;
		mangled[length] = (char)byte;
		if (!byte)
			break;
		if (!isalnum(byte) && byte != '_' && byte != '.' && byte != '$')
			return false;
	}
	*ret = wcore_demangle(&viewer->arena, (struct wcore_string){ mangled, length });
	if (!wcore_string_starts(*ret, prefix))
		return false;
	ret->data += sizeof(prefix) - 1;
	ret->size -= sizeof(prefix) - 1;
	return true;
}

/* The same name, but for blanks. */
static bool is_same_name(struct wcore_string a, const char *b)
{
	size_t i = 0;

	for (;;) {
		while (i < a.size && a.data[i] == ' ')
			i++;
		while (*b == ' ')
			b++;
		if (i == a.size || !*b)
			return i == a.size && !*b;
		if (a.data[i++] != *b++)
			return false;
	}
}

static const struct wcore_type *find_class(struct wcore_viewer *viewer, struct wcore_string name,
					   const struct wcore_type *near)
{
	const struct wcore_type *type;
	char qualified[MAX_NAME];

	/* Several units may have one of that name. */
	if (memmem(name.data, name.size, "(anonymous", 10))
		return NULL;
	type = wcore_types_find(viewer->types, name, WCORE_TYPE_STRUCT, near->entry.unit);
	type = type ? wcore_type_strip(type) : NULL;
	if (!type || type->is_declaration)
		return NULL;
	wcore_types_qualified_name(viewer->types, type, qualified, sizeof(qualified));
	return is_same_name(name, qualified) ? type : NULL;
}

static bool is_same_class(const struct wcore_type *a, const struct wcore_type *b)
{
	uint64_t size_a, size_b;

	return a == b || (wcore_string_equal(a->name, b->name) && wcore_type_size(a, &size_a) &&
			  wcore_type_size(b, &size_b) && size_a == size_b);
}

static bool has_base_at(struct wcore_viewer *viewer, const struct wcore_object *object,
			const struct wcore_type *base, uint64_t address, unsigned nesting)
{
	const struct wcore_type *type = wcore_type_strip(object->type);

	if (nesting > MAX_NESTING || object->kind != WCORE_OBJECT_MEMORY ||
	    !wcore_type_complete(viewer->types, type) ||
	    !wcore_viewer_spend(viewer, 1 + type->member_count))
		return false;
	for (uint32_t i = 0; i < type->member_count; i++) {
		struct wcore_object part;

		if (!type->members[i].is_base)
			continue;
		part = wcore_object_member(viewer, object, &type->members[i]);
		if (part.kind == WCORE_OBJECT_MEMORY && part.address == address &&
		    is_same_class(wcore_type_strip(part.type), base))
			return true;
		if (has_base_at(viewer, &part, base, address, nesting + 1))
			return true;
	}
	return false;
}

static bool read_vtable(struct wcore_viewer *viewer, const struct wcore_object *object,
			uint64_t *ret_top, struct wcore_string *ret_name)
{
	unsigned size = viewer->address_size;
	uint64_t vtable, info;

	return object->kind == WCORE_OBJECT_MEMORY && viewer->space.memory &&
	       has_vptr(viewer, object->type, 0) &&
	       wcore_space_uint(&viewer->space, object->address, size, &vtable) &&
	       vtable >= 2 * size &&
	       wcore_space_uint(&viewer->space, vtable - 2 * size, size, ret_top) &&
	       wcore_space_uint(&viewer->space, vtable - size, size, &info) &&
	       read_class_name(viewer, info, ret_name);
}

bool wcore_object_class_name(struct wcore_viewer *viewer, const struct wcore_object *object,
			     struct wcore_string *ret)
{
	uint64_t top;

	return read_vtable(viewer, object, &top, ret);
}

bool wcore_object_dynamic(struct wcore_viewer *viewer, const struct wcore_object *object,
			  struct wcore_object *ret)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	const struct wcore_type *whole;
	struct wcore_string name;
	uint64_t top;

	if (!read_vtable(viewer, object, &top, &name))
		return false;
	whole = find_class(viewer, name, type);
	if (!whole || is_same_class(whole, type))
		return false;
	*ret = *object;
	ret->type = whole;
	ret->size = 0;
	ret->address = viewer->address_size < 8 ? (uint32_t)(object->address + top) :
						  object->address + top;
	return has_base_at(viewer, ret, type, object->address, 0);
}
