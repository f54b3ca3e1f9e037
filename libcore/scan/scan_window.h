/* One window of a scan: what a thread does with its pieces.  scan.h is what others use. */
#ifndef WCORE_SCAN_SCAN_WINDOW_H
#define WCORE_SCAN_SCAN_WINDOW_H

#include "feed.h"
#include "scan.h"

/* What windows of regular expressions share: the furthest that a match is looked at ahead. */
#define WCORE_SCAN_AHEAD (WCORE_REGEX_MAX + WCORE_HIT_AFTER)

struct wcore_scan_entry {
	uint64_t address, count;
	uint32_t size, id;
};

struct wcore_scan_entries {
	struct wcore_scan_entry *items;
	size_t count, capacity;
};

/* What all windows look for. */
struct wcore_scan_plan {
	const struct wcore_query *query;
	struct wcore_finder *finder;
	bool only_counts;
};

struct wcore_scan_window {
	const struct wcore_scan_plan *plan;
	struct wcore_feed_window feed;
	struct wcore_scan_entries hits;
	uint64_t *counts;	/* by id, when only those are asked for */
	/* Where it stands: there may be more hits than are kept at a time. */
	size_t piece, seam_piece;	/* seam_piece: before which the seam was looked at last */
	uint64_t at;
	bool is_done;
	uint8_t *seam;
	/* Of regular expressions, by their number. */
	struct wcore_regex_work **work;
	struct wcore_scan_entries *matches;
	uint8_t *joined;
	struct wcore_error *error;	/* NULL: none */
	bool no_memory;
};

struct wcore_error *wcore_scan_window_init(struct wcore_scan_window *window, const struct wcore_scan_plan *plan,
					   const struct wcore_feed *feed);
void wcore_scan_window_deinit(struct wcore_scan_window *window);

/* Before the window is laid out anew. */
void wcore_scan_window_restart(struct wcore_scan_window *window);
/*
 * Goes on until is_done, or until many hits are there: then they are to be taken, and it is called again.  The
 * first call finds the matches of regular expressions, too.
 */
void wcore_scan_window_run(struct wcore_scan_window *window);
/* Matches of one expression anew, from an address on: the window before had one that ends there. */
void wcore_scan_window_match(struct wcore_scan_window *window, size_t regex, uint64_t from);
/* All occurrences that begin below are there. */
uint64_t wcore_scan_window_bound(const struct wcore_scan_window *window);

/* False when memory ran out. */
bool wcore_scan_entries_add(struct wcore_scan_entries *entries, const struct wcore_scan_entry *entry);
/* Adds up to UINT64_MAX. */
uint64_t wcore_scan_sum(uint64_t a, uint64_t b);

#endif
