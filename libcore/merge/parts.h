/*
 * A dump of parts, in the form of the specification: frames of a trace, raw images of memories, values of globals.
 * What is not there is told to be absent: a memory without an image, a global without a value.
 *
 * Images and globals are those of the first module's instance; each module has one.
 */
#ifndef WCORE_MERGE_PARTS_H
#define WCORE_MERGE_PARTS_H

#include "../base/sink.h"
#include "../wasm/index.h"
#include "modules.h"
#include "trace_place.h"

/* Bytes of a memory, which begin at an address. */
struct wcore_image {
	uint32_t memory;	/* as the module counts */
	uint64_t address;
	const struct wcore_file *file;
};

struct wcore_global_value {
	uint32_t global;	/* as the module counts */
	uint64_t bits;
};

struct wcore_parts {
	const struct wcore_merge_modules *modules;
	const struct wcore_image *images;	/* ascending by memory and address */
	size_t image_count;
	const struct wcore_global_value *globals;	/* ascending */
	size_t global_count;
	const struct wcore_placed_trace *trace;	/* may be empty */
	struct wcore_string message;	/* absent when the trace has none */
};

/*
 * Errors: USAGE (images that overlap or do not fit their memory, globals that are not there or have no number
 * for a value), those of the sink, NOMEM.
 */
struct wcore_error *wcore_parts_write(const struct wcore_parts *parts, struct wcore_sink *sink);

#endif
