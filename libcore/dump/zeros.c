#include "zeros.h"

#include "../wasm/section_writer.h"

#include "memory.h"

/* One of each of its three numbers. */
#define RANGE_MIN 3
/* What the section has beside its ranges takes less. */
#define SECTION_REST 64

static struct wcore_error *read_range(struct wcore_cursor *cursor, const struct wcore_memory *memories,
				      uint32_t memory_count, const struct wcore_zero_range *before,
				      struct wcore_zero_range *ret)
{
	const uint64_t start = cursor->pos;
	uint64_t gap = 0, size = 0, limit, from = 0;
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &ret->memory);

	if (!error)
		error = wcore_cursor_leb_u64(cursor, &gap);
	if (!error)
		error = wcore_cursor_leb_u64(cursor, &size);
	if (error)
		return error;
	if (ret->memory >= memory_count)
		return wcore_cursor_error(cursor, start, "zeros of memory %u, but the dump has %u", ret->memory,
					  memory_count);
	if (before && ret->memory < before->memory)
		return wcore_cursor_error(cursor, start, "zeros of memory %u behind those of memory %u", ret->memory,
					  before->memory);
	if (before && ret->memory == before->memory)
		from = before->end;
	limit = memories[ret->memory].size;
	if (!size)
		return wcore_cursor_error(cursor, start, "a range of zeros has no bytes");
	if (gap > limit - from || size > limit - from - gap)
		return wcore_cursor_error(cursor, start, "a range of zeros passes the end of memory %u", ret->memory);
	ret->address = from + gap;
	ret->end = ret->address + size;
	return NULL;
}

struct wcore_error *wcore_zeros_read(struct wcore_cursor *cursor, const struct wcore_memory *memories,
				     uint32_t memory_count, struct wcore_arena *arena, struct wcore_zeros *ret)
{
	struct wcore_zero_range *ranges = NULL;
	uint32_t count = 0;
	uint8_t kind = 0;
	struct wcore_error *error = wcore_cursor_u8(cursor, &kind);

	*ret = (struct wcore_zeros){ .is_told = true };
	if (!error && kind)
		error = wcore_cursor_error(cursor, cursor->pos - 1, "kind %u of zeros", kind);
	if (!error)
		error = wcore_cursor_count(cursor, RANGE_MIN, "ranges of zeros", &count);
	if (!error && count && !(ranges = wcore_arena_array(arena, count, sizeof(*ranges))))
		error = wcore_error_nomem();
	for (uint32_t i = 0; i < count && !error; i++)
		error = read_range(cursor, memories, memory_count, i ? &ranges[i - 1] : NULL, &ranges[i]);
	if (!error && wcore_cursor_left(cursor))
		error = wcore_cursor_error(cursor, cursor->pos, "%llu bytes stand behind the last range of zeros",
					   (unsigned long long)wcore_cursor_left(cursor));
	if (error)
		return error;
	ret->ranges = ranges;
	ret->count = count;
	return NULL;
}

/* The first range of the memory that ends behind the address, or one behind those of the memory. */
static uint32_t find(const struct wcore_zeros *zeros, uint32_t memory, uint64_t address)
{
	uint32_t low = 0, high = zeros->count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;
		const struct wcore_zero_range *range = &zeros->ranges[middle];

		if (range->memory < memory || (range->memory == memory && range->end <= address))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool begins_before(const struct wcore_zeros *zeros, uint32_t number, uint32_t memory, uint64_t address)
{
	return number < zeros->count && zeros->ranges[number].memory == memory &&
	       zeros->ranges[number].address < address;
}

bool wcore_zeros_run(const struct wcore_zeros *zeros, uint32_t memory, uint64_t from, uint64_t to,
		     uint64_t *ret_end)
{
	const uint32_t number = find(zeros, memory, from);
	const struct wcore_zero_range *range;

	*ret_end = to;
	if (!begins_before(zeros, number, memory, to))
		return false;
	range = &zeros->ranges[number];
	if (range->address > from) {
		*ret_end = range->address;
		return false;
	}
	if (range->end < to)
		*ret_end = range->end;
	return true;
}

uint64_t wcore_zeros_size(const struct wcore_zeros *zeros, uint32_t memory, uint64_t from, uint64_t to)
{
	uint64_t size = 0;

	for (uint32_t i = find(zeros, memory, from); begins_before(zeros, i, memory, to); i++) {
		const struct wcore_zero_range *range = &zeros->ranges[i];
		const uint64_t start = range->address > from ? range->address : from;

		size += (range->end < to ? range->end : to) - start;
	}
	return size;
}

void wcore_zeros_add(struct wcore_zeros_writer *writer, uint32_t memory, uint64_t address, uint64_t end)
{
	const uint64_t before = writer->count && writer->memory == memory ? writer->end : 0;

	if (address < before)
		address = before;
	if (address >= end)
		return;
	wcore_encode_uleb(&writer->ranges, memory);
	wcore_encode_uleb(&writer->ranges, address - before);
	wcore_encode_uleb(&writer->ranges, end - address);
	writer->memory = memory;
	writer->end = end;
	writer->count++;
	writer->bytes += end - address;
}

struct wcore_error *wcore_zeros_write(const struct wcore_zeros_writer *writer, struct wcore_sink *sink)
{
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error = wcore_encoder_check(&writer->ranges);

	if (error || !writer->count)
		return error;
	if (writer->ranges.size > UINT32_MAX - SECTION_REST)
		return wcore_error_create(WCORE_ERROR_LIMIT, NULL, "there are too many ranges of zeros to be written");
	wcore_encode_u8(&contents, 0);
	wcore_encode_uleb(&contents, writer->count);
	wcore_encode_bytes(&contents, writer->ranges.data, writer->ranges.size);
	error = wcore_write_custom(sink, WCORE_ZEROS_SECTION, &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

void wcore_zeros_writer_deinit(struct wcore_zeros_writer *writer)
{
	wcore_encoder_deinit(&writer->ranges);
}
