/* Puts small writes together before another sink gets them, and knows how far the output is. */
#ifndef WCORE_BASE_BUFFERED_SINK_H
#define WCORE_BASE_BUFFERED_SINK_H

#include "sink.h"

struct wcore_buffered_sink {
	struct wcore_sink sink;
	struct wcore_sink *inner;	/* the caller's */
	uint64_t position;		/* bytes that were written so far */
	uint8_t *buffer;
	size_t used;
};

/* Errors: NOMEM.  Deinit in any case. */
struct wcore_error *wcore_buffered_sink_init(struct wcore_buffered_sink *sink, struct wcore_sink *inner);
/* Gives all to the inner sink.  Errors: the inner sink's. */
struct wcore_error *wcore_buffered_sink_flush(struct wcore_buffered_sink *sink);
/* What was not flushed is lost. */
void wcore_buffered_sink_deinit(struct wcore_buffered_sink *sink);

#endif
