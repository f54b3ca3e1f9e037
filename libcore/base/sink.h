/*
 * Where bytes of an output go: a file (output_file.h), memory, a compressor.  Who writes a format writes
 * to a sink, and knows nothing of the rest.
 */
#ifndef WCORE_BASE_SINK_H
#define WCORE_BASE_SINK_H

#include "encoder.h"
#include "file.h"

struct wcore_sink {
	struct wcore_error *(*write)(struct wcore_sink *sink, const void *data, size_t size);
	/* May be NULL: bytes of a file, for sinks that have a shorter way for them than through memory. */
	struct wcore_error *(*copy)(struct wcore_sink *sink, const struct wcore_file *file, uint64_t offset,
				    uint64_t size);
};

/* Errors end the writing: those of the sink, which are IO and NOMEM. */
struct wcore_error *wcore_sink_write(struct wcore_sink *sink, const void *data, size_t size);
/* The bytes [offset, offset + size) of file, which has them, in memory that does not grow with them. */
struct wcore_error *wcore_sink_copy(struct wcore_sink *sink, const struct wcore_file *file, uint64_t offset,
				    uint64_t size);

/* Takes all bytes into memory. */
struct wcore_memory_sink {
	struct wcore_sink sink;
	struct wcore_encoder bytes;	/* wcore_encoder_deinit() */
};
void wcore_memory_sink_init(struct wcore_memory_sink *sink);

/* Counts the bytes that an output would have. */
struct wcore_counting_sink {
	struct wcore_sink sink;
	uint64_t size;
};
void wcore_counting_sink_init(struct wcore_counting_sink *sink);

#endif
