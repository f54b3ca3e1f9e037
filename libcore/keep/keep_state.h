/* What the files of this layer share; keep.h is for all others. */
#ifndef WCORE_KEEP_KEEP_STATE_H
#define WCORE_KEEP_KEEP_STATE_H

#include "../lang/inspect.h"
#include "../layout/owner.h"
#include "keep.h"

#define WCORE_KEEP_BUCKETS 1024

/* Frames of a thread that get values, as wcore-bt gives them: the youngest, and the oldest. */
#define WCORE_KEEP_FRAMES 256
#define WCORE_KEEP_OLD_FRAMES 32
/* Threads that are looked at. */
#define WCORE_KEEP_THREADS 256
/* Memories that are looked at for statics and for what words lead to. */
#define WCORE_KEEP_MEMORIES 64

/* The public part comes first. */
struct wcore_keep_build {
	struct wcore_keep keep;
	size_t owner_capacity;
	uint32_t buckets[WCORE_KEEP_BUCKETS];	/* the number of an owner plus one; 0: none */
	uint32_t *chain;			/* of each owner the next one in its bucket, as there */
	struct wcore_arena names;
	struct wcore_keep_owner now;	/* whose the bytes are that are read now */
	bool has_number;		/* number is its number */
	uint32_t number;
	uint64_t left;			/* of the budget */
	uint64_t used;			/* what was taken of it */
	size_t range_count;		/* of all memories */
	bool *flag;			/* what is set when something does not go in */
	bool is_full;
	bool is_heavy;			/* a frame has so many calls inlined that values are looked at once only */
	struct wcore_memory_watch watch;
	/* The thread that was opened last. */
	struct wcore_inspect *inspect;
	const struct wcore_thread *thread;
	bool is_speculative;
	const struct wcore_thread *trapped;	/* the one that the dump is about; NULL: not known */
};

/* Says whose what comes next is; its strings are borrowed until then. */
void wcore_keep_own(struct wcore_keep_build *build, const struct wcore_keep_owner *owner);
/* Keeps [address, address + size) of a memory, as far as that goes; false when not all of it did. */
bool wcore_keep_add(struct wcore_keep_build *build, uint32_t memory, uint64_t address, uint64_t size);
/* The number of the owner at hand; false when memory ran out, or there are too many. */
bool wcore_keep_number(struct wcore_keep_build *build, uint32_t *ret);
/* Bytes that are read from now on are kept, or no longer. */
void wcore_keep_watch(struct wcore_keep_build *build, bool is_on);

/*
 * The inspector of a thread, which stays until another one is asked for; *ret_is_new says that this one was not
 * there yet.  Errors: NOMEM.
 */
struct wcore_error *wcore_keep_open(struct wcore_keep_build *build, const struct wcore_thread *thread,
				    bool is_speculative, bool *ret_is_new, struct wcore_inspect **ret);
void wcore_keep_close(struct wcore_keep_build *build);

/* keep_values.c: what a backtrace with all values reads. */
struct wcore_error *wcore_keep_backtrace(struct wcore_keep_build *build);
/* The values of frames again, with pointers followed further; speculative: those that are not proved. */
struct wcore_error *wcore_keep_values(struct wcore_keep_build *build, unsigned follow, bool is_speculative);
/* keep_stack.c */
struct wcore_error *wcore_keep_stacks(struct wcore_keep_build *build);
/* keep_static.c: static data as they lie there; static variables as values that lead to others. */
struct wcore_error *wcore_keep_statics(struct wcore_keep_build *build);
struct wcore_error *wcore_keep_static_values(struct wcore_keep_build *build, unsigned follow);
/* keep_words.c: what words that look like addresses lead to. */
struct wcore_error *wcore_keep_words(struct wcore_keep_build *build);

#endif
