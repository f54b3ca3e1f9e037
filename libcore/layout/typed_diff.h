/*
 * What differs between two dumps of one program as its source has it: variables by name, and what can be
 * reached from them, member by member.  Both sides are read by their own objects and printers; what is not known
 * on one side only is a difference, whose text says why.
 */
#ifndef WCORE_LAYOUT_TYPED_DIFF_H
#define WCORE_LAYOUT_TYPED_DIFF_H

#include "../lang/inspect.h"
#include "../lang/view.h"

/* Objects that are looked at, all together, and memory for the views of one variable. */
#define WCORE_TYPED_DIFF_WORK (UINT64_C(1) << 20)
#define WCORE_TYPED_DIFF_ARENA (16u << 20)
#define WCORE_TYPED_DIFF_PATH 1024

struct wcore_typed_change {
	const char *path;	/* "cart.items[2].count"; valid during the call, as all of it */
	struct wcore_string function;	/* of a variable of a frame; absent: a static */
	uint64_t frame;		/* as wcore-bt numbers them, of the first dump */
	const struct wcore_view *old_view, *new_view;
	const char *old_text, *new_text;	/* the same as text, masked */
};

struct wcore_typed_diff {
	bool (*visit)(void *context, const struct wcore_typed_change *change);	/* false ends it */
	void *context;
	unsigned max_depth;

	/* Kept by typed_diff.c. */
	uint64_t work;		/* that is left */
	uint64_t left_out;	/* objects that were not looked at any more, with all that is behind them */
	bool is_over;
	struct wcore_error *error;	/* NOMEM */
	struct wcore_string function;
	uint64_t frame;
	struct wcore_viewer *old_viewer, *new_viewer;
	char path[WCORE_TYPED_DIFF_PATH];
	size_t path_size;
	struct wcore_typed_seen { uint64_t old_address, new_address; const struct wcore_type *type; } *seen;
	size_t seen_count, seen_capacity;
};

void wcore_typed_diff_init(struct wcore_typed_diff *diff,
			   bool (*visit)(void *context, const struct wcore_typed_change *change), void *context);
/* Gives the error of what was compared since, if there was one, to the caller. */
struct wcore_error *wcore_typed_diff_deinit(struct wcore_typed_diff *diff);

/* One variable: the viewers are those of both objects, and are not restarted. */
void wcore_typed_diff_objects(struct wcore_typed_diff *diff, struct wcore_string name,
			      struct wcore_viewer *old_viewer, const struct wcore_object *old_object,
			      struct wcore_viewer *new_viewer, const struct wcore_object *new_object);

/* Says that both objects are compared by themselves: a pointer to them leads to nothing new. */
void wcore_typed_diff_mark(struct wcore_typed_diff *diff, const struct wcore_object *old_object,
			   const struct wcore_object *new_object);

/* All static variables of a module in an instance (wcore_inspect_statics()). */
void wcore_typed_diff_statics(struct wcore_typed_diff *diff, struct wcore_scope *old_scope,
			      struct wcore_scope *new_scope);
/* All variables of a frame that both know; number is the frame's. */
void wcore_typed_diff_frame(struct wcore_typed_diff *diff, uint64_t number, struct wcore_scope *old_scope,
			    struct wcore_scope *new_scope);

#endif
