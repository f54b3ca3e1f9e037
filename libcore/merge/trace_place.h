/*
 * The frames of a trace in the modules that they are of: function and offset from its body's start.
 *
 * What a module contradicts is left out and said: an offset inside an instruction, a function that does not hold the
 * offset, a name that no function or several have.  Where only the function is known, a caller's place is that of
 * the one call in it that can have made the younger frame, if there is just one.
 */
#ifndef WCORE_MERGE_TRACE_PLACE_H
#define WCORE_MERGE_TRACE_PLACE_H

#include "../base/finding.h"
#include "modules.h"
#include "trace_text.h"

struct wcore_placed_frame {
	uint32_t trace;		/* as in wcore_trace_frame, without those that are left out */
	uint32_t module;	/* index of modules */
	uint32_t funcidx;
	uint64_t codeoffset;	/* 0 where the place is not known */
	uint32_t flags;		/* enum wcore_frame_flags */
};

struct wcore_placed_trace {
	struct wcore_placed_frame *frames;
	size_t count;
	size_t left_out;
};

/* What is left out becomes a finding whose offset is the line of the text.  Errors: NOMEM. */
struct wcore_error *wcore_trace_place(const struct wcore_trace *trace, const struct wcore_merge_modules *modules,
				      struct wcore_findings *findings, struct wcore_placed_trace *ret);
void wcore_placed_trace_deinit(struct wcore_placed_trace *placed);

#endif
