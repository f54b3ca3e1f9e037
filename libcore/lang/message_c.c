/* C's assert(): __assert_fail() of musl and wasi-libc. */
#include "message_state.h"

bool wcore_message_c(struct wcore_message_reader *reader)
{
	uint64_t expression, file, line, function;

	if (!wcore_string_is(reader->name, "__assert_fail") || wcore_message_argument_count(reader) != 4 ||
	    !wcore_message_argument(reader, 0, &expression) || !wcore_message_argument(reader, 1, &file) ||
	    !wcore_message_argument(reader, 2, &line) || !wcore_message_argument(reader, 3, &function))
		return false;
	wcore_message_format(reader, "Assertion failed: ");
	if (!wcore_message_add_cstring(reader, expression) || !wcore_message_cfile(reader, file))
		return false;
	wcore_message_format(reader, " (");
	wcore_message_add_cstring(reader, file);
	wcore_message_format(reader, ": ");
	if (!wcore_message_add_cstring(reader, function))
		return false;
	wcore_message_format(reader, ": %d)", (int)(int32_t)line);
	reader->ret->line = (uint32_t)line;
	return wcore_message_done(reader, "assert");
}
