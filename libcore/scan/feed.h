/*
 * A memory in windows for several threads: each claims a number, reads that part of the file, waits for
 * its turn to find out which segments stand in it, and then has pieces of memory to look at.  A
 * window's first piece is the end of what came before it, so that what lies over a border is seen whole.
 *
 * Large dumps are read so.  Of others, and of those whose segments do not ascend, the pieces come from
 * image.h when their turn is.
 */
#ifndef WCORE_SCAN_FEED_H
#define WCORE_SCAN_FEED_H

#include "image.h"

struct wcore_feed {
	const struct wcore_memory *memory;
	bool is_parallel;
	bool is_finished;	/* the last window was laid out */
	bool is_disordered;	/* segments do not ascend, which was not known before: begin anew */
	struct wcore_image image;	/* of a feed that is not parallel */

	/* Kept by feed.c. */
	uint64_t start, end;	/* of the segments in the file */
	uint64_t from, to, address;	/* what is asked for; what comes next */
	bool omits_zeros;
	uint64_t pos, left;	/* of the next header; segments that are left */
	struct wcore_segment previous;	/* of this memory; size 0: none yet */
	struct wcore_segment segment;	/* whose bytes come next */
	bool has_segment;
	size_t step, overlap;	/* overlap: bytes that a window repeats of those before it */
	uint8_t *kept;		/* overlap of them, from the window before */
	size_t kept_size;
};

struct wcore_feed_window {
	struct wcore_image_batch batch;	/* its window is the buffer */
	const uint8_t *bytes;	/* of the file from offset to end */
	uint64_t offset, end;
	/* In ascending order; the first is what came before, of size 0 where nothing did. */
	struct wcore_piece *pieces;
	size_t count, capacity;
	uint8_t *before;
	bool is_last;
};

/*
 * step is how much of the file a window is, at most WCORE_IMAGE_WINDOW; overlap is how many bytes each
 * repeats.  Errors: NOMEM.
 */
struct wcore_error *wcore_feed_init(struct wcore_feed *feed, const struct wcore_space *space, uint64_t from,
				    uint64_t to, size_t step, size_t overlap);
void wcore_feed_deinit(struct wcore_feed *feed);
/* How many windows can be read beside each other with profit. */
uint64_t wcore_feed_window_count(const struct wcore_feed *feed);

/* Errors: NOMEM. */
struct wcore_error *wcore_feed_window_init(struct wcore_feed_window *window, const struct wcore_feed *feed);
void wcore_feed_window_deinit(struct wcore_feed_window *window);
/* Reads the bytes of window number; threads may do so beside each other. */
void wcore_feed_read(const struct wcore_feed *feed, uint64_t number, struct wcore_feed_window *window);
/* Lays out the pieces: of one window after the other, in the order of their numbers.  Errors: NOMEM, LIMIT. */
struct wcore_error *wcore_feed_lay_out(struct wcore_feed *feed, struct wcore_feed_window *window);

/*
 * Known bytes of a window that end before, or begin at, an address: at most size, as many as
 * stand there side by side.  Those before come at the end of buffer.
 */
size_t wcore_feed_before(const struct wcore_feed_window *window, uint64_t address, size_t size, uint8_t *buffer);
size_t wcore_feed_after(const struct wcore_feed_window *window, uint64_t address, size_t size, uint8_t *buffer);

#endif
