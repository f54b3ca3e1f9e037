/*
 * What the parts of a dump tell about its producer: which sections there are
 * and in which order, and what the memory looks like.  It breaks ties only:
 * bytes and modules decide first.
 */
#ifndef WCORE_DUMP_SHAPE_H
#define WCORE_DUMP_SHAPE_H

#include "dump.h"

/* The custom section by which wcore-merge tells the dialect, as a name, where the bytes alone may not. */
#define WCORE_DIALECT_SECTION "wcore.dialect"

struct wcore_shape {
	bool is_wasmtime;	/* its sections in its order */
	bool is_wasmedge;	/* modules and no instances, no data */
	bool is_rewriter;	/* the data segment holds the dump's own place in memory */
	bool is_told_xtuc;	/* wcore-merge wrote it so, and says it in a section of its own */
	bool is_builder;	/* no modules, one segment at address 0 or none at all */
};

/* Needs all parts of the dump but its threads. */
void wcore_shape_read(const struct wcore_dump *dump, struct wcore_shape *ret);
/* All dialects, the likeliest first. */
const enum wcore_dialect_id *wcore_shape_order(const struct wcore_shape *shape);

#endif
