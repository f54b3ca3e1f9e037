/*
 * Secrets that were found once, to be looked for everywhere: without what told them apart, or without their first
 * bytes, over which an allocator writes when it gets a chunk back.
 */
#ifndef WCORE_REDACT_COPIES_H
#define WCORE_REDACT_COPIES_H

#include "engine.h"

/* More secrets are not looked for again. */
#define WCORE_COPIES_MAX 4096

struct wcore_copy { uint32_t rule; struct wcore_string text; };

struct wcore_copies {
	struct wcore_copy *items;	/* each is there once */
	size_t count, capacity;
	struct wcore_arena arena;
};

void wcore_copies_init(struct wcore_copies *copies);
void wcore_copies_deinit(struct wcore_copies *copies);
/* One that is too short to be looked for is left out.  Errors: NOMEM. */
struct wcore_error *wcore_copies_add(struct wcore_copies *copies, uint32_t rule, struct wcore_string text);
/* Sorts them, and drops what is there more than once. */
void wcore_copies_settle(struct wcore_copies *copies);

#endif
