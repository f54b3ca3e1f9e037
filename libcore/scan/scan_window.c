#include "scan_window.h"

#include <stdlib.h>
#include <string.h>

#include "../base/alloc.h"

/* Bytes that are looked at before it is asked whether hits are to be taken. */
#define SLICE 8192
#define HITS_TAKE 16384
/* A slice with more is looked at again in parts. */
#define HITS_MAX 65536
#define JOINED_SIZE (size_t)(256 << 10)
/* Zeros that an expression sees at either end of a run of them that is left out. */
#define LONG_ZEROS (2 * WCORE_SCAN_AHEAD)

bool wcore_scan_entries_add(struct wcore_scan_entries *entries, const struct wcore_scan_entry *entry)
{
	if (entries->count == entries->capacity) {
		const size_t capacity = entries->capacity ? entries->capacity * 2 : 64;
		struct wcore_scan_entry *items = wcore_realloc(entries->items, capacity * sizeof(*items));

		if (!items)
			return false;
		entries->items = items;
		entries->capacity = capacity;
	}
	entries->items[entries->count++] = *entry;
	return true;
}

uint64_t wcore_scan_sum(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static struct wcore_error *init_regexes(struct wcore_scan_window *window)
{
	const struct wcore_query *query = window->plan->query;
	struct wcore_error *error = NULL;

	if (!query->regex_count)
		return NULL;
	window->work = wcore_calloc(query->regex_count, sizeof(struct wcore_regex_work *));
	window->matches = wcore_calloc(query->regex_count, sizeof(*window->matches));
	window->joined = wcore_malloc(JOINED_SIZE);
	if (!window->work || !window->matches || !window->joined)
		return wcore_error_nomem();
	for (size_t i = 0; !error && i < query->regex_count; i++)
		error = wcore_regex_work_create(query->regexes[i], &window->work[i]);
	return error;
}

struct wcore_error *wcore_scan_window_init(struct wcore_scan_window *window, const struct wcore_scan_plan *plan,
					   const struct wcore_feed *feed)
{
	struct wcore_error *error;

	*window = (struct wcore_scan_window){ .plan = plan };
	error = wcore_feed_window_init(&window->feed, feed);
	window->seam = wcore_malloc(2 * plan->query->patterns->max_size + 1);
	if (plan->only_counts)
		window->counts = wcore_calloc((size_t)plan->query->id_count + 1, sizeof(*window->counts));
	if (!error && (!window->seam || (plan->only_counts && !window->counts)))
		error = wcore_error_nomem();
	return error ? error : init_regexes(window);
}

void wcore_scan_window_deinit(struct wcore_scan_window *window)
{
	if (!window->plan)
		return;
	for (size_t i = 0; i < window->plan->query->regex_count; i++) {
		if (window->work)
			wcore_regex_work_destroy(window->work[i]);
		if (window->matches)
			free(window->matches[i].items);
	}
	free(window->work);
	free(window->matches);
	free(window->joined);
	free(window->seam);
	free(window->counts);
	free(window->hits.items);
	wcore_error_destroy(window->error);
	wcore_feed_window_deinit(&window->feed);
}

void wcore_scan_window_restart(struct wcore_scan_window *window)
{
	window->piece = window->seam_piece = 0;
	window->at = 0;
	window->is_done = false;
	window->hits.count = 0;
}

/* Hits. */

static void add_hit(struct wcore_scan_window *window, const struct wcore_pattern *pattern, uint64_t address,
		    uint64_t count)
{
	const struct wcore_scan_entry entry = { .address = address, .count = count, .id = pattern->id,
						.size = (uint32_t)pattern->size };

	if (window->counts)
		window->counts[pattern->id] = wcore_scan_sum(window->counts[pattern->id], count);
	else if (!wcore_scan_entries_add(&window->hits, &entry))
		window->no_memory = true;
}

struct slice {
	struct wcore_scan_window *window;
	uint64_t address;
	uint64_t align;
	size_t crosses;		/* of a seam: occurrences end behind it; 0 for others */
	bool is_full;
};

static void found(void *context, size_t at, const struct wcore_pattern *pattern)
{
	struct slice *slice = context;

	if (slice->crosses && at + pattern->size <= slice->crosses)
		return;
	if (slice->align > 1 && (slice->address + at) % slice->align)
		return;
	if (slice->window->hits.count >= HITS_MAX && !slice->crosses) {
		slice->is_full = true;
		return;
	}
	add_hit(slice->window, pattern, slice->address + at, 1);
}

/* Pieces. */

static uint8_t edge(const struct wcore_piece *piece, bool is_last)
{
	if (piece->kind != WCORE_PIECE_BYTES)
		return 0;
	return piece->bytes[is_last ? piece->size - 1 : 0];
}

/* What begins before a piece and ends in it. */
static void look_at_seam(struct wcore_scan_window *window, size_t number)
{
	const struct wcore_piece *piece = &window->feed.pieces[number], *left = piece - 1;
	const struct wcore_finder *finder = window->plan->finder;
	const size_t longest = window->plan->query->patterns->max_size;
	struct slice slice = { .window = window, .align = window->plan->query->align };
	const struct wcore_pattern_sink sink = { found, &slice };
	size_t before, after;

	if (longest < 2 || !left->size || left->kind == WCORE_PIECE_ABSENT ||
	    !wcore_finder_may_cross(finder, edge(left, true), edge(piece, false)))
		return;
	before = wcore_feed_before(&window->feed, piece->address, longest - 1, window->seam);
	memmove(window->seam, window->seam + (longest - 1 - before), before);
	after = piece->size < longest - 1 ? (size_t)piece->size : longest - 1;
	if (piece->kind == WCORE_PIECE_BYTES)
		memcpy(window->seam + before, piece->bytes, after);
	else
		memset(window->seam + before, 0, after);
	slice.address = piece->address - before;
	slice.crosses = before;
	wcore_finder_run(finder, window->seam, before + after, before, &sink);
}

/* Occurrences in zeros alone. */
static void look_at_zeros(struct wcore_scan_window *window, const struct wcore_piece *piece)
{
	const struct wcore_query *query = window->plan->query;

	for (size_t i = 0; i < query->patterns->count; i++) {
		const struct wcore_pattern *pattern = &query->patterns->items[i];
		const uint64_t off = piece->address % query->align;
		const uint64_t skip = off ? query->align - off : 0;

		if (wcore_pattern_is_zero(pattern) && piece->size >= pattern->size &&
		    skip <= piece->size - pattern->size)
			add_hit(window, pattern, piece->address + skip,
				(piece->size - pattern->size - skip) / query->align + 1);
	}
}

/* Occurrences inside of a piece; false when hits are to be taken first. */
static bool look_at_bytes(struct wcore_scan_window *window, const struct wcore_piece *piece)
{
	struct slice slice = { .window = window, .align = window->plan->query->align };
	const struct wcore_pattern_sink sink = { found, &slice };
	size_t most = SLICE;

	while (window->at < piece->size) {
		const uint64_t left = piece->size - window->at;
		const size_t starts = left < most ? (size_t)left : most;
		const size_t hits = window->hits.count;

		slice.address = piece->address + window->at;
		slice.is_full = false;
		wcore_finder_run(window->plan->finder, piece->bytes + window->at, left, starts, &sink);
		if (slice.is_full && starts > 1) {
			window->hits.count = hits;
			if (hits)
				return false;
			most = starts / 2;
			continue;
		}
		window->at += starts;
		if (window->hits.count >= HITS_TAKE)
			return false;
	}
	return true;
}

/* Regular expressions. */

/* Pieces side by side, as they fill a buffer. */
struct stretch {
	struct wcore_scan_window *window;
	uint64_t address;	/* of joined[0] */
	size_t size;
	bool is_line_start;
	size_t only;		/* the one expression that is wanted; SIZE_MAX: all */
	uint64_t *from;		/* by expression: matches begin here or later */
};

struct match {
	struct wcore_scan_window *window;
	uint64_t address;
	size_t regex;
	uint64_t end;
};

static void matched(void *context, size_t at, size_t size)
{
	struct match *match = context;
	const struct wcore_scan_entry entry = {
		.address = match->address + at, .count = 1, .size = (uint32_t)size,
		.id = match->window->plan->query->regex_ids[match->regex],
	};

	match->end = entry.address + size;
	if (!wcore_scan_entries_add(&match->window->matches[match->regex], &entry))
		match->window->no_memory = true;
}

/* Matches that begin in the buffer, but for its last ahead bytes. */
static void match_stretch(struct stretch *stretch, size_t ahead, bool is_line_end)
{
	struct wcore_scan_window *window = stretch->window;
	const struct wcore_query *query = window->plan->query;
	const size_t starts = stretch->size > ahead ? stretch->size - ahead : 0;

	for (size_t i = 0; i < query->regex_count && !window->error; i++) {
		struct match match = { window, stretch->address, i, stretch->address + starts };
		struct wcore_regex_run run = {
			.data = window->joined, .size = stretch->size, .starts = starts,
			.is_line_start = stretch->is_line_start, .is_line_end = is_line_end, .found = matched, .context = &match,
		};

		if ((stretch->only != SIZE_MAX && i != stretch->only) || !starts ||
		    stretch->from[i] >= stretch->address + starts)
			continue;
		if (stretch->from[i] > stretch->address)
			run.from = (size_t)(stretch->from[i] - stretch->address);
		window->error = wcore_regex_find(query->regexes[i], window->work[i], &run);
		stretch->from[i] = match.end > stretch->address + starts ? match.end : stretch->address + starts;
	}
}

/* Keeps what the next starts need. */
static void shift(struct stretch *stretch, size_t keep)
{
	uint8_t *joined = stretch->window->joined;

	if (stretch->size <= keep)
		return;
	memmove(joined, joined + (stretch->size - keep), keep);
	stretch->address += stretch->size - keep;
	stretch->size = keep;
	stretch->is_line_start = false;
}

static void append(struct stretch *stretch, const uint8_t *bytes, uint64_t size)
{
	while (size && !stretch->window->error) {
		const size_t room = JOINED_SIZE - stretch->size;
		const size_t part = size < room ? (size_t)size : room;

		if (bytes)
			memcpy(stretch->window->joined + stretch->size, bytes, part);
		else
			memset(stretch->window->joined + stretch->size, 0, part);
		bytes = bytes ? bytes + part : NULL;
		stretch->size += part;
		size -= part;
		if (stretch->size == JOINED_SIZE) {
			match_stretch(stretch, WCORE_SCAN_AHEAD, false);
			shift(stretch, WCORE_SCAN_AHEAD + WCORE_REGEX_BEHIND);
		}
	}
}

static void begin_stretch(struct stretch *stretch, uint64_t address, bool is_line_start)
{
	stretch->address = address;
	stretch->size = 0;
	stretch->is_line_start = is_line_start;
}

/* Of many zeros those at both ends, each beside what stands there. */
static void append_zeros(struct stretch *stretch, const struct wcore_piece *piece)
{
	const uint64_t end = piece->address + piece->size;

	if (piece->size <= LONG_ZEROS) {
		append(stretch, NULL, piece->size);
		return;
	}
	append(stretch, NULL, WCORE_SCAN_AHEAD);
	match_stretch(stretch, 0, false);
	begin_stretch(stretch, end - WCORE_SCAN_AHEAD - WCORE_REGEX_BEHIND, false);
	for (size_t i = 0; i < stretch->window->plan->query->regex_count; i++)
		if (stretch->from[i] < end - WCORE_SCAN_AHEAD)
			stretch->from[i] = end - WCORE_SCAN_AHEAD;
	append(stretch, NULL, WCORE_SCAN_AHEAD + WCORE_REGEX_BEHIND);
}

static void match_window(struct stretch *stretch)
{
	const struct wcore_feed_window *feed = &stretch->window->feed;
	bool is_open = false;

	for (size_t i = 0; i < feed->count && !stretch->window->error; i++) {
		const struct wcore_piece *piece = &feed->pieces[i];

		if (piece->kind == WCORE_PIECE_ABSENT) {
			match_stretch(stretch, 0, true);
			stretch->size = 0;
			is_open = false;
			continue;
		}
		if (!piece->size)
			continue;
		if (!is_open)
			/* What the window before left is all of its stretch when it is short. */
			begin_stretch(stretch, piece->address, i > 0 || piece->size <= WCORE_SCAN_AHEAD);
		is_open = true;
		if (piece->kind == WCORE_PIECE_ZEROS)
			append_zeros(stretch, piece);
		else
			append(stretch, piece->bytes, piece->size);
	}
	match_stretch(stretch, feed->is_last ? 0 : WCORE_SCAN_AHEAD, feed->is_last);
}

static void match_from(struct wcore_scan_window *window, size_t only, uint64_t address)
{
	const size_t count = window->plan->query->regex_count;
	struct stretch stretch = { .window = window, .only = only, .from = wcore_calloc(count, sizeof(uint64_t)) };

	if (!stretch.from) {
		window->no_memory = true;
		return;
	}
	for (size_t i = 0; i < count; i++) {
		stretch.from[i] = address;
		if (only == SIZE_MAX || i == only)
			window->matches[i].count = 0;
	}
	match_window(&stretch);
	free(stretch.from);
}

void wcore_scan_window_match(struct wcore_scan_window *window, size_t regex, uint64_t from)
{
	match_from(window, regex, from);
}

/* Where the window before left off. */
static uint64_t first_start(const struct wcore_feed_window *feed)
{
	const struct wcore_piece *kept = &feed->pieces[0];

	return kept->address + (kept->size > WCORE_SCAN_AHEAD ? kept->size - WCORE_SCAN_AHEAD : 0);
}

/* A window. */

void wcore_scan_window_run(struct wcore_scan_window *window)
{
	const struct wcore_feed_window *feed = &window->feed;
	const struct wcore_query *query = window->plan->query;

	if (!feed->count) {
		window->is_done = true;
		return;
	}
	if (!window->piece) {
		window->piece = 1;
		if (query->regex_count)
			match_from(window, SIZE_MAX, first_start(feed));
	}
	for (; query->patterns->count && window->piece < feed->count; window->piece++, window->at = 0) {
		const struct wcore_piece *piece = &feed->pieces[window->piece];

		if (piece->kind == WCORE_PIECE_ABSENT)
			continue;
		if (window->seam_piece != window->piece)
			look_at_seam(window, window->piece);
		window->seam_piece = window->piece;
		if (piece->kind == WCORE_PIECE_ZEROS)
			look_at_zeros(window, piece);
		else if (!look_at_bytes(window, piece) && window->at < piece->size)
			return;
	}
	window->is_done = true;
}

/* Where the last piece ends that was not captured, if that is behind low: what stands before it goes on nowhere. */
static uint64_t last_break(const struct wcore_feed_window *feed, uint64_t low)
{
	for (size_t i = feed->count; i > 0; i--) {
		const struct wcore_piece *piece = &feed->pieces[i - 1];

		if (piece->address + piece->size <= low)
			break;
		if (piece->kind == WCORE_PIECE_ABSENT)
			return piece->address + piece->size;
	}
	return low;
}

uint64_t wcore_scan_window_bound(const struct wcore_scan_window *window)
{
	const struct wcore_feed_window *feed = &window->feed;
	const struct wcore_query *query = window->plan->query;
	const struct wcore_piece *last = &feed->pieces[feed->count - 1];
	uint64_t longest = query->patterns->max_size, bound, end;

	if (query->regex_count)
		longest = WCORE_SCAN_AHEAD;
	if (window->is_done && (feed->is_last || last->kind == WCORE_PIECE_ABSENT))
		return UINT64_MAX;
	end = last->address + last->size;
	bound = end > WCORE_HIT_AFTER ? end - WCORE_HIT_AFTER : 0;
	if (!window->is_done && feed->pieces[window->piece].address + window->at < bound)
		bound = feed->pieces[window->piece].address + window->at;
	bound = bound > longest ? bound - longest : 0;
	return window->is_done ? last_break(feed, bound) : bound;
}
