/*
 * A memory from one address to another as pieces without gaps, in ascending order: bytes that
 * a segment gives, zeros that the producer left out, and what was not captured.  For walks over much of a
 * memory: the file is read in windows, which takes no memory that grows with the dump.
 */
#ifndef WCORE_SCAN_IMAGE_H
#define WCORE_SCAN_IMAGE_H

#include "../dump/space.h"

enum wcore_piece_kind {
	WCORE_PIECE_BYTES,
	WCORE_PIECE_ZEROS,	/* no segment gives them: this producer leaves zeros out, or they are told of */
	WCORE_PIECE_ABSENT,	/* not captured */
};

struct wcore_piece {
	enum wcore_piece_kind kind;
	uint64_t address, size;	/* size is never 0; BYTES: at most WCORE_IMAGE_WINDOW */
	const uint8_t *bytes;	/* of BYTES, in the batch or the mapped file */
};

#define WCORE_IMAGE_WINDOW (256u << 10)
#define WCORE_IMAGE_PIECES 512

/* Some pieces and the window that their bytes are in. */
struct wcore_image_batch {
	uint8_t *window;	/* room for WCORE_IMAGE_WINDOW bytes of any place: wcore_image_batch_room() */
	struct wcore_piece pieces[WCORE_IMAGE_PIECES];
	size_t count;
};

enum wcore_image_mode {
	WCORE_IMAGE_STREAM,	/* segments as they stand in the file */
	WCORE_IMAGE_EXTENTS,	/* of disordered segments, sorted */
	WCORE_IMAGE_READ,	/* too many disordered segments: read after read */
	WCORE_IMAGE_DONE,
};

struct wcore_image {
	const struct wcore_dump *dump;
	const struct wcore_memory *memory;
	uint64_t address, to;	/* what comes next, and where it ends */
	bool omits_zeros;
	bool is_quiet;		/* reports no progress: filled by a thread beside another one */
	/*
	 * Segments of a large dump turned out not to ascend on the way: pieces given before may hold
	 * bytes that a later segment overrides.
	 */
	bool is_revised;

	/* Kept by image.c. */
	enum wcore_image_mode mode;
	uint64_t from;
	uint64_t stream_end;	/* of the segment before, in the memory */
	uint64_t pos, end;	/* of the next segment's header, and of the section */
	uint64_t left;		/* segments */
	struct wcore_segment segment;	/* whose bytes come next */
	bool has_segment;
	size_t extent;
	uint64_t released;	/* the file up to here was given back */
	const uint8_t *window;	/* the file's bytes [window_start, window_end) */
	uint64_t window_start, window_end;
	bool window_used;	/* a piece of the batch at hand stands in it */
};

/* memory of a space without one (nothing is known) must not be NULL: the caller's.  Errors: NOMEM. */
struct wcore_error *wcore_image_init(struct wcore_image *image, const struct wcore_space *space,
				     uint64_t from, uint64_t to);
/*
 * Before the first piece: looks at the headers of all segments, so that nothing has to be revised.
 * Errors: NOMEM.
 */
struct wcore_error *wcore_image_settle(struct wcore_image *image);
/* Errors: NOMEM. */
struct wcore_error *wcore_image_batch_init(struct wcore_image_batch *batch);
/*
 * Where in the window the bytes at an offset of the file are read to: as far from the start of a page as
 * they are in the file.  Copies between other places are up to five times slower on some processors.
 */
uint8_t *wcore_image_batch_room(const struct wcore_image_batch *batch, uint64_t offset);
void wcore_image_batch_deinit(struct wcore_image_batch *batch);
/*
 * The next pieces; count 0: there are no more.  Different images may be filled by different threads, images
 * of one dump may not.  Errors: NOMEM, LIMIT.
 */
struct wcore_error *wcore_image_fill(struct wcore_image *image, struct wcore_image_batch *batch);

#endif
