/* What is looked for, from operands, options and a file: declared in mem_find.h. */
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"

#include "mem_find.h"

const char *find_kind_name(enum find_kind kind)
{
	static const char *const names[] = {
		[FIND_TEXT] = "text", [FIND_UTF16] = "utf16", [FIND_REGEX] = "regex", [FIND_HEX] = "hex",
		[FIND_INT] = "int", [FIND_FLOAT] = "float", [FIND_POINTER] = "pointer",
	};

	return names[kind];
}

static struct wcore_error *grow_regexes(struct find_patterns *patterns)
{
	const size_t capacity = patterns->regex_capacity ? patterns->regex_capacity * 2 : 8;
	struct wcore_regex **regexes;
	uint32_t *ids;

	if (patterns->regex_count < patterns->regex_capacity)
		return NULL;
	regexes = wcore_realloc(patterns->regexes, capacity * sizeof(struct wcore_regex *));
	if (regexes)
		patterns->regexes = regexes;
	ids = wcore_realloc(patterns->regex_ids, capacity * sizeof(*ids));
	if (ids)
		patterns->regex_ids = ids;
	if (!regexes || !ids)
		return wcore_error_nomem();
	patterns->regex_capacity = capacity;
	return NULL;
}

static struct wcore_error *add_regex(struct find_patterns *patterns, uint32_t id, struct wcore_string text,
				     bool ignore_case, size_t *ret_column)
{
	struct wcore_error *error = grow_regexes(patterns);
	char *copy = error ? NULL : wcore_string_dup(text);

	if (error)
		return error;
	if (!copy)
		return wcore_error_nomem();
	error = wcore_regex_create(copy, ignore_case, patterns->simd, ret_column,
				   &patterns->regexes[patterns->regex_count]);
	free(copy);
	if (!error)
		patterns->regex_ids[patterns->regex_count++] = id;
	return error;
}

/* All kinds but POINTER. */
static struct wcore_error *add_kind(struct find_patterns *patterns, const struct find_options *options,
				    const struct find_wanted *wanted, uint32_t id, size_t *ret_column)
{
	*ret_column = 0;
	switch (wanted->kind) {
	case FIND_UTF16:
		return wcore_patterns_add_utf16(&patterns->fixed, id, wanted->text, options->ignore_case, ret_column);
	case FIND_REGEX:
		return add_regex(patterns, id, wanted->text, options->ignore_case, ret_column);
	case FIND_HEX:
		return wcore_patterns_add_hex(&patterns->fixed, id, wanted->text.data, ret_column);
	case FIND_INT:
		return wcore_patterns_add_int(&patterns->fixed, id, wanted->text.data, ret_column);
	case FIND_FLOAT:
		return wcore_patterns_add_float(&patterns->fixed, id, wanted->text.data, ret_column);
	default:
		return wcore_patterns_add_bytes(&patterns->fixed, id, wanted->text, options->ignore_case);
	}
}

static bool is_pointer(const struct wcore_type *type)
{
	switch (wcore_type_strip(type)->kind) {
	case WCORE_TYPE_POINTER: case WCORE_TYPE_REFERENCE: case WCORE_TYPE_RVALUE_REFERENCE:
		return true;
	default:
		return false;
	}
}

/* An object in memory stands for all of its bytes; a pointer, or a number, for the address that it is. */
static bool add_pointer(struct mem *mem, struct find_patterns *patterns, const struct wcore_memory *memory,
			const char *text, uint32_t id)
{
	const unsigned width = memory->limits.is_64 ? 8 : 4;
	struct wcore_object object = { 0 };
	uint64_t low, high;

	if (!mem_address(mem, text, &low, &object))
		return false;
	high = low;
	if (object.type && object.kind == WCORE_OBJECT_MEMORY && !is_pointer(object.type)) {
		low = object.address;
		high = object.size ? low + (object.size - 1) : low;
		if (high < low)
			high = UINT64_MAX;
	}
	if (width == 4 && high > UINT32_MAX) {
		wcore_cli_caret(mem->cli, "this is outside of what a pointer of 32 bits reaches", text, 0);
		return false;
	}
	return mem_check(mem, wcore_patterns_add_pointer(&patterns->fixed, id, low, high, width));
}

static struct wcore_error *append(struct find_patterns *patterns, const struct find_wanted *wanted)
{
	if (patterns->count == patterns->capacity) {
		const size_t capacity = patterns->capacity ? patterns->capacity * 2 : 16;
		struct find_wanted *items = wcore_realloc(patterns->wanted, capacity * sizeof(*items));

		if (!items)
			return wcore_error_nomem();
		patterns->wanted = items;
		patterns->capacity = capacity;
	}
	patterns->wanted[patterns->count++] = *wanted;
	return NULL;
}

/* One of the command line. */
static bool add(struct mem *mem, struct find_patterns *patterns, const struct find_options *options,
		const struct wcore_memory *memory, enum find_kind kind, const char *text)
{
	const struct find_wanted wanted = { kind, wcore_string_from(text) };
	const uint32_t id = (uint32_t)patterns->count;
	struct wcore_error *error = append(patterns, &wanted);
	size_t column = 0;

	if (!error && kind == FIND_POINTER)
		return add_pointer(mem, patterns, memory, text, id);
	if (!error)
		error = add_kind(patterns, options, &wanted, id, &column);
	if (!error || error->code != WCORE_ERROR_USAGE)
		return mem_check(mem, error);
	wcore_cli_caret(mem->cli, error->message, text, column);
	wcore_error_destroy(error);
	return false;
}

static bool add_line(struct mem *mem, struct find_patterns *patterns, const struct find_options *options,
		     enum find_kind kind, struct wcore_string line, uint64_t number)
{
	const struct find_wanted wanted = { kind, line };
	size_t column;
	struct wcore_error *error = append(patterns, &wanted);

	if (!error)
		error = add_kind(patterns, options, &wanted, (uint32_t)(patterns->count - 1), &column);
	if (error && error->code == WCORE_ERROR_USAGE) {
		struct wcore_error *placed = wcore_error_create(WCORE_ERROR_USAGE, options->file, "line %llu: %s",
								(unsigned long long)number, error->message);

		wcore_error_destroy(error);
		error = placed;
	}
	return mem_check(mem, error);
}

/* Lines of the file; an empty one would be everywhere, and is none. */
static bool add_file(struct mem *mem, struct find_patterns *patterns, const struct find_options *options,
		     enum find_kind kind)
{
	const struct wcore_file_options file_options = {
		.max_input = mem->cli->target.lookup.max_input, .opener = mem->cli->target.lookup.opener,
	};
	const char *at, *end;
	uint64_t number = 1;

	if (!mem_check(mem, wcore_file_open(options->file, &file_options, &patterns->file)))
		return false;
	at = (const char *)patterns->file->data;
	end = at + patterns->file->size;
	for (; at < end; number++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		const struct wcore_string line = { at, (size_t)((stop ? stop : end) - at) };

		if (patterns->count == UINT32_MAX - 1)
			break;
		if (line.size && !add_line(mem, patterns, options, kind, line, number))
			return false;
		at = stop ? stop + 1 : end;
	}
	return true;
}

bool find_patterns_read(struct mem *mem, const struct find_options *options, const struct wcore_memory *memory,
			struct find_patterns *ret)
{
	const enum find_kind kind = options->is_regex ? FIND_REGEX : options->is_utf16 ? FIND_UTF16 : FIND_TEXT;

	*ret = (struct find_patterns){ .simd = wcore_simd_detect() };
	wcore_patterns_init(&ret->fixed);
	for (size_t i = 0; i < options->given_count; i++)
		if (!add(mem, ret, options, memory, options->given[i].kind, options->given[i].text))
			return false;
	for (int i = 0; i < mem->argument_count; i++)
		if (!add(mem, ret, options, memory, kind, mem->arguments[i]))
			return false;
	return !options->file || add_file(mem, ret, options, kind);
}

void find_patterns_deinit(struct find_patterns *patterns)
{
	for (size_t i = 0; i < patterns->regex_count; i++)
		wcore_regex_destroy(patterns->regexes[i]);
	free(patterns->regexes);
	free(patterns->regex_ids);
	free(patterns->wanted);
	wcore_patterns_deinit(&patterns->fixed);
	wcore_file_close(patterns->file);
}
