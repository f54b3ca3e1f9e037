#include "segments.h"

#include <stdlib.h>

#include "../base/alloc.h"

#define MAX_BLOCKS 8192
#define FIRST_PER_BLOCK 16
/* Segments that reads of disordered memories may read again, all together. */
#define MAX_WORK (UINT64_C(32) << 20)
/* Findings of one kind. */
#define MAX_REPORTS 8

enum { REPORT_MEMORY, REPORT_OUTSIDE, REPORT_ORDER, REPORT_LEFT_OUT };

static bool is_before(struct wcore_memory_place a, struct wcore_memory_place b)
{
	return a.memory != b.memory ? a.memory < b.memory : a.address < b.address;
}

/* What was captured and no segment gives: of segments, add_captured() leaves out what lies there. */
static void count_zeros(struct wcore_segments *segments)
{
	for (uint32_t i = 0; i < segments->dump->memory_count; i++)
		segments->usage[i].captured = wcore_zeros_size(&segments->dump->zeros, i, 0, UINT64_MAX);
}

struct wcore_error *wcore_segments_create(struct wcore_dump *dump, struct wcore_segments **ret)
{
	struct wcore_segments *segments = wcore_calloc(1, sizeof(*segments));

	if (!segments)
		return wcore_error_nomem();
	segments->usage = wcore_calloc(dump->memory_count ? dump->memory_count : 1,
				 sizeof(*segments->usage));
	if (!segments->usage) {
		free(segments);
		return wcore_error_nomem();
	}
	segments->dump = dump;
	count_zeros(segments);
	segments->per_block = FIRST_PER_BLOCK;
	segments->is_ordered = true;
	wcore_segment_iter_init(&segments->iter, dump);
	segments->released = segments->iter.cursor.pos;
	*ret = segments;
	return NULL;
}

void wcore_segments_destroy(struct wcore_segments *segments)
{
	if (!segments)
		return;
	wcore_extents_deinit(&segments->extents);
	free(segments->blocks);
	free(segments->usage);
	free(segments);
}

static bool may_report(struct wcore_segments *segments, unsigned kind)
{
	return segments->reports[kind]++ < MAX_REPORTS;
}

static void report(struct wcore_segments *segments, const struct wcore_segment *segment)
{
	struct wcore_findings *findings = &segments->dump->findings;
	uint32_t count = segments->dump->memory_count;

	if (segment->memory >= count) {
		if (may_report(segments, REPORT_MEMORY))
			wcore_findings_add_at(findings, "memory/segment-memory", WCORE_SEVERITY_ERROR,
					      segment->offset,
					      "a data segment is for memory %u, but the dump has %u",
					      segment->memory, count);
		return;
	}
	if (wcore_segment_end(segment) > segments->dump->memories[segment->memory].size &&
	    segment->size && may_report(segments, REPORT_OUTSIDE))
		wcore_findings_add_at(findings, "memory/segment-outside", WCORE_SEVERITY_ERROR,
				      segment->offset,
				      "a data segment at 0x%llx of %llu bytes passes the end of memory %u at 0x%llx",
				      (unsigned long long)segment->address,
				      (unsigned long long)segment->size, segment->memory,
				      (unsigned long long)segments->dump->memories[segment->memory].size);
}

static void add_captured(struct wcore_segments *segments, const struct wcore_segment *segment)
{
	uint64_t size = segments->dump->memories[segment->memory].size;
	uint64_t end = wcore_segment_end(segment);

	if (end > size)
		end = size;
	if (segment->address < end)
		segments->usage[segment->memory].captured +=
			end - segment->address -
			wcore_zeros_size(&segments->dump->zeros, segment->memory, segment->address, end);
}

static void count_usage(struct wcore_segments *segments, const struct wcore_segment *segment)
{
	segments->count++;
	if (segment->memory >= segments->dump->memory_count)
		return;
	segments->usage[segment->memory].segments++;
	add_captured(segments, segment);
}

/* Halves the number of blocks; their ranges become wider. */
static void merge_blocks(struct wcore_segments *segments)
{
	size_t count = 0;

	for (size_t i = 0; i < segments->block_count; i += 2, count++) {
		struct wcore_segment_block *block = &segments->blocks[count];

		*block = segments->blocks[i];
		if (i + 1 == segments->block_count)
			continue;
		const struct wcore_segment_block *next = &segments->blocks[i + 1];

		block->count += next->count;
		if (is_before(next->min, block->min))
			block->min = next->min;
		if (is_before(block->max, next->max))
			block->max = next->max;
	}
	segments->block_count = count;
	segments->per_block *= 2;
}

static struct wcore_error *add_block(struct wcore_segments *segments, uint64_t header)
{
	if (segments->block_count == MAX_BLOCKS)
		merge_blocks(segments);
	if (segments->block_count == segments->block_capacity) {
		size_t capacity = segments->block_capacity ? segments->block_capacity * 2 : 64;
		struct wcore_segment_block *blocks =
			wcore_realloc(segments->blocks, capacity * sizeof(*blocks));

		if (!blocks)
			return wcore_error_nomem();
		segments->blocks = blocks;
		segments->block_capacity = capacity;
	}
	segments->blocks[segments->block_count++] = (struct wcore_segment_block){
		.header = header, .min = { UINT32_MAX, UINT64_MAX },
	};
	return NULL;
}

static struct wcore_error *add(struct wcore_segments *segments, uint64_t header,
			       const struct wcore_segment *segment)
{
	struct wcore_memory_place start = { segment->memory, segment->address };
	struct wcore_memory_place end = { segment->memory, wcore_segment_end(segment) };
	struct wcore_segment_block *block = segments->block_count
		? &segments->blocks[segments->block_count - 1] : NULL;
	struct wcore_error *error;

	if (!block || block->count >= segments->per_block) {
		if ((error = add_block(segments, header)))
			return error;
		block = &segments->blocks[segments->block_count - 1];
	}
	block->count++;
	if (is_before(start, block->min))
		block->min = start;
	if (is_before(block->max, end))
		block->max = end;
	if (is_before(start, segments->end)) {
		segments->is_ordered = false;
		if (may_report(segments, REPORT_ORDER) && segments->reports[REPORT_ORDER] == 1)
			wcore_findings_add_at(&segments->dump->findings, "memory/segment-order",
					      WCORE_SEVERITY_NOTE, segment->offset,
					      "data segments overlap or do not ascend: the later one counts");
	}
	segments->start = start;
	segments->end = end;
	return NULL;
}

static void release_passed(struct wcore_segments *segments)
{
	const struct wcore_file *file = segments->dump->wasm->file;
	uint64_t pos = segments->iter.cursor.pos;

	if (pos - segments->released < WCORE_FILE_STEP)
		return;
	wcore_file_release_passed(file, pos, &segments->released);
	wcore_progress_report(file->progress, file->path, pos, file->size);
}

/* Indexes one more segment. */
static struct wcore_error *step(struct wcore_segments *segments)
{
	uint64_t header = segments->iter.cursor.pos;
	uint64_t left_out = segments->iter.left_out;
	struct wcore_segment segment;
	bool found;
	struct wcore_error *error = wcore_segment_iter_next(&segments->iter, &segment, &found);

	if (segments->iter.left_out != left_out && may_report(segments, REPORT_LEFT_OUT))
		wcore_findings_add_at(&segments->dump->findings, "memory/segment-offset",
				      WCORE_SEVERITY_WARNING, header,
				      "a data segment has no constant address: its bytes are left out");
	release_passed(segments);
	if (error || !found) {
		segments->is_complete = true;
		if (error)
			wcore_findings_take_error(&segments->dump->findings, "memory/segment-broken",
						  WCORE_SEVERITY_ERROR, error);
		return NULL;
	}
	report(segments, &segment);
	count_usage(segments, &segment);
	return add(segments, header, &segment);
}

/* Replaces the sums of what each segment captured: those count bytes twice. */
static void count_extents(struct wcore_segments *segments)
{
	count_zeros(segments);
	for (size_t i = 0; i < segments->extents.count; i++)
		add_captured(segments, &segments->extents.items[i]);
}

struct wcore_error *wcore_segments_advance(struct wcore_segments *segments, uint64_t offset)
{
	struct wcore_error *error = NULL;

	while (!error && !segments->is_complete && segments->iter.cursor.pos < offset)
		error = step(segments);
	return error;
}

struct wcore_error *wcore_segments_complete(struct wcore_segments *segments)
{
	struct wcore_error *error = NULL;

	while (!error && !segments->is_complete)
		error = step(segments);
	wcore_progress_end(segments->dump->wasm->file->progress);
	if (error || segments->is_ordered || segments->has_extents ||
	    segments->count > WCORE_MEMORY_SORTED)
		return error;
	error = wcore_extents_build(segments->dump, segments->count, &segments->extents);
	segments->has_extents = !error;
	if (!error)
		count_extents(segments);
	return error;
}

struct wcore_error *wcore_segments_extend(struct wcore_segments *segments, struct wcore_memory_place place)
{
	struct wcore_error *error = NULL;

	while (!error && segments->is_ordered && !segments->is_complete &&
	       segments->dump->segment_count > WCORE_MEMORY_EAGER &&
	       (is_before(segments->start, place) || segments->count < WCORE_MEMORY_SAMPLE))
		error = step(segments);
	wcore_progress_end(segments->dump->wasm->file->progress);
	if (!error && (!segments->is_ordered || segments->dump->segment_count <= WCORE_MEMORY_EAGER))
		error = wcore_segments_complete(segments);
	return error;
}

/* The first block that ends behind the place; blocks of ordered segments only. */
static size_t find_block(const struct wcore_segments *segments, struct wcore_memory_place place)
{
	size_t low = 0, high = segments->block_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (is_before(place, segments->blocks[middle].max))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void visit_extents(const struct wcore_segments *segments, uint32_t memory, uint64_t address,
			  uint64_t end,
			  void (*visit)(void *context, const struct wcore_segment *segment),
			  void *context)
{
	const struct wcore_extents *extents = &segments->extents;

	for (size_t i = wcore_extents_find(extents, memory, address);
	     i < extents->count && extents->items[i].memory == memory &&
	     extents->items[i].address < end; i++)
		visit(context, &extents->items[i]);
}

struct visit {
	uint32_t memory;
	uint64_t address, end;
	void (*visit)(void *context, const struct wcore_segment *segment);
	void *context;
};

static void visit_block(struct wcore_segments *segments, const struct wcore_segment_block *block,
			const struct visit *visit)
{
	struct wcore_segment_iter iter = segments->iter;
	struct wcore_segment segment;
	bool found = true;

	iter.cursor.pos = block->header;
	iter.left = UINT64_MAX;
	for (uint64_t i = 0; found && i < block->count; i++) {
		wcore_error_destroy(wcore_segment_iter_next(&iter, &segment, &found));
		if (!found || segment.memory != visit->memory)
			continue;
		if (segment.address < visit->end && wcore_segment_end(&segment) > visit->address)
			visit->visit(visit->context, &segment);
		else if (segments->is_ordered && segment.address >= visit->end)
			break;
	}
}

struct wcore_error *wcore_segments_visit(struct wcore_segments *segments, uint32_t memory,
					 uint64_t address, uint64_t end,
					 void (*visit)(void *context,
						       const struct wcore_segment *segment),
					 void *context)
{
	if (segments->dump->wasm->file->packed.data)
		return wcore_error_create(WCORE_ERROR_LIMIT, segments->dump->wasm->file->path,
					  "what the memories hold was not kept");
	if (segments->has_extents) {
		visit_extents(segments, memory, address, end, visit, context);
		return NULL;
	}

	struct visit request = { memory, address, end, visit, context };
	struct wcore_memory_place low = { memory, address }, high = { memory, end };
	size_t i = segments->is_ordered ? find_block(segments, low) : 0;

	for (; i < segments->block_count; i++) {
		const struct wcore_segment_block *block = &segments->blocks[i];

		if (!is_before(block->min, high)) {
			if (segments->is_ordered)
				break;
			continue;
		}
		if (!is_before(low, block->max))
			continue;
		if (!segments->is_ordered && (segments->work += block->count) > MAX_WORK)
			return wcore_error_at(WCORE_ERROR_LIMIT, segments->dump->wasm->file->path,
					      "section 11 (data)", block->header,
					      "the data segments are too many and too disordered to be searched");
		visit_block(segments, block, &request);
	}
	return NULL;
}
