/* What the files of the unwind share; unwind.h is for all others. */
#ifndef WCORE_ANALYSIS_UNWIND_STATE_H
#define WCORE_ANALYSIS_UNWIND_STATE_H

#include "../dump/space.h"
#include "ssa.h"
#include "unwind.h"
#include "unwritten.h"
#include "writes.h"

/* Frames that are kept at each end of a stack. */
#define WCORE_UNWIND_WINDOW 128
/* Code of the functions that are followed, and nodes of it in all frames. */
#define WCORE_UNWIND_CODE_MAX (UINT64_C(1) << 20)
#define WCORE_UNWIND_NODES_MAX (UINT32_C(1) << 19)
/* Rounds over the frames; each ends early when nothing changed. */
#define WCORE_UNWIND_ROUNDS 4
/* Steps of evaluation and looks at events, of all frames together. */
#define WCORE_UNWIND_WORK (UINT64_C(4) << 20)

/* What is known of a node of a frame's SSA form. */
struct wcore_solved {
	uint8_t state;		/* enum wcore_solved_state */
	uint8_t origin;		/* enum wcore_origin */
	uint32_t tried;		/* the last round in which it could not be had */
	uint64_t bits, high;
};
enum wcore_solved_state {
	WCORE_SOLVED_NONE,
	WCORE_SOLVED_KNOWN,
	WCORE_SOLVED_CONFLICT,	/* two ways gave two values: neither is used again */
};

/* A place in the code where a frame can stand, shared by frames. */
struct wcore_unwind_site {
	struct wcore_unwind_site *next;
	struct wcore_module *module;
	uint32_t funcidx;
	uint64_t address;
	struct wcore_ssa *ssa;	/* NULL: why says it */
	const char *why;
	struct wcore_extent { uint64_t start, end; } *loops;	/* the outermost ones, in order */
	uint32_t loop_count;
	uint64_t size;		/* of the function's code */
	bool has_tail_call;
	bool has_pointer;	/* the module has a stack pointer, pointer */
	uint32_t pointer;
	uint8_t pointer_type;
	bool is_move_known;	/* the pointer is what it was at the function's entry and moved */
	bool is_move_certain;	/* also when calls do not preserve it */
	uint64_t moved;
};

/* Bytes that may have changed. */
#define WCORE_CHANGES_RANGES 64
struct wcore_changes {
	bool is_anything;
	uint32_t count;
	struct wcore_changed { const struct wcore_memory *memory; uint64_t start, size; }
		ranges[WCORE_CHANGES_RANGES];
};

/* How a frame was entered. */
enum wcore_unwind_link {
	WCORE_LINK_UNKNOWN,	/* code that is not seen may have run in between */
	WCORE_LINK_CALL,	/* by the call at which the next older frame stands */
};

struct wcore_pointer { bool is_known; uint64_t value; };

struct wcore_unwind_frame {
	struct wcore_unwind *unwind;
	struct wcore_target_frame target;
	const struct wcore_memory *memory;	/* 0 of its instance, or NULL */
	uint32_t param_count;
	uint32_t local_count;
	const char *why;	/* there is no site */
	struct wcore_unwind_site *site;	/* NULL, or with an ssa */
	bool is_instance_sure;
	enum wcore_unwind_link link;	/* to the next older frame */
	bool is_link_refused;		/* its arguments contradict what is known otherwise */
	struct wcore_pointer entry, now;	/* the stack pointer at the function's entry, and in front of the instruction */
	struct wcore_solved *nodes;
	uint32_t node_capacity;
	bool *derived;		/* of the first derived_count nodes: whether they rest on the stack pointer */
	uint32_t derived_count;
	struct wcore_changes *since;	/* what younger frames may have changed; NULL: anything */
	struct wcore_word *recorded;	/* locals, then operands from the bottom; origin UNAVAILABLE: not recorded */
	uint32_t recorded_locals, recorded_operands;
};

struct wcore_unwind {
	struct wcore_target *target;
	const struct wcore_thread *thread;
	struct wcore_unwind_options options;
	struct wcore_arena arena;
	struct wcore_findings findings;
	uint32_t frame_count;	/* of the thread, as far as it can be read */
	struct wcore_unwind_frame *frames;	/* the youngest, then the oldest */
	uint32_t young_count, old_count;
	bool *is_one_of_many;	/* of each instance of the dump */
	bool is_cut;		/* older frames are missing */
	enum wcore_stack_check check;
	const char *check_text;
	const struct wcore_module *pointer_module;	/* whose stack pointer was looked for last */
	bool has_pointer;
	uint32_t pointer;
	const struct wcore_module *table_module;	/* whose code was searched for writes to tables last */
	bool is_table_written;
	struct wcore_unwind_site **sites;	/* a hash table of chains */
	uint64_t code_size;	/* of the sites */
	uint32_t node_total;
	uint32_t round;
	unsigned depth;		/* of the evaluation */
	bool is_solved;
	uint64_t work;
	uint64_t own_work;	/* of unwind_own.c */
	bool is_changed, is_contradicted;
	struct wcore_writes writes;
	struct wcore_unwritten unwritten;
	struct wcore_replay *replay;	/* NULL until it is needed */
	struct wcore_space spaces[8];
	unsigned space_count;
	bool has_learned;
	uint32_t learned_operand;
	uint64_t learned_bits;
	struct wcore_error *error;	/* out of memory on the way */
};

/* unwind.c */

/* Physical frames in the order of the array; the next older one, or NULL where the stack ends or is not kept. */
struct wcore_unwind_frame *wcore_unwind_older(struct wcore_unwind_frame *frame);
struct wcore_unwind_frame *wcore_unwind_younger(struct wcore_unwind_frame *frame);
static inline uint32_t wcore_unwind_kept(const struct wcore_unwind *unwind)
{
	return unwind->young_count + unwind->old_count;
}
/* False where the dump may name another instance of the same module (Wasmtime names the last one). */
bool wcore_unwind_is_instance_sure(const struct wcore_unwind *unwind,
				   const struct wcore_target_frame *frame);
/* A memory of the frame's instance; NULL when it is not in the dump or not sure. */
const struct wcore_memory *wcore_unwind_memory_at(const struct wcore_unwind_frame *frame,
						  uint32_t memory);
/* A global of an instance as an index of the dump; false when it is not there. */
bool wcore_unwind_dump_global(const struct wcore_unwind *unwind, uint32_t instance,
			      uint32_t global, uint32_t *ret);
/* Its value in the dump; false when that is not recorded. */
bool wcore_unwind_dump_value(const struct wcore_unwind *unwind, uint32_t global, uint64_t *ret,
			     uint64_t *ret_high);

/* unwind_site.c */

/* The site of a frame that is exact.  The site is the unwind's; NULL: out of memory. */
struct wcore_unwind_site *wcore_unwind_site_get(struct wcore_unwind *unwind,
						const struct wcore_target_frame *frame);
void wcore_unwind_sites_close(struct wcore_unwind *unwind);
/* Whether the instruction at the file offset can run twice in one activation of the function. */
bool wcore_unwind_site_repeats(const struct wcore_unwind_site *site, uint64_t place);

/* unwind_link.c */

/* Sets link of all frames that are kept; needs what is known so far of table indices. */
void wcore_unwind_link_frames(struct wcore_unwind *unwind);
/*
 * Whether code that is not on the stack may have run at the instruction of the youngest frame, which
 * has a site: what it calls, unless that can only be a function that would have a frame here.
 */
bool wcore_unwind_may_have_called(const struct wcore_unwind_frame *frame);

/*
 * The function in a slot of a table of the frame's module; false when it is not certain, or has
 * another type than a call through the table wants.
 */
bool wcore_unwind_table_function(const struct wcore_unwind_frame *frame, uint32_t typeidx, uint32_t table,
				 uint64_t slot, uint32_t *ret_funcidx);

/* unwind_pointer.c */

/* Walks the stack pointer over all frames: sets entry and now of those that are kept, and check. */
struct wcore_error *wcore_unwind_walk_pointer(struct wcore_unwind *unwind);

#endif
