/*
 * Instructions (WebAssembly 3.0, 5.4, and the proposals that ship: relaxed
 * SIMD, threads, both exception handlings, wide arithmetic, stack switching,
 * custom page sizes), decoded by a table.
 */
#ifndef WCORE_WASM_INSN_H
#define WCORE_WASM_INSN_H

#include "function.h"
#include "module.h"

/* Immediates, in the order of the binary format. */
enum wcore_imm {
	WCORE_IMM_NONE,
	WCORE_IMM_BLOCK,	/* block type: imm[0] is the s33, imm[2] the heap type of a (ref ...); see wcore_insn_block_type() */
	WCORE_IMM_INDEX,	/* one index, in imm[0] */
	WCORE_IMM_INDEX2,	/* two indices, as encoded: call_indirect is type, table; table.init is elem, table */
	WCORE_IMM_BR_TABLE,	/* imm[0] is the number of targets without the default; see wcore_insn_vector() */
	WCORE_IMM_MEMARG,	/* imm[0] align, imm[1] offset, imm[2] memory */
	WCORE_IMM_MEMARG_LANE,	/* and imm[3] the lane */
	WCORE_IMM_I32, WCORE_IMM_I64, WCORE_IMM_F32, WCORE_IMM_F64,	/* imm[0] holds the bits, sign-extended for integers */
	WCORE_IMM_V128,		/* imm[0] low and imm[1] high half; also i8x16.shuffle */
	WCORE_IMM_LANE,
	WCORE_IMM_TYPES,	/* select t*: imm[0] is the count */
	WCORE_IMM_HEAP,		/* heap type, s33 */
	WCORE_IMM_CAST,		/* br_on_cast: flags, label, two heap types in imm[0..3] */
	WCORE_IMM_TRY_TABLE,	/* block type in imm[0] and imm[2], number of catch clauses in imm[1] */
	WCORE_IMM_RESUME,	/* type in imm[0] (resume_throw: tag in imm[1]), number of handlers in the last */
	WCORE_IMM_ATOMIC_FENCE,	/* imm[0] is the ordering */
	WCORE_IMM_ORDER_INDEX, WCORE_IMM_ORDER_INDEX2,	/* imm[0] the ordering, then one or two indices */
};

/* How an instruction can trap or leave the straight line; a set. */
enum wcore_insn_flags {
	WCORE_INSN_CALL = 1 << 0,		/* call, call_ref, call_indirect: a caller's frame may stand here */
	WCORE_INSN_TAIL_CALL = 1 << 1,
	WCORE_INSN_BRANCH = 1 << 2,		/* br, br_if, br_table, br_on_*, if, else, return: control moves */
	WCORE_INSN_BLOCK = 1 << 3,		/* opens a block that an end or delegate closes: block, loop, if, try, try_table */
	WCORE_INSN_LOAD = 1 << 4,
	WCORE_INSN_STORE = 1 << 5,
	WCORE_INSN_MEMORY = 1 << 6,		/* bulk memory access that can be out of bounds */
	WCORE_INSN_TABLE = 1 << 7,		/* table access that can be out of bounds */
	WCORE_INSN_DIV = 1 << 8,		/* traps on a zero divisor */
	WCORE_INSN_OVERFLOW = 1 << 9,		/* and on a result that does not fit: div_s */
	WCORE_INSN_TRUNC = 1 << 10,		/* float to integer that traps */
	WCORE_INSN_NULL_REF = 1 << 11,		/* traps on a null reference */
	WCORE_INSN_CAST = 1 << 12,
	WCORE_INSN_ARRAY = 1 << 13,		/* array access that can be out of bounds */
	WCORE_INSN_ATOMIC = 1 << 14,		/* traps on unaligned addresses */
	WCORE_INSN_INDIRECT = 1 << 15,		/* traps on a null table element and on one of another type */
	WCORE_INSN_THROW = 1 << 16,		/* throws an exception, which may stay uncaught */
};

struct wcore_opcode {
	uint32_t code;		/* the byte, or prefix << 24 | sub-opcode: 0xfc000008 memory.init */
	const char *name;	/* as the text format has it */
	enum wcore_imm imm;
	uint32_t flags;
	uint8_t width;	/* bytes of memory that a load, store or atomic touches; 0 otherwise */
};

struct wcore_insn {
	uint64_t offset;	/* of its first byte in the file */
	uint64_t next;		/* of the instruction behind it */
	const struct wcore_opcode *op;
	uint64_t imm[4];
	uint64_t vector;	/* where the items of BR_TABLE, TYPES, TRY_TABLE, RESUME start */
	const uint8_t *data;	/* the file's first byte: the instruction stands at data + offset */
};

/* Opcodes that code outside the table names. */
enum {
	WCORE_OP_UNREACHABLE = 0x00, WCORE_OP_BLOCK = 0x02, WCORE_OP_LOOP = 0x03, WCORE_OP_IF = 0x04,
	WCORE_OP_ELSE = 0x05, WCORE_OP_TRY = 0x06, WCORE_OP_CATCH = 0x07, WCORE_OP_THROW = 0x08,
	WCORE_OP_RETHROW = 0x09, WCORE_OP_THROW_REF = 0x0a, WCORE_OP_END = 0x0b, WCORE_OP_BR = 0x0c, WCORE_OP_BR_IF = 0x0d,
	WCORE_OP_BR_TABLE = 0x0e, WCORE_OP_RETURN = 0x0f, WCORE_OP_CALL = 0x10,
	WCORE_OP_CALL_INDIRECT = 0x11, WCORE_OP_RETURN_CALL = 0x12,
	WCORE_OP_RETURN_CALL_INDIRECT = 0x13, WCORE_OP_CALL_REF = 0x14,
	WCORE_OP_RETURN_CALL_REF = 0x15, WCORE_OP_DELEGATE = 0x18, WCORE_OP_CATCH_ALL = 0x19,
	WCORE_OP_TRY_TABLE = 0x1f,
	WCORE_OP_LOCAL_GET = 0x20, WCORE_OP_LOCAL_SET = 0x21, WCORE_OP_LOCAL_TEE = 0x22,
	WCORE_OP_GLOBAL_GET = 0x23, WCORE_OP_GLOBAL_SET = 0x24,
	WCORE_OP_I32_CONST = 0x41, WCORE_OP_I64_CONST = 0x42, WCORE_OP_F32_CONST = 0x43,
	WCORE_OP_F64_CONST = 0x44,
	WCORE_OP_I32_DIV_S = 0x6d, WCORE_OP_I32_DIV_U = 0x6e, WCORE_OP_I32_REM_S = 0x6f,
	WCORE_OP_I32_REM_U = 0x70, WCORE_OP_I64_DIV_S = 0x7f, WCORE_OP_I64_DIV_U = 0x80,
	WCORE_OP_I64_REM_S = 0x81, WCORE_OP_I64_REM_U = 0x82,
};

/* NULL when no instruction has that code. */
const struct wcore_opcode *wcore_opcode_find(uint32_t code);

/* One instruction; after an error the cursor stands where it stood.  Errors: FORMAT (unknown opcode, immediates cut or malformed). */
struct wcore_error *wcore_insn_decode(struct wcore_cursor *cursor, struct wcore_insn *ret);
/* Item i of BR_TABLE (labels, the default last) or TYPES (codes), read again from the file. */
struct wcore_error *wcore_insn_vector(const struct wcore_module *module,
				      const struct wcore_insn *insn, uint32_t i, uint64_t *ret);
/* A cursor over all items of the vector: for those who want more than one. */
void wcore_insn_vector_cursor(const struct wcore_insn *insn, struct wcore_cursor *ret);

/*
 * The type of a block: its parameters and results.  A single result lives in
 * the caller's *single.  False when it is a type index that names no function type.
 */
struct wcore_block_type {
	const struct wcore_valtype *params, *results;
	uint32_t param_count, result_count;
};
bool wcore_insn_block_type(struct wcore_module *module, const struct wcore_insn *insn,
			   struct wcore_valtype *single, struct wcore_block_type *ret);

/* A cursor over a function's instructions. */
void wcore_insn_cursor(const struct wcore_module *module, const struct wcore_function *function,
		       struct wcore_cursor *ret);
/*
 * The instruction that starts exactly at the file offset, found by decoding
 * from the function's start.  Errors: NOT_FOUND when none does, FORMAT.
 */
struct wcore_error *wcore_insn_at(const struct wcore_module *module,
				  const struct wcore_function *function, uint64_t offset,
				  struct wcore_insn *ret);
/* "call 17", "i32.load offset=16": what a disassembler prints, into buffer. */
const char *wcore_insn_format(const struct wcore_insn *insn, char *buffer, size_t size);

#endif
