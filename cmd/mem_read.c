/* wcore-mem read: bytes and typed items of a memory, instructions of a module. */
#include "mem_read.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../libcore/base/alloc.h"

#define DEFAULT_SIZE 64
/* The file that was read so far is given back in steps of so many bytes. */
#define RELEASE_STEP (UINT64_C(4) << 20)

enum { OPTION_SIZE = WCORE_OPTION_FIRST, OPTION_FORMAT, OPTION_COUNT, OPTION_WIDTH, OPTION_RAW };

static const struct wcore_option options_of_read[] = {
	{ OPTION_SIZE, "size", "N", "read N bytes: 64K and 1M are sizes, too" },
	{ OPTION_FORMAT, "format", "FMT", "show typed items, as a debugger's x/FMT: 8xw, 4d, c, s, i" },
	{ OPTION_COUNT, "count", "N", "show N items" },
	{ OPTION_WIDTH, "width", "N", "items are N bytes wide: 1, 2, 4 or 8" },
	{ OPTION_RAW, "raw", NULL, "write the bytes themselves" },
	{ 0 },
};

struct options {
	bool has_size, has_format, raw;
	uint64_t size, count, width;
	struct wcore_item_format format;
};

static void *create(void)
{
	struct options *options = wcore_calloc(1, sizeof(*options));

	if (options)
		options->format.letter = 'x';
	return options;
}

static struct wcore_error *set_format(struct options *options, const char *argument)
{
	const char *why = wcore_item_format_parse(argument, &options->format);

	options->has_format = true;
	return why ? wcore_error_create(WCORE_ERROR_USAGE, NULL, "--format: '%s': %s", argument, why) : NULL;
}

static struct wcore_error *set_width(struct options *options, const char *argument)
{
	struct wcore_error *error = wcore_cli_number("--width", argument, 8, &options->width);

	if (!error && (!options->width || (options->width & (options->width - 1))))
		error = wcore_error_create(WCORE_ERROR_USAGE, NULL, "--width: '%s' is none of 1, 2, 4, 8",
					   argument);
	return error;
}

static struct wcore_error *set(void *data, int id, const char *argument)
{
	struct options *options = data;
	struct wcore_error *error;

	switch (id) {
	case OPTION_SIZE:
		options->has_size = true;
		return wcore_cli_size("--size", argument, &options->size);
	case OPTION_FORMAT:
		return set_format(options, argument);
	case OPTION_COUNT:
		error = wcore_cli_number("--count", argument, UINT64_MAX, &options->count);
		if (!error && !options->count)
			error = wcore_error_create(WCORE_ERROR_USAGE, NULL, "--count: '%s' is too small",
						   argument);
		return error;
	case OPTION_WIDTH:
		return set_width(options, argument);
	default:
		options->raw = true;
		return NULL;
	}
}

/* Options that do not go together, or NULL; the format is settled behind it. */
static const char *settle(struct options *options, bool json, unsigned address_size)
{
	struct wcore_item_format *format = &options->format;

	options->has_format |= options->count || options->width;
	if (options->raw && (options->has_format || json))
		return "--raw goes with none of --format, --count, --width, --json";
	if (options->count)
		format->count = options->count;
	if (options->width)
		format->width = (unsigned)options->width;
	if (format->count && options->has_size)
		return "--size and a count exclude each other";
	if (options->has_size && format->letter == 's')
		return "--size does not go with strings: they end themselves";
	return options->has_format ? wcore_item_format_settle(format, address_size) : NULL;
}

bool mem_read_chunk(struct mem_read *read, uint64_t address, uint64_t size)
{
	if (!mem_check(read->mem, wcore_space_states(&read->space, address, size, read->bytes, read->states)))
		return false;
	for (uint64_t i = 0; i < size; i++)
		read->missing += read->states[i] != WCORE_BYTE_CAPTURED;
	read->since += size;
	if (read->since > RELEASE_STEP) {
		wcore_file_release(read->mem->input.file, 0, read->mem->input.file->size);
		read->since = 0;
	}
	return true;
}

/*
 * What an expression means is as large as its type; of pointers, what they point to when that is no
 * scalar.
 */
static uint64_t size_of_object(const struct wcore_object *object)
{
	const struct wcore_type *type = object->type ? wcore_type_strip(object->type) : NULL;
	uint64_t size;

	if (type && (type->kind == WCORE_TYPE_POINTER || type->kind == WCORE_TYPE_REFERENCE ||
		     type->kind == WCORE_TYPE_RVALUE_REFERENCE) && type->target)
		type = wcore_type_strip(type->target);
	if (!type)
		return 0;
	switch (type->kind) {
	case WCORE_TYPE_ARRAY: case WCORE_TYPE_STRUCT: case WCORE_TYPE_CLASS: case WCORE_TYPE_UNION:
		return wcore_type_size(type, &size) ? size : 0;
	default:
		return 0;
	}
}

/* How many bytes are wanted; *ret_is_exact: by the user, so that fewer are worth a message. */
static bool wanted_size(struct mem *mem, const struct options *options, const struct wcore_object *object,
			uint64_t *ret, bool *ret_is_exact)
{
	const struct wcore_item_format *format = &options->format;
	const uint64_t width = options->has_format && format->width ? format->width : 1;

	*ret_is_exact = options->has_size || format->count;
	*ret = options->has_size ? options->size : size_of_object(object);
	if (format->count && __builtin_mul_overflow(format->count, width, ret)) {
		wcore_cli_complain(mem->cli, "that many items are larger than any memory");
		return false;
	}
	if (!*ret && !*ret_is_exact)
		*ret = DEFAULT_SIZE;
	return true;
}

static void write_range(struct mem_read *read, const struct options *options)
{
	if (options->raw)
		mem_read_raw(read);
	else if (options->has_format && options->format.letter == 's')
		mem_read_strings(read);
	else if (options->has_format)
		mem_read_items(read);
	else if (read->mem->options.json)
		mem_read_json(read);
	else
		mem_read_hex(read);
}

/* The part of [address, address + size) that is in the memory, then what is wrong with the rest. */
static void read_range(struct mem_read *read, const struct options *options, bool is_exact)
{
	struct mem *mem = read->mem;
	const uint64_t end = read->space.memory->size;
	const uint64_t left = read->address < end ? end - read->address : 0;
	const bool is_cut = read->size > left;
	const unsigned width = options->has_format && options->format.width ? options->format.width : 1;

	if (!left) {
		mem_outside(mem, read->space.memory, read->address, mem->arguments[0]);
		return;
	}
	if (is_cut)
		read->size = left;
	read->size -= read->size % width;
	write_range(read, options);
	if (is_cut && is_exact && options->format.letter != 's')
		mem_outside(mem, read->space.memory, end, mem->arguments[0]);
	if (read->missing && !options->raw)
		mem_missing(mem, "%" PRIu64 " of these bytes were not captured", read->missing);
}

static void run(struct mem *mem, void *data)
{
	struct options *options = data;
	struct wcore_object object;
	struct mem_read *read;
	const bool has_width = options->width || options->format.width;
	bool is_exact = false;
	const char *why = settle(options, mem->options.json, 4);

	if (why) {
		wcore_cli_complain(mem->cli, why);
		return;
	}
	if (options->has_format && options->format.letter == 'i') {
		const bool is_limited = options->format.count || options->has_size;

		mem_read_code(mem, mem->arguments[0],
			      is_limited ? options->format.count : MEM_READ_INSTRUCTIONS, options->size);
		return;
	}
	if (options->raw && isatty(STDOUT_FILENO)) {
		wcore_cli_complain(mem->cli, "--raw: standard output is a terminal: redirect it");
		return;
	}
	read = wcore_calloc(1, sizeof(*read));
	if (!read) {
		wcore_cli_error(mem->cli, wcore_error_nomem());
		return;
	}
	read->mem = mem;
	if (mem_space(mem, &read->space) &&
	    mem_address(mem, mem->arguments[0], &read->address, &object)) {
		if (options->format.letter == 'a' && !has_width && read->space.memory->limits.is_64)
			options->format.width = 8;
		read->format = options->format;
		if (wanted_size(mem, options, &object, &read->size, &is_exact))
			read_range(read, options, is_exact);
	}
	free(read);
}

const struct mem_verb mem_read = {
	.name = "read",
	.operands = "DUMP ADDRESS|EXPR",
	.min_operands = 2,
	.max_operands = 2,
	.summary = "Print bytes or typed items of the memory",
	.options = options_of_read,
	.groups = MEM_SCOPE | MEM_MEMORY,
	.create = create,
	.set = set,
	.run = run,
};
