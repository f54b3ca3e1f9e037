/*
 * The custom section `wcore.trace`: what the form of the specification has no place for, of dumps that
 * wcore-merge made of a text trace.  A zero byte; why the program stopped, as its runtime said, as a name; a
 * vector of notes on frames: the thread's index, the frame's, and flags, each as a u32.
 */
#ifndef WCORE_DUMP_TRACE_NOTES_H
#define WCORE_DUMP_TRACE_NOTES_H

#include "../base/arena.h"
#include "../base/cursor.h"
#include "../base/encoder.h"

#define WCORE_TRACE_SECTION "wcore.trace"

enum wcore_frame_flags {
	WCORE_FRAME_NO_PLACE = 1 << 0,	/* the function is known, and not where in it */
	WCORE_FRAME_GAP = 1 << 1,	/* frames are missing between it and the younger one */
};

struct wcore_frame_note { uint32_t thread, frame, flags; };

struct wcore_trace_notes {
	struct wcore_string message;	/* absent when there is none */
	const struct wcore_frame_note *notes;	/* ascending by thread and frame */
	uint32_t count;
};

/* The contents of the section; notes are in arena.  Errors: FORMAT, NOMEM. */
struct wcore_error *wcore_trace_notes_read(struct wcore_cursor *cursor, struct wcore_arena *arena,
					   struct wcore_trace_notes *ret);
void wcore_encode_trace_notes(struct wcore_encoder *encoder, const struct wcore_trace_notes *notes);
/* The flags of a frame, 0 where nothing is noted. */
uint32_t wcore_trace_notes_find(const struct wcore_trace_notes *notes, uint32_t thread, uint32_t frame);

#endif
