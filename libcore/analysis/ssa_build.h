/* What ssa_build.c, which follows control, and ssa_step.c, which follows what stands between, share. */
#ifndef WCORE_ANALYSIS_SSA_BUILD_H
#define WCORE_ANALYSIS_SSA_BUILD_H

#include "ssa_state.h"

/* A block of the code that is open. */
struct ssa_label {
	uint32_t opcode;	/* that opened it; 0 is the function itself */
	uint32_t height;	/* of the operand stack below its parameters */
	const struct wcore_valtype *params, *results;	/* NULL: single */
	uint32_t param_count, result_count;
	struct wcore_valtype single;
	uint32_t edge, edge_count;	/* to its end */
	/* loop: its head; if: the block that branches; try: the block in front of it. */
	uint32_t block;
	uint32_t outer_loop;		/* loop: the head of the one around it */
	uint32_t condition, args;	/* if: while there was no else */
	bool has_else;
	uint32_t body_first, body_end;	/* try: blocks in which an exception leads to its clauses */
	uint64_t clauses, clauses_end;	/* of a try_table, in the file */
	uint64_t table;		/* the last br_table that leads here, and its edge */
	uint32_t table_edge;
};

struct ssa_builder {
	struct wcore_ssa *ssa;
	struct ssa_list stack;		/* of nodes */
	struct ssa_list labels;
	struct ssa_list tags;		/* types of the module's tags, when they are needed */
	bool has_tags;
	uint32_t *last_def;		/* of each variable: its place in defs, plus 1 */
	uint32_t block;			/* that is being built */
	uint32_t loop;			/* the head of the innermost open loop; 0 without one */
	bool has_caught;
	uint32_t calls;
	bool is_dead;			/* the code here is not reached */
	uint32_t dead_depth;		/* of blocks in it */
	uint64_t offset;		/* of the instruction that is asked for */
	uint32_t last_loop;		/* labels up to the outermost loop around it */
	bool is_done;
};

static inline struct ssa_label *ssa_label(const struct ssa_builder *builder, uint64_t depth)
{
	return (struct ssa_label *)builder->labels.items + builder->labels.count - 1 - depth;
}

static inline uint8_t ssa_label_type(const struct wcore_valtype *types,
				     const struct ssa_label *label, uint32_t i)
{
	return types ? types[i].code : label->single.code;
}

/* ssa_step.c */

void wcore_ssa_push_operand(struct ssa_builder *builder, uint32_t node);
/* Sets status when the block has no operand left. */
uint32_t wcore_ssa_pop_operand(struct ssa_builder *builder);
/* The lowest of the count operands on top, in stack; they stay. */
uint32_t wcore_ssa_top_operands(struct ssa_builder *builder, uint32_t count);
void wcore_ssa_push_others(struct ssa_builder *builder, const struct wcore_valtype *types,
			   uint32_t count, uint64_t place);
/* NULL sets status. */
const struct wcore_functype *wcore_ssa_function_type(struct wcore_ssa *ssa, uint64_t typeidx);
const struct wcore_functype *wcore_ssa_tag_type(struct ssa_builder *builder, uint64_t tag);
struct wcore_ssa_event *wcore_ssa_add_event(struct ssa_builder *builder,
					    enum wcore_ssa_event_kind kind,
					    const struct wcore_insn *insn);
/* An instruction behind which the next one is reached. */
void wcore_ssa_step(struct ssa_builder *builder, const struct wcore_insn *insn);

#endif
