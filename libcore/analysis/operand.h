/*
 * What is known of an instruction's operands: constants of the code directly in
 * front of it, and recorded locals.
 *
 * Instructions are stepped over one by one; what they leave on the operand stack
 * is followed as long as control can only come from above.  A value that rests
 * on a recorded local is the one that the local had when the thread stopped: it
 * holds for an instruction if the thread stopped there, since a local that is
 * written on the way makes the values forgotten that were read before.
 */
#ifndef WCORE_ANALYSIS_OPERAND_H
#define WCORE_ANALYSIS_OPERAND_H

#include "../wasm/index.h"
#include "../wasm/insn.h"

struct wcore_known {
	enum { WCORE_UNKNOWN, WCORE_LOW_HALF, WCORE_KNOWN } state;
	uint64_t bits;		/* i32 zero-extended; float bits; of LOW_HALF the low 32 bits */
	uint32_t local;		/* the recorded local it rests on, or WCORE_LOCAL_NONE, _MANY */
};

#define WCORE_LOCAL_NONE UINT32_MAX
#define WCORE_LOCAL_MANY (UINT32_MAX - 1)

#define WCORE_OPERANDS_DEPTH 16
#define WCORE_OPERANDS_SETS 8

struct wcore_operands {
	const struct wcore_index *index;	/* for immutable globals; may be NULL */
	const struct wcore_known *locals;	/* as recorded; may be NULL */
	uint32_t local_count;
	struct wcore_known stack[WCORE_OPERANDS_DEPTH];	/* the known end of the stack, top last */
	unsigned count;
	/* Locals that were set to something known since the last join, youngest last. */
	struct { uint32_t local; struct wcore_known value; } sets[WCORE_OPERANDS_SETS];
	unsigned set_count;
};

/* index and locals stay the caller's. */
void wcore_operands_init(struct wcore_operands *operands, const struct wcore_index *index,
			 const struct wcore_known *locals, uint32_t local_count);
/* Takes over what insn does to the stack and the locals. */
void wcore_operands_step(struct wcore_operands *operands, const struct wcore_insn *insn);
/* An operand of the instruction that comes next; depth 0 is the top. */
struct wcore_known wcore_operands_get(const struct wcore_operands *operands, unsigned depth);

/*
 * The result of a numeric instruction of one or two operands (b is ignored for
 * one); unknown for those that are not computed here.
 */
struct wcore_known wcore_known_fold(uint32_t code, struct wcore_known a, struct wcore_known b);

#endif
