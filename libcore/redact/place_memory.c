#include <stdlib.h>

#include "../base/alloc.h"
#include "../dump/space.h"
#include "../wasm/data.h"
#include "places.h"

/* Zeros between segments that a producer may have left out of a text: one of UTF-16 or two. */
#define ZEROS_JOINED 4

struct joiner {
	struct wcore_redact_window *window;
	const struct wcore_zeros *zeros;	/* that are told of */
	bool omits_zeros;
	bool is_disordered;
	bool has_previous;
	struct wcore_segment previous;
};

static bool ascends(const struct wcore_segment *before, const struct wcore_segment *segment)
{
	if (segment->memory != before->memory)
		return segment->memory > before->memory;
	return segment->address >= before->address && segment->address - before->address >= before->size;
}

/* Whether what no segment gives is known to be zero. */
static bool is_zero(const struct joiner *joiner, uint32_t memory, uint64_t from, uint64_t to)
{
	uint64_t end;

	return joiner->omits_zeros || (wcore_zeros_run(joiner->zeros, memory, from, to, &end) && end == to);
}

static struct wcore_error *add(struct joiner *joiner, const struct wcore_segment *segment)
{
	const struct wcore_segment *before = &joiner->previous;
	const bool is_behind = joiner->has_previous && segment->memory == before->memory && ascends(before, segment);
	const uint64_t gap = is_behind ? segment->address - before->address - before->size : 0;
	const struct wcore_redact_hit part = { .place = WCORE_PLACE_MEMORY, .memory = segment->memory,
					       .address = segment->address, .offset = segment->offset,
					       .size = segment->size };
	struct wcore_error *error = NULL;

	if (joiner->has_previous && !ascends(before, segment))
		joiner->is_disordered = true;
	if (!is_behind || (gap && (gap > ZEROS_JOINED ||
				   !is_zero(joiner, segment->memory, segment->address - gap, segment->address))))
		error = wcore_redact_window_break(joiner->window);
	else if (gap)
		error = wcore_redact_window_zeros(joiner->window, (size_t)gap);
	joiner->previous = *segment;
	joiner->has_previous = true;
	return error ? error : wcore_redact_window_add(joiner->window, &part);
}

static int compare(const void *a, const void *b)
{
	const struct wcore_segment *left = a, *right = b;

	if (left->memory != right->memory)
		return left->memory < right->memory ? -1 : 1;
	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	return left->offset < right->offset ? -1 : left->offset > right->offset;
}

static struct wcore_error *read_all(const struct wcore_dump *dump, struct wcore_segment *segments, size_t *ret_count)
{
	const size_t capacity = *ret_count;
	struct wcore_segment_iter iter;
	bool found = true;

	*ret_count = 0;
	wcore_segment_iter_init(&iter, dump);
	while (*ret_count < capacity) {
		struct wcore_error *error = wcore_segment_iter_next(&iter, &segments[*ret_count], &found);

		if (error || !found)
			return error;
		++*ret_count;
	}
	return NULL;
}

/* Segments that do not ascend are looked at again in the order of their addresses. */
static struct wcore_error *add_sorted(struct joiner *joiner, const struct wcore_dump *dump, uint64_t total)
{
	struct wcore_segment *segments;
	size_t count = (size_t)total;
	struct wcore_error *error;

	if (total > WCORE_REDACT_SEGMENTS_MAX)
		return wcore_error_create(WCORE_ERROR_LIMIT, dump->wasm->file->path,
					  "more than %llu data segments that do not ascend",
					  (unsigned long long)WCORE_REDACT_SEGMENTS_MAX);
	segments = wcore_malloc(count * sizeof(*segments));
	if (!segments)
		return wcore_error_nomem();
	error = read_all(dump, segments, &count);
	if (count)
		qsort(segments, count, sizeof(*segments), compare);
	joiner->has_previous = false;
	for (size_t i = 0; !error && i < count; i++)
		error = add(joiner, &segments[i]);
	free(segments);
	return error;
}

/* Passive segments, and those whose address is not known. */
static struct wcore_error *add_others(struct wcore_redact_window *window, struct wcore_module *module,
				      bool with_address)
{
	struct wcore_data_segment segment;
	struct wcore_data_iter iter;
	struct wcore_error *error = NULL;

	wcore_data_iter_init(&iter, module);
	while (!error && wcore_data_iter_next(&iter, &segment)) {
		const bool has_address = segment.is_active && segment.has_address;
		const struct wcore_redact_hit part = { .place = has_address ? WCORE_PLACE_MEMORY : WCORE_PLACE_SEGMENT,
						       .memory = segment.memory, .number = segment.index,
						       .address = has_address ? segment.address : 0,
						       .offset = segment.offset, .size = segment.size };

		if (has_address && !with_address)
			continue;
		error = wcore_redact_window_break(window);
		if (!error)
			error = wcore_redact_window_add(window, &part);
	}
	return error ? error : wcore_redact_window_break(window);
}

struct wcore_error *wcore_redact_add_memory(struct wcore_redact_window *window, const struct wcore_dump *dump)
{
	struct joiner joiner = { .window = window, .zeros = &dump->zeros, .omits_zeros = wcore_dump_omits_zeros(dump) };
	struct wcore_segment_iter iter;
	struct wcore_error *error = NULL;
	uint64_t count = 0;
	bool found = true;

	wcore_segment_iter_init(&iter, dump);
	while (!error && found) {
		struct wcore_segment segment;

		error = wcore_segment_iter_next(&iter, &segment, &found);
		if (!error && found)
			error = add(&joiner, &segment);
		count += found;
	}
	if (!error && joiner.is_disordered)
		error = add_sorted(&joiner, dump, count);
	if (!error)
		error = wcore_redact_window_break(window);
	if (!error && iter.left_out)
		error = add_others(window, dump->wasm, false);
	return error;
}

struct wcore_error *wcore_redact_add_segments(struct wcore_redact_window *window, struct wcore_module *module)
{
	return add_others(window, module, true);
}
