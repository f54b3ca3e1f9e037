/* Arithmetic on what is known of operands: declared in operand.h. */
#include "operand.h"

/* i32 and i64 share one set of operations: an offset from the first opcode of each. */
enum { OP_I32_EQZ = 0x45, OP_I32_ADD = 0x6a, OP_I64_EQZ = 0x50, OP_I64_ADD = 0x7c };
enum { EQZ = 0, EQ = 1, NE = 2, COMPARISONS = 3 };
enum { ADD = 0, SUB = 1, MUL = 2, AND = 7, OR = 8, XOR = 9, SHL = 10, SHR_S = 11, SHR_U = 12,
       OPERATIONS = 13 };
enum {
	OP_I32_WRAP_I64 = 0xa7, OP_I64_EXTEND_I32_S = 0xac, OP_I64_EXTEND_I32_U = 0xad,
	OP_I32_REINTERPRET_F32 = 0xbc, OP_I64_REINTERPRET_F64 = 0xbd, OP_F32_REINTERPRET_I32 = 0xbe,
	OP_F64_REINTERPRET_I64 = 0xbf, OP_I32_EXTEND8_S = 0xc0, OP_I32_EXTEND16_S = 0xc1,
	OP_I64_EXTEND8_S = 0xc2, OP_I64_EXTEND16_S = 0xc3, OP_I64_EXTEND32_S = 0xc4,
};

static uint64_t extend(uint64_t value, unsigned bits)
{
	uint64_t sign = UINT64_C(1) << (bits - 1);
	uint64_t low = bits == 64 ? value : value & ((UINT64_C(1) << bits) - 1);
	return (low ^ sign) - sign;
}

static uint64_t narrow(uint64_t value, unsigned width)
{
	return width == 32 ? (uint32_t)value : value;
}

static bool compare(uint32_t operation, uint64_t a, uint64_t b, uint64_t *ret)
{
	switch (operation) {
	case EQZ: *ret = a == 0; return true;
	case EQ: *ret = a == b; return true;
	case NE: *ret = a != b; return true;
	default: return false;
	}
}

static bool calculate(uint32_t operation, unsigned width, uint64_t a, uint64_t b, uint64_t *ret)
{
	unsigned shift = (unsigned)(b & (width - 1));
	switch (operation) {
	case ADD: *ret = a + b; return true;
	case SUB: *ret = a - b; return true;
	case MUL: *ret = a * b; return true;
	case AND: *ret = a & b; return true;
	case OR: *ret = a | b; return true;
	case XOR: *ret = a ^ b; return true;
	case SHL: *ret = a << shift; return true;
	case SHR_U: *ret = a >> shift; return true;
	case SHR_S:
		a = extend(a, width);
		*ret = shift ? (a >> shift) | (a >> 63 ? ~(UINT64_MAX >> shift) : 0) : a;
		return true;
	default: return false;
	}
}

static bool convert(uint32_t code, uint64_t a, uint64_t *ret)
{
	switch (code) {
	case OP_I32_WRAP_I64:
	case OP_I64_EXTEND_I32_U: *ret = (uint32_t)a; return true;
	case OP_I64_EXTEND_I32_S:
	case OP_I64_EXTEND32_S: *ret = extend(a, 32); return true;
	case OP_I32_EXTEND8_S: *ret = (uint32_t)extend(a, 8); return true;
	case OP_I32_EXTEND16_S: *ret = (uint32_t)extend(a, 16); return true;
	case OP_I64_EXTEND8_S: *ret = extend(a, 8); return true;
	case OP_I64_EXTEND16_S: *ret = extend(a, 16); return true;
	case OP_I32_REINTERPRET_F32:
	case OP_I64_REINTERPRET_F64:
	case OP_F32_REINTERPRET_I32:
	case OP_F64_REINTERPRET_I64: *ret = a; return true;
	default: return false;
	}
}

static bool is_unary(uint32_t code)
{
	return code == OP_I32_EQZ || code == OP_I64_EQZ || code >= OP_I32_WRAP_I64;
}

static bool fold(uint32_t code, uint64_t a, uint64_t b, uint64_t *ret)
{
	if (code >= OP_I32_EQZ && code < OP_I32_EQZ + COMPARISONS)
		return compare(code - OP_I32_EQZ, a, b, ret);
	if (code >= OP_I64_EQZ && code < OP_I64_EQZ + COMPARISONS)
		return compare(code - OP_I64_EQZ, a, b, ret);
	unsigned width = code >= OP_I64_ADD ? 64 : 32;
	uint32_t first = width == 64 ? OP_I64_ADD : OP_I32_ADD;
	if (code >= first && code < first + OPERATIONS) {
		if (!calculate(code - first, width, a, b, ret))
			return false;
		*ret = narrow(*ret, width);
		return true;
	}
	return convert(code, a, ret);
}

struct wcore_known wcore_known_fold(uint32_t code, struct wcore_known a, struct wcore_known b)
{
	struct wcore_known result = {WCORE_UNKNOWN, 0, WCORE_LOCAL_NONE};
	bool enough = a.state == WCORE_KNOWN ||
		      (a.state == WCORE_LOW_HALF && code == OP_I32_WRAP_I64);
	if (is_unary(code))
		b = (struct wcore_known){WCORE_KNOWN, 0, WCORE_LOCAL_NONE};
	if (!enough || b.state != WCORE_KNOWN || !fold(code, a.bits, b.bits, &result.bits)) {
		result.bits = 0;
		return result;
	}
	result.state = WCORE_KNOWN;
	if (a.local == b.local || b.local == WCORE_LOCAL_NONE)
		result.local = a.local;
	else
		result.local = a.local == WCORE_LOCAL_NONE ? b.local : WCORE_LOCAL_MANY;
	return result;
}
