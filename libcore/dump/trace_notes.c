#include "trace_notes.h"

static bool is_before(const struct wcore_frame_note *note, uint32_t thread, uint32_t frame)
{
	return note->thread != thread ? note->thread < thread : note->frame < frame;
}

static struct wcore_error *read_note(struct wcore_cursor *cursor, struct wcore_frame_note *ret)
{
	struct wcore_error *error = wcore_cursor_leb_u32(cursor, &ret->thread);

	if (!error)
		error = wcore_cursor_leb_u32(cursor, &ret->frame);
	return error ? error : wcore_cursor_leb_u32(cursor, &ret->flags);
}

struct wcore_error *wcore_trace_notes_read(struct wcore_cursor *cursor, struct wcore_arena *arena,
					   struct wcore_trace_notes *ret)
{
	struct wcore_frame_note *notes = NULL;
	struct wcore_string message = { NULL, 0 };
	uint32_t count = 0;
	uint8_t kind = 0;
	struct wcore_error *error = wcore_cursor_u8(cursor, &kind);

	if (!error && kind)
		error = wcore_cursor_error(cursor, cursor->pos - 1, "kind %u of notes on a trace", kind);
	if (!error)
		error = wcore_cursor_name(cursor, &message);
	if (!error)
		error = wcore_cursor_count(cursor, 3, "notes on frames", &count);
	if (!error && count && !(notes = wcore_arena_array(arena, count, sizeof(*notes))))
		error = wcore_error_nomem();
	for (uint32_t i = 0; i < count && !error; i++) {
		const uint64_t start = cursor->pos;

		error = read_note(cursor, &notes[i]);
		if (!error && i && !is_before(&notes[i - 1], notes[i].thread, notes[i].frame))
			error = wcore_cursor_error(cursor, start, "notes on frames that do not ascend");
	}
	if (error)
		return error;
	*ret = (struct wcore_trace_notes){ .notes = notes, .count = count };
	if (message.size)
		ret->message = message;
	return NULL;
}

void wcore_encode_trace_notes(struct wcore_encoder *encoder, const struct wcore_trace_notes *notes)
{
	wcore_encode_u8(encoder, 0);
	wcore_encode_name(encoder, notes->message);
	wcore_encode_uleb(encoder, notes->count);
	for (uint32_t i = 0; i < notes->count; i++) {
		wcore_encode_uleb(encoder, notes->notes[i].thread);
		wcore_encode_uleb(encoder, notes->notes[i].frame);
		wcore_encode_uleb(encoder, notes->notes[i].flags);
	}
}

uint32_t wcore_trace_notes_find(const struct wcore_trace_notes *notes, uint32_t thread, uint32_t frame)
{
	uint32_t low = 0, high = notes->count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (is_before(&notes->notes[middle], thread, frame))
			low = middle + 1;
		else
			high = middle;
	}
	return low < notes->count && notes->notes[low].thread == thread && notes->notes[low].frame == frame
		       ? notes->notes[low].flags : 0;
}
