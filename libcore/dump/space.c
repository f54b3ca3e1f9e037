#include "space.h"

#include <string.h>

#include "../wasm/places.h"

#include "segments.h"
#include "stack.h"

/* Wasmtime looks at a memory in chunks of this size: at most one segment each. */
#define CHUNK WCORE_SPACE_CHUNK
/* What is looked at before a dump is believed to be Wasmtime's. */
#define MAX_SEGMENTS WCORE_SPACE_SAMPLE
#define MAX_FRAMES 256
#define MAX_THREADS 16

static bool is_trimmed(const struct wcore_dump *dump, const struct wcore_segment *segment)
{
	const uint8_t *bytes = dump->wasm->file->data + segment->offset;

	return segment->memory < dump->memory_count && segment->size &&
	       segment->size <= CHUNK - segment->address % CHUNK &&
	       segment->address < dump->memories[segment->memory].size &&
	       bytes[0] && bytes[segment->size - 1];
}

static bool has_trimmed_segments(const struct wcore_dump *dump)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment, previous = { 0 };
	unsigned count = 0;
	uint64_t released;
	bool found;

	wcore_segment_iter_init(&iter, dump);
	released = iter.cursor.pos;
	for (; count < MAX_SEGMENTS; count++) {
		struct wcore_error *error = wcore_segment_iter_next(&iter, &segment, &found);

		if (error || iter.left_out) {
			wcore_error_destroy(error);
			return false;
		}
		if (!found)
			break;
		if (!is_trimmed(dump, &segment))
			return false;
		if (count && (segment.memory < previous.memory ||
			      (segment.memory == previous.memory &&
			       segment.address / CHUNK <= previous.address / CHUNK)))
			return false;
		previous = segment;
		wcore_file_release_passed(dump->wasm->file, iter.cursor.pos, &released);
	}
	return count > 0;
}

static bool has_recorded_values(const struct wcore_dump *dump, const struct wcore_thread *thread)
{
	struct wcore_frame_iter iter;
	struct wcore_frame frame;
	bool found = true;

	wcore_frame_iter_init(&iter, dump, thread);
	for (unsigned i = 0; i < MAX_FRAMES; i++) {
		struct wcore_error *error = wcore_frame_iter_next(&iter, &frame, &found);

		if (error) {
			wcore_error_destroy(error);
			return true;
		}
		if (!found)
			break;
		if (frame.local_count || frame.stack_count)
			return true;
	}
	return false;
}

bool wcore_dump_omits_zeros(const struct wcore_dump *dump)
{
	const char *producer = wcore_dump_producer(dump);

	/* Who says which bytes are zero does not say so of the others. */
	if (dump->zeros.is_told || dump->broken || dump->wasm->cut || dump->tail.where || !producer ||
	    strcmp(producer, "Wasmtime") != 0)
		return false;
	for (uint32_t i = 0; i < dump->thread_count && i < MAX_THREADS; i++)
		if (dump->threads[i].is_broken || has_recorded_values(dump, &dump->threads[i]))
			return false;
	return has_trimmed_segments(dump);
}

/* Whether the memory has a segment at all: of a shared memory Wasmtime writes nothing. */
static bool has_segment(const struct wcore_memory *memory)
{
	struct wcore_segments *segments = memory->segments;
	struct wcore_memory_place place = { memory->index, CHUNK };

	while (!segments->usage[memory->index].segments && !segments->is_complete) {
		struct wcore_error *error = wcore_segments_extend(segments, place);

		if (error) {
			wcore_error_destroy(error);
			return false;
		}
		if (place.address == UINT64_MAX)
			break;
		place.address = place.address > UINT64_MAX / 2 ? UINT64_MAX : place.address * 2;
	}
	return segments->usage[memory->index].segments != 0;
}

/* False of dumps that say nothing of their memories, as Wasmer's, whose only segment is empty. */
static bool has_data(const struct wcore_dump *dump)
{
	struct wcore_segment_iter iter;
	struct wcore_segment segment = { 0 };
	bool found = true;

	if (dump->zeros.count)
		return true;
	wcore_segment_iter_init(&iter, dump);
	while (found && !segment.size && !iter.left_out) {
		struct wcore_error *error = wcore_segment_iter_next(&iter, &segment, &found);

		if (error) {
			wcore_error_destroy(error);
			return true;
		}
	}
	return found;
}

void wcore_space_init(struct wcore_space *space, const struct wcore_dump *dump,
		      const struct wcore_memory *memory)
{
	if (!has_data(dump))
		memory = NULL;
	*space = (struct wcore_space){ .memory = memory };
	space->omits_zeros = memory && wcore_dump_omits_zeros(dump) && has_segment(memory);
}

struct trim_check {
	const struct wcore_dump *dump;
	bool is_trimmed;
};

static void check_segment(void *context, const struct wcore_segment *segment)
{
	struct trim_check *check = context;

	check->is_trimmed = check->is_trimmed && is_trimmed(check->dump, segment);
}

/* Whether the segments around a read, which may be none of the sample, are Wasmtime's too. */
static bool is_trimmed_around(const struct wcore_memory *memory, uint64_t address, uint64_t size)
{
	struct wcore_segments *segments = memory->segments;
	struct trim_check check = { segments->dump, true };
	uint64_t start = address - address % CHUNK, last = address + (size - 1);
	uint64_t end = last > UINT64_MAX - CHUNK ? UINT64_MAX : last - last % CHUNK + CHUNK;
	struct wcore_memory_place place = { memory->index, end };
	struct wcore_error *error = wcore_segments_extend(segments, place);

	if (!error && segments->is_ordered)
		error = wcore_segments_visit(segments, memory->index, start, end, check_segment, &check);
	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	return segments->is_ordered && check.is_trimmed;
}

bool wcore_space_run(const struct wcore_space *space, uint64_t from, uint64_t to, uint64_t *ret_end)
{
	const struct wcore_memory *memory = space->memory;
	bool is_zero = false;

	if (!space->omits_zeros)
		return wcore_zeros_run(&memory->segments->dump->zeros, memory->index, from, to, ret_end);
	for (*ret_end = from; *ret_end < to;) {
		const uint64_t left = to - *ret_end, chunk = CHUNK - *ret_end % CHUNK;
		const uint64_t size = left < chunk ? left : chunk;
		const bool is_next = is_trimmed_around(memory, *ret_end, size);

		if (*ret_end > from && is_next != is_zero)
			break;
		is_zero = is_next;
		*ret_end += size;
	}
	return is_zero;
}

/* At most CHUNK bytes; bytes is 0 where nothing was captured. */
static bool read_part(const struct wcore_space *space, uint64_t address, uint64_t size, uint8_t *bytes)
{
	uint64_t captured = 0;
	struct wcore_error *error = wcore_memory_read(space->memory, address, size, bytes, NULL, &captured);

	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	return captured == size || (space->omits_zeros && is_trimmed_around(space->memory, address, size));
}

bool wcore_space_has_hole(const struct wcore_space *space, uint64_t address, uint64_t size)
{
	for (size_t i = 0; i < space->hole_count; i++) {
		const struct wcore_space_hole *hole = &space->holes[i];

		if (hole->address < address ? address - hole->address < hole->size
					    : hole->address - address < size)
			return true;
	}
	return false;
}

bool wcore_space_read(const struct wcore_space *space, uint64_t address, uint64_t size,
		      uint8_t *bytes, enum wcore_byte_state *ret_state)
{
	enum wcore_byte_state ignored;
	enum wcore_byte_state *state = ret_state ? ret_state : &ignored;

	*state = WCORE_BYTE_NOT_CAPTURED;
	if (!space->memory)
		return false;
	if (address > space->memory->size || size > space->memory->size - address) {
		*state = WCORE_BYTE_OUTSIDE;
		return false;
	}
	if (wcore_space_has_hole(space, address, size))
		return false;
	for (uint64_t done = 0; done < size;) {
		uint64_t part = size - done < CHUNK ? size - done : CHUNK;

		if (!read_part(space, address + done, part, bytes + done))
			return false;
		done += part;
	}
	*state = WCORE_BYTE_CAPTURED;
	return true;
}

/* At most CHUNK bytes. */
static struct wcore_error *read_states(const struct wcore_space *space, uint64_t address, uint64_t size,
				       uint8_t *bytes, uint8_t *states)
{
	struct wcore_error *error = wcore_memory_read(space->memory, address, size, bytes, states, NULL);

	if (error || !space->omits_zeros || !memchr(states, WCORE_BYTE_NOT_CAPTURED, size) ||
	    !is_trimmed_around(space->memory, address, size))
		return error;
	for (uint64_t i = 0; i < size; i++)
		if (states[i] == WCORE_BYTE_NOT_CAPTURED)
			states[i] = WCORE_BYTE_CAPTURED;
	return NULL;
}

struct wcore_error *wcore_space_states(const struct wcore_space *space, uint64_t address, uint64_t size,
				       uint8_t *bytes, uint8_t *states)
{
	struct wcore_error *error = NULL;

	for (uint64_t done = 0; !error && done < size;) {
		const uint64_t part = size - done < CHUNK ? size - done : CHUNK;

		error = read_states(space, address + done, part, bytes + done, states + done);
		done += part;
	}
	return error;
}

bool wcore_space_uint(const struct wcore_space *space, uint64_t address, unsigned size,
		      uint64_t *ret)
{
	uint8_t bytes[8];

	if (size > sizeof(bytes) || !wcore_space_read(space, address, size, bytes, NULL))
		return false;
	*ret = 0;
	for (unsigned i = 0; i < size; i++)
		*ret |= (uint64_t)bytes[i] << (8 * i);
	return true;
}
