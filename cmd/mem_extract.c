/* wcore-mem extract: a memory, a data segment or a custom section as a file. */
#include "mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../libcore/base/alloc.h"
#include "../libcore/base/output_file.h"
#include "../libcore/scan/image.h"

enum { OPTION_SEGMENT = WCORE_OPTION_FIRST, OPTION_SECTION, OPTION_RANGE };

static const struct wcore_option own_options[] = {
	{ 'o', "output", "FILE", "write to FILE, - for standard output" },
	{ OPTION_RANGE, "range", "RANGE", "write addresses FROM..TO (without TO) or FROM+SIZE alone" },
	{ OPTION_SEGMENT, "segment", "N", "write the bytes of data segment N" },
	{ OPTION_SECTION, "section", "NAME", "write the contents of the custom section NAME, or NAME:N for its Nth" },
	{ 0 },
};

struct options {
	const char *output, *section;
	bool has_segment;
	const char *range;	/* as given; NULL: all of it */
	uint64_t segment, from, to;
};

static void *create(void)
{
	return wcore_calloc(1, sizeof(struct options));
}

static struct wcore_error *range_error(const char *argument)
{
	return wcore_error_create(WCORE_ERROR_USAGE, NULL,
				  "--range: '%s' is no range such as 0x400..0x800 or 0x400+64", argument);
}

/* Two numbers with ".." or "+" between them. */
static struct wcore_error *set_range(struct options *options, const char *argument)
{
	const char *dots = strstr(argument, ".."), *plus = strchr(argument, '+');
	const char *second = dots ? dots + 2 : plus ? plus + 1 : NULL;
	struct wcore_error *error;
	char *first;

	if (!second)
		return range_error(argument);
	first = wcore_strndup(argument, (size_t)((dots ? dots : plus) - argument));
	if (!first)
		return wcore_error_nomem();
	error = wcore_cli_number("--range", first, UINT64_MAX, &options->from);
	free(first);
	if (!error)
		error = wcore_cli_number("--range", second, UINT64_MAX, &options->to);
	if (!error && !dots && __builtin_add_overflow(options->from, options->to, &options->to))
		error = range_error(argument);
	if (!error && options->to < options->from)
		error = wcore_error_create(WCORE_ERROR_USAGE, NULL, "--range: '%s' ends before it begins", argument);
	options->range = argument;
	return error;
}

static struct wcore_error *set(void *data, int id, const char *argument)
{
	struct options *options = data;

	switch (id) {
	case 'o':
		options->output = argument;
		return NULL;
	case OPTION_SEGMENT:
		options->has_segment = true;
		return wcore_cli_number("--segment", argument, UINT32_MAX, &options->segment);
	case OPTION_SECTION:
		options->section = argument;
		return NULL;
	default:
		return set_range(options, argument);
	}
}

/* What was written, for JSON and for messages. */
struct written {
	const char *what;	/* "memory", "segment", "section"; static */
	uint64_t number;	/* of the memory or segment; of equally named sections from 1 */
	bool has_address;
	uint64_t address, size;
	uint64_t missing;	/* bytes that were not captured */
	uint64_t first_missing;	/* address of the first one */
};

/* A memory. */

static struct wcore_error *write_piece(struct wcore_output_file *file, const struct wcore_piece *piece,
				       struct written *written)
{
	if (piece->kind == WCORE_PIECE_BYTES)
		return wcore_output_file_write(file, piece->bytes, (size_t)piece->size);
	if (piece->kind == WCORE_PIECE_ABSENT) {
		if (!written->missing)
			written->first_missing = piece->address;
		written->missing += piece->size;
	}
	return wcore_output_file_skip(file, piece->size);
}

static struct wcore_error *write_memory(struct wcore_output_file *file, struct mem *mem,
					const struct wcore_space *space, struct written *written)
{
	struct wcore_image image;
	struct wcore_image_batch batch;
	struct wcore_error *error = wcore_image_init(&image, space, written->address,
						     written->address + written->size);

	if (error)
		return error;
	/* Bytes that were written already cannot be taken back: the order of all segments comes first. */
	error = wcore_image_settle(&image);
	if (!error)
		error = wcore_image_batch_init(&batch);
	if (error)
		return error;
	do {
		error = wcore_image_fill(&image, &batch);
		for (size_t i = 0; !error && i < batch.count; i++)
			error = write_piece(file, &batch.pieces[i], written);
	} while (!error && batch.count);
	wcore_progress_end(mem->input.file->progress);
	wcore_image_batch_deinit(&batch);
	return error;
}

static bool find_range(struct mem *mem, const struct options *options, const struct wcore_space *space,
		       struct written *ret)
{
	const struct wcore_memory *memory = space->memory;

	*ret = (struct written){ .what = "memory", .number = memory->index, .has_address = true,
				 .size = memory->size };
	if (!options->range)
		return true;
	ret->address = options->from;
	ret->size = options->to - options->from;
	if (options->to <= memory->size)
		return true;
	return mem_outside(mem, memory, options->to, options->range);
}

/* Segments and sections are in one piece. */

static bool find_segment(struct mem *mem, uint64_t number, struct written *written, uint64_t *ret_offset)
{
	struct wcore_segment segment;
	bool is_known, found;

	if (!mem_check(mem, wcore_segment_at(mem->input.dump, number, &segment, &is_known, &found)))
		return false;
	if (!found) {
		mem_missing(mem, "there is no data segment %" PRIu64 ": the dump has %" PRIu64, number,
			    mem->input.dump->segment_count);
		return false;
	}
	*written = (struct written){ .what = "segment", .number = number, .has_address = is_known,
				     .address = segment.address, .size = segment.size };
	*ret_offset = segment.offset;
	return true;
}

/* The nth custom section of a name; counts how many there are. */
static const struct wcore_section *nth_section(const struct wcore_module *wasm, struct wcore_string name,
					       uint64_t nth, uint64_t *ret_count)
{
	const struct wcore_section *found = NULL;

	*ret_count = 0;
	for (size_t i = 0; i < wasm->section_count; i++)
		if (wasm->sections[i].id == WCORE_SECTION_CUSTOM &&
		    wcore_string_equal(wasm->sections[i].name, name) && ++*ret_count == nth)
			found = &wasm->sections[i];
	return found;
}

static bool find_section(struct mem *mem, const char *text, struct written *written, uint64_t *ret_offset)
{
	const struct wcore_module *wasm = mem->input.dump->wasm;
	const char *colon = strrchr(text, ':');
	uint64_t count, nth = 1;
	const struct wcore_section *section = nth_section(wasm, wcore_string_from(text), 1, &count);

	if (section && count > 1)
		wcore_cli_note(mem->cli, "%s: %" PRIu64 " sections are named '%s': the first is taken", mem->path,
			       count, text);
	if (!section && colon && colon[1] >= '1' && colon[1] <= '9') {
		struct wcore_error *error = wcore_cli_number("--section", colon + 1, UINT64_MAX, &nth);

		wcore_error_destroy(error);
		if (!error)
			section = nth_section(wasm, (struct wcore_string){ text, (size_t)(colon - text) }, nth,
					      &count);
	}
	if (!section) {
		mem_missing(mem, "there is no custom section '%s'", text);
		return false;
	}
	*written = (struct written){ .what = "section", .number = nth, .size = section->size };
	*ret_offset = section->offset;
	return true;
}

static struct wcore_error *write_bytes(struct wcore_output_file *file, const struct wcore_file *input,
				       uint64_t offset, uint64_t size)
{
	uint8_t *buffer = wcore_malloc(WCORE_IMAGE_WINDOW);
	struct wcore_error *error = buffer ? NULL : wcore_error_nomem();

	for (uint64_t done = 0; !error && done < size;) {
		const size_t part = size - done < WCORE_IMAGE_WINDOW ? (size_t)(size - done) : WCORE_IMAGE_WINDOW;

		error = wcore_output_file_write(file, wcore_file_read(input, offset + done, part, buffer), part);
		done += part;
	}
	free(buffer);
	return error;
}

static void print_json(const struct mem *mem, const struct options *options, const struct written *written)
{
	struct wcore_json json;

	wcore_json_init(&json, stdout);
	wcore_json_begin_object(&json);
	wcore_json_key(&json, "schema");
	wcore_json_text(&json, "wcore-mem-extract/1");
	wcore_json_key(&json, "dump");
	wcore_json_text(&json, mem->input.file->path);
	wcore_json_key(&json, "output");
	wcore_json_text(&json, options->output);
	wcore_json_key(&json, "what");
	wcore_json_text(&json, written->what);
	wcore_json_key(&json, "number");
	wcore_json_number(&json, written->number);
	wcore_json_key(&json, "address");
	if (written->has_address)
		wcore_json_wide(&json, written->address);
	else
		wcore_json_null(&json);
	wcore_json_key(&json, "size");
	wcore_json_wide(&json, written->size);
	wcore_json_key(&json, "missing");
	wcore_json_wide(&json, written->missing);
	wcore_json_end_object(&json);
	putchar('\n');
}

/* What there is to be written is known beforehand: an error about it makes no file. */
struct source {
	bool is_memory;
	struct wcore_space space;
	uint64_t offset;	/* in the dump's file, of the others */
};

static bool find_source(struct mem *mem, const struct options *options, struct source *source,
			struct written *written)
{
	if (options->has_segment)
		return find_segment(mem, options->segment, written, &source->offset);
	if (options->section)
		return find_section(mem, options->section, written, &source->offset);
	source->is_memory = true;
	if (!mem_space(mem, &source->space))
		return false;
	if (!source->space.memory) {
		mem_missing(mem, "this producer wrote no memory");
		return false;
	}
	return find_range(mem, options, &source->space, written);
}

static bool check_usage(struct mem *mem, const struct options *options)
{
	const char *text = NULL;

	if (!options->output)
		text = "--output says where to: a file, or - for standard output";
	else if (options->has_segment + (options->section != NULL) + (options->range != NULL) > 1)
		text = "only one of --segment, --section and --range goes";
	else if (options->output[0] == '-' && !options->output[1] && mem->options.json)
		text = "--json goes to standard output, the bytes need another --output";
	else if (options->output[0] == '-' && !options->output[1] && isatty(STDOUT_FILENO))
		text = "standard output is a terminal: bytes are not written there";
	else if (wcore_output_file_is_same(options->output, mem->path))
		text = "--output is the dump itself";
	return !text || mem_check(mem, wcore_error_create(WCORE_ERROR_USAGE, mem->path, "%s", text));
}

static void run(struct mem *mem, void *data)
{
	const struct options *options = data;
	struct wcore_output_file *file;
	struct source source = { 0 };
	struct written written;
	struct wcore_error *error;

	if (!check_usage(mem, options) || !find_source(mem, options, &source, &written) ||
	    !mem_check(mem, wcore_output_file_create(options->output, &file)))
		return;
	error = source.is_memory ? write_memory(file, mem, &source.space, &written) :
				   write_bytes(file, mem->input.file, source.offset, written.size);
	if (!error)
		error = wcore_input_check(&mem->input);
	if (error)
		wcore_output_file_abandon(file);
	else
		error = wcore_output_file_commit(file);
	if (!mem_check(mem, error))
		return;
	if (mem->options.json)
		print_json(mem, options, &written);
	if (written.missing)
		mem_missing(mem, "%" PRIu64 " of %" PRIu64 " bytes were not captured, the first at 0x%" PRIx64
			    ": they are zeros in %s", written.missing, written.size, written.first_missing,
			    options->output);
}

static void rights(struct wcore_cli *cli, const void *data)
{
	const struct options *options = data;

	wcore_cli_may_write(cli, options->output);
}

const struct mem_verb mem_extract = {
	.name = "extract",
	.operands = "DUMP",
	.min_operands = 1,
	.max_operands = 1,
	.summary = "Write a memory, a segment or a section to a file",
	.options = own_options,
	.groups = MEM_MEMORY,
	.create = create,
	.set = set,
	.rights = rights,
	.run = run,
};
