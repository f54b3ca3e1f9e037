/* Instructions of a module in the order of the file, each with where in which function it stands. */
#ifndef WCORE_LAYOUT_LISTING_H
#define WCORE_LAYOUT_LISTING_H

#include "../debug/target.h"
#include "../wasm/insn.h"

#define WCORE_LISTING_TEXT_SIZE 512

struct wcore_listing_line {
	uint64_t address;	/* of its first byte in the module's file */
	uint64_t size;		/* of its bytes */
	const uint8_t *bytes;
	struct wcore_string function;	/* as the target's */
	uint64_t offset;	/* from the start of the function's body, as backtraces count */
	const char *text;	/* "call 17"; cut at WCORE_LISTING_TEXT_SIZE; until the next line */
	struct wcore_string callee;	/* of a call of a function that is known; absent otherwise */
};

struct wcore_listing {
	const struct wcore_target_module *module;
	struct wcore_function function;
	struct wcore_string name;
	struct wcore_cursor cursor;
	char text[WCORE_LISTING_TEXT_SIZE];
};

/*
 * Starts at the instruction at a place in the module's file, or at a function's first one where the
 * place is in front of it.  Errors: NOT_FOUND (no function is there; the place is inside an
 * instruction), FORMAT, NOMEM.
 */
struct wcore_error *wcore_listing_init(struct wcore_listing *listing,
				       const struct wcore_target_module *module,
				       uint64_t address);
/* *ret_found false: the function ended.  Errors: FORMAT, NOMEM. */
struct wcore_error *wcore_listing_next(struct wcore_listing *listing, struct wcore_listing_line *ret,
				       bool *ret_found);
/* Goes on with the function behind; *ret_found false: there is none. */
struct wcore_error *wcore_listing_next_function(struct wcore_listing *listing, bool *ret_found);

#endif
