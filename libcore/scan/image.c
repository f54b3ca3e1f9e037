#include "image.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../dump/segments.h"

/* Wasmtime looks at a memory in chunks of this size: at most one segment each. */
#define CHUNK 4096
/* A header that ends later than this in the window is read in a window of its own. */
#define HEADER_ROOM 64
/* Of memory, and of the file in the system's memory. */
#define PAGE 4096
/* What one read of mode READ asks for. */
#define READ_SIZE CHUNK

struct wcore_error *wcore_image_batch_init(struct wcore_image_batch *batch)
{
	batch->count = 0;
	batch->window = wcore_aligned_alloc(PAGE, WCORE_IMAGE_WINDOW + PAGE);
	return batch->window ? NULL : wcore_error_nomem();
}

uint8_t *wcore_image_batch_room(const struct wcore_image_batch *batch, uint64_t offset)
{
	return batch->window + offset % PAGE;
}

void wcore_image_batch_deinit(struct wcore_image_batch *batch)
{
	free(batch->window);
	batch->window = NULL;
}

/* All segments were indexed: how to go on where they are no ascending stream. */
static void choose_sorted(struct wcore_image *image)
{
	const struct wcore_segments *segments = image->memory->segments;

	image->has_segment = false;
	if (!segments->has_extents) {
		image->mode = WCORE_IMAGE_READ;
		return;
	}
	image->mode = WCORE_IMAGE_EXTENTS;
	image->extent = wcore_extents_find(&segments->extents, image->memory->index, image->address);
}

static void begin_stream(struct wcore_image *image)
{
	struct wcore_segment_iter iter;

	wcore_segment_iter_init(&iter, image->dump);
	image->mode = WCORE_IMAGE_STREAM;
	image->pos = image->released = iter.cursor.pos;
	image->end = iter.cursor.end;
	image->left = iter.left;
	/* A single one may not stand where it says: the iterator knows. */
	if (image->left == 1) {
		wcore_error_destroy(wcore_segment_iter_next(&iter, &image->segment, &image->has_segment));
		image->has_segment = image->has_segment && image->segment.memory == image->memory->index &&
				     wcore_segment_end(&image->segment) > image->address;
		image->left = 0;
	}
}

struct wcore_error *wcore_image_init(struct wcore_image *image, const struct wcore_space *space,
				     uint64_t from, uint64_t to)
{
	const struct wcore_memory *memory = space->memory;
	struct wcore_error *error = NULL;

	*image = (struct wcore_image){
		.dump = memory->segments->dump, .memory = memory, .address = from, .from = from,
		.to = to < memory->size ? to : memory->size, .omits_zeros = space->omits_zeros,
	};
	begin_stream(image);
	/* Of few segments their order is known beforehand. */
	if (image->dump->segment_count <= WCORE_MEMORY_EAGER) {
		error = wcore_segments_complete(memory->segments);
		if (!error && !memory->segments->is_ordered)
			choose_sorted(image);
	}
	if (image->address >= image->to)
		image->mode = WCORE_IMAGE_DONE;
	return error;
}

struct wcore_error *wcore_image_settle(struct wcore_image *image)
{
	struct wcore_segments *segments = image->memory->segments;
	struct wcore_error *error = wcore_segments_complete(segments);

	if (!error && !segments->is_ordered && image->mode == WCORE_IMAGE_STREAM)
		choose_sorted(image);
	return error;
}

/* The window. */

static void drop_window(struct wcore_image *image)
{
	image->window_start = image->window_end = 0;
	image->window_used = false;
}

/* What was walked over is given back; pieces that others still look at are read in again. */
static void release(struct wcore_image *image, uint64_t offset)
{
	const struct wcore_file *file = image->dump->wasm->file;

	if (!image->is_quiet)
		wcore_progress_report(file->progress, file->path, offset, file->size);
	if (file->fd >= 0 || offset < image->released || offset - image->released < WCORE_IMAGE_WINDOW)
		return;
	wcore_file_release(file, image->released, offset - image->released);
	image->released = offset;
}

/* Reads the file from offset on; false when the window of this batch is in use: the batch is full. */
static bool move_window(struct wcore_image *image, struct wcore_image_batch *batch, uint64_t offset)
{
	const struct wcore_file *file = image->dump->wasm->file;
	uint64_t size = file->size > offset ? file->size - offset : 0;

	if (image->window_used)
		return false;
	if (size > WCORE_IMAGE_WINDOW)
		size = WCORE_IMAGE_WINDOW;
	release(image, offset);
	image->window = wcore_file_read(file, offset, (size_t)size, wcore_image_batch_room(batch, offset));
	image->window_start = offset;
	image->window_end = offset + size;
	return true;
}

/* Whether the window has the byte at offset, and room bytes behind it or all up to the section's end. */
static bool has_room(const struct wcore_image *image, uint64_t offset, uint64_t room)
{
	return offset >= image->window_start && offset < image->window_end &&
	       (image->window_end - offset >= room || image->window_end >= image->end);
}

/* The next segment. */

static struct wcore_error *read_header_mapped(const struct wcore_image *image, uint64_t *ret_pos,
					      struct wcore_segment *ret, bool *ret_known)
{
	struct wcore_cursor cursor;
	struct wcore_error *error;

	wcore_cursor_init(&cursor, image->dump->wasm->file, image->pos, image->end - image->pos, NULL);
	error = wcore_segment_header_read(image->dump, &cursor, ret, ret_known);
	*ret_pos = cursor.pos;
	return error;
}

/* From the window when the header is all there, else from the mapped file. */
static struct wcore_error *read_header(const struct wcore_image *image, uint64_t *ret_pos,
				       struct wcore_segment *ret, bool *ret_known)
{
	struct wcore_cursor cursor = {
		.data = image->window, .pos = image->pos - image->window_start,
		.end = (image->end < image->window_end ? image->end : image->window_end) -
		       image->window_start,
	};
	struct wcore_error *error = wcore_segment_header_read(image->dump, &cursor, ret, ret_known);

	if (error) {
		wcore_error_destroy(error);
		return read_header_mapped(image, ret_pos, ret, ret_known);
	}
	ret->offset += image->window_start;
	*ret_pos = cursor.pos + image->window_start;
	return NULL;
}

/* Wasmtime's segments stay inside a chunk and begin with a byte that is not zero. */
static bool looks_trimmed(const struct wcore_image *image, const struct wcore_segment *segment)
{
	if (!segment->size || segment->size > CHUNK - segment->address % CHUNK)
		return false;
	return segment->offset < image->window_start || segment->offset >= image->window_end ||
	       image->window[segment->offset - image->window_start];
}

enum step { STEP_SEGMENT, STEP_END, STEP_FULL, STEP_DISORDER };

/* The next segment of this memory in the file that ends behind the address. */
static enum step next_of_file(struct wcore_image *image, struct wcore_image_batch *batch)
{
	while (image->left) {
		struct wcore_segment *segment = &image->segment;
		struct wcore_error *error;
		bool known;

		if (image->pos >= image->end)
			break;
		if (!has_room(image, image->pos, HEADER_ROOM) && !move_window(image, batch, image->pos))
			return STEP_FULL;
		error = read_header(image, &image->pos, segment, &known);
		if (error) {
			/* What broke the section is a finding of the dump's index. */
			wcore_error_destroy(error);
			break;
		}
		image->left--;
		if (segment->size > image->end - image->pos) {
			segment->size = image->end - image->pos;
			image->left = 0;
		}
		image->pos += segment->size;
		if (!known || segment->memory != image->memory->index || !segment->size)
			continue;
		if (image->omits_zeros && !looks_trimmed(image, segment))
			image->omits_zeros = false;
		if (segment->address < image->stream_end)
			return STEP_DISORDER;
		image->stream_end = wcore_segment_end(segment);
		image->has_segment = image->stream_end > image->address;
		if (image->has_segment)
			return STEP_SEGMENT;
	}
	return STEP_END;
}

static enum step next_of_extents(struct wcore_image *image)
{
	const struct wcore_extents *extents = &image->memory->segments->extents;

	if (image->extent >= extents->count ||
	    extents->items[image->extent].memory != image->memory->index)
		return STEP_END;
	image->segment = extents->items[image->extent++];
	image->has_segment = true;
	return STEP_SEGMENT;
}

/* Pieces. */

static void add(struct wcore_image *image, struct wcore_image_batch *batch, enum wcore_piece_kind kind,
		uint64_t size, const uint8_t *bytes)
{
	batch->pieces[batch->count++] = (struct wcore_piece){
		.kind = kind, .address = image->address, .size = size, .bytes = bytes,
	};
	image->address += size;
	if (image->address >= image->to)
		image->mode = WCORE_IMAGE_DONE;
}

/* What no segment gives; false when the batch is full before end. */
static bool add_gap(struct wcore_image *image, struct wcore_image_batch *batch, uint64_t end)
{
	if (end > image->to)
		end = image->to;
	while (image->address < end && batch->count < WCORE_IMAGE_PIECES - 1) {
		uint64_t stop = end;
		const bool is_zero = image->omits_zeros ||
				     wcore_zeros_run(&image->dump->zeros, image->memory->index, image->address, end, &stop);

		add(image, batch, is_zero ? WCORE_PIECE_ZEROS : WCORE_PIECE_ABSENT, stop - image->address, NULL);
	}
	return image->address >= end;
}

/* The bytes of the segment that the window has; false when the batch is full. */
static bool add_bytes(struct wcore_image *image, struct wcore_image_batch *batch)
{
	const struct wcore_segment *segment = &image->segment;
	const uint64_t offset = segment->offset + (image->address - segment->address);
	uint64_t size = wcore_segment_end(segment) - image->address;

	if (!has_room(image, offset, 1) && !move_window(image, batch, offset))
		return false;
	if (size > image->to - image->address)
		size = image->to - image->address;
	if (size > image->window_end - offset)
		size = image->window_end - offset;
	image->window_used = true;
	add(image, batch, WCORE_PIECE_BYTES, size, image->window + (offset - image->window_start));
	if (image->address >= wcore_segment_end(segment))
		image->has_segment = false;
	return true;
}

/* A segment that stands lower than what was given already: the file's order decides, of all of them. */
static struct wcore_error *revise(struct wcore_image *image)
{
	struct wcore_error *error = wcore_segments_complete(image->memory->segments);

	image->is_revised = image->address > image->from;
	if (!error)
		choose_sorted(image);
	return error;
}

static enum step next_segment(struct wcore_image *image, struct wcore_image_batch *batch)
{
	enum step step;

	if (image->has_segment)
		return STEP_SEGMENT;
	step = image->mode == WCORE_IMAGE_STREAM ? next_of_file(image, batch) : next_of_extents(image);
	return step;
}

static struct wcore_error *fill_from_segments(struct wcore_image *image, struct wcore_image_batch *batch)
{
	while (batch->count < WCORE_IMAGE_PIECES - 1 &&
	       (image->mode == WCORE_IMAGE_STREAM || image->mode == WCORE_IMAGE_EXTENTS)) {
		const enum step step = next_segment(image, batch);

		if (step == STEP_FULL)
			return NULL;
		if (step == STEP_DISORDER) {
			struct wcore_error *error = revise(image);

			if (error)
				return error;
			continue;
		}
		if (step == STEP_END) {
			if (add_gap(image, batch, image->to))
				image->mode = WCORE_IMAGE_DONE;
			return NULL;
		}
		if (!add_gap(image, batch, image->segment.address) ||
		    (image->mode != WCORE_IMAGE_DONE && !add_bytes(image, batch)))
			return NULL;
	}
	return NULL;
}

/* Mode READ: runs of one state. */
static struct wcore_error *fill_from_reads(struct wcore_image *image, struct wcore_image_batch *batch)
{
	uint8_t states[READ_SIZE];
	const uint64_t left = image->to - image->address;
	const uint64_t size = left < READ_SIZE ? left : READ_SIZE;
	struct wcore_error *error = wcore_memory_read(image->memory, image->address, size, batch->window,
						      states, NULL);

	/* Runs shorter than this many bytes would not fit: the rest comes with the next batch. */
	for (uint64_t i = 0; !error && i < size && batch->count < WCORE_IMAGE_PIECES;) {
		const bool is_there = states[i] == WCORE_BYTE_CAPTURED;
		uint64_t run = 1;

		while (i + run < size && (states[i + run] == WCORE_BYTE_CAPTURED) == is_there)
			run++;
		add(image, batch, is_there ? WCORE_PIECE_BYTES : WCORE_PIECE_ABSENT, run,
		    is_there ? batch->window + i : NULL);
		i += run;
	}
	return error;
}

struct wcore_error *wcore_image_fill(struct wcore_image *image, struct wcore_image_batch *batch)
{
	struct wcore_error *error = NULL;

	batch->count = 0;
	/* The window of the file belongs to the batch that it was read into. */
	drop_window(image);
	if (image->mode == WCORE_IMAGE_STREAM || image->mode == WCORE_IMAGE_EXTENTS)
		error = fill_from_segments(image, batch);
	if (!error && !batch->count && image->mode == WCORE_IMAGE_READ)
		error = fill_from_reads(image, batch);
	return error;
}
