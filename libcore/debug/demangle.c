#include "demangle.h"

#include <libiberty/demangle.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

#define MAX_NAME 65536

struct sink {
	char *data;
	size_t size, capacity;
	bool no_memory, is_over;	/* what was taken is not the whole name */
	jmp_buf give_up;
};

/* A piece that was decoded from punycode: libiberty frees it behind the call. */
static bool is_decoded(const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (data[i] & 0x80)
			return true;
	return false;
}

/*
 * Short names expand to output of any length through back references, and
 * libiberty offers no way to stop it but leaving from here.  It holds no memory
 * then: its C++ half has all on the stack, its Rust half while it prints what
 * it decoded.
 */
static void take(const char *data, size_t size, void *context)
{
	struct sink *sink = context;

	sink->is_over |= size > MAX_NAME - sink->size;
	if (!sink->is_over && size > sink->capacity - sink->size) {
		size_t capacity = sink->size + size + 256;
		char *grown = wcore_realloc(sink->data, capacity);

		sink->no_memory = sink->is_over = !grown;
		if (grown) {
			sink->data = grown;
			sink->capacity = capacity;
		}
	}
	if (sink->is_over) {
		if (!is_decoded(data, size))
			longjmp(sink->give_up, 1);
		return;
	}
	memcpy(sink->data + sink->size, data, size);
	sink->size += size;
}

static bool demangle(const char *name, struct sink *sink)
{
	const int options = DMGL_PARAMS | DMGL_ANSI;

	if (setjmp(sink->give_up))
		return false;
	if (rust_demangle_callback(name, options, take, sink))
		return !sink->is_over;
	sink->size = 0;
	return !sink->is_over && cplus_demangle_v3_callback(name, options, take, sink) && !sink->is_over;
}

struct wcore_string wcore_demangle(struct wcore_arena *arena, struct wcore_string name)
{
	struct sink sink = { 0 };

	if (name.size < 3 || name.size > MAX_NAME || memchr(name.data, 0, name.size) ||
	    (!wcore_string_starts(name, "_Z") && !wcore_string_starts(name, "_R")))
		return name;
	char *terminated = wcore_string_dup(name);
	if (!terminated)
		return (struct wcore_string){ NULL, 0 };
	if (demangle(terminated, &sink) && sink.size) {
		name.data = wcore_arena_copy(arena, sink.data, sink.size);
		name.size = name.data ? sink.size : 0;
	} else if (sink.no_memory) {
		name = (struct wcore_string){ NULL, 0 };
	}
	free(sink.data);
	free(terminated);
	return name;
}
