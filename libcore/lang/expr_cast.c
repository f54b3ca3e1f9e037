#include "expr_tree.h"

#include <math.h>
#include <string.h>

#define BASES_MAX 16	/* of bases inside of each other */
#define WORK_MAX 10000	/* bases that are looked at */

static struct wcore_object with_type(const struct wcore_object *object, const struct wcore_type *type)
{
	struct wcore_object result = *object;

	result.type = type;
	return result;
}

static bool fail(struct wcore_eval *eval, const struct wcore_type *type, const struct wcore_object *object,
		 size_t column)
{
	return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "%s cannot be cast to %s",
			       wcore_expr_describe(eval, object->type), wcore_expr_describe(eval, type));
}

/*
 * Where base stands in derived: how many ways lead there without a virtual base, and the
 * offset of the first.
 */
static unsigned base_offset(struct wcore_eval *eval, const struct wcore_type *derived,
			    const struct wcore_type *base, unsigned depth, uint64_t *ret)
{
	unsigned found = 0;

	derived = wcore_type_strip(derived);
	if (depth > BASES_MAX || !eval->types || !wcore_type_complete(eval->types, derived))
		return 0;
	for (uint32_t i = 0; i < derived->member_count && found < 2; i++) {
		const struct wcore_member *member = &derived->members[i];
		uint64_t inner = 0;
		unsigned more;

		if (!member->is_base || member->is_virtual || ++eval->base_work > WORK_MAX)
			continue;
		more = wcore_expr_same_type(eval, member->type, base) ?
			       1 : base_offset(eval, member->type, base, depth + 1, &inner);
		if (more && !found)
			*ret = member->offset + inner;
		found += more;
	}
	return found;
}

static const struct wcore_type *record_behind(const struct wcore_type *type)
{
	type = wcore_type_strip(type);
	if (type->kind != WCORE_TYPE_POINTER || !type->target)
		return NULL;
	type = wcore_type_strip(type->target);
	return type->kind == WCORE_TYPE_STRUCT || type->kind == WCORE_TYPE_CLASS ? type : NULL;
}

/* What static_cast adds to a pointer between a class and its base; false where two ways lead there. */
static bool class_offset(struct wcore_eval *eval, const struct wcore_type *from, const struct wcore_type *to,
			 uint64_t *ret)
{
	unsigned ways;

	*ret = 0;
	from = record_behind(from);
	to = record_behind(to);
	if (!from || !to || wcore_expr_same_type(eval, from, to))
		return true;
	ways = base_offset(eval, from, to, 0, ret);
	if (!ways) {
		ways = base_offset(eval, to, from, 0, ret);
		*ret = 0 - *ret;
	}
	return ways < 2;
}

static bool real_to_integer(struct wcore_eval *eval, const struct wcore_type *type, double real,
			    uint64_t size, size_t column, uint64_t *ret)
{
	const struct wcore_type *plain = wcore_type_strip(type);
	unsigned bits = (unsigned)(size * 8);
	double whole = trunc(real), limit = ldexp(1, (int)bits - (plain->is_signed ? 1 : 0));

	if (!(plain->is_signed ? whole >= -limit && whole < limit : whole >= 0 && whole < limit))
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "%g does not fit %s", real,
				       wcore_expr_describe(eval, type));
	*ret = plain->is_signed ? (uint64_t)(int64_t)whole : (uint64_t)whole;
	return true;
}

static bool cast_number(struct wcore_eval *eval, const struct wcore_type *type,
			const struct wcore_object *object, size_t column, struct wcore_object *ret)
{
	const struct wcore_type *plain = wcore_type_strip(type);
	enum wcore_number_kind from = wcore_expr_number_kind(object->type);
	enum wcore_origin origin = wcore_expr_join_origins(WCORE_ORIGIN_CONSTANT, object->origin);
	const char *why = NULL;
	uint64_t bits, size = 0, offset;
	double real;

	if (!wcore_expr_number(eval, object, &bits, &why)) {
		*ret = wcore_object_none(type, why);
		return true;
	}
	if (!wcore_type_size(plain, &size) || size > 8)
		return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column, "%s is not computed with",
				       wcore_expr_describe(eval, type));
	if (plain->kind == WCORE_TYPE_FLOAT) {
		if (from == WCORE_NUMBER_REAL)
			memcpy(&real, &bits, sizeof(real));
		else if (size == 4)	/* rounded once */
			real = wcore_type_strip(object->type)->is_signed ? (float)(int64_t)bits : (float)bits;
		else
			real = wcore_type_strip(object->type)->is_signed ? (double)(int64_t)bits : (double)bits;
		*ret = wcore_expr_make_real(eval, type, real, origin, object->is_speculative);
		return true;
	}
	memcpy(&real, &bits, sizeof(real));
	if (plain->kind == WCORE_TYPE_BOOL)
		bits = from == WCORE_NUMBER_REAL ? real != 0 : bits != 0;
	else if (from == WCORE_NUMBER_REAL && plain->kind == WCORE_TYPE_POINTER)
		return fail(eval, type, object, column);
	else if (from == WCORE_NUMBER_REAL && !real_to_integer(eval, type, real, size, column, &bits))
		return false;
	if (from == WCORE_NUMBER_POINTER && bits) {
		if (!class_offset(eval, object->type, type, &offset))
			return wcore_eval_fail(eval, WCORE_ERROR_USAGE, column,
					       "%s has this base more than once",
					       wcore_expr_describe(eval, object->type));
		bits += offset;
	}
	*ret = wcore_expr_make(eval, type, bits, origin, object->is_speculative);
	if (plain->kind == WCORE_TYPE_INT && plain->bit_size && plain->bit_size < size * 8)
		ret->bit_size = plain->bit_size;
	return true;
}

/* A derived object as one of its bases, and objects of one type under another name. */
static bool cast_record(struct wcore_eval *eval, const struct wcore_type *type,
			const struct wcore_object *object, size_t column, struct wcore_object *ret)
{
	uint64_t offset;

	if (wcore_expr_same_type(eval, type, object->type)) {
		*ret = with_type(object, type);
		return true;
	}
	if (object->kind == WCORE_OBJECT_BYTES ||
	    base_offset(eval, object->type, type, 0, &offset) != 1)
		return fail(eval, type, object, column);
	*ret = with_type(object, type);
	ret->address += offset;
	ret->size = 0;
	wcore_type_size(type, &ret->size);
	return true;
}

bool wcore_expr_cast(struct wcore_eval *eval, const struct wcore_type *type,
		     const struct wcore_object *object, size_t column, struct wcore_object *ret)
{
	const struct wcore_type *plain = wcore_type_strip(type);
	enum wcore_number_kind to = wcore_expr_number_kind(plain);
	struct wcore_object value;

	if (plain->kind == WCORE_TYPE_VOID) {
		*ret = wcore_object_none(type, "void");
		return true;
	}
	value = wcore_expr_unreference(eval, object);
	if (plain->kind == WCORE_TYPE_ARRAY || to == WCORE_NUMBER_NONE)
		return cast_record(eval, type, &value, column, ret);
	if (wcore_type_strip(value.type)->kind == WCORE_TYPE_ARRAY &&
	    !wcore_expr_decay(eval, &value, column, &value))
		return false;
	if (wcore_expr_number_kind(value.type) == WCORE_NUMBER_NONE)
		return fail(eval, type, &value, column);
	return cast_number(eval, type, &value, column, ret);
}
