#include "sieve.h"

#include <string.h>

#include "../wasm/data.h"
#include "space.h"

/* Those from BODY on take a run of bytes, whose number is left. */
enum { PREAMBLE, SECTION, COUNT, SEGMENT, BODY, CONTENTS, SKIPPED, REST };

/* What a state has made of the bytes at pos. */
enum outcome {
	DONE,	/* they are dealt with */
	SHORT,	/* more are needed */
	BROKEN,	/* they are not what stands here in a Wasm binary */
};

/* One call: data moves on with what is dealt with. */
struct take {
	struct wcore_sieve *sieve;
	struct wcore_spool *spool;
	const char *path;
	const uint8_t *data;
	size_t size;
};

static struct wcore_error *keep(struct take *take, const uint8_t *data, size_t size)
{
	take->sieve->pos += size;
	return wcore_spool_write(take->spool, take->path, data, size);
}

static struct wcore_error *flush(struct wcore_sieve *sieve, const char *path)
{
	const size_t size = sieve->packed_size;

	sieve->packed_size = 0;
	return wcore_spool_write(&sieve->headers, path, sieve->packed, size);
}

/* Bytes of the data section that are no contents, WCORE_SIEVE_AHEAD at most. */
static struct wcore_error *pack(struct take *take, const uint8_t *data, size_t size)
{
	struct wcore_sieve *sieve = take->sieve;
	struct wcore_error *error = NULL;

	if (size > sizeof(sieve->packed) - sieve->packed_size)
		error = flush(sieve, take->path);
	memcpy(sieve->packed + sieve->packed_size, data, size);
	sieve->packed_size += size;
	sieve->pos += size;
	return error ? error : wcore_spool_skip(take->spool, take->path, size);
}

/* The data section ends for the sieve: what still comes of it is kept. */
static void leave_data(struct wcore_sieve *sieve)
{
	sieve->end = sieve->pos;
	sieve->left = sieve->section_end - sieve->pos;
	sieve->state = BODY;
}

static struct wcore_cursor cursor_over(const uint8_t *bytes, uint64_t size)
{
	return (struct wcore_cursor){ .data = bytes, .end = size };
}

/* Of what cannot be read, or not yet when more may come. */
static enum outcome fail(struct wcore_error *error, bool may_come)
{
	wcore_error_destroy(error);
	return may_come ? SHORT : BROKEN;
}

static enum outcome read_preamble(struct take *take, const uint8_t *bytes, size_t size, size_t *ret_size,
				  struct wcore_error **error)
{
	static const uint8_t preamble[8] = { 0, 'a', 's', 'm', 1, 0, 0, 0 };

	if (size < sizeof(preamble))
		return SHORT;
	if (memcmp(bytes, preamble, sizeof(preamble)) != 0)
		return BROKEN;
	*ret_size = sizeof(preamble);
	*error = keep(take, bytes, sizeof(preamble));
	take->sieve->state = SECTION;
	return DONE;
}

/* A size of more than 32 bits is believed here: where it is wrong nobody reads on behind it. */
static enum outcome read_section(struct take *take, const uint8_t *bytes, size_t size, size_t *ret_size,
				 struct wcore_error **error)
{
	struct wcore_sieve *sieve = take->sieve;
	struct wcore_cursor cursor = cursor_over(bytes, size);
	uint64_t length = 0;
	uint8_t id = 0;
	struct wcore_error *broken;

	/* Nobody reads more of them. */
	if (sieve->sections == WCORE_MODULE_MAX_SECTIONS)
		return BROKEN;
	broken = wcore_cursor_u8(&cursor, &id);
	if (!broken)
		broken = wcore_cursor_leb_u64(&cursor, &length);
	if (broken)
		return fail(broken, true);
	sieve->sections++;
	*ret_size = (size_t)cursor.pos;
	*error = keep(take, bytes, *ret_size);
	if (id == WCORE_SECTION_DATA && !sieve->start && length <= UINT64_MAX - sieve->pos) {
		sieve->start = sieve->end = sieve->pos;
		sieve->section_end = sieve->pos + length;
		sieve->state = COUNT;
	} else {
		sieve->left = length;
		sieve->state = BODY;
	}
	return DONE;
}

/* Whether wcore_dump_omits_zeros() may look at the contents of the segment that was read last. */
static bool is_looked_at(const struct wcore_sieve *sieve, uint64_t size)
{
	return sieve->segments <= WCORE_SPACE_SAMPLE && size <= WCORE_SPACE_CHUNK;
}

/* The header of a segment, and of the section before the first one: where that is broken, nothing is left out. */
static enum outcome read_segment(struct take *take, const uint8_t *bytes, size_t size, size_t *ret_size,
				 struct wcore_error **error)
{
	struct wcore_sieve *sieve = take->sieve;
	const uint64_t left = sieve->section_end - sieve->pos;
	struct wcore_cursor cursor = cursor_over(bytes, size < left ? size : left);
	uint32_t count = 0;
	struct wcore_data_plain plain;
	struct wcore_error *broken = NULL;

	if (sieve->state == COUNT)
		broken = wcore_cursor_leb_u32(&cursor, &count);
	if (!broken && wcore_data_plain_read(&cursor, &plain)) {
		cursor.pos += plain.length;
	} else if (!broken) {
		struct wcore_data_header header;

		broken = wcore_data_header_read(&cursor, &header);
		plain.size = header.size;
	}
	if (broken)
		return fail(broken, size < left);
	if ((sieve->state == COUNT && !count) || plain.size > left - cursor.pos)
		return BROKEN;
	if (sieve->state == COUNT)
		sieve->segments_left = count;
	*ret_size = (size_t)cursor.pos;
	*error = pack(take, bytes, *ret_size);
	sieve->segments++;
	sieve->segments_left--;
	sieve->left = plain.size;
	sieve->state = is_looked_at(sieve, plain.size) ? CONTENTS : SKIPPED;
	return DONE;
}

static enum outcome read_item(struct take *take, const uint8_t *bytes, size_t size, size_t *ret_size,
			      struct wcore_error **error)
{
	switch (take->sieve->state) {
	case PREAMBLE:
		return read_preamble(take, bytes, size, ret_size, error);
	case SECTION:
		return read_section(take, bytes, size, ret_size, error);
	default:
		return read_segment(take, bytes, size, ret_size, error);
	}
}

/* From here on everything stays; the reader finds what is wrong. */
static struct wcore_error *give_up(struct take *take)
{
	struct wcore_sieve *sieve = take->sieve;
	struct wcore_error *error = NULL;

	if (sieve->state == COUNT || sieve->state == SEGMENT)
		sieve->end = sieve->pos;
	sieve->state = REST;
	sieve->left = UINT64_MAX;
	if (sieve->ahead_size)
		error = keep(take, sieve->ahead, sieve->ahead_size);
	sieve->ahead_size = 0;
	return error;
}

/* Numbers that say what comes: where they stand, or in ahead when a call brings a part of them only. */
static struct wcore_error *take_item(struct take *take)
{
	struct wcore_sieve *sieve = take->sieve;
	const size_t had = sieve->ahead_size;
	const uint8_t *bytes = take->data;
	size_t size = WCORE_SIEVE_AHEAD, used = 0;
	struct wcore_error *error = NULL;
	enum outcome outcome;

	if (had || take->size < size) {
		const size_t more = size - had < take->size ? size - had : take->size;

		memcpy(sieve->ahead + had, take->data, more);
		sieve->ahead_size = size = had + more;
		bytes = sieve->ahead;
	}
	outcome = read_item(take, bytes, size, &used, &error);
	if (outcome == DONE)
		sieve->ahead_size = 0;
	else if (sieve->ahead_size)
		used = size;
	take->data += used - had;
	take->size -= used - had;
	if (outcome == DONE || (outcome == SHORT && size < WCORE_SIEVE_AHEAD))
		return error;
	return give_up(take);
}

/* Bytes that are kept or left out as they are. */
static struct wcore_error *take_run(struct take *take)
{
	struct wcore_sieve *sieve = take->sieve;
	const size_t size = sieve->left < take->size ? (size_t)sieve->left : take->size;
	struct wcore_error *error;

	if (sieve->state == SKIPPED) {
		sieve->pos += size;
		error = wcore_spool_skip(take->spool, take->path, size);
	} else {
		error = keep(take, take->data, size);
	}
	take->data += size;
	take->size -= size;
	sieve->left -= size;
	return error;
}

/* Goes on behind runs that are over. */
static void settle(struct wcore_sieve *sieve)
{
	while (sieve->state >= BODY && sieve->state != REST && !sieve->left) {
		if (sieve->state == BODY)
			sieve->state = SECTION;
		else if (sieve->segments_left)
			sieve->state = SEGMENT;
		else
			leave_data(sieve);
	}
}

static struct wcore_error *take_bytes(struct wcore_file_sieve *file, struct wcore_spool *spool,
				      const char *path, const uint8_t *data, size_t size)
{
	struct take take = { (struct wcore_sieve *)file, spool, path, data, size };
	struct wcore_error *error = NULL;

	while (!error && take.size) {
		error = take.sieve->state >= BODY ? take_run(&take) : take_item(&take);
		settle(take.sieve);
	}
	return error;
}

static struct wcore_error *finish(struct wcore_file_sieve *file, struct wcore_spool *spool,
				  struct wcore_file *ret)
{
	struct take take = { (struct wcore_sieve *)file, spool, ret->path, NULL, 0 };
	struct wcore_sieve *sieve = take.sieve;
	struct wcore_error *error = sieve->ahead_size ? give_up(&take) : NULL;

	if (!error)
		error = flush(sieve, ret->path);
	/* A data section that is cut is none for the reader. */
	if (sieve->state == CONTENTS || sieve->state == SKIPPED || sieve->state == SEGMENT)
		sieve->end = sieve->pos;
	ret->packed = (struct wcore_file_packed){
		.start = sieve->start, .end = sieve->end, .size = sieve->headers.size,
	};
	if (!error)
		error = wcore_spool_finish(&sieve->headers, ret->path, &ret->packed.data, &ret->packed.is_mapped);
	return error;
}

void wcore_sieve_init(struct wcore_sieve *sieve, const struct wcore_opener *opener)
{
	*sieve = (struct wcore_sieve){ .file = { take_bytes, finish }, .state = PREAMBLE };
	wcore_spool_init(&sieve->headers, opener);
}

void wcore_sieve_deinit(struct wcore_sieve *sieve)
{
	wcore_spool_deinit(&sieve->headers);
}
