#include "sink.h"

/* What is copied through memory at a time. */
#define WINDOW ((uint64_t)1 << 18)

struct wcore_error *wcore_sink_write(struct wcore_sink *sink, const void *data, size_t size)
{
	return size ? sink->write(sink, data, size) : NULL;
}

struct wcore_error *wcore_sink_copy(struct wcore_sink *sink, const struct wcore_file *file, uint64_t offset,
				    uint64_t size)
{
	struct wcore_error *error = NULL;

	if (sink->copy)
		return size ? sink->copy(sink, file, offset, size) : NULL;
	while (size && !error) {
		const uint64_t part = size < WINDOW ? size : WINDOW;

		error = sink->write(sink, file->data + offset, (size_t)part);
		wcore_file_release(file, offset, part);
		offset += part;
		size -= part;
	}
	return error;
}

static struct wcore_error *write_memory(struct wcore_sink *sink, const void *data, size_t size)
{
	struct wcore_memory_sink *memory = (struct wcore_memory_sink *)sink;

	wcore_encode_bytes(&memory->bytes, data, size);
	return wcore_encoder_check(&memory->bytes);
}

void wcore_memory_sink_init(struct wcore_memory_sink *sink)
{
	*sink = (struct wcore_memory_sink){ .sink.write = write_memory };
}

static struct wcore_error *count(struct wcore_sink *sink, const void *data, size_t size)
{
	(void)data;
	((struct wcore_counting_sink *)sink)->size += size;
	return NULL;
}

static struct wcore_error *count_copy(struct wcore_sink *sink, const struct wcore_file *file, uint64_t offset,
				      uint64_t size)
{
	(void)file;
	(void)offset;
	((struct wcore_counting_sink *)sink)->size += size;
	return NULL;
}

void wcore_counting_sink_init(struct wcore_counting_sink *sink)
{
	*sink = (struct wcore_counting_sink){ .sink = { .write = count, .copy = count_copy } };
}
