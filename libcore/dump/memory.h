/*
 * A memory as an address space over the dump's data segments, which are indexed
 * as far as the address asked for, and no further.  Bytes that no segment gives
 * were not captured: they are not zero, they are unknown.  Those of which
 * wcore.zeros says that they are zero (zeros.h) were captured as well.
 *
 * A dump of up to WCORE_MEMORY_EAGER segments is indexed whole, so that a later
 * segment overrides an earlier one as at instantiation.  Above that, the first
 * WCORE_MEMORY_SAMPLE segments are looked at, and the rest is taken to ascend as
 * they do, as every producer of large dumps writes them, until one is met that
 * does not: then all are indexed and the order of the file decides.
 */
#ifndef WCORE_DUMP_MEMORY_H
#define WCORE_DUMP_MEMORY_H

#include "dump.h"

#define WCORE_MEMORY_EAGER 4096
#define WCORE_MEMORY_SAMPLE 256

struct wcore_memory {
	uint32_t index;
	struct wcore_limits limits;
	uint64_t size;		/* in bytes; of the recorded minimum; UINT64_MAX when it is 2^64 */
	struct wcore_segments *segments;	/* the index, shared by all memories of the dump */
};

enum wcore_byte_state { WCORE_BYTE_CAPTURED, WCORE_BYTE_NOT_CAPTURED, WCORE_BYTE_OUTSIDE };

/*
 * Who wants to know what is read of a dump's memories, captured or not: note is called for each read, with
 * what of it lies inside the memory.
 */
struct wcore_memory_watch {
	void (*note)(void *context, const struct wcore_memory *memory, uint64_t address, uint64_t size);
	void *context;
};
/* watch stays the caller's; NULL ends it. */
void wcore_memory_set_watch(struct wcore_dump *dump, const struct wcore_memory_watch *watch);

/*
 * Reads [address, address + size): bytes[i] is valid where states[i] says
 * captured and 0 elsewhere.  states may be NULL.  ret_captured counts the
 * captured bytes and may be NULL.
 */
struct wcore_error *wcore_memory_read(const struct wcore_memory *memory, uint64_t address,
				      uint64_t size, uint8_t *bytes, uint8_t *states,
				      uint64_t *ret_captured);

struct wcore_segment {
	uint32_t memory;
	uint64_t address;
	uint64_t offset;	/* of its bytes in the dump file */
	uint64_t size;
};

/*
 * Whether it stands where the rewriter's does: its dump begins at address 0 of the memory that it captures, so
 * that bytes have their file offsets for addresses.
 */
bool wcore_segment_is_rewriters(const struct wcore_segment *segment);

/*
 * Streams the active data segments in the order of the file, as they are
 * recorded: a segment may name a memory that is not there or pass its end.
 * Passive segments and those whose address cannot be known are left out.
 */
struct wcore_segment_iter {
	struct wcore_cursor cursor;
	uint64_t left;
	const struct wcore_dump *dump;
	uint64_t left_out;	/* segments so far that were */
};
void wcore_segment_iter_init(struct wcore_segment_iter *iter, const struct wcore_dump *dump);
struct wcore_error *wcore_segment_iter_next(struct wcore_segment_iter *iter,
					    struct wcore_segment *ret, bool *ret_found);

/*
 * The header of a segment alone: size is what it says, unchecked, offset where its bytes begin, which is
 * where the cursor then stands.  *ret_known is false when it has no address.
 */
struct wcore_error *wcore_segment_header_read(const struct wcore_dump *dump, struct wcore_cursor *cursor,
					      struct wcore_segment *ret, bool *ret_known);
/* A segment by its number, passive ones count too; *ret_known is false when it has no address. */
struct wcore_error *wcore_segment_at(const struct wcore_dump *dump, uint64_t index,
				     struct wcore_segment *ret, bool *ret_known, bool *ret_found);

/*
 * Segments and captured bytes of a memory; reads every segment's header.  Bytes
 * that several segments give count once, unless there are more than
 * WCORE_MEMORY_SORTED segments.
 */
#define WCORE_MEMORY_SORTED 131072
struct wcore_memory_usage { uint64_t segments, captured; };
struct wcore_error *wcore_memory_usage(const struct wcore_memory *memory,
				       struct wcore_memory_usage *ret);

#endif
