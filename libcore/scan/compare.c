#include "compare.h"

#include <string.h>

#include "../dump/segments.h"
#include "piece_source.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* What bytes are compared with where a producer left zeros out; a large run of them is taken in parts. */
#define ZEROS 16384
static const uint8_t zeros[ZEROS];

/* Equal bytes. */

static size_t equal_plain(const uint8_t *a, const uint8_t *b, size_t size)
{
	size_t i = 0;

	while (size - i >= 8 && memcmp(a + i, b + i, 8) == 0)
		i += 8;
	while (i < size && a[i] == b[i])
		i++;
	return i;
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static inline uint32_t same32(const uint8_t *a, const uint8_t *b)
{
	return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)a),
								_mm256_loadu_si256((const void *)b)));
}

__attribute__((target("avx2"))) static size_t equal_avx2(const uint8_t *a, const uint8_t *b, size_t size)
{
	size_t i = 0;

	for (; size - i >= 128; i += 128) {
		__m256i both = _mm256_set1_epi8(-1);

		for (unsigned k = 0; k < 128; k += 32)
			both = _mm256_and_si256(both,
				_mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)(a + i + k)),
						  _mm256_loadu_si256((const void *)(b + i + k))));
		if (_mm256_movemask_epi8(both) != -1)
			break;
	}
	for (; size - i >= 32; i += 32) {
		const uint32_t same = same32(a + i, b + i);

		if (same != UINT32_MAX)
			return i + (unsigned)__builtin_ctz(~same);
	}
	return i + equal_plain(a + i, b + i, size - i);
}

size_t wcore_compare_equal(const uint8_t *a, const uint8_t *b, size_t size, bool is_plain)
{
	return !is_plain && __builtin_cpu_supports("avx2") ? equal_avx2(a, b, size) : equal_plain(a, b, size);
}

#else

size_t wcore_compare_equal(const uint8_t *a, const uint8_t *b, size_t size, bool is_plain)
{
	(void)is_plain;
	return equal_plain(a, b, size);
}

#endif

/* Differences. */

struct compare {
	const struct wcore_compare_visitor *visitor;
	bool is_plain;
	bool is_over;
	struct wcore_difference open;	/* that goes on perhaps; size 0: none */
	uint64_t limit;			/* where it ends at the latest */
	/* Equal bytes behind it, which are part of it when another change follows. */
	uint8_t tail[WCORE_DIFFERENCE_MERGE];
	size_t tail_size;
};

static void close_open(struct compare *compare)
{
	if (compare->open.size && !compare->is_over &&
	    !compare->visitor->difference(compare->visitor->context, &compare->open))
		compare->is_over = true;
	compare->open.size = 0;
	compare->tail_size = 0;
}

static void add_head(struct wcore_difference *open, const uint8_t *old_bytes, const uint8_t *new_bytes,
		     uint64_t size)
{
	const size_t room = WCORE_DIFFERENCE_HEAD - open->head_size;
	const size_t part = size < room ? (size_t)size : room;

	memcpy(open->old_head + open->head_size, old_bytes, part);
	memcpy(open->new_head + open->head_size, new_bytes, part);
	open->head_size += part;
}

static void note_equal(struct compare *compare, const uint8_t *bytes, uint64_t size)
{
	struct wcore_difference *open = &compare->open;

	if (!open->size || !size)
		return;
	if (open->kind == WCORE_DIFFERENCE_UNKNOWN || size > WCORE_DIFFERENCE_MERGE - compare->tail_size) {
		close_open(compare);
		return;
	}
	memcpy(compare->tail + compare->tail_size, bytes, (size_t)size);
	compare->tail_size += (size_t)size;
}

static void begin(struct compare *compare, uint64_t address)
{
	const struct wcore_compare_visitor *visitor = compare->visitor;

	close_open(compare);
	compare->open = (struct wcore_difference){ .kind = WCORE_DIFFERENCE_CHANGED, .address = address };
	compare->limit = visitor->limit ? visitor->limit(visitor->context, address) : UINT64_MAX;
	/* What says where nothing ends is not asked again for each byte. */
	if (compare->limit <= address)
		compare->limit = UINT64_MAX;
}

/* All of the bytes differ. */
static void note_changed(struct compare *compare, uint64_t address, const uint8_t *old_bytes,
			 const uint8_t *new_bytes, uint64_t size)
{
	struct wcore_difference *open = &compare->open;
	const struct wcore_compare_visitor *visitor = compare->visitor;

	if (visitor->bytes && !visitor->bytes(visitor->context, address, old_bytes, new_bytes, size))
		compare->is_over = true;
	while (size && !compare->is_over) {
		uint64_t part;

		if (!open->size || open->kind == WCORE_DIFFERENCE_UNKNOWN || address >= compare->limit)
			begin(compare, address);
		part = size < compare->limit - address ? size : compare->limit - address;
		add_head(open, compare->tail, compare->tail, compare->tail_size);
		compare->tail_size = 0;
		add_head(open, old_bytes, new_bytes, part);
		open->size = address + part - open->address;
		open->changed += part;
		old_bytes += part;
		new_bytes += part;
		address += part;
		size -= part;
	}
}

static void note_unknown(struct compare *compare, uint64_t address, uint64_t size, bool old_absent,
			 bool new_absent)
{
	struct wcore_difference *open = &compare->open;

	if (!open->size || open->kind != WCORE_DIFFERENCE_UNKNOWN) {
		close_open(compare);
		*open = (struct wcore_difference){ .kind = WCORE_DIFFERENCE_UNKNOWN, .address = address };
	}
	open->size += size;
	open->old_absent |= old_absent;
	open->new_absent |= new_absent;
}

static void compare_bytes(struct compare *compare, uint64_t address, const uint8_t *old_bytes,
			  const uint8_t *new_bytes, uint64_t size)
{
	for (uint64_t i = 0; i < size && !compare->is_over;) {
		const size_t same = wcore_compare_equal(old_bytes + i, new_bytes + i, (size_t)(size - i),
							compare->is_plain);
		uint64_t run = 0;

		note_equal(compare, old_bytes + i, same);
		i += same;
		while (i + run < size && old_bytes[i + run] != new_bytes[i + run])
			run++;
		if (run)
			note_changed(compare, address + i, old_bytes + i, new_bytes + i, run);
		i += run;
	}
}

/* What both pieces have of the next size bytes. */
static void compare_part(struct compare *compare, const struct wcore_piece *old_piece,
			 const struct wcore_piece *new_piece, uint64_t size)
{
	const bool old_absent = old_piece->kind == WCORE_PIECE_ABSENT;
	const bool new_absent = new_piece->kind == WCORE_PIECE_ABSENT;

	if (old_absent || new_absent) {
		note_unknown(compare, old_piece->address, size, old_absent, new_absent);
		return;
	}
	if (old_piece->kind == WCORE_PIECE_ZEROS && new_piece->kind == WCORE_PIECE_ZEROS) {
		note_equal(compare, zeros, size);
		return;
	}
	for (uint64_t done = 0; done < size && !compare->is_over;) {
		const bool has_zeros = old_piece->kind != new_piece->kind;
		const uint64_t part = has_zeros && size - done > ZEROS ? ZEROS : size - done;

		compare_bytes(compare, old_piece->address + done,
			      old_piece->kind == WCORE_PIECE_ZEROS ? zeros : old_piece->bytes + done,
			      new_piece->kind == WCORE_PIECE_ZEROS ? zeros : new_piece->bytes + done, part);
		done += part;
	}
}

static void advance(struct wcore_piece *piece, uint64_t size)
{
	piece->address += size;
	piece->size -= size;
	if (piece->kind == WCORE_PIECE_BYTES)
		piece->bytes += size;
}

static struct wcore_error *walk(struct compare *compare, struct wcore_piece_source *old_source,
				struct wcore_piece_source *new_source)
{
	struct wcore_piece old_piece = { 0 }, new_piece = { 0 };
	struct wcore_error *error = NULL;

	while (!compare->is_over) {
		bool old_found = true, new_found = true;
		uint64_t size;

		if (!old_piece.size)
			error = wcore_piece_source_next(old_source, &old_piece, &old_found);
		if (!error && !new_piece.size)
			error = wcore_piece_source_next(new_source, &new_piece, &new_found);
		if (error || !old_found || !new_found)
			break;
		size = old_piece.size < new_piece.size ? old_piece.size : new_piece.size;
		compare_part(compare, &old_piece, &new_piece, size);
		advance(&old_piece, size);
		advance(&new_piece, size);
	}
	close_open(compare);
	return error;
}

struct wcore_error *wcore_compare(const struct wcore_space *old_space, const struct wcore_space *new_space,
				  const struct wcore_compare_options *options,
				  const struct wcore_compare_visitor *visitor, bool *ret_revised)
{
	struct compare compare = { .visitor = visitor, .is_plain = options->is_plain };
	struct wcore_piece_source *old_source = NULL, *new_source = NULL;
	uint64_t to = options->to;
	struct wcore_error *error;

	*ret_revised = false;
	if (to > old_space->memory->size)
		to = old_space->memory->size;
	if (to > new_space->memory->size)
		to = new_space->memory->size;
	error = wcore_piece_source_open(old_space, options->from, to, false, &old_source);
	if (!error)
		error = wcore_piece_source_open(new_space, options->from, to, !options->is_plain, &new_source);
	if (!error)
		error = walk(&compare, old_source, new_source);
	wcore_progress_end(old_space->memory->segments->dump->wasm->file->progress);
	if (!error)
		*ret_revised = wcore_piece_source_is_revised(old_source) ||
			       wcore_piece_source_is_revised(new_source);
	wcore_piece_source_close(old_source);
	wcore_piece_source_close(new_source);
	return error;
}
