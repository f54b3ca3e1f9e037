#include "solve_op.h"

#include <math.h>
#include <string.h>

enum {
	I32_EQZ = 0x45, I32_COMPARE = 0x46, I32_GE_U = 0x4f,
	I64_EQZ = 0x50, I64_COMPARE = 0x51, I64_GE_U = 0x5a,
	F32_COMPARE = 0x5b, F32_GE = 0x60, F64_COMPARE = 0x61, F64_GE = 0x66,
	I32_CLZ = 0x67, I32_POPCNT = 0x69, I32_ADD = 0x6a, I32_ROTR = 0x78,
	I64_CLZ = 0x79, I64_POPCNT = 0x7b, I64_ADD = 0x7c, I64_ROTR = 0x8a,
	F32_ABS = 0x8b, F32_SQRT = 0x91, F32_ADD = 0x92, F32_COPYSIGN = 0x98,
	F64_ABS = 0x99, F64_SQRT = 0x9f, F64_ADD = 0xa0, F64_COPYSIGN = 0xa6,
	I32_WRAP_I64 = 0xa7, I64_EXTEND_I32_S = 0xac, I64_EXTEND_I32_U = 0xad,
	I32_REINTERPRET = 0xbc, F64_REINTERPRET = 0xbf,
	I32_EXTEND8_S = 0xc0, I32_EXTEND16_S, I64_EXTEND8_S, I64_EXTEND16_S, I64_EXTEND32_S,
};
#define TRUNC_SAT UINT32_C(0xfc000000)

/* Places in the runs of opcodes that i32 and i64 share: add is 0 of the one, eq 0 of the other. */
enum { ADD, SUB, MUL, DIV_S, DIV_U, REM_S, REM_U, AND, OR, XOR, SHL, SHR_S, SHR_U, ROTL, ROTR };
enum { EQ, NE, LT_S, LT_U, GT_S, GT_U, LE_S, LE_U, GE_S, GE_U };

static uint64_t mask_of(unsigned bits)
{
	return bits == 32 ? UINT32_MAX : UINT64_MAX;
}

static int64_t signed_of(uint64_t value, unsigned bits)
{
	return bits == 8 ? (int8_t)value : bits == 16 ? (int16_t)value :
	       bits == 32 ? (int32_t)value : (int64_t)value;
}

static bool divide(uint32_t op, uint64_t a, uint64_t b, unsigned bits, uint64_t *ret)
{
	int64_t x = signed_of(a, bits), y = signed_of(b, bits);
	int64_t least = bits == 32 ? INT32_MIN : INT64_MIN;

	if (b == 0 || (op == DIV_S && x == least && y == -1))
		return false;
	switch (op) {
	case DIV_S:
		*ret = (uint64_t)(x / y);
		return true;
	case DIV_U:
		*ret = a / b;
		return true;
	case REM_S:	/* INT64_MIN % -1 is 0 here and undefined in C */
		*ret = y == -1 ? 0 : (uint64_t)(x % y);
		return true;
	default:
		*ret = a % b;
		return true;
	}
}

static uint64_t rotate_left(uint64_t a, unsigned by, unsigned bits)
{
	by %= bits;
	return by == 0 ? a : ((a << by) | (a >> (bits - by)));
}

static bool integer_op(uint32_t op, uint64_t a, uint64_t b, unsigned bits, uint64_t *ret)
{
	unsigned by = (unsigned)(b % bits);

	switch (op) {
	case ADD:
		*ret = a + b;
		break;
	case SUB:
		*ret = a - b;
		break;
	case MUL:
		*ret = a * b;
		break;
	case DIV_S:
	case DIV_U:
	case REM_S:
	case REM_U:
		if (!divide(op, a, b, bits, ret))
			return false;
		break;
	case AND:
		*ret = a & b;
		break;
	case OR:
		*ret = a | b;
		break;
	case XOR:
		*ret = a ^ b;
		break;
	case SHL:
		*ret = a << by;
		break;
	case SHR_S:
		*ret = (uint64_t)(signed_of(a, bits) >> by);
		break;
	case SHR_U:
		*ret = a >> by;
		break;
	case ROTL:
		*ret = rotate_left(a, by, bits);
		break;
	default:
		*ret = rotate_left(a, bits - by, bits);
		break;
	}
	*ret &= mask_of(bits);
	return true;
}

static uint64_t compare(uint32_t op, uint64_t a, uint64_t b, unsigned bits)
{
	int64_t x = signed_of(a, bits), y = signed_of(b, bits);

	switch (op) {
	case EQ:
		return a == b;
	case NE:
		return a != b;
	case LT_S:
		return x < y;
	case LT_U:
		return a < b;
	case GT_S:
		return x > y;
	case GT_U:
		return a > b;
	case LE_S:
		return x <= y;
	case LE_U:
		return a <= b;
	case GE_S:
		return x >= y;
	default:
		return a >= b;
	}
}

/* clz, ctz, popcnt */
static uint64_t count_bits(uint32_t op, uint64_t a, unsigned bits)
{
	uint64_t count = 0;

	if (op == 0)
		return a == 0 ? bits : (uint64_t)__builtin_clzll(a) - (64 - bits);
	if (op == 1)
		return a == 0 ? bits : (uint64_t)__builtin_ctzll(a);
	for (; a; a &= a - 1)
		count++;
	return count;
}

static double double_of(uint64_t bits)
{
	double value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

static float float_of(uint64_t bits)
{
	uint32_t low = (uint32_t)bits;
	float value;

	memcpy(&value, &low, sizeof(value));
	return value;
}

/* The specification leaves the bits of a computed NaN open. */
static bool give_double(double value, uint64_t *ret)
{
	memcpy(ret, &value, sizeof(value));
	return !isnan(value);
}

static bool give_float(float value, uint64_t *ret)
{
	uint32_t bits;

	memcpy(&bits, &value, sizeof(bits));
	*ret = bits;
	return !isnan(value);
}

static uint64_t compare_floats(uint32_t op, double a, double b)
{
	switch (op) {
	case 0:
		return a == b;
	case 1:
		return a != b;
	case 2:
		return a < b;
	case 3:
		return a > b;
	case 4:
		return a <= b;
	default:
		return a >= b;
	}
}

/* Of two zeros the sign decides; a NaN makes the result one. */
static double least(double a, double b)
{
	if (isnan(a) || isnan(b))
		return NAN;
	return a < b || (a == b && signbit(a)) ? a : b;
}

static double greatest(double a, double b)
{
	if (isnan(a) || isnan(b))
		return NAN;
	return a > b || (a == b && !signbit(a)) ? a : b;
}

/* abs, neg and copysign move the sign bit alone, also of a NaN. */
static bool unary_double(uint32_t op, uint64_t a, uint64_t *ret)
{
	double x = double_of(a);
	const uint64_t sign = UINT64_C(1) << 63;

	switch (op) {
	case 0:
		*ret = a & ~sign;
		return true;
	case 1:
		*ret = a ^ sign;
		return true;
	case 2:
		return give_double(ceil(x), ret);
	case 3:
		return give_double(floor(x), ret);
	case 4:
		return give_double(trunc(x), ret);
	case 5:
		return give_double(rint(x), ret);
	default:
		return give_double(sqrt(x), ret);
	}
}

static bool unary_float(uint32_t op, uint64_t a, uint64_t *ret)
{
	float x = float_of(a);
	const uint64_t sign = UINT64_C(1) << 31;

	switch (op) {
	case 0:
		*ret = a & ~sign;
		return true;
	case 1:
		*ret = a ^ sign;
		return true;
	case 2:
		return give_float(ceilf(x), ret);
	case 3:
		return give_float(floorf(x), ret);
	case 4:
		return give_float(truncf(x), ret);
	case 5:
		return give_float(rintf(x), ret);
	default:
		return give_float(sqrtf(x), ret);
	}
}

static bool binary_double(uint32_t op, uint64_t a, uint64_t b, uint64_t *ret)
{
	double x = double_of(a), y = double_of(b);
	const uint64_t sign = UINT64_C(1) << 63;

	switch (op) {
	case 0:
		return give_double(x + y, ret);
	case 1:
		return give_double(x - y, ret);
	case 2:
		return give_double(x * y, ret);
	case 3:
		return give_double(x / y, ret);
	case 4:
		return give_double(least(x, y), ret);
	case 5:
		return give_double(greatest(x, y), ret);
	default:
		*ret = (a & ~sign) | (b & sign);
		return true;
	}
}

static bool binary_float(uint32_t op, uint64_t a, uint64_t b, uint64_t *ret)
{
	float x = float_of(a), y = float_of(b);
	const uint64_t sign = UINT64_C(1) << 31;

	switch (op) {
	case 0:
		return give_float(x + y, ret);
	case 1:
		return give_float(x - y, ret);
	case 2:
		return give_float(x * y, ret);
	case 3:
		return give_float(x / y, ret);
	case 4:
		return give_float((float)least(x, y), ret);
	case 5:
		return give_float((float)greatest(x, y), ret);
	default:
		*ret = (a & ~sign) | (b & sign);
		return true;
	}
}

/* What an integer of a width can hold: [low, high) of the truncated number. */
static bool truncate(double value, bool is_signed, unsigned bits, bool saturates, uint64_t *ret)
{
	double whole = trunc(value);
	double high = ldexp(1.0, (int)(is_signed ? bits - 1 : bits));
	double low = is_signed ? -high : 0.0;
	uint64_t most = is_signed ? mask_of(bits) >> 1 : mask_of(bits);

	if (isnan(value)) {
		*ret = 0;
		return saturates;
	}
	if (whole < low) {
		*ret = is_signed ? most + 1 : 0;
		return saturates;
	}
	if (whole >= high) {
		*ret = most;
		return saturates;
	}
	*ret = is_signed ? (uint64_t)(int64_t)whole & mask_of(bits) : (uint64_t)whole;
	return true;
}

/* In the order of the eight opcodes: i32 or i64, from f32 or f64, signed or not. */
static bool truncate_op(unsigned number, uint64_t a, bool saturates, uint64_t *ret)
{
	double value = number & 2 ? double_of(a) : (double)float_of(a);

	return truncate(value, !(number & 1), number & 4 ? 64 : 32, saturates, ret);
}

static bool convert(uint32_t code, uint64_t a, uint64_t *ret)
{
	switch (code) {
	case I32_WRAP_I64:
	case I64_EXTEND_I32_U:
		*ret = (uint32_t)a;
		return true;
	case 0xa8: case 0xa9: case 0xaa: case 0xab:
		return truncate_op(code - 0xa8, a, false, ret);
	case I64_EXTEND_I32_S:
		*ret = (uint64_t)(int64_t)(int32_t)a;
		return true;
	case 0xae: case 0xaf: case 0xb0: case 0xb1:
		return truncate_op(code - 0xae + 4, a, false, ret);
	case 0xb2:
		return give_float((float)(int32_t)a, ret);
	case 0xb3:
		return give_float((float)(uint32_t)a, ret);
	case 0xb4:
		return give_float((float)(int64_t)a, ret);
	case 0xb5:
		return give_float((float)a, ret);
	case 0xb6:
		return give_float((float)double_of(a), ret);
	case 0xb7:
		return give_double((double)(int32_t)a, ret);
	case 0xb8:
		return give_double((double)(uint32_t)a, ret);
	case 0xb9:
		return give_double((double)(int64_t)a, ret);
	case 0xba:
		return give_double((double)a, ret);
	case 0xbb:
		return give_double((double)float_of(a), ret);
	case I32_EXTEND8_S:
		*ret = (uint64_t)(int8_t)a & UINT32_MAX;
		return true;
	case I32_EXTEND16_S:
		*ret = (uint64_t)(int16_t)a & UINT32_MAX;
		return true;
	case I64_EXTEND8_S:
		*ret = (uint64_t)signed_of(a, 8);
		return true;
	case I64_EXTEND16_S:
		*ret = (uint64_t)signed_of(a, 16);
		return true;
	case I64_EXTEND32_S:
		*ret = (uint64_t)signed_of(a, 32);
		return true;
	default:
		*ret = a;
		return code >= I32_REINTERPRET && code <= F64_REINTERPRET;
	}
}

bool wcore_solve_op(uint32_t code, const uint64_t *args, uint64_t *ret)
{
	uint64_t a = args[0];

	if (code == 0x1b || code == 0x1c) {
		*ret = (uint32_t)args[2] ? args[0] : args[1];
		return true;
	}
	if (code >= TRUNC_SAT && code < TRUNC_SAT + 8)
		return truncate_op(code - TRUNC_SAT, a, true, ret);
	if (code < I32_EQZ || code > I64_EXTEND32_S)
		return false;
	if (code == I32_EQZ || code == I64_EQZ)
		*ret = a == 0;
	else if (code <= I32_GE_U)
		*ret = compare(code - I32_COMPARE, a, args[1], 32);
	else if (code <= I64_GE_U)
		*ret = compare(code - I64_COMPARE, a, args[1], 64);
	else if (code <= F32_GE)
		*ret = compare_floats(code - F32_COMPARE, (double)float_of(a),
				      (double)float_of(args[1]));
	else if (code <= F64_GE)
		*ret = compare_floats(code - F64_COMPARE, double_of(a), double_of(args[1]));
	else if (code <= I32_POPCNT)
		*ret = count_bits(code - I32_CLZ, a, 32);
	else if (code <= I32_ROTR)
		return integer_op(code - I32_ADD, a, args[1], 32, ret);
	else if (code <= I64_POPCNT)
		*ret = count_bits(code - I64_CLZ, a, 64);
	else if (code <= I64_ROTR)
		return integer_op(code - I64_ADD, a, args[1], 64, ret);
	else if (code <= F32_SQRT)
		return unary_float(code - F32_ABS, a, ret);
	else if (code <= F32_COPYSIGN)
		return binary_float(code - F32_ADD, a, args[1], ret);
	else if (code <= F64_SQRT)
		return unary_double(code - F64_ABS, a, ret);
	else if (code <= F64_COPYSIGN)
		return binary_double(code - F64_ADD, a, args[1], ret);
	else
		return convert(code, a, ret);
	return true;
}

static bool integer_operand(uint32_t op, unsigned number, uint64_t other, uint64_t result,
			    unsigned bits, uint64_t *ret)
{
	switch (op) {
	case ADD:
		*ret = result - other;
		break;
	case SUB:
		*ret = number == 0 ? result + other : other - result;
		break;
	case XOR:
		*ret = result ^ other;
		break;
	case ROTL:
	case ROTR:
		if (number != 0)
			return false;
		*ret = rotate_left(result, (unsigned)(op == ROTR ? other % bits :
							bits - other % bits), bits);
		break;
	default:
		return false;
	}
	*ret &= mask_of(bits);
	return true;
}

bool wcore_solve_operand(uint32_t code, unsigned number, uint64_t other, uint64_t result,
			 uint64_t *ret)
{
	if (code >= I32_ADD && code <= I32_ROTR)
		return integer_operand(code - I32_ADD, number, other, result, 32, ret);
	if (code >= I64_ADD && code <= I64_ROTR)
		return integer_operand(code - I64_ADD, number, other, result, 64, ret);
	if (code >= I32_REINTERPRET && code <= F64_REINTERPRET) {
		*ret = result;
		return true;
	}
	switch (code) {
	case I32_EQZ:
	case I64_EQZ:
		*ret = 0;
		return result == 1;
	case I32_COMPARE + EQ:
	case I64_COMPARE + EQ:
		*ret = other;
		return result == 1;
	case I32_COMPARE + NE:
	case I64_COMPARE + NE:
		*ret = other;
		return result == 0;
	case I64_EXTEND_I32_S:
		*ret = (uint32_t)result;
		return (int64_t)result == (int32_t)result;
	case I64_EXTEND_I32_U:
		*ret = result;
		return result <= UINT32_MAX;
	default:
		return false;
	}
}
