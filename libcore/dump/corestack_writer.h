/*
 * The bytes of a `corestack` section, as corestack.h reads them: in the form of the specification, or as
 * wasm-coredump-rewriter writes it and wasmgdb reads it.
 */
#ifndef WCORE_DUMP_CORESTACK_WRITER_H
#define WCORE_DUMP_CORESTACK_WRITER_H

#include "../base/sink.h"
#include "stack.h"

/* Values of a frame that are written again. */
struct wcore_frame_values {
	struct wcore_value_iter iter;
	uint32_t count;		/* that the iterator gives */
	/* Whether value i is written as it is, and not as missing; NULL: all are. */
	bool (*keep)(void *context, uint32_t i, const struct wcore_value *value);
	void *context;
};

struct wcore_frame_record {
	uint32_t instance, funcidx;
	uint64_t offset;	/* from where the dialect counts */
	struct wcore_frame_values locals, stack;
};

/* Uses up the iterators of frame. */
void wcore_encode_frame(struct wcore_encoder *encoder, const struct wcore_dialect *dialect,
			struct wcore_frame_record *frame);
/* A whole section of so many frames, which frames holds.  Errors: those of the sink, NOMEM. */
struct wcore_error *wcore_write_thread(struct wcore_sink *sink, struct wcore_string name,
				       const struct wcore_encoder *frames, uint32_t count);

#endif
