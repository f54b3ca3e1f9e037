/* Memories: whether two are one, and the data section. */
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "../dump/memory.h"
#include "../dump/segments.h"
#include "../dump/space.h"
#include "../wasm/places.h"
#include "join_state.h"

#define WINDOW 65536

/* The captured bytes of one memory, as runs in the order of the file. */
struct runs {
	struct wcore_segment_iter iter;
	uint32_t memory;
	struct wcore_segment segment;	/* what is left of the current one */
	uint64_t released;
};

static void runs_init(struct runs *runs, const struct wcore_dump *dump, uint32_t memory)
{
	*runs = (struct runs){ .memory = memory };
	wcore_segment_iter_init(&runs->iter, dump);
	runs->released = runs->iter.cursor.pos;
}

/* False behind the last one. */
static bool runs_next(struct runs *runs)
{
	bool found = true;

	while (found && (!runs->segment.size || runs->segment.memory != runs->memory)) {
		struct wcore_error *error = wcore_segment_iter_next(&runs->iter, &runs->segment, &found);

		wcore_error_destroy(error);
		if (error)
			return false;
		wcore_file_release_passed(runs->iter.dump->wasm->file, runs->iter.cursor.pos, &runs->released);
	}
	return found;
}

static void runs_skip(struct runs *runs, uint64_t size)
{
	runs->segment.address += size;
	runs->segment.offset += size;
	runs->segment.size -= size;
}

/* What no segment gives of [from, to), as far as it is known to be zero. */
static void add_known(struct wcore_zeros_writer *zeros, uint32_t memory, const struct wcore_space *space,
		      uint64_t from, uint64_t to)
{
	for (uint64_t at = from, end; at < to; at = end)
		if (wcore_space_run(space, at, to, &end))
			wcore_zeros_add(zeros, memory, at, end);
}

static void add_zeros(struct wcore_zeros_writer *zeros, uint32_t memory, const struct wcore_dump *dump, uint32_t number)
{
	const uint64_t size = dump->memories[number].size;
	struct wcore_space space;
	struct runs runs;
	uint64_t at = 0;

	wcore_space_init(&space, dump, &dump->memories[number]);
	if (!space.memory)
		return;
	for (runs_init(&runs, dump, number); runs_next(&runs); runs_skip(&runs, runs.segment.size)) {
		const uint64_t end = wcore_segment_end(&runs.segment);

		add_known(zeros, memory, &space, at, runs.segment.address < size ? runs.segment.address : size);
		at = end > at ? end : at;
	}
	add_known(zeros, memory, &space, at, size);
}

/* Where one input says which bytes are zero, that is said of all: also of those whose producer leaves zeros out. */
static struct wcore_error *write_zeros(struct wcore_join *join)
{
	struct wcore_zeros_writer zeros = { 0 };
	struct wcore_error *error;
	bool is_told = false;

	for (size_t i = 0; i < join->count; i++)
		is_told |= join->parts[i].input.dump->zeros.is_told;
	for (uint32_t i = 0; i < join->memory_count && is_told; i++) {
		const struct wcore_join_memory *of = &join->memories[i];

		add_zeros(&zeros, i, join->parts[of->part].input.dump, of->memory);
	}
	error = wcore_zeros_write(&zeros, join->sink);
	wcore_zeros_writer_deinit(&zeros);
	return error;
}

static bool is_same_limits(const struct wcore_limits *a, const struct wcore_limits *b)
{
	return a->min == b->min && a->has_max == b->has_max && (!a->has_max || a->max == b->max) &&
	       a->is_shared == b->is_shared && a->is_64 == b->is_64 && a->page_log2 == b->page_log2;
}

static bool is_same_zeros(const struct wcore_dump *a, uint32_t i, const struct wcore_dump *b, uint32_t j)
{
	const uint64_t size = a->memories[i].size;

	for (uint64_t at = 0, x, y; at < size; at = x)
		if (wcore_zeros_run(&a->zeros, i, at, size, &x) != wcore_zeros_run(&b->zeros, j, at, size, &y) || x != y)
			return false;
	return true;
}

bool wcore_join_is_same_memory(const struct wcore_dump *a, uint32_t i, const struct wcore_dump *b, uint32_t j)
{
	struct runs x, y;
	uint64_t seen = 0;

	if (!is_same_limits(&a->memories[i].limits, &b->memories[j].limits) || !is_same_zeros(a, i, b, j))
		return false;
	runs_init(&x, a, i);
	runs_init(&y, b, j);
	for (;; seen++) {
		const bool has_x = runs_next(&x), has_y = runs_next(&y);
		uint64_t size;

		if (!has_x || !has_y)
			return !has_x && !has_y && seen;
		size = x.segment.size < y.segment.size ? x.segment.size : y.segment.size;
		if (x.segment.address != y.segment.address ||
		    memcmp(a->wasm->file->data + x.segment.offset, b->wasm->file->data + y.segment.offset, size) != 0)
			return false;
		runs_skip(&x, size);
		runs_skip(&y, size);
	}
}

/* The segments of all inputs whose memories are their own: counted and, with a sink, written. */
static struct wcore_error *walk(struct wcore_join *join, struct wcore_sink *sink, uint64_t *ret_count,
				uint64_t *ret_size)
{
	struct wcore_encoder header = { 0 };
	struct wcore_error *error = NULL;

	*ret_count = *ret_size = 0;
	for (size_t i = 0; i < join->count && !error; i++) {
		const struct wcore_join_part *part = &join->parts[i];
		const struct wcore_dump *dump = part->input.dump;
		struct wcore_segment_iter iter;
		struct wcore_segment segment;
		bool found = true;

		wcore_segment_iter_init(&iter, dump);
		uint64_t released = iter.cursor.pos;

		while (!error) {
			error = wcore_segment_iter_next(&iter, &segment, &found);
			if (error || !found)
				break;
			if (segment.memory >= dump->memory_count || part->is_shared[segment.memory])
				continue;
			const bool is_64 = dump->memories[segment.memory].limits.is_64;

			segment.memory = part->memories[segment.memory];
			header.size = 0;
			wcore_encode_segment_header(&header, &segment, is_64);
			error = wcore_encoder_check(&header);
			if (!error && sink)
				error = wcore_sink_write(sink, header.data, header.size);
			if (!error && sink)
				error = wcore_sink_copy(sink, dump->wasm->file, segment.offset, segment.size);
			*ret_size += header.size + segment.size;
			++*ret_count;
			wcore_file_release_passed(dump->wasm->file, iter.cursor.pos, &released);
		}
		if (!error && !sink && iter.left_out)
			wcore_join_tell(join, WCORE_JOIN_FORM, "%s: %llu data segments without an address are left out",
					part->input.path, (unsigned long long)iter.left_out);
	}
	wcore_encoder_deinit(&header);
	return error;
}

/* Where the captured bytes of a memory begin and end; false when there are none. */
static bool bounds_of(const struct wcore_dump *dump, uint32_t memory, uint64_t *ret_start, uint64_t *ret_end)
{
	struct runs runs;
	bool has_any = false;

	*ret_start = UINT64_MAX;
	*ret_end = 0;
	for (uint64_t at = 0, end; at < dump->memories[memory].size; at = end) {
		if (!wcore_zeros_run(&dump->zeros, memory, at, dump->memories[memory].size, &end))
			continue;
		*ret_start = has_any ? *ret_start : at;
		*ret_end = end;
		has_any = true;
	}
	for (runs_init(&runs, dump, memory); runs_next(&runs); runs_skip(&runs, runs.segment.size)) {
		if (runs.segment.address < *ret_start)
			*ret_start = runs.segment.address;
		if (runs.segment.address + runs.segment.size > *ret_end)
			*ret_end = runs.segment.address + runs.segment.size;
		has_any = true;
	}
	return has_any;
}

/* [start, end) of a memory, zeros where nothing is known; says how many bytes that are. */
static struct wcore_error *write_filled(struct wcore_join *join, const struct wcore_join_part *part,
					const struct wcore_space *space, uint64_t start, uint64_t end)
{
	uint8_t *bytes = wcore_malloc(2 * WINDOW);
	uint64_t unknown = 0;
	struct wcore_error *error = bytes ? NULL : wcore_error_nomem();

	for (uint64_t at = start; at < end && !error; at += WINDOW) {
		const uint64_t size = end - at < WINDOW ? end - at : WINDOW;
		uint8_t *states = bytes + WINDOW;

		error = wcore_space_states(space, at, size, bytes, states);
		for (uint64_t i = 0; i < size && !error; i++) {
			if (states[i] == WCORE_BYTE_CAPTURED)
				continue;
			bytes[i] = 0;
			unknown++;
		}
		if (!error)
			error = wcore_sink_write(join->sink, bytes, size);
	}
	if (!error && unknown)
		wcore_join_tell(join, WCORE_JOIN_FORM, "%s: %llu bytes that were not captured are zeros in one segment of data",
				part->input.path, (unsigned long long)unknown);
	free(bytes);
	return error;
}

/* The one segment that readers of xtuc look at: the first memory's, without gaps. */
static struct wcore_error *write_one(struct wcore_join *join)
{
	const struct wcore_join_memory *memory = &join->memories[0];
	const struct wcore_join_part *part = &join->parts[memory->part];
	const struct wcore_dump *dump = part->input.dump;
	struct wcore_segment segment = { 0 };
	struct wcore_encoder header = { 0 };
	struct wcore_error *error;
	struct wcore_space space;
	uint64_t end;

	if (!join->memory_count || !bounds_of(dump, memory->memory, &segment.address, &end))
		return NULL;
	segment.size = end - segment.address;
	if (end > UINT32_MAX || dump->memories[memory->memory].limits.is_64)
		return wcore_error_create(WCORE_ERROR_FORMAT, part->input.path,
					  "the memory is larger than one segment of 32 bits");
	wcore_encode_uleb(&header, 1);
	wcore_encode_segment_header(&header, &segment, false);
	error = wcore_encoder_check(&header);
	if (!error)
		error = wcore_write_section_header(join->sink, WCORE_SECTION_DATA, header.size + segment.size);
	if (!error)
		error = wcore_sink_write(join->sink, header.data, header.size);
	wcore_encoder_deinit(&header);
	wcore_space_init(&space, dump, &dump->memories[memory->memory]);
	return error ? error : write_filled(join, part, &space, segment.address, end);
}

struct wcore_error *wcore_join_write_data(struct wcore_join *join)
{
	struct wcore_encoder start = { 0 };
	uint64_t count, size;
	struct wcore_error *error;

	if (join->dialect->id == WCORE_DIALECT_XTUC)
		return write_one(join);
	error = walk(join, NULL, &count, &size);
	if (error || (!wcore_join_has_section(join, WCORE_SECTION_DATA) && !join->memory_count))
		return error;
	wcore_encode_uleb(&start, count);
	error = wcore_encoder_check(&start);
	if (!error)
		error = wcore_write_section_header(join->sink, WCORE_SECTION_DATA, start.size + size);
	if (!error)
		error = wcore_sink_write(join->sink, start.data, start.size);
	wcore_encoder_deinit(&start);
	if (!error)
		error = walk(join, join->sink, &count, &size);
	return error ? error : write_zeros(join);
}
