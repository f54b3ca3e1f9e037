/*
 * The frames of a thread, streamed, youngest first: a stack of any depth takes
 * no memory.
 */
#ifndef WCORE_DUMP_STACK_H
#define WCORE_DUMP_STACK_H

#include "dump.h"

/* Where a frame stands, as recorded. */
enum wcore_position_kind {
	WCORE_POSITION_NONE,	/* not recorded (WasmEdge's youngest frame) */
	WCORE_POSITION_BODY,	/* offset from the body's start */
	WCORE_POSITION_CODE,	/* offset from the first instruction */
	WCORE_POSITION_FILE,	/* module file offset */
};

struct wcore_frame {
	uint32_t index;		/* 0 is the youngest */
	uint64_t offset;	/* of the frame in the dump file */
	uint32_t instance;	/* 0 when the dialect records none */
	uint32_t funcidx;
	bool is_funcidx_sure;	/* false where the producer is known to write a wrong one */
	uint32_t recorded_offset;	/* the codeoffset field itself */
	enum wcore_position_kind position_kind;
	uint64_t position;
	bool is_behind_gap;	/* frames are missing between it and the younger one */
	uint32_t local_count, stack_count;
	uint64_t locals, stack;	/* file offsets of the first value */
};

struct wcore_frame_iter {
	const struct wcore_dump *dump;
	const struct wcore_thread *thread;
	const struct wcore_dialect *dialect;
	struct wcore_cursor cursor;
	uint32_t next;
	bool has_previous;
	uint64_t previous_offset;
	uint64_t released;	/* the file up to here was given back to the system */
};

void wcore_frame_iter_init(struct wcore_frame_iter *iter, const struct wcore_dump *dump,
			   const struct wcore_thread *thread);
/* *ret_found is false behind the oldest frame.  After an error the iteration is over. */
struct wcore_error *wcore_frame_iter_next(struct wcore_frame_iter *iter, struct wcore_frame *ret,
					  bool *ret_found);

/* A recorded local or operand. */
struct wcore_value {
	uint8_t code;		/* enum wcore_valtype_code, or 1: missing (optimized out) */
	uint64_t bits;		/* i32 zero-extended; float bits; the low half of a v128 */
	uint64_t high;		/* of a v128 */
	bool is_low_half;	/* the producer kept the low 32 bits of something wider, perhaps */
};

struct wcore_value_iter {
	struct wcore_cursor cursor;
	const struct wcore_dialect *dialect;
	uint32_t left;
};

void wcore_value_iter_locals(struct wcore_value_iter *iter, const struct wcore_dump *dump,
			     const struct wcore_thread *thread, const struct wcore_frame *frame);
void wcore_value_iter_stack(struct wcore_value_iter *iter, const struct wcore_dump *dump,
			    const struct wcore_thread *thread, const struct wcore_frame *frame);
/* False behind the last one (a frame that was read has readable values). */
bool wcore_value_iter_next(struct wcore_value_iter *iter, struct wcore_value *ret);

/*
 * How well a reading fits the modules: counts over the first frames (at most
 * limit) that land on an instruction, and callers that stand at a call of the
 * younger frame's function.  modules[i] is the module of dump module i, or NULL
 * when it is not known; there are dump->module_count of them, at least one.
 * modules itself may be NULL.  Frames of unknown modules are not counted.
 */
struct wcore_fit { uint32_t checked, on_instruction, callers, at_call; };
void wcore_stack_fit(const struct wcore_dump *dump, const struct wcore_thread *thread,
		     const struct wcore_dialect *dialect, struct wcore_module *const *modules,
		     uint32_t limit, struct wcore_fit *ret);
/*
 * Decides between the readings that fit the section by the modules, and sets
 * thread->dialect and is_sure.  Leaves a forced dialect as it is.  What was
 * read and what was assumed becomes the finding core/dialect of the dump, so
 * call it once a thread, also when no module is known.
 */
void wcore_stack_choose(struct wcore_dump *dump, struct wcore_thread *thread,
			struct wcore_module *const *modules);

#endif
