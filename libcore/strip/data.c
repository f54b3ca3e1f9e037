#include "data.h"

#include <string.h>

#include "../dump/core_writer.h"
#include "../dump/segments.h"
#include "../dump/shape.h"
#include "../dump/space.h"
#include "../wasm/section_writer.h"

/* Pieces of one new segment. */
#define PIECES_MAX 1024
/* A segment's size has 32 bits. */
#define SEGMENT_MAX ((uint64_t)1 << 30)
/* Zeros between two segments are written where they take no more than their range and another segment would. */
#define ZEROS_WRITTEN 12
/* What the section of zeros takes beside its ranges, and at most, about, what a range and a segment more take. */
#define SECTION_SIZE 16
#define RANGE_SIZE 24
/* Bytes of a LEB128 u32. */
#define COUNT_MAX 5
/* From the section's first byte to those of its first segment, about. */
#define FIRST_OFFSET 10

/* Bytes of the dump's file, or zeros. */
struct piece {
	uint64_t offset, size;
	bool is_zero;
};

/* The segments are gone through twice: to measure them, and to write them. */
struct walk {
	const struct wcore_strip_plan *plan;
	struct wcore_buffered_sink *out;	/* NULL: only measured */
	struct wcore_strip_data measure;
	struct wcore_encoder header;
	struct wcore_error *error;
	/* The memory and what of it is looked at. */
	struct wcore_space space;
	uint64_t start, end;			/* the kept range */
	uint64_t address;			/* how far it is looked at */
	/* The new segment. */
	struct wcore_segment segment;
	struct piece pieces[PIECES_MAX];
	size_t piece_count;
};

static bool is_64(const struct walk *walk, uint32_t memory)
{
	return walk->plan->dump->memories[memory].limits.is_64;
}

static struct wcore_error *write_zeros(struct wcore_sink *sink, uint64_t size)
{
	static const uint8_t zeros[64];
	struct wcore_error *error = NULL;

	for (; size && !error; size -= size < sizeof(zeros) ? size : sizeof(zeros))
		error = wcore_sink_write(sink, zeros, size < sizeof(zeros) ? (size_t)size : sizeof(zeros));
	return error;
}

static struct wcore_error *write_segment(struct walk *walk)
{
	const struct wcore_file *file = walk->plan->module->file;
	struct wcore_sink *sink = &walk->out->sink;
	struct wcore_error *error = wcore_sink_write(sink, walk->header.data, walk->header.size);

	for (size_t i = 0; i < walk->piece_count && !error; i++) {
		const struct piece *piece = &walk->pieces[i];

		error = piece->is_zero ? write_zeros(sink, piece->size)
				       : wcore_patches_copy(walk->plan->patches, sink, file, piece->offset,
							    piece->size);
	}
	return error;
}

/* Ends the new segment. */
static void end_segment(struct walk *walk)
{
	if (!walk->error) {
		walk->header.size = 0;
		wcore_encode_segment_header(&walk->header, &walk->segment, is_64(walk, walk->segment.memory));
		walk->error = wcore_encoder_check(&walk->header);
	}
	if (!walk->error && walk->out)
		walk->error = write_segment(walk);
	walk->measure.count++;
	walk->measure.size += walk->header.size + walk->segment.size;
	walk->segment.size = 0;
	walk->piece_count = 0;
}

/* Whether the new segment ends at the address and may go on. */
static bool is_open(const struct walk *walk)
{
	return walk->segment.size && walk->segment.memory == walk->space.memory->index &&
	       wcore_segment_end(&walk->segment) == walk->address;
}

static void add_piece(struct walk *walk, uint64_t offset, uint64_t size, bool is_zero)
{
	const uint32_t memory = walk->space.memory->index;

	while (size) {
		struct wcore_segment *segment = &walk->segment;
		uint64_t part = size;

		if (segment->size &&
		    (!is_open(walk) || walk->piece_count == PIECES_MAX || segment->size >= SEGMENT_MAX))
			end_segment(walk);
		if (!segment->size)
			*segment = (struct wcore_segment){ .memory = memory, .address = walk->address };
		if (part > SEGMENT_MAX - segment->size)
			part = SEGMENT_MAX - segment->size;
		walk->pieces[walk->piece_count++] = (struct piece){ offset, part, is_zero };
		segment->size += part;
		walk->address += part;
		offset += part;
		size -= part;
	}
}

/* What no segment gives up to an address; has_next: one begins there. */
static void pass_gap(struct walk *walk, uint64_t to, bool has_next)
{
	while (walk->address < to) {
		uint64_t end;
		const bool is_zero = wcore_space_run(&walk->space, walk->address, to, &end);

		if (is_zero && (walk->measure.writes_zeros || (end == to && has_next && is_open(walk) &&
							       to - walk->address <= ZEROS_WRITTEN)))
			add_piece(walk, 0, end - walk->address, true);
		else if (is_zero && !walk->out)
			wcore_zeros_add(&walk->measure.zeros, walk->space.memory->index, walk->address, end);
		walk->address = end;
	}
}

static void visit(void *context, const struct wcore_segment *segment)
{
	struct walk *walk = context;
	const uint64_t from = segment->address > walk->start ? segment->address : walk->start;
	uint64_t to = wcore_segment_end(segment);

	if (to > walk->end)
		to = walk->end;
	if (walk->error || from >= to)
		return;
	/* In disorder, what a later segment says of bytes that were passed. */
	if (from < walk->address)
		walk->address = from;
	pass_gap(walk, from, true);
	add_piece(walk, segment->offset + (from - segment->address), to - from, false);
}

static void walk_range(struct walk *walk, const struct wcore_kept_range *range)
{
	const struct wcore_memory *memory = walk->space.memory;
	const uint64_t size = memory->size;

	if (range->address >= size)
		return;
	walk->start = walk->address = range->address;
	walk->end = range->size < size - range->address ? range->address + range->size : size;
	walk->error = wcore_segments_extend(memory->segments, (struct wcore_memory_place){ memory->index, walk->end });
	if (!walk->error) {
		struct wcore_error *error = wcore_segments_visit(memory->segments, memory->index, range->address,
								 walk->end, visit, walk);
		if (walk->error)
			wcore_error_destroy(error);
		else
			walk->error = error;
	}
	if (!walk->error)
		pass_gap(walk, walk->end, false);
}

/* The empty segment in the first one's place; the rewriter's says where it stands itself. */
static void put_first(struct walk *walk, uint64_t position)
{
	const struct wcore_dump *dump = walk->plan->dump;
	struct wcore_segment_iter iter;
	struct wcore_segment first;
	struct wcore_shape shape;
	bool found = false;

	wcore_segment_iter_init(&iter, dump);
	wcore_error_destroy(wcore_segment_iter_next(&iter, &first, &found));
	if (!found || first.memory >= dump->memory_count)
		return;
	wcore_shape_read(dump, &shape);
	walk->segment = (struct wcore_segment){ .memory = first.memory, .address = first.address };
	if (shape.is_rewriter)
		walk->segment.address = position;
	end_segment(walk);
}

static struct wcore_error *go(const struct wcore_strip_plan *plan, struct wcore_buffered_sink *out,
			      uint64_t position, bool writes_zeros, struct wcore_strip_data *ret)
{
	const struct wcore_dump *dump = plan->dump;
	struct walk walk = { .plan = plan, .out = out, .measure.writes_zeros = writes_zeros };

	put_first(&walk, position + FIRST_OFFSET);
	for (uint32_t i = 0; i < plan->kept->count && i < dump->memory_count && !walk.error; i++) {
		const struct wcore_kept_memory *kept = &plan->kept->memories[i];

		if (!kept->count)
			continue;
		wcore_space_init(&walk.space, dump, &dump->memories[i]);
		for (size_t k = 0; k < kept->count && walk.space.memory && !walk.error; k++)
			walk_range(&walk, &kept->ranges[k]);
		if (walk.segment.size)
			end_segment(&walk);
	}
	wcore_encoder_deinit(&walk.header);
	*ret = walk.measure;
	ret->position = position;
	return walk.error;
}

/* Few zeros may take less in segments than told of. */
static struct wcore_error *choose(const struct wcore_strip_plan *plan, struct wcore_strip_data *data)
{
	struct wcore_zeros_writer *zeros = &data->zeros;
	struct wcore_strip_data other;
	struct wcore_error *error;

	if (!zeros->count || zeros->bytes / RANGE_SIZE > zeros->count)
		return NULL;
	error = go(plan, NULL, data->position, true, &other);
	if (error || other.size > data->size + SECTION_SIZE + zeros->ranges.size)
		return error;
	wcore_zeros_writer_deinit(zeros);
	*data = other;
	return NULL;
}

struct wcore_error *wcore_strip_data_measure(const struct wcore_strip_plan *plan, uint64_t position,
					     struct wcore_strip_data *ret)
{
	struct wcore_error *error = go(plan, NULL, position, plan->writes_zeros, ret);

	if (!error)
		error = choose(plan, ret);
	if (!error && (ret->count > UINT32_MAX || ret->size > UINT32_MAX - COUNT_MAX))
		error = wcore_error_create(WCORE_ERROR_LIMIT, plan->module->file->path,
					   "the bytes to be kept are more than a data section holds");
	return error;
}

struct wcore_error *wcore_strip_data_write(const struct wcore_strip_plan *plan, const struct wcore_strip_data *data,
					   struct wcore_buffered_sink *out)
{
	struct wcore_encoder count = { 0 };
	struct wcore_strip_data written;
	struct wcore_error *error;

	wcore_encode_uleb(&count, data->count);
	error = wcore_encoder_check(&count);
	if (!error)
		error = wcore_write_section_header(&out->sink, WCORE_SECTION_DATA, count.size + data->size);
	if (!error)
		error = wcore_sink_write(&out->sink, count.data, count.size);
	wcore_encoder_deinit(&count);
	return error ? error : go(plan, out, data->position, data->writes_zeros, &written);
}
