/* The family of C++: finds the printer of a type of the standard library. */
#include <string.h>

#include "cxx_part.h"

#define MAX_NAME 512
#define MAX_NESTING 8

static bool has_language(uint32_t language)
{
	/* DW_LANG_C_plus_plus, _03, _11, _14, _17, _20, ObjC_plus_plus. */
	return language == 0x04 || language == 0x19 || language == 0x1a || language == 0x21 ||
	       language == 0x2a || language == 0x2b || language == 0x11;
}

static const struct wcore_cxx_printer *const tables[] = {
	wcore_cxx_strings, wcore_cxx_vectors, wcore_cxx_lists, wcore_cxx_trees, wcore_cxx_hashes,
	wcore_cxx_pointers, wcore_cxx_values,
};

/* The part before the template's arguments. */
static struct wcore_string base_name(struct wcore_string name)
{
	const char *bracket = name.size ? memchr(name.data, '<', name.size) : NULL;

	if (bracket)
		name.size = (size_t)(bracket - name.data);
	return name;
}

struct wcore_string wcore_cxx_name(struct wcore_viewer *viewer, const struct wcore_type *type)
{
	const struct wcore_string none = { 0 };
	struct wcore_string base = base_name(type->name);
	char qualified[MAX_NAME];
	const char *at = qualified;
	size_t length;

	if (!viewer->types || !base.size || type->kind < WCORE_TYPE_STRUCT ||
	    type->kind > WCORE_TYPE_UNION)
		return none;
	wcore_types_qualified_name(viewer->types, type, qualified, sizeof(qualified));
	if (strncmp(at, "std::", 5) != 0)
		return none;
	at += 5;
	/* Inline namespaces: __1, __2, __ndk1, __cxx11; chrono is one that counts. */
	while (strncmp(at, "__", 2) == 0 && strstr(at, "::") &&
	       strstr(at, "::") < at + strcspn(at, "<"))
		at = strstr(at, "::") + 2;
	if (strncmp(at, "chrono::", 8) == 0)
		at += 8;
	length = strcspn(at, "<");
	if (length != base.size || memcmp(at, base.data, length) != 0)
		return none;
	return base;
}

static bool follow_path(struct wcore_viewer *viewer, const struct wcore_object *object,
			const char *path, size_t size, struct wcore_object *ret)
{
	struct wcore_object at = *object;

	while (size) {
		const char *dot = memchr(path, '.', size);
		size_t length = dot ? (size_t)(dot - path) : size;
		char name[64];
		struct wcore_object next;

		if (length >= sizeof(name))
			return false;
		memcpy(name, path, length);
		name[length] = '\0';
		if (!wcore_object_field(viewer, &at, name, &next))
			return false;
		at = next;
		path += length + (dot != NULL);
		size -= length + (dot != NULL);
	}
	*ret = at;
	return at.kind != WCORE_OBJECT_NONE;
}

bool wcore_cxx_field(struct wcore_viewer *viewer, const struct wcore_object *object,
		     const char *paths, struct wcore_object *ret)
{
	while (*paths) {
		size_t size = strcspn(paths, "|");

		if (follow_path(viewer, object, paths, size, ret))
			return true;
		paths += size + (paths[size] == '|');
	}
	return false;
}

bool wcore_cxx_number(struct wcore_viewer *viewer, const struct wcore_object *object,
		      const char *paths, uint64_t *ret)
{
	struct wcore_object field;

	return wcore_cxx_field(viewer, object, paths, &field) &&
	       wcore_object_number(viewer, &field, ret, NULL);
}

uint64_t wcore_cxx_offset(const struct wcore_object *object, const struct wcore_object *part)
{
	if (object->kind == WCORE_OBJECT_MEMORY)
		return part->address - object->address;
	return (uint64_t)(part->bytes - object->bytes);
}

const struct wcore_type *wcore_cxx_argument(struct wcore_viewer *viewer,
					    const struct wcore_type *type, uint32_t i)
{
	type = wcore_type_strip(type);
	if (!wcore_type_complete(viewer->types, type) || i >= type->template_count ||
	    type->templates[i].has_value)
		return NULL;
	return type->templates[i].type;
}

static bool is_named(const struct wcore_type *type, const char *name)
{
	return type && wcore_string_is(base_name(wcore_type_strip(type)->name), name);
}

/* The node type among the arguments of an allocator, or of a pair that holds one. */
static const struct wcore_type *node_argument(struct wcore_viewer *viewer,
					      const struct wcore_type *type, const char *name)
{
	type = wcore_type_strip(type);
	if (!wcore_type_complete(viewer->types, type))
		return NULL;
	for (uint32_t i = 0; i < type->template_count; i++) {
		const struct wcore_type *argument = wcore_cxx_argument(viewer, type, i);
		const struct wcore_type *inner;

		if (is_named(argument, name))
			return argument;
		inner = argument ? wcore_cxx_argument(viewer, argument, 0) : NULL;
		if (is_named(inner, name))
			return inner;
	}
	return NULL;
}

static const struct wcore_type *find_node_type(struct wcore_viewer *viewer,
					       const struct wcore_type *type, const char *name,
					       unsigned nesting)
{
	type = wcore_type_strip(type);
	if (nesting > MAX_NESTING || !wcore_type_complete(viewer->types, type) ||
	    !wcore_viewer_spend(viewer, 1 + type->member_count))
		return NULL;
	for (uint32_t i = 0; i < type->member_count; i++) {
		const struct wcore_member *member = &type->members[i];
		const struct wcore_type *found;

		if (member->is_static)
			continue;
		found = member->is_base || !member->name.size ?
				find_node_type(viewer, member->type, name, nesting + 1) :
				node_argument(viewer, member->type, name);
		if (found)
			return found;
	}
	return NULL;
}

const struct wcore_type *wcore_cxx_node_type(struct wcore_viewer *viewer,
					     const struct wcore_object *container,
					     const char *name)
{
	const struct wcore_type *type = find_node_type(viewer, container->type, name, 0);
	uint64_t size;

	return type && wcore_type_size(type, &size) ? type : NULL;
}

bool wcore_cxx_is_memory(struct wcore_viewer *viewer, uint64_t address, uint64_t size)
{
	return address && viewer->space.memory && address <= viewer->space.memory->size &&
	       size <= viewer->space.memory->size - address;
}

struct wcore_view *wcore_cxx_list(struct wcore_viewer *viewer, enum wcore_view_kind kind)
{
	struct wcore_view *view = wcore_view_create(viewer, kind);

	if (view && kind == WCORE_VIEW_LIST)
		view->limit = viewer->max_elements;
	return view;
}

struct wcore_view *wcore_cxx_elements(struct wcore_viewer *viewer, const struct wcore_type *element,
				      uint64_t address, uint64_t count, unsigned depth)
{
	uint64_t size;

	if (!element || !wcore_type_size(element, &size) || !size)
		return NULL;
	if (!count)
		return wcore_cxx_list(viewer, WCORE_VIEW_LIST);
	if (count > UINT64_MAX / size || !wcore_cxx_is_memory(viewer, address, count * size))
		return NULL;
	return wcore_print_elements(viewer, element, address, count, size, depth);
}

static struct wcore_view *print(struct wcore_viewer *viewer, const struct wcore_object *object,
				unsigned depth)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	struct wcore_string name = wcore_cxx_name(viewer, type);

	for (size_t i = 0; name.size && i < sizeof(tables) / sizeof(tables[0]); i++)
		for (const struct wcore_cxx_printer *at = tables[i]; at->name; at++)
			if (wcore_string_is(name, at->name))
				return at->print(viewer, object, depth);
	if (wcore_string_is(type->name, "decltype(nullptr)"))
		return wcore_view_create(viewer, WCORE_VIEW_POINTER);
	return wcore_family_c.print(viewer, object, depth);
}

const struct wcore_family wcore_family_cxx = {
	.name = "C++", .has_language = has_language, .style = WCORE_VIEW_C, .print = print,
};
