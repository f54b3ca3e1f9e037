#include "spool_sink.h"

static struct wcore_error *write_bytes(struct wcore_sink *sink, const void *data, size_t size)
{
	struct wcore_spool_sink *spool = (struct wcore_spool_sink *)sink;

	return wcore_spool_write(&spool->spool, "temporary file", data, size);
}

void wcore_spool_sink_init(struct wcore_spool_sink *sink, const struct wcore_opener *opener)
{
	sink->sink = (struct wcore_sink){ .write = write_bytes };
	wcore_spool_init(&sink->spool, opener);
}

void wcore_spool_sink_deinit(struct wcore_spool_sink *sink)
{
	wcore_spool_deinit(&sink->spool);
}

struct wcore_error *wcore_spool_sink_finish(struct wcore_spool_sink *sink, const char *path, struct wcore_file **ret)
{
	struct wcore_file *file = NULL;
	struct wcore_error *error = wcore_file_from_memory(path, NULL, sink->spool.size, &file);

	if (error)
		return error;
	file->is_owned = true;
	file->opener = sink->spool.opener;
	error = wcore_spool_finish(&sink->spool, path, &file->data, &file->is_mapped);
	if (error) {
		wcore_file_close(file);
		return error;
	}
	*ret = file;
	return NULL;
}
