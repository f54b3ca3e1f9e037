/* Asks the youngest frames for a message: declared in message.h. */
#include "message_state.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../analysis/plain_name.h"
#include "../wasm/index.h"

/* How far from the youngest frame the function that died may stand. */
#define MAX_FRAMES 40
/* Strings without a length. */
#define MAX_CSTRING 4096

bool wcore_message_argument(struct wcore_message_reader *reader, uint32_t param, uint64_t *ret)
{
	struct wcore_word word;

	if (param >= wcore_unwind_param_count(reader->frame))
		return false;
	word = wcore_unwind_argument(reader->frame, param);
	*ret = word.bits;
	return word.origin != WCORE_ORIGIN_UNAVAILABLE && !word.is_speculative && !word.is_low_half;
}

uint32_t wcore_message_argument_count(struct wcore_message_reader *reader)
{
	return wcore_unwind_param_count(reader->frame);
}

/* A name among the function's own variables. */
struct search {
	const char *name;
	struct wcore_object *ret;
	bool found;
};

static bool compare(void *context, const struct wcore_variable *variable, const struct wcore_object *object)
{
	struct search *search = context;

	if (variable->is_static || variable->is_shadowed || !wcore_string_is(variable->name, search->name))
		return true;
	*search->ret = *object;
	search->found = true;
	return false;
}

void wcore_message_visit(struct wcore_message_reader *reader,
			 bool (*visit)(void *context, const struct wcore_variable *variable,
				       const struct wcore_object *object),
			 void *context)
{
	const struct wcore_target_frame *place = reader->place;
	struct wcore_sites sites = { 0 };
	struct wcore_site function;
	struct wcore_scope scope;
	struct wcore_error *error;

	if (!place->has_address || !place->is_exact)
		return;
	error = wcore_symbols_find(place->module->symbols, place->funcidx, place->address, true, &sites);
	if (!error && sites.count) {
		function = sites.items[sites.count - 1];
		error = wcore_inspect_scope(reader->inspect, place->frame.index, &function, &scope);
	}
	if (!error && sites.count)
		wcore_scope_visit(&scope, visit, context);
	wcore_error_destroy(error);
}

bool wcore_message_variable(struct wcore_message_reader *reader, const char *name,
			    struct wcore_object *ret)
{
	struct search search = { name, ret, false };

	wcore_message_visit(reader, compare, &search);
	return search.found;
}

bool wcore_message_number(struct wcore_message_reader *reader, uint64_t address, unsigned size,
			  uint64_t *ret)
{
	if (reader->viewer->address_size == 4)
		address &= UINT32_MAX;
	return wcore_space_uint(&reader->viewer->space, address, size, ret);
}

bool wcore_message_word(struct wcore_message_reader *reader, uint64_t address, uint64_t *ret)
{
	return wcore_message_number(reader, address, reader->viewer->address_size, ret);
}

/* The bytes of a character that starts so, 0 for none; shorter forms than needed and surrogates are none. */
static size_t character(const uint8_t *bytes, size_t size)
{
	size_t length = bytes[0] < 0x80 ? 1 : bytes[0] < 0xc2 ? 0 : bytes[0] < 0xe0 ? 2
			: bytes[0] < 0xf0 ? 3 : bytes[0] < 0xf5 ? 4 : 0;

	if (!length || length > size)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
	if ((bytes[0] == 0xe0 && bytes[1] < 0xa0) || (bytes[0] == 0xed && bytes[1] > 0x9f) ||
	    (bytes[0] == 0xf0 && bytes[1] < 0x90) || (bytes[0] == 0xf4 && bytes[1] > 0x8f))
		return 0;
	return length;
}

static bool is_text(const uint8_t *bytes, size_t size)
{
	for (size_t i = 0, length; i < size; i += length)
		if (!(length = character(bytes + i, size - i)))
			return false;
	return true;
}

void wcore_message_add(struct wcore_message_reader *reader, const char *bytes, size_t size)
{
	size_t room = sizeof(reader->ret->text) - 1 - reader->used;
	size_t taken = 0;

	if (reader->ret->is_cut)
		return;
	/* No character is cut in two. */
	while (taken < size) {
		size_t length = character((const uint8_t *)bytes + taken, size - taken);

		if (!length)
			length = 1;
		if (taken + length > room) {
			reader->ret->is_cut = true;
			break;
		}
		taken += length;
	}
	memcpy(reader->ret->text + reader->used, bytes, taken);
	reader->used += taken;
	reader->ret->text[reader->used] = '\0';
}

void wcore_message_format(struct wcore_message_reader *reader, const char *format, ...)
{
	char text[512];
	va_list args;
	int size;

	va_start(args, format);
	size = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (size > 0)
		wcore_message_add(reader, text, (size_t)size < sizeof(text) ? (size_t)size : sizeof(text) - 1);
}

void wcore_message_unsigned(struct wcore_message_reader *reader, uint64_t number)
{
	wcore_message_format(reader, "%llu", (unsigned long long)number);
}

void wcore_message_signed(struct wcore_message_reader *reader, int64_t number)
{
	wcore_message_format(reader, "%lld", (long long)number);
}

/* As much of a string as any message takes; false when it is not known or no text. */
static bool read_text(struct wcore_message_reader *reader, uint64_t address, uint64_t size, uint8_t *bytes,
		      size_t *ret_taken)
{
	size_t taken = size < MAX_CSTRING ? (size_t)size : MAX_CSTRING;

	if (!wcore_space_read(&reader->viewer->space, address, taken, bytes, NULL))
		return false;
	/* The whole of it must be there, even if only its start is shown. */
	if (size > taken && (size > reader->viewer->space.memory->size ||
			     address > reader->viewer->space.memory->size - size))
		return false;
	*ret_taken = taken;
	if (size == taken)
		return is_text(bytes, taken);
	while (*ret_taken && !is_text(bytes, *ret_taken) && taken - *ret_taken < 4)
		--*ret_taken;
	return is_text(bytes, *ret_taken);
}

bool wcore_message_add_string(struct wcore_message_reader *reader, uint64_t address, uint64_t size)
{
	uint8_t bytes[MAX_CSTRING];
	size_t taken;

	if (size && !read_text(reader, address, size, bytes, &taken))
		return false;
	if (size)
		wcore_message_add(reader, (const char *)bytes, taken);
	if (size > MAX_CSTRING)
		reader->ret->is_cut = true;
	return true;
}

static bool cstring_size(struct wcore_message_reader *reader, uint64_t address, uint64_t *ret)
{
	uint64_t byte;

	for (*ret = 0; address && *ret < MAX_CSTRING; ++*ret) {
		if (!wcore_message_number(reader, address + *ret, 1, &byte))
			return false;
		if (!byte)
			return true;
	}
	return false;
}

bool wcore_message_add_cstring(struct wcore_message_reader *reader, uint64_t address)
{
	uint64_t size;

	return cstring_size(reader, address, &size) && wcore_message_add_string(reader, address, size);
}

bool wcore_message_file(struct wcore_message_reader *reader, uint64_t address, uint64_t size)
{
	uint8_t bytes[MAX_CSTRING];
	size_t taken;

	if (!size || size >= MAX_CSTRING || !read_text(reader, address, size, bytes, &taken))
		return false;
	/* Of a long path the end says more. */
	size_t skipped = taken < sizeof(reader->ret->file) ? 0 : taken - (sizeof(reader->ret->file) - 1);

	while (skipped < taken && skipped && (bytes[skipped] & 0xc0) == 0x80)
		skipped++;
	memcpy(reader->ret->file, bytes + skipped, taken - skipped);
	reader->ret->file[taken - skipped] = '\0';
	return true;
}

bool wcore_message_cfile(struct wcore_message_reader *reader, uint64_t address)
{
	uint64_t size;

	return cstring_size(reader, address, &size) && wcore_message_file(reader, address, size);
}

bool wcore_message_done(struct wcore_message_reader *reader, const char *source)
{
	snprintf(reader->ret->source, sizeof(reader->ret->source), "%s", source);
	reader->ret->frame = reader->place->frame.index;
	return true;
}

bool wcore_message_frame(struct wcore_message_reader *reader, uint32_t index,
			 struct wcore_unwind_frame **ret, struct wcore_string *ret_name)
{
	const struct wcore_target_frame *place;
	struct wcore_site function;
	struct wcore_error *error = wcore_unwind_frame(wcore_inspect_unwind(reader->inspect), index, ret);

	if (!error) {
		place = wcore_unwind_target_frame(*ret);
		if (!place->has_function)
			return false;
		error = wcore_symbols_function_name(place->module->symbols, place->funcidx, &function);
	}
	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	*ret_name = function.function;
	return true;
}

bool wcore_message_slot(struct wcore_message_reader *reader, uint64_t slot, uint32_t *ret_funcidx)
{
	return slot <= UINT32_MAX &&
	       wcore_index_table_slot(reader->place->module->found.module, 0, slot, ret_funcidx) == 1;
}

static void restart(struct wcore_message_reader *reader)
{
	*reader->ret = (struct wcore_message){ 0 };
	reader->used = 0;
	reader->depth = 0;
	reader->has_templates = false;
}

typedef bool (*handler)(struct wcore_message_reader *reader);

static bool ask(struct wcore_message_reader *reader, const handler *handlers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		restart(reader);
		if (handlers[i](reader))
			return true;
	}
	restart(reader);
	return false;
}

/* Readies the reader for a frame; false when its function is not known. */
static bool enter(struct wcore_message_reader *reader, uint32_t index, char *name)
{
	struct wcore_site function;
	struct wcore_scope scope;
	struct wcore_error *error = wcore_inspect_scope(reader->inspect, index, NULL, &scope);

	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	reader->frame = scope.frame;
	reader->viewer = scope.viewer;
	reader->place = wcore_unwind_target_frame(scope.frame);
	if (!reader->place->has_function || !reader->viewer->space.memory)
		return false;
	error = wcore_symbols_function_name(reader->place->module->symbols, reader->place->funcidx, &function);
	if (error) {
		wcore_error_destroy(error);
		return false;
	}
	reader->full_name = function.function;
	reader->name = (struct wcore_string){ name, wcore_plain_name(function.function, name) };
	return true;
}

static bool ask_frames(struct wcore_message_reader *reader, const handler *handlers, size_t count)
{
	char name[WCORE_PLAIN_NAME_MAX];

	for (uint32_t i = 0; i < MAX_FRAMES; i++)
		if (enter(reader, i, name) && ask(reader, handlers, count))
			return true;
	return false;
}

bool wcore_message_find(struct wcore_inspect *inspect, struct wcore_target *target,
			const struct wcore_thread *thread, struct wcore_message *ret)
{
	static const handler first[] = {
		wcore_message_rust, wcore_message_c, wcore_message_cxx, wcore_message_zig, wcore_message_go,
		wcore_message_assemblyscript,
	};
	static const handler second[] = { wcore_message_rust_info };
	struct wcore_message_reader reader = { .inspect = inspect, .target = target, .ret = ret };
	char name[WCORE_PLAIN_NAME_MAX];

	restart(&reader);
	if (ask_frames(&reader, first, sizeof(first) / sizeof(first[0])) ||
	    ask_frames(&reader, second, sizeof(second) / sizeof(second[0])))
		return true;
	if (!enter(&reader, 0, name))
		return false;
	return wcore_message_null(&reader) || wcore_message_stack(&reader, thread);
}
