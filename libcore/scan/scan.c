/*
 * The threads of a scan.  Windows are numbered; a thread claims the next number, reads, lays the window out
 * when it is its turn, and looks.  The caller's thread does the same, and takes what was found from one window after
 * the other.
 */
#include "scan.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/alloc.h"
#include "../dump/segments.h"
#include "scan_window.h"

#define STEP 65536
#define STEP_REGEX 131072
#define THREADS_MAX 4
/* Hits that are held back while it is not known whether a later segment overrides what they are made of. */
#define HELD_MAX 4096
/* How often a thread looks before it gives the processor to another. */
#define SPINS 200

struct slot {
	struct wcore_scan_window window;
	_Atomic uint64_t free_for;	/* the number that may claim it */
	_Atomic uint64_t done;		/* the last number that was worked on, plus one */
};

/* A hit with copies of its bytes. */
struct held {
	struct wcore_hit hit;
	uint8_t bytes[WCORE_HIT_BEFORE + WCORE_HIT_BYTES + WCORE_HIT_AFTER];
};

struct scan {
	const struct wcore_space *space;
	const struct wcore_query *query;
	struct wcore_scan_plan plan;
	struct wcore_feed feed;
	struct slot *slots;
	size_t slot_count;
	_Atomic uint64_t next_claim, next_turn;
	_Atomic bool is_ended;		/* nothing is left to claim */
	pthread_t threads[THREADS_MAX];
	size_t thread_count;

	/* Of the caller's thread. */
	struct wcore_scan_entries pending;
	uint64_t *match_ends;	/* by regular expression */
	uint64_t given;		/* occurrences that were found so far */
	bool order_is_known, is_disordered, is_stopped;
	struct held *held;
	size_t held_count;
	bool only_whether;
	uint64_t *counts;	/* NULL: hits are listed */
	bool (*found)(void *context, const struct wcore_hit *hit);
	void *context;
};

/* Threads. */

static void wait_a_little(unsigned *tries)
{
	if (++*tries > SPINS)
		sched_yield();
}

/* The slot of a number that nobody else works on; NULL: none is free, or nothing is left. */
static struct slot *claim(struct scan *scan, uint64_t *ret_number)
{
	uint64_t number = atomic_load(&scan->next_claim);

	for (;;) {
		struct slot *slot = &scan->slots[number % scan->slot_count];

		if (atomic_load(&scan->is_ended) || atomic_load(&slot->free_for) != number)
			return NULL;
		if (atomic_compare_exchange_weak(&scan->next_claim, &number, number + 1)) {
			*ret_number = number;
			return slot;
		}
	}
}

static void work_on(struct scan *scan, struct slot *slot, uint64_t number)
{
	struct wcore_scan_window *window = &slot->window;
	unsigned tries = 0;

	wcore_scan_window_restart(window);
	wcore_feed_read(&scan->feed, number, &window->feed);
	while (atomic_load(&scan->next_turn) != number)
		wait_a_little(&tries);
	window->error = wcore_feed_lay_out(&scan->feed, &window->feed);
	if (window->feed.is_last)
		atomic_store(&scan->is_ended, true);
	atomic_store(&scan->next_turn, number + 1);
	if (!window->error)
		wcore_scan_window_run(window);
	atomic_store(&slot->done, number + 1);
}

static void *run_thread(void *context)
{
	struct scan *scan = context;
	unsigned tries = 0;

	while (!atomic_load(&scan->is_ended)) {
		uint64_t number;
		struct slot *slot = claim(scan, &number);

		if (slot) {
			work_on(scan, slot, number);
			tries = 0;
		} else {
			wait_a_little(&tries);
		}
	}
	return NULL;
}

static void start_threads(struct scan *scan, size_t count)
{
	while (scan->thread_count < count &&
	       pthread_create(&scan->threads[scan->thread_count], NULL, run_thread, scan) == 0)
		scan->thread_count++;
}

static void join_threads(struct scan *scan)
{
	atomic_store(&scan->is_ended, true);
	while (scan->thread_count)
		pthread_join(scan->threads[--scan->thread_count], NULL);
}

/* Giving hits. */

static void give(struct scan *scan, const struct wcore_hit *hit)
{
	if (!scan->is_stopped && !scan->found(scan->context, hit))
		scan->is_stopped = true;
}

static void give_held(struct scan *scan)
{
	for (size_t i = 0; i < scan->held_count; i++)
		give(scan, &scan->held[i].hit);
	scan->held_count = 0;
}

/* Finds out whether the segments ascend; hits that were held are then given, or forgotten. */
static struct wcore_error *know_order(struct scan *scan)
{
	struct wcore_segments *segments = scan->space->memory->segments;
	struct wcore_error *error = NULL;

	if (scan->order_is_known)
		return NULL;
	error = wcore_segments_complete(segments);
	if (!error && !segments->is_ordered) {
		scan->is_disordered = scan->is_stopped = true;
		return NULL;
	}
	scan->order_is_known = true;
	if (!error)
		give_held(scan);
	return error;
}

static struct wcore_error *hold(struct scan *scan, const struct wcore_hit *hit)
{
	struct held *held;
	uint8_t *bytes;

	if (!scan->held)
		scan->held = wcore_malloc(HELD_MAX * sizeof(*scan->held));
	if (!scan->held)
		return wcore_error_nomem();
	held = &scan->held[scan->held_count++];
	held->hit = *hit;
	bytes = held->bytes;
	memcpy(bytes, hit->before, hit->before_size);
	held->hit.before = bytes;
	bytes += hit->before_size;
	memcpy(bytes, hit->bytes, hit->bytes_size);
	held->hit.bytes = bytes;
	bytes += hit->bytes_size;
	memcpy(bytes, hit->after, hit->after_size);
	held->hit.after = bytes;
	return scan->held_count == HELD_MAX ? know_order(scan) : NULL;
}

/* An occurrence with what stands around it. */
static struct wcore_error *give_entry(struct scan *scan, const struct wcore_scan_entry *entry,
				      const struct wcore_feed_window *window)
{
	uint8_t before[WCORE_HIT_BEFORE], bytes[WCORE_HIT_BYTES], after[WCORE_HIT_AFTER];
	struct wcore_hit hit = { .id = entry->id, .address = entry->address, .size = entry->size,
				 .count = entry->count, .step = scan->query->align, .bytes = bytes,
				 .after = after };

	hit.before_size = wcore_feed_before(window, hit.address, sizeof(before), before);
	hit.before = before + (sizeof(before) - hit.before_size);
	hit.bytes_size = wcore_feed_after(window, hit.address,
					  hit.size < sizeof(bytes) ? (size_t)hit.size : sizeof(bytes), bytes);
	hit.after_size = wcore_feed_after(window, hit.address + hit.size, sizeof(after), after);
	scan->given = wcore_scan_sum(scan->given, hit.count);
	if (scan->order_is_known) {
		give(scan, &hit);
		return NULL;
	}
	return hold(scan, &hit);
}

static int compare_entries(const void *a, const void *b)
{
	const struct wcore_scan_entry *left = a, *right = b;

	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	if (left->id != right->id)
		return left->id < right->id ? -1 : 1;
	return left->size < right->size ? -1 : left->size > right->size;
}

/* Gives what is pending below an address. */
static struct wcore_error *give_pending(struct scan *scan, const struct wcore_feed_window *window, uint64_t bound)
{
	struct wcore_scan_entries *pending = &scan->pending;
	struct wcore_error *error = NULL;
	size_t i = 0;

	if (pending->count > 1)
		qsort(pending->items, pending->count, sizeof(*pending->items), compare_entries);
	for (; i < pending->count && !error && !scan->is_stopped; i++) {
		if (bound != UINT64_MAX && pending->items[i].address >= bound)
			break;
		error = give_entry(scan, &pending->items[i], window);
		if (!error && scan->given >= scan->query->limit) {
			error = know_order(scan);
			scan->is_stopped = true;
		}
	}
	if (i)
		memmove(pending->items, pending->items + i, (pending->count - i) * sizeof(*pending->items));
	pending->count -= i;
	return error;
}

/* Taking windows. */

static struct wcore_error *take_match(struct scan *scan, const struct wcore_scan_entry *entry)
{
	if (entry->address % scan->query->align)
		return NULL;
	if (scan->counts)
		scan->counts[entry->id] = wcore_scan_sum(scan->counts[entry->id], 1);
	else if (!wcore_scan_entries_add(&scan->pending, entry))
		return wcore_error_nomem();
	return NULL;
}

/* A match that the window before ended with may reach into this one's first: they are then looked for again. */
static struct wcore_error *take_matches(struct scan *scan, struct wcore_scan_window *window)
{
	struct wcore_error *error = NULL;

	for (size_t i = 0; !error && i < scan->query->regex_count; i++) {
		const struct wcore_scan_entries *matches = &window->matches[i];

		if (matches->count && matches->items[0].address < scan->match_ends[i])
			wcore_scan_window_match(window, i, scan->match_ends[i]);
		if (window->error) {
			error = window->error;
			window->error = NULL;
		}
		for (size_t j = 0; !error && j < matches->count; j++)
			error = take_match(scan, &matches->items[j]);
		if (matches->count)
			scan->match_ends[i] = matches->items[matches->count - 1].address +
					      matches->items[matches->count - 1].size;
		window->matches[i].count = 0;
	}
	return !error && window->no_memory ? wcore_error_nomem() : error;
}

static struct wcore_error *take_hits(struct scan *scan, struct wcore_scan_window *window)
{
	struct wcore_error *error = window->error;

	window->error = NULL;
	for (size_t i = 0; !error && i < window->hits.count; i++)
		if (!wcore_scan_entries_add(&scan->pending, &window->hits.items[i]))
			error = wcore_error_nomem();
	window->hits.count = 0;
	if (!error && window->no_memory)
		error = wcore_error_nomem();
	return error;
}

static void take_counts(struct scan *scan, struct wcore_scan_window *window)
{
	for (uint32_t i = 0; i < scan->query->id_count; i++) {
		scan->counts[i] = wcore_scan_sum(scan->counts[i], window->counts[i]);
		window->counts[i] = 0;
	}
}

static struct wcore_error *take(struct scan *scan, struct wcore_scan_window *window)
{
	struct wcore_error *error = take_hits(scan, window);

	if (!error && window->feed.count)
		error = take_matches(scan, window);
	while (!error && window->feed.count) {
		const uint64_t bound = wcore_scan_window_bound(window);

		if (!scan->counts)
			error = give_pending(scan, &window->feed, bound);
		if (error || scan->is_stopped || window->is_done)
			break;
		wcore_scan_window_run(window);
		error = take_hits(scan, window);
	}
	if (!error && scan->counts)
		take_counts(scan, window);
	return error;
}

static bool all_are_found(const struct scan *scan)
{
	for (uint32_t i = 0; i < scan->query->id_count; i++)
		if (!scan->counts[i])
			return false;
	return true;
}

/* The caller's thread: works when there is nothing to take. */
static struct wcore_error *take_all(struct scan *scan)
{
	const struct wcore_file *file = scan->space->memory->segments->dump->wasm->file;
	struct wcore_error *error = NULL;
	unsigned tries = 0;

	for (uint64_t number = 0; !error && !scan->is_stopped;) {
		struct slot *slot = &scan->slots[number % scan->slot_count], *mine;
		uint64_t claimed;

		if (atomic_load(&slot->done) == number + 1) {
			const bool is_last = slot->window.feed.is_last;

			error = take(scan, &slot->window);
			if (scan->feed.is_parallel)
				wcore_progress_report(file->progress, file->path, slot->window.feed.end, file->size);
			if (is_last || (scan->only_whether && all_are_found(scan)))
				break;
			atomic_store(&slot->free_for, number + scan->slot_count);
			number++;
			tries = 0;
		} else if ((mine = claim(scan, &claimed))) {
			work_on(scan, mine, claimed);
		} else {
			wait_a_little(&tries);
		}
	}
	wcore_progress_end(file->progress);
	return error;
}

/* One scan. */

static size_t choose_threads(const struct scan *scan)
{
	const long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t count = scan->query->threads;

	if (!count)
		count = processors > 0 ? (size_t)processors : 1;
	if (!scan->feed.is_parallel)
		count = 1;
	return count < THREADS_MAX ? count : THREADS_MAX;
}

static struct wcore_error *prepare(struct scan *scan)
{
	const struct wcore_query *query = scan->query;
	const struct wcore_segments *segments = scan->space->memory->segments;
	size_t overlap = WCORE_HIT_BEFORE + WCORE_HIT_AFTER + query->patterns->max_size;
	struct wcore_error *error;

	if (query->regex_count)
		overlap += WCORE_SCAN_AHEAD + WCORE_REGEX_BEHIND;
	error = wcore_feed_init(&scan->feed, scan->space, query->from, query->to,
				query->regex_count ? STEP_REGEX : STEP, overlap);
	scan->order_is_known = segments->is_complete;
	scan->slot_count = choose_threads(scan) * 2;
	scan->slots = wcore_calloc(scan->slot_count, sizeof(*scan->slots));
	scan->match_ends = wcore_calloc(query->regex_count + 1, sizeof(*scan->match_ends));
	if (!error && (!scan->slots || !scan->match_ends))
		error = wcore_error_nomem();
	for (size_t i = 0; !error && i < scan->slot_count; i++) {
		atomic_init(&scan->slots[i].free_for, i);
		error = wcore_scan_window_init(&scan->slots[i].window, &scan->plan, &scan->feed);
	}
	return error;
}

static void clean(struct scan *scan)
{
	for (size_t i = 0; scan->slots && i < scan->slot_count; i++)
		wcore_scan_window_deinit(&scan->slots[i].window);
	free(scan->slots);
	free(scan->match_ends);
	free(scan->pending.items);
	free(scan->held);
	wcore_feed_deinit(&scan->feed);
}

/* *ret_again: the segments turned out not to ascend, which is known now. */
static struct wcore_error *run_once(const struct scan *model, bool *ret_again)
{
	struct scan scan = *model;
	struct wcore_error *error = prepare(&scan);

	if (!error) {
		start_threads(&scan, choose_threads(&scan) - 1);
		error = take_all(&scan);
		join_threads(&scan);
	}
	if (!error && scan.feed.is_disordered && !scan.order_is_known)
		scan.is_disordered = true;
	if (!error && !scan.is_disordered && !scan.order_is_known)
		error = scan.feed.is_finished ? NULL : know_order(&scan);
	if (!error && !scan.is_disordered)
		give_held(&scan);
	*ret_again = !error && scan.is_disordered;
	if (*ret_again)
		error = wcore_segments_complete(scan.space->memory->segments);
	clean(&scan);
	return error;
}

static struct wcore_error *run(struct scan *scan)
{
	const struct wcore_query *query = scan->query;
	struct wcore_error *error = wcore_finder_create(query->patterns, query->simd, &scan->plan.finder);
	bool again = true;

	scan->plan.query = query;
	scan->plan.only_counts = scan->counts != NULL;
	for (unsigned i = 0; !error && again && i < 2; i++) {
		if (scan->counts)
			memset(scan->counts, 0, query->id_count * sizeof(*scan->counts));
		error = run_once(scan, &again);
	}
	wcore_finder_destroy(scan->plan.finder);
	return error;
}

struct wcore_error *wcore_scan_list(const struct wcore_space *space, const struct wcore_query *query,
				    bool (*found)(void *context, const struct wcore_hit *hit), void *context)
{
	struct scan scan = { .space = space, .query = query, .found = found, .context = context };

	return run(&scan);
}

struct wcore_error *wcore_scan_count(const struct wcore_space *space, const struct wcore_query *query,
				     bool only_whether, uint64_t *counts)
{
	struct scan scan = { .space = space, .query = query, .counts = counts, .only_whether = only_whether };

	return run(&scan);
}
