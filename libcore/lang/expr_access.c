/* Ways from an object to another one: what a pointer points to, members, elements, addresses. */
#include "expr_tree.h"

#include <string.h>

#include "container.h"

bool wcore_expr_is_reference(const struct wcore_type *type)
{
	return type->kind == WCORE_TYPE_REFERENCE || type->kind == WCORE_TYPE_RVALUE_REFERENCE;
}

bool wcore_expr_is_record(const struct wcore_type *type)
{
	return type->kind == WCORE_TYPE_STRUCT || type->kind == WCORE_TYPE_CLASS ||
	       type->kind == WCORE_TYPE_UNION;
}

struct wcore_object wcore_expr_at(struct wcore_eval *eval, const struct wcore_type *type,
				  uint64_t address, const struct wcore_object *from)
{
	struct wcore_object object;

	if (eval->viewer->address_size < 8)
		address &= UINT32_MAX;
	object = wcore_object_at(type, address);
	object.is_speculative = from->is_speculative;
	return object;
}

struct wcore_object wcore_expr_follow(struct wcore_eval *eval, const struct wcore_object *pointer)
{
	struct wcore_object target = wcore_object_target(eval->viewer, pointer);
	uint64_t bits;

	if (target.kind == WCORE_OBJECT_MEMORY &&
	    wcore_object_number(eval->viewer, pointer, &bits, NULL) && !bits)
		return wcore_object_none(target.type, "a null pointer");
	target.is_speculative |= pointer->is_speculative;
	return target;
}

struct wcore_object wcore_expr_unreference(struct wcore_eval *eval, const struct wcore_object *object)
{
	struct wcore_object result = *object;

	for (unsigned i = 0; i < WCORE_EXPR_FOLLOW && wcore_expr_is_reference(wcore_type_strip(result.type)); i++)
		result = wcore_expr_follow(eval, &result);
	return result;
}

bool wcore_expr_target(struct wcore_eval *eval, const struct wcore_object *object, size_t column,
		       struct wcore_object *ret)
{
	struct wcore_object pointer = wcore_expr_unreference(eval, object);
	const struct wcore_type *type = wcore_type_strip(pointer.type), *target;

	if (type->kind == WCORE_TYPE_ARRAY) {
		*ret = wcore_object_element(eval->viewer, &pointer, 0);
		return true;
	}
	if (type->kind == WCORE_TYPE_POINTER) {
		target = type->target ? wcore_type_strip(type->target) : NULL;
		if (!target || target->kind == WCORE_TYPE_VOID)
			return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column,
					       "%s does not say of what type its target is",
					       wcore_expr_describe(eval, pointer.type));
		*ret = target->kind == WCORE_TYPE_FUNCTION ? pointer : wcore_expr_follow(eval, &pointer);
		return true;
	}
	if (wcore_expr_is_record(type) && wcore_container_target(eval->viewer, &pointer, ret))
		return true;
	/* Rust: a reference that was followed by the way it is declared. */
	if (wcore_expr_is_reference(wcore_type_strip(object->type))) {
		*ret = pointer;
		return true;
	}
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "%s is no pointer",
			       wcore_expr_describe(eval, pointer.type));
}

/* The fields of the variant that a Rust enum has. */
static bool active_variant(struct wcore_eval *eval, const struct wcore_object *object,
			   const struct wcore_type *type, struct wcore_object *ret)
{
	const struct wcore_variant_part *part = type->variant_part;
	const struct wcore_variant *chosen = NULL;
	struct wcore_object discriminant;
	uint64_t bits = 0;

	if (!part || !part->variant_count)
		return false;
	if (part->has_discriminant) {
		discriminant = wcore_object_member(eval->viewer, object, &part->discriminant);
		if (!wcore_object_number(eval->viewer, &discriminant, &bits, NULL))
			return false;
	} else {
		chosen = &part->variants[0];
	}
	for (uint32_t i = 0; !chosen && i < part->variant_count; i++) {
		const struct wcore_variant *variant = &part->variants[i];

		for (uint32_t j = 0; j < variant->range_count && !chosen; j++) {
			if (bits >= variant->ranges[j].low && bits <= variant->ranges[j].high)
				chosen = variant;
		}
	}
	for (uint32_t i = 0; !chosen && i < part->variant_count; i++) {
		if (part->variants[i].is_default)
			chosen = &part->variants[i];
	}
	if (!chosen || chosen->member_count != 1)
		return false;
	*ret = wcore_object_member(eval->viewer, object, &chosen->members[0]);
	return true;
}

/* A field of Zig's tagged union: it is there when the tag has its name. */
static bool tagged_field(struct wcore_eval *eval, const struct wcore_object *object, const char *name,
			 struct wcore_object *ret)
{
	struct wcore_object payload, tag;
	const struct wcore_type *type;
	const char *why = NULL;
	uint64_t bits;

	if (!wcore_object_field(eval->viewer, object, "payload", &payload) ||
	    !wcore_object_field(eval->viewer, object, "tag", &tag) ||
	    wcore_type_strip(payload.type)->kind != WCORE_TYPE_UNION ||
	    wcore_type_strip(tag.type)->kind != WCORE_TYPE_ENUM ||
	    !wcore_object_field(eval->viewer, &payload, name, ret))
		return false;
	type = wcore_type_strip(tag.type);
	if (!wcore_type_complete(eval->types, type))
		return false;
	if (!wcore_expr_number(eval, &tag, &bits, &why)) {
		*ret = wcore_object_none(ret->type, why);
		return true;
	}
	for (uint32_t i = 0; i < type->enumerator_count; i++) {
		if (type->enumerators[i].bits == bits && wcore_string_is(type->enumerators[i].name, name))
			return true;
	}
	*ret = wcore_object_none(ret->type, "the union holds another field");
	return true;
}

static bool find_field(struct wcore_eval *eval, const struct wcore_object *object, const char *name,
		       struct wcore_object *ret)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	struct wcore_object variant;
	char tuple[32];

	if (wcore_object_field(eval->viewer, object, name, ret))
		return true;
	/* Rust's fields without names. */
	if (name[0] >= '0' && name[0] <= '9' && strlen(name) < 8) {
		strcat(strcpy(tuple, "__"), name);
		if (wcore_object_field(eval->viewer, object, tuple, ret))
			return true;
		name = tuple;
	}
	if (!eval->types || !wcore_type_complete(eval->types, type))
		return false;
	if (type->language == WCORE_EXPR_ZIG)
		return tagged_field(eval, object, name, ret);
	return active_variant(eval, object, type, &variant) &&
	       wcore_object_field(eval->viewer, &variant, name, ret);
}

bool wcore_expr_some(struct wcore_eval *eval, const struct wcore_object *object, size_t column,
		     struct wcore_object *ret)
{
	struct wcore_object some;
	const char *why = NULL;
	uint64_t bits;

	/* An optional pointer is a pointer. */
	if (wcore_type_strip(object->type)->kind == WCORE_TYPE_POINTER) {
		*ret = *object;
		return true;
	}
	if (!wcore_object_field(eval->viewer, object, "some", &some) ||
	    (!wcore_object_field(eval->viewer, object, "payload", ret) &&
	     !wcore_object_field(eval->viewer, object, "data", ret)))
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "%s is no optional",
				       wcore_expr_describe(eval, object->type));
	if (!wcore_expr_number(eval, &some, &bits, &why))
		*ret = wcore_object_none(ret->type, why);
	else if (!bits)
		*ret = wcore_object_none(ret->type, "null");
	return true;
}

/* Zig's and JavaScript's lengths of what has a fixed one. */
static bool array_length(struct wcore_eval *eval, const struct wcore_type *type, const char *name,
			 struct wcore_object *ret)
{
	if (type->kind != WCORE_TYPE_ARRAY || !type->has_count ||
	    (strcmp(name, "len") != 0 && strcmp(name, "length") != 0))
		return false;
	*ret = wcore_expr_make(eval, wcore_expr_basic(eval, wcore_language_is_c(eval->language) ?
							      "unsigned long" : "usize"),
			       type->count, WCORE_ORIGIN_CONSTANT, false);
	return true;
}

static bool fail_member(struct wcore_eval *eval, const struct wcore_type *type,
			struct wcore_string name, size_t column)
{
	const struct wcore_type *plain = wcore_type_strip(type);

	if (!wcore_expr_is_record(plain))
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column,
				       "%s has no members", wcore_expr_describe(eval, type));
	if (plain->is_declaration)
		return wcore_eval_fail(eval, WCORE_ERROR_NOT_FOUND, column,
				       "the debug information only declares %s, without its members",
				       wcore_expr_describe(eval, type));
	return wcore_eval_fail(eval, WCORE_ERROR_NOT_FOUND, column, "%s has no member '%.*s'%s",
			       wcore_expr_describe(eval, type), (int)name.size, name.data,
			       wcore_expr_suggest_member(eval, type, name));
}

bool wcore_expr_member(struct wcore_eval *eval, const struct wcore_object *object,
		       struct wcore_string name, size_t column, struct wcore_object *ret)
{
	const char *text = wcore_arena_copy(eval->arena, name.data, name.size);
	struct wcore_object here = *object, next;
	const struct wcore_type *failed = NULL;

	if (!text)
		return wcore_eval_nomem(eval);
	for (unsigned i = 0; i < WCORE_EXPR_FOLLOW; i++) {
		const struct wcore_type *type = wcore_type_strip(here.type);

		if (wcore_expr_is_reference(type) || type->kind == WCORE_TYPE_POINTER) {
			if (!type->target || wcore_type_strip(type->target)->kind == WCORE_TYPE_VOID ||
			    wcore_type_strip(type->target)->kind == WCORE_TYPE_FUNCTION)
				break;
			here = wcore_expr_follow(eval, &here);
			continue;
		}
		if (array_length(eval, type, text, ret))
			return true;
		if (!wcore_expr_is_record(type))
			break;
		if (find_field(eval, &here, text, ret)) {
			ret->is_speculative |= here.is_speculative;
			return true;
		}
		if (!failed)
			failed = here.type;
		/* A member of the class that the vtable says it is. */
		if (wcore_object_dynamic(eval->viewer, &here, &next) && find_field(eval, &next, text, ret)) {
			ret->is_speculative |= here.is_speculative;
			return true;
		}
		if (!wcore_container_target(eval->viewer, &here, &next))
			break;
		next.is_speculative |= here.is_speculative;
		here = next;
	}
	return fail_member(eval, failed ? failed : here.type, name, column);
}

/* Element by address, as C counts: also in front of a pointer and behind a declared end. */
static bool index_address(struct wcore_eval *eval, const struct wcore_type *element,
			  const struct wcore_object *from, uint64_t address, uint64_t index,
			  size_t column, struct wcore_object *ret)
{
	uint64_t size;

	if (!element || !wcore_type_size(element, &size) || wcore_type_strip(element)->kind == WCORE_TYPE_VOID)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column,
				       "how large an element of %s is, is not known",
				       wcore_expr_describe(eval, from->type));
	*ret = wcore_expr_at(eval, element, address + index * size, from);
	return true;
}

static bool fail_bounds(struct wcore_eval *eval, uint64_t index, uint64_t count, size_t column)
{
	if (index > INT64_MAX)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column,
				       "index %lld, but there are %llu elements", (long long)index,
				       (unsigned long long)count);
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "index %llu, but there %s %llu element%s",
			       (unsigned long long)index, count == 1 ? "is" : "are",
			       (unsigned long long)count, count == 1 ? "" : "s");
}

static bool index_array(struct wcore_eval *eval, const struct wcore_object *array, uint64_t index,
			size_t column, struct wcore_object *ret)
{
	const struct wcore_type *type = wcore_type_strip(array->type);
	bool is_checked = array->kind == WCORE_OBJECT_BYTES || !wcore_language_is_c(type->language);

	if (is_checked && type->has_count && index >= type->count)
		return fail_bounds(eval, index, type->count, column);
	if (array->kind == WCORE_OBJECT_MEMORY)
		return index_address(eval, type->target, array, array->address, index, column, ret);
	*ret = wcore_object_element(eval->viewer, array, index);
	return true;
}

static bool index_container(struct wcore_eval *eval, const struct wcore_object *object, uint64_t index,
			    size_t column, bool *ret_is_container, struct wcore_object *ret)
{
	struct wcore_container container;

	wcore_container_open(eval->viewer, object, &container);
	*ret_is_container = container.kind != WCORE_CONTAINER_NONE;
	if (container.kind == WCORE_CONTAINER_UNKNOWN)
		*ret = wcore_object_none(container.element, container.why);
	if (container.kind == WCORE_CONTAINER_UNKNOWN || !*ret_is_container)
		return true;
	if (index >= container.count)
		return fail_bounds(eval, index, container.count, column);
	*ret = wcore_container_element(eval->viewer, &container, index);
	ret->is_speculative |= object->is_speculative;
	return true;
}

static bool index_record(struct wcore_eval *eval, const struct wcore_object *object, uint64_t index,
			 size_t column, struct wcore_object *ret)
{
	struct wcore_object here = *object, next;
	bool is_container;

	for (unsigned i = 0; i < WCORE_EXPR_FOLLOW; i++) {
		const struct wcore_type *type = wcore_type_strip(here.type);

		if (type->kind == WCORE_TYPE_ARRAY)
			return index_array(eval, &here, index, column, ret);
		if (!index_container(eval, &here, index, column, &is_container, ret))
			return false;
		if (is_container)
			return true;
		if (!wcore_expr_is_record(type) || !wcore_container_target(eval->viewer, &here, &next))
			break;
		here = wcore_expr_unreference(eval, &next);
	}
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "%s has no elements that can be counted",
			       wcore_expr_describe(eval, object->type));
}

/* The map that an object is, perhaps behind smart pointers. */
static bool open_map(struct wcore_eval *eval, const struct wcore_object *object,
		     struct wcore_container *ret)
{
	struct wcore_object here = *object, next;

	for (unsigned i = 0; i < WCORE_EXPR_FOLLOW && wcore_expr_is_record(wcore_type_strip(here.type)); i++) {
		wcore_container_open(eval->viewer, &here, ret);
		if (ret->kind != WCORE_CONTAINER_NONE)
			return ret->kind == WCORE_CONTAINER_MAP;
		if (!wcore_container_target(eval->viewer, &here, &next))
			return false;
		here = wcore_expr_unreference(eval, &next);
	}
	return false;
}

static bool look_up(struct wcore_eval *eval, const struct wcore_container *map,
		    const struct wcore_object *key, size_t column, struct wcore_object *ret)
{
	if (eval->unevaluated || key->kind == WCORE_OBJECT_NONE)
		*ret = wcore_object_none(map->element, eval->unevaluated ? "not evaluated" : key->why);
	else if (!wcore_container_lookup(eval->viewer, map, key, ret))
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "there is no such key");
	ret->is_speculative |= key->is_speculative;
	return true;
}

static bool is_integer(const struct wcore_object *object)
{
	return wcore_expr_number_kind(object->type) == WCORE_NUMBER_INTEGER;
}

/* A pointer to something with members or elements: Rust's &Vec<T> is one. */
static bool is_pointer_to_record(struct wcore_eval *eval, const struct wcore_type *type)
{
	return type->kind == WCORE_TYPE_POINTER && !wcore_language_is_c(eval->language) && type->target &&
	       (wcore_expr_is_record(wcore_type_strip(type->target)) ||
		wcore_type_strip(type->target)->kind == WCORE_TYPE_ARRAY);
}

static const struct wcore_type *element_type(struct wcore_eval *eval, const struct wcore_object *object)
{
	const struct wcore_type *type = wcore_type_strip(object->type);
	struct wcore_container container;

	if (type->target)
		return type->target;
	wcore_container_open(eval->viewer, object, &container);
	return container.kind == WCORE_CONTAINER_NONE ? type : container.element;
}

bool wcore_expr_index(struct wcore_eval *eval, const struct wcore_object *object,
		      const struct wcore_object *index, size_t column, struct wcore_object *ret)
{
	struct wcore_object array = wcore_expr_unreference(eval, object);
	struct wcore_object position = wcore_expr_unreference(eval, index);
	const struct wcore_type *type = wcore_type_strip(array.type);
	struct wcore_container map;
	const char *why = NULL;
	uint64_t number, address;

	if (is_pointer_to_record(eval, type)) {
		array = wcore_expr_follow(eval, &array);
		type = wcore_type_strip(array.type);
	}
	if (open_map(eval, &array, &map))
		return look_up(eval, &map, &position, column, ret);
	if (is_integer(&array) && !is_integer(&position))
		return wcore_expr_index(eval, index, object, column, ret);
	if (!is_integer(&position))
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "%s is no index",
				       wcore_expr_describe(eval, position.type));
	if (!wcore_expr_number(eval, &position, &number, &why)) {
		*ret = wcore_object_none(element_type(eval, &array), why);
		return true;
	}
	if (type->kind == WCORE_TYPE_ARRAY) {
		if (!index_array(eval, &array, number, column, ret))
			return false;
	} else if (type->kind == WCORE_TYPE_POINTER) {
		if (!wcore_expr_number(eval, &array, &address, &why)) {
			*ret = wcore_object_none(type->target ? type->target : type, why);
			return true;
		}
		if (!index_address(eval, type->target, &array, address, number, column, ret))
			return false;
		if (!address)
			*ret = wcore_object_none(ret->type, "a null pointer");
	} else if (!index_record(eval, &array, number, column, ret)) {
		return false;
	}
	ret->is_speculative |= position.is_speculative;
	return true;
}

bool wcore_expr_address(struct wcore_eval *eval, const struct wcore_object *object, size_t column,
			struct wcore_object *ret)
{
	const struct wcore_type *type = wcore_expr_pointer(eval, object->type);

	if (object->bit_size)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "a bit field has no address");
	if (object->kind == WCORE_OBJECT_BYTES)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "this is not in memory: it is %s",
				       object->origin == WCORE_ORIGIN_CONSTANT ? "a constant" :
				       object->origin == WCORE_ORIGIN_RECORDED ? "a recorded value" :
										 "reconstructed");
	*ret = object->kind == WCORE_OBJECT_MEMORY ?
		       wcore_expr_make(eval, type, object->address, WCORE_ORIGIN_RECONSTRUCTED,
				       object->is_speculative) :
		       wcore_object_none(type, object->why);
	return true;
}

bool wcore_expr_decay(struct wcore_eval *eval, const struct wcore_object *object, size_t column,
		      struct wcore_object *ret)
{
	const struct wcore_type *type;

	*ret = wcore_expr_unreference(eval, object);
	type = wcore_type_strip(ret->type);
	if (type->kind != WCORE_TYPE_ARRAY || !type->target)
		return true;
	ret->type = type->target;
	return wcore_expr_address(eval, ret, column, ret);
}

bool wcore_expr_repeat(struct wcore_eval *eval, const struct wcore_expr *node,
		       const struct wcore_object *object, const struct wcore_object *count,
		       struct wcore_object *ret)
{
	struct wcore_object first = wcore_expr_unreference(eval, object), n = wcore_expr_unreference(eval, count);
	const struct wcore_type *type = wcore_type_strip(first.type);
	bool is_element = node->left->kind == WCORE_EXPR_INDEX ||
			  (node->left->kind == WCORE_EXPR_UNARY && node->left->op == WCORE_EXPR_MULTIPLY);
	const char *why = NULL;
	uint64_t number, size;

	if (!is_integer(&n))
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->right->column, "%s is no number of elements",
				       wcore_expr_describe(eval, n.type));
	if (!wcore_expr_number(eval, &n, &number, &why)) {
		*ret = wcore_object_none(first.type, why);
		return true;
	}
	if (!number || number > INT32_MAX)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->right->column,
				       "the number of elements has to be from 1 to %d", INT32_MAX);
	if (type->kind == WCORE_TYPE_POINTER && !is_element &&
	    !wcore_expr_target(eval, &first, node->column, &first))
		return false;
	if (first.kind == WCORE_OBJECT_BYTES)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column,
				       "nothing follows this: it is not in memory");
	if (!wcore_type_size(first.type, &size) || !size)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "how large a %s is, is not known",
				       wcore_expr_describe(eval, first.type));
	if (first.kind == WCORE_OBJECT_NONE) {
		*ret = wcore_object_none(wcore_expr_array(eval, first.type, number), first.why);
		return true;
	}
	*ret = wcore_expr_at(eval, wcore_expr_array(eval, first.type, number), first.address, &first);
	ret->is_speculative |= n.is_speculative;
	return true;
}
