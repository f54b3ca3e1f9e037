#include "trace_text.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"
#include "trace_scan.h"

/* What stands in front of the reason in messages, the surest first. */
static const char *const reasons[] = {
	"wasm trap: ", "execution failed: ", "[trap] ", "RuntimeError: ", "RangeError: ", "InternalError: ",
	"Exception: ",
};
enum { REASONS = sizeof(reasons) / sizeof(reasons[0]) };

struct parser {
	struct wcore_trace *trace;
	uint32_t line;
	bool has_number;
	uint64_t number;	/* of the last frame that had one */
	bool is_behind_others;	/* a frame of the host was passed since the last frame */
	bool is_closed;	/* a message was met behind frames: the next one begins another trace */
	unsigned rank;		/* of the message, an index of reasons */
};

static struct wcore_error *add(struct parser *parser, const struct wcore_trace_frame *frame)
{
	struct wcore_trace *trace = parser->trace;

	if (trace->count == trace->capacity) {
		const size_t capacity = trace->capacity ? 2 * trace->capacity : 16;
		struct wcore_trace_frame *grown = wcore_realloc(trace->frames, capacity * sizeof(*grown));

		if (!grown)
			return wcore_error_nomem();
		trace->frames = grown;
		trace->capacity = capacity;
	}
	if (!trace->trace_count || parser->is_closed) {
		trace->trace_count++;
		parser->is_behind_others = false;
	}
	parser->is_closed = false;

	struct wcore_trace_frame *added = &trace->frames[trace->count++];

	*added = *frame;
	added->trace = trace->trace_count - 1;
	added->line = parser->line;
	added->is_behind_others = parser->is_behind_others;
	parser->is_behind_others = false;
	return NULL;
}

/* The number in front of a frame begins anew with each trace. */
static void read_number(struct parser *parser, struct wcore_string line)
{
	uint64_t number;

	wcore_scan_literal(&line, "#");
	if (!wcore_scan_decimal(&line, &number))
		return;
	if (parser->has_number && number <= parser->number)
		parser->is_closed = parser->trace->count > 0;
	parser->has_number = true;
	parser->number = number;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A frame of JavaScript or of the host: "at f (x.js:1:2)", "f@x.js:1:2"; with Wasmtime "at" is a frame's line. */
static bool is_host_frame(struct wcore_string line, bool is_detail)
{
	const bool is_joined = memchr(line.data, '@', line.size) != NULL;

	if (wcore_string_starts(line, "at ") && line.size > 3)
		return !is_detail;
	return is_joined && is_digit(line.data[line.size - 1]) && memchr(line.data, ':', line.size) != NULL;
}

static struct wcore_string behind(struct wcore_string line, const char *word)
{
	const size_t size = strlen(word);
	const char *at = memmem(line.data, line.size, word, size);

	return at ? wcore_scan_from(line, (size_t)(at - line.data) + size) : (struct wcore_string){ NULL, 0 };
}

/* Why it stopped: the first one of the surest lines. */
static bool read_message(struct parser *parser, struct wcore_string line)
{
	struct wcore_trace *trace = parser->trace;

	for (unsigned i = 0; i < REASONS; i++) {
		struct wcore_string text = behind(line, reasons[i]);
		const char *code;

		if (!text.data)
			continue;
		if (trace->message.data && i >= parser->rank)
			return true;
		code = memmem(text.data, text.size, ", Code: 0x", 10);
		if (code)
			text.size = (size_t)(code - text.data);
		text = wcore_scan_trim(text);
		if (text.size > WCORE_TRACE_NAME_MAX)
			text.size = WCORE_TRACE_NAME_MAX;
		if (text.size)
			trace->message = text;
		parser->rank = i;
		return true;
	}
	return false;
}

/* "module[0]:62, module[0]:7, ...": the oldest first. */
static struct wcore_error *read_calling_stack(struct parser *parser, struct wcore_string text)
{
	struct wcore_error *error = NULL;

	while (text.size && !error) {
		struct wcore_trace_frame frame = { 0 };
		const char *comma = memrchr(text.data, ',', text.size);
		const size_t start = comma ? (size_t)(comma - text.data) + 1 : 0;
		struct wcore_string item = wcore_scan_trim(wcore_scan_from(text, start));
		uint64_t module = 0, index = 0;

		text.size = comma ? start - 1 : 0;
		if (!wcore_scan_literal(&item, "module[") || !wcore_scan_decimal(&item, &module) ||
		    !wcore_scan_literal(&item, "]:") || !wcore_scan_decimal(&item, &index) || item.size ||
		    index > UINT32_MAX)
			continue;
		frame.has_funcidx = true;
		frame.funcidx = (uint32_t)index;
		error = add(parser, &frame);
	}
	return error;
}

/* True for the lines of WasmEdge's log. */
static bool read_edge(struct parser *parser, struct wcore_string line, struct wcore_error **ret)
{
	struct wcore_string offset = behind(line, "Bytecode offset: ");
	struct wcore_string stack = behind(line, "calling stack:");
	struct wcore_trace_frame frame = { .has_offset = true };

	if (offset.data && wcore_scan_hex(&offset, &frame.offset)) {
		*ret = add(parser, &frame);
		return true;
	}
	if (!stack.data)
		return false;
	*ret = read_calling_stack(parser, stack);
	return true;
}

static struct wcore_error *read_line(struct parser *parser, struct wcore_string line)
{
	struct wcore_trace_frame frame;
	struct wcore_error *error = NULL;

	line = wcore_scan_trim(line);
	if (!line.size)
		return NULL;
	if (read_edge(parser, line, &error))
		return error;
	if (wcore_trace_line(line, &frame)) {
		read_number(parser, line);
		return add(parser, &frame);
	}
	if (read_message(parser, line)) {
		/* An error behind frames heads a trace of its own; WAMR and Wasmtime end theirs with it. */
		parser->is_closed = parser->trace->count > 0;
	} else if (is_host_frame(line, parser->has_number)) {
		parser->trace->host_frames++;
		parser->is_behind_others = true;
	} else {
		parser->trace->other_lines++;
	}
	return NULL;
}

/* Whether two traces of the text are the same: Wasmtime may print one twice. */
static bool is_same(const struct wcore_trace_frame *a, const struct wcore_trace_frame *b)
{
	return a->has_funcidx == b->has_funcidx && a->has_offset == b->has_offset && a->funcidx == b->funcidx &&
	       a->offset == b->offset && wcore_string_equal(a->function, b->function) &&
	       wcore_string_equal(a->module, b->module);
}

/* The frames of a trace, and how many there are. */
static size_t frames_of(const struct wcore_trace *trace, size_t start)
{
	size_t end = start;

	while (end < trace->count && trace->frames[end].trace == trace->frames[start].trace)
		end++;
	return end - start;
}

/* Leaves a trace out that is the one before it again. */
static void drop_repeated(struct wcore_trace *trace)
{
	size_t kept = 0, previous = 0, previous_size = 0;
	uint32_t count = 0;

	for (size_t at = 0; at < trace->count;) {
		const size_t size = frames_of(trace, at);
		bool is_repeated = count && size == previous_size;

		for (size_t i = 0; i < size && is_repeated; i++)
			is_repeated = is_same(&trace->frames[previous + i], &trace->frames[at + i]);
		if (!is_repeated) {
			for (size_t i = 0; i < size; i++) {
				trace->frames[kept + i] = trace->frames[at + i];
				trace->frames[kept + i].trace = count;
			}
			previous = kept;
			previous_size = size;
			kept += size;
			count++;
		}
		at += size;
	}
	trace->count = kept;
	trace->trace_count = count;
}

struct wcore_error *wcore_trace_parse(const char *path, struct wcore_string text, struct wcore_trace *ret)
{
	struct parser parser = { .trace = ret, .rank = REASONS };
	struct wcore_error *error = NULL;

	*ret = (struct wcore_trace){ 0 };
	if (text.size > WCORE_TRACE_TEXT_MAX)
		return wcore_error_create(WCORE_ERROR_LIMIT, path, "%zu bytes are no trace", text.size);
	while (text.size && !error) {
		const char *end = memchr(text.data, '\n', text.size);
		const size_t size = end ? (size_t)(end - text.data) : text.size;

		parser.line++;
		error = read_line(&parser, (struct wcore_string){ text.data, size });
		text = wcore_scan_from(text, end ? size + 1 : size);
	}
	if (error)
		wcore_trace_deinit(ret);
	else
		drop_repeated(ret);
	return error;
}

void wcore_trace_deinit(struct wcore_trace *trace)
{
	free(trace->frames);
	*trace = (struct wcore_trace){ 0 };
}
