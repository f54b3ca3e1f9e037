/* Panics of Zig: the text that the panic handler gets, or the check that called it. */
#include <string.h>

#include "message_state.h"

#define MAX_TEXT 4096

static bool number(struct wcore_message_reader *reader, const char *name, uint64_t *ret)
{
	struct wcore_object object;

	return wcore_message_variable(reader, name, &object) && !object.is_speculative &&
	       wcore_object_number(reader->viewer, &object, ret, NULL);
}

static bool add_panic(struct wcore_message_reader *reader, uint64_t data, uint64_t size)
{
	return size && size <= MAX_TEXT && wcore_message_add_string(reader, data, size) &&
	       !memchr(reader->ret->text, '\0', reader->used) && wcore_message_done(reader, "panic");
}

/* The slice of a variable that debug information knows. */
static bool by_variable(struct wcore_message_reader *reader, const char *name)
{
	struct wcore_object object, field;
	uint64_t data, size;

	return wcore_message_variable(reader, name, &object) && !object.is_speculative &&
	       wcore_object_field(reader->viewer, &object, "ptr", &field) &&
	       wcore_object_number(reader->viewer, &field, &data, NULL) &&
	       wcore_object_field(reader->viewer, &object, "len", &field) &&
	       wcore_object_number(reader->viewer, &field, &size, NULL) && add_panic(reader, data, size);
}

/* What was written to the buffer of a std.Io.Writer. */
static bool by_writer(struct wcore_message_reader *reader, const char *name)
{
	struct wcore_object object, buffer, field;
	uint64_t data, end;

	return wcore_message_variable(reader, name, &object) && !object.is_speculative &&
	       wcore_object_field(reader->viewer, &object, "end", &field) &&
	       wcore_object_number(reader->viewer, &field, &end, NULL) &&
	       wcore_object_field(reader->viewer, &object, "buffer", &buffer) &&
	       wcore_object_field(reader->viewer, &buffer, "ptr", &field) &&
	       wcore_object_number(reader->viewer, &field, &data, NULL) && add_panic(reader, data, end);
}

/* Pointer and length, behind an argument of the compiler's own or not. */
static bool by_arguments(struct wcore_message_reader *reader)
{
	uint64_t data, size;

	for (uint32_t i = 0; i < 2; i++)
		if (wcore_message_argument(reader, i, &data) && wcore_message_argument(reader, i + 1, &size) &&
		    data && add_panic(reader, data, size))
			return true;
	return false;
}

/* Checks that give two numbers: # in the format. */
static bool by_numbers(struct wcore_message_reader *reader, const char *first, const char *second,
		       const char *format)
{
	uint64_t a, b;

	if (!number(reader, first, &a) || !number(reader, second, &b))
		return false;
	for (const char *at = format; *at; at++) {
		if (*at == '#') {
			wcore_message_unsigned(reader, a);
			a = b;
		} else {
			wcore_message_add(reader, at, 1);
		}
	}
	return wcore_message_done(reader, "panic");
}

/* std.debug.FullPanic: one function a check, whose text has stayed the same. */
static bool by_check(struct wcore_message_reader *reader)
{
	static const struct { const char *name, *text; } checks[] = {
		{ "reachedUnreachable", "reached unreachable code" },
		{ "unwrapNull", "attempt to use null value" },
		{ "castToNull", "cast causes pointer to be null" },
		{ "incorrectAlignment", "incorrect alignment" },
		{ "integerOverflow", "integer overflow" },
		{ "shlOverflow", "left shift overflowed bits" },
		{ "shrOverflow", "right shift overflowed bits" },
		{ "divideByZero", "division by zero" },
		{ "exactDivisionRemainder", "exact division produced remainder" },
		{ "corruptSwitch", "switch on corrupt value" },
		{ "invalidEnumValue", "invalid enum value" },
		{ "memcpyAlias", "@memcpy arguments alias" },
		{ "noreturnReturned", "'noreturn' function returned" },
	};

	if (wcore_string_ends(reader->full_name, ").outOfBounds"))
		return by_numbers(reader, "index", "len", "index out of bounds: index #, len #");
	if (wcore_string_ends(reader->full_name, ").startGreaterThanEnd"))
		return by_numbers(reader, "start", "end", "start index # is larger than end index #");
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		if (!wcore_string_ends(reader->full_name, checks[i].name) ||
		    reader->full_name.data[reader->full_name.size - strlen(checks[i].name) - 1] != '.')
			continue;
		wcore_message_add(reader, checks[i].text, strlen(checks[i].text));
		return wcore_message_done(reader, "panic");
	}
	return false;
}

bool wcore_message_zig(struct wcore_message_reader *reader)
{
	if (wcore_string_is(reader->full_name, "debug.defaultPanic") ||
	    wcore_string_is(reader->full_name, "builtin.default_panic") ||
	    wcore_string_is(reader->full_name, "debug.panicImpl"))
		return by_variable(reader, "msg") || by_arguments(reader);
	if (wcore_string_starts(reader->full_name, "debug.panicExtra"))
		return by_variable(reader, "msg") || by_writer(reader, "bw");
	return wcore_string_starts(reader->full_name, "debug.FullPanic(") && by_check(reader);
}
