/* A sink whose bytes become a file that is read again: in memory, or in a temporary file once they are many. */
#ifndef WCORE_BASE_SPOOL_SINK_H
#define WCORE_BASE_SPOOL_SINK_H

#include "sink.h"
#include "spool.h"

struct wcore_spool_sink {
	struct wcore_sink sink;
	struct wcore_spool spool;
};

/* opener is that of the temporary file; it may be NULL. */
void wcore_spool_sink_init(struct wcore_spool_sink *sink, const struct wcore_opener *opener);
void wcore_spool_sink_deinit(struct wcore_spool_sink *sink);
/* What was written, as a file of that name; the sink is empty then.  Errors: IO, NOMEM. */
struct wcore_error *wcore_spool_sink_finish(struct wcore_spool_sink *sink, const char *path, struct wcore_file **ret);

#endif
