/*
 * Secrets by the names and types of variables: what statics and variables of frames hold that are called
 * password, secret_key and the like, or have members that are.
 */
#ifndef WCORE_REDACT_NAMED_H
#define WCORE_REDACT_NAMED_H

#include "../debug/target.h"

/* Older frames of a thread are not looked at, nor are more statics of a module. */
#define WCORE_NAMED_FRAMES_MAX 1000
#define WCORE_NAMED_STATICS_MAX 20000

struct wcore_named_value {
	struct wcore_string name;	/* "login()::config.password", "shop::SECRET" */
	struct wcore_string value;	/* its bytes; absent of a number in a Wasm value */
	bool is_distinct;		/* long and odd enough to be looked for in all of the file */
	bool has_place;			/* it stands in memory */
	uint32_t memory;
	uint64_t address;
	bool is_recorded;		/* a number in a Wasm value of a frame */
	uint32_t thread, frame;		/* frame: as recorded */
	uint64_t bits;
	unsigned width;			/* in bytes */
};

struct wcore_named_list {
	struct wcore_named_value *items;
	size_t count, capacity;
	struct wcore_arena arena;
};

/* Errors: NOMEM. */
struct wcore_error *wcore_named_find(struct wcore_target *target, struct wcore_named_list *ret);
void wcore_named_deinit(struct wcore_named_list *list);

enum wcore_telling { WCORE_TELLS_NOTHING, WCORE_TELLS_PERHAPS, WCORE_TELLS_SECRET };
/* By a variable's, member's or type's name; of one of its length or number: nothing. */
enum wcore_telling wcore_named_telling(struct wcore_string name);

#endif
