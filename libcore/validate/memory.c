/* The memory level: what the segments give of the memories. */
#include "../dump/memory.h"

#include <stdlib.h>

#include "../base/alloc.h"
#include "../dump/segments.h"
#include "../dump/shape.h"
#include "../dump/space.h"
#include "levels.h"

/* What engines and wasm-tools take of data segments. */
#define SEGMENTS_OF_OTHERS 100000

/* What was met of the segments so far; enough to tell neighbours that overlap. */
struct look {
	struct wcore_report *report;
	uint64_t empty, first_empty;
	struct wcore_segment *sorted;	/* those that have to be sorted first; NULL: none */
	size_t count;
};

static void report_overlap(const struct look *look, const struct wcore_segment *a,
			   const struct wcore_segment *b)
{
	wcore_report_at(look->report, "memory/segment-overlap", b->offset,
			"the segment at 0x%llx of %llu bytes and the one at 0x%llx of %llu both give "
			"the bytes from 0x%llx on in memory %u",
			(unsigned long long)a->address, (unsigned long long)a->size,
			(unsigned long long)b->address, (unsigned long long)b->size,
			(unsigned long long)b->address, b->memory);
}

static int compare_segments(const void *left, const void *right)
{
	const struct wcore_segment *a = left, *b = right;

	if (a->memory != b->memory)
		return a->memory < b->memory ? -1 : 1;
	if (a->address != b->address)
		return a->address < b->address ? -1 : 1;
	return (a->offset > b->offset) - (a->offset < b->offset);
}

static void find_overlaps(struct look *look)
{
	const struct wcore_segment *last = NULL;

	qsort(look->sorted, look->count, sizeof(*look->sorted), compare_segments);
	for (size_t i = 0; i < look->count; i++) {
		const struct wcore_segment *segment = &look->sorted[i];

		if (!segment->size)
			continue;
		if (last && last->memory == segment->memory &&
		    wcore_segment_end(last) > segment->address)
			report_overlap(look, last, segment);
		if (!last || last->memory != segment->memory ||
		    wcore_segment_end(segment) > wcore_segment_end(last))
			last = segment;
	}
}

static struct wcore_error *look_at_segments(const struct wcore_dump *dump, struct look *look)
{
	bool must_sort = !dump->segments->is_ordered && dump->segments->count <= WCORE_MEMORY_SORTED;
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	bool found = true;

	if (must_sort) {
		look->sorted = wcore_calloc(dump->segments->count + 1, sizeof(*look->sorted));
		if (!look->sorted)
			return wcore_error_nomem();
	}
	wcore_segment_iter_init(&iter, dump);
	while (found) {
		struct wcore_error *error = wcore_segment_iter_next(&iter, &segment, &found);

		/* memory/segment-broken */
		wcore_error_destroy(error);
		if (!found)
			break;
		if (!segment.size && !look->empty++)
			look->first_empty = segment.offset;
		if (must_sort && look->count < dump->segments->count)
			look->sorted[look->count++] = segment;
	}
	if (must_sort)
		find_overlaps(look);
	free(look->sorted);
	return NULL;
}

static void check_memory(const struct wcore_dump *dump, const struct wcore_memory *memory,
			 bool omits_zeros, struct wcore_report *report)
{
	const struct wcore_memory_usage *usage = &dump->segments->usage[memory->index];

	if (memory->limits.page_log2 != 16 && memory->limits.page_log2 != 0)
		wcore_report_add(report, "memory/page-size", "memory %u has pages of 2^%u bytes",
				 memory->index, memory->limits.page_log2);
	if (!memory->size || omits_zeros)
		return;
	if (!usage->captured)
		wcore_report_add(report, "memory/not-captured",
				 "no byte of memory %u is in the dump, of the %llu that it has", memory->index,
				 (unsigned long long)memory->size);
	else if (usage->captured < memory->size)
		wcore_report_add(report, "memory/holes",
				 "%llu of the %llu bytes of memory %u were not captured",
				 (unsigned long long)(memory->size - usage->captured),
				 (unsigned long long)memory->size, memory->index);
}

/* Memories that had pages, and nothing that says what was in them. */
static void check_data(const struct wcore_dump *dump, struct wcore_report *report)
{
	const struct wcore_section *section = wcore_dump_section(dump, WCORE_SECTION_MEMORY, NULL);
	struct wcore_shape shape;
	bool has_pages = false;

	for (uint32_t i = 0; i < dump->memory_count; i++)
		has_pages |= dump->memories[i].size ||
			     (dump->memories[i].limits.has_max && dump->memories[i].limits.max);
	if (!has_pages || !section || wcore_dump_section(dump, WCORE_SECTION_DATA, NULL))
		return;
	wcore_shape_read(dump, &shape);
	wcore_report_as(report, "memory/no-data",
			shape.is_wasmedge ? WCORE_SEVERITY_NOTE : WCORE_SEVERITY_ERROR, section->header,
			"the dump has a memory and no data section");
}

struct wcore_error *wcore_level_memory(const struct wcore_dump *dump, struct wcore_report *report)
{
	struct look look = { .report = report };
	struct wcore_error *error = wcore_segments_complete(dump->segments);
	bool omits_zeros = !error && wcore_dump_omits_zeros(dump);

	/* An ordered dump has nothing that overlaps; empty segments are few where there are many. */
	if (!error && (!dump->segments->is_ordered || dump->segment_count <= WCORE_MEMORY_EAGER))
		error = look_at_segments(dump, &look);
	if (error)
		return error;
	if (!dump->memory_count)
		wcore_report_add(report, "memory/none", "the dump has no memory");
	check_data(dump, report);
	for (uint32_t i = 0; i < dump->memory_count; i++)
		check_memory(dump, &dump->memories[i], omits_zeros, report);
	if (look.empty)
		wcore_report_at(report, "memory/segment-empty", look.first_empty,
				"%llu segments have no bytes; this is the first",
				(unsigned long long)look.empty);
	if (dump->segment_count > SEGMENTS_OF_OTHERS)
		wcore_report_add(report, "memory/many-segments",
				 "%llu data segments, of which other tools take 100,000",
				 (unsigned long long)dump->segment_count);
	return NULL;
}
