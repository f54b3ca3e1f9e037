/* wcore-mem heap: what the allocator's own data say of the heap. */
#include "mem_heap.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../libcore/base/alloc.h"
#include "../libcore/lang/expr.h"
#include "../libcore/layout/heap_type.h"
#include "mem_file.h"

enum {
	OPTION_CHUNKS = WCORE_OPTION_FIRST, OPTION_HISTOGRAM, OPTION_LEAKS, OPTION_OWNERS, OPTION_TYPE,
	OPTION_CHECK, OPTION_SVG,
};

static const struct wcore_option heap_options[] = {
	{ OPTION_CHUNKS, "chunks", NULL, "list all chunks, with what points to them" },
	{ OPTION_HISTOGRAM, "histogram", NULL, "count chunks by size" },
	{ OPTION_LEAKS, "leaks", NULL, "list used chunks that nothing reaches" },
	{ OPTION_OWNERS, "owners", NULL, "list used chunks with the pointers that lead to them" },
	{ OPTION_TYPE, "type", "TYPE", "list used chunks whose size and content fit a type" },
	{ OPTION_CHECK, "check", NULL, "list what is damaged, and what may have done it" },
	{ OPTION_SVG, "svg", "FILE", "draw the heap into a file" },
	{ 0 },
};

static void *create(void)
{
	return wcore_calloc(1, sizeof(struct heap_options));
}

static struct wcore_error *set(void *data, int id, const char *argument)
{
	struct heap_options *options = data;

	switch (id) {
	case OPTION_CHUNKS:
		options->chunks = true;
		break;
	case OPTION_HISTOGRAM:
		options->histogram = true;
		break;
	case OPTION_LEAKS:
		options->leaks = true;
		break;
	case OPTION_OWNERS:
		options->owners = true;
		break;
	case OPTION_TYPE:
		options->type = argument;
		break;
	case OPTION_CHECK:
		options->check = true;
		break;
	case OPTION_SVG:
		options->svg = argument;
		break;
	default:
		break;
	}
	return NULL;
}

/* What is told of a chunk. */

bool heap_reach(struct heap_view *view)
{
	struct mem *mem = view->mem;
	struct wcore_scope *scope;
	struct wcore_inspect *inspect = NULL;
	struct wcore_error *error;

	if (view->reach)
		return true;
	if (!mem_owners(mem, view->memory, &view->names))
		return false;
	if (mem->input.dump->thread_count && mem_scope(mem, &scope))
		inspect = scope->inspect;
	/* Static variables tell where the stack cannot be: regions know of them behind the first question. */
	wcore_owners_find(view->names, view->heap->memory.static_end ? view->heap->memory.static_end - 1 : 0);
	error = wcore_reach_create(view->heap, inspect, inspect ? mem->thread : NULL,
				   wcore_owners_regions(view->names), &view->reach);
	return mem_check(mem, error);
}

static void read_text(struct heap_view *view, const struct wcore_chunk *chunk, char *ret)
{
	uint8_t bytes[HEAP_TEXT];
	const uint64_t size = chunk->size < HEAP_TEXT ? chunk->size : HEAP_TEXT;
	size_t count = 0;

	*ret = '\0';
	view->heap->memory.work = WCORE_HEAP_WORK;
	if (chunk->state != WCORE_CHUNK_USED || !wcore_heap_read(&view->heap->memory, chunk->address, size, bytes))
		return;
	while (count < size && bytes[count] >= ' ' && bytes[count] < 0x7f)
		count++;
	/* A few bytes can look like text by chance. */
	if (count < 4 || (count < size && bytes[count]))
		return;
	memcpy(ret, bytes, count);
	ret[count] = '\0';
}

static void read_chain(struct heap_view *view, struct heap_line *line)
{
	struct wcore_heap *heap = view->heap;
	size_t index;
	uint64_t count;

	if (!wcore_heap_index(heap, line->chunk.start, &index))
		return;
	while (line->chain_count < HEAP_CHAIN) {
		struct wcore_reference reference = wcore_reach_reference(view->reach, index, &count);

		if (!line->chain_count)
			line->references = count;
		if (reference.kind == WCORE_REFERENCE_NONE)
			return;
		line->chain[line->chain_count].reference = reference;
		if (reference.kind != WCORE_REFERENCE_MEMORY) {
			line->chain_count++;
			return;
		}
		if (!wcore_heap_index(heap, reference.place, &index)) {
			line->chain[line->chain_count++].owner = wcore_owners_find(view->names, reference.place);
			return;
		}
		line->chain[line->chain_count].holder = wcore_heap_at(heap, index);
		line->chain[line->chain_count++].is_held = true;
	}
}

struct heap_line heap_line(struct heap_view *view, const struct wcore_chunk *chunk, bool with_references)
{
	struct heap_line line = { .chunk = *chunk };

	wcore_heap_describe(view->heap, &line.chunk);
	read_text(view, chunk, line.text);
	if (with_references && chunk->state == WCORE_CHUNK_USED)
		read_chain(view, &line);
	return line;
}

/* The parts. */

static void show_summary(struct heap_view *view, const struct heap_options *options)
{
	for (unsigned i = 0; i < view->heap->state_count; i++) {
		const struct wcore_heap_state *state = &view->heap->states[i];
		struct wcore_heap_summary summary;

		wcore_heap_summarize(view->heap, state, &summary);
		if (options->histogram && view->mem->options.json)
			heap_json_histogram(&summary);
		else if (options->histogram)
			heap_text_histogram(&summary);
		else if (view->mem->options.json)
			heap_json_summary(view, state, &summary);
		else
			heap_text_summary(view, state, &summary);
		if (summary.problems)
			mem_missing(view->mem, "the heap is damaged: --check says where");
		if (summary.is_cut)
			mem_missing(view->mem, "the heap has more chunks than are looked at");
	}
}

static bool show_chunk(void *context, const struct wcore_chunk *chunk)
{
	struct heap_view *view = context;
	const uint64_t work = view->heap->memory.work;
	const struct heap_line line = heap_line(view, chunk, true);

	view->heap->memory.work = work;
	if (view->mem->options.json)
		heap_json_chunk(&line);
	else
		heap_text_chunk(view, &line);
	return !view->mem->cli->write_errno;
}

static void show_chunks(struct heap_view *view)
{
	const struct wcore_heap_visitor visitor = { .chunk = show_chunk, .context = view };

	if (!heap_reach(view))
		return;
	for (unsigned i = 0; i < view->heap->state_count; i++)
		wcore_heap_walk(view->heap, &view->heap->states[i], &visitor);
}

static void say_partial(struct heap_view *view)
{
	if (view->heap->count == WCORE_HEAP_CHUNKS)
		mem_missing(view->mem, "the heap has more than %u chunks: those behind are not looked at, "
			    "and what they point to counts as reachable", WCORE_HEAP_CHUNKS);
	else if (view->heap->is_partial)
		mem_missing(view->mem, "the heap is damaged (--check): chunks behind that are not known, "
			    "and what they point to counts as reachable");
}

static void show_owners(struct heap_view *view)
{
	if (!heap_reach(view))
		return;
	for (size_t i = 0; i < view->heap->count && !view->mem->cli->write_errno; i++) {
		const struct wcore_chunk chunk = wcore_heap_at(view->heap, i);

		if (chunk.state != WCORE_CHUNK_USED)
			continue;
		const struct heap_line line = heap_line(view, &chunk, true);

		if (view->mem->options.json)
			heap_json_owner(&line);
		else
			heap_text_owner(view, &line);
	}
	say_partial(view);
}

/* What the list of leaks cannot know. */
static void say_doubts(struct heap_view *view)
{
	const struct wcore_reach *reach = view->reach;
	char *text = NULL;

	if (reach->unknown_values || reach->unknown_frames) {
		if (wcore_asprintf(&text, "%s: %" PRIu64 " values of locals and operands in %" PRIu64
			     " frames are not known: what only they point to is listed, too", view->mem->input.file->path,
			     reach->unknown_values, reach->unknown_frames) >= 0)
			wcore_cli_say(view->mem->cli, text);
		free(text);
	}
	if (reach->mixed_bytes)
		mem_missing(view->mem, "%" PRIu64 " bytes are in use without borders that the allocator records: leaks in them cannot be told",
			    reach->mixed_bytes);
	if (reach->missing_bytes)
		mem_missing(view->mem, "%" PRIu64
			    " bytes of the memory were not captured: what only they point to is listed, too",
			    reach->missing_bytes);
	say_partial(view);
}

static void show_leaks(struct heap_view *view)
{
	if (!heap_reach(view))
		return;
	if (view->reach->is_cut) {
		mem_missing(view->mem, "the memory is too large to be searched for pointers");
		return;
	}
	for (size_t i = 0; i < view->reach->leak_count && !view->mem->cli->write_errno; i++) {
		const struct wcore_leak *leak = &view->reach->leaks[i];
		const struct wcore_chunk chunk = wcore_heap_at(view->heap, leak->index);
		const struct heap_line line = heap_line(view, &chunk, leak->state == WCORE_REACH_DOUBTFUL);

		if (view->mem->options.json)
			heap_json_leak(view, leak, &line);
		else
			heap_text_leak(view, leak, &line);
	}
	if (!view->reach->leak_count && !view->reach->mixed_bytes && !view->mem->options.json)
		puts("no leaks");
	say_doubts(view);
}

struct problems {
	struct heap_view *view;
	uint64_t count;
};

static bool line_at(struct heap_view *view, uint64_t start, struct heap_line *ret)
{
	struct wcore_chunk chunk;

	if (start == WCORE_HEAP_NOWHERE || !wcore_heap_find(view->heap, start, &chunk))
		return false;
	*ret = heap_line(view, &chunk, view->reach);
	return true;
}

static bool show_problem(void *context, const struct wcore_heap_problem *problem)
{
	struct problems *problems = context;
	struct heap_view *view = problems->view;
	const uint64_t work = view->heap->memory.work;
	struct heap_problem told = { .problem = problem };

	told.has_chunk = line_at(view, problem->chunk, &told.chunk);
	told.has_before = line_at(view, problem->before, &told.before);
	view->heap->memory.work = work;
	if (view->mem->options.json)
		heap_json_problem(&told);
	else
		heap_text_problem(view, &told);
	problems->count++;
	return !view->mem->cli->write_errno;
}

static void show_check(struct heap_view *view)
{
	struct problems problems = { view, 0 };
	const struct wcore_heap_visitor visitor = { .problem = show_problem, .context = &problems };

	if (!heap_reach(view))
		return;
	for (unsigned i = 0; i < view->heap->state_count; i++)
		if (!mem_check(view->mem, wcore_heap_check(view->heap, &view->heap->states[i], &visitor)))
			return;
	if (problems.count)
		wcore_cli_status(view->mem->cli, WCORE_STATUS_PARTIAL);
	else if (!view->mem->options.json)
		puts("no damage");
	if (view->heap->count == WCORE_HEAP_CHUNKS)
		say_partial(view);
}

/* The type that a text names, by way of "(TYPE *)0": what casts take is known. */
static const struct wcore_type *find_type(struct heap_view *view, struct wcore_scope *scope, const char *text)
{
	struct wcore_object object = { 0 };
	struct wcore_error *error;
	size_t column = 0;
	uint64_t size;
	char *cast = NULL;

	if (wcore_asprintf(&cast, "(%s *)0", text) < 0) {
		wcore_cli_error(view->mem->cli, wcore_error_nomem());
		return NULL;
	}
	wcore_viewer_restart(scope->viewer);
	error = wcore_expr_evaluate(scope, cast, &object, &column);
	free(cast);
	if (error && (error->code == WCORE_ERROR_USAGE || error->code == WCORE_ERROR_NOT_FOUND)) {
		/* What is behind the text is the cast's: a name was taken for a value's. */
		const bool is_inside = column && column <= strlen(text);

		wcore_cli_caret(view->mem->cli, is_inside ? error->message : "there is no such type", text,
				is_inside ? column - 1 : 0);
		wcore_error_destroy(error);
		return NULL;
	}
	if (!mem_check(view->mem, error))
		return NULL;
	const struct wcore_type *pointer = wcore_type_strip(object.type);

	if (pointer->kind != WCORE_TYPE_POINTER || !pointer->target || !wcore_type_size(pointer->target, &size) || !size) {
		wcore_cli_caret(view->mem->cli, "this is no type with a size", text, 0);
		return NULL;
	}
	return pointer->target;
}

static void show_fits(struct heap_view *view, const char *text)
{
	struct wcore_scope *scope;
	const struct wcore_type *type;
	struct wcore_arena types;
	uint64_t count = 0;

	if (!mem_scope(view->mem, &scope) || !heap_reach(view) || !(type = find_type(view, scope, text)))
		return;
	/* A type that the debug information does not have lives where the viewer made it, until it is used again. */
	types = scope->viewer->arena;
	wcore_arena_init(&scope->viewer->arena);
	for (size_t i = 0; i < view->heap->count && !view->mem->cli->write_errno; i++) {
		const struct wcore_chunk chunk = wcore_heap_at(view->heap, i);
		const struct wcore_heap_fit fit = wcore_heap_fit(view->heap, scope->viewer, type, &chunk);

		if (!fit.fits)
			continue;
		const struct heap_line line = heap_line(view, &chunk, true);

		count++;
		if (view->mem->options.json)
			heap_json_fit(&line, text, fit.checks);
		else
			heap_text_fit(view, &line, fit.checks);
	}
	if (!count)
		mem_missing(view->mem, "no used chunk fits %s", text);
	say_partial(view);
	wcore_arena_deinit(&types);
}

static void write_svg(void *context, FILE *out)
{
	heap_svg(context, out);
}

static void show(struct heap_view *view, const struct heap_options *options)
{
	if (options->svg)
		mem_check(view->mem, mem_file_write(options->svg, write_svg, view));
	if (options->chunks)
		show_chunks(view);
	if (options->histogram || !(options->svg || options->chunks || options->leaks || options->owners ||
				    options->type || options->check))
		show_summary(view, options);
	if (options->owners)
		show_owners(view);
	if (options->type)
		show_fits(view, options->type);
	if (options->leaks)
		show_leaks(view);
	if (options->check)
		show_check(view);
}

static void run(struct mem *mem, void *options)
{
	struct heap_view view = { .mem = mem };
	struct wcore_space space;

	if (!mem_space(mem, &space))
		return;
	view.memory = space.memory;
	if (!mem_check(mem, wcore_heap_open(mem->input.target, view.memory, &view.heap)))
		return;
	if (view.heap->state_count)
		show(&view, options);
	else
		mem_missing(mem, "no allocator that is known: there is no heap, or the allocator is unknown");
	wcore_reach_destroy(view.reach);
	wcore_heap_close(view.heap);
}

static void rights(struct wcore_cli *cli, const void *data)
{
	const struct heap_options *options = data;

	wcore_cli_may_write(cli, options->svg);
}

const struct mem_verb mem_heap = {
	.name = "heap",
	.operands = "DUMP",
	.min_operands = 1,
	.max_operands = 1,
	.summary = "Show the heap as its allocator sees it",
	.options = heap_options,
	.groups = MEM_SCOPE | MEM_MEMORY,
	.create = create,
	.set = set,
	.rights = rights,
	.run = run,
};
