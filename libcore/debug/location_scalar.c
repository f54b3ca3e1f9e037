#include "location_scalar.h"

#include <dwarf.h>
#include <math.h>
#include <string.h>

static const char *const open_width = "the width of the arithmetic in its location is not known";

struct wcore_scalar wcore_scalar_constant(uint64_t bits)
{
	return (struct wcore_scalar){ .value = { .trust = WCORE_LOCATION_CONSTANT, .bits = bits } };
}

struct wcore_scalar wcore_scalar_unknown(const char *why)
{
	return (struct wcore_scalar){ .value = { .trust = WCORE_LOCATION_UNKNOWN, .why = why } };
}

static uint64_t mask(unsigned bits)
{
	return bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
}

static uint64_t extend(uint64_t value, unsigned bits)
{
	return bits < 64 && value >> (bits - 1) & 1 ? value | ~mask(bits) : value;
}

/* LLVM's base types for conversions are called "DW_ATE_signed_1": older ones say their bits nowhere else. */
static uint64_t bits_of_name(struct wcore_string name)
{
	uint64_t bits = 0;
	size_t i = name.size;

	if (!wcore_string_starts(name, "DW_ATE_"))
		return 0;
	while (i && name.data[i - 1] >= '0' && name.data[i - 1] <= '9')
		i--;
	for (; i < name.size && bits <= 64; i++)
		bits = bits * 10 + (uint64_t)(name.data[i] - '0');
	return bits;
}

bool wcore_scalar_type(const struct wcore_location_context *context, uint64_t offset,
		       struct wcore_scalar *ret)
{
	struct wcore_entry entry;
	uint64_t encoding, size, bits;

	*ret = (struct wcore_scalar){ 0 };
	if (!offset)
		return true;
	if (!context->unit || !context->entries ||
	    offset > UINT64_MAX - context->unit->unit.form.unit ||
	    !wcore_entry_at(context->entries, context->unit, context->unit->unit.form.unit + offset, &entry) ||
	    entry.tag != DW_TAG_base_type || !wcore_entry_number(&entry, DW_AT_encoding, &encoding) ||
	    !wcore_entry_number(&entry, DW_AT_byte_size, &size) || !size || size > 8)
		return false;
	if (!wcore_entry_number(&entry, DW_AT_bit_size, &bits) || !bits)
		bits = bits_of_name(wcore_entry_string(&entry, DW_AT_name));
	if (!bits)
		bits = size * 8;
	if (bits > size * 8)
		return false;
	ret->bit_size = (uint8_t)bits;
	ret->value.size = (uint8_t)size;
	switch (encoding) {
	case DW_ATE_signed:
	case DW_ATE_signed_char:
		ret->kind = WCORE_SCALAR_SIGNED;
		return true;
	case DW_ATE_unsigned:
	case DW_ATE_unsigned_char:
	case DW_ATE_boolean:
	case DW_ATE_address:
	case DW_ATE_UTF:
		ret->kind = WCORE_SCALAR_UNSIGNED;
		return true;
	case DW_ATE_float:
		ret->kind = WCORE_SCALAR_FLOAT;
		return bits == 32 || bits == 64;
	default:
		return false;
	}
}

/* Trust and reason of a result. */
static void inherit(struct wcore_scalar *ret, const struct wcore_scalar *a, const struct wcore_scalar *b)
{
	const struct wcore_scalar *worst = b && b->value.trust < a->value.trust ? b : a;

	ret->value.trust = worst->value.trust;
	ret->value.why = worst->value.why;
	ret->is_removed = a->is_removed || (b && b->is_removed);
}

static void forget(struct wcore_scalar *ret, const char *why)
{
	ret->value.trust = WCORE_LOCATION_UNKNOWN;
	ret->value.why = why;
}

static double real_of(const struct wcore_scalar *a)
{
	float narrow;
	double wide;
	uint32_t bits = (uint32_t)a->value.bits;

	if (a->bit_size == 32) {
		memcpy(&narrow, &bits, sizeof(narrow));
		return (double)narrow;
	}
	memcpy(&wide, &a->value.bits, sizeof(wide));
	return wide;
}

static void set_real(struct wcore_scalar *ret, double real)
{
	float narrow = (float)real;
	uint32_t bits;

	if (ret->bit_size == 32) {
		memcpy(&bits, &narrow, sizeof(bits));
		ret->value.bits = bits;
	} else {
		memcpy(&ret->value.bits, &real, sizeof(real));
	}
}

static bool is_comparison(uint8_t op)
{
	return op == DW_OP_eq || op == DW_OP_ne || op == DW_OP_lt || op == DW_OP_le ||
	       op == DW_OP_gt || op == DW_OP_ge;
}

/* Operations whose low bytes are the same in any width. */
static bool is_modular(uint8_t op)
{
	return op == DW_OP_plus || op == DW_OP_minus || op == DW_OP_mul || op == DW_OP_and ||
	       op == DW_OP_or || op == DW_OP_xor || op == DW_OP_shl;
}

static uint64_t compare(uint8_t op, int order)
{
	switch (op) {
	case DW_OP_eq:
		return order == 0;
	case DW_OP_ne:
		return order != 0;
	case DW_OP_lt:
		return order < 0;
	case DW_OP_le:
		return order <= 0;
	case DW_OP_gt:
		return order > 0;
	default:
		return order >= 0;
	}
}

/* a and b in that many bits; a division by zero was refused.  False: no operation of integers. */
static bool integer_binary(uint8_t op, bool is_signed, unsigned bits, uint64_t a, uint64_t b, uint64_t *ret)
{
	int64_t sa = (int64_t)extend(a & mask(bits), bits), sb = (int64_t)extend(b & mask(bits), bits);

	a &= mask(bits);
	b &= mask(bits);
	if (is_comparison(op)) {
		*ret = compare(op, is_signed ? (sa > sb) - (sa < sb) : (a > b) - (a < b));
		return true;
	}
	switch (op) {
	case DW_OP_plus:
		*ret = a + b;
		break;
	case DW_OP_minus:
		*ret = a - b;
		break;
	case DW_OP_mul:
		*ret = a * b;
		break;
	case DW_OP_and:
		*ret = a & b;
		break;
	case DW_OP_or:
		*ret = a | b;
		break;
	case DW_OP_xor:
		*ret = a ^ b;
		break;
	case DW_OP_shl:
		*ret = b < bits ? a << b : 0;
		break;
	case DW_OP_shr:
		*ret = b < bits ? a >> b : 0;
		break;
	case DW_OP_shra:
		*ret = (uint64_t)(sa >> (b < bits ? b : bits - 1));
		break;
	case DW_OP_div:
		/* The one quotient that does not fit wraps around. */
		*ret = !is_signed ? a / b : sb == -1 ? 0 - a : (uint64_t)(sa / sb);
		break;
	case DW_OP_mod:
		*ret = !is_signed ? a % b : sb == -1 ? 0 : (uint64_t)(sa % sb);
		break;
	default:
		return false;
	}
	*ret &= mask(bits);
	return true;
}

/* An operation on generic numbers whose result depends on the width that is meant. */
static const char *binary_by_width(uint8_t op, unsigned address_size, const struct wcore_scalar *a,
				   const struct wcore_scalar *b, struct wcore_scalar *ret)
{
	bool has_narrow = a->value.size == 4 || b->value.size == 4;
	bool has_wide = a->value.size == 8 || b->value.size == 8;
	/* The generic division is a signed one; the remainder is not, but LLVM has both in mind. */
	bool is_signed = op != DW_OP_mod;
	uint64_t narrow, wide;

	if (!integer_binary(op, is_signed, 64, a->value.bits, b->value.bits, &wide))
		return "an unknown operation stands in its location";
	if ((op == DW_OP_div || op == DW_OP_mod) && !(b->value.bits & UINT32_MAX))
		narrow = ~wide;
	else
		integer_binary(op, is_signed, 32, a->value.bits, b->value.bits, &narrow);
	if (op == DW_OP_mod) {
		unsigned sign = has_narrow ? 31 : 63;

		if (a->value.bits >> sign || b->value.bits >> sign) {
			forget(ret, open_width);
			return NULL;
		}
	}
	ret->value.size = is_comparison(op) ? 0 : has_narrow ? 4 : has_wide ? 8 : 0;
	ret->value.bits = has_narrow ? narrow : wide;
	if (has_narrow ? (has_wide || address_size != 4) && narrow != wide
		       : !has_wide && extend(narrow, 32) != wide && narrow != wide)
		forget(ret, open_width);
	return NULL;
}

static const char *generic_binary(uint8_t op, unsigned address_size, const struct wcore_scalar *a,
				  const struct wcore_scalar *b, struct wcore_scalar *ret)
{
	if (!is_modular(op))
		return binary_by_width(op, address_size, a, b, ret);
	integer_binary(op, false, 64, a->value.bits, b->value.bits, &ret->value.bits);
	ret->value.size = a->value.size == 4 || b->value.size == 4   ? 4
			  : a->value.size == 8 || b->value.size == 8 ? 8
								     : 0;
	/* A mask of the low half says what the upper one is. */
	if (op == DW_OP_and && ret->value.size == 4 &&
	    ((a->value.size != 4 && a->value.bits <= UINT32_MAX) ||
	     (b->value.size != 4 && b->value.bits <= UINT32_MAX)))
		ret->value.size = 8;
	return NULL;
}

static const char *float_binary(uint8_t op, const struct wcore_scalar *a, const struct wcore_scalar *b,
				struct wcore_scalar *ret)
{
	double x = real_of(a), y = real_of(b);

	if (is_comparison(op)) {
		*ret = (struct wcore_scalar){ .value = ret->value, .is_removed = ret->is_removed };
		ret->value.size = 0;
		ret->value.bits = isnan(x) || isnan(y) ? op == DW_OP_ne : compare(op, (x > y) - (x < y));
		return NULL;
	}
	switch (op) {
	case DW_OP_plus:
		set_real(ret, x + y);
		return NULL;
	case DW_OP_minus:
		set_real(ret, x - y);
		return NULL;
	case DW_OP_mul:
		set_real(ret, x * y);
		return NULL;
	case DW_OP_div:
		set_real(ret, x / y);
		return NULL;
	default:
		return "its location asks for bits of a floating-point number";
	}
}

/* LLVM writes the constants of typed arithmetic as generic ones: they are of the other operand's type. */
static struct wcore_scalar adopt(const struct wcore_scalar *constant, const struct wcore_scalar *other)
{
	struct wcore_scalar ret = *constant;

	if (constant->kind != WCORE_SCALAR_GENERIC || constant->value.size ||
	    constant->value.trust != WCORE_LOCATION_CONSTANT || constant->is_removed ||
	    (other->kind != WCORE_SCALAR_SIGNED && other->kind != WCORE_SCALAR_UNSIGNED))
		return ret;
	ret.kind = other->kind;
	ret.bit_size = other->bit_size;
	ret.value.size = other->value.size;
	ret.value.bits &= mask(other->bit_size);
	return ret;
}

static const char *same_binary(uint8_t op, unsigned address_size, const struct wcore_scalar *a,
			       const struct wcore_scalar *b, struct wcore_scalar *ret)
{
	bool is_shift = op == DW_OP_shl || op == DW_OP_shr || op == DW_OP_shra;

	if ((a->kind != b->kind || a->bit_size != b->bit_size) &&
	    !(is_shift && a->kind != WCORE_SCALAR_FLOAT && b->kind != WCORE_SCALAR_FLOAT))
		return "its location mixes types";
	*ret = *a;
	inherit(ret, a, b);
	if (ret->value.trust == WCORE_LOCATION_UNKNOWN)
		return NULL;
	if (a->kind != WCORE_SCALAR_FLOAT && (op == DW_OP_div || op == DW_OP_mod) && !b->value.bits)
		return "its location divides by zero";
	if (a->kind == WCORE_SCALAR_FLOAT)
		return float_binary(op, a, b, ret);
	if (a->kind == WCORE_SCALAR_GENERIC)
		return generic_binary(op, address_size, a, b, ret);
	if (is_comparison(op)) {
		*ret = (struct wcore_scalar){ .value = ret->value, .is_removed = ret->is_removed };
		ret->value.size = 0;
	}
	if (!integer_binary(op, a->kind == WCORE_SCALAR_SIGNED, a->bit_size, a->value.bits, b->value.bits,
			    &ret->value.bits))
		return "an unknown operation stands in its location";
	return NULL;
}

const char *wcore_scalar_binary(uint8_t op, unsigned address_size, const struct wcore_scalar *a,
				const struct wcore_scalar *b, struct wcore_scalar *ret)
{
	struct wcore_scalar left = adopt(a, b), right = adopt(b, a);

	return same_binary(op, address_size, &left, &right, ret);
}

const char *wcore_scalar_unary(uint8_t op, const struct wcore_scalar *a, struct wcore_scalar *ret)
{
	unsigned bits = a->kind != WCORE_SCALAR_GENERIC ? a->bit_size : a->value.size == 4 ? 32 : 64;

	*ret = *a;
	if (a->value.trust == WCORE_LOCATION_UNKNOWN)
		return NULL;
	if (a->kind == WCORE_SCALAR_FLOAT) {
		if (op == DW_OP_not)
			return "its location asks for bits of a floating-point number";
		set_real(ret, op == DW_OP_neg ? -real_of(a) : fabs(real_of(a)));
		return NULL;
	}
	if (op == DW_OP_not)
		ret->value.bits = ~a->value.bits;
	else if (op == DW_OP_neg || (a->kind != WCORE_SCALAR_UNSIGNED && a->value.bits >> (bits - 1) & 1))
		ret->value.bits = 0 - a->value.bits;
	ret->value.bits &= mask(bits);
	return NULL;
}

/* The number of a generic element as one of 64 bits; false when that depends on what its upper half is. */
static bool generic_number(const struct wcore_scalar *a, unsigned bits, uint64_t *ret)
{
	*ret = a->value.bits;
	return bits <= 32 || a->value.size != 4 || !(a->value.bits >> 31 & 1);
}

static const char *convert_to_float(const struct wcore_scalar *a, struct wcore_scalar *ret)
{
	uint64_t number = a->value.bits;

	if (a->kind == WCORE_SCALAR_FLOAT) {
		set_real(ret, real_of(a));
		return NULL;
	}
	if (a->kind == WCORE_SCALAR_SIGNED) {
		int64_t integer = (int64_t)extend(number, a->bit_size);

		/* A float is rounded once, not by way of a double. */
		if (ret->bit_size == 32)
			set_real(ret, (double)(float)integer);
		else
			set_real(ret, (double)integer);
		return NULL;
	}
	if (a->kind == WCORE_SCALAR_GENERIC && (!generic_number(a, 64, &number) || number >> 63)) {
		forget(ret, open_width);
		return NULL;
	}
	set_real(ret, ret->bit_size == 32 ? (double)(float)number : (double)number);
	return NULL;
}

const char *wcore_scalar_convert(unsigned address_size, const struct wcore_scalar *a,
				 struct wcore_scalar *ret)
{
	uint64_t number = a->value.bits;

	inherit(ret, a, NULL);
	if (a->value.trust == WCORE_LOCATION_UNKNOWN)
		return NULL;
	if (ret->kind == WCORE_SCALAR_FLOAT)
		return convert_to_float(a, ret);
	if (a->kind == WCORE_SCALAR_FLOAT) {
		double real = real_of(a);
		unsigned bits = ret->kind == WCORE_SCALAR_GENERIC ? address_size * 8 : ret->bit_size;

		/* What C leaves undefined is not made up here. */
		if (!(real > -1.0 || ret->kind == WCORE_SCALAR_SIGNED) || isnan(real) ||
		    real >= ldexp(1.0, (int)bits - (ret->kind == WCORE_SCALAR_SIGNED)) ||
		    real < -ldexp(1.0, (int)bits - 1)) {
			forget(ret, "its location converts a number that does not fit");
			return NULL;
		}
		number = real < 0 ? 0 - (uint64_t)-real : (uint64_t)real;
	} else if (a->kind == WCORE_SCALAR_SIGNED) {
		number = extend(number, a->bit_size);
	} else if (a->kind == WCORE_SCALAR_GENERIC && ret->kind != WCORE_SCALAR_GENERIC &&
		   !generic_number(a, ret->bit_size, &number)) {
		forget(ret, open_width);
		return NULL;
	}
	if (ret->kind != WCORE_SCALAR_GENERIC)
		number &= mask(ret->bit_size);
	else if (a->kind == WCORE_SCALAR_GENERIC)
		ret->value.size = a->value.size;
	else
		ret->value.size = a->bit_size > 32 ? 8 : (uint8_t)address_size;
	ret->value.bits = ret->value.size == 4 ? number & UINT32_MAX : number;
	return NULL;
}

const char *wcore_scalar_reinterpret(unsigned address_size, const struct wcore_scalar *a,
				     struct wcore_scalar *ret)
{
	unsigned from = a->kind != WCORE_SCALAR_GENERIC ? a->bit_size : a->value.size * 8u;
	unsigned to = ret->kind != WCORE_SCALAR_GENERIC ? ret->bit_size : from > 32 ? 64 : address_size * 8;

	inherit(ret, a, NULL);
	if (a->value.trust == WCORE_LOCATION_UNKNOWN)
		return NULL;
	if (from && from != to)
		return "its location reinterprets a number as one of another size";
	ret->value.bits = a->value.bits & mask(to);
	if (ret->kind == WCORE_SCALAR_GENERIC)
		ret->value.size = (uint8_t)(to / 8);
	return NULL;
}
