#include "parts.h"

#include <inttypes.h>
#include <stdlib.h>

#include "../base/alloc.h"
#include "../dump/core_writer.h"
#include "../dump/corestack_writer.h"
#include "../wasm/section_writer.h"

/* A segment has its size in 32 bits. */
#define SEGMENT_MAX (UINT64_C(1) << 30)
#define PAGE_LOG2 16
/* How many pages addresses of 32 bits reach, by the size of a page. */
#define ADDRESS_SPACE (UINT64_C(1) << 32)

struct writer {
	const struct wcore_parts *parts;
	const struct wcore_index *index;	/* of the first module; NULL without modules */
	struct wcore_sink *sink;
	struct wcore_limits *memories;	/* of the dump: one for each memory that has an image */
	uint32_t memory_count;
	uint32_t *memory_map, *global_map;	/* from the module's count to the dump's */
};

#define USAGE(...) wcore_error_create(WCORE_ERROR_USAGE, NULL, __VA_ARGS__)

/* The first memory of a program that is not known. */
static const struct wcore_limits unknown_limits = { .page_log2 = PAGE_LOG2 };

static uint32_t module_memories(const struct writer *writer)
{
	return writer->index ? writer->index->memory_count : 1;
}

/* The limits that a memory had when the image was taken. */
static struct wcore_error *grow(struct wcore_limits *limits, const struct wcore_image *image)
{
	const uint64_t end = image->address + image->file->size;
	const uint64_t page = UINT64_C(1) << limits->page_log2;
	const uint64_t pages = end / page + (end % page != 0);

	if (end < image->address || (!limits->is_64 && end > ADDRESS_SPACE))
		return USAGE("the image at 0x%" PRIx64 " passes the end of memory %" PRIu32 "'s addresses",
			     image->address, image->memory);
	if (limits->has_max && pages > limits->max)
		return USAGE("memory %" PRIu32 " has at most %" PRIu64 " pages, and the image is larger", image->memory,
			     limits->max);
	if (pages > limits->min)
		limits->min = pages;
	return NULL;
}

static struct wcore_error *gather_memories(struct writer *writer)
{
	const uint32_t count = module_memories(writer);
	struct wcore_error *error = NULL;
	uint64_t end = 0;

	for (size_t i = 0; i < writer->parts->image_count && !error; i++) {
		const struct wcore_image *image = &writer->parts->images[i];

		if (image->memory >= count)
			return USAGE("the module has no memory %" PRIu32 ": it has %" PRIu32, image->memory, count);
		if (writer->memory_map[image->memory] == WCORE_ABSENT) {
			writer->memory_map[image->memory] = writer->memory_count;
			writer->memories[writer->memory_count++] =
				writer->index ? writer->index->memories[image->memory].limits : unknown_limits;
			end = 0;
		}
		if (image->address < end)
			return USAGE("two images of memory %" PRIu32 " overlap at 0x%" PRIx64, image->memory, image->address);
		end = image->address + image->file->size;
		error = grow(&writer->memories[writer->memory_map[image->memory]], image);
	}
	return error;
}

static bool is_number(uint8_t code)
{
	return code == WCORE_I32 || code == WCORE_I64 || code == WCORE_F32 || code == WCORE_F64;
}

static struct wcore_error *gather_globals(struct writer *writer)
{
	for (size_t i = 0; i < writer->parts->global_count; i++) {
		const uint32_t global = writer->parts->globals[i].global;

		if (!writer->index || global >= writer->index->global_count)
			return USAGE("the module has no global %" PRIu32 ": it has %" PRIu32, global,
				     writer->index ? writer->index->global_count : 0);
		if (!is_number(writer->index->globals[global].type.code))
			return USAGE("global %" PRIu32 " is no number", global);
		if (writer->global_map[global] != WCORE_ABSENT)
			return USAGE("global %" PRIu32 " is given twice", global);
		writer->global_map[global] = (uint32_t)i;
	}
	return NULL;
}

static struct wcore_error *writer_init(struct writer *writer)
{
	const struct wcore_merge_modules *modules = writer->parts->modules;
	struct wcore_error *error = NULL;

	if (modules->count)
		error = wcore_module_index(modules->items[0].found.module, &writer->index);
	if (error)
		return error;

	const uint32_t memories = module_memories(writer), globals = writer->index ? writer->index->global_count : 0;

	writer->memories = wcore_calloc((size_t)memories + 1, sizeof(*writer->memories));
	writer->memory_map = wcore_calloc((size_t)memories + 1, sizeof(*writer->memory_map));
	writer->global_map = wcore_calloc((size_t)globals + 1, sizeof(*writer->global_map));
	if (!writer->memories || !writer->memory_map || !writer->global_map)
		return wcore_error_nomem();
	for (uint32_t i = 0; i < memories; i++)
		writer->memory_map[i] = WCORE_ABSENT;
	for (uint32_t i = 0; i < globals; i++)
		writer->global_map[i] = WCORE_ABSENT;
	error = gather_memories(writer);
	return error ? error : gather_globals(writer);
}

static void writer_deinit(struct writer *writer)
{
	free(writer->memories);
	free(writer->memory_map);
	free(writer->global_map);
}

static struct wcore_error *write_core(struct writer *writer)
{
	const struct wcore_merge_modules *modules = writer->parts->modules;
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;

	wcore_encode_core(&contents, modules->count ? modules->items[0].name : WCORE_STRING("<unknown>"));
	error = wcore_write_custom(writer->sink, "core", &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

static struct wcore_error *write_memories(struct writer *writer)
{
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;

	if (!writer->memory_count)
		return NULL;
	wcore_encode_uleb(&contents, writer->memory_count);
	for (uint32_t i = 0; i < writer->memory_count; i++)
		wcore_encode_limits(&contents, &writer->memories[i]);
	error = wcore_write_section(writer->sink, WCORE_SECTION_MEMORY, &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

static struct wcore_error *write_globals(struct writer *writer)
{
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;

	if (!writer->parts->global_count)
		return NULL;
	wcore_encode_uleb(&contents, writer->parts->global_count);
	for (size_t i = 0; i < writer->parts->global_count; i++) {
		const struct wcore_global_value *value = &writer->parts->globals[i];
		const struct wcore_global *global = &writer->index->globals[value->global];

		wcore_encode_global(&contents, global->type.code, global->is_mutable, value->bits);
	}
	error = wcore_write_section(writer->sink, WCORE_SECTION_GLOBAL, &contents);
	wcore_encoder_deinit(&contents);
	return error;
}

/* The segments of all images: counted, or written. */
static struct wcore_error *walk_segments(struct writer *writer, bool is_writing, uint64_t *ret_count,
					 uint64_t *ret_size)
{
	struct wcore_encoder header = { 0 };
	struct wcore_error *error = NULL;

	*ret_count = *ret_size = 0;
	for (size_t i = 0; i < writer->parts->image_count && !error; i++) {
		const struct wcore_image *image = &writer->parts->images[i];
		struct wcore_segment segment = { .memory = writer->memory_map[image->memory],
						 .address = image->address };

		for (uint64_t at = 0; at < image->file->size && !error; at += segment.size) {
			segment.size = image->file->size - at < SEGMENT_MAX ? image->file->size - at : SEGMENT_MAX;
			segment.address = image->address + at;
			header.size = 0;
			wcore_encode_segment_header(&header, &segment, writer->memories[segment.memory].is_64);
			error = wcore_encoder_check(&header);
			if (!error && is_writing)
				error = wcore_sink_write(writer->sink, header.data, header.size);
			if (!error && is_writing)
				error = wcore_sink_copy(writer->sink, image->file, at, segment.size);
			*ret_size += header.size + segment.size;
			++*ret_count;
		}
	}
	wcore_encoder_deinit(&header);
	return error;
}

static struct wcore_error *write_data(struct writer *writer)
{
	struct wcore_encoder start = { 0 };
	uint64_t count, size;
	struct wcore_error *error = walk_segments(writer, false, &count, &size);

	if (error || !count)
		return error;
	wcore_encode_uleb(&start, count);
	error = wcore_encoder_check(&start);
	if (!error)
		error = wcore_write_section_header(writer->sink, WCORE_SECTION_DATA, start.size + size);
	if (!error)
		error = wcore_sink_write(writer->sink, start.data, start.size);
	wcore_encoder_deinit(&start);
	return error ? error : walk_segments(writer, true, &count, &size);
}

static struct wcore_error *write_modules(struct writer *writer)
{
	const struct wcore_merge_modules *modules = writer->parts->modules;
	const uint32_t count = modules->count ? modules->count : 1;
	struct wcore_dump_module *names = wcore_calloc(count, sizeof(*names));
	struct wcore_instance *instances = wcore_calloc(count, sizeof(*instances));
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error = names && instances ? NULL : wcore_error_nomem();

	for (uint32_t i = 0; i < count && !error; i++) {
		names[i].name = modules->count ? modules->items[i].name : WCORE_STRING("<unknown>");
		instances[i].module = i;
	}
	if (!error) {
		instances[0].memories = writer->memory_map;
		instances[0].memory_count = writer->memory_count ? module_memories(writer) : 0;
		instances[0].globals = writer->global_map;
		instances[0].global_count = writer->parts->global_count ? writer->index->global_count : 0;
		wcore_encode_coremodules(&contents, names, count);
		error = wcore_write_custom(writer->sink, "coremodules", &contents);
	}
	if (!error) {
		contents.size = 0;
		wcore_encode_coreinstances(&contents, instances, count);
		error = wcore_write_custom(writer->sink, "coreinstances", &contents);
	}
	wcore_encoder_deinit(&contents);
	free(instances);
	free(names);
	return error;
}

/* The frames of one trace, from *at on. */
static struct wcore_error *write_thread(struct writer *writer, size_t *at)
{
	const struct wcore_placed_trace *trace = writer->parts->trace;
	const uint32_t number = *at < trace->count ? trace->frames[*at].trace : 0;
	struct wcore_encoder frames = { 0 };
	struct wcore_error *error;
	char name[32] = "main";
	uint32_t count = 0;

	for (; *at < trace->count && trace->frames[*at].trace == number; ++*at, count++) {
		const struct wcore_placed_frame *placed = &trace->frames[*at];
		struct wcore_frame_record frame = {
			.instance = placed->module, .funcidx = placed->funcidx, .offset = placed->codeoffset,
		};

		wcore_encode_frame(&frames, wcore_dialect_get(WCORE_DIALECT_SPEC), &frame);
	}
	if (number)
		snprintf(name, sizeof(name), "trace %u", number + 1);
	error = wcore_write_thread(writer->sink, wcore_string_from(name), &frames, count);
	wcore_encoder_deinit(&frames);
	return error;
}

/* What the form of the specification has no place for: in each dump of parts, to tell it from other producers'. */
static struct wcore_error *write_notes(struct writer *writer)
{
	const struct wcore_placed_trace *trace = writer->parts->trace;
	struct wcore_frame_note *notes = wcore_calloc(trace->count + 1, sizeof(*notes));
	struct wcore_trace_notes all = { .message = writer->parts->message, .notes = notes };
	struct wcore_encoder contents = { 0 };
	struct wcore_error *error;
	uint32_t frame = 0;

	if (!notes)
		return wcore_error_nomem();
	for (size_t i = 0; i < trace->count; i++, frame++) {
		const struct wcore_placed_frame *placed = &trace->frames[i];

		if (i && placed->trace != trace->frames[i - 1].trace)
			frame = 0;
		if (placed->flags)
			notes[all.count++] = (struct wcore_frame_note){ placed->trace, frame, placed->flags };
	}
	wcore_encode_trace_notes(&contents, &all);
	error = wcore_write_custom(writer->sink, WCORE_TRACE_SECTION, &contents);
	wcore_encoder_deinit(&contents);
	free(notes);
	return error;
}

struct wcore_error *wcore_parts_write(const struct wcore_parts *parts, struct wcore_sink *sink)
{
	struct writer writer = { .parts = parts, .sink = sink };
	struct wcore_error *error = writer_init(&writer);
	size_t at = 0;

	if (!error)
		error = wcore_write_preamble(sink);
	if (!error)
		error = write_core(&writer);
	if (!error)
		error = write_memories(&writer);
	if (!error)
		error = write_globals(&writer);
	if (!error)
		error = write_data(&writer);
	if (!error)
		error = write_modules(&writer);
	do {
		if (!error)
			error = write_thread(&writer, &at);
	} while (!error && at < parts->trace->count);
	if (!error)
		error = write_notes(&writer);
	writer_deinit(&writer);
	return error;
}
