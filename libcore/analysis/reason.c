#include "reason.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../dump/memory.h"

static const char *const kind_names[WCORE_TRAP_KINDS] = {
	[WCORE_TRAP_UNREACHABLE] = "unreachable",
	[WCORE_TRAP_DIVIDE_BY_ZERO] = "integer divide by zero",
	[WCORE_TRAP_INTEGER_OVERFLOW] = "integer overflow",
	[WCORE_TRAP_BAD_CONVERSION] = "invalid conversion to integer",
	[WCORE_TRAP_MEMORY_BOUNDS] = "out of bounds memory access",
	[WCORE_TRAP_TABLE_BOUNDS] = "out of bounds table access",
	[WCORE_TRAP_NULL_ELEMENT] = "uninitialized table element",
	[WCORE_TRAP_SIGNATURE] = "indirect call type mismatch",
	[WCORE_TRAP_STACK_EXHAUSTED] = "call stack exhausted",
	[WCORE_TRAP_UNALIGNED] = "unaligned atomic",
	[WCORE_TRAP_NULL_REFERENCE] = "null reference",
	[WCORE_TRAP_CAST] = "cast failure",
	[WCORE_TRAP_ARRAY_BOUNDS] = "out of bounds array access",
	[WCORE_TRAP_UNCAUGHT_EXCEPTION] = "uncaught exception",
	[WCORE_TRAP_INTERRUPTED] = "interrupted",
	[WCORE_TRAP_HOST] = "host trap",
	[WCORE_TRAP_NOT_SHARED] = "atomic wait on non-shared memory",
};

const char *wcore_trap_kind_name(enum wcore_trap_kind kind)
{
	return kind_names[kind];
}

static const struct {
	uint32_t flag, kinds;
} by_flag[] = {
	{WCORE_INSN_LOAD, WCORE_KIND_BIT(MEMORY_BOUNDS)},
	{WCORE_INSN_STORE, WCORE_KIND_BIT(MEMORY_BOUNDS)},
	{WCORE_INSN_MEMORY, WCORE_KIND_BIT(MEMORY_BOUNDS)},
	{WCORE_INSN_TABLE, WCORE_KIND_BIT(TABLE_BOUNDS)},
	{WCORE_INSN_DIV, WCORE_KIND_BIT(DIVIDE_BY_ZERO)},
	{WCORE_INSN_OVERFLOW, WCORE_KIND_BIT(INTEGER_OVERFLOW)},
	{WCORE_INSN_TRUNC, WCORE_KIND_BIT(BAD_CONVERSION) | WCORE_KIND_BIT(INTEGER_OVERFLOW)},
	{WCORE_INSN_NULL_REF, WCORE_KIND_BIT(NULL_REFERENCE)},
	{WCORE_INSN_CAST, WCORE_KIND_BIT(CAST)},
	{WCORE_INSN_ARRAY, WCORE_KIND_BIT(ARRAY_BOUNDS)},
	{WCORE_INSN_ATOMIC, WCORE_KIND_BIT(UNALIGNED)},
	/* The host's functions leave no frame behind. */
	{WCORE_INSN_INDIRECT, WCORE_KIND_BIT(NULL_ELEMENT) | WCORE_KIND_BIT(SIGNATURE) |
			      WCORE_KIND_BIT(HOST)},
	{WCORE_INSN_THROW, WCORE_KIND_BIT(UNCAUGHT_EXCEPTION)},
};

enum { OP_MEMORY_GROW = 0x40 };
#define OP_MEMORY_INIT UINT32_C(0xfc000008)
#define OP_MEMORY_COPY UINT32_C(0xfc00000a)
#define OP_MEMORY_FILL UINT32_C(0xfc00000b)
#define OP_TABLE_INIT UINT32_C(0xfc00000c)
#define OP_TABLE_COPY UINT32_C(0xfc00000e)
#define OP_TABLE_GROW UINT32_C(0xfc00000f)
#define OP_TABLE_FILL UINT32_C(0xfc000011)
#define OP_ARRAY_FILL UINT32_C(0xfb000010)
#define OP_ARRAY_COPY UINT32_C(0xfb000011)
#define OP_ARRAY_INIT_DATA UINT32_C(0xfb000012)
#define OP_ARRAY_INIT_ELEM UINT32_C(0xfb000013)
#define OP_ATOMIC_WAIT32 UINT32_C(0xfe000001)
#define OP_ATOMIC_WAIT64 UINT32_C(0xfe000002)

/* A call leaves no frame behind when the callee is the host's, or ended at its entry. */
#define CALL_KINDS (WCORE_KIND_BIT(HOST) | WCORE_KIND_BIT(STACK_EXHAUSTED) | \
		    WCORE_KIND_BIT(INTERRUPTED))

/* What the flags do not say. */
static const struct {
	uint32_t code, kinds;
} by_opcode[] = {
	{WCORE_OP_UNREACHABLE, WCORE_KIND_BIT(UNREACHABLE)},
	{WCORE_OP_LOOP, WCORE_KIND_BIT(INTERRUPTED)},
	{WCORE_OP_CALL, CALL_KINDS},
	{WCORE_OP_RETURN_CALL, CALL_KINDS},
	{WCORE_OP_CALL_REF, WCORE_KIND_BIT(HOST)},
	{WCORE_OP_RETURN_CALL_REF, WCORE_KIND_BIT(HOST)},
	{OP_MEMORY_GROW, WCORE_KIND_BIT(HOST)},	/* a limiter that traps */
	/* Wasmtime takes fuel for each byte or element in front of these (measured). */
	{OP_TABLE_GROW, WCORE_KIND_BIT(HOST) | WCORE_KIND_BIT(INTERRUPTED)},
	{OP_MEMORY_INIT, WCORE_KIND_BIT(INTERRUPTED)},
	{OP_MEMORY_COPY, WCORE_KIND_BIT(INTERRUPTED)},
	{OP_MEMORY_FILL, WCORE_KIND_BIT(INTERRUPTED)},
	{OP_TABLE_INIT, WCORE_KIND_BIT(INTERRUPTED)},
	{OP_TABLE_COPY, WCORE_KIND_BIT(INTERRUPTED)},
	{OP_TABLE_FILL, WCORE_KIND_BIT(INTERRUPTED)},
	{OP_ARRAY_FILL, WCORE_KIND_BIT(INTERRUPTED)},
	{OP_ARRAY_COPY, WCORE_KIND_BIT(INTERRUPTED)},
	{OP_ARRAY_INIT_DATA, WCORE_KIND_BIT(INTERRUPTED)},
	{OP_ARRAY_INIT_ELEM, WCORE_KIND_BIT(INTERRUPTED)},
	{OP_ATOMIC_WAIT32, WCORE_KIND_BIT(NOT_SHARED)},
	{OP_ATOMIC_WAIT64, WCORE_KIND_BIT(NOT_SHARED)},
};

uint32_t wcore_reason_kinds(const struct wcore_opcode *op)
{
	uint32_t kinds = 0;
	for (size_t i = 0; i < sizeof(by_flag) / sizeof(by_flag[0]); i++) {
		if (op->flags & by_flag[i].flag)
			kinds |= by_flag[i].kinds;
	}
	for (size_t i = 0; i < sizeof(by_opcode) / sizeof(by_opcode[0]); i++) {
		if (op->code == by_opcode[i].code)
			kinds |= by_opcode[i].kinds;
	}
	return kinds;
}

struct wcore_error *wcore_reasons_init(struct wcore_reasons *reasons, struct wcore_module *module,
				       const struct wcore_dump *dump)
{
	*reasons = (struct wcore_reasons){.module = module, .dump = dump};
	return wcore_module_index(module, &reasons->index);
}

const char *wcore_known_describe(struct wcore_known value, char *buffer, size_t size)
{
	const char *what = value.local == WCORE_LOCAL_NONE ? "the constant " : "";
	int used = snprintf(buffer, size, "is %s%" PRIu64, what, value.bits);
	if (value.local < WCORE_LOCAL_MANY && used > 0 && (size_t)used < size)
		snprintf(buffer + used, size - (size_t)used, " (local %" PRIu32 ")", value.local);
	return buffer;
}

static void __attribute__((format(printf, 3, 4)))
set(struct wcore_reason *ret, uint32_t kinds, const char *format, ...)
{
	va_list args;
	ret->kinds = kinds;
	va_start(args, format);
	vsnprintf(ret->text, sizeof(ret->text), format, args);
	va_end(args);
}

/* 1 when it is value, 0 when it is not, -1 when that is not known. */
static int is_value(struct wcore_known known, uint64_t value)
{
	if (known.state == WCORE_KNOWN)
		return known.bits == value;
	if (known.state == WCORE_LOW_HALF && (uint32_t)known.bits != (uint32_t)value)
		return 0;
	return -1;
}

static void divide(const struct wcore_insn *insn, const struct wcore_operands *operands,
		   struct wcore_reason *ret)
{
	bool is_64 = insn->op->code >= WCORE_OP_I64_DIV_S;
	struct wcore_known divisor = wcore_operands_get(operands, 0);
	struct wcore_known dividend = wcore_operands_get(operands, 1);
	char text[64];
	int is_zero = is_value(divisor, 0);

	if (is_zero == 1) {
		set(ret, WCORE_KIND_BIT(DIVIDE_BY_ZERO), "the divisor %s",
		    wcore_known_describe(divisor, text, sizeof(text)));
		return;
	}
	uint32_t kinds = is_zero == 0 ? 0 : WCORE_KIND_BIT(DIVIDE_BY_ZERO);
	if (insn->op->flags & WCORE_INSN_OVERFLOW &&
	    is_value(divisor, is_64 ? UINT64_MAX : UINT32_MAX) != 0 &&
	    is_value(dividend, is_64 ? UINT64_C(1) << 63 : UINT64_C(1) << 31) != 0)
		kinds |= WCORE_KIND_BIT(INTEGER_OVERFLOW);
	if (kinds == WCORE_KIND_BIT(INTEGER_OVERFLOW))
		set(ret, kinds, "the divisor is -1");
	else if (kinds == WCORE_KIND_BIT(DIVIDE_BY_ZERO) && insn->op->flags & WCORE_INSN_OVERFLOW)
		set(ret, kinds, "the operands rule an overflow out");
	else if (kinds)
		set(ret, kinds, "%s", kinds & WCORE_KIND_BIT(INTEGER_OVERFLOW) ?
		    "the divisor is not known" : "");
	else
		set(ret, 0, "the divisor %s", wcore_known_describe(divisor, text, sizeof(text)));
}

/* The open interval of operands that do not trap (4.3.3, trunc). */
static bool trunc_fits(const char *name, double value)
{
	bool is_64 = strncmp(name, "i64", 3) == 0;
	bool is_signed = name[strlen(name) - 1] == 's';
	double end = is_64 ? 0x1p64 : 0x1p32;
	if (!is_signed)
		return value > -1.0 && value < end;
	end /= 2;
	return value < end && (is_64 ? value >= -end : value > -end - 1.0);
}

static void truncate(const struct wcore_insn *insn, const struct wcore_operands *operands,
		     struct wcore_reason *ret)
{
	struct wcore_known operand = wcore_operands_get(operands, 0);
	double value;

	if (operand.state != WCORE_KNOWN) {
		set(ret, ret->kinds, "the operand is not known");
		return;
	}
	if (strstr(insn->op->name, "_f32")) {
		uint32_t bits = (uint32_t)operand.bits;
		float single;
		memcpy(&single, &bits, sizeof(single));
		value = (double)single;
	} else {
		memcpy(&value, &operand.bits, sizeof(value));
	}
	if (isnan(value))
		set(ret, WCORE_KIND_BIT(BAD_CONVERSION), "the operand is not a number");
	else if (trunc_fits(insn->op->name, value))
		set(ret, 0, "the operand is %g", value);
	else
		set(ret, ret->kinds, "the operand is %g, which is out of range: Wasmtime calls that an "
		    "overflow, other engines an invalid conversion", value);
}

/*
 * At least this many bytes: memories only grow, so the module's minimum holds,
 * and the dump's size where it is certain which memory it is.  The page size is
 * the module's; dumps lose it.
 */
uint64_t wcore_reasons_memory_size(const struct wcore_reasons *reasons, uint64_t memory)
{
	const struct wcore_index *index = reasons->index;
	const struct wcore_dump *dump = reasons->dump;

	if (memory >= index->memory_count)
		return 0;
	const struct wcore_limits *limits = &index->memories[memory].limits;
	uint64_t pages = limits->min;
	if (index->memory_count == 1 && dump && dump->memory_count == 1 &&
	    dump->module_count <= 1 && dump->memories[0].limits.min > pages)
		pages = dump->memories[0].limits.min;
	return limits->page_log2 < 64 && pages <= UINT64_MAX >> limits->page_log2 ?
	       pages << limits->page_log2 : 0;
}

/* The module's memory in the dump; NULL when it is not certain which one that is. */
static const struct wcore_memory *find_memory(const struct wcore_reasons *reasons, uint64_t memory)
{
	const struct wcore_dump *dump = reasons->dump;

	if (!dump || dump->module_count > 1 || dump->instance_count != 1)
		return NULL;
	/* A list that leaves one out (shared memories) is shifted. */
	const struct wcore_instance *instance = &dump->instances[0];
	if (instance->memory_count != reasons->index->memory_count ||
	    instance->memories[memory] >= dump->memory_count)
		return NULL;
	return &dump->memories[instance->memories[memory]];
}

/* Where the memory ended when the thread stopped; false when the dump does not say it. */
static bool captured_end(const struct wcore_reasons *reasons, uint64_t memory, uint64_t *ret)
{
	const struct wcore_memory *captured;
	const struct wcore_limits *limits;

	if (memory >= reasons->index->memory_count)
		return false;
	limits = &reasons->index->memories[memory].limits;
	captured = find_memory(reasons, memory);
	if (!captured || captured->limits.min == 0 || captured->limits.min < limits->min ||
	    limits->page_log2 >= 64 || captured->limits.min > UINT64_MAX >> limits->page_log2)
		return false;
	*ret = captured->limits.min << limits->page_log2;
	return true;
}

/*
 * No access behind this is inside; UINT64_MAX when that is not known.  Producers
 * that capture no memory record less pages than the module's minimum.
 */
static uint64_t memory_end(const struct wcore_reasons *reasons, uint64_t memory)
{
	if (memory >= reasons->index->memory_count)
		return UINT64_MAX;
	const struct wcore_limits *limits = &reasons->index->memories[memory].limits;
	uint64_t pages = limits->is_64 ? UINT64_MAX : (UINT64_C(1) << 32) >> (limits->page_log2 & 63);
	uint64_t end;

	if (captured_end(reasons, memory, &end))
		return end;
	if (limits->has_max && limits->max < pages)
		pages = limits->max;
	return limits->page_log2 < 64 && pages <= UINT64_MAX >> limits->page_log2 ?
	       pages << limits->page_log2 : UINT64_MAX;
}

static void access_memory(const struct wcore_reasons *reasons, const struct wcore_insn *insn,
			  const struct wcore_operands *operands, struct wcore_reason *ret)
{
	bool is_store = insn->op->flags & WCORE_INSN_STORE;
	struct wcore_known base = wcore_operands_get(operands, is_store ? 1 : 0);
	uint64_t size = wcore_reasons_memory_size(reasons, insn->imm[2]);
	uint64_t offset = insn->imm[1];

	if (base.state != WCORE_KNOWN || base.bits > UINT64_MAX - offset)
		return;
	uint64_t address = base.bits + offset, end;
	if (size >= insn->op->width && address <= size - insn->op->width)
		set(ret, 0, "the address 0x%" PRIx64 " is inside the memory", address);
	else if (captured_end(reasons, insn->imm[2], &end))
		set(ret, ret->kinds, "address 0x%" PRIx64 ", %u byte%s, memory ends at 0x%" PRIx64,
		    address, insn->op->width, insn->op->width == 1 ? "" : "s", end);
	else
		set(ret, ret->kinds, "the address is 0x%" PRIx64, address);
}

/* Whether [base, base + count) is known to end behind the memory. */
static bool is_outside(const struct wcore_reasons *reasons, uint64_t memory,
		       struct wcore_known base, struct wcore_known count)
{
	uint64_t end = memory_end(reasons, memory);

	return base.state == WCORE_KNOWN && count.state == WCORE_KNOWN && end != UINT64_MAX &&
	       (base.bits > end || count.bits > end - base.bits);
}

/* memory.fill and memory.copy, which trap for their range or for the fuel that it takes. */
static void move_memory(const struct wcore_reasons *reasons, const struct wcore_insn *insn,
			const struct wcore_operands *operands, struct wcore_reason *ret)
{
	struct wcore_known count = wcore_operands_get(operands, 0);
	struct wcore_known source = wcore_operands_get(operands, 1);
	struct wcore_known target = wcore_operands_get(operands, 2);

	if (is_outside(reasons, insn->imm[0], target, count) ||
	    (insn->op->code == OP_MEMORY_COPY && is_outside(reasons, insn->imm[1], source, count)))
		set(ret, WCORE_KIND_BIT(MEMORY_BOUNDS), "the range ends behind the memory");
	else
		set(ret, ret->kinds, "the range is not known, or fuel for it was not there");
}

static void call(const struct wcore_reasons *reasons, const struct wcore_insn *insn,
		 struct wcore_reason *ret)
{
	if (insn->imm[0] < reasons->index->imported_funcs)
		set(ret, WCORE_KIND_BIT(HOST) | WCORE_KIND_BIT(INTERRUPTED),
		    "the call is to an imported function");
	else
		set(ret, ret->kinds & ~WCORE_KIND_BIT(HOST), "the callee has no frame");
}

unsigned wcore_reason_operand_count(const struct wcore_opcode *op)
{
	switch (op->code) {
	case WCORE_OP_CALL_INDIRECT:
	case WCORE_OP_RETURN_CALL_INDIRECT:
		return 1;
	case OP_MEMORY_FILL:
	case OP_MEMORY_COPY:
		return 3;
	default:
		break;
	}
	if (op->flags & WCORE_INSN_DIV)
		return 2;
	if (op->flags & WCORE_INSN_TRUNC)
		return 1;
	if (op->imm == WCORE_IMM_MEMARG && !(op->flags & WCORE_INSN_ATOMIC))
		return op->flags & WCORE_INSN_STORE ? 2 : op->flags & WCORE_INSN_LOAD ? 1 : 0;
	return 0;
}

void wcore_reason_find(struct wcore_reasons *reasons, const struct wcore_insn *insn,
		       const struct wcore_operands *operands, struct wcore_reason *ret)
{
	uint32_t flags = insn->op->flags;

	*ret = (struct wcore_reason){.kinds = wcore_reason_kinds(insn->op)};
	switch (insn->op->code) {
	case WCORE_OP_CALL:
	case WCORE_OP_RETURN_CALL:
		call(reasons, insn, ret);
		return;
	case WCORE_OP_CALL_INDIRECT:
	case WCORE_OP_RETURN_CALL_INDIRECT:
		wcore_reason_indirect(reasons, insn, wcore_operands_get(operands, 0), ret);
		return;
	case OP_MEMORY_FILL:
	case OP_MEMORY_COPY:
		move_memory(reasons, insn, operands, ret);
		return;
	default:
		break;
	}
	if (flags & WCORE_INSN_DIV)
		divide(insn, operands, ret);
	else if (flags & WCORE_INSN_TRUNC)
		truncate(insn, operands, ret);
	else if (insn->op->imm == WCORE_IMM_MEMARG && !(flags & WCORE_INSN_ATOMIC) &&
		 flags & (WCORE_INSN_LOAD | WCORE_INSN_STORE))
		access_memory(reasons, insn, operands, ret);
}
