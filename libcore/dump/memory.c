#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "parts.h"
#include "segments.h"

/* States that are kept for a caller who only asks how much was captured. */
#define STATES_CHUNK 4096

static uint64_t size_of(const struct wcore_limits *limits, uint64_t pages)
{
	unsigned shift = limits->page_log2;

	if (!pages)
		return 0;
	if (shift >= 64 || pages > UINT64_MAX >> shift)
		return UINT64_MAX;
	return pages << shift;
}

/* The rewriter writes `min 0, max N` for a memory of N pages, and puts bytes into it. */
static void size_from_max(struct wcore_dump *dump)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment;
	struct wcore_memory *memory;
	bool found = false;

	wcore_segment_iter_init(&iter, dump);
	wcore_error_destroy(wcore_segment_iter_next(&iter, &segment, &found));
	if (!found || segment.memory >= dump->memory_count ||
	    (!segment.size && !wcore_segment_is_rewriters(&segment)))
		return;
	memory = &dump->memories[segment.memory];
	if (memory->size || !memory->limits.has_max || !memory->limits.max)
		return;
	memory->size = size_of(&memory->limits, memory->limits.max);
	wcore_findings_add(&dump->findings, "memory/min-zero", WCORE_SEVERITY_NOTE,
			   "memory %u is recorded with 0 pages, but has data: its maximum of %llu pages is taken as its size",
			   memory->index, (unsigned long long)memory->limits.max);
}

static void check_limits(struct wcore_dump *dump, const struct wcore_memory *memory)
{
	const struct wcore_limits *limits = &memory->limits;

	if (limits->has_max && limits->max < limits->min)
		wcore_findings_add(&dump->findings, "memory/limits", WCORE_SEVERITY_ERROR,
				   "memory %u has %llu pages, more than its maximum of %llu",
				   memory->index, (unsigned long long)limits->min,
				   (unsigned long long)limits->max);
	if (memory->size == UINT64_MAX || (!limits->is_64 && memory->size > UINT64_C(1) << 32))
		wcore_findings_add(&dump->findings, "memory/limits", WCORE_SEVERITY_ERROR,
				   "memory %u has %llu pages, more than its addresses reach",
				   memory->index, (unsigned long long)limits->min);
}

struct wcore_error *wcore_parts_memories(struct wcore_dump *dump)
{
	struct wcore_segment_iter iter;
	uint32_t count = dump->index->memory_count;
	struct wcore_error *error;

	if (count > WCORE_DUMP_MAX_MEMORIES) {
		wcore_findings_add(&dump->findings, "core/too-many", WCORE_SEVERITY_WARNING,
				   "more memories than wcore keeps: the rest is left out");
		count = WCORE_DUMP_MAX_MEMORIES;
	}
	dump->memories = wcore_arena_array(&dump->arena, count, sizeof(*dump->memories));
	if (count && !dump->memories)
		return wcore_error_nomem();
	dump->memory_count = count;
	wcore_segment_iter_init(&iter, dump);
	dump->segment_count = iter.left;
	for (uint32_t i = 0; i < count; i++) {
		struct wcore_memory *memory = &dump->memories[i];

		memory->index = i;
		memory->limits = dump->index->memories[i].limits;
		memory->size = size_of(&memory->limits, memory->limits.min);
		check_limits(dump, memory);
	}
	size_from_max(dump);
	if ((error = wcore_parts_zeros(dump)))
		return error;
	if ((error = wcore_segments_create(dump, &dump->segments)))
		return error;
	for (uint32_t i = 0; i < count; i++)
		dump->memories[i].segments = dump->segments;
	return NULL;
}

static const struct wcore_zeros *zeros_of(const struct wcore_memory *memory)
{
	return &memory->segments->dump->zeros;
}

static bool has_zeros(const struct wcore_memory *memory, uint64_t address, uint64_t size)
{
	uint64_t end;

	return wcore_zeros_run(zeros_of(memory), memory->index, address, address + size, &end) || end < address + size;
}

/* Zeros that are told of are there, without a segment. */
static void mark_zeros(const struct wcore_memory *memory, uint64_t address, uint64_t size, uint8_t *states)
{
	for (uint64_t at = address, end; at < address + size; at = end)
		if (wcore_zeros_run(zeros_of(memory), memory->index, at, address + size, &end))
			memset(states + (at - address), WCORE_BYTE_CAPTURED, end - at);
}

/* Whether what segments give of a range may not be the number of its captured bytes. */
static bool must_count(const struct wcore_memory *memory, uint64_t address, uint64_t size)
{
	return wcore_segments_may_repeat(memory->segments) || has_zeros(memory, address, size);
}

/* A read while segments are laid over it, later ones over earlier ones. */
struct overlay {
	const uint8_t *file;
	uint64_t address, size;
	uint64_t limit;		/* of the memory */
	uint8_t *bytes;		/* may be NULL */
	uint8_t *states;	/* may be NULL */
	uint64_t captured;	/* bytes that segments gave, each time */
};

static void lay_over(void *context, const struct wcore_segment *segment)
{
	struct overlay *overlay = context;
	uint64_t start = segment->address, end = wcore_segment_end(segment);

	if (start < overlay->address)
		start = overlay->address;
	if (end > overlay->limit)
		end = overlay->limit;
	if (end > overlay->address + overlay->size)
		end = overlay->address + overlay->size;
	if (start >= end)
		return;
	if (overlay->bytes)
		memcpy(overlay->bytes + (start - overlay->address),
		       overlay->file + segment->offset + (start - segment->address), end - start);
	if (overlay->states)
		memset(overlay->states + (start - overlay->address), WCORE_BYTE_CAPTURED, end - start);
	overlay->captured += end - start;
}

static uint64_t count_captured(const uint8_t *states, uint64_t size)
{
	uint64_t count = 0;

	for (uint64_t i = 0; i < size; i++)
		count += states[i] == WCORE_BYTE_CAPTURED;
	return count;
}

/* Reads what lies inside the memory. */
static struct wcore_error *read_inside(const struct wcore_memory *memory, uint64_t address,
				       uint64_t size, uint8_t *bytes, uint8_t *states,
				       uint64_t *ret_captured)
{
	struct overlay overlay = {
		.file = memory->segments->dump->wasm->file->data,
		.address = address, .size = size, .limit = memory->size,
		.bytes = bytes, .states = states,
	};
	struct wcore_error *error = wcore_segments_visit(memory->segments, memory->index, address,
							 address + size, lay_over, &overlay);

	if (!error && states)
		mark_zeros(memory, address, size, states);
	if (!error)
		*ret_captured += states && must_count(memory, address, size) ? count_captured(states, size)
									       : overlay.captured;
	return error;
}

/* The same for a caller without states, when those alone tell how many bytes were captured. */
static struct wcore_error *read_in_chunks(const struct wcore_memory *memory, uint64_t address,
					  uint64_t size, uint8_t *bytes, uint64_t *ret_captured)
{
	uint8_t states[STATES_CHUNK];
	struct wcore_error *error = NULL;

	for (uint64_t done = 0; !error && done < size; done += STATES_CHUNK) {
		uint64_t part = size - done < STATES_CHUNK ? size - done : STATES_CHUNK;

		memset(states, WCORE_BYTE_NOT_CAPTURED, sizeof(states));
		error = read_inside(memory, address + done, part, bytes ? bytes + done : NULL, states,
				    ret_captured);
	}
	return error;
}

void wcore_memory_set_watch(struct wcore_dump *dump, const struct wcore_memory_watch *watch)
{
	if (dump->segments)
		dump->segments->watch = watch;
}

struct wcore_error *wcore_memory_read(const struct wcore_memory *memory, uint64_t address,
				      uint64_t size, uint8_t *bytes, uint8_t *states,
				      uint64_t *ret_captured)
{
	uint64_t inside = 0, captured = 0;
	struct wcore_error *error;

	if (address < memory->size)
		inside = size < memory->size - address ? size : memory->size - address;
	if (bytes)
		memset(bytes, 0, size);
	if (states) {
		memset(states, WCORE_BYTE_NOT_CAPTURED, inside);
		memset(states + inside, WCORE_BYTE_OUTSIDE, size - inside);
	}
	if (ret_captured)
		*ret_captured = 0;
	if (!inside)
		return NULL;
	if (memory->segments->watch)
		memory->segments->watch->note(memory->segments->watch->context, memory, address, inside);
	error = wcore_segments_extend(memory->segments,
				      (struct wcore_memory_place){ memory->index, address + inside });
	if (!error && !states && ret_captured && must_count(memory, address, inside))
		error = read_in_chunks(memory, address, inside, bytes, &captured);
	else if (!error)
		error = read_inside(memory, address, inside, bytes, states, &captured);
	if (ret_captured)
		*ret_captured = captured;
	return error;
}

struct wcore_error *wcore_memory_usage(const struct wcore_memory *memory,
				       struct wcore_memory_usage *ret)
{
	struct wcore_error *error = wcore_segments_complete(memory->segments);

	*ret = memory->segments->usage[memory->index];
	return error;
}
