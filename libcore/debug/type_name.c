/* Names of types as people write them.  Declared in type.h. */
#include <dwarf.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "type_state.h"

/* Types and template arguments in each other that are named. */
#define NAME_DEPTH 24
#define SCOPES_MAX 32

struct text {
	char *data;
	size_t size, length;
};

struct naming {
	struct wcore_types *types;
	struct text text;
	unsigned depth;
	bool is_path;	/* functions without "()", as expressions have them */
};

static void put(struct text *text, const char *data, size_t size)
{
	size_t room = text->size ? text->size - 1 - text->length : 0;

	if (size > room)
		size = room;
	if (size)
		memcpy(text->data + text->length, data, size);
	text->length += size;
	if (text->size)
		text->data[text->length] = 0;
}

static void put_text(struct text *text, const char *string)
{
	put(text, string, strlen(string));
}

static void put_string(struct text *text, struct wcore_string string)
{
	put(text, string.data, string.size);
}

static char last_of(const struct text *text)
{
	return text->length ? text->data[text->length - 1] : 0;
}

static void put_number(struct text *text, const char *before, uint64_t number, const char *after)
{
	char buffer[64];

	snprintf(buffer, sizeof(buffer), "%s%" PRIu64 "%s", before, number, after);
	put_text(text, buffer);
}

/* What does not fit is not looked at either: that bounds the work. */
static bool is_full(const struct naming *naming)
{
	return naming->text.length + 1 >= naming->text.size;
}

static void describe(struct naming *naming, const struct wcore_type *type);

static void put_argument(struct naming *naming, const struct wcore_template_argument *argument)
{
	const struct wcore_type *type = wcore_type_strip(argument->type);

	if (!argument->has_value)
		describe(naming, argument->type);
	else if (type->kind == WCORE_TYPE_BOOL)
		put_text(&naming->text, argument->value ? "true" : "false");
	else if (type->is_signed && (int64_t)argument->value < 0)
		put_number(&naming->text, "-", 0 - argument->value, "");
	else
		put_number(&naming->text, "", argument->value, "");
}

/* Compilers may leave the arguments out of a template's name (-gsimple-template-names). */
static void put_arguments(struct naming *naming, const struct wcore_entry *entry,
			  struct wcore_string name)
{
	const struct wcore_type *type;

	if (!wcore_type_is_cpp(entry->unit->language) || entry->tag == DW_TAG_namespace ||
	    memchr(name.data, '<', name.size) || naming->depth >= NAME_DEPTH)
		return;
	if (entry->tag != DW_TAG_structure_type && entry->tag != DW_TAG_class_type &&
	    entry->tag != DW_TAG_union_type)
		return;
	type = wcore_types_at(naming->types, entry);
	wcore_type_complete(naming->types, type);
	if (!type->template_count)
		return;
	for (uint32_t i = 0; i < type->template_count && !is_full(naming); i++) {
		put_text(&naming->text, i ? ", " : "<");
		put_argument(naming, &type->templates[i]);
	}
	put_text(&naming->text, last_of(&naming->text) == '>' ? " >" : ">");
}

static void put_scope_name(struct naming *naming, const struct wcore_entry *entry)
{
	struct wcore_string name = wcore_entry_name(naming->types->entries, entry);

	if (name.data) {
		put_string(&naming->text, name);
		put_arguments(naming, entry, name);
	} else if (entry->tag == DW_TAG_namespace) {
		put_text(&naming->text, "(anonymous namespace)");
	} else if (entry->tag == DW_TAG_class_type) {
		put_text(&naming->text, "(anonymous class)");
	} else if (entry->tag == DW_TAG_union_type) {
		put_text(&naming->text, "(anonymous union)");
	} else {
		put_text(&naming->text, "(anonymous)");
	}
}

/* Where a name is declared: an entry that is defined elsewhere stands at its declaration. */
static struct wcore_entry place_of(struct wcore_types *types, const struct wcore_entry *entry)
{
	struct wcore_entry at = *entry, origin;

	for (int i = 0; i < 8 && wcore_entry_origin(types->entries, &at, &origin); i++)
		at = origin;
	return at;
}

static void qualify(struct naming *naming, const struct wcore_entry *entry, bool is_whole)
{
	struct wcore_entry scopes[SCOPES_MAX];
	struct wcore_entry at = place_of(naming->types, entry);
	unsigned count = 0;

	naming->depth++;
	while (count < SCOPES_MAX && wcore_entry_scope(naming->types->entries, &at, &at)) {
		if (at.tag == DW_TAG_subprogram && !is_whole)
			break;
		scopes[count++] = at;
		at = place_of(naming->types, &at);
	}
	for (unsigned i = count; i > 0; i--) {
		put_scope_name(naming, &scopes[i - 1]);
		put_text(&naming->text,
			 scopes[i - 1].tag == DW_TAG_subprogram && !naming->is_path ? "()::" : "::");
	}
	put_scope_name(naming, entry);
	naming->depth--;
}

size_t wcore_entry_qualified_name(struct wcore_types *types, const struct wcore_entry *entry,
				  bool is_whole, char *buffer, size_t size)
{
	struct naming naming = { types, { buffer, size, 0 }, 0, false };

	put(&naming.text, "", 0);
	qualify(&naming, entry, is_whole);
	return naming.text.length;
}

size_t wcore_entry_path(struct wcore_types *types, const struct wcore_entry *entry, char *buffer, size_t size)
{
	struct naming naming = { types, { buffer, size, 0 }, 0, true };

	put(&naming.text, "", 0);
	qualify(&naming, entry, true);
	return naming.text.length;
}

size_t wcore_types_qualified_name(struct wcore_types *types, const struct wcore_type *type,
				  char *buffer, size_t size)
{
	struct naming naming = { types, { buffer, size, 0 }, 0, false };

	put(&naming.text, "", 0);
	if (type->entry.unit && type->name.data)
		qualify(&naming, &type->entry, false);
	else
		put_string(&naming.text, type->name);
	return naming.text.length;
}

static const char *qualifier(const struct wcore_type *type)
{
	switch (type->qualifier) {
	case DW_TAG_const_type:
		return "const";
	case DW_TAG_volatile_type:
		return "volatile";
	case DW_TAG_restrict_type:
		return wcore_type_is_cpp(type->language) ? "__restrict" : "restrict";
	case DW_TAG_atomic_type:
		return "_Atomic";
	default:
		return "";
	}
}

static const struct wcore_type *unqualified(const struct wcore_type *type)
{
	while (type->kind == WCORE_TYPE_QUALIFIED)
		type = type->target;
	return type;
}

static bool is_indirect(const struct wcore_type *type)
{
	return type->kind == WCORE_TYPE_POINTER || type->kind == WCORE_TYPE_REFERENCE ||
	       type->kind == WCORE_TYPE_RVALUE_REFERENCE ||
	       type->kind == WCORE_TYPE_MEMBER_POINTER;
}

/* Whether what points to it needs brackets. */
static bool has_suffix(const struct wcore_type *type)
{
	type = unqualified(type);
	return (type->kind == WCORE_TYPE_ARRAY && !type->is_vector) ||
	       type->kind == WCORE_TYPE_FUNCTION;
}

static void put_name(struct naming *naming, const struct wcore_type *type)
{
	struct text *text = &naming->text;

	if (!type->name.data && type->tag_name.data) {
		put_string(text, type->tag_name);
		put_text(text, " {...}");
		return;
	}
	if (type->tag_name.data && wcore_type_is_c(type->language)) {
		put_string(text, type->tag_name);
		put_text(text, " ");
	}
	if (!type->name.data)
		put_text(text, type->kind == WCORE_TYPE_VOID ? "void" : "unknown type");
	else if (type->entry.unit && wcore_type_is_cpp(type->language) &&
		 naming->depth < NAME_DEPTH)
		qualify(naming, &type->entry, false);
	else
		put_string(text, type->name);
}

static void put_space(struct text *text)
{
	char last = last_of(text);

	if (last && last != '*' && last != '&' && last != '(' && last != ' ')
		put_text(text, " ");
}

static void left(struct naming *naming, const struct wcore_type *type);

static void left_of_pointer(struct naming *naming, const struct wcore_type *type)
{
	struct text *text = &naming->text;

	left(naming, type->target);
	put_space(text);
	if (has_suffix(type->target))
		put_text(text, "(");
	if (type->kind == WCORE_TYPE_MEMBER_POINTER) {
		if (type->container->entry.unit && naming->depth < NAME_DEPTH)
			qualify(naming, &type->container->entry, false);
		put_text(text, "::");
	}
	put_text(text, type->kind == WCORE_TYPE_REFERENCE ? "&"
		       : type->kind == WCORE_TYPE_RVALUE_REFERENCE ? "&&" : "*");
}

/* What stands in front of the place where a declared name would be. */
static void left(struct naming *naming, const struct wcore_type *type)
{
	if (naming->depth >= WCORE_TYPE_DEPTH_MAX || is_full(naming))
		return;
	naming->depth++;
	if (is_indirect(type)) {
		left_of_pointer(naming, type);
	} else if (type->kind == WCORE_TYPE_ARRAY || type->kind == WCORE_TYPE_FUNCTION) {
		left(naming, type->target ? type->target : &wcore_type_void);
	} else if (type->kind != WCORE_TYPE_QUALIFIED) {
		put_name(naming, type);
	} else if (is_indirect(unqualified(type))) {
		left(naming, type->target);
		if (last_of(&naming->text) != '*')
			put_space(&naming->text);
		put_text(&naming->text, qualifier(type));
	} else {
		put_text(&naming->text, qualifier(type));
		if (*qualifier(type))
			put_text(&naming->text, " ");
		left(naming, type->target);
	}
	naming->depth--;
}

static void put_parameters(struct naming *naming, const struct wcore_type *type)
{
	struct text *text = &naming->text;
	bool is_first = true;

	wcore_type_complete(naming->types, type);
	put_text(text, "(");
	for (uint32_t i = 0; i < type->member_count && !is_full(naming); i++) {
		if (type->members[i].is_artificial)
			continue;
		put_text(text, is_first ? "" : ", ");
		describe(naming, type->members[i].type);
		is_first = false;
	}
	if (type->is_variadic && (!is_first || type->is_prototyped))
		put_text(text, is_first ? "..." : ", ...");
	else if (is_first && type->is_prototyped && wcore_type_is_c(type->language))
		put_text(text, "void");
	put_text(text, ")");
}

static void right(struct naming *naming, const struct wcore_type *type)
{
	struct text *text = &naming->text;

	if (naming->depth >= WCORE_TYPE_DEPTH_MAX || is_full(naming))
		return;
	naming->depth++;
	if (is_indirect(type)) {
		if (has_suffix(type->target))
			put_text(text, ")");
		right(naming, type->target);
	} else if (type->kind == WCORE_TYPE_QUALIFIED) {
		right(naming, type->target);
	} else if (type->kind == WCORE_TYPE_ARRAY && type->is_vector) {
		uint64_t size;

		if (wcore_type_size(type, &size))
			put_number(text, " __attribute__((vector_size(", size, ")))");
	} else if (type->kind == WCORE_TYPE_ARRAY) {
		if (last_of(text) != ')' && last_of(text) != ']' && last_of(text) != '*')
			put_text(text, " ");
		if (type->has_count)
			put_number(text, "[", type->count, "]");
		else
			put_text(text, "[]");
		right(naming, type->target ? type->target : &wcore_type_void);
	} else if (type->kind == WCORE_TYPE_FUNCTION) {
		if (last_of(text) != ')')
			put_text(text, " ");
		put_parameters(naming, type);
		if (type->target)
			right(naming, type->target);
	}
	naming->depth--;
}

/* Types of Rust and Zig have names, but for arrays and what is made up. */
static void describe_other(struct naming *naming, const struct wcore_type *type)
{
	struct text *text = &naming->text;
	bool is_rust = type->language == DW_LANG_Rust;

	if (type->name.data || type->tag_name.data || !type->target ||
	    naming->depth >= NAME_DEPTH) {
		put_name(naming, type);
		return;
	}
	naming->depth++;
	if (type->kind == WCORE_TYPE_ARRAY) {
		if (!is_rust && type->has_count)
			put_number(text, "[", type->count, "]");
		else
			put_text(text, is_rust ? "[" : "[]");
		describe(naming, type->target);
		if (is_rust && type->has_count)
			put_number(text, "; ", type->count, "");
		put_text(text, is_rust ? "]" : "");
	} else {
		put_text(text, type->kind == WCORE_TYPE_POINTER ? "*" : "");
		describe(naming, type->target);
	}
	naming->depth--;
}

static void describe(struct naming *naming, const struct wcore_type *type)
{
	if (is_full(naming))
		return;
	if (type->language == DW_LANG_Rust || type->language == WCORE_LANG_ZIG) {
		describe_other(naming, type);
		return;
	}
	naming->depth++;
	left(naming, type);
	right(naming, type);
	naming->depth--;
}

size_t wcore_types_describe(struct wcore_types *types, const struct wcore_type *type, char *buffer,
			    size_t size)
{
	struct naming naming = { types, { buffer, size, 0 }, 0, false };

	put(&naming.text, "", 0);
	describe(&naming, type);
	return naming.text.length;
}
