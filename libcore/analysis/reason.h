/*
 * For which reasons an instruction can trap: a table by opcode and by the
 * decoder's flags, narrowed by what is known of the operands and of the tables
 * and memories that they refer to.
 */
#ifndef WCORE_ANALYSIS_REASON_H
#define WCORE_ANALYSIS_REASON_H

#include "../dump/dump.h"
#include "../wasm/function.h"
#include "operand.h"
#include "trap.h"

struct wcore_reasons {
	struct wcore_module *module;
	const struct wcore_index *index;
	const struct wcore_dump *dump;
	/* What was found out of a table, when it was last asked for. */
	bool has_table, is_table_fixed;
	uint32_t table;
	unsigned searches;	/* of the code for writes to a table, of WCORE_REASONS_SEARCHES */
	uint64_t elements;	/* looked at, of WCORE_REASONS_ELEMENTS */
};

/* Behind these limits nothing is ruled out any more. */
#define WCORE_REASONS_SEARCHES 4
#define WCORE_REASONS_ELEMENTS (UINT64_C(1) << 22)

struct wcore_reason {
	uint32_t kinds;		/* bit per enum wcore_trap_kind; 0: it does not trap */
	char text[240];		/* what decided, or what would; may be empty */
};

/* module and dump stay the caller's.  Errors: NOMEM. */
struct wcore_error *wcore_reasons_init(struct wcore_reasons *reasons, struct wcore_module *module,
				       const struct wcore_dump *dump);

/* How many bytes a memory of the module has at least; 0 when it has no such memory. */
uint64_t wcore_reasons_memory_size(const struct wcore_reasons *reasons, uint64_t memory);

/* All that an instruction of this opcode can trap for. */
uint32_t wcore_reason_kinds(const struct wcore_opcode *op);

/* How many operands on top of the stack decide what it can trap for. */
unsigned wcore_reason_operand_count(const struct wcore_opcode *op);

/* What this instruction can trap for with these operands. */
void wcore_reason_find(struct wcore_reasons *reasons, const struct wcore_insn *insn,
		       const struct wcore_operands *operands, struct wcore_reason *ret);

/*
 * The same for call_indirect (indirect.c), whose operand is an index into a
 * table: the element segments say what stands there as long as nothing else
 * can have written to the table.
 */
void wcore_reason_indirect(struct wcore_reasons *reasons, const struct wcore_insn *insn,
			   struct wcore_known slot, struct wcore_reason *ret);

/*
 * True when the element segments alone decide what a table holds: the module keeps it to itself and no
 * instruction writes to it.  Code of more than max_search bytes is not searched: false.
 */
bool wcore_table_is_fixed(struct wcore_module *module, const struct wcore_index *index,
			  uint32_t table, uint64_t max_search);

/* "is the constant 7", "is 7 (local 3)" into buffer, which is returned. */
const char *wcore_known_describe(struct wcore_known value, char *buffer, size_t size);

/* A bit of wcore_reason.kinds and wcore_trap.possible. */
#define WCORE_KIND_BIT(kind) (UINT32_C(1) << WCORE_TRAP_##kind)

#endif
