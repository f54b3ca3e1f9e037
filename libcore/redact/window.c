#include "window.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

#define WINDOW_SIZE (768u << 10)
/* What keeps apart what is not side by side: no text of any form goes on behind it. */
#define GAP 8
/* Read at once where parts follow each other in the file with no more than so much between them. */
#define READ_SIZE (128u << 10)
#define BETWEEN 64

/* Bytes of the window from at on: of a part of the file, or of a gap. */
struct run {
	size_t at;
	bool is_gap;
	struct wcore_redact_hit part;	/* offset and address are of the run's first byte */
};

/* A secret in the window. */
struct pending {
	size_t at, end;
	uint32_t rule;
	enum wcore_secret_form form;
	size_t text, text_size;	/* in texts */
};

struct wcore_redact_window {
	const struct wcore_engine *engine;
	struct wcore_engine_work *work;
	const struct wcore_file *file;
	const struct wcore_replacement *replacement;
	const struct wcore_window_sink *sink;
	struct wcore_redaction *redaction;
	uint8_t *data, *buffer, *replaced;
	uint64_t buffer_at, buffer_size;	/* what the buffer has of the file */
	uint64_t last_end;	/* of the last part */
	size_t size, done;	/* places before done were looked at */
	struct run *runs;
	size_t run_count, run_capacity;
	struct pending *pending;
	size_t pending_count, pending_capacity;
	char *texts;
	size_t text_size, text_capacity;
	uint64_t released;
	bool no_memory;
};

struct wcore_error *wcore_redact_window_create(const struct wcore_engine *engine, const struct wcore_file *file,
					       const struct wcore_replacement *replacement,
					       const struct wcore_window_sink *sink, struct wcore_redaction *redaction,
					       struct wcore_redact_window **ret)
{
	struct wcore_redact_window *window = wcore_calloc(1, sizeof(*window));
	struct wcore_error *error = NULL;

	if (!window)
		return wcore_error_nomem();
	window->engine = engine;
	window->file = file;
	window->replacement = replacement;
	window->sink = sink;
	window->redaction = redaction;
	window->data = wcore_malloc(WINDOW_SIZE);
	window->buffer = wcore_malloc(READ_SIZE);
	window->replaced = wcore_malloc(WINDOW_SIZE);
	if (!window->data || !window->buffer || !window->replaced)
		error = wcore_error_nomem();
	if (!error)
		error = wcore_engine_work_create(engine, &window->work);
	if (error) {
		wcore_redact_window_destroy(window);
		return error;
	}
	*ret = window;
	return NULL;
}

void wcore_redact_window_destroy(struct wcore_redact_window *window)
{
	if (!window)
		return;
	wcore_engine_work_destroy(window->work);
	free(window->data);
	free(window->buffer);
	free(window->replaced);
	free(window->runs);
	free(window->pending);
	free(window->texts);
	free(window);
}

/* What the engine finds. */

static bool reserve(void **items, size_t *capacity, size_t count, size_t size)
{
	size_t wanted = *capacity ? *capacity : 64;
	void *grown;

	if (count <= *capacity)
		return true;
	while (wanted < count)
		wanted *= 2;
	grown = wcore_realloc(*items, wanted * size);
	if (!grown)
		return false;
	*items = grown;
	*capacity = wanted;
	return true;
}

static void found(void *context, const struct wcore_secret *secret)
{
	struct wcore_redact_window *window = context;
	void *pending = window->pending, *texts = window->texts;

	if (!reserve(&pending, &window->pending_capacity, window->pending_count + 1, sizeof(*window->pending))) {
		window->no_memory = true;
		return;
	}
	window->pending = pending;
	if (!reserve(&texts, &window->text_capacity, window->text_size + secret->text.size, 1)) {
		window->no_memory = true;
		return;
	}
	window->texts = texts;
	memcpy(window->texts + window->text_size, secret->text.data, secret->text.size);
	window->pending[window->pending_count++] = (struct pending){ secret->at, secret->at + secret->size,
								     secret->rule, secret->form, window->text_size,
								     secret->text.size };
	window->text_size += secret->text.size;
}

static int compare(const void *a, const void *b)
{
	const struct pending *left = a, *right = b;

	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	if (left->end != right->end)
		return left->end > right->end ? -1 : 1;
	return left->rule < right->rule ? -1 : left->rule > right->rule;
}

/* Those that overlap become one, of the one that came first. */
static void merge(struct wcore_redact_window *window)
{
	size_t count = 0;

	qsort(window->pending, window->pending_count, sizeof(*window->pending), compare);
	for (size_t i = 0; i < window->pending_count; i++) {
		const struct pending *next = &window->pending[i];
		struct pending *last = count ? &window->pending[count - 1] : NULL;

		if (last && next->at < last->end)
			last->end = next->end > last->end ? next->end : last->end;
		else
			window->pending[count++] = *next;
	}
	window->pending_count = count;
}

/* The run that holds a place. */
static size_t run_at(const struct wcore_redact_window *window, size_t at)
{
	size_t low = 0, high = window->run_count;

	while (high - low > 1) {
		const size_t middle = low + (high - low) / 2;

		if (window->runs[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Whether it has bytes that no text has: it is a key, say, of which none may stay. */
static bool is_binary(enum wcore_secret_form form, struct wcore_string text)
{
	for (size_t i = 0; form == WCORE_FORM_TEXT && i < text.size; i++)
		if ((uint8_t)text.data[i] < 0x20 && !memchr("\t\n\r", text.data[i], 3))
			return true;
	return false;
}

static struct wcore_error *emit(struct wcore_redact_window *window, const struct pending *pending)
{
	const struct wcore_string text = { window->texts + pending->text, pending->text_size };
	struct wcore_error *error = NULL;
	bool is_told = false;

	wcore_replace(window->replacement, text, is_binary(pending->form, text), window->data + pending->at,
		      pending->end - pending->at, window->replaced);
	for (size_t i = run_at(window, pending->at); !error && i < window->run_count; i++) {
		const struct run *run = &window->runs[i];
		const size_t run_end = i + 1 < window->run_count ? window->runs[i + 1].at : window->size;
		const size_t at = run->at > pending->at ? run->at : pending->at;
		const size_t end = run_end < pending->end ? run_end : pending->end;
		struct wcore_redact_hit hit = run->part;

		if (run->at >= pending->end)
			break;
		if (run->is_gap || at >= end)
			continue;
		hit.rule = pending->rule;
		hit.form = pending->form;
		hit.offset += at - run->at;
		hit.address += at - run->at;
		hit.size = pending->end - at;
		if (!is_told)
			error = wcore_redaction_add_hit(window->redaction, &hit);
		is_told = true;
		if (!error)
			error = wcore_redaction_add_patch(window->redaction, hit.offset,
							  window->replaced + (at - pending->at), end - at);
	}
	if (!error && window->sink && window->sink->secret)
		error = window->sink->secret(window->sink->context, pending->rule, text);
	return error;
}

/* Keeps the bytes from one on. */
static void move_down(struct wcore_redact_window *window, size_t from)
{
	size_t first = window->run_count ? run_at(window, from) : 0, count = 0;

	memmove(window->data, window->data + from, window->size - from);
	for (; first < window->run_count; first++) {
		struct run run = window->runs[first];

		if (run.at < from) {
			run.part.offset += from - run.at;
			run.part.address += from - run.at;
			run.at = from;
		}
		run.at -= from;
		window->runs[count++] = run;
	}
	window->run_count = count;
	window->size -= from;
	window->done -= from;
}

/* Looks at the places up to one. */
static struct wcore_error *look(struct wcore_redact_window *window, size_t to)
{
	struct wcore_error *error;

	window->pending_count = 0;
	window->text_size = 0;
	error = wcore_engine_run(window->engine, window->work, window->data, window->size, window->done, to, found,
				 window);
	if (!error && window->no_memory)
		error = wcore_error_nomem();
	if (!error && window->pending_count)
		merge(window);
	for (size_t i = 0; !error && i < window->pending_count; i++)
		error = emit(window, &window->pending[i]);
	window->done = to;
	return error;
}

static struct wcore_error *make_room(struct wcore_redact_window *window)
{
	struct wcore_error *error;

	if (window->size < WINDOW_SIZE)
		return NULL;
	error = look(window, window->size - WCORE_ENGINE_AHEAD);
	if (!error)
		move_down(window, window->done - WCORE_ENGINE_BEHIND);
	return error;
}

static struct wcore_error *add_run(struct wcore_redact_window *window, const struct run *run)
{
	void *runs = window->runs;

	if (!reserve(&runs, &window->run_capacity, window->run_count + 1, sizeof(*window->runs)))
		return wcore_error_nomem();
	window->runs = runs;
	window->runs[window->run_count++] = *run;
	return NULL;
}

/* The file is given back as it is read. */
static void release(struct wcore_redact_window *window, uint64_t end)
{
	if (end < window->released)
		window->released = end;
	if (end - window->released < 16u << 20)
		return;
	wcore_file_release(window->file, window->released, end - window->released);
	window->released = end;
}

/* The bytes of a part, size of them at most; where they stand, and how many. */
static const uint8_t *read_part(struct wcore_redact_window *window, uint64_t offset, size_t *size)
{
	const bool goes_on = offset >= window->last_end && offset - window->last_end <= BETWEEN;
	const uint64_t left = offset < window->file->size ? window->file->size - offset : 0;
	size_t wanted = *size < READ_SIZE ? *size : READ_SIZE;

	if (window->file->fd < 0)
		return wcore_file_read(window->file, offset, *size = wanted, window->buffer);
	if (offset < window->buffer_at || offset - window->buffer_at >= window->buffer_size) {
		if (goes_on)
			wanted = left < READ_SIZE && left > wanted ? (size_t)left : READ_SIZE;
		wcore_file_read(window->file, offset, wanted, window->buffer);
		window->buffer_at = offset;
		window->buffer_size = wanted;
	}
	wanted = (size_t)(window->buffer_size - (offset - window->buffer_at));
	*size = *size < wanted ? *size : wanted;
	window->last_end = offset + *size;
	return window->buffer + (offset - window->buffer_at);
}

struct wcore_error *wcore_redact_window_add(struct wcore_redact_window *window, const struct wcore_redact_hit *part)
{
	struct wcore_redact_hit rest = *part;
	struct wcore_error *error = make_room(window);

	if (!error && rest.size)
		error = add_run(window, &(struct run){ .at = window->size, .part = rest });
	while (!error && rest.size) {
		size_t size = WINDOW_SIZE - window->size;
		const uint8_t *bytes;

		if (size > rest.size)
			size = (size_t)rest.size;
		bytes = read_part(window, rest.offset, &size);
		memcpy(window->data + window->size, bytes, size);
		window->size += size;
		rest.offset += size;
		rest.size -= size;
		release(window, rest.offset);
		error = make_room(window);
	}
	return error;
}

struct wcore_error *wcore_redact_window_zeros(struct wcore_redact_window *window, size_t count)
{
	struct wcore_error *error = make_room(window);

	if (error || !count)
		return error;
	if (count > WINDOW_SIZE - window->size)
		count = WINDOW_SIZE - window->size;
	error = add_run(window, &(struct run){ .at = window->size, .is_gap = true });
	memset(window->data + window->size, 0, count);
	window->size += count;
	return error;
}

struct wcore_error *wcore_redact_window_break(struct wcore_redact_window *window)
{
	return window->size ? wcore_redact_window_zeros(window, GAP) : NULL;
}

struct wcore_error *wcore_redact_window_finish(struct wcore_redact_window *window)
{
	struct wcore_error *error = look(window, window->size);

	window->size = window->done = window->run_count = 0;
	return error;
}
