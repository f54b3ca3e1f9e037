#include "strings.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

/* Memory that is looked at in one go; two windows fit. */
#define BUFFER (2 * WCORE_IMAGE_WINDOW)
/* Of a run that goes on at the end of the buffer, so many bytes are kept. */
#define KEEP_MAX WCORE_IMAGE_WINDOW
/* New bytes that are worth moving what is kept. */
#define STEP (WCORE_IMAGE_WINDOW / 2)
/* Zeros at the ends of a gap belong to characters of up to four bytes. */
#define GAP_EDGE 64
#define NO_RUN SIZE_MAX

struct scan {
	const struct wcore_strings_options *options;
	wcore_text_classifier classify;
	unsigned width;
	size_t min_bytes;	/* of a run; of UTF-8 it takes more to tell */
	bool (*visit)(void *context, const struct wcore_text_run *run);
	void *context;
	bool is_over;		/* visit had enough */

	uint8_t *buffer;	/* BUFFER bytes, and what a classifier looks at behind them */
	uint64_t address;	/* of the first one */
	size_t size;
	size_t done;		/* bytes that were classified */
	size_t run;		/* where the run begins that reaches up to done, or NO_RUN */
	unsigned spill;		/* bytes from done on that belong to a character which began before */
	/* A run that began before the buffer. */
	bool is_long;
	uint64_t long_address, long_characters;
};

static uint64_t count_characters(const struct scan *scan, const uint8_t *bytes, size_t size)
{
	uint64_t count = 0;

	if (scan->options->encoding != WCORE_TEXT_UTF8)
		return size / scan->width;
	for (size_t i = 0; i < size; i++)
		count += (bytes[i] & 0xc0) != 0x80;
	return count;
}

static void end_run(struct scan *scan, size_t start, size_t end)
{
	struct wcore_text_run run = {
		.address = scan->address + start, .size = end - start, .bytes = scan->buffer + start,
	};

	scan->run = NO_RUN;
	run.characters = count_characters(scan, run.bytes, end - start);
	if (scan->is_long) {
		run.size = run.address + run.size - scan->long_address;
		run.address = scan->long_address;
		run.characters += scan->long_characters;
		run.bytes = NULL;
		scan->is_long = false;
	}
	if (run.characters >= scan->options->min_characters && !scan->visit(scan->context, &run))
		scan->is_over = true;
}

/* Bytes that characters cover, from where they begin; *spill: how many reach out of the block. */
static uint64_t cover(const struct wcore_text_starts *starts, unsigned *spill)
{
	const uint64_t two = starts->of_length[2], three = starts->of_length[3], four = starts->of_length[4];
	const uint64_t in = *spill ? (UINT64_C(1) << *spill) - 1 : 0;

	*spill = four >> 63 ? 3 : four >> 62 || three >> 63 ? 2 : four >> 61 || three >> 62 || two >> 63;
	return in | starts->of_length[1] | two | two << 1 | three | three << 1 | three << 2 |
	       four | four << 1 | four << 2 | four << 3;
}

/* Bits from which on at least count bits are set, of counts up to 8: rounded down to a power of two. */
static uint64_t long_enough(uint64_t covered, size_t count)
{
	if (count >= 2)
		covered &= covered >> 1;
	if (count >= 4)
		covered &= covered >> 2;
	if (count >= 8)
		covered &= covered >> 4;
	return covered;
}

/* The runs of a block at an offset of the buffer. */
static void take_block(struct scan *scan, uint64_t covered, size_t offset)
{
	unsigned start = 0;
	uint64_t candidates;

	if (scan->run != NO_RUN) {
		if (!~covered)
			return;
		start = (unsigned)__builtin_ctzll(~covered);
		if (scan->is_long || offset + start - scan->run >= scan->min_bytes)
			end_run(scan, scan->run, offset + start);
		scan->run = NO_RUN;
		covered &= ~UINT64_C(0) << start;
	}
	candidates = long_enough(covered, scan->min_bytes);
	while (candidates && !scan->is_over) {
		start = (unsigned)__builtin_ctzll(candidates);
		const uint64_t gap = ~(covered >> start);
		const unsigned length = gap ? (unsigned)__builtin_ctzll(gap) : 64;

		if (start + length >= 64)
			break;
		if (length >= scan->min_bytes)
			end_run(scan, offset + start, offset + start + length);
		candidates &= ~UINT64_C(0) << (start + length);
	}
	/* What reaches the end of the block goes on. */
	if (covered >> 63)
		scan->run = offset + 64 - (~covered ? (unsigned)__builtin_clzll(~covered) : 64);
}

static void classify_until(struct scan *scan, size_t end)
{
	struct wcore_text_starts starts;

	for (; scan->done < end && !scan->is_over; scan->done += 64) {
		scan->classify(scan->buffer + scan->done, &starts);
		take_block(scan, cover(&starts, &scan->spill), scan->done);
	}
}

/* Forgets what is done, but the beginning of a run that goes on. */
static void shrink(struct scan *scan)
{
	size_t from = scan->run == NO_RUN || scan->is_long ? scan->done : scan->run;

	if (scan->run != NO_RUN && !scan->is_long && scan->done - scan->run > KEEP_MAX) {
		scan->is_long = true;
		scan->long_address = scan->address + scan->run;
		scan->long_characters = 0;
	}
	if (scan->run != NO_RUN && scan->is_long) {
		scan->long_characters += count_characters(scan, scan->buffer + scan->run,
							  scan->done - scan->run);
		from = scan->run = scan->done;
	}
	memmove(scan->buffer, scan->buffer + from, scan->size - from);
	scan->address += from;
	scan->size -= from;
	scan->done -= from;
	if (scan->run != NO_RUN)
		scan->run -= from;
}

/* What may be classified without knowing what comes behind the buffer. */
static void classify_most(struct scan *scan)
{
	const size_t left = scan->size - scan->done;

	if (left >= 64 + WCORE_TEXT_AHEAD)
		classify_until(scan, scan->done + (left - WCORE_TEXT_AHEAD) / 64 * 64);
	shrink(scan);
}

/*
 * Nothing follows the buffer, which begins anew at the address.  Bytes behind it are set to what continues no
 * character; what of 8BIT they are themselves is cut off.
 */
static void finish(struct scan *scan, uint64_t address)
{
	memset(scan->buffer + scan->size, 0xff, 64 + WCORE_TEXT_AHEAD);
	while (scan->done < scan->size && !scan->is_over) {
		struct wcore_text_starts starts;
		const size_t left = scan->size - scan->done;
		uint64_t covered;

		scan->classify(scan->buffer + scan->done, &starts);
		covered = cover(&starts, &scan->spill);
		if (left < 64)
			covered &= (UINT64_C(1) << left) - 1;
		take_block(scan, covered, scan->done);
		scan->done += 64;
	}
	if (scan->run != NO_RUN && !scan->is_over &&
	    (scan->is_long || scan->size - scan->run >= scan->min_bytes))
		end_run(scan, scan->run, scan->size);
	scan->is_long = false;
	scan->run = NO_RUN;
	scan->spill = 0;
	scan->size = scan->done = 0;
	scan->address = address;
}

static void append(struct scan *scan, const uint8_t *bytes, size_t size)
{
	if (bytes)
		memcpy(scan->buffer + scan->size, bytes, size);
	else
		memset(scan->buffer + scan->size, 0, size);
	scan->size += size;
	if (scan->size - scan->done >= STEP || scan->size == BUFFER)
		classify_most(scan);
}

static void take_piece(struct scan *scan, const struct wcore_piece *piece)
{
	const uint64_t end = piece->address + piece->size;

	/* What is kept of a run can leave less room than a window. */
	if (piece->kind == WCORE_PIECE_BYTES) {
		for (uint64_t done = 0; done < piece->size && !scan->is_over;) {
			const uint64_t room = BUFFER - scan->size, left = piece->size - done;
			const size_t part = (size_t)(left < room ? left : room);

			append(scan, piece->bytes + done, part);
			done += part;
		}
	} else if (piece->kind == WCORE_PIECE_ABSENT) {
		finish(scan, end);
	} else if (piece->size <= 2 * GAP_EDGE) {
		append(scan, NULL, (size_t)piece->size);
	} else {
		append(scan, NULL, GAP_EDGE);
		finish(scan, end - GAP_EDGE);
		append(scan, NULL, GAP_EDGE);
	}
}

static struct wcore_error *walk(struct scan *scan, const struct wcore_space *space, bool *ret_revised)
{
	struct wcore_image image;
	struct wcore_image_batch batch;
	struct wcore_error *error = wcore_image_init(&image, space, scan->options->from, scan->options->to);

	if (error)
		return error;
	error = wcore_image_batch_init(&batch);
	while (!error && !scan->is_over) {
		error = wcore_image_fill(&image, &batch);
		if (error || !batch.count)
			break;
		for (size_t i = 0; i < batch.count && !scan->is_over; i++)
			take_piece(scan, &batch.pieces[i]);
	}
	if (!error && !scan->is_over)
		finish(scan, scan->address);
	wcore_progress_end(image.dump->wasm->file->progress);
	*ret_revised = image.is_revised;
	wcore_image_batch_deinit(&batch);
	return error;
}

struct wcore_error *wcore_strings_visit(const struct wcore_space *space,
					const struct wcore_strings_options *options,
					bool (*visit)(void *context, const struct wcore_text_run *run),
					void *context, bool *ret_revised)
{
	struct scan scan = {
		.options = options, .visit = visit, .context = context, .address = options->from,
		.width = wcore_text_width(options->encoding), .run = NO_RUN,
		.classify = options->is_plain ? wcore_text_classifier_plain(options->encoding) :
						wcore_text_classifier_of(options->encoding),
	};
	struct wcore_error *error;

	*ret_revised = false;
	if (!space->memory)
		return NULL;
	scan.min_bytes = options->min_characters > SIZE_MAX / 8 ? SIZE_MAX / 2 :
			 (size_t)options->min_characters * scan.width;
	scan.buffer = wcore_malloc(BUFFER + 64 + WCORE_TEXT_AHEAD);
	if (!scan.buffer)
		return wcore_error_nomem();
	error = walk(&scan, space, ret_revised);
	free(scan.buffer);
	return error;
}

struct wcore_error *wcore_text_run_read(const struct wcore_space *space, const struct wcore_text_run *run,
					uint64_t offset, uint64_t size, uint8_t *bytes)
{
	return wcore_memory_read(space->memory, run->address + offset, size, bytes, NULL, NULL);
}

size_t wcore_text_decode(enum wcore_text_encoding encoding, const uint8_t *bytes, size_t size, char *ret)
{
	const unsigned width = wcore_text_width(encoding);
	const bool is_big = encoding == WCORE_TEXT_16BE || encoding == WCORE_TEXT_32BE;
	size_t used = 0;

	if (encoding == WCORE_TEXT_UTF8 || encoding == WCORE_TEXT_7BIT) {
		memcpy(ret, bytes, size);
		return size;
	}
	for (size_t i = is_big ? width - 1 : 0; i < size; i += width) {
		if (bytes[i] >= 0x80)
			ret[used++] = (char)(0xc0 | bytes[i] >> 6);
		ret[used++] = (char)(bytes[i] < 0x80 ? bytes[i] : 0x80 | (bytes[i] & 0x3f));
	}
	return used;
}
