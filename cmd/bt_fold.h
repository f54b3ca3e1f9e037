/*
 * Recursion as runs: a cycle of up to BT_FOLD_PERIOD frames that stands at
 * least BT_FOLD_TIMES times in a row.  Works in a window of fixed size.
 */
#ifndef WCORE_CMD_BT_FOLD_H
#define WCORE_CMD_BT_FOLD_H

#include "../libcore/debug/target.h"

#define BT_FOLD_PERIOD 16
#define BT_FOLD_TIMES 3
#define BT_FOLD_WINDOW (BT_FOLD_PERIOD * BT_FOLD_TIMES)

/* A frame as far as two frames of a recursion are alike. */
struct bt_fold_key {
	const struct wcore_target_module *module;
	uint64_t position;	/* as recorded */
	uint64_t address;	/* in the module's file, when has_address */
	uint32_t instance, funcidx;
	uint32_t lines;		/* the function and the calls inlined into it */
	bool has_address, is_exact, is_inferred;
};

struct bt_fold_slot {
	struct wcore_target_iter at;	/* stands before the frame: next() gives it again */
	struct bt_fold_key key;
};

struct bt_fold {
	struct wcore_target_iter iter;
	struct bt_fold_slot window[BT_FOLD_WINDOW];	/* a ring */
	unsigned first, count;
	bool no_fold;		/* every run is one frame */
	bool ended;
	struct wcore_error *error;	/* what ended the frames early */
};

/* period frames, times times. */
struct bt_run {
	struct bt_fold_slot frames[BT_FOLD_PERIOD];
	unsigned period;
	uint64_t times;
};

void bt_fold_init(struct bt_fold *fold, struct wcore_target *target,
		  const struct wcore_thread *thread);
void bt_fold_deinit(struct bt_fold *fold);
/* False behind the oldest frame that can be read; then fold->error may be set. */
bool bt_fold_next(struct bt_fold *fold, struct bt_run *ret);

#endif
