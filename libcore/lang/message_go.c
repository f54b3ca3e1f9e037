/*
 * Panics of TinyGo's runtime.  A Go program built by Go itself ends by leaving
 * through WASI: it never dies of a trap with a message.
 */
#include "message_state.h"

#define MAX_TEXT 256

bool wcore_message_go(struct wcore_message_reader *reader)
{
	uint64_t data, size;

	if (!wcore_string_is(reader->full_name, "runtime.runtimePanicAt") &&
	    !wcore_string_is(reader->full_name, "runtime.runtimePanic"))
		return false;
	/* The newer one has the place in the code in front of the text. */
	for (uint32_t i = 0; i < 2; i++) {
		if (!wcore_message_argument(reader, i, &data) || !wcore_message_argument(reader, i + 1, &size) ||
		    !data || !size || size > MAX_TEXT)
			continue;
		wcore_message_format(reader, "runtime error: ");
		if (wcore_message_add_string(reader, data, size))
			return wcore_message_done(reader, "panic");
	}
	return false;
}
