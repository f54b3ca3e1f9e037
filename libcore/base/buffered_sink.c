#include "buffered_sink.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

#define CAPACITY ((size_t)1 << 18)
/* From here on a copy goes to the inner sink, which may know a shorter way. */
#define LARGE ((uint64_t)1 << 16)

struct wcore_error *wcore_buffered_sink_flush(struct wcore_buffered_sink *sink)
{
	const size_t size = sink->used;

	sink->used = 0;
	return wcore_sink_write(sink->inner, sink->buffer, size);
}

static struct wcore_error *write_bytes(struct wcore_sink *base, const void *data, size_t size)
{
	struct wcore_buffered_sink *sink = (struct wcore_buffered_sink *)base;
	struct wcore_error *error = NULL;

	sink->position += size;
	if (size > CAPACITY - sink->used)
		error = wcore_buffered_sink_flush(sink);
	if (error)
		return error;
	if (size >= CAPACITY)
		return wcore_sink_write(sink->inner, data, size);
	memcpy(sink->buffer + sink->used, data, size);
	sink->used += size;
	return NULL;
}

static struct wcore_error *copy(struct wcore_sink *base, const struct wcore_file *file, uint64_t offset,
				uint64_t size)
{
	struct wcore_buffered_sink *sink = (struct wcore_buffered_sink *)base;
	struct wcore_error *error;

	if (size < LARGE)
		return write_bytes(base, file->data + offset, (size_t)size);
	sink->position += size;
	error = wcore_buffered_sink_flush(sink);
	return error ? error : wcore_sink_copy(sink->inner, file, offset, size);
}

struct wcore_error *wcore_buffered_sink_init(struct wcore_buffered_sink *sink, struct wcore_sink *inner)
{
	*sink = (struct wcore_buffered_sink){
		.sink = { .write = write_bytes, .copy = copy }, .inner = inner, .buffer = wcore_malloc(CAPACITY),
	};
	return sink->buffer ? NULL : wcore_error_nomem();
}

void wcore_buffered_sink_deinit(struct wcore_buffered_sink *sink)
{
	free(sink->buffer);
}
