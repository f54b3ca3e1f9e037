/*
 * Which memory a stripped dump keeps: ranges of addresses, and of each whose it is.  All else is no longer
 * captured in it, which is not the same as zero.
 *
 * What a backtrace with all values needs is found by making one: whatever it reads is kept, so that it reads
 * the same from the stripped dump.  What else pointers lead to comes behind that, nearest first, until the
 * budget is spent.
 */
#ifndef WCORE_KEEP_KEEP_H
#define WCORE_KEEP_KEEP_H

#include <stdio.h>

#include "../debug/target.h"
#include "../dump/kept.h"
#include "range_set.h"

/* A set; 0 keeps nothing. */
enum wcore_keep_parts {
	WCORE_KEEP_STACK = 1 << 0,	/* the shadow stack of each thread, as far as it is in use */
	WCORE_KEEP_STATICS = 1 << 1,	/* data segments and what starts as zeros */
	WCORE_KEEP_REACHABLE = 1 << 2,	/* what a backtrace with values reads, and what pointers lead to */
};

struct wcore_keep_options {
	unsigned parts;
	/*
	 * Bytes of data segments, for all memories.  Without a budget stack, statics and the backtrace are
	 * kept whole, and what pointers lead to as long as the dump keeps a tenth of its size, or 16 MiB.
	 */
	bool has_budget;
	uint64_t budget;
};

enum wcore_keep_kind {
	WCORE_KEEP_BACKTRACE,	/* read to explain the thread's stack: its trap, its message, its frames */
	WCORE_KEEP_VARIABLE,	/* a variable of a frame, and what it leads to */
	WCORE_KEEP_FRAME,	/* the shadow stack of a frame */
	WCORE_KEEP_SHADOW,	/* the shadow stack of a thread, of no frame that is told of */
	WCORE_KEEP_STATIC,	/* a static variable, and what it leads to */
	WCORE_KEEP_DATA,	/* static data of no variable that is told of */
	WCORE_KEEP_CHUNK,	/* of the heap: a word in what `from` owns is its address */
	WCORE_KEEP_WINDOW,	/* around what such a word may point to, where no allocator is known */
	WCORE_KEEP_LOCAL,	/* the Wasm locals and operands of a frame: of `from` only */
	WCORE_KEEP_GLOBAL,	/* the Wasm globals: of `from` only */
	WCORE_KEEP_KINDS,
};
/* "backtrace", "variable", "frame", "stack", "static", "data", "chunk", "window", "local", "global"; static. */
const char *wcore_keep_kind_name(enum wcore_keep_kind kind);

struct wcore_keep_owner {
	enum wcore_keep_kind kind;
	uint32_t thread;	/* of all but STATIC, DATA, CHUNK, WINDOW and GLOBAL: its index */
	uint64_t frame;		/* of VARIABLE, FRAME and LOCAL: its number, as wcore-bt counts */
	struct wcore_string name;	/* of the variable, or segment; may be absent */
	struct wcore_string function;	/* of the frame; may be absent */
	uint32_t from;		/* of CHUNK and WINDOW: number of an owner that is neither */
};

struct wcore_keep {
	struct wcore_target *target;	/* the caller's */
	struct wcore_keep_options options;
	struct wcore_range_set *sets;	/* one for each memory of the dump: owner is a number in owners */
	uint32_t set_count;
	struct wcore_keep_owner *owners;
	size_t owner_count;
	bool is_cut;		/* values of the backtrace, stack or statics did not go into the budget, or were too many */
	bool has_more;		/* pointers lead to more than the budget allows */
	bool lacks_stack;	/* where the stack of a thread is was not known, or only guessed */
	bool lacks_statics;	/* of a memory with data it is not known where static data are */
};

/* More ranges are left out: is_cut. */
#define WCORE_KEEP_RANGES_MAX 65536

/*
 * target was just opened, so that nothing it remembers hides what has to be read; it must outlive *ret.
 * NULL: options have no parts, and so the dump needs no modules.  Errors: NOMEM.
 */
struct wcore_error *wcore_keep_create(struct wcore_target *target, const struct wcore_keep_options *options,
				      struct wcore_keep **ret);
void wcore_keep_destroy(struct wcore_keep *keep);

/* The ranges alone, for who writes the dump; wcore_kept_deinit().  Errors: NOMEM. */
struct wcore_error *wcore_keep_ranges(const struct wcore_keep *keep, struct wcore_kept *ret);

/* "cart in #3 shop::process", "stack of #3 shop::process", "chunk from cart in #3 shop::process", masked. */
void wcore_keep_owner_write(const struct wcore_keep *keep, uint32_t owner, FILE *out);

#endif
