/*
 * The bytes of a `corestack` section (tool-conventions Coredump.md, "Thread(s)
 * and stack frames") in each of the shapes that producers write.  stack.h is
 * what other layers use.
 */
#ifndef WCORE_DUMP_CORESTACK_H
#define WCORE_DUMP_CORESTACK_H

#include "stack.h"

/*
 * One frame of file, behind which the cursor then stands.  Sets what is
 * recorded, not index and position.  The bytes of many values are given back to
 * the system.
 */
struct wcore_error *wcore_corestack_frame(const struct wcore_file *file,
					  struct wcore_cursor *cursor,
					  const struct wcore_dialect *dialect, bool has_kind,
					  struct wcore_frame *ret);
/* Gives [*released, pos) back to the system once it is large: a walk stays small in memory. */
void wcore_corestack_release(const struct wcore_file *file, uint64_t pos, uint64_t *released);
/* One local or operand. */
struct wcore_error *wcore_corestack_value(struct wcore_cursor *cursor,
					  const struct wcore_dialect *dialect,
					  struct wcore_value *ret);

/* What a reading of a whole section met. */
struct wcore_reading {
	bool fits;		/* it ends exactly at the section's end */
	bool is_complete;	/* all frames were read */
	uint32_t frames;	/* that were read */
	uint32_t foreign;	/* of them with an instance that the dump does not have */
	uint64_t end;		/* behind the last frame that was read */
	bool has_locals, has_stack;
};

/*
 * Reads a thread's name and frame count, and every frame in every dialect.
 * order is all dialects, the likeliest first: shape.h.  The thread can be used
 * also after an error; it then has no frames.
 */
struct wcore_error *wcore_corestack_read(struct wcore_dump *dump,
					 const struct wcore_section *section,
					 const enum wcore_dialect_id *order,
					 struct wcore_thread *ret);

#endif
