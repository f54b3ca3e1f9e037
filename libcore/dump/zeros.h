/*
 * The custom section `wcore.zeros`: bytes of the memories that were captured and are zero, which wcore-strip says
 * by range and not by segment.  A zero byte; a vector of ranges by ascending memory and address, of which none
 * overlaps the next: the memory's index; the gap behind the range before it, or from address 0 on where that is
 * another memory's; the size, at least 1.  Numbers are unsigned LEB128.  Where a segment gives a byte, it counts.
 */
#ifndef WCORE_DUMP_ZEROS_H
#define WCORE_DUMP_ZEROS_H

#include "../base/arena.h"
#include "../base/cursor.h"
#include "../base/encoder.h"
#include "../base/sink.h"

#define WCORE_ZEROS_SECTION "wcore.zeros"

struct wcore_memory;

struct wcore_zero_range {
	uint32_t memory;
	uint64_t address, end;
};

struct wcore_zeros {
	const struct wcore_zero_range *ranges;
	uint32_t count;
	bool is_told;	/* the section is there, also when it is broken and says nothing */
};

/* The contents of the section; ranges are in arena.  Errors: FORMAT, NOMEM; then nothing is zero. */
struct wcore_error *wcore_zeros_read(struct wcore_cursor *cursor, const struct wcore_memory *memories,
				     uint32_t memory_count, struct wcore_arena *arena, struct wcore_zeros *ret);

/* Whether from is in a range; *ret_end is up to where, to at most, that is so of all that follows. */
bool wcore_zeros_run(const struct wcore_zeros *zeros, uint32_t memory, uint64_t from, uint64_t to,
		     uint64_t *ret_end);
/* How many bytes of [from, to) are in ranges. */
uint64_t wcore_zeros_size(const struct wcore_zeros *zeros, uint32_t memory, uint64_t from, uint64_t to);

/* A section that is made.  { 0 } is an empty one. */
struct wcore_zeros_writer {
	struct wcore_encoder ranges;
	uint64_t count, bytes;	/* ranges, and what is in them */
	uint32_t memory;	/* of the last range, and where it ends */
	uint64_t end;
};

/* Ranges come as they stand in the section; what of one was in it already is passed over. */
void wcore_zeros_add(struct wcore_zeros_writer *writer, uint32_t memory, uint64_t address, uint64_t end);
/* Writes the section, or nothing where there is no range.  Errors: LIMIT, NOMEM, those of the sink. */
struct wcore_error *wcore_zeros_write(const struct wcore_zeros_writer *writer, struct wcore_sink *sink);
void wcore_zeros_writer_deinit(struct wcore_zeros_writer *writer);

#endif
