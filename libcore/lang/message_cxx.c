/*
 * What kills C++ programs: messages of libc++ and libc++abi, which are formatted
 * as printf() does, and exceptions that nobody catches.
 */
#include <stdio.h>
#include <string.h>

#include "../debug/demangle.h"
#include "message_state.h"

#define MAX_FORMAT 1024
/* Bases of an exception's type that are looked through. */
#define MAX_BASES 16

/* Arguments behind "..." lie in memory, each at a multiple of its size. */
struct arguments { uint64_t next; };

static bool take(struct wcore_message_reader *reader, struct arguments *arguments, unsigned size, uint64_t *ret)
{
	uint64_t place = (arguments->next + size - 1) / size * size;

	arguments->next = place + size;
	return wcore_message_number(reader, place, size, ret);
}

/* One conversion behind '%', which *at stands on; false for those that are not used in messages. */
static bool convert(struct wcore_message_reader *reader, const char **at, struct arguments *arguments)
{
	unsigned size = 4;
	uint64_t number;

	for (; **at == 'l' || **at == 'z'; ++*at)
		size = **at == 'z' || (size == 4 && (*at)[1] != 'l') ? reader->viewer->address_size : 8;
	switch (*(*at)++) {
	case '%':
		wcore_message_add(reader, "%", 1);
		return true;
	case 's':
		return take(reader, arguments, reader->viewer->address_size, &number) &&
		       wcore_message_add_cstring(reader, number);
	case 'd':
	case 'i':
		if (!take(reader, arguments, size, &number))
			return false;
		wcore_message_signed(reader, size == 4 ? (int32_t)number : (int64_t)number);
		return true;
	case 'u':
		if (!take(reader, arguments, size, &number))
			return false;
		wcore_message_unsigned(reader, number);
		return true;
	default:
		return false;
	}
}

static bool print(struct wcore_message_reader *reader, uint64_t format, uint64_t arguments)
{
	struct arguments list = { arguments };
	char text[MAX_FORMAT];
	const char *at = text;
	uint64_t byte = 1;

	for (size_t i = 0; byte; i++) {
		if (i == sizeof(text) || !wcore_message_number(reader, format + i, 1, &byte))
			return false;
		text[i] = (char)byte;
	}
	while (*at) {
		size_t plain = strcspn(at, "%");

		wcore_message_add(reader, at, plain);
		at += plain;
		if (*at && (at++, !convert(reader, &at, &list)))
			return false;
	}
	while (reader->used && reader->ret->text[reader->used - 1] == '\n')
		reader->ret->text[--reader->used] = '\0';
	return reader->used > 0;
}

/* A format, and where the variable arguments lie. */
static bool verbose_abort(struct wcore_message_reader *reader)
{
	uint64_t format, arguments;

	return wcore_message_argument_count(reader) == 2 && wcore_message_argument(reader, 0, &format) &&
	       wcore_message_argument(reader, 1, &arguments) && print(reader, format, arguments) &&
	       wcore_message_done(reader, "abort");
}

/* The mangled name of a type_info, its pointer's mark left out; false when there is none. */
static bool type_name(struct wcore_message_reader *reader, uint64_t type, char *ret, size_t size)
{
	unsigned word = reader->viewer->address_size;
	uint64_t name, byte = 1;

	if (!wcore_message_word(reader, type + word, &name))
		return false;
	for (size_t i = 0; byte; i++) {
		if (i == size || !wcore_message_number(reader, name + i, 1, &byte) || byte >= 0x7f)
			return false;
		ret[i] = (char)byte;
	}
	return true;
}

/* The exceptions of the standard that keep a text behind their vtable pointer. */
static bool has_text(const char *type)
{
	static const char *const types[] = {
		"St11logic_error", "St12domain_error", "St12length_error", "St12out_of_range",
		"St16invalid_argument", "St13runtime_error", "St11range_error", "St14overflow_error",
		"St15underflow_error",
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(type, types[i]) == 0)
			return true;
	return false;
}

/* what() of an exception: its type, or a base of it in the same place, has a text. */
static bool add_what(struct wcore_message_reader *reader, uint64_t object, uint64_t type)
{
	unsigned word = reader->viewer->address_size;
	char name[256];
	uint64_t text;

	for (int i = 0; i < MAX_BASES && type_name(reader, type, name, sizeof(name)); i++) {
		if (has_text(name)) {
			wcore_message_format(reader, ": ");
			return wcore_message_word(reader, object + word, &text) &&
			       wcore_message_add_cstring(reader, text);
		}
		if (!wcore_message_word(reader, type + 2 * word, &type))
			return false;
	}
	return false;
}

/* The object that is thrown, and its type. */
static bool thrown(struct wcore_message_reader *reader)
{
	static const char prefix[] = "typeinfo name for ";
	struct wcore_string demangled;
	uint64_t object, type;
	char name[512], linkage[520];
	size_t end;

	if (wcore_message_argument_count(reader) != 3 || !wcore_message_argument(reader, 0, &object) ||
	    !wcore_message_argument(reader, 1, &type) || !type_name(reader, type, name, sizeof(name)) || !*name)
		return false;
	snprintf(linkage, sizeof(linkage), "_ZTS%s", name);
	demangled = wcore_demangle(&reader->viewer->arena, wcore_string_from(linkage));
	if (!wcore_string_starts(demangled, prefix))
		return false;
	wcore_message_format(reader, "uncaught exception of type ");
	wcore_message_add(reader, demangled.data + strlen(prefix), demangled.size - strlen(prefix));
	end = reader->used;
	if (!add_what(reader, object, type)) {
		reader->used = end;
		reader->ret->text[end] = '\0';
	}
	return wcore_message_done(reader, "uncaught exception");
}

static bool pure_virtual(struct wcore_message_reader *reader)
{
	wcore_message_format(reader, "Pure virtual function called!");
	return wcore_message_done(reader, "pure virtual call");
}

bool wcore_message_cxx(struct wcore_message_reader *reader)
{
	static const struct {
		const char *name;
		bool (*read)(struct wcore_message_reader *reader);
	} functions[] = {
		{ "std::__libcpp_verbose_abort", verbose_abort },
		{ "abort_message", verbose_abort },
		{ "__abort_message", verbose_abort },
		{ "__cxa_throw", thrown },
		{ "__cxa_pure_virtual", pure_virtual },
	};

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (wcore_string_is(reader->name, functions[i].name))
			return functions[i].read(reader);
	return false;
}
