#include "gzip_sink.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "alloc.h"

/* What deflate looks back at. */
#define DICTIONARY ((size_t)32 << 10)
/* What one thread compresses at a time. */
#define BLOCK ((size_t)256 << 10)
#define BLOCKS_PER_THREAD 4
#define THREADS_MAX 256
/* deflate without a header around it. */
#define RAW_BITS (-15)
#define MEMORY_LEVEL 8

struct block {
	uint8_t *output;	/* bound bytes */
	size_t size;		/* of the output */
	uLong crc;		/* of the input */
	bool is_out_of_memory;
};

struct wcore_gzip_sink {
	struct wcore_sink sink;
	struct wcore_sink *inner;
	unsigned threads;
	uint8_t *input;		/* DICTIONARY bytes of what came before, then the blocks */
	size_t used;		/* of the blocks */
	size_t capacity;
	size_t dictionary;	/* bytes that there are of it */
	struct block *blocks;
	size_t block_count, bound;
	bool is_last;		/* the input ends with these blocks */
	atomic_size_t next;	/* the block that the next free thread takes */
	uLong crc;
	uint64_t total;
	bool has_header;
};

static size_t size_of(const struct wcore_gzip_sink *gzip, size_t i)
{
	return gzip->used - i * BLOCK < BLOCK ? gzip->used - i * BLOCK : BLOCK;
}

static size_t filled(const struct wcore_gzip_sink *gzip)
{
	return (gzip->used + BLOCK - 1) / BLOCK;
}

/* A block ends at a byte's border, so that the next one can follow; the last ends the stream. */
static void compress_block(struct wcore_gzip_sink *gzip, size_t i)
{
	struct block *block = &gzip->blocks[i];
	uint8_t *input = gzip->input + DICTIONARY + i * BLOCK;
	const size_t size = size_of(gzip, i), before = i ? DICTIONARY : gzip->dictionary;
	const bool is_end = gzip->is_last && i + 1 >= filled(gzip);
	z_stream stream = { .next_in = input, .avail_in = (uInt)size,
			    .next_out = block->output, .avail_out = (uInt)gzip->bound };

	if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, RAW_BITS, MEMORY_LEVEL,
			 Z_DEFAULT_STRATEGY) != Z_OK) {
		block->is_out_of_memory = true;
		return;
	}
	if (before)
		deflateSetDictionary(&stream, input - before, (uInt)before);
	deflate(&stream, is_end ? Z_FINISH : Z_SYNC_FLUSH);
	block->size = gzip->bound - stream.avail_out;
	block->crc = crc32(0, input, (uInt)size);
	deflateEnd(&stream);
}

static void *work(void *context)
{
	struct wcore_gzip_sink *gzip = context;
	const size_t count = filled(gzip);

	for (size_t i = atomic_fetch_add(&gzip->next, 1); i < count; i = atomic_fetch_add(&gzip->next, 1))
		compress_block(gzip, i);
	return NULL;
}

/* Threads that cannot be had are done without. */
static void compress_all(struct wcore_gzip_sink *gzip)
{
	pthread_t threads[THREADS_MAX];
	const size_t count = filled(gzip);
	unsigned started = 0;

	atomic_store(&gzip->next, 0);
	while (started + 1 < gzip->threads && started + 1 < count &&
	       pthread_create(&threads[started], NULL, work, gzip) == 0)
		started++;
	work(gzip);
	for (unsigned i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

static struct wcore_error *write_header(struct wcore_gzip_sink *gzip)
{
	/* No name, no time; made on an unknown system. */
	static const uint8_t header[10] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255 };

	if (gzip->has_header)
		return NULL;
	gzip->has_header = true;
	return wcore_sink_write(gzip->inner, header, sizeof(header));
}

/* What deflate has to look back at stays in front of the next blocks. */
static void keep_dictionary(struct wcore_gzip_sink *gzip)
{
	const size_t there = gzip->dictionary + gzip->used;
	const size_t keep = there < DICTIONARY ? there : DICTIONARY;

	memmove(gzip->input + DICTIONARY - keep, gzip->input + DICTIONARY + gzip->used - keep, keep);
	gzip->dictionary = keep;
	gzip->used = 0;
}

static struct wcore_error *flush(struct wcore_gzip_sink *gzip)
{
	struct wcore_error *error = write_header(gzip);
	const size_t count = filled(gzip);

	compress_all(gzip);
	for (size_t i = 0; i < count && !error; i++) {
		const struct block *block = &gzip->blocks[i];

		if (block->is_out_of_memory)
			return wcore_error_nomem();
		error = wcore_sink_write(gzip->inner, block->output, block->size);
		gzip->crc = crc32_combine(gzip->crc, block->crc, (z_off_t)size_of(gzip, i));
	}
	gzip->total += gzip->used;
	keep_dictionary(gzip);
	return error;
}

static struct wcore_error *write_bytes(struct wcore_sink *sink, const void *data, size_t size)
{
	struct wcore_gzip_sink *gzip = (struct wcore_gzip_sink *)sink;
	const uint8_t *bytes = data;
	struct wcore_error *error = NULL;

	while (size && !error) {
		size_t part = gzip->capacity - gzip->used;

		/* Full blocks wait for more, so that the last one is known to be the last. */
		if (!part) {
			error = flush(gzip);
			continue;
		}
		part = size < part ? size : part;
		memcpy(gzip->input + DICTIONARY + gzip->used, bytes, part);
		gzip->used += part;
		bytes += part;
		size -= part;
	}
	return error;
}

static bool allocate(struct wcore_gzip_sink *gzip)
{
	z_stream stream = { 0 };

	if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, RAW_BITS, MEMORY_LEVEL,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	/* A flush adds an empty block of at most so many bytes. */
	gzip->bound = deflateBound(&stream, BLOCK) + 16;
	deflateEnd(&stream);
	gzip->block_count = (size_t)gzip->threads * BLOCKS_PER_THREAD;
	gzip->capacity = gzip->block_count * BLOCK;
	gzip->input = wcore_malloc(DICTIONARY + gzip->capacity);
	gzip->blocks = wcore_calloc(gzip->block_count, sizeof(*gzip->blocks));
	if (!gzip->input || !gzip->blocks)
		return false;
	for (size_t i = 0; i < gzip->block_count; i++)
		if (!(gzip->blocks[i].output = wcore_malloc(gzip->bound)))
			return false;
	return true;
}

struct wcore_error *wcore_gzip_sink_create(struct wcore_sink *inner, unsigned threads, struct wcore_gzip_sink **ret)
{
	struct wcore_gzip_sink *gzip = wcore_calloc(1, sizeof(*gzip));
	const long processors = sysconf(_SC_NPROCESSORS_ONLN);

	if (!gzip)
		return wcore_error_nomem();
	if (!threads)
		threads = processors > 0 ? (unsigned)processors : 1;
	gzip->sink.write = write_bytes;
	gzip->inner = inner;
	gzip->threads = threads < THREADS_MAX ? threads : THREADS_MAX;
	if (!allocate(gzip)) {
		wcore_gzip_sink_destroy(gzip);
		return wcore_error_nomem();
	}
	*ret = gzip;
	return NULL;
}

struct wcore_sink *wcore_gzip_sink_sink(struct wcore_gzip_sink *gzip)
{
	return &gzip->sink;
}

static void put_u32(uint8_t *bytes, uint64_t value)
{
	for (unsigned i = 0; i < 4; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
}

struct wcore_error *wcore_gzip_sink_finish(struct wcore_gzip_sink *gzip)
{
	static const uint8_t empty[2] = { 0x03, 0x00 };
	uint8_t trailer[8];
	struct wcore_error *error;

	gzip->is_last = true;
	error = gzip->used ? flush(gzip) : write_header(gzip);
	/* Without any input there is a stream, too. */
	if (!error && !gzip->total)
		error = wcore_sink_write(gzip->inner, empty, sizeof(empty));
	put_u32(trailer, gzip->crc);
	put_u32(trailer + 4, gzip->total);
	return error ? error : wcore_sink_write(gzip->inner, trailer, sizeof(trailer));
}

void wcore_gzip_sink_destroy(struct wcore_gzip_sink *gzip)
{
	if (!gzip)
		return;
	for (size_t i = 0; gzip->blocks && i < gzip->block_count; i++)
		free(gzip->blocks[i].output);
	free(gzip->blocks);
	free(gzip->input);
	free(gzip);
}
