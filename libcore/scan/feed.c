#include "feed.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../dump/segments.h"

/* Wasmtime looks at a memory in chunks of this size. */
#define CHUNK 4096
/* Below this size threads do not pay. */
#define PARALLEL_MIN (UINT64_C(4) << 20)

static void begin_parallel(struct wcore_feed *feed)
{
	struct wcore_segment_iter iter;

	wcore_segment_iter_init(&iter, feed->memory->segments->dump);
	feed->start = feed->pos = iter.cursor.pos;
	feed->end = iter.cursor.end;
	feed->left = iter.left;
	feed->is_parallel = feed->end - feed->start >= PARALLEL_MIN && feed->left > 1;
}

struct wcore_error *wcore_feed_init(struct wcore_feed *feed, const struct wcore_space *space, uint64_t from,
				    uint64_t to, size_t step, size_t overlap)
{
	const struct wcore_segments *segments = space->memory->segments;
	struct wcore_error *error;

	*feed = (struct wcore_feed){ .memory = space->memory, .from = from, .to = to, .address = from,
				     .step = step, .overlap = overlap, .omits_zeros = space->omits_zeros };
	if (feed->to > feed->memory->size)
		feed->to = feed->memory->size;
	feed->kept = wcore_malloc(overlap + 1);
	if (!feed->kept)
		return wcore_error_nomem();
	error = wcore_image_init(&feed->image, space, from, to);
	if (!error && segments->is_ordered)
		begin_parallel(feed);
	/* A walk of a dump that turned out to be disordered goes by what all segments say. */
	if (!error && !segments->is_ordered && segments->is_complete && segments->has_extents) {
		feed->image.mode = WCORE_IMAGE_EXTENTS;
		feed->image.has_segment = false;
		feed->image.extent = wcore_extents_find(&segments->extents, feed->memory->index, from);
	} else if (!error && !segments->is_ordered && segments->is_complete) {
		feed->image.mode = WCORE_IMAGE_READ;
	}
	if (feed->from >= feed->to)
		feed->image.mode = WCORE_IMAGE_DONE;
	return error;
}

void wcore_feed_deinit(struct wcore_feed *feed)
{
	free(feed->kept);
	feed->kept = NULL;
}

uint64_t wcore_feed_window_count(const struct wcore_feed *feed)
{
	return feed->is_parallel ? (feed->end - feed->start + feed->step - 1) / feed->step : 1;
}

/* Windows. */

struct wcore_error *wcore_feed_window_init(struct wcore_feed_window *window, const struct wcore_feed *feed)
{
	struct wcore_error *error;

	*window = (struct wcore_feed_window){ 0 };
	error = wcore_image_batch_init(&window->batch);
	window->before = wcore_malloc(feed->overlap + 1);
	return error ? error : window->before ? NULL : wcore_error_nomem();
}

void wcore_feed_window_deinit(struct wcore_feed_window *window)
{
	wcore_image_batch_deinit(&window->batch);
	free(window->before);
	free(window->pieces);
}

void wcore_feed_read(const struct wcore_feed *feed, uint64_t number, struct wcore_feed_window *window)
{
	window->count = 0;
	window->is_last = false;
	if (!feed->is_parallel)
		return;
	window->offset = feed->start + number * feed->step;
	if (window->offset > feed->end)
		window->offset = feed->end;
	window->end = feed->end - window->offset < feed->step ? feed->end : window->offset + feed->step;
	window->bytes = wcore_file_read(feed->memory->segments->dump->wasm->file, window->offset,
					(size_t)(window->end - window->offset),
					wcore_image_batch_room(&window->batch, window->offset));
}

/* Pieces. */

static struct wcore_error *add(struct wcore_feed_window *window, const struct wcore_piece *piece)
{
	if (window->count == window->capacity) {
		const size_t capacity = window->capacity ? window->capacity * 2 : 64;
		struct wcore_piece *pieces = wcore_realloc(window->pieces, capacity * sizeof(*pieces));

		if (!pieces)
			return wcore_error_nomem();
		window->pieces = pieces;
		window->capacity = capacity;
	}
	window->pieces[window->count++] = *piece;
	return NULL;
}

/* What the window before it left comes first. */
static struct wcore_error *add_before(const struct wcore_feed *feed, struct wcore_feed_window *window,
				      uint64_t address)
{
	const struct wcore_piece piece = {
		.kind = WCORE_PIECE_BYTES, .address = address - feed->kept_size, .size = feed->kept_size,
		.bytes = window->before,
	};

	memcpy(window->before, feed->kept, feed->kept_size);
	return add(window, &piece);
}

static void keep(struct wcore_feed *feed, const struct wcore_feed_window *window)
{
	const struct wcore_piece *last = &window->pieces[window->count - 1];
	const size_t size = wcore_feed_before(window, last->address + last->size, feed->overlap, feed->kept);

	memmove(feed->kept, feed->kept + (feed->overlap - size), size);
	feed->kept_size = size;
}

/* [feed->address, end) as a piece. */
static struct wcore_error *add_piece(struct wcore_feed *feed, struct wcore_feed_window *window,
				     enum wcore_piece_kind kind, uint64_t end, const uint8_t *bytes)
{
	const struct wcore_piece piece = { .kind = kind, .address = feed->address, .size = end - feed->address,
					   .bytes = bytes };

	if (feed->address >= end)
		return NULL;
	feed->address = end;
	return add(window, &piece);
}

/* Of the file: mostly from the window, which takes no page of the mapped file. */
static uint8_t byte_at(const struct wcore_feed *feed, const struct wcore_feed_window *window, uint64_t offset)
{
	if (offset >= window->offset && offset < window->end)
		return window->bytes[offset - window->offset];
	return feed->memory->segments->dump->wasm->file->data[offset];
}

/* Wasmtime's segments lie in one chunk, and neither begin nor end with zero. */
static bool is_trimmed(const struct wcore_feed *feed, const struct wcore_feed_window *window,
		       const struct wcore_segment *segment)
{
	return segment->size && segment->size <= CHUNK - segment->address % CHUNK &&
	       byte_at(feed, window, segment->offset) &&
	       byte_at(feed, window, segment->offset + segment->size - 1);
}

static uint64_t chunk_start(uint64_t address)
{
	return address - address % CHUNK;
}

static uint64_t chunk_end(uint64_t address)
{
	return address % CHUNK && address <= UINT64_MAX - CHUNK ? chunk_start(address) + CHUNK : address;
}

/* Of a dump that says which bytes are zero. */
static struct wcore_error *add_told_gap(struct wcore_feed *feed, struct wcore_feed_window *window, uint64_t end)
{
	const struct wcore_zeros *zeros = &feed->memory->segments->dump->zeros;
	struct wcore_error *error = NULL;

	while (!error && feed->address < end) {
		uint64_t stop;
		const bool is_zero = wcore_zeros_run(zeros, feed->memory->index, feed->address, end, &stop);

		error = add_piece(feed, window, is_zero ? WCORE_PIECE_ZEROS : WCORE_PIECE_ABSENT, stop, NULL);
	}
	return error;
}

/*
 * What no segment gives, up to the next one, or to the end where next is NULL: zero, but for the chunks
 * of segments that Wasmtime would not have written.
 */
static struct wcore_error *add_gap(struct wcore_feed *feed, struct wcore_feed_window *window, uint64_t end,
				   const struct wcore_segment *next)
{
	uint64_t zeros_from = feed->address, zeros_to = end;
	const struct wcore_segment *previous = &feed->previous;
	struct wcore_error *error;

	if (feed->address >= end)
		return NULL;
	if (!feed->omits_zeros)
		return add_told_gap(feed, window, end);
	if (previous->size && !is_trimmed(feed, window, previous))
		zeros_from = chunk_end(wcore_segment_end(previous));
	if (zeros_from < feed->address)
		zeros_from = feed->address;
	if (next && !is_trimmed(feed, window, next))
		zeros_to = chunk_start(next->address);
	if (zeros_from > end)
		zeros_from = end;
	if (zeros_to < zeros_from)
		zeros_to = zeros_from;
	if (zeros_to > end)
		zeros_to = end;
	error = add_piece(feed, window, WCORE_PIECE_ABSENT, zeros_from, NULL);
	if (!error)
		error = add_piece(feed, window, WCORE_PIECE_ZEROS, zeros_to, NULL);
	return error ? error : add_piece(feed, window, WCORE_PIECE_ABSENT, end, NULL);
}

/* A header at feed->pos, from the window where it is all there. */
static struct wcore_error *read_header(struct wcore_feed *feed, const struct wcore_feed_window *window,
				       struct wcore_segment *ret, bool *ret_known)
{
	const struct wcore_dump *dump = feed->memory->segments->dump;
	struct wcore_cursor cursor = { .data = window->bytes, .pos = feed->pos - window->offset,
				       .end = window->end - window->offset };
	struct wcore_error *error = wcore_segment_header_read(dump, &cursor, ret, ret_known);

	if (!error) {
		ret->offset += window->offset;
		feed->pos = cursor.pos + window->offset;
		return NULL;
	}
	wcore_error_destroy(error);
	wcore_cursor_init(&cursor, dump->wasm->file, feed->pos, feed->end - feed->pos, NULL);
	error = wcore_segment_header_read(dump, &cursor, ret, ret_known);
	feed->pos = cursor.pos;
	return error;
}

/* The next segment of this memory that begins in the window; false: none does. */
static bool next_segment(struct wcore_feed *feed, const struct wcore_feed_window *window)
{
	while (feed->left && feed->pos < window->end) {
		struct wcore_segment *segment = &feed->segment;
		bool known = false;
		struct wcore_error *error = read_header(feed, window, segment, &known);

		if (error) {
			/* What broke the section is a finding of the dump's index. */
			wcore_error_destroy(error);
			feed->left = 0;
			return false;
		}
		feed->left--;
		if (segment->size > feed->end - feed->pos) {
			segment->size = feed->end - feed->pos;
			feed->left = 0;
		}
		feed->pos += segment->size;
		if (!known || segment->memory != feed->memory->index || !segment->size)
			continue;
		if (segment->address < wcore_segment_end(&feed->previous)) {
			feed->is_disordered = true;
			feed->left = 0;
			return false;
		}
		return true;
	}
	return false;
}

/* The part of the segment at hand that stands in the window. */
static struct wcore_error *add_bytes(struct wcore_feed *feed, struct wcore_feed_window *window)
{
	const struct wcore_segment *segment = &feed->segment;
	const uint64_t stop = wcore_segment_end(segment) < feed->to ? wcore_segment_end(segment) : feed->to;
	uint64_t offset = segment->offset, address = segment->address, end = stop;

	if (offset < window->offset) {
		address += window->offset - offset;
		offset = window->offset;
	}
	if (end > address && end - address > window->end - offset)
		end = address + (window->end - offset);
	if (segment->offset + segment->size <= window->end)
		feed->has_segment = false;
	if (end <= feed->address)
		return NULL;
	return add_piece(feed, window, WCORE_PIECE_BYTES, end, window->bytes + (offset - window->offset) +
								       (feed->address - address));
}

static struct wcore_error *lay_out_file(struct wcore_feed *feed, struct wcore_feed_window *window)
{
	struct wcore_error *error = NULL;

	while (!error && feed->address < feed->to) {
		if (!feed->has_segment) {
			uint64_t gap;

			feed->has_segment = next_segment(feed, window);
			if (!feed->has_segment)
				break;
			gap = feed->segment.address < feed->to ? feed->segment.address : feed->to;
			error = add_gap(feed, window, gap, &feed->segment);
			feed->previous = feed->segment;
		} else if (feed->segment.offset >= window->end) {
			break;
		}
		if (!error)
			error = add_bytes(feed, window);
		if (feed->has_segment)
			break;
	}
	return error;
}

static struct wcore_error *lay_out_parallel(struct wcore_feed *feed, struct wcore_feed_window *window)
{
	struct wcore_error *error = add_before(feed, window, feed->address);

	if (!error)
		error = lay_out_file(feed, window);
	/* Behind what is asked for, segments are still looked at: one may give it other bytes. */
	while (!error && feed->address >= feed->to && !feed->is_disordered && next_segment(feed, window))
		feed->previous = feed->segment;
	if (!error && ((!feed->left && !feed->has_segment) || window->end >= feed->end)) {
		if (!feed->is_disordered)
			error = add_gap(feed, window, feed->to, NULL);
		feed->is_finished = true;
	}
	return error;
}

static struct wcore_error *lay_out_image(struct wcore_feed *feed, struct wcore_feed_window *window)
{
	struct wcore_image_batch *batch = &window->batch;
	struct wcore_error *error = wcore_image_fill(&feed->image, batch);
	const uint64_t address = batch->count ? batch->pieces[0].address : feed->image.address;

	if (!error)
		error = add_before(feed, window, address);
	for (size_t i = 0; !error && i < batch->count; i++)
		error = add(window, &batch->pieces[i]);
	if (feed->image.is_revised)
		feed->is_disordered = true;
	if (!batch->count || feed->is_disordered)
		feed->is_finished = true;
	return error;
}

struct wcore_error *wcore_feed_lay_out(struct wcore_feed *feed, struct wcore_feed_window *window)
{
	struct wcore_error *error = NULL;

	window->count = 0;
	if (!feed->is_finished)
		error = feed->is_parallel ? lay_out_parallel(feed, window) : lay_out_image(feed, window);
	else
		error = add_before(feed, window, feed->address);
	if (error)
		feed->is_finished = true;
	else
		keep(feed, window);
	window->is_last = feed->is_finished;
	return error;
}

/* Looking at pieces. */

/* The first piece that ends behind the address. */
static size_t find_piece(const struct wcore_feed_window *window, uint64_t address)
{
	size_t low = 0, high = window->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (window->pieces[middle].address + window->pieces[middle].size > address)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void copy(const struct wcore_piece *piece, uint64_t address, size_t size, uint8_t *buffer)
{
	if (piece->kind == WCORE_PIECE_BYTES)
		memcpy(buffer, piece->bytes + (address - piece->address), size);
	else
		memset(buffer, 0, size);
}

size_t wcore_feed_before(const struct wcore_feed_window *window, uint64_t address, size_t size, uint8_t *buffer)
{
	size_t done = 0;

	for (size_t i = address ? find_piece(window, address - 1) + 1 : 0; i > 0 && done < size; i--) {
		const struct wcore_piece *piece = &window->pieces[i < window->count ? i - 1 : window->count - 1];
		const uint64_t end = address - done;
		uint64_t part;

		if (piece->address >= end || piece->address + piece->size < end || piece->kind == WCORE_PIECE_ABSENT)
			break;
		part = end - piece->address < size - done ? end - piece->address : size - done;
		copy(piece, end - part, (size_t)part, buffer + (size - done - part));
		done += (size_t)part;
	}
	return done;
}

size_t wcore_feed_after(const struct wcore_feed_window *window, uint64_t address, size_t size, uint8_t *buffer)
{
	size_t done = 0;

	for (size_t i = find_piece(window, address); i < window->count && done < size; i++) {
		const struct wcore_piece *piece = &window->pieces[i];
		const uint64_t at = address + done;
		uint64_t part;

		if (piece->address > at || piece->kind == WCORE_PIECE_ABSENT)
			break;
		part = piece->address + piece->size - at;
		if (part > size - done)
			part = size - done;
		copy(piece, at, (size_t)part, buffer + done);
		done += (size_t)part;
	}
	return done;
}
