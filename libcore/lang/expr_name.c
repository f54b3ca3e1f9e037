/* What a name of an expression means in its frame. */
#include "expr_tree.h"

#include "../wasm/index.h"
#include "print.h"

#define DW_TAG_class_type 0x02
#define DW_TAG_enumeration_type 0x04
#define DW_TAG_lexical_block 0x0b
#define DW_TAG_structure_type 0x13
#define DW_TAG_union_type 0x17
#define DW_TAG_enumerator 0x28
#define DW_TAG_subprogram 0x2e
#define DW_TAG_namespace 0x39
#define DW_AT_name 0x03
#define DW_AT_low_pc 0x11

/* Of one expression: names, and entries that they are looked for in. */
#define NAMES_MAX 1000
#define ENTRIES_MAX 4000000
#define NESTING_MAX 32
/* Slots of a table that one function is looked for in. */
#define SLOTS_MAX 4096

struct found_variable { struct wcore_variable variable; bool is_found; };

static bool take_first(void *context, const struct wcore_variable *variable)
{
	struct found_variable *found = context;

	if (variable->is_external_declaration && found->is_found)
		return true;
	found->variable = *variable;
	found->is_found = true;
	return variable->is_external_declaration;
}

static bool find_static(struct wcore_eval *eval, struct wcore_string file, struct wcore_string function,
			struct wcore_string name, struct wcore_object *ret)
{
	struct found_variable found = { .is_found = false };

	if (!eval->types)
		return false;
	wcore_variables_static(eval->types, file, function, name, eval->function.unit, take_first, &found);
	if (found.is_found)
		*ret = wcore_scope_object(eval->scope, &found.variable);
	return found.is_found;
}

/* Where the last "::" outside of template arguments stands; false without one. */
static bool split_name(struct wcore_string text, struct wcore_string *ret_front,
		       struct wcore_string *ret_back)
{
	unsigned depth = 0;

	for (size_t i = text.size; i-- > 1;) {
		if (text.data[i] == '>')
			depth++;
		else if (text.data[i] == '<' && depth)
			depth--;
		if (depth || text.data[i] != ':' || text.data[i - 1] != ':')
			continue;
		*ret_front = (struct wcore_string){ text.data, i - 1 };
		*ret_back = (struct wcore_string){ text.data + i + 1, text.size - i - 1 };
		return true;
	}
	return false;
}

static bool find_variable(struct wcore_eval *eval, struct wcore_string file, struct wcore_string text,
			  struct wcore_object *ret)
{
	struct wcore_string none = { 0 }, front, back;

	if (!file.data && wcore_scope_find(eval->scope, text, ret))
		return true;
	if (find_static(eval, file, none, text, ret))
		return true;
	/* A function may stand in quotes as well. */
	if (file.data && find_static(eval, none, file, text, ret))
		return true;
	return split_name(text, &front, &back) && find_static(eval, file, front, back, ret);
}

bool wcore_expr_is_variable(struct wcore_eval *eval, struct wcore_string name)
{
	struct wcore_object object;

	return wcore_scope_find(eval->scope, name, &object);
}

/* A walk through entries for one whose name is sought. */
struct search {
	struct wcore_entries *entries;
	struct wcore_string name, outer;	/* outer: what stands in front of "::"; absent */
	bool is_function;			/* sought is a function, not an enumerator */
	uint64_t *work;				/* entries that may still be looked at */
	struct wcore_entry found, parent;
	bool is_found;
	uint64_t low;				/* of a function: where its code starts */
	uint32_t others;			/* functions of that name and unit that start elsewhere */
};

static bool search_below(struct search *search, const struct wcore_entry *parent, unsigned depth);

/*
 * The last component of a qualified name has to be that of the entry around; an enumerator belongs to
 * what its enum stands in, too.
 */
static bool fits_outer(const struct search *search, const struct wcore_entry *parent)
{
	struct wcore_string front, back = search->outer;
	struct wcore_entry around;

	if (!search->outer.data)
		return true;
	split_name(search->outer, &front, &back);
	return wcore_string_equal(wcore_entry_string(parent, DW_AT_name), back) ||
	       (parent->tag == DW_TAG_enumeration_type && wcore_entry_scope(search->entries, parent, &around) &&
		wcore_string_equal(wcore_entry_string(&around, DW_AT_name), back));
}

/* True ends the search: that of a function goes on to the end of its unit. */
static bool take(struct search *search, const struct wcore_entry *parent, const struct wcore_entry *entry)
{
	struct wcore_form_value low = { 0 };

	if (search->is_function && (!wcore_entry_attr(entry, DW_AT_low_pc, &low) ||
				    low.class != WCORE_FORM_ADDRESS))
		return false;
	if (search->is_found) {
		search->others += low.number != search->low;
		return false;
	}
	search->is_found = true;
	search->found = *entry;
	search->parent = *parent;
	search->low = low.number;
	return !search->is_function;
}

static bool search_entry(struct search *search, const struct wcore_entry *parent,
			 const struct wcore_entry *entry, unsigned depth)
{
	bool is_sought = entry->tag == (search->is_function ? DW_TAG_subprogram : DW_TAG_enumerator);

	if (is_sought && wcore_string_equal(wcore_entry_string(entry, DW_AT_name), search->name) &&
	    fits_outer(search, parent) && take(search, parent, entry))
		return true;
	switch (entry->tag) {
	case DW_TAG_enumeration_type: case DW_TAG_lexical_block:
		return !search->is_function && search_below(search, entry, depth + 1);
	case DW_TAG_subprogram:
		return !search->is_function && entry->has_children && search_below(search, entry, depth + 1);
	case DW_TAG_namespace: case DW_TAG_structure_type: case DW_TAG_class_type: case DW_TAG_union_type:
		return search_below(search, entry, depth + 1);
	default:
		return false;
	}
}

static bool search_below(struct search *search, const struct wcore_entry *parent, unsigned depth)
{
	struct wcore_entry entry;

	if (depth > NESTING_MAX || !wcore_entry_child(parent, &entry))
		return false;
	do {
		if (!*search->work || search_entry(search, parent, &entry, depth))
			return *search->work > 0;
		--*search->work;
	} while (wcore_entry_sibling(search->entries, &entry, &entry));
	return false;
}

/* The unit of the frame first. */
static bool search_units(struct wcore_eval *eval, struct wcore_string text, bool is_function,
			 struct search *ret)
{
	struct wcore_entry root;

	if (!eval->types)
		return false;
	*ret = (struct search){ .entries = wcore_types_entries(eval->types), .name = text,
				.is_function = is_function, .work = &eval->entries };
	split_name(text, &ret->outer, &ret->name);
	if (eval->function.unit &&
	    wcore_entry_at(ret->entries, eval->function.unit, eval->function.unit->unit.first, &root) &&
	    (search_below(ret, &root, 0) || ret->is_found))
		return true;
	for (uint32_t i = 0; *ret->work && wcore_entries_unit(ret->entries, i, &root); i++) {
		if (root.unit != eval->function.unit && (search_below(ret, &root, 0) || ret->is_found))
			return true;
	}
	return false;
}

static bool find_enumerator(struct wcore_eval *eval, struct wcore_string text,
			    struct wcore_expr_value *ret)
{
	const struct wcore_type *type;
	struct wcore_string name = text, front;
	struct search search;

	if (!search_units(eval, text, false, &search))
		return false;
	split_name(text, &front, &name);
	type = wcore_types_at(eval->types, &search.parent);
	if (!wcore_type_complete(eval->types, type))
		return false;
	for (uint32_t i = 0; i < type->enumerator_count; i++) {
		if (!wcore_string_equal(type->enumerators[i].name, name))
			continue;
		ret->object = wcore_expr_make(eval, type, type->enumerators[i].bits, WCORE_ORIGIN_CONSTANT,
					      false);
		ret->is_enumerator = true;
		return true;
	}
	return false;
}

static bool find_constant(struct wcore_eval *eval, struct wcore_string text, struct wcore_object *ret)
{
	const struct wcore_type *type;

	if (wcore_string_is(text, "true") || wcore_string_is(text, "false"))
		type = wcore_expr_basic(eval, wcore_language_is_c(eval->language) &&
						      !wcore_language_is_cxx(eval->language) ?
					      "_Bool" : "bool");
	else if (wcore_string_is(text, "NULL") || wcore_string_is(text, "nullptr") ||
		 wcore_string_is(text, "null"))
		type = wcore_expr_pointer(eval, wcore_expr_basic(eval, "void"));
	else
		return false;
	*ret = wcore_expr_make(eval, type, wcore_string_is(text, "true"), WCORE_ORIGIN_CONSTANT, false);
	return true;
}

/* The slot of the table that holds a function whose code starts at a DWARF address; 0 without one. */
static uint64_t table_slot(struct wcore_eval *eval, uint64_t low)
{
	struct wcore_module *module = eval->viewer->module ? eval->viewer->module->found.module : NULL;
	struct wcore_function function;
	struct wcore_error *error;
	uint64_t base;
	uint32_t funcidx;

	error = module ? wcore_module_code_base(module, &base) : wcore_error_nomem();
	if (!error)
		error = wcore_module_function_at(module, base + low, &function);
	if (error || function.body != base + low) {
		wcore_error_destroy(error);
		return 0;
	}
	for (uint64_t slot = 1; slot < SLOTS_MAX; slot++) {
		if (wcore_index_table_slot(module, 0, slot, &funcidx) == 1 && funcidx == function.funcidx)
			return wcore_print_function(eval->viewer, slot).data ? slot : 0;
	}
	return 0;
}

/* A function is a pointer to it: the number of its slot in the table. */
static bool find_function(struct wcore_eval *eval, const struct wcore_expr *node, struct wcore_object *ret)
{
	const struct wcore_type *type;
	struct search search;
	uint64_t slot;

	if (!search_units(eval, node->text, true, &search))
		return false;
	type = wcore_expr_pointer(eval, wcore_types_at(eval->types, &search.found));
	slot = search.others ? 0 : table_slot(eval, search.low);
	if (search.others)
		wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "'%.*s' names more than one function",
				(int)node->text.size, node->text.data);
	*ret = slot ? wcore_expr_make(eval, type, slot, WCORE_ORIGIN_CONSTANT, false) :
		      wcore_object_none(type, "the function has no number: no table holds it");
	return true;
}

static const char *why_no_types(const struct wcore_eval *eval)
{
	const struct wcore_target_module *module = eval->viewer->module;

	if (eval->scope->frame && eval->scope->why)
		return eval->scope->why;
	if (module && !module->found.module)
		return "the module was not found";
	return module && module->refused ? "the module contradicts the dump" : "there is no debug information";
}

static bool fail_unknown(struct wcore_eval *eval, const struct wcore_expr *node)
{
	struct wcore_string text = node->text, function = eval->scope->site.function;
	const char *maybe = wcore_expr_suggest_variable(eval, text);

	if (node->file.data)
		return wcore_eval_fail(eval, WCORE_ERROR_NOT_FOUND, node->column,
				       "there is no static variable '%.*s' in %.*s", (int)text.size, text.data,
				       (int)node->file.size, node->file.data);
	if (!eval->types)
		return wcore_eval_fail(eval, WCORE_ERROR_NOT_FOUND, node->column, "'%.*s' is not known: %s",
				       (int)text.size, text.data, why_no_types(eval));
	if (!eval->scope->frame || !function.data)
		return wcore_eval_fail(eval, WCORE_ERROR_NOT_FOUND, node->column,
				       "there is no static variable '%.*s'%s", (int)text.size, text.data, maybe);
	if (!eval->scope->has_variables)
		return wcore_eval_fail(eval, WCORE_ERROR_NOT_FOUND, node->column,
				       "'%.*s' is not known in %.*s: %s", (int)text.size, text.data,
				       (int)function.size, function.data,
				       eval->scope->why ? eval->scope->why : "there is no debug information");
	return wcore_eval_fail(eval, WCORE_ERROR_NOT_FOUND, node->column,
			       "there is no variable '%.*s' in %.*s%s", (int)text.size, text.data,
			       (int)function.size, function.data, maybe);
}

bool wcore_expr_name(struct wcore_eval *eval, const struct wcore_expr *node,
		     struct wcore_expr_value *ret)
{
	struct wcore_string text = node->text;

	*ret = (struct wcore_expr_value){ 0 };
	if (!eval->names++)
		eval->entries = ENTRIES_MAX;
	if (eval->names > NAMES_MAX)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "there are more than %d names",
				       NAMES_MAX);
	if (find_variable(eval, node->file, text, &ret->object))
		return true;
	if (!node->file.data && (find_constant(eval, text, &ret->object) || find_enumerator(eval, text, ret) ||
				 find_function(eval, node, &ret->object)))
		return !eval->error;
	if (eval->types && !node->file.data &&
	    wcore_types_find(eval->types, text, WCORE_TYPE_UNKNOWN, eval->function.unit))
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column,
				       "'%.*s' is a type, not a value", (int)text.size, text.data);
	return fail_unknown(eval, node);
}
