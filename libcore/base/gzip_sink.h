/*
 * Compresses what is written to it (RFC 1952, one member) on several threads.  The result depends on the
 * bytes alone: not on how many threads there are, nor on how the bytes were handed over.
 */
#ifndef WCORE_BASE_GZIP_SINK_H
#define WCORE_BASE_GZIP_SINK_H

#include "sink.h"

struct wcore_gzip_sink;

/* threads: 0 for as many as there are processors.  inner stays the caller's.  Errors: NOMEM. */
struct wcore_error *wcore_gzip_sink_create(struct wcore_sink *inner, unsigned threads, struct wcore_gzip_sink **ret);
/* The sink to write to, which lives as long. */
struct wcore_sink *wcore_gzip_sink_sink(struct wcore_gzip_sink *gzip);
/* Writes what is left and the member's end.  Errors: those of inner, NOMEM. */
struct wcore_error *wcore_gzip_sink_finish(struct wcore_gzip_sink *gzip);
/* NULL does nothing. */
void wcore_gzip_sink_destroy(struct wcore_gzip_sink *gzip);

#endif
