/* Methods that a debugger can answer itself: size(), len(), front(), data() of containers. */
#include "expr_tree.h"

#include "container.h"

static bool is_one_of(struct wcore_string name, const char *const *names)
{
	for (; *names; names++) {
		if (wcore_string_is(name, *names))
			return true;
	}
	return false;
}

/* How many elements; fails for what has none; *ret_why where it is not known. */
static bool count_elements(struct wcore_eval *eval, const struct wcore_object *object,
			   const struct wcore_expr *node, uint64_t *ret, const char **ret_why,
			   struct wcore_object *ret_container)
{
	struct wcore_object here = wcore_expr_unreference(eval, object), next;
	struct wcore_container container;

	*ret_why = NULL;
	for (unsigned i = 0; i < WCORE_EXPR_FOLLOW; i++) {
		const struct wcore_type *type = wcore_type_strip(here.type);

		*ret_container = here;
		if (type->kind == WCORE_TYPE_ARRAY && type->has_count) {
			*ret = type->count;
			return true;
		}
		wcore_container_open(eval->viewer, &here, &container);
		if (container.kind != WCORE_CONTAINER_NONE) {
			*ret = container.count;
			*ret_why = container.kind == WCORE_CONTAINER_UNKNOWN ? container.why : NULL;
			return true;
		}
		if (type->kind == WCORE_TYPE_POINTER || wcore_expr_is_reference(type))
			here = wcore_expr_follow(eval, &here);
		else if (wcore_expr_is_record(type) && wcore_container_target(eval->viewer, &here, &next))
			here = next;
		else
			break;
	}
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column,
			       "%s has no elements that can be counted",
			       wcore_expr_describe(eval, object->type));
}

static bool call_size(struct wcore_eval *eval, const struct wcore_object *object,
		      const struct wcore_expr *node, bool is_empty, struct wcore_object *ret)
{
	const struct wcore_type *type = is_empty ? wcore_expr_truth_type(eval) :
			wcore_expr_basic(eval, wcore_language_is_c(eval->language) ? "unsigned long" : "usize");
	struct wcore_object container;
	const char *why;
	uint64_t count;

	if (!count_elements(eval, object, node, &count, &why, &container))
		return false;
	if (why)
		*ret = wcore_object_none(type, why);
	else
		*ret = wcore_expr_make(eval, type, is_empty ? !count : count,
				       wcore_type_strip(container.type)->kind == WCORE_TYPE_ARRAY ?
					       WCORE_ORIGIN_CONSTANT : container.origin,
				       object->is_speculative || container.is_speculative);
	return true;
}

static bool call_end(struct wcore_eval *eval, const struct wcore_object *object,
		     const struct wcore_expr *node, bool is_last, struct wcore_object *ret)
{
	struct wcore_object container, index;
	const char *why;
	uint64_t count;

	if (!count_elements(eval, object, node, &count, &why, &container))
		return false;
	if (!why && !count)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "it is empty");
	index = wcore_expr_make(eval, wcore_expr_basic(eval, "long long"), is_last ? count - 1 : 0,
				WCORE_ORIGIN_CONSTANT, false);
	return wcore_expr_index(eval, &container, &index, node->column, ret);
}

/* The address of the first element, or of what a smart pointer points to. */
static bool call_data(struct wcore_eval *eval, const struct wcore_object *object,
		      const struct wcore_expr *node, struct wcore_object *ret)
{
	struct wcore_object here = wcore_expr_unreference(eval, object), first;
	const struct wcore_type *target = wcore_type_strip(here.type)->target;
	struct wcore_container container;

	if (wcore_type_strip(here.type)->kind == WCORE_TYPE_POINTER && target &&
	    wcore_expr_is_record(wcore_type_strip(target)))
		here = wcore_expr_follow(eval, &here);
	wcore_container_open(eval->viewer, &here, &container);
	if (container.kind == WCORE_CONTAINER_RUN)
		first = wcore_container_element(eval->viewer, &container, 0);
	else if (container.kind == WCORE_CONTAINER_UNKNOWN)
		first = wcore_object_none(container.element, container.why);
	else if (wcore_type_strip(here.type)->kind == WCORE_TYPE_ARRAY)
		return wcore_expr_decay(eval, &here, node->column, ret);
	else if (!wcore_container_target(eval->viewer, &here, &first))
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column, "%s has no elements in a row",
				       wcore_expr_describe(eval, object->type));
	return wcore_expr_address(eval, &first, node->column, ret);
}

bool wcore_expr_method(struct wcore_eval *eval, const struct wcore_object *object,
		       const struct wcore_expr *node, const struct wcore_object *argument,
		       struct wcore_object *ret)
{
	static const char *const sizes[] = { "size", "len", "length", NULL };
	static const char *const empties[] = { "empty", "is_empty", NULL };
	static const char *const firsts[] = { "front", "first", NULL };
	static const char *const lasts[] = { "back", "last", NULL };
	static const char *const data[] = { "data", "c_str", "as_ptr", "get", NULL };
	static const char *const targets[] = { "value", "unwrap", "as_ref", "borrow", "lock", NULL };

	if (argument && wcore_string_is(node->text, "at"))
		return wcore_expr_index(eval, object, argument, node->column, ret);
	if (!argument && is_one_of(node->text, sizes))
		return call_size(eval, object, node, false, ret);
	if (!argument && is_one_of(node->text, empties))
		return call_size(eval, object, node, true, ret);
	if (!argument && (is_one_of(node->text, firsts) || is_one_of(node->text, lasts)))
		return call_end(eval, object, node, is_one_of(node->text, lasts), ret);
	if (!argument && is_one_of(node->text, data))
		return call_data(eval, object, node, ret);
	if (!argument && is_one_of(node->text, targets) &&
	    wcore_container_target(eval->viewer, object, ret))
		return true;
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, node->column,
			       "%.*s() cannot be called: nothing runs in a core dump; size(), len(), empty(), "
			       "front(), back() and at() of containers are known", (int)node->text.size,
			       node->text.data);
}
