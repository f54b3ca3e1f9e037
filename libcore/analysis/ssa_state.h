/*
 * The inside of ssa.h.
 *
 * ssa_build.c goes once over the code and makes blocks, edges, nodes and events;
 * a local that was not set in the block yet is an SSA_ENTRY node, a value that branches
 * pass is an SSA_JOIN node.  ssa_read.c resolves both when they are asked for: they turn into
 * an SSA_COPY of another node, a PHI, or OTHER.
 *
 * Blocks are numbered in the order of the code, so that only branches back to
 * a loop's head lead to a lower number.
 *
 * Memory that cannot be had sets status, which stays; node 0 is OTHER and stands
 * for whatever could not be made.
 */
#ifndef WCORE_ANALYSIS_SSA_STATE_H
#define WCORE_ANALYSIS_SSA_STATE_H

#include "ssa.h"

enum ssa_inner_kind {
	SSA_COPY = WCORE_SSA_OTHER + 1,	/* of args[0] */
	SSA_ENTRY,	/* variable index where block starts */
	SSA_JOIN,	/* what the edges to block pass in place index */
};

/* In args[2] of what is or was an SSA_ENTRY, with the variable: index is another's then. */
#define SSA_ENTRY_MARK (UINT32_C(1) << 31)

enum ssa_status { SSA_OK, SSA_NOMEM, SSA_LIMIT, SSA_UNKNOWN };

struct ssa_list {
	void *items;
	uint32_t count, capacity;
	uint32_t used;		/* the most that count was */
};

/* What holds when an edge was taken. */
enum ssa_sense { SSA_ALWAYS, SSA_IS_ZERO, SSA_IS_NOT_ZERO, SSA_IS_BITS };

struct ssa_edge {
	uint32_t from;
	uint32_t next;		/* to the same block */
	uint32_t args;		/* the first of what it passes, in edge_args */
	uint32_t condition;	/* node */
	uint32_t bits;
	uint8_t sense;		/* enum ssa_sense */
};

struct ssa_block {
	uint32_t edge;		/* the first that leads here */
	uint32_t edge_count;
	uint32_t events;	/* the first; the last is in front of the next block's first */
	uint32_t last_call;	/* event, or WCORE_SSA_NONE */
	uint32_t calls;		/* made in the function when the block ended */
	uint32_t loop_end;	/* of a loop's head: the first block behind the loop; 0 otherwise */
	/* Where an exception is caught: anything of what these blocks set may have been set. */
	uint32_t body_first, body_end;
	/* The tree of dominators; extent: see ssa_read.c. */
	uint32_t idom, depth, jump, extent, jump_extent;
	uint32_t calling_before, catching_before;	/* blocks in front of this one that do */
};

/* A variable is a local, a global, or a global as it is when calls leave it alone. */
struct ssa_def {
	uint32_t variable, block, node;
	uint32_t calls;		/* of a global: good when there was no other call since */
};

struct wcore_ssa {
	struct wcore_module *module;
	struct wcore_function function;
	const struct wcore_index *index;
	const struct wcore_functype *type;
	enum ssa_status status;
	size_t memory;		/* bytes of all below that are used */
	size_t memory_max;

	struct wcore_ssa_node **chunks;
	uint32_t chunk_count, node_count;
	uint32_t *slots;	/* a hash table: nodes that are made once; 0 is free */
	uint32_t slot_count, slots_used;

	struct ssa_list blocks, edges, edge_args, events, call_args, defs, inputs, facts;

	uint8_t *local_types;
	uint32_t local_count;
	uint32_t global_count;	/* that are followed */
	uint32_t variable_count;

	/* Of the instruction. */
	struct wcore_insn insn;
	bool has_insn, is_found;
	uint32_t target;	/* its block, which it starts */
	uint32_t *operands;
	uint32_t operand_count;

	/* For the reading. */
	struct ssa_def *sorted;	/* by variable and block */
	uint32_t *first_def;	/* of each variable, in sorted */
	uint64_t steps;		/* that may still be taken */
	uint64_t visits;	/* the same for wcore_ssa_between() */
	uint32_t *marks;	/* by block, for searches */
	uint32_t mark;
	uint32_t *queue;	/* of blocks */
	bool has_facts;
};

struct ssa_fact { uint32_t node; uint64_t bits; };

#define SSA_CHUNK_LOG2 10
#define SSA_CHUNK (1u << SSA_CHUNK_LOG2)

static inline struct wcore_ssa_node *ssa_node(const struct wcore_ssa *ssa, uint32_t node)
{
	return &ssa->chunks[node >> SSA_CHUNK_LOG2][node & (SSA_CHUNK - 1)];
}

static inline struct ssa_block *ssa_block(const struct wcore_ssa *ssa, uint32_t block)
{
	return (struct ssa_block *)ssa->blocks.items + block;
}

static inline struct ssa_edge *ssa_edge(const struct wcore_ssa *ssa, uint32_t edge)
{
	return (struct ssa_edge *)ssa->edges.items + edge;
}

static inline uint32_t *ssa_number(const struct ssa_list *list, uint32_t i)
{
	return (uint32_t *)list->items + i;
}

static inline uint32_t ssa_global_variable(const struct wcore_ssa *ssa, uint32_t global)
{
	return ssa->local_count + global;
}

static inline uint32_t ssa_kept_variable(const struct wcore_ssa *ssa, uint32_t global)
{
	return ssa->local_count + ssa->global_count + global;
}

/* ssa_node.c */

/* Zeroed; counted against the limit.  NULL sets status. */
void *wcore_ssa_alloc(struct wcore_ssa *ssa, uint64_t count, size_t size);
/* n items at the end of the list, zeroed; good until the next push.  NULL sets status. */
void *wcore_ssa_push(struct wcore_ssa *ssa, struct ssa_list *list, size_t size, uint32_t n);
uint32_t wcore_ssa_add(struct wcore_ssa *ssa, const struct wcore_ssa_node *node);
/* Gives back what the list holds. */
void wcore_ssa_free(struct wcore_ssa *ssa, struct ssa_list *list, size_t size);
/* The node that was made before for the same, or else is added.  0 sets status. */
uint32_t wcore_ssa_intern(struct wcore_ssa *ssa, const struct wcore_ssa_node *node);
uint32_t wcore_ssa_constant(struct wcore_ssa *ssa, uint8_t type, uint64_t bits, uint64_t high);
uint32_t wcore_ssa_other(struct wcore_ssa *ssa, uint8_t type, uint32_t block, uint64_t place);
/* A numeric instruction on args, simplified. */
uint32_t wcore_ssa_operation(struct wcore_ssa *ssa, const struct wcore_ssa_node *node);

/* ssa_effect.c */

/* The type of the result of a numeric instruction; 0 of every other. */
uint8_t wcore_ssa_result_type(uint32_t code);
struct ssa_effect { uint8_t pops, pushes, type; };
/* What an instruction that is none of control, calls, variables does to the operand stack; false when that is not known. */
bool wcore_ssa_effect(const struct wcore_index *index, const struct wcore_insn *insn,
		      uint32_t *ret_pops, struct ssa_effect *ret);

/* ssa_build.c */
struct wcore_error *wcore_ssa_build(struct wcore_ssa *ssa, uint64_t offset);

/* ssa_read.c */

/* What the reading needs of what was built. */
void wcore_ssa_prepare(struct wcore_ssa *ssa);
/* A variable as it was at the function's entry. */
uint32_t wcore_ssa_initial(struct wcore_ssa *ssa, uint32_t variable);
/* A mutable global behind the call, an event, that is kept when no call sets it. */
uint32_t wcore_ssa_behind_call(struct wcore_ssa *ssa, uint32_t global, uint32_t call, uint32_t kept);
/* A variable where the block starts, not resolved. */
uint32_t wcore_ssa_entry(struct wcore_ssa *ssa, uint32_t block, uint32_t variable);
/* The number that stands for the value of node. */
uint32_t wcore_ssa_resolve(struct wcore_ssa *ssa, uint32_t node);
/* Puts a new block into the tree of dominators, under what its edges come from. */
void wcore_ssa_hang(struct wcore_ssa *ssa, uint32_t block);
bool wcore_ssa_dominates(const struct wcore_ssa *ssa, uint32_t block, uint32_t other);

#endif
